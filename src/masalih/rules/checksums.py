"""What was entered or compared with its source does not change unseen.

Each row of our own records, and each description of a table, carries a checksum of what a slip of
the hand could falsify: two letters a cell, so that the cell that changed can be named. `masalih
add` writes it, and `masalih check --confirm` after a change that is meant.

Letters only: a spreadsheet would read some digits as a number.
"""

import hashlib

COLUMN = "checksum"
# The cells of a row that a slip could falsify. Words (names, notes) are not among them, except the
# names of terms, which are all that translates.
CELLS = {
    "observations": (
        *("series", "start", "end", "value", "low", "high", "bound", "by", "place"),
        *("source", "corroborates", "confidence", "checked", "checked_how"),
    ),
    "series": ("motive", "unit", "counter", "place", "measure", "additive", "rival_of"),
    "events": ("motive", "start", "end", "precision", "kind", "place", "source", "confidence"),
    "sources": (
        *("publisher", "title", "published", "url", "language", "primary", "read", "licence"),
        "accessed",
    ),
    "terms": ("kind", "ar", "en", "forms_ar", "forms_en", "gender"),
    "claims": ("chapter", "claim_ar", "claim_en", "verdict", "kind", "supports", "opposes"),
}
# Of a resource, beside its schema.
READ_BY = (
    *("path", "format", "dialect", "encoding"),
    *("claimCount", "numbersGivenOut", "middles"),
)
PROSE = ("description", "description_ar", "title")
PACKAGE = ("name", "licenses", "contributors")  # of the descriptor, beside its tables


def letters(parts):
    """Two letters for each text."""
    found = ""
    for part in parts:
        number = int.from_bytes(hashlib.sha256(part.encode("utf-8")).digest()[:4])
        found += chr(97 + number % 26) + chr(97 + number // 26 % 26)
    return found


def changed(parts, stated):
    """Names of the parts whose letters are not the stated ones: {name: text} → [name]."""
    found = letters(parts.values())
    if len(found) != len(stated):
        return list(parts)
    return [
        name
        for at, name in enumerate(parts)
        if found[2 * at : 2 * at + 2] != stated[2 * at : 2 * at + 2]
    ]


def row_parts(kind, row):
    """{field: its text} of the cells of one row that are kept."""
    return {name: row.get(name) for name in CELLS[kind]}


def package_parts(descriptor):
    """{part: its text} of what the descriptor says of the whole."""
    return {name: text(descriptor.get(name)) for name in PACKAGE}


def resource_parts(resource):
    """{part: its text} of what a resource says of its file: its columns, keys and hash.

    Prose is left out.
    """
    schema = resource.get("schema", {})
    keys = schema.get("foreignKeys", [])
    parts = {
        "path": text({name: resource.get(name) for name in READ_BY}),
        "hash": str("hash" in resource),
        **{name: text(resource[name]) for name in ("numbersNotUsed",) if name in resource},
        "schema": text({n: v for n, v in schema.items() if n not in ("fields", "foreignKeys")}),
        "foreignKeys": text([key for key in keys if key.get("fields") not in names(schema)]),
    }
    for spec in schema.get("fields", []):
        own = [key["reference"] for key in keys if key.get("fields") == spec["name"]]
        parts[spec["name"]] = text([without_prose(spec), own])
    return parts


def names(schema):
    return {spec["name"] for spec in schema.get("fields", [])}


def without_prose(spec):
    return {name: value for name, value in spec.items() if name not in PROSE}


def text(value):
    """A value of the descriptor as text, whatever the order of its names."""
    if isinstance(value, dict):
        return "{" + ",".join(f"{name}:{text(value[name])}" for name in sorted(value)) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(text, value)) + "]"
    return repr(value)
