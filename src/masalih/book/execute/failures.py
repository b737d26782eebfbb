"""Makes a failure name its place: the file and the cell that failed or hung, and why."""

import re
from pathlib import Path

from myst_nb.core.execute.base import ExecutionError
from myst_nb.core.execute.inline import NotebookClientInline
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from sphinx.errors import ExtensionError

ANSI = re.compile(r"\x1b\[[0-9;]*m")


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


def setup(app):
    explain_failures(Path(app.srcdir))
