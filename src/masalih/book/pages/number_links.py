"""Leads back from the entry of several sources to each number in the text that rests on them."""

import re

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from masalih import anchors
from masalih.book.figures import finding_node

PREFIX = anchors.address("number", "")
NUMBER = re.compile(rf'<a class="cited" href="{PREFIX}(\w+)"[^>]*>(.*?)</a>')
ENTRY = re.compile(rf'(<li id="{PREFIX.removeprefix("#")}(\w+)">)(.*?</li>)')


def link_back(texts):
    """The pieces of a page's HTML, in order, with the numbers named and their entries led back.

    An entry begins with the numbers that lead to it, each a link to its place; without any it goes.
    """
    places: dict[str, list[str]] = {}  # id of an entry: the numbers that lead to it, as markup

    def name(found):
        places.setdefault(found[1], []).append(found[2])
        place = anchors.anchor("number", f"{found[1]}-{len(places[found[1]])}")
        return found[0].replace("<a ", f'<a id="{place}" ', 1)

    def lead(found):
        start, id, rest = found.groups()
        links = (
            f'<bdi><a href="{anchors.address("number", f"{id}-{number}")}" '
            f'role="doc-backlink">{text}</a></bdi>'
            for number, text in enumerate(places.get(id, []), 1)
        )
        numbers = " · ".join(links)
        return f"{start}<strong>{numbers}</strong>: {rest}" if numbers else ""

    named = [NUMBER.sub(name, text) for text in texts]
    return [ENTRY.sub(lead, text) for text in named]


class LinkNumbers(SphinxPostTransform):
    default_priority = 900  # when cells and computed values are HTML
    formats = ("html",)

    def run(self, **_):
        pieces = [*self.document.findall(_holds_html)]
        texts = [_html(node) for node in pieces]
        for node, before, after in zip(pieces, texts, link_back(texts), strict=True):
            if after != before and isinstance(node, finding_node.finding):
                node["chart"] = {**node["chart"], "number_html": after}
            elif after != before:
                node.children = [nodes.Text(after)]


def _holds_html(node):
    return isinstance(node, finding_node.finding) or (
        isinstance(node, nodes.raw) and node["format"] == "html"
    )


def _html(node):
    """The markup of a piece of HTML, or of the number of a finding."""
    finding = isinstance(node, finding_node.finding)
    return node["chart"]["number_html"] if finding else node.astext()


def setup(app):
    app.add_post_transform(LinkNumbers)
