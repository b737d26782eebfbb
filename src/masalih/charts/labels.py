"""Words in a chart stand beside what they name and never on each other.

At any width and in either language.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

Box = tuple[float, float, float, float]  # left, bottom, right, top in points


def overlap(a: Box, b: Box, gap: float = 1.0) -> bool:
    return a[0] < b[2] + gap and b[0] < a[2] + gap and a[1] < b[3] + gap and b[1] < a[3] + gap


def spread(
    centres: list[float], heights: list[float], low: float, high: float, gap: float = 1.5
) -> list[float]:
    """Centres moved as little as possible so that stacked labels do not touch.

    They stay between low and high; all are points.

    Their order is kept. When all of them do not fit they are packed from the bottom.
    """
    order = sorted(range(len(centres)), key=lambda i: centres[i])
    clusters: list[list] = []  # [wanted bottom, height, members]
    for i in order:
        clusters.append([centres[i] - heights[i] / 2, heights[i] + gap, [i]])
        while len(clusters) > 1 and clusters[-2][0] + clusters[-2][1] > clusters[-1][0]:
            upper, lower = clusters.pop(), clusters.pop()
            height, count = lower[1] + upper[1], len(lower[2]) + len(upper[2])
            middle = (
                len(lower[2]) * (lower[0] + lower[1] / 2)
                + len(upper[2]) * (upper[0] + upper[1] / 2)
            ) / count
            clusters.append([middle - height / 2, height, lower[2] + upper[2]])
        clusters[-1][0] = max(low, min(clusters[-1][0], high - clusters[-1][1]))
    bottoms, edge = {}, low
    for bottom, _, members in clusters:
        at = max(bottom, edge)
        for i in members:
            bottoms[i] = at
            at += heights[i] + gap
        edge = at
    return [bottoms[i] + heights[i] / 2 for i in range(len(centres))]


def near(
    anchors: list[tuple[float, float]],
    width: float,
    height: float,
    inside: Box,
    taken: list[Box],
    ink: np.ndarray,
    gap: float = 5,
    reach: int = 3,
) -> tuple[float, Box, tuple[float, float]] | None:
    """The best free box of width × height beside one of `anchors`, in points.

    Gives (cost, box, its anchor); None if words would collide.

    taken: boxes of words already placed. ink: (n, 2) points of the drawn data; covering them costs,
    distance costs less.
    """
    best = None
    for preference, (x, y) in enumerate(anchors):
        for ring in range(reach):
            d = gap + ring * 11
            for dx, dy in (
                (d, 0),
                (d * 0.7, d * 0.7),
                (0, d),
                (-d * 0.7, d * 0.7),
                (d * 0.7, -d * 0.7),
                (0, -d),
                (-d * 0.7, -d * 0.7),
                (-d, 0),
            ):
                left = x + dx - (width if dx < 0 else width / 2 if dx == 0 else 0)
                bottom = y + dy - (height if dy < 0 else height / 2 if dy == 0 else 0)
                shift = (
                    min(0, inside[2] - left - width) + max(0, inside[0] - left) if dx == 0 else 0
                )
                box = (left + shift, bottom, left + shift + width, bottom + height)
                if (
                    box[0] < inside[0]
                    or box[2] > inside[2]
                    or box[1] < inside[1]
                    or box[3] > inside[3]
                    or any(overlap(box, t, 2) for t in taken)
                ):
                    continue
                covered = int(
                    (
                        (ink[:, 0] > box[0] - 2)
                        & (ink[:, 0] < box[2] + 2)
                        & (ink[:, 1] > box[1] - 1)
                        & (ink[:, 1] < box[3] + 1)
                    ).sum()
                )
                cost = covered + ring * 3 + preference * 2.5 + (1 if dx < 0 else 0)
                if best is None or cost < best[0]:
                    best = cost, box, (x, y)
    return best


@dataclass
class Flag:
    """A label hung on a vertical line: x of the line, size of the words.

    Row and side are found by `hang`.
    """

    x: float
    width: float
    row: int = -1
    side: int = 1  # 1: words to the right of the line, −1: to the left

    @property
    def reach(self) -> tuple[float, float]:
        return (self.x, self.x + self.width) if self.side > 0 else (self.x - self.width, self.x)


def hang(flags: list[Flag], left: float, right: float, rows: int, gap: float = 6) -> bool:
    """Give each flag a row (0 lowest) and a side; False if impossible.

    No words touch and no line runs through words.
    """
    order = sorted(flags, key=lambda f: -f.x)
    return any(_place(order, 0, left, right, limit, gap) for limit in range(1, rows + 1))


def _place(order: list[Flag], i: int, left: float, right: float, rows: int, gap: float) -> bool:
    if i == len(order):
        return True
    flag = order[i]
    for side in (1, -1):
        for row in range(rows):
            flag.side, flag.row = side, row
            start, end = flag.reach
            if (
                start >= left
                and end <= right
                and not any(_clash(flag, other, gap) for other in order[:i])
                and _place(order, i + 1, left, right, rows, gap)
            ):
                return True
    flag.row = -1
    return False


def _clash(a: Flag, b: Flag, gap: float) -> bool:
    (a0, a1), (b0, b1) = a.reach, b.reach
    if a.row == b.row:
        back_to_back = a.side != b.side and (a.x - b.x) * a.side >= 0
        return not back_to_back and a0 < b1 + gap and b0 < a1 + gap
    # the line of the higher flag passes the lower one's row
    low, high = (a, b) if a.row < b.row else (b, a)
    start, end = low.reach
    return start + (1 if low.side > 0 else -2) < high.x < end + (2 if low.side > 0 else -1)
