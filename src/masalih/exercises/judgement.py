"""What each answer to an exercise hears: one list of ranges, which `check` and the page both read.

The first range that holds an answer speaks. A range is of the answer itself, of its inverse (a
ratio upside down) or of its logarithm (near in proportion): so its width never tells what is right.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from masalih.formats import tr
from masalih.translation import gettext as _

SLACK = 0.5e-6  # of the last decimal asked for: 12.35 may be rounded to 12.3 and to 12.4
NEAR = 0.01  # how far in proportion one lands by rounding on the way


@dataclass(frozen=True)
class Word:
    """One of the possible words, or a month, and what it hears."""

    value: str
    state: str
    text: str

    def holds(self, answer: str) -> bool:
        return answer == self.value


@dataclass(frozen=True)
class Range:
    """Answers whose `scale` lies from low to high, and what they hear.

    scale is "x", "1/x" or "ln": the answer, its inverse, the logarithm of its size. sign: that of
    the answer, for "ln".
    """

    scale: str
    low: float
    high: float
    state: str
    text: str
    sign: int = 0

    def holds(self, answer: float) -> bool:
        slack = SLACK * (self.high - self.low)
        at = scaled(self.scale, answer)
        if at is None or (self.sign and math.copysign(1, answer) != self.sign):
            return False
        return self.low - slack <= at <= self.high + slack


def scaled(scale: str, answer: float) -> float | None:
    """The answer on a scale; None where it has no place there."""
    if scale == "x":
        return answer
    if not answer:
        return None
    return 1 / answer if scale == "1/x" else math.log(abs(answer))


def right_text() -> str:
    return _("Right.")


def other_text(kind: str) -> str:
    """What an answer hears that lies in no range."""
    if kind == "number":
        return _("Not this, and no usual mistake either: go over series, period and unit.")
    if kind == "month":
        return _("Not this month, and no usual mistake either: go over the series and the period.")
    return _("This is none of the possible answers: see how the exercise asks for it.")


def unread_text(kind: str) -> str:
    """What hears that is no number, no month, none of the words."""
    if kind == "number":
        return _("One number is wanted, with no table and no words beside it.")
    if kind == "month":
        return _("One month is wanted, written like 2015-03.")
    return other_text(kind)


def heard(key) -> list:
    """What answers to this Key hear in the edition in force: [Word], or [Range] of a number."""
    if key.kind != "number":
        words = [Word(key.right, "right", right_text())]
        return words + [Word(one.value, "wrong", tr(one.ar, one.en)) for one in key.mistakes]
    return list(_numbers(key.right, key.mistakes, key.decimals))


def _numbers(right, mistakes, decimals) -> Iterator[Range]:
    half = 0.5 * 10.0**-decimals
    yield Range("x", right - half, right + half, "right", right_text())
    for one in mistakes:
        yield Range("x", one.value - half, one.value + half, "wrong", tr(one.ar, one.en))
    yield from _usual(right, decimals, half)


def _usual(right, decimals, half) -> Iterator[Range]:
    """The mistakes that any number can suffer."""
    text = _("The size is right and the sign is not: which number is taken from which?")
    yield Range("x", -right - half, -right + half, "wrong", text)
    text = _("A share (zero to one) and a percentage are mixed up.")
    rounded = 10**decimals if abs(right) >= 1 else 1  # 0.12 for 12.3 per cent
    for factor, wide in ((100, 1), (0.01, rounded)):
        for value in (right * factor, -right * factor):  # a share may have lost its sign as well
            reach = half * factor * wide
            yield Range("x", value - reach, value + reach, "wrong", text)
    text = _("Not in the unit asked for: look at thousands and millions.")
    for factor in (1e3, 1e6, 1e-3, 1e-6):
        value, reach = right * factor, half * factor
        yield Range("x", value - reach, value + reach, "wrong", text)
    counted = decimals == 0 and right == round(right)
    if right and decimals:
        text = _("The ratio is upside down: which number is divided by which?")
        yield Range("1/x", right - half, right + half, "wrong", text)
    if counted:
        text = _(
            "One too many or too few: read again, and look whether both ends, first and "
            "last, count."
        )
        for other in (right - 1, right + 1):
            yield Range("x", other - half, other + half, "wrong", text)
    else:
        yield from _near(right, decimals)


def _near(right, decimals) -> Iterator[Range]:
    """Where one may land by rounding on the way; a count of things is not rounded at all."""
    text = _("Close, but rounded too early: round in the last step only.")
    reach = (3 if decimals else 1.5) * 10.0**-decimals
    yield Range("x", right - reach, right + reach, "wrong", text)
    if right:
        low, high = (math.log(abs(right) * (1 + by)) for by in (-NEAR, NEAR))
        yield Range("ln", low, high, "wrong", text, int(math.copysign(1, right)))
