"""Why: the panels of a chart are measured, set out on the sheet and drawn in one order, once for each width."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from masalih.charts import style
from masalih.charts.canvas import Sheet
from masalih.charts.horizontal import Sideways
from masalih.charts.maps import Map
from masalih.charts.plot import Plot
from masalih.charts.tiles import Tiles
from masalih.charts.timeline import Timeline

KINDS: dict[str, Any] = {
    "plot": Plot,
    "sideways": Sideways,
    "map": Map,
    "timeline": Timeline,
    "tiles": Tiles,
}


@dataclass(frozen=True)
class Drawing:
    """A finished drawing: SVG text, its size in CSS pixels, and event lines that bear a number instead of words."""

    svg: str
    width: int
    height: int
    numbered: tuple[tuple[str, str], ...]


def render(chart, size: style.Size) -> Drawing:
    """Draw `chart` at one width. Labels that find no room beside their line move to the key, and the sheet is set out anew."""
    with style.drawing(chart.name):
        sheet, panels = compose(chart, size)
        numbered = tuple(dict.fromkeys(pair for panel in panels for pair in panel.numbered))
        return Drawing(
            sheet.svg(), round(sheet.width * 96 / 72), round(sheet.height * 96 / 72), numbered
        )


def compose(chart, size: style.Size) -> tuple[Sheet, list]:
    """(sheet, panels) ready to be written; must run inside `style.drawing`."""
    keyed: frozenset = frozenset()
    while True:
        sheet = Sheet(chart, size)
        panels = [KINDS[panel.kind](sheet, panel, keyed) for panel in chart.panels]
        _set_out(sheet, chart, panels)
        more = frozenset().union(*(panel.unplaced for panel in panels)) - keyed
        if not more:
            return sheet, panels
        keyed |= more


def _set_out(sheet: Sheet, chart, panels: list) -> None:
    _set_limits(chart, panels)
    columns = _columns(sheet.size, chart, panels)
    gap = 18 if columns > 1 else 0
    width = (sheet.width - gap * (columns - 1)) / columns
    margins = [panel.margins(width) for panel in panels]
    left, right = (
        max(side) for side in zip(*margins)
    )  # plots under each other keep the same edges
    inner = width - left - right
    for panel in panels:
        panel.right_room = right + gap / 2
    order = [c for c in range(columns)]
    if sheet.rtl:
        order.reverse()  # the first panel stands where reading starts
    starts = [order[i % columns] * (width + gap) + left for i in range(len(panels))]
    below = [panel.below(start, inner) for panel, start in zip(panels, starts)]
    above = [panel.above(start, inner) for panel, start in zip(panels, starts)]
    heights = [panel.height() for panel in panels]
    rows = [range(i, min(i + columns, len(panels))) for i in range(0, len(panels), columns)]
    rooms = [
        (max(above[i] for i in row), max(heights[i] for i in row), max(below[i] for i in row))
        for row in rows
    ]
    sheet.resize(sheet.key_height() + sum(map(sum, rooms)) + 12 * (len(rows) - 1) + 6)
    top = sheet.height - 2
    sheet.draw_key(top)
    top -= sheet.key_height()
    for row, (over, tall, under) in zip(rows, rooms):
        for i in row:
            own = min(tall, heights[i])
            panels[i].finish(starts[i], top - over - own, inner, own, top)
        top -= over + tall + under + 12


def _columns(size: style.Size, chart, panels: list) -> int:
    maps = all(isinstance(panel, Map) for panel in panels)
    most = (2 if maps else 1) if size.narrow else chart.columns or (3 if maps else 2)
    return max(1, min(most, len(panels)))


def _set_limits(chart, panels: list) -> None:
    found = [panel.limits() for panel in panels]
    dated = [panel.marks for panel in panels if isinstance(panel, Plot) and panel.marks.dated]
    if chart.share_x and len(dated) > 1:
        low, high = min(marks.extent[0] for marks in dated), max(marks.extent[1] for marks in dated)
        for marks in dated:
            marks.extent[:2] = low, high
    for panel, (low, high) in zip(panels, found):
        if chart.share_y and not isinstance(panel, (Map, Tiles, Timeline)):
            low, high = min(f[0] for f in found), max(f[1] for f in found)
        panel.set_limits(low, high)
