"""Makes a failure name its place: the file and the cell that failed or hung, and why."""

import re

from nbclient.exceptions import CellTimeoutError, DeadKernelError

ANSI = re.compile(r"\x1b\[[0-9;]*m")
PLACE = re.compile(r"\S*ipykernel_\d+\S*?:\d+: ")  # of a warning: a file of the kernel's own


def failure(path, cells, index, error, timeout):
    """One sentence for a cell that failed: which file, which cell, what happened."""
    place = {"cell_number": index + 1, "first_line": "", **cells[index].get("metadata", {})}
    return (
        f"{path}: cell {place['cell_number']}: {_what(error, timeout)} "
        f"(the cell starts “{place['first_line'][:60]}”)"
    )


def printed(text):
    """One sentence for what a cell said on standard error, as warnings do."""
    lines = [line for line in ANSI.sub("", text).splitlines() if line[:1].strip()]
    return f"the page would show a message: {PLACE.sub('', ' '.join(lines))}"


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
