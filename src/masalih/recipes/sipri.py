"""Arms transfers and military spending, from the tables of SIPRI."""

from decimal import ROUND_HALF_UP, Decimal

VOLUMES, SPENDING = "sipri-2022-07-tiv-by-supplier", "sipri-2025-milex-region"
EDITION = "2022-07-28"
IDS = {
    "Turkey": "turkiye",
    "Türkiye": "turkiye",
    "Unknown supplier(s)": "unknown-supplier",
    "unknown supplier(s)": "unknown-supplier",
    "United Arab Emirates": "uae",
    "United States of America": "united-states",
}
REGION = ("iran", "israel", "jordan", "kuwait", "saudi-arabia", "turkiye", "united-states")


def place(name):
    return IDS.get(name) or name.lower().replace(" ", "-")


def volumes(raw):
    """Trend-indicator values in millions by supplier and year: supplier, year, tiv_m."""
    rows = [row for row in raw if int(row["year"]) >= 2004]
    for row in sorted(rows, key=lambda row: (row["year"], place(row["supplier"]))):
        small = row["tiv_m"] == "0"  # SIPRI prints 0 for less than half a million
        yield {
            "year": row["year"],
            "supplier": place(row["supplier"]),
            "tiv": "" if small else int(row["tiv_m"]) * 1_000_000,
            "status": "below_half_million" if small else "rounded",
            "edition": EDITION,
            "source": VOLUMES,
        }


def spending(raw):
    """The edition of 2025, sheets joined: country, year, constant_2023_usd_m, share_gdp."""
    rows = [row for row in raw if row["year"] >= "2010" and place(row["country"]) in REGION]
    for row in sorted(rows, key=lambda row: (row["year"], place(row["country"]))):
        yield {
            "year": row["year"],
            "place": place(row["country"]),
            "usd_constant_2023": rounded(row["constant_2023_usd_m"], 6, "1"),
            "share_of_gdp": rounded(row["share_gdp"], 2, "0.01"),
            "source": SPENDING,
        }


def rounded(text, power, step):
    """A figure times ten to a power, rounded as on paper."""
    return Decimal(text).scaleb(power).quantize(Decimal(step), ROUND_HALF_UP)
