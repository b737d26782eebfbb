"""A student hears at once whether an answer is right and, if not, which mistake it looks like.

The answer itself is never printed. What is right, and what the usual mistakes give, is computed
from the data package by the worked solution of the exercise (`masalih.exercises.keys`): when the
data change, both change; nothing is written down.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from html import escape
from numbers import Complex

from masalih import formats
from masalih.exercises import judgement, keys, reading
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
        # JupyterLab sets a <p> to the left, whatever its direction.
        return (
            f'<div class="check check-{self.state}" lang="{formats.language()}" '
            f'dir="{tr("rtl", "ltr")}">{escape(repr(self))}</div>'
        )


def check(label: str, answer=None, *parted) -> Answer:
    """Compare an answer with what the data say; any answer at all hears one sentence.

    The same words serve a number, a month or one of the choices.

    label: as the exercise is called, such as "ex-isis-1". LookupError when there is no such
    exercise.
    """
    if label not in labels(label):
        raise LookupError(f"no exercise {label!r}; this chapter has {', '.join(labels(label))}")
    if parted:
        return _wrong(parted_text())
    if answer is None or answer is ...:
        return Answer(
            "open",
            _("No answer yet: put yours into answer and run the cell."),
        )
    return judge(answer, keys.key(label))


def judge(answer, key: keys.Key) -> Answer:
    """What an answer of any type hears by a Key."""
    given = reading.value(answer)
    given, fault = _number(given, key) if key.kind == "number" else _word(given, key)
    if fault:
        return _wrong(fault)
    for one in judgement.heard(key):
        if one.holds(given):
            return Answer(one.state, one.text)
    return _wrong(judgement.other_text(key.kind))


def parted_text() -> str:
    """What `check("ex-isis-2", 3,630)` hears."""
    return _('A comma parts two answers here: write 3630, or "3,630" in quotes.')


def _wrong(text: str) -> Answer:
    return Answer("wrong", text)


def _number(given, key):
    """(a finite number, None) or (None, what is the matter)."""
    if isinstance(given, Complex) and not isinstance(given, (bool, float)):
        return None, _("The sum gave a complex number: look for a root of a negative number.")
    if isinstance(given, str):
        given = reading.number(given, key.unit == "percent")
    if not isinstance(given, float):
        return None, judgement.unread_text("number")
    if not math.isfinite(given):
        return None, _("The sum gave no number: look for a missing value or a division by zero.")
    return given, None


def _word(given, key):
    """(one of the choices or a month, None) or (None, what is the matter)."""
    if isinstance(given, float):
        given = f"{given:g}"
    if not isinstance(given, str):
        return None, _("One text in quotation marks is wanted.")
    found = reading.month(given) if key.kind == "month" else key.choice(given)
    return found, None if found else judgement.unread_text(key.kind)
