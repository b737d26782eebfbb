"""Nobody should have to guess which side of a signed or a ratio axis means more."""

from __future__ import annotations

from masalih.charts import style
from masalih.charts.canvas import Sheet
from masalih.translation import gettext as _


def unchanged(chart, low: float, high: float) -> float | None:
    """The amount at which nothing changed, where an axis from low to high has both its sides.

    As the chart says it, else zero.
    """
    at = 0.0 if chart.unchanged is None and not chart.log else chart.unchanged
    return at if at is not None and low < at < high else None


class Directions:
    """Under a horizontal axis: what lies at either end, and the place where nothing changed."""

    def __init__(self, sheet: Sheet, share: float):
        """share: how far along the axis the unchanged amount lies, from 0 (left) to 1."""
        self.sheet, self.share, self.size = sheet, share, sheet.size.less(0.4)
        less, more = sheet.chart.ways or (_("less"), _("more"))
        self.ends = (f"{more} ←", f"→ {less}") if sheet.rtl else (f"← {less}", f"{more} →")
        self.middle = _("no change")

    def _wide(self, text: str) -> float:
        return self.sheet.measure(text, self.size)[0]

    def _lines(self, width: float) -> int:
        """One line if the words do not touch, else the middle has one of its own."""
        half, at = self._wide(self.middle) / 2 + 6, self.share * width
        left, right = map(self._wide, self.ends)
        return 1 if left < at - half and at + half < width - right else 2

    def height(self, width: float) -> float:
        return self._lines(width) * self.sheet.size.line

    def draw(self, left: float, width: float, bottom: float) -> None:
        """Write the words on a strip that stands on `bottom`."""
        line = self.sheet.size.line
        half = self._wide(self.middle) / 2
        middle = min(max(left + self.share * width, half), self.sheet.width - half)
        over = bottom + (self._lines(width) - 0.5) * line
        self._write(middle, over, self.middle, "center", style.INK)
        for at, text, side in zip((left, left + width), self.ends, ("left", "right"), strict=True):
            self._write(at, bottom + 0.5 * line, text, side, style.MUTED)

    def _write(self, x: float, y: float, text: str, side: str, colour: str) -> None:
        self.sheet.text(x, y, text, ha=side, color=colour, size=self.size)
