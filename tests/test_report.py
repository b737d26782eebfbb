"""The editor's commands answer from the package itself, and a wrong word gets a useful answer."""

import os
import shutil
import subprocess
import sys

import pandas as pd
import pytest

from masalih import data, report
from masalih.__main__ import main


def test_status_accounts_for_every_observation():
    table = report.status("2026-11-23")
    assert table["observations"].sum() == len(data.observations())
    assert set(table.index) <= set(data.series()["motive"])
    assert table["primary"].between(0, 1).all() and (table["first"] <= table["last"]).all()


def test_a_motive_goes_stale_a_year_after_its_last_figure():
    last = report.status("2026-11-23").at["isis", "last"]
    assert not report.status(last + pd.Timedelta(days=report.STALE_AFTER)).at["isis", "stale"]
    assert report.status(last + pd.Timedelta(days=report.STALE_AFTER + 1)).at["isis", "stale"]


def test_readings_set_rival_counts_side_by_side():
    rows = report.readings("isis_attacks_iraq_ctc", "2019-06-01").set_index("counter")
    assert {"ctc", "gti", "musings"} <= set(rows.index)
    assert rows.at["ctc", "value"] > 3 * rows.at["gti", "value"]
    back = report.readings(
        "terror_incidents_iraq_gti", "2019-06-01"
    )  # rivalry holds in both directions
    assert "isis_attacks_iraq_ctc" in set(back["series"])
    assert report.readings("isis_attacks_iraq_ctc", "1999-01-01").empty


def test_show_prints_rows_with_their_sources(capsys):
    assert main(["show", "isis_strength"]) == 0
    out = capsys.readouterr().out
    assert "15,500–17,100" in out and "https://" in out and "تقديرات" in out


def test_show_names_near_matches(capsys):
    assert main(["show", "isis_strenght"]) == 1
    assert "isis_strength" in capsys.readouterr().out


def test_status_prints_a_line_a_motive_and_one_a_series_that_is_due(capsys):
    assert main(["status"]) == 0
    table, waiting, ended = (part.splitlines() for part in capsys.readouterr().out.split("\n\n"))
    due = report.due()
    assert len(table) == 1 + len(report.status())
    assert [line.split()[0] for line in waiting[1:]] == [*due.index[~due["stopped"].astype(bool)]]
    assert len(waiting) + len(ended) == 2 + len(due)
    assert all(line.split()[-1].startswith("http") for line in waiting[1:] + ended[1:])


def test_status_of_one_motive(capsys):
    assert main(["status", "f16"]) == 0
    lines = [line for line in capsys.readouterr().out.splitlines() if "  last 2" in line]
    assert lines and all(line.split()[1] == "f16" for line in lines)
    assert main(["status", "F-16"]) == 1
    assert "The motives are alhol, capacity" in capsys.readouterr().out


def test_a_yearly_series_is_due_a_year_after_its_last_period():
    name = "sipri_tiv_by_supplier_us"
    last = data.observations(name)["end"].max()
    day = last + pd.DateOffset(years=1)
    assert name not in report.due(day - pd.Timedelta(days=1)).index
    row = report.due(day).loc[name]
    assert (row["last"], row["due"], row["stopped"]) == (last, day, False)
    assert row["url"] == data.sources().at[data.observations(name)["source"].mode()[0], "url"]
    assert report.due(last + pd.DateOffset(years=4)).at[name, "stopped"]


def test_a_series_of_two_rows_keeps_no_rhythm():
    assert len(data.observations("f16_losses")) == 2
    assert "f16_losses" not in report.due("2100-01-01").index


@pytest.mark.parametrize("buffered", ["", "1"], ids=["buffered", "unbuffered"])
@pytest.mark.parametrize("listing", [["status"], ["show", "isis_strength"]], ids=" ".join)
def test_a_reader_may_stop_reading_a_listing(listing, buffered):
    """As `head` does once it has its lines."""
    reads, writes = os.pipe()
    os.close(reads)
    done = subprocess.run(
        [sys.executable, "-m", "masalih", *listing],
        stdout=writes,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONUNBUFFERED": buffered},
    )
    os.close(writes)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize(
    "command",
    [
        "check",
        "status",
        "show",
        "add",
        "make-table",
        "export",
        "build",
        "zip",
        "pdf",
        "epub",
        "serve",
    ],
)
def test_every_command_has_help(command):
    done = subprocess.run(
        [sys.executable, "-m", "masalih", command, "--help"], capture_output=True, text=True
    )
    assert done.returncode == 0 and command in done.stdout


# ---------------------------------------------------------------- which checkout

BOOK = ("_config.yml", "_config.en.yml", "_toc.yml", "_toc.en.yml")


@pytest.fixture
def second(tmp_path, root, monkeypatch):
    """Another checkout, where isis-001 is 777, beside the one whose environment runs."""
    monkeypatch.delenv("MASALIH_DATA", raising=False)
    book = tmp_path / "second"
    for name in ("data", "notebooks", "book"):
        shutil.copytree(root / name, book / name)
    for name in BOOK:
        shutil.copy(root / name, book / name)
    rows = book / "data/observations/isis.csv"
    text = rows.read_text("utf-8")
    row = "isis-001,isis_attacks_iraq_joc,2024-01-01,2024-12-31,"
    assert f"{row}42," in text
    rows.write_text(text.replace(f"{row}42,", f"{row}777,"), "utf-8")
    return book


def masalih(*arguments, cwd):
    """(status, what it printed) of a command with this environment's library in the folder cwd."""
    done = subprocess.run(
        [sys.executable, "-m", "masalih", *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    return done.returncode, done.stdout + done.stderr


def lose_a_row(book):
    rows = book / "data/observations/isis.csv"
    rows.write_text(rows.read_text("utf-8").replace("isis-001,", "isis-901,", 1), "utf-8")


@pytest.mark.parametrize("place", ["here", "below", "--root"])
def test_check_judges_the_data_of_one_checkout(second, root, place):
    where = {"here": second, "below": second / "notebooks", "--root": root}[place]
    more = ("--root", str(second)) if place == "--root" else ()
    lose_a_row(second)
    status, said = masalih("check", *more, cwd=where)
    assert status == 1 and "the row isis-001 is gone" in said and str(root) not in said


@pytest.mark.parametrize("place", ["here", "--root"])
def test_build_takes_pages_and_data_from_one_checkout(second, root, place):
    lose_a_row(second)
    more = ("--root", str(second)) if place == "--root" else ()
    status, said = masalih("build", *more, cwd=root if more else second)
    assert status == 1 and "the row isis-001 is gone" in said


def test_export_takes_the_data_of_one_checkout(second, root):
    lose_a_row(second)
    status, said = masalih("export", cwd=second)
    assert status == 1 and str(second / "data") in said and str(root) not in said


def test_every_command_about_data_takes_a_root(second, root, monkeypatch, capsys):
    monkeypatch.chdir(root)
    there = ["--root", str(second)]
    assert main(["show", "isis_attacks_iraq_joc", *there]) == 0
    assert " 777 " in capsys.readouterr().out
    assert main(["status", *there]) == 0
    row = ["isis_attacks_iraq_joc", "--start", "2026-06-30"]
    assert main(["add", *row, "--dry-run", *there]) == 1
    assert str(second / "data") in capsys.readouterr().out
    assert "MASALIH_DATA" not in os.environ and data.root() == root / "data"
    monkeypatch.chdir(second / "notebooks")
    assert data.root() == second / "data"


def test_the_command_line_says_more_than_the_environment(second, root, monkeypatch, capsys):
    monkeypatch.setenv("MASALIH_DATA", str(root / "data"))
    monkeypatch.chdir(second)
    assert main(["show", "isis_attacks_iraq_joc"]) == 0
    assert " 777 " not in capsys.readouterr().out
    assert main(["show", "isis_attacks_iraq_joc", "--root", str(second)]) == 0
    assert " 777 " in capsys.readouterr().out
    assert os.environ["MASALIH_DATA"] == str(root / "data")


def test_a_book_without_data_reads_those_of_the_library(second, root, monkeypatch):
    shutil.rmtree(second / "data")
    monkeypatch.chdir(second)
    assert data.root() == root / "data"


@pytest.mark.parametrize("command", ["check", "status", "serve", "build"])
def test_a_root_without_a_book_is_named(tmp_path, command):
    with pytest.raises(SystemExit) as stopped:
        main([command, "--root", str(tmp_path)])
    assert str(tmp_path) in stopped.value.args[0] and "_config.yml" in stopped.value.args[0]
