"""`masalih inventory`: what the book is built with, as a list of licences and as a bill of materials that other tools read (CycloneDX)."""

import csv
import hashlib
import importlib.metadata
import json
import re
import sys
import uuid

LOCKS = ("book", "export", "lab", "test")
LOCKED = re.compile(r"^([\w.-]+)==(\S+)")
# What a package calls its licence → its SPDX name. One that is not here stops the inventory until somebody has read it.
SPDX = {
    "apache 2.0": "Apache-2.0",
    "apache license, version 2.0": "Apache-2.0",
    "apache software license": "Apache-2.0",
    "bsd 3-clause license": "BSD-3-Clause",
    "mit license": "MIT",
    "isc license": "ISC",
    "isc license (iscl)": "ISC",
    "mozilla public license 2.0 (mpl 2.0)": "MPL-2.0",
    "python software foundation license": "PSF-2.0",
    "bsd": "LicenseRef-BSD",
    "bsd license": "LicenseRef-BSD",  # one of the BSD licences; its metadata do not say which
}
# Where the metadata say nothing or too little: what the licence file in the package says.
READ = {
    "axe-playwright-python": "MIT",
    "pypdfium2": "BSD-3-Clause AND Apache-2.0",
    "python-bidi": "LGPL-3.0-or-later",
    "text-unidecode": "Artistic-1.0-Perl OR GPL-2.0-or-later",
}
ALLOWED = {
    "0BSD",
    "Apache-2.0",
    "Artistic-1.0-Perl",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "CC0-1.0",
    "ISC",
    "LGPL-3.0-or-later",
    "LicenseRef-BSD",
    "MIT",
    "MIT-0",
    "MIT-CMU",
    "MPL-2.0",
    "OFL-1.1",
    "PSF-2.0",
    "Zlib",
}


class UnknownLicence(Exception):
    """A package whose licence nobody has read yet, or that the book may not use; str() names it and the remedy."""


def locked(file):
    """{name: [version, …]} of a requirements file that pins everything; some packages have a version for each Python."""
    pins = {}
    for found in filter(None, map(LOCKED.match, file.read_text("utf-8").splitlines())):
        pins.setdefault(_plain(found[1]), []).append(found[2])
    return pins


def _plain(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def licence(package):
    """SPDX expression of an installed distribution, from its own metadata."""
    told = package.metadata
    classed = [
        text.split(" :: ")[-1]
        for text in told.get_all("Classifier", [])
        if text.startswith("License :: ") and text != "License :: OSI Approved"
    ]
    candidates = [
        READ.get(_plain(told["Name"])),
        told.get("License-Expression"),
        (told.get("License") or "").strip().split("\n")[0],
        *classed,
    ]
    for text in filter(None, candidates):
        expression = SPDX.get(text.lower(), text)
        if allowed(expression):
            return expression
    raise UnknownLicence(
        f"{told['Name']} {package.version}: licence {[c for c in candidates if c]} is not in the list of those the book may use. "
        "Remedy: read its terms, then add its name to SPDX or ALLOWED in book/inventory.py, or drop the package"
    )


def allowed(expression):
    """True where every part of an expression joined by AND, and one of each joined by OR, is allowed."""
    flat = expression.replace("(", "").replace(")", "")
    return all(
        any(name.strip() in ALLOWED for name in part.split(" OR "))
        for part in re.split(r" AND ", flat)
    )


def installed(root):
    """[distribution] that the lock files pin and that this environment has, in order of name."""
    names = {name for lock in LOCKS for name in locked(root / "requirements" / f"{lock}.txt")}
    found = {_plain(one.metadata["Name"]): one for one in importlib.metadata.distributions()}
    return [found[name] for name in sorted(names & found.keys())]


def bill(root):
    """The CycloneDX bill of materials of a built book: what requirements/book.txt installs here. The same bytes for the same packages."""
    pins = locked(root / "requirements" / "book.txt")
    parts = [_component(one) for one in installed(root) if _plain(one.metadata["Name"]) in pins]
    own = importlib.metadata.distribution("masalih")
    content = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": "masalih",
                "name": "masalih",
                "version": own.version,
                "licenses": [{"expression": "MIT AND CC-BY-4.0"}],
            }
        },  # code; text and data
        "components": parts,
        "dependencies": [{"ref": "masalih", "dependsOn": [part["bom-ref"] for part in parts]}],
    }
    digest = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
    return {**content, "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, digest)}"}


def _component(package):
    name, expression = _plain(package.metadata["Name"]), licence(package)
    address = f"pkg:pypi/{name}@{package.version}"
    simple = " " not in expression and not expression.startswith("LicenseRef-")
    return {
        "type": "library",
        "bom-ref": address,
        "name": name,
        "version": package.version,
        "purl": address,
        "licenses": [{"license": {"id": expression}} if simple else {"expression": expression}],
    }


def main(root):
    """Write licences.csv and sbom.json into _build/inventory; return the exit status."""
    folder = root / "_build" / "inventory"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        rows = [
            (_plain(one.metadata["Name"]), one.version, licence(one)) for one in installed(root)
        ]
        (folder / "sbom.json").write_text(
            json.dumps(bill(root), indent=1, sort_keys=True) + "\n", "utf-8"
        )
    except UnknownLicence as error:
        print(error, file=sys.stderr)
        return 1
    with (folder / "licences.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([("package", "version", "licence"), *rows])
    print(f"{len(rows)} packages, each under a licence that the book may use: {folder}")
    return 0
