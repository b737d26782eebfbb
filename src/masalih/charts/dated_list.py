"""On a phone the words of a timeline stand far from their bars, so there it is read as a list."""

from __future__ import annotations

from typing import NamedTuple

from masalih.charts import style
from masalih.charts.canvas import Place, Sheet

DATES = 0.36  # the most of the width that dates take
SIGN = 12  # points for the mark that tells a promise from what happened
GAP, AIR = 8, 7  # points between dates and words, and between items


class Item(NamedTuple):
    """A line of the list, or with no `when` and no `promised` a heading."""

    when: str
    what: str
    promised: tuple[bool, ...] = ()  # one mark a row of the data


class DatedList:
    """Dates at the side where reading starts, beside each what happened."""

    def __init__(self, sheet: Sheet, items: list[Item], width: float):
        self.sheet, self.items, self.width = sheet, items, width
        self.sign = SIGN if any(item.promised for item in items) else 0
        longest = max(self.sheet.measure(item.when)[0] for item in items)
        self.dates = min(longest, width * DATES)

    def _texts(self, item: Item) -> tuple[str, str]:
        """Its dates and its words, broken into lines."""
        if not item.when:
            return "", self.sheet.wrap(item.what, self.width, weight="bold")
        room = self.width - self.sign - self.dates - GAP
        return self.sheet.wrap(item.when, self.dates), self.sheet.wrap(item.what, room)

    def _height(self, item: Item) -> float:
        when, what = self._texts(item)
        return max(self.sheet.measure(text)[1] for text in (when or what, what)) + AIR

    @property
    def height(self) -> float:
        return sum(map(self._height, self.items))

    def draw(self, place: Place) -> None:
        top = place.ceiling
        for i, item in enumerate(self.items):
            when, what = self._texts(item)
            if i and item.when:
                ends = [place.left, place.right]
                self.sheet.stroke(ends, [top, top], color=style.GRID, linewidth=0.6)
            first = top - AIR / 2
            self._write(place, self.sign, first, when, color=style.MUTED)
            at = self.sign + self.dates + GAP if item.when else 0
            self._write(place, at, first, what, weight="regular" if item.when else "bold")
            for number, promised in enumerate(item.promised):
                self._mark(place, first - 6 - 11 * number, promised)
            top -= self._height(item)

    def _write(self, place: Place, at: float, top: float, text: str, **look) -> None:
        rtl = self.sheet.rtl
        x = place.right - at if rtl else place.left + at
        self.sheet.text(x, top, text, ha="right" if rtl else "left", va="top", **look)

    def _mark(self, place: Place, y: float, promised: bool) -> None:
        colour = style.COLOURS["red" if promised else "blue"][0]
        self.sheet.stroke(
            [place.right - 4 if self.sheet.rtl else place.left + 4],
            [y],
            marker="D",
            markersize=5.5,
            markerfacecolor=style.PAPER if promised else colour,
            color=colour,
            linestyle="",
        )
