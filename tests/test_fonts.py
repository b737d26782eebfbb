"""The typeface of the pages holds every letter that they show, and is the licence's to keep."""

import io
import re

import pytest
from fontTools.ttLib import TTFont

from masalih.book.base import fonts


def whole(weight="Regular"):
    return fonts._source(weight).read_bytes()


@pytest.fixture(scope="module")
def cut(root):
    codes = frozenset(map(ord, fonts.letters(root)))
    return fonts.cut(whole(), codes, fonts.OURS)


def test_the_cut_is_light_and_named_as_ours_with_its_licence(cut):
    assert len(cut) < 24_000
    names = {record.nameID: record.toUnicode() for record in TTFont(io.BytesIO(cut))["name"].names}
    assert not re.search("Plex", " ".join(names[number] for number in (1, 3, 4, 6)))
    assert "Open Font License" in names[13]


@pytest.mark.parametrize("edition", ["ar", "en"])
def test_every_letter_of_the_site_that_the_typeface_has_is_in_the_cut(site, edition):
    has = set(TTFont(io.BytesIO(whole())).getBestCmap())
    for weight in fonts.WEIGHTS:
        file = site / edition / f"_static/fonts/BookSans-{weight}.woff2"
        kept = set(TTFont(file).getBestCmap())
        for page in (site / edition).rglob("*.html"):
            missing = {*map(ord, page.read_text("utf-8"))} & has - kept
            assert not missing, (page.name, sorted(map(chr, missing)))


def test_letters_of_the_book_are_found_wherever_they_stand(root):
    found = fonts.letters(root)
    assert {"ء", "٪", "é", "~"} <= found


def test_arabic_letters_are_joined_in_the_cut(cut):
    features = {
        one.FeatureTag for one in TTFont(io.BytesIO(cut))["GSUB"].table.FeatureList.FeatureRecord
    }
    assert {"init", "medi", "fina", "rlig"} <= features
