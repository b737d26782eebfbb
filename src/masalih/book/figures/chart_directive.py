"""`{chart}`: shows a chapter's figure on another page, from the chapter's own drawings.

The first page and the seminar do; slides show the drawing that is made for them.
"""

from html import escape
from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from masalih.book.base import addresses
from masalih.book.base.environment import record
from masalih.book.figures import figure_node, finding_node, toolbar
from masalih.translation import gettext as _


class shown_again(nodes.General, nodes.Element):
    """A figure of another page; `node["name"]` is its label.

    `node["card"]` asks for the small drawing under its linked title.
    """


class Chart(SphinxDirective):
    """```{chart} fig-isis-rise``` shows that figure; `:card:` as a small card for an overview."""

    required_arguments = 1
    option_spec: ClassVar = {"card": directives.flag}

    def run(self):
        node = shown_again(name=self.arguments[0], card="card" in self.options)
        self.set_source_info(node)
        return [node]


# ---------------------------------------------------------------- the second showing


def visit_html(self, node):
    env, builder = self.builder.env, self.builder
    about = record(env).figures.get(node["name"])
    if about is None:  # FigureIndex has said so
        raise nodes.SkipNode
    here = builder.current_docname
    href = f"{builder.get_relative_uri(here, about['page'])}#{about['id']}"
    root = "../" * here.count("/")
    if "number" in about:
        self.body.append(_finding(about, root, href))
        raise nodes.SkipNode
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
    if addresses.DECK.fullmatch(here):
        about, urls = _for_a_slide(about, urls, root)
    urls["csv"] = f"{root}{addresses.chart_table(about['name'])}"
    # A slide is for looking from afar.
    row = "" if addresses.DECK.fullmatch(here) else toolbar.row(builder, about, urls)
    self.body.append(_figure(about, urls, href, toolbar.label(builder, about), row))
    raise nodes.SkipNode


def _for_a_slide(about, urls, root):
    drawings = {
        name: f"{root}{addresses.drawing(about['name'], own)}"
        for name, own in figure_node.ON_SLIDES.items()
    }
    own = {field: about[field] | {"wide": about[field]["slide"]} for field in ("sizes", "keys")}
    return about | own, urls | drawings


def _card(about, urls, href):
    head = f'<p class="chart-title"><a href="{href}">{escape(about["title"])}</a></p>'
    return (
        f'<figure class="chart chart-card"><figcaption>{head}</figcaption>'
        f"{_pictures(about, urls)}</figure>\n"
    )


def _finding(about, root, href):
    return (
        f'<figure class="finding finding-card"><figcaption><p class="finding-title">'
        f'<a href="{href}">{escape(about["title"])}</a></p>\n'
        f"{finding_node.number(about, escape(about['number']))}</figcaption>\n"
        f"{finding_node.drawing(about, root)}</figure>\n"
    )


def _figure(about, urls, href, label, row):
    title = f'<p class="chart-title">{escape(about["title"])}</p>'
    subtitle = f'<p class="chart-subtitle">{escape(about["subtitle"])}</p>'
    more = _("data, sources and how it was computed")
    return (
        f'<figure class="chart chart-again"><figcaption>{title}{subtitle}</figcaption>'
        f"{_pictures(about, urls)}{figure_node.notes(about)}"
        f'<p class="chart-credits"><a href="{href}">{escape(label)}</a>: {more}.</p>'
        f"{row}</figure>\n"
    )


def _pictures(about, urls):
    return "".join(figure_node.picture(about, urls, mode) for mode in figure_node.VARIANTS)


def visit_text(self, node):
    about = record(self.builder.env).figures.get(node["name"], {})
    self.add_text(f"{about.get('title', '')}\n{about.get('alt', '')}\n")
    raise nodes.SkipNode


def setup(app):
    app.add_directive("chart", Chart)
    app.add_node(shown_again, html=(visit_html, None), text=(visit_text, None))
