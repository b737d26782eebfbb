"""The computed verdicts of the chapters on capacity and on arms turn with their figures.

Each way, and never upwards on bad news.
"""

import ast
import json
from pathlib import Path

import pandas as pd
import pytest

from masalih import events

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
ORDER = ["not shown", "contested", "supported with a correction", "supported"]
DIALOGUE, INVASION = pd.Timestamp("2023-08-08"), pd.Timestamp("2022-02-24")


def rules(chapter):
    """The functions of a chapter's verdicts, c13, c14 …, as its cells define them."""
    names = {"pd": pd, "dialogue": DIALOGUE, "invasion": INVASION}
    for cell in json.loads((NOTEBOOKS / f"{chapter}.ipynb").read_text("utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            for node in ast.parse("".join(cell["source"])).body:
                if isinstance(node, ast.FunctionDef) and node.name[1:].isdigit():
                    exec(compile(ast.Module([node], []), chapter, "exec"), names)
    return names


@pytest.fixture(scope="module")
def capacity():
    return rules("03-capacity")


@pytest.fixture(scope="module")
def arms():
    return rules("05-f16")


def instruments(*ratios):
    return pd.Series(ratios)


@pytest.mark.parametrize(
    "left, then, now, ratios, word",
    [
        (True, 34_000, 40_000, (1.36, 0.58, 0.67), "contested"),  # as in the data
        (True, 34_000, 20_000, (1.36, 1.1, 1.2), "supported"),
        (True, 34_000, 20_000, (1.36, 0.9, 1.2), "contested"),
        (False, 34_000, 40_000, (0.9, 0.58, 0.67), "not shown"),
    ],
)
def test_presence_down_and_instruments_up(capacity, left, then, now, ratios, word):
    assert capacity["c13"](left, then, now, instruments(*ratios)) == word


def test_an_aim_that_was_stated_before_and_named_by_both_sessions(capacity):
    before, days = pd.Timestamp("2018-12-31"), [DIALOGUE, pd.Timestamp("2024-07-22")]
    assert capacity["c14"](before, days) == "supported"
    assert capacity["c14"](pd.Timestamp("2024-01-01"), days) == "not shown"
    assert capacity["c14"](before, days[:1]) == "not shown"


@pytest.mark.parametrize(
    "listed, left_out, word",
    [
        (True, 322, "supported with a correction"),
        (True, 100, "supported"),
        (False, 322, "not shown"),
    ],
)
def test_instruments_listed_and_left_out(capacity, listed, left_out, word):
    assert capacity["c15"](listed, left_out, 291) == word


@pytest.mark.parametrize(
    "after, word",
    [
        ([], "not shown"),
        ([40], "not shown"),  # fewer than before is no rise
        ([300], "contested"),
        ([500], "supported"),
        ([500, 100], "contested"),
    ],
)
def test_more_places(capacity, after, word):
    before = pd.Series([111, 451, 121, 116, 393])
    assert capacity["c16"](before, pd.Series(after, dtype=float)) == word


@pytest.mark.parametrize(
    "before, after, word",
    [
        ([], [], "not shown"),
        ([], [400], "not shown"),
        ([200], [400], "supported"),
        ([400], [200], "not shown"),
    ],
)
def test_wider_exercises(capacity, before, after, word):
    made = (pd.Series(values, dtype=float) for values in (before, after))
    assert capacity["c17"](*made) == word


@pytest.mark.parametrize(
    "by_type, intercepts, word",
    [
        ({"us_replacements_strikes": 11, "mi35": 2}, 0, "not shown"),
        ({"f16_strikes": 0}, 0, "not shown"),  # a count of nought, beside nothing
        ({"f16_strikes": 0, "us_replacements_strikes": 11}, 0, "not shown"),
        ({"f16_strikes": 30, "us_replacements_strikes": 11}, 0, "contested"),
        ({"f16_strikes": 30, "us_replacements_strikes": 11}, 2, "supported"),
    ],
)
def test_the_main_aircraft(arms, by_type, intercepts, word):
    assert arms["c21"](pd.Series(by_type), intercepts) == word


def test_a_wish_in_the_words_that_were_read(arms):
    wishes = events().loc[["fa-458", "fa-349"]]
    wording = {"fa-458": "converted to US aircraft", "fa-349": "Washington warns Baghdad"}
    assert arms["c23"](wishes, wording) == "supported"
    assert arms["c23"](wishes.assign(name_en="no wish"), wording) == "not shown"
    assert arms["c23"](wishes.assign(end=DIALOGUE), wording) == "not shown"


@pytest.mark.parametrize(
    "said, last_delivery, word",
    [
        (["2022-04-01", "2022-08-01"], 2019, "supported with a correction"),
        (["2022-04-01"], 2021, "supported"),
        (["2022-04-01"], 2023, "contested"),
        (["2021-04-01"], 2019, "not shown"),
        ([], 2019, "not shown"),
    ],
)
def test_the_war_weakened_supply(arms, said, last_delivery, word):
    assert arms["c24"]([pd.Timestamp(day) for day in said], last_delivery) == word


def test_bad_news_never_improves_a_verdict(capacity, arms):
    def rank(word):
        return ORDER.index(word)

    before = pd.Series([111, 451, 121, 116, 393])
    words = [capacity["c16"](before, pd.Series([float(n)])) for n in range(0, 900, 30)]
    assert [rank(w) for w in words] == sorted(rank(w) for w in words)
    words = [
        capacity["c13"](True, 34, 34 - n, instruments(1.3, 0.6 + n / 10)) for n in range(-6, 9)
    ]
    assert [rank(w) for w in words] == sorted(rank(w) for w in words)
    others = {"us_replacements_strikes": 11}
    words = [arms["c21"](pd.Series({"f16_strikes": n, **others}), n) for n in range(0, 30, 3)]
    assert [rank(w) for w in words] == sorted(rank(w) for w in words)
