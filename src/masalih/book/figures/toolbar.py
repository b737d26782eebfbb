"""The row of tools under a figure: open it large, take it away as SVG, PNG or CSV, cite it, link to it. figures.js brings the buttons
to life; without it the links to files, the citation and the anchor still work, and what needs a script stays hidden."""

from html import escape

from masalih.translation import gettext as _


def number(env, about):
    """The number of a figure as a tuple, None before Sphinx has counted. about: {"page", "id"} says where it stands."""
    return env.toc_fignumbers.get(about["page"], {}).get("figure", {}).get(about["id"])


def label(builder, about):
    """How the edition names a figure: Figure 14."""
    found = number(builder.env, about)
    return builder.config.numfig_format["figure"] % ".".join(map(str, found)) if found else ""


def row(builder, about, urls):
    """The tools as HTML. about: the bundle's name, title and as_of, with the "page" and "id" where the figure stands;
    urls: {variant or "csv": address from the current page}."""
    place = (
        f"#{about['id']}"
        if about["page"] == builder.current_docname
        else f"{builder.get_relative_uri(builder.current_docname, about['page'])}#{about['id']}"
    )
    file, name = f"{about['name']}-{builder.config.language}", label(builder, about)
    return (
        f'<div class="chart-tools unsearched" role="group" aria-label="{escape(_("Tools of this figure"))}: {escape(name)}" data-file="{file}">\n'
        f'<button type="button" class="chart-enlarge" data-drawing="{urls["wide"]}" data-dark="{urls["wide_dark"]}" hidden>{_("Enlarge")}</button>\n'
        f'<span class="chart-files">{_("Download")}: '
        f'<a class="chart-svg" href="{urls["wide"]}" download="{file}-wide.svg" aria-label="{escape(_("Download the drawing (SVG)"))}">SVG</a> '
        f'<button type="button" class="chart-png" aria-label="{escape(_("Download the picture (PNG)"))}" hidden>PNG</button> '
        f'<a class="chart-csv" href="{urls["csv"]}" download="{file}.csv" aria-label="{escape(_("Download the data (CSV)"))}">CSV</a></span>\n'
        f'<a class="chart-link" href="{place}" aria-label="{escape(_("Link to this figure"))}">{_("Link")}</a>\n'
        f'<details class="chart-cite"><summary>{_("Cite")}</summary>\n'
        f'<p class="chart-citation">{citation(builder, about, name)} <bdi class="chart-address" lang="en" dir="ltr">{_address(builder, about)}</bdi></p>\n'
        f'<button type="button" class="chart-copy" hidden>{_("Copy the citation")}</button></details>\n'
        '<span class="chart-status" role="status"></span></div>\n'
    )


def citation(builder, about, name):
    """A citation without its address, as HTML: title, figure, chapter, book, date of the data."""
    chapter = builder.env.titles[about["page"]].astext()
    text = _("“%s”, %s in “%s”, %s.") % (about["title"], name, chapter, builder.config.html_title)
    dated = f" {_('As of')} {about['as_of']}." if about.get("as_of") else ""
    return escape(text + dated)


def _address(builder, about):
    """Where the book stands on the web is known here only if its configuration says so; figures.js sees where it is read."""
    base = builder.config.html_baseurl
    return (
        f"{escape(base.rstrip('/'))}/{builder.get_target_uri(about['page'])}#{about['id']}"
        if base
        else ""
    )
