"""Every series and every figure has a page of its own in both editions, and files beside it."""

import io
import json
import re
import zipfile
from html import unescape
from html.parser import HTMLParser
from types import SimpleNamespace

import pandas as pd
import pytest
from conftest import ROOT
from test_site import axe

from masalih import data, translation
from masalih.book.base import csp
from masalih.book.site import own_pages, series_drawing, series_pages
from masalih.rhythm import rhythm

KNOWN = data.series()
ROWS = dict(iter(data.observations().groupby("series", sort=False)))
KILOBYTES = 60  # of a page of one series
VOID = {"meta", "link", "img", "source", "br"}
ID = re.compile(r'\sid="([^"]+)"')
HREF = re.compile(r'<(?:a|link)\b[^>]*?\shref="([^"]+)"')
LOADED = re.compile(r'<\w+\b[^>]*?\s(?:href|src|srcset)="(?!http)([^"#]+)')
pytestmark = pytest.mark.xdist_group("series pages")


@pytest.fixture(scope="module")
def folder(site):
    return site / "series"


@pytest.fixture(scope="module")
def pages(folder):
    """{name: HTML} of all pages of series."""
    return {path.name: path.read_text("utf-8") for path in folder.glob("*.html")}


def test_every_series_has_its_page_in_both_editions_and_its_files(folder):
    kinds = ("ar.html", "en.html", "csv", "json", "zip")
    expected = {f"{id}.{kind}" for id in KNOWN.index for kind in kinds} | {*series_pages.ASSETS}
    assert {path.name for path in folder.iterdir()} == expected


def test_pages_are_small_and_name_nothing_twice(pages):
    large = {
        name: len(text) for name, text in pages.items() if len(text.encode()) > KILOBYTES << 10
    }
    twice = [n for n, text in pages.items() if len(set(ids := ID.findall(text))) < len(ids)]
    assert (large, twice) == ({}, [])


def test_every_link_of_a_page_leads_somewhere(pages, site):
    places = {}

    def leads(name, link):
        path, _, anchor = link.partition("#")
        file = (site / "series" / path).resolve() if path else site / "series" / name
        if file not in places:
            there = file.is_file()
            places[file] = set(ID.findall(file.read_text("utf-8"))) if there else None
        if places[file] is None:
            return False
        return not anchor or anchor in places[file]

    binary = (".csv", ".json", ".zip", ".svg", ".css")
    broken = set()
    for name, text in pages.items():
        for link in set(HREF.findall(text)):
            if re.match("https?:", link):
                continue
            plain = link.endswith(binary)
            if not ((site / "series" / link).is_file() if plain else leads(name, link)):
                broken.add((name, link))
    assert broken == set()


def test_the_catalogue_leads_to_each_page(site):
    for edition in ("ar", "en"):
        lists = (site / edition / f"book/{edition}/reference").glob("series-*.html")
        found = {way for page in lists for way in HREF.findall(page.read_text("utf-8"))}
        missing = {f"../../../../series/{id}.{edition}.html" for id in KNOWN.index} - found
        assert missing == set()


class Tags(HTMLParser):
    """Elements that were opened and not closed, or closed in another order."""

    def __init__(self, text):
        super().__init__()
        self.open, self.faults = [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        if tag not in VOID:
            self.open.append(tag)
        if len({name for name, _ in attrs}) < len(attrs) or any(n == "style" for n, _ in attrs):
            self.faults.append((tag, attrs))

    def handle_startendtag(self, tag, attrs):
        pass

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append(tag)


def test_pages_are_whole_and_keep_the_policy(pages):
    for name in sorted(pages)[::45]:
        parsed = Tags(pages[name])
        assert (parsed.faults, parsed.open) == ([], []), name
        assert unescape(csp.meta(csp.rules())) in unescape(pages[name])
        edition = name.split(".")[1]
        direction = "rtl" if edition == "ar" else "ltr"
        assert f'<html lang="{edition}" dir="{direction}">' in pages[name]


def test_the_arabic_pages_count_in_arabic_digits(pages):
    for name in sorted(name for name in pages if ".ar." in name)[::30]:
        drawn = re.search("<svg.*?</svg>", pages[name], re.S)[0]
        words = "".join(re.findall(r">([^<]+)<", drawn)) + re.search('aria-label="(.*?)"', drawn)[1]
        assert not re.search("[0-9]", words), name


# ---------------------------------------------------------------- files


def test_the_csv_reads_back_as_the_rows_of_the_package(folder):
    numbers = ("value", "low", "high")
    read = []
    for id in KNOWN.index:
        raw = (folder / f"{id}.csv").read_bytes()
        assert raw.startswith(b"\xef\xbb\xbf"), "Excel takes Arabic for another alphabet"
        empty = {name: [""] for name in numbers}
        read.append(pd.read_csv(io.BytesIO(raw), keep_default_na=False, na_values=empty))
        assert set(read[-1]["series"]) == {id}
        assert set(read[-1]["unit"]) == {KNOWN.at[id, "unit"]}
    found, ours = pd.concat(read).set_index("id"), data.observations().set_index("id")
    assert found["unit_ar"].all() and sorted(found.index) == sorted(ours.index)
    found = found.loc[ours.index]
    for name in ["start", "end"]:
        assert (pd.to_datetime(found[name]) == ours[name]).all()
    for name in numbers:
        assert ((found[name] == ours[name]) | (found[name].isna() & ours[name].isna())).all()
    for name in ["series", "bound", "by", "place", "source", "corroborates", "note_ar", "note_en"]:
        assert (found[name] == ours[name]).all(), name


def test_the_metadata_follow_the_rows(folder):
    known = set(data.sources().index)
    for id, own in ROWS.items():
        found = json.loads((folder / f"{id}.json").read_text("utf-8"))
        assert found["id"] == id and found["rows"] == len(own)
        assert found["end"] == str(own["end"].max().date())
        assert {s["id"] for s in found["sources"]} >= set(own["source"])
        assert {s["id"] for s in found["sources"]} <= known
        assert found["rivals"] == KNOWN.at[id, "rival_of"]


@pytest.mark.parametrize("id", ["isis_attacks_iraq_ctc", "camp_pop_total"])
def test_the_zip_holds_the_files_and_their_sources(folder, id):
    with zipfile.ZipFile(folder / f"{id}.zip") as packed:
        assert packed.testzip() is None
        assert packed.read(f"{id}.csv") == (folder / f"{id}.csv").read_bytes()
        assert packed.read(f"{id}.json") == (folder / f"{id}.json").read_bytes()
        keys = set(re.findall(r"^@\w+\{(.*),$", packed.read(f"{id}.bib").decode("utf-8"), re.M))
        assert keys >= set(ROWS[id]["source"]) and "README.txt" in packed.namelist()


def test_the_map_of_the_site_names_every_page(folder, site):
    found = own_pages.sitemap(site, "https://example.org/b/")
    named = set(re.findall(r"<loc>https://example.org/b/series/(.*?)</loc>", found))
    assert named == {path.name for path in folder.glob("*.html")}


def test_nothing_is_written_again_where_nothing_changed(folder, site, monkeypatch):
    series_pages.write(ROOT, site)
    monkeypatch.setattr(series_pages, "files", lambda root: pytest.fail("made again"))
    series_pages.write(ROOT, site)


# ---------------------------------------------------------------- figures


def test_every_figure_has_its_bare_page_and_its_files(site):
    for edition in ("ar", "en"):
        names = {path.stem for path in (site / edition / "_data").glob("fig-*.csv")}
        assert len(names) > 50
        for name in names:
            files = site / edition / "_data"
            about = json.loads((files / f"{name}.json").read_text("utf-8"))
            with zipfile.ZipFile(files / f"{name}.zip") as packed:
                assert {f"{name}.csv", f"{name}.json", f"{name}.svg"} <= {*packed.namelist()}
                assert packed.read(f"{name}.csv") == (files / f"{name}.csv").read_bytes()
            page, _, anchor = about["page"].partition("#")
            assert f'id="{anchor}"' in (site / edition / page).read_text("utf-8")
            bare = (site / "figures" / f"{name}.{edition}.html").read_text("utf-8")
            parsed = Tags(bare)
            assert (parsed.faults, parsed.open) == ([], []), name
            for way in LOADED.findall(bare):
                assert (site / "figures" / way).is_file(), (name, way)
        assert len(list((site / "figures").glob(f"*.{edition}.html"))) == len(names)


@pytest.mark.parametrize(
    "path",
    [
        "series/camp_pop_total.ar.html",
        "series/isis_attacks_iraq_ctc.en.html",
        "figures/fig-isis-counts.ar.html",
    ],
)
def test_a_page_opens_from_a_folder_and_can_be_heard(browser, site, path):
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"{site.as_uri()}/{path}")
    page.evaluate("() => document.fonts.ready")
    assert said == []
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    if path.startswith("figures"):
        assert page.locator(".snippet").inner_text().count(path) == 1
        assert page.evaluate("() => document.querySelector('img').naturalWidth") > 0
    assert axe(page) == []
    context.close()


# ---------------------------------------------------------------- drawing and rhythm


def figure(start, end, value=float("nan"), low=float("nan"), high=float("nan"), bound="exact"):
    days = {"start": pd.Timestamp(start), "end": pd.Timestamp(end)}
    return SimpleNamespace(
        **days, value=value, low=low, high=high, bound=bound, place="iraq", by=""
    )


def test_a_drawing_tells_ranges_bounds_and_periods_apart():
    rows = [
        figure("2020-01-01", "2020-12-31", 10.0),
        figure("2021-06-01", "2021-06-01", low=5.0, high=20.0, bound="range"),
        figure("2022-06-01", "2022-06-01", 15.0, bound="floor"),
    ]
    with translation.edition("en"):
        drawn = series_drawing.svg(rows, "persons")
    assert drawn.count("<circle") == 2  # a range has no value
    assert len(re.findall("M", re.search('class="span" d="(.*?)"', drawn)[1])) == 1
    ends = re.search('class="range" d="(.*?)"', drawn)[1]
    assert ends.count("V") == 2 and ends.count("m-4") == 1
    assert 'aria-label="First: 10 people, 2020. Last: at least 15 people, 1 June 2022."' in drawn


@pytest.mark.parametrize(
    "ends, due",
    [
        (["2024-03-31", "2024-06-30", "2024-09-30", "2024-12-31"], "2025-03-31"),
        (["2021-12-31", "2022-12-31", "2023-12-31", "2024-12-31"], "2025-12-31"),
        (["2024-10-01", "2024-10-15", "2024-10-29", "2024-11-13"], "2024-11-27"),
        (["2024-03-31", "2024-06-30", "2024-12-31"], None),  # too few
        (["2024-01-31", "2024-02-29", "2024-07-31", "2024-12-31"], None),  # no step
    ],
)
def test_the_next_figure_follows_the_rhythm_of_the_rows(ends, due):
    found = rhythm(ends, "2025-01-15")
    assert (str(found.next.date()) if found else None) == due


def test_a_rhythm_that_stopped_expects_nothing_and_plans_do_not_count():
    years = ["2014-12-31", "2015-12-31", "2016-12-31", "2017-12-31", "2030-12-31"]
    assert rhythm(years, "2025-01-15").stopped
    assert not rhythm(years, "2018-06-01").stopped
