"""How a single value of the data is written: with its decimals, its range, its floor or ceiling."""

from __future__ import annotations

import numpy as np
import pandas as pd

from masalih import formats
from masalih.counts import count
from masalih.translation import gettext as _, pgettext


def plain(value) -> str:
    """Any cell in this edition's writing.

    Numbers are grouped and have up to two decimals, dates are in words, texts have its digits.
    """
    if formats.missing(value):
        return ""
    if isinstance(value, (bool, np.bool_)):
        return _("yes") if value else _("no")
    if isinstance(value, pd.Timestamp):
        return formats.date(value)
    if pd.api.types.is_number(value):
        return formats.num(value, decimals(value))
    return formats.digits(str(value))


def decimals(value) -> int:
    """How many a number has, up to two."""
    return next((d for d in (0, 1) if round(float(value), d) == round(float(value), 2)), 2)


def counted(
    value, low, high, bound, unit: str, *, words: bool = False, oblique: bool = False
) -> str:
    """A published figure as `figure` writes it, with the noun of its unit (a term's id)."""
    if unit == "share":
        return figure(value, low, high, bound, share=True)
    n = value
    ends = not formats.missing(low) and not formats.missing(high)
    if formats.missing(value) or (ends and bound == "range"):
        n = (low, high)
    elif bound in ("floor", "ceiling"):
        n = (value, None) if bound == "floor" else (None, value)
    known = [end for end in (value, low, high) if not formats.missing(end)]
    places = max(map(decimals, known), default=0)
    return count(n, unit, places, words=words, oblique=oblique)


def figure(value, low, high, bound, share: bool = False) -> str:
    """A published figure in words.

    Its range where a range was printed, «ما لا يقل عن» / "at least" where it is a floor.
    """
    ends = not formats.missing(low) and not formats.missing(high)
    if ends and (formats.missing(value) or bound == "range"):
        return formats.join(amount(low, share), amount(high, share))
    if formats.missing(value):
        return formats.between(low, high, share=share)
    number = amount(value, share)
    if bound == "floor":
        return pgettext("as published", "at least {number}", number=number)
    if bound == "ceiling":
        return pgettext("as published", "at most {number}", number=number)
    return number


def amount(value, share: bool = False) -> str:
    """A number with as many decimals as it has, up to two; share=True prints 0..1 as percent."""
    return (
        formats.percent(value, 0 if abs(value * 100 % 1) < 1e-9 else 1) if share else plain(value)
    )
