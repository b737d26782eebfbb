"""Thirty edits, each found where it was made and nothing besides; and the feed is one."""

import csv
import io
import json
import shutil
import subprocess
import xml.etree.ElementTree as ET

import pytest
from bs4 import BeautifulSoup

from masalih import formats
from masalih.__main__ import main
from masalih.book.changes import page, record, report
from masalih.book.changes.compare import Change, changes

PAGES = ("notebooks/02-isis.html", "notebooks/05-f16.html")


@pytest.fixture(scope="module")
def checkouts(root, site, tmp_path_factory):
    """Two checkouts alike: the data, and two built chapters in both editions."""
    folders = [tmp_path_factory.mktemp(name) for name in ("old", "new")]
    for folder in folders:
        shutil.copytree(root / "data", folder / "data")
        for language in ("ar", "en"):
            for name in PAGES:
                copy = folder / "_build/site" / language / name
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(site / language / name, copy)
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


def edited_page(file, language, name):
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
        ("chart", language, f"{name}#{figure['id']}"),
        *[("sentence", language, name)] * 2,
        ("title", language, name),
    ]


def test_thirty_edits_are_located_and_nothing_else(checkouts):
    old, new = checkouts
    assert list(changes(record.of(old), record.of(old))) == []
    expected = edited_package(new)
    pages = sorted(
        place
        for language in ("ar", "en")
        for name in PAGES
        for place in edited_page(
            new / "_build/site" / language / name, language, name.removesuffix(".html")
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


@pytest.fixture
def released(root, checkouts, tmp_path):
    """A site that holds the pages of changes between the two checkouts."""
    old, new = checkouts
    for file in root.glob("_config*.yml"):
        shutil.copy(file, new)
    (new / "_toc.yml").touch()
    record.write(old, new / "_build" / page.LAST)
    page.write(new, tmp_path)
    return tmp_path


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("en", "ltr")])
def test_a_release_has_a_page_in_each_edition_and_a_feed(released, language, direction):
    read = BeautifulSoup((released / page.name(language)).read_text("utf-8"), "lxml")
    assert (read.html["lang"], read.html["dir"]) == (language, direction)
    assert not read.select("style, [style], script"), "the policy of the site forbids them"
    assert len(read.select("main li")) == 24, "sixteen of rows and verdicts, eight of its edition"
    twin = read.select_one("header a[hreflang]")
    assert (released / twin["href"]).is_file()
    told = [a["href"].partition("#") for a in read.select("main li a")]
    assert {path.partition("/")[0] for path, _sign, _id in told if path != page.FEED} == {language}
    assert any(id.startswith("fig-") for _path, _sign, id in told)
    titles = [h.get_text() for h in read.select("h2 a")]
    assert len(titles) == 2 and not any("notebooks" in title for title in titles)
    assert ET.parse(released / page.FEED).getroot().tag.endswith("feed")


def test_without_an_earlier_release_the_pages_say_so_and_there_is_no_feed(checkouts, released):
    (checkouts[1] / "_build" / page.LAST).unlink()
    page.write(checkouts[1], released)
    assert not (released / page.FEED).exists()
    read = BeautifulSoup((released / page.name("en")).read_text("utf-8"), "lxml")
    assert "knows of no earlier release" in read.main.get_text()
    assert not read.select("main li, main a")


BOOK = """
import pathlib
page = pathlib.Path("_build/site/en/notebooks/01-x.html")
page.parent.mkdir(parents=True)
page.write_text("<article><p>It was %s.</p></article>")
"""


@pytest.fixture
def history(root, tmp_path, monkeypatch):
    """A repository of two books that say different things, and one that cannot be built."""

    def git(*arguments):
        who = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
        subprocess.run(["git", *who, *arguments], cwd=tmp_path, check=True, capture_output=True)

    monkeypatch.chdir(tmp_path)
    git("init", "-q")
    shutil.copytree(root / "data", tmp_path / "data")
    for name in ("_config.yml", "_toc.yml", "src/masalih/__init__.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    for word, code in {"so": BOOK, "otherwise": BOOK, "broken": "exit('%s')"}.items():
        (tmp_path / "src/masalih/__main__.py").write_text(code % word)
        git("add", "-A")
        git("commit", "-qm", word)
        git("tag", word)
    return tmp_path


def test_revisions_are_built_once_by_their_own_code_and_compared(history, capfd):
    assert main(["diff", "so", "otherwise"]) == 0
    said, progress = capfd.readouterr()
    assert "- It was so." in said and "+ It was otherwise." in said
    assert progress.count("building") == 2
    assert main(["diff", "so", "HEAD~1"]) == 0
    said, progress = capfd.readouterr()
    assert "+ It was otherwise." in said and "building" not in progress
    left = [path.suffix for path in (history / record.REVISIONS).iterdir() if path.is_dir()]
    assert left == [], "the folder in which a revision was built is taken away"


def test_a_revision_that_is_not_there_or_cannot_be_built_is_said_in_a_line(history, capfd):
    assert main(["diff", "no-such", "so"]) == 1
    assert "nor a revision of git. Remedy:" in capfd.readouterr().out
    assert main(["diff", "broken", "so"]) == 1
    said = capfd.readouterr().out
    assert "Remedy: git worktree add" in said and "Traceback" not in said


def test_what_is_no_record_is_said_with_its_remedy(tmp_path, capsys):
    assert main(["diff", str(tmp_path), str(tmp_path / "none.json")]) == 1
    assert "Remedy: build it there" in capsys.readouterr().out
