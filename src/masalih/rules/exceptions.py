"""The rules that something true may break: it is then declared, with its reason, in exceptions.csv.

A rule yields (row, field, problem, remedy) of one table; its name is the word under `rule` there.
"""

from collections import Counter

from masalih.rules import series
from masalih.rules.cells import first_day, last_day
from masalih.rules.sources import OF_SOURCES
from masalih.rules.text import language
from masalih.rules.twins import place_problem, twin_problem


def differing_twins(package, table):
    """A text and its translation that say different numbers, months or places."""
    arabic = [name for name in table.names if language(name) == "ar" and "also" not in name]
    for name in arabic:
        twin = f"{name[:-2]}en"
        for row in table.rows if twin in table.names else ():
            texts = row[name], row[twin]
            problem = all(texts) and (
                twin_problem(*texts) or place_problem(*texts, package.place_names)
            )
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


DAYS = ("start", "day", "date", "made", "month", "year", "fiscal_year", "delivery_year")


def told_before(package, table):
    """A day after the publication that tells of it; figures have a rule of their own."""
    name = next((name for name in DAYS if name in table.names), None)
    if name is None or "source" not in table.names or "series" in table.names:
        return
    sources = package.lookup("sources")
    for row in table.rows:
        source = sources.get(row["source"])
        day, published = first_day(row[name]), last_day(source["published"]) if source else None
        if day and published and day > published:
            problem = f"{row[name]} comes after its source was published ({source['published']})"
            yield row, name, problem, "correct the day, or cite who told of it afterwards"


EXCUSABLE = {
    "every": {"differing_twins": differing_twins, "told_before": told_before},
    "sources": OF_SOURCES,
    "observations": {
        "negative": series.negatives,
        "outlier": series.outliers,
        "unlike_rivals": series.unlike_rivals,
        "falling_total": series.falling_totals,
        "long_period": series.long_periods,
        "odd_end": series.odd_ends,
        "wide_range": series.wide_ranges,
        "overlap": series.overlaps,
        "rival_figures": series.rival_figures,
        "stray_place": series.stray_places,
    },
    "terms": {"shared_name": shared_names},
}
