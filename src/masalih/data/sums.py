"""Adds up observations where such a sum is right, and says why where it is not."""

import pandas as pd

from masalih.data.frames import current, entry
from masalih.data.names import check_known
from masalih.data.periods import overlapping_pairs
from masalih.data.queries import series
from masalih.validation import DataError, Fault

NEEDED = ("id", "series", "start", "end", "value", "place")  # columns without which no sum is safe


def total(rows: pd.DataFrame, by: str | None = None) -> float | pd.Series:
    """The sum of `value` over observations of one series, where such a sum is right.

    Wrong are series whose figures do not add up (rates, levels, running totals), two series at once
    (rivals count the same thing twice), periods that overlap, ranges without a value, and rows of
    several places. Each is refused, in words that say which rows and what to do.

    Args:
        rows: of `observations`, filtered as you like.
        by: a column such as "year": one sum for each of its values, each as strict.

    Returns:
        A float in the unit of the series; with `by`, a Series of floats by the values of the
        column. A period counts where it begins.

    Raises:
        DataError: where a sum would be wrong, or what is given are no observations.

    Examples:
        >>> rows = masalih.observations("isis_attacks_iraq_ctc")
        >>> masalih.total(rows, by="year")
        Traceback (most recent call last):
          ...
        masalih.validation.files.DataError: observations:start: the periods overlap ...
        >>> masalih.total(rows[rows.id != "ip-194"], by="year").to_dict()
        {2018: 1470.0, 2019: 1669.0, 2020: 1884.0}
    """
    _refuse_no_rows(rows, by)
    if by is None:
        return _sum(rows)
    return rows.groupby(by)[list(rows.columns)].apply(_sum).rename("value")


def _wrong_sum(field, problem, remedy):
    return DataError(Fault("observations", None, field, problem, remedy))


def _refuse_no_rows(rows, by):
    example = 'total(observations("isis_attacks_iraq_joc"))'
    if not isinstance(rows, pd.DataFrame):
        problem = f"{type(rows).__name__} holds no rows to sum"
        raise _wrong_sum("", problem, f"give whole rows, not names or one column: {example}")
    absent = [name for name in (*NEEDED, *([by] if by else [])) if name not in rows]
    if absent:
        problem = f"the rows have no column {', '.join(map(repr, absent))}"
        raise _wrong_sum(absent[0], problem, f"give rows as observations() has them: {example}")
    if rows.empty:
        remedy = "look at the filter above: a sum over nothing is not zero but unknown"
        raise _wrong_sum("", "there are no rows to sum", remedy)


def _sum(rows):
    rows = rows.sort_values("start", kind="stable")
    names = list(rows.series.unique())
    listed = ", ".join(names)
    if len(names) != 1:
        rivals = set(names) & {rival for cell in series(names)["rival_of"] for rival in cell}
        more = ": they count the same thing, each in its way" if rivals else ""
        problem = f"the rows belong to {len(names)} series ({listed}){more}"
        remedy = f'sum one series at a time, as in rows[rows.series == "{names[0]}"]'
        raise _wrong_sum("series", problem, remedy)
    check_known(names[0], set(current().frame("series")["id"]), "series", "series.csv")
    row = entry("series", names[0]) or {}
    if row["additive"] != "true":
        problem = f"the figures of this series cannot be summed ({listed}: {row['measure']})"
        remedy = "take one row, or differences between running totals"
        raise _wrong_sum("series", problem, remedy)
    if rows.place.nunique() > 1:
        problem = f"the rows are of several places ({', '.join(rows.place.unique())}; {listed})"
        remedy = f'keep the rows of one, as in rows[rows.place == "{rows.place.iloc[0]}"]'
        raise _wrong_sum("place", problem, remedy)
    if rows.value.isna().any():
        ids = ", ".join(rows.id[rows.value.isna()])
        problem = f"a range without a value cannot be summed ({ids}; {listed})"
        remedy = "leave these rows out, rows[rows.value.notna()], and say so"
        raise _wrong_sum("value", problem, remedy)
    pairs = overlapping_pairs(rows)
    if pairs:
        one, other = pairs[0]
        others = f", and {len(pairs) - 1} more" if len(pairs) > 1 else ""
        dated = f"{_dated(rows, one)} and {_dated(rows, other)}"
        problem = f"the periods overlap ({dated}{others}; {listed})"
        remedy = f'keep one of the two, as in rows[rows.id != "{other}"]; see the column overlaps'
        raise _wrong_sum("start", problem, remedy)
    return float(rows.value.sum())


def _dated(rows, id):
    row = rows[rows.id == id].iloc[0]
    return f"{id}, {row.start:%Y-%m-%d} to {row.end:%Y-%m-%d}"


def overlaps(rows: pd.DataFrame) -> pd.DataFrame:
    """Which of the rows must not be summed together: pairs of one series and place that overlap.

    Args:
        rows: of `observations`.

    Returns:
        A frame, one row a pair, with series, place, id, start, end, value of the one that begins
        first, then other, other_start, other_end, other_value. Empty where nothing overlaps. Of
        series whose figures do not add up too, where overlaps do no harm.

    Raises:
        DataError: where what is given are no observations.

    Examples:
        >>> pairs = masalih.overlaps(masalih.observations("isis_attacks_iraq_ctc"))
        >>> pairs[["id", "other"]].values.tolist()
        [['ip-195', 'ip-194']]
    """
    _refuse_no_rows(rows, None)
    columns = ["id", "start", "end", "value"]
    one = rows[["series", "place", *columns]]
    other = rows[columns].add_prefix("other_").rename(columns={"other_id": "other"})
    pairs = pd.DataFrame(overlapping_pairs(rows), columns=["id", "other"])
    order = ["series", "place", *columns, *other.columns]
    return pairs.merge(one, on="id").merge(other, on="other")[order]
