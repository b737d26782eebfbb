"""What moved between two records: a list of changes, each with its place, what was and what is."""

import difflib
from typing import NamedTuple

KINDS = ("row", "verdict", "title", "chart", "sentence")


class Change(NamedTuple):
    """`kind` (one of KINDS) at `place`, as it `was` and `is` now; "" where it came or went.

    place: table and id of a row, else the page, with the chart after a #. language: "" for data.
    """

    kind: str
    language: str
    place: str
    was: str
    now: str

    @property
    def what(self):
        """added, withdrawn or changed."""
        return "added" if not self.was else "withdrawn" if not self.now else "changed"


def changes(old, new):
    """Every Change from one record to another: rows first, then verdicts, then each edition."""
    yield from _row_changes(old["rows"], new["rows"])
    yield from _verdicts(old["rows"].get("claims", {}), new["rows"].get("claims", {}))
    for language in sorted(old["pages"].keys() | new["pages"].keys()):
        before, after = (record["pages"].get(language, {}) for record in (old, new))
        for page in sorted(before.keys() | after.keys()):
            yield from _page_changes(language, page, before.get(page, {}), after.get(page, {}))


def _row_changes(old, new):
    for table in sorted(old.keys() | new.keys()):
        before, after = old.get(table, {}), new.get(table, {})
        for id in sorted(before.keys() | after.keys()):
            was, now = before.get(id, {}), after.get(id, {})
            fields = [name for name in {**was, **now} if was.get(name) != now.get(name)]
            if fields:
                told = (
                    "; ".join(f"{name}: {row[name]}" for name in fields if name in row)
                    for row in (was, now)
                )
                yield Change("row", "", f"{table}/{id}", *_present(was, now, *told))


def _present(was, now, old, new):
    """A changed row is there on both sides, also where a cell was filled or emptied."""
    return (old or "—") if was else "", (new or "—") if now else ""


def _verdicts(old, new):
    for id in sorted(old.keys() | new.keys()):
        was, now = (rows.get(id, {}).get("verdict", "") for rows in (old, new))
        if was != now:
            yield Change("verdict", "", id, was, now)


def _page_changes(language, page, old, new):
    for kind in ("title", "sentence"):
        before, after = (part.get(f"{kind}s", []) for part in (old, new))
        for was, now in _lines(before, after):
            yield Change(kind, language, page, was, now)
    before, after = (part.get("charts", {}) for part in (old, new))
    for id in [*before, *(id for id in after if id not in before)]:
        was, now = before.get(id), after.get(id)
        if was != now:
            yield Change("chart", language, f"{page}#{id}", *_charts(was, now))


def _charts(was, now):
    """The titles, each with the rows of its table that the other one does not have."""
    return tuple(_told(one, other) for one, other in ((was, now), (now, was)))


def _told(chart, other):
    if chart is None:
        return ""
    rows = [row for row in chart["rows"] if other and row not in other["rows"]]
    return " | ".join([chart["title"], *rows])


def _lines(before, after):
    """(was, now) of the lines that differ: near ones in pairs, others alone."""
    for kind, a, b, c, d in difflib.SequenceMatcher(
        None, before, after, autojunk=False
    ).get_opcodes():
        if kind == "equal":
            continue
        gone, come = before[a:b], after[c:d]
        while gone and come:
            near = difflib.get_close_matches(gone[0], come, n=1, cutoff=0.5)
            if near:
                for new in come[: come.index(near[0])]:
                    yield "", new
                come = come[come.index(near[0]) + 1 :]
            yield gone.pop(0), near[0] if near else ""
        yield from ((was, "") for was in gone)
        yield from (("", now) for now in come)
