"""The sentences of a chapter as they would read if what it counts were none, one, two, three …

`python altered_counts.py NOTEBOOK LANGUAGE [--read]` runs the notebook, undrawn, once. Each text of
count() is a mark in it, which is then filled with every number in turn. It prints as JSON the texts
in which a number meets another number, a noun typed after it, or a word that fits only some
numbers; with --read it prints all the texts, to be read by a person.
"""

import csv
import functools
import json
import os
import re
import sys
from html import unescape
from pathlib import Path

NUMBERS = (0, 1, 2, 3, 11, 100, 102, 103)
DATA = Path(__file__).parents[1] / "data"
EVAL = re.compile(r"\{eval\}`([^`]+)`")
ROLE = re.compile(r"\{(?:numref|ref|doc)\}`[^`]*`|^\([\w-]+\)=$", re.M)  # as fig-f16-suppliers
NUMREF = re.compile(r"\{numref\}`[^`]*`")
FIGURE = {"ar": "الشكل ٢٠٩٩", "en": "Figure 2099"}  # read as a year is: a noun may follow it
MARK = re.compile(r"⟦([a-j]+)⟧")  # letters, for digits would be written in the edition's own
LETTERS = str.maketrans("0123456789", "abcdefghij")
DIGITS = str.maketrans("abcdefghij", "0123456789")
AFTER_NUMBER = {"ar": r"\s+([\u0621-\u065f]+)", "en": r"[ -]([a-z]+)"}
# What a number and its noun cannot follow unless they are in the case that follows it.
BEFORE_OBLIQUE = re.compile(
    r"\b(?:من|في|إلى|على|عن|منذ|بعد|قبل|خلال|ب?نحو|بفارق|بين|كل|غير|سوى|بشهادة) +$"
)
AGREES = re.compile(r"\s+(?:is|are|was|were|has|have|does|do)\b")  # with some numbers only
NUMBER_WORD = {
    "ar": "ثلاثة|أربعة|خمسة|ستة|سبعة|ثمانية|تسعة|عشرة|ثلاث|أربع|خمس|ست|سبع|ثماني|تسع",
    "en": "three|four|five|six|seven|eight|nine|ten",
}
DIGIT = "0-9٠-٩"


class Marks:
    """count() as the notebook sees it: it notes what was asked and returns a mark.

    Ranges, fractions and scaled numbers stay as they are.
    """

    def __init__(self, count):
        self.count, self.asked = count, []

    def __call__(self, n, noun, digits=None, **options):
        said = self.count(n, noun, digits, **options)  # what cannot be counted stops the cell
        stays = isinstance(n, (tuple, list)) or options.get("scale") or said[-1] in "٪%"
        stays = stays or not (digits == 0 or float(n).is_integer())
        self.asked.append((None, {"said": said}) if stays else (noun, options))
        return f"⟦{str(len(self.asked) - 1).translate(LETTERS)}⟧"

    def fill(self, text, n):
        def said(mark):
            noun, options = self.asked[int(mark[1].translate(DIGITS))]
            return self.count(n, noun, **options) if noun else options["said"]

        return MARK.sub(said, text)

    def options(self, mark):
        return self.asked[int(mark[1].translate(DIGITS))][1]


def texts(notebook, language):
    """(where, text with marks) of each passage and of the words of each chart; and the marks."""
    from masalih import counts
    from masalih.book.editions.notebooks import keep_language
    from masalih.charts import chart

    marks, found = Marks(counts.count), []
    for module in list(sys.modules.values()):  # those that have taken the name already
        if getattr(module, "__name__", "").startswith("masalih") and (
            vars(module).get("count") is marks.count
        ):
            module.count = marks
    drawn = functools.partial(noted, chart.Chart.__init__, found)
    chart.Chart.__init__ = lambda self, *a, **k: drawn(self, *a, **k)
    names = {"__name__": "__main__"}
    cells = keep_language(json.loads(Path(notebook).read_text("utf-8")), language)["cells"]
    for number, cell in enumerate(cells):
        source = "".join(cell["source"])
        if cell["cell_type"] == "code":
            exec(compile(source, f"cell {number}", "exec"), names)
        else:
            read = EVAL.sub(functools.partial(words, names), source)
            read = ROLE.sub("…", NUMREF.sub(FIGURE[language], read))
            found.append((f"passage {number}", read))
    return found, marks


def noted(init, found, chart, *arguments, **options):
    init(chart, *arguments, **options)
    found += [(chart.name, chart.title), (chart.name, chart.subtitle)]


def words(names, expression):
    value = eval(expression[1], names)
    html = value._repr_html_() if hasattr(value, "_repr_html_") else str(value)
    return unescape(re.sub(r"<[^>]+>", "", html)).strip("'")


def nouns(language):
    """Every first word that a counted noun can have."""
    size = {"ar": 5, "en": 2}[language]
    with (DATA / "terms.csv").open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["forms_ar"] and row["id"] != "percent"]
    forms = (row[f"forms_{language}"].split(";")[:size] for row in rows)
    return {form.split()[0] for several in forms for form in several}


def faults(where, text, marks, language, known):
    """What a text says wrong of some number, as [where, what, the words around]."""
    for mark in MARK.finditer(text):
        before, after = text[: mark.start()], text[mark.end() :]
        options = marks.options(mark)
        typed = re.match(AFTER_NUMBER[language], after)
        if options.get("alone") and typed and typed[1] in known:
            yield [where, "a noun is typed after a number", around(text, mark)]
        if language == "en" and AGREES.match(after):
            yield [where, "a verb agrees with the number", around(text, mark)]
        if re.search(r"\bـ?[بلك]ـ$", before):
            yield [where, "a prefix is joined to what may be a word", around(text, mark)]
        if (
            language == "ar"
            and BEFORE_OBLIQUE.search(before)
            and not ({"oblique", "said"} & options.keys())
        ):
            yield [where, "oblique=True is missing after a preposition", around(text, mark)]
    number = rf"(?:[{DIGIT}](?:[{DIGIT}٬,.٫]*[{DIGIT}])?|\b(?:{NUMBER_WORD[language]})\b)"
    bare = rf"(?<![{DIGIT}٫٬.,/–-])[{DIGIT}]+"
    for typed in re.finditer(bare + AFTER_NUMBER[language], text):
        if typed[1] in known and len(typed[0].split()[0]) != 4:  # a year may precede a noun
            yield [where, "a noun is typed after a number", around(text, typed)]
    for n in NUMBERS:
        met = re.search(rf"{number}\s+(?!عشرة?\b){number}", marks.fill(text, n))
        if met:
            yield [where, f"two numbers side by side, if {n}", met[0]]
            break


def around(text, found):
    return text[max(0, found.start() - 40) : found.end() + 30]


def main(notebook, language, *options):
    os.environ["BOOK_LANG"] = language
    found, marks = texts(notebook, language)
    if "--read" in options:
        for where, text in found:
            for n in NUMBERS if MARK.search(text) else ():
                print(f"{n} [{where}] {marks.fill(text, n)}")
        return 0
    known = nouns(language)
    wrong = [
        fault for where, text in found for fault in faults(where, text, marks, language, known)
    ]
    print(json.dumps({"counted": len(marks.asked), "faults": wrong}, ensure_ascii=False, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
