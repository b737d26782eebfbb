"""A reader without Python, or with another tool, gets the whole package in a form it opens.

It always comes from a sound package.
"""

import copy
import datetime
import json
import os
import shutil
import sqlite3
import tempfile
import zipfile
from collections import Counter
from pathlib import Path

from masalih import bibliography
from masalih.validation import DESCRIPTOR, LICENCE, Package, check, report, root

NAME = "shared-interests"
NO_PYARROW = (
    "Parquet needs pyarrow, which is not installed: make export, or pip install 'masalih[export]'."
)


def main(folder):
    """`masalih export`: write everything into `folder` and say what; 0.

    Faults of the package, or a missing library, are printed one a line, and give 1.
    """
    package = Package(root())
    faults = check(package.folder, second_opinion=False)
    if faults:
        report(faults, package.folder)
        print("Nothing was exported.")
        return 1
    try:
        export(folder, package)
    except ImportError as error:
        if error.name != "pyarrow":
            raise
        print(NO_PYARROW)
        return 1
    print(
        *(
            f"{path.stat().st_size / 1024:8,.0f} kB  {path}"
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        ),
        sep="\n",
    )
    return 0


def export(folder, package):
    """Write zip, Parquet, SQLite and bibliography of a sound package into `folder`.

    All of it, or on an error nothing.

    ImportError where pyarrow is not installed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".") as temporary:
        made = Path(temporary)
        write_parquet(made / "parquet", package)
        write_sqlite(made / f"{NAME}.sqlite", package)
        write_downloads(made, package)
        for old in (folder / "parquet").glob("*.parquet"):
            old.unlink()  # a table that is gone would pose as one of today's
        for path in [path for path in made.rglob("*") if path.is_file()]:
            target = folder / path.relative_to(made)
            target.parent.mkdir(parents=True, exist_ok=True)
            os.replace(path, target)


def write_downloads(folder, package):
    """What the book offers beside its catalogue.

    The package as a zip, and its sources for reference managers.
    """
    folder.mkdir(parents=True, exist_ok=True)
    write_zip(folder / f"{NAME}.zip", package)
    (folder / "sources.bib").write_bytes(bibliography.bibtex(package=package).encode("utf-8"))
    (folder / "sources.csl.json").write_bytes(
        bibliography.csl_json(package=package).encode("utf-8")
    )


# --- zip ------------------------------------------------------------------------------------------


def write_zip(path, package):
    """The package as it stands, with a note on its licence; the same bytes for the same package."""
    names = sorted(
        [DESCRIPTOR, *(resource["path"] for resource in package.descriptor["resources"])]
    )
    files = {name: (package.folder / name).read_bytes() for name in names} | {
        LICENCE: licence_note(package).encode("utf-8")
    }
    with zipfile.ZipFile(path, "w") as target:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, moment(package).timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system, entry.external_attr = 3, 0o644 << 16  # alike on every system
            target.writestr(entry, files[name])


def moment(package):
    """The time written into archives: SOURCE_DATE_EPOCH, else the day the package was created.

    Never the clock's.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch:
        return max(
            datetime.datetime.fromtimestamp(int(epoch), datetime.UTC),
            datetime.datetime(1980, 1, 1, tzinfo=datetime.UTC),
        )  # zip knows no earlier
    return datetime.datetime.fromisoformat(package.descriptor["created"])


def licence_note(package):
    """The terms in words: the descriptor, licences.csv and the number of sources under each."""
    about, number = (
        package.descriptor,
        Counter(row["licence"] for row in package.read("sources").rows),
    )
    licence = about["licenses"][0]
    return "\n".join(
        [
            f"{about['title']}, version {about['version']}",
            f"By: {', '.join(person['title'] for person in about['contributors'])}",
            f"Licence: {licence['title']} ({licence['name']}), {licence['path']}",
            "",
            "The publications behind the figures keep terms of their own; the column licence of "
            "sources.csv says which:",
            *(
                f"- {row['name_en']} ({number[row['id']]}): "
                f"{row['allows_en']} {row['url']}".rstrip()
                for row in package.read("licences").rows
            ),
            "",
        ]
    )


# --- Parquet --------------------------------------------------------------------------------------


def write_parquet(folder, package):
    """One typed file a table, with the descriptor's words in its schema.

    With them the descriptor that fits them, and the map as it is.
    """
    import pyarrow as pa
    from pyarrow import parquet

    folder.mkdir()
    types = {
        "string": pa.string(),
        "number": pa.float64(),
        "integer": pa.int64(),
        "boolean": pa.bool_(),
        "date": pa.date32(),
        "yearmonth": pa.date32(),
    }
    described = for_parquet(package.descriptor)
    for resource in described["resources"]:
        if "schema" not in resource:
            (folder / resource["path"]).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(package.folder / resource["path"], folder / resource["path"])
            continue
        table = package.read(resource["name"])
        fields = [
            pa.field(
                spec["name"],
                types[spec["type"]],
                nullable=not required(spec),
                metadata={"description": spec.get("description", "")},
            )
            for spec in table.fields
        ]
        about = {
            "description": resource["description"],
            "frictionless": compact(resource),
            "pandas": for_pandas(table),
        }
        columns = [pa.array(table.values(spec), types[spec["type"]]) for spec in table.fields]
        parquet.write_table(
            pa.Table.from_arrays(columns, schema=pa.schema(fields, metadata=about)),
            folder / resource["path"],
        )
    (folder / DESCRIPTOR).write_bytes(
        (json.dumps(described, ensure_ascii=False, indent=1) + "\n").encode("utf-8")
    )


def for_parquet(descriptor):
    """The descriptor for the Parquet files.

    What only a CSV file has is gone, and a month is its first day.
    """
    described = copy.deepcopy(descriptor)
    for resource in described["resources"]:
        if "schema" in resource:
            for name in ("dialect", "encoding", "hash"):
                resource.pop(name, None)
            resource.update(
                path=f"{resource['name']}.parquet",
                format="parquet",
                mediatype="application/vnd.apache.parquet",
            )
            resource["schema"].pop("missingValues", None)
            for spec in resource["schema"]["fields"]:
                spec.pop("trueValues", None), spec.pop("falseValues", None)
                if spec["type"] == "yearmonth":
                    about = f"{spec.get('description', '')} First day of the month."
                    spec.update(type="date", description=about.strip())
    return described


def for_pandas(table):
    """Keeps pandas from turning whole numbers with gaps into decimals.

    frictionless reads through it too.
    """
    whole = [spec["name"] for spec in table.fields if spec["type"] == "integer"]
    columns = [
        {
            "name": name,
            "field_name": name,
            "pandas_type": "int64",
            "numpy_type": "Int64",
            "metadata": None,
        }
        for name in whole
    ]
    return compact({"columns": columns, "column_indexes": [], "index_columns": []})


def compact(found):
    return json.dumps(found, ensure_ascii=False)


def required(spec):
    return bool(spec.get("constraints", {}).get("required"))


# --- SQLite ---------------------------------------------------------------------------------------

SQL_TYPES = {
    "string": "TEXT",
    "number": "REAL",
    "integer": "INTEGER",
    "boolean": "INTEGER",
    "date": "TEXT",
    "yearmonth": "TEXT",
}


def write_sqlite(path, package):
    """One database, with a typed table a resource and its keys.

    The view `observations` is over all motives; `datapackage` holds the descriptor.

    SQLite has no dates: days are text as in the CSV files (2018-06-30), which sorts and which its
    date functions read.
    """
    with sqlite3.connect(path) as base:
        for table in map(package.read, package.resources):
            base.execute(create(table))
            columns = [
                [row[spec["name"]] or None for row in table.rows]
                if SQL_TYPES[spec["type"]] == "TEXT"
                else table.values(spec)
                for spec in table.fields
            ]
            base.executemany(
                f"INSERT INTO {quoted(table.name)} VALUES ({', '.join('?' * len(columns))})",
                zip(*columns, strict=True),
            )
        every = " UNION ALL ".join(f"SELECT * FROM {quoted(name)}" for name in package.observations)
        base.execute(f"CREATE VIEW observations AS {every}")
        base.execute("CREATE TABLE datapackage (json TEXT NOT NULL) STRICT")
        base.execute("INSERT INTO datapackage VALUES (?)", [compact(package.descriptor)])
    base.close()


def create(table):
    """The statement that creates a table as its descriptor describes it."""
    parts = [
        " ".join(
            [
                quoted(spec["name"]),
                SQL_TYPES[spec["type"]],
                *["NOT NULL"] * required(spec),
                *["UNIQUE"] * bool(spec.get("constraints", {}).get("unique")),
            ]
        )
        for spec in table.fields
    ]
    parts.append(f"PRIMARY KEY ({quoted(table.schema['primaryKey'])})")
    parts += [
        f"FOREIGN KEY ({quoted(key['fields'])}) REFERENCES {quoted(key['reference']['resource'])} "
        f"({quoted(key['reference']['fields'])})"
        for key in table.schema.get("foreignKeys", [])
    ]
    return f"CREATE TABLE {quoted(table.name)} ({', '.join(parts)}) STRICT"


def quoted(names):
    """One name, or several, as SQL writes them."""
    return ", ".join(f'"{name}"' for name in ([names] if isinstance(names, str) else names))
