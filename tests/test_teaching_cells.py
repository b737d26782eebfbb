"""Chapters are read to learn from: what is shown is short, and little is folded.

CONTRIBUTING.md says the style.
"""

import ast
import json
import re
from collections import Counter
from pathlib import Path

import pytest

from masalih.book.editions import cell_code
from masalih.book.editions.twins import text_of

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
CHAPTERS = sorted(NOTEBOOKS.glob("[0-9][0-9]-*.ipynb"))
FOLDED = {"hide-input", "hide-cell", "remove-input", "remove-cell"}
DROPDOWN = re.compile(r"^(:{3,})\{dropdown\}", re.M)
LINES, COLUMNS, SHARE = 20, 88, 0.35
POSITIONS = ("iloc", "iat", "head", "tail")
# "What turned: what to do", for an editor who reads it where the build stops.
REMEDY = re.compile(
    r"\S+ \S+.*: (write|judge|correct|name|add) \S+|data/claims\.csv must now say: "
)
SCOPES = (ast.FunctionDef, ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def faults(cells):
    """What keeps a chapter from the style of teaching cells, as sentences."""
    folded = list(folds(cells))
    code = [place for place, cell in enumerate(cells) if cell["cell_type"] == "code"]
    if sum(folded[place] for place in code) > SHARE * len(code):
        yield f"{sum(folded[place] for place in code)} of {len(code)} cells are folded"
    for language in ("ar", "en"):
        seen = cell_code.in_language({"cells": cells}, language)["cells"]
        yield from (
            f"cell {place + 1} ({language}): {fault}"
            for place in code
            if not folded[place]
            for fault in too_large(text_of(seen[place]))
        )
    for place in code:
        found = dict.fromkeys(order_matters(ast.parse(text_of(cells[place]))))
        yield from (f"cell {place + 1}: {fault}" for fault in found)
        yield from (f"cell {place + 1}: {fault}" for fault in mute(text_of(cells[place])))
    binders = Counter(name for place in code for name in bound(text_of(cells[place])))
    yield from (f"{n} cells bind {name}" for name, n in binders.items() if n > 1)
    yield from scattered(cells, folded)


def folds(cells):
    """Whether each cell is folded or removed by its tags, or lies between a dropdown's two ends."""
    fence = ""
    for cell in cells:
        yield bool(fence or FOLDED & {*cell["metadata"].get("tags", [])})
        if cell["cell_type"] == "markdown":
            opened = DROPDOWN.search(text_of(cell))
            if opened and not _closes(opened[1], text_of(cell)[opened.end() :]):
                fence = opened[1]
            elif fence and _closes(fence, text_of(cell)):
                fence = ""


def _closes(fence, text):
    return re.search(rf"^{fence}[ \t]*$", text, re.M)


def too_large(source):
    lines = source.splitlines()
    if len(lines) > LINES:
        yield f"{len(lines)} lines are shown: {lines[0]}"
    yield from (f"wider than {COLUMNS}: {line}" for line in lines if len(line) > COLUMNS)


def order_matters(tree):
    """What gives another value when a cell runs twice, or when a row is added before or after."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in POSITIONS:
            yield f"a value is taken by position, .{node.attr}: take it by date, idxmin or idxmax"
        if isinstance(node, ast.keyword) and node.arg == "inplace":
            yield "inplace= changes a frame: name what the call returns"
    for node in top_level(tree):
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        if any(isinstance(target, ast.Subscript) for target in targets):
            yield "an assignment to […] changes a frame: use assign() and a new name"


def mute(source):
    """The asserts of a cell that do not say what turned and what to write, judge or correct."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Assert) and not REMEDY.search(words(node.msg)):
            asked = ast.get_source_segment(source, node.test)
            yield f"assert {asked} says no remedy: end it in what turned and what to write anew"


def words(message):
    """What is typed in the message of an assert, with … for its values."""
    parts = message.values if isinstance(message, ast.JoinedStr) else [message]
    return "".join(str(part.value) if isinstance(part, ast.Constant) else "…" for part in parts)


def bound(source):
    """The names that a cell leaves to the next ones; imports and what begins with _ apart."""
    names = set()
    for node in top_level(ast.parse(source)):
        if isinstance(node, ast.FunctionDef):
            names.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
    return {name for name in names if not name.startswith("_")}


def top_level(node):
    """The nodes of a cell outside functions and comprehensions, which keep their names."""
    for child in ast.iter_child_nodes(node):
        yield child
        if not isinstance(child, SCOPES):
            yield from top_level(child)


def scattered(cells, folded):
    """Plumbing in more than one folded cell before a passage.

    Not asked of the opening, up to the first heading of the second level: it shows no code.
    """
    waiting, opening = [], True
    for place, cell in enumerate(cells):
        if cell["cell_type"] == "markdown":
            waiting, opening = [], opening and not re.search(r"^## ", text_of(cell), re.M)
        elif folded[place] and not opening:
            waiting.append(place + 1)
            if len(waiting) == 2:
                yield f"cells {waiting} are folded before one passage: gather them in one"


@pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)
def test_a_chapter_has_the_style_of_teaching_cells(path):
    assert list(faults(json.loads(path.read_text("utf-8"))["cells"])) == []


@pytest.mark.parametrize(
    "path", sorted({*NOTEBOOKS.rglob("*.ipynb")} - {*CHAPTERS}), ids=lambda path: path.stem
)
def test_an_assert_says_what_to_do(path):
    cells = json.loads(path.read_text("utf-8"))["cells"]
    code = (text_of(cell) for cell in cells if cell["cell_type"] == "code")
    assert [fault for source in code for fault in mute(source)] == []


# ---------------------------------------------------------------- that faults are seen


def cell(source, *tags):
    return {"cell_type": "code", "metadata": {"tags": list(tags)}, "source": source}


def passage(source):
    return {"cell_type": "markdown", "metadata": {}, "source": source}


IMPORT = cell("from masalih import tr")
LONG = "'" + "ل" * 80 + "'"
FOLD = [cell("a = 1"), cell("b = 1"), cell("c = 1"), cell("d = 1")]


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ([cell("x = 1\n" * 21)], "21 lines are shown"),
        ([cell("x = " + "1" * 88)], "wider than 88"),
        ([IMPORT, cell(f"x = f(aaaa=tr({LONG}, 'y'))")], "cell 2 (ar): wider than 88"),
        ([cell("x = 1"), cell("y = 1", "hide-input")], "1 of 2 cells are folded"),
        ([cell("rows.iloc[-1]")], "taken by position"),
        ([cell("rows.tail(3)")], "taken by position"),
        ([cell("rows['low'] = 1")], "changes a frame"),
        ([cell("rows.loc[1, 'low'] -= 1")], "changes a frame"),
        ([cell("rows.sort_values('a', inplace=True)")], "changes a frame"),
        ([cell("assert x")], "assert x says no remedy"),
        ([cell("assert x, 'reword'")], "assert x says no remedy"),
        ([cell("assert x, message")], "assert x says no remedy"),
        ([cell("x = 1"), cell("for x in y:\n    pass")], "2 cells bind x"),
        (
            [*FOLD, passage("## A"), cell("x = 1", "hide-input"), cell("y = 1", "hide-input")],
            "cells [6, 7] are folded before one passage",
        ),
        (
            [passage(":::{dropdown} More\n"), *FOLD, passage(":::\n"), cell("x = 1")],
            "4 of 5 cells are folded",
        ),
    ],
)
def test_what_is_not_of_the_style_is_named(cells, said):
    assert [fault for fault in faults(cells) if said in fault]


@pytest.mark.parametrize(
    "cells",
    [
        [cell("x = 1\n" * 20), cell("y = 1"), cell("z = 1\n" * 40, "hide-input")],
        [
            IMPORT,
            cell("f(\n    tr(\n        'س',\n        'y',\n    )\n)\n" + "1\n" * 17),
        ],
        [
            cell("def f(s):\n    s[1] = 2\n    x = s\n    return x"),
            cell("x = [y for y in z]"),
            cell("y = 1"),
        ],
        [passage(":::{dropdown} More\nText\n:::\n"), cell("x = 1")],
        [cell("assert x, f'{y} rose in 2024: write the title anew'")],
        [cell("x = 1", "hide-input"), cell("y = 1", "hide-input"), passage("## A"), *FOLD],
    ],
)
def test_what_is_of_the_style_is_not(cells):
    assert list(faults(cells)) == []
