"""What a chapter counts may be none, two or a hundred and two, and its sentences stay right."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from altered_counts import Marks, faults, nouns

from masalih import count, formats

ROOT = Path(__file__).parent.parent
CHAPTERS = sorted((ROOT / "notebooks").glob("*.ipynb"))


def altered(notebook, language):
    script = Path(__file__).with_name("altered_counts.py")
    command = [sys.executable, script, notebook, language]
    done = subprocess.run([*map(str, command)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("notebook", CHAPTERS, ids=lambda path: path.stem)
def test_sentences_stay_right_whatever_a_chapter_counts(notebook, language):
    found = altered(notebook, language)
    assert found["counted"] > 10
    assert found["faults"] == []


@pytest.mark.parametrize(
    ("language", "passage", "said"),
    [
        ("ar", "وقعت {bare} هجوماً في السنة.", "a noun is typed after a number"),
        ("ar", "تلت {alone} هجمات.", "a noun is typed after a number"),
        ("ar", "انعقدت بعد {plain}.", "oblique=True is missing after a preposition"),
        ("ar", "وقعت في ٢٠٢٣ {plain}.", "two numbers side by side, if 3"),
        ("ar", "جاء قبلها بـ{oblique}.", "a prefix is joined to what may be a word"),
        ("ar", "في الشكل ٢٠٩٩ {plain}.", "two numbers side by side, if 3"),
        ("en", "There came {bare} attacks a year.", "a noun is typed after a number"),
        ("en", "There came {alone} attacks.", "a noun is typed after a number"),
        ("en", "In all {plain} were counted.", "a verb agrees with the number"),
        ("en", "There came in 2023 {plain}.", "two numbers side by side, if 3"),
        ("ar", "بعد {oblique} جاء {alone} من {oblique} في ٢٠٢٣.", None),
        ("en", "After {plain} came {alone} of {plain} in 2023.", None),
    ],
)
def test_a_sentence_that_holds_for_one_number_only_is_named(language, passage, said):
    formats.use(language)
    try:
        marks = Marks(count)
        text = passage.format(
            bare=formats.num(14),
            plain=marks(14, "attack"),
            alone=marks(14, "attack", alone=True),
            oblique=marks(2, "attack", oblique=True),
        )
        found = [what for _, what, _ in faults("here", text, marks, language, nouns(language))]
    finally:
        formats.use(None)
    assert found == [said] if said else found == []
