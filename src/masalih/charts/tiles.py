"""A reader should see every single thing that was judged, by its own name.

A bar would hide which ones it holds.
"""

from __future__ import annotations

from masalih.charts import style
from masalih.charts.canvas import Place, Sample, Sheet

GAP = 5  # between tiles, in points
AIR, LITTLE = (6, GAP, 5), (1, 3, 0)  # within a tile, under each, under a row of them


class Tiles:
    """A panel of rows of tiles, each with its own words and the colour and mark of its layer."""

    def __init__(self, sheet: Sheet, panel, keyed: frozenset):
        self.sheet, self.panel, self.size = sheet, panel, sheet.size
        self.axes = sheet.figure.add_axes((0.1, 0.1, 0.8, 0.8))
        self.axes.set_axis_off()
        self.unplaced: set[str] = set()
        self.questioned = False
        self.unnamed: list[str] = []
        self.rows: dict[str, list] = {}
        for layer in panel.layers:
            sheet.key[layer.label] = Sample("point", layer.mark.colour, layer.mark.marker)
            for row in layer.rows.itertuples():
                self.rows.setdefault(row.x, []).append((row.value, row.tile, layer.mark))
        ordered = {
            name: sorted(tiles, key=lambda tile: tile[0]) for name, tiles in self.rows.items()
        }
        # a line stands where its first tile does
        self.rows = dict(sorted(ordered.items(), key=lambda row: row[1][0][0]))

    # ------------------------------------------------------------ measuring

    def limits(self) -> tuple[float, float]:
        return 0.0, 1.0

    def set_limits(self, low: float, high: float) -> None:
        pass

    def margins(self, width: float) -> tuple[float, float]:
        self.edge = 9 if self.size.tall is None else 7
        room = width * 0.3
        self.over = self.size.narrow  # a phone has no room for names beside the tiles
        self.names = [self.sheet.wrap(name, width if self.over else room) for name in self.rows]
        near = 4 if self.over else max(self.sheet.measure(name)[0] for name in self.names) + 10
        self.tile = max(
            self.sheet.measure(text)[0] for tiles in self.rows.values() for _, text, _ in tiles
        ) + int(2.5 * self.edge)
        return (4, near) if self.sheet.rtl else (near, 4)

    def below(self, left: float, width: float) -> float:
        return 2

    def above(self, left: float, width: float) -> float:
        self.per_line = max(1, int((width + GAP) // (self.tile + GAP)))
        return self.sheet.heading_height(self.panel.title, width) + 6 if self.panel.title else 2

    def _heights(self, air=AIR) -> list[tuple[float, float]]:
        """(room for the name above the tiles, height of the tiles) of every row."""
        within, gap, under = air
        each = self.size.line + within + gap
        lines = [-(-len(tiles) // self.per_line) for tiles in self.rows.values()]
        names = [self.sheet.measure(name)[1] for name in self.names]
        if self.over:
            return [(name + 5, n * each + under) for name, n in zip(names, lines, strict=True)]
        # a name stands at its first line of tiles
        low = [max(0, (name - each + gap) / 2) for name in names]
        return [
            (over, max(n * each, name - over) + under)
            for name, n, over in zip(names, lines, low, strict=True)
        ]

    def height(self) -> float:
        return sum(map(sum, self._heights()))

    def lowest(self) -> float:
        return sum(map(sum, self._heights(LITTLE)))

    # ------------------------------------------------------------ drawing

    def finish(self, place: Place) -> None:
        self.sheet.place(self.axes, place)
        left, width = place.left, place.width
        side = "right" if self.sheet.rtl else "left"
        start = left + width if self.sheet.rtl else left
        if self.panel.title:
            self.sheet.heading(start, place.top, self.panel.title, width, side)
        air = LITTLE if place.height < self.height() else AIR
        y, tall, gap = place.ceiling, self.size.line + air[0], air[1]
        for name, tiles, (over, room) in zip(
            self.names, self.rows.values(), self._heights(air), strict=True
        ):
            if self.over:
                self.sheet.text(start, y - over / 2 - 1, name, ha=side)
            else:
                away = 8 if self.sheet.rtl else -8
                self.sheet.text(
                    start + away,
                    y - over - tall / 2,
                    name,
                    ha="left" if self.sheet.rtl else "right",
                    ma=side,
                )
            for i, (_, text, mark) in enumerate(tiles):
                line, column = divmod(i, self.per_line)
                at = column * (self.tile + GAP)
                corner = left + width - at - self.tile if self.sheet.rtl else left + at
                self._tile(corner, y - over - line * (tall + gap) - tall, tall, text, mark)
            y -= over + room

    def _tile(self, x: float, y: float, tall: float, text: str, mark: style.Mark) -> None:
        edges = [x, x + self.tile, x + self.tile, x, x], [y, y, y + tall, y + tall, y]
        self.sheet.stroke(*edges, color=mark.colour, linewidth=1.1)
        sign, side = (
            (x + self.tile - self.edge, "right") if self.sheet.rtl else (x + self.edge, "left")
        )
        self.sheet.stroke(
            [sign],
            [y + tall / 2],
            marker=mark.marker,
            markersize=6,
            color=mark.colour,
            linestyle="",
        )
        self.sheet.text(
            sign + (1 - self.edge if self.sheet.rtl else self.edge - 1), y + tall / 2, text, ha=side
        )
