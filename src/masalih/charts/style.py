"""Colours, letter sizes and line styles are chosen once and shared by all charts.

They are checked for contrast and grey print.
"""

from __future__ import annotations

import colorsys
import difflib
import logging
import re
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

# On a slow machine matplotlib says once that it looks for fonts, after five seconds: the page of
# the chapter that ran first would show it.
logging.getLogger("matplotlib.font_manager").addFilter(
    lambda record: "building the font cache" not in record.getMessage()
)

import fontpkg.mpl  # noqa: E402
import matplotlib  # noqa: E402
from matplotlib import colors  # noqa: E402

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
# of the size of a letter: a digit's height, in the edition's own digits
_DIGIT = {"ar": 0.61, "en": 0.7}
INK, MUTED, RULE, GRID, PAPER = "#1d2125", "#596068", "#9aa2aa", "#dcdfe2", "#ffffff"
_PLAIN = {INK: "#e6e8ea", MUTED: "#a6adb4", RULE: "#6b747d", GRID: "#363c44", PAPER: "#14181e"}
# the line at which nothing changed: more than a gridline, less than the data
UNCHANGED: dict[str, Any] = {"color": INK, "linewidth": 1.3, "zorder": 4}
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

    @property
    def words(self) -> str:
        """The colour of its words: its own where letters in it can be read, else a darker one."""
        return _readable(self.colour, PAPER)


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
    """One of the three drawings of a chart. Lengths in points (1/72 inch).

    amounts: how many spaces an axis upwards has at most. events: how many event lines are drawn,
    all if None. tall: the height that its panels are made lower for. beside: (width, tall) of a
    drawing that must be taller, with its words beside it.
    """

    name: str
    width: float
    text: float  # size of most letters
    margin: float  # the widest label column beside the plot
    scale: float  # of the plot's height
    years: float  # room that one time label needs
    amounts: int
    events: int | None = None
    tall: float | None = None
    beside: tuple[float, float] | None = None

    @property
    def narrow(self) -> bool:
        return self.name == "narrow"

    @property
    def line(self) -> float:
        return self.text * 1.5

    def less(self, points: float) -> float:
        """The size of smaller letters; a slide has none, for they must be read from afar."""
        return self.text if self.tall else self.text - points


def sizes() -> dict[str, Size]:
    """The wide drawing, the narrow one, and the one to be seen from the back of a room.

    Arabic letters are smaller on the same body, so they get a larger one. On a slide of 1280 × 720
    pixels the last one's letters have 24 or more: a point is 2.55 pixels there.
    """
    more = 0.8 if formats.language() == "ar" else 0
    return {
        "wide": Size("wide", 518, 9.4 + more, 128, 1, 32, 5),
        "narrow": Size("narrow", 266, 9.2 + more, 82, 0.92, 29, 4, events=2),
        "slide": Size(
            "slide", 476, 10 + more, 112, 1, 34, 4, events=3, tall=184, beside=(367, 248)
        ),
    }


def digit_height(size: float) -> float:
    """How tall the digits of this edition are, in points, in letters of a size."""
    return _DIGIT[formats.language()] * size


def mark(choice, index: int) -> Mark:
    """The mark called `choice`, or the one at `index` of the cycle.

    A colour that is none of ours has the marker and the dash of that place in the cycle. ValueError
    names the colours there are.
    """
    usual = MARKS[CYCLE[index % len(CYCLE)]]
    if choice is None:
        return usual
    if isinstance(choice, str) and choice in MARKS:
        return MARKS[choice]
    if not colors.is_color_like(choice) or colors.to_rgba(choice)[3] == 0:
        raise ValueError(_no_colour(choice))
    colour = colors.to_hex(choice)
    return Mark(colour, colour, usual.marker, usual.dash)


def _no_colour(choice) -> str:
    names = [*MARKS, *colors.CSS4_COLORS]
    near = difflib.get_close_matches(str(choice), names, n=3)
    guess = f"did you mean {' or '.join(near)}? " if near else ""
    return (
        f"colour {choice!r} is not known. Remedy: {guess}The book's are {', '.join(MARKS)}; any "
        "other is a name of matplotlib or six digits, such as 'teal' or '#2f719e'; one a layer"
    )


def dark(svg: str, chosen=()) -> str:
    """The same drawing for the dark page: colours exchanged, nothing moved.

    chosen: marks whose colours are none of ours; they are made lighter until they stand out.
    """
    own = {colour for one in chosen for colour in (one.colour, one.words)} - set(DARK)
    exchange = DARK | {colour: _readable(colour, _PLAIN[PAPER]) for colour in own}
    return re.sub(r"#[0-9a-f]{6}\b", lambda m: exchange.get(m[0], m[0]), svg)


READABLE = 4.5  # contrast of letters with their ground (WCAG 2.2, 1.4.3)


@cache
def _readable(colour: str, ground: str) -> str:
    """The colour itself or, of its hue, the next darker or lighter one that reads on the ground."""
    hue, light, full = colorsys.rgb_to_hls(*colors.to_rgb(colour))
    step = -0.02 if _luminance(ground) > 0.5 else 0.02
    while _contrast(colour, ground) < READABLE:
        light = min(max(light + step, 0), 1)
        colour = colors.to_hex(colorsys.hls_to_rgb(hue, light, full))
    return colour


def _luminance(colour: str) -> float:
    parts = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colors.to_rgb(colour)
    )
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))


def _contrast(one: str, other: str) -> float:
    low, high = sorted(map(_luminance, (one, other)))
    return (high + 0.05) / (low + 0.05)


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
