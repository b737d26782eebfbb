"""Exercises: folds each worked solution away on its page, and makes the student's notebook, which has no solutions, from the same source.

In `notebooks/exercises` the cells of a solution carry the tag `solution`; everything else is what a student gets.
"""
import base64
import re
from itertools import groupby
from pathlib import Path

from docutils import nodes
from sphinx.transforms import SphinxTransform

from . import charts, twins

SOLUTION = "solution"  # the tag
EXERCISE = re.compile(r"^(:{3,})\{exercise\}[ \t]*(.*)\n:label: (\S+)\n", re.M)
HINT = re.compile(r"^(:{3,})\{hint\}[ \t]*\n(?::class: dropdown\n)?(.*?)^\1[ \t]*$", re.M | re.DOTALL)
CHART = re.compile(r"^```\{chart\}[ \t]*(\S+)\n```[ \t]*$", re.M)
ROLE = re.compile(r"\{(?:numref|ref|doc)\}`([^`]+)`")
WORDS = {
    "ar": {"hint": "تلميح", "offer": "نزّل هذه التمارين دفتراً للطالب، بلا حلول", "edition": "# لغة هذا الدفتر"},
    "en": {"hint": "Hint", "offer": "Download these exercises as a student’s notebook, without solutions", "edition": "# the language of this notebook"},
}


def _is_solution(cell):
    return SOLUTION in cell.get("metadata", {}).get("tags", [])


def has_solutions(notebook):
    """True for a notebook of exercises as it is kept, False for a chapter and for what a student gets."""
    return any(map(_is_solution, notebook["cells"]))


# ---------------------------------------------------------------- on the page


def for_page(cells, name, language):
    """The cells of one edition with its solutions folded and, under the title, the way to the student's notebook."""
    folded, label = [], ""
    for solution, group in groupby(cells, key=_is_solution):
        group = list(group)
        if solution:
            start = f"```{{solution-start}} {label}\n:label: solution-{label}\n:class: dropdown\n```"
            group = [_beside(group[0], start), *group, _beside(group[-1], "```{solution-end}\n```")]
        else:
            label = ([m[3] for cell in group for m in EXERCISE.finditer(twins.text_of(cell))] or [label])[-1]
        folded += group
    return [*folded[:1], _beside(folded[0], _offer(name, language)), *folded[1:]]


def _beside(cell, text):
    """A passage that the page adds; a fault in it is told under the number of the cell it stands beside."""
    return {"cell_type": "markdown", "id": f"{cell['id']}-beside"[:64], "metadata": {"cell_number": cell["metadata"].get("cell_number", 1)}, "source": text}


def _offer(name, language):
    return f'<p class="student-notebook"><a href="{"../" * name.count("/")}_sources/{name}.ipynb" download>{WORDS[language]["offer"]}</a></p>'


class PlainBoxes(SphinxTransform):
    """sphinx-exercise wraps every exercise and solution of a page in a section of one and the same id; a page may hold an id once."""

    default_priority = 11  # right after it has gathered the cells of its solutions

    def apply(self):
        for section in list(self.document.findall(nodes.section)):
            if section["ids"] in (["exercise-content"], ["solution-content"]):
                section.replace_self(nodes.container("", *section.children, is_div=True))


# ---------------------------------------------------------------- the student's notebook


def for_student(notebook, language, name=lambda target: target, picture=lambda figure: None):
    """A notebook of exercises (cells of one edition) without its solutions, in Markdown that Jupyter shows.

    name(target): the words for a reference to a figure, place or page of the book; picture(figure): its drawing as SVG, or None.
    """
    cells = [_plain(cell, language, name, picture) for cell in notebook["cells"] if not _is_solution(cell)]
    edition = {"cell_type": "code", "id": "edition", "metadata": {}, "outputs": [], "execution_count": None,
               "source": f'import masalih\n\nmasalih.use("{language}")    {WORDS[language]["edition"]}'}
    return {**notebook, "cells": [cells[0], edition, *cells[1:]]}


def _plain(cell, language, name, picture):
    if cell["cell_type"] != "markdown":
        return {**cell, "metadata": {}}
    text, pictures = twins.text_of(cell), {}

    def drawn(match):
        svg = picture(match[1])
        if svg is None:
            return f"**{name(match[1])}**"
        pictures[f"{match[1]}.svg"] = {"image/svg+xml": base64.b64encode(svg).decode()}
        return f"**{name(match[1])}**\n\n![{match[1]}](attachment:{match[1]}.svg)"

    text = re.sub(r"^\([^()\s]+\)=\n", "", text, flags=re.M)
    text = HINT.sub(lambda m: f"<details><summary>{WORDS[language]['hint']}</summary>\n\n{m[2]}\n</details>", text)
    text = EXERCISE.sub(lambda m: f"### {m[2]}\n", text)
    text = re.sub(r"^:{3,}[ \t]*\n?", "", text, flags=re.M)
    text = CHART.sub(drawn, text)
    text = ROLE.sub(lambda m: _words(m[1], name), text)
    return {**cell, "source": text, **({"attachments": pictures} if pictures else {})}


def _words(content, name):
    titled = re.fullmatch(r"(.*\S)\s*<(.+)>", content, re.DOTALL)
    return titled[1] if titled else name(content)


def namer(app):
    """name() and picture() of for_student() for a book that was just built."""
    env, known = app.env, getattr(app.env, "masalih_charts", {})

    def name(target):
        if target in known:
            about = known[target]
            number = env.toc_fignumbers.get(about["page"], {}).get("figure", {}).get(about["id"], ())
            return f'{app.config.numfig_format["figure"] % ".".join(map(str, number))}: {about["title"]}'
        place = env.domaindata["std"]["labels"].get(target)
        return place[2] if place else target

    def picture(figure):
        path = Path(app.outdir, charts.image(figure, "wide"))
        return path.read_bytes() if path.is_file() else None

    return {"name": name, "picture": picture}


def setup(app):
    app.add_transform(PlainBoxes)
