"""What a control says of any number, as templates that Python and the page's script fill alike."""

from __future__ import annotations

from collections.abc import Sequence

from masalih import formats
from masalih.counts import WORDS, count

HOLE = "{}"


def forms(noun: str, **options) -> list[str]:
    """What `count` says of a whole number: none to ten, then three templates for what is greater.

    These are for numbers that end in 03 to 10, in 11 to 99, and in 00 to 02, as Arabic parts them.
    """
    greater = (103, 111, 100)
    return [count(n, noun, **options) for n in range(WORDS + 1)] + [
        count(n, noun, **options).replace(formats.num(n), HOLE) for n in greater
    ]


def counted(forms: Sequence[str], n: int) -> str:
    """`n` in the forms of its noun."""
    if n <= WORDS:
        return forms[n]
    end = n % 100
    template = forms[WORDS + (1 if 3 <= end <= 10 else 2 if end > 10 else 3)]
    return template.replace(HOLE, formats.num(n))


def signs() -> str:
    """The ten digits and the marks of thousands, of decimals and of percent, in this order."""
    digits = "".join(formats.num(n) for n in range(10))
    return digits + formats.num(1000)[1] + formats.num(0.5, 1)[1] + formats.percent(0)[-1]


def rounded(top: int, bottom: int) -> int:
    """The fraction as a whole number, halves away from zero: as `num` rounds, for any script."""
    return (2 * top + bottom) // (2 * bottom)


def percent(top: int, bottom: int, digits: int = 0) -> str:
    """A share of whole numbers as a percentage."""
    tens = 10**digits
    return formats.percent(rounded(100 * tens * top, bottom) / (100 * tens), digits)
