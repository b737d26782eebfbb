"""The judge of the data package: the loader and `masalih check` can never disagree.

A file is read once, as text, line by line (no cell may hold a line break, so a row's number is its
line in the file). What the descriptor says (types, constraints, keys) is read from
`datapackage.json`; what no descriptor can say (a period that ends before it starts, a running total
that is summed) is in `masalih.rules`.
"""

import csv
import datetime
import functools
import hashlib
import json
import math
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path

from masalih import checkout
from masalih.rules.addresses import address_problems
from masalih.rules.records import (
    READERS,
    RECORD_RULES,
    as_date,
    cell_problem,
    near,
)
from masalih.rules.tables import TABLE_RULES, UNBROKEN

DESCRIPTOR = "datapackage.json"
LICENCE = "LICENSE"  # the note that an exported package carries
NEEDED = ("sources", "terms", "series", "events", "claims", "excluded")
GOVERNORATES = 18


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


def root():
    """Folder of the package, by the one rule of `masalih.checkout`."""
    return checkout.data()


# --- reading --------------------------------------------------------------------------------------


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

    def values(self, spec):
        """The cells of a column of a sound table, as values of its type; None where empty."""
        reader, _ = READERS[spec["type"]]
        return [reader(row[spec["name"]]) if row[spec["name"]] else None for row in self.rows]

    def fault(self, row, name, problem, remedy):
        return Fault(self.file, row.line if isinstance(row, Row) else row, name, problem, remedy)


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
    raw = path.read_bytes()
    faults = []
    if raw.startswith(b"\xef\xbb\xbf"):
        raw = raw[3:]
        faults.append(
            Fault(
                file,
                1,
                "",
                "the file starts with a byte-order mark",
                "save it as UTF-8 without BOM",
            )
        )
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return None, [
            *faults,
            Fault(file, line, "", "the line is not UTF-8", "save the file as UTF-8"),
        ]
    if "\r" in text:
        line = text.count("\n", 0, text.index("\r")) + 1
        faults.append(
            Fault(
                file,
                line,
                "",
                "the line ends in a carriage return",
                "save the file with LF line ends",
            )
        )
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text, faults


def read_table(folder, resource):
    """Table of one CSV resource: its rows as text and every fault of its shape."""
    table = Table(resource["name"], resource["path"], resource["schema"])
    text, table.faults = read_text(folder, table.file)
    if text is None:
        return table
    names = [field["name"] for field in table.fields]
    lines = text.split("\n")
    if lines.pop() != "":
        table.faults.append(
            table.fault(
                len(lines) + 1, "", "the last line has no line end", "end the file with a line feed"
            )
        )
        lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        if "\0" in line:
            table.faults.append(
                table.fault(number, "", "the line holds a NUL character", "delete it")
            )
            continue
        try:
            cells = next(csv.reader([line], strict=True), [])
        except csv.Error as error:
            table.faults.append(
                table.fault(
                    number,
                    "",
                    f"the quotes do not match ({error})",
                    "close the quotation mark, double a quotation mark inside a cell, keep a "
                    "cell on one line",
                )
            )
            continue
        if number == 1:
            if cells != names:
                table.faults.append(header_fault(table, cells, names))
                return table
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
    if not table.rows and not table.faults:
        table.faults.append(
            table.fault(
                1,
                "",
                "there is no row below the header" if lines else "the file is empty",
                "restore it",
            )
        )
    return table


def header_fault(table, cells, names):
    wanted = f"the header must be {','.join(names)}"
    missing = [name for name in names if name not in cells]
    unknown = [cell for cell in cells if cell not in names]
    if missing:
        return table.fault(1, missing[0], "the column is missing", wanted)
    if unknown:
        return table.fault(
            1,
            unknown[0],
            "the column is not in the descriptor",
            f"{wanted}, or describe it in {DESCRIPTOR}",
        )
    pairs = zip(cells, names, strict=False)  # here one may be longer
    first = next((cell for cell, name in pairs if cell != name), cells[-1])
    return table.fault(1, first, "the column is out of place", wanted)


class Package:
    """The package in `folder`, read lazily; a table is read once and its faults are found once."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.faults_of = functools.cache(self._faults_of)
        self.read = functools.cache(self._read)
        self.lookup = functools.cache(self._lookup)

    @functools.cached_property
    def descriptor(self):
        text, faults = read_text(self.folder, DESCRIPTOR)
        if text is None or faults:
            raise DataError(faults[0])
        try:
            found = json.loads(text)
        except json.JSONDecodeError as error:
            raise DataError(
                Fault(
                    DESCRIPTOR,
                    error.lineno,
                    "",
                    f"the JSON is broken ({error.msg})",
                    "mend the line",
                )
            ) from None
        try:
            problem = descriptor_problem(found)
        except (AttributeError, KeyError, TypeError) as error:
            problem = (
                "resources",
                f"the descriptor cannot be followed ({error})",
                "restore the form of a Frictionless data package",
            )
        if problem:
            raise DataError(Fault(DESCRIPTOR, None, *problem))
        return found

    @property
    def resources(self):
        """{name: resource} of the CSV tables."""
        return {r["name"]: r for r in self.descriptor["resources"] if "schema" in r}

    @property
    def observations(self):
        """Names of the tables that hold observations."""
        return [name for name, r in self.resources.items() if r["path"].startswith("observations/")]

    @functools.cached_property
    def today(self):
        """The day after which a date is in the future.

        A machine whose clock is behind must not fault a sound package.
        """
        created = str(self.descriptor.get("created", ""))[:10]
        return max(datetime.date.today(), as_date(created) or datetime.date.min)

    def resource(self, name):
        if name not in self.resources:
            raise DataError(
                Fault(
                    DESCRIPTOR,
                    None,
                    name,
                    "no such table in the package",
                    f"{near(name, self.resources)} The tables are {', '.join(self.resources)}",
                )
            )
        return self.resources[name]

    @functools.cached_property
    def units(self):
        """Ids of the terms that are units."""
        return {name for name, term in self.lookup("terms").items() if term["kind"] == "unit"}

    @functools.cached_property
    def forms(self):
        """{form: its ids} of the names and other forms of the terms that have a definition."""
        found: dict[str, dict] = {}
        for id, term in self.lookup("terms").items():
            for lang in ("ar", "en"):
                for form in (
                    {term[lang], *term[f"also_{lang}"].split(";")}
                    if term[f"definition_{lang}"]
                    else ()
                ):
                    found.setdefault(form, {})[id] = None
        return found

    def _read(self, name):
        return read_table(self.folder, self.resource(name))

    def _lookup(self, name):
        """{id: row} of a table."""
        return {row["id"]: row for row in self.read(name).rows}

    def _faults_of(self, name):
        """Faults that concern one table, in the order of its lines.

        Its own come first, then the shape of tables it refers to.
        """
        try:
            return self._find_faults(name)
        except (AttributeError, KeyError, StopIteration, TypeError, re.error) as error:
            raise DataError(
                Fault(
                    DESCRIPTOR,
                    None,
                    name,
                    f"the description of the table cannot be followed ({type(error).__name__}: "
                    f"{error})",
                    "compare its fields, constraints and keys with the rules in masalih.validation",
                )
            ) from error

    def _find_faults(self, name):
        table = self.read(name)
        found = [*table.faults, *cell_faults(self, table), *key_faults(table)]
        broken = []
        for key in table.schema.get("foreignKeys", []):
            other = self.read(key["reference"]["resource"])
            broken += other.faults
            if not other.faults:
                found += reference_faults(table, key["fields"], other, self)
        if not broken and not table.faults:
            found += row_faults(self, table)
        found = found or ([] if broken else hash_faults(self, self.resource(name)))
        found.sort(key=lambda fault: fault.row or math.inf)
        return tuple(dict.fromkeys(found + broken))


def descriptor_problem(found):
    """(field, problem, remedy) where the descriptor cannot be used at all, else None."""
    resources = found.get("resources") if isinstance(found, dict) else None
    if not isinstance(resources, list):
        return "resources", "the descriptor lists no resources", "restore the list of tables"
    for number, resource in enumerate(resources):
        if (
            not isinstance(resource, dict)
            or not isinstance(resource.get("name"), str)
            or not isinstance(resource.get("path"), str)
        ):
            return f"resources[{number}]", "the resource has no name or no path", "give it both"
        fields = (
            resource.get("schema", {}).get("fields", [])
            if isinstance(resource.get("schema", {}), dict)
            else None
        )
        if fields is None or not all(
            isinstance(field, dict) and isinstance(field.get("name"), str) for field in fields
        ):
            return (
                f"{resource['name']}.schema",
                "a field has no name",
                "describe every column: name, type, constraints",
            )
        for field_ in fields:
            if field_.get("type") not in READERS:
                return (
                    f"{resource['name']}.{field_['name']}",
                    f"the type {field_.get('type')!r} is not known",
                    f"use one of {', '.join(READERS)}",
                )
    missing = [name for name in NEEDED if name not in {r["name"] for r in resources}]
    if missing:
        return (
            missing[0],
            "the table is not described",
            "restore its entry in the list of resources",
        )
    names = {r["name"] for r in resources}
    for resource in resources:
        for key in resource.get("schema", {}).get("foreignKeys", []):
            if key.get("reference", {}).get("resource") not in names:
                return (
                    f"{resource['name']}.{key.get('fields')}",
                    "the foreign key points to a table that is not described",
                    "mend the reference",
                )
    return None


# --- faults of a table ----------------------------------------------------------------------------


def cell_faults(package, table):
    """What is wrong with single cells.

    Blanks, types, constraints, hidden characters, the wrong language, the future.
    """
    for spec in table.fields:
        # a column says the same thing often
        problem_of = functools.cache(functools.partial(cell_problem, spec, today=package.today))
        for row in table.rows:
            problem = problem_of(row[spec["name"]])
            if problem:
                yield table.fault(row, spec["name"], *problem)


def key_faults(table):
    """Rows that repeat the primary key or a unique field."""
    key = table.schema.get("primaryKey", [])
    sets = [[key] if isinstance(key, str) else key]
    sets += [[spec["name"]] for spec in table.fields if spec.get("constraints", {}).get("unique")]
    for names in {tuple(names) for names in sets if names}:
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
    """Cells that name no row of the other table, or a term of the wrong kind."""
    spec = next(spec for spec in table.fields if spec["name"] == name)
    known = package.lookup(other.name)
    for row in table.rows:
        cell = row[name]
        if cell and cell not in known:
            yield table.fault(
                row,
                name,
                f"{cell!r} is not an id in {other.file}",
                f"{near(cell, known)} Or add it to {other.file}",
            )
        elif cell and known[cell].get("kind") not in spec.get(
            "termKinds", [known[cell].get("kind")]
        ):
            yield table.fault(
                row,
                name,
                f"{cell!r} is a term of kind {known[cell]['kind']}",
                f"use a term of kind {' or '.join(spec['termKinds'])}",
            )


def row_faults(package, table):
    """The rules of one table that no descriptor can state."""
    if table.name in package.observations:
        yield from observation_table_faults(package, table)
    kind = "observations" if table.name in package.observations else table.name
    rule = {**RECORD_RULES, **TABLE_RULES}.get(kind)
    if rule:
        for row in table.rows:
            for name, problem, remedy in rule(package, row):
                yield table.fault(row, name, problem, remedy)
    if table.name in UNBROKEN:
        yield from gap_faults(table, *UNBROKEN[table.name])
    if table.name == "sources":
        spec = next(spec for spec in table.fields if spec["name"] == "url")
        for row, *fault in address_problems(table.rows, spec.get("plainHosts", [])):
            yield table.fault(row, *fault)


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


def observation_table_faults(package, table):
    names = ["series", "start", "end", "place", "source", "value", "low", "high"]
    yield from repeats(table, names, "delete the copy", label="series")
    others = [name for name in (*package.observations, "events", "excluded") if name != table.name]
    taken = {
        row["id"]: package.read(name).file for name in others for row in package.read(name).rows
    }
    for row in table.rows:
        if row["id"] in taken:
            yield table.fault(
                row,
                "id",
                f"{row['id']} is also a row of {taken[row['id']]}",
                "give it an id of its own",
            )
    present = taken.keys() | {row["id"] for row in table.rows}
    last: dict[str, int] = {}
    for prefix, number in (
        name.rsplit("-", 1) for name in present if re.fullmatch(r"[a-z]+-\d{3,}", name)
    ):
        last[prefix] = max(last.get(prefix, 0), int(number))
    for prefix in sorted({row["id"].rsplit("-", 1)[0] for row in table.rows} & last.keys()):
        for name in (f"{prefix}-{number:03d}" for number in range(1, last[prefix])):
            if name not in present:
                yield table.fault(
                    None,
                    "id",
                    f"the row {name} is gone",
                    "restore it, or say in excluded.csv why it is left out",
                )


# --- the map, and the whole -----------------------------------------------------------------------


def map_faults(package, resource):
    """Faults of a GeoJSON file of governorates.

    JSON, ids that are places, no two alike, positions inside Iraq.
    """
    file = resource["path"]
    text, faults = read_text(package.folder, file)
    if text is None:
        return faults
    try:
        features = json.loads(text)["features"]
        shapes = [
            (f["id"], f["properties"]["place"], list(positions(f["geometry"]["coordinates"])))
            for f in features
        ]
    except json.JSONDecodeError as error:
        return [
            *faults,
            Fault(file, error.lineno, "", f"the JSON is broken ({error.msg})", "mend the line"),
        ]
    except (KeyError, TypeError, RecursionError):
        return [
            *faults,
            Fault(
                file,
                None,
                "features",
                "a feature lacks id, properties.place or sound coordinates",
                "restore it",
            ),
        ]
    if len(shapes) != GOVERNORATES:
        faults.append(
            Fault(
                file,
                None,
                "features",
                f"{len(shapes)} governorates are drawn",
                f"restore the {GOVERNORATES}",
            )
        )
    places = {i for i, row in package.lookup("terms").items() if row["kind"] == "place"}
    for number, (name, place, points) in enumerate(shapes):
        where = f"features[{number}]"
        if name != place or place not in places:
            faults.append(
                Fault(
                    file,
                    None,
                    where,
                    f"{place!r} is not a place in terms.csv, or not the feature's id",
                    near(str(place), places),
                )
            )
        if not points or not all(38 <= x <= 49 and 29 <= y <= 38 for x, y in points):
            faults.append(
                Fault(
                    file,
                    None,
                    where,
                    "a position lies outside Iraq",
                    "write longitude, latitude in degrees",
                )
            )
    names = [name for name, _, _ in shapes]
    faults += [
        Fault(file, None, "features", f"{name} is drawn twice", "delete one")
        for name in {n for n in names if names.count(n) > 1}
    ]
    return faults or hash_faults(package, resource)


def positions(nested):
    """Every (longitude, latitude) in nested GeoJSON coordinates.

    TypeError where they are not lists of numbers.
    """
    if not isinstance(nested, list):
        raise TypeError("not a list")
    if len(nested) == 2 and all(type(part) in (int, float) for part in nested):
        yield tuple(nested)
    else:
        for part in nested:
            yield from positions(part)


def hash_faults(package, resource):
    """A published table is not edited by hand.

    Where the descriptor holds its SHA-256, the file must be that file.
    """
    if "hash" in resource:
        found = (
            "sha256:" + hashlib.sha256((package.folder / resource["path"]).read_bytes()).hexdigest()
        )
        if found != resource["hash"]:
            return [
                Fault(
                    resource["path"],
                    None,
                    "",
                    f"the file is not the one {DESCRIPTOR} describes",
                    f"restore it; if the change is meant, set its hash there to {found}",
                )
            ]
    return []


def loose_ends(package):
    """What only the whole package shows.

    Files nobody describes, sources nobody cites, series nobody measures.
    """
    for resource in package.descriptor["resources"]:
        if (
            resource["path"].startswith("tables/")
            and not resource.get("description_ar")
            and "schema" in resource
        ):
            yield Fault(
                DESCRIPTOR,
                None,
                f"{resource['name']}.description_ar",
                "the table has no Arabic description",
                "readers of the catalogue need it",
            )
    described = {r["path"] for r in package.descriptor["resources"]} | {DESCRIPTOR, LICENCE}
    for path in sorted(package.folder.rglob("*")):
        file = path.relative_to(package.folder).as_posix()
        if path.is_file() and file not in described and not path.name.startswith("."):
            yield Fault(
                file,
                None,
                "",
                f"the file is not described in {DESCRIPTOR}",
                "describe it or delete it",
            )
    rows = [(table, row) for table in map(package.read, package.resources) for row in table.rows]
    cited = {row.get(name) for _, row in rows for name in ("source", "corroborates")}
    cited |= {
        item
        for _, row in rows
        for name in ("supports", "opposes")
        for item in row.get(name).split(";")
    }
    cited |= {
        source.get("name")
        for r in package.descriptor["resources"]
        for source in r.get("sources", [])
    }
    measured = {row.get("series") for _, row in rows}
    for name, used, words in (
        ("sources", cited, "no row cites the source"),
        ("series", measured, "the series has no observation"),
    ):
        table = package.read(name)
        for row in table.rows:
            if row["id"] not in used:
                yield table.fault(
                    row, "id", words, "delete the row, or add what should refer to it"
                )


def frictionless_faults(package):
    """A second opinion: the package judged by frictionless, where that is installed."""
    try:
        frictionless = light_frictionless()
    except ImportError:
        return
    try:
        report = frictionless.Package(str(package.folder / DESCRIPTOR)).validate()
    except frictionless.FrictionlessException as error:
        yield Fault(
            DESCRIPTOR,
            None,
            "",
            f"frictionless cannot read the package ({error.error.note})",
            "mend the descriptor",
        )
        return
    for found in report.errors:
        yield Fault(DESCRIPTOR, None, "", f"{found.title}: {found.note}", "mend the descriptor")
    for task in report.tasks:
        for found in task.errors:
            yield Fault(
                task.place,
                getattr(found, "row_number", None),
                getattr(found, "field_name", ""),
                f"{found.title}: {found.note}",
                f"see the field in {DESCRIPTOR}",
            )


def light_frictionless():
    """The frictionless library without a grammar of addresses that it never asks for.

    Building that grammar takes longer than the check.
    """
    # loaded by jsonschema if installed; it holds format checks, which frictionless does not use
    spare = "rfc3987_syntax"
    modules: dict = sys.modules
    absent = modules.setdefault(spare, None) is None
    try:
        import frictionless
        import jsonschema  # noqa: F401, loaded here so that frictionless finds it light
    finally:
        if absent:
            del modules[spare]
    return frictionless


def check(folder=None, second_opinion=True):
    """Every fault of the package in `folder` (default `root()`); [] when it is sound.

    By our rules and by frictionless.

    The second opinion takes more than a second; without it only our own rules are applied.
    """
    package = Package(folder or root())
    try:
        found = [fault for name in package.resources for fault in package.faults_of(name)]
    except DataError as error:
        return [error.fault]
    for resource in package.descriptor["resources"]:
        if resource.get("format") == "geojson":
            found += map_faults(package, resource)
    if not any(package.read(name).faults for name in package.resources):
        found += loose_ends(package)
    faulty = {fault.file for fault in found}
    if second_opinion:
        found += [fault for fault in frictionless_faults(package) if fault.file not in faulty]
    return list(dict.fromkeys(found))


def report(faults, folder):
    """Print the faults, one a line, and how many there are."""
    print(*faults, f"{len(faults)} fault{'s' if len(faults) > 1 else ''} in {folder}", sep="\n")


def main(argv=None):
    """Print every fault, one a line, and return 1; or one line of what is sound, and return 0."""
    folder = Path(argv[0]) if argv else root()
    faults = check(folder)
    if faults:
        report(faults, folder)
        return 1
    package = Package(folder)
    tables = list(map(package.read, package.resources))
    print(
        f"{folder}: sound. {len(tables)} tables and a map, {sum(len(t.rows) for t in tables)} "
        "rows, "
        f"{len(package.read('sources').rows)} sources."
    )
    return 0
