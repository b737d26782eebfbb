"""What the rows of one series say together: a slip in one shows beside the others.

A rule yields (row, field, problem, remedy) of the rows of one table of observations. True figures
may break these rules, so what does is declared in exceptions.csv.
"""

import datetime
import math
from itertools import pairwise
from statistics import median
from typing import Any

from masalih.rules.cells import as_date, as_number
from masalih.rules.records import CAN_FALL

FEWEST = 5  # rows of a lane by which the next can be judged
FACTOR = 8  # times its nearest neighbour, above which a figure is asked about …
MARGIN = 1.5  # … where it also jumps so many times further than the others do
FEW_FACTOR = 9  # times every other figure, where a lane has fewer rows
TOTAL_FACTOR = 100  # the same of a running total, which begins small
RIVAL_FACTOR = 10  # times every rival's figure of the same half year
HALF_YEAR, A_YEAR = 200, 366  # days
ONE_DAY = datetime.timedelta(1)
WIDE = 5  # times its low end, above which the high end of a range is asked about
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
    """The first row of a series that stands in another motive's file; this has no exception."""
    own = table.file.rpartition("/")[2].removesuffix(".csv")
    told = set()
    for row in table.rows:
        series = package.lookup("series").get(row["series"])
        if series and series["motive"] != own and series["id"] not in told:
            told.add(series["id"])
            yield (
                row,
                "series",
                f"{row['series']} belongs to the motive {series['motive']}",
                f"move its rows to observations/{series['motive']}.csv, or correct the motive",
            )


def negatives(package, table):
    """A count, a level or money below nothing; amendments of sales are true ones."""
    known = package.lookup("series")
    for row in table.rows:
        series = known.get(row["series"])
        for name in ("value", "low", "high") if series else ():
            if (as_number(row[name]) or 0) < 0 and series["measure"] not in CAN_FALL:
                yield (
                    row,
                    name,
                    f"{row[name]} is negative, but {series['id']} is a {series['measure']}",
                    "check the sign, or the series",
                )


def outliers(package, table):
    """A figure far from its neighbours in time, further than any other of its lane."""
    for rows in lanes(package, table, ("series", "place", "by")):
        known = [(row, math.log(abs(figure(row)))) for row in rows if figure(row)]
        sizes = [size for _, size in known]
        factor = TOTAL_FACTOR if measure(package, rows) == "cumulative" else FEW_FACTOR
        for at, (row, _) in enumerate(known if len(known) > 1 else ()):
            few = len(known) < FEWEST
            jump, usual = odd_one_of_few(sizes, at, factor) if few else odd_one(sizes, at)
            if jump:
                yield (
                    row,
                    "value" if row["value"] else "low",
                    f"{row['value'] or row['low']} is {math.exp(abs(jump)):.0f} times "
                    f"{'as much as' if jump > 0 else 'less than'} its nearest neighbours in time"
                    f"{usually(usual)}",
                    "check the figure against its source",
                )


def measure(package, rows):
    return package.lookup("series")[rows[0]["series"]]["measure"]


def usually(usual):
    return "" if usual is None else f", the others differ by {math.exp(usual):.1f} times at most"


def odd_one(sizes, at):
    """(how far a size is from the nearest of its neighbours, how far others are), or (0, None)."""
    rest = sizes[:at] + sizes[at + 1 :]
    usual = max(abs(b - a) for a, b in pairwise(rest))
    neighbours = sizes[max(0, at - 2) : at] + sizes[at + 1 : at + 3]
    jump = min((sizes[at] - other for other in neighbours), key=abs)
    far = abs(jump) > max(math.log(FACTOR), usual + math.log(MARGIN))
    return (jump, usual) if far else (0, None)


def odd_one_of_few(sizes, at, factor):
    """The same where a lane has too few rows to say what is usual; of two the later is asked."""
    rest = sizes[:at] + sizes[at + 1 :]
    jump = min((sizes[at] - other for other in rest), key=abs)
    outside = not min(rest) <= sizes[at] <= max(rest)
    far = outside and abs(jump) > math.log(factor) and (at or len(rest) > 1)
    # the figures beside a wrong one are far from it too: the furthest is asked
    away = [abs(size - median(sizes)) for size in sizes]
    furthest = math.isclose(away[at], max(away))
    return (jump, None) if far and furthest else (0, None)


def unlike_rivals(package, table):
    """A figure far from all that rivals count in the same unit and place at the time."""
    for row in table.rows:
        value = figure(row)
        others = [abs(figure(other)) for other in beside(package, row)] if value else []
        factor = min((abs(math.log(abs(value) / other)) for other in others), default=0)
        if len(others) > 1 and factor > math.log(RIVAL_FACTOR):
            yield (
                row,
                "value" if row["value"] else "low",
                f"{row['value'] or row['low']} is {math.exp(factor):.0f} times off what "
                f"{len(others)} figures of its rivals say at the time",
                "check the figure against its source",
            )


def beside(package, row):
    """The rows of rivals that a row can be set against: of a like period, unit and place."""
    known = package.lookup("series")
    series, (end, days) = known.get(row["series"], {}), period(row)
    for rival in series["rival_of"].split(";") if series else ():
        if rival in known and all(known[rival][n] == series[n] for n in ("unit", "measure")):
            for other in package.rows_of.get(rival, ()):
                there, length = period(other)
                near = abs(there - end) <= HALF_YEAR and max(days, length) <= 2 * min(days, length)
                if near and figure(other) and other["place"] == row["place"]:
                    yield other


def period(row):
    """(number of the last day, days) of a row; (0, 1) where a day cannot be read."""
    start, end = as_date(row["start"]), as_date(row["end"])
    return (end.toordinal(), (end - start).days + 1) if start and end else (0, 1)


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
            if value is not None:
                before = row


def long_periods(package, table):
    """A period many times longer than any other of its series: a year was mistyped."""
    for rows in lanes(package, table, ("series",)):
        lengths = [period(row)[1] for row in rows]
        if len(rows) < 3 or measure(package, rows) in ("cumulative", "plan"):
            continue
        longest, usual = max(lengths), sorted(lengths)[-2]
        if longest > max(A_YEAR, 3 * usual):
            yield (
                rows[lengths.index(longest)],
                "start",
                f"the period has {longest} days, no other of the series more than {usual}",
                "check start and end",
            )


def odd_ends(package, table):
    """A period of whole months but for one day; a running total may end on any."""
    known = package.lookup("series")
    for row in table.rows:
        start, end = as_date(row["start"]), as_date(row["end"])
        if not start or not end or known.get(row["series"], {}).get("measure") == "cumulative":
            continue
        if (end - start).days < HALF_YEAR:  # what is shorter often ends with the news of it
            continue
        after, before = end + ONE_DAY, start - ONE_DAY
        if start.day == 1 and start != end and (after + ONE_DAY).day == 1:
            yield row, "end", f"{row['end']} is one day short of the month", "check the day"
        elif after.day == 1 and before.day == 1 and start != end:
            yield row, "start", f"{row['start']} is one day into the month", "check the day"


def wide_ranges(package, table):
    """A range whose ends are of two sizes: a digit too many in one of them."""
    for row in table.rows:
        low, high = as_number(row["low"]), as_number(row["high"])
        if low and high and high > WIDE * low > 0:
            yield (
                row,
                "high",
                f"{row['high']} is {high / low:.0f} times {row['low']}",
                "check both ends of the range against the source",
            )


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
