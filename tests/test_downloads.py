"""What pages offer for download reads as text before anything runs, in whatever Jupyter."""

import json
import re
import zipfile
from pathlib import Path

import pytest

from masalih import notebook_text
from masalih.book.base import release
from masalih.book.editions import passages, twins
from masalih.book.site import lab

LANGUAGES = ("ar", "en")
OURS = re.compile(r"\{\w[\w-]*\}|:::|^\(\S+\)=|^:\w+:", re.M)  # what only this book's pages read


class Book(passages.Unbuilt):
    """A built page, as far as a passage asks."""

    def value(self, ordinal, name):
        return {(2, "sum"): "$5 <and> more"}.get((ordinal, name))

    def place(self, target):
        return {
            "here": passages.Place("Here", "#here"),
            "fig-far": passages.Place("Figure 7", quoted=False),
        }.get(target, passages.Place("A page"))


def written(text, language="en", ran=2):
    code = [{"cell_type": "code", "source": "", "metadata": {}}] * ran
    cells = passages.evaluated([*code, {"cell_type": "markdown", "source": text}], Book())
    return passages.readable(cells, language, Book())[-1]["source"]


@pytest.mark.parametrize(
    "text, shown",
    [
        ("a {eval}`sum` b", 'a <span title="sum">&#36;5 &lt;and&gt; more</span> b'),
        ("{eval}`gone`", "`gone`"),
        ("$1 and $2, `$3`", "&#36;1 and &#36;2, `$3`"),
        ("see {ref}`here`, {ref}`it <here>`", "see [Here](#here), [it](#here)"),
        ("{numref}`fig-far`, {doc}`x`, {doc}`y <x>`", "Figure 7, “A page”, y"),
        ("“{doc}`x`”", "“A page”"),
        ("(here)=\n## Title", '<a id="here"></a>\n\n## Title'),
    ],
)
def test_a_passage_becomes_plain_markdown(text, shown):
    assert written(text) == shown


def test_a_number_is_that_of_the_cells_above_it():
    assert written("{eval}`sum`", ran=1) == "`sum`"


def test_every_arabic_paragraph_is_a_block_of_its_own():
    block = passages.BLOCK.format
    text = '<div dir="rtl">\n\n# أ\n\nب\n\nج\n- د\n\n  هـ\n\n</div>'
    assert written(text, "ar") == (
        f'<div dir="rtl">\n\n# أ\n\n{block("ب")}\n\n{block("ج")}\n- د\n\n  هـ\n\n</div>'
    )


def test_folded_code_is_folded_in_jupyter_too():
    cells = [
        {"cell_type": "code", "source": "", "metadata": {"tags": [tag]}}
        for tag in ("hide-input", "remove-input", "other")
    ]
    folded = [cell["metadata"].get("jupyter") for cell in passages.readable(cells, "en", Book())]
    assert folded == [{"source_hidden": True}, {"source_hidden": True}, None]


# ---------------------------------------------------------------- numbers that are renewed


def test_numbers_are_renewed_in_the_file(tmp_path):
    file = tmp_path / "a.ipynb"
    text = notebook_text.number("same", "$1") + notebook_text.number("moved", "2")
    file.write_text(json.dumps({"cells": [{"cell_type": "markdown", "source": [text, "!"]}]}))
    assert notebook_text.rewrite(file, {"same": "$1"}.get) == {}
    changed = notebook_text.rewrite(file, {"same": "$1", "moved": "<3"}.get)
    assert changed == {"moved": ("2", "<3")}
    cell = json.loads(file.read_text())["cells"][0]
    assert cell["source"] == text.replace(">2<", ">&lt;3<") + "!"


@pytest.mark.parametrize(
    "shown, text",
    [
        ({"text/plain": "x", "text/html": "<a href='#'>5 &amp; 6</a>"}, "5 & 6"),
        ({"text/plain": "'five'"}, "five"),
        ({"text/plain": "5"}, "5"),
    ],
)
def test_a_value_says_in_the_text_what_it_says_on_the_page(shown, text):
    assert notebook_text.words(shown) == text


# ---------------------------------------------------------------- the downloads of the built site


def downloads(site, language):
    found = sorted((site / language / "_sources/notebooks").rglob("*.ipynb"))
    assert found
    return {path: json.loads(path.read_text("utf-8")) for path in found}


@pytest.mark.parametrize("language", LANGUAGES)
def test_downloads_hold_nothing_that_jupyter_cannot_show(site, language):
    numbers = 0
    for path, notebook in downloads(site, language).items():
        assert notebook["metadata"]["language_info"]["file_extension"] == ".py"
        for cell in notebook["cells"]:
            if cell["cell_type"] == "code":
                folded = passages.FOLDED & {*cell["metadata"].get("tags", [])}
                assert bool(folded) <= bool(cell["metadata"].get("jupyter")), path
                continue
            text = twins.text_of(cell)
            assert not OURS.search(text) and "attachment:" not in text, (path, text[:200])
            numbers += len(notebook_text.NUMBER.findall(text))
        whole = "\n".join(map(twins.text_of, notebook["cells"]))
        led_to = {*re.findall(r"\]\(#([^)]+)\)", whole)}
        assert led_to <= {*re.findall(r'<a id="([^"]+)"></a>', whole)}, path
    assert numbers > 900


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_download_holds_notebooks_library_and_data(site, language):
    folder = site / language / "_data"
    with zipfile.ZipFile(folder / release.bundle_name(language)) as bundle:
        top = f"{Path(bundle.filename).stem}/"
        held = {name.removeprefix(top): name for name in bundle.namelist()}
        for path in downloads(site, language):
            name = path.relative_to(site / language / "_sources/notebooks").as_posix()
            assert bundle.read(held[name]) == path.read_bytes()
        wheel = release.wheel_name()
        assert bundle.read(held[wheel]) == (folder / wheel).read_bytes()
        assert "data/datapackage.json" in held


# ---------------------------------------------------------------- a folder to work in


def test_what_was_changed_in_the_lab_is_kept(tmp_path):
    site, folder = tmp_path / "site", tmp_path / "lab"
    for language in LANGUAGES:
        home = site / language / "_sources/notebooks/exercises"
        home.mkdir(parents=True)
        (home / "a.ipynb").write_text("1")
    mine, other = (folder / language / "exercises/a.ipynb" for language in LANGUAGES)
    assert lab.bring(site, folder) == [] and mine.read_text() == "1"
    mine.write_text("mine")
    for path in site.rglob("*.ipynb"):
        path.write_text("2")
    for _ in range(2):
        assert lab.bring(site, folder) == ["ar/exercises/a.ipynb"]
        assert (mine.read_text(), other.read_text()) == ("mine", "2")
    mine.unlink()
    assert lab.bring(site, folder) == [] and mine.read_text() == "2"
