"""Whoever does not know an id finds it by words: `find`, and what errors say of an unknown word.

Words of either language, in any of their spellings, lead to what bears them; a slip in a word leads
to the nearest one. What is found says what to call next.
"""

from __future__ import annotations

import difflib
import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape

import pandas as pd

from masalih import data, formats, spelling
from masalih.citations.markup import frame as markup_frame
from masalih.rules.cells import near
from masalih.translation import gettext as _
from masalih.validation import DataError, Fault

# What can be found; its weight beside the others, and how it is called.
KINDS: dict[str, tuple[float, str]] = {
    "series": (1.0, 'masalih.observations("{id}")'),
    "table": (1.0, 'masalih.table("{id}")'),
    "motive": (0.95, 'masalih.observations(motive="{id}")'),
    "event": (0.9, 'masalih.events().loc["{id}"]'),
    "term": (0.85, 'masalih.terms("{id}")'),
    "claim": (0.8, 'masalih.claims().loc["{id}"]'),
    "source": (0.7, 'masalih.sources("{id}")'),
}
ID, NAME, ABOUT, SAID = 3.0, 3.0, 2.0, 1.0  # what a word counts for, by where it stands
WHOLE = 1.5  # for what is called just as was asked
PREFIX, TYPO = 0.8, 0.6  # of a word that only begins so, or is only near
NEAR = 0.75  # how alike two words must be
SHORTEST_PREFIX, SHORTEST_TYPO = 3, 4  # letters


@dataclass(frozen=True)
class Entry:
    """One thing that can be found: its kind, its id and its names in both languages."""

    kind: str
    id: str
    names: dict[str, str]
    when: tuple[str, str] = ("", "")  # first and last day, as the rows have them

    @property
    def call(self) -> str:
        return KINDS[self.kind][1].format(id=self.id)


class Found(pd.DataFrame):
    """What `find` gives: a frame that shows its texts whole, in the direction of the edition."""

    _metadata = ["asked", "matches"]  # noqa: RUF012 (pandas reads it from the class)
    asked: str
    matches: int

    @property
    def _constructor(self):
        return pd.DataFrame  # a part of it is a plain frame

    def __repr__(self) -> str:
        lines = [_heading(self)]
        for row in self.itertuples(index=False):
            when = f"{_(', ')}{row.when}" if row.when else ""
            lines += [f"  {kind_name(row.kind)}: {row.name}{when}", f"    {row.call}"]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        items = "".join(
            f"<li>{escape(kind_name(row.kind))}: <bdi>{escape(row.name)}</bdi>"
            f"{escape(_(', ') + row.when if row.when else '')}"
            f'<br><code dir="ltr">{escape(row.call)}</code></li>'
            for row in self.itertuples(index=False)
        )
        return f"<div {markup_frame()}><p>{escape(_heading(self))}</p><ul>{items}</ul></div>"


def _heading(found: Found) -> str:
    if found.empty:
        return _(
            "Nothing is known by “{query}”. All there is: {calls}.",
            query=found.asked,
            calls=_(", ").join(f"{name}()" for name in _LISTS),
        )
    text = _(
        "“{query}”: {shown} of {count}",
        query=found.asked,
        shown=formats.num(len(found)),
        count=formats.num(found.matches),
    )
    if len(found) < found.matches:
        text += f" · find({found.asked!r}, limit={found.matches})"
    return text


_LISTS = ("series", "tables", "events", "terms", "claims", "sources")


def kind_name(kind: str) -> str:
    """What this edition calls a kind of thing that can be found."""
    return {
        "series": _("series"),
        "table": _("table"),
        "motive": _("motive"),
        "event": _("event"),
        "term": _("term"),
        "claim": _("claim"),
        "source": _("source"),
    }[kind]


def find(query: str, kind: str | Iterable[str] | None = None, limit: int = 12) -> pd.DataFrame:
    """What bears the words of `query`, in Arabic or English, the likeliest first.

    Asked are ids, names, definitions, units, counters and places of series, tables, events, terms,
    claims and sources. Spellings of Arabic letters, the article and plurals count as one, as in the
    search of the book; a word that stands nowhere finds those nearest to it. Where nothing has all
    the words, what has most of them is given.

    Args:
        query: words of either language, or an id or a part of one.
        kind: "series", "table", "motive", "event", "term", "claim" or "source", or a list of them;
            by default all.
        limit: how many rows at most.

    Returns:
        A frame of at most `limit` rows with kind, id, name (in the edition in force), when (the
        years of a series, the day of an event or a source; "" else), call (the line of Python that
        gives it). It shows itself as a list with these lines. Empty where nothing is near.

    Raises:
        DataError: for a query without words or an unknown kind.

    Examples:
        >>> found = masalih.find("CTC attacks")
        >>> found.loc[0, ["kind", "id"]].to_list()
        ['series', 'isis_attacks_iraq_ctc']
        >>> print(found.loc[0, "call"])
        masalih.observations("isis_attacks_iraq_ctc")
        >>> list(masalih.find("atacks ctc", kind="series").id)[0]  # a slip
        'isis_attacks_iraq_ctc'
        >>> "camp_pop_total" in list(masalih.find("سكّان الهول", kind="series", limit=50).id)
        True
    """
    kinds = _kinds(kind)
    for name in ("series", "terms", "events", "claims", "sources"):
        data.note(name)
    if not isinstance(query, str) or not _asked(query):
        raise DataError(
            Fault(
                "find",
                None,
                "query",
                f"{query!r} has no word to look for",
                'give a word of either language, or an id, such as find("CTC")',
            )
        )
    entries = _ranked(query, kinds)
    rows = [
        (entry.kind, entry.id, formats.digits(entry.names[formats.language()]), _when(entry))
        for entry in entries[:limit]
    ]
    found = Found(rows, columns=["kind", "id", "name", "when"])
    found["call"] = [entry.call for entry in entries[:limit]]
    found.asked, found.matches = query, len(entries)
    return found


def _kinds(kind) -> set[str]:
    wanted = set(KINDS) if kind is None else {kind} if isinstance(kind, str) else set(kind)
    for one in wanted:
        if one not in KINDS:
            remedy = f"{near(str(one), KINDS)} The kinds are {', '.join(KINDS)}"
            raise DataError(Fault("find", None, "kind", f"there is no kind {one!r}", remedy))
    return wanted


def _when(entry: Entry) -> str:
    first, last = entry.when
    if entry.kind == "series":
        years = first[:4], last[:4]
        return formats.span(int(years[0]), int(years[1])) if all(years) else ""
    return formats.period(first, last) if last else formats.date(first) if first else ""


# ---------------------------------------------------------------- an unknown word, in an error


MANY = 30  # names that no error lists


def remedy(word, known: Iterable, kind: str) -> str:
    """What to do where `word` is no `kind` ("series", "motive", …) of those `known`.

    It is one of them in other letters, several at once, the name of something else, near to one, or
    a word that `find` knows.
    """
    known, text = sorted(map(str, known)), str(word)
    alike = [one for one in known if one.casefold() == text.strip().casefold()]
    if alike:
        return f"did you mean {alike[0]}?"
    several = re.split(r"[\s,;،]+", text.strip())
    if len(several) > 1 and set(several) <= set(known):
        return f"give the names apart, as a list: {several}"
    other, hint = _elsewhere(text, kind), _hint(text, kind)
    close = difflib.get_close_matches(text, known, n=1, cutoff=0.8)
    guess = near(text, known) if close or not (other or hint) else ""
    said = " ".join(filter(None, [other, f"Or {guess}" if other and guess else guess, hint]))
    listed = other or close or len(known) > MANY
    return said if listed else f"{said} There are {', '.join(known)}".strip()


def _elsewhere(text: str, kind: str) -> str:
    """What else bears just this name, and how it is called; "" where nothing does."""
    found = [entry for entry in _index(data.current()).entries if entry.id == text]
    calls = {entry.kind: entry.call for entry in found} or _row(text)
    if kind == "kind" and "motive" in calls:
        calls["motive"] = f'masalih.events(motive="{text}")'
    of = next(iter(calls), "")  # as KINDS has them: what holds figures first
    article = "an" if of[:1] in tuple("aeiou") else "a"
    return f"{text} is {article} {of}: {calls[of]}." if of else ""


def _row(text: str) -> dict[str, str]:
    """What an id of an observation leads to."""
    if not re.fullmatch(r"[a-z]+-\d{3,}", text):
        return {}
    package = data.current()
    rows = (row for name in package.observations for row in package.read(name).rows)
    series = next((row["series"] for row in rows if row["id"] == text), "")
    return {f"row of {series}": f'masalih.observations("{series}")'} if series else {}


def _hint(text: str, kind: str) -> str:
    """What `find` gives of this kind, if it can give such at all."""
    if kind not in KINDS or kind == "motive" or not _asked(text):
        return ""
    named = [entry.id for entry in _ranked(text, {kind})]
    more = ", …" if len(named) > 3 else ""
    return f'masalih.find("{text}") gives {", ".join(named[:3])}{more}' if named else ""


# ---------------------------------------------------------------- the index


@dataclass(frozen=True)
class Index:
    """entries, where each stem stands ({stem: {entry: weight}}), entries by their whole names."""

    entries: list[Entry]
    places: dict[str, dict[int, float]]
    whole: dict[tuple[str, ...], set[int]]


def _stem(word: str) -> str:
    """What forms of a word have in common: without the article or a plural s."""
    if re.search(spelling.ARABIC, word):
        return spelling.rewrite(spelling.AFFIXES, word)
    return re.sub(r"(?<=...)(?<![siu])s$", "", word)


@functools.cache
def _irregular() -> dict[str, str]:
    return spelling.irregular(_stem)


@functools.cache
def stem(word: str) -> str:
    """What a word has in common with its other forms, broken plurals of the book's words too."""
    light = _stem(word)
    return _irregular().get(light, light)


def _asked(query: str) -> list[str]:
    words = [word for word in spelling.split(query) if word not in _fillers()]
    return list(dict.fromkeys(map(stem, words)))


@functools.cache
def _fillers() -> set[str]:
    return set(spelling.split(spelling.FILLERS))


def _ranked(query: str, kinds: set[str]) -> list[Entry]:
    """The entries of these kinds that have the words of a query, the best first."""
    index, asked = _index(data.current()), _asked(query)
    had: dict[int, list[float]] = {}
    for word in asked:
        for number, weight in _places(index, word).items():
            if index.entries[number].kind in kinds:
                had.setdefault(number, []).append(weight)
    if not had:
        return []
    most = max(map(len, had.values()))
    whole = index.whole.get(tuple(asked), set())
    score = {
        number: (sum(weights) + WHOLE * (number in whole)) * KINDS[index.entries[number].kind][0]
        for number, weights in had.items()
        if len(weights) == most
    }
    return [index.entries[n] for n in sorted(score, key=lambda n: (-score[n], n))]


def _places(index: Index, word: str) -> dict[int, float]:
    """{entry: weight} of one word: where it stands, where one begins so, else where one is near."""
    stems = {word: 1.0} if word in index.places else {}
    if len(word) >= SHORTEST_PREFIX:
        stems |= {one: PREFIX for one in index.places if one.startswith(word) and one != word}
    if not stems and len(word) >= SHORTEST_TYPO:
        alike = [one for one in index.places if abs(len(one) - len(word)) <= 2]
        stems = dict.fromkeys(difflib.get_close_matches(word, alike, 5, NEAR), TYPO)
    found: dict[int, float] = {}
    for one, part in stems.items():
        for number, weight in index.places[one].items():
            found[number] = max(found.get(number, 0), weight * part)
    return found


@functools.lru_cache(maxsize=2)
def _index(package) -> Index:
    """The index of a package. All texts are folded together, which is much quicker than alone."""
    entries: list[Entry] = []
    texts: list[tuple[int, float, str]] = []
    for entry, fields in _entries(package):
        texts += [(len(entries), weight, text) for text, weight in fields if text]
        entries.append(entry)
    places: dict[str, dict[int, float]] = {}
    whole: dict[tuple[str, ...], set[int]] = {}
    folded = spelling.fold("\n".join(text.replace("\n", " ") for _, _, text in texts)).split("\n")
    for (number, weight, _text), line in zip(texts, folded, strict=True):
        stems = [stem(word) for word in spelling.words(line)]
        if weight == NAME:
            whole.setdefault(tuple(dict.fromkeys(stems)), set()).add(number)
        for one in stems:
            own = places.setdefault(one, {})
            own[number] = max(own.get(number, 0), weight)
    return Index(entries, places, whole)


Fields = list[tuple[str, float]]


def _entries(package) -> Iterator[tuple[Entry, Fields]]:
    """All that can be found, with its texts and their weights."""
    terms = {row["id"]: row.cells for row in package.read("terms").rows}
    yield from _series(package, terms)
    yield from _tables(package)
    yield from _motives(package)
    yield from _events(package, terms)
    for id, row in terms.items():
        forms = [row["ar"], row["en"], *row["also_ar"].split(";"), *row["also_en"].split(";")]
        said = (row["definition_ar"], row["definition_en"], row["note"])
        yield _entry("term", id, row["ar"], row["en"]), _fields(id, forms, [], said)
    for row in package.read("claims").rows:
        names = row["claim_ar"], row["claim_en"]
        yield _entry("claim", row["id"], *names), _fields(row["id"], [], names, [row["chapter"]])
    publishers = {row["en"]: row["ar"] for row in terms.values()}
    for row in package.read("sources").rows:
        name, publisher = f"{row['publisher']}: {row['title']}", row["publisher"]
        arabic = publishers.get(publisher, publisher)
        entry = _entry("source", row["id"], f"{arabic}: {row['title']}", name, row["published"])
        yield entry, _fields(row["id"], [], [name, arabic], [])


def _entry(kind: str, id: str, ar: str, en: str, first: str = "", last: str = "") -> Entry:
    return Entry(kind, id, {"ar": ar, "en": en}, (first, last))


def _fields(id: str, names, about, said) -> Fields:
    weighted = ((id,), ID), (names, NAME), (about, ABOUT), (said, SAID)
    return [(text, weight) for texts, weight in weighted for text in texts]


def _of_terms(terms, row, *columns) -> list[str]:
    found = (terms.get(row[column], {}) for column in columns)
    return [term.get(lang, "") for term in found for lang in ("ar", "en")]


def _series(package, terms) -> Iterator[tuple[Entry, Fields]]:
    days: dict[str, tuple[str, str]] = {}
    for name in package.observations:
        for row in package.read(name).rows:
            first, last = days.get(row["series"], (row["start"], row["end"]))
            days[row["series"]] = min(first, row["start"]), max(last, row["end"])
    for row in package.read("series").rows:
        names = row["name_ar"], row["name_en"]
        about = [row["motive"], *_of_terms(terms, row, "unit", "counter", "place")]
        said = row["definition_ar"], row["definition_en"]
        entry = _entry("series", row["id"], *names, *days.get(row["id"], ("", "")))
        yield entry, _fields(row["id"], names, about, said)


def _tables(package) -> Iterator[tuple[Entry, Fields]]:
    for name, resource in package.resources.items():
        if resource["path"].startswith("tables/"):
            about = resource.get("description_ar", ""), resource.get("description", "")
            columns = [spec["name"] for spec in resource["schema"]["fields"]]
            yield _entry("table", name, *about), _fields(name, [], about, columns)


def _motives(package) -> Iterator[tuple[Entry, Fields]]:
    for motive in dict.fromkeys(row["motive"] for row in package.read("series").rows):
        yield _entry("motive", motive, motive, motive), _fields(motive, [motive], [], [])


def _events(package, terms) -> Iterator[tuple[Entry, Fields]]:
    for row in package.read("events").rows:
        names = row["name_ar"], row["name_en"]
        about = [row["motive"], row["kind"].replace("_", " "), *_of_terms(terms, row, "place")]
        entry = _entry("event", row["id"], *names, row["start"], row["end"])
        yield entry, _fields(row["id"], names, about, [])
