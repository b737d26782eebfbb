"""Tells services that show links, and search engines, what a page is.

It has a description, a card, and what schema.org calls it (linked_data.py). Pictures and addresses
in them must be absolute, so they wait for the site's address, html.baseurl in
`_config.yml`; the rest is always there.
"""

import json
import re
import shutil
from pathlib import Path

from docutils import nodes
from sphinx.errors import ExtensionError

from masalih.book.base import addresses
from masalih.book.base.edition import OTHER
from masalih.book.figures import figure_node
from masalih.book.pages import share_card
from masalih.book.pages.linked_data import CHAPTER, about, here

LOCALE = {"ar": "ar_IQ", "en": "en_US"}
LONGEST = 200  # characters of a description
CARD = "_images/cards/{}.png"


def settle_address(app, config):
    """Sphinx's html_baseurl is that of this edition; `_config.yml` has the site's."""
    about, repository = config.html_context, config.html_theme_options.get("repository_url", "")
    try:
        config.masalih_address = addresses.clean(config.html_baseurl)
        about["corrections"] = addresses.contact(about.get("corrections"), repository)
    except ValueError as error:
        raise ExtensionError(str(error)) from error
    config.html_baseurl = config.masalih_address and f"{config.masalih_address}{config.language}/"


def clear_cards(app):
    if not app.config.masalih_address:
        shutil.rmtree(Path(app.outdir, CARD).parent, ignore_errors=True)


def describe(doctree):
    """The first sentences of a page, as a reader sees them; "" for a page without any."""
    for paragraph in doctree.findall(nodes.paragraph):
        if not isinstance(paragraph.parent, nodes.section):
            continue
        shown = paragraph.deepcopy()
        for note in list(
            shown.findall(lambda n: isinstance(n, (nodes.footnote_reference, nodes.raw)))
        ):
            note.parent.remove(note)
        text = " ".join(shown.astext().split())
        if len(text) > 40:
            return shorten(text)
    return ""


def shorten(text):
    """Whole sentences up to LONGEST characters, or the beginning of one that is longer."""
    if len(text) <= LONGEST:
        return text
    ends = [match.end() for match in re.finditer(r"[.؟?!](?=\s)", text[: LONGEST + 1])]
    return (
        text[: ends[-1]]
        if ends and ends[-1] > LONGEST / 3
        else text[: text.rindex(" ", 0, LONGEST)].rstrip("،,؛;:.") + "…"
    )


# ---------------------------------------------------------------- what a page says of itself


def add(app, pagename, templatename, context, doctree):
    language, address = app.config.language, app.config.masalih_address
    context["alternates"] = addresses.alternates(pagename, language, address)
    if doctree is None:
        return
    title = re.sub("<.*?>", "", context.get("title") or "")
    description = (context.get("meta") or {}).get("description") or describe(doctree)
    first = pagename == app.config.root_doc
    context["description"] = description
    context["cards"] = [
        ("og:type", "book" if first else "article"),
        ("og:site_name", app.config.html_title),
        ("og:title", title),
        ("og:description", description),
        ("og:locale", LOCALE[language]),
        ("og:locale:alternate", LOCALE[OTHER[language]]),
    ]
    if address:
        image, alt = card(app, pagename, title, description, doctree)
        context["cards"] += [
            ("og:url", here(app, pagename)),
            ("og:image", f"{app.config.html_baseurl}{image}"),
            ("og:image:alt", alt),
            *zip(("og:image:width", "og:image:height"), share_card.SIZE, strict=True),
            ("twitter:card", "summary_large_image"),
        ]
    said = about(app, pagename, title, description)
    # Nothing of a text may end the element that holds it.
    context["linked_data"] = said and json.dumps(
        {"@context": "https://schema.org", **said}, ensure_ascii=False
    ).replace("<", "\\u003c")


def card(app, pagename, title, description, doctree):
    """(path, words) of the picture of a page: a chapter's own, else the book's.

    That of a chapter has the finding of its first chart.
    """
    figure = next(doctree.findall(figure_node.chart), None)
    if CHAPTER.fullmatch(pagename) and figure:
        path, finding = CARD.format(pagename.rsplit("/", 1)[1]), figure["chart"]["title"]
    elif pagename == app.config.root_doc:
        path, finding = CARD.format("book"), description
    else:
        return CARD.format("book"), app.config.html_title
    book = "" if title == app.config.html_title else app.config.html_title
    share_card.draw(Path(app.outdir, path), book, title, finding, app.config.language)
    return path, f"{title}: {finding}"


def setup(app):
    app.add_config_value("masalih_address", "", "html")
