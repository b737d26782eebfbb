"""Whether datapackage.json can be used at all, asked before any file that it names is read."""

import json
import re
from collections import Counter
from pathlib import Path

from masalih.rules.cells import READERS, as_date
from masalih.rules.patterns import pattern_problem
from masalih.validation.files import DESCRIPTOR, DataError, Fault, read_text

NEEDED = ("sources", "terms", "series", "events", "claims", "excluded", "exceptions")
LISTS = ("enum", "termKinds", "names", "plainHosts", "digests")  # of a column
COUNTS = {"claimCount": int, "numbersGivenOut": dict, "numbersNotUsed": dict, "middles": dict}
FORM = "restore the form of a Frictionless data package"


def read_descriptor(folder):
    """The descriptor as Python values; DataError where it cannot be used."""
    text, faults = read_text(folder, DESCRIPTOR)
    if text is None or faults:
        raise DataError(faults[0])
    try:
        found = json.loads(text, object_pairs_hook=without_copies)
        problem = descriptor_problem(found, Path(folder))
    except json.JSONDecodeError as error:
        problem = f"the JSON is broken ({error.msg})"
        raise DataError(Fault(DESCRIPTOR, error.lineno, "", problem, "mend the line")) from None
    except Copies as error:
        problem = (error.args[0], "the key stands twice in one place", "delete one of the two")
    except (AttributeError, KeyError, TypeError, RecursionError) as error:
        problem = ("resources", f"the descriptor cannot be followed ({error})", FORM)
    if problem:
        raise DataError(Fault(DESCRIPTOR, None, *problem))
    return found


class Copies(Exception):
    """A key stands twice in one object of the JSON."""


def without_copies(pairs):
    counts = Counter(name for name, _ in pairs)
    twice = next((name for name, count in counts.items() if count > 1), None)
    if twice:
        owner = dict(pairs).get("name")
        raise Copies(twice if twice == "name" or "resources" in dict(pairs) else f"{owner}.{twice}")
    return dict(pairs)


def descriptor_problem(found, folder):
    """(field, problem, remedy) where the descriptor cannot be used, else None."""
    resources = found.get("resources") if isinstance(found, dict) else None
    if not isinstance(resources, list):
        return "resources", "the descriptor lists no resources", "restore the list of tables"
    if "$schema" in found:
        return (
            "$schema",
            "this is the descriptor of files that left the house (Data Package 2.0)",
            "check the folder `data` of the checkout, from which they were made",
        )
    for number, resource in enumerate(resources):
        problem = resource_problem(resource, number, folder)
        if problem:
            return problem
    return about_problem(found) or names_problem(resources)


def resource_problem(resource, number, folder):
    if (
        not isinstance(resource, dict)
        or not isinstance(resource.get("name"), str)
        or not isinstance(resource.get("path"), str)
    ):
        return f"resources[{number}]", "the resource has no name or no path", "give it both"
    name, path = resource["name"], resource["path"]
    inside = re.fullmatch(r"(?:[a-z0-9_]+/)*[a-z0-9_]+\.[a-z]+", path)
    if not inside or not (folder / path).resolve().is_relative_to(folder.resolve()):
        return (
            f"{name}.path",
            f"{path!r} does not name a file of the package",
            "write a path below the data folder, in small letters, digits and underscores",
        )
    for key, kind in COUNTS.items():
        if key in resource and not isinstance(resource[key], kind):
            return f"{name}.{key}", f"{resource[key]!r} is no {kind.__name__}", "restore it"
    if not re.fullmatch("sha256:[0-9a-f]{64}", str(resource.get("hash", f"sha256:{'0' * 64}"))):
        return f"{name}.hash", "the hash is not of the form sha256:…", "restore it"
    if "schema" not in resource:
        return None
    schema = resource["schema"]
    fields = schema.get("fields") if isinstance(schema, dict) else None
    if not isinstance(fields, list) or not all(
        isinstance(field, dict) and isinstance(field.get("name"), str) for field in fields
    ):
        remedy = "describe every column: name, type, constraints"
        return f"{name}.schema", "a field has no name", remedy
    problems = (field_problem(name, field) for field in fields)
    return next(filter(None, problems), None) or schema_problem(name, schema, fields)


def schema_problem(name, schema, fields):
    """Columns that are described twice, or that a key names in vain."""
    names = [field["name"] for field in fields]
    twice = next((one for one in names if names.count(one) > 1), None)
    if twice:
        return f"{name}.{twice}", "the column is described twice", "delete one of the two"
    keys = schema.get("foreignKeys", [])
    named = [*as_list(schema.get("primaryKey", [])), *(key.get("fields") for key in keys)]
    lost = next((one for one in named if one not in names), None)
    if lost is not None:
        return f"{name}.schema", f"a key names {lost!r}, which is no column", "correct the key"
    return None


def as_list(names):
    return names if isinstance(names, list) else [names]


def field_problem(name, spec):
    """What makes a column impossible to judge: its type, its pattern, its limits."""
    where = f"{name}.{spec['name']}"
    if spec.get("type") not in READERS:
        return (
            where,
            f"the type {spec.get('type')!r} is not known",
            f"use one of {', '.join(READERS)}",
        )
    limits = spec.get("constraints", {})
    if not isinstance(limits, dict):
        return where, "the constraints are no object", "write them as {name: value}"
    for key, value in {**spec, **limits}.items():
        if key in LISTS and not is_list_of_words(value):
            return where, f"{key} is no list of words", "restore the list"
    if "pattern" in limits:
        problem = pattern_problem(limits["pattern"])
        if problem:
            return where, *problem
    reader, _ = READERS[spec["type"]]
    for limit in ("minimum", "maximum"):
        if limit in limits and reader(str(limits[limit])) is None:
            return where, f"the {limit} {limits[limit]!r} is no {spec['type']}", "correct it"
    if "minimum" in limits and "maximum" in limits:
        low, high = (reader(str(limits[limit])) for limit in ("minimum", "maximum"))
        if low > high:
            return (
                where,
                f"the minimum {low} is above the maximum {high}",
                "exchange or correct them",
            )
    return None


def is_list_of_words(value):
    return isinstance(value, list) and bool(value) and all(isinstance(one, str) for one in value)


def about_problem(found):
    """What exports and pages say of the package is there, in the form that they need."""
    if not re.fullmatch(r"\d+(?:\.\d+)*", str(found.get("version", ""))):
        return "version", "the package has no version", "write numbers, as in 0.1.0"
    created = str(found.get("created", ""))
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z", created) or not as_date(
        created[:10]
    ):
        return "created", "the package has no date", "write it as 2026-11-24T00:00:00Z"
    for name in ("name", "title", "description"):
        if not isinstance(found.get(name), str) or not found[name].strip():
            return name, f"the package has no {name}", "restore it"
    for name, parts in (("licenses", ("name", "title", "path")), ("contributors", ("title",))):
        listed = found.get(name)
        if (
            not isinstance(listed, list)
            or not listed
            or not all(told(one, parts) for one in listed)
        ):
            return name, f"the {name} lack {', '.join(parts)}", "restore them"
    return None


def told(value, parts):
    """Whether an object of the JSON has these parts, and each says something."""
    words = [value.get(part) for part in parts] if isinstance(value, dict) else [None]
    return all(isinstance(word, str) and word.strip() for word in words)


def names_problem(resources):
    """Tables that are missing, told twice or referred to in vain."""
    names = [resource["name"] for resource in resources]
    missing = [name for name in NEEDED if name not in names]
    if missing:
        remedy = "restore its entry in the list of resources"
        return missing[0], "the table is not described", remedy
    for key in ("name", "path"):
        counts = Counter(resource[key] for resource in resources)
        twice = next((value for value, count in counts.items() if count > 1), None)
        if twice:
            return f"resources.{key}", f"two resources have the {key} {twice!r}", "delete one"
    for resource in resources:
        for key in resource.get("schema", {}).get("foreignKeys", []):
            if key.get("reference", {}).get("resource") not in names:
                return (
                    f"{resource['name']}.{key.get('fields')}",
                    "the foreign key points to a table that is not described",
                    "mend the reference",
                )
    return None
