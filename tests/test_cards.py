"""A number tells what stands behind it: the printed value, who counted, and who disagrees."""

import re

import pytest
from book_pages import CHAPTERS
from bs4 import BeautifulSoup

from masalih import citations, data, formats

PAGE = "{0}/notebooks/02-isis.html"
EDITIONS = pytest.mark.parametrize("language", ["ar", "en"])
CARD = ".number-card"


@pytest.fixture
def language():
    formats.use("en")
    citations.start_page()
    yield
    citations.start_page()
    formats.use(None)


def card_of(number):
    # Beautiful Soup takes the text of a template for none.
    page = BeautifulSoup(citations.references().replace("<template", "<div"), "html.parser")
    return page.find("div", class_="number-cards").find("span", {"data-card": number.card})


def test_the_card_of_a_row_says_what_was_printed_by_whom_and_who_disagrees(language):
    rows = data.observations("isis_incidents_per_year_iraq_musings").set_index("id", drop=False)
    row = rows[rows["start"].dt.year == 2024].iloc[0]
    lines = [line.get_text() for line in card_of(citations.cited(row["value"], row)).children]
    assert lines[0] == "ISIS incidents a year (Musings on Iraq)"
    assert lines[1] == "65 incidents, 2024" and lines[2].startswith("Counted by Musings on Iraq")
    assert "secondary source" in lines[3] and "read in an excerpt" in lines[3]
    assert "Another count: 42 attacks, 2024 (Iraqi Joint Operations Command)" in lines


def test_the_card_of_a_floor_says_that_it_is_one(language):
    rows = data.observations()
    floor = rows[(rows["bound"] == "floor") & rows["value"].notna()].iloc[0]
    card = card_of(citations.cited(floor["value"], floor))
    assert card.find(class_="card-figure").get_text().startswith("at least ")
    assert card.find("a")["href"].endswith(f"#row-{floor['id']}")


def test_a_number_from_many_rows_names_their_span_and_the_first_sources(language):
    rows = data.observations("us_troops_iraq_reported")
    text = card_of(citations.cited(1, rows)).get_text()
    assert f"Worked out from {len(rows)} rows, " in text and " other sources" in text


def test_a_number_from_a_table_names_its_source(language):
    source = next(iter(data.sources().index))
    card = card_of(citations.cited(1, source))
    assert "source, " in card.get_text()


@pytest.mark.parametrize("path", CHAPTERS)
def test_each_number_of_a_chapter_has_its_card(site, path):
    html = (site / path).read_text("utf-8")
    numbers = re.findall(r'<a class="cited"[^>]*>', html)
    cards = set(re.findall(r'<span data-card="(\w+)">', html))
    have = [re.search(r' data-card="(\w+)"', number) for number in numbers]
    assert len(numbers) > 5 and cards >= {found[1] for found in have if found}
    ledger = sum("article.html#" in number for number in numbers)  # counts of claims lead there
    assert sum(map(bool, have)) >= 0.99 * (len(numbers) - ledger)


# ---------------------------------------------------------------- as a reader asks for it


@pytest.fixture
def visit(open_page, url):
    def open_it(path, width=1300, base=url, **options):
        page = open_page(base + path, viewport={"width": width, "height": 844}, **options)
        page.wait_for_function("!document.querySelector('a.cited[data-card][title]')")
        return page

    return open_it


def inside(page):
    box, width = page.locator(CARD).bounding_box(), page.viewport_size["width"]
    return box["x"] >= 0 and box["x"] + box["width"] <= width and box["y"] >= 0


@EDITIONS
def test_under_the_pointer_it_comes_and_goes(visit, language):
    page = visit(PAGE.format(language))
    number = page.locator("a.cited[data-card]").first
    number.hover()
    page.wait_for_selector(CARD)
    assert inside(page) and page.locator(CARD).get_attribute("dir") == page.evaluate(
        "document.documentElement.dir"
    )
    page.locator(CARD).hover()
    page.wait_for_timeout(600)
    assert page.locator(CARD).is_visible()  # it stays for whoever moves into it
    page.mouse.move(5, 5)
    page.wait_for_selector(CARD, state="detached")


def test_by_keyboard_it_is_read_with_its_number_and_left_by_escape(visit):
    page = visit(PAGE.format("en"))
    number = page.locator("a.cited[data-card]").first
    number.focus()
    assert number.get_attribute("aria-describedby") == page.locator(CARD).get_attribute("id")
    page.keyboard.press("Tab")
    assert page.evaluate("!!document.activeElement.closest('.number-card')")
    page.keyboard.press("Escape")
    assert page.locator(CARD).count() == 0
    assert page.evaluate("document.activeElement.matches('a.cited')")


def test_a_tap_shows_it_and_stays_on_the_line(visit):
    page = visit(PAGE.format("ar"), 320, has_touch=True, is_mobile=True)
    number = page.locator("a.cited[data-card]").nth(2)
    number.tap()
    page.wait_for_selector(CARD)
    assert inside(page) and "#" not in page.url
    page.locator(CARD).get_by_role("link").last.tap()
    page.wait_for_url("**#*")


def test_it_works_from_a_folder(site, visit):
    page = visit(PAGE.format("en"), base=f"{site.as_uri()}/")
    page.locator("a.cited[data-card]").first.focus()
    assert page.locator(CARD).is_visible()


def test_without_scripts_the_number_is_a_link(browser, url):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(url + PAGE.format("en"))
    number = page.locator("a.cited[data-card]").first
    assert number.get_attribute("href").startswith("#") and number.get_attribute("title")
    context.close()
