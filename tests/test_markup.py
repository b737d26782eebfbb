"""What the files of the site tell by themselves: each page is parsed once for all of it."""

import functools
import json
import re
from collections import Counter
from itertools import groupby
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from book_pages import (
    ARTICLES,
    CHAPTERS,
    DIRECTION,
    LATIN_NAMES,
    NAMED,
    OWN,
    PAGES,
    edition,
    of_page,
)
from bs4.element import NavigableString, PreformattedString, Tag

ARABIC = [path for path in PAGES if edition(path) == "ar"]
NOT_PROSE = frozenset(["code", "pre", "kbd", "samp", "script", "style", "noscript", "svg"])
SAID = (  # attributes that are shown or heard
    *("aria-label", "title", "alt", "placeholder", "summary", "value"),
    *("data-bs-title", "data-bs-original-title", "data-toggle-hint", "data-tooltip"),
)


def texts(element):
    """The texts below an element, without comments."""
    return [
        text
        for text in element.find_all(string=True)
        if not isinstance(text, PreformattedString) and text.strip()
    ]


def within(node, names):
    """Whether a node lies in an element of one of the names."""
    return any(parent.name in names for parent in node.parents)


def spoken(node):
    """The language that a node is marked to be in."""
    elements = [node, *node.parents] if isinstance(node, Tag) else node.parents
    return next(element["lang"] for element in elements if element.get("lang"))


def prose(element):
    """[(text, its language)] below an element, code left out."""
    return [(text, spoken(text)) for text in texts(element) if not within(text, NOT_PROSE)]


# ---------------------------------------------------------------- heard


@of_page(PAGES)
def test_a_page_is_built_for_those_who_hear_it(document, path):
    page = document(path)
    assert len(page.select("main, [role=main]")) == 1
    nameless = page.select("nav:not([aria-label]):not([aria-labelledby])")
    assert nameless == [], "every list of links is named"
    levels = [int(heading.name[1]) for heading in page.find_all(re.compile(r"^h[1-6]$"))]
    pairs = zip([0, *levels], levels, strict=False)
    assert levels.count(1) == 1 and all(after <= before + 1 for before, after in pairs), levels
    for table in page.select(".bd-article table"):
        assert table.find("th"), table.get_text()[:60]
        if "dataframe" not in table.get("class", ()):
            assert [head for head in table.find_all("th") if not head.get("scope")] == []
    buttons = page.select("button, .article-header-buttons a")
    assert [
        button
        for button in buttons
        if not button.get("aria-label") and not button.get_text(strip=True)
    ] == []


@of_page(ARTICLES)
def test_images_say_what_they_show(document, path):
    for image in document(path).select("article img"):
        alt = image.get("alt", "")
        assert len(alt) > 15 and not re.search(r"\.(svg|png|jpe?g)$|^<", alt), image


@of_page(PAGES)
def test_an_id_stands_once_on_a_page(document, path):
    ids = [element["id"] for element in document(path).find_all(id=True)]
    assert [id for id, count in Counter(ids).items() if count > 1] == []


# ---------------------------------------------------------------- words


@of_page(ARTICLES)
def test_words_of_the_other_language_say_so(document, path):
    foreign = {"ar": "[A-Za-z]{2}", "fa": "$^", "ckb": "$^", "ku": "$^"}
    assert [
        text.strip()
        for article in document(path).select("article")
        for text, language in prose(article)
        if re.search(foreign.get(language, "[\u0620-\u064a]"), text)
    ] == []


def latin(text):
    return re.search("[A-Za-z]{2,}", text) and not re.search("[\u0620-\u064a]", text)


def runs(element):
    """[(element, text)] of the texts, as if the book did not mark what is Latin (span.latin)."""

    def flat(parent):
        for child in parent.children:
            if isinstance(child, Tag) and "latin" in child.get("class", ()):
                yield from flat(child)
            elif not isinstance(child, PreformattedString):
                yield child

    def joins(child):
        return isinstance(child, NavigableString)

    for is_text, children in groupby(flat(element), joins):
        if is_text:
            yield element, "".join(children).strip()
        else:
            for child in children:
                yield from runs(child)


@of_page(ARABIC)
def test_no_english_is_left_on_an_arabic_page(document, path):
    page = document(path)
    # A selector does not look into a template.
    cards = (name for card in page.find_all("template") for name in card.find_all("bdi"))
    named = [*page.select(NAMED), *cards]
    publishers = {part.strip() for element in named for part in element.get_text().split("؛")}
    marked = set(map(id, named))

    def home(element):
        """Whether an element is the place of Arabic prose."""
        around = [element, *element.parents]
        return (
            not any(parent.name in NOT_PROSE or id(parent) in marked for parent in around)
            and spoken(element) == "ar"
        )

    found = {
        ("text", text)
        for element, text in runs(page.body)
        if latin(text)
        and home(element)
        and not all(part.strip() in publishers for part in text.split("؛"))
    }
    found |= {
        (name, element[name])
        for element in page.find_all(True)
        for name in SAID
        if latin(element.get(name, ""))
        and element.get("type") != "radio"  # its value is what a script compares, its label is read
        and (element.name in ("button", "summary") or home(element))
    }
    found |= {("title", page.title.string)} if latin(page.title.string) else set()
    assert {entry for entry in found if not LATIN_NAMES.match(entry[1])} == set()


@of_page(ARABIC)
def test_arabic_text_has_arabic_digits_and_signs(document, path):
    page = document(path)
    assert [  # a title stands as its publisher printed it
        text.strip()
        for text, language in prose(page.body)
        if language == "ar" and re.search("[0-9,;?%]", text) and not within(text, ["cite"])
    ] == []
    counted = ".caption-number, .footnote-reference, .footnote .label, .std-numref, .book-footer"
    assert [
        element
        for element in page.select(counted)
        if re.search("[0-9]", "".join(element.find_all(string=True, recursive=False)))
    ] == []


# ---------------------------------------------------------------- figures


@of_page(CHAPTERS)
def test_every_figure_keeps_the_contract(document, site, path):
    figures = document(path).select("figure.chart[id]")
    # a chapter that examines claims draws its counts; the others stand on fewer
    examines = f"exercises/{path.rsplit('/', 1)[1]}" in "".join(ARTICLES)
    assert len(figures) >= (5 if examines else 2)
    parts = (
        *(".caption-number", ".caption-text", ".chart-subtitle", ".chart-as-of", ".chart-csv"),
        *(".chart-source a[href^=http]", ".chart-data tbody tr"),
    )
    for figure in figures:
        assert [part for part in parts if not figure.select(part)] == [], figure["id"]
        assert all(figure.select_one(part).get_text(strip=True) for part in parts[:4])
        name = figure.select_one(".chart-csv")["href"]
        assert (site / path).parent.joinpath(unquote(name)).resolve().is_file()
    # They draw judgements, or what tables hold of meetings and texts: no series.
    if not re.search("balance|outlook|dialogue", path):
        assert any(figure.select('.chart-data a[href*="#series-"]') for figure in figures), (
            "no figure leads to its series in the catalogue"
        )


@pytest.fixture(scope="session")
def drawn_icons(site):
    """drawn_icons(edition) → classes of the icons whose sign the edition's icon font has."""
    from fontTools.ttLib import TTFont

    @functools.cache
    def read(name):
        static = site / name / "_static"
        (font,) = (static / "fonts").glob("icons-*.woff2")
        signs = TTFont(font).getBestCmap()
        styles = "".join(file.read_text("utf-8") for file in static.glob("css-*.css"))
        rules = re.findall(r'([^{}]+)\{[^{}]*content:\s*"([^"\\])"', styles)
        return {
            icon
            for selectors, sign in rules
            if ord(sign) in signs
            for icon in re.findall(r"\.(fa-[\w-]+)::?before", selectors)
        }

    return read


@of_page(PAGES)
def test_every_icon_is_in_the_icon_font(document, drawn_icons, path):
    """The icon font holds the icons that pages name; another would be an empty box."""
    icons = document(path).select(".fa-solid, .fas, .far, .fa-regular, .fa-brands")
    assert [icon for icon in icons if not drawn_icons(edition(path)) & set(icon["class"])] == []


# ---------------------------------------------------------------- links


@pytest.fixture(scope="session")
def anchors(site):
    """anchors(path) → the places of a page that a link may name."""

    @functools.cache
    def read(path):
        text = (site / path).read_text("utf-8")
        return set(re.findall(r'<[a-zA-Z][^<>]*?\s(?:id|name)="([^"]+)"', text))

    return read


CHANGES = ["changes.ar.html", "changes.en.html"]  # test_changes.py looks at what they say


@of_page([*PAGES, *OWN, *CHANGES])
def test_every_internal_link_leads_somewhere(document, site, anchors, path):
    page = document(path)
    links = [
        element.get("href") or element.get("src") or element.get("srcset")
        for element in page.select("a[href], link[href], script[src], img[src], source[srcset]")
    ]
    broken = []
    for link in set(links):
        parts = urlsplit(link)
        if parts.scheme or link.startswith("//"):
            continue
        target = unquote(urlsplit(urljoin(f"http://x/{path}", link)).path).lstrip("/")
        if not (site / target).is_file():
            broken.append(f"{link} is not there")
        elif (
            parts.fragment
            and target.endswith(".html")
            and unquote(parts.fragment) not in anchors(target)
        ):
            broken.append(f"{link} has no such place")
    assert broken == []


@of_page([*PAGES, *OWN])
def test_every_page_says_its_language_and_names_its_twin(document, path):
    page = document(path)
    name = edition(path) if "/" in path else "ar"
    assert (page.html["lang"], page.html["dir"]) == (name, DIRECTION[name])
    if path in PAGES and path.count("/") > 1:
        twins = {link["hreflang"] for link in page.select("link[rel=alternate][hreflang][href]")}
        assert twins == {"ar", "en", "x-default"}


def test_the_pages_of_the_site_are_those_that_are_looked_at(site):
    found = {path.relative_to(site).as_posix() for path in site.rglob("*.html")}
    apart = ("series/", "figures/")  # test_series_pages.py looks at them
    assert {path for path in found if not path.startswith(apart)} == {*PAGES, *OWN, *CHANGES}


def test_downloads_are_in_one_language(site):
    for name, other in (("ar", "lang-en"), ("en", "lang-ar")):
        found = list((site / name / "_sources").rglob("*.ipynb"))
        assert found
        for path in found:
            cells = json.loads(path.read_text("utf-8"))["cells"]
            assert not [cell for cell in cells if other in cell["metadata"].get("tags", [])]
            assert any(f"lang-{name}" in cell["metadata"].get("tags", []) for cell in cells)
