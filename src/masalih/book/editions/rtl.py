"""Turns the left/right CSS of the theme and its extensions into start/end CSS: the same look in English, mirrored in Arabic."""

import re
from pathlib import Path

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
}
STRING = r"""(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
PARENS = rf"\((?:[^()\"']|{STRING}|\((?:[^()]|\([^()]*\))*\))*\)"
# A declaration ends at ; or }; a selector with a colon ends at {, so the look-ahead tells them apart. Comments are stepped over.
DECLARATION = re.compile(
    rf"/\*.*?\*/|(?<=[{{;\s/])([a-z-]+)(\s*:\s*)((?:{STRING}|{PARENS}|[^;{{}}()\"'])+)(?=[;}}])",
    re.DOTALL,
)
RANGE = re.compile(r"(\d+(?:[-–/]\d+)+)")
PART = re.compile(rf"(?:{PARENS}|[^\s()])+")


def logical(css):
    """Rewrite a stylesheet (text) so that nothing in it says left or right. Rewriting it again changes nothing."""
    return DECLARATION.sub(lambda m: m[0] if m[1] is None else _declaration(m[1], m[2], m[3]), css)


def _declaration(name, colon, value):
    if name in BOXES or name == "border-radius":
        return _box(name, colon, value)
    if name in ("float", "clear"):
        value = re.sub(r"\b(left|right)\b", lambda m: SIDE[m[1]], value)
    elif name in ("text-align", "justify-content", "justify-items", "justify-self"):
        value = re.sub(r"\b(left|right)\b", lambda m: SIDE[m[1]].removeprefix("inline-"), value)
    elif name.startswith("transition"):
        value = re.sub(r"[\w-]+", lambda m: _name(m[0]), value)
    return f"{_name(name)}{colon}{value}"


def _name(name):
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


def _box(name, colon, value):
    """A four-sided shorthand whose left and right differ has no logical form: say each side by itself."""
    important = "!important" if "!important" in value else ""
    parts = PART.findall(value.replace("!important", ""))
    if name == "border-radius":
        if "/" in value or len(parts) != 4:
            return f"{name}{colon}{value}"
        return ";".join(
            f"border-{corner}-radius:{part}{important}"
            for corner, part in zip(CORNER.values(), parts)
        )
    if len(parts) != 4 or parts[1] == parts[3]:
        return f"{name}{colon}{value}"
    block, inline = (_axis(name, axis) for axis in ("block", "inline"))
    return f"{block}:{parts[0]} {parts[2]}{important};{inline}:{parts[3]} {parts[1]}{important}"


def _axis(name, axis):
    return (
        f"border-{axis}-{name.removeprefix('border-')}"
        if name.startswith("border-")
        else f"{name}-{axis}"
    )


class KeepTogether(SphinxPostTransform):
    """Keep dates and ranges (2014-08-08, ٢٠١٤–٢٠١٨) on one line of a table; a browser breaks them at their dashes."""

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
        for path in [
            path for path in Path(app.outdir, "_static").rglob("*.css") if path.name != "reveal.css"
        ]:  # that one mirrors itself
            text = path.read_text("utf-8")
            mirrored = logical(text)
            if mirrored != text:
                path.write_text(mirrored, "utf-8")


def setup(app):
    app.add_post_transform(KeepTogether)
    # After every other extension has written its stylesheets (pygments.css among them).
    app.connect("build-finished", rewrite, priority=900)
