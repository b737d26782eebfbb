"""A copy of the data package that a test may damage, at the cost of the table it damages."""

import csv
import io
import json
import os
import shutil

import pytest

from masalih import add, validation
from masalih.validation import package


class Copy:
    """A copy of the package that a test may damage, and the loader pointed at it."""

    def __init__(self, folder):
        self.root = folder

    def path(self, file):
        return self.root / file

    def lines(self, file):
        return self.path(file).read_text(encoding="utf-8").split("\n")

    def put(self, file, content):
        """Write a file anew: the old one is also a file of the sound package."""
        self.path(file).unlink()
        self.path(file).write_bytes(content)

    def write(self, file, lines):
        self.put(file, "\n".join(lines).encode("utf-8"))

    def line(self, file, key):
        """Number of the line that starts with `key`."""
        return next(n for n, line in enumerate(self.lines(file), 1) if line.startswith(f"{key},"))

    def replace(self, file, key, text):
        lines, number = self.lines(file), self.line(file, key)
        lines[number - 1] = text
        self.write(file, lines)
        return number

    def cells(self, file, key):
        lines = self.lines(file)
        header, cells = (
            next(csv.reader([line])) for line in (lines[0], lines[self.line(file, key) - 1])
        )
        return dict(zip(header, cells, strict=True))

    def set(self, file, key, **new):
        """Write new cells into the row that starts with `key`; its line number."""
        out = io.StringIO()
        csv.writer(out, lineterminator="").writerow({**self.cells(file, key), **new}.values())
        return self.replace(file, key, out.getvalue())

    def add(self, file, *rows):
        """Append lines to a file; the number of the first."""
        lines = self.lines(file)
        self.write(file, [*lines[:-1], *rows, ""])
        return len(lines)

    def free_id(self, prefix="isis"):
        """The id that the next row of an editor would take."""
        return add.next_id(validation.Package(self.root), prefix)

    def descriptor(self, change):
        found = json.loads(self.path("datapackage.json").read_text(encoding="utf-8"))
        change(found)
        self.put("datapackage.json", json.dumps(found).encode("utf-8"))


@pytest.fixture(scope="session")
def sound(tmp_path_factory):
    """The package, as files that a copy may link to and as tables that were read once."""
    folder = shutil.copytree(validation.root(), tmp_path_factory.mktemp("sound") / "data")
    found = validation.Package(folder)
    for name in found.resources:
        found.read(name)
    return found


@pytest.fixture
def copy(sound, tmp_path, monkeypatch):
    """A copy whose files are links, so that a table that stays the same need not be read again."""
    read_table = package.read_table

    def read(folder, resource):
        theirs, ours = folder / resource["path"], sound.folder / resource["path"]
        same = resource == sound.resources.get(resource["name"]) and theirs.is_file()
        if same and os.path.samefile(theirs, ours):
            return sound.read(resource["name"])
        return read_table(folder, resource)

    monkeypatch.setattr(package, "read_table", read)
    folder = shutil.copytree(sound.folder, tmp_path / "data", copy_function=os.link)
    monkeypatch.setenv("MASALIH_DATA", str(folder))
    return Copy(folder)
