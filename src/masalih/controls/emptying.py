"""When a camp empties if the pace of some convoys goes on, from a count and on a day of choice."""

from __future__ import annotations

import numpy as np
import pandas as pd

from masalih import formats
from masalih.controls import words
from masalih.controls.control import Answer, Control, Dial
from masalih.controls.draws import lots
from masalih.translation import gettext as _

LOTS, LONGEST = 4000, 150  # campaigns drawn, and convoys that each may need at most
EARLY, MIDDLE, LATE = LOTS // 20, LOTS // 2, LOTS - LOTS // 20  # places in the order of campaigns
KNOWN, PACE = 6, 3  # the fewest convoys that a forecast knows, and that set its pace
OFF = range(-30, 35, 5)  # per cent by which the count is corrected
EPOCH = pd.Timestamp("1970-01-01")


def forecast(name: str, convoys: pd.DataFrame, counts: pd.DataFrame, day: pd.Timestamp) -> Control:
    """A control that projects a camp's emptying.

    Args:
        name: its id in the page.
        convoys: a row a convoy in their order: `start`, `persons`.
        counts: a row a count of those in the camp: `start`, `value`.
        day: the day whose knowledge the book projects from: with the convoys and the last count
            by then, and at the pace of all of these convoys.
    """
    counts = counts.sort_values("start")
    days, count_days = (_days(frame["start"]) for frame in (convoys, counts))
    known = int((convoys["start"] <= day).sum())
    dials = [
        Dial(
            _("Day of the forecast, that of a convoy"),
            [formats.date(start) for start in convoys["start"].iloc[KNOWN - 1 :]],
            known - KNOWN,
        ),
        Dial(
            _("How many of the last convoys set the pace"),
            [formats.num(n) for n in range(PACE, len(days))],
            known - 1 - PACE,
        ),
        Dial(
            _("Correction of the count"),
            [formats.percent(part / 100) for part in OFF],
            OFF.index(0),
        ),
    ]
    facts = {
        "days": days,
        "loads": [round(persons) for persons in convoys["persons"]],
        "counts": [
            [when, round(value)] for when, value in zip(count_days, counts["value"], strict=True)
        ],
        "months": [formats.month(number) for number in range(1, 13)],
        "people": words.forms("iraqi"),
        "convoys": words.forms("convoy", oblique=True),
        "text": _(
            "As known on {day}, from a stock of {people} and at the pace of the last {convoys}, "
            "the camp empties in {middle}; nine tenths of the simulations lie between {early} "
            "and {late}."
        ),
    }
    return Control(
        name,
        "forecast",
        _("What the forecast goes by"),
        dials,
        facts,
        answer,
        _(
            "It draws intervals and loads from those of the convoys chosen, and so takes the pace "
            "to stay as it was. It sees no change of policy and no flight. A count stands at the "
            "day that it speaks of, and may have been published later."
        ),
    )


def _days(when: pd.Series) -> list[int]:
    return [int(days) for days in (when - EPOCH).dt.days]


def answer(facts: dict, said: list[str], setting: list[int]) -> Answer:
    """The day on which half of the campaigns have emptied the camp, and nine tenths around it."""
    known, pace = setting[0] + KNOWN, setting[1] + PACE
    last, stock = facts["days"][known - 1], 0
    for when, value in facts["counts"]:
        if when <= last:
            since = [
                load
                for day, load in zip(facts["days"][:known], facts["loads"], strict=False)
                if day > when
            ]
            stock = words.rounded(value * (100 + OFF[setting[2]]), 100) - sum(since)
    first = max(known - pace, 1)  # a convoy's wait is since the one before it
    waits = np.diff(facts["days"][first - 1 : known])
    ends = emptied(waits, np.array(facts["loads"][first:known]), stock)
    return Answer(
        facts["text"].format(
            day=said[0],
            people=words.counted(facts["people"], max(stock, 0)),
            convoys=words.counted(facts["convoys"], known - first),
            early=_month(facts, last + ends[EARLY - 1]),
            middle=_month(facts, last + ends[MIDDLE - 1]),
            late=_month(facts, last + ends[LATE - 1]),
        )
    )


def emptied(waits: np.ndarray, loads: np.ndarray, stock: float) -> np.ndarray:
    """Days until each campaign has carried a stock, in rising order.

    A campaign draws again and again a wait, in days, with the load that came after it.
    """
    lot = lots(LOTS, LONGEST, len(waits))
    left = loads[lot].cumsum(axis=1) < stock
    if left[:, -1].any():
        raise ValueError(f"{LONGEST} convoys do not carry {stock} people")
    days = waits[lot].cumsum(axis=1)
    return np.sort(days[np.arange(LOTS), left.sum(axis=1)])


def _month(facts: dict, day: int) -> str:
    when = EPOCH + pd.Timedelta(days=int(day))
    return f"{facts['months'][when.month - 1]} {formats.year(when)}"
