"""Thirty edits, each found where it was made and nothing besides; and the feed is one."""

import csv
import io
import json
import shutil
import xml.etree.ElementTree as ET

import pytest
from bs4 import BeautifulSoup

from masalih import formats
from masalih.__main__ import main
from masalih.book.changes import record, report
from masalih.book.changes.compare import Change, changes

PAGES = ("notebooks/02-isis.html", "notebooks/05-f16.html")


@pytest.fixture(scope="module")
def checkouts(root, site, tmp_path_factory):
    """Two checkouts alike: the data, and two built chapters in both editions."""
    folders = [tmp_path_factory.mktemp(name) for name in ("old", "new")]
    for folder in folders:
        shutil.copytree(root / "data", folder / "data")
        for language in ("ar", "en"):
            for page in PAGES:
                copy = folder / "_build/site" / language / page
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(site / language / page, copy)
    return folders


def edit_rows(file, edit):
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    rows = edit(rows)
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    file.unlink()
    file.write_text(text.getvalue(), "utf-8")


def edited_package(folder):
    """Twelve edits of rows and two of verdicts; {(kind, language, place, what)}."""
    expected = set()
    for motive in ("isis", "alhol", "iran", "f16"):

        def edit(rows):
            changed, gone = rows[3], rows.pop(7)
            changed["note_en"] = "another note"
            rows.append(rows[5] | {"id": f"{rows[5]['id'].split('-')[0]}-99999"})
            places = zip((changed, gone, rows[-1]), ("changed", "withdrawn", "added"), strict=True)
            expected.update(("row", "", f"observations/{row['id']}", what) for row, what in places)
            return rows

        edit_rows(folder / f"data/observations/{motive}.csv", edit)

    def judge(rows):
        for row in (rows[7], rows[20]):
            row["verdict"] = "contested" if row["verdict"] != "contested" else "supported"
            expected.add(("row", "", f"claims/{row['id']}", "changed"))
            expected.add(("verdict", "", row["id"], "changed"))
        return rows

    edit_rows(folder / "data/claims.csv", judge)
    return expected


def edited_page(file, language, page):
    """Two sentences, a title and a chart's title or value in a page."""
    soup = BeautifulSoup(file.read_text("utf-8"), "lxml")
    article = soup.find("article")
    plain = [
        p
        for p in article.select("section > p")
        if not p.find_parent("figure") and len(p.get_text()) > 150
    ]
    plain[2].append(" ZZZ.")
    plain[6].insert(0, "ZZZ ")
    article.find("h2").insert(0, "ZZZ ")
    figure = article.select("figure.chart[id]")[1]
    if language == "ar":
        figure.select_one(".caption-text").append(" ZZZ")
    else:
        figure.select_one(".chart-data table td").string = "ZZZ"
    file.unlink()
    file.write_text(str(soup), "utf-8")
    return [
        ("chart", language, f"{page}#{figure['id']}"),
        *[("sentence", language, page)] * 2,
        ("title", language, page),
    ]


def test_thirty_edits_are_located_and_nothing_else(checkouts):
    old, new = checkouts
    assert list(changes(record.of(old), record.of(old))) == []
    expected = edited_package(new)
    pages = sorted(
        place
        for language in ("ar", "en")
        for page in PAGES
        for place in edited_page(
            new / "_build/site" / language / page, language, page.removesuffix(".html")
        )
    )
    assert len(expected) - 2 + len(pages) == 30, "a verdict is one edit, told as row and as verdict"
    found = list(changes(record.of(old), record.of(new)))
    data = {(c.kind, c.language, c.place, c.what) for c in found if not c.language}
    assert data == expected
    assert sorted((c.kind, c.language, c.place) for c in found if c.language) == pages
    for change in found:
        if change.kind in ("sentence", "title"):
            assert ("ZZZ" in change.now, "ZZZ" in change.was) == (True, False)


OLD = {"version": "1", "date": "2026-11-30", "rows": {"events": {"a": {"id": "a"}}}, "pages": {}}
NEW = {"version": "2", "date": "2027-02-28", "rows": {"events": {"b": {"id": "b"}}}, "pages": {}}
MOVED = [
    Change("row", "", "events/a", "id: a", ""),
    Change("sentence", "ar", "book/ar/index", "كان ٢ < ٣", "صار ٣"),
    Change("title", "en", "book/en/index", "", "A *new* one"),
]


def test_a_row_that_came_and_one_that_went():
    assert [(c.place, c.what) for c in changes(OLD | {"format": 1}, NEW)] == [
        ("events/a", "withdrawn"),
        ("events/b", "added"),
    ]


@pytest.mark.parametrize("address", ["", "https://example.org/book/"])
def test_the_feed_has_what_atom_asks_of_it(address):
    feed = ET.fromstring(report.atom(OLD, NEW, MOVED, address).encode())
    name = "{http://www.w3.org/2005/Atom}"
    entries = feed.findall(f"{name}entry")
    assert len(entries) == 3
    ids = [element.findtext(f"{name}id") for element in (feed, *entries)]
    assert len(set(ids)) == 4 and all(id.startswith(("urn:", "https://")) for id in ids)
    for element in (feed, *entries):
        assert element.findtext(f"{name}title")
        assert element.findtext(f"{name}updated") == "2027-02-28T00:00:00Z"
    assert feed.findtext(f"{name}author/{name}name")
    assert "كان ٢ < ٣" in entries[1].findtext(f"{name}content")


def test_the_other_forms_say_place_was_and_now():
    formats.use("en")
    assert "book/ar/index: sentence changed\n    - كان ٢ < ٣" in report.text(OLD, NEW, MOVED)
    assert "  - now: A \\*new\\* one" in report.markdown(OLD, NEW, MOVED)
    told = json.loads(report.as_json(OLD, NEW, MOVED))
    assert [one["what"] for one in told["changes"]] == ["withdrawn", "changed", "added"]
    assert report.summary([]) == "nothing moved"
    assert report.summary(MOVED) == "rows: withdrawn 1; titles: added 1; sentences: changed 1"
    formats.use(None)


def test_a_release_has_a_page_in_both_languages_and_its_feed(checkouts, tmp_path):
    old, new = checkouts
    assert main(["diff", str(old), str(new), "--into", str(tmp_path)]) == 0
    page = BeautifulSoup((tmp_path / "changes.html").read_text("utf-8"), "lxml")
    assert [part["dir"] for part in page.select("section[lang]")] == ["rtl", "ltr"]
    assert not page.select("script, style, [style]"), "the policy of the site forbids them"
    for part in page.select("section"):
        assert len(part.select("li")) == 24, "sixteen of rows and verdicts, eight of its edition"
    assert ET.parse(tmp_path / "changes.atom").getroot().tag.endswith("feed")


def test_what_is_no_record_is_said_with_its_remedy(tmp_path, capsys):
    assert main(["diff", str(tmp_path), str(tmp_path / "none.json")]) == 1
    assert "Remedy: build it" in capsys.readouterr().out
