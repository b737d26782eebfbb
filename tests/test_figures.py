"""The tools under a figure, by keyboard and mouse: enlarge, take away, cite, link to it."""

import csv
import io
import re
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from conftest import ROOT
from PIL import Image

NAME = "fig-isis-counts"
PATHS = {edition: f"{edition}/notebooks/02-isis.html" for edition in ("ar", "en")}
WIDTHS = {"laptop": (1300, 900), "phone": (390, 844)}
every_edition = pytest.mark.parametrize("edition", PATHS)


@pytest.fixture
def figure(open_page, url):
    """figure(edition, width="laptop", **context options) → the figure NAME on its page.

    `figure.page.complaints` is what went wrong.
    """

    def open_it(edition, width="laptop", address=url, **options):
        size = dict(zip(("width", "height"), WIDTHS[width], strict=True))
        page = open_page(address + PATHS[edition], viewport=size, **options)
        found = page.locator(f"#{NAME}")
        found.scroll_into_view_if_needed()
        page.wait_for_function(f"""() => [...document.querySelectorAll('#{NAME} img')]
            .some(i => i.checkVisibility() && i.complete && i.naturalWidth)""")
        return found

    return open_it


def press(locator, key="Enter"):
    locator.focus()
    locator.press(key)


def focused(page):
    return page.evaluate("() => document.activeElement.className")


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
@every_edition
def test_a_figure_opens_large_and_gives_the_focus_back(figure, edition, width, colours):
    shown = figure(edition, width, color_scheme=colours)
    page, button = shown.page, shown.locator(".chart-enlarge")
    press(button)
    dialog = page.locator(".chart-dialog[open]")
    assert dialog.get_attribute("aria-label") == shown.locator(".caption-text").inner_text()
    page.wait_for_function("() => document.querySelector('.chart-dialog img').naturalWidth")
    image = dialog.locator("img")
    assert image.get_attribute("src").endswith(f"{NAME}-wide{'-dark' * (colours == 'dark')}.svg")
    look = """i => { const s = getComputedStyle(i), b = i.getBoundingClientRect();
        return [b.width, b.width / b.height, s.filter, s.backgroundColor] }"""
    first, ratio, *colour = image.evaluate(look)
    natural = image.evaluate("i => [i.naturalWidth, i.naturalWidth / i.naturalHeight]")
    assert (
        first >= natural[0] - 1
        and abs(ratio - natural[1]) < 0.02
        and colour == ["none", "rgba(0, 0, 0, 0)"]
    )
    assert page.evaluate(
        "() => document.querySelector('.chart-dialog').contains(document.activeElement)"
    )
    larger = dialog.locator(".chart-zoom").last
    for _ in range(3):
        press(larger)
    assert image.evaluate(look)[0] > 2 * first
    # The stage takes the keys that scroll; a phone's reader moves it with a finger.
    assert dialog.locator(".chart-stage").evaluate(
        "e => e.tabIndex === 0 && e.scrollWidth > e.clientWidth && e.scrollHeight > e.clientHeight"
    )
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    page.keyboard.press("Escape")
    dialog.wait_for(state="detached")
    assert focused(page) == "chart-enlarge"
    press(button)
    press(page.locator(".chart-dialog .chart-close"))
    dialog.wait_for(state="detached")
    assert focused(page) == "chart-enlarge"
    assert page.complaints == []


@pytest.mark.parametrize(
    "width, colours, variant", [("laptop", "light", "wide"), ("phone", "dark", "narrow-dark")]
)
@every_edition
def test_what_is_taken_away_is_what_is_shown(
    figure, site, tmp_path, edition, width, colours, variant
):
    shown = figure(edition, width, color_scheme=colours)

    def take(kind):
        with shown.page.expect_download() as download:
            press(shown.locator(f".chart-{kind}"))
        path = tmp_path / download.value.suggested_filename
        download.value.save_as(path)
        return path

    svg, png, data = take("svg"), take("png"), take("csv")
    assert [path.name for path in (svg, png, data)] == [
        f"{NAME}-{edition}-{variant}.svg",
        f"{NAME}-{edition}-{variant}.png",
        f"{NAME}-{edition}.csv",
    ]
    assert svg.read_bytes() == (site / edition / "_images" / f"{NAME}-{variant}.svg").read_bytes()
    assert ElementTree.parse(svg).getroot().tag.endswith("svg")
    natural = shown.evaluate(
        """f => { const i = [...f.querySelectorAll('img')].find(i => i.checkVisibility());
            return [i.naturalWidth, i.naturalHeight] }"""
    )
    picture = Image.open(png).convert("RGB")
    assert picture.width == (natural[0] + 32) * 3 and picture.height > (natural[1] + 32) * 3
    ground = picture.getpixel((3, 3))
    assert (sum(ground) < 200) == (colours == "dark")
    # Title above, drawing in the middle, sources below: each has left ink on the ground.
    for top, bottom in ((0, 0.15), (0.3, 0.6), (0.85, 1)):
        part = picture.crop(
            (0, int(picture.height * top), picture.width, int(picture.height * bottom))
        )
        assert len(part.getcolors(part.width * part.height)) > 20
    records = list(csv.DictReader(io.StringIO(data.read_text("utf-8"))))
    assert data.read_bytes() == (site / edition / "_data" / f"{NAME}.csv").read_bytes()
    assert len(records) == shown.locator(".chart-data tbody tr").count() > 10
    assert shown.page.complaints == []


def parts(shown):
    """Number, title and date of a figure and the heading of its page, as a reader sees them."""
    number, title, dated = (
        " ".join(shown.locator(part).inner_text().split())
        for part in (".caption-number", ".caption-text", ".chart-as-of")
    )
    return number, title, dated, shown.page.locator("h1").evaluate("h => h.firstChild.data.trim()")


def expected(edition, shown):
    number, title, dated, chapter = parts(shown)
    address = f"{shown.page.url.split('#')[0]}#{NAME}"
    if edition == "ar":
        assert number.startswith("الشكل ") and not re.search("[0-9]", number + dated)
        return f"«{title}»، {number} في «{chapter}»، مصالح مشتركة. {dated} {address}"
    return f"“{title}”, {number} in “{chapter}”, Shared Interests. {dated} {address}"


@every_edition
def test_a_citation_and_an_address_can_be_copied(figure, edition):
    shown = figure(edition, permissions=["clipboard-read", "clipboard-write"])
    press(shown.locator(".chart-cite summary"))
    press(shown.locator(".chart-copy"))
    status = shown.get_by_role("status")
    status.filter(has_text={"ar": "نُسخ التوثيق", "en": "Citation copied"}[edition]).wait_for()
    assert shown.page.evaluate("() => navigator.clipboard.readText()") == expected(edition, shown)
    press(shown.locator(".chart-link"))
    status.filter(has_text={"ar": "نُسخ الرابط", "en": "Link copied"}[edition]).wait_for()
    assert (
        shown.page.evaluate("() => navigator.clipboard.readText()")
        == shown.page.url
        == expected(edition, shown).split()[-1]
    )
    assert shown.page.complaints == []


@every_edition
def test_without_the_right_to_copy_the_citation_is_selected(figure, edition):
    shown = figure(edition)
    shown.page.evaluate(
        "() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }"
    )
    press(shown.locator(".chart-cite summary"))
    press(shown.locator(".chart-copy"))
    shown.get_by_role("status").filter(has_text=re.compile("محدَّد|selected")).wait_for()
    assert " ".join(shown.page.evaluate("() => getSelection().toString()").split()) == expected(
        edition, shown
    )


@every_edition
def test_the_tab_key_walks_along_the_tools(figure, edition):
    shown = figure(edition, "phone")
    shown.locator(".chart-enlarge").focus()
    walked = []
    for _ in range(7):
        walked.append(
            focused(shown.page)
            or shown.page.evaluate("() => document.activeElement.parentElement.className")
        )
        assert (
            shown.page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle")
            != "none"
        ), f"no outline: {walked[-1]}"
        shown.page.keyboard.press("Tab")
    assert walked == [
        "chart-enlarge",
        "chart-svg",
        "chart-png",
        "chart-csv",
        "chart-link",
        "chart-embed",
        "chart-cite",
    ]


@every_edition
def test_without_a_script_the_tools_that_need_none_are_there(site, edition):
    soup = BeautifulSoup((site / PATHS[edition]).read_text("utf-8"), "html.parser")
    for tools in soup.select(".chart-tools"):
        assert all(button.has_attr("hidden") for button in tools.select("button"))
        for link in tools.select(".chart-svg, .chart-csv"):
            assert ((site / PATHS[edition]).parent / link["href"]).is_file() and link[
                "download"
            ].isascii()
        assert (
            soup.select_one(tools.select_one(".chart-link")["href"])
            and tools.select_one(".chart-citation").text.strip()
        )


@every_edition
def test_the_data_behind_a_figure_is_a_table_that_can_be_heard(site, edition):
    soup = BeautifulSoup((site / PATHS[edition]).read_text("utf-8"), "html.parser")
    tables = soup.select("figure.chart .chart-data table")
    assert len(tables) >= 5
    for table in tables:
        assert table.caption.text.startswith(
            table.find_parent("figure").select_one(".caption-text").text
        )
        assert [head["scope"] for head in table.select("thead th")] == ["col"] * len(
            table.select("thead tr > *")
        )
        assert all(
            head["scope"] == "row" and head.text.strip() for head in table.select("tbody th")
        )
        if edition == "ar":
            cells = [
                cell.text for row in table.select("tbody tr") for cell in row.select("th, td")[:-1]
            ]
            assert [
                text
                for text in cells
                if re.search("[0-9]", text) and not re.search("[A-Za-z]", text)
            ] == []


@every_edition
def test_a_book_opened_from_a_folder_keeps_its_tools(figure, site, edition):
    shown = figure(edition, address=f"{site.as_uri()}/")
    assert not shown.locator(".chart-png").is_visible(), (
        "a page opened as a file may not read its drawings"
    )
    assert (
        shown.locator(".chart-svg").is_visible()
        and "file:" not in shown.locator(".chart-citation").text_content()
    )
    press(shown.locator(".chart-enlarge"))
    shown.page.wait_for_function("() => document.querySelector('.chart-dialog img').naturalWidth")


def test_the_charts_of_slides_alone_have_a_drawing_for_them(site):
    for edition in ("ar", "en"):
        decks = (ROOT / "book" / edition / "seminar" / "slides").glob("session-*.md")
        shown = {
            name
            for deck in decks
            for name in re.findall(r"\{chart\} (\S+)", deck.read_text("utf-8"))
        }
        for ending in ("-slide.svg", "-slide-dark.svg"):
            drawn = (site / edition / "_images").glob(f"*{ending}")
            assert {path.name.removesuffix(ending) for path in drawn} == shown
