"""What the package holds, as fresh frames: by id, by name or by motive."""

import json
from collections.abc import Iterable

import pandas as pd

from masalih.data.frames import current, note
from masalih.data.names import Names, check_known, texts, vocabulary
from masalih.rules.records import record_number
from masalih.validation import DataError, Fault, map_faults, read_text


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
    check_known(name, current().resources, "table", "datapackage.json")
    note(name)
    return current().frame(name).copy()


def _by_id(name, split=(), noted=True, ids=(), what=""):
    """A table by id: all its rows, or those of `ids` in their order."""
    frame = (table(name) if noted and not ids else current().frame(name).copy()).set_index("id")
    for column in split:
        frame[column] = [[item for item in text.split(";") if item] for text in frame[column]]
    if not ids:
        return frame
    wanted = texts(ids, what, f"{name}.csv", f"{name}()")
    for id in wanted:
        check_known(id, frame.index, what, f"{name}.csv")
        note(name, "id", id)
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
    package = current()
    listed = {}
    for name, resource in package.resources.items():
        if resource["path"].startswith("tables/"):
            note(name)
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
    frame = _by_id("claims", split=["supports", "opposes"], noted=chapter is None)
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
    frame = _by_id("events", noted=False).sort_values(["start", "end"], kind="stable")
    if kind is None and motive is None:
        note("events")
    for field, wanted in (("kind", kind), ("motive", motive)):
        if wanted is not None:
            noted = field == "motive" or motive is None
            what = f"{field} of event"
            frame = _matching(frame, "events", field, wanted, what, noted)
    return frame


def _matching(frame, table, field, wanted, what, noted=True):
    """The rows whose `field` is one of the words wanted, each of which must be known."""
    words = texts(wanted, what, f"{table}.csv", f"{table}()")
    for word in words:
        if noted:
            note(table, field, word)
        check_known(word, vocabulary(table, field), what, f"{table}.csv", field)
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
    package = current()
    every = not names and motive is None
    if names:
        names = tuple(texts(names, "series", "series.csv", "observations()"))
    if motive is not None:
        motives = package.frame("series").set_index("id")["motive"]
        for word in texts(motive, "motive", "series.csv", 'observations(motive="isis")'):
            check_known(word, vocabulary("series", "motive"), "motive", "series.csv")
            note("series", "motive", word)
            names = (*names, *motives.index[motives == word])
    frame = pd.concat([package.frame(name) for name in package.observations], ignore_index=True)
    known = set(package.frame("series")["id"])
    for name in names:
        check_known(name, known, "series", "series.csv")
        note("observations", "series", name)
    if every:
        note("observations")
    frame = frame if every else frame[frame.series.isin(names)]
    frame = frame.assign(number=frame["id"].map(record_number))
    frame = frame.sort_values(["start", "end", "number"], kind="stable", ignore_index=True)[COLUMNS]
    frame["middle"] = frame.start + (frame.end - frame.start) / 2
    frame["year"] = frame.start.dt.year
    frame["overlaps"] = frame["id"].map(package.overlapping()).fillna("")
    return frame


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
    package = current()
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
    note(resource["name"])
    faults = [*package.read("terms").faults, *map_faults(package, resource)]
    if faults:
        raise DataError(faults[0])
    return json.loads(read_text(package.folder, resource["path"])[0])
