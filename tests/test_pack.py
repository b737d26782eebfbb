"""What packing takes away is never missed, and a packed page stands still as it comes slowly."""

import time
from pathlib import Path

import pytest
from conftest import MOVED, ROOT, script, serving

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
# A page of every kind, in either edition, at one width in this and the other in that:
# (path in the site, where Sphinx wrote it, width).
SEEN = [
    (f"{edition}/{page.format(edition)}", f"_build/{built}/{page.format(edition)}", width)
    for number, page in enumerate(PAGES)
    for edition, built, width in (
        ("ar", "html", (1300, 390)[number % 2]),
        ("en", "en/_build/html", (390, 1300)[number % 2]),
    )
]
# Those of the day: what is packed is one set of styles, scripts and icons for all pages.
DAY = (
    "ar/notebooks/02-isis.html",
    "en/book/en/index.html",
)
every_kind = pytest.mark.parametrize(
    "path, written, width",
    [
        pytest.param(
            *seen,
            id=f"{'' if seen[0] in DAY else 'rest-'}{seen[0]}-{seen[2]}",
            marks=pytest.mark.xdist_group(f"packed {seen[0]}"),
        )
        for seen in SEEN
    ],
)

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

LOOK = script("look")


@pytest.fixture(scope="module")
def unpacked(site):
    """Address of what Sphinx wrote, served as it stands."""
    with serving(ROOT) as address:
        yield address


@every_kind
def test_a_packed_page_looks_as_sphinx_wrote_it(browser, url, unpacked, path, written, width):
    looks = []
    for address in (url + path, unpacked + written):
        context = browser.new_context(
            viewport={"width": width, "height": 900}, reduced_motion="reduce"
        )
        page = context.new_page()
        page.goto(address, wait_until="load")
        page.wait_for_function("() => !('first' in document.documentElement.dataset)")  # then.js
        looks.append(page.evaluate(LOOK))
        context.close()
    packed, plain = looks
    assert len(packed) == len(plain) > 60
    assert [
        (one.split(";")[0], sorted(set(one.split(";")) ^ set(other.split(";")))[:6])
        for one, other in zip(packed, plain, strict=True)
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


@every_kind
def test_a_page_that_comes_slowly_stands_still(browser, site, path, written, width):
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
