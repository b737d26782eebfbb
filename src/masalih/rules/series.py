"""What the rows of one series say together: a slip in one shows beside the others.

A rule yields (row, field, problem, remedy) of the rows of one table of observations. True figures
may break these rules, so what does is declared in exceptions.csv.
"""

import math
from itertools import pairwise
from typing import Any

from masalih.rules.cells import as_number

FEWEST = 5  # rows of a lane by which the next can be judged
FACTOR = 8  # times its nearest neighbour, above which a figure is asked about …
MARGIN = 1.5  # … where it also jumps so many times further than the others do
OWN_PLACE = 5  # rows in the series' own place, beside which one elsewhere is odd


def figure(row):
    """The figure of a row, or the middle of its range; None where there is none."""
    value, low, high = (as_number(row[name]) for name in ("value", "low", "high"))
    return (low + high) / 2 if value is None and None not in (low, high) else value


def lanes(package, table, names, wanted=lambda series: True):
    """The rows of each series that can be compared, in the order of time."""
    series = package.lookup("series")
    found: dict[tuple, list] = {}
    for row in sorted(table.rows, key=lambda row: (row["start"], row["end"])):
        if row["series"] in series and wanted(series[row["series"]]):
            found.setdefault(tuple(row[name] for name in names), []).append(row)
    return found.values()


def misplaced(package, table):
    """A row that stands in another motive's file than its series' own; this has no exception."""
    own = table.file.rpartition("/")[2].removesuffix(".csv")
    for row in table.rows:
        series = package.lookup("series").get(row["series"])
        if series and series["motive"] != own:
            yield (
                row,
                "series",
                f"{row['series']} belongs to the motive {series['motive']}",
                f"move the row to observations/{series['motive']}.csv",
            )


def outliers(package, table):
    """A figure far from its two neighbours on each side, further than any other of its lane."""
    for rows in lanes(package, table, ("series", "place", "by")):
        known = [(row, abs(figure(row))) for row in rows if figure(row)]
        if len(known) < FEWEST:
            continue
        logs = [math.log(value) for _, value in known]
        for at, (row, _) in enumerate(known):
            rest = logs[:at] + logs[at + 1 :]
            usual = max(abs(b - a) for a, b in pairwise(rest))
            near = logs[max(0, at - 2) : at] + logs[at + 1 : at + 3]
            jump = min(abs(logs[at] - other) for other in near)
            if jump > max(math.log(FACTOR), usual + math.log(MARGIN)):
                way = "times" if logs[at] > near[0] else "times below"
                yield (
                    row,
                    "value" if row["value"] else "low",
                    f"{row['value'] or row['low']} is {math.exp(jump):.0f} {way} its nearest "
                    f"neighbours in time, the others differ by {math.exp(usual):.1f} times at most",
                    "check the figure against its source",
                )


def falling_totals(package, table):
    """A running total that falls from one day to a later one."""
    names = ("series", "place", "by", "start")
    for rows in lanes(package, table, names, lambda series: series["measure"] == "cumulative"):
        before: Any = None
        for row in rows:
            value = figure(row)
            if None not in (value, before) and value < figure(before):
                yield (
                    row,
                    "value",
                    f"the running total {row['value']} is below the {before['value']} of "
                    f"{before['id']}, which ends earlier",
                    "check both figures and their days",
                )
            elif value is not None:
                before = row


def overlaps(package, table):
    """Two periods of one source that share days, in a series whose figures are summed."""
    names = ("series", "place", "source", "by")
    for rows in lanes(package, table, names, lambda series: series["additive"] == "true"):
        last: Any = None
        for row in rows:
            same = last and (last["start"], last["end"]) == (row["start"], row["end"])
            if last and row["start"] <= last["end"] and not same:
                yield (
                    row,
                    "start",
                    f"the period shares days with {last['id']}, of the same source, in a series "
                    "whose figures are summed",
                    "correct the period, or make the series one that is not summed",
                )
            last = row if not last or row["end"] > last["end"] else last


def rival_figures(package, table):
    """One source that gives two figures of one thing, place and period."""
    for rows in lanes(package, table, ("series", "place", "source", "by", "start", "end")):
        for row in rows[1:]:
            yield (
                row,
                "value",
                f"{rows[0]['id']} has another figure of the same source, place and period",
                "keep the right one",
            )


def stray_places(package, table):
    """One row elsewhere in a series whose other rows all lie in its own place."""
    for rows in lanes(package, table, ("series",)):
        own = package.lookup("series")[rows[0]["series"]]["place"]
        for row in rows if sum(row["place"] == own for row in rows) >= OWN_PLACE else ():
            if row["place"] != own and [one["place"] for one in rows].count(row["place"]) == 1:
                yield (
                    row,
                    "place",
                    f"no other row of {row['series']} lies in {row['place']}; its place is {own}",
                    "check the place",
                )
