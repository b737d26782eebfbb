"""Controls in the page: the script answers as Python does, on the very facts that pages carry."""

import html
import json
import random
import re
import shutil
import subprocess
import tomllib

import numpy as np
import pandas as pd
import pytest
from playwright._impl._driver import compute_driver_executable

from masalih import controls, count, use
from masalih.book.paper import gather
from masalih.controls import balance, emptying, labels, words

NODE = shutil.which("node") or compute_driver_executable()[0]  # Playwright has one
ANSWERS = {"weights": balance.answer, "forecast": emptying.answer, "shuffle": labels.answer}
PAGES = {
    "balance-weights": "08-balance",
    "alhol-empties": "04-alhol",
    "dialogue-shuffle": "01-dialogue",
}
EDITIONS = pytest.mark.parametrize("language", ["ar", "en"])
RUN = """
    const cases = JSON.parse(require("fs").readFileSync(process.argv[2], "utf-8"));
    const facts = cases.facts;
    console.log(JSON.stringify(cases.settings.map(([name, said, setting]) =>
        globalThis.controls[facts[name].kind](facts[name], said, setting))));
"""


@pytest.fixture(autouse=True)
def edition():
    yield
    use(None)


@pytest.fixture(scope="module")
def carried(document):
    """carried(name, language) → (what the page says to its script, the texts of each dial)."""

    def read(name, language):
        box = document(f"{language}/notebooks/{PAGES[name]}.html").find(id=name)
        facts = json.loads(box["data-control"])
        lists = iter(box.find_all("select"))
        return facts, [
            values or [option.get_text() for option in next(lists).find_all("option")]
            for values in facts["values"]
        ]

    return read


def of_the_script(root, folder, facts, settings):
    """The answers of controls.js to [(name of the control, texts, setting)]."""
    (folder / "cases.json").write_text(json.dumps({"facts": facts, "settings": settings}), "utf-8")
    script = (root / "book/assets/controls.js").read_text("utf-8")
    (folder / "run.cjs").write_text(script + RUN, "utf-8")
    ran = subprocess.run(
        [NODE, folder / "run.cjs", folder / "cases.json"],
        capture_output=True,
        check=True,
        text=True,
    )
    return json.loads(ran.stdout)


@pytest.mark.parametrize("times", [50, 1000])
@EDITIONS
def test_the_script_answers_as_python_does(carried, root, tmp_path, language, times):
    """Each control at the book's setting, at both ends of all dials, and at random ones."""
    use(language)
    chance = random.Random(2023)
    facts, settings, expected = {}, [], []
    for name in PAGES:
        facts[name], values = carried(name, language)
        ends = [[0] * len(values), [len(one) - 1 for one in values], facts[name]["book"]]
        drawn = [[chance.randrange(len(one)) for one in values] for _ in range(times)]
        for setting in ends + drawn:
            said = [one[place] for one, place in zip(values, setting, strict=True)]
            text, bars = ANSWERS[facts[name]["kind"]](facts[name], said, setting)
            settings.append([name, said, setting])
            expected.append({"text": text, "bars": [list(bar) for bar in bars]})
    found = of_the_script(root, tmp_path, facts, settings)
    wrong = [
        (setting, mine, theirs)
        for setting, mine, theirs in zip(settings, expected, found, strict=True)
        if mine != theirs
    ]
    assert wrong == []
    assert len({one["text"] for one in expected}) > times, "they move nothing"


@EDITIONS
@pytest.mark.parametrize("noun", ["iraqi", "convoy", "labelling", "strike"])
@pytest.mark.parametrize(
    "options", [{}, {"oblique": True}, {"oblique": True, "alone": True}], ids=str
)
def test_a_control_counts_as_count_does(language, noun, options):
    use(language)
    forms = words.forms(noun, **options)
    for n in (*range(130), *range(198, 215), 999, *range(1000, 1013), 26_875):
        assert words.counted(forms, n) == count(n, noun, **options)


@EDITIONS
def test_a_control_weighs_no_more_than_its_budget(root, site, language):
    budget = tomllib.loads((root / "tests/budget.toml").read_text("utf-8"))["control"]
    script = (root / "book/assets/controls.js").stat().st_size
    for name, page in PAGES.items():
        text = (site / f"{language}/notebooks/{page}.html").read_text("utf-8")
        begin = text.index(f'id="{name}"')
        markup = text[begin : text.index("</div>", begin)]
        assert 2000 < script + len(markup.encode()) <= budget["kilobytes"] * 1000, name


# ---------------------------------------------------------------- what Python says


def test_lots_are_the_same_always_and_fall_evenly():
    drawn = controls.lots(400, 150, 9)
    assert drawn.shape == (400, 150) and (drawn == controls.lots(400, 150, 9)).all()
    shares = np.bincount(drawn.ravel(), minlength=9) / drawn.size
    assert len(shares) == 9 and np.abs(shares - 1 / 9).max() < 0.01
    follows = np.corrcoef(drawn.ravel()[:-1], drawn.ravel()[1:])[0, 1]
    assert abs(follows) < 0.02, "a draw tells nothing of the next"


def graded(*lines):
    grades = [[None if grade == "?" else int(grade) for grade in line] for line in lines]
    return pd.DataFrame(grades, list("ABC")[: len(lines)], ["first", "second"], dtype=float)


@pytest.mark.parametrize(
    "lines, setting, said",
    [
        (("20", "02"), [5, 4], "With these weights A comes first, whatever is not known."),
        (("20", "02"), [4, 5], "With these weights B comes first, whatever is not known."),
        (("20", "02"), [5, 5], "With these weights the first place is shared by A and B."),
        (("20", "02", "20"), [5, 5], "With these weights the first place is shared by A, B and C."),
        (("20", "02"), [0, 0], "No question has a weight, so no motive comes first."),
        # Unknown is yes, in part or no: B is ahead in one of three, and level in another.
        (("11", "1?"), [1, 1], "first in these shares: A 50%, B 50%."),
        (("20", "0?"), [5, 5], "first in these shares: A 83%, B 17%."),
    ],
)
def test_who_comes_first_follows_the_weights(lines, setting, said):
    use("en")
    control = controls.weights("x", {("ours", "now"): graded(*lines)}, ("ours", "now"))
    assert control.at([*setting, 0, 0]).text.endswith(said)


def test_a_balance_wants_every_reading_for_every_year_and_grades():
    one = graded("20", "02")
    with pytest.raises(ValueError, match="lacks a year"):
        controls.weights("x", {("a", "then"): one, ("b", "now"): one}, ("a", "then"))
    with pytest.raises(ValueError, match="a grade is 0, 1, 2"):
        controls.weights("x", {("a", "now"): one.replace(2, 3)}, ("a", "now"))


def test_a_steady_pace_empties_the_camp_when_division_says_so():
    use("en")
    starts = pd.date_range("2023-01-01", periods=8, freq="100D")
    convoys = pd.DataFrame({"start": starts, "persons": 500.0})
    counts = pd.DataFrame({"start": starts[:1], "value": [8500.0]})
    control = controls.forecast("x", convoys, counts, starts[-1])
    # Seven have left since the count: 5,000 are left, ten convoys of a hundred days.
    assert control.at(control.book).text == (
        "As known on 1 December 2024, from a stock of 5,000 Iraqis and at the pace of the last "
        "seven convoys, the camp empties in August 2027; nine tenths of the simulations lie "
        "between August 2027 and August 2027."
    )


def test_every_way_to_hand_out_the_labels_is_gone_through():
    use("en")
    days = pd.date_range("2020-01-01", periods=7, freq="YS")
    said = pd.DataFrame({"word": [1, 1, 1, 1, 1, 0, 0], "words": 100}, days)
    control = controls.shuffle("x", said, days[4])
    # Of 21 ways to choose two of seven, one alone takes both occasions without the word.
    assert "in one of 21 ways (4.8%)." in control.at(control.book).text
    assert (
        "there is no fall"
        in controls.shuffle("x", said.iloc[::-1].set_index(days), days[4]).at([0, 2, 0]).text
    )


def test_what_a_page_carries_cannot_end_its_attribute():
    use("en")
    control = controls.weights("x", {("it's", "<&>"): graded("20")}, ("it's", "<&>"))
    found = re.search(r"data-control='([^']*)'", control._repr_html_())
    assert json.loads(html.unescape(found[1])) == json.loads(control.carried())


# ---------------------------------------------------------------- in a browser, and on paper


@pytest.fixture
def visit(browser, site):
    """Open a chapter from its folder, as a reader without a network does, and without an error."""
    contexts, complaints = [], []

    def open_it(language, name, place="", **options):
        contexts.append(browser.new_context(viewport={"width": 390, "height": 844}, **options))
        page = contexts[-1].new_page()
        page.on("console", lambda said: said.type == "error" and complaints.append(said.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto((site / f"{language}/notebooks/{PAGES[name]}.html").as_uri() + place)
        return page.locator(f"#{name}")

    yield open_it
    for context in contexts:
        context.close()
    assert complaints == []


def told(box):
    return box.get_by_role("status").inner_text()


@EDITIONS
@pytest.mark.parametrize("name", PAGES)
def test_a_control_is_moved_by_keyboard_and_read_out(visit, carried, name, language):
    use(language)
    facts, values = carried(name, language)
    box, book = visit(language, name), facts["book"]
    said = told(box)
    assert box.locator(".control-book").inner_text().endswith(said)
    where = next(place for place, one in enumerate(facts["values"]) if one)  # the first range
    dial = box.get_by_role("slider").first
    dial.focus()
    box.page.keyboard.press("Home")
    setting = [*book[:where], 0, *book[where + 1 :]]
    texts = [one[place] for one, place in zip(values, setting, strict=True)]
    assert told(box) == ANSWERS[facts["kind"]](facts, texts, setting).text
    assert dial.get_attribute("aria-valuetext") == texts[where]
    assert dial.evaluate("dial => dial.labels[0].innerText.split('\\n')[0]").strip()
    address = box.locator("a").get_attribute("href")
    assert told(visit(language, name, address)) == told(box), "an address holds the setting"
    other = {"ar": "en", "en": "ar"}[language]
    assert visit(other, name, address).locator("a").get_attribute("href") == address
    box.get_by_role("button").focus()
    box.page.keyboard.press("Enter")
    assert told(box) == said


@pytest.mark.parametrize("place", ["1-2", "5-5-5-5-99-0", "5-5-5-5-0--1", "x"])
def test_an_address_of_no_setting_is_let_be(visit, carried, place):
    name = "balance-weights"
    box = visit("en", name, f"#set-{name}-{place}")
    book = "-".join(map(str, carried(name, "en")[0]["book"]))
    assert box.locator("a").get_attribute("href") == f"#set-{name}-{book}"


@pytest.mark.parametrize("name", PAGES)
def test_without_scripts_and_on_paper_the_books_setting_is_said(visit, document, site, name):
    plain = visit("ar", name, java_script_enabled=False)
    assert plain.locator("fieldset").is_hidden()
    assert plain.locator(".control-book").is_visible()
    printed = visit("ar", name)
    printed.get_by_role("slider").first.focus()
    printed.page.keyboard.press("Home")
    printed.page.emulate_media(media="print")
    assert printed.locator("fieldset").is_hidden()
    assert printed.locator(".control-book").is_visible()
    body = gather.article(site / f"ar/notebooks/{PAGES[name]}.html")
    gather._drop_screen(body)
    box = body.find(id=name)
    assert [part["class"] for part in box.find_all(True)] == [["control-book"], ["control-limits"]]
    assert box.p.get_text() == plain.locator(".control-book").inner_text()


@EDITIONS
def test_a_control_says_what_its_chapter_says(document, language):
    """The forecast's months and the test's chance stand in the passages before them as well."""
    for name, pattern in (
        ("alhol-empties", r"\w+(?: \w+)?(?:/\w+)? [٢2][٠0][٣3]\d"),
        ("dialogue-shuffle", r"\d+[.٫]\d+[%٪]"),
    ):
        page = document(f"{language}/notebooks/{PAGES[name]}.html")
        box = page.find(id=name)
        found = re.findall(pattern, box.find(class_="control-book").get_text())
        passages = " ".join(p.get_text() for p in page.select("section > p"))
        assert found and all(one.split()[-2:] and one in passages for one in found), found
