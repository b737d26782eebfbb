"""Two faces of one source: what is the teacher's, and what is handed out, leave the public page.

`:::{teacher}` holds what only a teacher reads, `:::{handout} Title` a sheet to print and give out;
pages below book/<edition>/teaching are the teacher's whole. All are parsed with the rest, so that
their references and values are true. The whole body of such a page is kept beside the site, and
`masalih teach` makes the teacher's face of it (masalih.book.teach).
"""

import re
import shutil
from html import escape
from pathlib import Path
from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from masalih.book.base.addresses import TEACHING
from masalih.translation import gettext as _

OPEN, CLOSE = "<!--teacher-->", "<!--/teacher-->"
HIDDEN = re.compile(f"{OPEN}.*?{CLOSE}", re.DOTALL)


class teacher(nodes.General, nodes.Element):
    """What only a teacher reads."""


class handout(nodes.General, nodes.Element):
    """A sheet to give out; `node["title"]` heads it."""


class Teacher(SphinxDirective):
    """`:::{teacher}`: notes, keys, verdicts: what only the teacher's book shows."""

    has_content = True

    def run(self):
        node = teacher()
        self.state.nested_parse(self.content, self.content_offset, node)
        return [node]


class Handout(SphinxDirective):
    """`:::{handout} Title`: a sheet of handouts-<edition>.pdf; `:form:` has room to write."""

    required_arguments, final_argument_whitespace = 1, True
    option_spec: ClassVar = {"form": directives.flag}
    has_content = True

    def run(self):
        node = handout(title=self.arguments[0], form="form" in self.options)
        self.state.nested_parse(self.content, self.content_offset, node)
        return [node]


class Lines(SphinxDirective):
    """```{lines} 3```: so many lines to write on."""

    required_arguments = 1

    def run(self):
        number = directives.positive_int(self.arguments[0])
        return [nodes.raw("", '<p class="line"></p>' * number, format="html")]


def hide(node):
    """What opens and closes a hidden part: its outermost element marks it."""
    parent = node.parent
    while parent is not None:
        if isinstance(parent, (teacher, handout)):
            return "", ""
        parent = parent.parent
    return OPEN, CLOSE


def visit_teacher(self, node):
    title = escape(_("For the teacher"))
    self.body.append(
        f'{hide(node)[0]}<aside class="admonition teacher">'
        f'<p class="admonition-title">{title}</p>\n'
    )


def depart_teacher(self, node):
    self.body.append(f"</aside>{hide(node)[1]}\n")


def visit_handout(self, node):
    kind = "handout form" if node["form"] else "handout"
    title = f'<p class="handout-title"><strong>{escape(node["title"])}</strong></p>'
    self.body.append(f'{hide(node)[0]}<div class="{kind}">{title}\n')


def depart_handout(self, node):
    self.body.append(f"</div>{hide(node)[1]}\n")


# ---------------------------------------------------------------- the public face


def public(body):
    """The markup of a page without what is the teacher's."""
    return HIDDEN.sub("", body)


def kept(outdir, docname):
    """Where the whole body of a page is kept for the teacher; `outdir` is that of the HTML."""
    return Path(outdir).parent / "faces" / f"{docname}.html"


def mark_teaching(app, doctree):
    """A page of the teacher's stands in no table of contents and in no search."""
    if TEACHING.fullmatch(app.env.docname):
        app.env.metadata[app.env.docname].update(orphan=True, nosearch=True)


def part_faces(app, pagename, templatename, context, doctree):
    """Keep the whole body for the teacher, and leave the page what is public."""
    body, path = context.get("body") or "", kept(app.outdir, pagename)
    if OPEN not in body and not TEACHING.fullmatch(pagename):
        path.unlink(missing_ok=True)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(body, "utf-8")
    context["body"] = public(body)


def remove_teaching(app, exception):
    """Delete the teacher's pages, and the sources of all prose pages, which hold both faces."""
    if exception or app.builder.name != "html":
        return
    folder = Path(app.outdir)
    for path in folder.glob("book/*/teaching"):
        shutil.rmtree(path)
    for path in folder.glob("_sources/**/*.md*"):
        path.unlink()
    known = app.env.found_docs
    faces = kept(folder, "")
    for path in faces.parent.rglob("*.html"):
        if path.relative_to(faces.parent).with_suffix("").as_posix() not in known:
            path.unlink()


def setup(app):
    app.add_directive("teacher", Teacher)
    app.add_directive("handout", Handout)
    app.add_directive("lines", Lines)
    silent = (lambda self, node: None, lambda self, node: None)
    app.add_node(teacher, html=(visit_teacher, depart_teacher), text=silent)
    app.add_node(handout, html=(visit_handout, depart_handout), text=silent)
