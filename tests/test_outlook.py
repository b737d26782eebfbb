"""What we judge rests on rows, has a day to look again, and directions turn when numbers do."""

import ast
import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from masalih import data

NOTEBOOK = Path(__file__).parents[1] / "notebooks" / "10-outlook.ipynb"
DAYS = {"start": pd.Timestamp("2023-08-07"), "end": pd.Timestamp("2023-08-08")}


@pytest.fixture(scope="module")
def known():
    """Ids of all events and observations."""
    return {*data.events().index, *data.observations()["id"]}


def test_every_judgement_rests_on_rows_that_are_there(known):
    evidence = data.table("omitted_reasons")["evidence"].str.split(";").explode()
    assert {*evidence, *data.table("outlook")["row"]} <= known


def test_what_is_looked_at_again_lies_after_the_judgement_and_that_after_its_row():
    items = data.table("outlook").set_index("id")
    assert (pd.to_datetime(items["look_again"]) > pd.to_datetime(items["judged"])).all()
    dated = pd.concat([data.events()["start"], data.observations().set_index("id")["start"]])
    assert (pd.to_datetime(items["judged"]) > items["row"].map(dated)).all()


def test_each_omitted_reason_has_two_predictions():
    assert (data.table("omitted_reasons").groupby("reason").size() == 2).all()


# ---------------------------------------------------------------- the functions of the chapter


@pytest.fixture(scope="module")
def chapter():
    """The functions of the chapter, with the dialogue's days and a generator of their own."""
    names = {"np": np, "pd": pd, "dialogue": DAYS, "rng": np.random.default_rng(1)}
    for cell in json.loads(NOTEBOOK.read_text("utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            for node in ast.parse("".join(cell["source"])).body:
                if isinstance(node, ast.FunctionDef):
                    exec(compile(ast.Module([node], []), str(NOTEBOOK), "exec"), names)
    return names


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (10, 12, "up"),
        (10, 8, "down"),
        (10, 10.5, "flat"),
        (0, 1, "up"),
        (1, 0, "down"),
        (0, 0, "flat"),
        (np.nan, 3, "unknown"),
        (3, np.nan, "unknown"),
    ],
)
def test_a_direction_turns_with_the_numbers(chapter, before, after, said):
    assert chapter["direction"](before, after) == said


def test_windows_are_of_one_length_and_leave_the_dialogue_out(chapter):
    for years in (1, 2, 3):
        (first, eve), (morrow, last) = chapter["windows"](years)
        assert eve < DAYS["start"] <= DAYS["end"] < morrow
        assert abs((eve - first) - (last - morrow)) <= pd.Timedelta(days=1)
    assert chapter["windows"](2, until=pd.Timestamp("2026-11-30"))[1][1].year == 2026


def test_a_later_row_changes_no_earlier_window(chapter):
    rows = pd.DataFrame(
        {"start": pd.to_datetime(["2022-01-01", "2024-01-01"]), "value": [2500.0, 2500.0]}
    ).assign(end=lambda t: t["start"])
    more = pd.concat([rows, rows.assign(start=pd.Timestamp("2028-01-01"), value=9.0)[:1]])
    more = more.assign(end=more["start"])
    for part in chapter["windows"](2):
        for kind in ("count", "level", "mean"):
            found = [chapter["measure"](kind, chapter["within"](t, part)) for t in (rows, more)]
            assert found[0] == found[1]


def test_nothing_found_is_unknown_but_a_count_of_none_is_none(chapter):
    none = pd.DataFrame({"start": [], "end": [], "value": []})
    assert chapter["measure"]("count", none) == 0
    assert np.isnan([chapter["measure"](kind, none) for kind in ("mean", "level", "rate")]).all()


def test_chance_is_small_only_where_the_parts_are_uneven(chapter):
    chance = chapter["chance"]
    assert chance(4, 17) < 0.05 < chance(8, 13) and chance(1, 5) > 0.05
    assert abs(chance(3, 12) - chance(12, 3)) < 0.01
