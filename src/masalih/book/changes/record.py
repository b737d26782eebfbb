"""What a built checkout says, small enough to keep with a release: rows, and the words of pages."""

import csv
import gzip
import json
import re
from pathlib import Path

from bs4 import BeautifulSoup

from masalih import anchors, atomic_files, checkout
from masalih.book.changes import revision
from masalih.book.changes.revision import NoRecord
from masalih.validation import DESCRIPTOR

FORMAT = 2
REVISIONS = "_build/revisions"  # records of revisions of git, which cost a build each
END_OF_SENTENCE = re.compile(r"(?<=[.؟?!؛])\s+(?=\S)")
TITLES = ("h1", "h2", "h3", "h4")
SAID = "p, li, dd, " + ", ".join(TITLES)
# No sentence of the book: code, what belongs to a chart, the ways around, the list of sources.
APART = (
    "figure, pre, nav, script, style, template, .cell_input, .sources, .collapsed, .expanded, form"
)
CATALOGUE = re.compile(anchors.reference_page(r"(?!api)[^/]*", r"[a-z]+"))  # it repeats the rows


def of(place):
    """The record at `place`: a file of `write`, a checkout that was built, or a revision of git."""
    place = Path(place)
    if place.is_dir():
        return taken(place)
    if not place.exists():
        return of(_revision(str(place)))
    data = place.read_bytes()
    found = json.loads(gzip.decompress(data) if place.suffix == ".gz" else data)
    if found.get("format") != FORMAT:
        raise NoRecord(f"{place}: no record of this version. Remedy: write it anew.")
    return found


def _revision(name):
    """Path of the record of a revision of the current checkout, made when it is first asked for."""
    root = checkout.current()
    id = revision.commit(root, name)
    kept = root / REVISIONS / f"{id}.{FORMAT}.json.gz"
    if not kept.is_file():
        with revision.built(root, id, root / REVISIONS / id) as folder:
            write(folder, kept)
    return kept


def taken(root):
    """What a built checkout says: {"rows": …, "pages": {language: …}} with its version and day."""
    site = root / "_build" / "site"
    editions = [folder for folder in (site / "ar", site / "en") if folder.is_dir()]
    if not editions:
        raise NoRecord(
            f"{root}: the site of this checkout was not built. Remedy: build it there with: "
            "make book"
        )
    about = json.loads((root / "data" / DESCRIPTOR).read_text("utf-8"))
    return {
        "format": FORMAT,
        "version": about["version"],
        "date": about["created"][:10],
        "rows": _rows(root / "data", about),
        "pages": {folder.name: dict(_pages(folder)) for folder in editions},
    }


def write(root, file):
    """Write the record of a built checkout; compressed where the name ends in .gz."""
    text = json.dumps(taken(root), ensure_ascii=False, sort_keys=True).encode("utf-8")
    file = Path(file)
    atomic_files.write(file, gzip.compress(text, mtime=0) if file.suffix == ".gz" else text)
    return 0


def _rows(folder, about):
    """{table: {id: {field: text}}}; a row of two keys is called by both."""
    found: dict[str, dict] = {}
    for resource in about["resources"]:
        if "schema" not in resource:
            continue
        keys = resource["schema"].get("primaryKey") or "id"
        keys = [keys] if isinstance(keys, str) else keys
        with (folder / resource["path"]).open(encoding="utf-8", newline="") as lines:
            rows = [
                {name: text for name, text in row.items() if text} for row in csv.DictReader(lines)
            ]
        name = "observations" if resource["path"].startswith("observations/") else resource["name"]
        found.setdefault(name, {}).update({"/".join(row[key] for key in keys): row for row in rows})
    return found


def _pages(edition):
    """(page, what it says) of the pages of an edition that are more than the catalogue."""
    for path in sorted(edition.rglob("*.html")):
        name = path.relative_to(edition).with_suffix("").as_posix()
        if not CATALOGUE.fullmatch(name):
            article = BeautifulSoup(path.read_text("utf-8"), "lxml").find("article")
            if article:
                yield name, page(article)


def page(article):
    """{"charts": {label: {"title", "rows"}}, "titles": [text], "sentences": [text]}."""
    for link in article.select(".headerlink"):
        link.decompose()
    charts = {figure["id"]: _chart(figure) for figure in article.select("figure.chart[id]")}
    for apart in article.select(APART):
        apart.decompose()
    said = [block for block in article.select(SAID) if not block.find(SAID.split(", "))]
    titles = [words(block) for block in said if block.name in TITLES]
    sentences = [
        sentence
        for block in said
        if block.name not in TITLES
        for sentence in END_OF_SENTENCE.split(words(block))
        if sentence
    ]
    return {"charts": charts, "titles": titles, "sentences": sentences}


def _chart(figure):
    title = figure.select_one(".caption-text, .chart-title")
    table = figure.select_one(".chart-data table")
    rows = [words(row, " ") for row in table.select("tr")] if table else []
    return {"title": words(title) if title else "", "rows": rows}


def words(element, between=""):
    """The text of an element on one line; `between` stands between its parts, such as cells."""
    return re.sub(r"\s+", " ", element.get_text(between)).strip()
