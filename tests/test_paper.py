"""The book on paper and as an e-book: whole, its links alive, no letter missing, no figure cut."""

import concurrent.futures
import posixpath
import re
import xml.etree.ElementTree as ET
import zipfile
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple

import paper_words
import pikepdf
import pytest
from conftest import script
from matplotlib.backends.backend_agg import FigureCanvasAgg

from masalih import use
from masalih.book.paper import binding, cover, epub, gather, letters, pdf
from masalih.charts import style


class Copy(NamedTuple):
    size: str
    edition: str


class Measures(NamedTuple):
    """What is bound of an edition, and at least how much of everything is in it."""

    only: tuple = ("*",)
    sheets: int = 150
    inside: int = 3000  # links in the PDF that lead into it
    outside: int = 500  # and to the web
    drawings: int = 80


# By day a chapter and a page of prose, printed in the edition that is harder to set; at night all.
FEW = ("notebooks/07-priority", "book/??/seminar/session-1")
COPIES = {
    Copy("few", "ar"): Measures(FEW, sheets=20, inside=200, outside=20, drawings=9),
    Copy("few", "en"): Measures(FEW),  # as an e-book only
    Copy("whole", "ar"): Measures(),
    Copy("whole", "en"): Measures(),
}
PRINTED = [copy for copy in COPIES if copy != ("few", "en")]
MM = 96 / 25.4  # CSS pixels
SCALE = 0.35  # of page images, in pixels a point
HEAD = 20  # where a sheet has its head and its number, in millimetres
INKS = ["p", "p a", "h2", "th", "td", "figcaption", "figcaption span", ".chart-credits", "pre"]
XHTML = "{http://www.w3.org/1999/xhtml}"


def of(copies):
    """Ask it of each of the copies; a worker makes one whole book."""
    whole = {copy: pytest.mark.xdist_group("-".join(copy)) for copy in COPIES if copy[0] == "whole"}
    copies = [pytest.param(c, marks=whole[c]) if c in whole else c for c in copies]
    return pytest.mark.parametrize("copy", copies, ids="-".join)


every_print, every_copy = of(PRINTED), of(COPIES)


class Once(dict):
    """{copy: what is made of it}, made when it is first asked for."""

    def __init__(self, make):
        self.make = make

    def __missing__(self, copy):
        self[copy] = self.make(copy)
        return self[copy]


def bind(root, copy, folder):
    """Make both files of a copy; return what the tests compare them with."""
    book = gather.gather(root, copy.edition, COPIES[copy].only)
    return {
        "front": replace(book, pages=[]),
        "title": book.title,
        "author": book.author,
        "words": book.words,
        "stamp": gather.stamp(book),
        "pages": [(page.slug, page.title) for page in book.pages],
        "pdf": pdf.write(root, book, folder) if copy in PRINTED else None,
        "epub": epub.write(root, book, folder),
        "html": folder / copy.edition / "book.html",
    }


@pytest.fixture(scope="module")
def made(root, site, browser, tmp_path_factory):
    folder = tmp_path_factory.mktemp("paper")

    def make(copy):  # in a process of its own: the edition is a setting of the whole process
        with concurrent.futures.ProcessPoolExecutor(1) as pool:
            return pool.submit(bind, root, copy, folder / copy.size).result()

    return Once(make)


@pytest.fixture(scope="module")
def readers(made):
    return Once(lambda copy: pikepdf.open(made[copy]["pdf"]))


@pytest.fixture(scope="module")
def damaged(browser, tmp_path_factory):
    """Three sheets: with a sign that no font has, with nothing, with a figure that runs off it."""
    folder = tmp_path_factory.mktemp("damaged")
    source = folder / "damaged.html"
    source.write_text(
        '<!doctype html><meta charset="utf-8"><style>@page { size: A4; margin: 24mm }'
        " body { margin: 0 } div { break-after: page; height: 100mm }</style>"
        "<div>\ue123 and words enough to be seen as ink on a sheet</div><div></div>"
        '<section class="page" id="cut"><figure style="margin-left: -30mm">'
        "a drawing whose words go on as long as a line of text does</figure></section>",
        "utf-8",
    )
    page = browser.new_page()
    page.goto(source.as_uri())
    page.pdf(path=folder / "damaged.pdf", prefer_css_page_size=True)
    page.close()
    return folder / "damaged.pdf"


# ---------------------------------------------------------------- the PDF


@every_print
def test_the_pdf_says_what_it_is(made, readers, copy):
    about, reader = made[copy], readers[copy]
    assert COPIES[copy].sheets < len(reader.pages) < 5 * COPIES[copy].sheets
    moment = datetime.fromtimestamp(about["stamp"], UTC)
    with reader.open_metadata() as said:
        assert (
            said["dc:title"],
            said["dc:creator"],
            said["dc:language"],
            said["pdfuaid:part"],
        ) == (
            about["title"],
            [about["author"]],
            {copy.edition},
            "1",
        )
        assert datetime.fromisoformat(said["xmp:CreateDate"]) == moment
    assert reader.docinfo.Title == about["title"]
    assert reader.Root.Lang == copy.edition and reader.Root.ViewerPreferences.DisplayDocTitle


@every_print
def test_the_tags_are_what_pdf_ua_asks(readers, copy):
    """ISO 14289-1 as veraPDF counts: 7.1-3, 7.2-20, 7.2-42, 7.3-1, 7.18.3-1, 7.18.5-1 and -2."""
    reader = readers[copy]
    elements = [
        thing
        for thing in reader.objects
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/StructElem"
    ]
    figures = [element for element in elements if element.S == "/Figure"]
    assert len(figures) > COPIES[copy].drawings
    assert [element for element in figures if not str(element.get("/Alt", ""))] == []
    assert [element for element in figures if element.P.S == "/Figure"] == []
    items = [[str(kid.S) for kid in element.K] for element in elements if element.S == "/LI"]
    assert items and {tuple(kinds) for kinds in items} <= {("/Lbl", "/LBody"), ("/LBody",)}
    for table in (element for element in elements if element.S == "/Table"):
        rows = [row for row in table.K if isinstance(row, pikepdf.Dictionary) and "/S" in row]
        rows = [row for row in rows if row.S == "/TR"]
        assert len({sum(map(columns, row.K)) for row in rows}) == 1
    parents = pikepdf.NumberTree(reader.Root.StructTreeRoot.ParentTree)
    for sheet in reader.pages:
        assert sheet.Tabs == "/S"
        assert outside_tags(sheet.Contents.read_bytes()) == []
        for note in sheet.get("/Annots", []):
            assert str(note.Contents) and parents[int(note.StructParent)].S == "/Link"


@every_print
def test_words_of_the_other_language_name_it(readers, copy):
    """As HTML does with spans, which Chromium does not carry over."""
    other = {"ar": "en", "en": "ar"}[copy.edition]
    named = [
        str(thing.Lang)
        for thing in readers[copy].objects
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == "/NonStruct"
        if "/Lang" in thing
    ]
    assert set(named) == {other} and len(named) > COPIES[copy].outside


def columns(cell):
    """How many columns of its table a cell takes."""
    return next((int(said.ColSpan) for said in cell.get("/A", []) if "/ColSpan" in said), 1)


def outside_tags(content):
    """The operators in a page that paint, and stand neither in a tag nor in an artifact."""
    depth, found = 0, []
    for line in content.splitlines():
        operator = line.rpartition(b" ")[2]
        depth += line.endswith((b"BDC", b"BMC")) - (operator == b"EMC")
        if not depth and operator in (b"Tj", b"TJ", b"f", b"f*", b"S", b"s", b"B", b"Do", b"sh"):
            found.append(line)
    return found


@every_print
def test_the_outline_and_the_contents_lead_to_every_page(made, readers, copy):
    from bs4 import BeautifulSoup

    about, reader = made[copy], readers[copy]
    with reader.open_outline() as outline:
        top = [entry.title for entry in outline.root]
    assert top == [about["words"]["about"], *(title for _, title in about["pages"])]
    entries = BeautifulSoup(
        about["html"].read_text("utf-8").partition("</nav>")[0], "html.parser"
    ).select(".contents .entry a")
    printed = {
        link["href"].removeprefix("#"): int(link.select_one(".entry-page").get_text())
        for link in entries
    }  # int() reads ٣ too
    assert printed == binding.page_numbers(about["pdf"], [(0, "", id, "") for id in printed])
    assert {"about", *dict(about["pages"])} <= set(printed) and sorted(printed.values()) == list(
        printed.values()
    )


@every_print
def test_every_link_in_the_pdf_leads_to_a_place_in_it_or_to_the_web(readers, copy):
    reader = readers[copy]
    notes = [note for sheet in reader.pages for note in sheet.get("/Annots", [])]
    inside = [str(note.Dest) for note in notes if "/Dest" in note]
    outside = [str(note.A.URI) for note in notes if "/Dest" not in note]
    assert len(inside) > COPIES[copy].inside and len(outside) > COPIES[copy].outside
    assert set(inside) - set(reader.Root.Dests.keys()) == set()
    assert [address for address in outside if not address.startswith(("http://", "https://"))] == []


def missing_letters(reader):
    """[(sheet, font)] of empty boxes: glyph 0 of a font, or a font the book does not bring."""
    found = []
    for number, sheet in enumerate(reader.pages, 1):
        fonts = {
            name: str(font.BaseFont).partition("+")[2]
            for name, font in sheet.Resources.get("/Font", {}).items()
        }
        found += [
            (number, font)
            for font in fonts.values()
            if not re.match("IBMPlexSansArabic|DejaVuSans", font)
        ]
        font = ""
        for named, shown in re.findall(
            rb"/(\S+) \S+ Tf|<([0-9A-F]+)>(?=[^\n]*T[jJ]\n)", sheet.Contents.read_bytes()
        ):
            font = named.decode() if named else font
            if any(shown[i : i + 4] == b"0000" for i in range(0, len(shown), 4)):
                found.append((number, fonts.get(f"/{font}", font)))
    return found


@every_print
def test_no_letter_is_missing(readers, copy):
    assert missing_letters(readers[copy]) == []


def test_a_missing_letter_would_be_seen(damaged):
    with pikepdf.open(damaged) as reader:
        assert missing_letters(reader)


@pytest.fixture(scope="module")
def texts(made, books):
    """{copy: (text of the e-book, of its addresses, number of the sheet that it begins on)}."""

    def read(copy):
        first = made[copy]["pages"][0][0]
        sheet = binding.page_numbers(made[copy]["pdf"], [(0, "", first, "")])[first]
        return *paper_words.of_the_epub(books[copy]), sheet

    return Once(read)


@every_print
@pytest.mark.parametrize("engine", paper_words.ENGINES)
def test_words_are_found_as_often_as_in_the_e_book(made, texts, copy, engine):
    text, addresses, first = texts[copy]
    found = paper_words.ENGINES[engine](made[copy]["pdf"], first)
    if found is None:
        pytest.skip("Poppler is not installed (Debian: `apt-get install poppler-utils`)")
    words = paper_words.sample(text, addresses)
    heads = heads_of_sheets(made[copy], first)
    wrong = {
        word: (found.count(word) - heads.count(word), count)
        for word, count in words.items()
        if found.count(word) - heads.count(word) != count
    }
    missed = sum(max(0, count - seen) for seen, count in wrong.values())
    assert len(words) > 150 and len(wrong) < 0.05 * len(words), wrong
    assert missed < 0.03 * sum(words.values()), wrong


def heads_of_sheets(about, first):
    """What heads all sheets from the first with text: the title of the book, that of the page."""
    entries = [(0, "", slug, "") for slug, _ in about["pages"]]
    starts = binding.page_numbers(about["pdf"], entries)
    with pikepdf.open(about["pdf"]) as reader:
        ends = [*list(starts.values())[1:], len(reader.pages) + 1]
    assert starts[about["pages"][0][0]] == first
    return paper_words.plain(
        "\n".join(
            f"{about['title']}\n{title}\n" * (end - starts[slug])
            for (slug, title), end in zip(about["pages"], ends, strict=True)
        )
    )


@every_print
def test_latin_names_are_read_in_the_order_of_their_words(made, texts, copy):
    """PDFium turns them round in a PDF that says that it is read from the right."""
    text, _, first = texts[copy]
    pair = re.compile(r"\b([A-Za-z]{3,})\s+(?=([A-Za-z]{3,})\b)")
    wanted = Counter(pair.findall(text))
    found = Counter(pair.findall(paper_words.pdfium(made[copy]["pdf"], first)))
    assert wanted.total() > 50 and (wanted & found).total() > 0.8 * wanted.total()


def inked(path):
    """[[is there ink in the row, …] of each sheet], between its head and its number."""
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    frame = round(HEAD / 25.4 * 72 * SCALE)
    pictures = [
        sheet.render(scale=SCALE, grayscale=True).to_numpy().squeeze()[frame:-frame, frame:-frame]
        for sheet in document
    ]
    document.close()
    return [(picture < 200).any(axis=1) for picture in pictures]


def empty_sheets(path):
    """The sheets, counted from 1, whose picture has no ink between head and page number."""
    return [number for number, rows in enumerate(inked(path), 1) if not rows.any()]


@every_print
def test_no_sheet_is_empty(made, copy):
    assert empty_sheets(made[copy]["pdf"]) == []


def test_an_empty_sheet_would_be_seen(damaged):
    assert empty_sheets(damaged) == [2]


@of(PRINTED[1:])
def test_no_figure_leaves_much_of_a_sheet_empty_before_it(made, copy):
    """In the chapters, where no sheet but the last of each is ended on purpose."""
    about = made[copy]
    starts = binding.page_numbers(about["pdf"], [(0, "", slug, "") for slug, _ in about["pages"]])
    filled = [rows.nonzero()[0].max() / len(rows) for rows in inked(about["pdf"])]
    ends = [*list(starts.values())[1:], len(filled) + 1]
    left = [
        1 - share
        for (slug, start), end in zip(starts.items(), ends, strict=True)
        for share in filled[start - 1 : end - 2]
        if pdf.CHAPTER.match(slug)
    ]
    assert sum(share for share in left if share > 0.25) <= 0.04 * len(left)


def misplaced(page):
    """(faults, number of drawings) of a file open for print.

    Chromium cuts what leaves a sheet's text at the side, or shrinks the whole book for it.
    """
    return page.evaluate(script("sheets"), [round(162 * MM), round(251 * MM)])


@pytest.fixture(scope="module")
def sheets(made, browser):
    """The file that was printed, as print shows it on a column as wide as a sheet's text."""

    def show(copy):
        size = {"width": round(162 * MM), "height": round(251 * MM)}
        page = browser.new_page(viewport=size)
        page.emulate_media(media="print")
        page.goto(made[copy]["html"].as_uri())
        page.wait_for_function("[...document.images].every(image => image.complete)")
        return page

    pages = Once(show)
    yield pages
    for page in pages.values():
        page.close()


@every_print
def test_figures_are_whole_and_drawn_as_lines_and_nothing_is_wider_than_the_sheet(sheets, copy):
    faults, drawings = misplaced(sheets[copy])
    assert faults == []
    assert drawings > COPIES[copy].drawings


def test_a_cut_figure_would_be_seen(damaged, browser):
    page = browser.new_page(viewport={"width": round(162 * MM), "height": round(251 * MM)})
    page.emulate_media(media="print")
    page.goto(damaged.with_suffix(".html").as_uri())
    faults, _ = misplaced(page)
    page.close()
    assert faults and all("wider than the sheet" in fault for fault in faults)


@every_print
def test_every_number_leads_to_its_place_in_the_list_of_sources(made, sheets, copy):
    found = sheets[copy].evaluate(script("printed_sources"))
    assert [page["slug"] for page in found] == [slug for slug, _ in made[copy]["pages"]]
    for page in found:
        wrong = [
            note
            for note in page["notes"]
            if "--src-" in note[0]
            and page["place"].get(note[0]) != int(re.search(r"\d+", note[1])[0])
        ]
        assert (wrong, page["screen"]) == ([], 0), page["slug"]
        if pdf.CHAPTER.match(page["slug"]):
            assert len(page["notes"]) > 50 and page["addresses"] > 0.9 * len(page["place"]) > 18, (
                page["slug"]
            )


@every_copy
def test_the_words_of_the_cover_stand_on_it(made, copy):
    use(copy.edition)
    with style.drawing("cover"):
        figure = cover._compose(made[copy]["front"])
        boxes = [
            text.get_window_extent(FigureCanvasAgg(figure).get_renderer())
            for text in figure.axes[0].texts
        ]
    use(None)
    assert len(boxes) == 5 and all(
        box.x0 / figure.bbox.width > 0.05 and box.x1 / figure.bbox.width < 0.95 for box in boxes
    ), boxes


# ---------------------------------------------------------------- the EPUB


@pytest.fixture(scope="module")
def books(made):
    return Once(lambda copy: dict(_read(made[copy]["epub"])))


def _read(path):
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        first = archive.infolist()[0]
        assert (first.filename, first.compress_type, archive.read(first)) == (
            "mimetype",
            zipfile.ZIP_STORED,
            b"application/epub+zip",
        )
        yield from ((name, archive.read(name)) for name in archive.namelist())


@every_copy
def test_the_epub_lists_all_it_holds_and_reads_in_the_edition_s_direction(made, books, copy):
    files, opf = books[copy], "{http://www.idpf.org/2007/opf}"
    package = ET.fromstring(files["book/package.opf"])
    items = {item.get("href"): item for item in package.iter(f"{opf}item")}
    assert {f"book/{name}" for name in items} == set(files) - {
        "mimetype",
        "META-INF/container.xml",
        "book/package.opf",
    }
    assert (
        package.find(f"{opf}spine").get("page-progression-direction")
        == made[copy]["words"]["direction"]
    )
    properties = {item.get("properties"): name for name, item in items.items()}
    assert properties["nav"] == "nav.xhtml" and files[
        f"book/{properties['cover-image']}"
    ].startswith(b"\x89PNG")
    assert package.find(".//{http://purl.org/dc/elements/1.1/}language").text == copy.edition
    titles = [
        link.text
        for link in ET.fromstring(files["book/nav.xhtml"]).find(f".//{XHTML}nav").iter(f"{XHTML}a")
    ]
    assert [title for _, title in made[copy]["pages"] if title not in titles] == []


@every_copy
def test_the_epub_is_sound_xml_whose_links_lead_somewhere_and_asks_for_nothing(books, copy):
    files = books[copy]
    pages = {
        name: ET.fromstring(content)
        for name, content in files.items()
        if name.endswith((".xhtml", ".svg"))
    }
    ids = {
        name: [element.get("id") for element in page.iter() if element.get("id")]
        for name, page in pages.items()
    }
    assert [
        name
        for name, found in ids.items()
        if name.endswith("xhtml") and len(found) != len(set(found))
    ] == []
    faults = []
    for name, page in pages.items():
        for element in page.iter():
            tag = str(element.tag).rpartition("}")[2]
            if tag in ("script", "iframe", "object", "form", "button", "details") or any(
                key.startswith("on") for key in element.attrib
            ):
                faults.append((name, tag))
            for key in ("href", "src", "srcset"):
                address = element.get(key, "")
                if not address or (tag == "a" and address.startswith(("http://", "https://"))):
                    continue
                path, _, id = address.partition("#")
                target = (
                    posixpath.normpath(posixpath.join(posixpath.dirname(name), path))
                    if path
                    else name
                )
                if target not in files or (id and id not in ids[target]):
                    faults.append((name, address))
    assert faults == []
    assert re.findall(rb"url\((?!IBMPlexSansArabic)|@import", files["book/style.css"]) == []


def opened(browser, files, folder, name):
    """A page of an e-book as a reader with Chromium's engine shows it."""
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    page = browser.new_page()
    page.goto((folder / "book" / f"{name}.xhtml").as_uri())
    return page


@pytest.mark.parametrize("edition", ["ar", "en"])
def test_the_epub_fits_on_a_phone(books, browser, tmp_path, edition):
    """With the drawings that were made for a small screen, and no table wider than it."""
    page = opened(browser, books[Copy("few", edition)], tmp_path, "07-priority")
    page.set_viewport_size({"width": 320, "height": 600})
    width = page.evaluate("document.documentElement.scrollWidth")
    shown = page.evaluate("[...document.images].map(image => image.currentSrc)")
    page.set_viewport_size({"width": 900, "height": 900})
    page.wait_for_function("document.images[0].currentSrc.endsWith('-wide.svg')")
    page.close()
    assert width == 320
    assert len(shown) > 5 and all(address.endswith("-narrow.svg") for address in shown)


def test_the_epub_can_be_read_at_night(books, browser, tmp_path):
    """Where the reader has chosen a black page and light ink, and no colours of its own are set."""
    files = books[Copy("few", "ar")]
    page = opened(browser, files, tmp_path, "07-priority")
    page.add_style_tag(content="html, body { background: #000; color: #eee }")
    kinds = [
        *INKS,
        ".mark",
        ".facts",
        "a.address",
        ".caption-number",
        "caption",
        ".part-name",
        "code",
    ]
    contrast = page.evaluate(script("contrast"), [kinds, 0])
    page.close()
    assert [(kind, least) for kind, count, least in contrast if count and least < 4.5] == []
    assert sum(count for _, count, _ in contrast) > 300
    drawings = [content for name, content in files.items() if name.endswith(".svg")]
    white = re.compile(rb'<svg[^>]*><rect width="100%" height="100%" fill="#fff"/>')
    assert drawings and [content[:80] for content in drawings if not white.search(content)] == []


# ---------------------------------------------------------------- a page of the site, printed


@pytest.mark.parametrize("chosen", ["by the device", "by the reader"])
def test_a_page_prints_light_from_the_dark(url, browser, chosen):
    page = browser.new_page(color_scheme="dark" if chosen == "by the device" else "light")
    page.add_init_script("localStorage.code = 'shown'")  # its colours are to be seen
    if chosen == "by the reader":
        page.add_init_script("localStorage.theme = localStorage.mode = 'dark'")
    page.goto(f"{url}ar/notebooks/02-isis.html")
    page.locator("html[data-theme=dark]").wait_for(state="attached")
    page.emulate_media(media="print")
    page.locator("html[data-theme=light]").wait_for(state="attached")
    contrast = page.evaluate(script("contrast"), [[f".bd-article {kind}" for kind in INKS], 1])
    drawings = page.locator("figure.chart img").filter(visible=True)
    shown = {drawing.get_attribute("class") for drawing in drawings.all()}
    page.emulate_media(media="screen")
    page.locator("html[data-theme=dark]").wait_for(state="attached")
    page.close()
    assert [(kind, least) for kind, count, least in contrast if not count or least < 4.5] == []
    assert shown == {"only-light"}


def test_a_page_is_printed_at_once_in_its_own_typeface_and_without_an_empty_sheet(
    url, browser, tmp_path
):
    """Its fonts are not loaded anew, and the drawing that is higher than a sheet stands on one."""
    page = browser.new_page(color_scheme="dark")
    page.goto(f"{url}ar/notebooks/replay.html")
    page.evaluate("document.fonts.ready")
    page.wait_for_function("document.fonts.check('600 1em \"Book Sans\"')")
    page.pdf(path=tmp_path / "page.pdf", format="A4", print_background=True)
    page.close()
    assert empty_sheets(tmp_path / "page.pdf") == []
    with pikepdf.open(tmp_path / "page.pdf") as printed:
        fonts = [
            font for sheet in printed.pages for font in sheet.Resources.get("/Font", {}).values()
        ]
        found = {str(font.BaseFont).partition("+")[2] for font in fonts}
    assert found and found <= {"BookSans", "BookIcons"}


# ---------------------------------------------------------------- when it cannot be made


def test_without_chromium_the_remedy_is_said(monkeypatch, tmp_path):
    monkeypatch.setenv("CHROMIUM", str(Path(tmp_path, "none")))
    with pytest.raises(pdf.Unprinted, match=r"CHROMIUM is set to .*Install Chromium"):
        pdf.write(tmp_path, None, tmp_path)


@pytest.mark.parametrize(
    ("before", "text", "stored"),
    [
        ("ح", "fi", [(5, "fi")]),
        ("ح", "في", [(5, "يف")]),
        ("ح", "يّر", [(None, "ر"), (None, "ّ"), (5, "ي")]),  # a ligature with a sign in it
        (" ", "لاً", [(None, "ً"), (5, "ال")]),
        (",", "اً", [(None, "\u200f"), (None, "ً"), (5, "ا")]),
        ("", "اً", [(None, "\u200f "), (None, "ً"), (5, "ا")]),
    ],
)
def test_letters_are_stored_from_the_left_and_signs_apart(before, text, stored):
    """What pdf.js and MuPDF need, which no test reads with: see letters.py."""
    base = letters.Glyph(None, b"10", b"0", 0.0, 0.0, 5)
    shown = [(base, before)] if before else []
    assert [(glyph.code, said) for glyph, said in letters._stored(base, text, shown)] == stored
    if before:
        assert shown[-1][1] == ("\u200f " if before == " " else before)


def test_a_space_ends_the_last_word_before_what_pdf_js_joins_to_it():
    """It goes back without a space: from cell to cell, and from a line's end to its beginning."""

    def text(x, letters_, rtl=True, y=0.0):
        font = SimpleNamespace(width=lambda code: 500)
        glyph = letters.Glyph(font, b"10", b"0", x, y, 5)
        shown = [(glyph._replace(x=x + 5 * place), sign) for place, sign in enumerate(letters_)]
        return letters._Text(shown, [], rtl, True)

    cells = [text(100, "ىوعدلا"), text(50, "٣٧", rtl=False), text(0, "ام")]
    names = [text(100, "Iraq", rtl=False), text(50, "Kuwait", rtl=False)]
    joined = [text(100, "قارعلا", y=50.0), text(90, "لل", y=50.0)]
    below = [text(90, "نم", y=80.0)]
    letters._part([*cells, *names, *joined, *below])
    ended = [made.shown[0][1] for made in [*cells, *names, *joined, *below]]
    assert ended == [letters.RLM + " "] * 3 + ["I", "K", "ق"] + [letters.RLM + " "] * 2
    assert all(made.shown[0][0].x < made.shown[1][0].x for made in cells)


@pytest.mark.parametrize(
    ("text", "after", "gap", "room"),
    [
        ("ك", "أ", 140, 140),  # the first letters of October, which do not join
        ("ي", "ر", 90, 90),
        ("ك", "أ", 20, 0),  # no reader takes that for a space
        ("ك", "أ", 900, 0),  # nor is that kerning
        (" ", "أ", 140, 0),
        ("،", "أ", 140, 0),
        ("A", "V", 140, 0),
    ],
)
def test_letters_of_a_word_that_stand_apart_are_no_two_words(text, after, gap, room):
    font = SimpleNamespace(width=lambda code: 500)
    glyph = letters.Glyph(font, b"10", b"0", 0.0, 0.0, 5)
    following = (glyph._replace(x=(500 + gap) / 100), after)
    assert letters._room(glyph, text, following, 0.01) == room
    assert letters._room(glyph._replace(code=None), text, following, 0.01) == 0
    assert letters._room(glyph, text, None, 0.01) == 0


def test_text_of_another_make_is_not_written_anew():
    sheet = letters._Sheet(7, {b"/F1": None})
    with pytest.raises(letters.Unreadable, match=r"^Sheet 7 .*“\(word\) Tj”.*Set CHROMIUM"):
        sheet.write(b"/P <</MCID 0 >>BDC\nBT\n(word) Tj\nET\nEMC\n")


def test_without_a_built_book_the_remedy_is_said(root, tmp_path, monkeypatch):
    monkeypatch.setattr(gather, "folder", lambda root, edition: tmp_path)
    with pytest.raises(gather.build.Faults, match="make book"):
        gather.gather(root, "ar")
