"""One rule says which checkout, and so which data, a command or a notebook works with.

The checkout is the nearest folder at or above the current one that holds _config.yml and _toc.yml;
where there is none, the one this library stands in. `masalih --root` names another. Its data
package is its folder `data`, unless MASALIH_DATA names another; a book without one reads the
library's own.
"""

import contextlib
import os
import sys
from pathlib import Path

DATA = "MASALIH_DATA"  # in the environment: the folder of the data package
LIBRARY = Path(__file__).resolve().parent


class NoBook(Exception):
    """There is no checkout where one was named; str() says what to do."""


def holding(folder):
    """The checkout at or above `folder`, or None."""
    folder = Path(folder).resolve()
    for candidate in (folder, *folder.parents):
        if (candidate / "_config.yml").is_file() and (candidate / "_toc.yml").is_file():
            return candidate
    return None


def current():
    """The checkout of the current folder, else the one this library stands in, else None."""
    if sys.platform == "emscripten":  # no checkout is in a browser, whose folders answer slowly
        return None
    try:
        here = holding(Path.cwd())
    except FileNotFoundError:  # the folder was deleted under us
        here = None
    return here or holding(LIBRARY)


def data():
    """Folder of the data package that everything in this process reads."""
    if os.environ.get(DATA):
        return Path(os.environ[DATA])
    checkout = current()
    if checkout and (checkout / "data").is_dir():
        return checkout / "data"
    own = LIBRARY.parents[1] / "data"
    return own if own.is_dir() else LIBRARY / "_data"


@contextlib.contextmanager
def chosen(root):
    """Inside, `root` is the checkout and its data are read, here and in every process started here.

    Gives the checkout: that of `root`, or the current one where `root` is None; None where there is
    none. NoBook where `root` is given and lies in no checkout.
    """
    if root is None:
        yield current()
        return
    checkout = holding(root)
    if checkout is None:
        raise NoBook(f"No book in {root}: --root names the folder that holds _config.yml.")
    before = os.environ.get(DATA)
    if (checkout / "data").is_dir():
        os.environ[DATA] = str(checkout / "data")
    try:
        yield checkout
    finally:
        os.environ.pop(DATA, None)
        if before is not None:
            os.environ[DATA] = before
