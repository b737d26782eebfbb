"""The package as it could be known on a day: nothing in it is younger than the day."""

import datetime

import pandas as pd
import pytest

import masalih
from masalih import data, known

DIALOGUE = "2023-08-08"


def package():
    return data.current()


@pytest.mark.parametrize(
    ("published", "day"),
    [
        ("2012", "2012-12-31"),
        ("2024-02", "2024-02-29"),
        ("2023-08-08", "2023-08-08"),
        ("", "2026-11-23"),
        ("2026", "2026-11-23"),  # a year that is not over: it was out when it was read
    ],
)
def test_a_source_counts_from_the_last_day_of_what_it_names(published, day):
    found = known.published({"published": published, "accessed": "2026-11-23"})
    assert found == datetime.date.fromisoformat(day)


@pytest.mark.parametrize("day", ["2022-12-31", DIALOGUE, "2024-12-24", "2026-01-14"])
def test_rows_are_those_whose_source_was_out(day):
    days = pd.to_datetime(pd.Series(known.source_days(package())))
    rows, happened = masalih.observations(), masalih.events()
    second = rows["corroborates"].map(days)  # NaT where there is none
    out = (rows["source"].map(days) <= day) | (second <= day)
    with masalih.as_of(day) as given:
        assert given == pd.Timestamp(day)
        seen, sources = masalih.observations(), masalih.sources()
        assert list(seen.id) == list(rows.id[out])
        assert list(masalih.events().index) == list(
            happened.index[happened["source"].map(days) <= day]
        )
        assert set(seen.source) | set(seen.corroborates) - {""} <= set(sources.index)
        assert (pd.Series(sources.index).map(days) <= day).all()
    assert len(masalih.observations()) == len(rows)


def test_every_table_can_be_read_and_names_only_what_was_known():
    with masalih.as_of(DIALOGUE):
        for name in masalih.tables().index:
            rows = masalih.table(name)
            if "source" in rows:
                masalih.sources(rows["source"]) if len(rows) else None
        assert masalih.table("outlook").empty, "a judgement of 2026"
        done = masalih.table("promises")
        assert (done["done"].isna() == (done["source_done"] == "")).all()


def test_a_row_with_a_second_source_cites_the_one_that_was_out():
    with masalih.as_of("2024-08-16"):  # pri-001 stands in a page of September, and in this one
        row = masalih.observations("us_troops_region").set_index("id").loc["pri-001"]
        assert (row["source"], row["corroborates"]) == ("yemen-press-agency-2024-08-40000", "")
    with masalih.as_of("2024-08-15"):
        assert "pri-001" not in set(masalih.observations("us_troops_region").id)


def test_verdicts_are_not_known_by_it():
    with masalih.as_of(DIALOGUE):
        ledger = masalih.claims()
    assert len(ledger) == len(masalih.claims())
    assert set(ledger[["verdict", "kind", "reason_ar", "reason_en"]].to_numpy().ravel()) == {""}
    assert ledger.loc["C08", "opposes"] == ["us_troops_iraq_dmdc"], "no exit is announced yet"


def test_today_is_the_package_and_a_block_in_a_block_has_its_own_day():
    rows = masalih.observations()
    with masalih.as_of(package().today):
        assert masalih.observations().equals(rows)
        with masalih.as_of(DIALOGUE):
            early = len(masalih.observations())
            with masalih.as_of("2024-08-08"):
                assert early < len(masalih.observations()) < len(rows)
            assert len(masalih.observations()) == early


def test_it_ends_with_an_error_too():
    rows = len(masalih.observations())
    with pytest.raises(ZeroDivisionError), masalih.as_of(DIALOGUE):
        raise ZeroDivisionError
    assert len(masalih.observations()) == rows


@pytest.mark.parametrize(
    ("day", "said"),
    [("2031-01-01", "a day to come"), ("soon", "is no day"), (None, "is no day"), (2023, "is no")],
)
def test_what_is_no_day_is_said(day, said):
    with pytest.raises(masalih.DataError, match=said), masalih.as_of(day):
        pass


def test_a_page_that_asks_hangs_on_the_days_of_sources():
    with data.held() as read, masalih.as_of(DIALOGUE):
        masalih.observations("isis_strength")
    assert '["sources", "", ""]' in read
