"""Names are long and amounts short, so comparisons run from the reader's own side."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
from matplotlib.transforms import Affine2D

from masalih import arabic, formats
from masalih.charts import directions, style, ticks
from masalih.charts.canvas import Place, Sample, Sheet
from masalih.charts.marks import ARROWS, HALO, unknown
from masalih.translation import gettext as _


class HorizontalPlot:
    """A panel of horizontal bars or ranges.

    Names stand on the side where reading starts, amounts grow away from them.
    """

    def __init__(self, sheet: Sheet, panel, keyed: frozenset):
        self.sheet, self.panel, self.chart, self.size = sheet, panel, sheet.chart, sheet.size
        self.axes = sheet.figure.add_axes((0.1, 0.1, 0.8, 0.8))
        self.unplaced: set[str] = set()
        self.questioned = False
        self.unnamed: list[str] = []
        # (layer, y, group and line, words) of what is told where a bar ends
        self.told: list[tuple] = []
        self.rows = [self._named(layer) for layer in panel.layers]
        self.names = list(dict.fromkeys(name for rows in self.rows for name in rows))
        self.groups = max(1, sum(not layer.options.get("stacked") for layer in panel.layers))
        for layer in panel.layers:
            if layer.label and len(panel.layers) > 1:
                sheet.key[layer.label] = Sample("fill", layer.mark.colour)

    def _named(self, layer) -> list[tuple[str, int]]:
        """(name, how often it came before) of every row: two of one name are two lines."""
        seen: dict[str, int] = {}
        found = []
        for name in layer.rows["x"].map(self._name):
            found.append((name, seen.get(name, 0)))
            seen[name] = seen.get(name, 0) + 1
        return found

    def _name(self, x) -> str:
        return (
            x
            if isinstance(x, str)
            else formats.date(x, "year")
            if hasattr(x, "year")
            else formats.num(x)
        )

    # ------------------------------------------------------------ measuring

    def limits(self) -> tuple[float, float]:
        totals: dict[tuple, float] = {}
        for layer in self.panel.layers:
            for x, *amounts in layer.rows[["x", "value", "low", "high"]].itertuples(index=False):
                known = [v for v in amounts if not formats.missing(v)]
                if layer.options.get("stacked"):
                    totals[x] = totals.get(x, 0) + sum(known[:1])
                elif known:
                    totals[x] = max(totals.get(x, -np.inf), *known)
        lows = [
            v
            for layer in self.panel.layers
            for c in ("value", "low", "high")
            for v in layer.rows[c]
            if not formats.missing(v)
        ]
        low, high = min(lows), max(totals.values())
        if self.chart.log:
            return low / 1.6, high * 1.2
        return min(0, low) if self.chart.zero else low - (high - low) * 0.08, high

    def set_limits(self, low: float, high: float) -> None:
        limits: tuple[float, float] = self.chart.ylim or (low, high)
        self.low, self.high = limits
        self.unchanged = directions.unchanged(self.chart, self.low, self.high)

    def margins(self, width: float) -> tuple[float, float]:
        room = width * 0.34
        widest = max(self.sheet.measure(self.sheet.wrap(n, room))[0] for n, _ in self.names)
        longest = max(self.sheet.measure(n)[0] for n, _ in self.names)
        self.over = self.size.narrow and longest > room  # names above their bars
        names = 4 if self.over else widest + 8
        self.labels = [self.sheet.wrap(n, width - 12 if self.over else room) for n, _ in self.names]
        self.shortest = 0.8 * (width - names)  # the length that a full bar has at least
        texts = [self._wide(text) + 18 for text in self._texts()]
        self.value_room = max([*texts, *self._told().values()], default=0)
        self.under_zero = (
            self.value_room
            if self.chart.zero
            and any((layer.rows["value"] < 0).any() for layer in self.panel.layers)
            else 0
        )
        # a negative bar's number stands between it and the names
        near, far = names + self.under_zero, self.value_room + 4
        return (far, near) if self.sheet.rtl else (near, far)

    def _texts(self) -> list[str]:
        return [
            t
            for layer in self.panel.layers
            for row in layer.rows.itertuples()
            for t in [self._text(layer, row)]
            if t
        ]

    def _text(self, layer, row) -> str:
        known = not unknown(row)
        if layer.options.get("stacked"):
            return ""  # its parts are told in turn
        if layer.kind == "bars_horizontal" and known and not layer.options["values"]:
            return ""
        if layer.kind == "bars_horizontal" and row.value == 0 and not self.chart.percent:
            return _("none")  # an Arabic nought beside an axis is a dot
        bound = getattr(row, "bound", "")
        return ticks.figure(row.value, row.low, row.high, bound, self.chart.percent)

    def _wide(self, text: str) -> float:
        return self.sheet.measure(text, self.size.text - 0.6)[0]

    def _told(self) -> dict[tuple[str, int], float]:
        """The room that the parts of each stack take which are told after it."""
        room: dict[tuple[str, int], float] = defaultdict(float)
        for layer, names in zip(self.panel.layers, self.rows, strict=True):
            for name, row in zip(names, layer.rows.itertuples(), strict=True):
                after = self._after(layer, row)
                if after:
                    room[name] += self._wide(after) + (6 if room[name] else 18)
        return room

    def _after(self, layer, row) -> str:
        """Of a stack's part: the word for unknown, or the number for which it is too short."""
        if not layer.options.get("stacked"):
            return ""
        if unknown(row):
            return formats.unknown()
        low, high = min(self.low, 0), self.high
        short = self._wide(self._part(row)) + 5 > abs(row.value) / (high - low) * self.shortest
        return self._part(row) if layer.options["values"] and row.value and short else ""

    def _part(self, row) -> str:
        """A part of a stack in figures: per cent without decimals, as the prose has them."""
        if self.chart.percent:
            return formats.percent(row.value, 0 if abs(row.value) >= 0.01 else 1)
        return ticks.label(row.value)

    def _row_height(self) -> float:
        bar = 15 if self.groups == 1 else 12 * self.groups + 3
        lines = max(self.sheet.measure(t)[1] for t in self.labels)
        return bar + lines + 9 if self.over else max(bar, lines) + 8

    def height(self) -> float:
        return self._row_height() * len(self.names)

    def below(self, left: float, width: float) -> float:
        axes = self.axes
        if self.chart.log:
            axes.set_xscale("log")
            axes.minorticks_off()
        high = self.high if self.chart.log else self.high + (self.high - self.low) * 0.01
        axes.set_xlim(*((high, self.low) if self.sheet.rtl else (self.low, high)))
        places, texts = ticks.amounts(
            self.low,
            high,
            max(2, min(6, int(width / 52))),
            log=self.chart.log,
            percent=self.chart.percent,
        )
        axes.set_xticks(places, [arabic.line(t) for t in texts], size=self.size.text)
        axes.xaxis.grid(True, color=style.GRID, linewidth=0.6)
        axes.set_axisbelow(True)
        axes.tick_params(axis="x", length=0, pad=4)
        axes.spines["bottom"].set_visible(False)
        self.room_below = (
            max(self.sheet.measure(t)[1] for t in texts)
            + 8
            + (self.size.line if self.chart.y else 0)
        )
        self.directions = self._directions()
        self.room_below += self.directions.height(width) if self.directions else 0
        return self.room_below

    def _directions(self) -> directions.Directions | None:
        if self.unchanged is None:
            return None
        across = self.axes.transData + self.axes.transAxes.inverted()
        return directions.Directions(self.sheet, across.transform((self.unchanged, 0))[0])

    def above(self, left: float, width: float) -> float:
        return self.sheet.heading_height(self.panel.title, width) + 6 if self.panel.title else 2

    # ------------------------------------------------------------ drawing

    def finish(self, place: Place) -> None:
        self.sheet.place(self.axes, place)
        left, width, height, bottom = place.left, place.width, place.height, place.bottom
        row = self._row_height()
        self.axes.set_ylim(height, 0)  # one unit a point, downwards
        self.axes.set_yticks([])
        start, side = (
            (left + width + self.under_zero, "right")
            if self.sheet.rtl
            else (left - self.under_zero, "left")
        )
        far = start + (self.sheet_margin if self.sheet.rtl else -self.sheet_margin)
        if self.panel.title:
            self.sheet.heading(far, place.top, self.panel.title, width, side)
        for i, text in enumerate(self.labels):
            tall = self.sheet.measure(text)[1]
            if self.over:
                off = -3 if self.sheet.rtl else 3  # clear of the line at zero
                self.sheet.text(
                    start + off, bottom + height - i * row - 4 - tall / 2, text, ha=side
                )
            else:
                self.sheet.text(
                    start + (6 if self.sheet.rtl else -6),
                    bottom + height - (i + 0.5) * row,
                    text,
                    ha="left" if self.sheet.rtl else "right",
                    ma=side,
                )
        self._draw(row)
        under = bottom - self.room_below + 1
        if self.chart.y:
            self.sheet.axis_title(start, under, self.chart.y, side)
        if self.directions and self.unchanged is not None:
            self.axes.axvline(self.unchanged, **style.UNCHANGED)
            title = self.size.line if self.chart.y else 0
            self.directions.draw(left, width, under + title)
        elif self.low <= 0:
            self.axes.axvline(0, color=style.MUTED, linewidth=0.8, zorder=4)

    @property
    def sheet_margin(self) -> float:
        return 0 if self.over else max(self.sheet.measure(t)[0] for t in self.labels) + 6

    def _draw(self, row: float) -> None:
        lift = max(self.sheet.measure(t)[1] for t in self.labels) + 2 if self.over else 0
        thick = 11 if self.groups == 1 else 10
        heap: dict[tuple[int, int], float] = {}
        group = -1
        for layer, names in zip(self.panel.layers, self.rows, strict=True):
            group = min(group + (not layer.options.get("stacked") or group < 0), self.groups - 1)
            for item, name in zip(layer.rows.itertuples(), names, strict=True):
                i = self.names.index(name)
                y = i * row + lift + (row - lift) / 2 + (group - (self.groups - 1) / 2) * 12
                (self._bar if layer.kind == "bars_horizontal" else self._range)(
                    layer, item, y, thick, heap, (group, i)
                )
        self._tell(heap)

    def _tell(self, heap) -> None:
        """The words that stand where a bar would start or after a stack; its parts take turns."""
        said: dict[tuple[int, int], float] = {}
        for layer, y, at, words in self.told:
            stacked = layer.options.get("stacked")
            end = min(max(heap.get(at, 0.0), self.low), self.high)
            colour = layer.mark.words if stacked else style.INK
            self._say(words, end, y, 5 + said.get(at, 0), colour)
            said[at] = said.get(at, 0) + self._wide(words) + 6

    def _bar(self, layer, item, y, thick, heap, at) -> None:
        if unknown(item) or self._after(layer, item):
            self.told.append((layer, y, at, self._after(layer, item) or formats.unknown()))
        if unknown(item):
            return
        if formats.missing(item.value):
            self._range(layer, item, y, thick, heap, at)
            return
        base = heap.get(at, 0.0)
        heap[at] = base + item.value
        self.axes.barh(
            y,
            item.value,
            thick,
            base,
            color=layer.mark.colour,
            edgecolor=style.PAPER,
            linewidth=0.5,
            zorder=3,
        )
        end = base + item.value
        if layer.options.get("stacked") and layer.options["values"] and item.value:
            self._write_in(layer, item, base + item.value / 2, y)
        if not formats.missing(item.low):
            self.axes.hlines(
                y, item.low, item.high, color=style.INK, linewidth=1, zorder=5, path_effects=HALO
            )
            end = max(end, item.high)
        if end < 0:
            end = min(end, end if formats.missing(item.low) else item.low)
        self._say(self._text(layer, item), end, y, -5 if end < 0 else 5)

    def _write_in(self, layer, item, middle: float, y: float) -> None:
        if not self._after(layer, item):
            self.axes.annotate(
                arabic.line(self._part(item)),
                (middle, y),
                ha="center",
                va="center",
                size=self.size.text - 0.6,
                color=style.PAPER,
                zorder=6,
            )

    def _range(self, layer, item, y, thick, heap, at) -> None:
        known = [v for v in (item.low, item.high, item.value) if not formats.missing(v)]
        if len(known) > 1 and max(known) > min(known):
            self.axes.hlines(
                y,
                min(known),
                max(known),
                color=layer.mark.colour,
                linewidth=6,
                alpha=0.9 if formats.missing(item.value) else 0.45,
                zorder=3,
            )
        points = (
            [item.value]
            if not formats.missing(item.value)
            else known[:1]
            if len(set(known)) == 1
            else []
        )
        arrow = ARROWS.get(getattr(item, "bound", ""))
        for at in points:
            self.axes.plot(
                [at],
                [y],
                marker=layer.mark.marker,
                color=layer.mark.colour,
                markersize=6,
                zorder=5,
                clip_on=False,
                markerfacecolor=style.PAPER if arrow else layer.mark.colour,
            )
            if arrow:  # towards larger amounts for a minimum: left in Arabic, right in English
                turned = arrow.transformed(Affine2D().rotate_deg(90 if self.sheet.rtl else -90))
                self.axes.plot(
                    [at],
                    [y],
                    marker=turned,
                    markersize=19,
                    markeredgecolor=layer.mark.colour,
                    markerfacecolor="none",
                    linestyle="",
                    markeredgewidth=1.1,
                    zorder=5,
                    clip_on=False,
                )
        end = max(known, default=max(self.low, 0))
        self._say(self._text(layer, item), end, y, 14 if arrow is ARROWS["floor"] else 5)

    def _say(
        self, text: str, end: float, y: float, gap: float = 5, colour: str = style.INK
    ) -> None:
        if text:
            self.axes.annotate(
                arabic.line(text),
                (end, y),
                (-gap if self.sheet.rtl else gap, 0),
                textcoords="offset points",
                va="center",
                ha="right" if self.sheet.rtl == (gap > 0) else "left",
                size=self.size.text - 0.6,
                color=colour,
                annotation_clip=False,
                path_effects=HALO,  # where it crosses the line of no change
                zorder=6,
            )
