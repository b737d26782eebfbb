"""Files written whole or not at all, a build's lock, words for a disk that refuses.

A build may be stopped anywhere.
"""

import contextlib
import errno
import os
import re

try:
    import fcntl
except ImportError:  # Windows has none: there two builds at once are the editor's own affair
    fcntl = None  # type: ignore[assignment]

REMEDIES = {
    errno.ENOSPC: "the disk is full: free some space and build again",
    errno.EDQUOT: "your quota of the disk is used up: free some space and build again",
    errno.EROFS: "the folder cannot be written to: build in a copy of the checkout elsewhere",
    errno.EACCES: "you may not write there: give yourself the right, or build in a copy elsewhere",
    errno.EFBIG: "the system allows no larger files: see `ulimit -f`",
}
REFUSED = re.compile(r"\[Errno (\d+)\] [^:]*")


def write(path, content):
    """Write text (as UTF-8) or bytes to the Path `path`, so that it is never there in part.

    Whoever stops the build leaves the old file or the new one.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.name}.part")
    unfinished.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    os.replace(unfinished, path)


@contextlib.contextmanager
def alone(folder):
    """Hold `folder`, so that two builds do not write into each other: the later one waits.

    Yields the number of the lock's file. A process that is given it holds the folder too, even when
    the one that started it is gone.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        if fcntl:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                print("Another build of this book is running: waiting for its end ...", flush=True)
                fcntl.flock(lock, fcntl.LOCK_EX)
        yield lock.fileno()


def refusal(error):
    """The OSError behind an exception, in words: which file, what is wrong, what to do.

    "" where no disk is to blame.
    """
    while error is not None and not isinstance(error, OSError):
        error = getattr(error, "orig_exc", None) or error.__cause__ or error.__context__
    if error is None or error.errno not in REMEDIES:
        return ""
    return f"{error.filename or 'a file'} could not be written: {REMEDIES[error.errno]}"


def remedy(text):
    """What to do about such an error that another program printed; "" where it says of none."""
    match = REFUSED.search(text)
    return REMEDIES.get(int(match[1]), "") if match else ""
