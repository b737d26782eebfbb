"""Hashes of all that a page is made of besides its own text: code, packages, data, looks."""

import contextlib
import functools
import hashlib
import importlib.metadata
import json
import platform
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from masalih import data, validation
from masalih.exercises import keys

PACKAGE = Path(__file__).parents[2]
QUESTIONS = "questions"  # the folder of the notebooks of the bank
EXERCISES = "exercises"  # the folder of their notebooks, and that of their answers here
LOOK = ["book/assets/**/*", "book/templates/**/*"]
INPUTS = ["**/*.csv", "**/*.json", "**/*.geojson"]
READ_BY, PROSE = (
    ("name", "path", "format", "encoding", "dialect", "schema"),
    ("title", "description"),
)
# Rooms of the book that work on pages when these are made.
UNREAD = ("lite", "site", "paper", "teach")


def digest(paths, base):
    """One hash of files' contents and their names below `base`.

    The order in which they are given and the place of `base` do not matter.
    """
    total = hashlib.sha256()
    for path in sorted(p for p in paths if p.is_file() and "__pycache__" not in p.parts):
        total.update(path.relative_to(base).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


def _files(root, patterns):
    return {path for pattern in patterns for path in root.glob(pattern)}


def inputs():
    """Hash of the data package."""
    return digest(_files(validation.root(), INPUTS), validation.root())


def answer(read):
    """Hash of what a read that `masalih.data` noted gives today; "" where its table is gone."""
    with contextlib.suppress(LookupError, StopIteration):
        return hash_of(data.reread(*json.loads(read)))
    return ""


def answers_to(reads):
    """{read: hash of its answer} for all of them, from one state of the data."""
    with data.held():
        return {read: answer(read) for read in reads}


def hash_of(value):
    """Hash of a value that JSON can hold."""
    return hashlib.sha256(
        json.dumps(value, ensure_ascii=False, sort_keys=True).encode()
    ).hexdigest()


@functools.cache
def library():
    """Hash of the library, except the parts that only make pages or check exercises."""
    files = {
        path
        for path in PACKAGE.rglob("*.py")
        if not {"book", EXERCISES} & {*path.relative_to(PACKAGE).parts}
        and path.name != "__main__.py"
    }
    return digest(files | _files(PACKAGE, ["locale/**/masalih.po"]), PACKAGE)


def page_code():
    """Hash of what makes pages of text and results."""
    book = PACKAGE / "book"
    files = (path for path in book.rglob("*.py") if path.relative_to(book).parts[0] not in UNREAD)
    return digest(files, PACKAGE)


def look(root):
    """Hash of what pages are shown with: templates, styles, scripts and words of the interface."""
    shown = _files(PACKAGE, ["book/**/*.js", "locale/**/*.po"])
    return digest(_files(root, LOOK), root) + digest(shown, PACKAGE)


@functools.cache
def answers():
    """Hash of what checks the exercises, which only their own pages use.

    A better reason for a mistake must not run the chapters again.
    """
    checks = digest((PACKAGE / EXERCISES).glob("*.py"), PACKAGE)
    folders = [keys.folder(EXERCISES), keys.folder(QUESTIONS)]
    return hash_of([checks, *(digest(folder.glob("*.ipynb"), folder) for folder in folders)])


@functools.cache
def packages():
    """["name==version", …] of what a cell runs on.

    That is Python, the library's requirements and the kernel's, and theirs in turn. What the book
    is built or tested with may come and go beside them, and what pandas takes where it is: a build
    does without (execute/preloaded.py).
    """
    versions = {"python": platform.python_version()}
    names = ["masalih", "ipykernel"]
    while names:
        name = canonicalize_name(names.pop())
        with contextlib.suppress(importlib.metadata.PackageNotFoundError):
            if name not in versions:
                versions[name] = importlib.metadata.version(name)
                requirements = map(Requirement, importlib.metadata.requires(name) or [])
                names += [
                    one.name
                    for one in requirements
                    if one.marker is None or one.marker.evaluate({"extra": ""})
                ]
    return sorted(f"{name}=={version}" for name, version in versions.items())


@functools.cache
def descriptor():
    """Hash of all that the package says of itself, for pages, which may show any of it."""
    return digest([validation.root() / validation.DESCRIPTOR], validation.root())


def schemas():
    """Hash of what the package says of its tables, for cells: how the text of a row becomes values.

    The rule: what `masalih.data` reads a file by counts (where it stands, its format, its fields
    with their types and limits). Prose does not, nor what follows the rows (checksums, the date of
    the package): rows are compared as they are read.
    """
    resources = validation.Package(validation.root()).descriptor["resources"]
    return hash_of(
        [{key: _without_prose(r[key]) for key in READ_BY if key in r} for r in resources]
    )


def _without_prose(value):
    if isinstance(value, dict):
        return {key: _without_prose(one) for key, one in value.items() if key not in PROSE}
    return [_without_prose(one) for one in value] if isinstance(value, list) else value
