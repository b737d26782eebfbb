"""Writes the passages of a downloaded notebook in Markdown that every Jupyter shows.

Their numbers are in them, references are links, and nothing is left that only this book's pages
understand. JupyterLab sets every paragraph to the left, whatever its direction: in Arabic each is
therefore a block of its own inside the passage, which holds before a cell has run.
"""

import json
import posixpath
import re
from pathlib import Path
from typing import NamedTuple

from masalih.book.base import environment, fingerprint
from masalih.book.editions import twins
from masalih.notebook_text import number, words
from masalih.translation import translator

EVAL = re.compile(r"\{eval\}`([^`]+)`")
ROLE = re.compile(r"\{(?:numref|ref|doc)\}`([^`]+)`")
LABEL = re.compile(r"^\(([^()\s]+)\)=[ \t]*\n", re.M)
CATALOGUE = re.compile(r"^```\{catalogue\}.*?^```[ \t]*$", re.M | re.DOTALL)
TITLED = re.compile(r"(.*\S)\s*<(.+)>", re.DOTALL)
FIGURE = re.compile(r"\b(?:Chart|Finding)\(\s*[\"']((?:fig|finding)-[\w-]+)[\"']")
FOLDED = {"hide-input", "hide-cell", "remove-input", "remove-cell"}
CODE = re.compile(r"(```.*?```|`[^`\n]+`|<img [^>]*>)", re.DOTALL)
QUOTED = {"ar": "«%s»", "en": "“%s”"}
BLOCK = '<span dir="rtl" style="display:block;text-align:right">{}</span>'
NO_PARAGRAPH = re.compile(r"\s|#|[-*+] |\w+[.)] |\||>|```|</?(?:div|details|summary|a|img)\b|\Z")


class Place(NamedTuple):
    """What a reference leads to: its words, and its address ("" where none can be reached)."""

    text: str
    address: str = ""
    quoted: bool = True
    """Is it a title, which stands in quotation marks where no link sets it off?"""


class Unbuilt:
    """What is known of a notebook apart from a built book: its names for things."""

    own = ""  # address of its page, where the book has one

    def value(self, ordinal, name):
        return None

    def place(self, target):
        return Place(target)

    def figure(self, name):
        """How a figure that this notebook draws is called, "" where that is not known."""
        return ""


class Built(Unbuilt):
    """The page `docname` of a book that Sphinx has just built."""

    def __init__(self, app, docname):
        self.app, self.env, self.docname = app, app.env, docname
        self.known = environment.record(app.env).figures
        self.home = app.config.html_baseurl
        self.own = self.home and f"{self.home}{docname}.html"
        folder = Path(app.doctreedir).parent / ".executed"
        part = fingerprint.EXERCISES if f"/{fingerprint.EXERCISES}/" in docname else ""
        file = folder / part / f"{posixpath.basename(docname)}.json"
        self.values = json.loads(file.read_text("utf-8"))["values"] if file.is_file() else {}

    def value(self, ordinal, name):
        """The text of the value `name` after that many code cells, None where none was asked."""
        shown = self.values.get(f"{ordinal}:{name}")
        return words(shown[0]["data"]) if shown else None

    def numbered(self, kind, page, id):
        parts = self.env.toc_fignumbers.get(page, {}).get(kind, {}).get(id)
        return self.app.config.numfig_format[kind] % ".".join(map(str, parts)) if parts else ""

    def figure(self, name):
        about = self.known.get(name)
        return (
            self.numbered("figure", about["page"], about["id"])
            if about and about["page"] == self.docname
            else ""
        )

    def place(self, target):
        page, id, title = self.env.domaindata["std"]["labels"].get(target, ("", "", None))
        kind = "exercise"
        if target in self.known:
            about, kind = self.known[target], "figure"
            page, id = about["page"], about["id"]
        if called := self.numbered(kind, page, id):
            return Place(called, self.address(page, target, id), quoted=False)
        if not page:
            page = posixpath.normpath(posixpath.join(posixpath.dirname(self.docname), target))
            title = self.env.titles[page].astext() if page in self.env.titles else None
        return Place(title or target, self.address(page, target, id))

    def address(self, page, target, id):
        if page == self.docname:
            return f"#{target}"
        known = self.home and page in self.env.titles
        return f"{self.home}{page}.html{id and f'#{id}'}" if known else ""


UNBUILT = Unbuilt()


def evaluated(cells, book):
    """The cells with their numbers in the text.

    A number is that of the code cells above it, so this comes before any cell is left out.
    """
    made, ran = [], 0
    for cell in cells:
        if cell["cell_type"] == "code":
            ran += 1
        else:
            cell = {**cell, "source": _evaluated(twins.text_of(cell), book, ran)}
        made.append(cell)
    return made


def _evaluated(text, book, ran):
    """A passage with its numbers; Jupyter takes what stands between two dollars for a formula."""

    def value(match):
        found = book.value(ran, match[1])
        return f"`{match[1]}`" if found is None else number(match[1], found)

    parts = CODE.split(text)
    parts[::2] = [part.replace("$", "&#36;") for part in parts[::2]]
    return EVAL.sub(value, "".join(parts))


def readable(cells, language, book):
    """The cells with passages in plain Markdown, folded code folded, figures under their number.

    book: an Unbuilt or Built.
    """
    made = []
    for cell in cells:
        if cell["cell_type"] == "code":
            made += [*_captions(cell, language, book), _folded(cell)]
        else:
            made.append({**cell, "source": passage(twins.text_of(cell), language, book)})
    return made


def _captions(cell, language, book):
    """The number of a figure, as a passage before the cell that draws it: references lead there."""
    for place, name in enumerate(FIGURE.findall(twins.text_of(cell))):
        if called := book.figure(name):
            text = f'<a id="{name}"></a>**{called}**'
            if language == "ar":
                text = f'<div dir="rtl">\n\n{BLOCK.format(text)}\n\n</div>'
            yield {
                "cell_type": "markdown",
                "id": f"{cell.get('id', name)[:50]}-figure-{place}",
                "metadata": {"tags": ["figure"]},
                "source": text,
            }


def _folded(cell):
    metadata = cell.get("metadata", {})
    if not FOLDED & {*metadata.get("tags", [])}:
        return cell
    return {**cell, "metadata": {**metadata, "jupyter": {"source_hidden": True}}}


def passage(text, language, book):
    """One passage: references as links, labels as places to lead to, Arabic at the right edge."""
    _ = translator(language)

    def reference(match):
        titled = TITLED.fullmatch(match[1])
        place = book.place(titled[2] if titled else match[1])
        text = titled[1] if titled else place.text
        if place.address:
            return f"[{text}]({place.address})"
        before = match.string[: match.start()].rstrip("*")[-1:]
        plain = titled or not place.quoted or before in ("«", "“", '"')
        return text if plain else QUOTED[language] % text

    list_there = _("This list stands on the page of the book.")
    text = CATALOGUE.sub(f"[{list_there}]({book.own})" if book.own else f"*{list_there}*", text)
    text = LABEL.sub(r'<a id="\1"></a>\n\n', text)
    text = ROLE.sub(reference, text)
    return aligned(text) if language == "ar" else text


def aligned(text):
    """An Arabic passage whose paragraphs stand at the right edge in JupyterLab too."""
    return "\n\n".join(map(_block, text.split("\n\n")))


def _block(part):
    """Lines between two blank ones: a paragraph becomes a block, what follows it stays."""
    lines = part.split("\n")
    plain = next((n for n, line in enumerate(lines) if NO_PARAGRAPH.match(line)), len(lines))
    if not plain:
        return part
    return "\n".join([BLOCK.format("\n".join(lines[:plain])), *lines[plain:]])
