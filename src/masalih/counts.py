"""A number with the noun it counts: «هجوم واحد», «ثلاثة هجمات», «١١ هجوماً» / "one attack".

The forms of each noun stand in data/terms.csv; Babel's plural category says which a number takes.
"""

from __future__ import annotations

import functools
from decimal import Decimal
from typing import NamedTuple

from masalih import data, formats
from masalih.rules.nouns import PARTS, SCALES, is_feminine
from masalih.translation import language, pgettext, tr

WORDS = 10  # the greatest number that prose writes as a word
_ENGLISH = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
_MASCULINE = ["واحد", "اثنان", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة", "عشرة"]
_FEMININE = ["واحدة", "اثنتان", "ثلاث", "أربع", "خمس", "ست", "سبع", "ثماني", "تسع", "عشر"]


class Noun(NamedTuple):
    """One thing that is counted, in the forms of this edition."""

    forms: tuple[str, ...]
    after: str  # what follows the noun, whatever the number: "a day"
    feminine: bool
    sign: str = ""  # what stands for it, close to digits: ٪


def count(
    n,
    noun: str,
    digits: int | None = None,
    *,
    oblique: bool = False,
    words: bool = True,
    scale: str = "",
    alone: bool = False,
    capital: bool = False,
) -> str:
    """`n` and what it counts: «هجومان», «ثلاثة هجمات», «١١ هجوماً» / "two attacks", "11 attacks".

    Up to ten it is written in words, none as «لا هجمات» / "no attacks", then in digits. A fraction,
    a negative number and per cent are always written in digits.

    Args:
        n: a number, or a range (low, high) of which one end may be missing: «ما لا يقل عن ثلاثة
            هجمات» / "at least three attacks".
        noun: an id of terms.csv that has forms, or its English singular: "attack".
        digits: decimals of a number that is not whole; 0 rounds it.
        oblique: after a verb or a preposition the Arabic dual is «هجومين», and none «صفر هجمات».
        words: False for tables and cards, "3 attacks"; Arabic has words for none, one and two.
        scale: "thousand", "million" or "billion": «ثلاثة ملايين دولار» / "three million dollars".
        alone: the number without its noun, in the noun's gender: «أربع» من ثماني ضربات.
        capital: for the beginning of an English sentence or title.

    Raises:
        LookupError: for a noun without forms.
        ValueError: for a fraction without digits, an unknown scale, and a number that a scale
            rounds to nothing.
    """
    if scale and scale not in SCALES:
        raise ValueError(f"scale {scale!r} is not one of {', '.join(SCALES)}")
    way = _Way(_noun(noun), _noun(scale) if scale else None, digits, words, alone)
    shift = SCALES.get(scale, 0)
    if isinstance(n, (tuple, list)):
        low, high = (_printed(end, digits, shift) for end in n)
        text = way.range(low, high, oblique)
    else:
        text = way.number(_printed(n, digits, shift), oblique)
    return text[:1].upper() + text[1:] if capital else text


def _printed(n, digits: int | None, shift: int) -> Decimal | None:
    """The number as it will be read, of which the form of the noun is taken; None if missing."""
    if formats.missing(n):
        return None
    exact = formats.exact(n).scaleb(-shift)
    if digits is None and not _whole(exact):
        raise ValueError(f"{exact} is not whole: give digits, the decimals to print (0 rounds)")
    rounded = formats.rounded(exact, digits or 0)
    if shift and exact and not rounded:
        raise ValueError(f"{exact} rounds to nothing: give more digits, or another scale")
    # A decimal of nought that is not printed would make "one attacks" of 1.0.
    return rounded.to_integral_value() if _whole(rounded) else rounded


class _Way(NamedTuple):
    """How one call wants its numbers."""

    noun: Noun
    scale: Noun | None
    digits: int | None
    words: bool
    alone: bool

    def number(self, n: Decimal | None, oblique: bool) -> str:
        if n is None:
            return formats.unknown()
        if self.alone:
            return self.bare(n, oblique)
        if not (self.scale and n):
            return self._counted(n, self.noun, oblique)
        form = self.noun.forms[0 if language() == "ar" else 1]
        scaled = self._counted(n, _construct(self.scale), oblique, construct=True)
        return f"{scaled} {form} {self.noun.after}".strip()

    def range(self, low: Decimal | None, high: Decimal | None, oblique: bool) -> str:
        if high is None and low is not None:
            return pgettext("as published", "at least {number}", number=self.number(low, True))
        if low is None and high is not None:
            return pgettext("as published", "at most {number}", number=self.number(high, True))
        if low is None or high is None or low == high:
            return self.number(high, oblique)
        way = self._replace(words=self.words and _in_words(low) and _in_words(high))
        last = way.number(high, True)
        if language() == "ar":
            return formats.join(way._first(low), last)
        return f"{way.bare(low, zero='zero')} to {last}" if way.words else f"{way.bare(low)}–{last}"

    def _first(self, low: Decimal) -> str:
        """The lower end in Arabic: one and two are said by a noun of their own, «من هجومين إلى»."""
        head = self.scale or self.noun
        if self.words and low in (1, 2) and not (head.sign or self.alone):
            return self._counted(low, head._replace(after=""), True)
        return self.bare(low, True, "صفر")

    def bare(self, n: Decimal, oblique: bool = False, zero: str = "") -> str:
        """The number without its noun."""
        head = self.scale or self.noun
        if not self.words or head.sign or not _in_words(n):
            return formats.num(n, self._places(n)) + head.sign
        if n == 0:
            return zero or {"ar": "لا شيء", "en": "none"}[language()]
        word = _word(n, head.feminine)
        if language() == "ar" and n == 2 and oblique:
            return word[:-2] + "ين"
        return "ثمانٍ" if word == "ثماني" else word

    def _counted(self, n: Decimal, noun: Noun, oblique: bool, construct: bool = False) -> str:
        form = _form(n, noun, oblique)
        if noun.sign or not _in_words(n):
            number = formats.num(n, self._places(n))
            text = number + noun.sign if noun.sign else f"{number} {form}"
        elif language() == "ar":
            text = _arabic(n, noun, form, self.words, construct, oblique)
        else:
            number = (_word(n) if n else "no") if self.words else formats.num(n)
            text = f"{number} {form}"
        return f"{text} {noun.after}".strip()

    def _places(self, n: Decimal) -> int:
        return 0 if _whole(n) else self.digits or 0


# ---------------------------------------------------------------- one number


def _arabic(n: Decimal, noun: Noun, form: str, words: bool, construct: bool, oblique: bool) -> str:
    """From none to ten: the noun itself says two, and before another noun it says one."""
    if n == 0:  # «بعد لا أيام» is no Arabic
        return f"{'صفر' if oblique else 'لا'} {form}"
    if n == 2 or (n == 1 and construct):
        return form
    if n == 1:
        return f"{form} {_word(n, noun.feminine)}"
    return f"{_word(n, noun.feminine) if words else formats.num(n)} {form}"


def _form(n: Decimal, noun: Noun, oblique: bool) -> str:
    category = _category(language())(abs(n))
    if language() == "en":
        return noun.forms[0 if category == "one" else 1]
    if n < 0 and category == "two":  # a digit stands before it
        category = "one"
    return noun.forms[
        {"one": 0, "two": 2 if oblique else 1, "many": 4, "other": 0}.get(category, 3)
    ]


@functools.cache
def _category(edition: str):
    from babel import Locale  # only here: half of the library never counts

    return Locale(edition).plural_form


def _word(n: Decimal, feminine: bool = False) -> str:
    words = _ENGLISH if language() == "en" else _FEMININE if feminine else _MASCULINE
    return words[int(n) - 1]


def _in_words(n: Decimal) -> bool:
    return _whole(n) and 0 <= n <= WORDS


def _whole(n: Decimal) -> bool:
    return n == n.to_integral_value()


# ---------------------------------------------------------------- nouns


def _noun(name: str) -> Noun:
    row = data.noun(name)
    edition = language()
    if not row or not row["forms_ar"]:
        raise LookupError(
            f"no noun {name!r} in data/terms.csv: give a term its forms_ar and forms_en, "
            "or correct the name"
        )
    parts = row[f"forms_{edition}"].split(";")
    forms, after = parts[: PARTS[edition]], parts[PARTS[edition] :]
    feminine = row["gender"] == "f" if row["gender"] else is_feminine(row["forms_ar"])
    sign = tr("٪", "%") if row["id"] == "percent" else ""
    return Noun(tuple(forms), formats.digits("".join(after)), feminine, sign)


def _construct(noun: Noun) -> Noun:
    """A noun before another: «مليونا دولار», «١١ مليون دولار»."""
    if language() == "en":
        return noun
    one, two, oblique, few, _many = noun.forms
    return noun._replace(forms=(one, two.removesuffix("ن"), oblique.removesuffix("ن"), few, one))
