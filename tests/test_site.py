"""The built site in a real browser: both editions, on a laptop and a phone, in light and dark."""

import functools
import gzip
import re
import subprocess
import sys
import tomllib
import urllib.request
from itertools import pairwise
from urllib.parse import unquote, urlsplit

import pytest
from book_pages import (
    ARTICLES,
    CHAPTERS,
    DECKS,
    DIRECTION,
    LATIN_NAMES,
    NAMED,
    PAGES,
    ROOT,
    WIDTHS,
    edition,
    of_visit,
    twin,
)
from conftest import MOVED, script, typefaces

AXE = ROOT / ".venv/axe/node_modules/axe-core/axe.min.js"  # `make .venv/axe` brings it
# What is made by the hundred in one way (entries, rows, coloured code): the first are looked at.
ALIKE = [
    ".references li:nth-child(n+30)",
    "tbody tr:nth-child(n+15)",
    "section ~ section .highlight",
]
ARABIC = [path for path in PAGES if edition(path) == "ar"]
# Walked from end to end by keyboard: a page of each kind, both editions in turn.
WALKED = [
    "ar/book/ar/index.html",
    "en/book/en/index.html",
    "ar/notebooks/05-f16.html",
    "en/book/en/reference/excluded.html",
    "ar/book/ar/seminar/session-1.html",
    "ar/search.html?q=داعش",
]
KINDS = [page for page in PAGES if re.search(r"/(index|search|02-isis|series-isis)\.html$", page)]


class Page:
    """A page of the site in a context of its own; keeps what went wrong in `complaints`."""

    def __init__(self, browser, url, path, width="laptop", **options):
        size = dict(zip(("width", "height"), WIDTHS[width], strict=True))
        self.context = browser.new_context(viewport=size, **{"locale": "ar-IQ", **options})
        # Offline reading is test_offline.py's, and costs each page some requests.
        self.context.add_init_script("delete Navigator.prototype.serviceWorker")
        self.context.add_init_script(MOVED)
        self.page = page = self.context.new_page()
        page.complaints, page.requests = [], []
        self.listen(url)
        page.goto(url + path, wait_until="load")

    def listen(self, url):
        page, own = self.page, (url, "data:", "blob:")

        def complain(wrong, sentence):
            if wrong:
                page.complaints.append(sentence)

        def console(message):
            complain(message.type in ("error", "warning"), f"{message.type}: {message.text}")

        def request(asked):
            page.requests.append(asked.url)
            complain(not asked.url.startswith(own), f"outside request: {asked.url}")

        page.on("console", console)
        page.on("request", request)
        page.on("pageerror", lambda error: complain(True, f"error: {error}"))
        page.on("requestfailed", lambda asked: complain(True, f"failed request: {asked.url}"))
        page.on("response", lambda got: complain(got.status >= 400, f"{got.status}: {got.url}"))


@pytest.fixture
def open_page(browser, url):
    """open_page(path, width="laptop", **context options) → a loaded page, closed after the test."""
    opened = []

    def open_it(path, width="laptop", **options):
        opened.append(Page(browser, url, path, width, **options))
        return opened[-1].page

    yield open_it
    for one in opened:
        one.context.close()


DRAWN = (
    "() => [...document.images].filter(i => i.offsetParent).every(i => i.complete && i.currentSrc)"
)
SHOW = """folded => {
    document.querySelectorAll('img[loading]').forEach(i => i.loading = 'eager');
    const details = [...document.querySelectorAll('details')];
    details.slice(0, folded ?? Infinity).forEach(d => d.open = true); }"""
TWO_FRAMES = """() => document.fonts.ready.then(() => new Promise(
    done => requestAnimationFrame(() => requestAnimationFrame(done))))"""
THEME = "colours => document.documentElement.dataset.theme === colours"


def show_everything(page, folded=None):
    """Load late drawings and open what is folded (all, or the first so many)."""
    page.evaluate(SHOW, folded)
    page.wait_for_function(DRAWN)


# ---------------------------------------------------------------- one visit a page

# A deck asks for its drawings once its first slide is shown (slides.js).
ASKED = """() => !document.documentElement.classList.contains('as-slides')
    || [...document.querySelectorAll('img.only-light')].every(i => i.loading === 'eager')"""


@pytest.fixture(scope="session")
def visit(browser, url):
    """visit(path, width) → dict of what one visit of a page showed, in light and then in dark.

    A page is loaded once for all tests that only look at it.
    """

    @functools.cache
    def visited(path, width):
        opened = Page(browser, url, path, width, color_scheme="light", reduced_motion="reduce")
        page = opened.page
        if "?q=" in path:
            page.wait_for_selector("#search-results ul.search, #search-results p.search-summary")
        page.evaluate(TWO_FRAMES)
        page.wait_for_function(ASKED)
        seen = {
            "requests": list(page.requests),
            "moved": page.evaluate("() => window.moved"),
            "figures": {},
            "violations": {},
        }
        # The catalogue folds a table of the same make under each of its hundred series.
        show_everything(page, folded=50)
        seen |= page.evaluate(script("facts"), NAMED)
        alike = "alike => document.querySelectorAll(alike).forEach(e => e.remove())"
        page.evaluate(alike, ", ".join(ALIKE))
        for colours in ("light", "dark"):
            page.emulate_media(color_scheme=colours)
            page.wait_for_function(THEME, arg=colours)
            page.wait_for_function(DRAWN)
            seen["figures"][colours] = page.evaluate(script("figures"))
            if width == "laptop":  # dark differs in colours only
                only = None if colours == "light" else "color-contrast"
                seen["violations"][colours] = axe(page, only)
        seen["sidebars"] = [page.evaluate(script("sidebars"))]
        toggle = page.locator("button.primary-toggle:visible")
        if toggle.count():
            toggle.first.click()
            seen["sidebars"].append(page.evaluate(script("sidebars")))
            seen["drawer"] = page.evaluate(script("drawer"))
        seen["complaints"] = page.complaints
        opened.context.close()
        return seen

    return visited


def axe(page, only=None):
    """What axe-core finds, of every level, as sentences; `only` one of its rules."""
    page.evaluate("source => window.axe || (0, eval)(source)", AXE.read_text("utf-8"))
    rules = {
        "resultTypes": ["violations"],
        "preload": False,
        "rules": {
            rule: {"enabled": True} for rule in ("label-content-name-mismatch", "target-size")
        },
        **({"runOnly": [only]} if only else {}),
    }
    found = page.evaluate("rules => axe.run(document, rules)", rules)["violations"]
    return [f"{v['id']} ({v['impact']}): {[n['target'] for n in v['nodes']][:4]}" for v in found]


# ---------------------------------------------------------------- every page


@of_visit(PAGES)
def test_a_page_loads_without_complaint_and_fits(visit, path, width):
    page, name = visit(path, width), edition(path)
    assert page["complaints"] == []
    assert page["language"] == [name, DIRECTION[name], DIRECTION[name]]
    assert page["excess"] <= 0, f"the page is {page['excess']} px wider than the window"
    left, right = page["link"]
    assert left >= 0 and right <= WIDTHS[width][0], "the language link is on the screen"
    assert page["broken"] == []


NARROW = ["ar/notebooks/02-isis.html", "ar/book/ar/reference/series.html"]


@pytest.mark.parametrize("path", NARROW)
def test_a_page_fits_on_a_small_phone(open_page, path):
    """At 320 px, or enlarged four times; and at 360 px, which most small phones have."""
    page = open_page(path)
    for width in (320, 360):
        page.set_viewport_size({"width": width, "height": 640})
        assert page.evaluate("() => document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("path", KINDS)
def test_the_language_link_goes_to_the_twin_and_back(open_page, url, path):
    page = open_page(path)
    other = "en" if edition(path) == "ar" else "ar"
    link = page.locator("#language-link")
    assert link.inner_text() == {"en": "English", "ar": "العربية"}[other]
    page.wait_for_load_state("networkidle")  # leaving would cut off a drawing that is on its way
    link.click()
    page.wait_for_load_state("networkidle")
    assert page.url.split("#")[0] == url + twin(path)
    page.locator("#language-link").click()
    page.wait_for_load_state("networkidle")
    assert page.url.split("#")[0] == url + path
    assert page.complaints == []


def test_the_language_link_keeps_the_place_in_the_page(open_page, site):
    for path in ARTICLES:
        labels = [
            set(re.findall(r'id="([a-z][\w-]*)"', (site / name).read_text("utf-8")))
            for name in (path, twin(path))
        ]
        shared = sorted(
            label for label in labels[0] & labels[1] if label.startswith(("fig-", "sec-", "src-"))
        )
        if shared:
            page = open_page(f"{path}#{shared[0]}")
            assert page.locator("#language-link").get_attribute("href").endswith(f"#{shared[0]}")
            return
    pytest.fail("no page has a place with the same label in both editions")


@of_visit(PAGES, ["laptop"])
def test_axe_finds_no_violation_of_any_level(visit, path, width):
    assert visit(path, width)["violations"] == {"light": [], "dark": []}


@pytest.mark.parametrize("path", ["ar/search.html?q=داعش", "en/search.html?q=ISIS"])
def test_axe_finds_nothing_in_search_results(visit, path):
    assert visit(path, "laptop")["violations"] == {"light": [], "dark": []}


def test_axe_finds_nothing_at_the_door(open_page, site, url):
    page = open_page(KINDS[0])
    # Its script would open an edition at once.
    door = re.sub(r"(?s)<script>.*?</script>", "", (site / "index.html").read_text("utf-8"))
    page.route(f"{url}index.html", lambda route: route.fulfill(body=door, content_type="text/html"))
    page.goto(f"{url}index.html")
    assert page.locator("h1").is_visible() and axe(page) == []


@of_visit(PAGES, ["phone"])
def test_what_scrolls_on_a_phone_scrolls_by_keyboard(visit, path, width):
    assert visit(path, width)["unreachable"] == []


@of_visit(PAGES, ["phone"])
def test_a_phone_reader_can_search_and_move_on(visit, path, width):
    page = visit(path, width)
    if path in ARTICLES:
        assert page["search"] == 1 and page["onward"] >= 1
    assert page["nameless"] == []


# ---------------------------------------------------------------- words, once scripts have run


@of_visit([*ARABIC, "ar/search.html?q=xyzzy"])
def test_scripts_add_no_english_to_an_arabic_page(visit, path, width):
    said = visit(path, width)["english"]
    left = sorted({tuple(entry) for entry in said if not LATIN_NAMES.match(entry[1])})
    assert left == [], "\n".join(f"{kind}: {text[:100]}" for kind, text in left)


@of_visit(ARABIC)
def test_what_the_interface_counts_is_in_arabic_digits(visit, path, width):
    counted = visit(path, width)["counted"]
    assert [text for text in counted if re.search("[0-9]", text) or text == "decimal"] == []


@of_visit(ARABIC)
def test_arabic_text_has_arabic_digits_and_signs_in_their_order(visit, path, width):
    page = visit(path, width)
    assert page["western"] == []
    assert page["order"] == [], "the first part stands on the right"


# ---------------------------------------------------------------- direction


@of_visit([path for path in ARTICLES if edition(path) == "ar"])
def test_code_runs_left_to_right_and_stays_apart_from_its_sentence(visit, path, width):
    assert visit(path, width)["mixed"] == []


@of_visit(ARTICLES, ["laptop"])
def test_the_sidebars_never_lie_over_the_text(visit, path, width):
    states = visit(path, width)["sidebars"]
    assert len(states) == 2, "the contents can be folded away and back"
    for spans in map(sorted, states):
        pairs = pairwise(spans)
        assert all(left[1] <= right[0] + 1 for left, right in pairs), spans
    contents = states[0][0]
    assert (contents[0] > WIDTHS[width][0] / 2) == (edition(path) == "ar"), (
        "the contents stand on the side where reading starts"
    )


@of_visit(ARTICLES, ["phone"])
def test_the_drawers_of_a_phone_are_opaque_and_on_their_side(visit, path, width):
    drawer = visit(path, width)["drawer"]
    left, right = drawer["box"]
    assert abs(right - WIDTHS[width][0] if edition(path) == "ar" else left) <= 1
    assert re.fullmatch(r"rgb\(.*\)", drawer["colour"]), drawer["colour"]


def test_arrows_point_the_way_of_reading(open_page):
    page = open_page(ARTICLES[1])
    before, after = (
        page.locator(f".prev-next-area .{side}").bounding_box()
        for side in ("left-prev", "right-next")
    )
    assert before["x"] > after["x"], "the page before stands on the right"
    scales = """() => [...document.querySelectorAll('.prev-next-area i')]
        .map(i => getComputedStyle(i).scale)"""
    assert set(page.evaluate(scales)) == {"-1 1"}


# ---------------------------------------------------------------- keyboard


@pytest.mark.parametrize("path", WALKED)
def test_a_page_can_be_walked_by_keyboard(open_page, path):
    page = open_page(path, reduced_motion="reduce")
    if "?q=" in path:
        page.wait_for_selector("#search-results ul.search li")
    # The search page puts the reader into its box.
    page.evaluate("() => document.activeElement.blur()")
    steps = []
    for _ in range(1500):
        page.keyboard.press("Tab")
        step = page.evaluate(script("keyboard_step"))
        if step is None:
            break
        steps.append(step)
    assert len(steps) > 15
    for want in ("marked", "seen", "onward"):
        assert [step["name"] for step in steps if not step[want]] == [], want
    assert page.evaluate(script("keyboard_missed")) == [], "every link and button is reached"


@pytest.mark.parametrize("path", WALKED)
def test_the_first_tab_offers_the_way_past_the_contents(open_page, path):
    page = open_page(path, reduced_motion="reduce")
    page.evaluate("() => document.activeElement.blur()")
    page.keyboard.press("Tab")
    link = page.locator("#pst-skip-link a")
    assert link.evaluate("e => e === document.activeElement") and link.bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("() => !!document.activeElement.closest('main')")


@pytest.mark.parametrize(
    "button, opened",
    [
        ("primary-toggle", "#pst-primary-sidebar-modal"),
        ("secondary-toggle", "#pst-secondary-sidebar-modal"),
        ("search-button", "#pst-search-dialog"),
    ],
)
@pytest.mark.parametrize("edition", DIRECTION)
def test_drawers_close_by_escape_and_give_the_focus_back(open_page, edition, button, opened):
    page = open_page(f"{edition}/book/{edition}/method.html", "phone", reduced_motion="reduce")
    toggle = page.locator(f"button.{button}:visible").first
    toggle.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(f"{opened}[open]")
    assert page.evaluate("dialog => !!document.activeElement.closest(dialog)", opened)
    page.keyboard.press("Escape")
    page.wait_for_function("dialog => !document.querySelector(dialog).open", arg=opened)
    # The focus comes back in an event of its own, some frames later on a busy machine.
    page.wait_for_function("e => e === document.activeElement", arg=toggle.element_handle())


def test_what_is_folded_opens_by_keyboard(open_page):
    page = open_page(CHAPTERS[0])
    summary = page.locator("details.chart-data > summary").first
    summary.focus()
    for key, state in (("Enter", True), ("Space", False)):
        page.keyboard.press(key)
        assert summary.evaluate("e => e.parentElement.open") is state, key


def test_a_deck_is_shown_by_keyboard(open_page):
    page = open_page("ar/book/ar/seminar/slides/session-1.html")
    page.wait_for_function("() => window.Reveal?.isReady()")
    for key, slide in (
        ("ArrowLeft", 1),
        ("ArrowLeft", 2),
        ("ArrowRight", 1),
        ("End", -1),
        ("Home", 0),
    ):
        page.keyboard.press(key)
        last = page.evaluate("() => Reveal.getTotalSlides() - 1")
        assert page.evaluate("() => Reveal.getIndices().h") == (last if slide < 0 else slide), key
    page.keyboard.press("Tab")
    assert page.evaluate(script("keyboard_step"))["marked"]


# ---------------------------------------------------------------- what readers ask of their device


def test_nothing_moves_for_a_reader_who_asked_for_stillness(open_page):
    page = open_page(CHAPTERS[0], reduced_motion="reduce")
    moving = """() => [...document.querySelectorAll('*')].filter(e => {
        const s = getComputedStyle(e);
        return s.transitionDuration.split(', ').some(d => d !== '0s')
            || s.animationName !== 'none' || s.scrollBehavior !== 'auto' }).length"""
    assert page.evaluate(moving) == 0


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_more_contrast_is_given_on_request(open_page, colours):
    page = open_page(WALKED[0], color_scheme=colours, contrast="more", reduced_motion="reduce")
    assert axe(page, "color-contrast-enhanced") == []


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_forced_colours_leave_charts_on_their_ground(open_page, colours):
    page = open_page(CHAPTERS[0], color_scheme=colours, forced_colors="active")
    look = """() => {
        const images = [...document.querySelectorAll('figure.chart img')];
        const image = images.find(i => i.offsetParent), s = getComputedStyle(image);
        return [image.className, s.forcedColorAdjust, s.backgroundColor] }"""
    ground = {"light": "rgb(255, 255, 255)", "dark": "rgb(20, 24, 30)"}[colours]
    assert page.evaluate(look) == [f"only-{colours}", "none", ground]


# ---------------------------------------------------------------- type


@pytest.mark.parametrize("name, leading", [("ar", (1.8, 1.9)), ("en", (1.6, 1.75))])
def test_lines_are_as_long_and_as_far_apart_as_the_script_asks(open_page, name, leading):
    seen = open_page(f"{name}/notebooks/05-f16.html").evaluate(script("lines"))
    lines = sorted(seen["lines"])
    assert 60 <= lines[len(lines) // 2] <= 75, lines
    assert leading[0] <= seen["leading"] <= leading[1] and seen["align"] == "start"
    sizes, weights = zip(*seen["headings"], strict=True)
    assert set(weights) == {"600"}
    assert all(a / b > 1.1 for a, b in zip(sizes, [*sizes[1:], 1], strict=True)), sizes


def test_arabic_in_code_is_set_in_the_books_typeface(open_page):
    page = open_page(CHAPTERS[0])
    page.locator(".code-button").click()
    page.evaluate("""() => {
        document.querySelectorAll('details').forEach(d => d.open = true);
        const words = [...document.querySelectorAll('.highlight span')];
        words.find(e => /[ء-ي]{4}/.test(e.textContent)).id = 'arabic-code' }""")
    fonts = typefaces(page, "#arabic-code")
    assert any(name.startswith("Book Sans") for name in fonts), fonts


def test_paper_shows_the_text_and_no_tools(open_page):
    page = open_page(CHAPTERS[0], color_scheme="light")
    page.emulate_media(media="print")
    tools = [
        *(".bd-header-article", "#pst-primary-sidebar", "#pst-secondary-sidebar"),
        *(".prev-next-area", "details.hide", ".chart-data", ".headerlink", ".skip-link"),
    ]
    text = ["h1", "figure.chart", ".chart-source"]
    seen = """all => all.filter(selector =>
        [...document.querySelectorAll(selector)].some(e => e.checkVisibility()))"""
    assert page.evaluate(seen, [*tools, *text]) == text


# ---------------------------------------------------------------- figures


@pytest.mark.parametrize("colours", ["light", "dark"])
@of_visit(CHAPTERS)
def test_each_figure_shows_one_drawing(visit, path, width, colours):
    figures = visit(path, width)["figures"][colours]
    assert len(figures) >= 3, "a chapter begins with a link to three"
    shape = {"laptop": "wide", "phone": "narrow"}[width] + {"light": "", "dark": "-dark"}[colours]
    for figure in figures:
        names = [address.rsplit("/", 1)[1] for address in figure["drawings"]]
        assert names == [f"{figure['id']}-{shape}.svg"]


def test_the_dark_button_changes_the_drawings(open_page):
    page = open_page(CHAPTERS[0], color_scheme="light")
    seen = {}
    for _ in range(3):  # as the device, light, dark, in some order
        page.locator(".theme-switch-button:visible").click()
        theme = page.evaluate("() => document.documentElement.dataset.theme")
        seen[theme] = page.locator("figure.chart").first.locator("img:visible").get_attribute("src")
    assert (
        set(seen) == {"light", "dark"}
        and seen["dark"].endswith("-dark.svg")
        and seen["light"] != seen["dark"]
    )


# ---------------------------------------------------------------- door, weight


@pytest.mark.parametrize(
    "locale, name",
    [("ar-IQ", "ar"), ("ar", "ar"), ("en-US", "en"), ("en-GB", "en"), ("fr-FR", "ar")],
)
def test_the_door_opens_the_readers_language(open_page, url, locale, name):
    page = open_page("index.html", locale=locale)
    page.wait_for_url(f"{url}{name}/book/{name}/index.html")
    left = f"failed request: {url}index.html"  # the door itself is left half loaded
    assert [c for c in page.complaints if c != left] == []


def test_without_javascript_both_languages_are_reachable_and_pages_readable(open_page, url):
    for name in DIRECTION:
        page = open_page("index.html", java_script_enabled=False)
        page.locator(f'a[href="{name}/book/{name}/index.html"]').click()
        page.wait_for_url(f"{url}{name}/book/{name}/index.html")
        assert page.locator("h1").first.is_visible() and page.locator("#language-link").is_visible()
    page = open_page(CHAPTERS[0], java_script_enabled=False)
    for figure in page.locator("figure.chart").all():
        assert figure.locator("img:visible").count() == 1


BUDGET = tomllib.loads((ROOT / "tests" / "budget.toml").read_text("utf-8"))
PACKED = {".woff2", ".png"}  # what gzip makes no smaller


@pytest.fixture(scope="module")
def weight(site):
    """weight(address) → bytes of a file of the site over the wire."""

    @functools.cache
    def weighed(path):
        text = (site / path).read_bytes()
        return len(text if (site / path).suffix in PACKED else gzip.compress(text, 6))

    return lambda address: weighed(unquote(urlsplit(address).path).lstrip("/"))


def kind(path):
    """The kind of a page in the budget."""
    found = re.search(r"book/../(index)\.html$|/(reference)/|(search)\.html$", path)
    return (found and next(filter(None, found.groups()))) or (
        "chapter" if path in CHAPTERS else "deck" if path in DECKS else "page"
    )


@of_visit(PAGES)
def test_a_first_visit_keeps_to_the_budget(visit, weight, path, width):
    """Every byte and file costs a reader on a phone; late drawings wait until they are near."""
    allowed, requests = BUDGET[kind(path)], visit(path, width)["requests"]
    heaviest = sorted(
        ((weight(address), address.rsplit("/", 1)[1]) for address in requests), reverse=True
    )
    total = sum(size for size, _ in heaviest)
    said = (total, len(requests), heaviest[:8])
    assert total <= allowed["kilobytes"] * 1000 and len(requests) <= allowed["requests"], said


@of_visit(PAGES)
def test_nothing_moves_while_a_page_loads(visit, path, width):
    moved = visit(path, width)["moved"]
    assert sum(value for value, *_ in moved) < 0.01, moved


@pytest.mark.parametrize("path", DECKS)
def test_the_first_slide_is_shown_before_drawings_are_asked_for(open_page, path):
    """Fourteen drawings at once would hold it up; each comes before its slide is turned to."""
    page = open_page(path)
    page.wait_for_function("""() => performance.getEntriesByName('first-contentful-paint').length
        && [...document.querySelectorAll('img.only-light')].every(i => i.naturalWidth)""")
    painted, asked = page.evaluate("""() => [
        performance.getEntriesByName('first-contentful-paint')[0].paintTime,
        performance.getEntriesByType('resource').filter(r => r.name.includes('/_images/'))
            .map(r => [r.startTime, r.name])]""")
    drawn = page.locator("img.only-light").count()  # none in the deck of the game
    assert len(asked) >= min(drawn, 3), asked
    assert all(start > painted for start, _ in asked), (painted, asked)
    assert not [name for _, name in asked if name.endswith("-dark.svg")]


@pytest.mark.parametrize(
    "way",
    ["() => { setTimeout(() => history.back()) }", "() => { setTimeout(() => location.reload()) }"],
)
def test_a_reader_who_comes_back_finds_the_place(open_page, url, way):
    place = (
        "() => Math.abs(scrollY - 9000) <= 2"  # a pixel goes where lines above have parts of one
    )
    page = open_page(CHAPTERS[0], "phone")
    page.reload()  # on a busy machine a first visit may be set in another typeface
    page.evaluate("() => scrollTo({top: 9000, behavior: 'instant'})")
    page.wait_for_function(place)
    if "back" in way:
        page.goto(url + CHAPTERS[1])
    with page.expect_navigation(url=url + CHAPTERS[0]):
        page.evaluate(way)
    page.wait_for_function(place)


def test_no_page_may_cost_more_than_320_kilobytes_or_25_files():
    assert all(one["kilobytes"] <= 320 and one["requests"] <= 25 for one in BUDGET.values())


@of_visit(PAGES)
def test_every_icon_is_in_the_icon_font(visit, site, path, width):
    """Those too that scripts bring (bundles.py); an icon not in it would be an empty box."""
    shown, signs = visit(path, width)["icons"], glyphs(site, edition(path))
    missing = [
        icon
        for icon in shown
        if icon[1] in ("none", "normal") or ord(icon[1].strip('"')) not in signs
    ]
    assert missing == []


@functools.cache
def glyphs(site, name):
    from fontTools.ttLib import TTFont

    (font,) = (site / name / "_static" / "fonts").glob("icons-*.woff2")
    return TTFont(font).getBestCmap()


def test_serve_shows_the_site_on_this_machine_only(site, root):
    command = [sys.executable, "-m", "masalih", "serve", "--root", str(root), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        try:
            address = re.search(r"http://127\.0\.0\.1:\d+/", running.stdout.readline())[0]
            with urllib.request.urlopen(address + "ar/book/ar/index.html") as answer:
                assert answer.status == 200 and 'dir="rtl"' in answer.read().decode()
        finally:
            running.terminate()
