"""Who stands behind the book: what it says of itself, and every correction with its rows."""

import re

import pytest

from masalih import data, formats, imprint, validation

CORRECTIONS = "corrections.csv"


@pytest.fixture(params=["ar", "en"], autouse=True)
def edition(request):
    formats.use(request.param)
    yield request.param
    formats.use(None)


# ---------------------------------------------------------------- the imprint


def test_an_address_is_shown_where_one_is_configured_and_else_its_lack_is_told(edition):
    told = imprint.imprint()
    assert "<a " not in told
    assert {"ar": "لم يُضبط عنوان", "en": "No address is configured"}[edition] in told
    shown = imprint.imprint(contact="mailto:name@example.org")
    assert 'href="mailto:name@example.org"' in shown and ">name@example.org<" in shown


def test_the_imprint_tells_the_last_figure_the_release_and_what_was_read(edition):
    told = imprint.imprint(("0.1.0", "2026-11-23"), corrections="c.html", method="m.html#x")
    last = max(data.observations()["end"].max(), data.events()["end"].max())
    planned = formats.date(last)
    assert planned not in told, "a plan is no last figure"
    version = ".".join(map(formats.num, (0, 1, 0)))
    assert version in told and formats.date("2026-11-23") in told
    assert 'href="c.html"' in told and 'href="m.html#x"' in told
    assert formats.num(len(data.sources())) in told
    assert not (edition == "ar" and re.search("[0-9]", re.sub("<[^>]*>", "", told)))


# ---------------------------------------------------------------- corrections


def test_every_correction_is_listed_with_its_rows():
    shown, rows = imprint.corrections("reference/", "../notebooks/"), data.table("corrections")
    assert re.findall(r'<li id="(fix-\d+)">', shown) == list(rows["id"])  # all of one day
    for id in filter(None, ";".join(rows["rows"]).split(";")):
        assert f">{id}<" in shown or id.startswith("C"), id
    assert 'href="reference/../article.html#claim-C06"' in shown


def places(copy):
    faults = validation.Package(copy.root).faults_of("corrections")
    return {(fault.file, fault.row, fault.field) for fault in faults}


@pytest.mark.parametrize(
    "row, damage, field",
    [
        ("fix-001", {"rows": "ip-9999"}, "rows"),
        ("fix-001", {"kind": "withdrawn"}, "rows"),
        ("fix-002", {"rows": "ip-504"}, "rows"),
        ("fix-001", {"day": "2099-01-01"}, "day"),
        ("fix-001", {"why_en": ""}, "why_en"),
        ("fix-001", {"page": "chapter seven"}, "page"),
        ("fix-001", {"kind": "typo"}, "kind"),
    ],
)
def test_a_correction_that_cannot_be_is_named(copy, row, damage, field):
    number = copy.set(CORRECTIONS, row, **damage)
    assert (CORRECTIONS, number, field) in places(copy)


def test_a_correction_that_says_what_stood_before_is_named(copy):
    stood = copy.cells(CORRECTIONS, "fix-003")["stood_en"]
    number = copy.set(CORRECTIONS, "fix-003", stands_en=stood)
    assert (CORRECTIONS, number, "stands_en") in places(copy)
