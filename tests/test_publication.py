"""What leaves the house is described as others expect: codebook, standards, ledger for machines."""

import csv
import hashlib
import io
import json
import re
import subprocess
import zipfile

import pytest
from conftest import ROOT

from masalih import data, export, formats, translation, validation
from masalih.export import archive, codebook

PACKAGE = validation.Package(validation.root())
VALIDATORS = ROOT / ".venv/validators/bin"  # made by `make .venv/foreign`


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The zip, unpacked."""
    made = tmp_path_factory.mktemp("zip")
    export.write_zip(made / "x.zip", PACKAGE)
    zipfile.ZipFile(made / "x.zip").extractall(made)
    return made


@pytest.fixture(scope="module")
def descriptor(folder):
    return json.loads((folder / "datapackage.json").read_text("utf-8"))


def test_the_zip_tells_a_stranger_what_is_in_it(folder):
    readme = (folder / "README.md").read_text("utf-8")
    named = set(re.findall(r"`([\w.-]+\.(?:json|md|csv))`", readme))
    assert {"datapackage.json", "codebook-ar.md", "CHANGELOG.md", "claims.csv"} <= named
    assert [name for name in named if not (folder / name).is_file()] == []


def test_the_descriptor_is_of_2024_and_knows_every_file(folder, descriptor):
    assert descriptor["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    for resource in descriptor["resources"]:
        content = (folder / resource["path"]).read_bytes()
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        assert resource["bytes"] == len(content)
        assert "profile" not in resource


def test_every_cell_that_may_be_empty_says_why(descriptor):
    labels = {}
    for resource in descriptor["resources"]:
        for field in resource.get("schema", {}).get("fields", []):
            if not field.get("constraints", {}).get("required"):
                (one,) = field["missingValues"]
                assert one["value"] == ""
                labels.setdefault(one["label"], []).append(field["name"])
    assert {"not applicable", "not found", "withheld"} <= labels.keys()
    assert "published" in labels["not found"] and "total" in labels["withheld"]


@pytest.mark.parametrize("language", translation.EDITIONS)
def test_the_codebook_describes_every_column_in_its_language(folder, language):
    text = (folder / f"codebook-{language}.md").read_text("utf-8")
    for name in PACKAGE.resources:
        for field in PACKAGE.read(name).fields:
            words = codebook.described(field, language)
            assert words, f"{name}.{field['name']} has no description in {language}"
            assert f"`{field['name']}`" in text
    arabic = sum("\u0600" <= letter <= "\u06ff" for letter in text)
    assert (arabic > 5000) if language == "ar" else (arabic < 50)


def test_a_reason_that_nobody_knows_is_told():
    with pytest.raises(LookupError, match="lost"):
        codebook.why_empty({"name": "value", "missing": "lost"})


# ---------------------------------------------------------------- the ledger


def test_the_claims_are_those_of_the_ledger():
    found = json.loads(archive.beside(PACKAGE)["claims.json"])["claims"]
    rows = {
        row["id"]: row
        for row in csv.DictReader(io.StringIO((PACKAGE.folder / "claims.csv").read_text("utf-8")))
    }
    assert [one["id"] for one in found] == [*rows]
    for one in found:
        row = rows[one["id"]]
        assert (one["verdict"], one["kind"]) == (row["verdict"], row["kind"])
        assert ";".join(one["supports"]) == row["supports"]
        assert one["claim"]["en"] == row["claim_en"] and "{" not in one["reason"]["ar"]
    assert len(data.claims()) == len(found)


@pytest.mark.parametrize("language", translation.EDITIONS)
def test_a_review_follows_the_verdict(language):
    with translation.edition(language):
        reviews = [*export.claim_reviews(PACKAGE, "article.html", "Authors")]
        words = {id: translation.gettext(v) for id, v in data.claims()["verdict"].items()}
    assert len(reviews) == len(words)
    for review in reviews:
        id = review["url"].rsplit("-", 1)[1]
        rating = review["reviewRating"]
        assert rating["alternateName"] == words[id]
        assert ("ratingValue" in rating) == (data.claims().loc[id, "verdict"] != "untestable")
    first = next(one for one in reviews if one["url"].endswith("C01"))
    assert first["reviewRating"]["ratingValue"] == first["reviewRating"]["bestRating"]


# ---------------------------------------------------------------- the site


def linked_data(document, path):
    found = document(path).select("script[type='application/ld+json']")
    return json.loads(found[-1].string)


@pytest.mark.parametrize("language", translation.EDITIONS)
def test_the_page_of_the_data_describes_them_whole(site, document, language):
    said = linked_data(document, f"{language}/book/{language}/reference/series.html")
    assert said["@type"] == "Dataset" and said["datePublished"] and said["keywords"]
    tables = [one for one in said["distribution"] if "sha256" in one]
    assert len(tables) == len(PACKAGE.descriptor["resources"])
    folder = site / language / "book" / language / "reference"
    for one in tables:
        content = (folder / one["contentUrl"]).resolve().read_bytes()
        assert one["sha256"] == hashlib.sha256(content).hexdigest()
    ledger = linked_data(document, f"{language}/book/{language}/article.html")["@graph"]
    assert {one["@type"] for one in ledger} == {"ClaimReview"} and len(ledger) == 32


def test_the_crate_has_every_figure_with_its_hash(site):
    crate = json.loads((site / "ro-crate-metadata.json").read_text("utf-8"))
    files = {one["@id"]: one for one in crate["@graph"] if one["@type"] == "File"}
    drawn = {p.relative_to(site).as_posix() for p in site.glob("??/_images/fig-*-wide.svg")}
    assert drawn and drawn <= files.keys()
    for name in sorted(drawn)[:20]:
        assert files[name]["sha256"] == hashlib.sha256((site / name).read_bytes()).hexdigest()
    (whole,) = [one for one in crate["@graph"] if one["@id"] == "./"]
    assert {one["@id"] for one in whole["hasPart"]} == files.keys()


# ---------------------------------------------------------------- what others say of it


def judged(*command):
    """What a validator prints, once it is satisfied."""
    said = subprocess.run(list(map(str, command)), capture_output=True, text=True, timeout=600)
    assert said.returncode == 0, said.stdout[-3000:] + said.stderr[-3000:]
    return said.stdout + said.stderr


def test_a_reader_of_croissant_accepts_it(folder):
    said = judged(VALIDATORS / "mlcroissant", "validate", "--jsonld", folder / "croissant.json")
    assert "WARNING" not in said and "Done" in said


def test_a_reader_of_data_packages_2_accepts_it(folder):
    read = "import dplib.models as m, sys; print(len(m.Package.from_path(sys.argv[1]).resources))"
    said = judged(VALIDATORS / "python", "-W", "ignore", "-c", read, folder / "datapackage.json")
    assert said.strip() == str(len(PACKAGE.descriptor["resources"]))


def test_a_reader_of_crates_accepts_it(site):
    read = (
        "import sys; from rocrate.rocrate import ROCrate; crate = ROCrate(sys.argv[1]); "
        "print(crate.name, len(crate.data_entities))"
    )
    said = judged(VALIDATORS / "python", "-W", "ignore", "-c", read, site)
    graph = json.loads((site / "ro-crate-metadata.json").read_text("utf-8"))["@graph"]
    assert said.split()[-1] == str(sum(one["@type"] == "File" for one in graph))


def test_the_edition_is_not_changed_by_describing_it():
    with translation.edition("en"):
        archive.beside(PACKAGE)
        assert formats.language() == "en"
