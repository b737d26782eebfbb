"""`masalih zip`: the built site as one file, to unpack and open without a server or a network."""

import os
import sys
import tempfile
import zipfile
from pathlib import Path

from masalih import export, validation
from masalih.book.lite import offer
from masalih.book.site import own_pages
from masalih.export.archive import entry
from masalih.translation import EDITIONS, translator

NAME = f"{export.NAME}-book"  # of the zip, and of the one folder in it
README = "READ ME · اقرأني.txt"
SERVERS = own_pages.OWN - {"index.html"} | {".nojekyll"}  # what only a host needs
PACKED = {".png", ".woff2", ".zip", ".whl"}  # packed already


def words():
    """What README says, in Arabic and in English."""
    return "\n".join(
        f"{_('Shared Interests')}\n"
        + _(
            "Double-click index.html: the book opens in your browser and needs no network. Each"
            " edition has a door of its own: ar/index.html and en/index.html."
        )
        + "\n"
        for _ in map(translator, EDITIONS)
    )


def opens_from_a_folder(name):
    """Is a file of the site of use without a server? A JupyterLite is not."""
    return name not in SERVERS and not name.startswith(f"{offer.FOLDER}/")


def content(path):
    """A file as the zip holds it: pages without the link to what stays behind."""
    if path.suffix != ".html":
        return path.read_bytes()
    return offer.plain(path.read_text("utf-8")).encode("utf-8")


def write(site, target, moment, say=lambda text: None):
    """Pack the folder `site` into the zip `target`, whole or not at all.

    The bytes are the same for the same site and `moment` (a datetime).
    """
    names = sorted(path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file())
    files = {README: None} | {name: site / name for name in names if opens_from_a_folder(name)}
    handle, made = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=".zip")
    try:
        with os.fdopen(handle, "wb") as opened, zipfile.ZipFile(opened, "w") as archive:
            for number, (name, path) in enumerate(files.items(), 1):
                stored = Path(name).suffix in PACKED
                method = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
                text = content(path) if path else words().encode("utf-8")
                archive.writestr(entry(f"{NAME}/{name}", moment, method), text)
                if number % 250 == 0 or number == len(files):
                    say(f"[zip] {number} of {len(files)} files")
        os.chmod(made, 0o644)
        os.replace(made, target)
    except BaseException:
        os.unlink(made)
        raise


def main(root):
    """The command: pack, say where the file is and how large; return the exit status."""
    site, target = root / "_build" / "site", root / "_build" / f"{NAME}.zip"
    if not all(
        (site / name).is_file() for name in ("index.html", "ar/index.html", "en/index.html")
    ):
        print("There is no site of both editions yet: run `make book` first.", file=sys.stderr)
        return 1
    write(
        site,
        target,
        export.moment(validation.Package(validation.root())),
        lambda text: print(text, flush=True),
    )
    print(f"{target.stat().st_size / 1e6:.0f} MB: {target}\nUnpack it and open {NAME}/index.html.")
    return 0
