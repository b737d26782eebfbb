"""The simulation, its case and its assessment: a game that can be played, and marks that add up."""

import re
import zipfile
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest
from test_notebooks import D, typed_numbers

from masalih import data, rows
from masalih.book.teach import grading

ROOT = Path(__file__).parents[1]
EVE = "2023-08-07"  # the last day that a player of 2023 knows
YEARS = (2023, 2026)
ABJAD = [*"أبجد", "هـ", *"وزحطيكلمنسعفص"]
LETTER = {"ar": dict(zip(ABJAD, "ABCDEFGHIJKLMNOPQR", strict=True))}
LETTER["en"] = {letter: letter for letter in LETTER["ar"].values()}
INFERRED = {"ar": "تقدير تعليمي لا نقل", "en": "A teaching assumption, not a quotation"}
EASTERN = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")
both = pytest.mark.parametrize("language", ["ar", "en"])
both_years = pytest.mark.parametrize("year", YEARS)


def read(language, page):
    return (ROOT / "book" / language / f"{page}.md").read_text("utf-8").translate(EASTERN)


def draft(language, year):
    """{letter: options} of the brackets of a year's draft."""
    text = read(language, "seminar/simulation")
    own = text.split(f"% begins: draft of {year}")[1].split(f"% ends: draft of {year}")[0]
    found = re.findall(r"\*\*\((\S+)\)\*\* \[([^]]+)\]", own)
    return {LETTER[language][letter]: options.split(" / ") for letter, options in found}


def cards(language, year):
    """The role cards of a year, in order."""
    text = read(language, f"teaching/roles-{year}")
    return [
        card(language, *parts)
        for parts in re.findall(r"^::::\{handout\} (.+)\n([\s\S]+?)^::::$", text, re.M)
    ]


def card(language, title, body):
    points = re.findall(r"^\| .+ \| (\S+) \| (\d+) \|$", body, re.M)
    return SimpleNamespace(
        title=title,
        points=[(LETTER[language][letter], int(number)) for letter, number in points],
        red=re.findall(r"^- (.+)$", body, re.M),
        facts=re.search(r"^:ids: (.+)$", body, re.M)[1].split(),
        known=re.search(r"^:known: (.+)$", body, re.M),
    )


def bracket(language, line):
    """The letter of the bracket that can touch a red line."""
    return LETTER[language][re.match(r"\S+ \((\S+)\): ", line)[1]]


# ---------------------------------------------------------------- the game


@both_years
def test_both_editions_play_one_game(year):
    arabic, english = (draft(language, year) for language in ("ar", "en"))
    assert {letter: len(options) for letter, options in arabic.items()} == {
        letter: len(options) for letter, options in english.items()
    }
    arabic, english = (cards(language, year) for language in ("ar", "en"))
    assert len(arabic) == len(english) == 11
    for ours, theirs in zip(arabic, english, strict=True):
        assert (ours.points, ours.facts) == (theirs.points, theirs.facts), theirs.title
        assert [bracket("ar", line) for line in ours.red] == [
            bracket("en", line) for line in theirs.red
        ], theirs.title


@both
@both_years
def test_every_interest_and_red_line_has_a_bracket(language, year):
    brackets = draft(language, year)
    assert list(brackets) == sorted(brackets) and all(len(own) > 1 for own in brackets.values())
    for own in cards(language, year):
        assert sum(number for _letter, number in own.points) == 100, own.title
        assert {letter for letter, _number in own.points} <= set(brackets), own.title
        assert len(own.red) == 2, own.title
        for line in own.red:
            assert bracket(language, line) in brackets, f"{own.title}: nothing touches {line}"
            cited = re.findall(r"`([a-z]+-\d+)`", line)
            assert cited or INFERRED[language] in line, f"{own.title}: whose line is this? {line}"
            assert set(cited) <= set(own.facts), f"{own.title}: {cited} is not on the card"


@both_years
def test_every_bracket_is_wanted_otherwise_or_refused_by_somebody(year):
    wanted = {letter for own in cards("en", year) for letter, _number in own.points}
    refused = {bracket("en", line) for own in cards("en", year) for line in own.red}
    assert set(draft("en", year)) - {"B"} <= wanted | refused


@both_years
def test_every_card_has_facts_that_its_player_can_know(year):
    for own in cards("en", year):
        assert 3 <= len(own.facts) <= 6, own.title
        assert bool(own.known) == (year == 2023)
        rows.deck(" ".join(own.facts), known=EVE if year == 2023 else "")


def test_a_fact_of_a_later_day_or_of_an_uncertain_one_is_refused():
    for id in ("cp-633", "ip-345", "ip-323"):  # published in the month; later; on no known day
        with pytest.raises(ValueError, match=f"{id}.*not surely known"):
            rows.deck(id, known=EVE)


@both
def test_a_note_tells_a_player_of_2023_nothing_of_later_years(language, monkeypatch):
    monkeypatch.setenv("BOOK_LANG", language)
    plain = rows.deck("cp-494").translate(EASTERN)
    kept = rows.deck("cp-494", known=EVE).translate(EASTERN)
    assert "2024" in plain and "2024" not in kept and "FinancialBuzz" in kept


@both
@both_years
def test_the_row_book_holds_every_row_of_the_game(language, year):
    book = read(language, "teaching/simulation-rows").split(f"{year}\n```{{catalogue}} rowbook")[1]
    held = set(re.search(r"^:ids: (.+)$", book, re.M)[1].split())
    sheets = read(language, "teaching/simulation-sheets")
    titled = rf"^::::\{{handout\}} (?:ورقة الصحافة|The \w+ press).* {year}\n"
    press = re.findall(rf"{titled}(?:(?!^::::$)[\s\S])*?^:ids: (.+)$", sheets, re.M)
    public = read(language, "seminar/simulation").split("(simulation-facts)=")[1]
    common = re.findall(r"^:ids: (.+)$", public, re.M)[YEARS.index(year)]
    used = {id for own in cards(language, year) for id in own.facts}
    used |= {id for ids in [*press, common] for id in ids.split()}
    assert len(press) == 3 and held == used


@both
def test_a_room_has_as_many_seats_as_students(language):
    text = read(language, "seminar/simulation").split("(simulation-rooms)=")[1]
    table = re.findall(r"^\| .+ \|$", text.split("(simulation-minutes)=")[0], re.M)
    sizes = [int(cell) for cell in table[0].split("|")[2:-1]]
    seats = [[cell.count("●") for cell in row.split("|")[2:-1]] for row in table[1:]]
    assert sizes == [6, 12, 20, 30] == [sum(column) for column in zip(*seats, strict=True)]


@both
def test_two_meetings_and_forty_minutes_of_review(language):
    text = read(language, "seminar/simulation").split("(simulation-minutes)=")[1]
    spans = [(int(a), int(b)) for a, b in re.findall(r"^\| (\d+)–(\d+) \|", text, re.M)]
    starts = [place for place, (start, _end) in enumerate(spans) if start == 0]
    assert len(starts) == 2
    for own in (spans[: starts[1]], spans[starts[1] :]):
        assert own[-1][1] == 90
        assert all(before[1] == after[0] for before, after in pairwise(own))
    assert (45, 85) in spans


# What the cards want and refuse, in their order: a bracket and the place of its option there;
# then the worth of the alternative. ASKED[year] is in the order of the pages.
ASKED = {
    2023: [
        ("F0 K0 L0 O0 E0", "B2 L2", 40),
        ("J1 K0 B1 F1 C2", "J0 H2", 50),
        ("K0 J1 G0 L0 F0", "J2 B2", 35),
        ("D0 J1 C1 I0 E0", "J2 D1", 40),
        ("P0 I0 G1 A0 Q0", "I1 P1", 45),
        ("F0 G2 B0 I0 Q1", "G0 H2", 50),
        ("M2 K1 F1 C2 H1", "M0 G1", 35),
        ("F1 G0 H1 O1 A0 E1", "A1 F0", 45),
        ("I1 C2 F1 H1 D1", "I0 C0", 50),
        ("N1 Q0 H1 P0 O1", "N2 K2", 40),
        ("K0 L1 O1 J1 Q0", "K3 L0", 55),
    ],
    2026: [
        ("R1 K0 G0 E0 L0", "G2 L2", 40),
        ("A0 J1 K1 C2", "A2 H2", 35),
        ("K0 L0 A0 J0 F0", "J2 L2", 40),
        ("C1 D0 J0 I0 E0", "J2 D1", 45),
        ("Q0 G0 I0 R1", "I1 Q1", 45),
        ("A2 G0 I0 R1", "H2 G2", 50),
        ("N0 M1 A0 K1", "N2 M0", 30),
        ("G1 A0 P1 H1 F1", "A2 I0", 40),
        ("I1 C2 A0 H1 D1", "I0 C0", 45),
        ("O1 H1 Q0 R0 P1", "O2 K1", 45),
        ("K0 L1 A0 J1 R0", "K2 L0", 55),
    ],
}
OBSERVER = 5  # does not sign
DEAL = {  # the text that the teacher's note gives for each year
    2023: "A0 B0 C2 D0 E0 F1 G0 H1 I2 J1 K0 L1 M2 N1 O0 P0 Q0",
    2026: "A0 B1 C1 D0 E0 F1 G1 H1 I2 J1 K0 L1 M1 N1 O1 P1 Q0 R1",
}
BOTH = "I2"  # joins two options, and gives half


@both_years
def test_there_is_a_text_by_which_everybody_who_signs_gains(year):
    deal, brackets = set(DEAL[year].split()), draft("en", year)
    assert [own[0] for own in DEAL[year].split()] == list(brackets)
    assert all(int(own[1]) < len(brackets[own[0]]) for own in deal)
    for seat, (own, asked) in enumerate(zip(cards("en", year), ASKED[year], strict=True)):
        wanted, refused, alternative = asked[0].split(), asked[1].split(), asked[2]
        assert [letter for letter, _number in own.points] == [want[0] for want in wanted], own.title
        assert [bracket("en", line) for line in own.red] == [line[0] for line in refused], own.title
        gained = sum(
            number if want in deal else number / 2 if want[0] == BOTH[0] and BOTH in deal else 0
            for want, (_letter, number) in zip(wanted, own.points, strict=True)
        )
        crossed = deal & set(refused)
        assert (gained > alternative and not crossed) or seat == OBSERVER, (own.title, gained)


# ---------------------------------------------------------------- the case


@both
def test_the_first_narrative_knows_nothing_of_the_next_day(language):
    first = read(language, "seminar/case").split("(seminar-case-b)=")[0]
    named = re.findall(r"\{(?:rows|value)\}`([^`]+)`", first)
    for id in {id for text in named for id in text.split("|")[0].split()}:
        rows._known_by(id, pd.Timestamp(EVE))


@both
def test_every_paragraph_of_the_case_rests_on_rows(language):
    text = read(language, "seminar/case")
    for half in re.split(r"\(seminar-case-[ab]\)=", text)[1:]:
        told, _decision = re.split(r"\*\*(?:القرار|The decision)\.\*\*", half)
        for paragraph in told.strip().split("\n\n")[1:]:
            assert "{rows}`" in paragraph, paragraph[:60]
            for part in re.findall(r"\{rows\}`([^`]+)`", paragraph):
                rows.row_links(part)


def test_both_editions_tell_the_case_from_the_same_rows():
    arabic, english = (
        re.findall(r"\{rows\}`([^`]+)`", read(language, "seminar/case"))
        for language in ("ar", "en")
    )
    assert arabic == english


@both
def test_the_summary_of_the_article_names_every_claim_once(language):
    text = read(language, "article").split("(article-paragraphs)=")[1].split("(article-claims)=")[0]
    named = re.findall(r"\{claim\}`(C\d\d)`", text)
    assert sorted(named) == list(data.claims().index)
    assert typed_numbers(re.sub(r"^\d+\. ", "", text, flags=re.M)) == []


# ---------------------------------------------------------------- marks


def table(language, page, label):
    """The cells of the first table after a label: [[text or number]]."""
    text = read(language, page).split(f"({label})=")[1]
    lines = re.search(r"^\|.+\|\n\|[-|]+\|\n((?:\|.+\|\n)+)", text, re.M)[1].splitlines()
    cells = [[cell.strip().strip("*") for cell in line.split("|")[1:-1]] for line in lines]
    return [[int(cell) if re.fullmatch(r"\d+", cell) else cell for cell in row] for row in cells]


@both
def test_outcomes_and_instruments_add_up_both_ways(language):
    *outcomes, total = table(language, "seminar/assessment", "assessment-weights")
    for row in outcomes:
        assert sum(cell or 0 for cell in row[2:-1]) == row[-1], row
    columns = [
        [cell or 0 for cell in row] for row in zip(*(own[2:] for own in outcomes), strict=True)
    ]
    assert list(map(sum, columns)) == total[2:] and total[-1] == 100
    assert total[2:-1] == [weight for _name, weight in grading.instruments(str)]


@both
@pytest.mark.parametrize(
    "page, label, parts, weight",
    [
        ("seminar/assessment", "assessment-memo", grading.memo, 1),
        ("seminar/assessment", "assessment-participation", grading.participation, 1),
        ("seminar/simulation", "simulation-rubric", grading.simulation, 1),
    ],
)
def test_rubrics_sum_to_a_hundred_and_are_those_of_the_grading_sheet(
    language, page, label, parts, weight
):
    weights = [row[weight] for row in table(language, page, label)]
    assert weights == [own for _name, own in parts(str)] and sum(weights) == 100


@both
def test_the_hours_add_up_to_whole_credits(language):
    text = read(language, "seminar/assessment")
    rows_ = [
        [int(cell) for cell in found]
        for found in re.findall(r"^\| [^|]+ \| (\d+) \| (\d+) \|$", text, re.M)
    ]
    *work, hours, credits = rows_
    assert [sum(column) for column in zip(*work, strict=True)] == hours == [25 * n for n in credits]


@both
def test_the_grading_sheet_adds_every_instrument(language, tmp_path):
    path = grading.write(tmp_path, language)
    with zipfile.ZipFile(path) as archive:
        first = archive.read("xl/worksheets/sheet1.xml").decode()
        names = archive.read("xl/workbook.xml").decode()
    assert ('rightToLeft="1"' in first) == (language == "ar")
    last = "ABCDEFGH"[len(grading.instruments(str))]
    totals = re.findall(rf"SUMPRODUCT\(\$B\$3:\${last}\$3,B(\d+):{last}\1\)/100", first)
    assert totals == [str(grading.FIRST + 1 + n) for n in range(grading.STUDENTS)]
    assert f"SUM(B3:{last}3)=100" in first and names.count("<sheet ") == 5


@both
def test_no_number_of_the_record_is_typed_on_a_card(language):
    for year in YEARS:
        text = re.sub(rf"(?<=\|) {D}+ (?=\|)", " ", read(language, f"teaching/roles-{year}"))
        assert typed_numbers(text) == []


@both
def test_no_note_of_2023_tells_what_came_after(language, monkeypatch):
    """Of the next day, of the dialogue as of a thing past, or of what was reported later."""
    monkeypatch.setenv("BOOK_LANG", language)
    for page in ("teaching/roles-2023", "teaching/simulation-rows", "seminar/simulation"):
        for body in re.findall(r"\{catalogue\} \w+\n([\s\S]+?)```", read("en", page)):
            options = dict(re.findall(r"^:(\w+): (.+)$", body, re.M))
            if "known" in options:
                text = rows.deck(**{name: options[name] for name in options if name != "base"})
                assert not re.search(r"next day does not|reported later|Forbes article", text)
                assert not re.search(r"اليوم التالي لا|ذُكر لاحقاً|مقال فوربس", text)
