"""Serves the book's typeface from the book itself: IBM Plex Sans Arabic.

Paper gets it whole. A page gets the letters that the book uses, a quarter of its weight, under a
name of our own: its licence keeps "Plex" for the font as its makers made it.
"""

import functools
import io
import json
from pathlib import Path

from masalih import validation
from masalih.book.base import atomic_files

FAMILY = "IBM Plex Sans Arabic"
OURS = "Book Sans"
WEIGHTS = ("Regular", "SemiBold")  # that serves as bold too
# How letters join, where marks sit and what stands closer: all that the book's text asks for.
SHAPING = [
    *("calt", "ccmp", "fina", "init", "isol", "kern"),
    *("liga", "locl", "mark", "medi", "mkmk", "rlig"),
]
TEXT = {".md", ".ipynb", ".py", ".po", ".js", ".css", ".html", ".csv", ".json", ".yml"}
PACKAGE = Path(__file__).parents[2]
ASCII = set(map(chr, range(32, 127)))  # what readers type into the search


def _source(weight):
    import fontpkg

    folder = Path(fontpkg.path(FAMILY)).parent
    return folder / f"{FAMILY.replace(' ', '')}-{weight}.ttf"


def pack(target):
    """Write the whole typeface as WOFF2 into the folder `target`, what is missing; return paths.

    Raises FamilyNotInstalled, which names the package to install.
    """
    packed = [target / f"{FAMILY.replace(' ', '')}-{weight}.woff2" for weight in WEIGHTS]
    for weight, file in zip(WEIGHTS, packed, strict=True):
        if not file.exists():
            from fontTools.ttLib import TTFont

            atomic_files.write(file, _woff2(TTFont(_source(weight), recalcTimestamp=False)))
    return packed


def letters(root):
    """The characters that a page can hold: all those of the texts that pages are made of."""
    folders = [root / "book", root / "notebooks", validation.root(), PACKAGE]
    files = {path for folder in folders for path in folder.rglob("*") if path.suffix in TEXT}
    return ASCII.union(*(set(path.read_text("utf-8")) for path in files))


@functools.cache
def cut(font, codes, family):
    """The `font` (bytes of a TTF or WOFF2) with the characters `codes` only, as WOFF2.

    It is called `family`, and keeps its authors and licence.
    """
    from fontTools import subset as tool
    from fontTools.ttLib import TTFont

    options = tool.Options(
        name_IDs=["*"],
        notdef_outline=True,
        desubroutinize=True,
        hinting=False,
        layout_features=SHAPING,
        drop_tables=[*tool.Options().drop_tables, "meta"],
    )
    found = TTFont(io.BytesIO(font), recalcTimestamp=False)
    worker = tool.Subsetter(options)
    worker.populate(unicodes=codes)
    worker.subset(found)
    for record in found["name"].names:
        if record.nameID in (1, 3, 4, 6, 16):
            record.string = family.replace(" ", "") if record.nameID == 6 else family
    return _woff2(found)


def _woff2(font):
    content, font.flavor = io.BytesIO(), "woff2"
    font.save(content)
    return content.getvalue()


def add(app):
    """Bring the pages their typeface; it is cut anew when the book uses other letters."""
    import fontpkg

    folder = Path(app.outdir).parent / "fonts"
    codes = sorted(map(ord, letters(Path(app.srcdir))))
    made = json.dumps([fontpkg.family(FAMILY).version, SHAPING, codes])
    record = folder / "letters.json"
    files = {
        weight: folder / "site" / "fonts" / f"{OURS.replace(' ', '')}-{weight}.woff2"
        for weight in WEIGHTS
    }
    whole = all(file.exists() for file in files.values())
    if not (whole and record.exists() and record.read_text("utf-8") == made):
        for weight, file in files.items():
            content = cut(_source(weight).read_bytes(), frozenset(codes), OURS)
            atomic_files.write(file, content)
        atomic_files.write(record, made)
    app.config.html_static_path.append(str(folder / "site"))
