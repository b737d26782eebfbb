"""A frame as a table of the page: cells written for the edition, its sources noted."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from masalih import formats as formatting
from masalih.citations.markup import Html, html_table
from masalih.citations.numbers import Cited
from masalih.citations.page import register
from masalih.citations.provenance import series_of, sources_of
from masalih.citations.values import plain

_WRITERS: dict[str, Callable[..., str]] = {
    "percent": formatting.percent,
    "year": formatting.year,
    "date": lambda v: formatting.date(v, short=True),  # a long month breaks a phone's column
    "term": formatting.term,
    "month": lambda v: formatting.date(v, "month", short=True),
}


def show(
    df: pd.DataFrame,
    caption: str = "",
    columns: dict[str, str] | None = None,
    formats: dict | None = None,
) -> Html:
    """`df` as a table of this edition: digits, dates and directions right, headers marked.

    It scrolls on a phone. All rows' sources are noted for `references()`, shown or not.

    Args:
        columns: {column: label}, the columns to show in their order; without it all are shown
            under their own names.
        formats: {column: number of decimals, "percent", "year", "date", "month", "term" or a
            function of one cell}.

    Raises:
        ValueError: for what is no frame, columns that df lacks, an unknown format or no caption.
    """
    if not isinstance(df, pd.DataFrame):
        raise ValueError(
            f"show() takes a frame and its caption, not {df!r}: "
            'show(observations("isis_strength"), "Estimates of ISIS strength")'
        )
    absent = [name for name in (*(columns or {}), *(formats or {})) if name not in df.columns]
    if absent or not caption:
        raise ValueError(
            f"table {caption!r}: "
            + (
                f"no column {absent}; the frame has {list(df.columns)}"
                if absent
                else "give a caption, as the second argument"
            )
        )
    for name, way in (formats or {}).items():
        if isinstance(way, str) and way not in _WRITERS:
            raise ValueError(
                f"table {caption!r}: format {way!r} of column {name!r} is not known; "
                f"use a number of decimals, a function, or one of {', '.join(_WRITERS)}"
            )
    columns = columns or {name: formatting.digits(str(name)) for name in df.columns}
    how = {"year": "year"} | (formats or {})
    register(sources_of(df), series_of(df))
    rows = [
        [_cell(value, how.get(name)) for name, value in zip(columns, row, strict=True)]
        for row in df[list(columns)].itertuples(index=False)
    ]
    numeric = [pd.api.types.is_numeric_dtype(df[name]) for name in columns]
    return Html(html_table(list(columns.values()), rows, caption, numeric))


def _cell(value, how) -> str:
    if isinstance(value, (Html, Cited)):
        return Html(value._repr_html_())
    if formatting.missing(value):
        return "—"
    if callable(how):
        return how(value)
    if isinstance(how, int) and not isinstance(how, bool):
        return formatting.num(value, how)
    if how or isinstance(value, pd.Timestamp):
        return _WRITERS[how or "date"](value)
    return plain(value)
