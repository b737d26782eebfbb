"""The numbers in the reason of a verdict are values of the data, so that they follow it.

In `claims.csv` a reason names rows in braces: {cp-539} is the value of that row as printed,
{cp-539|million} the same in millions, {capb-005 / cp-539|percent} a ratio, {ip-011|month} a date.
With its noun it is {ir-163|counted}, after an Arabic preposition {ir-163|oblique}, in millions
{cp-539|millions}; so for thousands and billions. With another noun it is {isis-009|soldier}, or
{isis-009|soldier|oblique}.
"""

import re
from collections.abc import Callable
from html import escape

import pandas as pd

from masalih import data, formats
from masalih.citations.markup import Html, link
from masalih.citations.provenance import series_row
from masalih.citations.values import counted, figure
from masalih.counts import count
from masalih.rules.claims import COUNTED, DATES, RATIOS
from masalih.rules.nouns import SCALES

FIELD = re.compile(
    r"\{([A-Za-z0-9-]+)(?: / ([A-Za-z0-9-]+))?(?:\|([a-z][a-z-]*))?(?:\|(oblique))?\}"
)


def reason_markup(text: str, place: Callable[[str, str, pd.Series], str]) -> Html:
    """The reason of a verdict with its numbers filled in, each a link to its row.

    LookupError for an id that is no observation or event, ValueError for an unknown form or for
    one that the row cannot fill.
    """
    html, end = "", 0
    for field in FIELD.finditer(text):
        html += escape(formats.digits(text[end : field.start()])) + _filled(place, *field.groups())
        end = field.end()
    return Html(html + escape(formats.digits(text[end:])))


def reason_text(text: str) -> str:
    """The reason of a verdict as plain text, its numbers filled in."""
    return FIELD.sub(lambda field: _words(*field.groups()), text)


def _filled(place, id, base, form, case):
    kind, row = data.evidence(id)
    words = _words(id, base, form, case)
    return str(link(place(kind, id, row), words))


def _words(id, base, form, case=None):
    _kind, row = _row(id)
    if form in DATES:
        day = row["start"]
        return formats.year(day.year) if form == "year" else formats.date(day, form)
    if base:
        if form not in RATIOS:
            raise ValueError(f"{{{id} / {base}|{form}}} is none of {RATIOS}: correct claims.csv")
        ratio = _value(id) / _value(base)
        return formats.percent(ratio) if form == "percent" else formats.num(ratio, 1)
    if form is None and "value" not in row:
        raise ValueError(f"{{{id}}} is an event: name its day, month or year, as {{{id}|day}}")
    if form is None:
        share = series_row(row["series"])["unit"] == "share"
        return figure(row["value"], row["low"], row["high"], row["bound"], share)
    if form in COUNTED and "value" in row:
        unit, published = series_row(row["series"])["unit"], (row["value"], row["low"], row["high"])
        return counted(*published, row["bound"], unit, words=True, oblique=form == "oblique")
    if data.noun(form) and form not in SCALES and "value" in row:
        published = row["value"], row["low"], row["high"]
        return counted(*published, row["bound"], form, words=True, oblique=case is not None)
    if form.removesuffix("s") in SCALES and form not in SCALES:
        n, scale = _value(id), form.removesuffix("s")
        return count(n, series_row(row["series"])["unit"], 1, scale=scale)
    if form not in SCALES:
        known = (*SCALES, *(f"{scale}s" for scale in SCALES), *COUNTED, *DATES)
        raise ValueError(f"{{{id}|{form}}}: {form!r} is not one of {known}")
    scaled = _value(id) / 10 ** SCALES[form]
    return formats.num(scaled, 0 if round(scaled, 1) == round(scaled) else 1)


def _value(id):
    _kind, row = _row(id)
    value = row.get("value")
    if formats.missing(value):
        raise ValueError(f"{id!r}, in a reason of claims.csv, has no single value: name {{{id}}}")
    return value


def _row(id):
    kind, row = data.evidence(id)
    if kind not in ("observations", "events"):
        raise LookupError(
            f"{id!r}, in a reason of claims.csv, is no observation or event: correct it"
        )
    return kind, row
