"""A computed verdict follows its figures: it can turn both ways, and bad news never improves it.

The functions cNN() are taken from the chapters' cells as they stand there, and asked about the
values of verdict_cases.py. At night the rows themselves are changed (test_notebooks.py).
"""

import ast
import builtins
import csv
import json
import re
import symtable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from verdict_cases import CASES, Turn

ROOT = Path(__file__).parents[1]
CHAPTERS = sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))
WORTH = {  # how well a claim stands; what is neither better nor worse than another is equal to it
    "supported": 3,
    "supported with a correction": 2,
    "contested": 1,
    "overtaken": 1,
    "not shown": 0,
}
LIBRARIES = {"pd": pd, "np": np}

with open(ROOT / "data" / "claims.csv", encoding="utf-8", newline="") as file:
    LEDGER = {row["id"]: row for row in csv.DictReader(file)}
COMPUTED = [id for id, row in LEDGER.items() if row["kind"] == "computed"]


# ---------------------------------------------------------------- functions out of the cells


def statements(cells):
    """{name: the statement of a cell's first level that binds it}, for functions and constants."""
    found = {}
    for source in cells:
        for statement in ast.parse(source).body:
            if isinstance(statement, ast.FunctionDef):
                found[statement.name] = statement
            elif isinstance(statement, ast.Assign):
                targets = [n for t in statement.targets for n in ast.walk(t)]
                found |= {n.id: statement for n in targets if isinstance(n, ast.Name)}
    return found


def reads(statement):
    """The names that a statement takes from outside itself; a function's own are none of them."""
    table = symtable.symtable(ast.unparse(statement), "cell", "exec")
    bound = {s.get_name() for s in table.get_symbols() if s.is_assigned() or s.is_namespace()}
    return {name for name in _outer(table) if name not in bound and not hasattr(builtins, name)}


def _outer(table):
    own = {
        symbol.get_name()
        for symbol in table.get_symbols()
        if symbol.is_referenced() and (symbol.is_global() or table.get_type() == "module")
    }
    return own.union(*map(_outer, table.get_children()))


def needed(name, known, above=()):
    """What a function stands on, in order: other functions, and constants that no data makes.

    LookupError for a name that only the data, or the library, could give.
    """
    statement, order = known[name], []
    for other in sorted(reads(statement) - set(LIBRARIES) - {name, *above}):
        if other not in known:
            raise LookupError(f"{above[0] if above else name}() reads {other}: make it an argument")
        order += needed(other, known, (*above, name))
    return [*order, statement]


def function(id, cells):
    """(the function of a claim, every verdict that it can give) from the cells of a chapter."""
    name = id.lower()
    known = statements(cells)
    if name not in known:
        raise LookupError(f"no cell defines {name}()")
    stands_on = needed(name, known)
    scope = dict(LIBRARIES)
    exec(compile(ast.Module(stands_on, []), name, "exec"), scope)
    words = {
        node.value
        for statement in stands_on
        for node in ast.walk(statement)
        if isinstance(node, ast.Constant) and node.value in LEDGER_WORDS
    }
    return scope[name], words


LEDGER_WORDS = {*WORTH, "untestable"}


def cells_of(path):
    cells = json.loads(path.read_text("utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]


@pytest.fixture(scope="module")
def chapter():
    """chapter(id) → the cells of the chapter that judges a claim."""
    by_name = {path.stem.partition("-")[2]: cells_of(path) for path in CHAPTERS}
    return lambda id: by_name[LEDGER[id]["chapter"]]


# ---------------------------------------------------------------- the verdicts


def test_computed_verdicts_have_cases_and_no_others_have():
    assert sorted(CASES) == COMPUTED


@pytest.mark.parametrize("id", sorted(CASES))
def test_a_verdict_is_the_ledgers_today_and_turns_both_ways_with_its_figures(id, chapter):
    judge, words = function(id, chapter(id))
    turn = CASES[id]
    assert judge(**turn.today) == LEDGER[id]["verdict"]
    given = {what: judge(**turn.today | values) for what, values, _ in turn.flips}
    assert given == {what: word for what, _, word in turn.flips}
    reached = {LEDGER[id]["verdict"], *given.values()}
    assert reached == words, "a case for every verdict that the function can give"
    assert len({WORTH[word] for word in reached}) > 1, "it can turn neither up nor down"


@pytest.mark.parametrize("id", sorted(CASES))
def test_bad_news_never_improves_a_verdict(id, chapter):
    judge, _ = function(id, chapter(id))
    assert CASES[id].worse, "name what would be bad news for the claim"
    assert improved(judge, CASES[id]) == []


def improved(judge, turn):
    """Bad news after which a verdict is better, from every case, each piece twice over."""
    starts = {"today": turn.today} | {what: turn.today | values for what, values, _ in turn.flips}
    found = []
    for start, values in starts.items():
        for news, move in turn.worse:
            before, now = judge(**values), values
            for _ in range(2):
                now = now | move(**now)
                after = judge(**now)
                if WORTH[after] > WORTH[before]:
                    found.append(f"{start}: {news}: from {before} to {after}")
                before = after
    return found


@pytest.mark.parametrize("id", COMPUTED)
def test_a_chapter_asks_the_function_and_holds_it_against_the_ledger(id, chapter):
    calls = [
        node
        for source in chapter(id)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == id.lower()
    ]
    assert calls, f"{id.lower()}() is defined and never asked"
    assert any("data/claims.csv must now say" in source for source in chapter(id))


# ---------------------------------------------------------------- that faults are seen


PURE = """
limit = 10
def level(n):
    return [x for x in [n] if x > limit]
def c99(n):
    return "supported" if level(n) else "not shown"
"""
HERE = Turn({"n": 12}, [("few", {"n": 3}, "not shown")], [("fewer", lambda n: {"n": n - 5})])


def test_a_function_is_taken_with_what_it_stands_on():
    judge, words = function("C99", [PURE])
    assert (judge(n=11), judge(n=10)) == ("supported", "not shown")
    assert words == {"supported", "not shown"}
    assert improved(judge, HERE) == []


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (["def c98(n): return 'supported'"], "no cell defines c99"),
        (["def c99(n): return rows.max() > n"], "c99() reads rows: make it an argument"),
        (["limit = observations('x').max()", "def c99(n): return n > limit"], "reads observations"),
        (["def c99(n): return tr('a', 'b')"], "c99() reads tr"),
    ],
)
def test_a_function_that_reads_the_data_is_named(cells, said):
    with pytest.raises(LookupError, match=re.escape(said)):
        function("C99", cells)


def test_a_rule_that_likes_bad_news_is_named():
    def perverse(n):
        return "supported" if n < 0 else "contested" if n < 12 else "not shown"

    assert improved(perverse, HERE) == [
        "today: fewer: from not shown to contested",
        "few: fewer: from contested to supported",
    ]
