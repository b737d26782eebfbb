"""Strikes of the Coalition, as the press releases of Central Command name them."""

import calendar

SOURCE = "centcom-strike-releases-2014-2016"


def monthly(raw):
    """The scraped releases, one row a line of a release: date, country, strikes."""
    found: dict[tuple, tuple] = {}
    for row in raw:
        if row["country"] in ("Iraq", "Syria"):
            strikes, days = found.setdefault((row["date"][:7], row["country"].lower()), ([], set()))
            strikes.append(int(float(row["strikes"] or 0)))
            days.add(row["date"])
    for (month, country), (strikes, days) in sorted(found.items()):
        yield {
            "month": month,
            "country": country,
            "strikes": sum(strikes),
            "release_days": len(days),
            "days_in_month": calendar.monthrange(*map(int, month.split("-")))[1],
            "source": SOURCE,
        }
