"""Puts our Arabic in the place of the catalogues that Sphinx and its extensions ship.

Those are incomplete and partly machine-made; ours stand in `masalih/locale/ar`. A message without
Arabic fails the build.
"""

import gettext
import json
from html import escape
from pathlib import Path

from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode, depart_HideCellInput
from sphinx import locale
from sphinx.errors import ExtensionError
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging

from masalih import translation
from masalih.atomic_files import renew
from masalih.book.base.edition import DIGITS

DOMAINS = ("sphinx", "booktheme", "exercise", "togglebutton")  # the catalogues of page texts
COPY = {
    "copy": "Copy",
    "copy_to_clipboard": "Copy to clipboard",
    "copy_success": "Copied!",
    "copy_failure": "Failed to copy",
}
# Words that other scripts hold as literals: (file in _static, script around the words, the words).
LITERALS = [
    ("togglebutton.js", "{}", "Toggle hidden content"),
    ("reveal/notes.js", "{}", "reveal.js - Speaker View"),
    ("reveal/notes.js", "{}", "Loading speaker view..."),
    ("reveal/notes.js", "{}</span>", "Upcoming"),
    ("reveal/notes.js", "{} <span", "Time"),
    ("reveal/notes.js", "{}", "Click to Reset"),
    ("reveal/notes.js", "{}", "Pacing – Time to finish current slide"),
    ("reveal/notes.js", ">{}</h4>", "Notes"),
    ("reveal/notes.js", "'{}'", "Default"),
    ("reveal/notes.js", "'{}'", "Wide"),
    ("reveal/notes.js", "'{}'", "Tall"),
    ("reveal/notes.js", "'{}'", "Notes only"),
    ("reveal/notes.js", "'{}'", "Layout"),
    (
        "reveal/notes.js",
        "{}",
        "Cross origin error.<br>The speaker window can only be opened from the same origin.",
    ),
    (
        "reveal/notes.js",
        "{}",
        "Error connecting to main window.<br>Please try closing and reopening the speaker view.",
    ),
]
# What they hold that is not words: (file, text to find, text to put there).
SETTINGS = [
    ("reveal/notes.js", '<html lang=\\"en\\">', '<html lang=\\"ar\\">'),
    ("reveal/notes.js", '<div class=\\"value\\">', '<div class=\\"value\\" dir=\\"rtl\\">'),
    ("reveal/notes.js", "0:00 AM", "٠٠:٠٠"),
    ("reveal/notes.js", "'en-US', { hour12: true", "'ar-u-nu-arab', { hour12: true"),
    (
        "searchtools.js",
        "'${resultCount}', resultCount)",
        "'${resultCount}', resultCount.toLocaleString('ar-u-nu-arab'))",
    ),
]
log = logging.getLogger(__name__)


class Untranslated(gettext.NullTranslations):
    """What is asked last: English on an Arabic page is a fault."""

    def gettext(self, message):
        log.warning(
            "%r has no Arabic: add it to src/masalih/locale/ar/LC_MESSAGES/sphinx.po", message
        )
        return message

    def ngettext(self, singular, plural, n):
        return self.gettext(singular if n == 1 else plural)


def install(app):
    """Put our catalogues in the place of the shipped ones, which extensions have added by now."""
    for domain in DOMAINS:
        ours = translation.compiled("ar", "sphinx", "book")
        ours.add_fallback(Untranslated())
        locale.translators["general", domain] = ours
    app.translator = locale.translators["general", "sphinx"]  # templates take this one


def translate_config(app, config):
    """Strings that an extension fixed as a default when it was loaded, before ours were there."""
    say = locale.get_translation("togglebutton")
    config.togglebutton_hint = say("Click to show")
    config.togglebutton_hint_hide = say("Click to hide")


def script_messages():
    """{English: Arabic} of what scripts say through Sphinx's table: messages of .js files."""
    return {
        message.id: message.string
        for domain in ("sphinx", "book")
        for message in translation.catalogue("ar", domain)
        if any(file.endswith(".js") for file, _ in message.locations)
    }


def literals():
    """[(file in _static, text to find, Arabic to put there)] for the scripts that have no table."""
    say = translation.compiled("ar", "sphinx").pgettext
    messages = "".join(
        f"    '{key}': '{say('copybutton.js', english)}',\n" for key, english in COPY.items()
    )
    opening = "const messages = {\n"
    return [
        ("copybutton.js", opening, f"{opening}  'ar': {{\n{messages}  }},\n"),
        *(
            (file, around.format(english), around.format(say(file, english)))
            for file, around, english in LITERALS
        ),
        *SETTINGS,
    ]


def translate_scripts(app, exception):
    if exception or app.builder.format != "html":
        return
    static = Path(app.outdir, "_static")
    # Sphinx's own Documentation.addTranslations() makes a function out of text, which the policy
    # of a page forbids.
    messages = json.dumps(script_messages(), ensure_ascii=False)
    table = f'{{ LOCALE: "ar", PLURAL_EXPR: () => 0, TRANSLATIONS: {messages} }}'
    renew(static / "translations.js", f"Object.assign(Documentation, {table});\n")
    for name, old, new in literals():
        path = static / name
        text = path.read_text("utf-8")
        if new not in text:
            if old not in text:  # so an update of the theme cannot bring English back unseen
                raise ExtensionError(
                    f"_static/{name} no longer holds {old!r}: look what it says now and update"
                    " interface_text.LITERALS and sphinx.po"
                )
            renew(path, text.replace(old, new))


def arabic_numbers(app, env):
    """Let figure and table numbers print as ٣ and not 3, in captions and in references to them."""
    for types in env.toc_fignumbers.values():
        for numbers in types.values():
            numbers.update(
                {name: tuple(map(ArabicInt, number)) for name, number in numbers.items()}
            )
    return []


class ArabicInt(int):
    """An int that prints in Arabic-Indic digits."""

    def __str__(self):
        return int.__repr__(self).translate(DIGITS)


class ArabicFootnotes(SphinxPostTransform):
    """Number footnotes in the digits of the edition."""

    default_priority = 5

    def run(self, **_):
        for node in self.document.findall(
            lambda n: isinstance(n, (nodes.footnote_reference, nodes.label))
        ):
            text = node.astext()
            if text.isdigit():
                node.children = [nodes.Text(text.translate(DIGITS))]


def visit_hidden_code(self, node):
    """The summary of a folded cell.

    MyST-NB's own carries an English aria-label that hides the visible words from a screen reader.
    """
    self.body.append(f'<details class="admonition hide {" ".join(node["classes"])}">\n<summary>')
    for state in ("show", "hide"):
        shown = "collapsed" if state == "show" else "expanded"
        self.body.append(
            f'<p class="{shown} admonition-title">{escape(node["prompt_" + state])}</p>'
        )
    self.body.append("</summary>\n")


def setup(app):
    app.add_node(HideCodeCellNode, override=True, html=(visit_hidden_code, depart_HideCellInput))
    if app.config.language != "ar":
        return
    install(app)
    app.add_post_transform(ArabicFootnotes)
