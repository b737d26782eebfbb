"""A student hears at once whether an answer is right and, if not, which mistake it looks like.

The answer itself is never printed. What is right, and what the usual mistakes give, is computed
from the data package by the worked solution of the exercise (`masalih.exercises.keys`): when the
data change, both change; nothing is written down.
"""

from __future__ import annotations

import datetime
import math
import re
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from numbers import Complex, Real

import numpy as np
import pandas as pd

from masalih import formats
from masalih.exercises import keys
from masalih.exercises.keys import UNCHANGED, labels
from masalih.formats import tr
from masalih.translation import gettext as _

__all__ = ["UNCHANGED", "Answer", "check", "labels"]


@dataclass(frozen=True)
class Answer:
    """What the check says of an answer.

    state is "right", "wrong" or "open" (nothing answered yet), text the sentence in this edition's
    language.
    """

    state: str
    text: str

    def __repr__(self) -> str:
        return {"right": "✓ ", "wrong": "✗ ", "open": "… "}[self.state] + self.text

    def _repr_html_(self) -> str:
        return (
            f'<p class="check check-{self.state}" lang="{formats.language()}" '
            f'dir="{tr("rtl", "ltr")}">{escape(repr(self))}</p>'
        )


def check(label: str, answer=None) -> Answer:
    """Compare an answer with what the data say; any answer at all hears one sentence.

    The same words serve a number, a month or one of the choices.

    label: as the exercise is called, such as "ex-isis-1". LookupError when there is no such
    exercise.
    """
    if label not in labels(label):
        raise LookupError(f"no exercise {label!r}; this chapter has {', '.join(labels(label))}")
    if answer is None or answer is ...:
        return Answer(
            "open",
            _("No answer yet: put yours into answer and run the cell."),
        )
    key = keys.key(label)
    judge = _choice if isinstance(key.right, str) else _number
    return judge(_read(answer), key.right, key.mistakes, key.decimals)


def _wrong(text: str) -> Answer:
    return Answer("wrong", text)


# ---------------------------------------------------------------- reading what the student gave


BIDI = re.compile("[\u061c\u200e\u200f\u2066-\u2069]")
SIGNS = str.maketrans("−–،", "--,")
MONTH = re.compile(r"(\d{4})[-/](\d{1,2})(?:[-/]\d{1,2})?")
THOUSANDS = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d*)?")


def _read(answer):
    """One plain value of what a student gave.

    A float out of any real number, numpy's too; months as YYYY-MM; texts folded, or the number they
    write, with or without a percent sign. A list, array or series of one stands for what it holds.
    Anything else is given back as it is.
    """
    answer = _alone(answer)
    if isinstance(answer, (datetime.date, pd.Period)):
        return answer.strftime("%Y-%m")
    if isinstance(answer, (Real, Decimal)) and not isinstance(answer, bool):
        return _as_float(answer)
    if not isinstance(answer, str):
        return answer
    plain = BIDI.sub("", answer.translate(formats._LATIN)).translate(SIGNS).strip().casefold()
    dated = MONTH.fullmatch(plain)
    if dated:
        return f"{dated[1]}-{int(dated[2]):02}"
    number = plain.strip("% ")
    number = number.replace(",", "") if THOUSANDS.fullmatch(number) else number.replace(",", ".")
    try:
        return float(number)
    except ValueError:
        return plain


def _alone(answer):
    """What a container of one holds; an unknown value of any library as NaN."""
    if isinstance(answer, (pd.Series, pd.Index, list, tuple, set, frozenset)) and len(answer) == 1:
        answer = next(iter(answer))
    if isinstance(answer, (np.ndarray, np.generic)) and answer.size == 1:
        answer = pd.Timestamp(answer) if isinstance(answer, np.datetime64) else answer.item()
    return math.nan if answer is pd.NA or answer is pd.NaT else answer


def _as_float(number):
    """A real number as a float, infinite where a float cannot hold it."""
    try:
        return float(number)
    except OverflowError:
        return math.inf if number > 0 else -math.inf
    except ValueError:  # Decimal's signalling NaN
        return math.nan


# ---------------------------------------------------------------- one of the choices, or a month


def _choice(answer, right, mistakes, decimals):
    if isinstance(answer, float):
        answer = f"{answer:g}"
    if not isinstance(answer, str):
        return _wrong(_("One text in quotation marks is wanted."))
    if answer == right.casefold():
        return Answer("right", _("Right."))
    for mistake in mistakes:
        if answer == str(mistake.value).casefold():
            return _wrong(tr(mistake.ar, mistake.en))
    return _wrong(_("This is none of the possible answers: see how the exercise asks for it."))


# ---------------------------------------------------------------- a number


def _number(answer, right, mistakes, decimals):
    if isinstance(answer, Complex) and not isinstance(answer, Real):
        return _wrong(_("The sum gave a complex number: look for a root of a negative number."))
    if not isinstance(answer, float):
        return _wrong(_("One number is wanted, with no table and no words beside it."))
    if not math.isfinite(answer):
        return _wrong(_("The sum gave no number: look for a missing value or a division by zero."))
    if _same(answer, right, decimals):
        return Answer("right", _("Right."))
    for mistake in mistakes:
        if _same(answer, mistake.value, decimals):
            return _wrong(tr(mistake.ar, mistake.en))
    for value, scale, text in _usual(answer, right, decimals):
        if _same(answer, value, decimals, scale):
            return _wrong(text)
    if abs(answer - right) <= _near(right, decimals):
        return _wrong(_("Close, but rounded too early: round in the last step only."))
    return _wrong(
        _(
            "Not this, and no usual mistake either: go over series, period and unit, then the "
            "folded hint."
        )
    )


def _same(answer, value, decimals, scale=1.0):
    """Equal to as many decimals as the exercise asks for, rounded or not.

    scale: by how much both were blown up or shrunk.
    """
    return abs(answer - value) <= 0.5 * 10.0**-decimals * scale * (1 + 1e-6)


def _near(right, decimals):
    """How far from the right answer one may land by rounding on the way.

    A count of things is not rounded at all.
    """
    if decimals == 0 and right == round(right):
        return 0
    return max((3 if decimals else 1.5) * 10.0**-decimals, abs(right) * 0.01)


def _usual(answer, right, decimals):
    """The mistakes that any number can suffer: the value they give, its scale, and what to say."""
    yield (
        -right,
        1,
        _("The size is right and the sign is not: which number is taken from which?"),
    )
    turned = math.copysign(right, answer)  # a share may have lost its sign as well
    for factor, rounded in (
        (100, 1),
        (0.01, 10**decimals if abs(right) >= 1 else 1),
    ):  # 0.12 for 12.3 per cent
        yield (
            turned * factor,
            factor * rounded,
            _("A share (zero to one) and a percentage are mixed up."),
        )
    for factor in (1e3, 1e6, 1e-3, 1e-6):
        yield (
            right * factor,
            factor,
            _("Not in the unit asked for: look at thousands and millions."),
        )
    if right and decimals:
        yield (
            1 / right,
            abs(1 / right**2),
            _("The ratio is upside down: which number is divided by which?"),
        )
    if decimals == 0 and right == round(right):
        for other in (right - 1, right + 1):
            yield (
                other,
                1,
                _(
                    "One too many or too few: read again, and look whether both ends, first and "
                    "last, count."
                ),
            )
