"""What is typed in data stays text wherever the library makes markup of it.

The check refuses markup in a cell; here its rules are off, and a payload stands in every cell of
words of a few rows of each table.
"""

import csv
import inspect
import io
import json
import re

import pytest
from bs4 import BeautifulSoup

from masalih import bibliography, data, formats, reference, translation, validation
from masalih.book.site import series_pages

PAYLOAD = (
    " <img src=x class=pwn onerror=pwn()></script></style><script class=pwn>pwn()</script>"
    '<b class=pwn>b</b> [x](javascript:pwn) {doc}`x` $a_1$ *em* | c "onmouseover="pwn()" \'<!-- %'
)
TOLD = "[x](javascript:pwn)"  # a part of it that no escaping changes
ROWS = 40  # of a table that hold it, beside those that are asked for below
IDS = {  # what the lists of some rows are asked for
    "ids": "ip-195 ip-250",
    "motive": "isis",
    "chapter": "isis",
    "base": "reference/",
    "page": "reference/sources",
    "folder": "_downloads/",
}
ASKED = {
    "story": {"ids": "ip-338 ip-327"},
    "who": {"ids": "ctc musings"},
    "facts": {"ids": "ip-195"},
    "definitions": {"ids": "isis_attacks_iraq_ctc"},
    "readings": {"ids": "ctc-2020-05-remaining-expanding-recovery"},
    "claim_link": {"id": "C07"},
    "statements": {"ids": "C07"},
    "place_of": None,  # no markup
    "figures": None,  # called by series
}


def is_words(spec):
    """Whether a column holds words that somebody typed and a page may print."""
    words = ("name", "note", "title", "definition", "claim_", "reason_", "allows", "seen", "draw")
    words += ("stood", "stands", "why", "shows", "finding", "prediction", "tile")
    return spec["type"] == "string" and spec["name"].startswith(words)


@pytest.fixture
def hostile(copy, monkeypatch):
    """A copy of the package with the payload in it, read without a rule."""
    package = validation.Package(copy.root)
    for name, resource in package.resources.items():
        words = [spec["name"] for spec in resource["schema"]["fields"] if is_words(spec)]
        rows = [row.cells for row in package.read(name).rows]
        asked = {"ip-195", "ip-250", "ip-338", "ip-327", "isis_attacks_iraq_ctc", "ctc", "musings"}
        for at, row in enumerate(rows if words else ()):
            if at < ROWS or row.get("id") in asked:
                row |= {column: row[column] + payload(column) for column in words if row[column]}
        out = io.StringIO()
        writer = csv.DictWriter(out, package.read(name).names, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        copy.put(resource["path"], out.getvalue().encode())
    monkeypatch.setattr(validation.Package, "_faults_of", lambda self, name: ())
    return copy


def payload(column):
    """The payload; without braces in a reason, where they name rows."""
    return PAYLOAD.replace("{doc}", "") if column.startswith("reason_") else PAYLOAD


def live(markup):
    """What in a piece of markup would act, or be an element that nobody of ours wrote."""
    page = BeautifulSoup(str(markup), "html.parser")
    found = [str(element)[:120] for element in page.select(".pwn, script, img[src=x], style")]
    for element in page.find_all(True):
        for name, value in element.attrs.items():
            text = " ".join(value) if isinstance(value, list) else value
            led = name in ("href", "src", "action") and re.match(r"\s*(?:javascript|data):", text)
            if name.startswith("on") or led:
                found.append(f"{element.name} {name}={text[:60]}")
    return found


def lists():
    """(name, function, arguments) of what `reference` makes for a page."""
    for name, function in list(vars(reference).items()):
        own = inspect.isfunction(function) and function.__module__ == reference.__name__
        if own and not name.startswith("_") and ASKED.get(name, {}) is not None:
            wanted = inspect.signature(function).parameters
            given = {one: IDS[one] for one in wanted if one in IDS} | ASKED.get(name, {})
            yield name, function, given


@pytest.mark.parametrize("edition", ["ar", "en"])
def test_no_list_of_the_reference_lets_markup_through(hostile, edition):
    formats.use(edition)
    made = {name: str(function(**given)) for name, function, given in lists()}
    formats.use(None)
    assert {name: live(markup) for name, markup in made.items() if live(markup)} == {}
    silent = {name for name, markup in made.items() if TOLD not in markup}
    plain = {"downloads", "read", "tables", "terms", "who", "readings"}  # print no such words
    assert silent <= plain, "the payload was not even printed"


@pytest.mark.parametrize("edition", ["ar", "en"])
def test_no_page_of_a_series_lets_markup_through(hostile, root, edition):
    id, package = "isis_attacks_iraq_ctc", validation.Package(hostile.root)
    rows: dict[str, list] = {}
    for row in data.observations().itertuples():
        rows.setdefault(row.series, []).append(row)
    with translation.edition(edition):
        made = series_pages.Pages(root, edition, package, data.series(), rows).page(id)
    assert TOLD in made
    # what is ours has nothing of the payload in it
    assert [one for one in live(made) if "pwn" in one] == []


def test_lists_for_other_programs_keep_their_form(hostile):
    text = bibliography.bibtex()
    assert text.count("{") - text.count(r"\{") == text.count("}") - text.count(r"\}")
    assert any(TOLD in item.get("title", "") for item in json.loads(bibliography.csl_json()))
