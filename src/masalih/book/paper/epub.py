"""`masalih epub`: binds the gathered pages of an edition as an EPUB 3.

It holds its fonts and drawings and asks for nothing from outside.
"""

import copy
import re
import sys
import time
import uuid
import zipfile
from datetime import UTC, datetime
from html import escape

from bs4 import BeautifulSoup

from masalih.book.base import fonts
from masalih.book.figures.figure_node import PHONE
from masalih.book.paper import cover, gather
from masalih.book.site import build

CONTAINER = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="book/package.opf" media-type="application/oebps-package+xml"/>'
    "</rootfiles></container>\n"
)
TYPES = {
    "xhtml": "application/xhtml+xml",
    "css": "text/css",
    "svg": "image/svg+xml",
    "png": "image/png",
    "woff2": "font/woff2",
}
STYLES = ("paper.css", "epub.css")  # in book/paper
# The shape of a space, as matplotlib draws it: SVG wants even that to say so.
BLANK = re.compile(rb"<path (?![^>]*\bd=)")
# Under a drawing: its ink is dark, and a reader may have chosen a dark page.
GROUND = rb'\g<0><rect width="100%" height="100%" fill="#fff"/>'
_SOUP = BeautifulSoup("", "html.parser")  # makes elements
FEATURES = (
    "alternativeText",
    "tableOfContents",
    "structuralNavigation",
    "displayTransformability",
    "unlocked",
)


def write(root, book, folder):
    """Write `folder`/masalih-<edition>.epub and return its path.

    The same bytes for the same book.
    """
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"masalih-{book.edition}.epub"
    unfinished = target.with_suffix(".part")
    files = {
        name: content if isinstance(content, bytes) else content.encode()
        for name, content in _files(root, book, folder).items()
    }
    files["package.opf"] = _package(book, files).encode()
    moment = datetime.fromtimestamp(gather.stamp(book), UTC).timetuple()[:6]
    with zipfile.ZipFile(unfinished, "w") as archive:
        for name, content in {
            "mimetype": b"application/epub+zip",
            "META-INF/container.xml": CONTAINER.encode(),
            **{f"book/{name}": files[name] for name in files},
        }.items():
            entry = zipfile.ZipInfo(name, moment)
            entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    unfinished.replace(target)
    return target


def _files(root, book, folder):
    """{name below book/: text or bytes} of everything but the package file."""
    html = gather.folder(root, book.edition)
    picture = folder / f"masalih-{book.edition}.png"
    cover.draw(book, picture)
    files = {
        "cover.png": picture.read_bytes(),
        "style.css": "".join(
            (root / "book" / "paper" / name).read_text("utf-8") for name in STYLES
        ),
        "cover.xhtml": _page(
            book,
            book.words["cover"],
            f'<section epub:type="cover" class="cover">'
            f'<img src="cover.png" alt="{escape(book.title)}"/></section>',
        ),
        "front.xhtml": _page(book, book.words["about"], gather.opening(book)),
        "nav.xhtml": _page(book, book.words["contents"], _contents(book)),
    }
    picture.unlink()
    for file in fonts.pack(build.output(root, book.edition) / "fonts" / "fonts"):
        files[file.name] = file.read_bytes()
    for page in book.pages:
        for image in page.body.select("img"):
            for path in filter(None, (image["src"], image.get(gather.NARROW))):
                drawing = BLANK.sub(rb'<path d="" ', (html / path).read_bytes())
                files[_file(path)] = re.sub(rb"<svg\b[^>]*>", GROUND, drawing, count=1)
        files[f"{page.slug}.xhtml"] = _page(book, page.title, _body(page))
    return files


def _file(path):
    return path.rpartition("/")[2]


def _page(book, title, body):
    language, direction = book.edition, book.words["direction"]
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n'
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" '
        f'lang="{language}" xml:lang="{language}" dir="{direction}">\n'
        f"<head><title>{escape(title)}</title>"
        '<link rel="stylesheet" type="text/css" href="style.css"/></head>\n'
        f"<body>{body}</body>\n</html>\n"
    )


def _body(page):
    """A page's markup as XML, its links between files."""
    body = copy.copy(page.body)
    for image in body.select("img"):
        image["src"] = _file(image["src"])
        if narrow := image.attrs.pop(gather.NARROW, None):
            picture = image.wrap(_SOUP.new_tag("picture"))
            picture.insert(
                0, _SOUP.new_tag("source", media=PHONE, srcset=_file(narrow), type=TYPES["svg"])
            )
    for link in body.select(f'a[href^="{gather.LOOSE}"]'):
        slug, _, id = link["href"].removeprefix(gather.LOOSE).partition("#")
        link["href"] = f"{slug}.xhtml{'#' + id if id else ''}"
    for element in body.find_all(lang=True):
        element["xml:lang"] = element["lang"]
    part = f'<p class="part-name">{escape(page.part)}</p>' if page.part else ""
    return part + body.decode(formatter="minimal")


def _contents(book):
    """The navigation that every reader shows: parts, their pages, and the sections of each."""
    groups: list[tuple[str, list[gather.Page]]] = []
    for page in book.pages:
        if page.opens or not groups:
            groups.append((page.opens, []))
        groups[-1][1].append(page)
    lines = f'<li><a href="front.xhtml">{escape(book.words["about"])}</a></li>'
    for name, pages in groups:
        items = "".join(
            f'<li><a href="{page.slug}.xhtml">{escape(page.title)}</a>{_sections(page)}</li>'
            for page in pages
        )
        lines += f"<li><span>{escape(name)}</span><ol>{items}</ol></li>" if name else items
    first, cover_word = book.pages[0], escape(book.words["cover"])
    return (
        f'<nav epub:type="toc" role="doc-toc"><h1>{escape(book.words["contents"])}</h1>'
        f"<ol>{lines}</ol></nav>"
        '<nav epub:type="landmarks" hidden="hidden"><ol>'
        f'<li><a epub:type="cover" href="cover.xhtml">{cover_word}</a></li>'
        f'<li><a epub:type="bodymatter" href="{first.slug}.xhtml">{escape(first.title)}</a></li>'
        "</ol></nav>"
    )


def _sections(page):
    found = [
        (heading.get_text().strip(), heading.find_parent("section").get("id"))
        for heading in page.body.select("h2")
    ]
    items = "".join(
        f'<li><a href="{page.slug}.xhtml#{id}">{escape(title)}</a></li>'
        for title, id in found
        if id
    )
    return f"<ol>{items}</ol>" if items else ""


def _package(book, files):
    direction = book.words["direction"]
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" '
        f'xml:lang="{book.edition}" dir="{direction}">\n'
        f"{_metadata(book)}<manifest>\n{_manifest(files)}</manifest>\n"
        f'<spine page-progression-direction="{direction}">{_spine(book)}</spine>\n</package>\n'
    )


def _metadata(book):
    moment = datetime.fromtimestamp(gather.stamp(book), UTC)
    number = uuid.uuid5(uuid.NAMESPACE_URL, f"masalih/{book.edition}/{book.version}")
    elements = {
        "title": escape(book.title),
        "creator": escape(book.author),
        "language": book.edition,
        "description": escape(book.words["subtitle"]),
        "rights": escape(book.words["rights"]),
        "date": book.day.isoformat(),
    }
    described = "".join(f"<dc:{name}>{text}</dc:{name}>\n" for name, text in elements.items())
    accessible = "".join(
        f'<meta property="schema:{name}">{text}</meta>'
        for name, text in [
            ("accessMode", "textual"),
            ("accessMode", "visual"),
            ("accessModeSufficient", "textual"),
            ("accessibilityHazard", "none"),
            *(("accessibilityFeature", feature) for feature in FEATURES),
            ("accessibilitySummary", escape(book.words["summary"])),
        ]
    )
    return (
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">\n'
        f'<dc:identifier id="id">urn:uuid:{number}</dc:identifier>\n{described}'
        f'<meta property="dcterms:modified">{moment:%Y-%m-%dT%H:%M:%SZ}</meta>\n'
        f'<meta name="cover" content="{_id("cover.png")}"/>\n{accessible}\n</metadata>\n'
    )


def _manifest(files):
    properties = {"nav.xhtml": ' properties="nav"', "cover.png": ' properties="cover-image"'}
    return "".join(
        f'<item id="{_id(name)}" href="{name}" media-type="{TYPES[name.rpartition(".")[2]]}"'
        f"{properties.get(name, '')}/>\n"
        for name in files
    )


def _spine(book):
    pages = [f"{page.slug}.xhtml" for page in book.pages]
    return "".join(
        f'<itemref idref="{_id(name)}"/>'
        for name in ("cover.xhtml", "front.xhtml", "nav.xhtml", *pages)
    )


def _id(name):
    return "f-" + re.sub(r"[^\w-]", "-", name)


def main(root, editions=build.EDITIONS):
    """The command: bind each edition, say where it is; return the exit status."""
    for edition in editions:
        start = time.monotonic()
        print(f"[{edition}] gathering the pages", flush=True)
        try:
            book = gather.prepare(root, edition)
        except build.Faults as error:
            print("The EPUB was not made:", *error.args[0], sep="\n  ✗ ", file=sys.stderr)
            return 1
        path = write(root, book, root / "_build" / "paper")
        size, seconds = path.stat().st_size / 1e6, time.monotonic() - start
        print(f"[{edition}] {path} ({size:.1f} MB, {seconds:.0f} s)", flush=True)
    return 0
