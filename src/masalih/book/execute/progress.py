"""Prints a line as each page is done, so that whoever builds the book sees it move."""

import os
import sys
import time

from masalih.book.base.edition import PROGRESS


class Progress:
    """Which edition, which page of how many, how long it took; silent unless PROGRESS is set."""

    def __init__(self, app):
        self.language, self.shown = app.config.language, bool(os.environ.get(PROGRESS))
        self.done, self.total, self.start = 0, 0, 0.0

    def count(self, app, env, docnames):
        self.total = len(docnames)

    def begin(self, app, docname, source):
        self.start = time.monotonic()

    def end(self, app, doctree):
        self.done += 1
        seconds = time.monotonic() - self.start
        if self.shown:
            print(
                f"[{self.language}] {self.done}/{self.total}  {app.env.docname}  {seconds:.0f} s",
                file=sys.stdout,
                flush=True,
            )
