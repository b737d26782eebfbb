"""What runs at night only is what nightly.toml says, and nothing else goes missing by day."""

import functools
from pathlib import Path
from types import SimpleNamespace

import pytest
import tiers


class Item:
    """A collected test, as far as the tiers ask of it."""

    def __init__(self, name, parameters=None, file="test_tiers.py"):
        self.originalname, self.path, self.marks = name, Path(file), []
        if parameters is not None:
            self.callspec = SimpleNamespace(id=parameters)

    def add_marker(self, mark):
        self.marks.append(mark)

    def get_closest_marker(self, name):
        return next((mark for mark in self.marks if mark.name == name), None)


@pytest.fixture
def left(request):
    """left(listed, *items, …) → names of the items left to run, and of those deselected."""
    return functools.partial(split, request.session)


def split(session, listed, *items, everything=False, args=("tests",), file="test_tiers.py"):
    gone = []
    config = SimpleNamespace(
        args=args,
        option=SimpleNamespace(all=everything),
        getoption=lambda name, default: default,
        hook=SimpleNamespace(pytest_deselected=lambda items: gone.extend(items)),
    )
    kept = list(items)
    tiers.split(session, config, kept, {file: listed})
    return [names(item) for item in kept], [names(item) for item in gone]


def names(item):
    return item.name if isinstance(item, tiers.Idle) else item.callspec.id


def two():
    return Item("test_a", "ar/x.html-1"), Item("test_a", "en/x.html-1")


@pytest.mark.parametrize(
    "entry, kept",
    [
        ("test_a", []),
        ("test_a[*]", []),
        ("test_a[en/*]", ["ar/x.html-1"]),
        ("test_a[ar/x.html-1]", ["en/x.html-1"]),
        ("*[en/*]", ["ar/x.html-1"]),
    ],
)
def test_an_entry_leaves_its_tests_to_the_night(left, entry, kept):
    every = ["ar/x.html-1", "en/x.html-1"]
    assert left({entry: "slow"}, *two()) == (kept, [name for name in every if name not in kept])
    assert left({entry: "slow"}, *two(), everything=True) == (every, [])


@pytest.mark.parametrize("entry", ["test_b", "test_a[fr/*]", "test", "*", "*[fr/*]"])
def test_an_entry_that_fits_no_test_is_a_test_that_fails(left, entry):
    kept, _ = left({entry: "slow"}, *two())
    assert kept == [f"nightly.toml[test_tiers.py] {entry}", "ar/x.html-1", "en/x.html-1"]
    kept, _ = left({entry: "slow"}, *two(), args=["tests/test_tiers.py::test_a"])
    assert kept == ["ar/x.html-1", "en/x.html-1"], "only some of the file were asked for"


def test_a_file_that_is_not_there_is_a_test_that_fails(left):
    assert left({"test_a": "slow"}, file="test_gone.py") == (
        ["nightly.toml[test_gone.py] test_a"],
        [],
    )


def test_a_test_of_no_group_joins_that_of_its_file(left):
    item, own = two()
    own.add_marker(pytest.mark.xdist_group("own"))
    left({}, item, own)
    groups = [one.get_closest_marker("xdist_group").args for one in (item, own)]
    assert groups == [("test_tiers.py",), ("own",)]
