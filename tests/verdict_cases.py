"""What each verdict turns on, for test_verdicts.py.

For every claim of kind `computed` in data/claims.csv: values that give today's verdict, what the
record could have said instead and the verdict it would then give, and news that is bad for the
claim, after which no verdict may be better. The values are arguments of the function cNN() in the
claim's chapter; those of today are near enough to the record to give its verdict, no copy of it.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import pandas as pd

Values = dict[str, Any]


class Turn(NamedTuple):
    """What a verdict turns on."""

    today: Values
    flips: list[tuple[str, Values, str]]  # what the record says instead, those values, the verdict
    worse: list[tuple[str, Callable[..., Values]]]  # bad news: values as they are → those that move


def days(*texts):
    return pd.Series(pd.to_datetime(list(texts)), dtype="datetime64[ns]")


def fewer(series, gone):
    """A series without the first of its values that is `gone`."""
    places = series.index[series == gone]
    return series.drop(places[:1])


def sitting(said, other):
    """C04 and C05: on which days independent witnesses put a session."""
    on, off = pd.Timestamp(said), pd.Timestamp(other)
    return [
        (
            "a witness to the article's day falls away",
            lambda days: {"days": fewer(days, on)},
        ),
        (
            "a witness to the article's day turns out to have named another",
            lambda days: {
                "days": pd.concat([fewer(days, on), pd.Series([off] * int((days == on).any()))])
            },
        ),
        ("no witness is left", lambda days: {"days": days[:0]}),
    ]


CASES = {
    "C04": Turn(
        today={"days": days(*["2021-07-23"] * 4)},
        flips=[
            (
                "a fifth witness puts the session on the statement's day",
                {"days": days(*["2021-07-23"] * 4, "2021-07-26")},
                "supported with a correction",
            ),
            (
                "all put it on the statement's day",
                {"days": days(*["2021-07-26"] * 3)},
                "supported with a correction",
            ),
            ("one witness is left", {"days": days("2021-07-23")}, "not shown"),
        ],
        worse=sitting("2021-07-23", "2021-07-26"),
    ),
    "C05": Turn(
        today={"days": days(*["2023-02-09"] * 3)},
        flips=[
            (
                "three witnesses put the session on the last day of the visit",
                {"days": days(*["2023-02-15"] * 3)},
                "supported",
            ),
            ("one witness is left", {"days": days("2023-02-09")}, "not shown"),
        ],
        worse=sitting("2023-02-15", "2023-02-09"),
    ),
    "C07": Turn(  # `kept`: the share that each count for Iraq has left of its 2023
        today={"then": 135.0, "kept": [0.48, 0.1, 0.39]},
        flips=[
            ("each count has most of it left", {"kept": [0.9, 0.6]}, "supported"),
            ("one has, one has not", {"kept": [0.6, 0.1]}, "contested"),
            ("nothing was counted in 2023", {"then": 0.0}, "not shown"),
        ],
        worse=[
            ("every count falls", lambda kept, **_: {"kept": [x / 2 for x in kept]}),
            ("one count falls", lambda kept, **_: {"kept": [kept[0] / 4, *kept[1:]]}),
            ("nothing was counted in 2023", lambda **_: {"then": 0.0}),
        ],
    ),
    "C08": Turn(
        today={"claimed": 2500, "then": 2500.0, "newest": 2000.0, "left": True},
        flips=[
            ("the number stands and nobody left", {"newest": 2500.0, "left": False}, "supported"),
            ("another number was declared in 2023", {"then": 900.0}, "contested"),
        ],
        worse=[
            ("the last forces are declared out", lambda **_: {"left": True}),
            ("fewer are declared now", lambda newest, **_: {"newest": newest - 500}),
            ("another number was declared in 2023", lambda **_: {"then": 900.0}),
        ],
    ),
    "C09": Turn(
        today={"strikes": 4.0, "hurt": 9.0},
        flips=[
            ("strikes and nobody hurt on the ground", {"hurt": 0.0}, "supported with a correction"),
            ("neither", {"hurt": 0.0, "strikes": 0.0}, "supported"),
        ],
        worse=[
            ("more strikes", lambda strikes, **_: {"strikes": strikes + 5}),
            ("Americans hurt on the ground", lambda hurt, **_: {"hurt": hurt + 2}),
        ],
    ),
    "C13": Turn(
        today={
            "left_iraq": True,
            "region_then": 30000.0,
            "region_now": 40000.0,
            "instruments": pd.Series([0.6, 0.8, 1.9]),
        },
        flips=[
            (
                "fewer in the region, more of every instrument",
                {"region_now": 20000.0, "instruments": pd.Series([1.2, 1.5])},
                "supported",
            ),
            (
                "nobody left, more in the region, less of every instrument",
                {"left_iraq": False, "instruments": pd.Series([0.6, 0.8])},
                "not shown",
            ),
        ],
        worse=[
            ("the forces stayed in Iraq", lambda **_: {"left_iraq": False}),
            ("the region filled", lambda region_now, **_: {"region_now": region_now * 2}),
            ("every instrument fell", lambda instruments, **_: {"instruments": instruments / 2}),
        ],
    ),
    "C15": Turn(
        today={"listed": True, "left_out": 345.0, "named": 250.0},
        flips=[
            ("nothing else paid", {"left_out": 10.0}, "supported"),
            ("they were on no agenda", {"listed": False}, "not shown"),
        ],
        worse=[
            ("the fund left out grows", lambda left_out, **_: {"left_out": left_out * 3}),
            ("what is named shrinks", lambda named, **_: {"named": named / 3}),
            ("they were on no agenda", lambda **_: {"listed": False}),
        ],
    ),
    "C16": Turn(
        today={
            "before": pd.Series([392.0, 210, 160, 250, 393]),
            "after": pd.Series([], dtype=float),
        },
        flips=[
            ("more than in the best year", {"after": pd.Series([450.0, 470])}, "supported"),
            ("more than in the middle year", {"after": pd.Series([300.0])}, "contested"),
        ],
        worse=[
            ("half as many places", lambda after, **_: {"after": after / 2}),
            ("none is published", lambda after, **_: {"after": after[:0]}),
            ("there had been twice as many", lambda before, **_: {"before": before * 2}),
        ],
    ),
    "C17": Turn(
        today={"before": pd.Series([], dtype=float), "after": pd.Series([], dtype=float)},
        flips=[
            (
                "more Iraqi troops than before",
                {"before": pd.Series([50.0]), "after": pd.Series([200.0])},
                "supported",
            ),
        ],
        worse=[
            ("none is published", lambda after, **_: {"after": after[:0]}),
            ("a tenth as many came", lambda after, **_: {"after": after / 10}),
            ("many came before", lambda before, **_: {"before": before * 10}),
        ],
    ),
    "C21": Turn(
        today={"by_type": pd.Series({"f16_strikes": 40.0}), "intercepts": 0},
        flips=[
            (
                "most strikes, and aircraft met",
                {"by_type": pd.Series({"f16_strikes": 40.0, "su25": 10.0}), "intercepts": 2},
                "supported",
            ),
            (
                "most strikes, and no aircraft met",
                {"by_type": pd.Series({"f16_strikes": 40.0, "su25": 10.0})},
                "contested",
            ),
        ],
        worse=[
            (
                "another type strikes more",
                lambda by_type, **_: {"by_type": pd.concat([by_type, pd.Series({"mi28": 900.0})])},
            ),
            ("no aircraft met", lambda **_: {"intercepts": 0}),
            (
                "no sortie by an F-16",
                lambda by_type, **_: {"by_type": by_type * [0, *[1] * (len(by_type) - 1)]},
            ),
        ],
    ),
    "C24": Turn(
        today={"said": [pd.Timestamp("2022-11-08")], "last_delivery": 2019},
        flips=[
            ("deliveries ended with the war", {"last_delivery": 2021}, "supported"),
            ("deliveries went on", {"last_delivery": 2024}, "contested"),
            ("nobody said it", {"said": []}, "not shown"),
        ],
        worse=[
            (
                "deliveries went on",
                lambda last_delivery, **_: {"last_delivery": max(2024, last_delivery)},
            ),
            ("nobody said it", lambda **_: {"said": []}),
            ("it was said before the war", lambda **_: {"said": [pd.Timestamp("2021-03-31")]}),
        ],
    ),
    "C26": Turn(  # attacks a month, and by Iran itself
        today={"quiet_pace": 1.1, "later_pace": 48.0, "later_in_iraq": 66, "own_fire": 27.0},
        flips=[
            ("Iran itself never fired", {"own_fire": 0.0}, "supported with a correction"),
            ("no more than in the quiet", {"later_pace": 1.0}, "not shown"),
        ],
        worse=[
            ("fewer attacks", lambda later_pace, **_: {"later_pace": later_pace / 60}),
            ("none in Iraq", lambda **_: {"later_in_iraq": 0}),
            ("no quiet before", lambda quiet_pace, **_: {"quiet_pace": quiet_pace * 60}),
            ("Iran itself never fired", lambda **_: {"own_fire": 0.0}),
        ],
    ),
    "C29": Turn(
        today={"before": 5200.0, "then": 2500.0, "usual": 34000.0, "after": 40000.0},
        flips=[
            ("the region stays below", {"after": 30000.0}, "supported"),
            ("no fewer than before", {"then": 5200.0}, "not shown"),
        ],
        worse=[
            ("the region fills", lambda after, **_: {"after": after * 2}),
            ("more at the dialogue", lambda then, **_: {"then": then * 3}),
            ("fewer had been there before", lambda before, **_: {"before": before / 3}),
        ],
    ),
    "C30": Turn(
        today={"usual": 34000.0, "after": 40000.0, "days_to_strike": [12, 200]},
        flips=[
            (
                "a lower level and no strike",
                {"after": 20000.0, "days_to_strike": [400, float("nan")]},
                "supported",
            ),
            ("a lower level, and strikes", {"after": 20000.0}, "contested"),
            ("no strike, and no lower level", {"days_to_strike": [float("nan")]}, "contested"),
        ],
        worse=[
            ("the region fills", lambda after, **_: {"after": after * 2}),
            (
                "a strike in a month",
                lambda days_to_strike, **_: {"days_to_strike": [30, *days_to_strike]},
            ),
        ],
    ),
}

DIALOGUE = pd.Timestamp("2023-08-08")
BEFORE, AFTER = pd.Timestamp("2023-08-07"), pd.Timestamp("2023-08-09")
WORDING = {"fa-458": "converted to US aircraft", "fa-349": "Washington warns Baghdad"}
WISHES = pd.DataFrame(
    {
        "end": pd.to_datetime(["2022-09-15", "2023-01-10"]),
        "name_en": [f"In short: {words}" for words in WORDING.values()],
    },
    index=list(WORDING),
)


def vote(voted_on, votes, truces):
    """C27: arguments, of a parliament of 329."""
    return [pd.Timestamp(voted_on), votes, 329, days(truces), DIALOGUE]


def tension(left_on, *force):
    """C28: arguments; the article names 8 May 2018."""
    return [pd.Timestamp(left_on), pd.Timestamp("2018-05-08"), days(*force), DIALOGUE]


# Claims of kind `transcribed` whose cell has a function: arguments, and the verdict they give.
TRANSCRIBED = {
    "C14": [
        ([pd.Timestamp("2018-12-31"), [DIALOGUE, pd.Timestamp("2024-07-22")]], "supported"),
        ([pd.Timestamp("2024-01-01"), [DIALOGUE, pd.Timestamp("2024-07-22")]], "not shown"),
        ([pd.Timestamp("2018-12-31"), [DIALOGUE]], "not shown"),
    ],
    "C18": [
        ([days("2023-04-06", "2023-08-07"), DIALOGUE], "supported"),
        ([days("2023-04-06", "2023-08-09"), DIALOGUE], "not shown"),
    ],
    "C19": [
        ([BEFORE, BEFORE, DIALOGUE], "supported"),
        ([AFTER, BEFORE, DIALOGUE], "supported with a correction"),
        ([AFTER, AFTER, DIALOGUE], "not shown"),
    ],
    "C20": [
        ([days("2023-08-07", "2023-08-07"), BEFORE, DIALOGUE], "supported"),
        ([days("2023-08-07", "2023-08-11"), BEFORE, DIALOGUE], "not shown"),
        ([days("2023-08-01", "2023-08-07"), BEFORE, DIALOGUE], "not shown"),
    ],
    "C23": [
        ([WISHES, WORDING], "supported"),
        ([WISHES.assign(name_en="no wish"), WORDING], "not shown"),
        ([WISHES.assign(end=DIALOGUE), WORDING], "not shown"),
        ([WISHES, WORDING | {"fa-349": "nothing of the kind"}], "not shown"),
    ],
    "C27": [
        (vote("2020-01-05", 168, "2020-10-11"), "supported"),
        (vote("2020-01-05", 1, "2020-10-11"), "not shown"),
        (vote("2020-01-05", 164, "2020-10-11"), "not shown"),
        (vote("2020-01-05", 168, "2024-10-11"), "not shown"),
        (vote("2024-01-05", 168, "2020-10-11"), "not shown"),
    ],
    "C28": [
        (tension("2018-05-08", "2020-01-08", "2025-06-22"), "supported"),
        (tension("2018-05-10", "2020-01-08", "2025-06-22"), "supported with a correction"),
        (tension("2018-05-08", "2020-01-08"), "not shown"),
        (tension("2018-05-08", "2025-06-22"), "not shown"),
    ],
}
