"""Colours, letter sizes and line styles are chosen once and shared by all charts.

They are checked for contrast and grey print.
"""

from __future__ import annotations

import logging
import re
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache

# On a slow machine matplotlib says once that it looks for fonts, after five seconds: the page of
# the chapter that ran first would show it.
logging.getLogger("matplotlib.font_manager").addFilter(
    lambda record: "building the font cache" not in record.getMessage()
)

import fontpkg.mpl  # noqa: E402
import matplotlib  # noqa: E402

from masalih import arabic, formats  # noqa: E402

FONT = "IBM Plex Sans Arabic"

# name: (on white, on the dark page). Lightness steps apart, so that grey print and colour-blind
# readers tell them apart too.
COLOURS = {
    "blue": ("#01598b", "#67b6fe"),
    "red": ("#c0542b", "#eb784c"),
    "purple": ("#40216c", "#e4cafe"),
    "teal": ("#0a7269", "#19dbca"),
    "wine": ("#8a033f", "#e65582"),
    "grey": ("#686e73", "#9ca1a7"),
}
INK, MUTED, RULE, GRID, PAPER = "#1d2125", "#596068", "#9aa2aa", "#dcdfe2", "#ffffff"
_PLAIN = {INK: "#e6e8ea", MUTED: "#a6adb4", RULE: "#6b747d", GRID: "#363c44", PAPER: "#14181e"}
# five steps from few to many; the dark page runs the other way, so that "many" always stands out
SEQUENCE = ("#e3edf4", "#a9c9df", "#6b9fc4", "#2f719e", "#0b3c5f")
_SEQUENCE_DARK = ("#1d2b38", "#27506f", "#3c7ba6", "#6dafd9", "#c4e4fb")
NO_DATA = "#f1f1ef"
DARK = (
    dict(COLOURS.values())
    | _PLAIN
    | dict(zip(SEQUENCE, _SEQUENCE_DARK, strict=True))
    | {NO_DATA: "#1f2329"}
)


@dataclass(frozen=True)
class Mark:
    """How one series is drawn: colour, and the marker and dash that tell it apart without."""

    name: str
    colour: str
    marker: str
    dash: object

    @property
    def line(self) -> dict:
        return {"color": self.colour, "linestyle": self.dash}


_SHAPES = {
    "blue": ("o", "-"),
    "red": ("s", (0, (5, 1.6))),
    "purple": ("D", (0, (1.2, 1.3))),
    "teal": ("^", (0, (6, 1.5, 1.2, 1.5))),
    "wine": ("v", (0, (2.6, 1.4))),
    "grey": ("X", "-"),
}
MARKS = {name: Mark(name, COLOURS[name][0], *_SHAPES[name]) for name in COLOURS}
CYCLE = ("blue", "red", "purple", "teal", "wine")


@dataclass(frozen=True)
class Size:
    """One of the two drawings of a chart. Lengths in points (1/72 inch)."""

    name: str
    width: float
    text: float  # size of most letters
    margin: float  # the widest label column beside the plot
    scale: float  # of the plot's height
    years: float  # room that one time label needs

    @property
    def narrow(self) -> bool:
        return self.name == "narrow"

    @property
    def line(self) -> float:
        return self.text * 1.5


def sizes() -> dict[str, Size]:
    """The wide and the narrow drawing.

    Arabic letters are smaller on the same body, so they get a larger one.
    """
    more = 0.8 if formats.language() == "ar" else 0
    return {
        "wide": Size("wide", 518, 9.4 + more, 128, 1, 32),
        "narrow": Size("narrow", 266, 9.2 + more, 82, 0.92, 29),
    }


def mark(choice, index: int) -> Mark:
    """The mark called `choice`, or the one at `index` of the cycle.

    ValueError names the colours there are.
    """
    if choice is None:
        return MARKS[CYCLE[index % len(CYCLE)]]
    if choice not in MARKS:
        raise ValueError(f"colour {choice!r} is not one of {', '.join(MARKS)}")
    return MARKS[choice]


def dark(svg: str) -> str:
    """The same drawing for the dark page: colours exchanged, nothing moved."""
    return re.sub(r"#[0-9a-f]{6}\b", lambda m: DARK.get(m[0], m[0]), svg)


@cache
def _load_font() -> None:
    """Make the font known to matplotlib, once.

    Each call would add it to the list again and slow every look-up.
    """
    fontpkg.mpl.use(FONT)


@contextmanager
def drawing(name: str):
    """matplotlib's settings while one chart is drawn.

    The font, paths instead of letters, the same bytes every time.
    """
    arabic.install()
    _load_font()
    with matplotlib.rc_context(
        {
            "font.family": FONT,
            "font.weight": "regular",
            "svg.fonttype": "path",
            "svg.hashsalt": name,
            "path.simplify": False,
            "text.color": INK,
            "text.parse_math": False,  # a dollar is a dollar
            "axes.edgecolor": MUTED,
            "axes.linewidth": 0.6,
            "axes.spines.top": False,
            "axes.spines.right": False,
            "axes.spines.left": False,
            "xtick.color": MUTED,
            "ytick.color": MUTED,
            "xtick.labelcolor": INK,
            "ytick.labelcolor": MUTED,
            "ytick.major.size": 0,
            "xtick.major.size": 3,
            "xtick.major.width": 0.6,
            "axes.unicode_minus": False,
            "axes.facecolor": "none",
            "figure.facecolor": "none",
            "savefig.facecolor": "none",
            "lines.linewidth": 1.7,
            "lines.markersize": 4.6,
            "hatch.linewidth": 0.5,
        }
    ):
        yield
