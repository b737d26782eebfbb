"""The reference pages show the whole package, in the words of their edition, and lead from each series to its sources."""
import re
import xml.etree.ElementTree as ET

import pytest

from masalih import catalogue, data, words

MOTIVES = sorted(set(data.series()["motive"]))


@pytest.fixture(params=["ar", "en"], autouse=True)
def edition(request):
    words.use(request.param)
    yield request.param
    words.use(None)


def ids(html):
    return [e.get("id") for e in ET.fromstring(html).iter() if e.get("id")]


def test_every_series_is_in_the_catalogue_once():
    listed = [name for motive in MOTIVES for name in ids(catalogue.series(motive))]
    assert sorted(listed) == sorted(f"series-{name}" for name in data.series().index)


def test_a_series_leads_to_every_one_of_its_sources(edition):
    entry = next(e for e in ET.fromstring(catalogue.series("isis")).iter("li") if e.get("id") == "series-isis_attacks_iraq_ctc")
    leads = [a.get("href").removeprefix("sources.html#src-") for a in entry.iter("a")]
    assert leads == list(dict.fromkeys(data.observations("isis_attacks_iraq_ctc")["source"]))
    shown = "".join(t for e in entry.iter() if e.tag != "code" for t in (e.text or "",))
    assert not (edition == "ar" and re.search("[0-9]", shown)), shown


def test_the_timeline_lies_inside_its_frame_and_marks_what_is_there():
    for drawing in ET.fromstring(catalogue.series("isis")).iter("svg"):
        bars = [(float(r.get("x")), float(r.get("width"))) for r in drawing.iter("rect")]
        assert bars and all(0 <= x and x + w <= catalogue.WIDTH + 1.1 for x, w in bars)


def test_every_source_and_every_exclusion_is_listed():
    assert sorted(ids(catalogue.sources())) == sorted(f"src-{name}" for name in data.sources().index)
    assert len(list(ET.fromstring(catalogue.excluded()).iter("tr"))) == len(data.excluded()) + 1
    assert len(list(ET.fromstring(catalogue.terms()).iter("tr"))) == len(data.terms()) + 1


def test_every_claim_is_listed_and_only_judged_ones_carry_a_verdict():
    listed = ET.fromstring(catalogue.claims())
    judged = [e.get("id") for e in listed.iter("li") if any((s.get("class") or "").startswith("verdict") for s in e.iter("span"))]
    ledger = data.claims()
    assert ids(catalogue.claims()) == [f"claim-{name}" for name in ledger.index] and len(ledger) == 32
    assert judged == [f"claim-{name}" for name in ledger.index[ledger["verdict"] != ""]]


def test_a_motive_without_series_is_named():
    with pytest.raises(ValueError, match="dialogues"):
        catalogue.series("dialogues")
