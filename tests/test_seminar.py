"""The seminar: minutes that add up, facts known on the day played, a way in from every chapter."""

import re
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from test_notebooks import D, typed_numbers

from masalih import data
from masalih.book.pages import seminar_links

ROOT = Path(__file__).parents[1]
LENGTH = 90  # minutes of a session
SESSIONS = [f"session-{n}" for n in seminar_links.SESSIONS]
NAMES = ["index", *SESSIONS, "readings", "lab", "lab-keys", "case", "simulation", "guide"]
PAGES = [(language, name) for language in ("ar", "en") for name in NAMES]
every_page = pytest.mark.parametrize("language, name", PAGES)
both = pytest.mark.parametrize("language", ["ar", "en"])


def read(language, name):
    return (ROOT / "book" / language / "seminar" / f"{name}.md").read_text("utf-8")


def listed(text, part):
    """The ids that each ```{catalogue} <part>``` of a page names, a list for each."""
    return [
        ids.split() for ids in re.findall(rf"^```\{{catalogue\}} {part}\n:ids: (.+)$", text, re.M)
    ]


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
    "name, number",
    [
        ("index", 4),
        ("simulation", 2),
        *((f"session-{n}", int(n != 6)) for n in seminar_links.SESSIONS),  # 6 is the simulation
    ],
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


# ---------------------------------------------------------------- facts and readings


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


# ---------------------------------------------------------------- required reading

MOST = 20  # printed pages that a session may ask for
WORDS = 500  # of a printed page


def asked(language):
    """What each session requires: [(text, printed pages, minutes)] a session."""
    headings = {"ar": ("**المطلوب**", "**للاختيار**"), "en": ("**Required**", "**To choose from**")}
    first, then = headings[language]
    found = []
    for part in read(language, "readings").split(first)[1:]:
        rows = re.findall(r"^\| (.+?) \|$", part.split(then)[0], re.M)[1:]
        cells = [row.split(" | ") for row in rows]
        found.append([(text, *map(number, (pages, time))) for text, _, pages, time, _ in cells])
    return found


def number(cell):
    return int(re.search(rf"{D}+$", cell)[0])


@both
def test_a_session_asks_for_no_more_than_twenty_pages(language):
    sessions = asked(language)
    assert len(sessions) == len(SESSIONS) and all(sessions)
    for texts in sessions:
        assert sum(pages for _, pages, _ in texts) <= MOST
        assert all(pages and pages * 2 <= time for _, pages, time in texts), texts
    other = asked({"ar": "en", "en": "ar"}[language])
    assert [[row[1:] for row in texts] for texts in sessions] == [
        [row[1:] for row in texts] for texts in other
    ]


@both
def test_parts_of_the_book_are_as_long_as_their_reading_says(site, language):
    folder = site / language
    pages = {path: path.read_text("utf-8") for path in folder.rglob("*.html")}
    own = [(text, n) for texts in asked(language) for text, n, _ in texts if "<" in text]
    assert len(own) >= 9
    for text, expected in own:
        for label in re.findall(r"\{ref\}`[^<]+<([a-z0-9-]+)>`", text):
            page = next(html for html in pages.values() if f'id="{label}"' in html)
            section = BeautifulSoup(page, "lxml").find(id=label)
            section = section if section.name == "section" else section.find_parent("section")
            for part in section.select("figure, details, nav, .cell_input"):
                part.decompose()
            words = len(re.findall(r"\w+", section.get_text(" ")))
            assert abs(words / WORDS - expected) <= 1.5, f"{label}: {words / WORDS:.1f} pages"


# ---------------------------------------------------------------- words


@every_page
def test_no_number_of_the_record_is_typed(language, name):
    ours = [
        rf"(?<=\|) {D}+(?:–{D}+)? (?=\|)",
        rf"{D}+ (?:دقيقة|minutes)",
        rf"(?:الدقيقة|minute) {D}+",
        rf"(?:الدقائق من|minutes) {D}+ (?:إلى|to) {D}+",
        rf"(?<=\|) {D}+(?=: | في كل حصة| in each)",
        rf"(?<=\{{lines\}}) {D}+",
        rf"[Ss]ession {D}",
        r"(?<=\{chart\}) \S+",
        rf"(?<=\|) (?:نحو|about) {D}+ (?=\|)",
        rf"(?:الصفحات|الصفحة|pages?) {D}+(?:–{D}+)?",
    ]  # minutes, weights; labels; pages
    assert typed_numbers(re.sub("|".join(ours), " ", read(language, name))) == []


# ---------------------------------------------------------------- the way in


def test_every_chapter_has_its_session_and_every_session_its_page():
    chapters = [name for names in seminar_links.SESSIONS.values() for name in names]
    assert len(set(chapters)) == len(chapters)
    alone = {path.stem for path in (ROOT / "notebooks").glob("[0-9]*.ipynb")} - set(chapters)
    assert alone == set(), "name their session in SESSIONS of seminar_links.py"
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
    "path", sorted((ROOT / "notebooks").glob("[0-9]*.ipynb")), ids=lambda path: path.stem
)
def test_the_built_chapter_leads_to_its_session(site, language, path):
    number = next(number for number, names in seminar_links.SESSIONS.items() if path.stem in names)
    page = (site / language / "notebooks" / f"{path.stem}.html").read_text("utf-8")
    assert re.search(
        rf'<nav class="materials".*href="\.\./{seminar_links.session(number, language)}\.html"',
        page,
    )
