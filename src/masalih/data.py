"""Notebooks and charts read the data package through these few functions.

They get an error they can act on, not a bad number.

Every function returns a fresh pandas object, or raises DataError, which says
`file:row:field: problem. Remedy: …`.
"""

import contextlib
import functools
import json
import os

import pandas as pd

from masalih.rules.cells import near
from masalih.rules.records import record_number
from masalih.validation import DataError, Fault, Package, check, map_faults, read_text, root

__all__ = [
    "DataError",
    "Fault",
    "check",
    "claims",
    "events",
    "excluded",
    "governorates",
    "licences",
    "observations",
    "root",
    "series",
    "sources",
    "table",
    "tables",
    "terms",
    "total",
]


def _package():
    """The package, read again when any of its files has changed."""
    if _held:
        return _held[-1]
    folder = str(root())
    folders = _folders(folder, _changed(folder))
    files = _files(folders, tuple(map(_changed, folders)))
    return _cached_package(folder, tuple(map(_changed, files)))


_held: list["TypedPackage"] = []
_logs: list[set[str]] = []


@contextlib.contextmanager
def held():
    """Inside, the files are taken as they are at the start.

    Looking whether they changed costs a long page more than its rows.

    Gives a set that collects what is read meanwhile, as lines for `reread`.
    """
    _held.append(_package())
    _logs.append(set())
    try:
        yield _logs[-1]
    finally:
        _held.pop(), _logs.pop()


def _changed(path):
    try:
        found = os.stat(path)
    except FileNotFoundError:
        return None
    return found.st_mtime_ns, found.st_size


# A folder's own time changes when a file comes or goes, so the tree is walked once and then only
# looked at: a page asks a thousand times.
@functools.lru_cache(maxsize=4)
def _folders(folder, _):
    return tuple(where for where, _, _ in os.walk(folder))


@functools.lru_cache(maxsize=4)
def _files(folders, _):
    return tuple(
        entry.path
        for folder in folders
        for entry in sorted(os.scandir(folder), key=lambda e: e.name)
        if entry.is_file()
    )


@functools.lru_cache(maxsize=4)
def _cached_package(folder, stamp):
    return TypedPackage(folder)


class TypedPackage(Package):
    """The package with its tables as typed frames, each made once."""

    def __init__(self, folder):
        super().__init__(folder)
        self.frame = functools.cache(functools.partial(_frame, self))
        self.rows_by = functools.cache(functools.partial(_rows_by, self))
        self.evidence = functools.cache(functools.partial(_evidence, self))


def _frame(package, name):
    """Typed DataFrame of one table; DataError where it has a fault.

    Dates are Timestamps, numbers float (NaN where empty), text str ("" where empty).
    """
    faults = package.faults_of(name)
    if faults:
        raise DataError(faults[0])
    found = package.read(name)
    return pd.DataFrame({spec["name"]: _column(found, spec) for spec in found.fields})


def _rows_by(package, name, field):
    """{cell: first row that has it under `field`} of a sound table, as text."""
    package.frame(name)
    return {row[field]: row.cells for row in reversed(package.read(name).rows)}


def _evidence(package):
    """What a claim can rest on, by kind: typed frames by id."""
    frames = {
        "series": package.frame("series"),
        "observations": pd.concat(
            [package.frame(n) for n in package.observations], ignore_index=True
        ),
        "events": package.frame("events"),
        "sources": package.frame("sources"),
    }
    return {name: frame.set_index("id") for name, frame in frames.items()}


def _column(found, spec):
    kind, texts = spec["type"], [row[spec["name"]] for row in found.rows]
    if kind in ("date", "yearmonth"):
        return pd.to_datetime(
            pd.Series(texts, dtype=object).replace("", None),
            format="%Y-%m-%d" if kind == "date" else "%Y-%m",
        )
    if kind == "string":
        return pd.Series(texts, dtype=object)
    whole = kind in ("boolean", "integer") and "" not in texts
    return pd.Series(found.values(spec), dtype=None if whole else float)


# ---------------------------------------------------------------- what was read

# In the environment: a file in which this process notes what it reads, so that the build knows what
# a page hangs on.
READS = "MASALIH_READS"
_noted: set[tuple] = set()


def _note(table, field="", value=""):
    """Note that the rows of `table` whose `field` is `value` were read; without a field, all."""
    read, path = (table, field, value), os.environ.get(READS)
    for log in _logs:
        log.add(json.dumps(read, ensure_ascii=False))
    if path and (path, read) not in _noted:
        _noted.add((path, read))
        with open(path, "a", encoding="utf-8") as file:
            file.write(json.dumps(read, ensure_ascii=False) + "\n")


def reread(table, field="", value=""):
    """The rows that a noted read stands for, as they are today: a list of {field: text}.

    Of what is no table, its text.
    """
    package = _package()
    if table not in package.resources and table != "observations":
        return next(
            read_text(package.folder, r["path"])[0]
            for r in package.descriptor["resources"]
            if r["name"] == table
        )
    names = package.observations if table == "observations" else [table]
    return [
        row.cells
        for name in names
        for row in package.read(name).rows
        if not field or row[field] == value
    ]


def entry(name, id, field="id"):
    """The first row of a table whose `field` is `id`, as {field: text}; None where there is none.

    Only that row counts as read.
    """
    _note(name, field, id)
    return _package().rows_by(name, field).get(id)


def noun(name):
    """The row of terms.csv that holds the forms of a counted noun, as {field: text}, or None.

    name: the id of the term, or its English "one" ("attack").
    """
    return entry("terms", next(iter(_package().nouns.get(name, ())), name))


def evidence(id):
    """What an id names: (kind, row), or (None, None) for no such id.

    kind is "series", "observations", "events" or "sources"; row a typed Series.
    """
    for name, frame in _package().evidence().items():
        if id in frame.index:
            _note(name, "id", id)
            return name, frame.loc[id]
    return None, None


# ---------------------------------------------------------------- tables


def _known(value, known, what, file):
    if value not in known:
        raise DataError(
            Fault(
                file, None, "id", f"there is no {what} {value!r}", near(str(value), map(str, known))
            )
        )


def _vocabulary(table, field):
    """The words that a field may hold: those of the descriptor, else those that its rows use."""
    spec = next(spec for spec in _package().read(table).fields if spec["name"] == field)
    words = spec.get("constraints", {}).get("enum")
    return set(words or _package().frame(table)[field])


def table(name: str) -> pd.DataFrame:
    """One table of the package as it stands, such as "us_troops_dmdc": one row a line of the file.

    Columns, their units and what an empty cell means are in datapackage.json; most tables carry a
    `source` column. DataError for an unknown name or a faulty file.
    """
    _note(name)
    return _package().frame(name).copy()


def _by_id(name, split=(), note=True):
    frame = (table(name) if note else _package().frame(name).copy()).set_index("id")
    for column in split:
        frame[column] = [[item for item in text.split(";") if item] for text in frame[column]]
    return frame


def sources() -> pd.DataFrame:
    """Publications by id, one row each.

    Columns publisher, title, published (text, as exact as it was printed), url, language, primary
    (bool), read (how much of it was read), licence, accessed, note. DataError for a faulty
    sources.csv.
    """
    return _by_id("sources")


def licences() -> pd.DataFrame:
    """Terms of the sources by id: name and what they allow (_ar, _en), url.

    DataError for a faulty licences.csv.
    """
    return _by_id("licences")


def series() -> pd.DataFrame:
    """Series by id, one row each.

    Columns motive, names and definitions (_ar, _en), unit (a term's id), counter (who counts),
    place, measure, additive (whether its figures may be summed), rival_of (list of the series that
    count the same thing otherwise).

    DataError for a faulty series.csv.
    """
    return _by_id("series", split=["rival_of"])


def tables() -> pd.DataFrame:
    """The tables taken from published data sets, by name.

    Columns description_ar, description_en, rows (a number), sources (list of ids).
    """
    package = _package()
    listed = {}
    for name, resource in package.resources.items():
        if resource["path"].startswith("tables/"):
            _note(name)
            frame = package.frame(name)
            named = [source["name"] for source in resource.get("sources", [])]
            citing = [
                key["fields"]
                for key in resource["schema"].get("foreignKeys", [])
                if key["reference"]["resource"] == "sources"
            ]
            named += [name for column in citing for name in frame[column] if name]
            listed[name] = {
                "description_ar": resource["description_ar"],
                "description_en": resource["description"],
                "rows": len(frame),
                "sources": list(dict.fromkeys(named)),
            }
    return pd.DataFrame.from_dict(listed, orient="index")


def terms() -> pd.DataFrame:
    """The glossary by id, one row a term.

    Columns kind, ar, en, note, definitions where a term has one, other forms of it (also_ar,
    also_en: lists).

    DataError for a faulty terms.csv.
    """
    return _by_id("terms", split=["also_ar", "also_en"])


def excluded() -> pd.DataFrame:
    """Evidence rows that are no row of the package, by id, with the reason (_ar, _en).

    DataError for a faulty excluded.csv.
    """
    return _by_id("excluded")


def claims(chapter: str | None = None) -> pd.DataFrame:
    """Claims of the article by id, all or of one chapter ("isis").

    Columns chapter, claim, verdict, kind (of verdict), reason (_ar, _en), supports, opposes (lists
    of ids of series, observations, events or sources). DataError for what is no chapter or a
    faulty claims.csv.
    """
    frame = _by_id("claims", split=["supports", "opposes"], note=chapter is None)
    if chapter is None:
        return frame
    _note("claims", "chapter", chapter)
    _known(chapter, _vocabulary("claims", "chapter"), "chapter with claims", "claims.csv")
    return frame[frame.chapter == chapter]


def events(kind: str | None = None, motive: str | None = None) -> pd.DataFrame:
    """Events by id in order of date, of one kind or motive or both if named.

    Columns motive, start and end (Timestamps), precision ("day" or "month"), kind, names (_ar,
    _en), place, source (id in sources()), … DataError for an unknown kind or motive.
    """
    _note(
        "events",
        *(("motive", motive) if motive is not None else ("kind", kind) if kind is not None else ()),
    )
    frame = _by_id("events", note=False).sort_values(["start", "end"], kind="stable")
    for field, wanted in (("kind", kind), ("motive", motive)):
        if wanted is not None:
            _known(wanted, _vocabulary("events", field), f"{field} of event", "events.csv")
            frame = frame[frame[field] == wanted]
    return frame


COLUMNS = [
    "id",
    "series",
    "start",
    "end",
    "value",
    "low",
    "high",
    "bound",
    "by",
    "place",
    "source",
    "corroborates",
    "confidence",
    "checked",
    "note_ar",
    "note_en",
]


def observations(*names: str, motive: str | None = None) -> pd.DataFrame:
    """Observations of the series named, of all series of a motive ("alhol"), or all, by start date.

    Columns id, series, start, end, value, low, high, bound, by (who gave the figure, where one
    series holds figures by several bodies), place, source, corroborates (a second source),
    confidence, checked (day the page was opened again), note_ar, note_en, and two computed ones:
    middle (Timestamp, the middle of the period) and year (of its first day). Figures are in the
    unit of the series; value is NaN where a range was printed. DataError for an unknown series or
    motive, naming near ones, or a faulty file.
    """
    package = _package()
    if motive is not None:
        motives = package.frame("series").set_index("id")["motive"]
        _known(motive, _vocabulary("series", "motive"), "motive", "series.csv")
        _note("series", "motive", motive)
        names = (*names, *motives.index[motives == motive])
    frame = pd.concat([package.frame(name) for name in package.observations], ignore_index=True)
    known = set(package.frame("series")["id"])
    for name in names:
        _known(name, known, "series", "series.csv")
        _note("observations", "series", name)
    every = not names and motive is None
    if every:
        _note("observations")
    frame = frame if every else frame[frame.series.isin(names)]
    frame = frame.assign(number=frame["id"].map(record_number))
    frame = frame.sort_values(["start", "end", "number"], kind="stable", ignore_index=True)[COLUMNS]
    frame["middle"] = frame.start + (frame.end - frame.start) / 2
    frame["year"] = frame.start.dt.year
    return frame


def total(rows: pd.DataFrame) -> float:
    """Sum of `value` over observations of one series; DataError where a sum would be wrong.

    Wrong are a series whose figures do not add up (rates, levels, running totals), periods that
    overlap, ranges without a value, and rows of several places.
    """
    rows = rows.sort_values("start")
    names = list(rows.series.unique())

    def refuse(name, problem, remedy):
        first = rows.id.iloc[0] if len(rows) else "no rows"
        raise DataError(
            Fault("observations", None, name, f"{problem} ({', '.join(names) or first})", remedy)
        )

    if len(names) != 1:
        refuse("series", f"the rows belong to {len(names)} series", "sum one series at a time")
    if entry("series", names[0])["additive"] != "true":
        refuse(
            "series",
            "the figures of this series cannot be summed",
            "take one row, or differences between running totals",
        )
    if rows.place.nunique() > 1:
        refuse("place", "the rows are of several places", "keep the rows of one place")
    if rows.value.isna().any():
        refuse("value", "a range without a value cannot be summed", "leave the row out and say so")
    if (rows.start.iloc[1:].values <= rows.end.cummax().iloc[:-1].values).any():
        refuse("start", "the periods overlap", "keep rows whose periods do not overlap")
    return rows.value.sum()


def governorates() -> dict:
    """GeoJSON FeatureCollection of the 18 governorates, in degrees (WGS 84).

    Each feature's id and properties.place are the term id.

    Borders of Natural Earth, simplified. DataError where the map is missing or faulty.
    """
    package = _package()
    resource = next(
        (r for r in package.descriptor["resources"] if r.get("format") == "geojson"), None
    )
    if resource is None:
        raise DataError(
            Fault(
                "datapackage.json",
                None,
                "iraq_governorates",
                "the map is not described",
                "restore its entry",
            )
        )
    _note(resource["name"])
    faults = [*package.read("terms").faults, *map_faults(package, resource)]
    if faults:
        raise DataError(faults[0])
    return json.loads(read_text(package.folder, resource["path"])[0])
