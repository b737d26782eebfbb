"""The decks of the seminar, from a folder: alike, noted, timed, printable, in their direction."""

import functools
import json
import re
from itertools import accumulate

import pytest
from bs4 import BeautifulSoup
from conftest import ROOT, script

from masalih.book.pages import slides
from masalih.book.teach import site as teachers_site
from masalih.charts import style
from masalih.translation import edition as language_of

DECKS = sorted(path.stem for path in (ROOT / "book/ar/seminar/slides").glob("session-*.md"))
BOTH = [(edition, deck) for deck in DECKS for edition in ("ar", "en")]
every_deck = pytest.mark.parametrize(
    "edition, deck", BOTH, ids=[f"{edition}-{deck}" for edition, deck in BOTH]
)
HEIGHT, WIDTH = 720, 1280
LETTERS = 24  # pixels of these: the smallest letters of a drawing, read from the back of a room
FACTS = script("slide")


def path_of(edition, deck):
    return f"{edition}/book/{edition}/seminar/slides/{deck}.html"


@pytest.fixture(scope="module")
def teachers(site, tmp_path_factory):
    """The folder of the teacher's site, whose decks have notes and verdicts: this worker's own."""
    return teachers_site.write(ROOT, target=tmp_path_factory.mktemp("teach") / "site")


@pytest.fixture(scope="module")
def sections(teachers):
    """sections(edition, deck) → the slides of a deck as the file holds them, before any script."""

    @functools.cache
    def read(edition, deck):
        page = BeautifulSoup((teachers / path_of(edition, deck)).read_bytes(), "lxml")
        return page.select("main > section")

    return read


@pytest.fixture
def open_deck(open_page, teachers):
    """open_deck(edition, deck, query="", **context options) → the page, from the folder itself.

    `page.complaints` is what went wrong.
    """

    def watch(page):
        # The browser's own window would wait for somebody.
        page.add_init_script("window.print = () => { window.offered = true }")
        page.on(
            "request",
            lambda r: (
                None
                if r.url.startswith((teachers.as_uri(), "data:"))
                else page.complaints.append(f"outside the folder: {r.url}")
            ),
        )
        page.on("requestfailed", lambda r: page.complaints.append(f"not there: {r.url}"))

    def open_it(edition, deck, query="", **options):
        address = f"{teachers.as_uri()}/{path_of(edition, deck)}{query}"
        screen = {"viewport": {"width": WIDTH, "height": HEIGHT}}
        page = open_page(address, watch, **screen | options)
        if options.get("java_script_enabled", True):
            page.evaluate("() => document.fonts.ready")
        return page

    return open_it


def ready(page):
    page.wait_for_function("() => window.Reveal?.isReady()")
    return page.evaluate("() => Reveal.getTotalSlides()")


# ---------------------------------------------------------------- what the file holds


def test_there_are_decks():
    assert DECKS


@pytest.mark.parametrize("deck", DECKS)
def test_both_editions_show_the_same_slides(sections, deck):
    def content(edition):
        return [
            (
                [image["src"].split("/")[-1] for image in slide.select("img")],
                slide.select_one(".notes")["data-minutes"],
            )
            for slide in sections(edition, deck)
        ]

    assert content("ar") == content("en")
    assert 10 <= len(content("ar")) <= 16
    if deck != "session-6":  # that is the game
        assert sum(bool(images) for images, _ in content("ar")) >= 3, "a session reads charts"


@every_deck
def test_every_slide_has_notes_and_the_minutes_are_those_of_the_plan(sections, edition, deck):
    found = sections(edition, deck)
    assert [
        slide.select_one("h1, h2").get_text()
        for slide in found
        if len(slide.select("aside.notes")) != 1
        or len(slide.select_one("aside.notes").get_text()) < 60
    ] == []
    minutes = list(
        accumulate(int(slide.select_one("aside.notes")["data-minutes"]) for slide in found)
    )
    assert minutes[-1] == (180 if deck == "session-6" else 90)  # the game takes two meetings
    assert planned(edition, deck) <= {0, *minutes}, (
        "a slide ends where a row of the session's plan ends"
    )


def planned(edition, deck):
    """The minutes at which the rows of the session's plan begin and end, from its page."""
    name = "simulation" if deck == "session-6" else deck
    plan = (ROOT / f"book/{edition}/seminar/{name}.md").read_text("utf-8")
    before, known = 0, set()
    for row in re.findall(r"^\| ([0-9٠-٩]+)–([0-9٠-٩]+) \|", plan, re.M):
        start, end = map(int, row)
        before = before or (90 if start == 0 and known else 0)  # a second meeting counts on
        known |= {before + start, before + end}
    return known


def test_sections_are_put_in_a_row():
    nested = (
        '<section id="a"><h1>A</h1><p>x</p><section id="b"><h2>B</h2></section>\n'
        '<section id="c"><h2>C</h2></section>\n</section>\n'
    )
    assert [
        s["id"]
        for s in BeautifulSoup(slides.side_by_side(nested), "html.parser").find_all(
            "section", recursive=False
        )
    ] == ["a", "b", "c"]
    alone = '<section id="a"><h1>A</h1></section>\n'
    assert slides.side_by_side(alone) == alone


def test_search_finds_the_chapter_and_not_its_slides(site):
    text = (site / "ar" / "search-index.js").read_text("utf-8")
    pages = [page for page, _ in json.loads(text[text.index("{") : text.rindex("}") + 1])["pages"]]
    assert "notebooks/01-dialogue" in pages and not list(filter(slides.DECK.fullmatch, pages))


# ---------------------------------------------------------------- shown from a folder


@every_deck
def test_a_deck_opens_from_a_folder_and_every_slide_fits(open_deck, sections, edition, deck):
    page = open_deck(edition, deck)
    total = ready(page)
    assert total == len(sections(edition, deck))
    runs_in_its_direction(page, edition, total)
    with language_of(edition):
        letters = style.sizes()["slide"].text * 96 / 72
    for colours, ending in (("light", "-slide.svg"), ("dark", "-slide-dark.svg")):
        page.emulate_media(color_scheme=colours)
        page.wait_for_function(
            "colours => document.documentElement.dataset.theme === colours", arg=colours
        )  # the page hears of it a moment later
        for number in range(total):
            facts = page.evaluate(FACTS, number)
            drawings = facts.pop("drawings")
            assert facts == {"over": 0, "wide": 0, "notes": False, "out": 0}, (colours, number + 1)
            assert len(drawings) <= 1, number + 1
            assert all(source.endswith(ending) for source, _ in drawings), drawings
            assert all(letters * size >= LETTERS for _, size in drawings), (
                f"{drawings}: letters of {letters * drawings[0][1]:.1f} pixels"
            )
    assert page.complaints == []


def runs_in_its_direction(page, edition, total):
    """A deck turns its pages the way its language is read, and counts them in its digits."""
    facts = page.evaluate("""() => [
        document.documentElement.lang, document.documentElement.dir, Reveal.getConfig().rtl,
        getComputedStyle(document.querySelector('h1')).fontFamily.split(',')[0]]""")
    assert facts == [
        edition,
        "rtl" if edition == "ar" else "ltr",
        edition == "ar",
        '"Book Sans"',
    ]
    page.keyboard.press("ArrowLeft" if edition == "ar" else "ArrowRight")
    assert page.evaluate("() => Reveal.getIndices().h") == 1
    number = page.locator("#deck .slide-number").inner_text().strip()
    assert re.fullmatch(r"٢ / [٠-٩]+" if edition == "ar" else rf"2 / {total}", number), number
    bar = page.evaluate("""() => {
        const box = document.querySelector('.progress span').getBoundingClientRect();
        return [box.left, box.right] }""")
    assert abs(bar[1] - WIDTH) < 2 if edition == "ar" else abs(bar[0]) < 2, (
        "the bar grows from the side where reading starts"
    )
    labels = page.evaluate("""() => [...document.querySelectorAll('.controls button')]
        .map(b => b.getAttribute('aria-label'))""")
    assert len(labels) == 2 and all(
        bool(re.search("[ء-ي]", label)) == (edition == "ar") for label in labels
    )


def test_the_tools_of_a_deck_lead_on_and_back(open_deck, teachers):
    edition, deck = BOTH[0]
    page = open_deck(edition, deck)
    ready(page)
    page.evaluate("() => Reveal.slide(3)")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.closest('.deck-tools') !== null"), (
        "the tools come first for the keyboard"
    )
    page.locator("#language-link").click()
    ready(page)
    assert (
        page.url.startswith(f"{teachers.as_uri()}/{path_of('en', deck)}#/")
        and page.evaluate("() => Reveal.getIndices().h") == 3
    )
    page.locator(".deck-tools a").first.click()
    page.wait_for_selector(".bd-article")
    assert "/seminar/" in page.url


@pytest.mark.parametrize("edition", ["ar", "en"])
def test_the_speaker_view_works_from_a_folder(open_deck, edition):
    page = open_deck(edition, DECKS[0])
    ready(page)
    with page.context.expect_page() as opened:
        page.keyboard.press("s")
    view = opened.value
    value = view.locator(".speaker-controls-notes .value")
    for number in range(2):
        page.evaluate("n => Reveal.slide(n)", number)
        wanted = page.evaluate("""() => Reveal.getCurrentSlide()
            .querySelector('.notes p:last-child').textContent.trim()""")
        view.wait_for_function(
            """text => document.querySelector('.speaker-controls-notes .value')
                .textContent.includes(text)""",
            arg=wanted,
        )
        assert value.is_visible()
    assert [
        frame.evaluate("() => document.documentElement.className.includes('as-slides')")
        for frame in view.frames[1:]
    ] == [True, True]
    if edition == "ar":
        said = view.evaluate("""() => [...document.querySelectorAll('body *:not(script, style)')]
            .flatMap(e => [...e.childNodes]).filter(n => n.nodeType === 3)
            .map(n => n.data).join(' ')""")
        assert not re.search("[A-Za-z]{2,}", said), said


def test_a_finding_comes_after_its_question_and_the_time_is_kept(open_deck):
    page = open_deck("en", "session-2", "#/5")
    ready(page)
    title = page.locator("section.present .chart-title")
    assert "visible" not in title.get_attribute("class").split()
    page.keyboard.press("Space")
    assert "visible" in title.get_attribute("class").split()
    seconds = page.evaluate("""() => [...document.querySelectorAll('.slides > section')]
        .map(s => Number(s.dataset.timing))""")
    assert sum(seconds) == 90 * 60 and all(seconds)


# ---------------------------------------------------------------- printed, on a phone, unscripted


@every_deck
def test_a_deck_prints_a_page_a_slide_with_whole_charts(open_deck, sections, edition, deck):
    page = open_deck(edition, deck, "?print-pdf", color_scheme="dark")
    page.wait_for_function("""() => document.querySelectorAll('.pdf-page').length
        && [...document.querySelectorAll('img.only-light')]
            .every(i => i.complete && i.naturalWidth)""")
    page.wait_for_function("() => window.offered")
    page.emulate_media(media="print", color_scheme="dark")
    page.wait_for_timeout(300)
    clipped = page.evaluate(script("clipped"))
    assert clipped == []
    pdf = page.pdf(prefer_css_page_size=True, print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == len(sections(edition, deck))
    if edition == "ar":
        assert not re.search("[0-9]", "".join(page.locator(".slide-number-pdf").all_inner_texts()))


# The same page, narrow for every deck; who chooses it is one script for all.
PLAIN = {"phone": BOTH, "handout": BOTH[:2], "no JavaScript": BOTH[:2]}


@pytest.mark.parametrize(
    "how, edition, deck", [(how, *which) for how, decks in PLAIN.items() for which in decks]
)
def test_a_deck_is_a_page_too(open_deck, edition, deck, how):
    options = {
        "phone": {"viewport": {"width": 390, "height": 844}},
        "handout": {},
        "no JavaScript": {"java_script_enabled": False},
    }[how]
    page = open_deck(edition, deck, "?handout" if how == "handout" else "", **options)
    for kind in ("section", ".notes", ".notes .minutes"):
        assert (
            page.locator(f"main {kind}").count() == page.locator(f"main {kind}:visible").count() > 9
        )
    for figure in page.locator("figure.chart").all():
        assert figure.locator("img:visible").count() == 1
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    assert page.complaints == []
