"""A number, date or name written wrongly is wrong in every chapter.

Both editions are checked here.
"""

import datetime
import re
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from bidi.algorithm import get_display

from masalih import formats
from masalih.formats import between, date, digits, num, percent, period, span, year


@pytest.fixture(autouse=True)
def leave_no_edition():
    yield
    formats.use(None)


def ar(write, *args, **options):
    formats.use("ar")
    return write(*args, **options)


def en(write, *args, **options):
    formats.use("en")
    return write(*args, **options)


def seen(text):
    """The characters from left to right as a right-to-left page shows them, without direction
    marks.
    """
    return re.sub("[\u200e\u200f\u061c]", "", get_display(text, base_dir="R"))


# ---------------------------------------------------------------- edition


def test_edition_comes_from_the_environment(monkeypatch):
    monkeypatch.delenv("BOOK_LANG", raising=False)
    assert formats.language() == "ar"
    monkeypatch.setenv("BOOK_LANG", "en")
    assert formats.language() == "en" and formats.tr("أ", "a") == "a"
    formats.use("ar")
    assert formats.tr("أ", "a") == "أ"


@pytest.mark.parametrize("wrong", ["fr", "AR", "ar_IQ"])
def test_unknown_edition_is_refused(monkeypatch, wrong):
    monkeypatch.setenv("BOOK_LANG", wrong)
    with pytest.raises(ValueError, match="BOOK_LANG"):
        formats.language()
    with pytest.raises(ValueError, match=wrong):
        formats.use(wrong)


def test_a_missing_half_is_refused():
    formats.use("en")
    with pytest.raises(ValueError, match="no en text"):
        formats.tr("نص", "")


# ---------------------------------------------------------------- numbers


@pytest.mark.parametrize(
    "value, decimals, arabic, english",
    [
        (0, 0, "٠", "0"),
        (7, 0, "٧", "7"),
        (2500, 0, "٢٬٥٠٠", "2,500"),
        (1234.5, 1, "١٬٢٣٤٫٥", "1,234.5"),
        (31500, 0, "٣١٬٥٠٠", "31,500"),
        (10**15, 0, "١٬٠٠٠٬٠٠٠٬٠٠٠٬٠٠٠٬٠٠٠", "1,000,000,000,000,000"),
        (np.int64(12), 0, "١٢", "12"),
        (np.float64(0.1), 2, "٠٫١٠", "0.10"),
        (Decimal("2.345"), 2, "٢٫٣٥", "2.35"),
        (1e-9, 0, "٠", "0"),
        (2**63, 0, "٩٬٢٢٣٬٣٧٢٬٠٣٦٬٨٥٤٬٧٧٥٬٨٠٨", "9,223,372,036,854,775,808"),
    ],
)
def test_numbers(value, decimals, arabic, english):
    assert ar(num, value, decimals) == arabic
    assert en(num, value, decimals) == english


@pytest.mark.parametrize(
    "value, decimals, english",
    [
        (0.5, 0, "1"),
        (1.5, 0, "2"),
        (2.5, 0, "3"),
        (2.675, 2, "2.68"),
        (1.005, 2, "1.01"),
        (999.5, 0, "1,000"),
        (-2.5, 0, "−3"),
        (1499.999, 0, "1,500"),
    ],
)
def test_halves_round_away_from_zero(value, decimals, english):
    assert en(num, value, decimals) == english


def test_negative_numbers():
    assert en(num, -1234) == "−1,234"
    assert seen(ar(num, -1234)) == "١٬٢٣٤−"  # the sign comes first for who reads from the right
    assert en(num, -0.4) == "0" and ar(num, -0.4) == "٠"


@pytest.mark.parametrize("nothing", [None, float("nan"), np.nan, pd.NA, pd.NaT])
@pytest.mark.parametrize("write", [num, percent, year, date])
def test_missing_values_are_said_to_be_unknown(write, nothing):
    assert ar(write, nothing) == "غير معلوم" and en(write, nothing) == "unknown"


@pytest.mark.parametrize("wrong", ["12", True, [1]])
def test_what_is_no_number_is_refused(wrong):
    with pytest.raises(TypeError, match="not a number"):
        num(wrong)


def test_infinity_is_refused():
    with pytest.raises(ValueError, match="infinity"):
        num(float("inf"))


def test_years_are_not_grouped():
    assert (
        ar(year, 2018) == "٢٠١٨"
        and en(year, np.int64(2018)) == "2018"
        and en(year, pd.Timestamp("2018-07-01")) == "2018"
    )
    assert en(year, 2018.0) == "2018"


@pytest.mark.parametrize(
    "share, decimals, arabic, english",
    [
        (0.68, 0, "٦٨٪", "68%"),
        (1, 0, "١٠٠٪", "100%"),
        (0, 0, "٠٪", "0%"),
        (0.675, 0, "٦٨٪", "68%"),
        (0.1234, 1, "١٢٫٣٪", "12.3%"),
        (0.29, 0, "٢٩٪", "29%"),
        (12.5, 0, "١٬٢٥٠٪", "1,250%"),
    ],
)
def test_percent(share, decimals, arabic, english):
    assert ar(percent, share, decimals) == arabic and en(percent, share, decimals) == english


def test_percent_sign_stands_left_on_an_arabic_page():
    assert seen(ar(percent, 0.68)) == "٪٦٨"
    assert seen(ar(percent, -0.05)) == "٪٥−"


# ---------------------------------------------------------------- dates

DAY = pd.Timestamp("2023-08-08")


@pytest.mark.parametrize(
    "day",
    [
        DAY,
        "2023-08-08",
        datetime.date(2023, 8, 8),
        datetime.datetime(2023, 8, 8, 23, 59),
        np.datetime64("2023-08-08"),
    ],
)
def test_dates(day):
    assert ar(date, day) == "٨ آب/أغسطس ٢٠٢٣" and en(date, day) == "8 August 2023"


def test_date_precision():
    assert ar(date, DAY, "month") == "آب/أغسطس ٢٠٢٣" and en(date, DAY, "month") == "August 2023"
    assert ar(date, DAY, "year") == "٢٠٢٣" and en(date, DAY, "year") == "2023"
    assert (
        en(date, "2023-08") == "August 2023" and en(date, "2023") == "2023"
    )  # no finer than it is given
    assert ar(date, DAY, short=True) == "٨ آب ٢٠٢٣" and en(date, DAY, short=True) == "8 Aug 2023"
    with pytest.raises(ValueError, match="precision"):
        date(DAY, "week")
    with pytest.raises(ValueError, match="YYYY-MM-DD"):
        date("yesterday noon-ish")


def test_every_month_has_both_arab_names():
    names = [ar(formats.month, m) for m in range(1, 13)]
    assert len(set(names)) == 12 and all(name.count("/") == 1 for name in names)
    assert names[0] == "كانون الثاني/يناير" and names[9] == "تشرين الأول/أكتوبر"
    assert [en(formats.month, m) for m in (1, 12)] == ["January", "December"]


@pytest.mark.parametrize(
    "start, end, arabic, english",
    [
        ("2018-01-01", "2018-12-31", "٢٠١٨", "2018"),
        ("2014-01-01", "2018-12-31", "من ٢٠١٤ إلى ٢٠١٨", "2014–2018"),
        ("2018-02-01", "2018-02-28", "شباط/فبراير ٢٠١٨", "February 2018"),
        ("2018-06-30", "2018-06-30", "٣٠ حزيران/يونيو ٢٠١٨", "30 June 2018"),
        (
            "2018-01-01",
            "2018-03-31",
            "من كانون الثاني/يناير إلى آذار/مارس ٢٠١٨",
            "January–March 2018",
        ),
        (
            "2018-11-01",
            "2019-01-31",
            "من تشرين الثاني/نوفمبر ٢٠١٨ إلى كانون الثاني/يناير ٢٠١٩",
            "November 2018 – January 2019",
        ),
        ("2018-02-27", "2018-02-28", "من ٢٧ إلى ٢٨ شباط/فبراير ٢٠١٨", "27–28 February 2018"),
        (
            "2018-01-04",
            "2018-03-30",
            "من ٤ كانون الثاني/يناير إلى ٣٠ آذار/مارس ٢٠١٨",
            "4 January – 30 March 2018",
        ),
    ],
)
def test_periods_in_the_fewest_words(start, end, arabic, english):
    assert ar(period, start, end) == arabic and en(period, start, end) == english


# ---------------------------------------------------------------- ranges


def test_spans():
    assert ar(span, 2014, 2018) == "من ٢٠١٤ إلى ٢٠١٨" and en(span, 2014, 2018) == "2014–2018"
    assert (
        en(span, 2014, 2014) == "2014"
        and en(span, DAY, pd.Timestamp("2024-09-27")) == "8 August 2023 – 27 September 2024"
    )


def test_short_span_starts_on_the_right_of_an_arabic_page():
    assert seen(ar(span, 2014, 2018, short=True)) == "٢٠١٨–٢٠١٤"
    assert seen(ar(span, 2014, 2018)).endswith("نم") and seen(ar(span, 2014, 2018)).startswith(
        "٢٠١٨"
    )


def test_number_ranges():
    assert (
        ar(between, 20000, 31500) == "من ٢٠٬٠٠٠ إلى ٣١٬٥٠٠"
        and en(between, 20000, 31500) == "20,000–31,500"
    )
    assert seen(ar(between, 25, 30, short=True)) == "٣٠–٢٥"
    assert en(between, 0.25, 0.5, share=True) == "25%–50%" and en(between, 3, 3) == "3"
    assert (
        ar(between, 10000, None) == "١٠٬٠٠٠ على الأقل"
        and en(between, None, 500) == "at most 500"
        and en(between, None, np.nan) == "unknown"
    )


# ---------------------------------------------------------------- digits in running text


@pytest.mark.parametrize(
    "text, arabic",
    [
        ("في 2014 بلغ 1,234.5 أي 68%", "في ٢٠١٤ بلغ ١٬٢٣٤٫٥ أي ٦٨٪"),
        ("طائرة F-16 وC07 و4th", "طائرة F-16 وC07 و4th"),
        ("انتهى عام 2014.", "انتهى عام ٢٠١٤."),
        ("2014–2018", "٢٠١٤–٢٠١٨"),
        ("يوم 2014-06-10", "يوم ١٠ حزيران/يونيو ٢٠١٤"),
        ("", ""),
        ("لا رقم", "لا رقم"),
    ],
)
def test_digits(text, arabic):
    assert ar(digits, text) == arabic
    assert not re.search(
        r"(?<![A-Za-z0-9-])\d(?![A-Za-z0-9])", ar(digits, text).replace("F-16", ""), re.ASCII
    )


def test_digits_of_the_english_edition():
    assert en(digits, "٢٠١٤: ١٬٢٣٤٫٥ (٦٨٪)") == "2014: 1,234.5 (68%)"


@pytest.mark.parametrize(
    "write, args",
    [
        (num, (1234567.891, 3)),
        (percent, (0.123, 1)),
        (year, (1999,)),
        (date, ("2011-12-18",)),
        (span, (2003, 2026)),
        (between, (5000, 7000)),
        (period, ("2020-01-01", "2020-06-30")),
    ],
)
def test_no_latin_digit_in_arabic_output(write, args):
    assert not re.search(r"[0-9.,%]", ar(write, *args))


# ---------------------------------------------------------------- names


def test_terms():
    assert ar(formats.term, "nineveh") == "نينوى" and en(formats.term, "nineveh") == "Nineveh"
    with pytest.raises(LookupError, match=r"ninevah.*terms\.csv.*mean nineveh"):
        formats.term("ninevah")
    for given, said in (("CTC", "did you mean ctc?"), (None, "ids are text")):
        with pytest.raises(LookupError) as told:
            formats.term(given)
        assert said in str(told.value)


def test_names_that_are_no_terms_stay_as_they_are():
    assert ar(formats.name, "UNICEF") == "اليونيسف" and en(formats.name, "unicef") == "UNICEF"
    assert ar(formats.name, "The Nightly Build") == "The Nightly Build"
