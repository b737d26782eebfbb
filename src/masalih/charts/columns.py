"""Takes the columns of a frame into a chart under standard names, and says what they lack."""

import re

import pandas as pd
from pandas.api.types import is_datetime64_any_dtype, is_integer_dtype, is_numeric_dtype

from masalih import citations, formats

# columns whose whole numbers are years: year, fiscal_year, year_ordered
YEARS = re.compile(r"(^|_)years?($|_)")
FISCAL = "fiscal_year"  # of the United States: from October of the year before to September
UNKNOWN_MAY_BE = ("value", "low", "high", "end")
BOUNDS = ("exact", "floor", "ceiling", "rounded", "computed", "midpoint", "range")


def refuse_no_frame(chart: str, kind: str, given) -> None:
    """ValueError for what is no frame, such as the name of a series."""
    if isinstance(given, pd.DataFrame):
        return
    example = f'observations("{given}")' if isinstance(given, str) else 'observations("…")'
    problem = f"chart {chart}: {kind} needs a DataFrame, got {type(given).__name__}"
    remedy = f"give whole rows, as {example} has them; x and y name their columns"
    raise ValueError(f"{problem}. Remedy: {remedy}")


def take(chart: str, df, columns: dict[str, str], kind: str, label: str | None) -> pd.DataFrame:
    """The named columns under their standard names, with what else the rows have of use.

    That is source, series, bound and the period. `chart` and `kind` of layer are named in the
    ValueError for what is missing; the sources are judged by `attribute`.
    """
    refuse_no_frame(chart, kind, df)
    if df.empty:
        raise ValueError(f"chart {chart}: {kind} got no rows. Check the filter above it")
    absent = [name for name in columns.values() if name not in df.columns]
    if absent:
        raise ValueError(
            f"chart {chart}: {kind} finds no column {absent}; the rows have {list(df.columns)}"
        )
    rows = pd.DataFrame(
        {standard: df[name].reset_index(drop=True) for standard, name in columns.items()}
    )
    for standard, name in columns.items():
        if standard not in UNKNOWN_MAY_BE and df[name].isna().any():
            raise ValueError(
                f"chart {chart}: {kind} {label or ''} has rows without {name!r}. "
                "Fill it in, or drop the rows"
            )
    for extra in ("start", "end", "bound", "source", "series", "id"):
        if extra in df.columns and extra not in rows:
            rows[extra] = df[extra].reset_index(drop=True)
    return rows


def position(column: pd.Series, name: str = ""):
    """(positions, (starts, ends) or None).

    Years, months and ISO texts become dates with the period they stand for.
    """
    text = column.astype(str)
    dates = (
        pd.to_datetime(column)
        if is_datetime64_any_dtype(column) or isinstance(column.iloc[0], pd.Timestamp)
        else None
    )
    if dates is not None and name == "month" and (dates.dt.day == 1).all():
        text, dates = dates.dt.strftime("%Y-%m"), None
    if dates is not None:
        return dates, None
    if isinstance(column.dtype, pd.PeriodDtype):
        frequency = None
        periods = column.dt
    elif YEARS.search(str(name)) and is_integer_dtype(column) and column.between(1900, 2100).all():
        frequency = "Y-SEP" if name == FISCAL else "Y"
    elif text.str.fullmatch(r"\d{4}-\d\d").all():
        frequency = "M"
    elif text.str.fullmatch(r"\d{4}-\d\d-\d\d").all():
        return pd.to_datetime(text), None
    else:
        return (column if is_numeric_dtype(column) else text.map(formats.digits)), None
    if frequency:
        periods = pd.Series(pd.PeriodIndex(text, freq=frequency), index=column.index).dt
    starts, ends = periods.start_time, periods.end_time.dt.normalize()
    return starts + (ends - starts) / 2, (starts, ends)


def attribute(chart: str, rows: pd.DataFrame, sources, kind: str, given: bool) -> None:
    """Put `sources` into the rows, where there are any; ValueError for rows that have none.

    given: whether the chart as a whole names sources.
    """
    if sources is not None:
        rows["source"] = ";".join(citations.sources_of(sources))
    if "source" not in rows and not given:
        raise ValueError(
            f"chart {chart}: {kind} rows have no `source` column. Add it, or pass "
            "sources=[ids] to the layer or the chart"
        )
    if "source" in rows and rows["source"].isna().any() and kind != "event_lines":
        raise ValueError(
            f"chart {chart}: {kind} has rows whose `source` is empty. Fill it in, or drop the rows"
        )


def numbers(column: pd.Series) -> pd.Series:
    """The column as plain numbers, NaN for every kind of unknown; whole ones stay whole."""
    plain = pd.to_numeric(column)
    return plain.astype(float) if plain.isna().any() else plain


def bounds(chart: str, rows: pd.DataFrame) -> None:
    """ValueError for a kind of bound that no chart can draw."""
    unknown = set(rows["bound"].dropna()) - set(BOUNDS) if "bound" in rows else set()
    if unknown:
        raise ValueError(
            f"chart {chart}: bound {sorted(unknown)} is not one of {', '.join(BOUNDS)}"
        )
