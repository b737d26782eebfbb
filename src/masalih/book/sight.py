"""Marks the sections that begin below the first screen, so that a browser may set them out after its first paint (then.js, book.css)."""
from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

# {class: letters that no first screen of the kind holds}. Drawings, code and what cells wrote count for nothing, so that a section is rather not marked.
SCREENS = {"below-phone": 1500, "below-screen": 3000}
UNCOUNTED = (nodes.raw, nodes.comment, nodes.literal_block)


class MarkSections(SphinxPostTransform):
    default_priority = 900  # after all that adds text
    formats = ("html",)

    def run(self, **_):
        letters = 0
        for node in self.document.findall(lambda node: isinstance(node, (nodes.Text, nodes.section))):
            if isinstance(node, nodes.section):
                node["classes"] += [screen for screen, full in SCREENS.items() if letters >= full]
            elif not isinstance(node.parent, UNCOUNTED):
                letters += len(node)


def setup(app):
    app.add_post_transform(MarkSections)
