"""A source that reaches a reference manager must be the one in sources.csv, in its letters.

Claim no more than is known.
"""

import csv
import json
import re

import pytest

from masalih import bibliography, data

KNOWN = data.sources()
AWKWARD = (
    'awkward-2020-page,50% & Co_,"A {braced} \\ title: $5 #1 ~ ^ «عنوان» ""quoted""",2020-02,'
    "https://example.org/a_{b}?c=%20&d#e,en,false,excerpt,cited only,2026-11-23,,"
)

# The parts of the published schema (CSL-JSON 1.0) that our items use.
DATE = {
    "type": "object",
    "required": ["date-parts"],
    "additionalProperties": False,
    "properties": {
        "date-parts": {
            "type": "array",
            "minItems": 1,
            "maxItems": 2,
            "items": {"type": "array", "minItems": 1, "maxItems": 3, "items": {"type": "integer"}},
        }
    },
}
TEXT = {"type": "string", "minLength": 1}
CSL = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["id", "type", "accessed"],
        "additionalProperties": False,
        "properties": {
            "id": TEXT,
            "type": {"enum": ["webpage", "document", "report", "article-newspaper"]},
            "title": TEXT,
            "container-title": TEXT,
            "publisher": TEXT,
            "issued": DATE,
            "accessed": DATE,
            "URL": TEXT,
            "language": TEXT,
            "note": TEXT,
        },
    },
}


def parsed(text):
    from pybtex.database import parse_string

    return parse_string(text, "bibtex").entries


def plain(text):
    """What LaTeX prints: commands carried out, protecting braces gone."""
    commands = {"textbackslash": "\\", "textasciitilde": "~", "textasciicircum": "^", None: ""}
    return re.sub(
        r"\\([&%$#_{}])|\\(\w+)\{\}|[{}]", lambda found: found[1] or commands[found[2]], text
    )


@pytest.fixture(scope="module")
def entries():
    pytest.importorskip("pybtex")
    return parsed(bibliography.bibtex())


@pytest.fixture(scope="module")
def items():
    return json.loads(bibliography.csl_json())


def test_every_source_is_there_once_with_its_facts(entries, items):
    assert list(entries) == sorted(KNOWN.index) == [item["id"] for item in items]
    for id, row in KNOWN.iterrows():
        fields = entries[id].fields
        found = {
            "organization": plain(fields["organization"]),
            "date": fields.get("date", ""),
            "url": fields.get("url", ""),
            "urldate": fields["urldate"],
        }
        assert found == {
            "organization": row["publisher"],
            "date": row["published"],
            "url": row["url"],
            "urldate": f"{row['accessed']:%Y-%m-%d}",
        }
        assert plain(fields["title"]) in (row["title"], f"[{row['title'][1:-1]}]") and plain(
            fields.get("note", "")
        ).startswith(row["note"])
        assert entries[id].type == ("online" if row["url"] else "misc") and not entries[id].persons


def test_a_title_only_described_does_not_pose_as_one(entries, items):
    described = {
        id for id, title in KNOWN["title"].items() if title.startswith("(") and title.endswith(")")
    }
    assert len(described) > 200
    assert {
        id for id, entry in entries.items() if plain(entry.fields["title"]) != KNOWN.at[id, "title"]
    } == described
    assert {
        item["id"] for item in items if item["title"] != KNOWN.at[item["id"], "title"]
    } == described
    assert all(
        item["title"] == f"[{KNOWN.at[item['id'], 'title'][1:-1]}]"
        for item in items
        if item["id"] in described
    )
    assert all("title" in entries[id].fields["note"].lower() for id in described), (
        "the note says where the title comes from"
    )
    assert "(Updated) Iran-Backed Militias" in bibliography.bibtex()


def test_csl_json_is_what_its_schema_wants(items):
    jsonschema = pytest.importorskip("jsonschema")
    jsonschema.validate(items, CSL)
    by_id = {item["id"]: item for item in items}
    for id, row in KNOWN.iterrows():
        assert (
            "-".join(
                f"{part:02d}"
                for part in by_id[id].get("issued", {"date-parts": [[]]})["date-parts"][0]
            )
            == row["published"]
        )
        assert by_id[id]["title"][1:-1] == row["title"][1:-1] and by_id[id].get(
            "note", ""
        ).startswith(row["note"])


def test_signs_that_mean_something_to_latex_survive():
    """Also those that the rules of the data let in no title today."""
    pytest.importorskip("pybtex")
    row = next(csv.DictReader([",".join(data.current().read("sources").names), AWKWARD]))
    fields = parsed(bibliography._entry(row))[row["id"]].fields
    assert (plain(fields["title"]), plain(fields["organization"])) == (
        row["title"],
        row["publisher"],
    )
    assert fields["url"] == "https://example.org/a_%7Bb%7D?c=%20&d#e"


def test_the_sources_of_some_rows_alone():
    some = list(dict.fromkeys(data.observations("isis_attacks_iraq_ctc").source))
    assert [item["id"] for item in json.loads(bibliography.csl_json(some))] == sorted(some)
    assert bibliography.bibtex(some).count("\n@") + 1 == len(some) and bibliography.bibtex([]) == ""
    with pytest.raises(data.DataError, match="did you mean"):
        bibliography.bibtex([some[0] + "x"])
