"""What the book relies on of MyST-NB, nbclient, jupyter_client and ipykernel is there.

After an upgrade this file fails first and says what is gone and why it is needed.
"""

import ast
import importlib
import importlib.metadata
import inspect
import types

import nbformat
import pytest

from masalih.book.execute import inline_client

PACKAGES = ("myst_nb", "nbclient", "jupyter_client", "ipykernel")
CONTRACT = [
    (owner, name, reason)
    for owner, names in inline_client.RELIES_ON.items()
    for name, reason in names.items()
]


def load(owner):
    module, name = owner.split(":")
    return getattr(importlib.import_module(module), name)


def names_of(thing):
    """The names that a function uses, or that a class and its instances have."""
    if isinstance(thing, types.FunctionType):
        return {*thing.__code__.co_names}
    kinds = [one for one in thing.__mro__ if one.__module__ not in ("builtins", "_io", "io")]
    return {*dir(thing)} | {
        node.attr
        for one in kinds
        for node in ast.walk(ast.parse(inspect.getsource(one)))
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "self"
    }


@pytest.mark.parametrize("owner, name, reason", CONTRACT, ids=lambda part: part.split(":")[-1])
def test_what_the_book_relies_on_is_there(owner, name, reason):
    package = owner.split(".")[0]
    here = f"{package} {importlib.metadata.version(package.replace('_', '-'))}: {owner}"
    try:
        names = names_of(load(owner))
    except (ImportError, AttributeError) as error:
        pytest.fail(f"{here} is gone ({error}): {reason}")
    assert name in names, f"{here} has no {name!r} any more: {reason}"


def test_a_name_that_is_gone_is_missed():
    client = load("myst_nb.core.execute.inline:NotebookClientInline")
    assert "_client" in names_of(client) and "_kernel_gone" not in names_of(client)


def imported(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in PACKAGES:
            yield from (f"{node.module}:{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (a.name for a in node.names if a.name.split(".")[0] in PACKAGES)


def test_nothing_else_of_these_packages_is_used(root):
    """Beside what a kernel itself is: that is public."""
    public = {
        "myst_nb.core.execute",  # for install()
        "ipykernel.kernelapp",
        "ipykernel.kernelapp:launch_new_instance",
    }
    names = {
        name
        for path in (root / "src/masalih/book").rglob("*.py")
        for name in imported(ast.parse(path.read_text("utf-8")))
    }
    assert names - public <= inline_client.RELIES_ON.keys()


def test_every_private_name_is_in_the_contract(root):
    relied = inline_client.RELIES_ON["myst_nb.core.execute.inline:NotebookClientInline"]
    for name in ("inline_client", "cache"):
        tree = ast.parse((root / f"src/masalih/book/execute/{name}.py").read_text("utf-8"))
        classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
        own = {one.name for each in classes for one in each.body if hasattr(one, "name")}
        private = {
            node.attr
            for each in classes
            for node in ast.walk(each)
            if isinstance(node, ast.Attribute) and node.attr.startswith("_")
        }
        assert private - own - {"__init__", "__cause__"} <= {*relied}, name


def test_an_installed_client_is_taken(monkeypatch, tmp_path):
    from myst_nb.core import execute
    from myst_nb.core.config import NbParserConfig

    monkeypatch.setattr(execute, "NotebookClientInline", execute.NotebookClientInline)
    inline_client.install(lambda notebook, path, config, logger: ("ours", path))
    file = tmp_path / "x.ipynb"
    file.touch()
    config = NbParserConfig(execution_mode="inline")
    client = execute.create_client(nbformat.v4.new_notebook(), str(file), config, None)
    assert client == ("ours", file)
