"""`masalih check`: every fault of the package, in one list."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

from masalih import checkout
from masalih.validation import second_opinion as frictionless, whole
from masalih.validation.files import DataError
from masalih.validation.map import map_faults
from masalih.validation.package import Package


def root():
    """Folder of the package, by the one rule of `masalih.checkout`."""
    return checkout.data()


def check(folder=None, second_opinion=True):
    """Every fault of the package in `folder` (default `root()`); [] when it is sound.

    By our rules and by frictionless.

    The second opinion takes more than a second; without it only our own rules are applied.
    """
    package = Package(folder or root())
    try:
        found = own_faults(package)
    except DataError as error:
        return [error.fault]
    if second_opinion:
        faulty = {fault.file for fault in found}
        others = frictionless.frictionless_faults(package)
        found += [fault for fault in others if fault.file not in faulty]
    return list(dict.fromkeys(found))


def own_faults(package):
    found = [fault for name in package.resources for fault in package.faults_of(name)]
    for resource in package.descriptor["resources"]:
        if resource.get("format") == "geojson":
            found += map_faults(package, resource)
    found = list(one_a_cause(found))
    found += [*whole.stray_files(package), *whole.descriptor_faults(package)]
    if any(package.read(name).faults for name in package.resources):
        return found
    told = {(fault.file, fault.row) for fault in found if fault.row}
    changed = [
        (fault, id)
        for fault, id in whole.unconfirmed(package)
        if (fault.file, fault.row) not in told  # a row that is wrong needs no second fault
    ]
    # what a changed row leads to is told by its change
    causes = {f"{fault.file}:{id}" for fault, id in changed}
    found = [fault for fault in found if fault.cause not in causes]
    found += [fault for fault, _ in changed]
    return found or list(whole.unused_rows(package))  # what is lost is told where it was


def one_a_cause(faults):
    """The faults, of those that one row of another table causes the first alone."""
    counts = Counter(fault.cause for fault in faults)
    told = {""}
    for fault in faults:
        if not fault.cause or fault.cause not in told:
            others = counts[fault.cause] - 1 if fault.cause else 0
            more = f" (as do {others} more faults)" if others else ""
            yield replace(fault, problem=fault.problem + more)
        told.add(fault.cause)


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
    rows = sum(len(table.rows) for table in tables)
    sources, exceptions = (len(package.read(name).rows) for name in ("sources", "exceptions"))
    print(
        f"{folder}: sound. Tables: {len(tables)}, and a map; rows: {rows}; sources: {sources}; "
        f"declared exceptions: {exceptions}."
    )
    return 0
