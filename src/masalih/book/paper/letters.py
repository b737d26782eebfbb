"""Stores the letters of a printed PDF so that its words are found, copied and read out.

Chromium draws Arabic right and stores it so that most readers get it wrong. Every run of glyphs is
written anew here: the same glyphs in the same places, and with each the letters that readers make
the right word of. What they make of it was tried with PDFium, Poppler, MuPDF and pdf.js.
"""

import io
import re
import unicodedata
from typing import Any, NamedTuple

import pikepdf

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
    rb"^BT\n(?P<text>.*?)^ET\n|^/\S+ ?<<[^\n]*>> ?BDC\n|^/\S+ BMC\n|^(?P<end>EMC)\n", re.M | re.S
)
PAINTED = re.compile(
    rb"(?:^(?:[-.\d]+ )+(?:m|l|c|v|y|re)\n|^h\n)+^(?:f|f\*|S|s|B|B\*|b|b\*)\n", re.M
)
ARABIC = re.compile(r"[\u0600-\u06ff]")
MARKS = re.compile(r"[\u064b-\u0652\u0670]+$")  # vowel signs at the end of a text
RLM = "\u200f"
SILENT = re.compile(r"[\0\u200e\u200f\ufeff]")
# PDFium joins a vowel sign to a neighbour of these classes, as if it stood in a number.
WEAK = {"AN", "EN", "CS", "ES", "ET", "BN"}
NARROW = 1  # thousandths of an em: PDFium passes over a glyph without any width
# What stands outside all tags and is no part of the text: the heads and numbers of the sheets, and
# the frames that Chromium draws.
PAGINATION = b"/Artifact <</Type /Pagination>> BDC\n%bEMC\n"
FRAME = rb"/Artifact <</Type /Layout>> BDC\n\g<0>EMC\n"


class Unreadable(Exception):
    """The page is not written as Chromium writes pages; args[0] says how in one sentence."""


class Glyph(NamedTuple):
    """A glyph and the place of its origin; the code None draws nothing."""

    font: "Typeface"
    size: bytes
    slant: bytes
    x: float
    y: float
    code: int | None


class Typeface:
    """A font of the PDF: widths, letters, and codes for glyphs that stand for several texts."""

    def __init__(self, pdf: pikepdf.Pdf, font: Any):
        self.pdf, self.font = pdf, font
        self.descendant = font.DescendantFonts[0]
        self.widths = dict(_widths(self.descendant.W))
        self.letters = dict(_letters(font.ToUnicode.read_bytes()))
        # Only in whole numbers are widths the same for all readers: PDFium drops what is below.
        self.even = all(width.is_integer() for width in self.widths.values())
        self.codes: dict[tuple[int | None, str], int] = {}
        self.outlines: dict[int, bytes] = {}
        self._program: Any = None

    @property
    def program(self):
        """The font program that the PDF brings, opened once."""
        if self._program is None:
            from fontTools.ttLib import TTFont

            content = self.descendant.FontDescriptor.FontFile2.read_bytes()
            self._program = TTFont(io.BytesIO(content), lazy=True)
        return self._program

    def width(self, code: int | None) -> float:
        if code is None:
            return NARROW
        return self.widths.get(code, float(self.descendant.get("/DW", 1000)))

    def code(self, glyph: int | None, text: str) -> int:
        """The code that shows a glyph and stands for `text`: the glyph's own, as long as it can."""
        if (glyph, text) not in self.codes:
            free = glyph is not None and glyph not in self.codes.values()
            last = max(self.program["maxp"].numGlyphs - 1, *self.codes.values(), 0)
            self.codes[glyph, text] = glyph if free and glyph is not None else last + 1
        return self.codes[glyph, text]

    def outline(self, code: int) -> bytes:
        """A glyph as lines to be filled, one em high, without any letter."""
        if code not in self.outlines:
            name = self.program.getGlyphOrder()[code]
            self.outlines[code] = _outline(self.program.getGlyphSet(), name)
        return self.outlines[code]

    def close(self):
        """Write the letters of all codes, and the glyphs of those that were added."""
        self.font.ToUnicode = self.pdf.make_stream(_letter_map(self.codes))
        added = sorted((code, glyph) for (glyph, _), code in self.codes.items() if code != glyph)
        if not added:
            return
        blank = self._blank()
        glyphs = list(range(added[-1][0] + 1))
        for code, glyph in added:
            glyphs[code] = blank if glyph is None else glyph
        stream = b"".join(glyph.to_bytes(2, "big") for glyph in glyphs)
        self.descendant.CIDToGIDMap = self.pdf.make_stream(stream)
        widths = [_number(self.width(glyph)) for _, glyph in added]
        self.descendant.W.extend(
            [added[0][0], pikepdf.Object.parse(f"[{' '.join(widths)}]".encode())]
        )

    def _blank(self):
        """A glyph that the subset left out: no lines, no width."""
        shown = {glyph for glyph, _ in self.codes} | {0}
        count = self.program["maxp"].numGlyphs
        return next(glyph for glyph in range(count) if glyph not in shown and not self.width(glyph))


def store(pdf: pikepdf.Pdf):
    """Write the text of all pages anew; Unreadable where a page is of another make."""
    fonts: dict[Any, Typeface] = {}
    for number, page in enumerate(pdf.pages, 1):
        named = {}
        for name, font in page.Resources.get("/Font", {}).items():
            fonts.setdefault(font.objgen, Typeface(pdf, font))
            named[name.encode()] = fonts[font.objgen]
        page.Contents = pdf.make_stream(_Sheet(number, named).write(page.Contents.read_bytes()))
    for typeface in fonts.values():
        typeface.close()


class _Sheet:
    """One page while its text objects are written anew."""

    def __init__(self, number: int, fonts: dict[bytes, Typeface]):
        self.number, self.fonts = number, fonts
        self.names = {font: name for name, font in fonts.items()}

    def write(self, content: bytes) -> bytes:
        pieces, place, depth = [], 0, 0
        for part in PART.finditer(content):
            between = content[place : part.start()]
            pieces.append(between if depth else PAINTED.sub(FRAME, between))
            place = part.end()
            if part["text"] is None:
                depth += -1 if part["end"] else 1
                pieces.append(part[0])
            elif text := self._text(part["text"]):
                pieces.append(text if depth else PAGINATION % text)
        return b"".join([*pieces, content[place:]])

    def _text(self, content: bytes) -> bytes:
        """A text object anew, and below it the drawings of its vowel signs."""
        right_to_left, clusters = self._read(content)
        shown: list[tuple[Glyph, str]] = []
        marks: list[Glyph] = []
        for text, glyphs in clusters:
            *above, base = glyphs
            marks += above
            shown += _stored(base, text, shown) if right_to_left else [(base, text)]
        lines = b"".join(self._show(run) for run in _runs(shown))
        if right_to_left and lines:
            lines = b"/ReversedChars BMC\n" + lines + b"EMC\n"
        return lines + b"".join(map(self._draw, marks))

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
        for glyph, text in run:
            if abs(glyph.x - pen) > em / 1000:
                pieces += [b"<%b>" % codes, _number((pen - glyph.x) / em).encode()]
                pen, codes = glyph.x, b""
            codes += b"%04X" % first.font.code(glyph.code, text)
            pen += first.font.width(glyph.code) * em
        place = f"{_number(first.x)} {_number(first.y)} Tm".encode()
        line = b" ".join([*pieces, b"<%b>" % codes])
        font = b"%b %b Tf" % (self.names[first.font], first.size)
        return b"BT\n%b\n1 0 %b -1 %b\n[%b] TJ\nET\n" % (font, first.slant, place, line)

    def _draw(self, glyph: Glyph) -> bytes:
        assert glyph.code is not None
        em = float(glyph.size) / glyph.font.program["head"].unitsPerEm
        place = f"q {_number(em)} 0 0 {_number(-em)} {_number(glyph.x)} {_number(glyph.y)} cm\n"
        return place.encode() + glyph.font.outline(glyph.code) + b"Q\n"


def _stored(base: Glyph, text: str, shown) -> list[tuple[Glyph, str]]:
    """What stands for a cluster where readers turn a line round, letter by letter.

    A vowel sign off the line would be taken for a line of its own: it is drawn without letters, and
    its letter is left of the base, with a glyph that draws nothing.
    """
    if not ARABIC.search(text):
        return [(base, text)]
    signs = MARKS.search(text[1:])
    if not signs:
        return [(base, text[::-1])]
    nothing = base._replace(code=None)
    before = shown[-1][1][-1:] if shown else ""
    apart = [(nothing, RLM)] if before and unicodedata.bidirectional(before) in WEAK else []
    letters = text[: len(text) - len(signs[0])]
    return [*apart, (nothing, signs[0][::-1]), (base, letters[::-1])]


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


def _widths(array):
    """(code, width) of every code that the array of a font names."""
    parts = list(array)
    while parts:
        first, second = int(parts.pop(0)), parts.pop(0)
        if isinstance(second, pikepdf.Array):
            yield from ((first + place, float(width)) for place, width in enumerate(second))
        else:
            width = float(parts.pop(0))
            yield from ((code, width) for code in range(first, int(second) + 1))


def _letters(cmap: bytes):
    """(code, letters) of every code that a ToUnicode map names."""
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", cmap, re.S):
        for code, letters in re.findall(rb"<(\w+)> <(\w+)>", block):
            yield int(code, 16), bytes.fromhex(letters.decode()).decode("utf-16-be")
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", cmap, re.S):
        for first, last, letter in re.findall(rb"<(\w+)> <(\w+)> <(\w+)>", block):
            for place, code in enumerate(range(int(first, 16), int(last, 16) + 1)):
                yield code, chr(int(letter, 16) + place)


def _letter_map(codes) -> bytes:
    """A ToUnicode map of {(glyph, text): code}."""
    lines = [
        f"<{code:04X}> <{text.encode('utf-16-be').hex().upper()}>"
        for (_, text), code in sorted(codes.items(), key=lambda item: item[1])
    ]
    blocks = [lines[place : place + 100] for place in range(0, len(lines), 100)]
    body = "\n".join(
        f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks
    )
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        f"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n{body}\nendcmap\n"
        "CMapName currentdict /CMap defineresource pop\nend\nend\n"
    ).encode()


def _outline(glyphs, name: str) -> bytes:
    """The lines of a glyph as a path, filled."""
    from fontTools.pens.basePen import BasePen

    lines: list[str] = []

    class Pen(BasePen):
        def _say(self, operator, *points):
            lines.append(" ".join([f"{x:g} {y:g}" for x, y in points] + [operator]))

        def _moveTo(self, point):
            self._say("m", point)

        def _lineTo(self, point):
            self._say("l", point)

        def _curveToOne(self, *points):
            self._say("c", *points)

        def _closePath(self):
            self._say("h")

    glyphs[name].draw(Pen(glyphs))
    return "\n".join([*lines, "f\n"]).encode()


def _number(value: float) -> str:
    return f"{value:.5f}".rstrip("0").rstrip(".") or "0"
