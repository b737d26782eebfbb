"""Tells Sphinx what else a page is made of, so that a change rebuilds what it touches and nothing more."""

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
EXERCISES = "exercises"  # the folder of their notebooks, and that of their answers here
LOOK = ["book/assets/**/*", "book/templates/**/*"]
INPUTS = ["**/*.csv", "**/*.json", "**/*.geojson"]
READ: dict[
    str, dict
] = {}  # of a page that was just made, by its source: {what it read of the data: hash of what that gave}


def digest(paths, base):
    """One hash of files' contents and their names below `base`; whatever the order they are given in and wherever `base` stands."""
    total = hashlib.sha256()
    for path in sorted(p for p in paths if p.is_file() and "__pycache__" not in p.parts):
        total.update(path.relative_to(base).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


def _found(root, patterns):
    return {path for pattern in patterns for path in root.glob(pattern)}


def inputs():
    """Hash of the data package."""
    return digest(_found(validation.root(), INPUTS), validation.root())


def digests(reads):
    """{read: hash of what it gives today, "" if nothing} for lines that `masalih.data` noted."""
    with data.held():
        return {line: _today(line) for line in reads}


def _today(line):
    with contextlib.suppress(LookupError, StopIteration):  # a table that is gone
        return hash_of(data.reread(*json.loads(line)))
    return ""


def note(source, reads):
    """Keep what the page made of the file `source` read of the data."""
    READ.setdefault(str(Path(source)), {}).update(reads)


def hash_of(value):
    return hashlib.sha256(
        json.dumps(value, ensure_ascii=False, sort_keys=True).encode()
    ).hexdigest()


@functools.cache
def library():
    """Hash of the library, except the parts that only make pages or check exercises."""
    own = {
        p
        for p in PACKAGE.rglob("*.py")
        if not {"book", EXERCISES} & {*p.relative_to(PACKAGE).parts} and p.name != "__main__.py"
    }
    return digest(own | _found(PACKAGE, ["locale/**/masalih.po"]), PACKAGE)


@functools.cache
def answers():
    """Hash of what checks the exercises, which only their own pages use: a better reason for a mistake must not run the chapters again."""
    checks = digest((PACKAGE / EXERCISES).glob("*.py"), PACKAGE)
    return hash_of([checks, digest(keys.folder().glob("*.ipynb"), keys.folder())])


@functools.cache
def packages():
    """["name==version", …] of what a cell runs on: Python, the library's requirements and the kernel's, theirs in turn, what pandas takes where it is.

    What the book is built or tested with may come and go beside them.
    """
    found, open_ = {}, ["masalih", "ipykernel", "pyarrow", "numexpr", "bottleneck"]
    while open_:
        name = canonicalize_name(open_.pop())
        with contextlib.suppress(importlib.metadata.PackageNotFoundError):
            if name not in found:
                found[name] = importlib.metadata.version(name)
                needed = map(Requirement, importlib.metadata.requires(name) or [])
                open_ += [
                    one.name
                    for one in needed
                    if one.marker is None or one.marker.evaluate({"extra": ""})
                ]
    return sorted(
        f"{name}=={version}"
        for name, version in {**found, "python": platform.python_version()}.items()
    )


@functools.cache
def descriptor():
    """Hash of what the package says of itself: no row, but what rows mean."""
    return digest([validation.root() / validation.DESCRIPTOR], validation.root())


def _code(docname):
    return hash_of(
        [
            library(),
            packages(),
            descriptor(),
            answers() if EXERCISES in docname.split("/")[:-1] else "",
        ]
    )


def _made_of_data(env, docname):
    return bool(
        getattr(env, "nb_metadata", {}).get(docname, {}).get("exec_data")
    ) or "masalih_data" in env.metadata.get(docname, {})


def outdated(app, env, added, changed, removed):
    """Pages made by other code than today's, or of rows that have changed, must be made again."""
    made, package = getattr(env, "masalih_made", {}), app.config.masalih_inputs
    env.masalih_made, today, again = made, functools.cache(_today), []
    with data.held():
        for name in sorted(name for name in env.found_docs - added if _made_of_data(env, name)):
            code, before, reads = made.get(name, ("", "", {}))
            if code != _code(name) or (
                before != package and any(today(line) != gave for line, gave in reads.items())
            ):
                again.append(name)
            else:
                made[name] = code, package, reads
    return again


def remember(app, doctree):
    name = app.env.docname
    if not hasattr(app.env, "masalih_made"):
        app.env.masalih_made = {}
    app.env.masalih_made[name] = (
        _code(name),
        app.config.masalih_inputs,
        READ.pop(str(Path(app.env.doc2path(name))), {}),
    )


def named(app, env):
    """Pages show titles, numbers and addresses of others; when one of these changed, all pages are written again (none is read)."""
    std = env.domaindata["std"]
    shown = [
        {name: str(title) for name, title in env.titles.items()},
        {name: list(map(str, place)) for name, place in std["labels"].items()},
        std["anonlabels"],
        env.toc_fignumbers,
        env.toctree_includes,
    ]
    before, env.masalih_named = getattr(env, "masalih_named", None), hash_of(shown)
    return [] if before == env.masalih_named else env.found_docs


def merge(app, env, docnames, other):
    env.masalih_made.update(
        {name: other.masalih_made[name] for name in docnames if name in other.masalih_made}
    )


def setup(app):
    root = Path(app.srcdir)
    # "html": a change writes every page again; "env": a change reads, and so executes, every page again.
    app.add_config_value(
        "masalih_look",
        digest(_found(root, LOOK), root)
        + digest(_found(PACKAGE, ["book/**/*.js", "locale/**/*.po"]), PACKAGE),
        "html",
    )
    app.add_config_value("masalih_code", digest((PACKAGE / "book").glob("*.py"), PACKAGE), "env")
    app.add_config_value("masalih_inputs", inputs(), "")
