"""A number in a sentence, linked to the evidence that it was computed from."""

from __future__ import annotations

from html import escape
from typing import Any

from masalih import anchors, data, formats
from masalih.citations.page import register, register_card, register_combination
from masalih.citations.provenance import series_of, source_label, sources_of
from masalih.counts import count
from masalih.translation import gettext as _

NAMED = 3  # sources that the tooltip of a number names


class Cited:
    """A number in a sentence that links to its evidence.

    str() gives the plain text; the page shows a link.
    """

    def __init__(self, text: str, href: str, title: str, card: str = ""):
        self.text, self.href, self.title, self.card = text, href, title, card

    def __str__(self) -> str:
        return self.text

    __repr__ = __str__

    def _repr_html_(self) -> str:
        card = f' data-card="{self.card}"' if self.card else ""
        return (
            f'<a class="cited" href="{escape(self.href)}" title="{escape(self.title)}"{card}>'
            f"{escape(self.text)}</a>"
        )


def cited(
    value,
    rows,
    digits: int | None = None,
    share: bool = False,
    text: str | None = None,
    noun: str = "",
    **counting: Any,
) -> Cited:
    """`value` as this edition writes it, linked to the rows it was computed from.

    The link leads to the source; to the series, where one has all the sources; else to an entry of
    `references()` that names them all.

    Args:
        value: a number; text (a date, a range) is printed as it is.
        rows: DataFrame or row with `source` (and `series`), a source id, or a list of them.
        share: True prints 0..1 as percent.
        text: replaces the printed number.
        noun: what is counted, printed with the number: `count` says how, and what else it takes
            (oblique, words, scale, alone, capital).

    Raises:
        ValueError: when the rows name no source.
    """
    sources, series = sources_of(rows), series_of(rows)
    if not sources:
        raise ValueError(
            f"cited({value!r}): the rows name no source. "
            "Pass rows with a `source` column, or a list of source ids"
        )
    register(sources, series)
    if text is not None or isinstance(value, str):
        written = value if text is None else text
    elif noun:
        written = count(value, noun, digits, **counting)
    else:
        write = formats.percent if share else formats.num
        written = write(value, digits or 0, **counting)
    card = register_card(rows, sources, series)
    return Cited(written, _address(sources, series), _title(sources), card)


def _address(sources: list[str], series: list[str]) -> str:
    if len(sources) == 1:
        return anchors.address("source", sources[0])
    if len(series) == 1 and set(sources) <= set(sources_of(data.observations(*series))):
        return anchors.address("data", series[0])
    return anchors.address("number", register_combination(sources, series))


def _title(sources: list[str]) -> str:
    title = _("; ").join(map(source_label, sources[:NAMED]))
    if len(sources) <= NAMED:
        return title
    others = count(len(sources) - NAMED, "other-source", words=False)
    return title + _("; and {others}", others=others)
