"""Marks the sections that begin below the first screen, so that a browser may set them out after its first paint (then.js, book.css)."""
from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

# {class: letters that no first screen of the kind holds}. Drawings, what cells wrote and folded code count for nothing, so that a section is rather not marked.
SCREENS = {"below-phone": 1500, "below-screen": 2200}
UNCOUNTED = (nodes.raw, nodes.comment)
FOLDED = {"tag_hide-input", "tag_solution"}  # classes of cells
CODE_LINE = 30  # letters of prose that take the height of a line of code


class MarkSections(SphinxPostTransform):
    default_priority = 900  # after all that adds text
    formats = ("html",)

    def run(self, **_):
        letters = 0
        for node in self.document.findall(lambda node: isinstance(node, (nodes.Text, nodes.section))):
            if isinstance(node, nodes.section):
                node["classes"] += [screen for screen, full in SCREENS.items() if letters >= full]
            else:
                letters += height(node)


def height(text):
    """The height of a docutils Text on a page, in letters of prose."""
    inside = text.parent
    if isinstance(inside, UNCOUNTED):
        return 0
    if not isinstance(inside, nodes.literal_block):
        return len(text)
    while inside.parent and FOLDED.isdisjoint(inside.get("classes", ())):
        inside = inside.parent
    return 0 if inside.parent else CODE_LINE * len(text.splitlines())


def setup(app):
    app.add_post_transform(MarkSections)
