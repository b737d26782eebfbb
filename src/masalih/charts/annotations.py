"""Words that point at the data must stand beside it and not on each other.

They are the words of event lines, names of series, and notes.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from masalih.charts import labels, style
from masalih.charts.canvas import Sheet
from masalih.charts.marks import HALO, Marks

# of each drawing: (points that a line of words may take, rows of words), the best first
WORDS_OF_EVENTS = {
    "wide": ((104, 3), (84, 4), (64, 5)),
    "narrow": ((84, 3), (62, 3)),
    "slide": ((130, 1), (104, 2), (84, 3)),
}


class EventLines:
    """Vertical lines at events and at the edge of the evidence.

    Their words hang in rows over the plot.
    """

    def __init__(self, sheet: Sheet, panel, marks: Marks):
        self.sheet, self.panel, self.marks, self.small = sheet, panel, marks, sheet.size.less(0.6)
        self.unnamed: list[str] = []  # the words of lines that found no room for them
        self.bare: list[float] = []  # places of lines drawn without words
        self.flags: list[tuple] = []  # (words, kind, row, flag)
        self.row_heights: list[float] = []

    @property
    def height(self) -> float:
        return sum(self.row_heights) + (4 if self.row_heights else 0)

    def hang(self, left: float, width: float, left_end: float) -> None:
        """Find rows for the words over a plot that starts at `left` and is `width` wide.

        None may start before `left_end`. Where not all have room, those given first keep their
        words; the other lines stand without, or are left out where a drawing has only some. The
        edge of the evidence comes on top of them. Points; ValueError where there is no room.
        """
        found = self._found()
        if not found:
            return
        low, high = self.marks.axes.get_xlim()
        found = [(left + (x - low) / (high - low) * width, *line) for x, *line in found]
        size, events = self.sheet.size, [line for line in found if line[2] != "edge"]
        widths = WORDS_OF_EVENTS[size.name]
        for many in range(min(len(events), size.events or len(events)), -1, -1):
            named = [line for line in found if line not in events[many:]]
            if any(self._try(named, room, left_end, rows) for room, rows in widths):
                self.unnamed = [text for _, text, _ in events[many:]]
                self.bare = [] if size.events else [x for x, *_ in events[many:]]
                return
        raise ValueError(
            f"chart {self.sheet.chart.name}: no room for {len(found)} event lines. Show "
            "fewer, or over a longer time"
        )

    def _found(self) -> list[tuple[float, str, str]]:
        """(position, words, kind) of every line, in the order given."""
        return [
            (x, str(text), layer.kind)
            for layer in self.panel.layers
            if layer.kind in ("event_lines", "edge")
            for x, text in zip(self.marks.along(layer.rows["x"]), layer.rows["text"], strict=True)
        ]

    def _try(self, lines, room: float, left_end: float, rows: int) -> bool:
        texts = [self.sheet.wrap(text, room, self.small) for _, text, _ in lines]
        flags = [
            labels.Flag(x, self.sheet.measure(t, self.small)[0] + 3)
            for (x, *_), t in zip(lines, texts, strict=True)
        ]
        if not labels.hang(flags, left_end, self.sheet.width - 2, rows):
            return False
        used = sorted({flag.row for flag in flags})
        self.row_heights = [
            max(
                self.sheet.measure(t, self.small)[1]
                for t, f in zip(texts, flags, strict=True)
                if f.row == row
            )
            + 5
            for row in used
        ]
        self.flags = [
            (t, kind, used.index(f.row), f)
            for (*_, kind), t, f in zip(lines, texts, flags, strict=True)
        ]
        return True

    def draw(self, top: float, bottom: float) -> None:
        """Draw the lines from the plot's bottom up to their words over its top."""
        for x in self.bare:
            self.sheet.stroke([x, x], [bottom, top], color=style.RULE, linewidth=0.8, zorder=1)
        for text, kind, row, flag in self.flags:
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
                size=self.small,
                color=style.MUTED,
                style="normal",
            )

    def ink(self, bottom: float, top: float) -> list[np.ndarray]:
        """Points along the lines inside the plot."""
        upright = np.linspace(bottom, top, 12)
        return [np.column_stack([np.full(12, flag.x), upright]) for *_, flag in self.flags]


class Callouts:
    """Names of series, beside the plot or inside it, and notes."""

    def __init__(self, sheet: Sheet, panel, marks: Marks, events: EventLines):
        self.sheet, self.panel, self.size = sheet, panel, sheet.size
        self.marks, self.events = marks, events
        self.unplaced: set = set()  # labels that find no room and must go to the key
        self.beside: list[tuple] = []  # (layer, positions, amounts, words), as in `inside`
        self.inside: list[tuple] = []
        self.words: list[labels.Box] = []

    def choose(self, width: float) -> float:
        """Names of series at the right edge stand beside it, the others inside by their own line.

        Returns the width of the widest name beside a plot `width` points wide.
        """
        left, right = sorted(self.marks.axes.get_xlim())
        room = min(self.size.margin, width * 0.3)
        self.beside, self.inside = [], []
        for layer, x, y, sample in self.marks.unnamed:
            if sample.kind == "line" and x[-1] > right - (right - left) * 0.12:
                text = self.sheet.wrap(layer.label, room)
                if self.sheet.measure(text)[0] > room + 4 or text.count("\n") > 3:
                    self.unplaced.add(layer.label)
                self.beside.append((layer, x, y, text))
            else:
                self.inside.append((layer, x, y, self.sheet.wrap(layer.label, width * 0.34)))
        if len(self.marks.unnamed) > (4 if self.size.narrow else 7):
            self.unplaced |= {layer.label for layer, *_ in self.marks.unnamed}
        return max([self.sheet.measure(text)[0] for *_, text in self.beside], default=0)

    def draw(self, box: labels.Box, right_room: float) -> None:
        """Put the words at a plot that has its final place `box`.

        right_room: points of margin on its right.
        """
        self.box = box
        self.room = box[0], box[1], min(box[2] + right_room, self.sheet.width) - 1, box[3] + 2
        self._draw_beside()
        self.ink = np.vstack(
            [
                np.empty((0, 2)),
                *self.events.ink(box[1], box[3]),
                *_ink(self.marks, self.sheet.renderer),
            ]
        )
        for layer, x, y, text in self.inside:
            self._draw_inside(layer, x, y, text)
        for layer in self.panel.layers:
            if layer.kind == "note":
                self._draw_note(layer)

    def _draw_beside(self) -> None:
        if not self.beside:
            return
        sizes = [self.sheet.measure(text) for *_, text in self.beside]
        places = [self.marks.to_points(x[-1:], y[-1:])[0] for _, x, y, _ in self.beside]
        low, high = self.box[1] - 4, self.box[3] + 6
        if sum(h + 1.5 for _, h in sizes) > high - low:
            self.unplaced |= {layer.label for layer, *_ in self.beside}
        centres = labels.spread([p[1] for p in places], [h for _, h in sizes], low, high)
        at = self.box[2] + 5
        for (layer, *_, text), (w, h), place, centre in zip(
            self.beside, sizes, places, centres, strict=True
        ):
            if abs(centre - place[1]) > 5 or at - place[0] > 16:
                self.sheet.stroke(
                    [place[0] + 4, at - 1], [place[1], centre], color=style.RULE, linewidth=0.6
                )  # grey: not to pass for data
            self.sheet.text(at, centre, text, color=layer.mark.words, ha="left")
            self.words.append((at, centre - h / 2, at + w, centre + h / 2))

    def _draw_inside(self, layer, x, y, text) -> None:
        places = self.marks.to_points(x, y)
        anchors = [places[-1], places[int(np.argmax(y))], places[0], places[len(places) // 2]]
        width, height = self.sheet.measure(text)
        found = labels.near(
            [tuple(a) for a in anchors], width, height, self.room, self.words, self.ink
        )
        if found is None or found[0] > 14:
            self.unplaced.add(layer.label)
        if found:
            self._write(found[1], text, layer.mark.words, self.size.text)

    def _draw_note(self, layer) -> None:
        small, said = self.size.less(0.6), layer.rows["text"][0]
        text = self.sheet.wrap(said, 92 if self.size.narrow else 130, small)
        place = tuple(
            self.marks.to_points(self.marks.along(layer.rows["x"]), layer.rows["value"])[0]
        )
        width, height = self.sheet.measure(text, small)
        found = labels.near([place], width, height, self.room, self.words, self.ink, gap=7, reach=7)
        if not found:
            raise ValueError(
                f"chart {self.sheet.chart.name}: no room for the note {said!r}. Shorten it, or "
                "move it"
            )
        box = found[1]
        nearest = min(max(place[0], box[0]), box[2]), min(max(place[1], box[1]), box[3])
        if np.hypot(nearest[0] - place[0], nearest[1] - place[1]) > 6:
            self.sheet.stroke(
                [place[0], nearest[0]], [place[1], nearest[1]], color=style.MUTED, linewidth=0.6
            )
        self._write(box, text, style.INK, small)

    def _write(self, box: labels.Box, text: str, colour: str, size: float) -> None:
        at, side = (box[2], "right") if self.sheet.rtl else (box[0], "left")
        self.sheet.text(
            at, (box[1] + box[3]) / 2, text, ha=side, color=colour, size=size, path_effects=HALO
        )
        self.words.append(box)


def _ink(marks: Marks, renderer) -> list[np.ndarray]:
    """Points along all data drawn, a few points apart, so that words can be kept off it."""
    found = []
    for line in marks.axes.lines:
        if line.get_zorder() >= 4 and len(line.get_xdata()):
            found += _of_line(line)
    for x, y, way in marks.arrows:
        found.append(marks.to_points([x], [y]) + [[0, way * d] for d in (4, 9)])
    for bar in marks.axes.patches:
        box = bar.get_window_extent(renderer)
        xs, ys = np.meshgrid(
            np.linspace(box.x0, box.x1, 3), np.linspace(box.y0, box.y1, max(2, int(box.height / 6)))
        )
        found.append(np.column_stack([xs.ravel(), ys.ravel()]))
    for collection in marks.axes.collections:
        for segment in getattr(collection, "get_segments", list)():
            if len(segment) == 2:
                start, end = marks.axes.transData.transform(segment)
                found.append(_between(start, end, 5))
    return found


def _of_line(line) -> list[np.ndarray]:
    path = line.get_transform().transform(
        np.column_stack([line.get_xdata(orig=False), line.get_ydata(orig=False)])
    )
    if line.get_linestyle() in ("None", ""):
        return [path]
    return [
        path,
        *(
            _between(a, b, max(2, int(np.hypot(*(b - a)) / 4)))
            for a, b in pairwise(path)
            if np.isfinite([a, b]).all()
        ),
    ]


def _between(a, b, count: int) -> np.ndarray:
    return a + (b - a) * np.linspace(0, 1, count)[:, None]
