"""A reason of a verdict takes its numbers from rows, and says which row cannot give them."""

import pytest

from masalih import count, data, formats
from masalih.citations import reasons
from masalih.rules.claims import typed_number

VALUE, BASE = "cp-539", "capb-005"  # what the Pentagon asked for Iraqi forces, two years
RANGE = "ip-259"  # low and high, no value
EVENT = "ip-011"


@pytest.fixture(params=["ar", "en"])
def edition(request, monkeypatch):
    monkeypatch.setenv("BOOK_LANG", request.param)
    return request.param


def value(id):
    return data.evidence(id)[1]["value"]


def test_a_number_follows_its_row(edition):
    asked = value(VALUE)
    said = reasons.reason_text(f"{{{VALUE}}}; {{{VALUE}|million}}; {{{BASE} / {VALUE}|percent}}")
    share = formats.percent(value(BASE) / asked)
    assert said == f"{formats.num(asked)}; {formats.num(asked / 1e6)}; {share}"


def test_an_event_gives_its_date(edition):
    start = data.evidence(EVENT)[1]["start"]
    said = reasons.reason_text(f"{{{EVENT}|day}}, {{{EVENT}|year}}")
    assert said == f"{formats.date(start)}, {formats.year(start.year)}"


def test_a_range_is_printed_whole(edition):
    low, high = (data.evidence(RANGE)[1][side] for side in ("low", "high"))
    assert reasons.reason_text(f"{{{RANGE}}}") == formats.between(low, high)


def test_a_number_brings_its_noun(edition):
    said = reasons.reason_text(f"{{{VALUE}|millions}}; {{ir-163|counted}}; {{nov-045|oblique}}")
    asked, banks, awards = map(value, (VALUE, "ir-163", "nov-045"))
    dollars = formats.num(asked / 1e6)
    assert said.startswith(
        f"{dollars} " + {"ar": "مليون دولار", "en": "million US dollars"}[edition]
    )
    assert said.endswith(f"; {count(banks, 'banks')}; {count(awards, 'awards', oblique=True)}")


def test_a_number_takes_another_noun(edition):
    said = reasons.reason_text("{ip-262|fighter}; {isis-009|american-soldier|oblique}")
    assert said == "; ".join(
        (count((400, 500), "fighter"), count(2500, "american-soldier", oblique=True))
    )


def test_a_number_leads_to_its_row():
    html = reasons.reason_markup(f"<i> {{{VALUE}|million}}", lambda kind, id, row: f"#{kind}-{id}")
    assert f'href="#observations-{VALUE}"' in html and "&lt;i&gt;" in html


@pytest.mark.parametrize(
    ("field", "fault", "said"),
    [
        ("{no-such-1}", LookupError, "no-such-1"),
        ("{cp-539|dozen}", ValueError, "'dozen' is not one of"),
        ("{capb-005 / cp-539|million}", ValueError, "is none of"),
        ("{capb-005 / cp-539}", ValueError, "is none of"),
        ("{ip-259|thousand}", ValueError, "has no single value"),
        ("{cp-539 / ip-259|percent}", ValueError, "has no single value"),
        ("{ip-011}", ValueError, "is an event"),
        ("{ip-011|million}", ValueError, "has no single value"),
        ("{ip-011 / cp-539|times}", ValueError, "has no single value"),
        ("{ip-011|counted}", ValueError, "'counted' is not one of|is an event"),
        ("{ip-259|thousands}", ValueError, "has no single value"),
    ],
)
def test_what_a_row_cannot_give_is_said(field, fault, said):
    with pytest.raises(fault, match=said):
        reasons.reason_text(field)


@pytest.mark.parametrize(
    "text",
    [
        "from 5,200 troops",
        "أكثر من 40 ألفاً",
        "60% of attacks",
        "8 per cent of those",
        "rose 1.2 times",
        "23:59 local time",
        "2,500",
        "٢٥٠٠ جندي",
        "between 34 and {cp-539}",
    ],
)
def test_a_typed_number_is_seen(text):
    assert list(typed_number("reason_en", text))


@pytest.mark.parametrize(
    "text",
    [
        "in 2014 and 2022-2024, FY2020",
        "on 8 August 2023, 7 آب/أغسطس 2023",
        "the F-16s, an AIM-120, an M1A1, C-130s, Su-25, Mi-17 and إف-16",
        "{cp-539|million} of {capb-005 / cp-539|percent}",
        "no number at all",
    ],
)
def test_years_days_and_names_are_let_through(text):
    assert list(typed_number("reason_en", text)) == []
