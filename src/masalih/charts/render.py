"""The panels of a chart are measured, set out and drawn in one order, once for each width."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from masalih.charts import style
from masalih.charts.canvas import Place, Sheet
from masalih.charts.horizontal import HorizontalPlot
from masalih.charts.maps import Map
from masalih.charts.places import Places
from masalih.charts.plot import Plot
from masalih.charts.tiles import Tiles
from masalih.charts.timeline import Timeline


class PanelDrawing(Protocol):
    """What can stand in a panel. `_set_out` asks in the order in which the methods stand here.

    Lengths are points; a drawing that is mirrored in Arabic mirrors itself. Once it is placed,
    `unplaced` holds the labels that found no room and must go to the key, `unnamed` the words of
    event lines that found no room, `questioned` whether a question mark stands for an unknown.
    """

    @property
    def unplaced(self) -> set[str]: ...

    @property
    def unnamed(self) -> list[str]: ...

    @property
    def questioned(self) -> bool: ...

    def limits(self) -> tuple[float, float]:
        """The lowest and the highest amount it would show by itself."""

    def set_limits(self, low: float, high: float) -> None:
        """Fix the amounts that it shows, which panels may have in common."""

    def margins(self, width: float) -> tuple[float, float]:
        """Room left and right of the drawing in a panel of this width."""

    def below(self, left: float, width: float) -> float:
        """Room under the drawing, once it is known where it starts and how wide it is."""

    def above(self, left: float, width: float) -> float:
        """Room over the drawing."""

    def height(self) -> float:
        """How tall the drawing itself wants to be."""

    def lowest(self) -> float:
        """How tall it must be at least where the whole drawing would be too tall."""

    def finish(self, place: Place) -> None:
        """Draw at the final place, with all words."""


KINDS: dict[str, Callable[..., PanelDrawing]] = {
    "plot": Plot,
    "horizontal": HorizontalPlot,
    "map": Map,
    "places": Places,
    "timeline": Timeline,
    "tiles": Tiles,
}


@dataclass(frozen=True)
class Drawing:
    """A finished drawing: SVG text, its size in CSS pixels, and what its signs stand for.

    unnamed: the words of event lines that stand without words, or are left out on a phone.
    questioned: whether a question mark stands where there was no room for the word for unknown.
    """

    svg: str
    width: int
    height: int
    unnamed: tuple[str, ...]
    questioned: bool


def render(chart, size: style.Size) -> Drawing:
    """Draw `chart` at one width.

    Labels that find no room beside their line move to the key, and the sheet is set out anew. A
    drawing that is too tall under its words is drawn to stand beside them, if its letters are
    larger then.
    """
    drawn = _render(chart, size)
    if not size.beside or not size.tall or drawn.height <= size.tall * 96 / 72:
        return drawn
    width, tall = size.beside
    other = _render(chart, replace(size, width=width, tall=tall, beside=None))
    return max(drawn, other, key=lambda one: _enlarged(one, size, one is other))


def _enlarged(drawn: Drawing, size: style.Size, beside: bool) -> float:
    """By how much a drawing could be made larger until it fills its room."""
    width, tall = size.beside if beside and size.beside else (size.width, size.tall or math.inf)
    return min(width / drawn.width, tall / drawn.height)


def _render(chart, size: style.Size) -> Drawing:
    with style.drawing(chart.name):
        sheet, panels = compose(chart, size)
        unnamed, questioned = signs(panels)
        return Drawing(
            sheet.svg(),
            round(sheet.width * 96 / 72),
            round(sheet.height * 96 / 72),
            unnamed,
            questioned,
        )


def signs(panels: list[PanelDrawing]) -> tuple[tuple[str, ...], bool]:
    """What the signs of a drawing stand for, as `Drawing` has it."""
    unnamed = tuple(dict.fromkeys(words for panel in panels for words in panel.unnamed))
    return unnamed, any(panel.questioned for panel in panels)


def compose(chart, size: style.Size, head=(), foot=()) -> tuple[Sheet, list[PanelDrawing]]:
    """(sheet, panels) ready to be written; must run inside `style.drawing`.

    head, foot: lines over and under the drawing.
    """
    keyed: frozenset = frozenset()
    while True:
        sheet = Sheet(chart, size, head, foot)
        panels = [KINDS[panel.kind](sheet, panel, keyed) for panel in chart.panels]
        _set_out(sheet, chart, panels)
        more: frozenset[str] = frozenset().union(*(panel.unplaced for panel in panels)) - keyed
        if not more:
            return sheet, panels
        keyed |= more


def _set_out(sheet: Sheet, chart, panels: list[PanelDrawing]) -> None:
    """Measure the panels, make the sheet as tall as they need, and draw each at its place."""
    _set_limits(chart, panels)
    columns = _columns(sheet.size, chart, panels)
    gap = 18 if columns > 1 else 0
    width = (sheet.width - gap * (columns - 1)) / columns
    margins = [panel.margins(width) for panel in panels]
    # plots under each other keep the same edges
    left, right = (max(side) for side in zip(*margins, strict=True))
    inner = width - left - right
    order = list(range(columns))
    if sheet.rtl:
        order.reverse()  # the first panel stands where reading starts
    starts = [order[i % columns] * (width + gap) + left for i in range(len(panels))]
    below = [panel.below(start, inner) for panel, start in zip(panels, starts, strict=True)]
    above = [panel.above(start, inner) for panel, start in zip(panels, starts, strict=True)]
    heights = [panel.height() for panel in panels]
    rows = [range(i, min(i + columns, len(panels))) for i in range(0, len(panels), columns)]
    around = [(max(above[i] for i in row), max(below[i] for i in row)) for row in rows]
    edges = sheet.key_height() + sum(map(sum, around)) + 12 * (len(rows) - 1) + 6
    heights = _lowered(panels, heights, rows, sheet.size.tall and sheet.size.tall - edges)
    rooms = [
        (over, max(heights[i] for i in row), under)
        for row, (over, under) in zip(rows, around, strict=True)
    ]
    words = sheet.block_height(sheet.head), sheet.block_height(sheet.foot)
    drawn = edges + sum(tall for _, tall, _ in rooms)
    sheet.resize(drawn + sum(words))
    sheet.draw_block(sheet.head, sheet.height - 2)
    sheet.draw_block(sheet.foot, words[1] - 8)
    top = sheet.height - words[0] - 2
    sheet.draw_key(top)
    top -= sheet.key_height()
    for row, (over, tall, under) in zip(rows, rooms, strict=True):
        for i in row:
            own = min(tall, heights[i])
            place = Place(starts[i], top - over - own, inner, own, top, right + gap / 2)
            panels[i].finish(place)
        top -= over + tall + under + 12


def _lowered(
    panels: list[PanelDrawing], heights: list[float], rows: list[range], tall: float | None
) -> list[float]:
    """The heights of the panels, made lower alike until the rows are `tall` together, if they can.

    Points.
    """
    lowest = [panel.lowest() for panel in panels]
    whole, least = (sum(max(of[i] for i in row) for row in rows) for of in (heights, lowest))
    if tall is None or whole <= tall or whole == least:
        return heights
    share = min((whole - tall) / (whole - least), 1)
    return [height - share * (height - low) for height, low in zip(heights, lowest, strict=True)]


def _columns(size: style.Size, chart, panels: list[PanelDrawing]) -> int:
    maps = all(isinstance(panel, Map) for panel in panels)
    most = (2 if maps else 1) if size.narrow else chart.columns or (3 if maps else 2)
    return max(1, min(most, len(panels)))


def _set_limits(chart, panels: list[PanelDrawing]) -> None:
    found = [panel.limits() for panel in panels]
    dated = [panel.marks for panel in panels if isinstance(panel, Plot) and panel.marks.dated]
    if chart.share_x and len(dated) > 1:
        low, high = min(marks.extent[0] for marks in dated), max(marks.extent[1] for marks in dated)
        for marks in dated:
            marks.extent[:2] = low, high
    for panel, (low, high) in zip(panels, found, strict=True):
        if chart.share_y and not isinstance(panel, (Map, Places, Tiles, Timeline)):
            low, high = min(f[0] for f in found), max(f[1] for f in found)
        panel.set_limits(low, high)
