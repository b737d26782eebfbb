"""Whoever knows no id finds things by their words, in any spelling, and hears what to call."""

import time
import warnings

import pandas as pd
import pytest

import masalih
from masalih import data, finder, formats


@pytest.fixture(autouse=True)
def edition():
    formats.use("en")
    yield
    formats.use(None)


WANTED = [
    ("CTC", "isis_attacks_iraq_ctc"),
    ("isis attacks ctc", "isis_attacks_iraq_ctc"),
    ("atacks ctc", "isis_attacks_iraq_ctc"),  # a slip
    ("Musings", "isis_incidents_per_day_iraq_musings"),
    ("isis_attacks_iraq_joc", "isis_attacks_iraq_joc"),
    ("us_troops_dmdc", "us_troops_dmdc"),
    ("convoys", "convoys"),
    ("C07", "C07"),
    ("ip-338", "ip-338"),
    ("f16", "f16"),
    ("قافلة", "convoy_persons"),  # a plural of its own: قوافل
    ("قسد", "sdf"),
    ("البيشمركه", "peshmerga"),  # ه for ة
    ("نينوي", "nineveh"),  # ي for ى
    ("القوات الاميركيه", "us-forces"),  # no hamza, ه for ة
    ("داعـش", "isis"),  # a tatweel
]


@pytest.mark.parametrize("query, id", WANTED)
def test_words_of_either_language_find_what_bears_them(query, id):
    found = masalih.find(query, limit=60)
    assert id in list(found.id)


def test_the_likeliest_stand_first():
    assert "isis_attacks_iraq_ctc" in list(masalih.find("CTC").id)[:3]
    assert masalih.find("isis attacks iraq ctc").id[0] == "isis_attacks_iraq_ctc"
    assert masalih.find("fms_implemented").loc[0, ["kind", "id"]].to_list() == [
        "table",
        "fms_implemented",
    ]


def test_every_series_table_event_term_and_claim_is_found_by_its_id():
    index = finder._index(data.current())
    ids = {kind: {e.id for e in index.entries if e.kind == kind} for kind in finder.KINDS}
    assert ids["series"] == set(data.series().index) and ids["table"] == set(data.tables().index)
    assert ids["event"] == set(data.events().index) and ids["term"] == set(data.terms().index)
    assert ids["claim"] == set(data.claims().index) and ids["source"] == set(data.sources().index)


@pytest.mark.parametrize("kind", finder.KINDS)
def test_what_is_found_says_what_to_call(kind):
    found = masalih.find("isis iraq", kind=kind, limit=3)
    if kind == "motive":
        found = masalih.find("isis", kind=kind)
    assert set(found.kind) == {kind}
    for row in found.itertuples():
        given = eval(row.call, {"masalih": masalih})
        assert len(given) and row.id in row.call


def test_a_kind_or_several_may_be_asked_for():
    assert set(masalih.find("isis", kind=["series", "event"], limit=500).kind) == {
        "series",
        "event",
    }
    with pytest.raises(data.DataError, match=r"no kind 'serie'.*did you mean series"):
        masalih.find("isis", kind="serie")


@pytest.mark.parametrize("query", ["", "  ", "of the", None, 5])
def test_a_query_without_a_word_is_named(query):
    with pytest.raises(data.DataError, match=r"no word to look for.*find\(\"CTC\"\)"):
        masalih.find(query)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_what_is_found_shows_itself_whole(language):
    formats.use(language)
    found = masalih.find("CTC attacks", limit=2)
    name = formats.digits(data.series().at["isis_attacks_iraq_ctc", f"name_{language}"])
    for shown in (repr(found), found._repr_html_()):
        assert name in shown and "…" not in shown and formats.num(len(found)) in shown
    assert found.call[0] in repr(found)
    assert f'dir="{formats.tr("rtl", "ltr")}"' in found._repr_html_()
    assert "limit=" in repr(masalih.find("isis", limit=2)), "it says how to see the rest"
    nothing = masalih.find("qqqqqqqq")
    assert nothing.empty and "tables()" in repr(nothing) and "tables()" in nothing._repr_html_()


def test_a_part_of_it_is_a_plain_frame():
    found = masalih.find("isis")
    assert type(found[found.kind == "series"]) is pd.DataFrame
    ids = found.loc[found.kind == "series", "id"]
    assert set(data.observations(ids).series) == set(ids)


def test_markup_in_a_query_stays_text():
    shown = masalih.find("<b>qqqqqqqq")._repr_html_()
    assert "<b>" not in shown


def test_a_question_is_quick_and_silent(capfd):
    masalih.find("isis")
    start = time.process_time()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        masalih.find("atacks isis")
    assert time.process_time() - start < 1
    assert capfd.readouterr() == ("", "")


def test_a_row_that_comes_is_found(copy):
    assert masalih.find("qqqqqqqq").empty
    copy.set("terms.csv", "sdf", also_en="SDF;qqqqqqqq")
    assert list(masalih.find("qqqqqqqq").id) == ["sdf"]
