"""A second pair of eyes is worth what its sample is: drawn by chance, whole, and counted right."""

import csv
import io
import re

import pytest

from masalih import audit, confirm, data, formats, reference, validation
from masalih.__main__ import main
from masalih.rules.audits import drawn

ROWS = "audit_rows.csv"
IDS = [f"ip-{number:03d}" for number in range(1, 401)]


# --- the draw -------------------------------------------------------------------------------------


def test_a_seed_draws_the_same_rows_everywhere_and_another_seed_others():
    first = drawn(IDS, 20261130, 20)
    assert first == drawn(reversed(IDS), "20261130", 20) and len(set(first)) == 20
    assert first[:3] == ["ip-113", "ip-034", "ip-372"]  # as sha256sum sorts them
    assert len(set(first) & set(drawn(IDS, 20261201, 20))) < 8


def test_every_row_is_drawn_as_often_as_chance_has_it():
    counts = dict.fromkeys(IDS, 0)
    for seed in range(400):
        for id in drawn(IDS, seed, 40):
            counts[id] += 1
    assert min(counts.values()) > 15 and max(counts.values()) < 65  # of 40, by more than 4 errors


def test_a_row_that_is_added_takes_the_place_of_one_at_most():
    before = drawn(IDS, 20261130, 40)
    for number in range(401, 441):
        after = drawn([*IDS, f"ip-{number}"], 20261130, 40)
        assert len(set(before) - set(after)) <= 1
        assert set(before) <= set(drawn([*IDS, f"ip-{number}"], 20261130, 41))


def listed(capsys, *arguments):
    """What `masalih sample` prints: its first line, and the rows."""
    assert main(["sample", *arguments]) == 0
    lines = capsys.readouterr().out.splitlines()
    told = [line for line in lines if line.startswith("#")]
    return told[0], list(csv.DictReader(io.StringIO("\n".join(lines[len(told) :]))))


def test_the_next_sample_leaves_out_what_was_read(capsys):
    first, rows = listed(capsys, "--seed", "20261231", "--size", "15")
    known = {*data.observations().id, *data.events().index}
    read = set(data.table("audit_rows").id)
    assert f"15 of {len(known - read):,} rows" in first and "20261231" in first
    assert len(rows) == 15 and {row["id"] for row in rows} <= known - read
    assert all(row["what"] and row["publisher"] for row in rows)


def test_an_audit_can_be_drawn_again(capsys):
    """Rows that were added since stand in the list too, and push none out of a longer one."""
    first, rows = listed(capsys, "--again", "2026-11-second")
    read = data.table("audit_rows").query("audit == '2026-11-second'")
    added = len(audit.frame("2026-11-second")) - 2496
    missing = set(read.id) - {row["id"] for row in rows}
    assert len(rows) == len(read) == 120 and len(missing) <= max(added, 0) and "20261130" in first
    for stranger in ("2026-11-third", "2026-11-first"):  # the first was drawn in another way
        assert main(["sample", "--again", stranger]) == 1
        assert "2026-11-second" in capsys.readouterr().out


# --- the count ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "hits, number, low, high",
    [
        (8, 10, 0.4902, 0.9433),
        (0, 10, 0.0, 0.2775),
        (10, 10, 0.7225, 1.0),
        (53, 60, 0.7782, 0.9423),
    ],
)
def test_the_interval_is_wilsons(hits, number, low, high):
    assert audit.interval(hits, number) == pytest.approx((low, high), abs=5e-5)


def test_every_row_of_a_sample_is_counted_once():
    found = audit.results()
    assert (found[list(audit.OUTCOMES)].sum(axis=1) == found.drawn).all()
    assert ((found.low < found.confirmed / found.drawn) & (found.high <= 1)).all()
    assert list(found.index) == list(data.table("audits").id)[::-1]


def test_the_page_follows_the_table(copy):
    """A row that turns from confirmed to not found moves the count and joins the list."""
    formats.use("en")
    before = cells(reference.audits("reference/"))
    copy.set(ROWS, "2026-11-second,ip-113", outcome="not_found")
    confirm.confirm(validation.Package(copy.root), ["audit_rows"])
    html = reference.audits("reference/")
    formats.use(None)
    assert [a - b for a, b in zip(cells(html), before, strict=True)] == [-1, 0, 1]
    assert 'href="reference/series-isis.html#row-ip-113"' in html


def cells(html):
    """Confirmed, differing and not found of the newest sample, as numbers."""
    row = re.search("<tbody><tr>(.*?)</tr>", html)[1]
    return [int(text) for text in re.findall("<td>([^<]*)</td>", row)[2:5]]


def test_what_was_read_adds_up_to_all_there_is():
    formats.use("en")
    html = reference.read()
    formats.use(None)
    numbers = [int(text.replace(",", "")) for text in re.findall(r">([\d,]+) \(", html)]
    wholes = len(data.sources()), len(data.observations()), len(data.events())
    assert tuple(sum(numbers[n::3]) for n in range(3)) == wholes


# --- what the check refuses -----------------------------------------------------------------------


def chosen(copy):
    """A row that somebody would rather read than the one that was drawn."""
    left = set(data.observations().id) - set(data.table("audit_rows").id)
    *_, other = drawn(left, 20261130, len(left))
    copy.set(ROWS, "2026-11-second,fa-308", id=other)
    return "audits.csv", copy.line("audits.csv", "2026-11-second"), "seed"


def excluded(copy):
    """An id that stands in excluded.csv, and was not drawn."""
    *_, other = drawn(set(data.excluded().index), 20261130, len(data.excluded()))
    copy.set(ROWS, "2026-11-second,fa-308", id=other)
    return "audits.csv", copy.line("audits.csv", "2026-11-second"), "seed"


def lost(copy):
    number = copy.line(ROWS, "2026-11-second,fa-308")
    copy.write(ROWS, [line for n, line in enumerate(copy.lines(ROWS), 1) if n != number])
    return "audits.csv", copy.line("audits.csv", "2026-11-second"), "drawn"


DAMAGES = {
    "an outcome for an id that is no row": {"id": "fa-999"},
    "an outcome that is none": {"outcome": "fine"},
    "read before it was drawn": {"day": "2026-11-29"},
    "an audit that nobody drew": {"audit": "2026-11-third"},
    "nothing seen": {"seen_en": ""},
}


@pytest.mark.parametrize("name", DAMAGES)
def test_a_wrong_outcome_is_named(copy, name):
    ((field, value),) = DAMAGES[name].items()
    row = copy.set(ROWS, "2026-11-second,fa-308", **{field: value})
    assert (ROWS, row, field) in places(copy)


@pytest.mark.parametrize("damage", [chosen, excluded, lost])
def test_a_sample_that_is_not_the_one_drawn_is_named(copy, damage):
    assert damage(copy) in places(copy)


def test_what_was_read_of_a_row_that_is_left_out_since_stays(copy):
    """Else the share would improve with each bad row that goes."""
    lines, number = copy.lines("events.csv"), copy.line("events.csv", "fa-308")
    copy.write("events.csv", [*lines[: number - 1], *lines[number:]])
    copy.add("excluded.csv", "fa-308,لم تُفتح صفحته.,Its page was not opened.")
    assert places(copy) == set()
    assert "<li><code>fa-308</code> (" in reference.audits("reference/")


def places(copy):
    found = validation.Package(copy.root)
    faults = [fault for name in ("audits", "audit_rows") for fault in found.faults_of(name)]
    return {(fault.file, fault.row, fault.field) for fault in faults}
