"""The rules that something true may break: it is then declared, with its reason, in exceptions.csv.

A rule yields (row, field, problem, remedy) of one table; its name is the word under `rule` there.
"""

from collections import Counter

from masalih.rules import series
from masalih.rules.text import language, twin_problem


def differing_twins(package, table):
    """A text and its translation that say different numbers."""
    arabic = [name for name in table.names if language(name) == "ar" and "also" not in name]
    for name in arabic:
        twin = f"{name[:-2]}en"
        for row in table.rows if twin in table.names else ():
            problem = twin_problem(row[name], row[twin]) if row[name] and row[twin] else None
            if problem:
                yield row, name, *problem


def shared_names(package, table):
    """Two terms of one kind under one name."""
    for lang in ("ar", "en"):
        counts = Counter((row["kind"], row[lang]) for row in table.rows)
        first: dict[tuple, str] = {}
        for row in table.rows:
            key = (row["kind"], row[lang])
            if counts[key] > 1 and key in first:
                problem = f"{row[lang]!r} is also the name of {first[key]}"
                yield row, lang, problem, "name them apart, or make them one term"
            first.setdefault(key, row["id"])


EXCUSABLE = {
    "every": {"differing_twins": differing_twins},
    "observations": {
        "negative": series.negatives,
        "outlier": series.outliers,
        "unlike_rivals": series.unlike_rivals,
        "falling_total": series.falling_totals,
        "long_period": series.long_periods,
        "overlap": series.overlaps,
        "rival_figures": series.rival_figures,
        "stray_place": series.stray_places,
    },
    "terms": {"shared_name": shared_names},
}
