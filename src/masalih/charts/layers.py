"""What a chart holds: panels of layers, of kinds that can stand in one plot."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from masalih.charts import style
from masalih.charts.kinds import HORIZONTAL


@dataclass
class Layer:
    """One drawn thing.

    `rows` has the standard columns x, value, low, high, bound, start, end, source (those that
    apply).
    """

    kind: str
    rows: pd.DataFrame
    label: str | None = None
    mark: style.Mark | None = None
    options: dict = field(default_factory=dict)


@dataclass
class Panel:
    """One plot of a chart; a chart without `.panel()` has a single one with no title."""

    title: str | None = None
    layers: list[Layer] = field(default_factory=list)

    @property
    def kind(self) -> str:
        kinds = {layer.kind for layer in self.layers}
        return next(
            (special for special in ("map", "places", "timeline", "tiles") if special in kinds),
            "horizontal" if kinds & set(HORIZONTAL) else "plot",
        )


def clash(kinds: set[str]) -> bool:
    """Whether layers of these kinds cannot stand in one panel."""
    if kinds & set(HORIZONTAL):
        return bool(kinds - set(HORIZONTAL))
    if kinds & {"map", "places", "tiles"}:
        return len(kinds) > 1
    return "timeline" in kinds and bool(kinds - {"timeline", "event_lines", "edge"})
