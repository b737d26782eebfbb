"""Draws one series as SVG written by hand: six hundred of them may not cost a build its time."""

from html import escape

import pandas as pd

from masalih import citations, formats
from masalih.charts import ticks
from masalih.translation import gettext as _

WIDTH, HEIGHT = 480, 250
LEFT, RIGHT, TOP, BOTTOM = 70, 18, 14, 46
LETTER = 9  # how wide a letter of the axis is drawn, at most
EPOCH = pd.Timestamp("1970-01-01")
DOT = 4
NAMED = 30  # figures whose dots say what they are; more would outweigh the page
SCALES = {1e9: "billion", 1e6: "million"}


def svg(rows, unit, joined=False):
    """The observations of one series, each at the middle of its period; ends drawn where printed.

    rows: a list of observations as `itertuples` gives them; unit: the id of its unit; joined:
    whether rows of one place and one hand are joined by a line.
    """
    x, y, (low, top), days = _scales(rows)
    parts = [*_grid(y, low, top, unit), *_dates(days, x)]
    if joined:
        hands = dict.fromkeys((row.place, row.by) for row in rows)
        parts += [_line([row for row in rows if (row.place, row.by) == of], x, y) for of in hands]
    parts += _marks(rows, x, y, unit)
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(_alt(rows, unit))}">'
        f"{''.join(parts)}</svg>"
    )


def scale(rows):
    """(by how much numbers on the axis are divided, its name): 1 and "" for small ones."""
    largest = max((abs(n) for row in rows for n in _known(row)), default=0)
    return next(((size, name) for size, name in SCALES.items() if largest >= size), (1, ""))


def _known(row):
    """The numbers that a row gives, one or two of them."""
    return [n for n in (row.value, row.low, row.high) if not formats.missing(n)]


def _scales(rows):
    first, last = min(row.start for row in rows), max(row.end for row in rows)
    pad = max((last - first).days * 0.02, 15)
    first, last = first - pd.Timedelta(days=pad), last + pd.Timedelta(days=pad)
    numbers = [n for row in rows for n in _known(row)]
    top, low = max(0.0, *numbers), min(0.0, *numbers)
    top = top if top > low else low + 1
    room = (top - low) * 0.04
    wide, tall = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM

    def x(day):
        return round(LEFT + wide * ((day - first) / (last - first)), 1)

    def y(number):
        return round(TOP + tall * (top + room - number) / (top + room - low), 1)

    return x, y, (low, top), (first, last)


def _grid(y, low, top, unit):
    size = next((size for size in SCALES if max(top, -low) >= size), 1)
    places, labels = ticks.amounts(low / size, top / size, 5, percent=unit == "share")
    for place, label in zip(places, labels, strict=True):
        at = y(place * size)
        yield (
            f'<path class="rule" d="M{LEFT} {at}H{WIDTH - RIGHT}"/>'
            f'<text x="{LEFT - 8}" y="{at + 5}" text-anchor="end">{label}</text>'
        )


def _dates(days, x):
    low, high = ((day - EPOCH).days for day in days)
    room = 5 * LETTER
    (places, labels), _marks = ticks.dates(
        low, high, WIDTH - LEFT - RIGHT, lambda text: LETTER * len(text), room
    )
    for place, label in zip(places, labels, strict=True):
        at = x(EPOCH + pd.Timedelta(days=place))
        for number, line in enumerate(label.split("\n")):
            foot = HEIGHT - BOTTOM + 20 + 17 * number
            yield f'<text x="{at}" y="{foot}" text-anchor="middle">{line}</text>'


def _middle(row):
    return row.start + (row.end - row.start) / 2


def _number(row):
    known = _known(row)
    return known[0] if not formats.missing(row.value) else sum(known) / len(known)


def _line(own, x, y):
    own = sorted(own, key=_middle)
    places = " ".join(f"{x(_middle(row))},{y(_number(row))}" for row in own)
    return f'<polyline class="line" points="{places}"/>'


def _marks(rows, x, y, unit):
    """The figures: periods as bars, ends as strokes, bounds as arrows, values as dots."""
    for kind, draw in (("span", _period), ("range", _ends)):
        path = "".join(draw(row, x, y) for row in rows)
        if path:
            yield f'<path class="{kind}" d="{path}"/>'
    for row in rows:
        if not formats.missing(row.value):
            said = f"<title>{escape(_said(row, unit))}</title>" if len(rows) <= NAMED else ""
            yield f'<circle cx="{x(_middle(row))}" cy="{y(row.value)}" r="{DOT}">{said}</circle>'


def _period(row, x, y):
    first, last = x(row.start), x(row.end)
    return f"M{first} {y(_number(row))}H{last}" if last - first > DOT else ""


def _ends(row, x, y):
    at, high = x(_middle(row)), y(_number(row))
    path = ""
    if not formats.missing(row.low) and not formats.missing(row.high):
        path = f"M{at} {y(row.low)}V{y(row.high)}"
    way = {"floor": -1, "ceiling": 1}.get(row.bound, 0)
    tip = round(high + way * DOT * 3, 1)
    arrow = f"M{at} {high}V{tip}m-4 {-5 * way}l4 {5 * way}l4 {-5 * way}"
    return path + arrow if way else path


def _alt(rows, unit):
    """What the drawing shows: the first and the last figure."""
    ordered = sorted(rows, key=_middle)
    first = _("First: {figure}", figure=f"{_said(ordered[0], unit)}.")
    last = _("Last: {figure}", figure=f"{_said(ordered[-1], unit)}.")
    return f"{first} {last}" if len(ordered) > 1 else last


def _said(row, unit):
    number = citations.counted(row.value, row.low, row.high, row.bound, unit)
    return f"{number}{_(', ')}{formats.period(row.start, row.end)}"
