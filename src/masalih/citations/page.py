"""What a page has cited so far, and the list of its data and sources at its end.

Every number cited, table shown and chart drawn is noted here; one kernel makes one page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pandas as pd

from masalih import anchors, data, formats
from masalih.citations import cards
from masalih.citations.listing import number_item, series_item, source_item
from masalih.citations.markup import Html, entries, link
from masalih.citations.provenance import series_row, source_row, sources_of
from masalih.translation import gettext as _

_sources: dict[str, None] = {}  # dicts keep the order of first use
_series: dict[str, None] = {}
_combinations: dict[str, tuple[list[str], list[str]]] = {}
_cards: dict[str, tuple[list[str], list[str], list[str]]] = {}


def start_page() -> None:
    """Forget what was cited so far: a new page begins."""
    _sources.clear()
    _series.clear()
    _combinations.clear()
    _cards.clear()


def register(sources: Iterable = (), series: Iterable = ()) -> None:
    """Note that this page uses these source ids and series ids."""
    _sources.update(dict.fromkeys(map(str, sources)))
    _series.update(dict.fromkeys(map(str, series)))


def register_combination(sources: list[str], series: list[str]) -> str:
    """Note that a number rests on all of these together; return the id of their entry."""
    id = anchors.combination(sources, series)
    _combinations.setdefault(id, (sources, series))
    return id


def register_card(rows, sources: list[str], series: list[str]) -> str:
    """Note that a number rests on these rows; return the id of its card."""
    ids = cards.ids_of(rows)
    id = anchors.combination(ids, sources)
    _cards.setdefault(id, (ids, sources, series))
    return id


def used() -> tuple[list[str], list[str]]:
    """(source ids, series ids) used on this page so far, in order of first use."""
    return list(_sources), list(_series)


@data.held()
def references() -> Html:
    """The data of this page, its sources, and the numbers that rest on several of them.

    Three lists, for everything used so far, where the links of the numbers lead; without the first
    or the last where the page has none of the kind.
    """
    series = used()[1]
    rows = data.observations(*series) if series else None
    if rows is not None:  # a series is cited as a whole, so all its sources are listed
        register(sources_of(rows))
    sources = used()[0]
    parts = [
        entries(
            "ol",
            (source_item(id, source_row(id)) for id in sources),
            _("Sources of this page"),
            folded=True,
        )
    ]
    if rows is not None:
        title = _("Data of this page")
        parts.insert(0, entries("ul", _data_items(series, rows, sources), title, folded=True))
    if _combinations:
        title = _("Numbers from several sources")
        parts.append(
            entries("ul", _number_items(sources), title, "numbers unsearched", folded=True)
        )
    if _cards:
        parts.append(cards.template(_cards))
    return Html("".join(parts))


def _data_items(series: list[str], rows: pd.DataFrame, sources: list[str]) -> Iterator[str]:
    number = {id: formats.num(place) for place, id in enumerate(sources, 1)}
    for id in series:
        own = rows[rows["series"] == id]
        links = (
            link(anchors.address("source", s), number[s])
            for s in sorted(sources_of(own), key=sources.index)
        )
        yield series_item(anchors.anchor("data", id), series_row(id), own, links)


def _number_items(sources: list[str]) -> Iterator[str]:
    for id, (own, series) in _combinations.items():
        yield number_item(id, sorted(own, key=sources.index), series)
