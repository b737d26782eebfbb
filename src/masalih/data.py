"""Notebooks and charts read the data package through these few functions.

They get an error they can act on, not a bad number.

Every function returns a fresh pandas object, or raises DataError, which says
`file:row:field: problem. Remedy: …`.
"""

import contextlib
import functools
import json
import os
from collections.abc import Iterable

import pandas as pd

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
    "overlaps",
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
        self.overlapping = functools.cache(functools.partial(_overlapping, self))


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


def named(text):
    """The term that has `text` as its English name or another spelling of it, or None."""
    return entry("terms", _package().spellings.get(text, text))


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


# What is named where one name may stand: a list of them, or a frame that has them as its index.
Names = str | Iterable[str]


def _known(value, known, what, file, kind=""):
    if value not in known:
        from masalih import finder  # it reads this module

        problem = f"there is no {what} {value!r}"
        raise DataError(Fault(file, None, "id", problem, finder.remedy(value, known, kind or what)))


def _texts(given, what, file, example):
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


def _vocabulary(table, field):
    """The words that a field may hold: those of the descriptor, else those that its rows use."""
    spec = next(spec for spec in _package().read(table).fields if spec["name"] == field)
    words = spec.get("constraints", {}).get("enum")
    return set(words or _package().frame(table)[field])


def table(name: str) -> pd.DataFrame:
    """One table of the package as it stands, one row a line of the file.

    Args:
        name: as `tables()` has it in its index, such as "us_troops_dmdc".

    Returns:
        A frame with the columns of the file. Their units, and what an empty cell means, are in
        datapackage.json; most tables have a column `source` (ids in `sources()`). Dates are
        Timestamps, numbers floats where a cell is empty (NaN), texts str ("" where empty).

    Raises:
        DataError: for an unknown name, naming near ones, or a faulty file.

    Examples:
        >>> troops = masalih.table("us_troops_dmdc")
        >>> int(troops.loc[troops.status == "withheld", "total"].count())  # unknown, not zero
        0
    """
    if not isinstance(name, str):
        first = next(iter(name), "…") if isinstance(name, Iterable) else "us_troops_dmdc"
        problem = f"{name!r} is no name of a table"
        remedy = f'tables have columns of their own: take one at a time, as in table("{first}")'
        raise DataError(Fault("datapackage.json", None, "name", problem, remedy))
    _known(name, _package().resources, "table", "datapackage.json")
    _note(name)
    return _package().frame(name).copy()


def _by_id(name, split=(), note=True, ids=(), what=""):
    """A table by id: all its rows, or those of `ids` in their order."""
    note = note and not ids
    frame = (table(name) if note else _package().frame(name).copy()).set_index("id")
    for column in split:
        frame[column] = [[item for item in text.split(";") if item] for text in frame[column]]
    if not ids:
        return frame
    wanted = _texts(ids, what, f"{name}.csv", f"{name}()")
    for id in wanted:
        _known(id, frame.index, what, f"{name}.csv")
        _note(name, "id", id)
    return frame.loc[wanted]


def sources(*ids: Names) -> pd.DataFrame:
    """Publications by id, one row each.

    Args:
        ids: of the publications wanted, or lists of them; by default all.

    Returns:
        A frame by id with publisher, title, published (text, as exact as it was printed), url,
        language, primary (bool: the body that speaks, not one who quotes it), read (how much of it
        was read), licence, accessed (Timestamp), note.

    Raises:
        DataError: for an unknown id, naming near ones, or a faulty sources.csv.

    Examples:
        >>> rows = masalih.observations("isis_attacks_iraq_ctc")
        >>> set(masalih.sources(rows.source).index) == set(rows.source)
        True
    """
    return _by_id("sources", ids=ids, what="source")


def licences() -> pd.DataFrame:
    """Terms of the sources by id: name and what they allow (_ar, _en), url.

    Raises:
        DataError: for a faulty licences.csv.
    """
    return _by_id("licences")


def series(*names: Names) -> pd.DataFrame:
    """What is measured, by id: one row a series.

    Args:
        names: ids of the series wanted, or lists of them; by default all.

    Returns:
        A frame by id with motive, names and definitions (_ar, _en), unit (a term's id), counter
        (who counts), place, measure (count, level, rate …), additive (bool: whether its figures may
        be summed), rival_of (list of the series that count the same thing otherwise).

    Raises:
        DataError: for an unknown id, naming near ones, or a faulty series.csv.

    Examples:
        >>> about = masalih.series("isis_attacks_iraq_ctc").loc["isis_attacks_iraq_ctc"]
        >>> about["unit"], bool(about["additive"])
        ('attacks', True)
    """
    return _by_id("series", split=["rival_of"], ids=names, what="series")


def tables() -> pd.DataFrame:
    """The tables taken from published data sets, by name; `table` gives one of them.

    Returns:
        A frame by name with description_ar, description_en, rows (how many), sources (list of ids).

    Raises:
        DataError: for a table with a fault.

    Examples:
        >>> {"us_troops_dmdc", "convoys"} <= set(masalih.tables().index)
        True
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


def terms(*ids: Names) -> pd.DataFrame:
    """The glossary by id, one row a term.

    Args:
        ids: of the terms wanted, or lists of them; by default all.

    Returns:
        A frame by id with kind (place, actor, unit, word …), ar, en, note, definition_ar and
        definition_en where a term has one, other forms of it (also_ar, also_en: lists).

    Raises:
        DataError: for an unknown id, naming near ones, or a faulty terms.csv.

    Examples:
        >>> masalih.terms("nineveh").loc["nineveh", "ar"]
        'نينوى'
    """
    return _by_id("terms", split=["also_ar", "also_en"], ids=ids, what="term")


def excluded() -> pd.DataFrame:
    """Evidence rows that are no row of the package, by id, with the reason (_ar, _en).

    DataError for a faulty excluded.csv.
    """
    return _by_id("excluded")


def claims(chapter: Names | None = None) -> pd.DataFrame:
    """Claims of the article by id, all or of some chapters.

    Args:
        chapter: such as "isis", or a list of them.

    Returns:
        A frame by id with chapter, name and claim (_ar, _en), verdict, kind (of verdict), reason
        (_ar, _en), supports and opposes (lists of ids of series, observations, events or sources).

    Raises:
        DataError: for what is no chapter with claims, or a faulty claims.csv.

    Examples:
        >>> set(masalih.claims(["isis", "alhol"]).chapter) == {"isis", "alhol"}
        True
    """
    frame = _by_id("claims", split=["supports", "opposes"], note=chapter is None)
    if chapter is None:
        return frame
    return _matching(frame, "claims", "chapter", chapter, "chapter with claims")


def events(kind: Names | None = None, motive: Names | None = None) -> pd.DataFrame:
    """What happened on a day or in a month, in order of date; all, or of some kinds or motives.

    Args:
        kind: such as "end_of_combat", or a list of kinds.
        motive: such as "isis", or a list of motives. With both, events that are of both.

    Returns:
        A frame by id with motive, start and end (Timestamps), precision ("day" or "month"), kind,
        names (_ar, _en), place, source (id in `sources()`), confidence, notes.

    Raises:
        DataError: for an unknown kind or motive, naming near ones, or a faulty events.csv.

    Examples:
        >>> set(masalih.events(["strike", "attack"]).kind) == {"strike", "attack"}
        True
    """
    frame = _by_id("events", note=False).sort_values(["start", "end"], kind="stable")
    if kind is None and motive is None:
        _note("events")
    for field, wanted in (("kind", kind), ("motive", motive)):
        if wanted is not None:
            noted = field == "motive" or motive is None
            what = f"{field} of event"
            frame = _matching(frame, "events", field, wanted, what, noted)
    return frame


def _matching(frame, table, field, wanted, what, noted=True):
    """The rows whose `field` is one of the words wanted, each of which must be known."""
    words = _texts(wanted, what, f"{table}.csv", f"{table}()")
    for word in words:
        if noted:
            _note(table, field, word)
        _known(word, _vocabulary(table, field), what, f"{table}.csv", field)
    return frame[frame[field].isin(words)]


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


COMPUTED = ["middle", "year", "overlaps"]  # columns that are in no file


def observations(*names: Names, motive: Names | None = None) -> pd.DataFrame:
    """Figures with their sources, by start date: of some series, of motives, or all.

    Rows may overlap, as a year and its quarters do, and rivals count the same thing twice: sum with
    `total`, which refuses that, never with `.sum()`.

    Args:
        names: ids of series, or lists of them; `find` knows them by words.
        motive: such as "alhol", or a list of motives: all series of them.

    Returns:
        A frame, one row a figure, with id, series, start and end (Timestamps), value (float, in the
        unit of the series; NaN where a range was printed), low, high, bound (exact, floor, ceiling
        …), by (who gave the figure, where one series holds figures by several bodies), place,
        source, corroborates (a second source), confidence, checked (the day the page was opened
        again), note_ar, note_en. Three are computed: middle (Timestamp, the middle of the period),
        year (of its first day) and overlaps (ids, with ; between, of the rows of the same series
        and place that must not be summed with this one; "" in series whose figures do not add up).

    Raises:
        DataError: for an unknown series or motive, naming near ones, or a faulty file.

    Examples:
        >>> rows = masalih.observations("isis_attacks_iraq_ctc", "terror_incidents_iraq_gti")
        >>> rows.series.nunique()
        2
        >>> row = rows.set_index("id").loc["ip-194"]
        >>> float(row["value"]), row["overlaps"]
        (1271.0, 'ip-195')
    """
    package = _package()
    every = not names and motive is None
    if names:
        names = tuple(_texts(names, "series", "series.csv", "observations()"))
    if motive is not None:
        motives = package.frame("series").set_index("id")["motive"]
        for word in _texts(motive, "motive", "series.csv", 'observations(motive="isis")'):
            _known(word, _vocabulary("series", "motive"), "motive", "series.csv")
            _note("series", "motive", word)
            names = (*names, *motives.index[motives == word])
    frame = pd.concat([package.frame(name) for name in package.observations], ignore_index=True)
    known = set(package.frame("series")["id"])
    for name in names:
        _known(name, known, "series", "series.csv")
        _note("observations", "series", name)
    if every:
        _note("observations")
    frame = frame if every else frame[frame.series.isin(names)]
    frame = frame.assign(number=frame["id"].map(record_number))
    frame = frame.sort_values(["start", "end", "number"], kind="stable", ignore_index=True)[COLUMNS]
    frame["middle"] = frame.start + (frame.end - frame.start) / 2
    frame["year"] = frame.start.dt.year
    frame["overlaps"] = frame["id"].map(package.overlapping()).fillna("")
    return frame


def _overlapping(package):
    """{id of an observation: ids of those that must not be summed with it, with ; between}."""
    additive = package.frame("series").set_index("id")["additive"]
    frame = pd.concat([package.frame(name) for name in package.observations], ignore_index=True)
    pairs = _pairs(frame[frame.series.map(additive).astype(bool)])
    found: dict[str, list] = {}
    for one, other in pairs:
        found.setdefault(one, []).append(other)
        found.setdefault(other, []).append(one)
    return {id: ";".join(others) for id, others in found.items()}


def _pairs(rows):
    """(id, id) of the rows of one series and place whose periods have a day in common.

    The one that begins first, or that of two is the longer, stands first.
    """
    found = []
    rows = rows.sort_values(["start", "end"], ascending=[True, False], kind="stable")
    for _, group in rows.groupby(["series", "place"]):
        open_rows: list[tuple] = []
        for id, start, end in zip(group["id"], group["start"], group["end"], strict=True):
            open_rows = [(other, last) for other, last in open_rows if last >= start]
            found += [(other, id) for other, _ in open_rows]
            open_rows.append((id, end))
    return found


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
    _known(names[0], set(_package().frame("series")["id"]), "series", "series.csv")
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
    pairs = _pairs(rows)
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
    pairs = pd.DataFrame(_pairs(rows), columns=["id", "other"])
    order = ["series", "place", *columns, *other.columns]
    return pairs.merge(one, on="id").merge(other, on="other")[order]


def governorates() -> dict:
    """The borders of the 18 governorates, of Natural Earth, simplified.

    Returns:
        A GeoJSON FeatureCollection in degrees (WGS 84); id and properties.place of each feature are
        the id of its term.

    Raises:
        DataError: where the map is missing or faulty.

    Examples:
        >>> len(masalih.governorates()["features"])
        18
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
