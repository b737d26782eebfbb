"""What leaves the house must be what is in it.

Every form of the package is read back and compared with the loader's.
"""

import hashlib
import json
import shutil
import sqlite3
import sys
import zipfile

import pandas as pd
import pytest

from masalih import data, export, validation as rules
from masalih.__main__ import main
from masalih.export import archive

pytest.importorskip("pyarrow")
PACKAGE = rules.Package(rules.root())


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("export")
    assert main(["export", str(made)]) == 0
    return made


@pytest.fixture
def base(folder):
    with sqlite3.connect(folder / "shared-interests.sqlite") as base:
        yield base
    base.close()


def as_loaded(frame, name):
    """A frame read back from a file, in the types of the loader.

    A value that is no day or no number fails here.
    """
    for spec in PACKAGE.read(name).fields:
        column, kind = frame[spec["name"]], spec["type"]
        if kind in ("date", "yearmonth"):
            frame[spec["name"]] = pd.to_datetime(
                column.astype(object).where(column.notna(), None)
            ).astype("datetime64[us]")
        elif kind == "string":
            frame[spec["name"]] = column.astype(object).where(column.notna(), "")
        else:
            frame[spec["name"]] = column.astype(
                float
                if column.isna().any() or kind == "number"
                else {"boolean": bool, "integer": "int64"}[kind]
            )
    return frame


def loaded(name):
    frame = data.table(name)
    return frame.astype(dict.fromkeys(frame.select_dtypes("datetime"), "datetime64[us]"))


@pytest.mark.parametrize("name", PACKAGE.resources)
def test_parquet_holds_what_the_loader_reads(folder, name):
    frame = pd.read_parquet(folder / "parquet" / f"{name}.parquet")
    pd.testing.assert_frame_equal(as_loaded(frame, name), loaded(name))


@pytest.mark.parametrize("name", PACKAGE.resources)
def test_sqlite_holds_what_the_loader_reads(base, name):
    frame = pd.read_sql(f'SELECT * FROM "{name}" ORDER BY rowid', base)
    pd.testing.assert_frame_equal(as_loaded(frame, name), loaded(name))


def test_parquet_is_typed_and_described(folder):
    import pyarrow as pa
    from pyarrow import parquet

    schema = parquet.read_schema(folder / "parquet" / "us_troops_dmdc.parquet")
    assert (schema.field("date").type, schema.field("active_duty").type) == (
        pa.date32(),
        pa.int64(),
    )
    assert not schema.field("date").nullable and schema.field("active_duty").nullable
    assert schema.field("civilian").metadata[b"description"] == b"DoD civilians."
    assert json.loads(schema.metadata[b"frictionless"])["name"] == "us_troops_dmdc"
    months = parquet.read_table(folder / "parquet" / "coalition_strikes_monthly.parquet").column(
        "month"
    )
    assert months.type == pa.date32() and months[0].as_py().isoformat() == "2014-12-01"


SOME = ("licences", "sources", "terms", "coalition_strikes_monthly", "milex_region_sipri")


@pytest.mark.parametrize("file", ["shared-interests.zip", "parquet/datapackage.json"])
def test_frictionless_finds_the_packages_valid(folder, file):
    frictionless = pytest.importorskip("frictionless")
    report = frictionless.Package(str(folder / file)).validate()
    assert report.valid, [error.note for task in report.tasks for error in task.errors][:5]


def test_frictionless_finds_some_parquet_tables_valid(folder, tmp_path):
    """One of every type of column, and what they refer to; by night all of them."""
    frictionless = pytest.importorskip("frictionless")
    shutil.copytree(folder / "parquet", tmp_path / "parquet")
    descriptor = tmp_path / "parquet" / "datapackage.json"
    found = json.loads(descriptor.read_text("utf-8"))
    found["resources"] = [r for r in found["resources"] if r["name"] in SOME]
    assert len(found["resources"]) == len(SOME)
    descriptor.write_text(json.dumps(found), "utf-8")
    report = frictionless.Package(str(descriptor)).validate()
    assert report.valid, [error.note for task in report.tasks for error in task.errors][:5]


def test_the_zip_passes_our_own_check(folder, tmp_path):
    with zipfile.ZipFile(folder / "shared-interests.zip") as file:
        file.extractall(tmp_path)
    (fault,) = rules.check(tmp_path, second_opinion=False)
    assert "left the house" in str(fault)
    shutil.copy(rules.root() / "datapackage.json", tmp_path)  # the one that our rules read
    for name in archive.beside(PACKAGE).keys() - {"LICENSE", "datapackage.json"}:
        (tmp_path / name).unlink()
    assert rules.check(tmp_path, second_opinion=False) == []
    for name in ("sources.csv", "tables/iraq_governorates.geojson"):
        assert (tmp_path / name).read_bytes() == (rules.root() / name).read_bytes()
    note = (tmp_path / "LICENSE").read_text("utf-8")
    assert "CC-BY-4.0" in note and "SIPRI" in note


def test_keys_of_the_database_hold_and_bite(base):
    assert base.execute("PRAGMA foreign_key_check").fetchall() == []
    described = {
        (name, key["fields"], key["reference"]["resource"])
        for name, r in PACKAGE.resources.items()
        for key in r["schema"].get("foreignKeys", [])
    }
    stored = {
        (name, row[3], row[2])
        for name in PACKAGE.resources
        for row in base.execute(f'PRAGMA foreign_key_list("{name}")')
    }
    assert stored == described and len(stored) > 30
    base.execute("PRAGMA foreign_keys = ON")
    for damage in (
        "UPDATE \"observations-isis\" SET source = 'nobody' WHERE id = 'ip-195'",
        "UPDATE series SET id = 'isis_strength'",
        "UPDATE \"observations-isis\" SET value = 'about 1470' WHERE id = 'ip-195'",
        "UPDATE events SET start = NULL",
    ):
        with pytest.raises(sqlite3.IntegrityError):
            base.execute(damage)
    base.rollback()


def test_a_question_to_the_database_gets_the_answer_of_the_loader(base):
    asked = base.execute("""
        SELECT strftime('%Y', o.start), s.publisher, o.value
        FROM observations o JOIN sources s ON s.id = o.source
        WHERE o.series = 'isis_attacks_iraq_ctc' AND o.value IS NOT NULL
        ORDER BY o.start, o.end, o.id
    """).fetchall()
    rows = data.observations("isis_attacks_iraq_ctc").dropna(subset="value")
    publishers = rows.source.map(data.sources().publisher)
    assert asked == list(zip(rows.year.astype(str), publishers, rows.value, strict=True))
    assert base.execute("SELECT count(*) FROM observations").fetchone()[0] == len(
        data.observations()
    )
    assert (
        json.loads(base.execute("SELECT json FROM datapackage").fetchone()[0]) == PACKAGE.descriptor
    )


def digests(folder):
    return {
        path.relative_to(folder): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_two_exports_are_the_same_bytes(folder, tmp_path):
    """Zip and texts on any machine.

    Parquet and SQLite with the same versions of their libraries, which they write into the
    file.
    """
    (tmp_path / "parquet").mkdir()
    (tmp_path / "parquet" / "gone.parquet").write_bytes(
        b"a table of an earlier package must not stay behind"
    )
    export.export(tmp_path, PACKAGE)
    assert digests(tmp_path) == digests(folder)


def test_source_date_epoch_dates_the_zip(tmp_path, monkeypatch):
    def written():
        export.write_zip(tmp_path / "x.zip", PACKAGE)
        return {entry.date_time for entry in zipfile.ZipFile(tmp_path / "x.zip").infolist()}

    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert written() == {(*map(int, PACKAGE.descriptor["created"][:10].split("-")), 0, 0, 0)}
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1600000000")
    assert written() == {(2020, 9, 13, 12, 26, 40)}
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    assert written() == {(1980, 1, 1, 0, 0, 0)}


def test_an_unsound_package_stays_at_home(data_copy, tmp_path, capsys):
    events = data_copy / "events.csv"
    events.write_text(events.read_text("utf-8").replace("2017-12-09", "2017-12-39"), "utf-8")
    assert main(["export", str(tmp_path / "out")]) == 1
    out = capsys.readouterr().out
    assert (
        "events.csv:" in out
        and "Remedy:" in out
        and "Nothing was exported" in out
        and not (tmp_path / "out").exists()
    )


def test_without_pyarrow_one_line_says_what_to_install(tmp_path, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    assert main(["export", str(tmp_path)]) == 1
    assert capsys.readouterr().out == export.NO_PYARROW + "\n" and list(tmp_path.iterdir()) == []
