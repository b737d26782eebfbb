"""Examples miss the numbers nobody thinks of. Whatever is written is read back here.

Whatever is no plain figure is refused.
"""

import datetime
import decimal
import re
from calendar import monthrange
from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given, settings, strategies as st

from masalih import formats, translation
from masalih.rules import cells

# The same examples on every machine and every run, and none is judged by its time.
settings.register_profile("book", derandomize=True, database=None, deadline=None, max_examples=200)
settings.load_profile("book")

INDIC = str.maketrans("٠١٢٣٤٥٦٧٨٩٬٫٪", "0123456789,.%")
LATIN, ARABIC = re.compile("[0-9]"), re.compile("[٠-٩۰-۹]")


def months(edition):
    with translation.edition(edition):
        return {formats.month(number, short=True): number for number in range(1, 13)}


NAMES = {edition: months(edition) for edition in formats.EDITIONS}

editions = st.sampled_from(formats.EDITIONS)
decimals = st.integers(0, 6)
numbers = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False),
    st.integers(),
    st.integers(-(10**40), 10**40),
    st.decimals(allow_nan=False, allow_infinity=False, places=4),
    st.builds(lambda n: n + 0.5, st.integers(-(10**6), 10**6)),
)
days = st.dates(datetime.date(1900, 1, 1), datetime.date(2100, 12, 31))
nothing = st.sampled_from([None, float("nan"), pd.NA, pd.NaT])


@pytest.fixture(autouse=True)
def leave_no_edition():
    yield
    formats.use(None)


def written(edition, write, *args, **options):
    """What the edition writes; it holds no digit of the other."""
    formats.use(edition)
    text = write(*args, **options)
    assert not (LATIN if edition == "ar" else ARABIC).search(text), text
    return text


# --- reading back, as a reader would --------------------------------------------------------------


def number_in(text):
    """Decimal of a number that an edition wrote; the form itself is checked."""
    plain = text.replace(formats.RLM, "").translate(INDIC)
    assert re.fullmatch(r"−?\d{1,3}(,\d{3})*(\.\d+)?", plain), text
    return Decimal(plain.replace("−", "-").replace(",", ""))


def days_in(text, edition):
    """(first, last) day of a year, month or day that an edition wrote."""
    *rest, year = text.translate(INDIC).split(" ")
    day = int(rest.pop(0)) if rest and rest[0].isdigit() else None
    if not rest:
        return datetime.date(int(year), 1, 1), datetime.date(int(year), 12, 31)
    name = " ".join(rest)
    month = NAMES[edition][name.split("/")[0] if edition == "ar" else name[:3]]
    first = datetime.date(int(year), month, day or 1)
    return first, first.replace(day=day or monthrange(first.year, month)[1])


def ends_of(text):
    """The two ends of a range that an edition wrote, long or short.

    The same twice where there is one.
    """
    found = re.fullmatch(r"من (.+) إلى (.+)", text) or re.fullmatch(
        r"(.+?) – (.+)|([^–]+)–([^–]+)", text.replace(formats.RLM, "")
    )
    return [part for part in found.groups() if part] if found else [text, text]


# --- numbers --------------------------------------------------------------------------------------


def rounds_half_up(shown, value, places):
    """Nothing nearer can be printed with so many places, and a half goes away from zero."""
    off, half = abs(shown - value), Decimal("0.5").scaleb(-places)
    return off < half or (off == half and abs(shown) > abs(value))


def exact(value):
    """The number that a reader of the data means.

    Of a float its shortest digits (2.675, not 2.67499…), whole ones as they are.
    """
    return (
        Decimal(repr(value))
        if isinstance(value, float) and not value.is_integer()
        else Decimal(value)
    )


@given(editions, numbers, decimals)
def test_a_number_is_read_back_rounded(edition, value, places):
    shown = number_in(written(edition, formats.num, value, places))
    with decimal.localcontext(prec=900):
        assert rounds_half_up(shown, exact(value), places)
    assert -shown.as_tuple().exponent == places


@given(editions, numbers, decimals)
def test_a_percentage_is_read_back_rounded(edition, share, places):
    text = written(edition, formats.percent, share, places)
    assert text[-1] == {"ar": "٪", "en": "%"}[edition]
    with decimal.localcontext(prec=900):
        assert rounds_half_up(number_in(text[:-1]), 100 * exact(share), places)


@given(numbers, decimals)
def test_both_editions_say_the_same(value, places):
    for write in (formats.num, formats.percent):
        arabic, english = (written(edition, write, value, places) for edition in formats.EDITIONS)
        assert arabic.replace(formats.RLM, "").translate(INDIC) == english
        formats.use("en")
        assert formats.digits(arabic).replace(formats.RLM, "") == english


@given(editions, st.floats(-0.5, 0.5, exclude_min=True, exclude_max=True))
def test_what_rounds_to_nothing_has_no_sign(edition, value):
    assert written(edition, formats.num, value) == {"ar": "٠", "en": "0"}[edition]


@given(
    editions, nothing, st.sampled_from([formats.num, formats.percent, formats.year, formats.date])
)
def test_what_is_missing_is_unknown_and_never_a_number(edition, value, write):
    assert written(edition, write, value) == {"ar": "غير معلوم", "en": "unknown"}[edition]


@given(editions, numbers, numbers, decimals, st.booleans())
def test_both_ends_of_a_range_are_read_back(edition, low, high, places, short):
    ends = ends_of(written(edition, formats.between, low, high, places, short=short))
    assert [number_in(end) for end in ends] == [
        number_in(written(edition, formats.num, value, places)) for value in (low, high)
    ]


@given(editions, numbers, nothing, nothing)
def test_an_open_range_holds_its_one_end(edition, value, missing, other):
    figure = written(edition, formats.num, value)
    for ends in ((value, missing), (missing, value)):
        text = written(edition, formats.between, *ends)
        assert figure in text and text != figure
    assert (
        written(edition, formats.between, missing, other)
        == {"ar": "غير معلوم", "en": "unknown"}[edition]
    )


# --- dates ----------------------------------------------------------------------------------------


@given(editions, days, st.booleans())
def test_a_day_is_read_back(edition, day, short):
    text = written(edition, formats.date, day, short=short)
    assert days_in(text, edition) == (day, day)
    assert (
        text
        == formats.date(day.isoformat(), short=short)
        == formats.date(pd.Timestamp(day), short=short)
    )
    first, last = days_in(formats.date(day, "month", short), edition)
    assert (
        first <= day <= last
        and first.day == 1
        and days_in(formats.year(day), edition)[0].year == day.year
    )


@given(editions, days, days)
def test_a_period_is_read_back_to_the_day(edition, one, other):
    start, end = sorted([one, other])
    for first, last in (
        (start, end),
        (start.replace(day=1), end.replace(day=monthrange(end.year, end.month)[1])),
        (start.replace(month=1, day=1), end.replace(month=12, day=31)),
    ):
        left, right = ends_of(written(edition, formats.period, first, last))
        assert (days_in(left, edition)[0], days_in(right, edition)[1]) == (first, last)


@given(editions, st.integers(1900, 2100), st.integers(1900, 2100), st.booleans())
def test_a_span_of_years_is_read_back(edition, first, last, short):
    ends = ends_of(written(edition, formats.span, first, last, short=short))
    assert [int(end.translate(INDIC)) for end in ends] == [first, last]


# --- digits in running text -----------------------------------------------------------------------

texts = st.lists(
    st.one_of(
        st.text(st.sampled_from("0123456789٠١٢٣-–.,%٬٫٪ F16aتمّ()"), max_size=9),
        st.from_regex(r"[0-9]{4}-[0-9]{2}(-[0-9]{2})?", fullmatch=True),
    ),
    max_size=4,
).map("".join)


@given(editions, texts)
def test_digits_take_any_text_and_settle_it(edition, text):
    formats.use(edition)
    once = formats.digits(text)
    assert formats.digits(once) == once


@given(numbers, decimals)
def test_digits_turn_an_english_number_into_the_arabic_one(value, places):
    english = written("en", formats.num, abs(value), places)
    formats.use("ar")
    assert formats.digits(f"نحو {english} منها") == f"نحو {formats.num(abs(value), places)} منها"


# --- the readers of the data package --------------------------------------------------------------

figures = st.one_of(
    st.integers(-(10**15) + 1, 10**15 - 1).map(str), st.decimals(-(10**9), 10**9, places=3).map(str)
)
READERS = [cells.as_number, cells.as_whole, cells.as_date, cells.as_month]


@given(st.integers(-(10**15) + 1, 10**15 - 1))
def test_whole_numbers_are_read_exactly(value):
    assert cells.as_whole(str(value)) == cells.as_number(str(value)) == value


@given(st.decimals(-(10**9), 10**9, places=3), st.integers(0, 3))
def test_decimals_are_read_exactly(value, places):
    text = f"{value:.{places}f}"
    if text.startswith("-") and not Decimal(text):  # nobody writes -0 and means it
        assert cells.as_number(text) is None
    else:
        assert Decimal(repr(cells.as_number(text))) == Decimal(text)


@given(st.dates())
def test_days_and_months_are_read_exactly(day):
    assert cells.as_date(day.isoformat()) == day and cells.as_month(
        day.isoformat()[:7]
    ) == day.replace(day=1)


SPOILS = {
    "Arabic digits": lambda text: text.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")),
    "Persian digits": lambda text: text.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")),
    "full-width digits": lambda text: text.translate(
        str.maketrans("0123456789", "０１２３４５６７８９")
    ),
    "one digit of another script": lambda text: text[:-1] + chr(0x0966 + int(text[-1])),
    "tatweel": lambda text: text[0] + "ـ" + text[1:],
    "thousands separator": lambda text: text[:1] + "," + text[1:],
    "Arabic separator": lambda text: text[:1] + "٬" + text[1:],
    "underscore": lambda text: text[:-1] + "_" + text[-1],
    "space before": lambda text: " " + text,
    "space after": lambda text: text + " ",
    "space inside": lambda text: text[:1] + " " + text[1:],
    "no-break space": lambda text: text + "\u00a0",
    "line end": lambda text: text + "\n",
    "direction mark": lambda text: "\u200f" + text,
    "exponent": lambda text: text + "e3",
    "plus": lambda text: "+" + text,
    "typographic minus": lambda text: "−" + text.lstrip("-"),
    "no-break hyphen": lambda text: "\u2011" + text,
    "point at the end": lambda text: text + ".",
    "percent sign": lambda text: text + "%",
}


@pytest.mark.parametrize("name", SPOILS)
@given(st.one_of(figures, st.dates().map(str), st.dates().map(lambda day: str(day)[:7])))
def test_what_is_not_plain_is_refused(name, text):
    assert [reader(SPOILS[name](text)) for reader in READERS] == [None] * 4


@given(
    st.one_of(
        st.text(),
        texts,
        st.from_regex(r"[+-]?\d+([.,]\d+)?([eE]\d+)?"),
        st.sampled_from(
            [
                "nan",
                "NaN",
                "inf",
                "-inf",
                "infinity",
                "1_000",
                "+5",
                "",
                "-",
                ".",
                ".5",
                "5.",
                "--5",
                "0x10",
                "½",
                "²",
                "9" * 5000,
            ]
        ),
    )
)
def test_readers_take_plain_ascii_or_nothing(text):
    for reader in READERS:
        value = reader(text)
        assert value is None or re.fullmatch(r"[0-9.-]+", text)
    number = cells.as_number(text)
    assert number is None or abs(number) < 10**15
