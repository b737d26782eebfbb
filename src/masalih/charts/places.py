"""A reader who does not know the country sees where its bases and camps lie."""

from __future__ import annotations

import numpy as np
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from masalih import formats
from masalih.charts import labels, style
from masalih.charts.canvas import Place, Sample, Sheet
from masalih.charts.maps import Ground, polygons
from masalih.charts.marks import HALO

EDGE = 1.1  # degrees around the outermost place
COUNTRIES = {"syria": (40.75, 35.2), "iran": (46.15, 34.35), "iraq": (42.2, 32.95)}


class Places(Ground):
    """A panel of named points on the governorates of Iraq. West is left in both editions."""

    widest = 360

    def __init__(self, sheet: Sheet, panel, keyed: frozenset):
        self.sheet, self.panel, self.size = sheet, panel, sheet.size
        self.axes = sheet.figure.add_axes((0.1, 0.1, 0.8, 0.8))
        self.axes.set_axis_off()
        self.unplaced: set[str] = set()
        self.unnamed: list[str] = []  # it has no event lines
        self.questioned = False
        self.layers = panel.layers
        for layer in self.layers:
            sheet.key[layer.label] = Sample("point", layer.mark.colour, layer.mark.marker)
        self.shapes = [
            ring
            for feature in _governorates()["features"]
            for ring in polygons(feature["geometry"])
        ]
        places = np.vstack([layer.rows[["longitude", "latitude"]] for layer in self.layers])
        (self.west, self.south), (self.east, self.north) = (
            places.min(0) - EDGE,
            places.max(0) + EDGE,
        )
        self.east += EDGE  # words stand on that side
        shape = Path.make_compound_path(*(Path(ring, closed=True) for ring in self.shapes))
        look = {"facecolor": style.NO_DATA, "edgecolor": style.RULE, "linewidth": 0.5}
        self.axes.add_patch(PathPatch(shape, **look))
        self.axes.set(xlim=(self.west, self.east), ylim=(self.south, self.north))

    def below(self, left: float, width: float) -> float:
        return 4

    def above(self, left: float, width: float) -> float:
        return 2

    def finish(self, place: Place) -> None:
        self.sheet.place(self.axes, place)
        inside = (place.left - 4, place.bottom, place.right + 4, place.ceiling)
        found = [
            (row, layer.mark, self.axes.transData.transform([(row.longitude, row.latitude)])[0])
            for layer in self.layers
            for row in layer.rows.itertuples()
        ]
        points = np.asarray([at for _, _, at in found])
        taken: list[labels.Box] = [(x - 3, y - 3, x + 3, y + 3) for x, y in points]
        self._countries()
        for row, mark, at in found:
            self._point(mark, at)
            name = self.sheet.wrap(formats.term(row.x), place.width * 0.32)
            w, h = self.sheet.measure(name, self.size.text)
            near = labels.near([tuple(at)], w, h, inside, taken, points, gap=7)
            if not near:
                continue  # the table under the map has it
            box = near[1]
            taken.append(box)
            at = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
            self.sheet.text(*at, name, ha="center", color=style.INK, path_effects=HALO)

    def _countries(self) -> None:
        for country, middle in COUNTRIES.items():
            x, y = self.axes.transData.transform([middle])[0]
            self.sheet.text(x, y, formats.term(country), ha="center", color=style.MUTED)

    def _point(self, mark, at) -> None:
        look = {"marker": mark.marker, "markersize": 6.5, "color": mark.colour, "linestyle": ""}
        self.sheet.stroke([at[0]], [at[1]], markeredgecolor=style.PAPER, **look)


def _governorates() -> dict:
    from masalih import data

    return data.governorates()
