"""What a chapter found, small enough for a card: one sentence, one number, one drawing."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

import pandas as pd

from masalih import citations, formats
from masalih.charts import sparkline, style
from masalih.charts.sparkline import Bar
from masalih.counts import count
from masalih.translation import gettext as _

SHOWN = 1  # sources named on its picture; the number leads to all of them
MIME = "application/vnd.masalih.chart+json"


class Finding:
    """A finding for the first page, for "In five minutes" and for a picture to share.

    Every argument is checked when given; ValueError names the finding and the remedy.

    Args:
        name: slug, unique in the book, e.g. "finding-isis".
        title: the finding, as a sentence.
        number: the one number that carries it, as `cited` gives it.
        label: what the number counts, where and when.

    Examples:
        >>> rows = masalih.observations("isis_attacks_iraq_joc")
        >>> number = masalih.cited(len(rows), rows)
        >>> masalih.Finding("finding-x", "Attacks fell.", number, "rows").columns(rows, "year")
        Finding('finding-x'): Attacks fell.
    """

    def __init__(self, name: str, title: str, number, label: str):
        if not re.fullmatch(r"finding(-[a-z0-9]+)+", name or ""):
            raise ValueError(f"finding {name!r}: name it finding-…, in small Latin letters")
        for what, text in (("title", title), ("label", label)):
            if not (text or "").strip():
                raise ValueError(f"finding {name}: no {what}. Say it in one line")
        if not isinstance(number, citations.Cited):
            raise ValueError(f"finding {name}: the number is {number!r}. Give cited(value, rows)")
        self.name, self.title, self.number, self.label = name, title.strip(), number, label.strip()
        self.kind = ""
        self.bars: list[Bar] = []
        self.sources: list[str] = []
        self.language = formats.language()

    def columns(
        self,
        df: pd.DataFrame,
        x: str,
        y: str = "value",
        *,
        marked=None,
        write: Callable[[float], str] = formats.num,
    ) -> Finding:
        """Bars side by side, one a row of `df`, in the order of the years `x`.

        A year without a row stays empty.

        Args:
            df: rows with the columns `x` and `y`, and `source`.
            marked: years that bear their name and amount (default: the first and the last).
            write: how an amount is written.
        """
        if marked is None:
            marked = (df[x].min(), df[x].max())
        known = {int(when): amount for when, amount in zip(df[x], df[y], strict=True)}
        bars = [
            Bar(formats.year(when), float(known[when]), write(known[when]), when in marked)
            if when in known
            else Bar(formats.year(when), None, "", False)
            for when in range(min(known), max(known) + 1)
        ]
        return self._draw("columns", bars, df)

    def rows(
        self,
        df: pd.DataFrame,
        label: str = "label",
        value: str = "value",
        *,
        marked=(),
        write: Callable[[float], str] = formats.num,
    ) -> Finding:
        """Bars under each other, one a row of `df`, each with its name and amount.

        Args:
            df: rows with the columns `label` and `value`, and `source`.
            marked: names of those that stand out.
            write: how an amount is written.
        """
        bars = [
            Bar(formats.digits(name), float(amount), write(amount), name in marked)
            for name, amount in zip(df[label], df[value], strict=True)
        ]
        return self._draw("rows", bars, df)

    def _draw(self, kind: str, bars: list[Bar], df: pd.DataFrame) -> Finding:
        amounts = [bar.amount for bar in bars if bar.amount is not None]
        if not amounts or not min(amounts) >= 0:
            raise ValueError(
                f"finding {self.name}: a bar needs an amount of 0 or more. Leave out rows without"
            )
        self.kind, self.bars = kind, bars
        self.sources = citations.sources_of(df)
        return self

    def bundle(self) -> dict:
        """Everything a page needs to show it; "number" tells it from the bundle of a Chart."""
        if not self.bars:
            raise ValueError(f"finding {self.name}: no drawing. Add .columns(rows) or .rows(rows)")
        citations.register(self.sources)
        svg, size = sparkline.svg(self.name, self.kind, self.bars, self.language)
        named = [f"{bar.name}: {bar.text}" for bar in self.bars if bar.text]
        return {
            "name": self.name,
            "title": self.title,
            "number": str(self.number),
            "number_html": self.number._repr_html_(),
            "subtitle": self.label,
            "alt": _("; ").join(named),
            "csv": "\n".join(named),
            "lang": self.language,
            "kind": self.kind,
            "bars": [list(bar) for bar in self.bars],
            "svg": {"card": svg, "card_dark": style.dark(svg)},
            "size": list(size),
            "sources": [citations.source_entry(id) for id in self.sources[:SHOWN]],
            "others": self._others(),
        }

    def _others(self) -> str:
        """How many sources there are beyond those that are named; "" without any."""
        more = len(self.sources) - SHOWN
        return (
            _("; and {others}", others=count(more, "other-source", words=False)) if more > 0 else ""
        )

    def __repr__(self) -> str:
        return f"Finding({self.name!r}): {self.title}"

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict:
        data = self.bundle()
        html = (
            f"<figure><figcaption><strong>{escape(self.title)}</strong><br>"
            f"{data['number_html']} {escape(self.label)}</figcaption>{data['svg']['card']}</figure>"
        )
        return {
            "text/plain": f"{self.title}\n{data['number']} {self.label}\n{data['alt']}",
            "text/html": html,
            MIME: data,
        }
