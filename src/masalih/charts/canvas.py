"""A drawing's parts are measured before they are placed: nothing is clipped, no words collide."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import Any

from matplotlib.backends.backend_svg import FigureCanvasSVG, RendererSVG
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from masalih import arabic, formats
from masalih.charts import style


@dataclass(frozen=True)
class Sample:
    """What a key entry shows beside its words: a mark (line, point or fill), or a plain fill."""

    kind: str
    colour: str
    marker: str = ""
    dash: object = "-"
    hatch: str | None = None
    edge: str = "none"


@dataclass(frozen=True)
class Place:
    """Where a panel's drawing goes on its sheet, in points from the lower left corner."""

    left: float
    bottom: float
    width: float
    height: float
    top: (
        float  # the upper end of the panel's whole room: its words stand between it and the drawing
    )
    right_room: float = 0.0  # what words may use right of the drawing

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def ceiling(self) -> float:
        """The upper edge of the drawing itself."""
        return self.bottom + self.height


@dataclass(frozen=True)
class Line:
    """Words over or under the whole drawing, where it must stand alone."""

    text: str
    size: float
    weight: str = "regular"
    colour: str = style.INK


class Picture(Figure):
    """A figure of matplotlib that a notebook shows although pyplot did not make it."""

    def _repr_png_(self) -> bytes:
        out = io.BytesIO()
        self.savefig(out, format="png", **MARGIN)
        return out.getvalue()


MARGIN: dict[str, Any] = {"bbox_inches": "tight", "pad_inches": 0.15}


class Sheet:
    """A figure under construction. Lengths and places are points from the lower left corner.

    head, foot: what stands over and under the drawing; a page has these words beside it instead.
    """

    def __init__(self, chart, size: style.Size, head=(), foot=()):
        self.chart, self.size, self.rtl = chart, size, formats.language() == "ar"
        self.head, self.foot = tuple(head), tuple(foot)
        self.figure = Picture(figsize=(size.width / 72, 4), dpi=72)
        FigureCanvasSVG(self.figure)
        self.renderer = RendererSVG(size.width, 300, io.StringIO(), image_dpi=72)
        self._probe = self.figure.text(0, 0, "", alpha=0)
        self._measured: dict[tuple, tuple[float, float]] = {}
        self.width, self.height = size.width, 0.0
        self.key: dict[str, Sample] = {}  # words → sample, in order

    def measure(
        self,
        text: str,
        size: float | None = None,
        weight: str = "regular",
        linespacing: float = 1.08,
    ) -> tuple[float, float]:
        """(width, height) in points of `text` as it will be drawn."""
        asked = text, size or self.size.text, weight, linespacing
        if asked not in self._measured:
            self._probe.set(
                text=arabic.line(text), size=asked[1], weight=weight, linespacing=linespacing
            )
            box = self._probe.get_window_extent(self.renderer)
            self._measured[asked] = box.width, box.height
        return self._measured[asked]

    def wrap(
        self, text: str, width: float, size: float | None = None, weight: str = "regular"
    ) -> str:
        """`text` broken at spaces into lines no wider than `width` points, as even as they can be.

        A longer word stands alone.
        """
        if "\n" in text:
            return "\n".join(self.wrap(part, width, size, weight) for part in text.split("\n"))
        lines = self._fill(text.split(), width, size, weight)
        if len(lines) > 1:  # the narrowest width with as many lines avoids a lone last word
            low = max(self.measure(w, size, weight)[0] for w in text.split())
            for trial in range(int(low), int(width), 6):
                even = self._fill(text.split(), trial, size, weight)
                if len(even) == len(lines):
                    return "\n".join(even)
        return "\n".join(lines)

    def _fill(self, parts: list[str], width: float, size, weight) -> list[str]:
        lines: list[str] = []
        for part in parts:
            if lines and self.measure(f"{lines[-1]} {part}", size, weight)[0] <= width:
                lines[-1] += f" {part}"
            else:
                lines.append(part)
        return lines

    def text(self, x: float, y: float, text: str, **look):
        """Words at a place on the sheet. look: matplotlib text properties."""
        usual = {"size": self.size.text, "va": "center", "linespacing": 1.08}
        return self.figure.text(
            x / self.width, y / self.height, arabic.line(text), **{**usual, **look}
        )

    def heading_height(self, title: str, width: float) -> float:
        """How tall a panel's title is when it is broken into lines of `width` points."""
        return self.measure(self.wrap(title, width, weight="bold"), weight="bold")[1]

    def heading(self, x: float, top: float, title: str, width: float, side: str) -> None:
        """A panel's title, hanging from `top`; x is its end on `side`, where reading starts."""
        self.text(x, top, self.wrap(title, width, weight="bold"), ha=side, va="top", weight="bold")

    def axis_title(self, x: float, bottom: float, text: str, side: str) -> None:
        """What an axis measures, standing on `bottom`; x is its end on `side`."""
        self.text(
            x, bottom, text, ha=side, va="bottom", color=style.MUTED, size=self.size.less(0.4)
        )

    def stroke(self, xs, ys, **look):
        """A line through places on the sheet."""
        line = Line2D(
            [x / self.width for x in xs],
            [y / self.height for y in ys],
            transform=self.figure.transFigure,
            **look,
        )
        return self.figure.add_artist(line)

    def block_height(self, lines: tuple[Line, ...]) -> float:
        """How tall words over or under the drawing are, with the room around them."""
        return sum(self._line(line)[1] + 4 for line in lines) + (8 if lines else 0)

    def draw_block(self, lines: tuple[Line, ...], top: float) -> None:
        """Words one under another from `top`, where reading starts."""
        side, x = ("right", self.width) if self.rtl else ("left", 0.0)
        for line in lines:
            text, height = self._line(line)
            look = {"size": line.size, "weight": line.weight, "color": line.colour}
            self.text(x, top, text, ha=side, va="top", **look)
            top -= height + 4

    def _line(self, line: Line) -> tuple[str, float]:
        text = self.wrap(line.text, self.width, line.size, line.weight)
        return text, self.measure(text, line.size, line.weight)[1]

    def resize(self, height: float) -> None:
        self.height = height
        self.figure.set_size_inches(self.width / 72, height / 72)

    def place(self, axes, place: Place) -> None:
        """Give matplotlib's axes the rectangle of a place."""
        axes.set_position(
            [
                place.left / self.width,
                place.bottom / self.height,
                place.width / self.width,
                place.height / self.height,
            ]
        )

    # ------------------------------------------------------------ the key above the plots

    def key_rows(self) -> list[list[tuple[str, Sample, float]]]:
        """Key entries in rows that fit the sheet: (words, sample, width of both)."""
        rows: list[list] = []
        room = self.width - 4
        left = 0.0
        for text, sample in self.key.items():
            text = self.wrap(text, room - 30)
            width = self.measure(text)[0] + 24
            if not rows or left + width > room:
                rows.append([])
                left = 0
            rows[-1].append((text, sample, width))
            left += width + 14
        return rows

    def key_height(self) -> float:
        return sum(self._key_row_height(row) for row in self.key_rows()) + (6 if self.key else 0)

    def _key_row_height(self, row) -> float:
        return max(self.measure(text)[1] for text, _, _ in row) + 5

    def draw_key(self, top: float) -> None:
        """Samples and words from the reader's side: right in Arabic, left in English."""
        for row in self.key_rows():
            height, at = self._key_row_height(row), 2.0
            for text, sample, width in row:
                left = self.width - at - width if self.rtl else at
                self._sample(sample, left + (width - 18 if self.rtl else 0), top - height / 2)
                self.text(
                    left + (width - 23 if self.rtl else 23),
                    top - height / 2,
                    text,
                    ha="right" if self.rtl else "left",
                )
                at += width + 14
            top -= height

    def _sample(self, sample: Sample, x: float, y: float) -> None:
        if sample.kind == "fill":
            self._swatch(
                x,
                y,
                facecolor=sample.colour,
                edgecolor=sample.edge,
                hatch=sample.hatch,
                linewidth=0.6,
            )
        elif sample.kind == "band":
            self._swatch(x, y, facecolor=sample.colour, alpha=0.2, linewidth=0)
        else:
            dash = sample.dash if sample.kind == "line" else ""
            self.stroke(
                [x, x + 9, x + 18],
                [y] * 3,
                color=sample.colour,
                linestyle=dash,
                marker=sample.marker,
                markevery=[1],
                markersize=4.6,
            )

    def _swatch(self, x: float, y: float, **look) -> None:
        corner, frame = (x / self.width, (y - 4.5) / self.height), self.figure.transFigure
        self.figure.add_artist(
            Rectangle(corner, 18 / self.width, 9 / self.height, transform=frame, **look)
        )

    def svg(self) -> str:
        """The drawing as SVG text: same input, same bytes."""
        self._probe.set_visible(False)
        out = io.StringIO()
        self.figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
        text = re.sub(r"\s*<metadata>.*?</metadata>", "", out.getvalue(), flags=re.DOTALL)
        text = re.sub(r"<\?xml.*?\?>\s*|<!DOCTYPE.*?>\s*|<!--.*?-->\s*", "", text, flags=re.DOTALL)
        # hundredths of a point are enough for places, not for the scale of letters
        return re.sub(
            r"scale\([^)]*\)|-?\d+\.\d{3,}",
            lambda m: m[0] if m[0][0] == "s" else f"{float(m[0]):.2f}".rstrip("0").rstrip("."),
            text,
        )
