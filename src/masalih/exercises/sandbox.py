"""Keeps what a student's code can do to itself: no network, no file of others, an end by the clock.

bubblewrap (Linux) does it. Without it the code would run with the rights of whoever marks, so that
is asked for by name.
"""

from __future__ import annotations

import functools
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass

from masalih.exercises import keys

INSIDE = "/tmp"  # where shut-in code may write: an empty folder over the system's own
MOST = 2**20  # bytes of answers that are read


@dataclass(frozen=True)
class Limits:
    """What one notebook may take: seconds by the clock, megabytes of memory; whether shut in."""

    seconds: int = 120
    megabytes: int = 4096
    shut: bool = True


@functools.cache
def works() -> bool:
    """Whether bubblewrap is there and the system lets it work."""
    return (
        bool(shutil.which("bwrap"))
        and not subprocess.run([*_shut(), "true"], capture_output=True, check=False).returncode
    )


def run(cells: list[str], limits: Limits) -> tuple[list[dict], str]:
    """(what the cells told, line by line; "time" if the clock stopped them, else "")."""
    command = [sys.executable, "-m", "masalih.exercises.submission"]
    command += [str(limits.seconds), str(limits.megabytes)]
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryFile() as out:
        process = subprocess.Popen(
            [*(_shut() if limits.shut else []), *command],
            stdin=subprocess.PIPE,
            stdout=out,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env=_environment(INSIDE if limits.shut else folder),
            start_new_session=True,
        )
        stopped = ""
        try:
            process.communicate(json.dumps(cells).encode(), timeout=limits.seconds)
        except subprocess.TimeoutExpired:
            stopped = "time"
        finally:
            _end(process)
        out.seek(0)
        return list(_lines(out.read(MOST))), stopped


def _lines(content) -> Iterator[dict]:
    for line in content.decode("utf-8", "replace").splitlines():
        try:
            told = json.loads(line)
        except ValueError:
            continue  # cut off, or something that the notebook wrote there
        if isinstance(told, dict):
            yield told


def _end(process):
    """End the process and all that it started in its session."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (AttributeError, ProcessLookupError):  # no groups on Windows; gone already
        process.kill()
    process.wait()


def _shut():
    """The command that shuts in the one after it: reading is allowed, but not the keys."""
    package = keys.folder().parents[1]
    secret = [keys.folder("exercises"), keys.folder("questions"), package / "_build"]
    hidden = [str(path) for path in (*secret, package / ".git") if path.is_dir()]
    return [
        *("bwrap", "--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc", "--tmpfs", INSIDE),
        *(part for path in _needed() for part in ("--ro-bind", path, path)),
        *(part for path in hidden for part in ("--tmpfs", path)),
        *("--unshare-all", "--die-with-parent", "--new-session", "--chdir", INSIDE),
    ]


def _needed():
    """Folders of Python and of the library that lie below INSIDE, which is covered."""
    package = keys.folder().parents[1]
    return [path for path in (sys.prefix, str(package)) if path.startswith(f"{INSIDE}/")]


def _environment(home):
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "BOOK_LANG") if name in os.environ}
    return kept | {
        "HOME": home,
        "MPLCONFIGDIR": home,
        "MPLBACKEND": "agg",
        "PYTHONUTF8": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
    }
