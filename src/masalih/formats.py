"""One place knows how each edition writes a number, a date or a name: no two pages disagree.

The edition is Arabic ("ar", the default) or English ("en"). It comes from `use()`, else from the
environment variable BOOK_LANG. Everything returned is plain text that a reader sees; nothing here
is markup.
"""

from __future__ import annotations

import math
import re
from datetime import date as Day, datetime
from decimal import ROUND_HALF_UP, Context, Decimal
from numbers import Integral, Real

import pandas as pd

from masalih.translation import (
    EDITIONS as EDITIONS,
    gettext as _,
    language as language,
    tr as tr,
    use as use,
)

RLM = "\u200f"  # makes a sign in front of Arabic digits stand where an Arabic reader starts
_ARABIC_INDIC = str.maketrans("0123456789,.%", "٠١٢٣٤٥٦٧٨٩٬٫٪")
_LATIN = str.maketrans("٠١٢٣٤٥٦٧٨٩٬٫٪", "0123456789,.%")
# the usual 28 digits fail on a large figure, or round it before we do
_EXACT = Context(prec=1000, rounding=ROUND_HALF_UP)


# ---------------------------------------------------------------- numbers


def missing(x) -> bool:
    """True for None, NaN, NaT and pandas.NA, which a reader sees as «غير معلوم» / "unknown"."""
    return x is None or bool(pd.api.types.is_scalar(x) and pd.isna(x))


def unknown() -> str:
    return _("unknown")


def num(x, digits: int = 0) -> str:
    """A number with grouped thousands and `digits` decimals: «١٬٢٣٤٫٥» / "1,234.5".

    Halves are rounded away from zero.

    TypeError for what is not a number, ValueError for infinity.
    """
    if missing(x):
        return unknown()
    number = rounded(exact(x), digits)
    text = f"{number.copy_abs():,}"
    if number < 0:  # a rounded −0 has no sign
        text = tr(RLM + "−", "−") + text
    return _native(text)


def year(x) -> str:
    """A year, never grouped: «٢٠١٨» / "2018".

    Takes a whole number or anything with a date in it.
    """
    if missing(x):
        return unknown()
    return _native(str(int(float(x)) if isinstance(x, Real) else _day(x).year))


def version(text: str) -> str:
    """The number of a release: `version("0.10.1")` in the digits of the edition."""
    return ".".join(num(int(part)) for part in text.split("."))


def percent(share, digits: int = 0) -> str:
    """A share from 0 to 1 as a percentage: 0.68 → «٦٨٪» / "68%"."""
    if missing(share):
        return unknown()
    return num(_EXACT.multiply(exact(share), 100), digits) + tr("٪", "%")


_TOKEN = re.compile(
    r"""(?P<name>[A-Za-z_][\w./:-]* | \d[\d.,]*[A-Za-z_][\w./:-]*) |   # F-16, C07, 4th
    (?P<date>\d{4}-\d\d(?:-\d\d)?(?!\d)) | (?P<number>\d+(?:[.,]\d+)*%?)""",
    re.VERBOSE | re.ASCII,
)


def digits(text: str) -> str:
    """`text` with its numbers in this edition's digits and ISO dates in its words.

    Names such as F-16 or C07 stay as they are.
    """
    if language() == "en":
        return text.translate(_LATIN)
    return _TOKEN.sub(
        lambda m: (
            m["name"] or (m["date"] and _date_in_words(m["date"])) or m[0].translate(_ARABIC_INDIC)
        ),
        text,
    )


def _date_in_words(text: str) -> str:
    """An ISO date as `date` writes it; "" for what only looks like one («1400-50»)."""
    try:
        return date(text)
    except ValueError:
        return ""


def _native(text: str) -> str:
    return text.translate(_ARABIC_INDIC) if language() == "ar" else text


def rounded(number: Decimal, digits: int) -> Decimal:
    """With so many decimals, halves away from zero."""
    return number.quantize(Decimal(1).scaleb(-digits), context=_EXACT)


def exact(x) -> Decimal:
    """The number that a reader of the data means; TypeError for what is none."""
    if isinstance(x, Decimal) and x.is_finite():
        return x
    if isinstance(x, bool) or not isinstance(x, Real):
        raise TypeError(f"{x!r} is not a number: convert it before formatting")
    if isinstance(x, Integral):
        return Decimal(int(x))
    if float(x).is_integer():
        return Decimal(int(float(x)))
    if math.isinf(x):
        raise ValueError("infinity cannot be printed: look for a division by zero above")
    return Decimal(repr(float(x)))


# ---------------------------------------------------------------- dates


def date(day, precision: str = "day", short: bool = False) -> str:
    """A date to the day, month or year: «٨ آب/أغسطس ٢٠٢٣» / "8 August 2023".

    short: «٨ آب ٢٠٢٣» / "8 Aug 2023".

    Takes a Timestamp, a date, or an ISO text (a year or year-month is printed no finer than it is
    given).
    """
    if missing(day):
        return unknown()
    if isinstance(day, str):
        precision = {4: "year", 7: "month" if precision == "day" else precision}.get(
            len(day.strip()), precision
        )
    if precision not in ("day", "month", "year"):
        raise ValueError(f"precision {precision!r} is not day, month or year")
    day = _day(day)
    parts = {
        "year": [],
        "month": [month(day.month, short)],
        "day": [_native(str(day.day)), month(day.month, short)],
    }[precision]
    return " ".join([*parts, year(day.year)])


def month(number: int, short: bool = False) -> str:
    """The name of month 1–12: «آب/أغسطس» / "August"; short: «آب» / "Aug"."""
    name = _months()[number - 1]
    if not short:
        return name
    return name.split("/")[0] if language() == "ar" else name[:3]


def _months() -> tuple[str, ...]:
    """In Arabic the Iraqi and Levantine name, a stroke and the Gregorian one."""
    return (
        _("January"),
        _("February"),
        _("March"),
        _("April"),
        _("May"),
        _("June"),
        _("July"),
        _("August"),
        _("September"),
        _("October"),
        _("November"),
        _("December"),
    )


def period(start, end=None, short: bool = False) -> str:
    """A period in the fewest words: a whole year or month by its name, a day by its date.

    Anything else is a span, which says once what both of its ends have in common: "27–28 February
    2018", "April–September 2020", "4 January – 30 September 2020".
    """
    if missing(end) or missing(start):
        return date(end if missing(start) else start, short=short)
    start, end = _day(start), _day(end)
    if start == end:
        return date(start, short=short)
    precision = "day"
    if start.day == 1 and end == _month_end(end):
        precision = "year" if start.month == 1 and end.month == 12 else "month"
    last = date(end, precision, short)
    if start.year != end.year or precision == "year":
        return span(date(start, precision, short), last)
    if precision == "month":
        same = start.month == end.month
        return last if same else join(month(start.month, short), last, close=True)
    if start.month == end.month:
        return join(_native(str(start.day)), last, close=True)
    return join(f"{_native(str(start.day))} {month(start.month, short)}", last)


def span(a, b, short: bool = False) -> str:
    """From a to b: «من ٢٠١٤ إلى ٢٠١٨» / "2014–2018".

    Whole numbers are read as years; texts are taken as they are.

    short=True gives «٢٠١٤–٢٠١٨» in Arabic, which is drawn with the first year on the right, where
    an Arabic reader starts.
    """
    first, last = (
        x if isinstance(x, str) else year(x) if isinstance(x, Real) else date(x) for x in (a, b)
    )
    return join(first, last, short)


def between(low, high, digits: int = 0, share: bool = False, short: bool = False) -> str:
    """A range of numbers: «من ٢٠٬٠٠٠ إلى ٣١٬٥٠٠» / "20,000–31,500"; share=True for percentages.

    A missing end gives an open range («٢٠٬٠٠٠ على الأقل» / "at least 20,000").
    """
    write = (lambda x: percent(x, digits)) if share else (lambda x: num(x, digits))
    if missing(low) or missing(high):
        if missing(low) and missing(high):
            return unknown()
        return (
            _("at least {number}", number=write(low))
            if missing(high)
            else _("at most {number}", number=write(high))
        )
    return join(write(low), write(high), short)


def join(a: str, b: str, short: bool = False, close: bool = False) -> str:
    """From text a to text b, as `span` and `between` write it; one text when both are the same.

    close: no space at the dash, where one word of `b` is what `a` is held against.
    """
    if a == b:
        return a
    if language() == "ar" and not short:
        return _("from {a} to {b}", a=a, b=b)
    dash = " – " if " " in a + b and not close else "–"
    return (RLM if language() == "ar" else "") + a + dash + b


def _month_end(day: Day) -> Day:
    return (pd.Timestamp(day) + pd.offsets.MonthEnd(0)).date()


def _day(x) -> Day:
    if isinstance(x, (pd.Timestamp, datetime)):
        return x.date()
    if isinstance(x, Day):
        return x
    try:
        return pd.Timestamp(str(x)).date()
    except (ValueError, NotImplementedError) as error:  # the second: no year of Python's calendar
        raise ValueError(f"{x!r} is not a date: write it as YYYY-MM-DD") from error


# ---------------------------------------------------------------- names


def term(id: str) -> str:
    """The name of a place, actor, publisher or unit in this edition, from data/terms.csv.

    LookupError names near matches.
    """
    from masalih import data, finder  # only here, so that numbers work without the data package

    row = data.entry("terms", id) if isinstance(id, str) else None
    if row:
        return digits(row[language()])
    if not isinstance(id, str):
        raise LookupError(f'{id!r} is no id of a term: ids are text, as in term("nineveh")')
    remedy = finder.remedy(id, data.terms().index, "term")
    raise LookupError(
        f"no term {id!r} in data/terms.csv. Remedy: {remedy} (or add a row with its two names)"
    )


def name(text: str) -> str:
    """`text` in this edition if it is the id or an English name of a term, else unchanged."""
    from masalih import data

    row = data.entry("terms", text) or (data.named(text) if language() == "ar" else None)
    return digits(row[language()]) if row else text
