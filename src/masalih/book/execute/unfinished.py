"""Remembers what a build that failed or was killed leaves to the next one.

Sphinx would otherwise take its pages for done.
"""

import contextlib
import json
from pathlib import Path
from typing import Any

from masalih.book.base import atomic_files
from masalih.book.execute import warning_places


class UnfinishedPages:
    """A record on the disk, true at every moment, that goes when a build ends well.

    read: the sources of pages that the build complained of or was reading; write: whether pages
    may be missing or half written.
    """

    def __init__(self, app):
        self.path = Path(app.doctreedir, "unsettled.json")
        self.record: dict[str, Any] = {"read": [], "write": False}
        with contextlib.suppress(FileNotFoundError):
            self.record = json.loads(self.path.read_text("utf-8"))

    def read_again(self, app, env, added, changed, removed):
        names = set(self.record["read"])
        pages = {name for name in env.found_docs if env.doc2path(name, base=False) in names}
        return pages if len(pages) == len(names) else env.found_docs

    def start_reading(self, app, env, docnames):
        sources = (str(env.doc2path(name, base=False)) for name in docnames)
        self.record["read"] = sorted({*self.record["read"], *sources})
        self._write()

    def start_writing(self, app, env):
        """From here on Sphinx holds what was read for settled."""
        unwritten, self.record["write"] = self.record["write"], True
        self._write()
        return env.found_docs if unwritten else []

    def end(self, app, exception):
        if exception is None and warning_places.blamed():
            self.record = {"read": sorted(warning_places.blamed()), "write": False}
            self._write()
        elif exception is None:
            self.path.unlink(missing_ok=True)

    def _write(self):
        atomic_files.write(self.path, json.dumps(self.record))
