"""`{chart}`: shows a chapter's figure on another page (index, seminar, slides) from the chapter's own drawings; nothing is drawn twice."""

import hashlib
import json
from html import escape

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from masalih.book.base import addresses
from masalih.book.figures import figure_node, toolbar
from masalih.translation import gettext as _

KEPT = (
    "name",
    "title",
    "subtitle",
    "alt",
    "as_of",
    "sizes",
    "keys",
    "notes",
)  # of a bundle: what a second showing needs
log = logging.getLogger(__name__)


class shown_again(nodes.General, nodes.Element):
    """A figure of another page; `node["name"]` is its label, `node["card"]` asks for the small drawing under its linked title."""


class Chart(SphinxDirective):
    """```{chart} fig-isis-rise``` shows that figure; `:card:` as a small card for an overview."""

    required_arguments = 1
    option_spec = {"card": directives.flag}

    def run(self):
        node = shown_again(name=self.arguments[0], card="card" in self.options)
        self.set_source_info(node)
        return [node]


# ---------------------------------------------------------------- which page holds which figure


def _known(env):
    if not hasattr(env, "masalih_charts"):
        env.masalih_charts, env.masalih_shown_again, env.masalih_charts_written = {}, {}, ""
    return env.masalih_charts


def collect(app, doctree):
    known, page = _known(app.env), app.env.docname
    for node in doctree.findall(figure_node.chart):
        known[node["chart"]["name"]] = {
            "page": page,
            "id": node["ids"][0],
            "drawn": _digest(node["chart"]),
            **{field: node["chart"][field] for field in KEPT},
        }
    names = [(node["name"], node.line) for node in doctree.findall(shown_again)]
    if names:
        app.env.masalih_shown_again[page] = names


def _digest(bundle):
    """Of the whole figure: a student's notebook carries its drawing."""
    return hashlib.sha256(json.dumps(bundle, sort_keys=True).encode()).hexdigest()


def forget(app, env, docname):
    known = _known(env)
    for name in [name for name, about in known.items() if about["page"] == docname]:
        del known[name]
    env.masalih_shown_again.pop(docname, None)


def merge(app, env, docnames, other):
    _known(env).update(
        {name: about for name, about in _known(other).items() if about["page"] in docnames}
    )
    env.masalih_shown_again.update(
        {page: names for page, names in other.masalih_shown_again.items() if page in docnames}
    )


def written_again(app, env):
    """The pages that show figures of others are written again when a figure, its place or its number changed."""
    known = _known(env)
    now = json.dumps(
        [
            known[name]
            | {
                "number": toolbar.number(env, known[name]),
                "chapter": env.titles[known[name]["page"]].astext(),
            }
            for name in sorted(known)
        ],
        default=str,
    )
    changed, env.masalih_charts_written = now != env.masalih_charts_written, now
    return list(env.masalih_shown_again) if changed else []


def complain(app, env):
    known = _known(env)
    for page, names in env.masalih_shown_again.items():
        for name, line in names:
            if name not in known:
                log.warning(
                    "no chapter draws a figure called %r: correct the name after {chart}",
                    name,
                    location=(page, line),
                )


# ---------------------------------------------------------------- the second showing


def visit_html(self, node):
    env, builder = self.builder.env, self.builder
    about = _known(env).get(node["name"])
    if about is None:  # complain() has said so
        raise nodes.SkipNode
    here = builder.current_docname
    href = f"{builder.get_relative_uri(here, about['page'])}#{about['id']}"
    root = "../" * here.count("/")
    urls = {
        name: f"{root}{addresses.drawing(about['name'], name)}"
        for names in figure_node.VARIANTS.values()
        for name in names
    }
    if node["card"]:
        urls = {name: urls[name.replace("wide", "narrow")] for name in urls}
        about = about | {"sizes": dict.fromkeys(("wide", "narrow"), about["sizes"]["narrow"])}
        self.body.append(_card(about, urls, href))
        raise nodes.SkipNode
    urls["csv"] = f"{root}{addresses.chart_table(about['name'])}"
    row = (
        "" if addresses.DECK.fullmatch(here) else toolbar.row(builder, about, urls)
    )  # a slide is for looking from afar
    self.body.append(_figure(about, urls, href, toolbar.label(builder, about), row))
    raise nodes.SkipNode


def _card(about, urls, href):
    head = f'<p class="chart-title"><a href="{href}">{escape(about["title"])}</a></p>'
    return f'<figure class="chart chart-card"><figcaption>{head}</figcaption>{_pictures(about, urls)}</figure>\n'


def _figure(about, urls, href, label, row):
    head = f'<p class="chart-title">{escape(about["title"])}</p><p class="chart-subtitle">{escape(about["subtitle"])}</p>'
    more = f'<p class="chart-credits"><a href="{href}">{escape(label)}</a>: {_("data, sources and how it was computed")}.</p>'
    return f'<figure class="chart chart-again"><figcaption>{head}</figcaption>{_pictures(about, urls)}{figure_node.notes(about)}{more}{row}</figure>\n'


def _pictures(about, urls):
    return "".join(figure_node.picture(about, urls, mode) for mode in figure_node.VARIANTS)


def visit_text(self, node):
    about = _known(self.builder.env).get(node["name"], {})
    self.add_text(f"{about.get('title', '')}\n{about.get('alt', '')}\n")
    raise nodes.SkipNode


def setup(app):
    app.add_directive("chart", Chart)
    app.add_node(shown_again, html=(visit_html, None), text=(visit_text, None))
