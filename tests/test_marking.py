"""Submitted notebooks are marked, whatever is in them: one line each, and never a stop."""

import csv
import json
import os
import time

import pytest

from masalih import use
from masalih.__main__ import main
from masalih.exercises import marking, sandbox

IMPORT = "from masalih.exercises import check"
shut_in = pytest.mark.skipif(not sandbox.works(), reason="bubblewrap is not here")


@pytest.fixture(autouse=True)
def edition():
    use("en")
    yield
    use(None)


@pytest.fixture
def handed_in(tmp_path):
    def write(name, *sources):
        cells = [{"cell_type": "code", "source": source} for source in sources]
        path = tmp_path / name
        path.write_text(json.dumps({"cells": cells}), "utf-8")
        return path

    return write


def test_answers_that_stand_in_the_code_are_marked_without_running_it(handed_in, tmp_path):
    path = handed_in(
        "a.ipynb",
        f"{IMPORT}\nopen({str(tmp_path / 'ran')!r}, 'w')",
        'answer = "وينغ"\ncheck("ex-isis-1", answer)',
        'check("ex-isis-2", 3,630)',
        'check("q-isis-1", "-٨٧٪")',
        'answer = None\ncheck("ex-isis-3", answer)',
        'answer = 2 * half\ncheck("ex-isis-5", answer)',
        'check("ex-mars-1", 1)',
    )
    marked = marking.mark(path)
    assert marked.states == {
        "ex-isis-1": "wrong",
        "ex-isis-2": "wrong",
        "q-isis-1": "right",
        "ex-isis-3": "open",
        "ex-isis-5": "unrun",
    }
    assert "majority" in marked.heard["ex-isis-1"] and "comma" in marked.heard["ex-isis-2"].lower()
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    "content",
    [b'{"cells": [', b"\xff\xfe\x00", b"[1]", b'{"cells": [1]}', b"[" * 100_000, b"", b"null"],
)
def test_what_is_no_notebook_costs_a_line(tmp_path, content):
    path = tmp_path / "x.ipynb"
    path.write_bytes(content)
    assert "cannot be read" in marking.mark(path).note


def test_a_notebook_that_is_gone_costs_a_line(tmp_path):
    assert "cannot be read" in marking.mark(tmp_path / "gone.ipynb").note


def test_the_tables_count_right_answers_and_the_commonest_mistakes(handed_in, tmp_path, capsys):
    paths = [
        handed_in("b.ipynb", 'check("ex-isis-1", "Wing")', 'check("ex-isis-2", 3630)'),
        handed_in("c.ipynb", 'check("ex-isis-1", "Wing")'),
        handed_in("=d.ipynb", 'check("ex-isis-1", "GTI")'),
    ]
    out = tmp_path / "marks.csv"
    assert main(["mark", *map(str, paths), "--out", str(out), "--language", "en"]) == 0
    assert "3/3" in capsys.readouterr().err, "progress"
    lines = list(csv.reader(out.open(encoding="utf-8-sig")))
    assert lines[0][:6] == ["notebook", "right", "wrong", "open", "not run", "of"]
    assert [line[:2] for line in lines[1:]] == [
        ["b.ipynb", "1"],
        ["c.ipynb", "0"],
        ["'=d.ipynb", "0"],
    ]
    mistakes = list(csv.reader((tmp_path / "marks-mistakes.csv").open(encoding="utf-8-sig")))
    assert mistakes[1][0] == "ex-isis-1" and mistakes[1][2] == "3", "two counts, one reason"


def test_the_tables_are_in_the_language_asked_for(handed_in, tmp_path):
    out = tmp_path / "marks.csv"
    path = str(handed_in("b.ipynb", 'check("ex-isis-1", "Wing")'))
    main(["mark", path, "--out", str(out), "--language", "ar"])
    assert out.read_text("utf-8-sig").startswith("الدفتر,صحيح,خطأ")


@shut_in
def test_what_runs_may_do_nothing_to_the_machine_and_ends_by_the_clock(handed_in, tmp_path):
    harm = tmp_path / "harm"
    path = handed_in(
        "h.ipynb",
        f"{IMPORT}\nfrom masalih import observations",
        f"open({str(harm)!r}, 'w')",
        "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9', timeout=3)",
        "from masalih.exercises import keys; keys.key('ex-isis-1').right",
        '%matplotlib inline\nanswer = ["C" + "TC"]\ncheck("ex-isis-1", answer)',
        'by = observations("isis_claimed_attacks_iraq_syria").set_index("start")["value"]\n'
        'check("ex-isis-5", 2 * by["2023-01-01"] - by["2024-01-01"])',
        "import os, time\nos.fork()\ntime.sleep(10**6)",
        'check("ex-isis-2", 3630)',
    )
    began = time.monotonic()
    marked = marking.mark(path, sandbox.Limits(seconds=25))
    assert marked.states == {"ex-isis-1": "right", "ex-isis-5": "right", "ex-isis-2": "open"}
    assert "too long" in marked.note and time.monotonic() - began < 40
    assert not harm.exists()


@shut_in
def test_a_notebook_that_ends_itself_says_so(handed_in):
    path = handed_in("e.ipynb", IMPORT, "import os; os._exit(0)", 'check("ex-isis-1", "CTC")')
    marked = marking.mark(path, sandbox.Limits(seconds=60))
    assert marked.states == {"ex-isis-1": "open"} and "ended itself" in marked.note


def test_nothing_is_run_where_it_cannot_be_shut_in(handed_in, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(sandbox, "works", lambda: False)
    out = tmp_path / "marks.csv"
    path = str(handed_in("b.ipynb", 'check("ex-isis-1", "Wing")'))
    assert main(["mark", path, "--out", str(out), "--run", "--language", "en"]) == 1
    assert "--unprotected" in capsys.readouterr().out and not os.path.exists(out)
