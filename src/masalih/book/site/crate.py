"""What the site holds, as an RO-Crate: the figures with their hashes, the data, the notebooks.

Whoever builds the book from the same sources can compare figure by figure.
"""

import hashlib
import re

from masalih import validation
from masalih.atomic_files import as_json
from masalih.book.base import config
from masalih.book.base.addresses import DOWNLOADS
from masalih.book.base.edition import OTHER

NAME = "ro-crate-metadata.json"
VERSION = "https://w3id.org/ro/crate/1.2"
FIGURES = re.compile(r"_images/fig-[\w-]+-wide\.svg|_data/fig-[\w-]+\.csv")
OTHERS = re.compile(rf"{DOWNLOADS}/(?!fig-)[\w.-]+|notebooks/[\w-]+\.html")
TYPES = {
    ".svg": "image/svg+xml",
    ".csv": "text/csv",
    ".html": "text/html",
    ".zip": "application/zip",
    ".json": "application/json",
    ".bib": "application/x-bibtex",
    ".whl": "application/zip",
}


def crate(root, site):
    """The metadata document of the crate whose root is the folder `site`, as text."""
    about = validation.Package(validation.root()).descriptor
    files = [entity(site, path) for path in sorted(parts(site))]
    licence = about["licenses"][0]
    creators = [
        {"@id": f"#{i}", "@type": "Organization", "name": one["title"]}
        for i, one in enumerate(about["contributors"], 1)
    ]
    whole = {
        "@id": "./",
        "@type": "Dataset",
        "name": " / ".join(config.read(root, language)["title"] for language in OTHER),
        "description": about["description"],
        "datePublished": about["created"][:10],
        "version": about["version"],
        "license": {"@id": licence["path"]},
        "author": [{"@id": one["@id"]} for one in creators],
        "hasPart": [{"@id": one["@id"]} for one in files],
    }
    terms = {"@id": licence["path"], "@type": "CreativeWork", "name": licence["title"]}
    document = {
        "@id": NAME,
        "@type": "CreativeWork",
        "conformsTo": {"@id": VERSION},
        "about": {"@id": "./"},
    }
    graph = [document, whole, terms, *creators, *files]
    found = {"@context": f"{VERSION}/context", "@graph": graph}
    return as_json(found)


def parts(site):
    """Files of the site that the crate names, as paths."""
    yield from (path for path in (site / "data").rglob("*") if path.is_file())
    for language in OTHER:
        folder = site / language
        for path in folder.rglob("*"):
            name = path.relative_to(folder).as_posix()
            if FIGURES.fullmatch(name) or OTHERS.fullmatch(name):
                yield path


def entity(site, path):
    content = path.read_bytes()
    name = path.relative_to(site).as_posix()
    edition = name.split("/", 1)[0]
    return {
        "@id": name,
        "@type": "File",
        "name": path.name,
        **({"inLanguage": edition} if edition in OTHER else {}),
        "encodingFormat": TYPES.get(path.suffix, "application/octet-stream"),
        "contentSize": str(len(content)),
        "sha256": hashlib.sha256(content).hexdigest(),
    }
