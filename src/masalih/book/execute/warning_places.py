"""Makes a warning name its place as a reader of the file finds it: path, cell, line."""

import json
import logging
import os
import re
from pathlib import Path

from masalih.book.editions.notebooks import for_sphinx

LINES_PER_CELL = 10_000  # MyST-NB gives line n of the i-th cell the number i × 10000 + n


class WarningPlaces(logging.Filter):
    """Rewrites a warning's location: the path under the root and, in a notebook, the cell.

    `blamed` holds the files that warnings named ("" for a warning without a place); `numbers` is
    a function from a notebook's path under the root to the numbers of its cells.
    """

    def __init__(self, root, numbers):
        super().__init__()
        self.root, self.numbers = root, numbers
        self.blamed: set[str] = set()

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


def blamed():
    """The files that warnings of this build have named so far, a set that goes on growing."""
    filters = [one for handler in _handlers() for one in handler.filters]
    return next(one.blamed for one in filters if isinstance(one, WarningPlaces))


def _handlers():
    return logging.getLogger("sphinx").handlers


def _cell_numbers(path, language):
    try:
        cells = for_sphinx(json.loads(path.read_text("utf-8")), language)["cells"]
    except (OSError, ValueError, KeyError):
        return []
    return [cell["metadata"]["cell_number"] for cell in cells]


def setup(app):
    root = Path(app.srcdir)
    places = WarningPlaces(root, lambda name: _cell_numbers(root / name, app.config.language))
    for handler in _handlers():
        handler.addFilter(places)
