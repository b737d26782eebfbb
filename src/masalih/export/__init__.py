"""A reader without Python, or with another tool, gets the whole package in a form it opens.

It always comes from a sound package.
"""

import os
import tempfile
from pathlib import Path

from masalih import bibliography
from masalih.export.archive import (
    contents as contents,
    moment as moment,
    write_zip as write_zip,
)
from masalih.export.claims import claim_reviews as claim_reviews
from masalih.export.descriptor import published as published
from masalih.export.parquet import write_parquet
from masalih.export.sqlite import write_sqlite
from masalih.validation import Package, check, report, root

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
