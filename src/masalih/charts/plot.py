"""A plot of amounts over time or names: axes, the room it asks for, the words on its edges."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.transforms import ScaledTranslation

from masalih import arabic
from masalih.charts import style, ticks
from masalih.charts.annotations import Callouts, EventLines
from masalih.charts.canvas import Place, Sheet
from masalih.charts.marks import Marks


class Plot:
    """One panel with amounts upwards and dates, numbers or categories along."""

    def __init__(self, sheet: Sheet, panel, keyed: frozenset):
        self.sheet, self.panel, self.chart, self.size = sheet, panel, sheet.chart, sheet.size
        self.axes = sheet.figure.add_axes((0.1, 0.1, 0.8, 0.8))
        self.marks = Marks(sheet, panel, self.axes, keyed)
        self.events = EventLines(sheet, panel, self.marks)
        self.callouts = Callouts(sheet, panel, self.marks, self.events)
        self._draw()

    def _draw(self) -> None:
        self.marks.draw()

    @property
    def unplaced(self) -> set:
        """Labels that find no room and must go to the key."""
        return self.callouts.unplaced

    @property
    def questioned(self) -> bool:
        """Whether a question mark stands for an unknown."""
        return self.marks.questioned

    @property
    def unnamed(self) -> list[str]:
        """The words of event lines that found no room for them."""
        return self.events.unnamed

    # ------------------------------------------------------------ the axes

    def limits(self) -> tuple[float, float]:
        """(lowest, highest) amount to show."""
        low, high = self.marks.extent[2:]
        if not np.isfinite(low):
            low, high = 0, 1
        if self.chart.log:
            return low / 1.3, high * 1.4
        room = (high - min(low, 0) if self.chart.zero else high - low) or abs(high) or 1
        bottom = (
            min(0, low - (room * 0.06 if low < 0 else 0)) if self.chart.zero else low - room * 0.06
        )
        return bottom, high + room * (0.1 if self._has_arrows() else 0.06)

    def _has_arrows(self) -> bool:
        return any(
            "bound" in layer.rows and (layer.rows["bound"] == "floor").any()
            for layer in self.panel.layers
        )

    def set_limits(self, low: float, high: float) -> None:
        """Fix the axes' reach and write the amounts; must come before `margins`."""
        if self.chart.log:
            self.axes.set_yscale("log")
            self.axes.minorticks_off()
        low, high = self.chart.ylim or (low, high)
        self.axes.set_ylim(low, high)
        self._fix_positions()
        self._write_amounts(low, high)
        if low <= 0 <= high and not self.chart.log:
            self.axes.axhline(0, color=style.MUTED, linewidth=0.8, zorder=3)
            self.axes.spines["bottom"].set_visible(False)
        if self.chart.unchanged is not None and low < self.chart.unchanged < high:
            self.axes.axhline(self.chart.unchanged, **style.UNCHANGED)

    def _fix_positions(self) -> None:
        marks = self.marks
        left, right = (
            [self._position(v) for v in self.chart.xlim] if self.chart.xlim else marks.extent[:2]
        )
        pad = (right - left) * 0.015 or 0.5
        if marks.categories:
            left, right, pad = -0.5, len(marks.categories) - 0.5, 0
        self.axes.set_xlim(left - pad, right + pad)
        if marks.mirrored:
            self.axes.invert_xaxis()

    def _position(self, value) -> float:
        return self.marks.along(
            pd.Series(pd.to_datetime([value]) if self.marks.dated else [value])
        )[0]

    def _write_amounts(self, low: float, high: float) -> None:
        log, percent, most = self.chart.log, self.chart.percent, self.size.amounts
        # a low plot has room for powers of ten alone
        places, texts = ticks.amounts(
            low, high, 3 if log and self.size.tall else most, log=log, percent=percent
        )
        self.axes.set_yticks(places, [arabic.line(t) for t in texts], size=self.size.text)
        self.axes.yaxis.set_tick_params(pad=4)
        self.axes.yaxis.grid(True, color=style.GRID, linewidth=0.6)
        self.axes.set_axisbelow(True)
        if self.marks.mirrored:
            self.axes.yaxis.tick_right()
        self.axes.tick_params(axis="y", length=0)
        self.amount_width = max([self.sheet.measure(t)[0] for t in texts], default=0) + 6

    def _write_positions(self, left: float, width: float) -> list[str]:
        """Write dates, numbers or categories under a plot; returns those that have room.

        It is `width` points wide from `left`.
        """
        low, high = sorted(self.axes.get_xlim())
        categories = self.marks.categories
        if self.marks.dated:
            places, texts = self._dates(low, high, width)
        elif categories:
            places, texts = (
                [*map(float, range(len(categories)))],
                [self.sheet.wrap(c, width / len(categories) - 4) for c in categories],
            )
        else:
            places, texts = ticks.amounts(low, high, 4 if self.size.narrow else 7)
        on_sheet = [left + (p - low) / (high - low) * width for p in places]
        kept = [
            i
            for i, t in enumerate(texts)
            if categories or self._fits(on_sheet[i], self.sheet.measure(t)[0] / 2)
        ]
        places, texts = [places[i] for i in kept], [texts[i] for i in kept]
        self.axes.set_xticks(places, [arabic.line(t) for t in texts], size=self.size.text)
        self.axes.tick_params(axis="x", which="major", length=0, pad=7)
        self.axes.set_xlim(*((high, low) if self.marks.mirrored else (low, high)))
        return texts

    def _dates(self, low: float, high: float, width: float) -> ticks.Ticks:
        """Places and words of dates; the marks between them are drawn at once."""
        written, marks = ticks.dates(
            low, high, width, lambda t: self.sheet.measure(t)[0], self.size.years
        )
        self.axes.set_xticks(marks, minor=True)
        self.axes.tick_params(axis="x", which="minor", length=3, width=0.5, color=style.MUTED)
        return written

    def _fits(self, middle: float, half: float) -> bool:
        return middle - half >= 0 and middle + half <= self.sheet.width

    # ------------------------------------------------------------ the room it asks for

    def margins(self, width: float) -> tuple[float, float]:
        """(left, right) room, in points, for amounts and names of series in a panel this wide."""
        beside = self.callouts.choose(width)
        left, right = self.amount_width, max(beside + 9 if beside else 0, 6)
        return (right, left) if self.marks.mirrored else (left, right)

    def height(self) -> float:
        return self.chart.height * 72 * self.size.scale

    def lowest(self) -> float:
        return min(66, self.height())  # lower than that a plot shows no course

    def below(self, left: float, width: float) -> float:
        """Write the horizontal axis for a plot `width` points wide.

        Returns the room under the plot.
        """
        texts = self._write_positions(left, width)
        tall = max([self.sheet.measure(t)[1] for t in texts], default=0)
        self.room_below = tall + 10 + (self.size.line if self.chart.x else 0)
        return self.room_below

    def above(self, left: float, width: float) -> float:
        """Hang event labels over a plot; returns the room over the plot.

        It starts at `left` and is `width` points wide.
        """
        title = self.sheet.heading_height(self.panel.title, width) + 6 if self.panel.title else 0
        axis = self.size.line + 9 if self._titled() else 6
        self.events.hang(left, width, left - self.amount_width)
        return title + axis + self.events.height

    def _titled(self) -> bool:
        """Panels with one value axis say what it measures once, on the first."""
        return bool(self.chart.y) and (not self.chart.share_y or self.panel is self.chart.panels[0])

    # ------------------------------------------------------------ words, when every place is known

    def finish(self, place: Place) -> None:
        """Place the plot at its final rectangle and put the words around it."""
        self.sheet.place(self.axes, place)
        self._centre_amounts()
        self._write_titles(place)
        self.marks.thin()
        self.callouts.words += self.marks.write_unknown()
        self.events.draw(place.ceiling, place.bottom)
        self.callouts.draw((place.left, place.bottom, place.right, place.ceiling), place.right_room)

    def _centre_amounts(self) -> None:
        """An amount stands at its line: half of a digit over it, half under it."""
        down = ScaledTranslation(
            0, -style.digit_height(self.size.text) / 144, self.sheet.figure.dpi_scale_trans
        )
        for tick in self.axes.yaxis.get_major_ticks():
            for words in (tick.label1, tick.label2):
                words.set(va="baseline", transform=words.get_transform() + down)

    def _write_heading(self, place: Place) -> None:
        if self.panel.title:
            rtl = self.sheet.rtl
            at = place.right if rtl else place.left - self.amount_width + 2
            side = "right" if rtl else "left"
            self.sheet.heading(at, place.top, self.panel.title, place.width, side)

    def _write_titles(self, place: Place) -> None:
        """The panel's title over everything, and what the two axes measure."""
        self._write_heading(place)
        rtl, left, right = self.sheet.rtl, place.left, place.right
        outer, side = left - self.amount_width + 2, "right" if rtl else "left"
        if self._titled():
            at, end = (
                (right + self.amount_width, "right") if self.marks.mirrored else (outer, "left")
            )
            over = place.ceiling + self.events.height + 7  # over half of the uppermost amount
            self.sheet.axis_title(at, over, self.chart.y, end)
        if self.chart.x:
            self.sheet.axis_title(
                right if rtl else left, place.bottom - self.room_below + 2, self.chart.x, side
            )
