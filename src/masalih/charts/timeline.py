"""What was promised and what was done are compared by setting both out along the same years."""

from __future__ import annotations

from matplotlib.dates import date2num

from masalih import formats
from masalih.charts import style
from masalih.charts.canvas import Place, Sample
from masalih.charts.dated_list import DatedList, Item
from masalih.charts.plot import Plot
from masalih.translation import gettext as _

# keeps year lines out of the words
BACK = {"facecolor": style.PAPER, "edgecolor": "none", "alpha": 0.85, "pad": 1}


class Timeline(Plot):
    """A panel of dated rows, each with its words above its bar; headings group them in lanes.

    On a phone, where the words would stand a third of the width away from their bar, it is a list.
    """

    def _draw(self) -> None:
        layer = next(layer for layer in self.panel.layers if layer.kind == "timeline")
        self.rows = layer.rows
        if "lane" in self.rows:
            self.rows = self.rows.sort_values(
                "lane",
                key=lambda lane: lane.map(list(dict.fromkeys(lane)).index),
                kind="stable",
                ignore_index=True,
            )
        ends = [
            *self.rows["start"],
            *self.rows["end"].dropna(),
            *(x for other in self.panel.layers if other is not layer for x in other.rows["x"]),
        ]
        low, high = date2num(min(ends)), date2num(max(ends))
        self.marks.extent = [low, high + (high - low) * 0.02, 0, 1]
        self.open_end = high + (high - low) * 0.02
        if "status" in self.rows:
            if (self.rows["status"] == "promised").any():
                self.sheet.key[_("announced or promised")] = Sample(
                    "fill", "none", edge=style.COLOURS["red"][0]
                )
            if (self.rows["status"] != "promised").any():
                self.sheet.key[_("what happened")] = Sample("fill", style.COLOURS["blue"][0])

    def set_limits(self, low: float, high: float) -> None:
        left, right = self.marks.extent[:2]
        pad = (right - left) * 0.01
        self.axes.set_xlim(left - pad, right + pad)
        self.axes.set_yticks([])
        self.amount_width = 2

    def margins(self, width: float) -> tuple[float, float]:
        return 3, 3

    def _lines(self):
        """(heading or None, rows) of every line: rows of one label share it."""
        lane = None
        together = ["lane", "text"] if "lane" in self.rows else ["text"]
        for _key, rows in self.rows.groupby(together, sort=False):
            if "lane" in rows and rows["lane"].iloc[0] != lane:
                lane = rows["lane"].iloc[0]
                yield str(lane), None
            yield None, rows

    def _items(self, width: float) -> list[tuple[str, list, float]]:
        """(words, its rows (none for a heading), height) of every line of the panel."""
        items: list[tuple[str, list, float]] = []
        for heading, rows in self._lines():
            if heading:
                text = self.sheet.wrap(heading, width, weight="bold")
                items.append((text, [], self.sheet.measure(text, weight="bold")[1] + 8))
                continue
            said = f"{self._days(rows)}: {rows['text'].iloc[0]}"
            text = self.sheet.wrap(said, width)
            items.append(
                (text, list(rows.itertuples()), self.sheet.measure(text)[1] + 7 + 8 * len(rows))
            )
        return items

    def _list(self, width: float) -> DatedList:
        items = [
            Item("", heading)
            if heading
            else Item(
                self._days(rows),
                rows["text"].iloc[0],
                tuple(rows["status"] == "promised") if "status" in rows else (),
            )
            for heading, rows in self._lines()
        ]
        return DatedList(self.sheet, items, width)

    def _days(self, rows) -> str:
        dates = [self._when(row) for row in rows.itertuples()]
        if (
            len(rows) == 2
            and set(rows.get("status", [])) == {"promised", "actual"}
            and rows["start"].nunique() == 1
        ):
            due, done = (
                formats.date(rows["end"][rows["status"] == status].iloc[0], short=True)
                for status in ("promised", "actual")
            )
            dates = [_("due {due}; done {done}", due=due, done=done)]
        return _("; ").join(dates)

    def _when(self, row) -> str:
        if formats.missing(row.end):
            return _("since {day}", day=formats.date(row.start, short=True))
        return formats.period(row.start, row.end, short=True)

    def above(self, left: float, width: float) -> float:
        if not self.size.narrow:
            return super().above(left, width)
        return self.sheet.heading_height(self.panel.title, width) + 6 if self.panel.title else 4

    def below(self, left: float, width: float) -> float:
        if self.size.narrow:
            self.axes.set_axis_off()
            self.list = self._list(width)
            return 2
        self.items = self._items(width)
        room = super().below(left, width)
        self.axes.xaxis.grid(True, which="minor", color=style.GRID, linewidth=0.6)
        self.axes.set_axisbelow(True)
        return room

    def height(self) -> float:
        if self.size.narrow:
            return self.list.height
        return sum(height for *_, height in self._items(self.sheet.width - 12)) + 4

    def lowest(self) -> float:
        return self.height()  # each row has its words

    def finish(self, place: Place) -> None:
        if self.size.narrow:
            self.sheet.place(self.axes, place)
            self._write_heading(place)
            self.list.draw(place)
            return
        super().finish(place)
        left, width, y = place.left, place.width, place.ceiling
        side = "right" if self.sheet.rtl else "left"
        for text, rows, tall in self.items:
            lines = self.sheet.measure(text, weight="regular" if rows else "bold")[1]
            if not rows:
                self.sheet.text(
                    left + width if self.sheet.rtl else left,
                    y - 7 - lines / 2,
                    text,
                    weight="bold",
                    ha=side,
                    bbox=BACK,
                )
            else:
                wide, (start, end) = self.sheet.measure(text)[0], self._reach_of(rows[0])
                at = (
                    max(left + wide, min(end, left + width))
                    if self.sheet.rtl
                    else min(start, left + width - wide)
                )
                self.sheet.text(at, y - 4 - lines / 2, text, ha=side, bbox=BACK)
                for i, row in enumerate(rows):
                    self._bar(row, y - lines - 9 - 8 * i)
            y -= tall

    def _reach_of(self, row) -> tuple[float, float]:
        """Where a row's bar starts and ends on the sheet."""
        end = date2num(row.end) if not formats.missing(row.end) else self.open_end
        (x0, _), (x1, _) = self.marks.to_points([date2num(row.start), end], [0, 0])
        return x0, x1

    def _bar(self, row, middle: float) -> None:
        x0, x1 = self._reach_of(row)
        promised = getattr(row, "status", "actual") == "promised"
        colour = style.COLOURS["red" if promised else "blue"][0]
        face = style.PAPER if promised else colour
        if x1 - x0 < 4:
            self.sheet.stroke(
                [(x0 + x1) / 2],
                [middle],
                marker="D",
                markersize=5.5,
                markerfacecolor=face,
                color=colour,
                linestyle="",
            )
            return
        edges = ([x0, x1, x1, x0, x0], [middle - 3, middle - 3, middle + 3, middle + 3, middle - 3])
        if promised:
            self.sheet.stroke(*edges, color=colour, linewidth=1, linestyle=(0, (3, 1.5)))
        else:
            self.sheet.stroke(
                [x0, x1], [middle, middle], color=colour, linewidth=6, solid_capstyle="butt"
            )
        if formats.missing(row.end):  # still going on
            self.sheet.stroke(
                [x1 + 1], [middle], marker=">", markersize=6, color=colour, linestyle=""
            )
