"""A cell may start processes of its own, and none of them outlives the build."""

import os
import re
import signal
import time
from pathlib import Path

import pytest
from test_survive import hold, start, works
from tiny_book import make_tiny

STARTS = """import multiprocessing, os, pathlib, time
child = multiprocessing.Process(target=time.sleep, args=(300,))
child.start()
pathlib.Path({file!r}).write_text(f"{{os.getpid()}} {{child.pid}} ")
"""


@pytest.fixture
def book(tmp_path, root):
    return make_tiny(tmp_path / "book", root)


def wait_for(condition, seconds=60):
    last = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < last
        time.sleep(0.05)


def ends(pid):
    wait_for(lambda: not Path("/proc", pid).exists())


def test_a_cell_may_use_multiprocessing(book, tmp_path):
    """With a pool for functions of the cell itself, and with a process that nobody waits for."""
    file = tmp_path / "processes"
    hold(
        book,
        STARTS.format(file=str(file))
        + "def double(x):\n    return 2 * x\n"
        + "with multiprocessing.Pool(2) as pool:\n    n = sum(pool.map(double, [1, 2, 3]))",
    )
    works(book, "--edition", "en")
    page = (book / "_build/site/en/notebooks/x.html").read_text("utf-8")
    assert "The number 12." in re.sub("<.*?>", "", page)
    for pid in file.read_text().split():
        ends(pid)


def test_what_a_cell_has_started_ends_with_a_build_that_is_killed(book, tmp_path):
    file = tmp_path / "processes"
    hold(book, STARTS.format(file=str(file)) + "time.sleep(300)")
    running = start(book, "--edition", "en")
    wait_for(lambda: file.exists() and file.read_text().endswith(" "))
    os.killpg(running.pid, signal.SIGKILL)
    running.communicate()
    for pid in file.read_text().split():
        ends(pid)
