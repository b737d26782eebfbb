"""Why: an editor's slip must be named at its row and field, once, whatever its kind.

Each slip is judged by the rules of the table it strikes, in a copy whose other tables are those of
the sound package; what needs no table is asked of the rule itself.
"""

import csv
import datetime
import hashlib
import io
import json
import time
import zipfile

import pytest

from masalih import confirm, validation
from masalih.rules import checksums, ids, patterns
from masalih.rules.cells import cell_problem
from masalih.rules.exceptions import EXCUSABLE
from masalih.rules.twins import place_problem, twin_problem
from masalih.validation import whole
from masalih.validation.descriptor import read_descriptor
from masalih.validation.map import map_faults

OBS, SERIES, CLAIMS = "observations/isis.csv", "series.csv", "claims.csv"
MAP = "tables/iraq_governorates.geojson"
TODAY = datetime.date(2026, 11, 30)


def table_of(package, file):
    return next(name for name, r in package.resources.items() if r["path"] == file)


def faults(copy, file):
    """What the check says of one table: its own faults, or what changed in it unseen."""
    package = validation.Package(copy.root)
    name = table_of(package, file)
    found = list(package.faults_of(name))
    if not found and package.kind(name) in checksums.CELLS:
        found = [fault for fault, _ in whole.unconfirmed_rows(package, name)]
    return found


def places(found):
    return [(fault.file, fault.row, fault.field) for fault in found]


# --- the signs and words of one cell --------------------------------------------------------------

ENGLISH = {"name": "note_en", "type": "string"}
ARABIC = {"name": "note_ar", "type": "string"}
NUMBER = {"name": "value", "type": "number"}
ID = {"name": "source", "type": "string"}
ODD = {
    "line separator": (ENGLISH, "Media\u2028reported", "invisible"),
    "paragraph separator": (ENGLISH, "Media\u2029reported", "invisible"),
    "narrow no-break space": (ENGLISH, "Media\u202freported", "odd space"),
    "thin space": (ENGLISH, "Media\u2009reported", "odd space"),
    "ideographic space": (ENGLISH, "Media\u3000reported", "odd space"),
    "private use": (ENGLISH, "Media\ue000reported", "U+E000"),
    "non-character": (ENGLISH, "Media\ufffereported", "U+FFFE"),
    "tag character": (ENGLISH, "Media\U000e0041reported", "U+E0041"),
    "emoji": (ENGLISH, "Media \U0001f600", "U+1F600"),
    "variation selector": (ENGLISH, "Media\ufe0f", "U+FE0F"),
    "superscript digit": (ENGLISH, "km²", "U+00B2"),
    "Roman numeral sign": (ENGLISH, "Phase Ⅳ", "U+2163"),
    "ligature": (ENGLISH, "ﬁve", "U+FB01"),
    "typographic minus": (ENGLISH, "by −3", "U+2212"),
    "no-break hyphen": (ENGLISH, "co‑op", "U+2011"),
    "mark of the Quran": (ARABIC, "عراق\u0670", "U+0670"),
    "Cyrillic letter in a word": (ENGLISH, "Mediа reported", "Cyrillic"),
    "Greek letter in a word": (ENGLISH, "Οther", "Greek"),
    "Cyrillic letter in an id": (ID, "сtc-2020", "Cyrillic"),
    "Cyrillic word": (ENGLISH, "по reports", "not Latin"),
    "Hebrew letter": (ARABIC, "تقارير א", "not Arabic"),
    "Persian peh": (ARABIC, "تركيپة", "Persian"),
    "Arabic per cent": (ARABIC, "بلغ 5٪", "per-cent sign"),
    "Arabic thousands": (ARABIC, "بلغ 1٬470", "separator"),
    "Latin comma": (ARABIC, "هنا, وهناك", "Latin ,"),
    "Latin question mark": (ARABIC, "ماذا?", "Latin ?"),
    "Latin semicolon": (ARABIC, "أولاً; ثانياً", "Latin ;"),
    "English with one Arabic letter": (ARABIC, "An English sentence with م in it", "are Latin"),
    "yeh without dots": (ARABIC, "فى بغداد", "misspelt"),
    "hamza on the wrong seat": (ARABIC, "شئ", "misspelt"),
    "hamza left out": (ARABIC, "الى بغداد", "misspelt"),
    "another usage of America": (ARABIC, "القوات الأمريكية", "misspelt"),
    "heh for teh marbuta": (ARABIC, "القوات العراقيه", "ends in a heh"),
    "bracket not closed": (ENGLISH, "(incidents of all kinds", "never closed"),
    "bracket not opened": (ENGLISH, "incidents) of all kinds", "nothing opened"),
    "guillemet not closed": (ARABIC, "قال «لا", "never closed"),
    "one quotation mark": (ENGLISH, 'He said "no', "other half"),
    "formula": (ENGLISH, "=1+1", "formula"),
    "formula with a plus": (ENGLISH, "+HYPERLINK", "formula"),
    "formula with an at": (ENGLISH, "@SUM(1)", "formula"),
    "formula with a minus": (ENGLISH, "-2+3", "formula"),
    "two months in one name": (ARABIC, "في كانون الثاني/ديسمبر", "two months"),
    "word twice": (ENGLISH, "Fighters in in Iraq", "stands twice"),
    "something still to write": (ENGLISH, "TODO check this", "still to be written"),
    "question marks": (ENGLISH, "in the ?? of it", "still to be written"),
    "link": (ENGLISH, "see [x](javascript:alert(1))", "markup"),
    "role": (ENGLISH, "see {doc}`x`", "markup"),
    "comment": (ENGLISH, "seen --> here", "markup"),
    "entity": (ENGLISH, "this &lt;b&gt; that", "markup"),
    "tag of a page": (ENGLISH, "<script>alert(1)</script>", "markup"),
    "template": (ENGLISH, "{{ config }}", "markup"),
    "word without an end": (ENGLISH, "a" * 100, "word of 100 letters"),
    "cell without an end": (ENGLISH, "a " * 2000 + "a", "characters"),
    "leading zeros": (NUMBER, "0001470", "not a number"),
    "minus nothing": (NUMBER, "-0", "not a number"),
}


@pytest.mark.parametrize("name", ODD)
def test_an_odd_sign_or_word_is_named(name):
    spec, text, words = ODD[name]
    problem, remedy = cell_problem(spec, text, TODAY)
    assert words in problem and remedy


@pytest.mark.parametrize(
    "spec, text",
    [
        (ARABIC, "بلغ عددهم 2,500 جندي (في العراق)؛ أي نصفهم، كما قيل: «ربما»."),
        (ARABIC, "من طراز F-16C/D Block 52."),
        (ARABIC, "التوجيه والتنبيه"),
        (ENGLISH, "Türkiye's share – “half” – is 5.5% [sic]; see p. 3"),
        ({"name": "title", "type": "string"}, "Новости: 한국 news «عراق»"),
        ({"name": "url", "type": "string", "format": "uri"}, f"https://example.org/{'a' * 90}"),
        (ENGLISH, "—"),
        (NUMBER, "-0.5"),
        (NUMBER, "0"),
    ],
)
def test_what_a_good_cell_holds_is_no_fault(spec, text):
    assert cell_problem(spec, text, TODAY) is None


@pytest.mark.parametrize(
    "arabic, english, wrong",
    [
        ("بلغت 17 في المئة", "71 per cent", True),
        ("بلغت 1,740 هجوماً", "1,470 attacks", True),
        ("في 3 مدن", "in 4 towns", True),
        ("قبل ستة أشهر", "nine months earlier", True),
        ("في كانون الأول/ديسمبر", "in October", True),
        ("أقل كثيراً", "under 1,000", True),
        ("قبل ستة أشهر", "6 months earlier", False),
        ("ثمانية عشر شهراً", "18 months", False),
        ("سبعة آلاف محتجز", "7,000 detainees", False),
        ("أحد عشر يوماً", "eleven days", False),
        ("في أيار/مايو", "it may be", False),
        ("نحو 30 ألفاً", "about 30,000", False),
        ("شتاء 2018–2019", "winter 2018–19", False),
        ("عام 2019", "in 2019, of 12 towns", False),
    ],
)
def test_twins_say_the_same_numbers(arabic, english, wrong):
    assert (twin_problem(arabic, english) is not None) == wrong


@pytest.mark.parametrize(
    "arabic, english, wrong",
    [
        ("مقاتلون في العراق", "Fighters in Syria", True),
        ("بالعراق وحده", "in Iraq alone", False),
        ("القوات العراقية", "in Iraq", False),
        ("في العراق", "where they were", False),
    ],
)
def test_twins_name_the_same_places(sound, arabic, english, wrong):
    assert (place_problem(arabic, english, sound.place_names) is not None) == wrong


# --- one cell of one row --------------------------------------------------------------------------

SOURCES, SHAFAQ = "sources.csv", "shafaq-2025-02-new-agreement"
OUTLOOK = "tables/outlook.csv"
DAY = {"start": "2025-06-12", "end": "2025-06-12"}


def reasons(old, new):
    """Both reasons of a claim with a part replaced, made when the row is known."""
    return {
        name: lambda row, name=name: row[name].replace(old, new)
        for name in ("reason_ar", "reason_en")
    }


SLIPS = {  # (file, key, cells written, field that must be named)
    "a figure times a thousand": (OBS, "ip-195", {"value": "1470000"}, "value"),
    "a figure times a thousand in a short series": (OBS, "ip-169", {"value": "58000"}, "value"),
    "a figure by a thousand": (OBS, "ip-195", {"value": "1"}, "value"),
    "a figure by ten": (OBS, "ip-195", {"value": "147"}, "value"),
    "digits transposed": (OBS, "ip-195", {"value": "1740"}, "value"),
    "a share for per cent": (OBS, "ip-301", {"value": "0.35"}, "value"),
    "a total that falls": (OBS, "isis-003", {"value": "9"}, "value"),
    "one end of a range": (OBS, "ip-195", {"low": "1000"}, "high"),
    "a range of one figure": (OBS, "ip-255", {"high": "15500"}, "high"),
    "a floor for an exact figure": (OBS, "ip-195", {"bound": "floor"}, "bound"),
    "a day of the period": (OBS, "ip-195", {"end": "2018-11-30"}, "end"),
    "another place": (OBS, "ip-195", {"place": "syria"}, "place"),
    "another body": (OBS, "ip-195", {"by": "press"}, "by"),
    "more confidence without a check": (OBS, "ip-235", {"confidence": "high"}, "confidence"),
    "checked before it was published": (OBS, "ip-195", {"checked": "2019-01-01"}, "checked"),
    "another way of checking": (OBS, "ip-195", {"checked_how": "recount"}, "checked_how"),
    "no checksum": (OBS, "ip-195", {"checksum": ""}, "checksum"),
    "a checksum typed by hand": (OBS, "ip-195", {"checksum": "a" * 28}, "checksum"),
    "another number in the Arabic": (OBS, "ip-236", {"note_ar": "بين 2014 و2018."}, "note_ar"),
    "money for persons": (SERIES, "us_troops_iraq_reported", {"unit": "usd"}, "unit"),
    "dinars for dollars": (SERIES, "us_fmf_grant_obligations", {"unit": "iqd"}, "unit"),
    "a level that is counted": (
        SERIES,
        "us_troops_iraq_dmdc",
        {"measure": "count", "additive": "true"},
        "measure",
    ),
    "a sum that is none": (SERIES, "us_fmf_grant_obligations", {"additive": "false"}, "additive"),
    "another place of a series": (SERIES, "isis_attacks_iraq_ctc", {"place": "syria"}, "place"),
    "another counter": (SERIES, "isis_attacks_iraq_ctc", {"counter": "press"}, "counter"),
    "rivals that do not name each other": (
        SERIES,
        "isis_attacks_iraq_ctc",
        {"rival_of": "terror_incidents_iraq_gti"},
        "rival_of",
    ),
    "a rival of another unit": (
        SERIES,
        "f16_losses",
        {"rival_of": "us_troops_iraq_dmdc"},
        "rival_of",
    ),
    "an event on another day": (
        "events.csv",
        "ip-338",
        {"start": "2021-12-19", "end": "2021-12-19"},
        "start",
    ),
    "an event of another kind": ("events.csv", "ip-338", {"kind": "withdrawal"}, "kind"),
    "a verdict turned": (CLAIMS, "C10", {"verdict": "not shown"}, "verdict"),
    "a claim of another chapter": (CLAIMS, "C07", {"chapter": "dialogue"}, "chapter"),
    "a claim in other words": (CLAIMS, "C07", {"claim_en": "ISIS was beaten."}, "claim_en"),
    "a claim without evidence": (CLAIMS, "C10", {"supports": ""}, "supports"),
    "a promise due before it was made": (
        "tables/commitments.csv",
        "exit-2011",
        {"due": "2007-12-31"},
        "due",
    ),
    "a promise kept before it was made": (
        "tables/commitments.csv",
        "phase-two",
        {"kept_by": "ip-327"},
        "kept_by",
    ),
    "a unit that cannot be counted": ("terms.csv", "attacks", {"forms_ar": ""}, "forms_ar"),
    "a unit in four forms": ("terms.csv", "days", {"forms_ar": "يوم;يومان;أيام;يوماً"}, "forms_ar"),
    "a term with another hamza": ("terms.csv", "babil", {"ar": "بأبل"}, "ar"),
    "a term of another gender": ("terms.csv", "claim", {"gender": ""}, "gender"),
    "an event more surely": ("events.csv", "irn-047", {"confidence": "high"}, "confidence"),
    "an event told before it was": ("events.csv", "ah-526", DAY, "start"),
    "an event that never ends": ("events.csv", "ip-331", {"end": "2019-04-30"}, "end"),
    "a year cut by a day": (OBS, "ip-195", {"end": "2018-12-30"}, "end"),
    "a range of two sizes": (OBS, "ip-255", {"high": "171000"}, "high"),
    "compared before it was read": (OBS, "ip-195", {"checked": "2021-11-23"}, "checked"),
    "a scale that nobody prints": (CLAIMS, "C13", reasons("|million", "|milliard"), "reason_ar"),
    "a number without its scale": (
        CLAIMS,
        "C13",
        reasons("{nov-012|million", "{nov-012"),
        "reason_ar",
    ),
    "another licence": (SOURCES, SHAFAQ, {"licence": "public domain"}, "licence"),
    "another's licence": (SOURCES, "gao-2010-09-gao-10-304", {"licence": "cited only"}, "licence"),
    "no primary source": (SOURCES, "cia-factbook-2020-11-24", {"primary": "false"}, "primary"),
    "another language": (SOURCES, SHAFAQ, {"language": "ar"}, "language"),
    "no language": (SOURCES, SHAFAQ, {"language": "eng"}, "language"),
    "read before the book was begun": (SOURCES, SHAFAQ, {"accessed": "2025-11-23"}, "accessed"),
    "published ten years before": (SOURCES, SHAFAQ, {"published": "2015-02-25"}, "published"),
    "another day": (SOURCES, SHAFAQ, {"published": "2025-02-26"}, "published"),
    "a publisher off by a letter": (SOURCES, SHAFAQ, {"publisher": "Shafaq New"}, "publisher"),
    "a host off by a letter": (SOURCES, SHAFAQ, {"url": "https://shafak.com/en/Iraq/x"}, "url"),
    "a home page": (SOURCES, SHAFAQ, {"url": "https://shafaq.com/en"}, "url"),
    "the end of a sentence": (SOURCES, SHAFAQ, {"url": "https://shafaq.com/en/Iraq/x."}, "url"),
    "an address to a phrase": (
        SOURCES,
        SHAFAQ,
        {"url": "https://shafaq.com/en/x#:~:text=x"},
        "url",
    ),
    "another title": (SOURCES, SHAFAQ, {"title": "Iraq proposes nothing"}, "title"),
    "looked at again before": (OUTLOOK, "framework", {"look_again": "2026-03-31"}, "look_again"),
    "an outlook on no row": (OUTLOOK, "framework", {"row": "dle-999"}, "row"),
    "a reason on no row": (
        "tables/omitted_reasons.csv",
        "dollar-money",
        {"evidence": "ir-163;om-942"},
        "evidence",
    ),
    "merged into no row": (
        "excluded.csv",
        "ip-263",
        {"reason_ar": "أُدمج في ip-999.", "reason_en": "Merged into ip-999."},
        "reason_en",
    ),
    "corrected on no page": ("corrections.csv", "fix-001", {"page": "17-none"}, "page"),
    "a licence by http": (
        "licences.csv",
        "CC BY 4.0",
        {"url": "http://creativecommons.org/licenses/by/4.0/"},
        "url",
    ),
    "a text of another day": (
        "tables/statement_terms.csv",
        "text-2012-09-02",
        {"date": "2012-02-09"},
        "date",
    ),
    "no end of a quarter": (
        "tables/us_troops_dmdc.csv",
        "2012-09-30",
        {"date": "2012-09-03"},
        "date",
    ),
    "delivered before it was ordered": (
        "tables/arms_orders.csv",
        "2",
        {"order_year": "2014"},
        "delivery_years",
    ),
    "dollars of two years exchanged": (
        "tables/us_aid_iraq_totals.csv",
        "2009",
        {"usd": "1159933673", "constant_usd": "879000000"},
        "constant_usd",
    ),
    "two terms of one name": ("terms.csv", "syria", {"en": "Iraq"}, "en"),
}


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_is_named_once_at_its_row_and_field(copy, name):
    file, key, cells, field = SLIPS[name]
    row = copy.cells(file, key)
    cells = {column: new(row) if callable(new) else new for column, new in cells.items()}
    assert all(copy.cells(file, key)[column] != text for column, text in cells.items())
    row = copy.set(file, key, **cells)
    found = faults(copy, file)
    assert places(found) == [(file, row, field)], "\n".join(map(str, found[:5]))
    assert found[0].problem and found[0].remedy


def test_two_things_of_one_name_are_named(copy):
    for file, one, other in (
        (SERIES, "us_troops_iraq_dmdc", "us_troops_iraq_dmdc_all"),
        ("events.csv", "ip-338", "ip-337"),
    ):
        names = {name: copy.cells(file, one)[name] for name in ("name_ar", "name_en")}
        copy.set(file, other, **names)
        assert {fault.field for fault in faults(copy, file)} == names.keys()


def test_the_last_turn_of_a_verdict_is_what_the_claim_says(copy):
    row = copy.set(CLAIMS, "C10", verdict="contested")
    found = validation.Package(copy.root).faults_of("verdict_turns")
    assert [(fault.file, fault.field) for fault in found] == [
        ("tables/verdict_turns.csv", "verdict")
    ]
    assert row and "C10 is contested" in found[0].problem


def test_a_term_that_is_gone_is_one_fault(copy):
    lines, line = copy.lines("terms.csv"), copy.line("terms.csv", "anbar")
    copy.write("terms.csv", lines[: line - 1] + lines[line:])
    found = [f for f in validation.check(copy.root, second_opinion=False) if "'anbar'" in f.problem]
    assert len(found) == 1 and "more faults" in found[0].problem


def test_two_names_exchanged_are_told_at_their_rows_and_once_where_they_stand(copy):
    one, other = (copy.cells("terms.csv", id)["ar"] for id in ("anbar", "babil"))
    rows = [copy.set("terms.csv", "anbar", ar=other), copy.set("terms.csv", "babil", ar=one)]
    found = validation.check(copy.root, second_opinion=False)
    assert [(f.row, f.field) for f in found if f.file == "terms.csv"] == [(n, "ar") for n in rows]
    assert len(found) == 3, found


def test_a_term_of_another_kind_is_one_fault_of_the_whole(copy):
    row = copy.set("terms.csv", "anbar", kind="word")
    found = validation.check(copy.root, second_opinion=False)
    assert places(found) == [("terms.csv", row, "kind")]


def test_evidence_on_both_sides_is_named(copy):
    side = copy.cells(CLAIMS, "C10")["supports"].split(";")[0]
    row = copy.set(CLAIMS, "C10", opposes=side)
    assert places(faults(copy, CLAIMS)) == [(CLAIMS, row, "opposes")]


# --- a new row, entered in good order -------------------------------------------------------------


def enter(copy, **cells):
    """Append a row like ip-195 with other cells, confirmed as `masalih add` would; its line."""
    own = {"id": copy.free_id(), "checked": "", "checked_how": "", "note_ar": "", "note_en": ""}
    row = copy.cells(OBS, "ip-195") | own | cells
    row["checksum"] = checksums.letters(checksums.row_parts("observations", row).values())
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow(row.values())
    return copy.add(OBS, out.getvalue())


STRIKES = {"series": "coalition_strikes_cumulative", "start": "2014-08-08", "by": ""}
NEW = {
    "far from its neighbours": (
        {"start": "2020-04-01", "end": "2020-04-30", "value": "300000"},
        "value",
        ("outlier", "unlike_rivals"),
    ),
    "another figure of one source": ({"value": "1471"}, "value", ("rival_figures",)),
    "a year mistyped": (
        {
            **{"series": "isis_strength", "value": "20000", "place": "iraq-syria"},
            **{"start": "2008-06-30", "end": "2018-06-30"},
        },
        "start",
        ("long_period",),
    ),
    "a period inside another": (
        {"start": "2018-06-01", "end": "2018-07-31", "value": "300"},
        "start",
        ("overlap",),
    ),
    "a total that falls": (
        STRIKES | {"end": "2019-12-31", "value": "30000", "place": "iraq-syria"},
        "value",
        ("falling_total",),
    ),
    "below nothing": (
        {"start": "2020-04-01", "end": "2020-04-30", "value": "-100"},
        "value",
        ("negative",),
    ),
    "a place of its own": (
        STRIKES | {"end": "2014-12-25", "value": "1400", "place": "nineveh"},
        "place",
        ("stray_place",),
    ),
}


@pytest.mark.parametrize("name", NEW)
def test_a_new_row_is_judged_beside_the_others_or_declared(copy, name):
    cells, field, rules = NEW[name]
    id = copy.free_id()
    row = enter(copy, id=id, **cells)
    found = faults(copy, OBS)
    assert places(found) == [(OBS, row, field)], "\n".join(map(str, found[:5]))
    assert any(f"say why in exceptions.csv (rule {rule})" in found[0].remedy for rule in rules)
    copy.add("exceptions.csv", *(f"{rule},{id},هو كذلك.,It is so." for rule in rules))
    assert faults(copy, OBS) == []


def test_a_row_of_another_motive_stands_in_the_wrong_file(copy):
    row = enter(copy, series="f16_losses", place="arizona", value="1")
    assert places(faults(copy, OBS)) == [(OBS, row, "series")]


def test_every_declared_exception_is_needed_and_few(copy):
    """One that excuses nothing would hide the next slip."""
    package = validation.Package(copy.root)
    declared = package.exceptions
    for name in package.resources:
        assert package.faults_of(name) == ()
    assert package.excused == declared and 0 < len(declared) < 60
    assert {rule for rule, _ in declared} <= {
        rule for rules in EXCUSABLE.values() for rule in rules
    }
    row = copy.add("exceptions.csv", "outlier,ip-195,هو كذلك.,It is so.")
    found = validation.check(copy.root, second_opinion=False)
    assert places(found) == [("exceptions.csv", row, "id")]


# --- ids ------------------------------------------------------------------------------------------


def rows(numbers, prefix="ip", file=OBS):
    return [(ids.name(prefix, number), file, line) for line, number in enumerate(numbers, 2)]


def swapped(found, at, id):
    return [*found[:at], (id, *found[at][1:]), *found[at + 1 :]]


FULL, OWN = rows(range(1, 515)), rows(range(1, 12), "isis")
MISTYPED = {
    "a number far away": (swapped(FULL, 194, "ip-915"), 196, "the row ip-195 is gone", "ip-195"),
    "another prefix": (swapped(FULL, 194, "iq-195"), 196, "no other id begins with iq-", "ip-195"),
    "the number before": (swapped(FULL, 194, "ip-194"), 196, "duplicate of line 195", "ip-195"),
    "a new number far away": ([*FULL, *OWN, ("isis-900", OBS, 9)], 9, "isis-011", "isis-012"),
    "digits transposed": (swapped(FULL + OWN, 524, "isis-110"), 12, "isis-010", "isis-011"),
    "a row lost": (FULL[:194] + FULL[195:], None, "the row ip-195 is gone", "restore it"),
    "the last row lost": (FULL[:-1], None, "the row ip-514 is gone", "restore it"),
    "half the rows lost": (FULL[:250], None, "264 rows are gone: ip-251 to ip-514", "restore"),
    "every second row lost": (FULL[::2], None, "257 rows are gone: ip-002, ip-004", "restore"),
}


@pytest.mark.parametrize("name", MISTYPED)
def test_a_mistyped_or_lost_id_is_one_fault(name):
    found, line, words, remedy = MISTYPED[name]
    assert [*ids.id_faults(FULL, {"ip": 514})] == []
    ((file, row, problem, todo),) = ids.id_faults(found, {"ip": 514})
    assert (file, row) == (OBS, line) and words in problem and remedy in todo


def test_a_number_of_no_evidence_row_is_no_gap_and_no_id():
    without = FULL[:145] + FULL[146:]
    assert [*ids.id_faults(without, {"ip": 514}, {"ip": [146]})] == []
    ((_, row, problem, _),) = ids.id_faults(FULL, {"ip": 514}, {"ip": [146]})
    assert row == 147 and "ip-146 was never used" in problem


@pytest.mark.parametrize("id", ["ip195", "IP-195", "ip-19", "ip-0195"])
def test_an_id_of_another_form_is_one_fault(copy, id):
    row = copy.set(OBS, "ip-195", id=id)
    assert places(faults(copy, OBS)) == [(OBS, row, "id")]


def test_what_names_a_lost_row_is_not_faulted_too(copy):
    """A claim rests on ir-243: its id mistyped is one fault, in its own table."""
    file = "observations/iran.csv"
    assert "ir-243" in copy.cells(CLAIMS, "C25")["supports"] + copy.cells(CLAIMS, "C25")["opposes"]
    row = copy.set(file, "ir-243", id="ir-942")
    assert places(faults(copy, file)) == [(file, row, "id")] and faults(copy, CLAIMS) == []
    copy.set("events.csv", "ip-327", id="ip-972")
    assert faults(copy, "tables/commitments.csv") == []


def change_claims(change):
    def damage(copy):
        lines = copy.lines(CLAIMS)
        copy.write(CLAIMS, change(lines))

    return damage


def another(line):
    """The claim C10 as C33, under names of its own."""
    _id, chapter, *_names, rest = line.split(",", 4)
    return f"C33,{chapter},أخرى,Another,{rest}"


@pytest.mark.parametrize(
    "change, row",
    [
        (lambda lines: [*lines[:10], *lines[11:]], 11),
        (lambda lines: [*lines[:6], lines[7], lines[6], *lines[8:]], 7),
        (lambda lines: [*lines[:-2], ""], None),
        (lambda lines: [*lines[:-1], another(lines[10]), ""], 34),
    ],
    ids=["deleted", "out of order", "last deleted", "added"],
)
def test_claims_are_those_of_the_article_in_order(copy, change, row):
    change_claims(change)(copy)
    assert (CLAIMS, row, "id") in places(faults(copy, CLAIMS))


def test_a_term_of_another_kind_is_told_once_a_column_with_its_line(copy):
    line = copy.set("terms.csv", "iraq", kind="word")
    found = validation.Package(copy.root).faults_of("series")
    assert [fault.field for fault in found] == ["place"] and f"on line {line} of" in found[0].remedy


def test_a_source_that_the_descriptor_invents_is_named(copy):
    copy.descriptor(lambda d: resource(d, "iraq_governorates")["sources"][0].update(name="nobody"))
    found = whole.descriptor_faults(validation.Package(copy.root))
    assert places(found) == [("datapackage.json", None, "iraq_governorates.sources")]


# --- shape before content -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "save, words",
    [
        (lambda text: text.encode("utf-16"), "UTF-16"),
        (lambda text: text.encode("utf-16-le"), "UTF-16"),
        (lambda text: text.encode("cp1256", "replace"), "not UTF-8"),
        (lambda text: f"<<<<<<< HEAD\n{text}>>>>>>> other\n".encode(), "two versions"),
        (lambda text: text.encode()[: len(text.encode()) // 2], "cut off"),
        (lambda text: text.replace(",", ";").encode(), "semicolons"),
        (lambda text: text.replace(",", "\t").encode(), "tabs"),
        (lambda text: text.replace("\n", "\r\n").encode(), "carriage return"),
        (lambda text: text.replace(",medium,", f",{'x' * 200_000},", 1).encode(), "characters"),
    ],
    ids=[
        "UTF-16",
        "UTF-16 unmarked",
        "1256",
        "merge",
        "cut",
        "semicolons",
        "tabs",
        "CRLF",
        "long cell",
    ],
)
def test_a_file_saved_wrongly_has_one_fault(copy, save, words):
    """Nor do the rows that other tables expect in it count as lost."""
    file = "observations/f16.csv"
    text = copy.path(file).read_text("utf-8")
    cut = save(text)
    copy.put(file, cut.decode("utf-8", "ignore").encode() if words == "cut off" else cut)
    package = validation.Package(copy.root)
    assert [
        fault.problem for fault in package.faults_of("observations-f16") if words in fault.problem
    ]
    assert len(package.faults_of("observations-f16")) == 1
    assert package.faults_of("claims") == package.faults_of("observations-isis") == ()


def test_a_broken_glossary_is_one_fault_of_the_map_too(copy):
    copy.put("terms.csv", copy.path("terms.csv").read_text("utf-8").encode("utf-16"))
    package = validation.Package(copy.root)
    assert map_faults(package, resource(package.descriptor, "iraq_governorates")) == []


# --- the descriptor -------------------------------------------------------------------------------


def resource(found, name):
    return next(one for one in found["resources"] if one["name"] == name)


def column(found, table, name):
    fields = resource(found, table)["schema"]["fields"]
    return next(spec for spec in fields if spec["name"] == name)


LOOSENED = {
    "milex_region_sipri.hash": lambda d: resource(d, "milex_region_sipri").pop("hash"),
    "observations-isis.source": lambda d: column(d, "observations-isis", "source")[
        "constraints"
    ].pop("required"),
    "observations-isis.by": lambda d: resource(d, "observations-isis")["schema"][
        "foreignKeys"
    ].pop(),
    "observations-isis.id": lambda d: column(d, "observations-isis", "id")["constraints"].pop(
        "pattern"
    ),
    "observations-isis.bound": lambda d: column(d, "observations-isis", "bound")["constraints"][
        "enum"
    ].append("about"),
    "events.start": lambda d: column(d, "events", "start").update(mayBeAhead=True),
    "series.unit": lambda d: column(d, "series", "unit").pop("termKinds"),
    "licenses": lambda d: d["licenses"][0].update(path="https://example.org/"),
    "terms.schema": lambda d: resource(d, "terms")["schema"].pop("primaryKey"),
    "convoys.path": lambda d: resource(d, "convoys").update(encoding="latin-1"),
}


@pytest.mark.parametrize("place", LOOSENED)
def test_what_the_descriptor_asks_is_not_loosened_unseen(copy, place):
    copy.descriptor(LOOSENED[place])
    package = validation.Package(copy.root)
    found = [fault for fault, _ in whole.unconfirmed(package)]
    assert places(found) == [("datapackage.json", None, place)]
    assert "masalih check --confirm" in found[0].remedy


def test_a_file_that_is_meant_is_confirmed_with_its_hash(copy):
    row = copy.set(OUTLOOK, "framework", state="ended")
    assert row and places(faults(copy, OUTLOOK)) == [(OUTLOOK, None, "")]
    confirm.confirm(validation.Package(copy.root), ["outlook"])
    assert faults(copy, OUTLOOK) == []


def test_arabic_about_a_table_is_arabic(copy):
    copy.descriptor(lambda d: resource(d, "meetings").update(description_ar="Meetings"))
    found = whole.descriptor_faults(validation.Package(copy.root))
    assert places(found) == [("datapackage.json", None, "meetings.description_ar")]


def test_words_about_a_table_are_nobodys_slip(copy):
    copy.descriptor(lambda d: column(d, "events", "start").update(description="Other words."))
    assert list(whole.unconfirmed(validation.Package(copy.root))) == []


UNUSABLE = {
    "terms.path": (
        lambda d: resource(d, "terms").update(path="../terms.csv"),
        lambda d: resource(d, "terms").update(path="/etc/hostname"),
        lambda d: resource(d, "terms").update(path="https://example.org/terms.csv"),
        lambda d: resource(d, "terms").update(path=".terms.csv"),
    ),
    "sources.title": (
        lambda d: column(d, "sources", "title").update(constraints={"pattern": "(a+)+$"}),
        lambda d: column(d, "sources", "title").update(constraints={"pattern": "("}),
    ),
    "events.kind": (
        lambda d: column(d, "events", "kind")["constraints"].update(enum="day"),
        lambda d: column(d, "events", "kind")["constraints"].update(enum=[]),
        lambda d: column(d, "events", "kind").update(constraints=[]),
    ),
    "events.place": (lambda d: column(d, "events", "place").update(termKinds="place"),),
    "events.schema": (
        lambda d: resource(d, "events")["schema"]["foreignKeys"][0].update(fields="plaice"),
        lambda d: resource(d, "events")["schema"].update(primaryKey="idd"),
    ),
    "events.note_en": (
        lambda d: resource(d, "events")["schema"]["fields"].append(column(d, "events", "note_en")),
    ),
    "meetings.hash": (
        lambda d: resource(d, "meetings").update(hash="md5:1"),
        lambda d: resource(d, "meetings").update(hash=None),
    ),
    "claims.claimCount": (lambda d: resource(d, "claims").update(claimCount="32"),),
    "excluded.numbersGivenOut": (lambda d: resource(d, "excluded").update(numbersGivenOut=[1]),),
    "resources.path": (lambda d: resource(d, "events").update(path="claims.csv"),),
    "version": (lambda d: d.update(version=""),),
    "licenses": (
        lambda d: d.update(licenses=[]),
        lambda d: d["licenses"][0].update(path=None),
        lambda d: d["licenses"].append("CC BY"),
    ),
    "contributors": (lambda d: d["contributors"][0].update(title=""),),
    "created": (lambda d: d.update(created="yesterday"),),
    "white_house_iraq.texts": (
        lambda d: column(d, "white_house_iraq", "texts").update(constraints={"maximum": "many"}),
        lambda d: column(d, "white_house_iraq", "texts")["constraints"].update(minimum=20000),
    ),
}


@pytest.mark.parametrize("place", UNUSABLE)
def test_a_descriptor_that_leads_astray_is_refused_before_a_file_is_read(copy, place):
    whole_text = copy.path("datapackage.json").read_bytes()
    for change in UNUSABLE[place]:
        copy.put("datapackage.json", whole_text)
        copy.descriptor(change)
        with pytest.raises(validation.DataError) as caught:
            read_descriptor(copy.root)
        assert (caught.value.fault.file, caught.value.fault.field) == ("datapackage.json", place)


def test_a_link_out_of_the_data_folder_is_refused(copy, tmp_path):
    (tmp_path / "secret.csv").write_text("id\n1\n", "utf-8")
    copy.path("licences.csv").unlink()
    copy.path("licences.csv").symlink_to(tmp_path / "secret.csv")
    with pytest.raises(validation.DataError, match=r"licences\.path"):
        read_descriptor(copy.root)


def test_a_key_that_stands_twice_is_named(copy):
    text = copy.path("datapackage.json").read_text("utf-8")
    copy.put(
        "datapackage.json", text.replace('"version"', '"version": "9.9.9",\n "version"').encode()
    )
    with pytest.raises(validation.DataError, match=r"json:version: the key stands twice"):
        read_descriptor(copy.root)


def test_a_day_to_come_in_the_descriptor_hides_no_other(copy):
    copy.descriptor(lambda found: found.update(created="2099-01-01T00:00:00Z"))
    row = copy.set("events.csv", "ip-338", start="2098-12-09", end="2098-12-09")
    package = validation.Package(copy.root)
    assert [fault.field for fault in whole.descriptor_faults(package)] == ["created"]
    assert ("events.csv", row, "start") in places(package.faults_of("events"))


@pytest.mark.parametrize(
    "pattern",
    [
        *(
            "(a+)+$",
            "(a|a)*",
            "([a-z]+)*",
            "(-[a-z-]+)*",
            "(.*)*",
            ".*.*x",
            "((ab)+)*",
            "(",
            "(?=a)a",
        ),
        *(r"(\w+\s?)*$", "[a-z]*[a-z]*!", "(a?){30}a{30}", "([a-z0-9]+-?)+", "((-a)|(-a))*"),
    ],
)
def test_a_pattern_that_may_not_end_is_refused(pattern):
    assert patterns.pattern_problem(pattern)


def test_every_pattern_of_the_package_ends_at_once(sound):
    """Each is asked of a text that a pattern of another form would take for ever with."""
    found = {
        spec["constraints"]["pattern"]
        for one in sound.resources.values()
        for spec in one["schema"]["fields"]
        if "pattern" in spec.get("constraints", {})
    }
    assert len(found) > 10 and not any(map(patterns.pattern_problem, found))
    start = time.process_time()
    for pattern in found:
        for text in ("a" * 2000 + "!", "a-" * 1000 + "!", "1;" * 1000 + "!", "-" * 2000):
            cell_problem(ID | {"constraints": {"pattern": pattern}}, text, TODAY)
    assert time.process_time() - start < 1


# --- tables of published data, and the map --------------------------------------------------------


def rehashed(copy, name, content):
    """Write a file whose hash in the descriptor follows, as an editor would who means it."""
    path = resource(json.loads(copy.path("datapackage.json").read_text("utf-8")), name)["path"]
    copy.put(path, content)
    total = f"sha256:{hashlib.sha256(content).hexdigest()}"
    copy.descriptor(lambda found: resource(found, name).update(hash=total))


@pytest.mark.parametrize(
    "name, field, change",
    [
        ("milex_region_sipri", "usd_constant_2023", lambda text: f"{float(text) * 1000:.0f}"),
        ("milex_region_sipri", "share_of_gdp", lambda text: f"{float(text) / 100:.4f}"),
        ("us_military_aid_region", "constant_2020_usd", lambda text: f"{int(text) * 1000}"),
        ("us_aid_iraq_totals", "constant_usd", lambda text: f"{int(text) * 1000}"),
    ],
)
def test_a_column_of_another_unit_is_one_fault_though_its_hash_was_set(copy, name, field, change):
    package = validation.Package(copy.root)
    file = package.resources[name]["path"]
    read = list(csv.DictReader(io.StringIO(copy.path(file).read_text("utf-8"))))
    out = io.StringIO()
    writer = csv.DictWriter(out, read[0], lineterminator="\n")
    writer.writeheader()
    writer.writerows(row | {field: change(row[field]) if row[field] else ""} for row in read)
    rehashed(copy, name, out.getvalue().encode())
    found = faults(copy, file)
    assert {fault.field for fault in found} == {field} and "more cells" in found[0].problem


def exchange_ids(found):
    one, other = found["features"][0], found["features"][5]
    one["id"], other["id"] = other["id"], one["id"]
    one["properties"], other["properties"] = other["properties"], one["properties"]


def open_ring(found):
    drawn = found["features"][0]["geometry"]
    polygon = drawn["coordinates"] if drawn["type"] == "Polygon" else drawn["coordinates"][0]
    polygon[0].pop()


@pytest.mark.parametrize(
    "change, field",
    [
        (exchange_ids, "features[0]"),
        (open_ring, "features[0]"),
        (lambda f: f["features"][0].update(geometry={"type": "Point"}), "features"),
        (
            lambda f: f["features"][0].update(geometry={"type": "Point", "coordinates": [44, 33]}),
            "features[0]",
        ),
        (lambda f: f.update(type="Feature"), "type"),
    ],
    ids=["ids exchanged", "ring open", "no coordinates", "a point", "no collection"],
)
def test_a_map_drawn_wrongly_is_named_though_its_hash_was_set(copy, change, field):
    found = json.loads(copy.path(MAP).read_text("utf-8"))
    change(found)
    rehashed(copy, "iraq_governorates", json.dumps(found).encode())
    package = validation.Package(copy.root)
    told = map_faults(package, resource(package.descriptor, "iraq_governorates"))
    assert (MAP, None, field) in places(told)


# --- what is meant is confirmed -------------------------------------------------------------------


def test_a_change_that_is_meant_is_confirmed(copy):
    """A figure compared with its page before counts as compared on the day it is confirmed."""
    row = copy.set(OBS, "ip-195", value="1471")
    assert places(faults(copy, OBS)) == [(OBS, row, "value")]
    confirm.confirm(validation.Package(copy.root), ["ip-195"])
    assert faults(copy, OBS) == []
    assert copy.cells(OBS, "ip-195")["checked"] == datetime.date.today().isoformat()


def test_a_table_is_confirmed_as_described(copy):
    copy.descriptor(LOOSENED["events.start"])
    before = copy.path("events.csv").read_bytes()
    confirm.confirm(validation.Package(copy.root), ["events"])
    assert list(whole.unconfirmed(validation.Package(copy.root))) == []
    assert copy.path("events.csv").read_bytes() == before


def test_nothing_is_confirmed_where_one_id_is_unknown(copy, capsys):
    copy.set(OBS, "ip-195", value="1471")
    before = copy.path(OBS).read_bytes()
    assert confirm.main(["ip-195", "ip-915"]) == 1
    assert "did you mean" in capsys.readouterr().out and copy.path(OBS).read_bytes() == before


# --- what lies about ------------------------------------------------------------------------------


@pytest.mark.parametrize("file", [".env", "observations/.isis.csv.swp", "old/isis.csv", "all.zip"])
def test_a_file_that_nobody_described_is_named(copy, file):
    copy.path(file).parent.mkdir(exist_ok=True)
    copy.path(file).write_text("TOKEN", "utf-8")
    assert places(whole.stray_files(validation.Package(copy.root))) == [(file, None, "")]


def test_the_wheel_takes_only_what_is_described(copy, root, tmp_path, monkeypatch):
    """Also where somebody builds it without a check."""
    builder = pytest.importorskip("hatchling.builders.wheel")
    checkout = tmp_path / "checkout"
    (checkout / "src").mkdir(parents=True)
    for name in ("pyproject.toml", "hatch_build.py", "README.md", "LICENSE"):
        (checkout / name).write_bytes((root / name).read_bytes())
    (checkout / "src/masalih").mkdir()
    (checkout / "src/masalih/__init__.py").write_text("", "utf-8")
    for folder in ("exercises", "questions"):
        (checkout / "notebooks" / folder).mkdir(parents=True)
        (checkout / "notebooks" / folder / "x.ipynb").write_text("{}", "utf-8")
    (copy.root / ".env").write_text("TOKEN", "utf-8")
    copy.root.rename(checkout / "data")
    (wheel,) = builder.WheelBuilder(str(checkout)).build(directory=str(tmp_path))
    names = zipfile.ZipFile(wheel).namelist()
    assert "masalih/_data/sources.csv" in names and MAP in "".join(names)
    assert not [name for name in names if "/." in name]
