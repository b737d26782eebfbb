"""Two faces of one source: nothing of the teacher's reaches students, all of it the teacher."""

import html
import json
import re

import pytest
from bs4 import BeautifulSoup
from conftest import ROOT

from masalih import citations, data, formats
from masalih.book.pages import faces
from masalih.book.paper import gather
from masalih.book.teach import material, powerpoint, site as teachers_site

both = pytest.mark.parametrize("edition", ["ar", "en"])
# What may stand in front of a student who asked for it: one deliberate step away.
ASKED = ("lab-keys",)
TOLD = 40  # letters of a sentence that nobody writes twice by chance


def words(markup):
    """The text of some markup, its spaces made one."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", markup)).split())


def whole(edition):
    """{page: its whole markup} of the pages of an edition that have two faces."""
    html = gather.folder(ROOT, edition)
    return {name: faces.kept(html, name).read_text("utf-8") for name in teachers_site.pages(html)}


def hidden(markup):
    """Sentences of the teacher's in a page, long enough to be known again."""
    for part in faces.HIDDEN.findall(markup):
        soup = BeautifulSoup(part, "html.parser")
        for block in soup.select(".teacher p, .teacher li, .teacher td, .notes p, .notes li"):
            text = " ".join(block.get_text(" ").split())
            # What the ledger says stands in the ledger, and on the first page.
            if len(text) >= TOLD and "verdict-line" not in (block.get("class") or []):
                yield text


# ---------------------------------------------------------------- the student's face


def test_hidden_parts_are_cut_out_whole_and_nested_ones_with_them():
    body = f"a{faces.OPEN}<aside>b<div>c</div></aside>{faces.CLOSE}d{faces.OPEN}e{faces.CLOSE}f"
    assert faces.public(body) == "adf"


@both
def test_every_page_of_the_seminar_hides_something(site, edition):
    pages = whole(edition)
    sessions = [name for name in pages if re.search(r"seminar/session-\d$", name)]
    decks = [name for name in pages if re.search(r"slides/session-\d$", name)]
    assert len(sessions) == len(decks) == 7
    assert all(sum(1 for _ in hidden(pages[name])) >= 8 for name in sessions + decks)


@both
def test_no_sentence_of_the_teachers_reaches_the_site(site, edition):
    """In no page of the site, no source of a page, no script and no download."""
    told = {text: name for name, page in whole(edition).items() for text in hidden(page)}
    assert len(told) > 200
    shown = [
        path
        for path in (site / edition).rglob("*")
        if path.suffix in (".html", ".md", ".txt", ".ipynb", ".js", ".json", ".csv")
    ]
    found = []
    for path in shown:
        if path.stem in ASKED:
            continue
        text = path.read_text("utf-8", errors="replace")
        text = words(text) if path.suffix == ".html" else " ".join(text.split())
        found += [(path.name, one) for one in told if one in text]
    assert found == []


@both
def test_no_mark_of_the_teachers_and_no_page_of_theirs_is_in_the_site(site, edition):
    for path in (site / edition).rglob("*.html"):
        text = path.read_text("utf-8")
        assert faces.OPEN not in text and 'class="notes"' not in text, path
    assert list((site / edition).glob("**/teaching")) == []
    assert list((site / edition / "_sources").rglob("*.md*")) == []


@both
def test_no_verdict_stands_on_a_page_that_a_class_reads_before_it_judges(document, edition):
    seminar = (ROOT / "book" / edition / "seminar").rglob("*.md")
    formats.use(edition)
    verdicts = tuple(words(citations.verdict_label(word)) for word in data.claims()["verdict"])
    formats.use(None)
    for source in seminar:
        name = source.relative_to(ROOT).with_suffix("")
        page = document(f"{edition}/{name}.html")
        assert page.select(".verdict, .verdict-line") == [], name
        for link in page.select("article a[href*='#claim-'], main a[href*='#claim-']"):
            after = "".join(one.get_text() for one in link.next_siblings)
            assert not after.lstrip(" :،,(«“").startswith(verdicts), (name, link)


@both
def test_search_finds_no_solution_and_no_key(site, edition):
    text = (site / edition / "search-index.js").read_text("utf-8")
    pages = [page for page, _ in json.loads(text[text.index("{") : text.rindex("}") + 1])["pages"]]
    apart = ("/teaching/", "notebooks/seminar/")  # the latter says whose each letter is
    assert not [page for page in pages if page.endswith(ASKED) or any(x in page for x in apart)]


@pytest.mark.parametrize("path", sorted((ROOT / "notebooks/exercises").glob("*.ipynb")))
def test_a_solution_is_shut_until_its_reader_opens_it(document, path):
    """By the browser itself: so it is without scripts, on a phone and on paper."""
    for edition in ("ar", "en"):
        page = document(f"{edition}/notebooks/exercises/{path.stem}.html")
        solutions = page.select("[id^=solution-]")
        assert len(solutions) >= 6
        assert {one.name for one in solutions} == {"details"}
        assert not any(one.has_attr("open") for one in solutions)
        outside = [cell for cell in page.select(".tag_solution") if not cell.find_parent("details")]
        assert outside == []


# ---------------------------------------------------------------- the teacher's face


@both
def test_sheets_are_numbered_in_order_and_named_where_they_stood(site, edition):
    bodies = material.pages(ROOT, edition)
    sheets = material.part_sheets(bodies, edition)
    assert [sheet.number for sheet in sheets] == list(range(1, len(sheets) + 1))
    assert len({sheet.title for sheet in sheets}) == len(sheets), "two sheets of one title"
    named = [line.get_text() for body in bodies.values() for line in body.select(".sheet-line")]
    assert len(named) == len(sheets) and not any(
        body.select(".handout") for body in bodies.values()
    )
    assert all(sheet.body.get_text(strip=True) for sheet in sheets)
    assert all(not sheet.body.select(".teacher") for sheet in sheets), "students read sheets"


@both
def test_no_sheet_says_a_verdict(site, edition):
    for sheet in material.part_sheets(material.pages(ROOT, edition), edition):
        assert sheet.body.select(".verdict, .verdict-line") == [], sheet.title


@both
def test_the_teachers_page_is_the_public_one_with_what_it_left_out(site, edition):
    folder = gather.folder(ROOT, edition)
    for name in teachers_site.pages(folder):
        public = folder / f"{name}.html"
        if public.is_file():
            made = teachers_site.whole(public.read_text("utf-8"), folder, name)
            page = words(faces.kept(folder, name).read_text("utf-8"))
            assert page in words(made), name


@both
def test_files_of_slides_have_the_slides_of_the_decks_with_their_notes(site, edition):
    found = powerpoint.decks(ROOT, edition)
    assert len(found) == 7
    for name, slides in found.items():
        assert 10 <= len(slides) <= 16, name
        assert all(slide.title and slide.notes for slide in slides), name
        assert all(slide.lines or slide.table or slide.drawing for slide in slides[1:]), name
