"""The descriptor as the standard of 2024 has it (Data Package 2.0), for the files that leave.

The one in data/ is read by this library and says more than the standard knows; here each file has
its size and hash, each table its type, and each empty cell a reason.
"""

import copy
import hashlib

PROFILES = "https://datapackage.org/profiles/2.0"
MISSING = "not applicable"  # why a cell is empty where its field does not say `missing`
# Of the profile of 2012, and what only masalih.rules reads.
OWN = ("profile", "checksum", "claimCount", "numbersNotUsed", "numbersGivenOut", "middles")
OWN_OF_FIELDS = ("missing", "termKinds", "mayBeAhead", "plainHosts", "digests", "names")


def published(package):
    """The descriptor of `package` by Data Package 2.0, as a dict."""
    about = copy.deepcopy(package.descriptor)
    about.pop("profile")
    about.pop("checksum")
    for person in about["contributors"]:
        person["roles"] = [person.pop("role")]
    for resource in about["resources"]:
        for name in OWN:
            resource.pop(name, None)
        path = package.folder / resource["path"]
        resource["bytes"] = path.stat().st_size
        resource["hash"] = f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}"
        if "schema" in resource:
            resource["type"] = "table"
            resource["schema"] = table_schema(resource["schema"])
    return {"$schema": f"{PROFILES}/datapackage.json", **about}


def table_schema(schema):
    """A table schema of 2.0: keys as lists, and a reason for what is empty."""
    schema = copy.deepcopy(schema)
    schema.pop("missingValues", None)
    for field in schema["fields"]:
        if not field.get("constraints", {}).get("required"):
            field["missingValues"] = [{"value": "", "label": field.get("missing", MISSING)}]
        for name in OWN_OF_FIELDS:
            field.pop(name, None)
    schema["primaryKey"] = as_list(schema["primaryKey"])
    if not schema.get("foreignKeys"):
        schema.pop("foreignKeys", None)
    for key in schema.get("foreignKeys", []):
        key["fields"] = as_list(key["fields"])
        key["reference"]["fields"] = as_list(key["reference"]["fields"])
    return {"$schema": f"{PROFILES}/tableschema.json", **schema}


def as_list(names):
    """One name, or several, as a list."""
    return [names] if isinstance(names, str) else names
