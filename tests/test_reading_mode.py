"""A chapter is read without its code, or with all of it, as its reader wants."""

import pytest

CHAPTER = "{0}/notebooks/02-isis.html"
CODE = ".bd-article .cell_input"
EDITIONS = pytest.mark.parametrize("language", ["ar", "en"])


@pytest.fixture
def visit(open_page, url):
    return lambda path, **options: open_page(url + path, **options)


def shown(page):
    """How many of the cells' codes can be seen, and how many there are."""
    return page.evaluate(
        """code => { const all = [...document.querySelectorAll(code)];
        return [all.filter(cell => cell.checkVisibility()).length, all.length]; }""",
        CODE,
    )


@EDITIONS
def test_the_switch_shows_all_code_and_is_remembered(visit, language):
    page = visit(CHAPTER.format(language))
    assert shown(page)[0] == 0 and page.locator(".cell_output").first.is_visible()
    page.locator(".code-button").click()
    some, every = shown(page)
    assert some == every > 20
    page.goto(page.url.replace("02-isis", "04-alhol"))
    page.wait_for_function("document.querySelector('.code-button[aria-pressed=true]')")
    some, every = shown(page)
    assert some == every > 20
    page.locator(".code-button").click()
    assert shown(page)[0] == 0


def test_a_sign_opens_the_cells_beside_it_by_keyboard(visit):
    page = visit(CHAPTER.format("ar"))
    signs, every = page.locator(".code-sign"), shown(page)[1]
    page.wait_for_function("document.querySelector('.code-button[aria-pressed]')")
    assert 10 < signs.count() < every  # neighbours share one
    signs.first.focus()
    page.keyboard.press("Enter")
    assert signs.first.get_attribute("aria-expanded") == "true"
    assert 0 < shown(page)[0] < every
    page.keyboard.press("Enter")
    assert shown(page)[0] == 0


def test_the_line_that_is_read_stays_where_it_is(visit):
    page = visit(CHAPTER.format("en"))
    page.wait_for_function("document.querySelector('.code-button[aria-pressed]')")
    where = "document.querySelector('#isis-territory + h3').getBoundingClientRect().top"
    page.evaluate("document.querySelector('#isis-territory + h3').scrollIntoView()")
    before = page.evaluate(where)
    page.evaluate("document.querySelector('.code-button').click()")  # a pointer would scroll there
    assert shown(page)[0] > 20 and abs(page.evaluate(where) - before) < 2


def test_print_follows_the_mode(visit):
    page = visit(CHAPTER.format("en"))
    page.emulate_media(media="print")
    assert shown(page)[0] == 0
    page.emulate_media(media="screen")
    page.locator(".code-button").click()
    page.emulate_media(media="print")
    some, every = shown(page)
    assert some == every


def test_without_scripts_code_is_folded_and_no_sign_is_seen(visit):
    page = visit(CHAPTER.format("en"), java_script_enabled=False)
    assert page.locator("details.hide > summary").first.is_visible()
    assert page.locator(".code-sign").first.is_hidden() and page.locator(".code-button").is_hidden()


def test_exercises_keep_their_code(visit):
    page = visit("en/notebooks/exercises/02-isis.html")
    assert page.locator(CODE).first.is_visible() and page.locator(".code-button").count() == 0
