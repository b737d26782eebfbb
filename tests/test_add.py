"""Adding next quarter's figure is the commonest edit of all.

A good row lands in its place, a bad one leaves every file as it was.
"""

import csv
import re
import shlex
from concurrent.futures import ThreadPoolExecutor

import pandas as pd
import pytest

from masalih import atomic_files, data, validation
from masalih.__main__ import main

SERIES, SOURCE = "us_troops_iraq_reported", "example-2026-11-brief"
ROW = {
    "--start": "2026-06-30",
    "--value": "1200",
    "--bound": "rounded",
    "--place": "iraq",
    "--source": SOURCE,
}
TAKEN = {*data.observations().id, *data.events().index, *data.excluded().index}
NEXT = 1 + max(int(id.removeprefix("isis-")) for id in TAKEN if id.startswith("isis-"))
NEW = {
    "--id": SOURCE,
    "--publisher": "Example Institute",
    "--title": 'Brief: a day, a "plan"',
    "--published": "2026-11-02",
    "--url": "https://example.org/brief-2026-11",
    "--language": "en",
}


def own(after):
    """The next id of the motive, or one that comes so many after it."""
    return f"isis-{NEXT + after:03d}"


def add(what, options, *more):
    return main(["add", what, *(part for option in options.items() for part in option), *more])


def contents(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def package(data_copy, capsys):
    """A copy of the package with one new source in it, which the first observation will cite."""
    assert add("source", NEW) == 0
    capsys.readouterr()
    return data_copy


def test_a_new_source_stands_in_the_order_of_ids(package):
    ids = [
        row["id"]
        for row in csv.DictReader((package / "sources.csv").read_text("utf-8").splitlines())
    ]
    assert ids == sorted(ids) and SOURCE in ids
    row = data.sources().loc[SOURCE]
    assert (row["title"], row["primary"], row["read"], row["licence"]) == (
        'Brief: a day, a "plan"',
        False,
        "excerpt",
        "cited only",
    )


def test_a_good_row_is_one_line_more_and_the_package_stays_sound(package, capsys):
    before = contents(package)
    assert (
        add(
            SERIES,
            ROW,
            "--note-en",
            "Said of Iraq, not of Syria",
            "--note-ar",
            "قيل عن العراق لا عن سوريا",
        )
        == 0
    )
    line = capsys.readouterr().out.split("\n")[0]
    cells = next(csv.reader([line]))
    checksum = cells.pop(15)
    assert len(checksum) == 28 and cells == [
        *(own(0), SERIES, "2026-06-30", "2026-06-30", "1200", "", "", "rounded", "", "iraq"),
        *(SOURCE, "", "medium", "", "", "قيل عن العراق لا عن سوريا", "Said of Iraq, not of Syria"),
    ]
    file = package / "observations" / "isis.csv"
    assert contents(package) == before | {file: before[file] + f"{line}\n".encode()}
    assert validation.check(package, second_opinion=False) == []
    assert data.observations(SERIES).set_index("id").at[own(0), "value"] == 1200
    assert add(SERIES, ROW | {"--start": "2026-07-31"}) == 0 and own(1) in set(
        data.observations().id
    )


def test_a_range_needs_no_bound(package):
    options = {
        "--start": "2026-06-01",
        "--end": "2026-06-30",
        "--low": "1500",
        "--high": "3000",
        "--source": SOURCE,
        "--confidence": "low",
        "--place": "iraq-syria",
        "--by": "un-monitoring-team",
    }
    assert add("isis_strength", options) == 0
    row = data.observations("isis_strength").query("source == @SOURCE").iloc[0]
    assert (row.bound, row.low, row.high, row.confidence) == ("range", 1500, 3000, "low")


def test_every_motive_has_a_next_id_of_its_own(capsys):
    """Dry runs over the real package.

    One more than the last count of each motive, on the day after, by the source published last.
    """
    counts = data.series().query("measure == 'count'").motive
    rows = data.observations(*counts.index).dropna(subset="value")
    evidence = set(data.excluded().index.str.split("-").str[0])
    latest = data.sources().published.idxmax()
    for row in rows.groupby(rows.series.map(counts)).tail(1).itertuples():
        options = {
            "--start": f"{row.end + pd.Timedelta(days=1):%Y-%m-%d}",
            "--value": f"{row.value + 1:.0f}",
            "--bound": "exact",
            "--place": row.place,
            "--by": row.by,
            "--source": latest,
        }
        assert add(row.series, options, "--dry-run") == 0, capsys.readouterr().out
        prefix, number = capsys.readouterr().out.split(",")[0].split("-")
        assert prefix not in evidence and f"{prefix}-{int(number) - 1:03d}" in {
            *data.observations().id,
            *data.events().index,
            *data.excluded().index,
        }


def test_a_row_goes_into_the_file_of_its_motive(package, capsys):
    row = {"--start": "2026-06-29", "--value": "50000", "--place": "middle-east", "--by": "us-dod"}
    assert add("us_troops_region", ROW | row) == 0
    assert "Written to observations/priority.csv" in capsys.readouterr().out


def test_an_excluded_number_is_not_given_again(package, capsys):
    with open(package / "excluded.csv", "a", encoding="utf-8") as file:
        file.write(f"{own(0)},سُحب من مصدره.,Withdrawn by its source.\n")
    assert add(SERIES, ROW) == 0
    assert capsys.readouterr().out.startswith(f"{own(1)},")


def test_a_prefix_goes_on_after_nine_hundred_and_ninety_nine(package, capsys):
    with open(package / "excluded.csv", "a", encoding="utf-8") as file:
        for number in range(NEXT, 999):
            file.write(f"isis-{number:03d},سُحب من مصدره.,Withdrawn by its source.\n")
    numbers = ["isis-999", "isis-1000", "isis-1001"]
    for number, value in zip(numbers, ("1200", "1300", "1400"), strict=True):
        day = f"2026-06-{int(value) // 100:02d}"
        status = add(SERIES, {**ROW, "--value": value, "--start": day})
        out = capsys.readouterr().out
        assert status == 0 and out.startswith(f"{number},"), out
    ids = data.observations(SERIES).id
    assert list(ids[ids.isin(numbers)]) == numbers
    assert validation.check(package, second_opinion=False) == []
    rows = package / "observations/isis.csv"
    lines = rows.read_text("utf-8").splitlines(keepends=True)
    rows.write_text("".join([*lines[:-2], lines[-1]]), "utf-8")
    assert "the row isis-1000 is gone" in " ".join(map(str, validation.check(package, False)))


def test_a_dry_run_writes_nothing(package, capsys):
    before = contents(package)
    assert add(SERIES, ROW, "--dry-run") == 0
    assert capsys.readouterr().out.startswith(f"{own(0)},") and contents(package) == before


REFUSED = {
    "unknown series": ("us_troops_iraq_report", ROW, f"did you mean {SERIES}"),
    "unknown source": (
        SERIES,
        ROW | {"--source": "example-2026-11-brif"},
        f"'example-2026-11-brif' is not an id in sources.csv. Remedy: did you mean {SOURCE}",
    ),
    "unknown place": (SERIES, ROW | {"--place": "irak"}, "'irak' is not an id in terms.csv"),
    "reversed dates": (SERIES, ROW | {"--end": "2026-06-01"}, "comes before start"),
    "future date": (SERIES, ROW | {"--start": "2126-06-30"}, "is in the future"),
    "Arabic digits": (SERIES, ROW | {"--value": "١٢٠٠"}, "Arabic-Indic digits. Remedy: write 0–9"),
    "thousands comma": (SERIES, ROW | {"--value": "1,200"}, "is not a number"),
    "no figure": (
        SERIES,
        {k: v for k, v in ROW.items() if k != "--value"},
        "neither a value nor a whole range",
    ),
    "no bound": (
        SERIES,
        {k: v for k, v in ROW.items() if k != "--bound"},
        ":bound: the rows of us_troops_iraq_reported have several: ",
    ),
    "no place": (
        "isis_strength",
        {k: v for k, v in ROW.items() if k != "--place"},
        ":place: the rows of isis_strength have several: iraq, iraq-syria",
    ),
    "nobody named": ("isis_strength", ROW, ":by: the rows of isis_strength have several: "),
    "line break": (SERIES, ROW | {"--note-en": "two\nlines"}, "write it on one line"),
    "taken id": (SERIES, ROW | {"--id": "isis-001"}, "duplicate of line"),
    "a source's column": (SERIES, ROW | {"--title": "Title"}, "there is no column 'title'"),
    "source twice": (
        "source",
        NEW | {"--id": "example-2026-11-again"},
        "one address is one source",
    ),
    "source without a title": (
        "source",
        {k: v for k, v in NEW.items() if k != "--title"} | {"--id": "another"},
        ":title: the cell is blank",
    ),
    "source of a day to come": (
        "source",
        NEW | {"--id": "another", "--url": "https://example.org/b", "--published": "2126"},
        "comes after the day the page was read",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_row_with_a_fault_changes_nothing(package, capsys, name):
    what, options, words = REFUSED[name]
    before = contents(package)
    assert add(what, options) == 1
    out = capsys.readouterr().out
    assert words in out and "Remedy: " in out and out.endswith("Nothing was written.\n")
    assert contents(package) == before


def test_a_fact_is_not_added_twice(package, capsys):
    assert add(SERIES, ROW) == 0
    before = contents(package)
    assert add(SERIES, ROW) == 1
    assert "duplicate of line" in capsys.readouterr().out and contents(package) == before


def test_nothing_is_added_to_a_broken_file(package, capsys):
    file = package / "observations" / "isis.csv"
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    before = contents(package)
    assert add(SERIES, ROW) == 1
    assert "carriage return" in capsys.readouterr().out and contents(package) == before


PAGES = ("README.md", "CONTRIBUTING.md", "book/ar/seminar/guide.md", "book/en/seminar/guide.md")


@pytest.mark.parametrize("page", PAGES)
def test_the_examples_of_the_pages_work(data_copy, root, capsys, page):
    text = (root / page).read_text("utf-8").replace("\\\n", " ")
    commands = re.findall(r"\.venv/bin/masalih (add [^`#]*?)(?:`|#|\n(?! ))", text)
    assert len(commands) == 2
    for command in commands:
        assert main(shlex.split(command)) == 0, capsys.readouterr().out


def test_two_commands_at_once_add_two_rows(data_copy):
    """Each waits for the other and takes the next number."""
    source = [part for option in NEW.items() for part in option]
    assert main(["add", "source", *source]) == 0
    options = [
        [part for option in (ROW | {"--start": f"2026-06-{day}"}).items() for part in option]
        for day in (27, 28, 29, 30)
    ]
    with ThreadPoolExecutor() as pool:
        done = pool.map(lambda one: main(["add", SERIES, *one]), options)
    assert [*done] == [0, 0, 0, 0]
    ids = {*data.observations(SERIES).id}
    assert [own(after) in ids for after in range(5)] == [True] * 4 + [False]
    assert not [path for path in data_copy.rglob("*") if path.suffix in (".part", ".lock")]


def test_a_command_stopped_while_it_writes_leaves_the_file_whole(package, monkeypatch):
    file = package / "observations" / "isis.csv"
    before = file.read_bytes()

    def stopped(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(atomic_files.os, "replace", stopped)
    with pytest.raises(KeyboardInterrupt):
        add(SERIES, ROW)
    assert file.read_bytes() == before


@pytest.mark.parametrize("column", ["counter", "place", "unit", "rival_of"])
def test_a_row_of_a_broken_series_is_refused(package, capsys, column):
    """Its own cells are right, but the check would stop at what they name."""
    file = package / "series.csv"
    rows = list(csv.DictReader(file.read_text("utf-8").splitlines()))
    next(row for row in rows if row["id"] == SERIES)[column] = "nobody"
    with file.open("w", encoding="utf-8", newline="") as text:
        writer = csv.DictWriter(text, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    before = contents(package)
    assert add(SERIES, ROW) == 1
    assert "'nobody' is not a" in capsys.readouterr().out
    assert contents(package) == before


def test_what_the_rows_of_a_series_agree_on_is_printed_and_needs_a_yes(package, capsys):
    assert add("source", NEW, "--dry-run") == 1  # it is there already
    assert (
        add(
            "source",
            NEW | {"--id": "b", "--url": "https://example.org/b", "--title": "B"},
            "--dry-run",
        )
        == 0
    )
    assert "The read is excerpt, as usual: --read names another." in capsys.readouterr().out
    row = {"--start": "2026-06-30", "--value": "1", "--source": SOURCE}
    before = contents(package)
    for more, status in ((["--dry-run"], 0), ([], 1)):
        assert add("f16_losses", row, *more) == status
        out = capsys.readouterr().out
        assert "The place is that of the series, arizona: --place names another." in out
        assert contents(package) == before
    assert "say so: --place arizona --bound exact, or --yes" in out
    assert add("f16_losses", row, "--yes") == 0
    added = data.observations("f16_losses").query("source == @SOURCE")
    assert added[["place", "bound", "by"]].values.tolist() == [["arizona", "exact", ""]]


def test_that_nobody_but_the_counter_says_it_can_be_said(package):
    row = ROW | {"--place": "middle-east", "--value": "50000", "--by": ""}
    assert add("us_troops_region", row) == 0


def test_no_row_stands_outside_the_file_of_its_motive(data_copy):
    """Nor is one moved by hand."""
    assert not [f for f in validation.check(data_copy, False) if "belongs to the motive" in str(f)]
    isis, f16 = (data_copy / f"observations/{motive}.csv" for motive in ("isis", "f16"))
    line = isis.read_text("utf-8").splitlines(keepends=True)[-1]
    isis.write_text(isis.read_text("utf-8").removesuffix(line), "utf-8")
    f16.write_text(f16.read_text("utf-8") + line, "utf-8")
    found = [str(fault) for fault in validation.check(data_copy, second_opinion=False)]
    assert [f for f in found if f"{line.split(',')[1]} belongs to the motive isis" in f]
