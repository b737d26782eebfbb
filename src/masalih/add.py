"""An editor adds a fact without counting columns or ids, and a row with a fault changes nothing.

The rules are asked first, of the package as it would be.
"""

import csv
import datetime
import io
import re
from collections import Counter
from pathlib import Path

from masalih import atomic_files
from masalih.rules import checksums
from masalih.rules.cells import near
from masalih.validation import DataError, Fault, Package, Table, read_text, report, root
from masalih.validation.files import with_rows


def main(what, given, dry_run=False, yes=False):
    """`masalih add`: one row for the series `what`, or for sources.csv where `what` is "source".

    Gives 0, or 1 and every fault with its remedy.

    given: {column: text}. With dry_run the line is printed and nothing is written. What is taken
    from the other rows of the series is written only with yes.
    """
    with atomic_files.unshared(root()):  # else two commands at once would take one number
        return add(Package(root()), what, given, dry_run, yes)


def add(package, what, given, dry_run, yes):
    try:
        if what == "source":
            taken, (name, cells) = {}, source_cells(given)
        else:
            taken = usual_cells(package, known_series(package, what), given)
            name, cells = observation_cells(package, what, given | taken)
        line = as_line(package.read(name), cells)
        text, number = with_line(package, name, line)
        faults = Trial(package, name, text).faults(cells)
    except DataError as error:
        faults = [error.fault]
    if faults:
        report(faults, package.folder)
        print("Nothing was written.")
        return 1
    print(line)
    for column, usual in taken.items():
        print(f"The {column} is that of the series, {usual}: --{column} names another.")
    for column in ("primary", "read", "licence", "accessed", "confidence"):
        if column in cells and column not in given:
            print(f"The {column} is {cells[column]}, as usual: --{column} names another.")
    if taken and not (dry_run or yes):
        options = " ".join(f"--{column} {usual}" for column, usual in taken.items())
        print(f"Nothing was written. If that is meant, say so: {options}, or --yes.")
        return 1
    if not dry_run:
        file = package.read(name).file
        atomic_files.write(package.folder / file, text)
        print(f"Written to {file}, line {number}. Next: make check, make book.")
    return 0


# --- what the editor need not say -----------------------------------------------------------------


def source_cells(given):
    usual = {
        "primary": "false",
        "read": "excerpt",
        "licence": "cited only",
        "accessed": datetime.date.today().isoformat(),
    }
    row = dict.fromkeys(checksums.CELLS["sources"], "") | usual | given
    row[checksums.COLUMN] = checksums.letters(checksums.row_parts("sources", row).values())
    return "sources", row


def known_series(package, id):
    """The row of a series; DataError where there is none."""
    known = package.lookup("series")
    if id not in known:
        raise DataError(
            Fault("series.csv", None, "id", f"there is no series {id!r}", near(id, known))
        )
    return known[id]


def observation_cells(package, series, given):
    """(table, cells) of a row of `series`."""
    name = home(package, known_series(package, series))
    usual = {
        "series": series,
        "end": given.get("start", ""),
        "confidence": "medium",
        "bound": "" if "value" in given else "range",
    }
    if "id" not in given:
        usual["id"] = next_id(package, own_prefix(package, name))
    cells = usual | given
    row = dict.fromkeys(package.read(name).names, "") | cells
    return name, cells | {
        checksums.COLUMN: checksums.letters(checksums.row_parts("observations", row).values())
    }


def usual_cells(package, series, given):
    """What the rows of a series agree on and the editor did not say: place, by and bound.

    DataError where they do not agree: then it must be said.
    """
    rows = package.rows_of.get(series["id"], [])
    taken = {}
    for column in ("place", "by", "bound"):
        if column in given or (column == "bound" and "value" not in given):
            continue
        # a range says no more of the bound of a single figure than of another series
        found = {row[column] for row in rows if column != "bound" or row["value"]}
        if column == "place":
            found = found or {series["place"]}
        if len(found) > 1:
            problem = (
                f"the rows of {series['id']} have several: {', '.join(map(said, sorted(found)))}"
            )
            remedy = f"name one, or another, with --{column}"
            if "" in found:
                remedy += f'; --{column} "" says nobody but {series["counter"]}'
            raise DataError(Fault("series.csv", series.line, column, problem, remedy))
        if usual := next(iter(found), ""):
            taken[column] = usual
    return taken


def said(text):
    return text or "none"


def home(package, series):
    """The table that holds the rows of a series: the file of its motive."""
    for name in package.observations:
        if stem(package, name) == series["motive"]:
            return name
    raise DataError(
        Fault(
            "datapackage.json",
            None,
            series["motive"],
            f"no table holds observations of the motive {series['motive']!r}",
            f"describe observations/{series['motive']}.csv as the other motives are described",
        )
    )


def own_prefix(package, name):
    """The prefix of the rows that editors added to a table; its motive's name where there is none.

    The others are of evidence files: excluded.csv accounts for each number they gave out, so each
    stands there too.
    """
    evidence = {prefix_of(row) for row in package.read("excluded").rows}
    own = Counter(
        prefix_of(row) for row in package.read(name).rows if prefix_of(row) not in evidence
    )
    return own.most_common(1)[0][0] if own else stem(package, name)


def stem(package, name):
    return Path(package.read(name).file).stem


def prefix_of(row):
    return row["id"].rsplit("-", 1)[0]


def next_id(package, prefix):
    """The number after the last, wherever it stands; what was excluded keeps its number."""
    names = (*package.observations, "events", "excluded")
    found = (
        re.fullmatch(rf"{prefix}-(\d+)", row["id"])
        for name in names
        for row in package.read(name).rows
    )
    return f"{prefix}-{max((int(match[1]) for match in found if match), default=0) + 1:03d}"


# --- the line and its trial -----------------------------------------------------------------------


def as_line(table, cells):
    """The row as the file will hold it.

    DataError for a column that the table does not have, or a cell of two lines.
    """
    names = [spec["name"] for spec in table.fields]
    for name, text in cells.items():
        if len(text.splitlines()) > 1:
            raise DataError(
                Fault(table.file, None, name, "the cell holds a line break", "write it on one line")
            )
        if name not in names:
            raise DataError(
                Fault(
                    table.file,
                    None,
                    name,
                    f"there is no column {name!r}",
                    f"the columns are {', '.join(names)}",
                )
            )
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow([cells.get(name, "") for name in names])
    return out.getvalue()


def with_line(package, name, line):
    """(the file's text with the line in it, its number).

    Observations stand at the end, sources in the order of their ids.
    """
    table = package.read(name)
    if table.faults:
        raise DataError(table.faults[0])
    lines = read_text(package.folder, table.file)[0].split("\n")[:-1]
    later = (number for number, other in enumerate(lines[1:], 1) if other > line)
    number = next(later, len(lines)) if name == "sources" else len(lines)
    return "\n".join([*lines[:number], line, *lines[number:], ""]), number + 1


class Trial(Package):
    """The package as it would be with this text in one of its tables."""

    def __init__(self, package, name, text):
        super().__init__(package.folder)
        self.before, self.name = package, name
        old = package.read(name)
        self.changed = with_rows(Table(old.name, old.file, old.schema), text)

    def _read(self, name):
        return self.changed if name == self.name else self.before.read(name)

    def faults(self, cells):
        """The faults of the changed table, and of the series and sources that the row names."""
        found = list(self.faults_of(self.name))
        for name, columns in (("series", ["series"]), ("sources", ["source", "corroborates"])):
            table, named = self.read(name), {cells.get(column) for column in columns}
            lines = {row.line for row in table.rows if row["id"] in named}
            found += [fault for fault in self.faults_of(name) if fault.row in lines]
        return list(dict.fromkeys(found))
