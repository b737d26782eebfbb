"""Deaths in organised violence in Iraq, from the Uppsala Conflict Data Program."""

import re

YEARLY, MONTHLY = "ucdp-country-year-25-1", "ucdp-ged-iraq-2018"
ISIS = re.compile(r"\bIS\b")
NOTE = "As published: low, best and high are out of order for an event of this month."
FIGURES = ("low", "best", "high")


def yearly(raw):
    """Country-Year 25.1: year, sb_, ns_ and os_total_deaths_low, _best, _high, dyad names."""
    kinds = {"state_based": "sb", "non_state": "ns", "one_sided": "os"}
    rows = [{name.removesuffix("_cy"): text for name, text in row.items()} for row in raw]
    rows = [row for row in rows if row["country"] == "Iraq" and int(row["year"]) >= 2003]
    for row in sorted(rows, key=lambda row: row["year"]):
        yield {
            "year": row["year"],
            **{
                f"{kind}_{figure}": row[f"{short}_total_deaths_{figure}"]
                for kind, short in kinds.items()
                for figure in FIGURES
            },
            "one_sided_nonstate_best": row["os_nsgroup_killings_best"],
            "one_sided_actors": names(row["os_dyad_names"]).replace(" - Civilians", ""),
            **{
                f"total_{figure}": row[f"cumulative_total_deaths_in_orgvio_{figure}"]
                for figure in FIGURES
            },
            "state_based_dyads": row["sb_dyad_count"],
            "state_based_dyad_names": names(row["sb_dyad_names"]),
            "source": YEARLY,
        }


def names(text):
    return "" if text == "NO_DYAD" else text


def monthly(raw):
    """Events summed by month, governorate and dyad: month, governorate, violence_type, dyad_name.

    And events, deaths_low, deaths_best, deaths_high.
    """
    sums: dict[tuple, list[int]] = {}
    for row in raw:
        if row["month"] >= "2010" and ISIS.search(row["dyad_name"]):
            place = row["governorate"].lower().replace(" ", "-")
            own = sums.setdefault((row["month"], place, row["violence_type"]), [0, 0, 0, 0])
            for at, name in enumerate(("events", "deaths_low", "deaths_best", "deaths_high")):
                own[at] += int(float(row[name]))
    for (month, place, kind), (events, low, best, high) in sorted(sums.items()):
        yield {
            "month": month,
            "governorate": place,
            "violence_type": kind,
            "events": events,
            "low": low,
            "best": best,
            "high": high,
            "note": "" if low <= best <= high else NOTE,
            "source": MONTHLY,
        }
