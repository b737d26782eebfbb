"""The package as it could be known on a day: what no source had published by then is not there."""

import contextlib
import dataclasses
import datetime
import functools
from collections.abc import Iterator

import pandas as pd

from masalih import data
from masalih.rules.cells import last_day
from masalih.validation import DataError, Fault

NAMES = ("series", "terms", "licences")  # tables that every day has whole
JUDGED = ("verdict", "kind", "reason_ar", "reason_en")  # what the book found, no source says


@contextlib.contextmanager
def as_of(day: str | datetime.date | pd.Timestamp) -> Iterator[pd.Timestamp]:
    """Inside the block, the package holds only what could be known on a day.

    A row is there if its source was published by the end of that day. A source dated by a month or
    a year counts from the last day of it, one without a date from the day on which it was read for
    this book, and none later than that. A row with a second source may be known through either;
    what cites it then cites the one that was out. Figures, events, tables and sources follow this.
    Series, terms and the article's claims stand, without verdicts and with the evidence of the day.

    It says what had been published, not what somebody had read: many of the sources were found
    years later.

    Args:
        day: such as "2023-08-08", or a date; not after today.

    Returns:
        A context manager that gives the day, as a Timestamp. What was read inside stays as it is.

    Raises:
        DataError: for what is no day, a day to come, or a faulty package.

    Examples:
        >>> with masalih.as_of("2023-08-08"):
        ...     known = masalih.observations("isis_attacks_iraq_joc")
        >>> len(known) < len(masalih.observations("isis_attacks_iraq_joc"))
        True
        >>> with masalih.as_of("2030-01-01"):
        ...     pass
        Traceback (most recent call last):
          ...
        masalih.validation.files.DataError: as_of:day: 2030-01-01 is a day to come ...
    """
    data.note("sources")  # a row comes and goes with the day of its source
    package = data.current()
    package = getattr(package, "whole", package)
    known = known_package(package, _day(day, package.today))
    with data.standing_in(known):
        yield pd.Timestamp(known.day)


def _day(given, today):
    try:
        day = pd.Timestamp(given).date()
        if pd.isna(pd.Timestamp(given)) or isinstance(given, int | float):
            raise ValueError(given)
    except (TypeError, ValueError) as error:
        problem, remedy = f"{given!r} is no day", 'write it as in as_of("2023-08-08")'
        raise DataError(Fault("as_of", None, "day", problem, remedy)) from error
    if day > today:
        problem = f"{day} is a day to come"
        raise DataError(Fault("as_of", None, "day", problem, f"the last day is {today}"))
    return day


def published(source: dict) -> datetime.date:
    """The day from which a source (a row of sources.csv as text) counts as out."""
    read = datetime.date.fromisoformat(source["accessed"])
    if not source["published"]:
        return read
    return min(last_day(source["published"]), read)


def source_days(package: data.TypedPackage) -> dict[str, datetime.date]:
    """{id of a source: the day from which it counts as out}."""
    return {id: published(row) for id, row in package.lookup("sources").items()}


@functools.lru_cache(maxsize=32)
def known_package(whole, day, without=frozenset()):
    """A KnownPackage, made once: a page asks a thousand times."""
    return KnownPackage(whole, day, without)


class KnownPackage(data.TypedPackage):
    """A sound package without what was not published by `day`, and without some rows besides.

    without: ids of rows, or names of tables.
    """

    def __init__(self, whole, day, without=frozenset()):
        super().__init__(whole.folder)
        self.whole, self.day, self.without = whole, day, without

    @functools.cached_property
    def out(self):
        """Ids of the sources that were out."""
        return {id for id, day in source_days(self.whole).items() if day <= self.day}

    @functools.cached_property
    def evidence_ids(self):
        """Ids that a claim may name: all series, and the rows and sources that were known."""
        tables = ["series", "events", *self.observations]
        return self.out.union(*(map(_id, self.read(name).rows) for name in tables))

    def _faults_of(self, name):
        return self.whole.faults_of(name)

    def _read(self, name):
        table = self.whole.read(name)
        if table.faults:
            return table
        if name == "sources":
            kept = [row for row in table.rows if row["id"] in self.out]
        elif name == "claims":
            kept = [self._unjudged(row) for row in table.rows]
        else:
            kept = [known for row in table.rows if (known := self._known(row, table))]
        return dataclasses.replace(table, rows=kept)

    def _unjudged(self, row):
        sides = {
            side: ";".join(id for id in row[side].split(";") if id in self.evidence_ids)
            for side in ("supports", "opposes")
        }
        return dataclasses.replace(row, cells=row.cells | dict.fromkeys(JUDGED, "") | sides)

    def _known(self, row, table):
        """The row as it was known, or None.

        A row without a source of its own is known if one of those that it names is. A cell that
        names what was not known is empty; so is what `source_done` vouches for, with it.
        """
        cells = dict(row.cells)
        if cells.get("judged", "") > str(self.day) or self.without & {table.name, cells.get("id")}:
            return None
        own, named = "source" in cells, set()
        if own and cells["source"] not in self.out:
            cells["source"], cells["corroborates"] = cells.get("corroborates", ""), ""
            if cells["source"] not in self.out:
                return None
        for key in table.schema.get("foreignKeys", []):
            field, other = key["fields"], key["reference"]["resource"]
            if not cells[field] or other in NAMES:
                continue
            named.add(cells[field] in self.lookup(other))
            if cells[field] not in self.lookup(other):
                cells |= dict.fromkeys((field, field.removeprefix("source_")), "")
        return None if not own and named == {False} else dataclasses.replace(row, cells=cells)


def _id(row):
    return row["id"]
