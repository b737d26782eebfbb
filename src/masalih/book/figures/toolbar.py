"""The row of tools under a figure: open it large, take it away (SVG, PNG, CSV), cite it, link it.

figures.js brings the buttons to life; without it the links to files, the citation and the anchor
still work, and what needs a script stays hidden.
"""

from html import escape

from masalih.book.base import addresses
from masalih.translation import gettext as _


def number(env, about):
    """The number of a figure as a tuple, None before Sphinx has counted.

    about: {"page", "id"} says where it stands.
    """
    return env.toc_fignumbers.get(about["page"], {}).get("figure", {}).get(about["id"])


def label(builder, about):
    """How the edition names a figure: Figure 14."""
    parts = number(builder.env, about)
    return builder.config.numfig_format["figure"] % ".".join(map(str, parts)) if parts else ""


def row(builder, about, urls):
    """The tools as HTML.

    about: the bundle's name, title and as_of, with the "page" and "id" where the figure stands;
    urls: {variant or "csv": address from the current page}.
    """
    file, name = f"{about['name']}-{builder.config.language}", label(builder, about)
    tools = f"{escape(_('Tools of this figure'))}: {escape(name)}"
    address = f'<bdi class="chart-address" lang="en" dir="ltr">{_address(builder, about)}</bdi>'
    return (
        f'<div class="chart-tools unsearched" role="group" aria-label="{tools}"'
        f' data-file="{file}">\n'
        f'<button type="button" class="chart-enlarge" data-drawing="{urls["wide"]}"'
        f' data-dark="{urls["wide_dark"]}" hidden>{_("Enlarge")}</button>\n'
        f"{_files(file, urls)}"
        f'<a class="chart-link" href="{_place(builder, about)}"'
        f' aria-label="{escape(_("Link to this figure"))}">{_("Link")}</a>\n'
        f'<a class="chart-embed" href="{_bare(builder, about)}"'
        f' aria-label="{escape(_("Embed this figure in another page"))}">{_("Embed")}</a>\n'
        f'<details class="chart-cite"><summary>{_("Cite")}</summary>\n'
        f'<p class="chart-citation">{citation(builder, about, name)} {address}</p>\n'
        f'<button type="button" class="chart-copy" hidden>{_("Copy the citation")}</button>'
        "</details>\n"
        '<span class="chart-status" role="status"></span></div>\n'
    )


def _files(file, urls):
    """The drawing and the data to take away; the PNG is made in the browser."""
    svg, png, csv = (
        escape(text)
        for text in (
            _("SVG: download the drawing"),
            _("PNG: download the picture"),
            _("CSV: download the data"),
        )
    )
    return (
        f'<span class="chart-files"><span class="chart-files-label">{_("Download")}: </span>'
        f'<a class="chart-svg" href="{urls["wide"]}" download="{file}-wide.svg"'
        f' aria-label="{svg}">SVG</a> '
        f'<button type="button" class="chart-png" aria-label="{png}" hidden>PNG</button> '
        f'<a class="chart-csv" href="{urls["csv"]}" download="{file}.csv"'
        f' aria-label="{csv}">CSV</a></span>\n'
    )


def _place(builder, about):
    """The address of the figure from the current page."""
    here = builder.current_docname
    page = "" if about["page"] == here else builder.get_relative_uri(here, about["page"])
    return f"{page}#{about['id']}"


def _bare(builder, about):
    """The way to the bare page of the figure, which stands beside the editions."""
    up = "../" * (builder.current_docname.count("/") + 1)
    return up + addresses.chart_page(about["name"], builder.config.language)


def citation(builder, about, name, plain=False):
    """A citation without its address: title, figure, chapter, book, date of the data.

    As HTML, or plain.
    """
    chapter = builder.env.titles[about["page"]].astext()
    text = _("“%s”, %s in “%s”, %s.") % (about["title"], name, chapter, builder.config.html_title)
    dated = f" {_('As of')} {about['as_of']}." if about.get("as_of") else ""
    return text + dated if plain else escape(text + dated)


def _address(builder, about):
    """Where the figure stands on the web, if the configuration says so; figures.js sees it else."""
    base = builder.config.html_baseurl
    return (
        f"{escape(base.rstrip('/'))}/{builder.get_target_uri(about['page'])}#{about['id']}"
        if base
        else ""
    )
