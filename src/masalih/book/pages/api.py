"""`{api}` and `{install}`: the page on the library, written from its docstrings.

So it cannot say what the code does not. Sphinx's autodoc would read the docstrings as
reStructuredText, and run their lines of arguments together into one paragraph.
"""

import inspect
import re
from html import escape

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from masalih.book.base import release
from masalih.book.base.addresses import DOWNLOADS
from masalih.translation import gettext as _

# "name      what it is" or "name: what it is", where a line starts.
ARGUMENT = re.compile(r"(?:(\w+|\w, \w) {2,}|(\w+): )(.+)")
CODE, SHOWN = re.compile(r"`([^`]+)`"), r"<code>\1</code>"


class Api(SphinxDirective):
    """```{api} observations series```: signature and docstring of names that `masalih` offers.

    Of a class, those of its methods too.
    """

    required_arguments = 1
    final_argument_whitespace = True

    def run(self):
        import masalih

        names = self.arguments[0].split()
        offered = dir(masalih)
        unknown = [name for name in names if name not in offered]
        if unknown:
            raise self.error(
                f"masalih offers no {', '.join(unknown)}: it offers {', '.join(offered)}"
            )
        # page_inputs.py reads the page again when the library changes.
        self.env.metadata[self.env.docname]["masalih_data"] = True
        items = "".join(item(name, getattr(masalih, name)) for name in names)
        # English on both pages, as code is: a second wording of a promise would drift from it.
        return [nodes.raw("", f'<dl class="api" lang="en" dir="ltr">{items}</dl>', format="html")]


def item(name, thing, owner=""):
    """One entry of the list: how to call a thing, what its docstring says, and its methods."""
    anchor = "api-" + (f"{owner}-{name}" if owner else name)
    error = inspect.isclass(thing) and issubclass(thing, Exception)
    call = name if error else f"{owner + '.' if owner else ''}{name}{signature(thing)}"
    methods = (
        []
        if owner or error or not inspect.isclass(thing)
        else [
            (key, value)
            for key, value in vars(thing).items()
            if inspect.isfunction(value) and not key.startswith("_")
        ]
    )
    return (
        f'<dt id="{escape(anchor)}"><code>{escape(call)}</code></dt>'
        f"<dd>{prose(inspect.getdoc(thing) or '')}</dd>"
        + "".join(item(key, value, name) for key, value in methods)
    )


def prose(text):
    """A docstring as paragraphs: wrapped lines flow again, an argument keeps a line of its own."""
    pieces = []
    for line in text.split("\n"):
        argument = ARGUMENT.match(line)
        if argument:
            pieces.append(f"`{(argument[1] or argument[2]).strip()}`: {argument[3]}")
        elif not line or not pieces:
            pieces.append(line)
        else:
            pieces[-1] += f" {line}"
    return "".join(
        f"<p>{CODE.sub(SHOWN, escape(piece.strip()))}</p>" for piece in pieces if piece.strip()
    )


def signature(thing):
    """The arguments of a function as written: without `self`, and types without their quotes."""
    found = inspect.signature(thing)
    kept = [given for given in found.parameters.values() if given.name != "self"]
    return re.sub(r"(: |-> )'([^']*)'", r"\1\2", str(found.replace(parameters=kept)))


class Install(SphinxDirective):
    """```{install}```: the wheel of this very book to download, and how to install it."""

    def run(self):
        if not release.version():
            return []
        wheel = release.wheel_name()
        here = f"{'../' * self.env.docname.count('/')}{DOWNLOADS}/{wheel}"
        label = _("Download the library and its data")
        link = (
            f'<p><a href="{here}" download>{label}</a>: '
            f'<code lang="en" dir="ltr">{wheel}</code></p>'
        )
        command = f"python -m pip install {wheel}"
        return [
            nodes.raw("", link, format="html"),
            nodes.literal_block(command, command, language="shell"),
        ]


def setup(app):
    app.add_directive("api", Api)
    app.add_directive("install", Install)
