"""Two tiers of tests: nightly.toml names, with a reason each, those that only `--all` runs."""

import fnmatch
import tomllib
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent


class Idle(pytest.Item):
    """An entry that fits no test, as a test that fails: xdist's workers show no other error."""

    def runtest(self):
        pytest.fail("It fits no test. Correct the name, or delete the line.", pytrace=False)

    def reportinfo(self):
        return FOLDER / "nightly.toml", 0, self.name


def add_option(parser):
    """Let `pytest --all` run what is left to the night as well."""
    parser.addoption("--all", action="store_true", help="run the tests of nightly.toml too")


def add_marker(config):
    """Make the marker known, so that `-m nightly` finds what it names."""
    config.addinivalue_line(
        "markers", "nightly(reason): only `pytest --all` runs it (nightly.toml)"
    )


def split(session, config, items, listed=None):
    """Mark the items that are listed as nightly and, without `--all`, take them out of `items`.

    Every item without an xdist group joins the group of its file, so that what a module makes
    once is made once, by one worker.

    session, config: of pytest.
    items: the collected tests; changed in place.
    listed: {file: {entry: reason}}, as nightly.toml holds it.
    An entry that fits no test becomes a test that fails.
    """
    if listed is None:
        listed = tomllib.loads((FOLDER / "nightly.toml").read_text("utf-8"))
    idle = {(file, entry) for file in listed for entry in listed[file]}
    for item in items:
        for entry, reason in listed.get(item.path.name, {}).items():
            if fits(entry, item):
                item.add_marker(pytest.mark.nightly(reason=reason))
                idle.discard((item.path.name, entry))
        if not item.get_closest_marker("xdist_group"):
            item.add_marker(pytest.mark.xdist_group(item.path.name))
    collected = {item.path.name for item in items} if whole_files(config) else set()
    faults = [
        Idle.from_parent(session, name=f"nightly.toml[{file}] {entry}")
        for file, entry in sorted(idle)
        if file in collected or not (FOLDER / file).is_file()
    ]
    if not config.option.all:
        nightly = [item for item in items if item.get_closest_marker("nightly")]
        config.hook.pytest_deselected(items=nightly)
        items[:] = [item for item in items if not item.get_closest_marker("nightly")]
    items[:0] = faults


def fits(entry, item):
    """Whether an entry, `test` or `test[pattern of parameters]`, names a collected test.

    `*[pattern]` stands for every test of the file that has such parameters.
    """
    name, bracket, pattern = entry.partition("[")
    if name not in ("*", item.originalname) or not bracket:
        return name == item.originalname
    parameters = item.callspec.id if hasattr(item, "callspec") else ""
    return fnmatch.fnmatchcase(parameters, pattern.removesuffix("]"))


def whole_files(config):
    """Whether all tests of every file that was asked for were collected."""
    single = any("::" in argument for argument in config.args)
    return not single and not config.getoption("lf", False)
