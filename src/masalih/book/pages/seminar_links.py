"""Says once which session of the seminar teaches which chapter.

The line at the end of those pages is made from it.
"""

import itertools

from masalih.book.base.addresses import DECK
from masalih.translation import gettext as _

KINDS = ("exercises", "questions")  # what a chapter has beside it, as folders below notebooks/
SESSIONS = {  # number: its chapters, as notebooks/<name>
    1: ["01-dialogue"],
    2: ["02-isis"],
    3: ["03-capacity", "05-f16"],
    4: ["04-alhol"],
    5: ["06-iran", "07-priority", "09-omitted"],
    6: ["10-outlook"],
    7: ["08-balance"],
}


def session(number, language):
    return f"book/{language}/seminar/session-{number}"


def materials(docname, language):
    """Docnames that a teacher needs beside a page.

    For a chapter they are its session, exercises and questions, for a session its slides and the
    exercises and questions of its chapters.
    """
    for number, chapters in SESSIONS.items():
        pages = {
            f"notebooks/{name}": [f"notebooks/{kind}/{name}" for kind in KINDS] for name in chapters
        }
        if docname in pages:
            return [session(number, language), *pages[docname]]
        if docname == session(number, language):
            deck = f"book/{language}/seminar/slides/session-{number}"
            return [deck, *itertools.chain(*zip(*pages.values(), strict=True))]
    return []


def add_links(app, pagename, templatename, context, doctree):
    """Give the layout the materials of this edition, [(address, title)]; none not written yet."""
    known = app.env.titles
    context["materials"] = [
        (app.builder.get_relative_uri(pagename, name), _called(name, known[name].astext()))
        for name in materials(pagename, app.config.language)
        if name in known
    ]


def _called(name, title):
    """Slides bear the title of their session, from whose page they are linked."""
    return f"{_('Slides')}: {title}" if DECK.fullmatch(name) else title
