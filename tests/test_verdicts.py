"""A verdict follows its rows: it can turn both ways, and bad news never improves a computed one.

The functions cNN() are taken from the chapters' cells as they stand there, and asked about the
values of verdict_cases.py. At night the rows themselves are changed (test_notebooks.py).
"""

import ast
import csv
import re
from pathlib import Path

import pytest
from verdict_cases import CASES, TRANSCRIBED, Turn

from masalih.replay.chapter_rules import cells_by_chapter, rule, statements

ROOT = Path(__file__).parents[1]
WORTH = {  # how well a claim stands; what is neither better nor worse than another is equal to it
    "supported": 3,
    "supported with a correction": 2,
    "contested": 1,
    "overtaken": 1,
    "not shown": 0,
}

with open(ROOT / "data" / "claims.csv", encoding="utf-8", newline="") as file:
    LEDGER = {row["id"]: row for row in csv.DictReader(file)}
COMPUTED = [id for id, row in LEDGER.items() if row["kind"] == "computed"]


# ---------------------------------------------------------------- functions out of the cells


def function(id, cells):
    """(the function of a claim, every verdict that it can give) from the cells of a chapter."""
    judge, stands_on = rule(id, cells)
    words = {
        node.value
        for statement in stands_on
        for node in ast.walk(statement)
        if isinstance(node, ast.Constant) and node.value in LEDGER_WORDS
    }
    return judge, words


LEDGER_WORDS = {*WORTH, "untestable"}


@pytest.fixture(scope="module")
def chapter():
    """chapter(id) → the cells of the chapter that judges a claim."""
    by_name = cells_by_chapter(ROOT / "notebooks")
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


def test_a_transcribed_verdict_that_has_a_function_has_cases_and_a_judged_one_has_none():
    found = {
        id: LEDGER[id]["kind"]
        for cells in cells_by_chapter(ROOT / "notebooks").values()
        for name in statements(cells)
        if (id := name.upper()) in LEDGER
    }
    assert sorted(TRANSCRIBED) == sorted(id for id, kind in found.items() if kind == "transcribed")
    assert "judged" not in found.values()


@pytest.mark.parametrize("id", TRANSCRIBED)
def test_a_transcribed_verdict_turns_with_days_and_texts(id, chapter):
    judge, words = function(id, chapter(id))
    given = [judge(*arguments) for arguments, _ in TRANSCRIBED[id]]
    assert given == [word for _, word in TRANSCRIBED[id]]
    assert set(given) == words, "a case for every verdict that the function can give"


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
