"""A file of the package as text and rows, and what is wrong with its shape.

A file is read once, line by line: no cell may hold a line break, so a row's number is its line in
the file.
"""

import csv
import re
from dataclasses import dataclass, field

from masalih.rules.cells import READERS

DESCRIPTOR = "datapackage.json"
MAY_BE_EMPTY = ("exceptions",)
MARKS_OF_A_MERGE = re.compile(r"^(?:<<<<<<<|>>>>>>>) ", re.MULTILINE)
LONGEST_LINE = 100_000  # the csv module refuses a longer cell in words that name no remedy


@dataclass(frozen=True)
class Fault:
    """One thing wrong with the package. `row` is the line in `file` (None: the whole file).

    `field` may be empty.
    """

    file: str
    row: int | None
    field: str
    problem: str
    remedy: str
    cause: str = ""  # the row of another table that is wrong, where that is known

    def __str__(self):
        place = ":".join(
            str(part) for part in (self.file, self.row, self.field) if part not in (None, "")
        )
        return (
            f"{place}: {self.problem}. Remedy: "
            f"{self.remedy}{'' if self.remedy.endswith(('.', '?')) else '.'}"
        )


class DataError(Exception):
    """Raised by the loader: its text is `file:row:field: problem. Remedy: …`.

    `fault` is the Fault itself.
    """

    def __init__(self, fault):
        super().__init__(str(fault))
        self.fault = fault


@dataclass
class Row:
    """One record: `line` in the file and its cells as text."""

    line: int
    cells: dict

    def __getitem__(self, name):
        return self.cells[name]

    def get(self, name):
        return self.cells.get(name, "")


@dataclass
class Table:
    """A file as text, with what is wrong with its shape.

    Rows whose shape is wrong are not in `rows`.
    """

    name: str
    file: str
    schema: dict
    rows: list = field(default_factory=list)
    faults: list = field(default_factory=list)

    @property
    def fields(self):
        return self.schema["fields"]

    @property
    def names(self):
        return [spec["name"] for spec in self.fields]

    def values(self, spec):
        """The cells of a column of a sound table, as values of its type; None where empty."""
        reader, _ = READERS[spec["type"]]
        return [reader(row[spec["name"]]) if row[spec["name"]] else None for row in self.rows]

    def fault(self, row, name, problem, remedy):
        return Fault(self.file, row.line if isinstance(row, Row) else row, name, problem, remedy)


# --- text -----------------------------------------------------------------------------------------


def read_text(folder, file):
    """(text, faults) of a UTF-8 file; text is None where it cannot be read."""
    path = folder / file
    if not path.is_file():
        remedy = (
            "restore it, or point MASALIH_DATA at the data folder"
            if file == DESCRIPTOR
            else f"restore it, or remove it from {DESCRIPTOR}"
        )
        return None, [Fault(file, None, "", "the file is missing", remedy)]
    try:
        raw = path.read_bytes()
    except OSError as error:
        problem = f"the file cannot be read ({error.strerror})"
        return None, [Fault(file, None, "", problem, "give yourself the right to read it")]
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in raw[:4]:
        return None, [Fault(file, 1, "", "the file is UTF-16", "save it as UTF-8 without BOM")]
    faults = []
    if raw.startswith(b"\xef\xbb\xbf"):
        raw = raw[3:]
        problem = "the file starts with a byte-order mark"
        faults.append(Fault(file, 1, "", problem, "save it as UTF-8 without BOM"))
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return None, [Fault(file, line, "", "the line is not UTF-8", "save the file as UTF-8")]
    marks = MARKS_OF_A_MERGE.search(text)
    if marks:
        line = text.count("\n", 0, marks.start()) + 1
        problem = "the file holds two versions of its lines, as git leaves them"
        return None, [Fault(file, line, "", problem, "keep one version, and delete the marks")]
    if "\r" in text:
        line = text.count("\n", 0, text.index("\r")) + 1
        problem = "the line ends in a carriage return"
        faults.append(Fault(file, line, "", problem, "save the file with LF line ends"))
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text, faults


# --- rows -----------------------------------------------------------------------------------------


def read_table(folder, resource):
    """Table of one CSV resource: its rows as text and every fault of its shape."""
    text, faults = read_text(folder, resource["path"])
    table = Table(resource["name"], resource["path"], resource["schema"], faults=faults)
    return table if text is None else with_rows(table, text)


def with_rows(table, text):
    """The table with the rows of its file's text, and what is wrong with their shape."""
    lines = text.split("\n")
    unfinished = lines.pop()
    header, problem = cells_of(lines[0] if lines else unfinished)
    if header != table.names and (header or problem):
        fault = table.fault(1, "", *problem) if problem else header_fault(table, header)
        table.faults.append(fault)
        return table
    for number, line in enumerate(lines[1:], 2):
        read_row(table, number, line)
    if unfinished:
        problem = "the file ends within a line: it was cut off, or its last line end is missing"
        remedy = "restore what is missing, and end the file with a line feed"
        table.faults.append(table.fault(len(lines) + 1, "", problem, remedy))
    if not table.rows and not table.faults and (table.name not in MAY_BE_EMPTY or not lines):
        problem = "there is no row below the header" if lines else "the file is empty"
        table.faults.append(table.fault(1, "", problem, "restore it"))
    return table


def cells_of(line):
    """(the cells of a line, None), or (None, (problem, remedy)) where it cannot be split."""
    if "\0" in line:
        return None, ("the line holds a NUL character", "delete it")
    if len(line) > LONGEST_LINE:
        return None, (f"the line has {len(line)} characters", "shorten its longest cell")
    try:
        return next(csv.reader([line], strict=True), []), None
    except csv.Error as error:
        return None, (
            f"the quotes do not match ({error})",
            "close the quotation mark, double a quotation mark inside a cell, keep a "
            "cell on one line",
        )


def read_row(table, number, line):
    """Add the line to the rows of the table, or what is wrong with its shape to the faults."""
    cells, problem = cells_of(line)
    names = table.names
    if problem:
        table.faults.append(table.fault(number, "", *problem))
    elif not cells:
        table.faults.append(table.fault(number, "", "the line is blank", "delete it"))
    elif len(cells) != len(names):
        table.faults.append(
            table.fault(
                number,
                names[min(len(cells), len(names) - 1)],
                f"{len(cells)} cells where the header has {len(names)}",
                "quote cells that hold a comma; leave a cell empty rather than out",
            )
        )
    else:
        table.rows.append(Row(number, dict(zip(names, cells, strict=True))))


def header_fault(table, cells):
    names = table.names
    wanted = f"the header must be {','.join(names)}"
    other = next((sign for sign in ";\t|" if cells[0].count(sign) >= len(names) - 1), None)
    if len(cells) == 1 and other and len(names) > 1:
        name = {";": "semicolons", "\t": "tabs"}.get(other, f"the sign {other}")
        problem = f"the cells are separated by {name}, as a spreadsheet may save them"
        return table.fault(1, "", problem, "save the file with commas between the cells")
    missing = [name for name in names if name not in cells]
    unknown = [cell for cell in cells if cell not in names]
    if missing:
        return table.fault(1, missing[0], "the column is missing", wanted)
    if unknown:
        remedy = f"{wanted}, or describe it in {DESCRIPTOR}"
        return table.fault(1, unknown[0], "the column is not in the descriptor", remedy)
    pairs = zip(cells, names, strict=False)  # here one may be longer
    first = next((cell for cell, name in pairs if cell != name), cells[-1])
    return table.fault(1, first, "the column is out of place", wanted)
