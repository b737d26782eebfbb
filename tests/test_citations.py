"""A number from several sources leads to all of them on the page and prints them all on paper."""

import re
from html import unescape

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from masalih import anchors, citations, data, formats, translation, validation
from masalih.book.pages.number_links import link_back
from masalih.book.paper import gather, pdf, source_numbers
from masalih.citations import page as register, provenance
from masalih.citations.publishers import publisher_name

EDITIONS = ("ar", "en")
CHAPTERS = (
    "01-dialogue",
    "02-isis",
    "03-capacity",
    "04-alhol",
    "05-f16",
    "06-iran",
    "07-priority",
    "08-balance",
    "09-omitted",
    "10-outlook",
)
both = pytest.mark.parametrize("edition", EDITIONS)


@pytest.fixture(autouse=True)
def _own_page():
    citations.start_page()
    yield
    citations.start_page()
    formats.use(None)


def soup(html):
    return BeautifulSoup(html, "html.parser")


def by_id(page):
    """{id: element} of a page."""
    return {element["id"]: element for element in page.find_all(id=True)}


def reached(elements, href):
    """The source ids that the link of a number leads to, itself or by its entry.

    elements: {id: element} of the page."""
    kind, id = anchors.read(href)
    if kind == "source":
        return [id]
    item = elements.get(href.removeprefix("#"))
    assert item is not None, f"{href} leads nowhere"
    found = [anchors.read(link["href"]) for link in item.select("a[href^='#']")]
    return [id for kind, id in found if kind == "source"]


# ---------------------------------------------------------------- anchors


def test_an_address_is_read_back_as_it_was_made():
    for kind in anchors.PREFIXES:
        href = anchors.address(kind, "a-b-2020", "sources.html")
        assert href.startswith("sources.html#") and anchors.read(href) == (kind, "a-b-2020")
        assert anchors.read(anchors.anchor(kind, "x")) == (kind, "x")
    for other in ("", "#", "page.html", "#src-", "#sec-x", "https://a.example/data-x.csv"):
        assert anchors.read(other) == ("", ""), other


# ---------------------------------------------------------------- the page


@both
def test_a_number_from_several_sources_leads_to_all_of_them(edition):
    formats.use(edition)
    ids = list(data.sources().index[:5])
    number = citations.cited(3, ids)
    citations.cited(1, ids[4])
    page = soup(citations.references())
    assert reached(by_id(page), number.href) == ids
    entry = page.find(id=number.href.removeprefix("#"))
    for id in ids:
        assert provenance.publisher(id) in entry.get_text()
        assert provenance.published(id) in entry.get_text()
    listed = [anchors.read(item["id"])[1] for item in page.select(anchors.selector("source"))]
    assert listed == ids  # what a number leads to is listed once


def test_the_entry_of_a_number_hangs_on_its_sources_alone():
    first, second, third = data.sources().index[:3]
    number = citations.cited(3, [first, second])
    assert citations.cited(4, [second, first, second]).href == number.href
    assert citations.cited(5, [first, third]).href != number.href
    citations.start_page()
    citations.cited(6, [third, first])
    assert citations.cited(3, [first, second]).href == number.href
    citations.start_page()
    assert "numbers" not in citations.references()


def test_a_series_is_led_to_only_where_it_has_all_the_sources():
    rows = data.observations("isis_attacks_iraq_ctc")
    assert len(citations.sources_of(rows)) > 1
    assert citations.cited(1, rows).href == anchors.address("data", "isis_attacks_iraq_ctc")
    other = next(id for id in data.sources().index if id not in citations.sources_of(rows))
    number = citations.cited(1, pd.concat([rows, pd.DataFrame({"source": [other]})]))
    assert anchors.read(number.href)[0] == "number"
    page = soup(citations.references())
    assert {*reached(by_id(page), number.href)} == {*citations.sources_of(rows), other}
    assert 'href="#data-isis_attacks_iraq_ctc"' in str(page.find(id=number.href[1:]))


def test_an_entry_leads_back_to_its_numbers():
    first, second, third = data.sources().index[:3]
    numbers = [citations.cited(n, [first, second])._repr_html_() for n in (3, 4)]
    citations.cited(5, [first, third])  # shown nowhere
    one, two, end = link_back([f"<p>{numbers[0]}</p>", numbers[1], citations.references()])
    ids = re.findall(r'id="(n-\w+-\d)"', one + two)
    page = soup(end)
    backs = page.select("[role=doc-backlink]")
    assert [(link["href"], link.get_text()) for link in backs] == [
        (f"#{ids[0]}", formats.num(3)),
        (f"#{ids[1]}", formats.num(4)),
    ]
    assert len(page.select(anchors.selector("number"))) == 1
    assert link_back(["<p>no number</p>"]) == ["<p>no number</p>"]


def others_in(text):
    """The number at the end of a tooltip; Arabic says one and two in words."""
    digits = re.search(r"\d+", text)
    return int(digits[0]) if digits else 2 if "مصدران" in text else 1  # int() reads ٣ too


def sources_of_tooltip(title, labels):
    """(labels that a tooltip names, number of all its sources); a label may hold a semicolon."""
    rest, named = unescape(title), []
    while rest:
        label = max((label for label in labels if rest.startswith(label)), key=len, default="")
        if not label:
            return named, len(named) + others_in(rest)
        named.append(label)
        rest = rest[len(label) :].lstrip("؛; ")
    return named, len(named)


def wrong_numbers(html):
    """[(number, address)] of the numbers whose link misses a source that the tooltip counts."""
    with data.held():
        label = {id: citations.source_label(id) for id in data.sources().index}
    labels, page, wrong = {*label.values()}, BeautifulSoup(html, "lxml"), []
    elements = by_id(page)
    for link in page.select("a.cited"):
        if not link["href"].startswith("#"):
            continue  # to the ledger of claims
        named, count = sources_of_tooltip(link["title"], labels)
        found = reached(elements, link["href"])
        if count > len(found) or not {*named} <= {label[id] for id in found}:
            wrong.append((link.get_text(), link["href"]))
    return wrong


@both
@pytest.mark.parametrize("chapter", CHAPTERS)
def test_every_number_of_a_chapter_leads_to_all_its_sources(site, root, chapter, edition):
    formats.use(edition)
    html = (gather.folder(root, edition) / "notebooks" / f"{chapter}.html").read_text("utf-8")
    few = 50 if chapter < "09" else 15  # the last two examine no claims and are short
    assert html.count('class="cited"') > few and wrong_numbers(html) == []


def test_a_number_that_leads_to_one_of_its_sources_would_be_seen():
    formats.use("en")
    ids = list(data.sources().index[:2])
    number = citations.cited(3, ids)
    html = number._repr_html_() + citations.references()
    assert wrong_numbers(html) == []
    one = html.replace(number.href, anchors.address("source", ids[0]))
    assert wrong_numbers(one) == [("3", f"#src-{ids[0]}")]


# ---------------------------------------------------------------- paper


def printed(body, links):
    """{number: numbers printed after it} of links that have become the numbers of a paper page."""
    for link in links:
        note = link
        while not (note.name == "sup" and "noted" in note["class"]):
            note = note.find_next(["sup"])
        text = note.get_text()
        numbers = set()
        for first, last in re.findall(r"(\d+)(?:–(\d+))?", text):
            numbers |= {*range(int(first), int(last or first) + 1)}
        yield numbers


@both
def test_paper_prints_all_the_sources_of_a_number(edition):
    formats.use(edition)
    ids = list(data.sources().index[:9])
    for id in ids:
        citations.cited(1, id)
    several = citations.cited(2, [ids[i] for i in (6, 0, 2, 3, 4)])
    one, again = citations.cited(3, ids[8]), citations.cited(4, ids[:2])
    body = soup(
        f"<section><p>{several._repr_html_()} {one._repr_html_()}</p><p>{again._repr_html_()} "
        f"{again._repr_html_()}</p>{citations.references()}</section>"
    ).section
    source_numbers.SourceNumbers(body, "", gather.words_of(edition)).print()
    notes = [note.get_text() for note in body.select("p sup.noted")]
    expected = {"ar": ["(١، ٣–٥، ٧)", "(٩)", "(١، ٢)"], "en": ["[1, 3–5, 7]", "[9]", "[1, 2]"]}
    assert notes == expected[edition]
    links = [link["href"] for link in body.select("p sup.noted")[0].select("a.note")]
    assert links == [anchors.address("source", ids[i]) for i in (0, 2, 4, 6)]
    assert not body.select(anchors.selector("number", ""))


def test_the_thousandth_source_has_the_digits_of_the_edition():
    formats.use("ar")
    assert (source_numbers.digits(999), source_numbers.digits(1000)) == ("٩٩٩", "١٠٠٠")
    formats.use("en")
    assert source_numbers.digits(1000) == "1000"


@both
@pytest.mark.parametrize("chapter", CHAPTERS)
def test_paper_prints_all_sources_of_a_chapter_s_numbers(site, root, chapter, edition):
    formats.use(edition)
    body = gather.article(gather.folder(root, edition) / "notebooks" / f"{chapter}.html")
    listed = [anchors.read(item["id"])[1] for item in body.select(anchors.selector("source"))]
    place = {id: number for number, id in enumerate(listed, 1)}
    links = [
        link
        for link in body.select("a.cited[href^='#']")
        if anchors.read(link["href"])[0] in ("source", "number")
    ]
    elements = by_id(body)
    expected = [{place[id] for id in reached(elements, link["href"])} for link in links]
    texts = [link.get_text() for link in links]
    source_numbers.SourceNumbers(body, "", gather.words_of(edition)).print()
    found = zip(texts, expected, printed(body, links), strict=True)
    assert len(texts) > 10 or chapter == "08-balance"  # which reckons with the ledger and itself
    assert texts and [(text, wanted, got) for text, wanted, got in found if wanted != got] == []


def test_page_numbers_that_do_not_settle_are_a_fault(monkeypatch, tmp_path, root):
    page = gather.Page("02-isis", "ISIS", "", "", soup("<section></section>").section)
    book = gather.Book("en", "T", "A", "1", data.sources()["accessed"].max(), {}, [page])
    book.words.update(gather.words_of("en"))
    sheet = iter(range(10, 90))
    monkeypatch.setattr(pdf.browser, "find", lambda: "chromium")
    monkeypatch.setattr(pdf.cover, "draw", lambda *_: None)
    monkeypatch.setattr(pdf, "document", lambda *_: "")
    monkeypatch.setattr(pdf, "_print", lambda chromium, source, target: target.write_text("x"))
    monkeypatch.setattr(
        pdf.binding, "page_numbers", lambda *_: {"about": 1, "02-isis": next(sheet)}
    )
    monkeypatch.setattr(pdf.binding, "finish", lambda *_: None)
    with pytest.raises(pdf.Unprinted, match=r"\[en\].*do not settle.*ISIS.* page 12.*say 11"):
        pdf.write(root, book, tmp_path)
    assert not (tmp_path / "masalih-en.pdf").exists()
    monkeypatch.setattr(pdf.binding, "page_numbers", lambda *_: {"about": 1, "02-isis": 9})
    assert pdf.write(root, book, tmp_path) == tmp_path / "masalih-en.pdf"


def test_a_new_page_forgets_the_combinations_of_the_one_before():
    citations.cited(3, list(data.sources().index[:2]))
    citations.start_page()
    assert not register._combinations


# ---------------------------------------------------------------- who says it

DATE = re.compile(r"[^\W\d_].* \d{4}$")  # of the last figure: it says until when, not what
SAID = {
    "ar": "بحسب|وفق|نقل|أورد|يورد|ذكر|نشر|تقول|يقول|قال|حساب|رصد|أعلن|كتب|عن |يروي|روت",
    "en": "report|accord|says|said|cit|quot|digest|relay|count|announc|publish|wrote|put|estimate",
}


def silent_sentences(page, digests, edition):
    """Sentences with a number that rests on digests alone, which name nobody who says it."""
    elements = by_id(page)
    for link in page.select("a.cited[href^='#']"):
        block = link.find_parent(["p", "li"])  # a table has its own column or line for that
        text, number = block and block.get_text(" ", strip=True), link.get_text(strip=True)
        if not text or not {*reached(elements, link["href"])} <= digests or DATE.search(number):
            continue
        said = [one for one in re.split(r"(?<=[.؟?!])\s", text) if number in one]
        if not any(re.search(SAID[edition], one) for one in said):
            yield text


def digests():
    fields = validation.Package(validation.root()).resource("sources")["schema"]["fields"]
    names = next(one["digests"] for one in fields if one["name"] == "publisher")
    sources = data.sources()
    return {*sources.index[sources["publisher"].isin(names)]}


@both
@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_sentence_on_a_digest_alone_names_who_says_it(document, chapter, edition):
    page = document(f"{edition}/notebooks/{chapter}.html")
    assert [*silent_sentences(page, digests(), edition)] == []


def test_a_sentence_that_hides_its_digest_is_seen():
    one = sorted(digests())[0]
    page = soup(f'<p>They were <a class="cited" href="#src-{one}">7</a>. He said so.</p>')
    assert [*silent_sentences(page, digests(), "en")] == ["They were 7 . He said so."]


# ---------------------------------------------------------------- names of publishers


@pytest.mark.parametrize(
    ("written", "arabic"),
    [
        ("Reuters", "رويترز"),
        ("Alsumaria (Reuters)", "السومرية نيوز (رويترز)"),
        ("Reuters via Al Arabiya", "رويترز عبر العربية"),
        ("Janes (citing Lead IG)", "مؤسسة جينز (نقلاً عن المفتش العام الرئيس)"),
        ("AFP (Reuters copy)", "وكالة الصحافة الفرنسية (نسخة من رويترز)"),
        ("AFP (repost)", "وكالة الصحافة الفرنسية (نسخة)"),
        (
            "AFP (Masress, citing CENTCOM)",
            "وكالة الصحافة الفرنسية (موقع مصرس، نقلاً عن القيادة المركزية الأميركية)",
        ),
        ("The Nightly Build (Reuters)", "The Nightly Build (رويترز)"),
    ],
)
def test_a_publisher_has_its_arabic_name_also_where_it_passes_on_another(written, arabic):
    with translation.edition("ar"):
        assert publisher_name(written) == arabic
    with translation.edition("en"):
        assert publisher_name(written) == written


def test_the_arabic_edition_names_in_arabic_who_writes_in_arabic():
    own = data.sources().query("language == 'ar'")["publisher"].unique()
    with translation.edition("ar"):
        latin = {name for name in own if re.search("[A-Za-z]", publisher_name(name))}
    assert len(own) > 100 and latin == set(), "their names go into data/terms.csv (CONTRIBUTING.md)"


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: citations.show(None), "takes a frame and its caption, not None"),
        (lambda: citations.show(data.claims()), "give a caption"),
        (lambda: citations.verdicts("C07"), 'verdicts(claims().loc[["C07"]])'),
        (lambda: citations.verdicts(data.claims().loc["C07"]), "not a Series"),
        (lambda: citations.verdicts(data.sources()), "takes rows of claims()"),
    ],
)
def test_what_is_no_frame_is_told_what_is(call, said):
    with pytest.raises(ValueError) as told:
        call()
    assert said in str(told.value)


# ---------------------------------------------------------------- lists that are folded


@both
def test_lists_of_sources_are_folded_and_open_on_paper(document, edition):
    page = document(f"{edition}/notebooks/06-iran.html")
    lists = page.select(".references > details")
    assert len(lists) == 3 and not any(one.has_attr("open") for one in lists)
    for one in lists:
        items = one.find(["ol", "ul"]).find_all("li", recursive=False)
        with translation.edition(edition):
            assert f"({formats.num(len(items))})" in one.summary.get_text()
    body = BeautifulSoup(str(page.select_one("article")), "lxml")
    gather._unfold(body)
    assert not body.select(".references details") and len(body.select("p.references-title")) >= 3


def test_a_number_opens_the_list_that_it_leads_to(browser, site):
    """From a folder, and by the keyboard's Enter as by a tap."""
    page = browser.new_page()
    page.goto((site / "ar/notebooks/06-iran.html").as_uri())
    link = page.locator("article a.cited[href^='#src-']").first
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_timeout(300)
    target = link.get_attribute("href")
    assert page.locator(f"[id='{target[1:]}']").is_visible()
    page.close()
