"""One typed Parquet file a table, with the descriptor that fits them."""

import copy
import json
import shutil

from masalih.atomic_files import as_json
from masalih.validation import DESCRIPTOR


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
    (folder / DESCRIPTOR).write_bytes(as_json(described).encode("utf-8"))


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
