"""A finding is a sentence, one number and a drawing made for its size, wherever it is shown."""

import re
from html import unescape
from pathlib import Path

import pandas as pd
import pytest
from altered_counts import NUMBER_WORD
from bs4 import BeautifulSoup

from masalih import Finding, cited, formats, observations
from masalih.charts import sparkline
from masalih.charts.sparkline import Bar

CHAPTERS = 10
SHOWN = 8  # findings of "In five minutes"; the two others belong to its verdicts
EDITIONS = ("ar", "en")
NOTEBOOKS = Path(__file__).parents[1] / "notebooks"


@pytest.fixture(autouse=True)
def english():
    formats.use("en")
    yield
    formats.use(None)


def finding(**changed):
    rows = observations("isis_attacks_iraq_joc")
    said = {"name": "finding-x", "title": "Attacks fell.", "label": "attacks", **changed}
    return Finding(number=cited(len(rows), rows), **said), rows


# ---------------------------------------------------------------- what it refuses


@pytest.mark.parametrize(
    "changed, told",
    [
        ({"name": "fig-x"}, "finding-…"),
        ({"title": " "}, "no title"),
        ({"label": ""}, "no label"),
    ],
)
def test_a_finding_that_lacks_something_is_refused(changed, told):
    with pytest.raises(ValueError, match=told):
        finding(**changed)


def test_a_number_without_its_rows_is_refused():
    with pytest.raises(ValueError, match="cited"):
        Finding("finding-x", "Attacks fell.", 7, "attacks")


def test_a_finding_without_a_drawing_and_a_bar_below_zero_are_refused():
    one, rows = finding()
    with pytest.raises(ValueError, match="no drawing"):
        one.bundle()
    with pytest.raises(ValueError, match="0 or more"):
        one.columns(rows.assign(value=-1.0), "year")
    with pytest.raises(ValueError, match="0 or more"):
        one.rows(rows.assign(value=float("nan"), label="x"))


# ---------------------------------------------------------------- what it draws


def test_a_year_without_a_row_stays_empty_and_is_no_zero():
    one, rows = finding()
    known = rows.iloc[:2].assign(year=[2020, 2023], value=[4.0, 2.0])
    bundle = one.columns(known, "year").bundle()
    assert [amount for _, amount, *_ in bundle["bars"]] == [4, None, None, 2]
    assert bundle["alt"] == "2020: 4; 2023: 2"


@pytest.mark.parametrize("language", EDITIONS)
def test_letters_on_a_card_are_at_least_twelve_pixels(language):
    assert sparkline.TEXT[language] * 96 / 72 >= 12


def test_the_same_bars_give_the_same_bytes_and_words_stay_inside():
    bars = [Bar("2014", 10_000.0, "10,000", True), Bar("2015", 5.0, "5", True)]
    first, size = sparkline.svg("finding-x", "columns", bars, "en")
    assert (first, size) == sparkline.svg("finding-x", "columns", bars, "en")
    assert size[0] == 280 and "<text" not in first


# ---------------------------------------------------------------- on the pages


def page(site, edition, name):
    text = (site / edition / name.format(edition)).read_text("utf-8")
    return BeautifulSoup(text, "html.parser")


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_first_page_has_a_card_a_chapter_with_one_number_and_no_chart(site, edition):
    first = page(site, edition, "book/{}/index.html")
    cards = first.select(".chapter-card")
    assert len(cards) == CHAPTERS and not first.select("figure.chart")
    for card in cards:
        assert len(card.select(".finding-number strong")) == 1
        (light,) = card.select("img.only-light")
        assert int(light["width"]) <= 280 and light["alt"]


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_finding_offers_a_picture_to_share(site, edition):
    shown = page(site, edition, "notebooks/five-minutes.html").select("figure.finding")
    assert len(shown) == CHAPTERS
    for one in shown:
        (link,) = one.select("a.finding-share")
        file = site / edition / "notebooks" / link["href"]
        head = file.resolve().read_bytes()[:24]
        assert head[:8] == b"\x89PNG\r\n\x1a\n"
        assert [int.from_bytes(head[at : at + 4], "big") for at in (16, 20)] == [1200, 630]
        assert link["download"] == f"{one['id'].replace('finding', 'masalih')}-{edition}.png"


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_findings_are_read_in_five_minutes(site, edition):
    """At most 1,100 words up to the sources, and a verdict in words for every motive."""
    article = page(site, edition, "notebooks/five-minutes.html").select_one("article")
    end = article.select_one("#five-sources")
    (end if end.name == "section" else end.find_parent("section")).decompose()
    for part in article.select(".cell_input, .headerlink, nav, details, template, .chart-tools"):
        part.decompose()
    words = [w for w in unescape(article.get_text(" ")).split() if re.search(r"\w", w)]
    assert len(words) <= 1_100, len(words)
    verdicts = article.select(".verdict-line")
    assert len(verdicts) == SHOWN - 1  # the sum has no claim of its own
    assert not re.search(r"\bC\d\d\b", " ".join(line.get_text() for line in verdicts))


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_number_on_a_card_is_that_of_its_finding(site, edition):
    def numbers(name):
        shown = page(site, edition, name).select("figure.finding")
        return {
            one.select_one(".finding-title").get_text(strip=True): one.select_one(
                ".finding-number strong"
            ).get_text(strip=True)
            for one in shown
        }

    assert numbers("book/{}/index.html") == numbers("notebooks/five-minutes.html")


def test_rows_of_a_finding_keep_their_order_and_their_marks():
    one, rows = finding()
    drawn = pd.DataFrame({"label": ["a", "b"], "value": [1, 2], "source": rows["source"].iloc[0]})
    assert one.rows(drawn, marked=["b"]).bundle()["bars"] == [
        ["a", 1.0, "1", False],
        ["b", 2.0, "2", True],
    ]


READ_FIRST = [*sorted(path.stem for path in NOTEBOOKS.glob("[01]*.ipynb")), "replay"]


@pytest.mark.parametrize("name", READ_FIRST)
@pytest.mark.parametrize("edition", EDITIONS)
def test_a_page_answers_its_question_in_one_short_sentence(document, edition, name):
    """In bold, before any chart: at most 25 words, and two numbers with the years."""
    answer = document(f"{edition}/notebooks/{name}.html").select_one(
        "article p > strong:only-child"
    )
    said = answer.get_text(" ", strip=True)
    assert len([word for word in said.split() if re.search(r"\w", word)]) <= 25, said
    assert len(re.findall(rf"\d[\d٬٫.,]*|\b(?:{NUMBER_WORD[edition]})\b", said)) <= 2, said
    assert not answer.find_all_previous("figure"), said
