"""What all controls share: dials, the frame in the page, and the sentence of the book's setting."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from typing import NamedTuple

from masalih.citations.markup import frame
from masalih.controls import words
from masalih.translation import gettext as _


class Dial(NamedTuple):
    """One thing that a reader sets.

    values: the text of each of its places, in their order. book: the place where the book has it.
    listed: it is chosen from a list, and not moved along a line.
    """

    label: str
    values: list[str]
    book: int
    listed: bool = False


class Answer(NamedTuple):
    """What a setting gives: a sentence, and [(name, text, low, high)] of bars, in hundredths."""

    text: str
    bars: Sequence[tuple[str, str, int, int]] = ()


@dataclass(frozen=True)
class Control:
    """A control of a page; a setting is a list of places, one a dial.

    kind: the function of controls.js that answers. facts: what it answers from, as JSON can hold
    it. answer: the same in Python, of (facts, texts of the values set, setting). limits: what it
    does not say. begins: the book's setting, where the answer does not name it. bars: what the
    bars show, where there are any.
    """

    name: str
    kind: str
    legend: str
    dials: list[Dial]
    facts: dict
    answer: Callable[[dict, list[str], list[int]], Answer]
    limits: str
    begins: str = ""
    bars: str = ""

    def at(self, setting: list[int]) -> Answer:
        """What a setting gives. IndexError for a place that a dial does not have."""
        said = [dial.values[place] for dial, place in zip(self.dials, setting, strict=True)]
        return self.answer(self.facts, said, setting)

    @property
    def book(self) -> list[int]:
        """The setting of the book."""
        return [dial.book for dial in self.dials]

    def carried(self) -> str:
        """What the page's script needs, as JSON; what stands in a list is read there."""
        held = {
            "kind": self.kind,
            "book": self.book,
            "values": [[] if dial.listed else dial.values for dial in self.dials],
            "signs": words.signs(),
            **self.facts,
        }
        return json.dumps(held, ensure_ascii=False, separators=(",", ":"))

    def _repr_html_(self) -> str:
        carried = self.carried().replace("&", "&amp;").replace("'", "&#39;")
        rows = "".join(
            f'<tr><th scope="row">{escape(name)}</th><td>{escape(text)}</td><td></td></tr>'
            for name, text, *_ends in self.at(self.book).bars
        )
        bars = f"<table><caption>{escape(self.bars)}</caption><tbody>{rows}</tbody></table>"
        return (
            f'<div class="control" id="{self.name}" {frame()}'
            f" data-control='{carried}'>"
            f"<fieldset hidden><legend>{escape(self.legend)}</legend>"
            f"{''.join(map(_field, self.dials))}{bars * bool(self.bars)}"
            '<output aria-live="polite"></output>'
            f'<p class="control-tools"><button type="button">{_("Back to the book’s setting")}'
            f"</button><a>{_('Address of this setting')}</a></p></fieldset>"
            f'<p class="control-book">{escape(self._of_the_book())}</p>'
            f'<p class="control-limits">{escape(self.limits)}</p></div>'
        )

    def _of_the_book(self) -> str:
        said = self.at(self.book).text
        if self.begins:
            return _("The book’s setting ({begins}): {answer}", begins=self.begins, answer=said)
        return _("The book’s setting: {answer}", answer=said)


def _field(dial: Dial) -> str:
    label = f"<span>{escape(dial.label)}</span>"
    if dial.listed:
        offered = "".join(
            f"<option{' selected' * (place == dial.book)}>{escape(value)}</option>"
            for place, value in enumerate(dial.values)
        )
        return f'<label>{label}<select autocomplete="off">{offered}</select></label>'
    return (
        f'<label>{label}<input type="range" autocomplete="off" min="0" '
        f'max="{len(dial.values) - 1}" value="{dial.book}">'
        f'<span class="control-value" aria-hidden="true">'
        f"{escape(dial.values[dial.book])}</span></label>"
    )
