"""The book without a network: nothing else let in, one zip to open, pages that stay readable."""

import json
import os
import re
import shutil
import threading
import zipfile
from datetime import datetime

import pytest
from book_pages import OWN, PAGES, of_page
from conftest import typefaces

from masalih.book.base import csp
from masalih.book.site import offline_zip, own_pages as whole, serve

CHAPTER, DECK = "notebooks/02-isis.html", "book/{0}/seminar/slides/session-1.html"
KINDS = ["404.html", "ar/search.html", f"ar/{CHAPTER}", f"en/{CHAPTER}", f"ar/{DECK.format('ar')}"]


# ---------------------------------------------------------------- the policy


@of_page([*PAGES, *OWN])
def test_every_page_has_the_policy_before_all_else(document, path):
    head = [
        tag
        for tag in document(path).head.find_all(["meta", "script", "link", "style"])
        if not tag.get("charset") and tag.get("name") != "viewport"
    ]
    assert head[0].get("http-equiv") == "Content-Security-Policy"
    rules = dict(rule.split(" ", 1) for rule in head[0]["content"].split("; "))
    assert rules["default-src"] == rules["form-action"] == csp.OWN
    assert rules["object-src"] == rules["base-uri"] == "'none'"
    assert "unsafe" not in rules["script-src"]
    # reveal.js makes styles as it runs.
    assert "unsafe" not in rules["style-src"] or "/slides/session-" in path
    assert not re.search(r"\*|https?:", head[0]["content"])


@of_page([*PAGES, *OWN])
def test_no_page_holds_what_its_policy_forbids(document, path):
    page = document(path)
    rules = page.select_one("meta[http-equiv=Content-Security-Policy]")["content"]
    data = ("application/ld+json", "text/plain")
    inline = page.find_all("script", src=False)
    for element in [*inline, *page.find_all("style")]:
        assert element.get("type") in data or csp.fingerprint(element.string) in rules, element
    handlers = [
        key
        for tag in page.find_all(True)
        for key in tag.attrs
        if key.startswith("on") or key == "style"
    ]
    assert handlers == [] and not page.select("[href^='javascript:']")


BROKEN_IN = """() => {
  const forbidden = new Promise(found => document.addEventListener(
    'securitypolicyviolation', e => found(e.effectiveDirective), {once: true}));
  const script = document.createElement('script');
  script.textContent = 'window.brokenIn = true';
  document.body.append(script);
  return forbidden.then(rule => [rule, window.brokenIn ?? false]);
}"""
REACHES_OUT = """() => {
  const forbidden = new Promise(found => document.addEventListener(
    'securitypolicyviolation', e => found(e.effectiveDirective), {once: true}));
  new Image().src = 'https://example.org/counter.png';
  return forbidden;
}"""


def test_a_script_in_the_page_is_stopped_and_so_is_a_call_to_another_host(browser, url, site):
    context = browser.new_context()
    page = context.new_page()
    stopped, got = [], []
    page.on("requestfailed", lambda request: stopped.append((request.url, request.failure)))
    page.on("response", lambda response: got.append(response.url))
    for base in (url, f"{site.as_uri()}/"):
        for path in KINDS:
            page.goto(base + path)
            assert page.evaluate(BROKEN_IN) == ["script-src-elem", False], base + path
            assert page.evaluate(REACHES_OUT) == "img-src", base + path
    outside = {failure for address, failure in stopped if "example.org" in address}
    assert outside == {"csp"} and not [address for address in got if "example.org" in address], (
        "the call never left"
    )
    context.close()


OUTSIDE = re.compile(r"^(?:[a-z]+:)?//", re.I)


@of_page([*PAGES, *OWN])
def test_nothing_on_a_page_is_loaded_from_another_host(document, path):
    page = document(path)
    loaded = [
        tag[key]
        for tag in page.find_all(True)
        for key in ("src", "poster", "data", "action")
        if tag.get(key)
    ]
    loaded += [
        part.split()[0] for tag in page.select("[srcset]") for part in tag["srcset"].split(",")
    ]
    loaded += [
        link["href"]
        for link in page.select("link[href]")
        if not {"canonical", "alternate"} & {*link["rel"]}
    ]
    assert [address for address in loaded if OUTSIDE.match(address)] == []


def test_no_style_or_drawing_loads_from_another_host(site):
    address = r"""url\(\s*["']?([^"')]+)|@import\s+["']([^"']+)|(?:xlink:)?href=["']([^"']+)"""
    for path in [*site.rglob("*.css"), *site.rglob("*.svg")]:
        text = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)
        used = [one for found in re.findall(address, text) for one in found]
        assert [one for one in used if OUTSIDE.match(one)] == [], path


SET = [page for page in KINDS if page.startswith(("ar", "en"))]


@pytest.mark.parametrize("width", [1300, 390])
@pytest.mark.parametrize("path", SET)
def test_a_first_visit_from_a_folder_is_set_in_the_books_typeface(browser, site, path, width):
    context = browser.new_context(viewport={"width": width, "height": 844})
    page = context.new_page()
    page.goto(f"{site.as_uri()}/{path}")
    for selector in ("h1", "main p"):
        fonts = typefaces(page, selector)
        assert all(name.startswith("Book Sans") for name in fonts), (selector, fonts)
    context.close()


@pytest.mark.parametrize("path", SET)
def test_a_first_visit_over_a_network_asks_for_the_typeface_ahead(browser, url, path):
    """The stylesheet alone would ask once the page is set out: too late for the first paint."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(url + path)
    page.evaluate("() => document.fonts.ready")
    asked = page.evaluate("""() => performance.getEntriesByType('resource')
        .filter(r => r.name.includes('BookSans')).map(r => r.initiatorType)""")
    assert asked == ["link", "link"]
    context.close()


REFUSED = """for (const [owner, name] of [[window, 'localStorage'], [window, 'sessionStorage'],
        [window, 'caches'], [Navigator.prototype, 'serviceWorker']])
    Object.defineProperty(owner, name, {configurable: true, get() {
        throw new DOMException('refused', 'SecurityError') }});"""


@pytest.mark.parametrize("path", ["404.html", *SET])
def test_where_the_browser_refuses_storage_a_page_is_as_it_is_elsewhere(browser, url, path):
    context = browser.new_context(color_scheme="dark")
    context.add_init_script(REFUSED)
    page, faults = context.new_page(), []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(url + path)
    page.wait_for_load_state("networkidle")
    assert faults == []
    if path in SET:
        assert page.evaluate("() => document.documentElement.dataset.theme") == "dark"
        # Whether it came in time to be shown is the machine's affair.
        page.wait_for_function("""() => [...document.fonts]
            .some(f => f.status === 'loaded' && f.family.includes('Book Sans'))""")
    for button in page.locator(".theme-switch-button:visible").all():
        button.click()
        assert faults == [] and page.evaluate("() => document.documentElement.dataset.mode")
    context.close()


# ---------------------------------------------------------------- one zip


@pytest.fixture(scope="module")
def unpacked(site, tmp_path_factory):
    """The folder of the unpacked zip, in a folder with a space and Arabic letters in its name."""
    folder = tmp_path_factory.mktemp("zip") / "كتب من الشبكة ١"
    folder.mkdir()
    offline_zip.write(site, folder / "book.zip", datetime(2026, 1, 1))
    with zipfile.ZipFile(folder / "book.zip") as packed:
        packed.extractall(folder)
    (folder / "book.zip").unlink()
    return folder / offline_zip.NAME


def test_the_zip_is_the_same_for_the_same_site(tmp_path):
    made = []
    for name in ("one", "two"):
        site = tmp_path / name
        for number, path in enumerate(
            ["index.html", "ar/صورة.png", "en/page.html"]
            if name == "one"
            else ["en/page.html", "index.html", "ar/صورة.png"]
        ):
            (site / path).parent.mkdir(parents=True, exist_ok=True)
            (site / path).write_text(path * 50, "utf-8")
            os.utime(site / path, (number * 10**8, number * 10**8))
            (site / path).chmod(0o600 + number)
        offline_zip.write(site, tmp_path / f"{name}.zip", datetime(2026, 1, 1))
        made.append((tmp_path / f"{name}.zip").read_bytes())
    assert made[0] == made[1]
    with zipfile.ZipFile(tmp_path / "one.zip") as packed:
        names = packed.namelist()
        assert {name.split("/")[0] for name in names} == {
            offline_zip.NAME
        } and f"{offline_zip.NAME}/ar/صورة.png" in names
        assert "index.html" in packed.read(f"{offline_zip.NAME}/{offline_zip.README}").decode()


def test_zipping_without_a_site_says_what_to_do(tmp_path, capsys):
    assert offline_zip.main(tmp_path) == 1 and "make book" in capsys.readouterr().err


def test_the_zip_opens_from_a_folder_and_everything_in_it_works(browser, unpacked):
    context = browser.new_context(
        viewport={"width": 1300, "height": 900}, locale="ar-IQ", color_scheme="light"
    )
    page = context.new_page()
    complaints, home = [], unpacked.as_uri()
    page.on(
        "console",
        lambda m: (
            complaints.append(f"{m.text} ({page.url})") if m.type in ("error", "warning") else None
        ),
    )
    page.on("pageerror", lambda error: complaints.append(f"{error} ({page.url})"))
    page.on(
        "request",
        lambda r: (
            None
            if r.url.startswith((home, "data:"))
            else complaints.append(f"outside the folder: {r.url}")
        ),
    )
    # A page that is left takes its late drawings back; what is not there fails in another way.
    page.on(
        "requestfailed",
        lambda r: (
            None if r.failure == "net::ERR_ABORTED" else complaints.append(f"{r.failure}: {r.url}")
        ),
    )

    page.goto(f"{home}/index.html")
    page.wait_for_url(f"{home}/ar/book/ar/index.html")
    page.locator("#pst-primary-sidebar a[href$='02-isis.html']").first.click()
    page.wait_for_url(f"{home}/ar/{CHAPTER}")
    figure = page.locator("figure.chart").first
    page.wait_for_function("""() => {
        const images = [...document.querySelectorAll('figure.chart img')];
        const image = images.find(i => i.checkVisibility());
        return image.complete && image.naturalWidth }""")
    assert page.evaluate("""() => document.fonts.ready.then(() => [...document.fonts]
        .some(f => f.status === 'loaded' && f.family.includes('Book Sans')))""")
    seen = set()
    for _ in range(3):
        page.locator(".theme-switch-button:visible").click()
        seen.add(figure.locator("img:visible").get_attribute("src").endswith("-dark.svg"))
    assert seen == {True, False}, "the colours change, and the drawings with them"
    for link in page.locator(".chart-data a[download], .article-header-buttons a[download]").all():
        assert (unpacked / "ar/notebooks" / link.get_attribute("href")).resolve().is_file()
    page.locator("#language-link").click()
    page.wait_for_url(f"{home}/en/{CHAPTER}")
    page.locator(".prev-next-area .right-next").click()
    page.wait_for_url(f"{home}/en/notebooks/03-capacity.html")

    page.goto(f"{home}/en/search.html?q=convoys")
    page.wait_for_function("() => document.querySelectorAll('.search a').length")
    page.locator(".search a").first.click()
    page.wait_for_url(re.compile(f"{re.escape(home)}/en/.*04-alhol"))

    page.goto(f"{home}/ar/{DECK.format('ar')}")
    page.wait_for_function("() => window.Reveal?.isReady()")
    page.keyboard.press("ArrowLeft")
    assert page.evaluate("() => Reveal.getIndices().h") == 1
    assert complaints == []
    context.close()


# ---------------------------------------------------------------- when the server is gone

# The name of the store, other than `old`, that has all of these. A worker that ends may write once
# more into a store that is gone: the next page read sees to that, and none has to be waited for.
STORED = """async ([paths, old]) => {
  for (let tries = 0; tries < 600; tries++) {
    for (const name of (await caches.keys()).filter(name => name !== old)) {
      const store = await caches.open(name);
      if ((await Promise.all(paths.map(path => store.match(path)))).every(Boolean)) return name;
    }
    await new Promise(done => setTimeout(done, 100));
  }
  throw new Error('not stored: ' + JSON.stringify(await caches.keys()));
}"""
DRAWN = """() => {
  const first = [...document.images].find(i => i.checkVisibility());
  return first?.naturalWidth && first.currentSrc;
}"""


@pytest.fixture
def own_server(site, root, tmp_path):
    """(folder, start): a small copy of the site, and start(port=0) → a running server of it."""
    folder, running = tmp_path / "site", []
    for name in [
        *(
            f"{edition}/{path}"
            for edition in ("ar", "en")
            for path in (CHAPTER, "search-index.js", "search.html")
        )
    ]:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(site / name, folder / name)
    for edition in ("ar", "en"):
        shutil.copytree(site / edition / "_static", folder / edition / "_static")
        (folder / edition / "_images").mkdir()
        for drawing in (site / edition / "_images").glob("fig-isis-*"):
            shutil.copy(drawing, folder / edition / "_images")
    whole.write(root, folder)

    def start(port=0):
        running.append(serve.server(folder, port))
        threading.Thread(target=running[-1].serve_forever, daemon=True).start()
        return running[-1]

    yield folder, start
    for one in running:
        one.server_close()


def test_what_was_read_opens_again_without_the_server_and_follows_a_new_book(
    browser, own_server, root
):
    folder, start = own_server
    server = start()
    address = f"http://{serve.HOST}:{server.server_port}/"
    context = browser.new_context(viewport={"width": 1300, "height": 900})
    page = context.new_page()
    page.goto(f"{address}ar/{CHAPTER}")
    page.evaluate("() => navigator.serviceWorker.ready")
    style, script, font = (
        "/ar/_static/css-",
        "/ar/_static/js-",
        "/ar/_static/fonts/BookSans-Regular.woff2",
    )
    loaded = page.evaluate("() => performance.getEntriesByType('resource').map(r => r.name)")
    assert all(any(part in name for name in loaded) for part in (style, script, font))
    drawn = page.wait_for_function(DRAWN).json_value()
    store = page.evaluate(STORED, [[f"/ar/{CHAPTER}", *loaded, drawn]])
    page.goto(f"{address}en/{CHAPTER}")
    # The drawings below wait until they are near; this one is shown without the server too.
    drawn = page.wait_for_function(DRAWN).json_value()
    page.evaluate(STORED, [[f"/ar/{CHAPTER}", f"/en/{CHAPTER}", drawn]])

    server.shutdown(), server.server_close()
    for edition in ("ar", "en"):
        page.goto(f"{address}{edition}/{CHAPTER}?again")
        facts = page.evaluate("""() => {
            const text = getComputedStyle(document.querySelector('.bd-article-container'));
            return [document.documentElement.lang, text.fontFamily.split(',')[0]] }""")
        assert facts == [edition, '"Book Sans"']
        page.wait_for_function(DRAWN)

    page.goto(f"{address}ar/notebooks/03-capacity.html")
    assert page.locator("li a").all_inner_texts() == ["مواجهة داعش", "Countering ISIS"]
    assert [one.get_attribute("href") for one in page.locator("li a").all()] == [
        f"{address}{edition}/{CHAPTER}" for edition in ("ar", "en")
    ]
    assert typefaces(page, "h1") == {"Book Sans"}

    new = (folder / "ar" / CHAPTER).read_text("utf-8").replace("</h1>", " طبعة جديدة</h1>", 1)
    (folder / "ar" / CHAPTER).write_text(new, "utf-8")
    whole.write(root, folder)
    server = start(server.server_port)
    page.goto(f"{address}en/{CHAPTER}")
    page.evaluate("old => navigator.serviceWorker.getRegistration().then(r => r.update())")
    assert page.evaluate(STORED, [[f"/ar/{CHAPTER}", f"/en/{CHAPTER}", font], store])
    server.shutdown(), server.server_close()
    page.goto(f"{address}ar/{CHAPTER}")
    assert "طبعة جديدة" in page.locator("h1").first.inner_text(), (
        "the page that is kept is the new one"
    )
    context.close()


def test_the_book_can_be_installed(site):
    for edition, name in (("ar", "مصالح مشتركة"), ("en", "Shared Interests")):
        about = json.loads((site / f"{edition}.webmanifest").read_text("utf-8"))
        assert (about["name"], about["lang"], about["dir"]) == (
            name,
            edition,
            {"ar": "rtl", "en": "ltr"}[edition],
        )
        assert about["start_url"] in PAGES and all(
            (site / icon["src"]).is_file() for icon in about["icons"]
        )


# ---------------------------------------------------------------- an address that is not there


def test_what_is_not_there_is_answered_in_both_languages_at_any_depth(browser, url):
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    for path in ("nothing", "ar/notebooks/09-nothing.html", "en/a/b/c/"):
        assert page.goto(url + path).status == 404
        assert [
            (e.get_attribute("lang"), e.inner_text()) for e in page.locator("h1, h2").all()
        ] == [(None, "الصفحة غير موجودة"), (None, "Page not found")]
        assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
        assert page.evaluate(
            "() => document.fonts.ready.then(() => document.fonts.check('20px Book Sans'))"
        )
        for number in range(4):
            with page.expect_navigation() as led:
                page.locator("a").nth(number).click()
            assert led.value.status == 200 and page.locator("#language-link").count() == 1
            page.goto(url + path)
    context.close()
