"""`masalih pdf`: prints the gathered pages of an edition with Chromium.

At least twice: the second time the contents know their page numbers.
"""

import copy
import re
import subprocess
import sys
import tempfile
import time
from html import escape
from pathlib import Path

from masalih.book.base import fonts
from masalih.book.paper import binding, browser, cover, gather, letters
from masalih.book.site import build

STYLES = ("paper.css", "print.css", "teach.css")  # in book/paper
NO_BROWSER = f"The PDF is printed by Chromium, and none was found. {browser.REMEDY}"
CHAPTER = re.compile(r"\d\d-")  # the pages whose sections stand in the contents too
SHEET = "@page { margin: 17mm 18mm 15mm; }"  # of what is given out: more room than a book
TRIES = 3  # the second time settles the page numbers, unless a longer contents moved the pages


class Unprinted(Exception):
    """The PDF was not made; args[0] says why in one sentence."""


def write(root, book, folder, name="", loose=False):
    """Write `folder`/masalih-<edition>.pdf, or one called `name`, and return its path.

    loose: sheets to give out, with their contents and without a cover.
    Unprinted where Chromium is missing or fails, or where the page numbers do not settle.
    """
    chromium = _chromium()
    source = folder / book.edition / "book.html"
    printed = source.with_name("printed.pdf")
    target = folder / f"{name or f'masalih-{book.edition}'}.pdf"
    source.parent.mkdir(parents=True, exist_ok=True)
    entries = contents(book, loose)
    if not loose:
        cover.draw(book, source.with_name("cover.svg"))
    front = "" if loose else _front(book)
    _print_settled(chromium, root, book, (front, entries), source, printed)
    try:
        binding.finish(book, printed, entries, target)
    except letters.Unreadable as error:
        raise Unprinted(f"[{book.edition}] {error.args[0]}") from None
    printed.unlink()
    return target


def _chromium():
    try:
        found = browser.find()
    except LookupError as error:
        raise Unprinted(str(error)) from None
    if not found:
        raise Unprinted(NO_BROWSER)
    return found


def _front(book):
    cover = f'<section class="cover"><img src="cover.svg" alt="{escape(book.title)}"></section>'
    return f"{cover}\n{gather.opening(book)}"


def _print_settled(chromium, root, book, begin, source, printed):
    """Print until the contents show the numbers of the sheets on which their entries stand.

    begin: (markup before the contents, their entries).
    """
    front, entries = begin
    pages = "".join(_page(page, gather.folder(root, book.edition)) for page in book.pages)
    numbers: dict[str, int] = {}
    for _ in range(TRIES):
        shown = numbers
        body = f"{front}{_contents(book, entries, shown)}{pages}"
        source.write_text(document(root, book, body, not front), "utf-8")
        _print(chromium, source, printed)
        numbers = binding.page_numbers(printed, entries)
        if numbers == shown:
            return
    raise Unprinted(_unsettled(book, entries, shown, numbers))


def _unsettled(book, entries, shown, found):
    """The sentence on page numbers that still move: the first entry whose number is wrong."""
    title, id = next((title, id) for _, title, id, _ in entries if shown.get(id) != found.get(id))
    return (
        f"[{book.edition}] The page numbers in the contents do not settle: after {TRIES} printings "
        f"“{title}” stands on page {found.get(id)}, and its contents say {shown.get(id)}. Make a "
        "long title of the contents shorter, or .entry-page in book/paper/print.css wider, so that "
        "no line breaks with the number in it; then run the command again."
    )


def contents(book, loose=False):
    """[(level, title, id, the part it opens or "")] of the contents.

    Every page, and the sections of the chapters.
    """
    entries = [] if loose else [(1, book.words["about"], "about", "")]
    for page in book.pages:
        entries.append((1, page.title, page.slug, page.opens))
        if CHAPTER.match(page.slug):
            for heading in page.body.select("h2"):
                id = binding.place(page.slug, heading.find_parent("section")["id"])
                entries.append((2, heading.get_text().strip(), id, ""))
    return entries


# ---------------------------------------------------------------- the file that is printed


def document(root, book, body, loose=False):
    """The whole book as one HTML page around the markup of its body; loose: see `write`."""
    styles = [(root / "book" / "paper" / name).read_text("utf-8") for name in STYLES]
    styles = [_fonts(build.output(root, book.edition)), *styles, _running_heads(book)]
    if loose:
        styles.append(SHEET)
    return (
        f'<!doctype html>\n<html lang="{book.edition}" dir="{book.words["direction"]}">\n'
        f'<head><meta charset="utf-8"><title>{escape(book.title)}</title>'
        f'<meta name="author" content="{escape(book.author)}">\n'
        f"<style>{''.join(styles)}</style></head>\n"
        f"<body>\n{body}\n</body>\n</html>\n"
    )


def _fonts(folder):
    """The book's own typeface, and for code and rare signs the one that matplotlib brings.

    No font of the machine is used.
    """
    import matplotlib

    files = fonts.pack(folder / "fonts" / "fonts")
    dejavu = Path(matplotlib.get_data_path(), "fonts", "ttf")
    faces = [
        ("Book", files[0], 400),
        ("Book", files[1], 600),
        ("Signs", dejavu / "DejaVuSans.ttf", 400),
        ("Signs", dejavu / "DejaVuSans-Bold.ttf", 600),
        ("Code", dejavu / "DejaVuSansMono.ttf", 400),
    ]
    return "".join(
        f'@font-face{{font-family:{name};font-weight:{weight};src:url("{file.as_uri()}")}}\n'
        for name, file, weight in faces
    )


def _running_heads(book):
    """A named page for every page of the book, so that its title heads its sheets."""
    digits = "arabic-indic" if book.edition == "ar" else "decimal"
    outer, inner = ("left", "right") if book.edition == "ar" else ("right", "left")
    rules = [f"@page {{ @bottom-center {{ content: counter(page, {digits}); }} }}\n"]
    for number, page in enumerate(book.pages):
        title = page.title.replace("\\", "").replace('"', "”")
        rules.append(
            f'@page p{number} {{ @top-{inner} {{ content: "{book.title}"; }} '
            f'@top-{outer} {{ content: "{title}"; }} }}\n'
            f"#{_selector(page.slug)} {{ page: p{number}; }}\n"
        )
    return "".join(rules)


def _selector(slug):
    return re.sub(r"^(\d)", r"\\3\1 ", slug)


def _contents(book, entries, numbers):
    lines = []
    for level, title, id, opens in entries:
        if opens:
            lines.append(f'<p class="part">{escape(opens)}</p>')
        shown = gather.digits(book, numbers.get(id, "000"))
        lines.append(
            f'<p class="entry level-{level}"><a href="#{escape(id)}">'
            f'<span class="entry-title">{escape(title)}</span><span class="dots"></span>'
            f'<span class="entry-page">{shown}</span></a></p>'
        )
    heading = f'<h1 id="contents">{escape(book.words["contents"])}</h1>'
    return f'<nav class="contents">{heading}{"".join(lines)}</nav>\n'


def _page(page, html):
    body = copy.copy(page.body)
    for element in body.find_all(id=True):
        element["id"] = binding.place(page.slug, element["id"])
    for link in body.select(f'a[href^="{gather.LOOSE}"]'):
        slug, _, id = link["href"].removeprefix(gather.LOOSE).partition("#")
        link["href"] = f"#{binding.place(slug, id)}"
    for image in body.select("img"):
        image["src"] = (html / image["src"]).as_uri()
        del image[gather.NARROW]
    for note in body.select(".only-narrow"):
        note.decompose()
    for cell in body.select("td, th"):
        if not cell.get_text(strip=True):
            cell.append("\u00a0")  # an empty cell would be missing in the tags of its row
    part = f'<p class="part-name">{escape(page.part)}</p>' if page.part else ""
    return f'<section class="page" id="{page.slug}">{part}{body}</section>\n'


# ---------------------------------------------------------------- printing


def print_page(source, target):
    """Print a file of HTML; Unprinted where Chromium is missing or fails."""
    _print(_chromium(), source, target)


def _print(chromium, source, target):
    target.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory(prefix="masalih-chromium-") as profile:
        command = [
            chromium,
            "--headless",
            *browser.CONTAINED,
            f"--user-data-dir={profile}",
            "--no-first-run",
            "--disable-gpu",
            "--disable-background-networking",
            "--no-pdf-header-footer",
            f"--print-to-pdf={target}",
            source.as_uri(),
        ]
        done = subprocess.run(
            command, capture_output=True, text=True, errors="replace", timeout=600
        )
    if done.returncode or not target.is_file():
        said = (done.stderr.strip().splitlines() or ["it says nothing"])[-1]
        raise Unprinted(f"Chromium ({chromium}) could not print {source}: {said}")


def main(root, editions=build.EDITIONS):
    """The command: print each edition, say where it is; return the exit status."""
    folder = root / "_build" / "paper"
    for edition in editions:
        start = time.monotonic()
        print(f"[{edition}] gathering the pages", flush=True)
        try:
            book = gather.prepare(root, edition)
            print(f"[{edition}] printing {len(book.pages)} pages of the site", flush=True)
            path = write(root, book, folder)
        except build.Faults as error:
            print("The PDF was not made:", *error.args[0], sep="\n  ✗ ", file=sys.stderr)
            return 1
        except Unprinted as error:
            print(error.args[0], file=sys.stderr)
            return 1
        size, seconds = path.stat().st_size / 1e6, time.monotonic() - start
        print(f"[{edition}] {path} ({size:.1f} MB, {seconds:.0f} s)", flush=True)
    return 0
