"""The bank: every question and exercise with its key, as learning platforms take it in.

`masalih bank` writes Moodle XML and a QTI 2.1 package of each edition into `_build/teach`. Texts
and charts are those of the students' notebooks in the built site; what is right, and what each
mistake hears, is what `check` says on the data of today.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from masalih import formats
from masalih.exercises import keys
from masalih.translation import EDITIONS, edition, gettext as _

KINDS = ("questions", "exercises")
HEADING = re.compile(r"^(#{1,3}) +(.*)$", re.M)
HINT = re.compile(r"<details><summary>.*?</summary>\s*(.*?)\s*</details>", re.DOTALL)
WRAPPER = re.compile(r"^</?div[^>]*>\s*$|</?span[^>]*>|<a id=[^>]*></a>", re.M)
LISTED = re.compile(r"^- .*$\n?", re.M)
SHOWN = re.compile(r'<img alt="([^"]*)" src="data:image/svg\+xml;base64,([^"]*)">')
PICTURE = re.compile(r"!\[[^\]]*\]\(attachment:([^)]+)\)")
NO_SITE = "No built site with the students’ notebooks at {}. Remedy: make book"


@dataclass(frozen=True)
class Item:
    """A question as a student reads it, in Markdown, with its key and its pictures (SVG)."""

    label: str
    chapter: str
    kind: str
    title: str
    text: str
    hint: str
    key: keys.Key
    pictures: dict[str, bytes] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What a platform lists it by; a question of the bank says its level, an exercise none."""
        named = f"{self.label}: {self.title}"
        if self.kind == "exercises":
            return named
        return named + _(" (level {number})", number=formats.num(self.key.level))

    @property
    def how(self) -> str:
        """How a platform wants the answer written: it reads less than `check` does."""
        if self.key.kind == "number":
            return _(
                "Write the number in Latin digits, with a point for decimals and no sign of "
                "percentage."
            )
        return _("Write the month like this: 2015-03.") if self.key.kind == "month" else ""


def items(site: Path, language: str) -> Iterator[Item]:
    """The bank of an edition, from its folder in the built site. LookupError without it."""
    for kind in KINDS:
        folder = site / language / "_sources" / "notebooks" / kind
        for chapter, source in keys.notebooks(kind).items():
            if not (folder / source.name).is_file():
                raise LookupError(NO_SITE.format(folder))
            cells = json.loads((folder / source.name).read_text("utf-8"))["cells"]
            yield from _of_notebook(cells, chapter, kind, keys.fresh(source))


def _of_notebook(cells, chapter, kind, known):
    prose = [cell for cell in cells if cell["cell_type"] == "markdown"]
    name = next(m[2] for m in HEADING.finditer(_text(prose[0])))
    asked = [text for text in map(_text, prose) if re.search(r"^### ", text, re.M)]
    for text, (label, key) in zip(asked, known.items(), strict=True):
        title = next(m[2] for m in HEADING.finditer(text) if m[1] == "###")
        text = WRAPPER.sub("", text)
        hint = HINT.search(text)
        text = HEADING.sub("", HINT.sub("", text))
        if key.choices and kind == "questions":
            text = LISTED.sub("", text)  # the platform lists the choices itself
        if kind == "exercises" and not SHOWN.search(text):
            text += "\n\n" + _("Work in the student’s notebook, and give the answer here.")
        pictures = {f"{shown}.svg": base64.b64decode(data) for shown, data in SHOWN.findall(text)}
        text = SHOWN.sub(r"![\1](attachment:\1.svg)", text).strip()
        yield Item(label, name, kind, title, text, hint[1] if hint else "", key, pictures)


def _text(cell):
    return "".join(cell["source"])


def html(text: str, pictures_at: str) -> str:
    """Markdown as XHTML, its pictures at the address that the platform gives them."""
    from markdown_it import MarkdownIt

    linked = PICTURE.sub(lambda m: f"![{m[1].removesuffix('.svg')}]({pictures_at}{m[1]})", text)
    return MarkdownIt("commonmark", {"xhtmlOut": True, "html": False}).render(linked)


def main(root: Path) -> int:
    """`masalih bank`: write the bank of both editions below `root`/_build/teach; 0, or 1."""
    from masalih.exercises import moodle, qti

    folder = root / "_build" / "teach"
    folder.mkdir(parents=True, exist_ok=True)
    for language in EDITIONS:
        with edition(language):
            try:
                found = list(items(root / "_build" / "site", language))
            except LookupError as error:
                print(error)
                return 1
            for name, write in (
                (f"questions-{language}-moodle.xml", moodle.write),
                (f"questions-{language}-qti.zip", qti.write),
            ):
                (folder / name).write_bytes(write(found))
                size = (folder / name).stat().st_size / 1024
                print(f"{size:8,.0f} kB  {folder / name}  ({len(found)} questions)")
    return 0
