"""The bank of questions: enough for every chapter, sound on today's data, read elsewhere too."""

import io
import json
import re
import zipfile
from html import unescape
from types import SimpleNamespace
from xml.etree import ElementTree as xml

import pytest

from masalih import exercises, use
from masalih.book.editions import notebooks, student, twins
from masalih.exercises import bank, judgement, keys, moodle, qti

CHAPTERS = keys.notebooks("questions")
every_chapter = pytest.mark.parametrize("chapter", CHAPTERS)
every_language = pytest.mark.parametrize("language", ["ar", "en"])


@pytest.fixture(autouse=True)
def edition():
    yield
    use(None)


def test_every_chapter_has_questions(root):
    chapters = [path.stem[3:] for path in sorted((root / "notebooks").glob("[0-9][0-9]-*.ipynb"))]
    assert list(CHAPTERS) == chapters


@every_chapter
def test_a_chapter_has_eight_questions_whose_mistakes_are_no_right_answers(chapter):
    known = keys.fresh(CHAPTERS[chapter])
    assert len(known) >= 8
    assert list(known) == [f"q-{chapter}-{number}" for number in range(1, len(known) + 1)]
    for label, key in known.items():
        assert len(key.mistakes) >= 2, label
        assert exercises.judge(key.right, key).state == "right", label
        for mistake in key.mistakes:
            told = exercises.judge(mistake.value, key)
            assert (told.state, told.text) == ("wrong", mistake.ar), (label, mistake)


@every_language
def test_a_page_of_questions_shows_no_code_and_a_form_for_each(language):
    path = CHAPTERS["isis"]
    page = notebooks.for_sphinx(
        json.loads(path.read_text("utf-8")), language, f"notebooks/questions/{path.stem}"
    )
    text = "\n".join(twins.text_of(cell) for cell in page["cells"])
    assert {cell["cell_type"] for cell in page["cells"]} == {"markdown"}
    assert re.findall(r"\{answer\} (\S+)", text) == exercises.labels("q-isis-1")
    assert page["metadata"]["mystnb"]["execution_mode"] == "off", "no kernel for nothing"


@every_language
def test_the_notebook_of_questions_is_answered_by_check(language):
    whole = json.loads(CHAPTERS["isis"].read_text("utf-8"))
    cells = notebooks.for_download(whole, language)["cells"]
    code = [twins.text_of(cell) for cell in cells if cell["cell_type"] == "code"]
    assert [re.findall(r'check\("(q-isis-\d)', one) for one in code] == [
        [label] for label in exercises.labels("q-isis-1")
    ]
    said = {}
    for one in code:
        exec(one, said)
    assert not any("solution" in cell["metadata"].get("tags", []) for cell in cells)


def test_an_exercise_has_the_number_of_its_label():
    numbers = {"ex-isis-1": (7,), "ex-isis-2": (8,)}
    student.number_as_labelled(
        None, SimpleNamespace(toc_fignumbers={"notebooks/exercises/02-isis": {"exercise": numbers}})
    )
    assert numbers == {"ex-isis-1": (1,), "ex-isis-2": (2,)}


# ---------------------------------------------------------------- for other platforms


def item(label, text="A **question**?\n\n- one\n\n![fig-x](attachment:fig-x.svg)"):
    pictures = {"fig-x.svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>"}
    kind = "questions" if label.startswith("q-") else "exercises"
    return bank.Item(label, "Chapter", kind, "Title", text, "A hint.", keys.key(label), pictures)


LABELS = ["q-isis-1", "q-isis-2", "q-isis-6", "ex-isis-4", "ex-f16-5"]


@every_language
def test_moodle_reads_each_mistake_as_an_answer_with_its_feedback(language):
    use(language)
    quiz = xml.fromstring(moodle.write([item(label) for label in LABELS]))
    asked = [one for one in quiz.iter("question") if one.get("type") != "category"]
    assert [one.get("type") for one in asked] == [
        {"choice": "multichoice", "number": "numerical", "month": "shortanswer"}[
            keys.key(label).kind
        ]
        for label in LABELS
    ]
    for label, question in zip(LABELS, asked, strict=True):
        key = keys.key(label)
        answers = question.findall("answer")
        said = [unescape(one.find("feedback/text").text) for one in answers]
        for mistake in key.mistakes:
            assert any(getattr(mistake, language) in text for text in said), (label, mistake)
        assert [one.get("fraction") for one in answers].count("100") >= 1
        if key.kind == "number":
            first = answers[0]
            value, most = float(first.find("text").text), float(first.find("tolerance").text)
            assert abs(value - key.right) < 1e-6 and most >= 0.5 * 10**-key.decimals
        assert question.find("questiontext/file").get("name") == "fig-x.svg"


@every_chapter
def test_a_chapter_has_questions_of_both_levels(chapter):
    known = keys.fresh(CHAPTERS[chapter])
    assert {key.level for key in known.values()} == {1, 2}
    assert all(key.level == 2 for key in known.values() if key.unit == "percent")


def test_a_platform_is_told_the_level_of_a_question_and_of_no_exercise():
    use("en")
    quiz = xml.fromstring(moodle.write([item(label) for label in ("q-isis-2", "q-isis-4")]))
    assert [one.text for one in quiz.findall(".//tag/text")] == ["level-1", "level-2"]
    assert [one.find("name/text").text[-9:] for one in quiz.findall("question")[1:]] == [
        "(level 1)",
        "(level 2)",
    ]
    alone = xml.fromstring(moodle.write([item("ex-isis-4")]))
    assert not alone.findall(".//tag") and "level" not in alone.find(".//name/text").text


@every_language
def test_a_qti_item_judges_by_the_same_ranges(language):
    use(language)
    package = zipfile.ZipFile(io.BytesIO(qti.write([item(label) for label in LABELS])))
    assert {*package.namelist()} == {
        "imsmanifest.xml",
        "images/fig-x.svg",
        *(f"{label}.xml" for label in LABELS),
    }
    space = {"q": qti.SPACE}
    for label in LABELS:
        root = xml.fromstring(package.read(f"{label}.xml"))
        heard = judgement.heard(keys.key(label))
        conditions = root.findall(".//q:responseIf", space) + root.findall(
            ".//q:responseElseIf", space
        )
        assert len(conditions) == len(heard)
        told = {
            one.get("identifier"): one.text.strip()
            for one in root.findall("q:modalFeedback", space)
        }
        assert [told[f"F{number}"] for number in range(len(heard))] == [one.text for one in heard]


def test_the_same_bank_gives_the_same_bytes():
    use("en")
    assert qti.write([item("q-isis-1")]) == qti.write([item("q-isis-1")])


def test_a_bank_without_a_built_site_says_what_to_do(tmp_path, capsys):
    assert bank.main(tmp_path) == 1
    assert "make book" in capsys.readouterr().out


@every_language
def test_the_built_site_gives_a_bank_with_charts(site, language):
    use(language)
    found = list(bank.items(site, language))
    assert len(found) == sum(
        len(exercises.labels(chapter if kind == "exercises" else f"q-{chapter}-1"))
        for kind in bank.KINDS
        for chapter in keys.notebooks(kind)
    )
    by = {one.label: one for one in found}
    assert "fig-isis-sign.svg" in by["ex-isis-1"].pictures and by["ex-isis-1"].hint
    assert not [one.label for one in found if "{" in one.text or ":::" in one.text]
    assert moodle.write(found) and qti.write(found)
