"""A font of a printed PDF: its widths, its glyphs, and the letters that they stand for."""

import io
import re
from typing import Any

import pikepdf

NARROW = 1  # thousandths of an em: PDFium passes over a glyph without any width


class Typeface:
    """A font of the PDF: widths, letters, and codes for glyphs that stand for several texts."""

    def __init__(self, pdf: pikepdf.Pdf, font: Any):
        self.pdf, self.font = pdf, font
        self.descendant = font.DescendantFonts[0]
        self.widths = dict(_widths(self.descendant.W))
        self.letters = dict(_letters(font.ToUnicode.read_bytes()))
        # Only in whole numbers are widths the same for all readers: PDFium drops what is below.
        self.even = all(width.is_integer() for width in self.widths.values())
        self.codes: dict[tuple[int | None, str, int], int] = {}
        self.outlines: dict[int, bytes] = {}
        self._program: Any = None

    @property
    def program(self):
        """The font program that the PDF brings, opened once."""
        if self._program is None:
            from fontTools.ttLib import TTFont

            content = self.descendant.FontDescriptor.FontFile2.read_bytes()
            self._program = TTFont(io.BytesIO(content), lazy=True, recalcTimestamp=False)
        return self._program

    def width(self, code: int | None) -> float:
        if code is None:
            return NARROW
        return self.widths.get(code, float(self.descendant.get("/DW", 1000)))

    def code(self, glyph: int | None, text: str, room: int = 0) -> int:
        """The code that shows a glyph and stands for `text`: the glyph's own, as long as it can.

        room: how many thousandths of an em wider than the glyph it is, at its end.
        """
        key = (glyph, text, room)
        if key not in self.codes:
            free = glyph is not None and not room and glyph not in self.codes.values()
            last = max(self.program["maxp"].numGlyphs - 1, *self.codes.values(), 0)
            self.codes[key] = glyph if free and glyph is not None else last + 1
        return self.codes[key]

    def outline(self, code: int) -> bytes:
        """A glyph as lines to be filled, one em high, without any letter."""
        if code not in self.outlines:
            name = self.program.getGlyphOrder()[code]
            self.outlines[code] = _outline(self.program.getGlyphSet(), name)
        return self.outlines[code]

    def close(self):
        """Write the letters of all codes, and the glyphs of those that were added."""
        self.font.ToUnicode = self.pdf.make_stream(_letter_map(self.codes))
        added = sorted((code, key) for key, code in self.codes.items() if code != key[0])
        if not added:
            return
        blank, wider = self._blank(), self._widen()
        glyphs = list(range(added[-1][0] + 1))
        for code, (glyph, _, room) in added:
            glyphs[code] = blank if glyph is None else wider.get((glyph, room), glyph)
        stream = b"".join(glyph.to_bytes(2, "big") for glyph in glyphs)
        self.descendant.CIDToGIDMap = self.pdf.make_stream(stream)
        widths = [number(self.width(glyph) + room) for _, (glyph, _, room) in added]
        self.descendant.W.extend(
            [added[0][0], pikepdf.Object.parse(f"[{' '.join(widths)}]".encode())]
        )

    def _widen(self) -> dict[tuple[int, int], int]:
        """Add to the font program glyphs that are drawn as others are, with room at their end."""
        wanted = sorted({(glyph, room) for glyph, _, room in self.codes if glyph and room})
        if not wanted:
            return {}
        drawn, metrics = self.program["glyf"], self.program["hmtx"]
        order, em = [*self.program.getGlyphOrder()], self.program["head"].unitsPerEm
        for glyph, room in wanted:
            name, like = f"wide{glyph}-{room}", order[glyph]
            drawn[name] = drawn[like]
            width, bearing = metrics[like]
            metrics[name] = (width + round(room * em / 1000), bearing)
        names = [f"wide{glyph}-{room}" for glyph, room in wanted]
        self.program.setGlyphOrder([*order, *names])
        file = io.BytesIO()
        self.program.save(file, reorderTables=None)
        stream = self.pdf.make_stream(file.getvalue())
        stream.Length1 = len(file.getvalue())
        self.descendant.FontDescriptor.FontFile2 = stream
        return {key: len(order) + place for place, key in enumerate(wanted)}

    def _blank(self):
        """A glyph that the subset left out: no lines, no width."""
        shown = {glyph for glyph, *_ in self.codes} | {0}
        count = self.program["maxp"].numGlyphs
        blank = (glyph for glyph in range(count) if glyph not in shown and not self.width(glyph))
        return next(blank, 0)


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
    """A ToUnicode map of {(glyph, text, room): code}."""
    lines = [
        f"<{code:04X}> <{text.encode('utf-16-be').hex().upper()}>"
        for (_, text, _), code in sorted(codes.items(), key=lambda item: item[1])
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


def number(value: float) -> str:
    """A number as it is written in a PDF."""
    return f"{value:.5f}".rstrip("0").rstrip(".") or "0"
