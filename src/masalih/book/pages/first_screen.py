"""Marks what begins below the first screen of a page, so that a browser may set it out after its first paint (then.js, book.css),
and names the drawing that stands on it, so that it is asked for early (first.js)."""

import json

from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode
from sphinx.transforms.post_transforms import SphinxPostTransform

from masalih.book.figures import figure_node
from masalih.book.figures.chart_directive import shown_again

# {class: the height of a tall screen of the kind, and what each thing adds to a page at least, in px}: test_site.py looks at every page.
BOTH = {"paragraph": 20, "heading": 80, "row": 35, "cell": 40, "line of code": 17, "drawing": 400}
SCREENS = {
    "below-phone": BOTH | {"screen": 932, "letter": 0.53, "card": 390},
    "below-screen": BOTH | {"screen": 1440, "letter": 0.42, "card": 120},
}
EARLY = 600  # px; what begins above it in our count is seen at once. A drawing further down is asked for as a reader comes near: earlier it would only hold up the text.


class MarkBelow(SphinxPostTransform):
    default_priority = 900  # after all that adds text
    formats = ("html",)

    def run(self, **_):
        for name, sizes in SCREENS.items():
            mark(self.document, name, sizes, 0)


def mark(node, name, sizes, top):
    """Give what begins in a section at sizes["screen"] px or below the class `name`, and a drawing above it its place. The node begins at `top` px; returns where it ends."""
    if isinstance(node, shown_again):
        node[name] = top
    top += height(node, sizes)
    for child in open_children(node):
        if isinstance(node, nodes.section) and top >= sizes["screen"]:
            child["classes"].append(name)
        else:
            top = mark(child, name, sizes, top)
    return top


def open_children(node):
    """The children of a docutils node that a reader sees at once and that `height` has not counted."""
    counted = isinstance(
        node, (nodes.Text, nodes.raw, nodes.comment, nodes.literal_block, nodes.entry)
    )
    return (
        []
        if counted or isinstance(node, HideCodeCellNode) or "dropdown" in node["classes"]
        else node.children
    )


def height(node, sizes):
    """What a docutils node adds to a page beside its children, in px, at least."""
    match node:
        case nodes.Text():
            return len(node) * sizes["letter"]
        case nodes.title(parent=nodes.section()):
            return sizes["heading"]
        case nodes.paragraph() | nodes.title() | HideCodeCellNode():
            return sizes["paragraph"]
        case nodes.row():
            return sizes["row"]
        case nodes.raw() if "text_html" in node["classes"]:  # what a cell wrote
            return node.astext().count("<tr") * sizes["row"]
        case nodes.literal_block():
            return len(node.astext().splitlines()) * sizes["line of code"]
        case figure_node.chart() | shown_again():
            return sizes["card" if node.get("card") else "drawing"]
    return sizes["cell"] if {"cell_input", "dropdown"} & set(node["classes"]) else 0


def name_drawing(app, pagename, templatename, context, doctree):
    """Give the template `early_drawing`: JSON of the address, in each colour mode, of a drawing that an exercise asks about on the first screen of a laptop."""
    drawings = doctree.findall(shown_again) if doctree else ()
    if first := next(
        (node for node in drawings if not node["card"] and node.get("below-screen", EARLY) < EARLY),
        None,
    ):
        addresses = {
            mode: context["pathto"](figure_node.image(first["name"], wide), 1)
            for mode, (wide, _) in figure_node.VARIANTS.items()
        }
        context["early_drawing"] = json.dumps(
            {"media": f"not all and {figure_node.PHONE}", **addresses}
        )


def setup(app):
    app.add_post_transform(MarkBelow)
