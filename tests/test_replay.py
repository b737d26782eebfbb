"""The replay of today is today's ledger, and the table of turns is what the rows say."""

import csv
import datetime
from collections import Counter

import pytest

import masalih
from masalih import data, known
from masalih.replay import turns
from masalih.replay.chapter_rules import cells_by_chapter, rule
from masalih.replay.evidence import ARGUMENTS


@pytest.fixture(scope="module")
def table(root):
    with (root / "data/tables/verdict_turns.csv").open(encoding="utf-8", newline="") as file:
        return [turns.Turn(**row) for row in csv.DictReader(file)]


@pytest.fixture(scope="module")
def judges(root):
    chapters, ledger = cells_by_chapter(root / "notebooks"), masalih.claims()
    return {id: rule(id, chapters[ledger.at[id, "chapter"]])[0] for id in ARGUMENTS}


def test_every_computed_verdict_is_replayed():
    ledger = masalih.claims()
    assert sorted(ARGUMENTS) == sorted(ledger.index[ledger["kind"] == "computed"])


def test_the_replay_of_today_is_the_ledger_of_today(judges):
    """32 of 32: the computed ones from rows, the others since their evidence was known."""
    ledger, replay = masalih.claims(), turns.Replay()
    today = replay.package.today
    found = {
        id: replay.verdict(ARGUMENTS[id], judges[id], today)
        if id in judges
        else replay.since_evidence(id, row)[-1].verdict
        for id, row in ledger.iterrows()
    }
    assert found == dict(ledger["verdict"])


def test_the_table_ends_with_the_ledger(table):
    last = {turn.claim: turn.verdict for turn in sorted(table, key=lambda turn: turn.day)}
    assert last == dict(masalih.claims()["verdict"])


@pytest.mark.parametrize(
    ("day", "id", "word"),
    [  # by hand: 2,500 was declared in August 2022 and March 2023, 2,000 on 14 January 2026,
        # 2,500 again on 18 January, and the exit on 30 September
        ("2023-08-08", "C08", "supported"),
        ("2026-01-14", "C08", "overtaken"),
        ("2026-01-18", "C08", "supported"),
        ("2026-09-30", "C08", "overtaken"),
        # 135 incidents of 2023 against 65 in 2024, printed in January 2025 without a day
        ("2025-01-30", "C07", turns.NONE),
        ("2025-01-31", "C07", "overtaken"),
        # strikes on 12 August 2024, wounded on 29 August, reported the day after
        ("2024-08-29", "C09", "supported with a correction"),
        ("2024-08-30", "C09", "contested"),
    ],
)
def test_days_recomputed_by_hand(table, judges, day, id, word):
    day = datetime.date.fromisoformat(day)
    assert turns.Replay().verdict(ARGUMENTS[id], judges[id], day) == word
    before = [turn for turn in table if turn.claim == id and turn.day <= str(day)]
    assert max(before, key=lambda turn: turn.day).verdict == word


def test_a_turn_names_a_row_and_the_source_that_came_that_day(table):
    days = known.source_days(data.current())
    for turn in table:
        if turn.day == str(turns.FIRST):
            assert (turn.rows, turn.through) == ("", "")
        else:
            assert str(days[turn.through]) == turn.day
            for id in turn.rows.split(";"):
                known_id = data.evidence(id)[0] or id in masalih.tables().index
                assert known_id or id.startswith("date-"), id
    assert max(Counter((turn.claim, turn.day) for turn in table).values()) == 1


def test_without_the_row_that_turned_it_a_verdict_stays(judges):
    replay, day = turns.Replay(), datetime.date(2026, 1, 14)
    arguments = ARGUMENTS["C08"], judges["C08"], day
    assert replay.verdict(*arguments, frozenset(["ip-495"])) == "supported"


def test_the_table_is_what_the_rows_say(root, table):
    """Stale after a new row or rule: `masalih replay` writes it anew."""
    assert list(turns.turns(root)) == table, "run .venv/bin/masalih replay"
