"""Knows which page draws which figure and which pages show it again, over all builds."""

import hashlib
import json
from pathlib import Path

from sphinx.environment.collectors import EnvironmentCollector
from sphinx.util import logging

from masalih.book.base import addresses
from masalih.book.base.environment import on_slides, record
from masalih.book.figures import toolbar
from masalih.book.figures.chart_directive import shown_again
from masalih.book.figures.figure_node import chart
from masalih.book.figures.finding_node import finding

# Of a chart's bundle, what a second showing needs.
FIELDS = ("name", "title", "subtitle", "alt", "as_of", "sizes", "keys", "notes")
OF_A_FINDING = ("name", "title", "number", "subtitle", "alt", "size")
log = logging.getLogger(__name__)


class FigureIndex(EnvironmentCollector):
    """Keeps figures and showings as pages are read, and sees to it that showings stay true."""

    def clear_doc(self, app, env, docname):
        figures = record(env).figures
        for label in [label for label, about in figures.items() if about["page"] == docname]:
            del figures[label]
        record(env).showings.pop(docname, None)

    def merge_other(self, app, env, docnames, other):
        figures, showings = record(other).figures, record(other).showings
        record(env).figures |= {
            label: about for label, about in figures.items() if about["page"] in docnames
        }
        record(env).showings |= {page: showings[page] for page in docnames if page in showings}

    def process_doc(self, app, doctree):
        page = app.env.docname
        for node in doctree.findall(chart):
            record(app.env).figures[node["chart"]["name"]] = {
                "page": page,
                "id": node["ids"][0],
                "drawing": _digest(node["chart"]),
                **{name: node["chart"][name] for name in FIELDS},
            }
        for node in doctree.findall(finding):
            bundle = node["chart"]
            record(app.env).figures[bundle["name"]] = {
                "page": page,
                "id": node["ids"][0],
                "drawing": _digest(bundle),
                **{name: bundle[name] for name in OF_A_FINDING},
            }
        showings = [(node["name"], node.line) for node in doctree.findall(shown_again)]
        if showings:
            record(app.env).showings[page] = showings

    def get_updated_docs(self, app, env):
        """The pages that show figures of others, when a figure, its place or its number changed.

        And those whose figure is new on a slide, for which they write a drawing.
        """
        figures = record(env).figures
        shown = json.dumps(
            [
                figures[label]
                | {
                    "number": toolbar.number(env, figures[label]),
                    "chapter": env.titles[figures[label]["page"]].astext(),
                }
                for label in sorted(figures)
            ],
            default=str,
        )
        before, record(env).figures_shown = record(env).figures_shown, shown
        changed = [] if before == shown else list(record(env).showings)
        return [*changed, *_undrawn(app, env)]

    def name_unknown(self, app, env):
        """Warn of every showing of a figure that no page draws."""
        for page, showings in record(env).showings.items():
            for label, line in showings:
                if label not in record(env).figures:
                    log.warning(
                        "no chapter draws a figure called %r: correct the name after {chart}",
                        label,
                        location=(page, line),
                    )


def _undrawn(app, env):
    """The pages of figures that slides show and that have no drawing for them yet."""
    for label in sorted(on_slides(env) & record(env).figures.keys()):
        drawing = addresses.drawing(label, "slide")
        if not Path(app.outdir, drawing).exists():
            yield record(env).figures[label]["page"]


def _digest(bundle):
    """Of the whole figure: a student's notebook carries its drawing."""
    return hashlib.sha256(json.dumps(bundle, sort_keys=True).encode()).hexdigest()
