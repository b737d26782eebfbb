"""Where things happened is shown on the governorates, with places without data marked as such."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.patheffects import withStroke

from masalih import formats
from masalih.charts import labels, style, ticks
from masalih.charts.canvas import Place, Sample, Sheet
from masalih.translation import gettext as _

NICE = [m * 10**e for e in range(-3, 8) for m in (1, 2, 5)]


def breaks(values, classes: int = 5) -> list[float]:
    """Rising upper limits of all classes but the last.

    They are round numbers near the quantiles of the values above zero.
    """
    positive = pd.Series(values, dtype=float).dropna()
    positive = positive[positive > 0]
    if positive.empty:
        return []
    wanted = positive.quantile([i / classes for i in range(1, classes)])
    nice = [min(NICE, key=lambda n: abs(math.log(n / w))) for w in wanted]
    return [float(n) for n in sorted(set(nice)) if positive.min() <= n < positive.max()]


class Scale:
    """Which shade a value gets, and the words of each class; shared by all maps of a chart."""

    def __init__(self, values, limits=None, percent: bool = False):
        self.values = pd.Series(values, dtype=float)
        self.limits = list(limits) if limits is not None else breaks(self.values)
        self.zero, self.percent = bool((self.values == 0).any()), percent
        self.whole = not percent and bool((self.values.dropna() % 1 == 0).all())
        count = len(self.limits) + 1
        if count > len(style.SEQUENCE):
            raise ValueError(
                f"a map has {count} classes, more than the {len(style.SEQUENCE)} shades; give at "
                f"most {len(style.SEQUENCE) - 1} breaks"
            )
        self.shades = (
            [
                style.SEQUENCE[round(i * (len(style.SEQUENCE) - 1) / max(count - 1, 1))]
                for i in range(count)
            ]
            if count > 1
            else [style.SEQUENCE[2]]
        )

    def shade(self, value) -> str:
        if formats.missing(value):
            return style.NO_DATA
        return (
            style.PAPER
            if value == 0
            else self.shades[int(np.searchsorted(self.limits, value, side="left"))]
        )

    def key(self) -> dict[str, Sample]:
        entries = {_("none"): Sample("fill", style.PAPER, edge=style.RULE)} if self.zero else {}
        edges = [None, *self.limits, None]
        for shade, low, high in zip(self.shades, edges[:-1], edges[1:], strict=True):
            entries[self._class(low, high)] = Sample("fill", shade, edge=style.RULE)
        return entries

    def _class(self, low, high) -> str:
        def write(value):
            return ticks.amount(value, [value], self.percent)

        if high is None:
            return _("more than {low}", low=write(low)) if low is not None else _("one or more")
        if low is None:
            return _("{high} or fewer", high=write(high))
        return formats.join(write(low + 1 if self.whole else low), write(high), short=False)


def shapes_of(layer) -> dict[str, list[np.ndarray]]:
    """The rings of every place of a map, by its term's id: (n, 2) degrees east and north."""
    from masalih import data

    shapes = layer.options["geography"] or data.governorates()
    return {feature["id"]: polygons(feature["geometry"]) for feature in shapes["features"]}


def places_without(layer) -> list[str]:
    """Ids of the places of a map of which nothing is known, with and without a row."""
    known = set(layer.rows["x"][layer.rows["value"].notna()])
    return [place for place in sorted(shapes_of(layer)) if place not in known]


def absent_words(layer) -> str:
    """What a map says of a place without a value."""
    return layer.options["absent"] or _("no data")


class Ground:
    """The size of a panel of geography: a degree north is as long as it is on the ground."""

    widest = 380  # points
    west: float
    south: float
    east: float
    north: float

    def limits(self) -> tuple[float, float]:
        return self.south, self.north

    def set_limits(self, low: float, high: float) -> None:
        pass

    def margins(self, width: float) -> tuple[float, float]:
        self.across = min(width - 8, self.widest)
        side = (width - self.across) / 2
        return side, side

    def lowest(self) -> float:
        return self.height()

    def height(self) -> float:
        stretch = 1 / math.cos(math.radians((self.south + self.north) / 2))
        return self.across * (self.north - self.south) / (self.east - self.west) * stretch


class Map(Ground):
    """One map panel. Geography is never mirrored: west is left in both editions."""

    def __init__(self, sheet: Sheet, panel, keyed: frozenset):
        self.sheet, self.panel, self.chart, self.size = sheet, panel, sheet.chart, sheet.size
        self.layer = panel.layers[0]
        self.axes = sheet.figure.add_axes((0.1, 0.1, 0.8, 0.8))
        self.axes.set_axis_off()
        self.unplaced: set[str] = set()
        self.questioned = False
        self.unnamed: list[str] = []
        self.words: list = []
        self.shapes = shapes_of(self.layer)
        self.values = dict(zip(self.layer.rows["x"], self.layer.rows["value"], strict=True))
        unknown = [place for place in self.values if place not in self.shapes]
        if unknown:
            raise ValueError(
                f"chart {self.chart.name}: the map has no place {unknown[:3]}; known ids: "
                f"{', '.join(sorted(self.shapes))}"
            )
        every = [layer for layer in self.chart.layers if layer.kind == "map"]
        limits = next(
            (layer.options["breaks"] for layer in every if layer.options["breaks"] is not None),
            None,
        )
        self.scale = Scale(
            [v for layer in every for v in layer.rows["value"]], limits, self.chart.percent
        )
        sheet.key.update(self.scale.key())
        if places_without(self.layer):
            hatched = Sample("fill", style.NO_DATA, hatch="////", edge=style.RULE)
            sheet.key[absent_words(self.layer)] = hatched
        self._draw()

    def _draw(self) -> None:
        corners = np.vstack([ring for rings in self.shapes.values() for ring in rings])
        (self.west, self.south), (self.east, self.north) = corners.min(0), corners.max(0)
        for place, rings in sorted(self.shapes.items()):
            value = self.values.get(place)
            path = Path.make_compound_path(*(Path(ring, closed=True) for ring in rings))
            self.axes.add_patch(
                PathPatch(
                    path,
                    facecolor=self.scale.shade(value),
                    edgecolor=style.RULE,
                    linewidth=0.5,
                    hatch="////" if formats.missing(value) else None,
                )
            )
        self.axes.set_xlim(self.west, self.east)
        self.axes.set_ylim(self.south, self.north)

    def below(self, left: float, width: float) -> float:
        return 6

    def above(self, left: float, width: float) -> float:
        return self.sheet.heading_height(self.panel.title, width) + 5 if self.panel.title else 2

    def finish(self, place: Place) -> None:
        self.sheet.place(self.axes, place)
        if self.panel.title:
            at, side = (place.right, "right") if self.sheet.rtl else (place.left, "left")
            self.sheet.heading(at, place.top, self.panel.title, place.width, side)
        self._name_places(
            place.width, (place.left - 4, place.bottom, place.right + 4, place.ceiling)
        )

    def _name_places(self, width: float, inside: labels.Box) -> None:
        """The places with the highest values, by name and value."""
        known = sorted(
            (p for p, v in self.values.items() if not formats.missing(v) and v > 0),
            key=lambda p: -self.values[p],
        )
        size = self.size.less(0.6)
        most = self.layer.options["top"] if width > 150 else min(2, self.layer.options["top"])
        for place in known[:most]:
            value = self.values[place]
            text = f"{formats.term(place)}\n{ticks.amount(value, [value], self.chart.percent)}"
            largest = max(self.shapes[place], key=_area)
            ((x, y),) = self.axes.transData.transform([_centre(largest)])
            w, h = self.sheet.measure(text, size)
            box, under = (
                (x - w / 2, y - h / 2, x + w / 2, y + h / 2),
                self.scale.shade(self.values[place]),
            )
            west, east, _ = _widest(largest)
            room = np.ptp(self.axes.transData.transform([(west, 0), (east, 0)])[:, 0])
            if w > room * 1.15 or any(labels.overlap(box, other, 2) for other in self.words):
                found = labels.near(
                    [(x, y)], w, h, inside, self.words, np.empty((0, 2)), gap=4, reach=5
                )
                if not found:
                    continue  # the table under the map has it
                box = found[1]
                self.sheet.stroke(
                    [x, (box[0] + box[2]) / 2],
                    [y, (box[1] + box[3]) / 2],
                    color=style.INK,
                    linewidth=0.6,
                    marker="o",
                    markevery=[0],
                    markersize=2,
                )
                under = style.PAPER
            # letters and their halo take the colours of the shade they stand on, so that they read
            # on the darkest one too
            self.sheet.text(
                (box[0] + box[2]) / 2,
                (box[1] + box[3]) / 2,
                text,
                ha="center",
                ma="center",
                size=size,
                color=style.PAPER if under in style.SEQUENCE[3:] else style.INK,
                path_effects=[withStroke(linewidth=2.2, foreground=under)],
            )
            self.words.append(box)


def polygons(geometry: dict) -> list[np.ndarray]:
    groups = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return [np.asarray(ring, float)[:, :2] for group in groups for ring in group]


def _area(ring: np.ndarray) -> float:
    x, y = ring[:, 0], ring[:, 1]
    return abs(float(np.dot(x, np.roll(y, 1)) - np.dot(y, np.roll(x, 1)))) / 2


def _centre(ring: np.ndarray) -> tuple[float, float]:
    """A place inside the ring even when it is crooked."""
    low, high, y = _widest(ring)
    return (low + high) / 2, y


def _widest(ring: np.ndarray) -> tuple[float, float, float]:
    """(west, east, latitude) of the widest stretch across the middle of the ring."""
    y = float((ring[:, 1].min() + ring[:, 1].max()) / 2)
    a, b = ring, np.roll(ring, -1, axis=0)
    cut = (a[:, 1] > y) != (b[:, 1] > y)
    xs = np.sort(a[cut, 0] + (y - a[cut, 1]) / (b[cut, 1] - a[cut, 1]) * (b[cut, 0] - a[cut, 0]))
    pairs = list(zip(xs[::2], xs[1::2], strict=True))
    low, high = max(pairs, key=lambda p: p[1] - p[0])
    return low, high, y
