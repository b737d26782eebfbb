"""Exercises: folds each worked solution away on its page, and makes the student's notebook.

The latter has no solutions and comes from the same source.

In `notebooks/exercises` the cells of a solution carry the tag `solution`, those that name the usual
mistakes for `masalih.exercises` carry `mistakes` and are shown to nobody; everything else is what a
student gets. `notebooks/questions` holds questions that need no code: none of theirs is shown. On
the page a form to answer in stands under each exercise and question.
"""

import base64
import re
from html import escape
from itertools import groupby
from pathlib import Path

from docutils import nodes
from sphinx.transforms import SphinxTransform

from masalih.book.base import addresses, environment, fingerprint
from masalih.book.editions import answer_forms, twins
from masalih.book.editions.answer_forms import QUESTION
from masalih.exercises import keys
from masalih.translation import translator

FOLDER = "exercises"  # below notebooks/
EXERCISE = re.compile(r"^(:{3,})\{exercise\}[ \t]*(.*)\n:label: (\S+)\n", re.M)
HINT = re.compile(
    r"^(:{3,})\{hint\}[ \t]*\n(?::class: dropdown\n)?(.*?)^\1[ \t]*$", re.M | re.DOTALL
)
SVG = re.compile(rb"(<svg\b[^>]*>)")
PAPER = b'<rect width="100%" height="100%" fill="#fff"/>'  # Jupyter may be dark
CHART = re.compile(r"^```\{chart\}[ \t]*(\S+)\n```[ \t]*$", re.M)


def _is_solution(cell):
    return keys.SOLUTION in cell.get("metadata", {}).get("tags", [])


def names_mistakes(cell):
    return keys.MISTAKES in cell.get("metadata", {}).get("tags", [])


def has_solutions(notebook):
    """True for a notebook of exercises as it is kept, False for a chapter and for what a student
    gets.
    """
    return any(map(_is_solution, notebook["cells"]))


# ---------------------------------------------------------------- on the page


def for_page(cells, name, language):
    """The cells of one edition with its solutions folded and, under the title, the way to the
    student's notebook.
    """
    if any(QUESTION.search(twins.text_of(cell)) for cell in cells):
        return [
            *_offered(cells[:1], name, language),
            *(_asked(cell, language) for cell in cells[1:] if cell["cell_type"] == "markdown"),
        ]
    folded: list[dict] = []
    label = ""
    shown = [cell for cell in cells if not names_mistakes(cell)]
    for solution, neighbours in groupby(shown, key=_is_solution):
        group = list(neighbours)
        if solution:
            start = f"```{{solution-start}} {label}\n:label: solution-{label}\n```"
            group = [_beside(group[0], start), *group, _beside(group[-1], "```{solution-end}\n```")]
        else:
            label = (
                [m[3] for cell in group for m in EXERCISE.finditer(twins.text_of(cell))] or [label]
            )[-1]
            group = [one for cell in group for one in _answered(cell)]
        folded += group
    return [*_offered(folded[:1], name, language), *folded[1:]]


def _offered(first, name, language):
    return [*first, _beside(first[0], _offer(name, language))]


def _answered(cell):
    """A cell with the form for its exercise after it, where it has one."""
    asked = EXERCISE.findall(twins.text_of(cell)) if cell["cell_type"] == "markdown" else []
    return [cell, *(_beside(cell, f"```{{answer}} {label}\n```") for _, _, label in asked)]


def _asked(cell, language):
    """A question under its number, with the form for its answer."""
    text = twins.text_of(cell)
    label = QUESTION.search(text)
    form = f"\n\n```{{answer}} {label[1]}\n```\n" if label else ""
    titled = QUESTION.sub(lambda m: f"{m[0]}## {answer_forms.title(m[1], language)}\n\n", text)
    return {**cell, "source": titled.rstrip() + form}


def _beside(cell, text):
    """A passage that the page adds.

    A fault in it is told under the number of the cell it stands beside.
    """
    return {
        "cell_type": "markdown",
        "id": f"{cell['id']}-beside"[:64],
        "metadata": {"cell_number": cell["metadata"].get("cell_number", 1)},
        "source": text,
    }


def _offer(name, language):
    _ = translator(language)
    offer = (
        _("Download these questions as a notebook")
        if f"/{fingerprint.QUESTIONS}/" in name
        else _("Download these exercises as a student’s notebook, without solutions")
    )
    href = f"{'../' * name.count('/')}_sources/{name}.ipynb"
    return f'<p class="student-notebook"><a href="{href}" download>{offer}</a></p>'


class PlainBoxes(SphinxTransform):
    """An id once a page: sphinx-exercise wraps every exercise and solution in one and the same."""

    default_priority = 11  # right after it has gathered the cells of its solutions

    def apply(self):
        for section in list(self.document.findall(nodes.section)):
            if section["ids"] in (["exercise-content"], ["solution-content"]):
                box = nodes.container("", *section.children, is_div=True)
                section.parent.replace(section, box)  # replace_self would hand the id on


def number_as_labelled(app, env):
    """Let an exercise have the number that its label ends in, on its page as in `check`.

    Sphinx would count on from page to page: ex-isis-1 would be Exercise 7.
    """
    for kinds in env.toc_fignumbers.values():
        for id in kinds.get("exercise", {}):
            if id.rsplit("-", 1)[-1].isdecimal():
                kinds["exercise"][id] = (int(id.rsplit("-", 1)[-1]),)
    return []


# ---------------------------------------------------------------- the student's notebook


def for_student(cells, language, name=lambda target: target, picture=lambda figure: None):
    """The cells of a notebook of exercises (one edition) without its solutions, in Markdown that
    Jupyter shows.

    name(label): what an exercise is called; picture(figure): the heading and the drawing (SVG) of
    a chart, or None.
    """
    return [
        one
        for cell in cells
        if not _is_solution(cell) and not names_mistakes(cell)
        for one in [_plain(cell, language, name, picture), *_to_answer(cell, language)]
    ]


def _to_answer(cell, language):
    """The cell in which a question is answered; those of exercises stand in the source."""
    label = QUESTION.search(twins.text_of(cell)) if cell["cell_type"] == "markdown" else None
    if not label:
        return []
    code = f'from masalih.exercises import check\n\nanswer = None\ncheck("{label[1]}", answer)'
    id = f"{cell['id']}-answer"[:64]
    return [{"cell_type": "code", "id": id, "metadata": {}, "source": code}]


def _plain(cell, language, name, picture):
    if cell["cell_type"] != "markdown":
        return {**cell, "metadata": {}}

    def drawn(match):
        found = picture(match[1])
        if found is None:
            return f"**{name(match[1])}**"
        heading, svg = found
        data = base64.b64encode(SVG.sub(rb"\1" + PAPER, svg, count=1)).decode()
        # JupyterLab does not show an SVG that is attached to a cell.
        return f'**{heading}**\n\n<img alt="{match[1]}" src="data:image/svg+xml;base64,{data}">'

    _, text = translator(language), twins.text_of(cell)
    if label := QUESTION.search(text):
        listed = "".join(f"\n- {one}" for one in answer_forms.choices(label[1], language).values())
        text = QUESTION.sub(f"### {answer_forms.title(label[1], language)}\n\n", text.rstrip())
        text += f"\n{listed}" if listed else ""
    text = HINT.sub(
        lambda m: f"<details><summary>{_('Hint')}</summary>\n\n{m[2].rstrip()}\n\n</details>", text
    )
    text = EXERCISE.sub(lambda m: f"### {name(m[3])}: {m[2]}\n", text)
    text = re.sub(r"^:{3,}[ \t]*\n?", "", text, flags=re.M)
    return {**cell, "source": CHART.sub(drawn, text)}


def from_book(app, page):
    """name() and picture() of for_student(); `page` is the passages.Built of the notebook."""
    known = environment.record(app.env).figures

    def picture(figure):
        path = Path(app.outdir, addresses.drawing(figure, "wide"))
        if figure not in known or not path.is_file():
            return None
        return f"{page.place(figure).text}: {known[figure]['title']}", path.read_bytes()

    return {"name": lambda label: page.place(label).text, "picture": picture}


def visit_solution(self, node):
    """A solution as an element that the browser itself folds.

    Without JavaScript, and on paper, it stays shut until a reader opens it.
    """
    title = node.pop(0)
    self.body.append(self.starttag(node, "details", CLASS="admonition"))
    self.body.append(f"<summary class='admonition-title'>{escape(title.astext())}</summary>\n")


def depart_solution(self, node):
    self.body.append("</details>\n")


def setup(app):
    from sphinx_exercise.nodes import solution_node

    app.add_transform(PlainBoxes)
    app.setup_extension("sphinx_exercise")
    app.add_node(solution_node, override=True, html=(visit_solution, depart_solution))
