"""The built site in a real browser: every page of both editions, at a laptop's and a phone's width, in light and dark."""

import functools
import gzip
import re
import tomllib
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import axe_playwright_python
import pytest
from bs4 import BeautifulSoup
from conftest import MOVED, settled, typefaces

ROOT = Path(__file__).parents[1]
DIRECTION = {"ar": "rtl", "en": "ltr"}
WIDTHS = {"laptop": (1300, 900), "phone": (390, 844)}
AXE = next(Path(axe_playwright_python.__file__).parent.rglob("axe.min.js"))
# Latin on an Arabic page that is a name or a sign in every language; all else must be Arabic, code, or marked lang="en".
# Acronyms stand in Arabic print as they are; so do publishers where a source is named (NAMED), and nothing else does.
LATIN_NAMES = re.compile(
    r"^\(?(?:[A-Z][A-Z0-9.‑–-]+(?:[ ,،/·;؛]+[A-Z][A-Z0-9.‑–-]+)*|C\d\d|Ctrl|K|English)\)?$"
)
NAMED = (
    ".chart-source a, .chart-data td, .chart-data tbody th, .cited, [id^='src-'], a[href*='#src-'], "
    "[id^='n-'] bdi"
)


# What is made by the hundred in one way (entries, rows, coloured code): the first are looked at, the rest are of the same make.
ALIKE = [
    ".references li:nth-child(n+30)",
    "tbody tr:nth-child(n+15)",
    "section ~ section .highlight",
]


def book_pages():
    """The pages of both editions, known before anything is built: (edition, path in the site)."""
    for edition, toc in (("ar", "_toc.yml"), ("en", "_toc.en.yml")):
        entries = re.findall(
            r"^[\s-]*(?:root|file):\s*(\S+)", (ROOT / toc).read_text("utf-8"), re.M
        )
        yield from ((edition, f"{edition}/{entry}.html") for entry in entries)
        yield edition, f"{edition}/search.html"


def twin(path):
    """The path of the same page in the other edition."""
    edition, rest = path.split("/", 1)
    other = "en" if edition == "ar" else "ar"
    return f"{other}/" + rest.replace(f"book/{edition}/", f"book/{other}/")


PAGES = list(book_pages())
ARTICLES = [
    page
    for page in PAGES
    if not page[1].endswith("search.html") and "/slides/session-" not in page[1]
]
DECKS = [
    path for _, path in PAGES if "/slides/session-" in path
]  # test_slides.py asks more of them
EXERCISES = [path for _, path in ARTICLES if "/notebooks/exercises/" in path]
CHAPTERS = [path for _, path in ARTICLES if re.search(r"/notebooks/\d", path)]
# One page of every kind and depth, where the same template makes all of a kind.
# Walked from end to end by keyboard: a page of each kind, both editions in turn.
WALKED = [
    "ar/book/ar/index.html",
    "en/book/en/index.html",
    "ar/notebooks/05-f16.html",
    "en/book/en/reference/excluded.html",
    "ar/book/ar/seminar/session-1.html",
    "ar/search.html?q=داعش",
]
KINDS = [
    page for page in PAGES if re.search(r"/(index|search|02-isis|series-isis)\.html$", page[1])
]
every_page = pytest.mark.parametrize("edition, path", PAGES, ids=[path for _, path in PAGES])
every_article = pytest.mark.parametrize(
    "edition, path", ARTICLES, ids=[path for _, path in ARTICLES]
)
every_width = pytest.mark.parametrize("width", WIDTHS)


class Page:
    """A page of the site in a browser context of its own; keeps what went wrong in `complaints`."""

    def __init__(self, browser, url, path, width="laptop", **options):
        size = dict(zip(("width", "height"), WIDTHS[width]))
        self.context = browser.new_context(viewport=size, **{"locale": "ar-IQ", **options})
        self.context.add_init_script(
            "delete Navigator.prototype.serviceWorker"
        )  # offline reading is test_offline.py's, and costs each page some requests
        self.context.add_init_script(MOVED)
        self.page = page = self.context.new_page()
        page.complaints, page.requests = [], []
        page.on("request", lambda r: page.requests.append(r.url))
        page.on(
            "console",
            lambda m: (
                page.complaints.append(f"console {m.type}: {m.text}")
                if m.type in ("error", "warning")
                else None
            ),
        )
        page.on("pageerror", lambda error: page.complaints.append(f"error: {error}"))
        page.on(
            "request",
            lambda r: (
                None
                if r.url.startswith((url, "data:", "blob:"))
                else page.complaints.append(f"outside request: {r.url}")
            ),
        )
        page.on("requestfailed", lambda r: page.complaints.append(f"failed request: {r.url}"))
        page.on(
            "response",
            lambda r: page.complaints.append(f"{r.status}: {r.url}") if r.status >= 400 else None,
        )
        page.goto(url + path, wait_until="load")
        settled(page)


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


def show_everything(page, folded=None):
    """Load lazy drawings and open what is folded (all, or the first so many), so that checks see all of a page."""
    page.evaluate(
        """folded => { document.querySelectorAll('img[loading]').forEach(i => i.loading = 'eager');
                                 [...document.querySelectorAll('details')].slice(0, folded ?? Infinity).forEach(d => d.open = true); }""",
        folded,
    )
    page.wait_for_function(DRAWN)


# ---------------------------------------------------------------- one visit a page

# Everything that can be read off a page that stands still: what is asked of it is said in the tests below.
# What must stand from right to left: a number and its percent sign, a sign and its number, the ends of a range, a day and its year.
FACTS = r"""named => {
  const PARTS = /(?<n>[٠-٩][٠-٩٬٫]*)(?<p>٪)|\u200f(?<s>−)(?<m>[٠-٩]+)|(?<a>[٠-٩٬٫]+)–(?<b>[٠-٩٬٫]+)|(?<d>[٠-٩]{1,2}) [ء-ي][ء-ي /]{2,24} (?<y>[٠-٩]{4})/g;
  const all = (selector, read) => [...document.querySelectorAll(selector)].map(read);
  const box = e => { const b = e?.getBoundingClientRect(); return b && [b.left, b.right] };
  const latin = text => /[A-Za-z]{2,}/.test(text) && !/[\u0620-\u064a]/.test(text);
  const home = e => e.closest('[lang]').lang === 'ar' && !e.closest('code, pre, kbd, samp, script, style, noscript, svg') && !e.closest(named);
  const sources = new Set(all(named, e => e.textContent.split('؛').map(t => t.trim())).flat());
  const texts = () => { const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = []; while (walker.nextNode()) found.push(walker.currentNode); return found };
  const prose = texts().filter(t => t.data.trim() && !t.parentElement.closest('code, pre, kbd, samp, script, style, noscript, svg'));
  const spoken = t => t.parentElement.closest('[lang]').lang;
  const unmarked = prose.filter(t => t.parentElement.closest('article') && (spoken(t) === 'ar' ? /[A-Za-z]{2}/ : /^(fa|ckb|ku)$/.test(spoken(t)) ? /$^/ : /[\u0620-\u064a]/).test(t.data)).map(t => t.data.trim());
  // A title stands as its publisher printed it.
  const western = prose.filter(t => spoken(t) === 'ar' && /[0-9,;?%]/.test(t.data) && !t.parentElement.closest('cite')).map(t => t.data.trim());
  const order = prose.filter(t => spoken(t) === 'ar' && t.parentElement.checkVisibility()).flatMap(t => [...t.data.matchAll(PARTS)].map(m => [t, m])).slice(0, 60).map(([t, m]) => {
    const x = (part, at) => { const r = document.createRange(); r.setStart(t, at); r.setEnd(t, at + part.length); const b = r.getBoundingClientRect(); return [b.left + b.width / 2, b.top] };
    const parts = Object.values(m.groups).filter(Boolean);
    const [first, last] = [x(parts[0], m.index + m[0].indexOf(parts[0])), x(parts.at(-1), m.index + m[0].lastIndexOf(parts.at(-1)))];
    return Math.abs(first[1] - last[1]) < 9 && first[0] <= last[0] ? m[0] : null }).filter(Boolean);
  // What the book marks by itself as Latin is judged here as if it were not: only names may be.
  document.querySelectorAll('span.latin').forEach(span => span.replaceWith(...span.childNodes));
  document.body.normalize();
  const english = latin(document.title) ? [['title', document.title]] : [];
  for (const node of texts()) {
    const text = node.data.trim();
    if (latin(text) && home(node.parentElement) && !text.split('؛').every(t => sources.has(t.trim()))) english.push(['text', text]);
  }
  for (const e of document.querySelectorAll('*'))
    for (const name of ['aria-label', 'title', 'alt', 'placeholder', 'data-bs-title', 'data-bs-original-title', 'data-toggle-hint', 'data-tooltip', 'summary', 'value']) {
      const text = e.getAttribute(name);
      if (text && latin(text) && (home(e) || e.matches('button, summary'))) english.push([name, text]);
    }
  return {
    language: [document.documentElement.lang, document.documentElement.dir, getComputedStyle(document.body).direction],
    excess: document.documentElement.scrollWidth - innerWidth,
    link: box(document.querySelector('#language-link')),
    broken: all('img', i => i.offsetParent && !i.naturalWidth ? i.src : null).filter(Boolean),
    search: all('.search-button', b => b.checkVisibility()).filter(Boolean).length,
    onward: all('.prev-next-area a', a => a.checkVisibility()).filter(Boolean).length,
    nameless: all('button, .article-header-buttons a', b => b.checkVisibility() && !b.getAttribute('aria-label') && !b.textContent.trim() ? b.outerHTML : null).filter(Boolean),
    english, unmarked, western, order,
    headings: all('h1, h2, h3, h4, h5, h6', h => Number(h.tagName[1])),
    landmarks: [all('main, [role=main]', () => 1).length, all('nav:not([aria-label]):not([aria-labelledby])', n => n.className)],
    headless: all('.bd-article table', t => t.querySelector('th') ? null : t.textContent.slice(0, 60)).filter(Boolean),
    scopeless: all('.bd-article table:not(.dataframe) th:not([scope])', t => t.textContent),
    unreachable: all('.bd-article :is(div, pre)', e => e.scrollWidth > e.clientWidth + 1 && /auto|scroll/.test(getComputedStyle(e).overflowX) && e.tabIndex < 0 && !e.querySelector('a, button, summary') ? e.className : null).filter(Boolean),
    counted: all('.caption-number, .footnote-reference, .footnote .label, a.reference .std-numref, .book-footer, ol',
        e => e.tagName === 'OL' ? getComputedStyle(e).listStyleType : [...e.childNodes].filter(n => n.nodeType === 3).map(n => n.data).join('')),
    // What a program prints follows its own language, line by line.
    mixed: all('.bd-article code, .bd-article kbd, .bd-article .highlight pre', e => { const s = getComputedStyle(e);
        return !e.closest('.output.stream') && (s.direction !== 'ltr' || s.unicodeBidi !== 'isolate') ? e.outerHTML.slice(0, 200) : null }).filter(Boolean),
    images: all('article img', i => [i.alt, i.getAttribute('src')]),
    icons: all('.fa-solid, .fas, .far, .fa-regular, .fa-brands', e => [e.className, getComputedStyle(e, '::before').content]),
  };
}"""
FIGURES = """() => [...document.querySelectorAll('figure.chart[id]')].map(f => ({
        id: f.id, drawings: [...f.querySelectorAll('img')].filter(i => i.offsetParent).map(i => i.currentSrc),
        number: f.querySelector('.caption-number')?.innerText, title: f.querySelector('.caption-text')?.innerText, subtitle: f.querySelector('.chart-subtitle')?.innerText,
        sources: f.querySelectorAll('.chart-source a[href^=http]').length, asOf: f.querySelector('.chart-as-of')?.innerText,
        rows: f.querySelectorAll('.chart-data tbody tr').length, series: f.querySelectorAll('.chart-data a[href*="#series-"]').length, csv: f.querySelector('.chart-csv')?.href}))"""
SPANS = """() => ['#pst-primary-sidebar', 'article.bd-article', '#pst-secondary-sidebar'].map(s => document.querySelector(s))
    .filter(e => e && e.checkVisibility({visibilityProperty: true})).map(e => { const b = e.getBoundingClientRect(); return [b.left, b.right] }).filter(b => b[1] - b[0] > 1)"""
DRAWER = """() => { const d = document.querySelector('#pst-primary-sidebar-modal[open]'), b = d?.getBoundingClientRect();
    return d && {box: [b.left, b.right], colour: getComputedStyle(d).backgroundColor} }"""


# What a screen of the kind leaves out of its first paint: where it begins, and how much of it shows all the same; what is left out afterwards.
MARKED = """() => {
    const state = document.documentElement.dataset, left = state.first;
    const marked = ['below-phone', 'below-screen'].map(screen => [screen, [...document.querySelectorAll('.' + screen)]]);
    const tops = marked.map(([screen, all]) => [screen, all.length ? Math.min(...all.map(e => e.getBoundingClientRect().top + scrollY)) : null]);
    state.first = 'screen';
    const shown = marked.map(([screen, all]) => [screen, all.filter(e => e.checkVisibility()).length]);
    delete state.first;
    return {left, tops: Object.fromEntries(tops), shown: Object.fromEntries(shown)} }"""


# The first drawing that is no small card: its file, and where its figure begins.
DRAWING = """() => { const drawing = document.querySelector('figure.chart:not(.chart-card) img'), figure = drawing?.closest('figure');
    return drawing && {name: drawing.getAttribute('src').split('/').pop(), top: figure.getBoundingClientRect().top + scrollY} }"""


@pytest.fixture(scope="session")
def visit(browser, url):
    """visit(path, width) → dict of what one visit of a page showed, in light and then in dark. A page is loaded once for all tests that only look at it."""

    @functools.cache
    def visited(path, width):
        opened = Page(browser, url, path, width, color_scheme="light", reduced_motion="reduce")
        page = opened.page
        if "?q=" in path:
            page.wait_for_selector("#search-results ul.search, #search-results p.search-summary")
        page.evaluate(
            "() => document.fonts.ready.then(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))))"
        )
        seen = {
            "requests": list(page.requests),
            "moved": page.evaluate("() => window.moved"),
            "marked": page.evaluate(MARKED),
            "drawing": page.evaluate(DRAWING),
            "theme": {},
            "figures": {},
            "violations": {},
        }
        show_everything(
            page, folded=50
        )  # the catalogue folds a table of the same make under each of its hundred series
        seen |= page.evaluate(FACTS, NAMED)
        page.evaluate(
            "alike => document.querySelectorAll(alike).forEach(e => e.remove())", ", ".join(ALIKE)
        )
        for colours in ("light", "dark"):
            page.emulate_media(color_scheme=colours)
            page.wait_for_function(
                "colours => document.documentElement.dataset.theme === colours", arg=colours
            )
            page.wait_for_function(DRAWN)
            seen["theme"][colours] = page.evaluate("() => document.documentElement.dataset.theme")
            seen["figures"][colours] = page.evaluate(FIGURES)
            if width == "laptop":
                seen["violations"][colours] = axe(
                    page, None if colours == "light" else "color-contrast"
                )  # dark differs in colours only
        seen["sidebars"], toggle = (
            [page.evaluate(SPANS)],
            page.locator("button.primary-toggle:visible"),
        )
        if toggle.count():
            toggle.first.click()
            seen["sidebars"].append(page.evaluate(SPANS))
            seen["drawer"] = page.evaluate(DRAWER)
        seen["complaints"] = page.complaints
        opened.context.close()
        return seen

    return lambda path, width="laptop": visited(
        path, width
    )  # one visit, whether the width is said or not


def axe(page, only=None):
    """What axe-core finds, of every level, as sentences; `only` one of its rules."""
    page.evaluate("source => window.axe || (0, eval)(source)", AXE.read_text("utf-8"))
    rules = {
        "resultTypes": ["violations"],
        "preload": False,
        **({"runOnly": [only]} if only else {}),
    }
    found = page.evaluate("rules => axe.run(document, rules)", rules)["violations"]
    return [f"{v['id']} ({v['impact']}): {[n['target'] for n in v['nodes']][:4]}" for v in found]


# ---------------------------------------------------------------- every page


@every_width
@every_page
def test_a_page_loads_without_complaint_and_fits(visit, edition, path, width):
    page = visit(path, width)
    assert page["complaints"] == []
    assert page["language"] == [edition, DIRECTION[edition], DIRECTION[edition]]
    assert page["excess"] <= 0, f"the page is {page['excess']} px wider than the window"
    left, right = page["link"]
    assert left >= 0 and right <= WIDTHS[width][0], "the language link is on the screen"
    assert page["broken"] == []


@pytest.mark.parametrize("edition, path", KINDS, ids=[path for _, path in KINDS])
def test_the_language_link_goes_to_the_twin_and_back(open_page, url, edition, path):
    page = open_page(path)
    other = "en" if edition == "ar" else "ar"
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
    for edition, path in ARTICLES:
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


@pytest.mark.parametrize("colours", ["light", "dark"])
@every_page
def test_axe_finds_no_violation_of_any_level(visit, edition, path, colours):
    page = visit(path)
    assert page["theme"][colours] == colours
    assert page["violations"][colours] == []


@pytest.mark.parametrize("path", ["ar/search.html?q=داعش", "en/search.html?q=ISIS"])
def test_axe_finds_nothing_in_search_results(visit, path):
    assert visit(path)["violations"] == {"light": [], "dark": []}


def test_axe_finds_nothing_at_the_door(open_page, site, url):
    page = open_page(KINDS[0][1])
    door = re.sub(
        r"(?s)<script>.*?</script>", "", (site / "index.html").read_text("utf-8")
    )  # it would open an edition at once
    page.route(f"{url}index.html", lambda route: route.fulfill(body=door, content_type="text/html"))
    page.goto(f"{url}index.html")
    assert page.locator("h1").is_visible() and axe(page) == []


@every_page
def test_a_page_is_built_for_those_who_hear_it(visit, edition, path):
    page = visit(path)
    assert page["landmarks"] == [1, []], "one main part, and every list of links named"
    levels = page["headings"]
    assert levels.count(1) == 1 and all(
        after <= before + 1 for before, after in zip([0, *levels], levels)
    ), levels
    assert page["headless"] == page["scopeless"] == [], (
        "tables have headers, and a header says what it heads"
    )
    assert page["unmarked"] == [], "words of the other language say so"


@every_page
def test_what_scrolls_on_a_phone_scrolls_by_keyboard(visit, edition, path):
    assert visit(path, "phone")["unreachable"] == []


@every_page
def test_a_phone_reader_can_search_and_move_on(visit, edition, path):
    page = visit(path, "phone")
    if (edition, path) in ARTICLES:
        assert page["search"] == 1 and page["onward"] >= 1
    assert page["nameless"] == []


# ---------------------------------------------------------------- words


@pytest.mark.parametrize("path", [path for edition, path in PAGES if edition == "ar"])
def test_no_english_is_left_on_an_arabic_page(visit, path):
    pages = [path, *[path + "?q=xyzzy"] * path.endswith("search.html")]
    left = sorted(
        {
            tuple(entry)
            for name in pages
            for entry in visit(name)["english"]
            if not LATIN_NAMES.match(entry[1])
        }
    )
    assert left == [], "\n".join(f"{kind}: {text[:100]}" for kind, text in left)


@pytest.mark.parametrize("path", [path for edition, path in PAGES if edition == "ar"])
def test_what_the_interface_counts_is_in_arabic_digits(visit, path):
    assert [
        text for text in visit(path)["counted"] if re.search("[0-9]", text) or text == "decimal"
    ] == []


@pytest.mark.parametrize("path", [path for edition, path in PAGES if edition == "ar"])
def test_arabic_text_has_arabic_digits_and_signs_in_their_order(visit, path):
    page = visit(path)
    assert page["western"] == []
    assert page["order"] == [], "the first part stands on the right"


# ---------------------------------------------------------------- direction


@pytest.mark.parametrize("path", [path for edition, path in ARTICLES if edition == "ar"])
def test_code_runs_left_to_right_and_stays_apart_from_its_sentence(visit, path):
    assert visit(path)["mixed"] == []


@every_article
def test_the_sidebars_never_lie_over_the_text(visit, edition, path):
    states = visit(path)["sidebars"]
    assert len(states) == 2, "the contents can be folded away and back"
    for spans in map(sorted, states):
        assert all(left[1] <= right[0] + 1 for left, right in zip(spans, spans[1:])), spans
    contents = states[0][0]
    assert (contents[0] > WIDTHS["laptop"][0] / 2) == (edition == "ar"), (
        "the contents stand on the side where reading starts"
    )


@every_article
def test_the_drawers_of_a_phone_are_opaque_and_on_their_side(visit, edition, path):
    drawer = visit(path, "phone")["drawer"]
    assert abs(drawer["box"][1] - 390 if edition == "ar" else drawer["box"][0]) <= 1
    assert re.fullmatch(r"rgb\(.*\)", drawer["colour"]), drawer["colour"]


def test_arrows_point_the_way_of_reading(open_page):
    path = next(path for edition, path in ARTICLES if edition == "ar" and "notebooks" in path)
    page = open_page(path)
    before, after = (
        page.locator(f".prev-next-area .{side}").bounding_box()
        for side in ("left-prev", "right-next")
    )
    assert before["x"] > after["x"], "the page before stands on the right"
    assert set(
        page.evaluate(
            "() => [...document.querySelectorAll('.prev-next-area i')].map(i => getComputedStyle(i).scale)"
        )
    ) == {"-1 1"}


# ---------------------------------------------------------------- keyboard

# Where the keyboard stands: whether that can be seen, and whether it came there in the order of reading.
STEP = """() => { const e = document.activeElement, before = window.stood; window.stood = e;
    if (!e || e === document.body || e.walked) return null;
    e.walked = true;
    const shown = e.querySelector(':scope > .toctree-toggle') ?? e;  // of a row of the contents only the arrow is marked
    const s = getComputedStyle(shown), b = [...shown.getClientRects()].find(r => r.width && r.height) ?? shown.getBoundingClientRect();
    const on = document.elementFromPoint(b.left + b.width / 2, Math.min(Math.max(b.top, 0) + Math.min(b.height / 2, 20), innerHeight - 1));
    return { name: e.outerHTML.slice(0, 150),
        marked: s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2,
        seen: !!on && (e.contains(on) || on.contains(e)),
        onward: !before || before === document.body || !!(before.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING) } }"""
MISSED = """() => [...document.querySelectorAll('a[href], button, summary, input, [tabindex="0"]')]
    .filter(e => !e.walked && e.tabIndex >= 0 && !e.disabled && e.checkVisibility({visibilityProperty: true})).map(e => e.outerHTML.slice(0, 150))"""


@pytest.mark.parametrize("path", WALKED)
def test_a_page_can_be_walked_by_keyboard(open_page, path):
    page = open_page(path, reduced_motion="reduce")
    if "?q=" in path:
        page.wait_for_selector("#search-results ul.search li")
    page.evaluate(
        "() => document.activeElement.blur()"
    )  # the search page puts the reader into its box
    steps = []
    for _ in range(1500):
        page.keyboard.press("Tab")
        step = page.evaluate(STEP)
        if step is None:
            break
        steps.append(step)
    assert len(steps) > 15
    for want in ("marked", "seen", "onward"):
        assert [step["name"] for step in steps if not step[want]] == [], want
    assert page.evaluate(MISSED) == [], "every link and button is reached"


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
    assert toggle.evaluate("e => e === document.activeElement")


def test_what_is_folded_opens_by_keyboard(open_page):
    page = open_page(CHAPTERS[0])
    for selector in ("details.hide > summary", "details.chart-data > summary"):
        summary = page.locator(selector).first
        summary.focus()
        for key, state in (("Enter", True), ("Space", False)):
            page.keyboard.press(key)
            assert summary.evaluate("e => e.parentElement.open") is state, (selector, key)


def test_a_deck_is_shown_by_keyboard(open_page):
    page = open_page(
        next(path for path in DECKS if path.endswith("ar/seminar/slides/session-1.html"))
    )
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
    assert page.evaluate(STEP)["marked"]


# ---------------------------------------------------------------- what readers ask of their device


def test_nothing_moves_for_a_reader_who_asked_for_stillness(open_page):
    page = open_page(CHAPTERS[0], reduced_motion="reduce")
    assert (
        page.evaluate("""() => [...document.querySelectorAll('*')].filter(e => { const s = getComputedStyle(e);
        return s.transitionDuration.split(', ').some(d => d !== '0s') || s.animationName !== 'none' || s.scrollBehavior !== 'auto' }).length""")
        == 0
    )


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_more_contrast_is_given_on_request(open_page, colours):
    page = open_page(WALKED[0], color_scheme=colours, contrast="more", reduced_motion="reduce")
    assert axe(page, "color-contrast-enhanced") == []


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_forced_colours_leave_charts_on_their_ground(open_page, colours):
    page = open_page(CHAPTERS[0], color_scheme=colours, forced_colors="active")
    assert page.evaluate("""() => { const i = [...document.querySelectorAll('figure.chart img')].find(i => i.offsetParent), s = getComputedStyle(i);
        return [i.className, s.forcedColorAdjust, s.backgroundColor] }""") == [
        f"only-{colours}",
        "none",
        {"light": "rgb(255, 255, 255)", "dark": "rgb(20, 24, 30)"}[colours],
    ]


# ---------------------------------------------------------------- type

LINES = """() => { const r = document.createRange(), lines = [];
    for (const p of [...document.querySelectorAll('article section > p')].filter(p => p.textContent.length > 350).slice(0, 6)) {
        let top = null, letters = 0;
        const walker = document.createTreeWalker(p, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) for (let i = 0; i < walker.currentNode.data.length; i++) {
            r.setStart(walker.currentNode, i); r.setEnd(walker.currentNode, i + 1);
            const b = r.getBoundingClientRect();
            if (/\\p{M}|[\u200e\u200f]/u.test(walker.currentNode.data[i]) || !b.width) continue;
            if (top !== null && b.top - top > 12) { lines.push(letters); letters = 0 }
            if (top === null || b.top - top > 12) top = b.top;
            letters++;
        } }
    const s = getComputedStyle(document.querySelector('article section > p'));
    return { lines, leading: parseFloat(s.lineHeight) / parseFloat(s.fontSize), align: s.textAlign,
        headings: ['h1', 'h2', 'h3'].map(h => getComputedStyle(document.querySelector('article ' + h))).map(h => [parseFloat(h.fontSize) / parseFloat(s.fontSize), h.fontWeight]) } }"""


@pytest.mark.parametrize("edition, leading", [("ar", (1.8, 1.9)), ("en", (1.6, 1.75))])
def test_lines_are_as_long_and_as_far_apart_as_the_script_asks(open_page, edition, leading):
    seen = open_page(
        next(path for path in CHAPTERS if path.startswith(edition) and "05-" in path)
    ).evaluate(LINES)
    lines = sorted(seen["lines"])
    assert 60 <= lines[len(lines) // 2] <= 75, lines
    assert leading[0] <= seen["leading"] <= leading[1] and seen["align"] == "start"
    sizes, weights = zip(*seen["headings"])
    assert set(weights) == {"600"} and all(
        larger / smaller > 1.1 for larger, smaller in zip(sizes, [*sizes[1:], 1])
    ), sizes


def test_arabic_in_code_is_set_in_the_books_typeface(open_page):
    page = open_page(next(path for path in CHAPTERS if path.startswith("ar")))
    page.evaluate(
        "() => { document.querySelectorAll('details').forEach(d => d.open = true); const e = [...document.querySelectorAll('.highlight span')].find(e => /[ء-ي]{4}/.test(e.textContent)); e.id = 'arabic-code' }"
    )
    fonts = typefaces(page, "#arabic-code")
    assert any(name.startswith("IBM Plex Sans Arabic") for name in fonts), fonts


def test_paper_shows_the_text_and_no_tools(open_page):
    page = open_page(CHAPTERS[0], color_scheme="light")
    page.emulate_media(media="print")
    shown = page.evaluate("""() => ['.bd-header-article', '#pst-primary-sidebar', '#pst-secondary-sidebar', '.prev-next-area', 'details.hide', '.chart-data', '.headerlink', '.skip-link',
        'h1', 'figure.chart', '.chart-source'].filter(s => [...document.querySelectorAll(s)].some(e => e.checkVisibility()))""")
    assert shown == ["h1", "figure.chart", ".chart-source"]


# ---------------------------------------------------------------- figures


@every_article
def test_images_say_what_they_show(visit, edition, path):
    for alt, source in visit(path)["images"]:
        assert len(alt) > 15 and not re.search(r"\.(svg|png|jpe?g)$|^<", alt), (source, alt)


@every_width
@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("path", CHAPTERS)
def test_each_figure_shows_one_drawing_and_keeps_the_contract(
    visit, site, url, path, colours, width
):
    figures = visit(path, width)["figures"][colours]
    assert len(figures) >= 5
    for figure in figures:
        name = {"light": "", "dark": "-dark"}[colours]
        shape = {"laptop": "wide", "phone": "narrow"}[width]
        assert [d.rsplit("/", 1)[1] for d in figure["drawings"]] == [
            f"{figure['id']}-{shape}{name}.svg"
        ]
        assert [
            part
            for part in ("number", "title", "subtitle", "sources", "asOf", "rows", "csv")
            if not figure[part]
        ] == [], figure["id"]
        assert (site / figure["csv"].removeprefix(url)).is_file()
    if "08-balance" not in path:  # it draws verdicts and judgements, which are no series
        assert sum(figure["series"] for figure in figures) > 0, (
            "no figure leads to its series in the catalogue"
        )


def test_the_dark_button_changes_the_drawings(open_page):
    path = next(path for edition, path in ARTICLES if "notebooks" in path)
    page = open_page(path, color_scheme="light")
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


# ---------------------------------------------------------------- links, read from the files


@pytest.fixture(scope="module")
def documents(site):
    return {
        path.relative_to(site).as_posix(): BeautifulSoup(path.read_text("utf-8"), "html.parser")
        for path in site.rglob("*.html")
    }


def test_every_internal_link_leads_somewhere(site, documents):
    anchors = {
        name: {e["id"] for e in soup.select("[id]")} | {e["name"] for e in soup.select("a[name]")}
        for name, soup in documents.items()
    }
    broken = []
    for name, soup in documents.items():
        links = [
            element.get("href") or element.get("src") or element.get("srcset")
            for element in soup.select("a[href], link[href], script[src], img[src], source[srcset]")
        ]
        links += [
            src
            for element in soup.select("script[data-scripts]")
            for src in element["data-scripts"].split()
        ]
        for link in links:
            parts = urlsplit(link)
            if parts.scheme or link.startswith("//"):
                continue
            target = unquote(urlsplit(urljoin(f"http://x/{name}", link)).path).lstrip("/")
            if not (site / target).is_file():
                broken.append(f"{name}: {link} is not there")
            elif (
                parts.fragment
                and target in anchors
                and unquote(parts.fragment) not in anchors[target]
            ):
                broken.append(f"{name}: {link} has no such place")
    assert broken == []


def test_every_page_says_its_language_and_names_its_twin(site, documents):
    for name, soup in documents.items():
        edition = name.split("/")[0] if "/" in name else "ar"
        assert (soup.html["lang"], soup.html["dir"]) == (edition, DIRECTION[edition]), name
        if name.count("/") > 1:
            twins = {
                link["hreflang"]: link["href"]
                for link in soup.select("link[rel=alternate][hreflang]")
            }
            assert set(twins) == {"ar", "en", "x-default"}, name


def test_downloads_are_in_one_language(site):
    import json

    for edition, other in (("ar", "lang-en"), ("en", "lang-ar")):
        found = list((site / edition / "_sources").rglob("*.ipynb"))
        assert found
        for path in found:
            cells = json.loads(path.read_text("utf-8"))["cells"]
            assert not [cell for cell in cells if other in cell["metadata"].get("tags", [])]
            assert any(f"lang-{edition}" in cell["metadata"].get("tags", []) for cell in cells)


# ---------------------------------------------------------------- door, weight


@pytest.mark.parametrize(
    "locale, edition",
    [("ar-IQ", "ar"), ("ar", "ar"), ("en-US", "en"), ("en-GB", "en"), ("fr-FR", "ar")],
)
def test_the_door_opens_the_readers_language(open_page, url, locale, edition):
    page = open_page("index.html", locale=locale)
    page.wait_for_url(f"{url}{edition}/book/{edition}/index.html")
    assert [
        c for c in page.complaints if c != f"failed request: {url}index.html"
    ] == []  # the door itself is left half loaded


def test_without_javascript_both_languages_are_reachable_and_pages_readable(open_page, url):
    for edition in ("ar", "en"):
        page = open_page("index.html", java_script_enabled=False)
        page.locator(f'a[href="{edition}/book/{edition}/index.html"]').click()
        page.wait_for_url(f"{url}{edition}/book/{edition}/index.html")
        assert page.locator("h1").first.is_visible() and page.locator("#language-link").is_visible()
    path = next(path for edition, path in ARTICLES if "notebooks" in path)
    page = open_page(path, java_script_enabled=False)
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


@every_width
@every_page
def test_a_first_visit_keeps_to_the_budget(visit, weight, edition, path, width):
    """Every byte and every file costs a reader on a phone; drawings below the first screens wait until they are near."""
    allowed, requests = BUDGET[kind(path)], visit(path, width)["requests"]
    heaviest = sorted(
        ((weight(address), address.rsplit("/", 1)[1]) for address in requests), reverse=True
    )
    total = sum(size for size, _ in heaviest)
    assert total <= allowed["kilobytes"] * 1000 and len(requests) <= allowed["requests"], (
        total,
        len(requests),
        heaviest[:8],
    )


@every_width
@every_page
def test_nothing_moves_while_a_page_loads(visit, edition, path, width):
    moved = visit(path, width)["moved"]
    assert sum(value for value, *_ in moved) < 0.01, moved


@pytest.mark.parametrize("path", DECKS)
def test_the_first_slide_is_shown_before_drawings_are_asked_for(open_page, path):
    """Fourteen drawings at once would hold it up; the slides to come have theirs before they are turned to."""
    page = open_page(path)
    page.wait_for_function(
        "() => performance.getEntriesByName('first-contentful-paint').length && [...document.querySelectorAll('img.only-light')].every(i => i.naturalWidth)"
    )
    painted, asked = (
        page.evaluate("""() => [performance.getEntriesByName('first-contentful-paint')[0].paintTime,
        performance.getEntriesByType('resource').filter(r => r.name.includes('/_images/')).map(r => [r.startTime, r.name])]""")
    )
    assert len(asked) >= 3 and min(asked)[0] > painted, (painted, asked)
    assert not [name for _, name in asked if name.endswith("-dark.svg")]


@every_width
@every_article
def test_what_waits_for_the_first_paint_begins_below_the_screen(visit, edition, path, width):
    screen, height = {"phone": ("below-phone", 932), "laptop": ("below-screen", 1440)}[
        width
    ]  # of a tall one of the kind
    marked = visit(path, width)["marked"]
    top = marked["tops"][screen]
    assert top or path not in CHAPTERS, "a chapter has such things"
    assert top is None or top > height
    assert marked["shown"][screen] == 0, "it is left out, whatever a theme says of such things"
    assert marked["left"] is None, "all is set out once the page stands"


@pytest.mark.parametrize("path", EXERCISES)
def test_a_drawing_an_exercise_begins_with_is_asked_for_before_the_page_is_set_out(visit, path):
    """It is the largest thing on the first screen of a laptop. A phone begins with the text, which nothing is to hold up."""
    seen = visit(path, "laptop")
    asked = [address.rsplit("/", 1)[1] for address in seen["requests"]]
    early = [
        name
        for name in asked[: next(i for i, name in enumerate(asked) if name.startswith("icons-"))]
        if name.endswith(".svg")
    ]
    first = seen["drawing"]
    assert early == ([first["name"]] if first["top"] < 700 else []), (first, asked)
    assert asked.count(first["name"]) == 1
    assert not [address for address in visit(path, "phone")["requests"] if "-wide" in address]


@pytest.mark.parametrize(
    "way",
    ["() => { setTimeout(() => history.back()) }", "() => { setTimeout(() => location.reload()) }"],
)
def test_a_reader_who_comes_back_finds_the_place(open_page, url, way):
    place = (
        "() => Math.abs(scrollY - 9000) <= 2"  # a pixel goes where lines above have parts of one
    )
    page = open_page(CHAPTERS[0], "phone")
    page.reload()  # on a busy machine a first visit is set in another typeface, and all stands elsewhere
    settled(page)
    page.evaluate("() => scrollTo({top: 9000, behavior: 'instant'})")
    page.wait_for_function(place)
    if "back" in way:
        page.goto(url + CHAPTERS[1])
    with page.expect_navigation(url=url + CHAPTERS[0]):
        page.evaluate(way)
    page.wait_for_function(place)


def test_no_page_may_cost_more_than_450_kilobytes_or_25_files():
    assert all(one["kilobytes"] <= 450 and one["requests"] <= 25 for one in BUDGET.values())


@every_page
def test_every_icon_is_in_the_icon_font(visit, site, edition, path):
    """The icon font holds the icons that pages name (pack.py); an icon that is not in it would be an empty box."""
    shown = visit(path)["icons"]
    assert [
        icon
        for icon in shown
        if icon[1] in ("none", "normal") or ord(icon[1].strip('"')) not in glyphs(site, edition)
    ] == []


@functools.cache
def glyphs(site, edition):
    from fontTools.ttLib import TTFont

    (font,) = (site / edition / "_static" / "fonts").glob("icons-*.woff2")
    return TTFont(font).getBestCmap()


def test_serve_shows_the_site_on_this_machine_only(site, root):
    import subprocess
    import sys
    import urllib.request

    command = [sys.executable, "-m", "masalih", "serve", "--root", str(root), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        try:
            address = re.search(r"http://127\.0\.0\.1:\d+/", running.stdout.readline())[0]
            with urllib.request.urlopen(address + "ar/book/ar/index.html") as answer:
                assert answer.status == 200 and 'dir="rtl"' in answer.read().decode()
        finally:
            running.terminate()
