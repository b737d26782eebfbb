"""Firefox for the tests of the night: the fixture `firefox`, a browser as `browser` is Chromium.

Playwright's own Firefox is a build that no registry of packages has. This is Debian's, driven by
WebDriver BiDi, the protocol of all browsers: most of Playwright works so, CDP sessions do not.
"""

import os
import shutil

import conftest
import pytest

NAMES = ("firefox-esr", "firefox")
HELP = (
    "The tests of the night need Firefox. Install it (Debian: `apt-get install firefox-esr`), or"
    " set FIREFOX to its path."
)


def find():
    """Path of a Firefox, or None."""
    named = os.environ.get("FIREFOX")
    return shutil.which(named) if named else next(filter(None, map(shutil.which, NAMES)), None)


@pytest.fixture(scope="session")
def firefox(playwright, tmp_path_factory):
    if not find():
        conftest.install("firefox-esr")
    if not find():
        pytest.fail(HELP, pytrace=False)
    # A home of its own: what it writes beside its profile goes with the test.
    home = {**os.environ, "HOME": str(tmp_path_factory.mktemp("firefox"))}
    running = playwright.firefox.launch(channel="moz-firefox", executable_path=find(), env=home)
    yield running
    running.close()
