"""`masalih check --confirm`: what was changed on purpose is compared once more, then kept so."""

import datetime

from masalih import atomic_files
from masalih.add import as_line
from masalih.rules import checksums
from masalih.rules.cells import near
from masalih.validation import DESCRIPTOR, DataError, Fault, Package, report, root
from masalih.validation.files import read_text


def main(ids):
    """Write the checksums of the rows and tables named; 0, or 1 where one of them is not there."""
    with atomic_files.unshared(root()):
        try:
            confirm(Package(root()), ids)
        except DataError as error:
            report([error.fault], root())
            return 1
    return 0


def confirm(package, ids):
    """Write the checksums of the rows and tables `ids`; DataError, and nothing, for an unknown."""
    tables = [name for name in package.resources if package.kind(name) in checksums.CELLS]
    broken = [fault for name in tables for fault in package.read(name).faults]
    if broken:
        raise DataError(broken[0])
    known = {row["id"] for name in tables for row in package.read(name).rows}
    known |= {resource["name"] for resource in package.descriptor["resources"]}
    for id in ids:
        if id not in known:
            problem = f"{id!r} is no row or table that carries a checksum"
            raise DataError(Fault(DESCRIPTOR, None, "", problem, near(id, known)))
    for name in tables:
        confirm_rows(package, name, set(ids))
    confirm_tables(package, set(ids))


def confirm_rows(package, name, ids):
    table, kind = package.read(name), package.kind(name)
    lines = read_text(package.folder, table.file)[0].split("\n")
    before = list(lines)
    for row in table.rows:
        if row["id"] in ids:
            lines[row.line - 1] = as_line(table, confirmed(kind, row))
    if lines != before:
        atomic_files.write(package.folder / table.file, "\n".join(lines))


def confirmed(kind, row):
    """The cells of a row with the checksum that fits; a check made before is made anew today."""
    changed = checksums.changed(checksums.row_parts(kind, row), row[checksums.COLUMN])
    cells = dict(row.cells)
    if row.get("checked") and row[checksums.COLUMN] and set(changed) - {"checked"}:
        cells["checked"] = datetime.date.today().isoformat()
    return cells | {checksums.COLUMN: checksums.letters(checksums.row_parts(kind, cells).values())}


def confirm_tables(package, names):
    for resource in package.descriptor["resources"]:
        if resource["name"] in names:
            parts = checksums.resource_parts(resource)
            resource[checksums.COLUMN] = checksums.letters(parts.values())
            text = atomic_files.as_json(package.descriptor)
            atomic_files.write(package.folder / DESCRIPTOR, text)
