"""Tells Sphinx what else a page is made of, so that a change rebuilds what it touches and nothing more."""
import functools
import hashlib
from pathlib import Path

PACKAGE = Path(__file__).parents[1]
EXERCISES = "exercises"  # the folder of their notebooks, and that of their answers here
LOOK = ["book/assets/**/*", "book/templates/**/*"]
INPUTS = ["data/**/*.csv", "data/**/*.json", "data/**/*.geojson"]


def digest(paths, base):
    """One hash of files' contents and their names below `base`; whatever the order they are given in and wherever `base` stands."""
    total = hashlib.sha256()
    for path in sorted(p for p in paths if p.is_file() and "__pycache__" not in p.parts):
        total.update(path.relative_to(base).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()


def _found(root, patterns):
    return {path for pattern in patterns for path in root.glob(pattern)}


def inputs(root):
    """Hash of everything a chapter can read: the data package and the library."""
    return digest(_found(root, INPUTS), root) + library()


@functools.cache
def library():
    """Hash of the library, except the parts that only make pages or check exercises."""
    own = (p for p in PACKAGE.rglob("*.py") if not {"book", EXERCISES} & {*p.relative_to(PACKAGE).parts} and p.name != "__main__.py")
    return digest(own, PACKAGE)


@functools.cache
def answers():
    """Hash of what checks the exercises, which only their own pages use: a better reason for a mistake must not run the chapters again."""
    return digest((PACKAGE / EXERCISES).glob("*.py"), PACKAGE)


def _inputs_of(app, docname):
    return app.config.masalih_inputs + (answers() if EXERCISES in docname.split("/")[:-1] else "")


def _made_of_data(env, docname):
    return bool(getattr(env, "nb_metadata", {}).get(docname, {}).get("exec_data")) or "masalih_data" in env.metadata.get(docname, {})


def outdated(app, env, added, changed, removed):
    """Pages made of other data or other code than today's must be made again."""
    env.masalih_inputs = getattr(env, "masalih_inputs", {})
    return [name for name in env.found_docs - added if _made_of_data(env, name) and env.masalih_inputs.get(name) != _inputs_of(app, name)]


def remember(app, doctree):
    if not hasattr(app.env, "masalih_inputs"):
        app.env.masalih_inputs = {}
    app.env.masalih_inputs[app.env.docname] = _inputs_of(app, app.env.docname)


def merge(app, env, docnames, other):
    env.masalih_inputs.update({name: other.masalih_inputs[name] for name in docnames if name in other.masalih_inputs})


def setup(app):
    root = Path(app.srcdir)
    # "html": a change writes every page again; "env": a change reads, and so executes, every page again.
    app.add_config_value("masalih_look", digest(_found(root, LOOK), root) + digest((PACKAGE / "book").glob("*.js"), PACKAGE), "html")
    app.add_config_value("masalih_code", digest((PACKAGE / "book").glob("*.py"), PACKAGE), "env")
    app.add_config_value("masalih_inputs", inputs(root), "")
    app.connect("env-get-outdated", outdated)
    app.connect("doctree-read", remember)
    app.connect("env-merge-info", merge)
