"""Walks through the days on which a row came, and writes when each verdict turned.

`masalih replay` writes data/tables/verdict_turns.csv: a line for each claim on the first day, and
one for each later day from which its verdict was another.
"""

import csv
import datetime
import io
import json
from typing import NamedTuple

from masalih import atomic_files, data, known
from masalih.replay.chapter_rules import cells_by_chapter, rule
from masalih.replay.evidence import ARGUMENTS

TABLE = "verdict_turns"
FIRST = datetime.date(2023, 1, 1)
NONE = "no verdict yet"
COLUMNS = ("claim", "day", "verdict", "rows", "through")


class Turn(NamedTuple):
    """From `day` on, `claim` has `verdict`; `rows` turned it, known through a source."""

    claim: str
    day: str
    verdict: str
    rows: str = ""
    through: str = ""


def turns(checkout, claims=None):
    """Every Turn of the claims (ids; by default all), by claim and day."""
    ledger = data.claims()
    chapters = cells_by_chapter(checkout / "notebooks")
    replay = Replay()
    for id, row in ledger.iterrows():
        if claims is not None and id not in claims:
            continue
        if row["kind"] == "computed":
            judge, _ = rule(id, chapters[row["chapter"]])
            yield from replay.computed(id, judge)
        else:
            yield from replay.since_evidence(id, row)


class Replay:
    """The days of one package."""

    def __init__(self):
        self.package = data.current()
        self.days = known.source_days(self.package)

    def day_of(self, row):
        """(the day from which a row counts as known, the source that makes it so)."""
        named = [row.get(field) for field in ("source", "corroborates")]
        return min((self.days[source], source) for source in named if source)

    # ------------------------------------------------------------ transcribed and judged

    def since_evidence(self, id, row):
        """Turns of a verdict that holds since the last of its evidence was known."""
        pieces = {piece: self.piece(piece) for piece in [*row["supports"], *row["opposes"]]}
        last = max(day for day, _ in pieces.values())
        if last <= FIRST:
            return [Turn(id, str(FIRST), row["verdict"])]
        came = [(piece, source) for piece, (day, source) in pieces.items() if day == last]
        rows = ";".join(piece for piece, _ in came)
        turned = Turn(id, str(last), row["verdict"], rows, came[0][1])
        return [Turn(id, str(FIRST), NONE), turned]

    def piece(self, id):
        """(day, source) from which a piece of evidence was known; of a series, its first row's."""
        if id in self.days:
            return self.days[id], id
        names = ["events", *self.package.observations]
        rows = self.package.rows_of.get(id) or [
            row for name in names for row in self.package.read(name).rows if row["id"] == id
        ]
        return min(map(self.day_of, rows))

    # ------------------------------------------------------------ computed

    def computed(self, id, judge):
        """Turns of a computed verdict: asked anew on every day on which a row of its own came."""
        arguments = ARGUMENTS[id]
        with data.held() as read:
            arguments()
        came = self.arrivals(read)
        word = self.verdict(arguments, judge, FIRST)
        yield Turn(id, str(FIRST), word)
        for day in sorted(day for day in came if day > FIRST):
            now = self.verdict(arguments, judge, day)
            if now != word:
                rows = self.causes(arguments, judge, day, now, came[day])
                yield Turn(id, str(day), now, ";".join(rows), came[day][rows[0]])
            word = now

    def arrivals(self, read):
        """{day: {row that came: its source}} of what was read; of a table without ids, its name."""
        found: dict[datetime.date, dict[str, str]] = {}
        for name, *which in map(json.loads, read):
            if name in ("sources", "series", "terms", "claims"):
                continue
            for row in data.reread(name, *which):
                if row.get("source"):
                    day, source = self.day_of(row)
                    found.setdefault(day, {}).setdefault(row.get("id", name), source)
        return found

    def verdict(self, arguments, judge, day, without=frozenset()):
        """What the rule says on the rows of a day, `without` some of them."""
        with data.standing_in(known.known_package(self.package, day, without)):
            values = arguments()
        return NONE if values is None else judge(**values)

    def causes(self, arguments, judge, day, word, rows):
        """Of the rows that came on a day, those without which the verdict were another; or all."""
        rows = sorted(rows)
        alone = [
            row for row in rows if self.verdict(arguments, judge, day, frozenset([row])) != word
        ]
        return alone or rows


def text(found):
    """The table of some turns, as its file has it."""
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerows([COLUMNS, *found])
    return lines.getvalue()


def main(checkout):
    """Write the table and say what moved in it; the exit status."""
    file = data.root() / "tables" / f"{TABLE}.csv"
    before = file.read_text("utf-8") if file.exists() else ""
    after = text(sorted(turns(checkout)))
    for line in sorted({*after.splitlines()} ^ {*before.splitlines()}):
        print("+" if line in after.splitlines() else "-", line)
    if after != before:
        atomic_files.write(file, after)
    return 0
