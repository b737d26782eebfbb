"""The Arabic of the interface stands in the .po files of masalih/locale, whole and nowhere else."""

import ast
import importlib
import re
import symtable
from pathlib import Path
from string import Formatter
from types import SimpleNamespace

import pytest
from sphinx import locale

from masalih import translation
from masalih.book.editions import interface_text

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "masalih"
LETTER = re.compile("[\u0620-\u064a]")
OWN = ("masalih", "book")
TEMPLATE = re.compile(r"""(?<![\w.])_\(\s*(?:"([^"]+)"|'([^']+)')""")
# Where Arabic letters stand in code on purpose. A folder ends in /.
ELSEWHERE = {
    "counts.py": "the words for one to ten, which agree with a noun",
    "rules/": "words, endings and signs that rules compare two texts by",
    "validation/package.py": "the article, without which a place is known",
    "exercises/": "what is said to a mistake stands beside the mistake, in both languages",
    "book/search/": "letters that its script tells words by",
    "spelling.py": "what makes two Arabic spellings or forms one word",
    "book/pages/glossary.py": "the particles and the article that are written onto a word",
    "book/site/landing.html": "the book's name, and of a language its name in itself",
    "book/site/offline_zip.py": "the name of a file that is read in both languages",
    "__main__.py": "the book's name",
    "reference.py": "the letters that count as one in the order of the alphabet",
}


def messages(domain):
    """{(context or None, English): the babel Message} of one catalogue, without its header."""
    return {
        (message.context, message.id): message
        for message in translation.catalogue("ar", domain)
        if message.id
    }


def of_code(path):
    """The messages that a module asks for, as (context or None, English)."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        name = getattr(node.func, "id", "") if isinstance(node, ast.Call) else ""
        if name == "_":
            yield None, ast.literal_eval(node.args[0])
        elif name == "pgettext":
            yield tuple(map(ast.literal_eval, node.args))


def of_template(path):
    return {(None, a or b) for a, b in TEMPLATE.findall(path.read_text("utf-8"))}


def used(book):
    """The messages of our code: of the book, or of the library that it stands on."""
    code = {p for p in PACKAGE.rglob("*.py") if ("book" in p.relative_to(PACKAGE).parts) == book}
    found = {message for path in code for message in of_code(path)}
    pages = [*(ROOT / "book" / "templates").rglob("*.html"), *PACKAGE.rglob("*.html")]
    return found | {message for path in pages * book for message in of_template(path)}


def of_scripts(domain):
    """The messages that stand in a script, as their place in the catalogue says."""
    return {
        key: [file for file, _ in message.locations if file.endswith(".js")]
        for key, message in messages(domain).items()
        if message.locations
    }


# ---------------------------------------------------------------- our own messages


def test_the_library_has_its_words_in_its_own_catalogue():
    """A notebook runs without Sphinx, and a change of the book's words must not run it again."""
    assert used(book=False) - messages("masalih").keys() == set()


def test_the_book_has_its_words_in_a_catalogue_of_ours():
    theirs = {key for key in messages("sphinx") if key[0] is None}  # a template may share them
    missing = used(book=True) - messages("masalih").keys() - messages("book").keys() - theirs
    assert missing == set()


def test_no_message_is_left_over():
    ours = messages("masalih").keys() | messages("book").keys()
    assert ours - used(book=False) - used(book=True) - of_scripts("book").keys() == set()


def test_the_scripts_say_what_the_catalogue_places_there():
    for (_context, english), files in of_scripts("book").items():
        assert any(f'"{english}"' in (ROOT / file).read_text("utf-8") for file in files), english


def test_the_catalogue_places_there_what_the_scripts_say():
    """What begins like a sentence in a script is a message; no build would miss its Arabic."""
    for path in (ROOT / "book" / "assets").glob("*.js"):
        file = path.relative_to(ROOT).as_posix()
        said = set(re.findall('"([A-Z][a-z][^"]*)"', path.read_text("utf-8"))) - {"Escape"}  # a key
        assert (
            said - {key[1] for key, files in of_scripts("book").items() if file in files} == set()
        )


def scopes(table):
    yield table
    for child in table.get_children():
        yield from scopes(child)


def test_a_function_that_says_something_gives_the_name_of_gettext_to_nothing_else():
    """`_, rows = …` in a function makes its `_("…")` call whatever that was."""
    faults = []
    for path in PACKAGE.rglob("*.py"):
        text = path.read_text("utf-8")
        if "gettext as _" not in text:
            continue
        for scope in scopes(symtable.symtable(text, str(path), "exec")):
            name = scope.lookup("_") if "_" in scope.get_identifiers() else None
            if name and name.is_assigned() and name.is_referenced():
                faults.append(f"{path.name}: {scope.get_name()}: give _ another name")
    assert faults == []


def test_a_message_stands_in_one_of_our_catalogues():
    assert messages("masalih").keys() & messages("book").keys() == set()


@pytest.mark.parametrize("domain", [*OWN, "sphinx"])
def test_every_message_is_translated(domain):
    for key, message in messages(domain).items():
        arabic = message.string
        assert arabic and not message.fuzzy, key
        assert LETTER.search(arabic) or not re.search("[A-Za-z]{2}", arabic), key


@pytest.mark.parametrize("domain", OWN)
def test_a_translation_has_the_names_of_its_message(domain):
    for key, message in messages(domain).items():
        names = [
            sorted(name for _, name, _, _ in Formatter().parse(text) if name is not None)
            for text in (message.id, message.string)
            if not message.id.count("%s")
        ]
        assert names[:1] == names[1:], key


def test_a_message_is_read_in_the_edition_in_force():
    with translation.edition("ar"):
        assert translation.gettext("at least {number}", number="٥") == "٥ على الأقل"
    with translation.edition("en"):
        assert translation.gettext("at least {number}", number="5") == "at least 5"
    assert translation.translator("ar")("Page not found") == "الصفحة غير موجودة"


def test_a_message_without_arabic_is_an_error_that_names_the_place():
    with translation.edition("ar"):
        for ask in (translation.gettext, lambda text: translation.pgettext("here", text)):
            with pytest.raises(LookupError, match=r"never said.*masalih\.po or book\.po"):
                ask("never said")
    with translation.edition("en"):
        assert translation.gettext("never said") == "never said"


def test_an_edition_for_a_while_gives_way_to_the_one_before():
    translation.use("en")
    try:
        with pytest.raises(KeyError), translation.edition("ar"):
            assert translation.language() == "ar"
            raise KeyError
        assert translation.language() == "en"
    finally:
        translation.use(None)


def test_a_fault_in_a_catalogue_names_file_and_line(tmp_path, monkeypatch):
    folder = tmp_path / "ar" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "broken.po").write_text('msgid "a"\nmsgtext "b"\n', "utf-8")
    monkeypatch.setattr(translation, "LOCALE", tmp_path)
    with pytest.raises(ValueError, match=r"broken\.po: line 2"):
        translation.catalogue("ar", "broken")


def test_a_page_that_asks_for_a_message_without_arabic_is_a_fault_of_the_build(monkeypatch, caplog):
    """A warning, and `masalih build` takes warnings for faults."""
    monkeypatch.setattr(locale, "translators", {})
    app = SimpleNamespace(translator=None)
    interface_text.install(app)
    assert app.translator.gettext("Hint") == "تلميح"
    assert locale.get_translation("booktheme")("Print to PDF") == "طباعة"
    assert caplog.records == []
    assert app.translator.gettext("Never translated") == "Never translated"
    (fault,) = caplog.records
    assert fault.levelname == "WARNING"
    assert "'Never translated' has no Arabic: add it to src/masalih/locale" in fault.getMessage()


# ---------------------------------------------------------------- Arabic nowhere else


def spoken(path):
    """The texts of a file that a program can show: without comments and docstrings."""
    text = path.read_text("utf-8")
    if not LETTER.search(text):
        return []
    if path.suffix != ".py":
        return [re.sub(r"<!--.*?-->|/\*.*?\*/|^\s*//[^\n]*", "", text, flags=re.DOTALL | re.M)]
    tree = ast.parse(text)
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if id(node) not in docstrings
    ]


def test_no_arabic_letter_stands_outside_the_catalogues():
    texts = {p for p in PACKAGE.rglob("*") if p.suffix in {".py", ".html", ".js", ".css", ".pyi"}}
    found = {
        path.relative_to(PACKAGE).as_posix()
        for path in texts
        if any(map(LETTER.search, spoken(path)))
    }
    allowed = {place: {name for name in found if name.startswith(place)} for place in ELSEWHERE}
    assert found - set().union(*allowed.values()) == set()
    assert [place for place, names in allowed.items() if not names] == [], "no longer needed"


# ---------------------------------------------------------------- what others say


def folder_of(package):
    return Path(importlib.import_module(package).__file__).parent


def text_of(package):
    """Whatever of a package can reach a page."""
    kinds = {".py", ".html", ".js", ".js_t", ".jinja", ".css_t"}
    files = sorted(p for p in folder_of(package).rglob("*") if p.suffix in kinds)
    return "".join(path.read_text("utf-8") for path in files)


def test_no_message_for_others_is_left_over():
    names = ("sphinx", "pydata_sphinx_theme", "sphinx_book_theme", "sphinx_exercise")
    said = "".join(map(text_of, (*names, "sphinx_togglebutton", "sphinx_copybutton")))
    said += reveal_notes().read_text("utf-8")
    assert {english for _, english in messages("sphinx") if english not in said} == set()


def test_the_catalogue_knows_every_string_of_the_theme():
    """A new version of the theme cannot bring in a string that nobody translated."""
    folder = folder_of("pydata_sphinx_theme") / "theme" / "pydata_sphinx_theme"
    theirs = {message for path in folder.rglob("*.html") for message in of_template(path)}
    assert len(theirs) > 20
    assert theirs - messages("sphinx").keys() - messages("book").keys() == set()


def test_admonitions_and_permalinks_are_in_the_catalogue():
    writer = (folder_of("sphinx") / "writers" / "html5.py").read_text("utf-8")
    links = set(re.findall(r"_\('(Link to [^']+)'\)", writer))
    labels = {name.capitalize() for name in locale.admonitionlabels if name != "seealso"}
    known = {english for _, english in messages("sphinx")}
    assert links and links | labels <= known


def reveal_notes():
    return folder_of("sphinx_revealjs") / "_static" / "revealjs" / "plugin" / "notes" / "notes.js"


def test_the_scripts_of_others_still_hold_what_we_translate():
    places = {
        "togglebutton.js": folder_of("sphinx_togglebutton") / "_static" / "togglebutton.js",
        "copybutton.js": folder_of("sphinx_copybutton") / "_static" / "copybutton.js_t",
        "searchtools.js": folder_of("sphinx") / "themes" / "basic" / "static" / "searchtools.js",
        "reveal/notes.js": reveal_notes(),
    }
    for name, old, _new in interface_text.literals():
        assert old in places[name].read_text("utf-8"), (name, old)
    spoken_by = places["searchtools.js"].read_text("utf-8")
    for _context, message in of_scripts("sphinx"):
        assert message in spoken_by or message == "Hide Search Matches", message


def test_every_literal_of_a_script_is_in_the_catalogue_and_none_is_left_over():
    asked = {(name, english) for name, _, english in interface_text.LITERALS}
    asked |= {("copybutton.js", english) for english in interface_text.COPY.values()}
    assert {key for key in messages("sphinx") if key[0]} == asked
