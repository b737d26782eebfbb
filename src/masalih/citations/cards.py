"""What stands behind a number, on a card beside it: the row it is, who counted, and who disagrees.

`cited` notes which rows a number rests on; `references` writes one card for each such set into a
template at the end of the page, and book/assets/cards.js shows the one that a reader asks for.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

import pandas as pd

from masalih import anchors, data, formats
from masalih.citations.listing import how_read, kind_of_source
from masalih.citations.markup import Html, frame
from masalih.citations.provenance import series_name, series_row, source_label, source_row
from masalih.citations.values import counted
from masalih.counts import count
from masalih.translation import gettext as _, pgettext

RIVALS = 2  # other figures that a card names
SOURCES = 3
SEVERAL = "several"  # the counter of a series that gathers many hands
NEAR = pd.Timedelta(days=31)  # two readings of what lasts are of one time within this


def ids_of(rows) -> list[str]:
    """Ids of the observations and events among `rows`; [] where they are of other tables."""
    if isinstance(rows, pd.Series):
        rows = rows.to_frame().T
    if not isinstance(rows, pd.DataFrame) or rows.empty:
        return []
    ids = rows["id"] if "id" in rows.columns else rows.index
    known = (id for id in ids if isinstance(id, str))
    return [id for id in known if data.evidence(id)[0] in ("observations", "events")]


def template(cards: dict[str, tuple[list[str], list[str], list[str]]]) -> Html:
    """The cards of a page, {id: (ids of rows, sources, series)}, not yet shown."""
    parts = (
        f'<span data-card="{id}">{"".join(_lines(*found))}</span>' for id, found in cards.items()
    )
    return Html(
        f'<template class="number-cards"><span {frame()}>{"".join(parts)}</span></template>'
    )


def _lines(ids: list[str], sources: list[str], series: list[str]) -> Iterator[str]:
    if len(ids) == 1:
        yield from _row_lines(ids[0])
        return
    what = [series_name(name) for name in series[:2]]
    if what:
        yield _line(_("; ").join(what), "card-title")
    if ids:
        rows = [data.evidence(id)[1] for id in ids]
        first, last = min(row["start"] for row in rows), max(row["end"] for row in rows)
        rows_counted = count(len(ids), "row", oblique=True, words=False)
        span = formats.span(first.year, last.year)
        yield _line(_("Worked out from {rows}, {span}", rows=rows_counted, span=span))
    for id in sources[:SOURCES]:
        yield _line(_source(id))
    if len(sources) > SOURCES:
        others = count(len(sources) - SOURCES, "other-source", words=False)
        yield _line(_("and {others}", others=others))


def _row_lines(id: str) -> Iterator[str]:
    kind, row = data.evidence(id)
    if kind == "events":
        yield _line(formats.digits(row[f"name_{formats.language()}"]), "card-title")
        yield _line(formats.period(row["start"], row["end"]))
        motive = row["motive"]
    else:
        about = series_row(row["series"])
        motive = about["motive"]
        yield _line(series_name(row["series"]), "card-title")
        yield _line(_figure(row), "card-figure")
        if (row["by"] or about["counter"]) != SEVERAL:
            yield _line(_("Counted by {who}", who=_counter(row)))
    yield _line(_source(row["source"]))
    for other in _rivals(row) if kind == "observations" else ():
        yield _line(_("Another count: {figure}", figure=other))
    yield _way("event" if kind == "events" else "observation", id, motive)


def _line(text: str, kind: str = "") -> str:
    words = text if isinstance(text, Html) else escape(text)
    return f'<span class="{kind}">{words}</span>' if kind else f"<span>{words}</span>"


def _figure(row) -> str:
    unit = series_row(row["series"])["unit"]
    value = counted(row["value"], row["low"], row["high"], row["bound"], unit)
    return f"{value}{_(', ')}{formats.period(row['start'], row['end'])}"


def _source(id: str) -> Html:
    row = source_row(id)
    facts = _(", ").join([kind_of_source(row), how_read(row)])
    return Html(f"<bdi>{escape(source_label(id))}</bdi>: {facts}")


def _rivals(row) -> Iterator[str]:
    """Figures of the same thing at the same time by other hands."""
    about = series_row(row["series"])
    names = [row["series"], *filter(None, about["rival_of"].split(";"))]
    others = data.observations(*names)
    others = others[others["id"] != row.name]
    near = NEAR if row["start"] == row["end"] else pd.Timedelta(0)
    others = others[
        (others["start"] <= row["end"] + near)
        & (others["end"] >= row["start"] - near)
        & (others["place"] == row["place"])
        & ((others["series"] != row["series"]) | (others["by"] != row["by"]))
    ]
    for other in others.head(RIVALS).to_dict("records"):
        yield f"{_figure(other)} ({_counter(other)})"


def _counter(row) -> str:
    return formats.name(row["by"] or series_row(row["series"])["counter"])


def _way(kind: str, id: str, motive: str) -> str:
    page = f"../book/{formats.language()}/reference/{anchors.series_file(motive)}"
    text = escape(pgettext("to the data", "The row in the data"))
    return f'<span><a href="{escape(anchors.address(kind, id, page))}">{text}</a></span>'
