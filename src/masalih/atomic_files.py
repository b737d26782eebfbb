"""Files written whole or not at all, by one process at a time, wherever it is stopped."""

import contextlib
import json
import os

try:
    import fcntl
except ImportError:  # Windows has none: there two commands at once are the editor's own affair
    fcntl = None  # type: ignore[assignment]


def write(path, content):
    """Write text (as UTF-8) or bytes to the Path `path`, so that it is never there in part.

    Whoever stops the command leaves the old file or the new one.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.name}.part")
    unfinished.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    os.replace(unfinished, path)


def renew(path, content):
    """`write` where the file says something else, so that one that stays keeps its time."""
    content = content.encode("utf-8") if isinstance(content, str) else content
    if not path.is_file() or path.stat().st_size != len(content) or path.read_bytes() != content:
        write(path, content)


def as_json(found):
    """JSON as it is written into files: for people as well, so in lines and with Arabic letters."""
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


@contextlib.contextmanager
def alone(folder):
    """Hold `folder`, so that two builds do not write into each other: the later one waits.

    Yields the number of the lock's file. A process that is given it holds the folder too, even when
    the one that started it is gone.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        wait_for(lock.fileno(), "Another build of this book is running")
        yield lock.fileno()


@contextlib.contextmanager
def unshared(folder):
    """Hold a folder in which no other file may lie, as `alone` does: the folder is its own lock."""
    if fcntl is None:
        yield
        return
    lock = os.open(folder, os.O_RDONLY)
    try:
        wait_for(lock, "Another command is writing the data")
        yield
    finally:
        os.close(lock)


def wait_for(lock, busy):
    if fcntl is None:
        return
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        print(f"{busy}: waiting for its end ...", flush=True)
        fcntl.flock(lock, fcntl.LOCK_EX)
