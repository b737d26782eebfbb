"""Says in the HTML what a screen reader must know and Sphinx leaves out.

What a header cell heads, and which words are of the other language.
"""

import re
from dataclasses import dataclass

from docutils import nodes

# What is not prose, or says itself what it is. An element counts until its end, whatever it holds.
APART = {"code", "pre", "kbd", "samp", "script", "style", "svg", "math"}
TOKEN = re.compile(r"<!--.*?-->|<(/?)([a-zA-Z][\w-]*)([^<>]*)>|[^<]+", re.DOTALL)
LANG = re.compile(r"""\slang=["']?([a-z]+)""")
LATIN, ARABIC = "A-Za-z\u00c0-\u024f", "\u0600-\u06ff"
ENTITY = r"&\#?\w+;"
BRACKETS = rf"\([^<>(){ARABIC}«»]*\)"
# From the first letter of the other script to its last before ours comes back, with the brackets
# that open inside.
FOREIGN = {
    "ar": re.compile(
        rf"{ENTITY}|(?:[0-9][0-9.,]*[ ]?)?[{LATIN}]"
        rf"(?:(?:{ENTITY}|[^<>&(){ARABIC}\u200f«»…]|{BRACKETS})*(?:[{LATIN}0-9]|{BRACKETS}))?"
    ),
    "en": re.compile(rf"{ENTITY}|[{ARABIC}](?:[^<>&{LATIN}\"«»()]*[{ARABIC}])?"),
}
MARK = {
    "ar": '<span class="latin" lang="en">{}</span>',
    "en": '<span lang="ar" dir="rtl">{}</span>',
}


@dataclass
class Element:
    """An open element that says a language, or one in which nothing is marked (None)."""

    tag: str
    language: str | None
    depth: int = 1  # how deep the same tag is nested in itself


def mark_foreign(html, language):
    """HTML with the Latin words of Arabic text, and the Arabic of English, marked as such.

    Code and what is marked stay as they are.
    """
    elements: list[Element] = []
    return TOKEN.sub(lambda token: _marked(token, elements, language), html)


def _marked(token, elements, language):
    closing, tag, attributes = token.groups()
    if tag:
        _move(elements, tag.lower(), closing, attributes)
        return token[0]
    spoken = elements[-1].language if elements else language
    if spoken not in FOREIGN or token[0].startswith("<"):
        return token[0]
    return FOREIGN[spoken].sub(
        lambda run: run[0] if run[0].startswith("&") else MARK[spoken].format(run[0]), token[0]
    )


def _move(elements, tag, closing, attributes):
    """Keep the open `elements` true after a tag."""
    last = elements[-1] if elements else None
    if last and tag == last.tag:
        last.depth += -1 if closing else not attributes.endswith("/")
        if not last.depth:
            elements.pop()
            return
    if closing or attributes.endswith("/") or (last and last.language is None):
        return
    spoken = LANG.search(attributes)
    if tag not in APART and not spoken:
        return
    if last and tag == last.tag:
        last.depth -= 1  # counted as its own element instead
    elements.append(Element(tag, None if tag in APART or not spoken else spoken[1]))


def mark_page(app, pagename, templatename, context, doctree):
    if context.get("body"):
        context["body"] = mark_foreign(context["body"], app.config.language)


def visit_entry(self, node):
    """A cell as Sphinx writes it, and of a header cell what it heads."""
    type(self).visit_entry(self, node)
    scope = "col" if isinstance(node.parent.parent, nodes.thead) else "row"
    self.body[-1] = self.body[-1].replace("<th", f'<th scope="{scope}"', 1)


def depart_entry(self, node):
    type(self).depart_entry(self, node)


def setup(app):
    app.add_node(nodes.entry, override=True, html=(visit_entry, depart_entry))
