"""The package as one SQLite database."""

import sqlite3

from masalih.export.parquet import compact, required

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
