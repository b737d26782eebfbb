"""What rows stand on: the sources and series that they name, and how an edition names those."""

from __future__ import annotations

import re

import pandas as pd

from masalih import data, formats
from masalih.citations.publishers import publisher_name
from masalih.translation import gettext as _


def sources_of(rows) -> list[str]:
    """The source ids that `rows` (DataFrame, Series, id, or list of ids) stand on, in order.

    Empty when they name none.
    """
    if isinstance(rows, str):
        return [rows]
    if isinstance(rows, (list, tuple, set, pd.Index)):
        return list(dict.fromkeys(map(str, rows)))
    if not isinstance(rows, (pd.DataFrame, pd.Series)):
        raise TypeError(
            f"{rows!r} names no source: give rows with a `source` column, or a list of source ids"
        )
    return _column(rows, "source")


def series_of(rows) -> list[str]:
    """The series ids that `rows` (DataFrame or Series with `series`) belong to, in order."""
    return _column(rows, "series") if isinstance(rows, (pd.DataFrame, pd.Series)) else []


def _column(rows, field: str) -> list[str]:
    if field not in (rows.columns if isinstance(rows, pd.DataFrame) else rows.index):
        return []
    cells = rows[field].dropna() if isinstance(rows, pd.DataFrame) else [rows[field]]
    ids = (id.strip() for cell in cells for id in str(cell).split(";") if not formats.missing(cell))
    return list(dict.fromkeys(filter(None, ids)))


def source_row(id: str) -> dict:
    """The row of sources.csv. LookupError for an unknown id."""
    row = data.entry("sources", id)
    if row is None:
        raise LookupError(
            f"no source {id!r} in data/sources.csv: "
            "add a row for the publication, or correct the id"
        )
    return row


def series_row(id: str) -> dict:
    """The row of series.csv. LookupError for an unknown id."""
    row = data.entry("series", id)
    if row is None:
        raise LookupError(
            f"no series {id!r} in data/series.csv: correct the `series` column of the rows"
        )
    return row


def source_label(id: str) -> str:
    """Publisher and date of a source in this edition: «UCDP، ٢٠٢٥» / "UCDP, 2025".

    LookupError for an unknown id.
    """
    return _(", ").join(filter(None, (publisher(id), published(id))))


def publisher(id: str) -> str:
    """Who published a source, in this edition. LookupError for an unknown id."""
    return publisher_name(source_row(id)["publisher"])


def published(id: str) -> str:
    """When a source was published, in this edition; "" where it does not say."""
    day = source_row(id).get("published")
    if formats.missing(day) or not str(day).strip():
        return ""
    return formats.date(str(day), precision="day")


def source_entry(id: str) -> dict:
    """{id, label, title, url, lang} of a source, as charts and pages link to it."""
    row = source_row(id)
    text = {
        field: "" if formats.missing(row.get(field)) else str(row.get(field))
        for field in ("title", "url", "language")
    }
    return {
        "id": id,
        "label": source_label(id),
        "title": text["title"],
        "url": text["url"],
        "lang": language_of(text["title"], text["language"]),
    }


def language_of(title: str, language: str) -> str:
    """Of a title as printed, the language of its page.

    One in round brackets is our description, in English unless its letters are Arabic.
    """
    ours = title.startswith("(") and not re.search("[\u0600-\u06ff]", title)
    return "en" if ours else language or "en"


def series_name(id: str) -> str:
    """What this edition calls a series. LookupError for an unknown id."""
    return formats.digits(series_row(id)[f"name_{formats.language()}"])


def unit_of(id: str, value) -> str:
    """The unit of a figure of the package; "" where `id` is no observation, or one of other value.

    So a value that was computed or scaled is never given the unit of what it was made of.
    """
    kind, row = data.evidence(id)
    same = kind == "observations" and (row["value"] == value or formats.missing(value))
    return formats.name(series_row(row["series"])["unit"]) if same else ""


def series_entry(id: str) -> dict:
    """{id, motive, name} of a series, as charts lead to its place in the catalogue.

    LookupError for an unknown id.
    """
    return {"id": id, "motive": series_row(id)["motive"], "name": series_name(id)}
