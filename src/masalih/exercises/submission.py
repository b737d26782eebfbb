"""Runs one submitted notebook in a process of its own and tells which answers it hands to `check`.

`masalih mark --run` starts it (sandbox.py). The notebook comes in on standard input; out goes a
line of JSON for each answer, at once, so that those before an endless cell count. Nothing is judged
here: what a student's code does to `check` changes nobody's mark but by another answer.
"""

from __future__ import annotations

import json
import os
import re
import sys
from numbers import Complex

MAGIC = re.compile(r"^\s*[%!].*$", re.M)  # IPython's own lines


def main() -> None:
    """Run the notebook; its answers go to what was standard output."""
    _limit(*map(int, sys.argv[1:3]))
    cells = json.loads(sys.stdin.read())
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    quiet = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(quiet, stream)

    from masalih import exercises

    def record(label=None, answer=None, *parted):
        out.write(json.dumps({"label": str(label), **_plain(answer, parted)}) + "\n")
        out.flush()

    exercises.check = record
    names = {"__name__": "__main__", "display": lambda *shown: None}
    for cell in cells:
        try:
            exec(compile(MAGIC.sub("", cell), "cell", "exec"), names)
        except BaseException as error:  # the next cell may stand on its own
            out.write(json.dumps({"error": type(error).__name__}) + "\n")
            out.flush()
            if isinstance(error, MemoryError):
                break
    out.write(json.dumps({"ended": True}) + "\n")
    out.flush()


def _plain(answer, parted):
    """An answer as JSON can hold it; of what is no number, text or nothing only that it was odd."""
    from masalih.exercises import reading

    if parted:
        return {"parted": True}
    try:
        value = reading.value(answer)
    except Exception:
        value = object()
    if value is None or value is ...:
        return {"value": None}
    if isinstance(value, (float, str)):
        return {"value": value if isinstance(value, float) else str(value)[:1000]}
    return {"complex": True} if isinstance(value, Complex) and value.imag else {"odd": True}


def _limit(seconds, megabytes):
    """What the system lets this process and its children have, where it can say so."""
    try:
        import resource
    except ImportError:  # Windows: the clock of the caller is left
        return
    for name, most in (
        ("RLIMIT_CPU", seconds),
        ("RLIMIT_AS", megabytes * 2**20),
        ("RLIMIT_FSIZE", 2**24),
        ("RLIMIT_CORE", 0),
    ):
        resource.setrlimit(getattr(resource, name), (most, most))


if __name__ == "__main__":
    main()
