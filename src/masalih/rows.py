"""Single rows quoted on a page: facts to be cited with their limits, and values in a sentence."""

import pandas as pd

from masalih import citations, data, reference
from masalih.citations.markup import link
from masalih.translation import gettext as _


def deck(ids, base="", known="", bare=""):
    """The same facts as somebody must cite them who is asked for their limits.

    Each with its confidence and the note of its row, for a sheet of paper. known: the last day
    that a player knows, YYYY-MM-DD. ValueError for a fact that was not published by then; what a
    note says of a later year is left out. bare: those of the ids whose note tells what came later.
    """
    place, day, items = reference.place_of(base), pd.Timestamp(known) if known else None, []
    for id in ids.split():
        if day is not None:
            _known_by(id, day)
        items.append(citations.fact_item(id, place, True, day, id not in bare.split()))
    return citations.entries("ul", items)


def _known_by(id, day):
    """ValueError where a fact may have been published after a day: one dated by its month only."""
    _kind, row = data.evidence(id)
    published = data.entry("sources", row["source"])["published"]
    last = pd.Period(published).end_time if published else pd.Timestamp.max
    if row["start"] > day or last.normalize() > day:
        raise ValueError(
            f"{id!r} ({published or 'undated'}) was not surely known on {day:%Y-%m-%d}: "
            "take another row"
        )


def rowbook(ids, base="", known="", bare=""):
    """The same facts in the order of their ids, each with the page it was read on, to be printed.

    Where nobody can follow a link, the address stands in full. known, bare: as in `deck`.
    """
    place, items, day = reference.place_of(base), [], pd.Timestamp(known) if known else None
    for id in sorted(ids.split()):
        item = citations.fact_item(id, place, True, day, id not in bare.split()).removesuffix(
            "</li>"
        )
        source = data.evidence(id)[1]["source"]
        items.append(f"{item} {citations.printed_source(source)}</li>")
    return citations.entries("ul", items)


def value(text, base=""):
    """A value in a sentence, linked to its row: "ip-262|counted", as in the reason of a verdict.

    base: the way from the page to the folder of the edition's pages.
    """
    return citations.reason_markup(f"{{{text}}}", reference.place_of(f"{base}reference/"))


def row_links(ids, base=""):
    """What a sentence rests on: its rows' ids in brackets, each leading to its row."""
    place, links = reference.place_of(f"{base}reference/"), []
    for id in ids.split():
        kind, row = data.evidence(id)
        if kind not in ("observations", "events"):
            raise LookupError(f"{id!r} is no observation or event of the data package: correct it")
        links.append(f"<code>{link(place(kind, id, row), id)}</code>")
    return f'<span class="rows">({_(", ").join(links)})</span>'
