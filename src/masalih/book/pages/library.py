"""The page on the library: `{install}` offers the wheel of this book and says how to install it.

What the library offers, Sphinx's autodoc writes on the same page from its docstrings.
"""

from docutils import nodes
from sphinx import addnodes
from sphinx.util.docutils import SphinxDirective

from masalih.book.base import release
from masalih.book.base.addresses import DOWNLOADS
from masalih.translation import gettext as _


class Install(SphinxDirective):
    """```{install}```: the wheel of this very book to download, and how to install it."""

    def run(self):
        if not release.version():
            return []
        wheel = release.wheel_name()
        bundle = release.bundle_name(self.env.config.language)
        folder = f"{'../' * self.env.docname.count('/')}{DOWNLOADS}"
        link = "".join(
            f'<p><a href="{folder}/{name}" download>{label}</a>: '
            f'<code lang="en" dir="ltr">{name}</code></p>'
            for label, name in (
                (_("Download the library and its data"), wheel),
                (_("Download all notebooks with the library and the data"), bundle),
            )
        )
        command = f"python -m pip install {wheel}"
        return [
            nodes.raw("", link, format="html"),
            nodes.literal_block(command, command, language="shell"),
        ]


def set_dashes(app, doctree):
    """A dash after an argument: Sphinx sets "--" in languages whose quotes it does not know."""
    for entry in doctree.findall(addnodes.desc_content):
        for text in [text for text in entry.findall(nodes.Text) if text == " -- "]:
            text.parent.replace(text, nodes.Text(" – "))


def setup(app):
    app.add_directive("install", Install)
