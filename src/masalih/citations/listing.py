"""One item of a list: a series with its definition, a publication, what a number rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

import pandas as pd

from masalih import anchors, data, formats
from masalih.citations.markup import direction, link
from masalih.citations.provenance import (
    language_of,
    published,
    publisher,
    series_name,
    source_label,
)
from masalih.citations.publishers import publisher_name
from masalih.counts import count
from masalih.rules import addresses
from masalih.translation import gettext as _, pgettext

RIGHT_TO_LEFT = ("ar", "fa", "ckb", "ku")


def series_item(
    anchor: str,
    row: pd.Series,
    own: pd.DataFrame,
    links: Iterable[str],
    drawing: str = "",
    more: str = "",
) -> str:
    """One series (a row of series.csv and its observations), with `links` to its sources.

    drawing stands after the definition, more after the facts; both are ready markup.
    """
    lang, linked = formats.language(), list(links)
    facts = [
        formats.name(row["counter"]),
        formats.name(row["unit"]),
        formats.span(own["start"].min().year, own["end"].max().year),
        count(len(own), "value", words=False),
    ]
    shown = " · ".join(f"<bdi>{escape(fact)}</bdi>" for fact in facts)
    return (
        f'<li id="{escape(anchor)}">'
        f"<strong>{escape(formats.digits(row[f'name_{lang}']))}</strong>. "
        f"{escape(formats.digits(row[f'definition_{lang}']))} {drawing}"
        f'<span class="facts">{shown}{more}</span> '
        f"{sources_label(len(linked))}: {_(', ').join(linked)}.</li>"
    )


def sources_label(number: int) -> str:
    """What stands before the names of so many sources."""
    return {1: _("Source"), 2: pgettext("two", "Sources")}.get(number, _("Sources"))


def source_item(id: str, row: pd.Series) -> str:
    """One publication (a row of sources.csv) as an item of a list, with an anchor to link to."""
    lang = language_of(row["title"], row["language"])
    way = "rtl" if lang in RIGHT_TO_LEFT else "ltr"
    title = f'<cite lang="{escape(lang)}" dir="{way}">{escape(row["title"])}</cite>'
    if row["url"]:
        title = f'<a href="{escape(row["url"])}">{title}</a>'
    return (
        f'<li id="{escape(anchors.anchor("source", id))}">'
        f"<bdi>{escape(publisher_name(row['publisher']))}</bdi>: {title}. "
        f'<span class="facts">{_(", ").join(filter(None, _facts_of(row)))}.</span></li>'
    )


def _facts_of(row: pd.Series) -> list[str]:
    """Ready markup: only the host of a copy is more than words."""
    return [
        escape(formats.date(str(row["published"])) if row["published"] else formats.unknown()),
        kind_of_source(row),
        how_read(row),
        escape(_terms_of(row.get("licence"))),
    ]


def _terms_of(licence) -> str:
    """The name of a source's terms; nothing for the usual case, a page that is only cited."""
    return "" if licence in (None, "cited only") else licence_name(licence)


def licence_name(id: str) -> str:
    """What this edition calls the terms of a source (a row of licences.csv)."""
    return formats.digits(data.licences().at[id, f"name_{formats.language()}"])


def kind_of_source(row) -> str:
    """Whether a source (a row of sources.csv) is the body that speaks, or one who quotes it."""
    return _("primary source") if row["primary"] in (True, "true") else _("secondary source")


def how_read(row) -> str:
    """How a source (a row of sources.csv) was read, as markup."""
    host = f'<bdi lang="en" dir="ltr">{escape(addresses.host(row["url"] or ""))}</bdi>'
    return {
        "excerpt": _("read in an excerpt"),
        addresses.COPY: _("read in an excerpt of a copy at {host}", host=host),
        "whole page": _("the whole page was read"),
        "public mirror": _("read in a public mirror"),
    }.get(row.get("read"), formats.unknown())


def number_item(id: str, sources: list[str], series: list[str]) -> str:
    """What a number rests on: links to all its sources, then to the series it was computed from.

    The ids are listed on the same page. The book puts the number itself in front.
    """
    links = _("; ").join(_source_links(sources))
    computed = _("; ").join(_isolated("data", id, series_name(id)) for id in series)
    facts = (
        f' <span class="facts">{pgettext("several", "Series")}: {computed}.</span>'
        if series
        else ""
    )
    return f'<li id="{anchors.anchor("number", id)}">{links}.{facts}</li>'


def _source_links(sources: list[str]) -> Iterator[str]:
    """Links to sources; the name of a publisher stands once before the dates of all its own."""
    by_publisher: dict[str, list[str]] = {}
    for id in sources:
        by_publisher.setdefault(publisher(id), []).append(id)
    for name, ids in by_publisher.items():
        if len(ids) == 1:
            yield _isolated("source", ids[0], source_label(ids[0]))
        else:
            dates = (_isolated("source", id, published(id) or formats.unknown()) for id in ids)
            yield (f'<bdi dir="{direction()}">{escape(name)}</bdi>: {_(", ").join(dates)}')


def _isolated(kind: str, id: str, text: str) -> str:
    """A link in the direction of the page: a publisher may be Latin, its date Arabic."""
    return f'<bdi dir="{direction()}">{link(anchors.address(kind, id), text)}</bdi>'
