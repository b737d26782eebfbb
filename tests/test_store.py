"""What was read opens again: the store of pages, with a tiny book and a host that fails at will.

The worker and the script that brings it are the book's own; only the pages are smaller.
"""

import itertools
import os
import re
import threading
import time
from types import SimpleNamespace

import pytest
from conftest import ROOT, serving
from playwright.sync_api import Error

from masalih.book.site import own_pages, serve

PAGE = """<!doctype html>
<html lang="{language}" dir="auto"><head><meta charset="utf-8"><title>{title} {between} Book</title>
<link rel="stylesheet" href="_static/css-{version}.css">
<script data-site="../">{then}</script></head>
<body><h1>{title} {version}</h1><img src="_static/drawing.svg" alt=""></body></html>"""
STYLE = """@font-face {{ font-family: F; src: url(f.woff2) }}
h1 {{ font-family: F; color: rgb(0, 0, {version}) }}"""
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" width="{version}0" height="9"/>'
PAGES = {"ar/one.html": "واحدة", "ar/two.html": "اثنتان", "en/three.html": "Three & more"}
# What a reader sees of a page: its heading, and of which version styles and drawing are.
LOOK = """() => [document.querySelector('h1').innerText,
    +getComputedStyle(document.querySelector('h1')).color.match(/(\\d+)\\)$/)[1],
    document.images[0].naturalWidth / 10]"""
READY = """() => Promise.race([navigator.serviceWorker.ready.then(() => true),
    new Promise((_, fail) => setTimeout(fail, 8000, 'no worker'))])"""
KEPT = """async () => (await Promise.all((await caches.keys()).map(async name =>
    (await (await caches.open(name)).keys()).map(request => request.url)))).flat()"""
SILENT, CUT, SLOW, ENDLESS = "silent", "cut", "slow", "endless"
PIECES = [b"<p>more</p>" * 200] * 4


class Host(serve.Handler):
    """A host that does to an address what `book.faults` says: {pattern: status or a word}."""

    book = SimpleNamespace()

    def do_GET(self):
        self.book.asked.append((self.path, self.headers.get("Cache-Control")))
        found = [fault for where, fault in self.book.faults.items() if re.search(where, self.path)]
        if not found:
            super().do_GET()
        elif found[0] == SILENT:
            self.book.over.wait(30)
        elif found[0] in (SLOW, ENDLESS):
            self.send_response(200)
            self.send_header("Content-Type", self.guess_type(self.path))
            self.end_headers()
            pieces = PIECES if found[0] == SLOW else itertools.repeat(PIECES[0])
            for piece in itertools.chain([self.file()], pieces):
                self.wfile.write(piece)
                time.sleep(0.3)
        elif found[0] != CUT:
            self.send_error(found[0], "of the host")

    def file(self):
        return (self.book.folder / self.path[1:]).read_bytes()

    def send_header(self, keyword, value):
        super().send_header(keyword, self.book.cache if keyword == "Cache-Control" else value)


@pytest.fixture
def book(tmp_path):
    """A tiny book being served: its address, its host's faults, and write(version)."""
    book = SimpleNamespace(faults={}, asked=[], cache="no-cache", over=threading.Event())

    def write(version, before="", room=300):
        then = (ROOT / "book/templates/then.js").read_text("utf-8")
        for path, title in PAGES.items():
            page, folder = tmp_path / path, tmp_path / path[:2] / "_static"
            folder.mkdir(parents=True, exist_ok=True)
            for old in folder.glob("*.css"):
                old.unlink()
            (folder / f"css-{version}.css").write_text(STYLE.format(version=version), "utf-8")
            (folder / "drawing.svg").write_text(DRAWING.format(version=version), "utf-8")
            (folder / "f.woff2").touch()
            title = title.replace("&", "&amp;")
            text = PAGE.format(
                language=path[:2],
                title=title,
                between="—" if path.startswith("ar") else "·",  # as in a chapter, and in a deck
                version=version,
                then=then,
            )
            page.write_text(text, "utf-8")
        worker = own_pages.worker(tmp_path).replace("ROOM = 300", f"ROOM = {room}")
        (tmp_path / "offline.js").write_text(f"{before}\n{worker}", "utf-8")
        for path in tmp_path.rglob("*.*"):
            os.utime(path, (version * 10**8,) * 2)  # a host tells versions by their second

    book.write, book.folder = write, tmp_path
    write(1)
    with serving(tmp_path, type("OfBook", (Host,), {"book": book})) as book.url:
        yield book
        book.over.set()


@pytest.fixture(params=["chromium", "firefox"])
def page(request):
    engine = {"chromium": "browser", "firefox": "firefox"}[request.param]
    context = request.getfixturevalue(engine).new_context()
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


def wait_for(asked, wanted):
    """What `asked` gives, once `wanted` is true of it."""
    for _ in range(100):
        given = asked()
        if wanted(given):
            return given
        time.sleep(0.05)
    raise AssertionError(f"after five seconds still {given}")


def wait_for_pages(page, paths):
    """The addresses that are kept, once all of `paths` are among them."""
    return wait_for(
        lambda: page.evaluate(KEPT),
        lambda kept: all(any(address.endswith(path) for address in kept) for path in paths),
    )


def wait_for_one_store(page, old):
    wait_for(
        lambda: page.evaluate("() => caches.keys()"),
        lambda names: len(names) == 1 and names != old,
    )


def read(book, page, *paths):
    """Open the pages one after another until they are kept, the worker being there."""
    for path in paths:
        page.goto(book.url + path)
        page.evaluate(READY)
        wait_for_pages(page, [path, "/f.woff2", f"{path[:2]}/_static/drawing.svg"])
    return page


def update(page):
    """Let the browser look for a new worker, as it does after a visit, and wait for its end."""
    page.evaluate(
        """async () => {
        const found = await navigator.serviceWorker.getRegistration();
        await found.update();
        const coming = found.installing;
        if (coming) await new Promise(done => coming.addEventListener('statechange',
            () => ['activated', 'redundant'].includes(coming.state) && done()));
    }"""
    )


# ---------------------------------------------------------------- a network that fails


def test_a_silent_network_is_waited_for_no_longer_than_some_seconds(book, page):
    read(book, page, *PAGES)
    book.faults = {".": SILENT}
    started = time.monotonic()
    page.goto(f"{book.url}ar/one.html?again")
    assert page.evaluate(LOOK) == ["واحدة 1", 1, 1] and time.monotonic() - started < 5


def test_a_host_that_fails_shows_what_is_kept_and_else_speaks_for_itself(book, page):
    read(book, page, "ar/one.html")
    book.faults = {".": 503}
    page.goto(f"{book.url}ar/one.html")
    assert page.evaluate(LOOK) == ["واحدة 1", 1, 1]
    assert page.goto(f"{book.url}ar/two.html").status == 503
    assert "of the host" in page.content()


def test_a_page_that_was_never_opened_is_waited_for(book, page):
    read(book, page, "ar/one.html")
    book.faults = {"two": SILENT}
    with pytest.raises(Error, match="Timeout"):
        page.goto(f"{book.url}ar/two.html", timeout=4000)


def test_a_page_never_opened_is_answered_with_a_list_of_those_that_were(book, page):
    read(book, page, "ar/one.html", "en/three.html")
    complaints = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    book.faults = {".": CUT}
    assert page.goto(f"{book.url}ar/two.html").status == 503
    sections = page.locator("section").all()
    assert [
        (
            one.evaluate("e => [e.closest('[lang]').lang, getComputedStyle(e).direction]"),
            one.locator("li a").all_inner_texts(),
            one.locator(".none").is_visible(),
        )
        for one in sections
    ] == [(["ar", "rtl"], ["واحدة"], False), (["en", "ltr"], ["Three & more"], False)]
    assert [text for text in complaints if re.search("content.security.policy", text, re.I)] == []
    page.get_by_role("link", name="Three & more").click()
    page.wait_for_url("**/en/three.html")
    assert page.evaluate(LOOK) == ["Three & more 1", 1, 1]


def test_with_nothing_kept_the_page_says_so(book, page):
    read(book, page, "ar/one.html")
    page.evaluate("async () => { for (const name of await caches.keys()) caches.delete(name) }")
    book.faults = {".": CUT}
    page.goto(f"{book.url}ar/one.html")
    assert page.locator(".none:visible").count() == 2 and page.locator("li").count() == 0


# ---------------------------------------------------------------- a page as it comes


def test_a_page_is_painted_while_it_comes_and_then_kept(book, page):
    read(book, page, "ar/two.html")
    book.faults = {"one.html": SLOW}
    page.goto(f"{book.url}ar/one.html")
    paint, end = page.evaluate("""() => [
        performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 1e6,
        performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd]""")
    assert paint + 500 < end and end > 1200
    wait_for_pages(page, ["ar/one.html"])
    book.faults = {".": CUT}
    page.goto(f"{book.url}ar/one.html")
    assert page.locator("p").count() == 800


def test_a_page_that_breaks_off_is_not_kept(book, page):
    read(book, page, "ar/one.html")
    book.faults = {"two.html": ENDLESS}
    page.goto(f"{book.url}ar/two.html", wait_until="commit")
    page.goto(f"{book.url}en/three.html")
    kept = wait_for_pages(page, ["en/three.html"])
    assert not any(address.endswith("two.html") for address in kept)


# ---------------------------------------------------------------- a store that fails


REFUSED = {
    "put": "Cache.prototype.put = () => Promise.reject(new Error('full'));",
    "open": "caches.open = () => { throw new Error('refused'); };",
    "all": "for (const name of ['open', 'match', 'keys']) caches[name] = () => { throw 0; };",
}


@pytest.mark.parametrize("refused", REFUSED)
def test_a_refused_store_costs_no_page(book, page, refused):
    book.write(1, before=REFUSED[refused])
    page.goto(f"{book.url}ar/one.html")
    page.evaluate(READY)
    assert page.goto(f"{book.url}ar/two.html").status == 200
    assert page.evaluate(LOOK) == ["اثنتان 1", 1, 1]


@pytest.mark.parametrize("page", ["chromium"], indirect=True)
def test_a_full_store_costs_no_page(book, page):
    read(book, page, "ar/one.html")
    session = page.context.new_cdp_session(page)
    session.send("Storage.overrideQuotaForOrigin", {"origin": book.url, "quotaSize": 1000})
    assert page.goto(f"{book.url}ar/two.html").status == 200
    assert page.evaluate(LOOK) == ["اثنتان 1", 1, 1]


def test_as_many_pages_are_kept_as_there_is_room_for_the_oldest_go(book, page):
    book.write(1, room=4)  # two pages of Arabic, one of English, and a drawing of each
    read(book, page, *PAGES, "ar/one.html")
    wait_for(
        lambda: [one for one in page.evaluate(KEPT) if ".html" in one],
        lambda pages: pages == [f"{book.url}en/three.html", f"{book.url}ar/one.html"],
    )


def test_what_is_asked_of_a_page_is_not_kept_nor_fetched_again(book, page):
    read(book, page, "ar/one.html")
    for word in range(5):
        page.goto(f"{book.url}ar/one.html?q=word{word}")
    assert not any("word" in address for address in page.evaluate(KEPT))
    book.asked.clear()
    book.write(2)
    update(page)
    assert [path for path, _ in book.asked if "one.html" in path] == ["/ar/one.html"]


@pytest.mark.parametrize("known", [False, True])
def test_a_page_that_a_script_looks_into_is_not_kept(book, page, known):
    if known:
        read(book, page, "en/three.html")
    page.goto(f"{book.url}ar/one.html?words")
    page.evaluate("() => fetch('two.html').then(answer => answer.text())")
    page.evaluate(READY)
    kept = wait_for_pages(page, ["ar/one.html"])
    assert not any(address.endswith("two.html") for address in kept)


# ---------------------------------------------------------------- a new book


FALL_SHORT = {"styles": "css-2", "pages": r"html(?!\?)", "drawings": "svg"}


@pytest.mark.parametrize("fault", [CUT, 503])
@pytest.mark.parametrize("lacking", FALL_SHORT)
def test_a_new_book_that_half_arrives_leaves_the_old_one_readable(book, page, lacking, fault):
    read(book, page, *PAGES)
    old = page.evaluate("() => caches.keys()")
    book.write(2)
    book.faults = {FALL_SHORT[lacking]: fault}
    page.goto(f"{book.url}ar/one.html?new")
    update(page)
    book.faults = {".": CUT}
    for path, title in PAGES.items():
        page.goto(book.url + path)
        heading, style, drawing = page.evaluate(LOOK)
        assert heading == f"{title} {style}" and drawing
    book.faults = {}
    page.goto(f"{book.url}ar/one.html")
    wait_for_one_store(page, old)
    book.faults = {".": CUT}
    for path, title in PAGES.items():
        page.goto(book.url + path)
        assert page.evaluate(LOOK) == [f"{title} 2", 2, 2], "all has come, of its own accord"


def test_a_new_book_is_seen_however_long_the_host_lets_the_old_one_be_kept(book, page):
    book.cache = "max-age=600"
    read(book, page, *PAGES)
    old = page.evaluate("() => caches.keys()")
    book.write(2)
    page.goto(f"{book.url}ar/one.html")
    assert page.evaluate(LOOK)[:2] == ["واحدة 2", 2]
    wait_for_one_store(page, old)
    book.faults = {".": CUT}
    for path, title in PAGES.items():
        page.goto(book.url + path)
        assert page.evaluate(LOOK) == [f"{title} 2", 2, 2]


def test_the_store_of_another_book_of_the_host_stays(book, page):
    read(book, page, "ar/one.html")
    page.evaluate("() => caches.open('masalih http://localhost/other/ 1').then(() => true)")
    book.write(2)
    update(page)
    names = page.evaluate("() => caches.keys()")
    assert len(names) == 2 and "masalih http://localhost/other/ 1" in names
