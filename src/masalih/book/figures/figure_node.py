"""Turns the chart bundle of masalih.charts into a numbered figure.

MyST-NB hands it over here, Sphinx numbers it, this writes HTML.
"""

from html import escape
from pathlib import Path
from typing import ClassVar

from docutils import nodes

from masalih import anchors
from masalih.book.base import addresses
from masalih.book.figures import chart_files, finding_node, toolbar
from masalih.translation import gettext as _, pgettext

MIME = "application/vnd.masalih.chart+json"
PHONE = "(max-width: 640px)"
SHOWN = 1  # of more than two sources; the others are one click away
VARIANTS = {"light": ("wide", "narrow"), "dark": ("wide_dark", "narrow_dark")}


class chart(nodes.General, nodes.Element):
    """A figure; `node["chart"]` is the bundle, `node["names"]` its label for {numref}."""


class ChartRenderer:
    """MyST-NB plugin (entry point `myst_nb.mime_renderers`)."""

    mime_priority_overrides: ClassVar = [("*", MIME, 0)]

    @staticmethod
    def handle_mime(renderer, data, inline):
        if inline or data.mime_type != MIME:
            return None
        kind = finding_node.finding if "number" in data.content else chart
        node = kind(chart=data.content, names=[nodes.fully_normalize_name(data.content["name"])])
        document = renderer.renderer.document
        node.line = data.line
        document.note_explicit_target(node, node)
        return [node]


def title(node):
    return node["chart"]["title"]


def write_files(node, outdir):
    """Write the drawings and the data of a chart below `outdir`; return their paths in it."""
    bundle, paths = node["chart"], {}
    for variant, svg in bundle["svg"].items():
        paths[variant] = _save(outdir, addresses.drawing(bundle["name"], variant), svg)
    paths["csv"] = _save(outdir, addresses.chart_table(bundle["name"]), bundle["csv"])
    return paths


def _save(outdir, name, text):
    path = Path(outdir, name)
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text.encode("utf-8"))
    return name


def visit_html(self, node):
    root = "../" * self.builder.current_docname.count("/")
    urls = {
        variant: root + path for variant, path in write_files(node, self.builder.outdir).items()
    }
    bundle, name = node["chart"], node["ids"][0]
    chart_files.write(self.builder, bundle | {"page": self.builder.current_docname, "id": name})
    self.body.append(f'<figure class="chart" id="{name}">\n<figcaption>\n<p class="chart-title">')
    self.add_fignumber(node)
    self.body.append(f'<span class="caption-text">{escape(bundle["title"])}</span>')
    self.add_permalink_ref(node, _("Link to this figure"))
    self.body.append(
        f'</p>\n<p class="chart-subtitle">{escape(bundle["subtitle"])}</p>\n</figcaption>\n'
    )
    self.body += [picture(bundle, urls, mode) for mode in VARIANTS]
    about = bundle | {"page": self.builder.current_docname, "id": name}
    self.body += [
        notes(bundle),
        _credits(bundle),
        toolbar.row(self.builder, about, urls),
        _data(bundle, _series_links(self.builder, bundle)),
        "</figure>\n",
    ]
    raise nodes.SkipNode


def picture(bundle, urls, mode):
    """The <picture> of a chart in one colour mode, the narrow drawing on a phone.

    urls: {variant: address}.
    """
    wide, narrow = VARIANTS[mode]
    (w, h), (nw, nh) = bundle["sizes"]["wide"], bundle["sizes"]["narrow"]
    return (
        f'<picture class="only-{mode}"><source media="{PHONE}" srcset="{urls[narrow]}"'
        f' width="{nw:.0f}" height="{nh:.0f}">'
        f'<img class="only-{mode}" src="{urls[wide]}" width="{w:.0f}" height="{h:.0f}"'
        f' loading="lazy" alt="{escape(bundle["alt"])}"></picture>\n'
    )


def notes(bundle):
    """What the numbers in a drawing stand for (they differ by its size), and other notes on it."""
    keys = [
        f'<p class="chart-note only-{size}">{escape(note)}</p>\n'
        for size, texts in bundle["keys"].items()
        for note in texts
    ]
    return "".join(
        keys + [f'<p class="chart-note">{escape(note)}</p>\n' for note in bundle["notes"]]
    )


def _credits(bundle):
    # The label is in the page's language whatever the source's is; hreflang says which that is.
    links = [f"<bdi>{finding_node.source_link(source)}</bdi>" for source in bundle["sources"]]
    shown, folded = (links, []) if len(links) <= SHOWN + 1 else (links[:SHOWN], links[SHOWN:])
    label = {1: _("Source"), 2: pgettext("two", "Sources")}.get(len(links), _("Sources"))
    more = (
        f'\n<details class="chart-more"><summary>{_("More sources")}</summary>'
        f" {_('; ').join(folded)}</details>"
        if folded
        else ""
    )
    as_of = (
        f' <span class="chart-as-of">{_("As of")} {escape(bundle["as_of"])}.</span>'
        if bundle.get("as_of")
        else ""
    )
    sources = f'<span class="chart-source">{label}: {_("; ").join(shown)}.</span>'
    return f'<div class="chart-credits">{sources}{as_of}{more}</div>\n'


def _series_links(builder, bundle):
    """Links to the drawn series in the catalogue, where the book has its page.

    There stand its definition, every row and every source.
    """
    links = []
    for series in bundle["series"]:
        page = anchors.series_page(series["motive"], bundle["lang"])
        name = f"<bdi>{escape(series['name'])}</bdi>"
        if page in builder.env.found_docs:
            uri = builder.get_relative_uri(builder.current_docname, page)
            name = f'<a href="{anchors.address("series", series["id"], uri)}">{name}</a>'
        links.append(name)
    return f"<p>{_('Series in the catalogue')}: {_('; ').join(links)}</p>\n" if links else ""


def _data(bundle, series):
    head = "".join(f'<th scope="col">{escape(str(column))}</th>' for column in bundle["columns"])
    rows = "".join(f"<tr>{_row(*row)}</tr>\n" for row in _named_once(bundle["rows"]))
    label = escape(f"{_('The data behind this figure')}: {bundle['title']}")
    caption = f"{escape(bundle['title'])}. {escape(bundle['subtitle'])}"
    return (
        f'<details class="chart-data"><summary>{_("The data behind this figure")}</summary>\n'
        f'<div class="table-scroll" role="region" tabindex="0" aria-label="{label}">'
        f'<table><caption class="visually-hidden">{caption}</caption>'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}</tbody></table></div>\n"
        f"{series}</details>\n"
    )


def _named_once(rows):
    """The rows, whose sources stand last, where several are those of the row above."""
    above = None
    for *cells, sources in rows:
        same = sources == above and _("; ") in str(sources)
        yield [*cells, _("as above") if same else sources]
        above = sources


def _row(first, *others):
    """A row is named by its first cell; an empty one names nothing."""
    head = f'<th scope="row">{escape(str(first))}</th>' if first else "<td></td>"
    return head + "".join(f"<td>{escape(str(value))}</td>" for value in others)


def visit_other(self, node):
    """Builders without pictures get the words: title and what the drawing shows."""
    self.add_text(f"{node['chart']['title']}\n{node['chart']['alt']}\n")
    raise nodes.SkipNode


def setup(app):
    app.add_enumerable_node(
        chart, "figure", title, html=(visit_html, None), text=(visit_other, None)
    )
