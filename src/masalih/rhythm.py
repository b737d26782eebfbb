"""When the next figure of a series falls due, by the rhythm of its rows: computed, never promised.

A rhythm is a step that most of the last gaps between the ends of its periods keep.
"""

from __future__ import annotations

import itertools
from collections import Counter
from typing import NamedTuple

import pandas as pd

LEAST = 4  # periods without which nothing is called a rhythm
RECENT = 6  # gaps looked at, for a body may change its ways
KEPT = 0.75  # of them keep the step
LOOSE = 0.25  # by how much of itself a step in days may vary
STOPPED = 3  # steps without a figure, after which none is expected any more


class Rhythm(NamedTuple):
    """The step of a series and what it says of the next figure.

    months, days: the step; months is 0 where only days keep it. kept of gaps have it. next: the
    last day of the period that comes next, a Timestamp. stopped: that is long past.
    """

    months: int
    days: int
    kept: int
    gaps: int
    next: pd.Timestamp
    stopped: bool


def rhythm(ends, today) -> Rhythm | None:
    """The rhythm of periods that end on `ends` (days in any order); None where they keep none.

    today: the day as of which it is asked; what ends after it (a plan) does not count.
    """
    days = sorted({pd.Timestamp(day) for day in ends if pd.Timestamp(day) <= pd.Timestamp(today)})
    if len(days) < LEAST:
        return None
    found = _by_months(days) or _by_days(days)
    if found is None:
        return None
    months, step, kept, gaps, due = found
    return Rhythm(months, step, kept, gaps, due, _stopped(days[-1], step, today))


def _stopped(last, step, today):
    return last + pd.Timedelta(days=STOPPED * step) < pd.Timestamp(today)


def _by_months(days):
    if not all(day.is_month_end for day in days):
        return None
    counted = [day.year * 12 + day.month for day in days]
    gaps = [b - a for a, b in itertools.pairwise(counted)][-RECENT:]
    step, kept = Counter(gaps).most_common(1)[0]
    due = days[-1] + pd.offsets.MonthEnd(step)
    return (step, round(step * 30.44), kept, len(gaps), due) if kept >= KEPT * len(gaps) else None


def _by_days(days):
    gaps = [(b - a).days for a, b in itertools.pairwise(days)][-RECENT:]
    step = sorted(gaps)[len(gaps) // 2]
    kept = sum(abs(gap - step) <= LOOSE * step for gap in gaps)
    due = days[-1] + pd.Timedelta(days=step)
    return (0, step, kept, len(gaps), due) if kept >= KEPT * len(gaps) else None
