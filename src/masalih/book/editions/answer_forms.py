"""`{answer}`: the form in which an exercise or a question is answered on its page.

The script answers.js judges it from the sealed key that the form carries. Without it, and on a page
that somebody keeps, the form says how `check` is asked in Python.
"""

import json
import re
from html import escape

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from masalih import data
from masalih.book.base import fingerprint, page_inputs
from masalih.book.base.edition import DIGITS
from masalih.exercises import keys, sealed
from masalih.translation import EDITIONS, translator

QUESTION = re.compile(r"^\((q-\w+-\d+)\)=\n", re.M)  # how a question of the bank begins


def title(label, language):
    """What a question is called on its page: «السؤال ٣»."""
    number = label.rsplit("-", 1)[1]
    _ = translator(language)
    return _("Question {number}", number=number.translate(DIGITS) if language == "ar" else number)


def choices(label, language):
    """{word that check() takes: the choice in this language}; empty where there are none."""
    return _named(keys.key(label), language)


def _named(key, language):
    return {word: names[EDITIONS.index(language)] for word, names in key.choices.items()}


class AnswerForm(SphinxDirective):
    """```{answer} ex-isis-1```."""

    required_arguments = 1

    def run(self):
        label = self.arguments[0]
        html = form(label, self._key(label), self.env.config.language)
        return [nodes.raw("", html, format="html")]

    def _key(self, label):
        """The key on today's data; the page is read again when a row that it rests on changes."""
        found = self.env.temp_data.setdefault("answers", {})
        if label not in found:
            self.env.metadata[self.env.docname]["masalih_data"] = True
            with data.held() as read:
                found.update(keys.fresh(keys.notebook(label)))
            page_inputs.note(self.env.doc2path(self.env.docname), fingerprint.answers_to(read))
        return found[label]


def form(label, key, language):
    """The form as HTML."""
    _ = translator(language)
    carried = json.dumps(sealed.sealed(label, key), ensure_ascii=False, separators=(",", ":"))
    python = f'<code dir="ltr">check("{label}", …)</code>'
    without = _("This form needs JavaScript. In Python the same check is {check}.", check=python)
    return (
        f'<form class="answer" data-label="{label}" data-key="{escape(carried)}">'
        f"{_field(key, language)}"
        f'<button type="submit" class="answer-check" hidden>{_("Check")}</button>'
        f"<output></output><noscript><p>{without}</p></noscript></form>"
    )


def _field(key, language):
    _ = translator(language)
    yours = _("Your answer")
    if key.kind != "choice":
        return (
            f'<label>{yours} <input name="answer" type="text" dir="auto" autocomplete="off" '
            f'spellcheck="false" size="12"></label>'
        )
    named = _named(key, language) or {
        word: word for word in sorted({key.right, *(one.value for one in key.mistakes)})
    }
    offered = "".join(
        f'<label><input name="answer" type="radio" value="{escape(word)}"> {escape(text)}</label>'
        for word, text in named.items()
    )
    return f"<fieldset><legend>{yours}</legend>{offered}</fieldset>"


def setup(app):
    app.add_directive("answer", AnswerForm)
