"""Keeps what a notebook's cells gave, by content, so that its page is made without running it.

That holds while the code and the data it read are the same.
"""

import contextlib
import functools
import json
import os
import time
from pathlib import Path

import nbformat

from masalih import data
from masalih.book.base import atomic_files, fingerprint, page_inputs
from masalih.book.execute.inline_client import InlineClient, install


class CachedClient(InlineClient):
    """Runs the cells as the page is read, or repeats what the last run of the same inputs gave.

    A notebook's inputs are its code, this library, the installed packages, the schemas of the data
    and what it asks `masalih.data` for. A value that no sentence asked for before makes the cells
    run after all. `folder` is where the records of this edition stand.
    """

    def __init__(self, *arguments, folder, **options):
        super().__init__(*arguments, **options)
        group = self.path.parent.name  # a folder below notebooks/ may have the same names again
        exercises = group == fingerprint.EXERCISES
        folder = folder if group == "notebooks" else folder / group
        self.file = folder / f"{self.path.stem}.json"
        self.reads = self.file.with_suffix(".reads")  # while a kernel runs: what it reads
        self.key = key(self.notebook, exercises)
        self.record = recall(self.file, self.key) or {"cells": {}, "values": {}}

    def start_client(self):
        super().start_client()
        if self.record["cells"]:
            self.notebook.metadata["language_info"] = self.record["language_info"]
        else:
            self.start_kernel()

    def start_kernel(self):
        atomic_files.write(self.reads, "")
        os.environ[data.READS] = str(self.reads)  # the kernel inherits it
        try:
            super().start_kernel()
        finally:
            del os.environ[data.READS]

    def code_cell_outputs(self, cell_index):
        cells = self.notebook.cells
        while not self.has_kernel and self.position < cell_index:
            cell, outputs = cells[self.position + 1], None
            if cell.cell_type == "code":
                outputs = self.record["cells"].get(self._ordinal(self.position + 1))
                if outputs is None:  # the last run stopped short of this cell
                    self.start_kernel()
                    break
            self.pass_over(outputs and nbformat.from_dict(outputs))
        if self.has_kernel:
            return self.run_to(cell_index)
        return cells[cell_index].get("execution_count"), cells[cell_index].get("outputs", [])

    def eval_variable(self, name):
        place, values = f"{self._ordinal(self.position)}:{name}", self.record["values"]
        if not self.has_kernel:
            if place in values:
                return nbformat.from_dict(values[place])
            self.start_kernel()
        values[place] = super().eval_variable(name)
        return values[place]

    def _ordinal(self, index):
        """How many code cells stand up to this cell, as text: sentences may come and go."""
        return str(sum(cell.cell_type == "code" for cell in self.notebook.cells[: index + 1]))

    def finalise_client(self):
        if self.has_kernel:
            super().finalise_client()

    def close_client(self, exc_type, exc_val, exc_tb):
        if self.has_kernel:
            super().close_client(exc_type, exc_val, exc_tb)
            reads = sorted(set(self.reads.read_text("utf-8").splitlines()))
            self.reads.unlink()
            if exc_type is None and not self.has_failed:
                self._save(reads)
        else:
            self.exec_metadata = {
                "mtime": time.time(),
                "runtime": 0.0,
                "method": "kept",
                "succeeded": True,
                "error": None,
                "traceback": None,
            }
            page_inputs.note(self.path, self.record["reads"])

    def _save(self, reads):
        ran = {
            self._ordinal(place): cell
            for place, cell in enumerate(self.notebook.cells[: self.position + 1])
            if cell.cell_type == "code"
        }
        self.record |= {
            "key": self.key,
            "reads": fingerprint.answers_to(reads),
            "language_info": self.notebook.metadata.get("language_info"),
            "path": str(self.path),
            "name": self.name,
            "sources": {
                place: [cell.metadata.get("cell_number", place), cell.source]
                for place, cell in ran.items()
            },
            "repeated": False,  # repeat.py sets it
            "cells": {
                place: {"outputs": cell.outputs, "execution_count": cell.execution_count}
                for place, cell in ran.items()
            },
        }
        page_inputs.note(self.path, self.record["reads"])
        atomic_files.write(self.file, json.dumps(self.record, ensure_ascii=False))


def key(notebook, exercises=False):
    """Hash of everything but rows that a run depends on.

    That is the code, the language, this library (with its answers, for exercises), the packages,
    and what the data package says of its tables.
    """
    code = [
        [cell.source, cell.metadata.get("tags", [])]
        for cell in notebook.cells
        if cell.cell_type == "code"
    ]
    return fingerprint.hash_of(
        [
            os.environ.get("BOOK_LANG"),
            code,
            fingerprint.library(),
            fingerprint.answers() if exercises else "",
            fingerprint.packages(),
            fingerprint.schemas(),
        ]
    )


def recall(file, key):
    """The record of the last run, if it was of the same code on the same data; else None."""
    with contextlib.suppress(OSError, ValueError, KeyError, data.DataError):
        record = json.loads(file.read_text("utf-8"))
        if record["key"] == key and record["reads"] == fingerprint.answers_to(record["reads"]):
            return record
    return None


def setup(app):
    if not os.access(Path.home(), os.W_OK):
        # matplotlib would take a folder with a random name, and tell of it on the page.
        os.environ.setdefault("MPLCONFIGDIR", str(Path(app.doctreedir).parent / ".matplotlib"))
    folder = Path(app.doctreedir).parent / ".executed"
    install(functools.partial(CachedClient, root=Path(app.srcdir), folder=folder))
