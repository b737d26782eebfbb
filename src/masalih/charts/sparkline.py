"""A drawing as small as a thumb: a few bars and the words that name them, made for its size."""

from __future__ import annotations

import io
import re
from typing import NamedTuple

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from masalih import arabic
from masalih.charts import style

WIDTH = 210.0  # points of the drawing on a card, 280 CSS pixels
TEXT = {"ar": 10.6, "en": 9.6}  # points, at least 12.8 CSS pixels
PLAIN = style.SEQUENCE[1]
MARKED = style.COLOURS["blue"][0]


class Bar(NamedTuple):
    """One bar: the words that name it, its amount, that amount in words, whether it stands out.

    None for the amount leaves its place empty: nothing is known, which is not nothing.
    """

    name: str
    amount: float | None
    text: str
    marked: bool


class Box(NamedTuple):
    """A part of a figure, in its own dots from the lower left corner."""

    left: float
    bottom: float
    width: float
    height: float


class Pen:
    """Writes and draws on a figure in its own dots; `text` is the height of its letters in them."""

    def __init__(self, figure: Figure, text: float, rtl: bool):
        self.figure, self.text, self.rtl = figure, text, rtl
        self.renderer = FigureCanvasAgg(figure).get_renderer()
        self.wide, self.tall = (side * figure.dpi for side in figure.get_size_inches())

    def write(self, x: float, y: float, words: str, side: str = "center", **look) -> float:
        """Words whose lower edge is at `y`; return their width."""
        written = self.figure.text(
            x / self.wide,
            y / self.tall,
            arabic.line(words),
            size=self.text * 72 / self.figure.dpi,
            ha=side,
            va="bottom",
            **look,
        )
        return written.get_window_extent(self.renderer).width

    def length(self, words: str) -> float:
        size = self.text * 72 / self.figure.dpi
        probe = self.figure.text(0, 0, arabic.line(words), size=size)
        length = probe.get_window_extent(self.renderer).width
        probe.remove()
        return length

    def block(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        patch = Rectangle((x, y), width, height, facecolor=colour, linewidth=0)
        self.figure.add_artist(patch)
        patch.set_transform(None)


def height(kind: str, bars: list[Bar], text: float) -> float:
    """How tall a drawing with letters of this height wants to be."""
    return text * (8.5 if kind == "columns" else 3.1 * len(bars))


def draw(figure: Figure, box: Box, kind: str, bars: list[Bar], text: float, rtl: bool) -> None:
    """Draw the bars into a part of the figure.

    kind: "columns" stand side by side, in time, which runs from left to right in both editions;
    "rows" lie under each other, each under its name, and begin where reading does.
    """
    pen = Pen(figure, text, rtl)
    (_columns if kind == "columns" else _rows)(pen, box, bars)


def _columns(pen: Pen, box: Box, bars: list[Bar]) -> None:
    foot, head = pen.text * 1.6, pen.text * 1.7
    most = _most(bars)
    step = box.width / len(bars)
    room = box.height - foot - head
    pen.block(box.left, box.bottom + foot - 1, box.width, 1, style.RULE)
    for place, bar in enumerate(bars):
        if bar.amount is None:
            continue
        middle = box.left + step * (place + 0.5)
        tall = room * bar.amount / most
        colour = MARKED if bar.marked else PLAIN
        pen.block(middle - step * 0.39, box.bottom + foot, step * 0.78, tall, colour)
        if bar.marked:
            pen.write(_inside(pen, box, middle, bar.name), box.bottom, bar.name, color=style.MUTED)
            at = box.bottom + foot + tall + pen.text * 0.25
            pen.write(_inside(pen, box, middle, bar.text), at, bar.text, color=style.INK)


def _most(bars: list[Bar]) -> float:
    return max(bar.amount or 0 for bar in bars) or 1


def _inside(pen: Pen, box: Box, middle: float, words: str) -> float:
    """The middle of words that do not leave the box."""
    half = pen.length(words) / 2
    return min(max(middle, box.left + half), box.left + box.width - half)


def _rows(pen: Pen, box: Box, bars: list[Bar]) -> None:
    most = _most(bars)
    step = box.height / len(bars)
    side = "right" if pen.rtl else "left"
    start, way = (box.left + box.width, -1) if pen.rtl else (box.left, 1)
    room = box.width - max(pen.length(bar.text) for bar in bars) - pen.text * 0.6
    for place, bar in enumerate(bars):
        low = box.bottom + box.height - step * (place + 1) + step * 0.08
        thick, wide = step * 0.34, max(room * (bar.amount or 0) / most, 1.5)
        pen.write(start, low + thick + step * 0.06, bar.name, side, color=style.MUTED)
        left = start if way > 0 else start - wide
        pen.block(left, low, wide, thick, MARKED if bar.marked else PLAIN)
        at = start + way * (wide + pen.text * 0.4)
        pen.write(at, low + thick / 2 - pen.text * 0.62, bar.text, side, color=style.INK)


def svg(name: str, kind: str, bars: list[Bar], language: str) -> tuple[str, tuple[int, int]]:
    """The drawing as SVG text, the same bytes for the same bars, and its size in CSS pixels."""
    text = TEXT[language]
    tall = height(kind, bars, text)
    with style.drawing(name):
        figure = Figure(figsize=(WIDTH / 72, tall / 72), dpi=72)
        draw(figure, Box(1, 0, WIDTH - 2, tall), kind, bars, text, language == "ar")
        out = io.StringIO()
        figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    drawn = re.sub(r"\s*<metadata>.*?</metadata>", "", out.getvalue(), flags=re.DOTALL)
    drawn = re.sub(r"<\?xml.*?\?>\s*|<!DOCTYPE.*?>\s*|<!--.*?-->\s*", "", drawn, flags=re.DOTALL)
    return drawn, (round(WIDTH * 96 / 72), round(tall * 96 / 72))
