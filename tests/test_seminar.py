"""The seminar: minutes that add up, facts known on the day played, a way in from every chapter."""

import re
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest
from test_notebooks import D, typed_numbers

from masalih import data
from masalih.book.pages import seminar_links

ROOT = Path(__file__).parents[1]
LENGTH, EVE = (
    90,
    pd.Timestamp("2023-08-07"),
)  # minutes of a session; the last day that a player of 2023 knows
NAMES = ["index", *(f"session-{n}" for n in seminar_links.SESSIONS), "lab", "simulation", "guide"]
PAGES = [(language, name) for language in ("ar", "en") for name in NAMES]
every_page = pytest.mark.parametrize("language, name", PAGES)
both = pytest.mark.parametrize("language", ["ar", "en"])
DECK = {
    "ar": r"\*\*حقائقها? في لعبة (٢٠٢٣|٢٠٢٦)\*\*",
    "en": r"\*\*Facts to cite in the game of (2023|2026)\*\*",
}
INFERRED = {"ar": "تقدير تعليمي لا نقل", "en": "A teaching assumption, not a quotation"}


def read(language, name):
    return (ROOT / "book" / language / "seminar" / f"{name}.md").read_text("utf-8")


def listed(text, part):
    """The ids that each ```{catalogue} <part>``` of a page names, a list for each."""
    return [
        ids.split() for ids in re.findall(rf"^```\{{catalogue\}} {part}\n:ids: (.+)$", text, re.M)
    ]


def day(id):
    """The last day of an observation or event, and when its source appeared ("2023-08", or "")."""
    rows = data.observations().set_index("id")
    row = rows.loc[id] if id in rows.index else data.events().loc[id]
    return row["end"], data.sources().at[row["source"], "published"]


# ---------------------------------------------------------------- minutes


def timetables(text):
    """The timetables of a page, each a list of (from, to) in minutes."""
    tables = []
    for line in text.splitlines():
        row = re.match(rf"\| ({D}+)–({D}+) \|", line)
        if row and int(row[1]) == 0:
            tables.append([])
        if row:
            tables[-1].append((int(row[1]), int(row[2])))
    return tables


@both
@pytest.mark.parametrize(
    "name, number", [("index", 4), *((f"session-{n}", 1) for n in seminar_links.SESSIONS)]
)
def test_the_minutes_of_every_session_add_up(language, name, number):
    tables = timetables(read(language, name))
    assert len(tables) == number
    for table in tables:
        assert all(before[1] == after[0] for before, after in pairwise(table)), table
        assert sum(end - start for start, end in table) == LENGTH and all(
            end > start for start, end in table
        )
    other = {"ar": "en", "en": "ar"}[language]
    assert tables == timetables(read(other, name))


@both
def test_the_weights_of_the_rubric_add_up(language):
    weights = re.findall(rf"^\| [^|]+ \| ({D}+) \|", read(language, "simulation"), re.M)
    assert len(weights) == 5 and sum(map(int, weights)) == 100


# ---------------------------------------------------------------- facts and readings


def cards(language):
    """{label: text} of the role cards."""
    parts = re.split(
        r"^\((card-[\w-]+)\)=$",
        read(language, "simulation").split("(simulation-rubric)=")[0],
        flags=re.M,
    )
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def decks(language, card):
    """{year: ids} of a card."""
    found = re.findall(DECK[language] + r"\n\n```\{catalogue\} facts\n:ids: (.+)", card)
    return {
        year.translate(str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")): ids.split()
        for year, ids in found
    }


@both
def test_every_role_has_facts_for_both_years_and_no_bare_red_line(language):
    known = cards(language)
    assert len(known) == 10
    for label, card in known.items():
        own = decks(language, card)
        assert {year: len(ids) >= 3 for year, ids in own.items()} == {"2023": True, "2026": True}, (
            label
        )
        lines = re.findall(r"^- (.+)$", card, re.M)
        assert len(lines) >= 2
        for line in lines:
            cited = re.findall(r"`([a-z]+-\d+)`", line)
            assert cited or INFERRED[language] in line, f"{label}: whose red line is this? {line}"
            assert set(cited) <= {id for ids in own.values() for id in ids}, (
                f"{label}: {cited} is in no deck of the card"
            )


@both
def test_a_player_of_2023_knows_nothing_that_came_later(language):
    for label, card in cards(language).items():
        for id in decks(language, card)["2023"]:
            end, published = day(id)
            assert end <= EVE, f"{label}: {id} is of {end:%Y-%m-%d}"
            assert published[:7] <= "2023-08", (
                f"{label}: the source of {id} appeared in {published}"
            )


def test_both_editions_name_the_same_facts_readings_and_figures():
    for name in NAMES:
        arabic, english = (
            re.findall(
                r"^(?:```\{(?:catalogue|chart|dropdown)\}|:(?:ids|chapter|base):).*",
                read(language, name),
                re.M,
            )
            for language in ("ar", "en")
        )
        assert [line for line in arabic if "dropdown" not in line] == [
            line for line in english if "dropdown" not in line
        ], name


@both
@pytest.mark.parametrize("name", ["index", *(f"session-{n}" for n in seminar_links.SESSIONS)])
def test_readings_are_real_and_can_be_opened(language, name):
    found = listed(read(language, name), "readings")
    assert len(found) == 1, "two lists on a page would give one anchor twice"
    assert 5 <= len(found[0]) <= 8 and len(set(found[0])) == len(found[0])
    known = data.sources().loc[found[0]]
    assert known["url"].str.startswith("http").all()
    assert known["publisher"].nunique() >= 4, "readings of one side only"


def test_readings_in_arabic_are_among_them():
    assert all(
        "ar" in set(data.sources().loc[listed(read("ar", name), "readings")[0], "language"])
        for name in NAMES
        if name == "index" or name.startswith("session")
    )


# ---------------------------------------------------------------- words


@every_page
def test_no_number_of_the_record_is_typed(language, name):
    ours = [
        rf"(?<=\|) {D}+(?:–{D}+)? (?=\|)",
        rf"{D}+ (?:دقيقة|minutes)",
        rf"[Ss]ession {D}",
        r"(?<=\{chart\}) \S+",
    ]  # minutes, weights; labels
    assert typed_numbers(re.sub("|".join(ours), " ", read(language, name))) == []


# ---------------------------------------------------------------- the way in


def test_every_chapter_has_its_session_and_every_session_its_page():
    chapters = [name for names in seminar_links.SESSIONS.values() for name in names]
    assert len(set(chapters)) == len(chapters)
    assert {path.stem for path in (ROOT / "notebooks").glob("*.ipynb")} <= set(chapters)
    for language in ("ar", "en"):
        assert all(
            (ROOT / f"{seminar_links.session(number, language)}.md").is_file()
            for number in seminar_links.SESSIONS
        )


def test_materials_lead_from_a_chapter_and_from_its_session():
    assert seminar_links.materials("notebooks/05-f16", "ar") == [
        "book/ar/seminar/session-3",
        "notebooks/exercises/05-f16",
        "notebooks/questions/05-f16",
    ]
    assert seminar_links.materials("book/en/seminar/session-3", "en") == [
        "book/en/seminar/slides/session-3",
        "notebooks/exercises/03-capacity",
        "notebooks/exercises/05-f16",
        "notebooks/questions/03-capacity",
        "notebooks/questions/05-f16",
    ]
    assert seminar_links.materials("book/ar/method", "ar") == []


def test_only_what_is_written_is_linked():
    title = SimpleNamespace(astext=lambda: "Session 3")
    env = SimpleNamespace(titles={"book/en/seminar/session-3": title})
    app = SimpleNamespace(
        env=env,
        config=SimpleNamespace(language="en"),
        builder=SimpleNamespace(get_relative_uri=lambda here, there: f"../{there}.html"),
    )
    context = {}
    seminar_links.add_links(app, "notebooks/05-f16", None, context, None)
    assert context["materials"] == [("../book/en/seminar/session-3.html", "Session 3")]


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize(
    "path", sorted((ROOT / "notebooks").glob("*.ipynb")), ids=lambda path: path.stem
)
def test_the_built_chapter_leads_to_its_session(site, language, path):
    number = next(number for number, names in seminar_links.SESSIONS.items() if path.stem in names)
    page = (site / language / "notebooks" / f"{path.stem}.html").read_text("utf-8")
    assert re.search(
        rf'<nav class="materials".*href="\.\./{seminar_links.session(number, language)}\.html"',
        page,
    )
