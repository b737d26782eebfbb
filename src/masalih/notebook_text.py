"""Numbers in the text of a downloaded notebook: they stand there before anything runs, and
`refresh` writes them anew.

Each stands in `<span title="name">…</span>`; the name is that of the value in the cells, and a
reader who points at the number sees it.
"""

from __future__ import annotations

import json
import os
import re
from html import escape, unescape
from pathlib import Path
from typing import Any

from masalih.atomic_files import as_json, write
from masalih.translation import gettext as _

NUMBER = re.compile(r'<span title="(\w+)">([^<]*)</span>')
TAG = re.compile(r"<[^>]*>")


def words(shown: dict[str, Any]) -> str:
    """What a value says, from its MIME bundle ({"text/html": …, "text/plain": …})."""
    if "text/html" in shown:
        return unescape(TAG.sub("", shown["text/html"]))
    return re.sub(r"\A(['\"])(.*)\1\Z", r"\2", shown["text/plain"], flags=re.DOTALL)


def number(name: str, text: str) -> str:
    """The Markdown of one number; a dollar sign in it does not begin a formula."""
    return f'<span title="{name}">{escape(text, quote=False).replace("$", "&#36;")}</span>'


def refresh(notebook: str | None = None) -> None:
    """Write the numbers that the cells give now into the text of this notebook.

    Run all cells and save before; open the notebook anew afterwards ("Reload Notebook from Disk").
    What a cell does not bind any more stays as it is. The text prints which numbers changed.

    notebook: its file, where Jupyter or VS Code does not say which it is.
    """
    from IPython import get_ipython

    shell = get_ipython()
    if shell is None:
        print(_("Numbers in the text are renewed in a notebook alone."))
        return
    names = shell.user_ns
    file = notebook or names.get("__vsc_ipynb_file__") or os.environ.get("JPY_SESSION_NAME") or ""
    if not Path(file).is_file():
        print(_("Say which file this notebook is: masalih.refresh(“name.ipynb”)."))
        return

    def now(name: str) -> str:
        return words(shell.display_formatter.format(names[name])[0])

    changed = rewrite(Path(file), lambda name: now(name) if name in names else None)
    if not changed:
        print(_("Every number in the text is what the cells give."))
        return
    for name, (before, after) in changed.items():
        print(f"{name}: {before} → {after}")
    print(_("The text has them now: choose “Reload Notebook from Disk” in the File menu."))


def rewrite(file: Path, now) -> dict[str, tuple[str, str]]:
    """Renew the numbers in a notebook's file; {name: (text before, text after)} of those changed.

    now(name): what a value says today, None where it is not known.
    """
    notebook = json.loads(file.read_text("utf-8"))
    changed: dict[str, tuple[str, str]] = {}

    def renewed(match):
        name, before = match[1], unescape(match[2])
        after = now(name)
        if after is None or after == before:
            return match[0]
        changed[name] = before, after
        return number(name, after)

    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            cell["source"] = NUMBER.sub(renewed, "".join(cell["source"]))
    if changed:
        write(file, as_json(notebook))
    return changed
