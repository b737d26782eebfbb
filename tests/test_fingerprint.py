"""What makes a page be read, or its cells be run, again: every kind of input, and nothing else."""

import importlib.metadata
import json
import shutil
import subprocess
import sys

import nbformat
import pytest

from masalih import book
from masalih.book.base import fingerprint
from masalih.book.execute import cache

ROOMS = [room for rooms in book.FLOORS for room in rooms]


@pytest.fixture
def library(root, tmp_path, monkeypatch):
    """A copy of the library's own files, to be changed."""
    copy = tmp_path / "masalih"
    shutil.copytree(
        root / "src/masalih", copy, ignore=shutil.ignore_patterns("__pycache__", "_data")
    )
    monkeypatch.setattr(fingerprint, "PACKAGE", copy)
    return copy


@pytest.mark.parametrize("room", ["", *ROOMS])
def test_a_change_of_code_in_a_room_that_makes_pages_reads_them_again(library, room):
    before = fingerprint.page_code()
    file = library / "book" / room / "__init__.py"
    file.write_text(file.read_text("utf-8") + "\n# changed\n", "utf-8")
    assert (fingerprint.page_code() != before) == (room not in fingerprint.UNREAD)


def test_a_change_of_a_script_in_a_room_writes_pages_again(library, root):
    before = fingerprint.look(root)
    script = library / "book/search/search.js"
    script.write_text(script.read_text("utf-8") + "\n// changed\n", "utf-8")
    assert fingerprint.look(root) != before


def test_words_of_the_library_run_cells_again_and_words_of_the_book_write_pages(library, root):
    def hashes():
        fingerprint.library.cache_clear()
        return fingerprint.library(), fingerprint.look(root)

    before = hashes()
    for name, runs in (("book", False), ("masalih", True)):
        catalogue = library / f"locale/ar/LC_MESSAGES/{name}.po"
        catalogue.write_text(catalogue.read_text("utf-8") + "\n# changed\n", "utf-8")
        after = hashes()
        assert (after[0] != before[0], after[1] != before[1]) == (runs, True)
        before = after
    fingerprint.library.cache_clear()


# ---------------------------------------------------------------- the descriptor

CELL = nbformat.from_dict({"cells": [{"cell_type": "code", "source": "n = 1", "metadata": {}}]})


@pytest.fixture
def described(data_copy):
    """Changes the descriptor of a copy of the data package and tells if cells would run again."""

    def runs_again(change):
        before, file = cache.key(CELL), data_copy / "datapackage.json"
        content = json.loads(file.read_text("utf-8"))
        change(content, next(one for one in content["resources"] if one["name"] == "series"))
        file.write_text(json.dumps(content, ensure_ascii=False), "utf-8")
        return cache.key(CELL) != before

    return runs_again


def test_a_type_that_changes_runs_cells_again(described):
    assert described(lambda package, table: table["schema"]["fields"][0].update(type="integer"))


def test_a_table_that_moves_runs_cells_again(described):
    assert described(lambda package, table: table.update(path="other.csv"))


@pytest.mark.parametrize(
    "change",
    [
        lambda package, table: package.update(created="2027-01-01T00:00:00Z", version="9"),
        lambda package, table: table.update(
            description="Other words.", hash=f"sha256:{0:064}", bytes=1
        ),
        lambda package, table: table["schema"]["fields"][0].update(description="Other words."),
    ],
    ids=["date and version", "prose and checksum of a table", "prose of a field"],
)
def test_words_about_the_data_run_no_cell(described, change):
    assert not described(change)


def test_what_pandas_may_take_is_neither_used_nor_waited_for():
    """The tests bring pyarrow: pages made without it must be the same and be kept."""
    importlib.metadata.version("pyarrow")  # it is here, and would be taken
    says = (
        "import masalih.book.execute.preloaded, pandas; print(pandas.Series(['a']).dtype.storage)"
    )
    said = subprocess.run([sys.executable, "-c", says], capture_output=True, text=True, check=True)
    assert said.stdout == "python\n"
    assert not [one for one in fingerprint.packages() if one.startswith("pyarrow")]
