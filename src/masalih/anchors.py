"""Ids and addresses that lead to sources, series, rows and terms, made and read here only.

An anchor is the id of an element, such as `src-ctc-2020`; an address is the way to it, such as
`sources.html#src-ctc-2020`. Whoever writes a link calls `address`, whoever meets one calls `read`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

PREFIXES = {
    "source": "src",  # a publication, in the list of a page or in the catalogue
    "data": "data",  # a series, in the list of the page that uses it
    "number": "n",  # what a number rests on that no one source or series gives
    "series": "series",  # a series in the catalogue
    "observation": "row",
    "event": "event",
    "table": "table",
    "claim": "claim",
    "term": "term",
    "figure": "fig",  # notebooks write it themselves, as in {numref}`fig-isis-rise`
}
_KINDS = {prefix: kind for kind, prefix in PREFIXES.items()}


def anchor(kind: str, id: str) -> str:
    """The id of the element that shows `id`; KeyError for a kind that PREFIXES lacks."""
    return f"{PREFIXES[kind]}-{id}"


def address(kind: str, id: str, page: str = "") -> str:
    """The way to an element: on this page, or on `page`, an address relative to this one."""
    return f"{page}#{anchor(kind, id)}"


def read(href: str) -> tuple[str, str]:
    """(kind, id) of an address or an anchor; ("", "") where it leads to nothing of ours."""
    prefix, _, id = href.rpartition("#")[2].partition("-")
    return (_KINDS[prefix], id) if id and prefix in _KINDS else ("", "")


def selector(kind: str, tag: str = "li") -> str:
    """The CSS selector of all elements of a kind."""
    return f"{tag}[id^={PREFIXES[kind]}-]"


def combination(sources: Iterable[str], series: Iterable[str] = ()) -> str:
    """The id of what a number rests on: the same for the same sources and series in any order."""
    parts = "\n".join([*sorted(set(sources)), "", *sorted(set(series))])
    return hashlib.sha256(parts.encode()).hexdigest()[:8]


# ---------------------------------------------------------------- pages

SOURCES, ARTICLE = "sources.html", "article.html"


def reference_page(name: str, language: str) -> str:
    """Docname of a page of the reference; "*" for `language` or `name` makes a pattern of it."""
    return f"book/{language}/reference/{name}"


def series_page(motive: str, language: str) -> str:
    """Docname of the page that lists the series and events of a motive."""
    return reference_page(f"series-{motive}", language)


def series_file(motive: str) -> str:
    """The same page as the other pages of the reference reach it."""
    return f"{series_page(motive, '').rpartition('/')[2]}.html"


OWN = "series"  # the folder of the site that holds a page a series, and its files beside it


def own_page(id: str, language: str) -> str:
    """The page of one series, as a page of the reference reaches it."""
    return f"../../../../{OWN}/{own_file(id, language)}"


def own_file(id: str, language: str) -> str:
    """Name of the page of one series in its folder."""
    return f"{id}.{language}.html"
