"""Code in one language: an edition shows, runs and offers only its own texts, and does the same."""

import ast
import json
import re
from pathlib import Path

import pytest

from masalih import translation
from masalih.book.editions import cell_code, twins
from masalih.book.editions.notebooks import for_download, for_sphinx
from masalih.book.execute.failures import failure

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
NOTEBOOKS += sorted((ROOT / "notebooks" / "exercises").glob("*.ipynb"))
NAMES = frozenset({"tr"})


def code(source, **metadata):
    return {"cell_type": "code", "id": "c", "metadata": metadata, "source": source}


def single(language, *sources):
    """The sources of code cells as an edition shows them."""
    cells = cell_code.in_language({"cells": [code(source) for source in sources]}, language)[
        "cells"
    ]
    return [cell["source"] for cell in cells]


def code_of(notebook):
    return [twins.text_of(cell) for cell in notebook["cells"] if cell["cell_type"] == "code"]


# ---------------------------------------------------------------- one cell


CASES = {
    "plain": ('x = tr("سنة", "year")', 'x = "year"'),
    "numbers": ('x = tr(22, "x")', 'x = "x"'),
    "expressions": ("x = tr(a, b + a)", "x = b + a"),
    "keywords": ('x = tr(en="year", ar="سنة")', 'x = "year"'),
    "one keyword": ('x = tr("سنة", en="year")', 'x = "year"'),
    "nested": ('x = tr(f"{tr(1, 2)} س", f"{tr(1, 2)} y")', 'x = f"{2} y"'),
    "inner first": ('x = tr("س", tr("ص", "y"))', 'x = "y"'),
    "in an f-string": ("""x = f"{a}{tr('، ', ', ')}{b}" """.strip(), 'x = f"{a}, {b}"'),
    "twice in an f-string": (
        """x = f"{tr('أ', 'a')}{b}{tr('أ', 'a')}" """.strip(),
        'x = f"a{b}a"',
    ),
    "kept in braces": ("""x = f"{tr('أ', 'a'):>9}" """.strip(), """x = f"{'a':>9}" """.strip()),
    "in f-strings over lines": (
        """x = (\n    f"سنة {a} "[4:]\n    + f"{tr('أ', 'a')}{tr('ب', b)}"\n)""",
        """x = f"سنة {a} "[4:] + f"a{b}" """.strip(),
    ),
    "an f-string in pieces": (
        """x = (\n    f"one {a} "\n    f"{tr('أ', 'a')} two {b}"\n)""",
        """x = (\n    f"one {a} "\n    f"a two {b}"\n)""",
    ),
    "pieces over lines": (
        'f(\n    title=tr(\n        "س"\n        "ص",\n        "one"\n        " two",\n    ),\n)',
        'f(\n    title=(\n        "one"\n        " two"\n    ),\n)',
    ),
    "pieces over lines, assigned": (
        'x = tr(\n    "س",\n    "one"\n    "two",\n)\ny = 1',
        'x = (\n    "one"\n    "two"\n)\ny = 1',
    ),
    "a call over lines": (
        'x = f(\n    tr(\n        "سنة",\n        "year",\n    ),\n    1,\n)',
        'x = f(\n    "year",\n    1,\n)',
    ),
    "a bracket that fits again": (
        'x = f(\n    tr("سنة", "year"), {"a": 1}\n)',
        'x = f("year", {"a": 1})',
    ),
    "a list over lines": (
        'x = tr(\n    [\n        "واحد",\n    ],\n    [\n        "one",\n    ],\n)[0]',
        'x = [\n    "one",\n][0]',
    ),
    "a choice": ('x = tr("س", "y" if a else "z")', 'x = "y" if a else "z"'),
    "a choice added to": ('x = tr("س", "y" if a else "z") + "."', 'x = ("y" if a else "z") + "."'),
    "a choice asked": ('x = tr("س", "y" if a else "z").upper()', 'x = ("y" if a else "z").upper()'),
    "a number asked": ("x = tr(2, 1).bit_length()", "x = (1).bit_length()"),
    "a dict in an f-string": ('x = f"{tr({1: 2}, {3: 4})}"', 'x = f"{({3: 4})}"'),
    "two lines of a string": ('x = tr("""س\nص""", """a\n    b""")', 'x = """a\n    b"""'),
    "quotes and Arabic before it": (
        'x = "سنة"; y = tr("\\"س\\"", "it\'s")',
        'x = "سنة"; y = "it\'s"',
    ),
    "what only looks like it": ('x = "tr(1, 2)"; y = attr(1, 2)', 'x = "tr(1, 2)"; y = attr(1, 2)'),
    "magics": (
        '%matplotlib inline\n!ls {a}\nx = tr("س", "y")',
        '%matplotlib inline\n!ls {a}\nx = "y"',
    ),
    "a magic assigned": ('files = !ls\nx = tr("س", "y")', 'files = !ls\nx = "y"'),
    "a cell magic": ('%%time\nx = tr("س", "y")', '%%time\nx = "y"'),
}


@pytest.mark.parametrize(("shared", "english"), CASES.values(), ids=CASES)
def test_a_cell_holds_the_texts_of_one_language(shared, english):
    assert cell_code.translate(shared, "en", NAMES) == english
    assert not re.search(r"(?<!at)tr\((?!1, 2\)\";)", cell_code.translate(shared, "ar", NAMES))


def attr(one, two):
    return one


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize(
    "shared", [s for name, (s, _) in CASES.items() if "magic" not in name and "f(" not in s]
)
def test_a_cell_in_one_language_does_what_the_shared_one_does(shared, language):
    known = {"tr": translation.tr, "a": "A", "b": "B", "attr": attr}
    left, right = dict(known), {name: known[name] for name in known if name != "tr"}
    with translation.edition(language):
        exec(shared, left)
    exec(cell_code.translate(shared, language, NAMES), right)
    assert left["x"] == right["x"]


FAULTS = {
    "handed on": ("x = map(tr, a, b)", "tr stands without its two texts"),
    "rebound": ("tr = 1", "tr stands without its two texts"),
    "a function of that name": ("def tr(a, b):\n    return a", "tr stands without"),
    "spread": ("x = tr(*pair)", "with two texts"),
    "spread keywords": ("x = tr('س', **pair)", "with two texts"),
    "one text": ("x = tr('س')", "with two texts"),
    "three texts": ("x = tr('س', 'y', 'z')", "with two texts"),
    "an empty text": ("x = tr('س', '')", "has no text for the edition 'en'"),
    "Arabic outside": ("x = {'ar': 'سنة', 'en': 'year'}", "Arabic stands outside tr"),
    "Arabic in a comment": ("x = 1  # سنة", "Arabic stands outside tr"),
    "not Python": ("x = = 1", "this is not Python"),
}


@pytest.mark.parametrize(("source", "what"), FAULTS.values(), ids=FAULTS)
def test_what_cannot_be_put_into_one_language_is_a_fault_of_its_cell(source, what, tmp_path):
    cells = [code("from masalih import tr"), code("x = 1"), code(source)]
    (number, message), *more = cell_code.faults(cells)
    assert number == 3 and what in message and not more
    path = tmp_path / "x.ipynb"
    path.write_text(json.dumps({"cells": cells}), "utf-8")
    assert twins.notebook(path, tmp_path) == [f"x.ipynb: cell 3: {message}"]


def test_other_languages_and_faults_that_a_cell_is_meant_to_show_are_none():
    cells = [code("%%html\n<b>tr(</b>"), code("x = = 1", tags=["raises-exception"])]
    assert cell_code.faults(cells) == []


# ---------------------------------------------------------------- imports


@pytest.mark.parametrize(
    ("imports", "use", "left"),
    [
        ("from masalih import tr", "x = tr('س', 'y')", ""),
        ("from masalih import num, tr", "x = num(1), tr('س', 'y')", "from masalih import num"),
        ("from masalih import tr as t\nz = 1", "x = t('س', 'y')", "z = 1"),
        ("import masalih", "x = masalih.tr('س', 'y')", ""),
        ("import masalih as m", "x = m.tr('س', 'y'), m.num", "import masalih as m"),
        ("from masalih import formats", "x = formats.tr('س', 'y')", ""),
        ("from masalih.formats import tr", "x = tr('س', 'y')", ""),
        ("from masalih.translation import tr", "x = tr('س', 'y')", ""),
        ("from masalih import translation", "x = translation.tr('س', 'y')", ""),
        (
            "from masalih import (\n    num,\n    term,\n    tr,\n)",
            "x = num(term(tr('س', 'y')))",
            "from masalih import (\n    num,\n    term,\n)",
        ),
        ("from masalih import num, term, tr", "tr(num(1), term('y'))", "from masalih import term"),
        ("from masalih import num, tr", "x = tr('س', 'y')", "from masalih import num"),
        ("from other import tr", "x = tr(1, 2)", "from other import tr"),
    ],
)
def test_an_import_that_only_the_other_language_needed_is_gone(imports, use, left):
    assert single("en", imports, use)[0] == left


def test_a_name_that_a_sentence_asks_for_stays_imported():
    sentence = {"cell_type": "markdown", "id": "m", "metadata": {}, "source": "{eval}`num`"}
    cells = [code("from masalih import num, tr"), code("tr(num, 'y')"), sentence]
    assert cell_code.in_language({"cells": cells}, "en")["cells"][0]["source"] == (
        "from masalih import num"
    )


# ---------------------------------------------------------------- the book


class _Texts(ast.NodeTransformer):
    """Puts one mark in the place of every text, however it is composed: grammar differs."""

    MARK = ast.Constant("text")

    def visit_Constant(self, node):
        return self.MARK

    def visit_JoinedStr(self, node):
        return self.MARK

    def visit_IfExp(self, node):
        node = self.generic_visit(node)
        return self.MARK if node.body is node.orelse is self.MARK else node

    def visit_Call(self, node):
        if isinstance(node.func, ast.Attribute) and node.func.attr == "join":
            return self.MARK
        return self.generic_visit(node)

    def visit_ImportFrom(self, node):  # what only one language needs is imported there only
        return None


def shape(source):
    return ast.dump(_Texts().visit(ast.parse(source)))


def trimmed(path, language):
    """{how: code cells} of a notebook as its page and its download show them."""
    notebook = json.loads(path.read_text("utf-8"))
    page = for_sphinx(notebook, language, f"notebooks/{path.stem}")
    return {"page": code_of(page), "download": code_of(for_download(notebook, language))}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.relative_to(ROOT / "notebooks").stem)
def test_the_editions_of_a_notebook_have_the_same_code_but_for_texts(path):
    arabic, english = trimmed(path, "ar"), trimmed(path, "en")
    for how in ("page", "download"):
        assert len(arabic[how]) == len(english[how])
        for left, right in zip(arabic[how], english[how], strict=True):
            assert shape(left) == shape(right), f"{how}:\n{left}\n---\n{right}"
            assert not cell_code.ARABIC.search(right)
        for source in arabic[how] + english[how]:
            compile(source, how, "exec")
            assert not re.search(r"\btr\b", source)


def test_shapes_differ_where_code_does():
    assert shape('f(f"{a} سنة", b)') == shape('f("year" if a else "years", b)')
    assert shape('f("year", b)') != shape('f("year", c)')


def test_a_cell_that_fails_is_named_as_it_stands_in_the_file():
    passage = {"cell_type": "markdown", "metadata": {"tags": ["lang-ar"]}, "source": "س"}
    cells = [passage, code("from masalih import tr"), code('\nx = tr("س", "y") / 0')]
    page = for_sphinx({"cells": cells}, "en")["cells"]
    said = failure("x.ipynb", page, 1, ZeroDivisionError("division"), 9)
    assert said.startswith("x.ipynb: cell 3: ZeroDivisionError")
    assert said.endswith('(the cell starts “x = tr("س", "y") / 0”)')
