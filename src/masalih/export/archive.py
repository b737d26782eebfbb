"""The package as a zip, with what a stranger needs to use it: licence, codebook, change log."""

import datetime
import io
import os
import zipfile
from collections import Counter
from pathlib import Path

from masalih import translation
from masalih.atomic_files import as_json
from masalih.export import codebook
from masalih.export.claims import claims_json
from masalih.export.croissant import croissant
from masalih.export.descriptor import published
from masalih.validation import DESCRIPTOR, LICENCE

CHANGES = Path(__file__).parents[3] / "CHANGELOG.md"  # not in a wheel, which holds one version


def write_zip(path, package):
    """The package and what says how to use it; the same bytes for the same package."""
    path.write_bytes(packed(dict(sorted(contents(package).items())), package))


def packed(files, package):
    """A ZIP of {name: bytes}; the same bytes for the same files and package."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for name, content in files.items():
            target.writestr(entry(name, moment(package)), content)
    return out.getvalue()


def entry(name, moment, method=zipfile.ZIP_DEFLATED):
    """A file of a ZIP, alike on every system; `moment` is a datetime, `method` one of zipfile's."""
    found = zipfile.ZipInfo(name, moment.timetuple()[:6])
    found.compress_type = method
    found.create_system, found.external_attr = 3, 0o644 << 16
    return found


def contents(package):
    """{name: bytes} of all that leaves the house: tables, map, and what stands beside them."""
    names = [resource["path"] for resource in package.descriptor["resources"]]
    files = {name: (package.folder / name).read_bytes() for name in names}
    return files | {name: text.encode("utf-8") for name, text in beside(package).items()}


def beside(package):
    """{name: text} of what stands in the zip beside the tables and the map."""
    about = published(package)
    found = {
        DESCRIPTOR: as_json(about),
        "croissant.json": as_json(croissant(about)),
        "claims.json": as_json(claims_json(package)),
        "README.md": codebook.readme(package),
        LICENCE: licence_note(package),
    }
    for language in translation.EDITIONS:
        found[f"codebook-{language}.md"] = codebook.codebook(package, language)
    if CHANGES.is_file():
        found[CHANGES.name] = CHANGES.read_text("utf-8")
    return found


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
