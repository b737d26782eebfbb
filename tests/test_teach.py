"""What `make teach` writes: sheets that fit their paper, slides that PowerPoint opens."""

import re

import pikepdf
import pytest
from bs4 import BeautifulSoup
from conftest import ROOT

from masalih.book.paper import pdf
from masalih.book.teach import answers, make, material, powerpoint

DECK = """<section id="s"><h1>Title</h1><p>Lead</p>
<aside class="notes"><p class="minutes">Minutes: 2</p><p>Say this.</p></aside>
<section id="a"><h2>Which?</h2><ul><li>one</li><li>two</li></ul>
<aside class="admonition teacher"><p class="admonition-title">For the teacher</p>
<p class="verdict-line"><span><span class="verdict">supported</span> A claim</span></p></aside>
<aside class="notes"><p>Wait.</p></aside></section>
<section id="b"><h2>What does it show?</h2><figure class="chart"><figcaption>
<p class="chart-title">The finding</p></figcaption><picture><img src="../x-wide.svg">
<img src="../x-slide.svg"></picture>
</figure><table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td></td></tr></table>
<aside class="notes"><p>Ask.</p></aside></section></section>"""


def test_slides_are_read_with_their_notes_and_a_finding_stands_in_the_notes():
    first, question, chart = powerpoint.read(DECK)
    assert (first.title, first.lines, first.notes[-1]) == ("Title", [(0, "Lead")], "Say this.")
    assert question.lines == [(1, "one"), (1, "two"), (1, "supported A claim")]
    assert chart.drawing == "../x-slide.svg" and chart.notes[0] == "The finding"
    assert "The finding" not in [text for _, text in chart.lines]
    assert chart.table == [["A", "B"], ["1", ""]]


@pytest.mark.parametrize("rtl", [True, False])
def test_a_file_of_slides_opens_and_runs_in_its_direction(tmp_path, rtl):
    from pptx import Presentation

    file = powerpoint._File(rtl)
    for slide in powerpoint.read(DECK):
        file.add(slide, None)
    file.deck.save(tmp_path / "deck.pptx")
    made = Presentation(tmp_path / "deck.pptx")
    assert [slide.shapes.title.text for slide in made.slides] == [
        "Title",
        "Which?",
        "What does it show?",
    ]
    assert [s.notes_slide.notes_text_frame.text.split("\n")[-1] for s in made.slides] == [
        "Say this.",
        "Wait.",
        "Ask.",
    ]
    shown = [
        paragraph._p.pPr.get("rtl")
        for slide in made.slides
        for shape in slide.shapes
        if shape.has_text_frame
        for paragraph in shape.text_frame.paragraphs
    ]
    assert set(shown) == ({"1"} if rtl else {None})


def test_a_page_of_sheets_gives_one_for_each_section_and_is_gone():
    bodies = {
        "book/en/teaching/handout-x": BeautifulSoup(
            "<section><h1>All</h1><section><h2>One</h2><p>a</p></section>"
            "<section><h2>Two</h2><p>b</p></section></section>",
            "html.parser",
        ),
        "book/en/seminar/y": BeautifulSoup(
            '<section><h1>Y</h1><div class="handout form"><p class="handout-title">'
            "<strong>Three</strong></p><p>c</p></div></section>",
            "html.parser",
        ),
    }
    sheets = material.part_sheets(bodies, "en")
    assert [(sheet.number, sheet.title) for sheet in sheets] == [
        (1, "One"),
        (2, "Two"),
        (3, "Three"),
    ]
    assert list(bodies) == ["book/en/seminar/y"]
    assert bodies["book/en/seminar/y"].get_text() == "YSheet 3: Three"


@pytest.mark.parametrize("edition", ["ar", "en"])
def test_sheets_are_printed_and_role_cards_fit_one_page(
    site, browser, tmp_path, monkeypatch, edition
):
    monkeypatch.setattr(answers, "page", lambda edition: "<section><h1>Keys</h1></section>")
    _book, pack = make.books(ROOT, edition)
    path = pdf.write(ROOT, pack, tmp_path, name="sheets", loose=True)
    with pikepdf.open(path) as printed:
        places = {page.objgen: number for number, page in enumerate(printed.pages)}
        with printed.open_outline() as outline:
            starts = [(str(one.title), places[one.destination[0].objgen]) for one in outline.root]
        ends = [start for _, start in starts[1:]] + [len(printed.pages)]
    lengths = {title: end - start for (title, start), end in zip(starts, ends, strict=True)}
    cards = [title for title in lengths if re.search(r"\((?:لعبة|game of) [\d٠-٩]+\)", title)]
    assert len(lengths) == len(pack.pages) and len(cards) >= 20
    assert sum(lengths[title] > 1 for title in cards) <= 1, lengths
    assert max(lengths[title] for title in cards) <= 2
