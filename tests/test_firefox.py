"""The built site in Firefox: what readers do most; by day it is tried in Chromium."""

import re
from urllib.parse import quote

import pytest
from book_pages import SAMPLE
from conftest import serving
from test_cards import CARD
from test_offline import DRAWN, REFUSED, STORED
from test_reading_mode import shown

EDITIONS = pytest.mark.parametrize("edition", ["ar", "en"])
CHAPTER, DECK = "{0}/notebooks/02-isis.html", "{0}/book/{0}/seminar/slides/session-1.html"
PAGES = sorted({path for path, _ in SAMPLE})
EXPLAINED = """() => {
    const contexts = [...document.querySelectorAll('.search .context')].slice(0, 3);
    return contexts.length && contexts.every(one => !one.ariaBusy); }"""
# The words that are on the screen, of those that are asked for.
ON_SCREEN = """wanted => {
    const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const place = node.data.indexOf(wanted);
        if (place < 0) continue;
        const range = document.createRange();
        range.setStart(node, place), range.setEnd(node, place + wanted.length);
        const box = range.getBoundingClientRect();
        if (box.height && box.top >= 0 && box.bottom <= innerHeight) return true;
    }
    return false; }"""
# The first words of the last paragraphs of a page that begin with plain text.
LAST_WORDS = """() => [...document.querySelectorAll('main section > p')]
    .filter(p => p.firstChild?.nodeType === 3 && p.firstChild.data.trim().length > 40)
    .slice(-3).map(p => p.firstChild.data.trim().split(/\\s+/).slice(0, 5).join(' '))"""


@pytest.fixture
def visit(firefox, url):
    """visit(path, width=1300, script="") → a page; what goes wrong in it fails the test."""
    contexts, faults = [], []

    def open_it(path, width=1300, script="", base=url):
        contexts.append(firefox.new_context(viewport={"width": width, "height": 844}))
        if script:
            contexts[-1].add_init_script(script)
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: faults.append(f"{error} ({path})"))
        page.goto(base + path)
        return page

    yield open_it
    for context in contexts:
        context.close()
    assert faults == []


@pytest.mark.parametrize(("edition", "query"), [("ar", "قوافل"), ("en", "convoys")])
def test_a_result_of_the_search_opens_at_its_words(visit, edition, query):
    page = visit(f"{edition}/search.html?q={quote(query)}")
    page.wait_for_function(EXPLAINED)
    link = page.locator("ul.search li > a").first
    word = page.locator("ul.search .context mark").first.inner_text()
    with page.expect_navigation():
        link.click()
    page.wait_for_function(ON_SCREEN, arg=word)
    assert page.evaluate("() => scrollY") > 844


@EDITIONS
def test_an_address_that_names_words_leads_to_them(visit, edition):
    path = CHAPTER.format(edition)
    for words in visit(path).evaluate(LAST_WORDS):
        page = visit(f"{path}#:~:text={quote(words).replace('-', '%2D')}")
        page.wait_for_function(ON_SCREEN, arg=words)


@EDITIONS
def test_a_number_tells_what_stands_behind_it(visit, edition):
    page = visit(CHAPTER.format(edition))
    page.wait_for_function("!document.querySelector('a.cited[data-card][title]')")
    number = page.locator("a.cited[data-card]").first
    number.focus()
    assert page.locator(CARD).is_visible()
    page.keyboard.press("Escape")
    assert page.locator(CARD).count() == 0
    number.hover()
    page.wait_for_selector(CARD)


@EDITIONS
def test_code_is_read_by_whoever_asks_for_it(visit, edition):
    page = visit(CHAPTER.format(edition))
    assert shown(page)[0] == 0
    page.locator(".code-button").click()
    some, every = shown(page)
    assert some == every > 20


@EDITIONS
def test_what_was_read_opens_again_without_the_server(visit, site, edition):
    path = CHAPTER.format(edition)
    with serving(site) as address:
        page = visit(path, base=address)
        page.evaluate("() => navigator.serviceWorker.ready")
        drawn = page.wait_for_function(DRAWN).json_value()
        page.evaluate(STORED, [[f"/{path}", drawn]])
    page.goto(f"{address}{path}?again")
    page.wait_for_function(DRAWN)
    assert page.evaluate("() => getComputedStyle(document.body).fontFamily").startswith(
        '"Book Sans"'
    )


@EDITIONS
def test_a_deck_is_shown_by_keyboard(visit, edition):
    page = visit(DECK.format(edition))
    page.wait_for_function("() => window.Reveal?.isReady()")
    onward = {"ar": "ArrowLeft", "en": "ArrowRight"}[edition]
    for key, slide in ((onward, 1), (onward, 2), ("Home", 0)):
        page.keyboard.press(key)
        assert page.evaluate("() => Reveal.getIndices().h") == slide, key


@pytest.mark.parametrize("path", PAGES)
def test_a_page_fits_on_a_small_phone(visit, path):
    page = visit(path, width=320)
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("path", [path for path in PAGES if re.search("02-isis|search", path)])
def test_refused_storage_costs_no_error(visit, path):
    page = visit(path, script=REFUSED)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("() => document.documentElement.dataset.theme")
