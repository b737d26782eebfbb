"""Where a chapter is read without its code, one sign stands in place of neighbouring cells of it.

Which of both a reader wants says the switch in the bar above the page (book/assets/code.js); the
signs are in the page from the start, so that nothing moves when it becomes alive.
"""

from html import escape

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from masalih.translation import gettext as _

CHAPTERS, EXERCISES = "notebooks/", "notebooks/exercises/"  # of these the code is what one came for


def is_chapter(page):
    """Whether the code of a page can be put away: page is its name, such as notebooks/02-isis."""
    return page.startswith(CHAPTERS) and not page.startswith(EXERCISES)


class CodeSigns(SphinxPostTransform):
    default_priority = 950  # when cells are what they will be
    formats = ("html",)

    def run(self, **_kwargs):
        if not is_chapter(self.env.docname):
            return
        cells = [node for node in self.document.findall(nodes.container) if _shows_code(node)]
        for cell in cells:
            if not _follows_code(cell):
                index = cell.parent.index(cell)
                cell.parent.insert(index, nodes.raw("", _sign(), format="html"))


def _shows_code(node):
    return "cell" in node["classes"] and any(
        "cell_input" in inner["classes"] for inner in node.findall(nodes.container)
    )


def _follows_code(cell):
    """Whether the cell before has code too, and nothing to read stands between."""
    before = cell.parent.children[: cell.parent.index(cell)]
    last = next((node for node in reversed(before) if not _is_empty_cell(node)), None)
    return isinstance(last, nodes.container) and _shows_code(last)


def _is_empty_cell(node):
    return isinstance(node, nodes.container) and "cell" in node["classes"] and not node.children


def _sign():
    label = escape(_("Show the code"))
    return (
        f'<button type="button" class="code-sign" aria-expanded="false" aria-label="{label}" '
        f'title="{label}"><i class="fa-solid fa-code" aria-hidden="true"></i></button>\n'
    )


def setup(app):
    app.add_post_transform(CodeSigns)
