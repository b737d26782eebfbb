"""Current and constant dollars of a row belong together: a slip in one bends their ratio."""

from collections import defaultdict
from statistics import median

from masalih.rules.cells import as_number

# Columns of current and of constant dollars, by their tables.
DEFLATED = {
    "us_aid_iraq_accounts": ("obligations_usd", "constant_2020_usd"),
    "us_aid_iraq_totals": ("usd", "constant_usd"),
    "us_security_aid_stages": ("usd", "constant_usd"),
    "us_military_aid_region": ("obligations_usd", "constant_2020_usd"),
}
ONE_SCALE = ("source", "constant_base_year", "stage")  # rows that agree in these have one base year
ROUNDED = 100_000  # dollars, below which rounding bends the ratio
SEVERAL = 3  # rows of a year, from which they are judged by each other
WITHIN, APART = 1.005, 1.3  # how far prices are off within a year, and in years near each other
NEAR = 3  # years


def price_faults(table):
    """(row, field, problem, remedy) of rows whose two sums are of other prices than the rest."""
    current, constant = DEFLATED.get(table.name, ("", ""))
    for years in ratios(table, current, constant) if current else ():
        usual = {year: median(ratio for ratio, _ in found) for year, found in years.items()}
        for year, found in years.items():
            others, factor = expected(usual, year, len(found))
            for ratio, row in found:
                if others and not any(1 / factor < ratio / other < factor for other in others):
                    yield (
                        row,
                        constant,
                        f"{row[current]} and {row[constant]} are of other prices than the rest",
                        "check both against the source",
                    )


def ratios(table, current, constant):
    """[{year: [(constant by current dollars, row)]}] of the rows of one scale each."""
    found: dict[tuple, dict] = {}
    for row in table.rows:
        usd, real = as_number(row[current]) or 0, as_number(row[constant])
        if abs(usd) >= ROUNDED and real is not None:
            scale = tuple(row.get(name) for name in ONE_SCALE)
            years = found.setdefault(scale, defaultdict(list))
            years[int(row["fiscal_year"])].append((real / usd, row))
    return found.values()


def expected(usual, year, rows):
    """(ratios that one of this year may have, how far off it may be)."""
    if rows >= SEVERAL:
        return [usual[year]], WITHIN
    near = sorted(usual.keys() - {year}, key=lambda other: abs(other - year))[:2]
    return [usual[other] for other in near if abs(other - year) <= NEAR], APART
