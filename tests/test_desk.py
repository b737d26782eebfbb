"""The editor's commands answer from the package itself, and a wrong word gets a useful answer."""

import os
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


def test_status_prints_a_line_a_motive(capsys):
    assert main(["status"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 1 + len(report.status())


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
