"""Tables taken from published files are made again from a piece of each, to the letter.

tests/raw holds some rows of each file, with the columns that its recipe reads.
"""

import csv
import io

import pytest

from masalih import data, recipes
from masalih.__main__ import main

PIECES = {"us_troops_region_dmdc": "us_troops_dmdc"}  # two tables of one file


def piece(root, name):
    return root / "tests/raw" / f"{PIECES.get(name, name)}.csv"


def rows(text):
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize("name", recipes.RECIPES)
def test_a_piece_of_the_file_gives_its_rows_of_the_table(root, name):
    made = recipes.made(name, piece(root, name).read_text("utf-8"))
    table = (root / f"data/tables/{name}.csv").read_text("utf-8")
    when = next(iter(rows(table)[0]))  # a year, a month or a day: the piece has it whole
    whole = {row[when] for row in rows(made)}
    assert whole
    assert rows(made) == [row for row in rows(table) if row[when] in whole]
    assert {*made.splitlines()} <= {*table.splitlines()}


def test_every_table_has_a_recipe_or_a_reason_to_have_none():
    taken = {*data.tables().index}
    assert {*recipes.RECIPES, *recipes.DRAWINGS, *recipes.WITHOUT} == taken | {"iraq_governorates"}
    assert not {*recipes.RECIPES} & {*recipes.WITHOUT}


def test_a_piece_of_the_map_gives_its_lines(root):
    text = (root / "tests/raw/iraq_governorates.geojson").read_text("utf-8")
    made = recipes.made("iraq_governorates", text).splitlines()
    assert len(made) == 3
    assert made[1] in (root / "data/tables/iraq_governorates.geojson").read_text("utf-8")


def test_another_figure_in_the_file_gives_another_table(root):
    text = piece(root, "unhcr_iraqis_syria").read_text("utf-8")
    assert ",7879\n" in text
    changed = rows(recipes.made("unhcr_iraqis_syria", text.replace(",7879\n", ",8000\n")))
    assert {row["al_hol"] for row in changed if row["year"] == "2018"} == {"8000"}


def test_make_table_prints_the_table(root, capsys):
    assert main(["make-table", "us_troops_dmdc", str(piece(root, "us_troops_dmdc"))]) == 0
    out = capsys.readouterr().out
    assert out.startswith("date,active_duty,") and "2017-09-30,7402,1490,231,9123,counted" in out


@pytest.mark.parametrize(
    ("name", "file", "said"),
    [
        ("us_troop_dmdc", "us_troops_dmdc", "did you mean us_troops_dmdc"),
        ("meetings", "us_troops_dmdc", "each row is read from its own source"),
        ("unga_ideal_points", "us_troops_dmdc", "no 'vote_set' in the file. Remedy: "),
        ("unga_ideal_points", "absent", "No such file"),
    ],
)
def test_a_table_that_cannot_be_made_is_told_why(root, capsys, name, file, said):
    assert main(["make-table", name, str(root / f"tests/raw/{file}.csv")]) == 1
    told = capsys.readouterr()
    assert said in told.err and told.out == ""
