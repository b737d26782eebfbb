"""Answers in the page: the same verdict as `check`, from a source that does not give it away."""

import json
import re
import shutil
import subprocess

import pytest
from playwright._impl._driver import compute_driver_executable

from masalih import exercises, num, use
from masalih.book.editions import answer_forms
from masalih.exercises import keys, sealed

NODE = shutil.which("node") or compute_driver_executable()[0]  # Playwright has one
KINDS = ("exercises", "questions")
PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
EVERYBODY = ["", "?", "nan", "1e999", "-0", "2013-05", "May 2013", "أيار ٢٠١٣", "12/2020", "١٢٫٥"]


@pytest.fixture(autouse=True)
def edition():
    yield
    use(None)


@pytest.fixture(scope="module")
def known():
    """{label: Key} of every exercise and question."""
    return {
        label: key
        for kind in KINDS
        for path in keys.notebooks(kind).values()
        for label, key in keys.fresh(path).items()
    }


def spelt(value, decimals, spelling):
    """A number as a reader may type it; one spelling in turn, so that all are met."""
    plain = f"{value:.{decimals}f}"
    return [
        plain,
        num(value, decimals),
        plain.translate(PERSIAN),
        f"{value:,.{decimals}f}",
        f"{value:,.{decimals}f}".replace(",", " "),
        f"«{plain}%»",
    ][spelling % 6]


def typed(key, number):
    """What is typed into a form: the right answer, every mistake, and slips of it."""
    values = [key.right, *(one.value for one in key.mistakes)]
    if key.kind != "number":
        return values if key.kind == "choice" else [*values, *EVERYBODY]
    right, off = float(key.right), float(key.right) * 1.009
    slips = [-right, right * 100, right / 100, right * 1000, right + 1, right - 1, off]
    slips += [1 / right] if right else []
    given = [spelt(value, key.decimals, number + i) for i, value in enumerate(values)]
    return [*given, *map(repr, slips), EVERYBODY[number % len(EVERYBODY)]]


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_page_says_what_check_says(known, language, root, tmp_path):
    use(language)
    cases = [
        [label, form, given, told.state, told.text]
        for number, (label, key) in enumerate(known.items())
        for form in [sealed.sealed(label, key)]
        for given in typed(key, number)
        for told in [exercises.judge(given, key)]
    ]
    assert len(cases) > 8 * len(known)
    (tmp_path / "cases.json").write_text(json.dumps(cases), "utf-8")
    script = (root / "book/assets/answers.js").read_text("utf-8")
    script += """
    const cases = JSON.parse(require("fs").readFileSync(process.argv[2], "utf-8"));
    console.log(JSON.stringify(cases.filter(([label, form, given, state, text]) => {
      const told = judge(label, form, given);
      return told[0] !== state || told[1] !== text;
    }).map((one) => [one[0], one[2], one[4]])));
    """
    (tmp_path / "judge.cjs").write_text(script, "utf-8")
    ran = subprocess.run(
        [NODE, tmp_path / "judge.cjs", tmp_path / "cases.json"],
        capture_output=True,
        check=True,
        text=True,
    )
    assert json.loads(ran.stdout) == []


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_source_of_a_form_does_not_give_the_answer_away(known, language):
    use(language)
    for label, key in known.items():
        html = answer_forms.form(label, key, language)
        for mistake in key.mistakes:
            assert getattr(mistake, language) not in html, "a reason tells which answers are wrong"
        if key.kind == "number":
            plain = f"{key.right:.{key.decimals}f}".lstrip("-")
            digits = re.sub(r'"heard":.*?\]\]', "", html)  # hashes may hold any digits
            short = len(plain) < 3  # such digits stand anywhere
            assert short or not re.search(rf"(?<!\d){re.escape(plain)}(?!\d)", digits), label
        elif key.kind == "month":
            assert key.right not in html
        else:
            assert html.count(f'"{key.right}"') == 1, "as one of the choices, and nowhere else"


def test_a_form_is_small(known):
    use("ar")
    sizes = [len(answer_forms.form(label, key, "ar").encode()) for label, key in known.items()]
    assert max(sizes) < 4500


def test_every_choice_has_a_name_in_both_languages_and_every_wrong_one_its_reason(known):
    for label, key in known.items():
        if key.kind == "choice":
            wrong = {mistake.value for mistake in key.mistakes}
            assert {*key.choices} - {key.right} == wrong - {key.right}, label
            assert all(names[0] and names[1] for names in key.choices.values()), label


# ---------------------------------------------------------------- in a browser


@pytest.fixture
def visit(open_page, site):
    """Open a page of the built site from its folder, as a reader without a network does."""
    return lambda path, **options: open_page((site / path).as_uri(), **options)


def test_a_form_is_answered_with_the_keyboard_from_a_folder(visit, known):
    use("ar")
    page = visit("ar/notebooks/questions/02-isis.html")
    key = known["q-isis-1"]
    form = page.locator("form[data-label=q-isis-1]")
    for given, state in ((num(key.mistakes[0].value), "wrong"), (num(key.right), "right")):
        form.get_by_label("جوابك").fill(given)
        page.keyboard.press("Enter")
        assert exercises.judge(given, key).text in form.get_by_role("status").inner_text()
        assert form.locator(f"output.check-{state}").is_visible()
    choice = page.locator("form[data-label=q-isis-2]")
    choice.get_by_role("radio").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert choice.get_by_role("status").inner_text().startswith("✗")


def test_without_scripts_the_question_and_the_way_to_answer_stay(visit):
    page = visit("en/notebooks/questions/02-isis.html", java_script_enabled=False)
    form = page.locator("form[data-label=q-isis-2]")
    assert form.get_by_role("radio").count() == 3 and form.get_by_role("button").count() == 0
    assert 'check("q-isis-2", …)' in form.inner_text()
