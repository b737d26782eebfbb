"""Stores the letters of a printed PDF so that its words are found, copied and read out.

Chromium draws Arabic right and stores it so that most readers get it wrong. Every run of glyphs is
written anew here: the same glyphs in the same places, and with each the letters that readers make
the right word of. What they make of it was tried with PDFium, Poppler, MuPDF and pdf.js.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Any, NamedTuple

import pikepdf

from masalih.book.paper.typeface import Typeface, number

# What Skia, Chromium's writer of PDF, puts into a text object: a line for each operator.
LINE = re.compile(
    rb"(?:(?P<dx>\S+) (?P<dy>\S+) Td )?<(?P<codes>[0-9A-F]+)> Tj"
    rb"|(?P<name>/\S+) (?P<size>\S+) Tf"
    rb"|1 0 (?P<slant>\S+) -1 (?P<x>\S+) (?P<y>\S+) Tm"
    rb"|(?P<rtl>/ReversedChars BMC)"
    rb"|/Span<</ActualText (?P<text>.*) >> BDC"
    rb"|(?P<end>EMC)|"
)
# In a page: its text objects, and the marks between which they stand.
PART = re.compile(
    rb"^BT\n(?P<text>.*?)^ET\n|^/\S+ ?<<(?:/MCID (?P<tag>\d+))?[^\n]*>> ?BDC\n|^/\S+ BMC\n"
    rb"|^(?P<end>EMC)\n",
    re.M | re.S,
)
PAINTED = re.compile(
    rb"(?:^(?:[-.\d]+ )+(?:m|l|c|v|y|re)\n|^h\n)+^(?:f|f\*|S|s|B|B\*|b|b\*)\n", re.M
)
ARABIC = re.compile(r"[\u0600-\u06ff]")
LETTER = re.compile(r"[\u0621-\u064a]")
SIGNS = re.compile(r"[\u064b-\u0652\u0670]+")  # of vowels
PIECES = re.compile(r"[\u064b-\u0652\u0670]+|[^\u064b-\u0652\u0670]+")
RLM = "\u200f"
# A gap between two letters, in thousandths of an em, that readers take for a space: Arabic letters
# that do not join stand as far apart as that (أك, ري), by the kerning of the typeface.
GAP = range(60, 500)
SPACE = 150  # in thousandths of an em, between a text and the space that is added to it
SILENT = re.compile(r"[\0\u200e\u200f\ufeff]")
# Of digits and of the signs that may stand among them.
WEAK = {"AN", "EN", "CS", "ES", "ET", "BN"}
# What stands outside all tags and is no part of the text: the heads and numbers of the sheets, and
# the frames that Chromium draws.
PAGINATION = b"/Artifact <</Type /Pagination>> BDC\n%bEMC\n"
FRAME = rb"/Artifact <</Type /Layout>> BDC\n\g<0>EMC\n"


class Unreadable(Exception):
    """The page is not written as Chromium writes pages; args[0] says how in one sentence."""


class Glyph(NamedTuple):
    """A glyph and the place of its origin; the code None draws nothing."""

    font: Typeface
    size: bytes
    slant: bytes
    x: float
    y: float
    code: int | None


@dataclass
class _Text:
    """A text object: glyphs from the left with their letters, and the signs drawn without any."""

    shown: list[tuple[Glyph, str]]
    marks: list[Glyph]
    right_to_left: bool
    tagged: bool

    @property
    def left(self) -> float:
        return self.shown[0][0].x

    @property
    def right(self) -> float:
        last = self.shown[-1][0]
        return last.x + last.font.width(last.code) * self.em

    @property
    def em(self) -> float:
        return float(self.shown[0][0].size) / 1000


def store(pdf: pikepdf.Pdf) -> list[dict[int, str]]:
    """Write the text of all pages anew; Unreadable where a page is of another make.

    Returned is for each page {number of a tag's content in it: its letters, in no order}.
    """
    letters = []
    fonts: dict[Any, Typeface] = {}
    for place, page in enumerate(pdf.pages, 1):
        named = {}
        for name, font in page.Resources.get("/Font", {}).items():
            fonts.setdefault(font.objgen, Typeface(pdf, font))
            named[name.encode()] = fonts[font.objgen]
        sheet = _Sheet(place, named)
        page.Contents = pdf.make_stream(sheet.write(page.Contents.read_bytes()))
        letters.append(sheet.letters)
    for typeface in fonts.values():
        typeface.close()
    return letters


class _Sheet:
    """One page while its text objects are written anew."""

    def __init__(self, number: int, fonts: dict[bytes, Typeface]):
        self.number, self.fonts = number, fonts
        self.names = {font: name for name, font in fonts.items()}
        self.letters: dict[int, str] = {}

    def write(self, content: bytes) -> bytes:
        pieces: list[bytes | _Text] = []
        place, depth, tag = 0, 0, -1
        for part in PART.finditer(content):
            between = content[place : part.start()]
            pieces.append(between if depth else PAINTED.sub(FRAME, between))
            place = part.end()
            if part["text"] is None:
                depth += -1 if part["end"] else 1
                tag = tag if part["end"] else int(part["tag"] or -1)
                pieces.append(part[0])
            elif (text := self._text(part["text"], bool(depth))).shown or text.marks:
                pieces.append(text)
                if depth and tag >= 0:
                    said = (letters for _, letters in text.shown)
                    self.letters[tag] = self.letters.get(tag, "") + "".join(said)
        _part([piece for piece in pieces if isinstance(piece, _Text) and piece.shown])
        shown = (p if isinstance(p, bytes) else self._write_text(p) for p in pieces)
        return b"".join([*shown, content[place:]])

    def _text(self, content: bytes, tagged: bool) -> "_Text":
        right_to_left, clusters = self._read(content)
        text = _Text([], [], right_to_left, tagged)
        for letters, glyphs in clusters:
            *above, base = glyphs
            text.marks += above
            text.shown += _stored(base, letters, text.shown) if right_to_left else [(base, letters)]
        return text

    def _write_text(self, text: "_Text") -> bytes:
        """A text object anew, and below it the drawings of its vowel signs."""
        lines = b"".join(self._show(run) for run in _runs(text.shown))
        if text.right_to_left and lines:
            lines = b"/ReversedChars BMC\n" + lines + b"EMC\n"
        lines += b"".join(map(self._draw, text.marks))
        return lines if text.tagged else PAGINATION % lines

    def _read(self, content: bytes) -> tuple[bool, list[tuple[str, list[Glyph]]]]:
        """(is it read from the right, [(its letters, its glyphs)] of each cluster)."""
        clusters: list[tuple[str, list[Glyph]]] = []
        right_to_left, text, x, y = False, None, 0.0, 0.0
        font, size, slant = next(iter(self.names)), b"", b"0"
        for line in content.splitlines():
            part = LINE.fullmatch(line)
            if part is None:
                raise Unreadable(self._unknown(line))
            if part["codes"]:
                rise = float(part["dy"] or 0)
                x, y = x + float(part["dx"] or 0) + rise * float(slant), y - rise
                first = Glyph(font, size, slant, x, y, None)
                glyphs = list(_glyphs(first, bytes.fromhex(part["codes"].decode())))
                if text is None:
                    clusters += [(_plain(glyph), [glyph]) for glyph in glyphs]
                else:
                    clusters[-1][1].extend(glyphs)
            elif part["name"]:
                font, size = self.fonts[part["name"]], part["size"]
            elif part["x"]:
                slant, x, y = part["slant"], float(part["x"]), float(part["y"])
            elif part["text"]:
                text = SILENT.sub("", str(pikepdf.Object.parse(part["text"])))
                clusters.append((text, []))
            elif part["end"]:
                text = None
            right_to_left = right_to_left or bool(part["rtl"])
        return right_to_left, [(text, glyphs) for text, glyphs in clusters if text and glyphs]

    def _unknown(self, line: bytes) -> str:
        return (
            f"Sheet {self.number} holds a line of text, “{line.decode('latin-1')}”, that this "
            "release of Chromium writes otherwise than those before it. Set CHROMIUM to an earlier "
            "one, and tell the authors of the book."
        )

    def _show(self, run: list[tuple[Glyph, str]]) -> bytes:
        """A run of glyphs on one line as one text object."""
        first, pen, pieces, codes = run[0][0], run[0][0].x, [], b""
        em = float(first.size) / 1000
        for (glyph, text), after in zip(run, [*run[1:], None], strict=True):
            if abs(glyph.x - pen) > em / 1000:
                pieces += [b"<%b>" % codes, number((pen - glyph.x) / em).encode()]
                pen, codes = glyph.x, b""
            room = _room(glyph, text, after, em)
            codes += b"%04X" % first.font.code(glyph.code, text, room)
            pen += (first.font.width(glyph.code) + room) * em
        place = f"{number(first.x)} {number(first.y)} Tm".encode()
        line = b" ".join([*pieces, b"<%b>" % codes])
        font = b"%b %b Tf" % (self.names[first.font], first.size)
        return b"BT\n%b\n1 0 %b -1 %b\n[%b] TJ\nET\n" % (font, first.slant, place, line)

    def _draw(self, glyph: Glyph) -> bytes:
        assert glyph.code is not None
        em = float(glyph.size) / glyph.font.program["head"].unitsPerEm
        place = f"q {number(em)} 0 0 {number(-em)} {number(glyph.x)} {number(glyph.y)} cm\n"
        return place.encode() + glyph.font.outline(glyph.code) + b"Q\n"


def _stored(base: Glyph, text: str, shown) -> list[tuple[Glyph, str]]:
    """What stands for a cluster where readers turn a line round, letter by letter.

    A vowel sign off the line would be taken for a line of its own: it is drawn without letters, and
    its letter is left of the base, with a glyph that draws nothing; so are letters after it.
    """
    if not ARABIC.search(text):
        return [(base, text)]
    first, *more = PIECES.findall(text)
    nothing = base._replace(code=None)
    found = [(base, first[::-1]), *((nothing, piece[::-1]) for piece in more)]
    if more and SIGNS.fullmatch(more[-1]):
        found += _apart(nothing, shown)
    return found[::-1]


def _apart(nothing: Glyph, shown) -> list[tuple[Glyph, str]]:
    """What keeps a vowel sign that ends a word apart from what stands left of it, in `shown`.

    pdf.js takes a sign after a bare space for a word of its own, PDFium joins it to a comma or a
    digit, MuPDF drops it at the beginning of a line.
    """
    before = shown[-1][1][-1:] if shown else ""
    if before == " ":
        shown[-1] = (shown[-1][0], RLM + before)
    elif not before:
        return [(nothing, RLM + " ")]
    elif unicodedata.bidirectional(before) in WEAK:
        return [(nothing, RLM)]
    return []


def _part(texts: list[_Text]):
    """End Arabic texts with a space where pdf.js would join their last word to what is drawn next.

    It goes back without one: from a cell of a table to the next at its left, and from the end of a
    line to the words at its right. The space stands where nothing else does.
    """
    for text in texts:
        room = SPACE * text.em
        if ARABIC.search(text.shown[0][1]) and not any(
            _stands(other, text.left - 2 * room, text) for other in texts
        ):
            glyph = text.shown[0][0]
            text.shown.insert(0, (glyph._replace(code=None, x=text.left - room), RLM + " "))


def _stands(other: _Text, x: float, text: _Text) -> bool:
    """Does another text stand between a place and the beginning of a text on its line?"""
    return _level(other, text) and other.left < text.left and other.right > x


def _level(one: _Text, other: _Text) -> bool:
    return abs(one.shown[0][0].y - other.shown[0][0].y) < 500 * one.em


def _room(glyph: Glyph, text: str, after: tuple[Glyph, str] | None, em: float) -> int:
    """How much wider a glyph has to be for the next letter of its word to follow it at once."""
    if glyph.code is None or not after or not (LETTER.search(text) and LETTER.search(after[1])):
        return 0
    gap = round((after[0].x - glyph.x) / em - glyph.font.width(glyph.code))
    return gap if gap in GAP else 0


def _runs(shown: list[tuple[Glyph, str]]):
    """Neighbours of one font and size on one line; alone where a font’s widths are not whole."""
    run: list[tuple[Glyph, str]] = []
    for glyph, text in shown:
        first = run[0][0] if run else glyph
        if run and (not glyph.font.even or glyph[:3] != first[:3] or glyph.y != first.y):
            yield run
            run = []
        run.append((glyph, text))
    if run:
        yield run


def _glyphs(first: Glyph, codes: bytes):
    """The glyphs of the codes, each where the one before it ends."""
    x = first.x
    for place in range(0, len(codes), 2):
        code = int.from_bytes(codes[place : place + 2], "big")
        yield first._replace(x=x, code=code)
        x += first.font.width(code) * float(first.size) / 1000


def _plain(glyph: Glyph) -> str:
    """The letters of a glyph by themselves, of the alphabet: not the forms that Unicode has too."""
    letters = glyph.font.letters.get(glyph.code, "")
    return SILENT.sub("", unicodedata.normalize("NFKC", letters)) or "\ufffd"
