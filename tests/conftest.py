"""What several tests need once: the built site, a server for it and a browser; two tiers."""

import fcntl
import functools
import os
import shutil
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path

import pytest
import tiers
from bs4 import BeautifulSoup

from masalih.book.paper import browser as browser_finder
from masalih.book.site import serve

ROOT = Path(__file__).parents[1]
pytest_plugins = ["firefox", "tiny_book", "damaged_copy"]  # fixtures: `firefox`, `tiny`, `copy`
HELP = f"The tests of the built site need Chromium. {browser_finder.REMEDY}"


def pytest_addoption(parser):
    tiers.add_option(parser)
    parser.addoption("--built", action="store_true", help="the site is built: do not build it")


def pytest_configure(config):
    tiers.add_marker(config)


@pytest.hookimpl(tryfirst=True)  # before a worker of pytest-xdist reads the groups
def pytest_collection_modifyitems(session, config, items):
    tiers.split(session, config, items)


def find_browser():
    """Path of a Chromium, or None; as `masalih pdf` finds it."""
    try:
        return browser_finder.find()
    except LookupError as error:
        pytest.fail(str(error), pytrace=False)


def install(package):
    """As root on Debian the tests fetch a browser themselves."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        quiet = {
            "stdout": subprocess.DEVNULL,
            "stderr": subprocess.DEVNULL,
            "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        }
        subprocess.run(["apt-get", "update", "-qq"], check=False, **quiet)
        subprocess.run(
            ["apt-get", "install", "-y", "-qq", "--no-install-recommends", package],
            check=False,
            **quiet,
        )


def install_browser():
    install("chromium")
    return find_browser()


@pytest.fixture(scope="session")
def root():
    return ROOT


@pytest.fixture
def data_copy(tmp_path, monkeypatch):
    """Folder of a copy of the data package; the loader reads it instead of the real one."""
    from masalih.validation import root

    folder = shutil.copytree(root(), tmp_path / "data")
    monkeypatch.setenv("MASALIH_DATA", str(folder))
    return folder


def script(name):
    """A script for a page, from the folder of them beside the tests."""
    return (ROOT / "tests" / "scripts" / f"{name}.js").read_text("utf-8")


@pytest.fixture(scope="session")
def site(request, tmp_path_factory, worker_id):
    """The whole site, built by the command an editor uses; only what changed is built again.

    The first worker that asks builds it; the others sleep on its lock and take what it made.
    """
    common = tmp_path_factory.getbasetemp()
    if worker_id != "master":
        common = common.parent  # of all workers of this run
    with (common / "site.lock").open("a+") as built:
        fcntl.flock(built, fcntl.LOCK_EX)
        built.seek(0)
        said = built.read()
        if not said:
            said = build_site(request.config)
            built.write(said)
    if said != "built":
        pytest.fail(f"the book does not build:\n{said}", pytrace=False)
    return ROOT / "_build" / "site"


def build_site(config):
    """Build the site; "built", or what went wrong."""
    if config.option.built:
        return "built"
    done = subprocess.run(
        [sys.executable, "-m", "masalih", "build", "--root", str(ROOT)],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    return f"{done.stdout[-2000:]}\n{done.stderr[-4000:]}" if done.returncode else "built"


@pytest.fixture(scope="session")
def document(site):
    """document(path) → a page of the site, parsed; once a run, or a worker, for all who ask."""

    @functools.cache
    def parsed(path):
        return BeautifulSoup((site / path).read_bytes(), "lxml")

    return parsed


@contextmanager
def serving(folder, handler=serve.Handler):
    """Inside, the folder is served; gives its address, ending in /."""
    httpd = serve.server(folder, handler=handler)
    # It looks twenty times a second whether it is to end: most tests serve a folder for a moment.
    threading.Thread(target=httpd.serve_forever, args=[0.05], daemon=True).start()
    yield f"http://{serve.HOST}:{httpd.server_port}/"
    httpd.shutdown()
    httpd.server_close()


@pytest.fixture(scope="session")
def url(site):
    """Address of the served site, ending in /."""
    with serving(site) as address:
        yield address


def typefaces(page, selector):
    """The names of the typefaces that an element is set in, once those of the page have come."""
    page.evaluate("() => document.fonts.ready")
    session = page.context.new_cdp_session(page)
    for command in ("DOM.enable", "CSS.enable"):
        session.send(command)
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    node = session.send("DOM.querySelector", {"nodeId": root, "selector": selector})["nodeId"]
    return {
        font["familyName"]
        for font in session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    }


# In a page: what moved without its reader doing anything, as [[how much, the elements], …].
MOVED = """window.moved = [];
new PerformanceObserver(list => list.getEntries().filter(e => !e.hadRecentInput)
    .forEach(e => window.moved.push([
        e.value, ...e.sources.map(s => s.node?.nodeName + '.' + (s.node?.className ?? ''))])))
    .observe({type: 'layout-shift', buffered: true});"""


@pytest.fixture(scope="session")
def playwright():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright):
    path = find_browser() or install_browser()
    if not path:
        pytest.fail(HELP, pytrace=False)
    running = playwright.chromium.launch(executable_path=path, args=list(browser_finder.CONTAINED))
    yield running
    running.close()


@pytest.fixture
def open_page(browser):
    """open_page(address, before=None, **options of its context) → a page as on a phone.

    Its `complaints` are what went wrong; `before` is asked of the page before it goes there.
    """
    contexts = []

    def open_it(address, before=None, **options):
        phone = {"viewport": {"width": 390, "height": 844}}
        contexts.append(browser.new_context(**phone | options))
        page = contexts[-1].new_page()
        page.complaints = []
        page.on(
            "console",
            lambda m: page.complaints.append(m.text) if m.type in ("error", "warning") else None,
        )
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        if before:
            before(page)
        page.goto(address, wait_until="load")
        return page

    yield open_it
    for context in contexts:
        context.close()
