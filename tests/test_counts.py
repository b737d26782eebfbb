"""A number takes the form of its noun that the language has for it, and no other.

The rule is stated here once more, by remainders, on the forms as they stand in the table.
"""

import collections
import csv
import re
import types
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from masalih import citations, cited, count, data, formats, rules

TERMS = Path(__file__).parents[1] / "data" / "terms.csv"
with TERMS.open(encoding="utf-8", newline="") as file:
    NOUNS = {row["id"]: row for row in csv.DictReader(file) if row["forms_ar"]}
PLAIN = [id for id in NOUNS if id != "percent"]
ENGLISH = ["no", *["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]]
BY_GENDER = {  # three to ten, before a masculine noun and before a feminine one
    False: ["ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة", "عشرة"],
    True: ["ثلاث", "أربع", "خمس", "ست", "سبع", "ثماني", "تسع", "عشر"],
}
INDIC = str.maketrans("٠١٢٣٤٥٦٧٨٩٬٫", "0123456789,.")
book = settings(derandomize=True, database=None, deadline=None, max_examples=150)


@pytest.fixture(autouse=True)
def leave_no_edition():
    yield
    formats.use(None)


def in_arabic(*args, **options):
    formats.use("ar")
    return count(*args, **options)


def in_english(*args, **options):
    formats.use("en")
    return count(*args, **options)


# ---------------------------------------------------------------- every number, every noun


def parts(id, edition):
    forms, size = NOUNS[id][f"forms_{edition}"].split(";"), {"ar": 5, "en": 2}[edition]
    formats.use(edition)
    return forms[:size], "".join(f" {formats.digits(part)}" for part in forms[size:])


def feminine(id):
    first = re.split("[ ;]", NOUNS[id]["forms_ar"])[0]
    return {"f": True, "m": False}.get(NOUNS[id]["gender"], first[-1] == "ة")


def arabic(n, id, oblique):
    """A number and its noun as a grammar of Arabic says it."""
    (one, two, two_oblique, few, many), after = parts(id, "ar")
    if n == 0:
        return f"{'صفر' if oblique else 'لا'} {few}{after}"
    if n == 1:
        return f"{one} {'واحدة' if feminine(id) else 'واحد'}{after}"
    if n == 2:
        return (two_oblique if oblique else two) + after
    rest = n % 100
    form = few if 3 <= rest <= 10 else many if rest > 10 else one
    return f"{BY_GENDER[feminine(id)][n - 3] if n <= 10 else formats.num(n)} {form}{after}"


def english(n, id):
    (one, other), after = parts(id, "en")
    return f"{ENGLISH[n] if n <= 10 else formats.num(n)} {one if n == 1 else other}{after}"


NUMBERS = st.one_of(
    st.integers(0, 1_000_000),
    st.builds(lambda high, low: 100 * high + low, st.integers(0, 10_000), st.integers(0, 12)),
)


@book
@given(NUMBERS, st.sampled_from(PLAIN), st.booleans())
def test_any_number_takes_the_right_form(n, id, oblique):
    assert in_arabic(n, id, oblique=oblique) == arabic(n, id, oblique)
    assert in_english(n, id, oblique=oblique) == english(n, id)


@pytest.mark.parametrize(
    "n", [*range(14), 99, 100, 101, 102, 103, 110, 111, 200, 1000, 5703, 10**6]
)
def test_every_noun_takes_the_right_form(n):
    for id in PLAIN:
        assert in_arabic(n, id) == arabic(n, id, False) and in_english(n, id) == english(n, id)


NUMBER = re.compile(
    r"[−\d٠-٩][\d٠-٩,.٬٫]*|\b(?:" + "|".join([*ENGLISH, *BY_GENDER[0], *BY_GENDER[1]]) + r")\b"
)


@book
@given(NUMBERS, st.sampled_from(list(NOUNS)), st.booleans(), st.sampled_from(formats.EDITIONS))
def test_no_two_numbers_stand_side_by_side(n, id, words, edition):
    formats.use(edition)
    text = count(n, id, words=words)
    assert not re.search(rf"(?:{NUMBER.pattern})\s+(?:{NUMBER.pattern})", text), text
    assert text == text.strip() and "  " not in text


@book
@given(NUMBERS, st.sampled_from(list(NOUNS)), st.sampled_from(formats.EDITIONS))
def test_digits_are_read_back(n, id, edition):
    formats.use(edition)
    text = count(n, id, words=False)
    digits = re.match(r"[\d٠-٩,٬]+", text)
    if digits:
        assert int(digits[0].translate(INDIC).replace(",", "")) == n
    else:  # Arabic has words for none, one and two
        assert edition == "ar" and n <= 2
    if n > 10:
        assert text == count(n, id)


# ---------------------------------------------------------------- what the rule does not say


@pytest.mark.parametrize(
    ("n", "noun", "ar", "en"),
    [
        (0, "attack", "لا هجمات", "no attacks"),
        (1, "strike", "ضربة واحدة", "one strike"),
        (2, "convoy", "قافلتان", "two convoys"),
        (5703, "detainee", "٥٬٧٠٣ محتجزين", "5,703 detainees"),
        (8906, "persons", "٨٬٩٠٦ أشخاص", "8,906 people"),
        (14102, "text", "١٤٬١٠٢ نص", "14,102 texts"),
        (14, "count", "١٤ إحصاءً", "14 counts"),
        (8, "claim", "ثماني دعاوى", "eight claims"),
        (3, "incident a day", "ثلاث حوادث في اليوم", "three incidents a day"),
        (12, "usd_constant_2024", "١٢ دولاراً أميركياً بأسعار ٢٠٢٤", "12 US dollars at 2024 prices"),
        (3, "percent", "٣٪", "3%"),
        (-2, "attack", formats.RLM + "−٢ هجوم", "−2 attacks"),
        (None, "attack", "غير معلوم", "unknown"),
        ((3, None), "attack", "ما لا يقل عن ثلاثة هجمات", "at least three attacks"),
        ((None, 2), "attack", "ما لا يزيد على هجومين", "at most two attacks"),
        ((0, 3), "attack", "من صفر إلى ثلاثة هجمات", "zero to three attacks"),
        ((1, 2), "attack", "من هجوم واحد إلى هجومين", "one to two attacks"),
        ((8, 12), "attack", "من ٨ إلى ١٢ هجوماً", "8–12 attacks"),
        ((10, 20), "percent", "من ١٠٪ إلى ٢٠٪", "10%–20%"),
        ((2, 2), "attack", "هجومان", "two attacks"),
    ],
)
def test_a_number_and_its_noun(n, noun, ar, en):
    assert (in_arabic(n, noun), in_english(n, noun)) == (ar, en)


@pytest.mark.parametrize(
    ("n", "ar", "en"),
    [
        (0, "صفر دولارات", "no dollars"),
        (1e6, "مليون دولار", "one million dollars"),
        (2e6, "مليوني دولار", "two million dollars"),
        (9_960_000, "عشرة ملايين دولار", "ten million dollars"),
        (3_450_000, "٣٫٥ مليون دولار", "3.5 million dollars"),
        (11e6, "١١ مليون دولار", "11 million dollars"),
        (805e6, "٨٠٥ ملايين دولار", "805 million dollars"),
        ((2e6, 5e6), "من مليونين إلى خمسة ملايين دولار", "two to five million dollars"),
    ],
)
def test_a_great_number_is_counted_in_millions(n, ar, en):
    options = {"digits": 1, "scale": "million", "oblique": True}
    assert (in_arabic(n, "dollar", **options), in_english(n, "dollar", **options)) == (ar, en)


def test_a_number_alone_has_the_gender_of_its_noun():
    assert [in_arabic(n, "strike", alone=True) for n in (0, 1, 2, 4, 8, 11)] == (
        ["لا شيء", "واحدة", "اثنتان", "أربع", "ثمانٍ", "١١"]
    )
    assert in_arabic(2, "meeting", alone=True, oblique=True) == "اثنين"
    assert in_english(4, "meeting", alone=True, capital=True) == "Four"
    assert in_english(0, "meeting", alone=True) == "none"


def test_a_fraction_is_written_in_digits_or_refused():
    assert (
        in_arabic(2.5, "attack", 1) == "٢٫٥ هجوم" and in_english(0.5, "attack", 1) == "0.5 attacks"
    )
    assert in_english(2.96, "attack", 1) == "three attacks"  # as printed
    assert in_english(2.5, "attack", 0) == "three attacks"
    assert in_english(1.04, "attack", 1) == "one attack"  # no nought is printed, so it is one
    with pytest.raises(ValueError, match=r"2\.5 is not whole: give digits"):
        count(2.5, "attack")


def test_what_cannot_be_counted_is_refused_with_the_remedy():
    with pytest.raises(LookupError, match=r"no noun 'baghdad' in data/terms\.csv: give a term its"):
        count(3, "baghdad")
    with pytest.raises(ValueError, match="scale 'dozen' is not one of thousand, million, billion"):
        count(3, "attack", scale="dozen")
    with pytest.raises(ValueError, match="rounds to nothing: give more digits"):
        count(300, "dollar", 1, scale="million")
    with pytest.raises(TypeError, match="'3' is not a number"):
        count("3", "attack")


def test_a_linked_number_holds_its_noun():
    formats.use("ar")
    link = cited(2, next(iter(data.sources().index)), noun="attack", oblique=True)
    assert ">هجومين</a>" in link._repr_html_()
    with pytest.raises(TypeError):
        cited(2, next(iter(data.sources().index)), oblique=True)


# ---------------------------------------------------------------- the library's own texts


@pytest.mark.parametrize(
    ("cells", "ar", "en"),
    [
        ((135, None, None, "exact", "incidents"), "١٣٥ حادثة", "135 incidents"),
        ((3, None, None, "floor", "deaths"), "ما لا يقل عن ٣ قتلى", "at least 3 deaths"),
        ((None, 2, 5, "range", "attacks"), "من ٢ إلى ٥ هجمات", "2–5 attacks"),
        ((440.9, None, None, "exact", "kilograms"), "٤٤٠٫٩ كيلوغرام", "440.9 kilograms"),
        ((12.5, None, None, "exact", "percent"), "١٢٫٥٪", "12.5%"),
        ((0.125, None, None, "exact", "share"), "١٢٫٥٪", "12.5%"),
    ],
)
def test_a_published_figure_has_its_unit_as_a_noun(cells, ar, en):
    for edition, text in (("ar", ar), ("en", en)):
        formats.use(edition)
        assert citations.counted(*cells) == text


@pytest.mark.parametrize(
    ("number", "ar", "en"),
    [
        (1, ["قيمة واحدة", "المصدر: "], ["1 value<", "Source: "]),
        (2, ["قيمتان", "المصدران: "], ["2 values", "Sources: "]),
        (3, ["٣ قيم", "المصادر: "], ["3 values", "Sources: "]),
        (11, ["١١ قيمة", "المصادر: "], ["11 values", "Sources: "]),
    ],
)
def test_a_series_tells_its_values_and_sources_in_the_right_form(number, ar, en):
    rows = data.observations("us_troops_iraq_reported")
    about = data.series().loc["us_troops_iraq_reported"]
    for edition, texts in (("ar", ar), ("en", en)):
        formats.use(edition)
        item = citations.series_item("id", about, rows.head(number), ["<a>1</a>"] * number)
        assert all(text in item for text in texts), item


# ---------------------------------------------------------------- what the table may hold


def faults_of(**cells):
    row = NOUNS["attacks"] | cells
    names = collections.defaultdict(lambda: ["attacks"], strike=["strikes", "attacks"])
    found = rules.nouns.noun_rule(types.SimpleNamespace(nouns=names), row)
    return [(field, problem) for field, problem, _remedy in found]


def test_every_unit_has_its_forms():
    assert faults_of() == []
    assert faults_of(forms_ar="", forms_en="") == [("forms_ar", "what is counted has no forms")]
    assert faults_of(forms_en="") == [("forms_en", "what is counted has no forms")]
    assert faults_of(kind="word", forms_ar="", forms_en="") == []


@pytest.mark.parametrize(
    ("cells", "field", "problem"),
    [
        ({"forms_ar": "هجوم;هجومان;هجومين;هجمات"}, "forms_ar", "is not 5 forms"),
        ({"forms_en": "attack"}, "forms_en", "is not 2 forms"),
        ({"forms_en": "attack; attacks"}, "forms_en", "is not 2 forms"),
        ({"forms_ar": "هجوم;هجومان;هجومين;attacks;هجوماً"}, "forms_ar", "a letter of the other"),
        ({"forms_ar": "هجوم;هجومين;هجومان;هجمات;هجوماً"}, "forms_ar", "no pair of duals"),
        ({"forms_ar": "هجوم;هجومان;هجومين;هجمات;هجوم"}, "forms_ar", "does not follow eleven"),
        ({"forms_ar": "هجوم;هجومان;هجومين;هجومون;هجوماً"}, "forms_ar", "is no genitive"),
        ({"forms_en": "attack;attacks;a day"}, "forms_en", "follows the noun in one language"),
        ({"forms_en": "strike;strikes"}, "forms_en", "'strike' names strikes and attacks"),
        ({"gender": "m"}, "gender", "the ending says so already"),
    ],
)
def test_a_faulty_form_is_named(cells, field, problem):
    found = faults_of(**cells)
    assert len(found) == 1 and found[0][0] == field and problem in found[0][1], found
