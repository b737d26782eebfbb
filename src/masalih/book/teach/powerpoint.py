"""The slides of a session as a file of PowerPoint: text to edit, charts as pictures, with notes.

A finding stands in the notes and not on the slide: there the question comes first.
"""

import io
import re
from dataclasses import dataclass, field

from bs4 import BeautifulSoup, Tag

from masalih.book.base.addresses import DECK
from masalih.book.pages import faces
from masalih.book.paper import gather
from masalih.book.teach import pictures

# Inches of a slide, and of its margins.
WIDTH, HEIGHT, SIDE, TOP = 13.333, 7.5, 0.6, 0.4
TITLE, BODY, CELL = 32, 24, 18  # points
FONT = "Arial"  # of every machine, with Arabic letters


@dataclass
class Slide:
    """What stands on a slide: lines (level, text), a table, a drawing, and the teacher's notes."""

    title: str
    first: bool
    lines: list[tuple[int, str]] = field(default_factory=list)
    table: list[list[str]] = field(default_factory=list)
    drawing: str = ""
    notes: list[str] = field(default_factory=list)


def decks(root, edition):
    """{name: slides} of the sessions, "session-1" first."""
    html = gather.folder(root, edition)
    folder = faces.kept(html, f"book/{edition}/seminar/slides/x").parent
    found = {}
    for path in sorted(folder.glob("session-*.html")):
        if DECK.fullmatch(f"book/{edition}/seminar/slides/{path.stem}"):
            found[path.stem] = read(path.read_text("utf-8"))
    return found


def read(markup):
    """The slides of a deck's page."""
    whole = BeautifulSoup(markup, "html.parser").select("section")[0]
    for link in whole.select(".headerlink"):
        link.decompose()
    return [_slide(section, section is whole) for section in [whole, *whole.select("section")]]


def _slide(section, first):
    slide = Slide(_text(section.select("h1, h2")[0]), first)
    for part in section.find_all(True, recursive=False):
        if part.name not in ("section", "h1", "h2", "span"):
            _take(part, slide)
    return slide


def _take(part: Tag, slide: Slide):
    classes = list(part.get("class") or [])
    if "notes" in classes:
        slide.notes += [_text(one) for one in part.select("p, li")]
    elif "chart" in classes:
        title = part.select_one(".chart-title")
        slide.notes.append(_text(title) if title else "")
        slide.drawing = next(
            (str(one["src"]) for one in part.select("img") if "-slide.svg" in str(one["src"])), ""
        )
    elif "verdict-line" in classes:
        slide.lines += [(1, _text(one)) for one in part.select("span:not(.verdict)")]
    elif part.name in ("ul", "ol"):
        slide.lines += [(1, _text(one)) for one in part.find_all("li", recursive=False)]
    elif part.name == "table":
        slide.table = [[_text(cell) for cell in row.select("th, td")] for row in part.select("tr")]
    elif part.name == "p":
        if "admonition-title" not in classes:
            slide.lines.append((0, _text(part)))
    else:
        for inner in part.find_all(True, recursive=False):
            _take(inner, slide)


def _text(element):
    return re.sub(r"\s+", " ", element.get_text()).strip()


# ---------------------------------------------------------------- the file


def write(root, edition):
    """Write `_build/teach/<edition>/session-N.pptx` for every deck; their paths."""
    found = decks(root, edition)
    html = gather.folder(root, edition)
    drawings = {
        slide.drawing: html / "_images" / slide.drawing.rpartition("/")[2]
        for slides in found.values()
        for slide in slides
        if slide.drawing
    }
    made = pictures.png(drawings.values())
    folder = root / "_build" / "teach" / edition
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, slides in found.items():
        file = _File(edition == "ar")
        for slide in slides:
            file.add(slide, made.get(drawings.get(slide.drawing)))
        paths.append(folder / f"{name}.pptx")
        file.deck.save(str(paths[-1]))
    return paths


class _File:
    """A file of PowerPoint while slides are added."""

    def __init__(self, rtl):
        from pptx import Presentation
        from pptx.util import Inches

        self.rtl, self.deck = rtl, Presentation()
        self.deck.slide_width, self.deck.slide_height = Inches(WIDTH), Inches(HEIGHT)

    def add(self, slide, picture):
        sheet = self.deck.slides.add_slide(self.deck.slide_layouts[5])  # a title alone
        self._title(sheet, slide)
        top = 2.9 if slide.first else 1.6
        if picture:
            self._picture(sheet, picture)
        if slide.lines:
            height = 1.2 if slide.table else HEIGHT - top - TOP
            self._lines(sheet, slide.lines, 5.9 if slide.table else top, height)
        if slide.table:
            self._table(sheet, slide.table, top)
        sheet.notes_slide.notes_text_frame.text = "\n".join(filter(None, slide.notes))
        for paragraph in sheet.notes_slide.notes_text_frame.paragraphs:
            self._direct(paragraph)

    def _title(self, sheet, slide):
        from pptx.util import Inches

        title = sheet.shapes.title
        title.left, title.top = Inches(SIDE), Inches(1.5 if slide.first else TOP)
        title.width, title.height = Inches(WIDTH - 2 * SIDE), Inches(1.1)
        title.text_frame.text = slide.title
        self._set(title.text_frame.paragraphs[0], TITLE + 12 * slide.first, bold=True)

    def _picture(self, sheet, picture):
        from PIL import Image
        from pptx.util import Inches

        width, height = Image.open(io.BytesIO(picture)).size
        room = WIDTH - 2 * SIDE, HEIGHT - 1.6 - TOP
        scale = min(room[0] / width, room[1] / height)
        left = (WIDTH - width * scale) / 2
        sheet.shapes.add_picture(
            io.BytesIO(picture), Inches(left), Inches(1.6), Inches(width * scale)
        )

    def _lines(self, sheet, lines, top, height):
        from pptx.util import Inches

        box = sheet.shapes.add_textbox(
            Inches(SIDE), Inches(top), Inches(WIDTH - 2 * SIDE), Inches(height)
        )
        box.text_frame.word_wrap = True
        for number, (level, text) in enumerate(lines):
            frame = box.text_frame
            paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
            paragraph.text = f"• {text}" if level else text
            self._set(paragraph, BODY)

    def _table(self, sheet, rows, top):
        from pptx.util import Inches, Pt

        columns = max(map(len, rows))
        shape = sheet.shapes.add_table(
            len(rows), columns, Inches(SIDE), Inches(top), Inches(WIDTH - 2 * SIDE), Inches(1)
        )
        if self.rtl:
            shape.table._tbl.tblPr.set("rtl", "1")
        for line, cells in enumerate(rows):
            shape.table.rows[line].height = Pt(40)
            for place, text in enumerate(cells):
                frame = shape.table.cell(line, place).text_frame
                frame.text = text
                self._set(frame.paragraphs[0], CELL, bold=line == 0)

    def _set(self, paragraph, size, bold=False):
        from pptx.oxml.ns import qn
        from pptx.util import Pt

        self._direct(paragraph)
        paragraph.space_after = Pt(6)
        for run in paragraph.runs:
            run.font.size, run.font.bold, run.font.name = Pt(size), bold, FONT
            letters = run.font._element.makeelement(qn("a:cs"), {"typeface": FONT})
            run.font._element.append(letters)

    def _direct(self, paragraph):
        from pptx.enum.text import PP_ALIGN

        paragraph.alignment = PP_ALIGN.RIGHT if self.rtl else PP_ALIGN.LEFT
        if self.rtl:
            paragraph._p.get_or_add_pPr().set("rtl", "1")
