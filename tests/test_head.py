"""The head of a page: what it asks for, in which order, and what packing makes of it."""

from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from conftest import ROOT
from sphinx.errors import ExtensionError

from masalih.book.pages import head
from masalih.book.site import bundles

BOTH = {"ar": "_build/html", "en": "_build/en/_build/html"}


def asset(name, priority=500, **attributes):
    return SimpleNamespace(filename=name, priority=priority, attributes=attributes)


def files(styles=(), scripts=(), settings=()):
    """What head.files makes of the lists that Sphinx and its extensions hand to a page."""
    written = [(None, {"body": body}) for body in settings]
    app = SimpleNamespace(registry=SimpleNamespace(js_files=written))
    return head.files(app, "page", {"css_files": styles, "script_files": scripts})


def test_files_stand_in_their_order_between_those_of_the_theme():
    found = files(
        [asset("_static/late.css", 800), asset("_static/early.css", 200)],
        [asset("_static/one.js"), asset("_static/two.js"), asset("_static/zero.js", 200)],
    )
    assert found.styles == [*head.THEME_STYLES, "_static/early.css", "_static/late.css"]
    names = ["_static/zero.js", "_static/one.js", "_static/two.js"]
    assert found.scripts == [*names, *head.THEME_SCRIPTS]


def test_what_extensions_write_into_every_page_is_in_a_file_and_not_in_the_page():
    known = "let known = 1;"
    spare = "DOCUMENTATION_OPTIONS.pagename = 'page';"
    scripts = [asset(None, body=known), asset("", body=spare)]
    assert files(scripts=scripts, settings=[known]).scripts == [*head.THEME_SCRIPTS]


@pytest.mark.parametrize(
    "script, said",
    [
        (asset(None, body="let unknown = 1;"), "page: .* script in the page: let unknown"),
        (asset("https://example.org/a.js"), "page: .* https://example.org/a.js .* another host"),
    ],
)
def test_what_the_policy_would_stop_in_the_browser_stops_the_build(script, said):
    with pytest.raises(ExtensionError, match=said):
        files(scripts=[script])


TABLE, TEXT = "<table><tr><td>1</td></tr></table>", "<p>word </p>"


@pytest.mark.parametrize(
    "body, awaited",
    [
        (TEXT * 9, "searchbox"),
        (TEXT * 9 + TABLE, "page-end"),
        (TEXT * (head.EARLY // 5) + TABLE, "searchbox"),
        (TABLE + TEXT * (head.LONG // len(TEXT)), "searchbox"),
        ("<p class='" + "x" * head.EARLY + "'>word</p>" + TABLE, "page-end"),
    ],
)
def test_a_short_page_that_begins_with_a_table_is_shown_whole(body, awaited):
    assert head.awaited(body) == awaited


# ---------------------------------------------------------------- packing

ASKED = head.Files(["_static/a.css", "_static/deck.css"], ["_static/a.js", "_static/b.js"])


def framed(asked, way):
    """A page that asks for files, as basic/layout.html and head.html write it."""
    styles, scripts = head.style_tags(asked.styles, way), head.script_tags(asked.scripts, way)
    return f'<html data-content_root="{way}"><head>{styles}</head><body>{scripts}</body></html>'


def test_a_page_asks_for_two_stylesheets_and_one_script_in_place_of_its_files():
    bundled = head.Files(["_static/css-1.css", "_static/css-2.css"], ["_static/js-1.js"])
    for name, way in (("search.html", ""), ("book/ar/index.html", "../../")):
        packed = bundles.page(framed(ASKED, way), name, ASKED, bundled)
        assert packed == framed(bundled, way)


def test_a_page_that_asks_for_other_files_is_a_fault_and_never_half_packed():
    older = head.Files(ASKED.styles[:1], ASKED.scripts)
    with pytest.raises(bundles.OutdatedPage, match=r"a\.html .* Remedy: "):
        bundles.page(framed(older, ""), "a.html", ASKED, ASKED)


def test_what_is_bundled_goes_unless_a_deck_asks_for_it(tmp_path):
    made = bundles.Bundles(tmp_path, {"x"})
    made.sources = {*ASKED.styles, *ASKED.scripts}
    icons = f"{bundles.SOLID.rsplit('/', 1)[0]}/fa-brands-400.woff2"
    names = {*made.sources, icons, "_static/fonts/plex.woff2"}
    deck = '<link rel="stylesheet" href="../../_static/deck.css">'
    assert made.spare([deck], names) == {*made.sources, icons} - {"_static/deck.css"}


# ---------------------------------------------------------------- the built pages


@pytest.mark.parametrize("edition", BOTH)
def test_scripts_stand_last_and_hold_up_nothing(site, edition):
    """The packed page and the one of Sphinx alike: what is read first waits for no script."""
    written = ROOT / BOTH[edition]
    for folder, number in ((site / edition, 1), (written, len(head.Files.read(written).scripts))):
        for name, own in (("notebooks/02-isis.html", 0), ("search.html", len(head.SEARCH))):
            page = BeautifulSoup((folder / name).read_text("utf-8"), "html.parser")
            scripts = page.select("script[src]")
            assert len(scripts) == number + own
            assert all(one.has_attr("defer") and one["fetchpriority"] == "low" for one in scripts)
            assert page.body.find_all(True)[-len(scripts) :] == scripts


# Is the end of a page left out: once it stands, and when it is marked as before its first paint?
LEFT_OUT = """async () => {
    const end = [...document.querySelectorAll('.bd-article section p:not(details *)')].at(-1);
    const left = () => !end.checkVisibility({ contentVisibilityAuto: true });
    const after = left();
    document.documentElement.dataset.first = 'screen';
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    return { before: left(), after }; }"""


def test_before_the_first_paint_a_page_is_set_out_no_further_than_the_screen(browser, url):
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{url}ar/notebooks/02-isis.html", wait_until="load")
    page.wait_for_function("() => !('first' in document.documentElement.dataset)")
    assert page.evaluate(LEFT_OUT) == {"before": True, "after": False}
    context.close()


EXERCISE, DRAWING = "ar/notebooks/exercises/02-isis.html", "fig-isis-sign-wide"
ASKED_FOR = """() => performance.getEntriesByType('resource')
    .filter((one) => one.name.includes('-wide'))
    .map((one) => [one.initiatorType, one.name.split('/').pop()])"""


@pytest.mark.parametrize(
    "width, colours, asked",
    [
        (1300, "light", [["link", f"{DRAWING}.svg"]]),
        (1300, "dark", [["link", f"{DRAWING}-dark.svg"]]),
        (390, "light", []),
    ],
)
def test_the_drawing_an_exercise_begins_with_is_asked_for_ahead(
    browser, url, width, colours, asked
):
    """Once, and in the colours that are shown; a phone begins with text, which nothing holds up."""
    context = browser.new_context(
        viewport={"width": width, "height": 844}, color_scheme=colours, service_workers="block"
    )
    page = context.new_page()
    page.goto(url + EXERCISE, wait_until="networkidle")
    assert page.evaluate(ASKED_FOR)[:1] == asked
    assert len([one for one in page.evaluate(ASKED_FOR) if DRAWING in one[1]]) == len(asked)
    context.close()
