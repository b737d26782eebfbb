"""What is wrong with the content of one table: the descriptor's constraints, then the rules."""

import functools
import hashlib
from dataclasses import replace

from masalih.rules.addresses import address_problems, form_problem, host
from masalih.rules.audits import AUDIT_RULES
from masalih.rules.cells import cell_problem, near
from masalih.rules.exceptions import EXCUSABLE
from masalih.rules.ids import claim_faults, id_faults as numbering_faults
from masalih.rules.ledgers import LEDGER_RULES
from masalih.rules.prices import price_faults
from masalih.rules.records import RECORD_RULES
from masalih.rules.series import misplaced
from masalih.rules.tables import TABLE_RULES, UNBROKEN
from masalih.validation.files import DESCRIPTOR, Fault, Row, Table

RULES = {**RECORD_RULES, **TABLE_RULES, **AUDIT_RULES, **LEDGER_RULES}
MANY = 10  # wrong cells of one column, above which they have one cause


def cell_faults(package, table):
    """What is wrong with single cells.

    Blanks, types, constraints, hidden characters, the wrong language, the future.
    """
    for spec in table.fields:
        # a column says the same thing often
        problem_of = functools.cache(functools.partial(cell_problem, spec, today=package.today))
        wrong = [(row, problem) for row in table.rows if (problem := problem_of(row[spec["name"]]))]
        yield from told_once(table, spec["name"], wrong)


def told_once(table, name, wrong):
    """Faults of [(row, (problem, remedy))]; where a whole column is wrong, of the first alone."""
    few = len(wrong) <= MANY
    for row, (problem, remedy) in wrong if few else wrong[:1]:
        more = "" if few else f", and {len(wrong) - 1} more cells of the column are wrong"
        yield table.fault(row, name, problem + more, remedy)


def keys(package, table):
    """(other table, key) of the tables to which one refers."""
    for key in table.schema.get("foreignKeys", []):
        yield package.read(key["reference"]["resource"]), key


def numbered(package):
    """Names of the tables that share their numbers; those left out come first, then events."""
    return ("excluded", "events", *package.observations)


def key_faults(package, table):
    """Rows that repeat the primary key or a unique field; shared numbers are judged together."""
    key = table.schema.get("primaryKey", [])
    sets = [[key] if isinstance(key, str) else key]
    sets += [[spec["name"]] for spec in table.fields if spec.get("constraints", {}).get("unique")]
    shared = {("id",)} if table.name in numbered(package) else set()
    for names in {tuple(names) for names in sets if names} - shared:
        yield from repeats(table, names, "give each row its own, or delete the copy")


def repeats(table, names, remedy, label=None):
    """Faults of rows that have the same cells under `names` as an earlier row."""
    seen: dict[tuple, int] = {}
    for row in table.rows:
        value = tuple(row[name] for name in names)
        if value in seen:
            yield table.fault(
                row,
                label or names[0],
                f"duplicate of line {seen[value]} ({', '.join(filter(None, value))})",
                remedy,
            )
        seen.setdefault(value, row.line)


def reference_faults(table, name, other, package):
    """Cells that name no row of the other table, or a term of the wrong kind; each id once."""
    spec = next(spec for spec in table.fields if spec["name"] == name)
    known = package.lookup(other.name)
    lost = package.lost_ids if other.name in numbered(package) else ()
    rows: dict[str, list] = {}
    for row in table.rows:
        rows.setdefault(row[name], []).append(row)
    wrong = []
    for cell in filter(None, rows):
        problem = None if cell in lost else reference_problem(spec, cell, known, other.file)
        if problem:
            more = f" ({len(rows[cell])} rows name it)" if len(rows[cell]) > 1 else ""
            wrong.append((rows[cell][0], (problem[0] + more, problem[1])))
    for fault, (row, _) in zip(told_once(table, name, wrong), wrong, strict=False):
        yield replace(fault, cause=f"{other.file}:{row[name]}")


def reference_problem(spec, cell, known, file):
    """(problem, remedy) of one id that a column names, or None."""
    if cell not in known:
        return f"{cell!r} is not an id in {file}", f"{near(cell, known)} Or add it to {file}"
    kind, wanted = known[cell].get("kind"), spec.get("termKinds")
    if wanted and kind not in wanted:
        return (
            f"{cell!r} is a term of kind {kind}",
            f"use a term of kind {' or '.join(wanted)}, or correct its kind on line "
            f"{known[cell].line} of {file}",
        )
    return None


def list_faults(package, table):
    """Ids of a list that are no row of the tables which the descriptor lets the column name."""
    for spec in table.fields:
        if not spec.get("names"):
            continue
        known = set().union(*(names_of(package, kind) for kind in spec["names"]))
        *kinds, last = spec["names"]
        words = f"{', '.join(kinds)} or {last}" if kinds else last
        for row in table.rows:
            for id in filter(None, row[spec["name"]].split(";")):
                if id not in known and id not in package.lost_ids:
                    yield table.fault(
                        row, spec["name"], f"{id!r} is none of {words}", near(id, known)
                    )


def names_of(package, kind):
    """The ids of one kind of rows; the names of tables where the kind is "tables"."""
    if kind == "tables":
        return set(package.resources)
    return set().union(*map(package.lookup, members(package, kind)))


def members(package, kind):
    return package.observations if kind == "observations" else (kind,)


def row_faults(package, table):
    """The rules of one table that no descriptor can state."""
    if table.name in numbered(package):
        yield from (fault for fault in package.id_faults if fault.file == table.file)
        table = without_copies(table)
    kind = package.kind(table.name)
    if kind == "observations":
        names = ["series", "start", "end", "place", "source", "value", "low", "high"]
        yield from repeats(table, names, "delete the copy", label="series")
        yield from (table.fault(*fault) for fault in misplaced(package, table))
    if kind in ("series", "events"):
        for name in ("name_ar", "name_en"):
            yield from repeats(table, [name], "name them apart, or delete the copy")
    if not any(package.read(name).faults for name in named(package, table)):
        yield from list_faults(package, table)
        for row in table.rows if kind in RULES else ():
            for name, problem, remedy in RULES[kind](package, row):
                yield table.fault(row, name, problem, remedy)
    if table.name in UNBROKEN:
        yield from gap_faults(table, *UNBROKEN[table.name])
    yield from (table.fault(*fault) for fault in price_faults(table))
    if table.name == "claims":
        yield from claim_order_faults(package, table)
    yield from address_faults(package, table)


def address_faults(package, table):
    """Addresses of sources, beside each other; those of other tables, each by itself."""
    fields = package.resource("sources")["schema"]["fields"]
    plain = next(spec.get("plainHosts", []) for spec in fields if spec["name"] == "url")
    if table.name == "sources":
        for row, *fault in address_problems(table.rows, plain, plain_elsewhere(package)):
            yield table.fault(row, *fault)
        return
    for name in address_columns(table.fields):
        for row in table.rows:
            problem = form_problem(row[name]) if row[name] else None
            if not problem and row[name].startswith("http:") and host(row[name]) not in plain:
                problem = f"{host(row[name])} is reached by http", "write https"
            if problem:
                yield table.fault(row, name, *problem)


def address_columns(fields):
    return [spec["name"] for spec in fields if spec.get("format") == "uri"]


def plain_elsewhere(package):
    """The hosts that tables other than sources name by http."""
    return {
        host(row[column])
        for name, resource in package.resources.items()
        if name != "sources"
        for column in address_columns(resource["schema"]["fields"])
        for row in package.read(name).rows
        if row[column].startswith("http:")
    }


def named(package, table):
    """Tables whose rows the rows of one name, beside those its foreign keys name."""
    kinds = {kind for spec in table.fields for kind in spec.get("names", ())} - {"tables"}
    found = [name for kind in sorted(kinds) for name in members(package, kind)]
    if table.name == "claims":
        return (*numbered(package), *found)
    if table.name in (*AUDIT_RULES, *LEDGER_RULES):
        return (*numbered(package), *AUDIT_RULES, "claims", *found)
    return package.observations if table.name in ("convoys", "attack_targets") else found


def without_copies(table):
    """The table without rows that have the id of an earlier one: of those the id is the fault."""
    first: dict[str, Row] = {}
    for row in table.rows:
        first.setdefault(row["id"], row)
    return Table(table.name, table.file, table.schema, list(first.values()))


def claim_order_faults(package, table):
    count = package.resource("claims").get("claimCount")
    for at, problem, remedy in claim_faults([row["id"] for row in table.rows], count):
        yield table.fault(None if at is None else table.rows[at], "id", problem, remedy)


def excusable_faults(package, table):
    """Faults of the rules that true figures may break, less what exceptions.csv declares.

    Of a row that breaks several, the first is told.
    """
    if package.read("exceptions").faults:
        return
    kind, told = package.kind(table.name), set()
    table = without_copies(table) if table.name in numbered(package) else table
    for name, rule in {**EXCUSABLE.get(kind, {}), **EXCUSABLE["every"]}.items():
        for row, field, problem, remedy, *cause in rule(package, table):
            if (name, row.get("id")) in package.exceptions:
                package.excused.add((name, row.get("id")))
            elif row.line not in told:
                told.add(row.line)
                declare = f"{remedy}; if it is so, say why in exceptions.csv (rule {name})"
                yield replace(table.fault(row, field, problem, declare), cause="".join(cause))


def id_faults(package):
    """Faults of ids, as long as every table is sound in which a row might stand."""
    tables = [package.read(name) for name in numbered(package)]
    if any(table.faults for table in tables):
        return
    rows = [(row["id"], table.file, row.line) for table in tables for row in table.rows]
    excluded = package.resource("excluded")
    numbers = (excluded.get(name, {}) for name in ("numbersGivenOut", "numbersNotUsed"))
    for file, line, problem, remedy in numbering_faults(rows, *numbers):
        yield Fault(file, line, "id", problem, remedy)


def gap_faults(table, name, reader):
    """Years or months left out of a table that has no gap in its source.

    A lost row would be drawn as a fall.
    """
    last: dict[str, int] = {}
    for row in table.rows:
        value, lane = reader(row[name]), row.get("country")
        if value is not None and lane in last and value > last[lane] + 1:
            yield table.fault(
                row,
                name,
                f"nothing stands between {row[name]} and the row before it",
                f"restore the missing {name}",
            )
        if value is not None:
            last[lane] = value


def sha256(content):
    """The hash of a file's bytes, as the descriptor has it."""
    return "sha256:" + hashlib.sha256(content).hexdigest()


def hash_faults(package, resource):
    """A published table is not edited by hand.

    Where the descriptor holds its SHA-256, the file must be that file.
    """
    if "hash" not in resource:
        return []
    content = (package.folder / resource["path"]).read_bytes()
    if sha256(content) == resource["hash"]:
        return []
    problem = f"the file is not the one {DESCRIPTOR} describes"
    remedy = (
        "restore it; if it is meant, compare it once more and run masalih check --confirm "
        f"{resource['name']}"
    )
    return [Fault(resource["path"], None, "", problem, remedy)]
