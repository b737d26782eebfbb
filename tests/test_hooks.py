"""The table of hooks is whole and true: nothing is connected beside it, and its order is real."""

import ast
import json
import subprocess
import sys

import pytest

from masalih.book import hooks

LISTENERS = """
import json, os, sys
from pathlib import Path
from sphinx.application import Sphinx
from masalih.book.site import build

def listeners(app, *_):
    name = lambda handler: f"{handler.__module__}.{handler.__qualname__}" if hasattr(
        handler, "__qualname__") else repr(handler)
    order = {
        event: [name(one.handler) for one in sorted(found, key=lambda one: one.priority)]
        for event, found in app.events.listeners.items()
    }
    print(json.dumps(order))
    sys.stdout.flush()
    os._exit(0)

Sphinx.build = listeners
build.edition(Path(sys.argv[1]), "ar")
"""


@pytest.fixture(scope="module")
def listeners(root):
    """{event: the names of all that listen, in their order} of the Arabic edition's application."""
    run = subprocess.run(
        [sys.executable, "-c", LISTENERS, str(root)], capture_output=True, text=True, check=True
    )
    return json.loads(run.stdout.splitlines()[-1])


@pytest.mark.parametrize("event", hooks.HOOKS)
def test_handlers_are_called_in_the_order_of_the_table(listeners, event):
    """Ours as they stand in the table, and all others together where the table says."""
    found = [name if name.startswith("masalih.") else hooks.OTHERS for name in listeners[event]]
    merged = [
        name
        for place, name in enumerate(found)
        if name != hooks.OTHERS or found[place - 1 : place] != [name]
    ]
    expected = [
        f"masalih.book.{hook.handler}" if isinstance(hook, hooks.Hook) else hook
        for hook in hooks.HOOKS[event]
    ]
    if hooks.OTHERS not in merged:  # nobody else listens
        expected.remove(hooks.OTHERS)
    assert merged == expected


def test_nothing_is_connected_beside_the_table(root):
    """Neither an event nor the order in which one is asked is settled anywhere else."""
    assert [
        f"{path.name}:{node.lineno}"
        for path in (root / "src/masalih/book").rglob("*.py")
        if path.name != "hooks.py"
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute)
        and (node.attr == "add_env_collector" or ast.unparse(node) == "app.connect")
    ] == []


def test_every_hook_has_a_reason():
    lines = [
        hook for event in hooks.HOOKS.values() for hook in event if isinstance(hook, hooks.Hook)
    ]
    assert len(lines) > 30 and all(hook.reason for hook in lines)
    assert all(event.count(hooks.OTHERS) == 1 for event in hooks.HOOKS.values())
