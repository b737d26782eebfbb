"""A verdict of chapters 04 and 06 is a function of values, so that moved values turn it.

Each is turned both ways here, and bad news never improves it.
"""

import ast
import json
from pathlib import Path

import pandas as pd
import pytest

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
WRITTEN = pd.Timestamp("2023-08-08")
BEFORE, AFTER = pd.Timestamp("2023-08-07"), pd.Timestamp("2023-08-09")


def functions(chapter):
    """The verdict functions of a chapter, with what they take from its cells."""
    names = {"pd": pd}
    cells = json.loads((NOTEBOOKS / f"{chapter}.ipynb").read_text("utf-8"))["cells"]
    for cell in cells:
        if cell["cell_type"] == "code":
            for node in ast.parse("".join(cell["source"])).body:
                if isinstance(node, ast.FunctionDef) and node.name[:1] == "c":
                    exec(compile(ast.Module([node], []), chapter, "exec"), names)
    return names


ALHOL, IRAN = functions("04-alhol"), functions("06-iran")


def days(*texts):
    return pd.Series(pd.to_datetime(list(texts)))


@pytest.mark.parametrize(
    ("declared", "word"),
    [
        (days("2023-04-06", "2023-08-07"), "supported"),
        (days("2023-04-06", "2023-08-09"), "not shown"),
    ],
)
def test_a_priority_is_declared_by_the_day_of_the_article(declared, word):
    assert ALHOL["c18"](declared, WRITTEN) == word


@pytest.mark.parametrize(
    ("tied", "others", "word"),
    [
        (BEFORE, BEFORE, "supported"),
        (AFTER, BEFORE, "supported with a correction"),
        (AFTER, AFTER, "not shown"),
    ],
)
def test_support_is_tied_to_the_mission_by_the_day_of_the_article(tied, others, word):
    assert ALHOL["c19"](tied, others, WRITTEN) == word


@pytest.mark.parametrize(
    ("named", "word"),
    [
        (days("2023-08-07", "2023-08-07"), "supported"),
        (days("2023-08-07", "2023-08-11"), "not shown"),
        (days("2023-08-01", "2023-08-07"), "not shown"),
    ],
)
def test_the_agenda_is_named_on_the_days_of_the_dialogue(named, word):
    assert ALHOL["c20"](named, BEFORE, WRITTEN) == word


@pytest.mark.parametrize(
    ("quiet", "later", "in_iraq", "own_fire", "word"),
    [
        (1.0, 48.0, 66, 16, "supported"),
        (1.0, 48.0, 66, 0, "supported with a correction"),
        (1.0, 48.0, 0, 16, "not shown"),
        (1.0, 0.2, 1, 16, "not shown"),  # one attack is not enough
    ],
)
def test_a_threat_is_more_than_the_quiet_had_and_partly_in_iraq(
    quiet, later, in_iraq, own_fire, word
):
    assert IRAN["c26"](quiet, later, in_iraq, own_fire) == word


@pytest.mark.parametrize(
    ("voted_on", "votes", "truces", "word"),
    [
        ("2020-01-05", 168, days("2020-10-11"), "supported"),
        ("2020-01-05", 1, days("2020-10-11"), "not shown"),
        ("2020-01-05", 164, days("2020-10-11"), "not shown"),
        ("2020-01-05", 168, days("2024-10-11"), "not shown"),
        ("2024-01-05", 168, days("2020-10-11"), "not shown"),
    ],
)
def test_a_political_issue_has_a_majority_and_a_truce(voted_on, votes, truces, word):
    assert IRAN["c27"](pd.Timestamp(voted_on), votes, 329, truces, WRITTEN) == word


@pytest.mark.parametrize(
    ("left_on", "force", "word"),
    [
        ("2018-05-08", days("2020-01-08", "2025-06-22"), "supported"),
        ("2018-05-10", days("2020-01-08", "2025-06-22"), "supported with a correction"),
        ("2018-05-08", days("2020-01-08"), "not shown"),
        ("2018-05-08", days("2025-06-22"), "not shown"),
    ],
)
def test_tension_has_its_day_and_force_on_both_sides_of_the_article(left_on, force, word):
    claimed = pd.Timestamp("2018-05-08")
    assert IRAN["c28"](pd.Timestamp(left_on), claimed, force, WRITTEN) == word


def test_a_judged_verdict_is_taken_from_the_ledger():
    assert "c25" not in IRAN
