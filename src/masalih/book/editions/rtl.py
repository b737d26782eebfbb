"""Turns the left/right CSS of the theme and its extensions into start/end CSS.

The look stays the same in English and is mirrored in Arabic.
"""

import re
from itertools import accumulate, groupby
from pathlib import Path

import tinycss2
from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

SIDE = {"left": "inline-start", "right": "inline-end"}
CORNER = {
    "top-left": "start-start",
    "top-right": "start-end",
    "bottom-right": "end-end",
    "bottom-left": "end-start",
}
BOXES = {
    "margin",
    "padding",
    "inset",
    "scroll-margin",
    "scroll-padding",
    "border-width",
    "border-style",
    "border-color",
    "border-radius",
}
ALIGNMENTS = {"text-align", "justify-content", "justify-items", "justify-self"}
RANGE = re.compile(r"(\d+(?:[-–/]\d+)+)")


def logical(css):
    """Rewrite a stylesheet (text) so that nothing in it says left or right.

    Only the declarations that do are touched. Rewriting it again changes nothing.
    """
    css = re.sub("\r\n?|\f", "\n", css)  # as the parser counts lines
    tokens, pieces, done = tinycss2.parse_component_value_list(css), [], 0
    for start, end, text in Sheet(css).changes(tokens, len(css)):
        pieces += [css[done:start], text]
        done = end
    return "".join([*pieces, css[done:]])


class Sheet:
    """A stylesheet and the places of its tokens."""

    def __init__(self, css):
        self.css = css
        self.lines = [0, *accumulate(len(line) + 1 for line in css.split("\n"))]

    def place(self, token):
        return self.lines[token.source_line - 1] + token.source_column - 1

    def changes(self, tokens, end):
        """(start, end, new text) of what changes in `tokens`, which end at `end`, in order."""
        statement: list = []  # before a block it is a selector, before ; or the end a declaration
        for token, after in zip(tokens, [*map(self.place, tokens), end][1:], strict=True):
            if token.type == "{} block":
                yield from self.changes(token.content, after - self.css.endswith("}", 0, after))
                statement = []
            elif token == ";":
                yield from self.declaration(statement, self.place(token))
                statement = []
            elif statement or token.type not in ("whitespace", "comment"):
                statement.append(token)
        yield from self.declaration(statement, end)

    def declaration(self, tokens, end):
        if len(tokens) < 2 or tokens[0].type != "ident" or ":" not in tokens:
            return
        start, after_name = map(self.place, tokens[:2])
        name, value = self.css[start:after_name], tokens[tokens.index(":") + 1 :]
        sides = each_side(name, value)
        if sides:
            yield start, end, sides
            return
        if name != logical_name(name):
            yield start, after_name, logical_name(name)
        for token in value:
            word = logical_word(name, token.value) if token.type == "ident" else ""
            if word and word != token.value:
                yield self.place(token), self.place(token) + len(token.value), word


def each_side(name, value):
    """A shorthand whose four sides differ, each side by itself, for it has no logical form.

    "" for what needs no change.
    """
    if name not in BOXES:
        return ""
    loud = "!" in value
    value = value[: value.index("!")] if loud else value
    groups = groupby(value, key=lambda token: token.type in ("whitespace", "comment"))
    parts = ["".join(part.serialize() for part in group) for blank, group in groups if not blank]
    if len(parts) != 4 or "/" in value:
        return ""
    important = "!important" if loud else ""
    if name == "border-radius":
        corners = zip(CORNER.values(), parts, strict=True)
        return ";".join(f"border-{corner}-radius:{part}{important}" for corner, part in corners)
    top, right, bottom, left = parts
    if left == right:
        return ""
    block, inline = (axis(name, which) for which in ("block", "inline"))
    return f"{block}:{top} {bottom}{important};{inline}:{left} {right}{important}"


def logical_name(name):
    """The property that says start or end for one that says left or right."""
    if name in SIDE:
        return f"inset-{SIDE[name]}"
    corner = re.fullmatch(r"border-(\w+-\w+)-radius", name)
    if corner and corner[1] in CORNER:
        return f"border-{CORNER[corner[1]]}-radius"
    return re.sub(
        r"^((?:scroll-)?(?:margin|padding)|border)-(left|right)\b",
        lambda m: f"{m[1]}-{SIDE[m[2]]}",
        name,
    )


def logical_word(name, word):
    """A word of a value of the property `name`, without left and right."""
    if name in ("float", "clear"):
        return SIDE.get(word, word)
    if name in ALIGNMENTS:
        return SIDE.get(word, word).removeprefix("inline-")
    return logical_name(word) if name.startswith("transition") else word


def axis(name, which):
    """The shorthand of two opposite sides: margin-inline, border-block-width."""
    kind = name.removeprefix("border-")
    return f"{name}-{which}" if kind == name else f"border-{which}-{kind}"


class KeepTogether(SphinxPostTransform):
    """Keep dates and ranges (2014-08-08, ٢٠١٤–٢٠١٨) on one line of a table.

    A browser breaks them at their dashes.
    """

    default_priority = 6

    def run(self, **_):
        for cell in self.document.findall(nodes.entry):
            for text in [
                t
                for t in cell.findall(nodes.Text)
                if RANGE.search(t) and not isinstance(t.parent, nodes.literal)
            ]:
                pieces = RANGE.split(text)  # odd places hold what matched
                wrapped = [
                    nodes.inline(piece, piece, classes=["nowrap"]) if i % 2 else nodes.Text(piece)
                    for i, piece in enumerate(pieces)
                ]
                text.parent.replace(text, [piece for piece in wrapped if piece.astext()])


def rewrite(app, exception):
    if exception is None and app.builder.format == "html":
        styles = Path(app.outdir, "_static").rglob("*.css")
        for path in [path for path in styles if path.name != "reveal.css"]:  # that mirrors itself
            text = path.read_text("utf-8")
            mirrored = logical(text)
            if mirrored != text:
                path.write_text(mirrored, "utf-8")


def setup(app):
    app.add_post_transform(KeepTogether)
