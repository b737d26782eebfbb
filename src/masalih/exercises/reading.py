"""Reads an answer as people give and write it: one plain value out of any type, digits or spelling.

The page reads what is typed into it by the same rules, in book/assets/answers.js; a test holds the
two to the same values.
"""

from __future__ import annotations

import datetime
import math
import re
import unicodedata
from decimal import Decimal
from numbers import Real

import numpy as np
import pandas as pd

from masalih import formats, spelling
from masalih.translation import EDITIONS, edition

UNSEEN = re.compile("[\u061c\u200b-\u200f\u2066-\u2069\u0640\ufeff]")
SIGNS = str.maketrans("−–‐‑،’۰۱۲۳۴۵۶۷۸۹", "----,'0123456789")
QUOTES = "\"'«»“”„‘’`"
SPACED = re.compile(r"(?<=\d)[ _'](?=\d{3}(?!\d))", re.ASCII)
THOUSANDS = re.compile(r"[-+]?\d{1,3}(?:(?:,\d{3})+(?:\.\d*)?|(?:\.\d{3}){2,})", re.ASCII)
NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?", re.ASCII)
MONTHS = (
    re.compile(r"(?P<year>\d{4})[-/. ](?P<month>\d{1,2})(?:[-/. ]\d{1,2})?", re.ASCII),
    re.compile(r"(?P<month>\d{1,2})[-/. ](?P<year>\d{4})", re.ASCII),
)
NAMED = re.compile(
    r"(?P<name>[^\d]+?)[ ,]*(?P<year>\d{4})|(?P<year2>\d{4})[ ,]*(?P<name2>[^\d]+)", re.ASCII
)


def value(answer):
    """One plain value of what was given: a float out of any real number, else a text, else as is.

    numpy's and pandas' types count; a list, array or series of one stands for what it holds, a day
    or month for its "YYYY-MM".
    """
    answer = _alone(answer)
    if isinstance(answer, (datetime.date, pd.Period)):
        return answer.strftime("%Y-%m")
    if isinstance(answer, (Real, Decimal)) and not isinstance(answer, bool):
        return _as_float(answer)
    return answer


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


def plain(text):
    """A text without marks that nobody sees, in Latin digits and small letters."""
    text = unicodedata.normalize("NFKC", text)
    text = UNSEEN.sub("", text).translate(formats._LATIN).translate(SIGNS)
    return " ".join(text.split()).strip(QUOTES).strip().lower()


def number(text, percent=True):
    """The number that a text writes, or None.

    percent: a percentage is asked for, so that a per cent sign says what is meant already; else
    the number before it is so many hundredths.
    """
    text = plain(text)
    bare = text.strip("% ")
    bare = SPACED.sub("", bare)
    if THOUSANDS.fullmatch(bare):
        bare = bare.replace(",", "") if "," in bare else bare.replace(".", "")
    bare = bare.replace(",", ".")
    if not NUMBER.fullmatch(bare):
        return None
    read = float(bare) / (1 if percent or "%" not in text else 100)
    return read if math.isfinite(read) else None


def month(text):
    """The month that a text names, as "YYYY-MM", or None: 2013-05, 5/2013, «أيار ٢٠١٣»."""
    text = plain(text)
    for form in MONTHS:
        if found := form.fullmatch(text):
            return _month(found["year"], int(found["month"]))
    if found := NAMED.fullmatch(text):
        names = month_names()
        name = (found["name"] or found["name2"]).strip(" ,.")
        return _month(found["year"] or found["year2"], names.get(folded(name), 0))
    return None


def _month(year, number):
    return f"{year}-{number:02}" if 1 <= number <= 12 else None


def month_names():
    """{name of a month, folded: its number}: both Arabic names and the English, long and short."""
    names = {}
    for language in EDITIONS:
        with edition(language):
            for number in range(1, 13):
                long, short = formats.month(number), formats.month(number, short=True)
                for name in (long, short, *long.split("/")):
                    names[folded(name)] = number
    return names | {"sept": 9}


def folded(text):
    """A text as it compares with others: one spelling of what Arabic writes in several."""
    return spelling.fold(plain(text))
