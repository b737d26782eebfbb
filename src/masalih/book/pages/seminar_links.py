"""Says once which session of the seminar teaches which chapter.

The line at the end of those pages is made from it.
"""

from masalih.book.base.addresses import DECK
from masalih.translation import gettext as _

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

    For a chapter they are its session and exercises, for a session its slides and exercises.
    """
    for number, chapters in SESSIONS.items():
        exercises = {f"notebooks/{name}": f"notebooks/exercises/{name}" for name in chapters}
        if docname in exercises:
            return [session(number, language), exercises[docname]]
        if docname == session(number, language):
            return [f"book/{language}/seminar/slides/session-{number}", *exercises.values()]
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
