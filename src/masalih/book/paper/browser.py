"""Finds the Chromium that prints the book, and in which the tests read it, so that both agree."""

import os
import shutil

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
REMEDY = (
    "Install Chromium (Debian: `apt-get install chromium`) or set CHROMIUM to the path of "
    "a Chromium or Chrome, then run the command again."
)
# A container's root cannot use the sandbox, and its /dev/shm is small.
CONTAINED = ("--no-sandbox", "--disable-dev-shm-usage")


def find():
    """Path of a Chromium, or None.

    CHROMIUM wins; set but wrong is a LookupError, not a reason to take another.
    """
    named = os.environ.get("CHROMIUM")
    if named:
        found = shutil.which(named)
        if not found:
            raise LookupError(f"CHROMIUM is set to {named!r}, which cannot be run. {REMEDY}")
        return found
    return next(filter(None, map(shutil.which, BROWSERS)), None)
