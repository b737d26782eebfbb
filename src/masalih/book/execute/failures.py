"""Makes a failure name its place: the cell that failed or hung, the cell a warning comes from; and reports progress."""

import contextlib
import json
import logging
import os
import re
import sys
import time
from pathlib import Path

from myst_nb.core.execute.base import ExecutionError
from myst_nb.core.execute.inline import NotebookClientInline
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from sphinx.errors import ExtensionError

from masalih.book.base import atomic_files
from masalih.book.editions.notebooks import for_sphinx
from masalih.book.site.build import PROGRESS

ANSI = re.compile(r"\x1b\[[0-9;]*m")
LINES_PER_CELL = 10_000  # MyST-NB gives line n of the i-th cell the number i × 10000 + n


def failure(path, cells, index, error, timeout):
    """One sentence for a cell that failed: which file, which cell, what happened."""
    place = {"cell_number": index + 1, "first_line": "", **cells[index].get("metadata", {})}
    return (
        f"{path}: cell {place['cell_number']}: {_what(error, timeout)} "
        f"(the cell starts “{place['first_line'][:60]}”)"
    )


def _what(error, timeout):
    if isinstance(error, CellTimeoutError):
        return f"still running after {timeout} seconds and was stopped"
    if isinstance(error, DeadKernelError):
        return "the kernel died (out of memory, or the cell ended the process)"
    name, value = (
        getattr(error, "ename", type(error).__name__),
        getattr(error, "evalue", str(error)),
    )
    if (
        name == "NoneType"
    ):  # so IPython calls an error raised while a result draws itself; its last line says which
        lines = [
            line
            for line in ANSI.sub("", error.traceback).splitlines()
            if re.match(r"[\w.]+(?:Error|Exception|Exit)\b", line)
        ]
        return lines[-1] if lines else "its result could not be shown"
    return f"{name}: {ANSI.sub('', str(value))}"


def explain_failures(root):
    """MyST-NB's own error holds nothing but the path, so its client is made to say which cell and why."""
    run = NotebookClientInline.code_cell_outputs
    if hasattr(run, "__wrapped__"):
        run = run.__wrapped__

    def code_cell_outputs(self, cell_index):
        try:
            return run(self, cell_index)
        except (ExecutionError, DeadKernelError) as error:
            path = (
                Path(self.path).relative_to(root)
                if Path(self.path).is_relative_to(root)
                else self.path
            )
            index, cause = self._last_cell_executed, error.__cause__ or error
            raise ExtensionError(
                failure(path, self.notebook.cells, index, cause, self.nb_config.execution_timeout)
            ) from None

    code_cell_outputs.__wrapped__ = run
    NotebookClientInline.code_cell_outputs = code_cell_outputs


class Places(logging.Filter):
    """Rewrite a warning's location: path under the root, and for notebooks the cell as a reader of the file counts it."""

    def __init__(self, root, numbers):
        super().__init__()
        self.root, self.numbers, self.blamed = root, numbers, set()

    def filter(self, record):
        location = getattr(record, "location", None)
        match = re.fullmatch(r"(.+?):(\d+)?", location) if isinstance(location, str) else None
        if record.levelno >= logging.WARNING:
            self.blamed.add(os.path.relpath(match[1], self.root) if match else "")
        if match:
            record.location = self.place(match[1], int(match[2]) if match[2] else None)
        return True

    def place(self, path, line):
        name = os.path.relpath(path, self.root) if os.path.isabs(path) else path
        if name.endswith(".ipynb") and line and line >= LINES_PER_CELL:
            index, line = divmod(line, LINES_PER_CELL)
            numbers = self.numbers(name)
            number = numbers[index - 1] if index <= len(numbers) else index
            return f"{name}: cell {number}, line {max(line - 1, 1)}"
        return f"{name}: line {line}" if line else name


class Progress:
    """Print a line as each page is done: which edition, which of how many, how long it took."""

    def __init__(self, language, out):
        self.language, self.out, self.done, self.total, self.start = language, out, 0, 0, 0.0

    def before(self, app, env, docnames):
        self.total = len(docnames)

    def begin(self, app, docname, source):
        self.start = time.monotonic()

    def end(self, app, doctree):
        self.done += 1
        seconds = time.monotonic() - self.start
        print(
            f"[{self.language}] {self.done}/{self.total}  {app.env.docname}  {seconds:.0f} s",
            file=self.out,
            flush=True,
        )


class Unsettled:
    """What a build that failed or was killed leaves to the next one, which would otherwise take its pages for done.

    read: the sources of pages that it complained of or was reading; write: whether pages may be missing or half written.
    """

    def __init__(self, app, blamed):
        self.path, self.blamed = Path(app.doctreedir, "unsettled.json"), blamed
        self.left = {"read": [], "write": False}
        with contextlib.suppress(FileNotFoundError):
            self.left = json.loads(self.path.read_text("utf-8"))

    def again(self, app, env, added, changed, removed):
        names = set(self.left["read"])
        known = {name for name in env.found_docs if env.doc2path(name, base=False) in names}
        return known if len(known) == len(names) else env.found_docs

    def reading(self, app, env, docnames):
        self.left["read"] = sorted(
            {*self.left["read"], *(str(env.doc2path(name, base=False)) for name in docnames)}
        )
        self._keep()

    def writing(self, app, env):
        """From here on Sphinx holds what was read for settled."""
        again = self.left["write"]
        self.left["write"] = True
        self._keep()
        return env.found_docs if again else []

    def ended(self, app, exception):
        if exception is None and self.blamed:
            self.left = {"read": sorted(self.blamed), "write": False}
            self._keep()
        elif exception is None:
            self.path.unlink(missing_ok=True)

    def _keep(self):
        atomic_files.write(self.path, json.dumps(self.left))


def setup(app):
    root = Path(app.srcdir)
    explain_failures(root)
    places = Places(root, lambda name: _cell_numbers(root / name, app.config.language))
    for handler in logging.getLogger("sphinx").handlers:
        handler.addFilter(places)
    unsettled = Unsettled(app, places.blamed)
    app.connect("env-get-outdated", unsettled.again)
    app.connect("env-before-read-docs", unsettled.reading)
    app.connect("env-get-updated", unsettled.writing)
    app.connect("build-finished", unsettled.ended, priority=950)
    if os.environ.get(PROGRESS):
        progress = Progress(app.config.language, sys.stdout)
        app.connect("env-before-read-docs", progress.before)
        app.connect("source-read", progress.begin)
        app.connect("doctree-read", progress.end)


def _cell_numbers(path, language):
    try:
        cells = for_sphinx(json.loads(path.read_text("utf-8")), language)["cells"]
    except (OSError, ValueError, KeyError):
        return []
    return [cell["metadata"]["cell_number"] for cell in cells]
