"""What only the whole package shows: files nobody describes, rows nobody needs or confirmed."""

from masalih.rules import checksums
from masalih.rules.cells import near
from masalih.rules.text import arabic_problem
from masalih.validation.files import DESCRIPTOR, Fault

LICENCE = "LICENSE"  # the note that an exported package carries


def stray_files(package):
    """Files that the descriptor does not name: they would be published, or are somebody's own."""
    described = {r["path"] for r in package.descriptor["resources"]} | {DESCRIPTOR, LICENCE}
    for path in sorted(package.folder.rglob("*")):
        file = path.relative_to(package.folder).as_posix()
        if path.is_file() and file not in described:
            yield Fault(
                file,
                None,
                "",
                f"the file is not described in {DESCRIPTOR}",
                "delete it, or move it out of the data folder"
                if path.name.startswith(".")
                else "describe it or delete it",
            )


def descriptor_faults(package):
    """What the descriptor says of the whole: its day, its sources, Arabic words on each table."""
    if str(package.descriptor["created"])[:10] > package.today.isoformat():
        yield Fault(
            DESCRIPTOR,
            None,
            "created",
            f"{package.descriptor['created'][:10]} is in the future",
            "write the day of the last change; or set the clock of this machine",
        )
    known = package.lookup("sources")
    for resource in package.descriptor["resources"]:
        for source in resource.get("sources", []) if known else ():
            if source.get("name") not in known:
                yield Fault(
                    DESCRIPTOR,
                    None,
                    f"{resource['name']}.sources",
                    f"{source.get('name')!r} is not an id in sources.csv",
                    near(str(source.get("name")), known),
                )
        published = resource["path"].startswith("tables/") and "schema" in resource
        if published and not resource.get("description_ar"):
            yield Fault(
                DESCRIPTOR,
                None,
                f"{resource['name']}.description_ar",
                "the table has no Arabic description",
                "readers of the catalogue need it",
            )
        words = resource.get("description_ar")
        problem = arabic_problem("description_ar", words) if words is not None else None
        if problem:
            yield Fault(DESCRIPTOR, None, f"{resource['name']}.description_ar", *problem)


def unused_rows(package):
    """Sources nobody cites, series nobody measures, exceptions that excuse nothing."""
    rows = [row for table in map(package.read, package.resources) for row in table.rows]
    cited = {row.get(name) for row in rows for name in ("source", "corroborates")}
    cited |= {
        item
        for row in rows
        for name in ("supports", "opposes")
        for item in row.get(name).split(";")
    }
    cited |= {
        source.get("name")
        for r in package.descriptor["resources"]
        for source in r.get("sources", [])
    }
    measured = {row.get("series") for row in rows}
    for name, used, words in (
        ("sources", cited, "no row cites the source"),
        ("series", measured, "the series has no observation"),
    ):
        table = package.read(name)
        for row in table.rows:
            if row["id"] not in used:
                remedy = "delete the row, or add what should refer to it"
                yield table.fault(row, "id", words, remedy)
    table = package.read("exceptions")
    for row in table.rows:
        if (row["rule"], row["id"]) not in package.excused:
            problem = f"nothing about {row['id']} breaks the rule {row['rule']}"
            yield table.fault(row, "id", problem, "delete the row, or correct its id")


# --- checksums ------------------------------------------------------------------------------------


def unconfirmed(package):
    """(fault, id) of each row and description that changed since it was entered or confirmed."""
    about = package.descriptor
    for part in checksums.changed(checksums.package_parts(about), about.get(checksums.COLUMN, "")):
        problem = "what the descriptor says of the whole was changed and not confirmed"
        yield Fault(DESCRIPTOR, None, part, problem, remedy(about["name"])), about["name"]
    for resource in package.descriptor["resources"]:
        parts = checksums.resource_parts(resource)
        stated = resource.get(checksums.COLUMN, "")
        name = resource["name"]
        for part in checksums.changed(parts, stated)[:1]:
            problem = (
                "what the descriptor says of it was changed and not confirmed"
                if stated
                else "the description of the table was never confirmed"
            )
            yield Fault(DESCRIPTOR, None, f"{name}.{part}", problem, remedy(name)), name
    for name in package.resources:
        if package.kind(name) in checksums.CELLS:
            yield from unconfirmed_rows(package, name)


def unconfirmed_rows(package, name):
    table, kind = package.read(name), package.kind(name)
    for row in table.rows:
        parts = checksums.row_parts(kind, row)
        stated = row[checksums.COLUMN]
        if stated == checksums.letters(parts.values()):
            continue
        found = checksums.changed(parts, stated)
        problem = f"{' and '.join(found)} changed since the row was confirmed"
        if not stated or len(found) == len(parts):
            found, problem = [checksums.COLUMN], "the row was never confirmed as it stands"
        yield table.fault(row, found[0], problem, remedy(row["id"])), row["id"]


def remedy(id):
    return f"restore it; if it is meant, compare it once more and run masalih check --confirm {id}"
