"""The pages of the built site, known before it is built, and the sample of them seen every day."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DIRECTION = {"ar": "rtl", "en": "ltr"}
WIDTHS = {"laptop": (1300, 900), "phone": (390, 844)}
OWN = ["index.html", "404.html", "ar/index.html", "en/index.html"]  # those that Sphinx did not make


def book_pages():
    """The pages of both editions, as addresses in the site."""
    for edition, toc in (("ar", "_toc.yml"), ("en", "_toc.en.yml")):
        entries = re.findall(
            r"^[\s-]*(?:root|file):\s*(\S+)", (ROOT / toc).read_text("utf-8"), re.M
        )
        yield from (f"{edition}/{entry}.html" for entry in entries)
        yield f"{edition}/search.html"


def edition(path):
    """The edition that a page belongs to."""
    return path[:2]


def twin(path):
    """The address of the same page in the other edition."""
    mine, rest = path.split("/", 1)
    other = "en" if mine == "ar" else "ar"
    return f"{other}/" + rest.replace(f"book/{mine}/", f"book/{other}/")


PAGES = list(book_pages())
DECKS = [path for path in PAGES if "/slides/session-" in path]
ARTICLES = [path for path in PAGES if path not in DECKS and not path.endswith("search.html")]
EXERCISES = [path for path in ARTICLES if "/notebooks/exercises/" in path]
CHAPTERS = [path for path in ARTICLES if re.search(r"/notebooks/\d", path)]

# Latin on an Arabic page that is a name or a sign in every language; all else must be Arabic,
# code, or marked lang="en". Acronyms stand in Arabic print as they are; so do publishers where a
# source is named (NAMED), and nothing else does.
LATIN_NAMES = re.compile(
    r"^\(?(?:[A-Z][A-Z0-9.‑–-]+(?:[ ,،/·;؛]+[A-Z][A-Z0-9.‑–-]+)*|C\d\d|Ctrl|K|English)\)?$"
)
NAMED = (
    ".chart-source a, .chart-data td, .chart-data tbody th, .cited, [id^='src-'],"
    " a[href*='#src-'], [id^='n-'] bdi"
)

# A page of every template and every kind of part, in either edition.
TEMPLATES = (
    "notebooks/02-isis.html",
    "book/{0}/index.html",
    "book/{0}/reference/series-isis.html",
    "notebooks/exercises/02-isis.html",
    "book/{0}/seminar/session-1.html",
    "search.html",
    "book/{0}/seminar/slides/session-1.html",
    "book/{0}/reference/api.html",
    "book/{0}/reference/sources.html",
    "book/{0}/reference/terms.html",
    "book/{0}/seminar/simulation.html",
)
# Each of them in both editions, at one width in this and at the other in that, but of the last
# few, which have no parts of their own, one: {(page, width)}.
SAMPLE = {
    (f"{name}/{template.format(name)}", width)
    for number, template in enumerate(TEMPLATES)
    for name, width in zip(DIRECTION, sorted(WIDTHS, reverse=bool(number % 2)), strict=True)
    if number < 4 or width == "laptop"
} | {("ar/search.html?q=xyzzy", "phone"), ("ar/search.html?q=داعش", "laptop")}


def of_page(paths):
    """Parameters of a test that reads the file of each page; all such tests share a worker."""
    return pytest.mark.parametrize(
        "path", [pytest.param(path, id=path, marks=pytest.mark.xdist_group(path)) for path in paths]
    )


def of_visit(paths, widths=tuple(WIDTHS)):
    """Parameters of a test that visits each page; what is not in the sample is named rest-…"""
    return pytest.mark.parametrize(
        "path, width",
        [
            pytest.param(
                path,
                width,
                id=f"{'' if (path, width) in SAMPLE else 'rest-'}{path}-{width}",
                marks=pytest.mark.xdist_group(f"{path} {width}"),
            )
            for path in paths
            for width in widths
        ],
    )
