"""What was delivered, deal by deal and year by year, from the trade register of SIPRI."""

from collections import Counter
from decimal import Decimal

from masalih.recipes.orders import STATUS
from masalih.recipes.sipri import place

SOURCE, EDITION = "sipri-2026-02-trade-register", "2026-02-12"
MARK = {"Yes": "true", "No": "false", "": "false"}


def to_iraq(raw):
    """The register from its header on: Recipient, Supplier, Order date, Delivery year and others.

    And SIPRI AT Database ID, Designation, Description, Armament category, Numbers delivered,
    Status, TIV delivery values, each date and number with its column "… is estimate".
    """
    rows = [row for row in raw if row["Recipient"] == "Iraq" and row["Delivery year"] >= "2004"]
    for row in sorted(rows, key=in_order):
        yield {
            "deal": row["SIPRI AT Database ID"],
            "delivery_year": row["Delivery year"],
            "delivery_year_estimated": MARK[row["Delivery year is estimate"]],
            "supplier": place(row["Supplier"]),
            "designation": designation(row),
            "description": row["Description"],
            "category": row["Armament category"].lower().replace(" ", "_").replace("-", "_"),
            "order_year": row["Order date"],
            "order_year_estimated": MARK[row["Order date is estimate"]],
            "number": row["Numbers delivered"],
            "number_estimated": MARK[row["Numbers delivered is estimate"]],
            "status": STATUS[row["Status"]],
            "tiv": round(Decimal(row["TIV delivery values"]).scaleb(6)),
            "edition": EDITION,
            "source": SOURCE,
        }


def in_order(row):
    deal = int(row["SIPRI AT Database ID"])
    return row["Delivery year"], place(row["Supplier"]), designation(row), deal


def designation(row):
    """The register ends some of several variants with a dash."""
    return row["Designation"].removesuffix(" -")


LONG_RANGE = ("long-range air-to-air missile", "long-range air-to-air missile/SAM")
SHORT_RANGE = "short-range air-to-air missile"  # of Iraq alone, which has nothing else
REGION = (
    *("bahrain", "egypt", "iraq", "israel", "jordan", "kuwait", "morocco", "oman", "pakistan"),
    *("qatar", "saudi-arabia", "syria", "turkiye", "uae"),
)


def air_to_air(raw):
    """The same file: missiles for air combat, of the region, summed over deals.

    A sum with an estimated number or year in it is an estimate.
    """
    sums: dict[tuple, Counter] = {}
    for row in raw:
        recipient, description = place(row["Recipient"]), row["Description"]
        wanted = description in LONG_RANGE or (description, recipient) == (SHORT_RANGE, "iraq")
        if recipient not in REGION or not wanted:
            continue
        key = (
            *(recipient, row["Delivery year"], place(row["Supplier"]), designation(row)),
            *(description, STATUS[row["Status"]]),
        )
        own = sums.setdefault(key, Counter())
        own["number"] += int(row["Numbers delivered"])
        own["estimates"] += sum(
            row[f"{name} is estimate"] == "Yes" for name in ("Numbers delivered", "Delivery year")
        )
    names = ("recipient", "delivery_year", "supplier", "designation", "description", "status")
    for key, own in sorted(sums.items()):
        yield {
            **dict(zip(names, key, strict=True)),
            "number": own["number"],
            "estimated": "true" if own["estimates"] else "false",
            "edition": EDITION,
            "source": SOURCE,
        }
