"""Lines, stairs, points, bands and bars are drawn here; what needs words is kept for them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.dates import date2num
from matplotlib.path import Path
from matplotlib.patheffects import withStroke

from masalih import arabic, formats
from masalih.charts import style, ticks
from masalih.charts.canvas import Sample, Sheet
from masalih.charts.kinds import WORDS
from masalih.charts.labels import Box
from masalih.translation import gettext as _

_UP = Path([(0, 0.25), (0, 2), (-0.55, 1.35), (0, 2), (0.55, 1.35)], [1, 2, 1, 2, 2])
ARROWS = {"floor": _UP, "ceiling": Path(np.asarray(_UP.vertices) * [1, -1], _UP.codes)}
HALO = [withStroke(linewidth=2.6, foreground=style.PAPER)]


def gaps(x) -> np.ndarray:
    """Whether each stretch between neighbouring positions is long beside the usual one.

    Something is missing there. x: n positions in order; gives n - 1 truths.
    """
    steps = np.diff(np.asarray(x, float))
    return steps > 1.7 * np.median(steps) if len(steps) > 2 else np.zeros(len(steps), bool)


@dataclass(frozen=True)
class Blank:
    """A row of which nothing is known: its place, and the room for the word that says so."""

    at: float  # position on the horizontal axis
    width: float  # of its bar or category, in the axis's units
    heap: tuple  # of bars, the key of the heap that it would go on
    colour: str


class Marks:
    """The layers of one panel on its axes.

    Where things stand, how far they reach, and which series still need a name.
    """

    def __init__(self, sheet: Sheet, panel, axes, keyed: frozenset):
        self.sheet, self.panel, self.axes, self.keyed = sheet, panel, axes, keyed
        self.categories = self._categories()
        self.dated = any(
            pd.api.types.is_datetime64_any_dtype(layer.rows["x"]) for layer in panel.layers
        )
        # categories are read from the right; time never is
        self.mirrored = sheet.rtl and bool(self.categories)
        # first and last position, lowest and highest amount
        self.extent = [np.inf, -np.inf, np.inf, -np.inf]
        # (layer, positions, amounts, sample) of series to be named in the plot, not in the key
        self.unnamed: list[tuple] = []
        self.arrows: list[tuple[float, float, int]] = []  # position, amount, direction
        self._markers: list = []  # those on lines, left out where they would touch
        # how high the bars of each group stand at each position
        self._heap: dict[tuple, float] = {}
        self._blanks: list[Blank] = []
        self.questioned = False  # whether an unknown had room for a question mark only

    # ------------------------------------------------------------ places

    def _categories(self) -> list[str]:
        found = [
            x
            for layer in self.panel.layers
            if layer.rows["x"].dtype.kind not in "Mif"
            for x in layer.rows["x"]
        ]
        return list(dict.fromkeys(found))

    def along(self, xs) -> np.ndarray:
        """Positions of dates, numbers or category names on the horizontal axis."""
        xs = pd.Series(xs)
        if pd.api.types.is_datetime64_any_dtype(xs):
            return date2num(xs.to_numpy())
        return (
            xs.map(self.categories.index).to_numpy(float) if self.categories else xs.to_numpy(float)
        )

    def to_points(self, x, y) -> np.ndarray:
        """Sheet places of data: the axes' own transform, which is exact once the plot is placed."""
        return self.axes.transData.transform(np.column_stack([x, y]))

    def _reach(self, xs, ys=()) -> None:
        xs, ys = np.asarray(xs, float), np.asarray(ys, float)
        if np.isfinite(xs).any():
            self.extent[0], self.extent[1] = (
                min(self.extent[0], np.nanmin(xs)),
                max(self.extent[1], np.nanmax(xs)),
            )
        if np.isfinite(ys).any():
            self.extent[2], self.extent[3] = (
                min(self.extent[2], np.nanmin(ys)),
                max(self.extent[3], np.nanmax(ys)),
            )

    # ------------------------------------------------------------ the layers

    def draw(self) -> None:
        """Draw every layer in the order given.

        Events, edges and notes are words, so only the room they need is noted.
        """
        groups = max(
            1,
            sum(
                layer.kind == "bars" and not layer.options["stacked"] for layer in self.panel.layers
            ),
        )
        group = -1
        for layer in self.panel.layers:
            if layer.kind == "bars":
                group = min(group + (not layer.options["stacked"] or group < 0), groups - 1)
                self._bars(layer, group, groups)
            elif layer.kind not in WORDS:
                getattr(self, f"_{layer.kind}")(layer)
                self._note_blanks(layer)
            else:
                self._reach(self.along(layer.rows["x"]))

    def thin(self) -> None:
        """Leave out the markers of lines on which they would touch.

        Must come after the plot is placed.
        """
        for dots in self._markers:
            places = self.to_points(dots.get_xdata(orig=False), dots.get_ydata(orig=False))[:, 0]
            dots.set_visible(len(places) < 8 or np.median(np.diff(places)) >= 6.5)

    def _note_blanks(self, layer) -> None:
        """A category is named on its axis, so a row of it of which nothing is known is told."""
        if self.categories:
            for at in self.along(layer.rows["x"])[unknown(layer.rows)]:
                self._blanks.append(Blank(at, 0.9, (layer.kind, at), layer.mark.words))

    def write_unknown(self) -> list[Box]:
        """Print the word for unknown where nothing is known, so that it does not pass for zero.

        It stands where the bar would start or the stack goes on: turned, or as a question mark,
        where there is no room for it. Gives the boxes it takes on the sheet, in points; must come
        after the plot is placed.
        """
        size, word, sign = self.sheet.size.less(0.6), formats.unknown(), _("?")
        raised: dict[tuple, float] = {}
        boxes: list[Box] = []
        for blank in self._blanks:
            foot = np.clip(self._heap.get(blank.heap, 0.0), *sorted(self.axes.get_ylim()))
            half = blank.width / 2
            places = self.to_points([blank.at, blank.at - half, blank.at + half], [foot] * 3)
            (x, y), room = places[0], abs(places[2, 0] - places[1, 0])
            wide, tall = self.sheet.measure(word, size)
            text, turned = word, False
            if wide > room:
                wide, tall, turned = tall, wide, True
            if wide > room:
                text, turned, self.questioned = sign, False, True
                wide, tall = self.sheet.measure(sign, size)
            y += 3 + raised.get(blank.heap, self._printed(blank))
            raised[blank.heap] = raised.get(blank.heap, self._printed(blank)) + tall + 2
            self.sheet.text(
                x,
                y,
                text,
                ha="center",
                va="bottom",
                rotation=90 if turned else 0,
                size=size,
                color=blank.colour,
            )
            boxes.append((x - wide / 2, y, x + wide / 2, y + tall))
        return boxes

    def _printed(self, blank: Blank) -> float:
        """Room for the amount that the bar under a blank may bear."""
        printed = any(layer.options.get("values") for layer in self.panel.layers)
        return self.sheet.size.line if printed and blank.heap in self._heap else 0

    def _line(self, layer) -> None:
        x, middle, dash = self.along(layer.rows["x"]), _middle(layer.rows), _dash(layer)
        self._stretches(x, middle, layer.mark.colour, dash)
        self._amounts(layer, x, shown=layer.options["markers"])
        marker = layer.mark.marker if layer.options["markers"] else ""
        self._name(layer, x, middle, Sample("line", layer.mark.colour, marker, dash))

    def _stretches(self, x, y, colour: str, dash) -> None:
        """A line that turns thin and dotted where rows are missing between its points.

        A gap must not pass for data.
        """
        thin = gaps(x)
        xs, ys = [x[0]], [y[0]]
        for i in range(1, len(x)):
            if thin[i - 1]:
                xs.append(np.nan)
                ys.append(np.nan)
                self.axes.plot(
                    x[i - 1 : i + 1],
                    y[i - 1 : i + 1],
                    color=colour,
                    linestyle=(0, (1, 2)),
                    linewidth=0.9,
                    zorder=4,
                )
            xs.append(x[i])
            ys.append(y[i])
        self.axes.plot(xs, ys, color=colour, linestyle=dash, zorder=4)

    def _steps(self, layer) -> None:
        rows, dash = layer.rows, _dash(layer)
        x, y = list(self.along(rows["x"])), list(rows["value"])
        if "end" in rows and not pd.isna(rows["end"].iloc[-1]):
            x.append(self.along(rows["end"].iloc[-1:])[0])
            y.append(y[-1])
        stair_x, stair_y = np.repeat(x, 2)[1:], np.repeat(y, 2)[:-1]
        self.axes.plot(stair_x, stair_y, color=layer.mark.colour, linestyle=dash, zorder=4)
        self._amounts(layer, np.array(x[: len(rows)]), shown=layer.options["markers"])
        self._reach(x)
        self._name(layer, stair_x, stair_y, Sample("line", layer.mark.colour, "", dash))

    def _points(self, layer) -> None:
        x, middle = self.along(layer.rows["x"]), _middle(layer.rows)
        if layer.options["periods"] and "start" in layer.rows:
            starts, ends = (self.along(pd.to_datetime(layer.rows[c])) for c in ("start", "end"))
            self.axes.hlines(
                middle, starts, ends, color=layer.mark.colour, linewidth=1, alpha=0.6, zorder=3
            )
            self._reach([*starts, *ends])
        self._amounts(layer, x, shown=True)
        self._name(layer, x, middle, Sample("point", layer.mark.colour, layer.mark.marker))

    def _band(self, layer) -> None:
        x, rows = self.along(layer.rows["x"]), layer.rows
        self.axes.fill_between(
            x, rows["low"], rows["high"], color=layer.mark.colour, alpha=0.2, linewidth=0, zorder=2
        )
        self._reach(x, [*rows["low"], *rows["high"]])
        alone = _alone(_middle(rows))
        if alone.any():
            self._spans(x[alone], rows[alone], layer.mark.colour)
        if layer.label:
            self.sheet.key[layer.label] = Sample("band", layer.mark.colour)

    def _name(self, layer, x, y, sample: Sample) -> None:
        """Note where a series' own label may stand; a keyed one goes to the key above instead."""
        good = np.isfinite(y)
        if not layer.label or not good.any():
            return
        if layer.label in self.keyed:
            self.sheet.key[layer.label] = sample
        else:
            self.unnamed.append(
                (layer, np.asarray(x, float)[good], np.asarray(y, float)[good], sample)
            )

    # ------------------------------------------------------------ single amounts

    def _amounts(self, layer, x: np.ndarray, shown: bool) -> None:
        """What each row says by itself: its range, its marker, an arrow where a bound is known.

        shown: whether the markers are drawn.
        """
        rows, colour = layer.rows, layer.mark.colour
        y = rows["value"].to_numpy(float)
        bound = (
            rows["bound"].fillna("exact")
            if "bound" in rows
            else pd.Series("exact", index=rows.index)
        )
        ranged = _ranged(rows)
        self._spans(x[ranged], rows[ranged], colour)
        self._reach(x, [*y, *rows["low"], *rows["high"]])
        open_ended = bound.isin(["floor", "ceiling"]).to_numpy()
        # between two gaps a line has no length: there its marker alone says the value
        alone = _alone(y) & ~open_ended & (layer.kind == "line")
        if shown:
            self._dots(x[~open_ended & ~alone], y[~open_ended & ~alone], layer, colour)
        if alone.any():
            self._dots(x[alone], y[alone], layer, colour, always=True)
        # hollow: the true value is beyond the mark
        self._dots(x[open_ended], y[open_ended], layer, style.PAPER)
        for name in ARROWS:
            here = (bound == name).to_numpy()
            self._arrows(x[here], y[here], name, colour)

    def _spans(self, x, rows, colour: str) -> None:
        """An upright bar from low to high of each row."""
        self.axes.vlines(
            x, rows["low"], rows["high"], color=colour, linewidth=4.5, alpha=0.38, zorder=3
        )

    def _dots(self, x, y, layer, fill: str, always: bool = False) -> None:
        (dots,) = self.axes.plot(
            x,
            y,
            linestyle="",
            marker=layer.mark.marker,
            color=layer.mark.colour,
            markerfacecolor=fill,
            markeredgewidth=1,
            zorder=6,
        )
        if layer.kind == "line" and fill != style.PAPER and not always:
            self._markers.append(dots)

    def _arrows(self, x, y, bound: str, colour: str) -> None:
        self.arrows += [
            (at, amount, 1 if bound == "floor" else -1) for at, amount in zip(x, y, strict=True)
        ]
        self.axes.plot(
            x,
            y,
            linestyle="",
            marker=ARROWS[bound],
            markersize=19,
            markeredgecolor=colour,
            markerfacecolor="none",
            markeredgewidth=1.1,
            zorder=5,
        )

    # ------------------------------------------------------------ bars

    def _bars(self, layer, group: int, groups: int) -> None:
        rows, colour = layer.rows, layer.mark.colour
        x, y, width = self.along(rows["x"]), rows["value"].to_numpy(float), self._bar_width(rows)
        each = width / groups
        order = groups - 1 - group if self.mirrored else group
        left = x - width / 2 + order * each
        base = np.array([self._heap.get((group, at), 0.0) for at in x])
        known = np.isfinite(y)
        for at, more in zip(x[known], y[known], strict=True):
            self._heap[group, at] = self._heap.get((group, at), 0.0) + more
        self.axes.bar(
            left[known],
            y[known],
            each * (0.94 if groups > 1 else 1),
            base[known],
            align="edge",
            color=colour,
            zorder=3,
            edgecolor=style.PAPER,
            linewidth=0.5 if layer.options["stacked"] or len(x) < 80 else 0,
        )
        middle, ranged = left + each / 2, _ranged(rows)
        self.axes.vlines(
            middle[ranged],
            rows["low"][ranged],
            rows["high"][ranged],
            color=style.INK,
            linewidth=1,
            zorder=5,
            path_effects=HALO,
        )
        self._reach([*(x - width * 0.55), *(x + width * 0.55)], [0, *(base + y), *rows["high"]])
        blank = unknown(rows)
        for at, place in zip(x[blank], middle[blank], strict=True):
            self._blanks.append(Blank(place, each, (group, at), layer.mark.words))
        if layer.options["values"]:
            self._print(middle, rows, np.fmax(base + y, rows["high"]), ~blank)
        if layer.label:
            self.sheet.key[layer.label] = Sample("fill", colour)

    def _bar_width(self, rows) -> float:
        if self.categories:
            return 0.74
        if "start" in rows and rows["start"].notna().all() and (rows["end"] > rows["start"]).all():
            return (
                float(
                    (
                        (pd.to_datetime(rows["end"]) - pd.to_datetime(rows["start"])).dt.days + 1
                    ).min()
                )
                * 0.84
            )
        apart = np.diff(np.unique(self.along(rows["x"])))
        return float(apart.min()) * 0.84 if len(apart) else 1.0

    def _print(self, middle, rows, tops, known) -> None:
        """What is known of each bar, over it."""
        for at, row, top in zip(middle[known], rows[known].itertuples(), tops[known], strict=True):
            bound = getattr(row, "bound", "")
            text = ticks.figure(row.value, row.low, row.high, bound, self.sheet.chart.percent)
            self.axes.annotate(
                arabic.line(text),
                (at, top),
                (0, 2),
                textcoords="offset points",
                ha="center",
                va="bottom",
                size=self.sheet.size.less(0.6),
                color=style.INK,
            )


def _middle(rows) -> np.ndarray:
    """Where a row stands: its value, or halfway between its ends where only a range is known."""
    return rows["value"].fillna((rows["low"] + rows["high"]) / 2).to_numpy(float)


def unknown(rows):
    """Of a frame, which rows have neither value nor end of a range; of one row, whether it has."""
    if isinstance(rows, pd.DataFrame):
        return rows[["value", "low", "high"]].isna().all(axis=1).to_numpy()
    return all(map(formats.missing, (rows.value, rows.low, rows.high)))


def _alone(y: np.ndarray) -> np.ndarray:
    """Which amounts have a gap or an end of the line on either side."""
    known = np.concatenate([[False], np.isfinite(y), [False]])
    return known[1:-1] & ~known[:-2] & ~known[2:]


def _ranged(rows) -> np.ndarray:
    """Which rows were published with both ends."""
    return (rows["low"].notna() & rows["high"].notna()).to_numpy()


def _dash(layer):
    return {None: layer.mark.dash, True: (0, (4, 2)), False: "-"}[layer.options["dashed"]]
