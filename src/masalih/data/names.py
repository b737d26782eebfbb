"""Takes the names that a reader gives, one or many, and says which are none."""

from collections.abc import Iterable

import pandas as pd

from masalih.data.frames import current
from masalih.validation import DataError, Fault

# What is named where one name may stand: a list of them, or a frame that has them as its index.
Names = str | Iterable[str]


def check_known(value, known, what, file, kind=""):
    if value not in known:
        from masalih import finder  # it reads this module

        problem = f"there is no {what} {value!r}"
        raise DataError(Fault(file, None, "id", problem, finder.remedy(value, known, kind or what)))


def texts(given, what, file, example):
    """The names in what a reader gave, each once; DataError for what holds none.

    given: a text, any collection of texts, a frame with ids as its index or with rows of series.
    """
    return list(dict.fromkeys(_flat(given, what, file, example)))


def _flat(given, what, file, example):
    if isinstance(given, str):
        yield given
        return
    if isinstance(given, pd.DataFrame):
        given = given["series"] if what == "series" and "series" in given else given.index
    if isinstance(given, Iterable):
        items = list(given)
        if not items:
            problem = f"the list of names ({what}) is empty, which does not mean all"
            remedy = f"look at the filter that made it, or leave it out for all, as in {example}"
            raise DataError(Fault(file, None, "id", problem, remedy))
        for item in items:
            yield from _flat(item, what, file, example)
        return
    problem = f"{given!r} is no name ({what}): names are text"
    remedy = f"write it in quotation marks, or leave it out for all, as in {example}"
    raise DataError(Fault(file, None, "id", problem, remedy))


def vocabulary(table, field):
    """The words that a field may hold: those of the descriptor, else those that its rows use."""
    spec = next(spec for spec in current().read(table).fields if spec["name"] == field)
    words = spec.get("constraints", {}).get("enum")
    return set(words or current().frame(table)[field])
