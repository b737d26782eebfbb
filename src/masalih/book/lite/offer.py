"""Offers on the page of a notebook to run it in the browser, where the site can.

That is when `make lite` has made a JupyterLite of the very notebooks and the library of the site:
after a change of either it is taken back, until `make lite` has run again.
"""

import re
import shutil
from html import escape
from urllib.parse import quote

from masalih.book.base import atomic_files, fingerprint
from masalih.book.base.addresses import DOWNLOADS
from masalih.translation import EDITIONS, translator

FOLDER = "lite"  # in _build and in the site
MARK = "made-of.txt"  # in it: the digest of what it was made of
NOTEBOOKS = "_sources/notebooks"  # of an edition
DOWNLOAD = re.compile(
    rf'<a class="[^"]*pst-navbar-icon" href="([./]*){NOTEBOOKS}/([^"]+)".*?</a>\n'
)
LINK = re.compile(r'<a class="[^"]*lite-link".*?</a>\n')
ARROW = (
    '<svg viewBox="0 0 24 24" width="1em" height="1em" fill="currentColor" aria-hidden="true">'
    '<path d="M7 3v18l14-9z"/></svg>'
)


def notebooks(site):
    """{name in JupyterLite: path} of the notebooks that a site offers for download."""
    return {
        f"{edition}/{path.relative_to(site / edition / NOTEBOOKS).as_posix()}": path
        for edition in EDITIONS
        for path in sorted((site / edition / NOTEBOOKS).rglob("*.ipynb"))
    }


def wheel(site):
    """The library that a site offers, None where there is none."""
    return next(iter(sorted((site / EDITIONS[0] / DOWNLOADS).glob("masalih-*.whl"))), None)


def made_of(site):
    """One hash of the notebooks and the library of a site."""
    files = [*notebooks(site).values(), *filter(None, [wheel(site)])]
    return f"{fingerprint.digest(files, site)}\n"


def place(made, site):
    """Put the JupyterLite in the folder `made` into the site and link to it, or take both back."""
    target = site / FOLDER
    mark = made / MARK
    fits = mark.is_file() and mark.read_text("utf-8") == made_of(site)
    if not fits and not target.exists():  # no page links to what was never there
        return False
    if fits and (not (target / MARK).is_file() or _changed(made, target)):
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(made, target, ignore=shutil.ignore_patterns(MARK))
        shutil.copy2(mark, target / MARK)  # last: what is cut short has none
    for edition in EDITIONS:
        for page in (site / edition / "notebooks").rglob("*.html"):
            text = page.read_text("utf-8")
            wanted = linked(text, edition) if fits else plain(text)
            if wanted != text:
                atomic_files.write(page, wanted)
    if not fits:  # after the links to it
        shutil.rmtree(target, ignore_errors=True)
    return fits


def _changed(made, target):
    return (made / MARK).stat().st_mtime != (target / MARK).stat().st_mtime


def linked(html, language):
    """The page of a notebook with the link after that to its download."""
    _ = translator(language)
    label = escape(_("Run this chapter's notebook in the browser"))

    def with_link(download):
        way, name = download[1], quote(f"{language}/{download[2]}")
        return (
            f'{download[0]}<a class="btn btn-sm pst-navbar-icon lite-link"'
            f' href="{way}../{FOLDER}/notebooks/index.html?path={name}"'
            f' title="{label}" aria-label="{label}"'
            f' data-bs-placement="bottom" data-bs-toggle="tooltip">{ARROW}</a>\n'
        )

    return DOWNLOAD.sub(with_link, plain(html), count=1)


def plain(html):
    """A page without the link."""
    return LINK.sub("", html)
