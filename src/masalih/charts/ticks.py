"""Axes say years and amounts in the edition's own writing, no more than there is room for."""

from __future__ import annotations

import math

import pandas as pd
from matplotlib.dates import date2num
from matplotlib.ticker import LogLocator, MaxNLocator

from masalih import formats
from masalih.translation import gettext as _

Ticks = tuple[list[float], list[str]]


def amounts(
    low: float, high: float, count: int, *, log: bool = False, percent: bool = False
) -> Ticks:
    """At most `count` round positions between low and high, with their labels."""
    if log:
        places = LogLocator(subs=(1,)).tick_values(low, high)
        if sum(low <= p <= high for p in places) < min(4, count):
            places = LogLocator(subs=(1, 2, 5)).tick_values(low, high)
    else:
        places = MaxNLocator(
            count, steps=[1, 2, 2.5, 5, 10], integer=high - low >= count and not percent
        ).tick_values(low, high)
    places = [float(p) for p in places if low - 1e-9 <= p <= high + 1e-9]
    return places, [amount(p, [p] if log else places, percent) for p in places]


def amount(value: float, among, percent: bool = False) -> str:
    """One value with just the decimals that tell it from its neighbours `among`."""
    scaled = [v * 100 for v in among] if percent else list(among)
    digits = next(
        (d for d in range(4) if all(math.isclose(round(v, d), v, abs_tol=1e-9) for v in scaled)), 2
    )
    return formats.percent(value, digits) if percent else formats.num(value, digits)


def label(value: float, percent: bool = False) -> str:
    """One value as it is printed at its bar.

    Percentages have no decimals unless small, amounts at most one.
    """
    if percent:
        whole = abs(value) >= 0.1 or float(round(value * 100, 1)).is_integer()
        return formats.percent(value, 0 if whole else 1)
    return formats.num(value, 0 if abs(value) >= 100 or float(value).is_integer() else 1)


def figure(value, low, high, bound: str = "", percent: bool = False) -> str:
    """What is known of one row, as it is printed at its bar: never 0 for an unknown.

    Its value with its bound, else its range or the one end that was published, else the edition's
    word for unknown.
    """
    if formats.missing(value):
        ends = [v for v in (low, high) if not formats.missing(v)]
        if not ends:
            return formats.unknown()
        if len(set(ends)) == 2:
            return formats.join(label(low, percent), label(high, percent), short=True)
        value = ends[0]
        bound = "ceiling" if formats.missing(low) else "floor" if formats.missing(high) else bound
    text = label(value, percent)
    return {
        "floor": _("at least {number}", number=text),
        "ceiling": _("at most {number}", number=text),
    }.get(bound, text)


def dates(
    low: float, high: float, length: float, room, year_room: float
) -> tuple[Ticks, list[float]]:
    """((positions, labels), marks): where dates are written, and where their periods begin.

    Labels stand in the middle of their year or month, marks on its first day.

    length: points on paper; room(text): points that a text takes; year_room: points to leave for a
    year.
    """
    start, end = (
        pd.Timestamp("1970-01-01") + pd.Timedelta(days=low),
        pd.Timestamp("1970-01-01") + pd.Timedelta(days=high),
    )
    if high - low > 900:
        return _periods("Y", start, end, length, year_room, lambda p: formats.year(p.year))
    widest = max(room(formats.month(m, short=True)) for m in range(1, 13)) + 5
    return _periods("M", start, end, length, widest, None)


def _periods(unit: str, start, end, length: float, room: float, name) -> tuple[Ticks, list[float]]:
    per_day = length / max((end - start).days, 1)
    index = pd.period_range(start, end, freq=unit)
    each = per_day * (365.25 if unit == "Y" else 30.44)
    step = next(
        s
        for s in ((1, 2, 5, 10, 20, 50) if unit == "Y" else (1, 2, 3, 6, 12, 24))
        if s * each >= room or s >= 24
    )
    found = []  # (how much of the period is hidden, its visible middle, period)
    for period in index:
        if (period.year if unit == "Y" else period.month - 1) % step:
            continue
        shown = max(period.start_time, start), min(period.end_time, end)
        visible = (shown[1] - shown[0]).total_seconds() / 86400 * per_day
        if visible >= min(each, room) * 0.45:
            found.append(
                (visible < 0.9 * each, date2num(shown[0] + (shown[1] - shown[0]) / 2), period)
            )
    chosen: list[tuple] = []
    # whole periods first; a cut one at the edge only where it leaves them room
    for _cut, middle, period in sorted(found):
        if all(abs(middle - other) * per_day >= room * 0.92 for other, _ in chosen):
            chosen.append((middle, period))
    chosen.sort()
    places = [middle for middle, _ in chosen]
    labels = [
        name(p)
        if name
        else formats.month(p.month, short=True)
        + ("\n" + formats.year(p.year) if i == 0 or p.month == 1 else "")
        for i, (_, p) in enumerate(chosen)
    ]
    marks = [date2num(p.start_time) for p in index if p.start_time >= start] if each >= 4 else []
    return (places, labels), marks
