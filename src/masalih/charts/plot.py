"""Why: time series, points, bars and bands are drawn here, with their labels placed where a reader looks for them."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.dates import date2num
from matplotlib.patheffects import withStroke
from matplotlib.path import Path

from masalih import arabic, words
from masalih.charts import labels, style, ticks
from masalih.charts.sheet import Sample, Sheet

_UP = Path([(0, 0.25), (0, 2), (-0.55, 1.35), (0, 2), (0.55, 1.35)], [1, 2, 1, 2, 2])
ARROWS = {"floor": _UP, "ceiling": Path(_UP.vertices * [1, -1], _UP.codes)}
HALO = [withStroke(linewidth=2.6, foreground=style.PAPER)]


def gaps(x) -> np.ndarray:
    """For each stretch between neighbouring positions, whether it is long beside the usual one: something is missing there."""
    steps = np.diff(np.asarray(x, float))
    return steps > 1.7 * np.median(steps) if len(steps) > 2 else np.zeros(len(steps), bool)


class Plot:
    """One panel with amounts upwards and dates, numbers or categories along."""

    def __init__(self, sheet: Sheet, panel, keyed: frozenset):
        self.sheet, self.panel, self.chart, self.size, self.keyed = sheet, panel, sheet.chart, sheet.size, keyed
        self.axes = sheet.figure.add_axes([0.1, 0.1, 0.8, 0.8])
        self.unplaced: set = set()  # labels that find no room and must go to the key
        self.numbered: list[tuple[str, str]] = []  # (number, words) of event lines
        self.words: list[labels.Box] = []
        self.categories = self._categories()
        self.dated = any(pd.api.types.is_datetime64_any_dtype(layer.rows["x"]) for layer in panel.layers)
        self.mirrored = sheet.rtl and bool(self.categories)  # categories are read from the right; time never is
        self.end_labels: list[tuple] = []
        self.arrows: list[tuple[float, float, int]] = []  # position, amount, direction
        self.dots: list = []  # markers on lines, left out where they would touch
        self.right_room = 0.0  # set when the panels are set out
        self._draw()

    # ------------------------------------------------------------ drawing the data

    def _categories(self) -> list[str]:
        found = [x for layer in self.panel.layers if layer.rows["x"].dtype.kind not in "Mif" for x in layer.rows["x"]]
        return list(dict.fromkeys(found))

    def along(self, xs) -> np.ndarray:
        """Positions of dates, numbers or category names on the horizontal axis."""
        xs = pd.Series(xs)
        if pd.api.types.is_datetime64_any_dtype(xs):
            return date2num(xs.to_numpy())
        return xs.map(self.categories.index).to_numpy(float) if self.categories else xs.to_numpy(float)

    def _draw(self) -> None:
        self.extent = [np.inf, -np.inf, np.inf, -np.inf]
        groups = [layer for layer in self.panel.layers if layer.kind == "bars" and not layer.options["stacked"]] or [None]
        heap: dict[tuple[int, float], float] = {}
        group = -1
        for layer in self.panel.layers:
            if layer.kind == "bars":
                group = min(group + (not layer.options["stacked"] or group < 0), len(groups) - 1)
                self._bars(layer, group, len(groups), heap)
            elif layer.kind not in ("rules", "edge", "note"):
                getattr(self, f"_{layer.kind}")(layer)
            else:
                self._reach(self.along(layer.rows["x"]))

    def _reach(self, xs, ys=()) -> None:
        xs, ys = np.asarray(xs, float), np.asarray(ys, float)
        if np.isfinite(xs).any():
            self.extent[0], self.extent[1] = min(self.extent[0], np.nanmin(xs)), max(self.extent[1], np.nanmax(xs))
        if np.isfinite(ys).any():
            self.extent[2], self.extent[3] = min(self.extent[2], np.nanmin(ys)), max(self.extent[3], np.nanmax(ys))

    def _line(self, layer) -> None:
        x, middle = self.along(layer.rows["x"]), self._middle(layer)
        dash = {None: layer.mark.dash, True: (0, (4, 2)), False: "-"}[layer.options["dashed"]]
        self._stretches(x, middle, layer.mark.colour, dash)
        self._marks(layer, x, shown=layer.options["markers"])
        self._name(
            layer, x, middle, Sample("line", layer.mark.colour, layer.mark.marker if layer.options["markers"] else "", dash)
        )

    def _stretches(self, x, y, colour: str, dash) -> None:
        """A line that turns thin and dotted where rows are missing between its points, so that a gap does not pass for data."""
        thin = gaps(x)
        xs, ys = [x[0]], [y[0]]
        for i in range(1, len(x)):
            if thin[i - 1]:
                xs.append(np.nan)
                ys.append(np.nan)
                self.axes.plot(x[i - 1 : i + 1], y[i - 1 : i + 1], color=colour, linestyle=(0, (1, 2)), linewidth=0.9, zorder=4)
            xs.append(x[i])
            ys.append(y[i])
        self.axes.plot(xs, ys, color=colour, linestyle=dash, zorder=4)

    def _steps(self, layer) -> None:
        rows = layer.rows
        x, y = list(self.along(rows["x"])), list(rows["value"])
        if "end" in rows and not pd.isna(rows["end"].iloc[-1]):
            x.append(self.along(rows["end"].iloc[-1:])[0])
            y.append(y[-1])
        dash = {None: layer.mark.dash, True: (0, (4, 2)), False: "-"}[layer.options["dashed"]]
        stair_x, stair_y = np.repeat(x, 2)[1:], np.repeat(y, 2)[:-1]
        self.axes.plot(stair_x, stair_y, color=layer.mark.colour, linestyle=dash, zorder=4)
        self._marks(layer, np.array(x[: len(rows)]), shown=layer.options["markers"])
        self._reach(x)
        self._name(layer, stair_x, stair_y, Sample("line", layer.mark.colour, "", dash))

    def _points(self, layer) -> None:
        x = self.along(layer.rows["x"])
        if layer.options["periods"] and "start" in layer.rows:
            starts, ends = (self.along(pd.to_datetime(layer.rows[c])) for c in ("start", "end"))
            self.axes.hlines(self._middle(layer), starts, ends, color=layer.mark.colour, linewidth=1, alpha=0.6, zorder=3)
            self._reach([*starts, *ends])
        self._marks(layer, x, shown=True)
        self._name(layer, x, self._middle(layer), Sample("point", layer.mark.colour, layer.mark.marker))

    def _band(self, layer) -> None:
        x, rows = self.along(layer.rows["x"]), layer.rows
        self.axes.fill_between(x, rows["low"], rows["high"], color=layer.mark.colour, alpha=0.2, linewidth=0, zorder=2)
        self._reach(x, [*rows["low"], *rows["high"]])
        if layer.label:
            self.sheet.key[layer.label] = Sample("band", layer.mark.colour)

    def _middle(self, layer) -> np.ndarray:
        """Where a row stands: its value, or halfway between its ends when only a range was published."""
        rows = layer.rows
        return rows["value"].fillna((rows["low"] + rows["high"]) / 2).to_numpy(float)

    def _marks(self, layer, x: np.ndarray, shown: bool) -> None:
        rows, colour = layer.rows, layer.mark.colour
        y = rows["value"].to_numpy(float)
        bound = rows["bound"].fillna("exact") if "bound" in rows else pd.Series("exact", index=rows.index)
        ranged = (rows["low"].notna() & rows["high"].notna()).to_numpy()
        self.axes.vlines(
            x[ranged], rows["low"][ranged], rows["high"][ranged], color=colour, linewidth=4.5, alpha=0.38, zorder=3
        )
        self._reach(x, [*y, *rows["low"], *rows["high"]])
        open_ended = bound.isin(["floor", "ceiling"]).to_numpy()
        if shown:
            self._dots(x[~open_ended], y[~open_ended], layer, colour)
        self._dots(x[open_ended], y[open_ended], layer, style.PAPER)  # hollow: the true value is beyond the mark
        for name, arrow in ARROWS.items():
            here = (bound == name).to_numpy()
            self.arrows += [(at, amount, 1 if name == "floor" else -1) for at, amount in zip(x[here], y[here])]
            self.axes.plot(
                x[here],
                y[here],
                linestyle="",
                marker=arrow,
                markersize=19,
                markeredgecolor=colour,
                markerfacecolor="none",
                markeredgewidth=1.1,
                zorder=5,
            )

    def _dots(self, x, y, layer, fill: str) -> None:
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
        if layer.kind == "line" and fill != style.PAPER:
            self.dots.append(dots)

    def _bars(self, layer, group: int, groups: int, heap: dict) -> None:
        rows = layer.rows
        x, y, width = self.along(rows["x"]), rows["value"].fillna(0).to_numpy(float), self._bar_width(layer)
        each = width / groups
        order = groups - 1 - group if self.mirrored else group
        left = x - width / 2 + order * each
        base = np.array([heap.get((group, at), 0.0) for at in x])
        for at, more in zip(x, y):
            heap[group, at] = heap.get((group, at), 0.0) + more
        self.axes.bar(
            left,
            y,
            each * (0.94 if groups > 1 else 1),
            base,
            align="edge",
            color=layer.mark.colour,
            zorder=3,
            edgecolor=style.PAPER,
            linewidth=0.5 if layer.options["stacked"] or len(x) < 80 else 0,
        )
        middle = left + each / 2
        known = (rows["low"].notna() & rows["high"].notna()).to_numpy()
        self.axes.vlines(
            middle[known], rows["low"][known], rows["high"][known], color=style.INK, linewidth=1, zorder=5, path_effects=HALO
        )
        self._reach([*(x - width * 0.55), *(x + width * 0.55)], [0, *(base + y), *rows["high"]])
        if layer.options["values"]:
            for at, top in zip(middle, np.fmax(base + y, rows["high"].fillna(-np.inf))):
                self.axes.annotate(
                    arabic.line(self._write(y[list(middle).index(at)])),
                    (at, top),
                    (0, 2),
                    textcoords="offset points",
                    ha="center",
                    va="bottom",
                    size=self.size.text - 0.6,
                    color=style.INK,
                )
        if layer.label:
            self.sheet.key[layer.label] = Sample("fill", layer.mark.colour)

    def _bar_width(self, layer) -> float:
        rows = layer.rows
        if self.categories:
            return 0.74
        if "start" in rows and rows["start"].notna().all() and (rows["end"] > rows["start"]).all():
            return float(((pd.to_datetime(rows["end"]) - pd.to_datetime(rows["start"])).dt.days + 1).min()) * 0.84
        gaps = np.diff(np.unique(self.along(rows["x"])))
        return float(gaps.min()) * 0.84 if len(gaps) else 1.0

    def _write(self, value: float) -> str:
        return ticks.label(value, self.chart.percent)

    def _name(self, layer, x, y, sample: Sample) -> None:
        """Note where a series' own label may stand; a keyed one goes to the key above instead."""
        good = np.isfinite(y)
        if not layer.label or not good.any():
            return
        if layer.label in self.keyed:
            self.sheet.key[layer.label] = sample
        else:
            self.end_labels.append((layer, np.asarray(x, float)[good], np.asarray(y, float)[good], sample))

    # ------------------------------------------------------------ measuring

    def limits(self) -> tuple[float, float]:
        """(lowest, highest) amount to show."""
        low, high = self.extent[2:]
        if not np.isfinite(low):
            low, high = 0, 1
        if self.chart.log:
            return low / 1.3, high * 1.4
        room = (high - min(low, 0) if self.chart.zero else high - low) or abs(high) or 1
        bottom = min(0, low - (room * 0.06 if low < 0 else 0)) if self.chart.zero else low - room * 0.06
        return bottom, high + room * (0.1 if self._has_arrows() else 0.06)

    def _has_arrows(self) -> bool:
        return any("bound" in layer.rows and (layer.rows["bound"] == "floor").any() for layer in self.panel.layers)

    def set_limits(self, low: float, high: float) -> None:
        """Fix the axes' reach and write the amounts; must come before `margins`."""
        if self.chart.log:
            self.axes.set_yscale("log")
            self.axes.minorticks_off()
        low, high = self.chart.ylim or (low, high)
        self.axes.set_ylim(low, high)
        left, right = (
            [self.along(pd.Series(pd.to_datetime([v]) if self.dated else [v]))[0] for v in self.chart.xlim]
            if self.chart.xlim
            else self.extent[:2]
        )
        pad = (right - left) * 0.015 or 0.5
        if self.categories:
            left, right, pad = -0.5, len(self.categories) - 0.5, 0
        self.axes.set_xlim(left - pad, right + pad)
        if self.mirrored:
            self.axes.invert_xaxis()
        places, texts = ticks.amounts(low, high, 4 if self.size.narrow else 5, log=self.chart.log, percent=self.chart.percent)
        self.axes.set_yticks(places, [arabic.line(t) for t in texts], size=self.size.text)
        self.axes.yaxis.set_tick_params(pad=4)
        self.axes.yaxis.grid(True, color=style.GRID, linewidth=0.6)
        self.axes.set_axisbelow(True)
        if self.mirrored:
            self.axes.yaxis.tick_right()
        self.axes.tick_params(axis="y", length=0)
        if low <= 0 <= high and not self.chart.log:
            self.axes.axhline(0, color=style.MUTED, linewidth=0.8, zorder=3)
            self.axes.spines["bottom"].set_visible(False)
        self.amount_width = max([self.sheet.measure(t)[0] for t in texts], default=0) + 6

    def margins(self, width: float) -> tuple[float, float]:
        """(left, right) room that amounts and end labels need, when the panel is `width` points wide."""
        self._choose_ends(width)
        beside = max([self.sheet.measure(text)[0] for *_, text in self.beside], default=0)
        left, right = self.amount_width, max(beside + 9 if beside else 0, 6)
        return (right, left) if self.mirrored else (left, right)

    def _choose_ends(self, width: float) -> None:
        """Labels of series that reach the right edge stand beside it; the others stand inside, near their own line."""
        left, right = sorted(self.axes.get_xlim())
        room = min(self.size.margin, width * 0.3)
        self.beside, self.inside = [], []
        for layer, x, y, sample in self.end_labels:
            if sample.kind == "line" and x[-1] > right - (right - left) * 0.12:
                text = self.sheet.wrap(layer.label, room)
                if self.sheet.measure(text)[0] > room + 4 or text.count("\n") > 3:
                    self.unplaced.add(layer.label)
                self.beside.append((layer, x, y, text))
            else:
                self.inside.append((layer, x, y, self.sheet.wrap(layer.label, width * 0.34)))
        if len(self.end_labels) > (4 if self.size.narrow else 7):
            self.unplaced |= {layer.label for layer, *_ in self.end_labels}

    def height(self) -> float:
        return self.chart.height * 72 * self.size.scale

    def below(self, left: float, width: float) -> float:
        """Write the horizontal axis for a plot `width` points wide; returns the room under the plot."""
        low, high = sorted(self.axes.get_xlim())
        if self.dated:
            (places, texts), marks = ticks.dates(low, high, width, lambda t: self.sheet.measure(t)[0], self.size.years)
            self.axes.set_xticks(marks, minor=True)
            self.axes.tick_params(axis="x", which="minor", length=3, width=0.5, color=style.MUTED)
        elif self.categories:
            texts = [self.sheet.wrap(c, width / len(self.categories) - 4) for c in self.categories]
            places = list(range(len(texts)))
        else:
            places, texts = ticks.amounts(low, high, 4 if self.size.narrow else 7)
        on_sheet = [left + (p - low) / (high - low) * width for p in places]
        kept = [
            i
            for i, t in enumerate(texts)
            if self.categories
            or 0 <= on_sheet[i] - self.sheet.measure(t)[0] / 2
            and on_sheet[i] + self.sheet.measure(t)[0] / 2 <= self.sheet.width
        ]
        places, texts = [places[i] for i in kept], [texts[i] for i in kept]
        self.axes.set_xticks(places, [arabic.line(t) for t in texts], size=self.size.text)
        self.axes.tick_params(axis="x", which="major", length=0, pad=7)
        self.axes.set_xlim(*((high, low) if self.mirrored else (low, high)))
        tall = max([self.sheet.measure(t)[1] for t in texts], default=0)
        self.room_below = tall + 10 + (self.size.line if self.chart.x else 0)
        return self.room_below

    def above(self, left: float, width: float) -> float:
        """Hang event labels over a plot that starts at `left` and is `width` wide; returns the room over the plot."""
        self.left, self.width = left, width
        title = (
            self.sheet.measure(self.sheet.wrap(self.panel.title, width, weight="bold"), weight="bold")[1] + 6
            if self.panel.title
            else 0
        )
        axis = self.size.line + 5 if self._titled() else 4
        self._hang()
        self.flag_room = sum(self.row_heights) + (4 if self.row_heights else 0)
        return title + axis + self.flag_room

    def _titled(self) -> bool:
        """Panels with one value axis say what it measures once, on the first."""
        return bool(self.chart.y) and (not self.chart.share_y or self.panel is self.chart.panels[0])

    # ------------------------------------------------------------ event lines

    def _hang(self) -> None:
        found = sorted(
            (
                (x, str(text), layer.kind)
                for layer in self.panel.layers
                if layer.kind in ("rules", "edge")
                for x, text in zip(self.along(layer.rows["x"]), layer.rows["text"])
            ),
            key=lambda rule: rule[0],
        )
        self.rules, self.row_heights = [], []
        if not found:
            return
        small = self.size.text - 0.6
        right_end = self.sheet.width - 2
        left_end = self.left - self.amount_width if self.sheet.width else 0
        for room, rows in ((104, 3), (84, 4), (64, 5)) if not self.size.narrow else ((84, 3), (62, 3)):
            texts = [self.sheet.wrap(text, room, small) for _, text, _ in found]
            if self._try(found, texts, small, left_end, right_end, rows):
                return
        numbers = iter(range(1, 99))
        texts = [words.num(next(numbers)) if kind == "rules" else self.sheet.wrap(text, 84, small) for _, text, kind in found]
        self.numbered = [(number, text) for number, (_, text, kind) in zip(texts, found) if kind == "rules"]
        if not self._try(found, texts, small, left_end, right_end, 6):
            raise ValueError(
                f"chart {self.chart.name}: no room for {len(found)} event lines. Show fewer, or over a longer time"
            )

    def _try(self, found, texts, small, left_end, right_end, rows) -> bool:
        low, high = self.axes.get_xlim()
        at = [self.left + (x - low) / (high - low) * self.width for x, _, _ in found]
        flags = [labels.Flag(x, self.sheet.measure(t, small)[0] + 3) for x, t in zip(at, texts)]
        if not labels.hang(flags, left_end, right_end, rows):
            return False
        used = sorted({flag.row for flag in flags})
        self.row_heights = [
            max(self.sheet.measure(t, small)[1] for t, f in zip(texts, flags) if f.row == row) + 5 for row in used
        ]
        self.rules = [(x, t, kind, used.index(f.row), f) for (x, _, kind), t, f in zip(found, texts, flags)]
        return True

    def _draw_rules(self, top: float, bottom: float) -> None:
        for _, text, kind, row, flag in self.rules:
            foot = top + 3 + sum(self.row_heights[:row])
            head = foot + self.row_heights[row] - 4
            look = {
                "color": style.MUTED if kind == "edge" else style.RULE,
                "linewidth": 0.8,
                "linestyle": (0, (1, 1.8)) if kind == "edge" else "-",
                "zorder": 1,
            }
            self.sheet.stroke([flag.x, flag.x], [bottom, head], **look)
            self.sheet.text(
                flag.x + 3 * flag.side,
                head,
                text,
                ha="left" if flag.side > 0 else "right",
                va="top",
                size=self.size.text - 0.6,
                color=style.MUTED,
                style="normal",
            )

    # ------------------------------------------------------------ words, when every place is known

    def finish(self, left: float, bottom: float, width: float, height: float, top: float) -> None:
        """Place the plot at its final rectangle and put the words around it; `top` is the upper end of its whole room."""
        self.sheet.place(self.axes, left, bottom, width, height)
        self.box = (left, bottom, left + width, bottom + height)
        side, at = ("right", left + width) if self.sheet.rtl else ("left", left)
        edge = {"left": left - self.amount_width + 2 if not self.mirrored else left, "right": left + width}[side]
        if self.panel.title:
            self.sheet.text(
                at if self.sheet.rtl else edge,
                top,
                self.sheet.wrap(self.panel.title, width, weight="bold"),
                ha=side,
                va="top",
                weight="bold",
            )
        if self._titled():
            start = (left + width + self.amount_width, "right") if self.mirrored else (left - self.amount_width + 2, "left")
            self.sheet.text(
                start[0],
                bottom + height + self.flag_room + 3,
                self.chart.y,
                ha=start[1],
                va="bottom",
                color=style.MUTED,
                size=self.size.text - 0.4,
            )
        if self.chart.x:
            self.sheet.text(
                at,
                bottom - self.room_below + 2,
                self.chart.x,
                ha=side,
                va="bottom",
                color=style.MUTED,
                size=self.size.text - 0.4,
            )
        for dots in self.dots:
            places = self._to_points(dots.get_xdata(orig=False), dots.get_ydata(orig=False))[:, 0]
            dots.set_visible(len(places) < 8 or np.median(np.diff(places)) >= 6.5)
        self._draw_rules(bottom + height, bottom)
        self._draw_beside()
        self.ink = self._ink()
        for layer, x, y, text in self.inside:
            self._draw_inside(layer, x, y, text)
        for layer in self.panel.layers:
            if layer.kind == "note":
                self._draw_note(layer)

    def _to_points(self, x, y) -> np.ndarray:
        """Sheet places of data: the axes' own transform, which is exact once the plot is placed."""
        return self.axes.transData.transform(np.column_stack([x, y]))

    def _draw_beside(self) -> None:
        if not self.beside:
            return
        sizes = [self.sheet.measure(text) for *_, text in self.beside]
        places = [self._to_points(x[-1:], y[-1:])[0] for _, x, y, _ in self.beside]
        low, high = self.box[1] - 4, self.box[3] + 6
        if sum(h + 1.5 for _, h in sizes) > high - low:
            self.unplaced |= {layer.label for layer, *_ in self.beside}
        centres = labels.spread([p[1] for p in places], [h for _, h in sizes], low, high)
        for (layer, *_, text), (w, h), place, centre in zip(self.beside, sizes, places, centres):
            at = self.box[2] + 5
            if abs(centre - place[1]) > 5 or at - place[0] > 16:
                self.sheet.stroke(
                    [place[0] + 4, at - 1], [place[1], centre], color=style.RULE, linewidth=0.6
                )  # grey: not to pass for data
            self.sheet.text(at, centre, text, color=layer.mark.colour, ha="left")
            self.words.append((at, centre - h / 2, at + w, centre + h / 2))

    def _draw_inside(self, layer, x, y, text) -> None:
        places = self._to_points(x, y)
        anchors = [places[-1], places[int(np.argmax(y))], places[0], places[len(places) // 2]]
        width, height = self.sheet.measure(text)
        found = labels.near([tuple(a) for a in anchors], width, height, self._inside(), self.words, self.ink)
        if found is None or found[0] > 14:
            self.unplaced.add(layer.label)
        if found:
            self._words_at(found[1], text, layer.mark.colour)

    def _draw_note(self, layer) -> None:
        text = self.sheet.wrap(layer.rows["text"][0], 92 if self.size.narrow else 130, self.size.text - 0.6)
        place = tuple(self._to_points(self.along(layer.rows["x"]), layer.rows["value"])[0])
        width, height = self.sheet.measure(text, self.size.text - 0.6)
        found = labels.near([place], width, height, self._inside(), self.words, self.ink, gap=7, reach=7)
        if not found:
            raise ValueError(f"chart {self.chart.name}: no room for the note {layer.rows['text'][0]!r}. Shorten it, or move it")
        box = found[1]
        nearest = min(max(place[0], box[0]), box[2]), min(max(place[1], box[1]), box[3])
        if np.hypot(nearest[0] - place[0], nearest[1] - place[1]) > 6:
            self.sheet.stroke([place[0], nearest[0]], [place[1], nearest[1]], color=style.MUTED, linewidth=0.6)
        self._words_at(box, text, style.INK, self.size.text - 0.6)

    def _inside(self) -> labels.Box:
        """The room for words over the plot: its own rectangle and the margin on its right."""
        return self.box[0], self.box[1], min(self.box[2] + self.right_room, self.sheet.width) - 1, self.box[3] + 2

    def _words_at(self, box: labels.Box, text: str, colour: str, size: float | None = None) -> None:
        side = "right" if self.sheet.rtl else "left"
        self.sheet.text(
            box[2] if self.sheet.rtl else box[0],
            (box[1] + box[3]) / 2,
            text,
            ha=side,
            color=colour,
            size=size or self.size.text,
            path_effects=HALO,
        )
        self.words.append(box)

    def _ink(self) -> np.ndarray:
        """Points along everything drawn, a few points apart, so that words can be kept off it."""
        upright = np.linspace(self.box[1], self.box[3], 12)
        found = [np.empty((0, 2)), *(np.column_stack([np.full(12, flag.x), upright]) for *_, flag in self.rules)]
        for line in self.axes.lines:
            if line.get_zorder() < 4 or not len(line.get_xdata()):
                continue
            path = line.get_transform().transform(np.column_stack([line.get_xdata(orig=False), line.get_ydata(orig=False)]))
            found.append(path)
            if line.get_linestyle() not in ("None", ""):
                found += [
                    a + (b - a) * np.linspace(0, 1, max(2, int(np.hypot(*(b - a)) / 4)))[:, None]
                    for a, b in zip(path, path[1:])
                    if np.isfinite([a, b]).all()
                ]
        for x, y, way in self.arrows:
            found.append(self._to_points([x], [y]) + [[0, way * d] for d in (4, 9)])
        for bar in self.axes.patches:
            box = bar.get_window_extent(self.sheet.renderer)
            xs, ys = np.meshgrid(np.linspace(box.x0, box.x1, 3), np.linspace(box.y0, box.y1, max(2, int(box.height / 6))))
            found.append(np.column_stack([xs.ravel(), ys.ravel()]))
        for collection in self.axes.collections:
            for segment in getattr(collection, "get_segments", list)():
                if len(segment) != 2:
                    continue
                a, b = self.axes.transData.transform(segment)
                found.append(a + (b - a) * np.linspace(0, 1, 5)[:, None])
        return np.vstack(found)
