"""What packing takes away is never missed: the packed page looks as the page of Sphinx does, and stands still however slowly it comes."""

import time
from pathlib import Path

import pytest
from conftest import MOVED, ROOT, serving

from masalih.book.site import serve, used_css

PAGES = (
    "book/{0}/index.html",
    "notebooks/02-isis.html",
    "notebooks/exercises/02-isis.html",
    "book/{0}/reference/sources.html",
    "book/{0}/reference/terms.html",
    "book/{0}/reference/api.html",
    "book/{0}/seminar/session-1.html",
    "search.html",
    "book/{0}/seminar/index.html",
    "book/{0}/reference/excluded.html",
    "book/{0}/seminar/slides/index.html",
)
# A page of every kind in one of the editions, at one of two widths: (path in the site, where Sphinx wrote it, width).
SEEN = [
    (f"{edition}/{page.format(edition)}", f"_build/{built}/{page.format(edition)}", width)
    for number, page in enumerate(PAGES)
    for edition, built, width in (
        ("ar", "html", (1300, 390)[number % 2]),
        ("en", "en/_build/html", (390, 1300)[number % 2]),
    )
]

# ---------------------------------------------------------------- a stylesheet


@pytest.mark.parametrize(
    "rule",
    [
        "p{color:red}",
        ".known{color:red}",
        "#known > .part:hover::before{color:red}",
        ":not(.unknown){color:red}",
        ":is(.unknown,p){color:red}",
        '[data-x=".unknown"]{color:red}',
        r".sd-w-1\/2{color:red}",
        ".known, .part{color:red}",
        "@media (min-width: 9px){.known{color:red}}",
        "@keyframes unknown{to{opacity:0}}",
        ":root{--x:url(data:image/png;base64,AA==)}",
        '.known::after{content:"]"}',
        "@supports (display: grid){@media print{.known{color:red}}}",
    ],
)
def test_what_a_page_can_use_stays(rule):
    assert bare(used_css.used(rule, {"known", "part", "sd-w-1/2"})) == bare(rule)


def bare(css):
    return "".join(css.split())


@pytest.mark.parametrize(
    "rule, left",
    [
        (".unknown{color:red}", ""),
        ("#unknown p{color:red}", ""),
        ("p.known.unknown{color:red}", ""),
        ("a, .unknown, b.unknown{color:red}", "a{color:red}"),
        ("@media print{.unknown{color:red}}", ""),
        ("@media print{.unknown{color:red} p{color:red}}", "@mediaprint{p{color:red}}"),
        ("/* said */ p{color:red}", "p{color:red}"),
        ("@supports (display: grid){@media print{.unknown{color:red}}}", ""),
    ],
)
def test_what_no_page_can_use_goes(rule, left):
    assert bare(used_css.used(rule, {"known"})) == left


def test_names_are_those_of_elements_and_all_words_of_scripts():
    found = used_css.names(
        {
            "a.html": """<p class="one two" id='three'>four <b CLASS=five data-id="six"></b></p>""",
            "b.js": 'e.classList.add("seven-" + eight)',
        }
    )
    assert {"one", "two", "three", "seven-", "eight"} <= found and found.isdisjoint({"four"})


# ---------------------------------------------------------------- the same page

# What follows from the room there is, or names the typeface of icons, which packing makes anew.
LOOK = """async () => {
    const frame = () => new Promise(requestAnimationFrame);
    await frame(), await frame(), await new Promise(setTimeout);  // once loaded, the theme marks in the contents where the reader is
    const follow = /^(--|width|height|inline-size|block-size|inset|top|left|right|bottom|perspective-origin|transform-origin|margin-(left|right|inline)|transform|grid-template|font-family)/;
    const seen = [], all = [...document.body.querySelectorAll('*:not(script)')], step = Math.ceil(all.length / 200);
    for (let i = 0; i < all.length; i += step) for (const part of [null, '::before', '::after']) {
        const style = getComputedStyle(all[i], part);
        if (part && style.content === 'none') continue;
        let text = `${all[i].tagName}${part ?? ''};`;
        for (const name of style) if (!follow.test(name)) text += `${name}:${style.getPropertyValue(name)};`;
        seen.push(text);
    }
    return seen;
}"""


@pytest.fixture(scope="module")
def unpacked(site):
    """Address of what Sphinx wrote, served as it stands."""
    with serving(ROOT) as address:
        yield address


@pytest.mark.parametrize("path, written, width", SEEN)
def test_a_packed_page_looks_as_sphinx_wrote_it(browser, url, unpacked, path, written, width):
    looks = []
    for address in (url + path, unpacked + written):
        context = browser.new_context(
            viewport={"width": width, "height": 900}, reduced_motion="reduce"
        )
        page = context.new_page()
        page.goto(address, wait_until="load")
        looks.append(page.evaluate(LOOK))
        context.close()
    packed, plain = looks
    assert len(packed) == len(plain) > 60
    assert [
        (one.split(";")[0], sorted(set(one.split(";")) ^ set(other.split(";")))[:6])
        for one, other in zip(packed, plain)
        if one != other
    ][:5] == []


# ---------------------------------------------------------------- a slow network


class Slow(serve.Handler):
    """Hands a page over in pieces, so that a browser draws it before it has all of it."""

    def do_GET(self):
        path = Path(self.translate_path(self.path))
        if path.suffix != ".html":
            return super().do_GET()
        text = path.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", self.extensions_map[".html"])
        self.end_headers()
        piece = max(1500, len(text) // 50)
        for start in range(0, len(text), piece):
            self.wfile.write(text[start : start + piece])
            time.sleep(0.05)


@pytest.mark.parametrize("path, _, width", SEEN)
def test_a_page_that_comes_slowly_stands_still(browser, site, path, _, width):
    """Not a thing may be known about the first lines of a page only from its last ones."""
    with serving(site, Slow) as address:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, service_workers="block"
        )
        page = context.new_page()
        page.add_init_script(MOVED)
        page.goto(address + path, wait_until="load")
        moved = page.evaluate("() => window.moved")
        context.close()
    assert sum(value for value, *_ in moved) <= 0.01, [one for one in moved if one[0] > 0.001]
