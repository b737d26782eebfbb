"""The package as the loader and the check read it: each table once, its faults found once."""

import datetime
import functools
import math
import re
from collections import Counter
from pathlib import Path

from masalih.rules.cells import as_date, near
from masalih.validation import judgement
from masalih.validation.descriptor import read_descriptor
from masalih.validation.files import DESCRIPTOR, DataError, Fault, read_table

WITNESSES = 5  # sources read on a day or later that show that the day has come


class Package:
    """The package in `folder`, read lazily; a table is read once and its faults are found once."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.faults_of = functools.cache(self._faults_of)
        self.read = functools.cache(self._read)
        self.lookup = functools.cache(self._lookup)
        self.excused = set()  # the declared exceptions that were needed, as (rule, id)

    @functools.cached_property
    def descriptor(self):
        return read_descriptor(self.folder)

    @functools.cached_property
    def resources(self):
        """{name: resource} of the CSV tables."""
        return {r["name"]: r for r in self.descriptor["resources"] if "schema" in r}

    @functools.cached_property
    def observations(self):
        """Names of the tables that hold observations."""
        return [name for name, r in self.resources.items() if r["path"].startswith("observations/")]

    @functools.cached_property
    def today(self):
        """The day after which a date is in the future: the clock's, or that of the data.

        A machine whose clock is behind must not fault a sound package, and one slip in a date must
        not hide the others: five sources read on a day show that it has come.
        """
        read = Counter(as_date(row["accessed"]) for row in self.read("sources").rows)
        shown = [day for day, count in read.items() if day and count >= WITNESSES]
        return max([datetime.date.today(), *shown])

    def resource(self, name):
        if name not in self.resources:
            raise DataError(
                Fault(
                    DESCRIPTOR,
                    None,
                    name,
                    "no such table in the package",
                    f"{near(name, self.resources)} The tables are {', '.join(self.resources)}",
                )
            )
        return self.resources[name]

    def kind(self, name):
        """The name under which rules know a table: all tables of observations are of one kind."""
        return "observations" if name in self.observations else name

    @functools.cached_property
    def units(self):
        """Ids of the terms that are units."""
        return {name for name, term in self.lookup("terms").items() if term["kind"] == "unit"}

    @functools.cached_property
    def place_names(self):
        """{id: (Arabic name without the article, English name)} of the terms that are places."""
        return {
            id: (term["ar"].removeprefix("ال"), term["en"])
            for id, term in self.lookup("terms").items()
            if term["kind"] == "place"
        }

    @functools.cached_property
    def forms(self):
        """{form: its ids} of the names and other forms of the terms that have a definition."""
        found: dict[str, dict] = {}
        for id, term in self.lookup("terms").items():
            for lang in ("ar", "en"):
                for form in (
                    {term[lang], *term[f"also_{lang}"].split(";")}
                    if term[f"definition_{lang}"]
                    else ()
                ):
                    found.setdefault(form, {})[id] = None
        return found

    @functools.cached_property
    def nouns(self):
        """{name: its ids} of what is counted: the id of a term, and its English "one"."""
        found: dict[str, dict] = {}
        for id, term in self.lookup("terms").items():
            if term["forms_en"]:
                one, _other, *after = term["forms_en"].split(";")
                for name in (id, " ".join([one, *after])):
                    found.setdefault(name, {})[id] = None
        return found

    @functools.cached_property
    def spellings(self):
        """{English name: id} of terms, their other English names with them; the first has it."""
        found: dict[str, str] = {}
        terms = self.lookup("terms").items()
        for id, term in terms:
            found.setdefault(term["en"], id)
        for id, term in terms:
            for spelling in filter(None, term["also_en"].split(";")):
                found.setdefault(spelling, id)
        return found

    @functools.cached_property
    def named_as_rival(self):
        """{series: the series that name it as their rival}."""
        found: dict[str, list] = {}
        for id, row in self.lookup("series").items():
            for rival in row["rival_of"].split(";"):
                found.setdefault(rival, []).append(id)
        return found

    @functools.cached_property
    def rows_of(self):
        """{series: its rows}, wherever they stand."""
        found: dict[str, list] = {}
        for name in self.observations:
            for row in self.read(name).rows:
                found.setdefault(row["series"], []).append(row)
        return found

    @functools.cached_property
    def exceptions(self):
        """(rule, id) of what is declared to be so although a rule would fault it."""
        return {(row["rule"], row["id"]) for row in self.read("exceptions").rows}

    @functools.cached_property
    def id_faults(self):
        """Faults of the numbers that observations, events and excluded rows share."""
        return tuple(judgement.id_faults(self))

    @functools.cached_property
    def lost_ids(self):
        """Ids that stood in the package, as faults of its numbers say: what names them is right."""
        return {id for fault in self.id_faults for id in re.findall(r"[a-z]+-\d{3,}", str(fault))}

    def _read(self, name):
        return read_table(self.folder, self.resource(name))

    def _lookup(self, name):
        """{id: row} of a table."""
        return {row["id"]: row for row in self.read(name).rows}

    def _faults_of(self, name):
        """Faults that concern one table, in the order of its lines.

        Its own come first, then the shape of tables it refers to.
        """
        try:
            return self._find_faults(name)
        except (AttributeError, KeyError, StopIteration, TypeError, re.error) as error:
            raise DataError(
                Fault(
                    DESCRIPTOR,
                    None,
                    name,
                    f"the description of the table cannot be followed ({type(error).__name__}: "
                    f"{error})",
                    "compare its fields, constraints and keys with the rules in masalih.rules",
                )
            ) from error

    def _find_faults(self, name):
        """The shape of the file first, then its cells, then its rows: one fault a cause.

        A file saved wrongly has one fault, not hundreds; a row whose cells are wrong is not judged
        beside others.
        """
        table = self.read(name)
        if table.faults:
            return tuple(table.faults)
        found = [*judgement.cell_faults(self, table), *judgement.key_faults(self, table)]
        broken = []
        for other, key in judgement.keys(self, table):
            broken += other.faults
            if not other.faults:
                told = {(fault.row, fault.field) for fault in found}
                wrong = judgement.reference_faults(table, key["fields"], other, self)
                found += [fault for fault in wrong if (fault.row, fault.field) not in told]
        if not broken:
            for judge in (judgement.row_faults, judgement.excusable_faults):
                told = {fault.row for fault in found if fault.row}
                found += [fault for fault in judge(self, table) if fault.row not in told]
        found = found or ([] if broken else judgement.hash_faults(self, self.resource(name)))
        found.sort(key=lambda fault: fault.row or math.inf)
        return tuple(dict.fromkeys(found + broken))
