"""Makes the pages seminar/slides/session-N into decks: reveal.js shows their sections one by one.

Without it, or without JavaScript, they stay plain pages.
"""

import json
import re
import shutil
from html import escape
from pathlib import Path
from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from masalih import formats
from masalih.book.base import csp
from masalih.book.base.addresses import DECK
from masalih.book.editions import interface_text
from masalih.book.pages import faces, head
from masalih.translation import gettext as _

NOTES = "plugin/notes/notes.js"
WRITTEN = re.compile(r"<script>(.*?)<\\/script>", re.DOTALL)  # inside a string of JavaScript
REVEAL = ("LICENSE", "dist/reveal.css", "dist/reveal.js", NOTES)  # all that a deck needs of it
STYLES = ("_static/reveal/reveal.css", "_static/book.css", "_static/slides.css")


class notes(nodes.General, nodes.Element):
    """What the teacher says and does while a slide is shown; `node["minutes"]` is how long."""


class Notes(SphinxDirective):
    """`:::{notes}` with `:minutes: 5`: the notes of a slide of five minutes, which it ends."""

    option_spec: ClassVar = {"minutes": directives.positive_int}
    has_content = True

    def run(self):
        if "minutes" not in self.options:
            raise self.error("the notes of a slide say how long it takes, such as :minutes: 5")
        node = notes(minutes=self.options["minutes"])
        self.state.nested_parse(self.content, self.content_offset, node)
        return [node]


def visit_notes(self, node):
    label, minutes = escape(_("Speaker notes")), node["minutes"]
    time = escape(f"{_('Minutes')}: {formats.num(minutes)}")
    self.body.append(
        f'{faces.OPEN}<aside class="notes" role="note" aria-label="{label}" '
        f'data-minutes="{minutes}">\n'
        f'<p class="minutes">{time}</p>\n'
    )


def depart_notes(self, node):
    self.body.append(f"</aside>{faces.CLOSE}\n")


# ---------------------------------------------------------------- the page of a deck


def source():
    """The folder of reveal.js: sphinx-revealjs carries it."""
    import sphinx_revealjs

    return Path(sphinx_revealjs.__file__).parent / "_static" / "revealjs"


def add_reveal(app):
    """Serve reveal.js from the book itself, and of it only these files."""
    folder = Path(app.outdir).parent / "reveal"
    (folder / "reveal").mkdir(parents=True, exist_ok=True)
    for name in REVEAL:
        shutil.copy2(source() / name, folder / "reveal")
    app.config.html_static_path.append(str(folder))


def policy_of(language, first):
    """The policy of a deck, which holds the script `first`.

    reveal.js makes styles of its own and writes one script, into the window for the teacher.
    """
    return csp.rules([first, speaker_view(language)], style_src=f"{csp.OWN} 'unsafe-inline'")


def speaker_view(language):
    """The script that reveal.js writes into the speaker view, as the browser will see it."""
    text = (source() / NOTES).read_text("utf-8")
    for name, old, new in interface_text.literals() if language == "ar" else ():
        text = text.replace(old, new) if name == "reveal/notes.js" else text
    return json.loads(f'"{WRITTEN.findall(text)[0]}"')


def leave_out_of_search(app, doctree):
    """A deck repeats its chapter, and charts for guessing have a key: a search finds neither."""
    if DECK.fullmatch(app.env.docname) or app.env.docname.startswith("notebooks/seminar/"):
        app.env.metadata[app.env.docname]["nosearch"] = True


def side_by_side(body):
    """Put the sections of a page in a row, as reveal.js wants them; Sphinx nests them in one."""
    whole = body[: body.rindex("</section>")]
    second = whole.find("<section", whole.index("<section") + 1)
    return f"{whole[:second]}</section>\n{whole[second:]}" if second > 0 else body


def use_template(app, pagename, templatename, context, doctree):
    match = DECK.fullmatch(pagename)
    if not match:
        return None
    folder = pagename.rsplit("/", 2)[0]
    session = f"{folder}/{match[1]}"
    context["head"] |= {
        "policy": policy_of(app.config.language, context["head"]["first"]),
        "between": "·",
        "ways": False,
        "awaited": None,
        "styles": head.style_tags(STYLES, head.root(pagename)),
        "then": "",
    }
    context["slides"] = side_by_side(context["body"])
    context["back"] = session if session in app.env.found_docs else f"{folder}/slides/index"
    return "slides.html"


def setup(app):
    app.add_directive("notes", Notes)
    app.add_node(
        notes,
        html=(visit_notes, depart_notes),
        text=(lambda self, node: None, lambda self, node: None),
    )
