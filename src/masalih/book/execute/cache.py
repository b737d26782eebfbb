"""Keeps what a notebook's cells gave, by content: while its code and the data it read are the same, its page is made without running it."""

import contextlib
import json
import os
import time
from pathlib import Path

import myst_nb.core.execute
import nbformat
from myst_nb.core.execute.inline import NotebookClientInline

from masalih import data
from masalih.book.base import atomic_files, fingerprint


class Client(NotebookClientInline):
    """Runs the cells as the page is read, or repeats what the last run of the same code on the same data gave.

    A notebook's inputs are its code, this library, the installed packages, and what it asks `masalih.data` for. A value that
    no sentence asked for before makes the cells run after all.
    """

    folder = None  # where the records of this edition stand

    def start_client(self):
        self._client = self._cell_error = self._exc_string = self._tmp_path = self._reads = None
        self._last_cell_executed, self._time_start = -1, time.perf_counter()
        exercises = self.path.parent.name == fingerprint.EXERCISES
        self._key = key(self.notebook, exercises)
        self._file = (
            self.folder / (fingerprint.EXERCISES if exercises else "") / f"{self.path.stem}.json"
        )
        self._kept = recall(self._file, self._key) or {"cells": {}, "values": {}}
        if not self._kept["cells"]:
            self._run()
        else:
            self.notebook.metadata["language_info"] = self._kept["language_info"]

    def _run(self):
        """Start the kernel and bring it to where the page has got to."""
        reached = self._last_cell_executed
        self._reads = self._file.with_suffix(".reads")
        atomic_files.write(self._reads, "")
        os.environ[data.READS] = str(self._reads)  # the kernel inherits it
        try:
            super().start_client()
        finally:
            del os.environ[data.READS]
        if reached >= 0:
            super().code_cell_outputs(reached)

    def code_cell_outputs(self, cell_index):
        cells = self.notebook.cells
        while self._client is None and self._last_cell_executed < cell_index:
            place = self._last_cell_executed + 1
            if cells[place].cell_type == "code":
                kept = self._kept["cells"].get(self._ordinal(place))
                if kept is None:  # the last run stopped short of this cell
                    self._run()
                    break
                cells[place].update(nbformat.from_dict(kept))
            self._last_cell_executed = place
        if self._client is None:
            return cells[cell_index].get("execution_count"), cells[cell_index].get("outputs", [])
        return super().code_cell_outputs(cell_index)

    def eval_variable(self, name):
        place = f"{self._ordinal(self._last_cell_executed)}:{name}"
        if self._client is None:
            if place in self._kept["values"]:
                return nbformat.from_dict(self._kept["values"][place])
            self._run()
        outputs = super().eval_variable(name)
        self._kept["values"][place] = outputs
        return outputs

    def _ordinal(self, index):
        """How many code cells stand up to this cell, as text: sentences may come and go between them."""
        return str(sum(cell.cell_type == "code" for cell in self.notebook.cells[: index + 1]))

    def finalise_client(self):
        if self._client is not None:
            super().finalise_client()

    def close_client(self, exc_type, exc_val, exc_tb):
        if self._client is None:
            self.exec_metadata = {
                "mtime": time.time(),
                "runtime": 0.0,
                "method": "kept",
                "succeeded": True,
                "error": None,
                "traceback": None,
            }
            fingerprint.note(self.path, self._kept["reads"])
            return
        super().close_client(exc_type, exc_val, exc_tb)
        reads = sorted(set(self._reads.read_text("utf-8").splitlines()))
        self._reads.unlink()
        if exc_type is None and self._cell_error is None:
            self._kept |= {
                "key": self._key,
                "reads": fingerprint.digests(reads),
                "language_info": self.notebook.metadata.get("language_info"),
            }
            self._kept["cells"] = {
                self._ordinal(place): {
                    "outputs": cell.outputs,
                    "execution_count": cell.execution_count,
                }
                for place, cell in enumerate(self.notebook.cells)
                if cell.cell_type == "code" and place <= self._last_cell_executed
            }
            fingerprint.note(self.path, self._kept["reads"])
            atomic_files.write(self._file, json.dumps(self._kept, ensure_ascii=False))


def key(notebook, exercises=False):
    """Hash of everything but data that a run depends on: the code, the language, this library (with its answers, for exercises), the packages."""
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
        ]
    )


def recall(file, key):
    """The record of the last run, if it was of the same code on the same data; else None."""
    with contextlib.suppress(OSError, ValueError, KeyError, data.DataError):
        kept = json.loads(file.read_text("utf-8"))
        if kept["key"] == key and kept["reads"] == fingerprint.digests(kept["reads"]):
            return kept
    return None


def setup(app):
    if not os.access(
        Path.home(), os.W_OK
    ):  # matplotlib would take a folder with a random name, and tell of it on the page
        os.environ.setdefault("MPLCONFIGDIR", str(Path(app.doctreedir).parent / ".matplotlib"))
    Client.folder = Path(app.doctreedir).parent / ".executed"
    myst_nb.core.execute.NotebookClientInline = Client
