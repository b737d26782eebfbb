"""The reference pages show the whole package, in the words of their edition.

Lead from each series to its sources.
"""

import copy
import functools
import re
import xml.etree.ElementTree as ET

import pandas as pd
import pytest

from masalih import citations, data, export, formats, reference, validation
from masalih.citations import reasons

MOTIVES = sorted(set(data.series()["motive"]))


@pytest.fixture(params=["ar", "en"], autouse=True)
def edition(request):
    formats.use(request.param)
    yield request.param
    formats.use(None)


@functools.cache
def page(edition, part, motive):
    """One listing as a tree, made once an edition: the pages are long."""
    return ET.fromstring(getattr(reference, part)(*[motive] * bool(motive)))


def tree(part, motive=None):
    return page(formats.language(), part, motive)


def ids(root):
    return [e.get("id") for e in root.iter() if e.get("id")]


def test_every_series_is_in_the_catalogue_once():
    listed = [
        name
        for motive in MOTIVES
        for name in ids(tree("series", motive))
        if name.startswith("series-")
    ]
    assert sorted(listed) == sorted(f"series-{name}" for name in data.series().index)


def test_a_series_of_one_figure_has_one_value(edition):
    counts = data.observations()["series"].value_counts()
    one, many = counts.index[counts == 1][0], counts.index[0]
    said = {
        item.get("id"): "".join(item.find("span[@class='facts']").itertext())
        for motive in MOTIVES
        for item in tree("series", motive).iter("li")
        if item.get("id") in (f"series-{one}", f"series-{many}")
    }
    assert {"ar": "قيمة واحدة", "en": " 1 value "}[edition] in said[f"series-{one}"]
    assert {"ar": " قيمة ", "en": " values"}[edition] in said[f"series-{many}"]


def leads(element):
    return [a.get("href").removeprefix("sources.html#src-") for a in element.iter("a")]


def test_a_series_leads_to_every_one_of_its_sources(edition):
    item = copy.deepcopy(
        next(
            e
            for e in tree("series", "isis").iter("li")
            if e.get("id") == "series-isis_attacks_iraq_ctc"
        )
    )
    folded = item.find("details")
    item.remove(folded)
    *linked, own_page = leads(item)
    assert linked == list(dict.fromkeys(data.observations("isis_attacks_iraq_ctc")["source"]))
    assert own_page == f"../../../../series/isis_attacks_iraq_ctc.{edition}.html"
    shown = "".join(t for e in item.iter() if e.tag != "code" for t in (e.text or "",))
    assert not (edition == "ar" and re.search("[0-9]", shown)), shown


def test_every_figure_is_listed_with_its_source_and_its_check():
    pages = [tree("series", motive) for motive in MOTIVES]
    rows = {
        tr.find(".//code").get("id"): tr
        for root in pages
        for tr in root.iter("tr")
        if tr.find(".//code") is not None
    }
    known = data.observations().set_index("id")
    assert sorted(rows) == sorted(f"row-{name}" for name in known.index)
    for name in known.index[known["checked"].notna()]:
        row = known.loc[name]
        assert leads(rows[f"row-{name}"]) == [s for s in (row["source"], row["corroborates"]) if s]
        assert formats.date(row["checked"]) in "".join(rows[f"row-{name}"].itertext())
    assert formats.num(1470) in "".join(rows["row-ip-195"].itertext())


def test_every_event_and_every_table_is_listed_with_its_source():
    listed = {
        e.get("id"): e
        for motive in set(data.events()["motive"])
        for e in tree("events", motive).iter("li")
    }
    assert sorted(listed) == sorted(f"event-{name}" for name in data.events().index)
    assert leads(listed["event-ip-340"]) == [data.events().at["ip-340", "source"]]
    assert ids(tree("tables")) == [f"table-{name}" for name in data.tables().index]
    without = [item.get("id") for item in tree("tables").iter("li") if not list(item.iter("a"))]
    assert without == [
        "table-notification_purposes",
        "table-convoys",
        "table-attack_targets",
        "table-outlook",
    ]  # they name observations, which have the sources


def test_the_timeline_lies_inside_its_frame_and_marks_what_is_there():
    for drawing in tree("series", "isis").iter("svg"):
        bars = [(float(r.get("x")), float(r.get("width"))) for r in drawing.iter("rect")]
        assert bars and all(x >= 0 and x + w <= reference.WIDTH + 1.1 for x, w in bars)


def test_a_plan_beyond_the_usual_years_stays_in_the_frame(monkeypatch):
    rows = data.observations()
    name = rows["series"][rows["series"].map(data.series()["motive"]) == "f16"].iloc[0]
    later = rows.copy()
    later.loc[later["series"] == name, ["start", "end"]] += pd.DateOffset(years=30)
    monkeypatch.setattr(data, "observations", lambda *n: later[later["series"].isin(n)])
    for drawing in ET.fromstring(reference.series("f16")).iter("svg"):
        bars = [(float(r.get("x")), float(r.get("width"))) for r in drawing.iter("rect")]
        assert bars and all(x >= 0 and x + w <= reference.WIDTH + 1.1 for x, w in bars)


def test_every_source_and_every_exclusion_is_listed():
    assert sorted(ids(tree("sources"))) == sorted(f"src-{name}" for name in data.sources().index)
    assert len(list(tree("excluded").iter("tr"))) == len(data.excluded()) + 1
    named = data.terms().query("kind != 'noun'")
    assert len(list(tree("terms").iter("tr"))) == len(named) + 1


def test_every_definition_is_listed_once_with_its_other_name_in_the_order_of_the_alphabet(edition):
    root, known = tree("glossary"), data.terms()
    defined = known[known[f"definition_{edition}"] != ""]
    assert sorted(ids(root)) == sorted(f"term-{name}" for name in defined.index)
    names = {dt.get("id").removeprefix("term-"): [e.text for e in dt] for dt in root.iter("dt")}
    other = {"ar": "en", "en": "ar"}[edition]
    assert names == {
        id: [formats.digits(row[edition]), row[other]] for id, row in defined.iterrows()
    }
    assert [dd.text for dd in root.iter("dd")] == [
        formats.digits(defined.at[id, f"definition_{edition}"]) for id in names
    ]
    order = [
        id
        for id in names
        if id in ("hmc", "hcc", "coalition", "peshmerga", "al-hol", "notification")
    ]
    assert (
        order
        == {
            "ar": ["notification", "peshmerga", "coalition", "hcc", "hmc", "al-hol"],
            "en": ["coalition", "hcc", "hmc", "al-hol", "notification", "peshmerga"],
        }[edition]
    ), "the article does not count"


def test_every_licence_says_what_it_allows_and_counts_its_sources(edition):
    rows = [["".join(cell.itertext()) for cell in tr] for tr in tree("licences").iter("tr")][1:]
    assert [row[0] for row in rows] == [
        formats.digits(name) for name in data.licences()[f"name_{edition}"]
    ]
    counted = [int("".join(str(int(c)) for c in row[2] if c.isdigit())) for row in rows]
    assert sum(counted) == len(data.sources()) and min(counted) > 0


def test_the_ledger_leads_to_the_evidence_on_both_sides():
    ledger = data.claims()
    assert ids(tree("claims")) == [f"claim-{name}" for name in ledger.index] and len(ledger) == 32
    places = {f"sources.html#{anchor}" for anchor in ids(tree("sources"))}
    for part, motives in (("series", MOTIVES), ("events", set(data.events()["motive"]))):
        places |= {
            f"series-{motive}.html#{anchor}"
            for motive in motives
            for anchor in ids(tree(part, motive))
        }
    for item in tree("claims", "reference/").iter("li"):
        claim = ledger.loc[item.get("id").removeprefix("claim-")]
        found = [a.get("href") for a in item.iter("a")]
        values = len(reasons.FIELD.findall(claim[f"reason_{formats.language()}"]))
        assert len(found) == len(claim["supports"]) + len(claim["opposes"]) + values
        assert {href.removeprefix("reference/") for href in found} <= places


def test_the_verdicts_of_a_chapter_name_each_of_its_claims_once():
    own = data.claims("isis").index
    line = ET.fromstring(reference.verdicts("isis", "../"))
    assert sorted(a.get("href") for a in line.iter("a")) == [
        f"../article.html#claim-{id}" for id in sorted(own)
    ]
    with pytest.raises(ValueError, match="no claim of chapter 'nowhere'"):
        reference.verdicts("nowhere")


def test_facts_lead_to_their_row_and_their_source():
    row, event = (
        data.observations("isis_attacks_iraq_joc").iloc[0],
        data.events(motive="isis").iloc[0],
    )
    first, second = ET.fromstring(
        reference.facts(f"{row['id']} {event.name}", "../reference/")
    ).iter("li")
    assert leads(first) == [
        f"../reference/sources.html#src-{row['source']}",
        f"../reference/series-isis.html#row-{row['id']}",
    ]
    cells = (row[name] for name in ("value", "low", "high", "bound"))
    unit = data.series().at[row["series"], "unit"]
    assert citations.counted(*cells, unit) in "".join(first.itertext())
    assert leads(second)[-1] == f"../reference/series-isis.html#event-{event.name}"
    with pytest.raises(LookupError, match="'nope' is neither"):
        reference.facts("nope")


def test_readings_are_the_sources_named_in_their_order():
    first, second = data.sources().index[[5, 2]]
    assert ids(ET.fromstring(reference.readings(f"{first} {second}"))) == [
        f"src-{first}",
        f"src-{second}",
    ]
    with pytest.raises(LookupError, match="no source 'nope'"):
        reference.readings("nope")


def test_a_motive_without_series_is_named():
    with pytest.raises(ValueError, match="dialogues"):
        reference.series("dialogues")


def test_the_downloads_are_the_files_that_the_build_writes(tmp_path):
    links = [a.get("href") for a in ET.fromstring(reference.downloads("../_data/")).iter("a")]
    export.write_downloads(tmp_path, validation.Package(validation.root()))
    assert links == [f"../_data/{path.name}" for path in sorted(tmp_path.iterdir())]


def test_a_title_that_is_only_described_is_in_the_language_of_the_description():
    """An English description of a page in Arabic, set right to left, would turn its brackets."""
    titles = {
        (cite.text, cite.get("lang"), cite.get("dir")) for cite in tree("sources").iter("cite")
    }
    described = {
        one for one in titles if one[0].startswith("(") and not re.search("[\u0600-\u06ff]", one[0])
    }
    assert len(described) > 200 and {one[1:] for one in described} == {("en", "ltr")}
    printed = data.sources().query("language == 'ar' and not title.str.startswith('(')")
    assert {("ar", "rtl")} == {one[1:] for one in titles if one[0] in set(printed["title"])}


def test_a_claim_is_called_by_its_short_name(edition):
    name = data.claims().loc["C22", f"name_{edition}"]
    link = reference.claim_link("C22", "../book/x/")
    assert link == f'<a href="../book/x/article.html#claim-C22">{formats.digits(name)}</a>'
    ledger = "".join(page(edition, "claims", None).itertext())
    assert formats.digits(name) in ledger and "C22" not in ledger
    with pytest.raises(LookupError, match="C99"):
        reference.claim_link("C99")
