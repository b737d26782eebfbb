"""Chapters are read to learn from: what is shown is short, and little is folded.

CONTRIBUTING.md says the style; the chapters that do not have it yet are listed here.
"""

import json
from pathlib import Path

import pytest

from masalih.book.editions.twins import text_of

CHAPTERS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))
# Taken off one by one as they are rewritten.
WAITING = {
    "01-dialogue",
    "03-capacity",
    "04-alhol",
    "05-f16",
    "06-iran",
    "07-priority",
    "08-balance",
}
FOLDED = {"hide-input", "hide-cell", "remove-input", "remove-cell"}
LINES, COLUMNS, SHARE = 20, 88, 0.35


def faults(cells):
    """What keeps code cells from the style of teaching cells, as sentences."""
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    shown = [cell for cell in code if not FOLDED & {*cell["metadata"].get("tags", [])}]
    for text in map(text_of, shown):
        lines = text.splitlines()
        if len(lines) > LINES:
            yield f"{len(lines)} lines are shown: {lines[0]}"
        yield from (f"wider than {COLUMNS}: {line}" for line in lines if len(line) > COLUMNS)
    if len(code) - len(shown) > SHARE * len(code):
        yield f"{len(code) - len(shown)} of {len(code)} cells are folded"
    for text in map(text_of, code):
        for position in (".iloc[-1]", ".iloc[0]"):
            if position in text:
                yield f"a value is taken by position, {position}: {text.splitlines()[0]}"


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_a_chapter_has_the_style_of_teaching_cells_or_is_known_to_wait(path):
    found = list(faults(json.loads(path.read_text("utf-8"))["cells"]))
    if path.stem in WAITING:
        assert found, f"{path.stem} has the style now: take it off the list"
    else:
        assert found == []


def test_the_list_names_chapters():
    assert {path.stem for path in CHAPTERS} >= WAITING


def cell(source, *tags):
    return {"cell_type": "code", "metadata": {"tags": list(tags)}, "source": source}


@pytest.mark.parametrize(
    "cells, said",
    [
        ([cell("x = 1\n" * 21)], "21 lines are shown"),
        ([cell("x = " + "1" * 88)], "wider than 88"),
        ([cell("x = 1"), cell("y = 1", "hide-input")], "1 of 2 cells are folded"),
        ([cell("rows.iloc[-1]")], "taken by position"),
    ],
)
def test_what_is_not_of_the_style_is_named(cells, said):
    assert [fault for fault in faults(cells) if said in fault]


def test_what_is_of_the_style_is_not():
    shown = [cell("x = 1\n" * 20)] * 2
    assert list(faults([*shown, cell("y = 1\n" * 40, "hide-input")])) == []
