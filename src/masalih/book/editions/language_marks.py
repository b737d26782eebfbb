"""Says in the HTML what a screen reader must know and Sphinx leaves out.

What a header cell heads, and which words are of the other language.
"""

import re

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


def mark_foreign(html, language):
    """HTML with the Latin words of Arabic text, and the Arabic of English, marked by their language.

    Code and what is marked stay as they are.
    """
    # [tag, language or None where nothing is marked, how deep the tag is nested in itself]
    inside = []
    return TOKEN.sub(lambda found: _token(found, inside, language), html)


def _token(found, inside, language):
    closing, tag, attributes = found.groups()
    if tag:
        _move(inside, tag.lower(), closing, attributes)
        return found[0]
    spoken = inside[-1][1] if inside else language
    if spoken not in FOREIGN or found[0].startswith("<"):
        return found[0]
    return FOREIGN[spoken].sub(
        lambda run: run[0] if run[0].startswith("&") else MARK[spoken].format(run[0]), found[0]
    )


def _move(inside, tag, closing, attributes):
    """Keep `inside` true after a tag."""
    if inside and tag == inside[-1][0]:
        inside[-1][2] += -1 if closing else not attributes.endswith("/")
        if not inside[-1][2]:
            inside.pop()
            return
    if closing or attributes.endswith("/") or (inside and inside[-1][1] is None):
        return
    spoken = LANG.search(attributes)
    if tag in APART or spoken:
        if inside and tag == inside[-1][0]:
            inside[-1][2] -= 1  # counted as its own element instead
        inside.append([tag, None if tag in APART else spoken[1], 1])


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
    app.connect("html-page-context", mark_page, priority=800)
