"""The exercises as a student meets them: graded, solvable, checked with a reason.

Without an answer in the student's notebook.
"""

import ast
import base64
import datetime
import json
import re
import shutil
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from masalih import data, exercises, num, use
from masalih.book.base import release
from masalih.book.editions import student as pages, twins
from masalih.book.editions.notebooks import for_download, for_sphinx, keep_language
from masalih.exercises import keys

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks" / "exercises").glob("*.ipynb"))
CHAPTERS = {path.stem.split("-")[1]: path for path in NOTEBOOKS}
GRADES = ("reading", "changing", "analysing")
every_chapter = pytest.mark.parametrize("chapter", CHAPTERS)
every_language = pytest.mark.parametrize("language", ["ar", "en"])
EVERY = [label for chapter in CHAPTERS for label in exercises.labels(chapter)]
every_exercise = pytest.mark.parametrize("label", EVERY)


@pytest.fixture(autouse=True)
def edition():
    yield
    use(None)


def read(chapter):
    return json.loads(CHAPTERS[chapter].read_text("utf-8"))


def code(notebook, solutions=False):
    return [
        cell
        for cell in notebook["cells"]
        if cell["cell_type"] == "code"
        and not pages.names_mistakes(cell)
        and (solutions or not pages._is_solution(cell))
    ]


def run(source, names):
    """Run a cell; return the value of its last line, as Jupyter would show it."""
    tree = ast.parse(source)
    last = ast.Expression(tree.body.pop().value) if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "cell", "exec"), names)
    return last and eval(compile(last, "cell", "eval"), names)


def label_of(source):
    found = re.search(r'check\("(ex-\w+-\d+)"', source)
    return found and found[1]


def pretend(monkeypatch, right, decimals, unit=""):
    """Let there be an exercise ex-isis-0 with this answer and no usual mistakes."""
    monkeypatch.setattr(exercises, "labels", lambda label: ["ex-isis-0"])
    monkeypatch.setattr(keys, "key", lambda label: keys.Key(right, (), decimals, unit))


# ---------------------------------------------------------------- the set


def test_every_chapter_that_examines_the_article_has_exercises(root):
    """Those with claims, and the balance of them; what the article leaves out is argued over."""
    chapters = [path.stem[3:] for path in sorted((root / "notebooks").glob("[0-9][0-9]-*.ipynb"))]
    examining = {*data.claims()["chapter"], "balance"}
    assert list(keys.notebooks()) == [name for name in chapters if name in examining]


@every_chapter
def test_a_chapter_has_enough_exercises_of_every_grade(chapter):
    text = "\n".join(
        twins.text_of(cell)
        for cell in keep_language(read(chapter), "en")["cells"]
        if cell["cell_type"] == "markdown"
    )
    parts = re.split(r"^\((exercises-\w+-\w+)\)=$", text, flags=re.M)[1:]
    graded = {
        label.rsplit("-", 1)[1]: re.findall(r"^:label: (\S+)$", body, re.M)
        for label, body in zip(parts[::2], parts[1::2], strict=True)
    }
    assert tuple(graded) == GRADES and all(graded.values())
    labels = [label for grade in GRADES for label in graded[grade]]
    assert len(labels) >= 5
    assert labels == exercises.labels(chapter), (
        "the notebook and the module of its answers hold the same exercises in the same order"
    )
    assert len(pages.HINT.findall(text)) == len(labels), "a hint for each"


def test_the_page_of_the_exercises_lists_every_chapter():
    for language in ("ar", "en"):
        page = (ROOT / "book" / language / "seminar" / "exercises.md").read_text("utf-8")
        assert re.findall(r"notebooks/exercises/([\w-]+)>", page) == [
            path.stem for path in NOTEBOOKS
        ]


# ---------------------------------------------------------------- answers


@every_language
@every_chapter
def test_every_solution_is_right_and_nothing_is_right_before_it(chapter, language):
    use(language)
    names, said = {}, {}
    for cell in code(read(chapter), solutions=True):
        source = twins.text_of(cell)
        shown = run(source, names)
        if label_of(source):
            said.setdefault(label_of(source), []).append(
                (pages._is_solution(cell), shown.state, shown.text)
            )
    assert list(said) == exercises.labels(chapter)
    for label, told in said.items():
        assert [(solution, state == "right") for solution, state, _ in told] == [
            (False, False),
            (True, True),
        ], (label, told)


@every_language
@every_exercise
def test_a_usual_mistake_hears_its_reason_and_not_the_answer(label, language):
    use(language)
    right, mistakes = keys.key(label).right, keys.key(label).mistakes
    assert exercises.check(label, right).state == "right" and len(mistakes) >= 2
    for mistake in mistakes:
        told = exercises.check(label, mistake.value)
        assert (told.state, told.text) == ("wrong", getattr(mistake, language)), mistake
        assert not gives_away(told.text, right, label), told.text


def gives_away(text, right, label):
    if isinstance(right, str):
        return right.casefold() in text.casefold()
    decimals = keys.key(label).decimals
    written = {f"{right:.{decimals}f}", num(right, decimals), num(abs(right), decimals)}
    return any(re.search(rf"(?<![\d٠-٩]){re.escape(form)}(?![\d٠-٩])", text) for form in written)


@every_exercise
def test_a_rounded_answer_and_one_in_arabic_digits_are_right(label):
    right, decimals = keys.key(label).right, keys.key(label).decimals
    use("ar")
    for given in (
        [right]
        if isinstance(right, str)
        else [round(right, decimals), num(right, decimals), pd.Series([right])]
    ):
        assert exercises.check(label, given).state == "right", given


ODD = [
    3 + 4j,
    np.complex128(1j),
    np.clongdouble(1j),
    10**400,
    -(10**400),
    Fraction(10**400, 3),
    float("inf"),
    Decimal("NaN"),
    Decimal("sNaN"),
    np.nan,
    pd.NA,
    pd.NaT,
    np.datetime64("NaT"),
    np.bool_(True),
    "",
    "nan",
    "1e999",
    "x" * 10_000,
    b"12",
    [],
    [[1, 2]],
    [None],
    (3 + 4j,),
    {"a": 1},
    {1, 2},
    range(3),
    np.array([]),
    np.array([[1, 2]]),
    pd.Series([1, 2]),
    pd.Series([], dtype=float),
    pd.Index([pd.NA]),
    pd.DataFrame({"a": [1, 2]}),
    pd.DataFrame(),
    pd.Timedelta(days=3),
    len,
    object(),
]


@every_language
@pytest.mark.parametrize("right, decimals", [(12.3, 1), (7, 0), ("2014-06", None), ("yes", None)])
def test_whatever_is_answered_hears_one_sentence(monkeypatch, language, right, decimals):
    use(language)
    pretend(monkeypatch, right, decimals)
    for given in ODD:
        told = exercises.check("ex-isis-0", given)
        assert told.state == "wrong" and told.text, repr(given)


@pytest.mark.parametrize(
    "right, decimals, given",
    [
        (12.3, 1, [Decimal("12.3"), Fraction(123, 10), np.longdouble(12.3), np.array([12.3])]),
        ("2014-06", None, [datetime.date(2014, 6, 1), np.datetime64("2014-06"), "2014-6"]),
    ],
)
def test_an_answer_may_be_of_any_type_that_says_it(monkeypatch, right, decimals, given):
    pretend(monkeypatch, right, decimals)
    assert [x for x in given if exercises.check("ex-isis-0", x).state != "right"] == []


@every_language
@every_exercise
def test_what_is_no_answer_hears_so(label, language):
    use(language)
    assert {exercises.check(label, given).state for given in (None, ...)} == {"open"}
    for given in (float("nan"), True, [1, 2], {"a": 1}, "?", pd.DataFrame({"a": [1]}), object()):
        told = exercises.check(label, given)
        assert told.state == "wrong" and told.text


def test_the_mistakes_that_any_number_can_suffer(monkeypatch):
    use("en")
    pretend(monkeypatch, 12.34, 1)
    for given, word in [
        (-12.34, "sign"),
        (1234, "percentage"),
        (0.1234, "percentage"),
        (12340, "unit"),
        (1 / 12.34, "upside down"),
        (12.2, "rounded"),
        (50, "no usual mistake"),
    ]:
        assert word in exercises.check("ex-isis-0", given).text, given
    pretend(monkeypatch, 12, 0)
    assert "both ends" in exercises.check("ex-isis-0", 13).text
    pretend(monkeypatch, -58.3, 0)
    for given, word in [
        (0.583, "percentage"),
        (-0.58, "percentage"),
        (-59, "rounded"),
        ("fifty-eight", "no words"),
    ]:
        assert word in exercises.check("ex-isis-0", given).text, (
            "a percentage is no count: it has no ends"
        )


@pytest.mark.parametrize(
    "right, decimals, unit, written",
    [
        (-58.3, 0, "percent", ["-58", "−58", "\u200f−٥٨", "‏−٥٨٪", "-58 %", "«-58%»"]),
        (2.77, 1, "", ["2.8", "2,8", "٢٫٨", "٢،٨", "۲٫۸", "٢.٨", "280%", "+2.8", "28e-1"]),
        (
            2150,
            0,
            "",
            ["2,150", "٢٬١٥٠", "2150.0", "٢١٥٠", "2 150", "2\u202f150", "2'150", '"2150"'],
        ),
        (3630175, 0, "", ["3,630,175", "3.630.175", "3 630 175", "٣٬٦٣٠٬١٧٥", "3_630_175"]),
        (
            "2013-05",
            None,
            "",
            [
                *("٢٠١٣-٠٥", "2013/5", "2013-05-01", "05/2013", "May 2013", "2013 may", "5-2013"),
                *("أيار ٢٠١٣", "أيار/مايو ٢٠١٣", "مايو 2013", "٢٠١٣/٥", datetime.date(2013, 5, 7)),
            ],
        ),
    ],
)
def test_an_answer_may_be_written_as_people_write_it(monkeypatch, right, decimals, unit, written):
    pretend(monkeypatch, right, decimals, unit)
    assert [text for text in written if exercises.check("ex-isis-0", text).state != "right"] == []


def test_a_per_cent_sign_counts_where_no_percentage_is_asked_for(monkeypatch):
    use("en")
    pretend(monkeypatch, 0.18, 2)
    assert "percentage" in exercises.check("ex-isis-0", "0.18%").text
    assert exercises.check("ex-isis-0", "18%").state == "right", "a hundredth is a hundredth"


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_an_exercise_that_asks_for_a_percentage_says_so_to_its_check(chapter):
    text = "\n".join(
        twins.text_of(cell)
        for cell in keep_language(read(chapter), "en")["cells"]
        if cell["cell_type"] == "markdown"
    )
    for label, asked in re.findall(r":label: (ex-\S+)\n(.*?):::\{hint\}", text, re.DOTALL):
        wanted = re.search(r"\bper cent\b|\bpercentage points\b", asked)
        assert bool(wanted) == (keys.key(label).unit == "percent"), label


@every_language
def test_a_number_parted_by_a_comma_hears_what_python_does_with_it(language):
    use(language)
    told = exercises.check("ex-isis-2", 3, 630)
    assert told.state == "wrong" and "3630" in told.text


@pytest.mark.parametrize(
    "label, written",
    [
        ("ex-isis-1", ["CTC", "ctc", " «CTC» "]),
        ("ex-priority-2", ["السعودية", "Saudi Arabia", "السعوديه"]),
        ("ex-isis-6", ["حد أعلى", "حدّ أعلى", "ceiling"]),
    ],
)
def test_a_choice_may_be_named_as_either_edition_names_it(label, written):
    assert [text for text in written if exercises.check(label, text).state != "right"] == []


@every_language
def test_a_month_that_is_well_written_is_not_told_how_to_write_one(language):
    use(language)
    wrong, odd = exercises.check("ex-isis-4", "2013-12"), exercises.check("ex-isis-4", "spring")
    assert wrong.state == odd.state == "wrong" and "2015-03" in odd.text
    assert "2015-03" not in wrong.text


def test_a_choice_in_the_words_of_the_chart_hears_its_own_reason():
    use("en")
    assert "majority" in exercises.check("ex-isis-1", "وينغ").text


def test_an_answer_follows_the_data(data_copy):
    rows = data_copy / "observations" / "isis.csv"
    before = keys.key("ex-isis-5").right
    text, changed = re.subn(
        r"(?m)^(ip-216,[^,]*,[^,]*,[^,]*,)153,", r"\g<1>150,", rows.read_text("utf-8")
    )
    assert changed == 1
    rows.write_text(text, "utf-8")
    assert exercises.check("ex-isis-5", before + 3).state == "right"


def test_a_solution_without_named_mistakes_is_a_fault(tmp_path, monkeypatch):
    shutil.copy(CHAPTERS["isis"], tmp_path)
    path = tmp_path / CHAPTERS["isis"].name
    path.write_text(path.read_text("utf-8").replace('"mistakes"', '"spoiled"'), "utf-8")
    monkeypatch.setattr(keys, "folder", lambda kind="": tmp_path)
    with pytest.raises(LookupError, match=r"no cell tagged 'mistakes' follows .* ex-isis-1"):
        keys.key("ex-isis-1")


def test_a_student_waits_for_no_later_exercise(monkeypatch):
    """The first key is found without running the cells of the others."""
    ran = []
    run_cell = keys._run
    monkeypatch.setattr(keys, "_run", lambda *given: (ran.append(given), run_cell(*given)))
    keys._opened.cache_clear()
    keys.key("ex-dialogue-1")
    assert len(ran) == 4, "imports, the student's cell, the solution, its mistakes"


@pytest.mark.parametrize("label", ["ex-isis-99", "ex-mars-1", "isis"])
def test_an_unknown_exercise_is_named(label):
    with pytest.raises(LookupError, match="no exercise"):
        exercises.check(label, 1)


def test_what_the_check_shows_is_marked_for_its_edition():
    use("ar")
    shown = exercises.check("ex-isis-1", None)._repr_html_()
    assert 'dir="rtl"' in shown and 'lang="ar"' in shown and "check-open" in shown


# ---------------------------------------------------------------- the page and the student's notebo


@every_chapter
def test_the_page_folds_every_solution_under_its_exercise(chapter):
    cells = for_sphinx(read(chapter), "ar", f"notebooks/exercises/{CHAPTERS[chapter].stem}")[
        "cells"
    ]
    text = "\n".join(twins.text_of(cell) for cell in cells)
    assert re.findall(r"\{solution-start\} (\S+)", text) == exercises.labels(chapter)
    assert text.count("{solution-end}") == len(exercises.labels(chapter))
    assert (
        f'href="../../_sources/notebooks/exercises/{CHAPTERS[chapter].stem}.ipynb" download' in text
    )


@every_language
@every_chapter
def test_the_students_notebook_holds_no_solution_and_runs(chapter, language):
    whole, student = read(chapter), for_download(read(chapter), language)
    secret = {
        line.strip()
        for cell in whole["cells"]
        if pages._is_solution(cell) or pages.names_mistakes(cell)
        for line in twins.text_of(cell).splitlines()
    }
    open_ = {
        line.strip()
        for cell in whole["cells"]
        if not pages._is_solution(cell) and not pages.names_mistakes(cell)
        for line in twins.text_of(cell).splitlines()
    }
    kept = {line.strip() for cell in student["cells"] for line in twins.text_of(cell).splitlines()}
    assert not (secret - open_) & kept and len(secret - open_) > len(EVERY) / len(CHAPTERS)
    text = "\n".join(
        twins.text_of(cell) for cell in student["cells"] if cell["cell_type"] == "markdown"
    )
    assert not re.search(r"\{\w[\w-]*\}|:::|^\(\S+\)=|^:\w+:", text, re.M), (
        "nothing that Jupyter cannot show"
    )
    assert text.count("<details>") == text.count("</details>") == len(exercises.labels(chapter))
    use(
        "ar" if language == "en" else "en"
    )  # whatever the student's machine says, the notebook speaks its own language
    names, seen = {}, []
    for cell in code(release.with_own_cells(student, language, release="")):
        shown = run(twins.text_of(cell), names)
        if label_of(twins.text_of(cell)):
            seen.append(label_of(twins.text_of(cell)))
            assert shown.state != "right" and f'lang="{language}"' in shown._repr_html_()
            filled = re.sub(r"^answer = .*$", "answer = solved", twins.text_of(cell), flags=re.M)
            assert run(filled, {**names, "solved": keys.key(seen[-1]).right}).state == "right"
    assert seen == exercises.labels(chapter)


def test_a_chart_goes_into_the_students_notebook_as_a_picture():
    """JupyterLab shows no SVG that is attached to a cell, and shows one in its address."""
    notebook = for_download(
        read("isis"), "en", name=str.upper, picture=lambda figure: ("Figure 7: A title", b"<svg>")
    )
    cell = next(cell for cell in notebook["cells"] if "<img" in cell["source"])
    assert "**Figure 7: A title**" in cell["source"] and "attachments" not in cell
    shown = re.search(
        r'<img alt="fig-isis-sign" src="data:image/svg\+xml;base64,([^"]*)">', cell["source"]
    )
    assert base64.b64decode(shown[1]) == b"<svg>" + pages.PAPER, "on white, where Jupyter is dark"


@every_chapter
def test_no_line_of_code_is_wider_than_a_page(chapter):
    wide = [
        line
        for cell in code(read(chapter), solutions=True)
        for line in twins.text_of(cell).splitlines()
        if len(line) > 88
    ]
    assert wide == []
