"""Reads the package as typed frames, anew when a file has changed, and notes what is asked."""

import contextlib
import functools
import json
import os

import pandas as pd

from masalih.data import periods
from masalih.validation import DataError, Package, read_text, root


def current():
    """The package, read again when any of its files has changed."""
    if _held:
        return _held[-1]
    folder = str(root())
    folders = _folders(folder, _changed(folder))
    files = _files(folders, tuple(map(_changed, folders)))
    return _cached_package(folder, tuple(map(_changed, files)))


_held: list["TypedPackage"] = []
_logs: list[set[str]] = []


@contextlib.contextmanager
def held():
    """Inside, the files are taken as they are at the start.

    Looking whether they changed costs a long page more than its rows.

    Gives a set that collects what is read meanwhile, as lines for `reread`.
    """
    with standing_in(current()):
        _logs.append(set())
        try:
            yield _logs[-1]
        finally:
            _logs.pop()


@contextlib.contextmanager
def standing_in(package):
    """Inside, the functions of the library read `package`."""
    _held.append(package)
    try:
        yield
    finally:
        _held.pop()


def _changed(path):
    try:
        found = os.stat(path)
    except FileNotFoundError:
        return None
    return found.st_mtime_ns, found.st_size


# A folder's own time changes when a file comes or goes, so the tree is walked once and then only
# looked at: a page asks a thousand times.
@functools.lru_cache(maxsize=4)
def _folders(folder, _):
    return tuple(where for where, _, _ in os.walk(folder))


@functools.lru_cache(maxsize=4)
def _files(folders, _):
    return tuple(
        entry.path
        for folder in folders
        for entry in sorted(os.scandir(folder), key=lambda e: e.name)
        if entry.is_file()
    )


@functools.lru_cache(maxsize=4)
def _cached_package(folder, stamp):
    return TypedPackage(folder)


class TypedPackage(Package):
    """The package with its tables as typed frames, each made once."""

    def __init__(self, folder):
        super().__init__(folder)
        self.frame = functools.cache(functools.partial(_frame, self))
        self.rows_by = functools.cache(functools.partial(_rows_by, self))
        self.evidence = functools.cache(functools.partial(_evidence, self))
        self.overlapping = functools.cache(functools.partial(periods.overlapping, self))


def _frame(package, name):
    """Typed DataFrame of one table; DataError where it has a fault.

    Dates are Timestamps, numbers float (NaN where empty), text str ("" where empty).
    """
    faults = package.faults_of(name)
    if faults:
        raise DataError(faults[0])
    found = package.read(name)
    return pd.DataFrame({spec["name"]: _column(found, spec) for spec in found.fields})


def _rows_by(package, name, field):
    """{cell: first row that has it under `field`} of a sound table, as text."""
    package.frame(name)
    return {row[field]: row.cells for row in reversed(package.read(name).rows)}


def _evidence(package):
    """What a claim can rest on, by kind: typed frames by id."""
    frames = {
        "series": package.frame("series"),
        "observations": pd.concat(
            [package.frame(n) for n in package.observations], ignore_index=True
        ),
        "events": package.frame("events"),
        "sources": package.frame("sources"),
    }
    return {name: frame.set_index("id") for name, frame in frames.items()}


def _column(found, spec):
    kind, texts = spec["type"], [row[spec["name"]] for row in found.rows]
    if kind in ("date", "yearmonth"):
        return pd.to_datetime(
            pd.Series(texts, dtype=object).replace("", None),
            format="%Y-%m-%d" if kind == "date" else "%Y-%m",
        )
    if kind == "string":
        return pd.Series(texts, dtype=object)
    whole = kind in ("boolean", "integer") and "" not in texts
    return pd.Series(found.values(spec), dtype=None if whole else float)


# ---------------------------------------------------------------- what was read

# In the environment: a file in which this process notes what it reads, so that the build knows what
# a page hangs on.
READS = "MASALIH_READS"
_noted: set[tuple] = set()


def note(table, field="", value=""):
    """Note that the rows of `table` whose `field` is `value` were read; without a field, all."""
    read, path = (table, field, value), os.environ.get(READS)
    for log in _logs:
        log.add(json.dumps(read, ensure_ascii=False))
    if path and (path, read) not in _noted:
        _noted.add((path, read))
        with open(path, "a", encoding="utf-8") as file:
            file.write(json.dumps(read, ensure_ascii=False) + "\n")


def reread(table, field="", value=""):
    """The rows that a noted read stands for, as they are today: a list of {field: text}.

    Of what is no table, its text.
    """
    package = current()
    if table not in package.resources and table != "observations":
        return next(
            read_text(package.folder, r["path"])[0]
            for r in package.descriptor["resources"]
            if r["name"] == table
        )
    names = package.observations if table == "observations" else [table]
    return [
        row.cells
        for name in names
        for row in package.read(name).rows
        if not field or row[field] == value
    ]


def entry(name, id, field="id"):
    """The first row of a table whose `field` is `id`, as {field: text}; None where there is none.

    Only that row counts as read.
    """
    note(name, field, id)
    return current().rows_by(name, field).get(id)


def noun(name):
    """The row of terms.csv that holds the forms of a counted noun, as {field: text}, or None.

    name: the id of the term, or its English "one" ("attack").
    """
    return entry("terms", next(iter(current().nouns.get(name, ())), name))


def named(text):
    """The term that has `text` as its English name or another spelling of it, or None."""
    return entry("terms", current().spellings.get(text, text))


def evidence(id):
    """What an id names: (kind, row), or (None, None) for no such id.

    kind is "series", "observations", "events" or "sources"; row a typed Series.
    """
    for name, frame in current().evidence().items():
        if id in frame.index:
            note(name, "id", id)
            return name, frame.loc[id]
    return None, None
