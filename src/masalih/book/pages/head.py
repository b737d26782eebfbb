"""Says what stands in a page's head, and which files a page asks for in which order (head.html).

A page may hold only what its policy allows: what extensions write into every page as a script goes
into one file, settings.js, and two scripts of ours that a file would come too late for are known to
the policy by their hash. The packer is handed the lists of files, and need not look for them.
"""

import itertools
import json
import re
from html import escape
from pathlib import Path
from typing import NamedTuple

from sphinx.errors import ExtensionError

from masalih.book.base import addresses, atomic_files, csp
from masalih.book.figures import figure_node
from masalih.book.figures.chart_directive import shown_again
from masalih.book.pages import code_signs

SETTINGS = "settings.js"
# The theme's own templates would ask for these: first of all styles, and last of all scripts. Its
# icon script of 1.5 MB is left out, for its stylesheet draws the icons already.
THEME_STYLES = ("_static/styles/theme.css", "_static/styles/pydata-sphinx-theme.css")
THEME_SCRIPTS = ("_static/scripts/bootstrap.js", "_static/scripts/pydata-sphinx-theme.js")
SEARCH = ("_static/searchtools.js", "_static/language_data.js", "search-index.js")
LONG = 200_000  # letters of the HTML of a long page
EARLY = 6_000  # letters of text; a table that begins within them may be on the first screen
TAG = re.compile("<[^>]*>")


class Files(NamedTuple):
    """What every page of an edition but its decks asks for, in order: paths in its folder."""

    styles: list[str]
    scripts: list[str]

    @classmethod
    def read(cls, folder):
        """What the pages in `folder`, where Sphinx wrote them, ask for."""
        return cls(**json.loads(_record(folder).read_text("utf-8")))

    def write(self, folder):
        if not _record(folder).exists() or self.read(folder) != self:
            atomic_files.write(_record(folder), json.dumps(self._asdict(), indent=1))


def _record(folder):
    return Path(folder).parent / "files.json"


def root(page):
    """The way from a page, such as notebooks/02-isis.html, to the folder of its edition."""
    return "../" * page.count("/")


def style_tags(names, way):
    """The tags by which a page asks for the stylesheets `names`; `way` leads to their folder."""
    return "\n".join(f'<link rel="stylesheet" href="{escape(way + name)}">' for name in names)


def script_tags(names, way):
    """The same for scripts, which stand at the end of a page: none draws what is read first."""
    return "\n".join(
        f'<script defer fetchpriority="low" src="{escape(way + name)}"></script>' for name in names
    )


# ---------------------------------------------------------------- which files


def write_settings(app):
    """Put what extensions write into every page into one file, which loads before their own."""
    if app.builder.format != "html":
        return
    folder = Path(app.outdir).parent / "settings"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / SETTINGS).write_text("\n".join(_settings(app)) + "\n", "utf-8")
    app.config.html_static_path.append(str(folder))
    app.add_js_file(SETTINGS, priority=300)


def _settings(app):
    """The scripts that extensions write into every page, each once."""
    bodies = (found.get("body") for name, found in app.registry.js_files if not name)
    return dict.fromkeys(filter(None, bodies))


def files(app, pagename, context):
    """The Files of a page. ExtensionError for one of another host, and for a script in the page."""
    styles = [_path(pagename, file) for file in _in_order(context["css_files"])]
    scripts = []
    for file in _in_order(context["script_files"]):
        body = file.attributes.get("body", "")
        # The theme repeats the page's name, which nobody reads, and that nothing is searched for
        # as it is typed, which is so without it.
        if body in _settings(app) or body.startswith("DOCUMENTATION_OPTIONS."):
            continue
        if body:
            raise ExtensionError(f"{pagename}: its policy forbids a script in the page: {body:.60}")
        scripts.append(_path(pagename, file))
    return Files([*THEME_STYLES, *styles], [*scripts, *THEME_SCRIPTS])


def _in_order(found):
    return sorted(found, key=lambda file: file.priority)


def _path(pagename, file):
    name = str(file.filename)
    if "://" in name:
        raise ExtensionError(f"{pagename}: its policy forbids to load {name} from another host")
    return name


# ---------------------------------------------------------------- a page


def compose(app, pagename, templatename, context, doctree):
    """Give the templates `head` and the `kinds` of a page, which are classes of its body."""
    first, then = (
        (Path(app.srcdir) / f"book/templates/{name}.js").read_text("utf-8")
        for name in ("first", "then")
    )
    asked, body = files(app, pagename, context), context.get("body", "")
    asked.write(app.outdir)
    searches = pagename == "search"
    context["head"] = {
        "policy": csp.rules(scripts=[first, then]),
        "first": first,
        "then": then,
        "between": "-" if searches else "—",
        "ways": True,
        "awaited": None if searches else awaited(body),
        "early": early_drawings(pagename, doctree),
        "styles": style_tags(asked.styles, root(pagename)),
        "scripts": script_tags(asked.scripts, root(pagename)),
        "own_scripts": script_tags(SEARCH, root(pagename)) if searches else "",
    }
    kinds = {
        "long": len(body) >= LONG,
        "overview": "chart-cards" in body,
        "chapter": code_signs.is_chapter(pagename),
    }
    context["kinds"] = " ".join(name for name, held in kinds.items() if held)


def early_drawings(pagename, doctree):
    """{colours: address} of the drawing that an exercise begins with, in each; {} elsewhere.

    It is the largest thing on the first screen of a laptop. Lazy as all drawings are, it would be
    asked for only when the page is set out: 160 to 400 ms later. A phone begins with the text.
    """
    if not pagename.startswith(code_signs.EXERCISES) or doctree is None:
        return {}
    drawings = (node for node in doctree.findall(shown_again) if not node["card"])
    return {
        mode: root(pagename) + addresses.drawing(node["name"], wide)
        for node in itertools.islice(drawings, 1)
        for mode, (wide, _) in figure_node.VARIANTS.items()
    }


def awaited(body):
    """The id of the element that a page is shown with, for what stands above it may not move.

    Its bar of buttons must be whole, for they move as one more comes. Columns of a table are as
    wide as its last row asks, and would move the first: a page that begins with one waits for all
    of itself, if it is short.
    """
    before, table, _ = body.partition("<table")
    begins = table and len(TAG.sub("", before)) < EARLY
    return "page-end" if begins and len(body) < LONG else "searchbox"
