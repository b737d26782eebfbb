"""`{catalogue}`, `{claim}`, `{value}` and `{rows}`: a prose page says what the data say today."""

import re
from importlib import import_module
from pathlib import Path

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective, SphinxRole

from masalih.book.base import fingerprint, page_inputs
from masalih.book.base.addresses import DOWNLOADS

# Rows of series, the list of sources: they would outweigh all sentences of the book in a search.
RELEASE = re.compile(r'^(version|date-released): "?([^"\n]+)"?$', re.M)
FOLDED = re.compile("<(details|ol)>")


class Catalogue(SphinxDirective):
    """```{catalogue} series``` or another part; `:base:` is the way to the pages that it links to.

    Parts are `series`, `events` (with `:motive: isis`), `verdicts` (with `:chapter:`), `statements`
    (claims without verdicts, with `:chapter:` or `:ids:`), `definitions` (what series count),
    `facts`, `deck` and `rowbook` (`:known: 2023-08-07`, `:bare:`), `story`, `who` and `readings`,
    with `:ids:`, `tables`, `sources`, `licences`, `claims`, `excluded`, `glossary`, `terms`,
    `read`, `audits`, `corrections`, `imprint` and `downloads`.
    """

    required_arguments = 1
    option_spec = dict.fromkeys(
        ("motive", "chapter", "chapters", "ids", "base", "known", "bare"),
        directives.unchanged_required,
    )

    def run(self):
        from masalih import data, imprint, reference, rows

        parts = {
            name: getattr(reference, name)
            for name in (
                "series",
                "events",
                "tables",
                "sources",
                "licences",
                "claims",
                "verdicts",
                "statements",
                "definitions",
                "story",
                "who",
                "facts",
                "readings",
                "excluded",
                "glossary",
                "terms",
                "read",
                "audits",
            )
        }
        parts |= {"deck": rows.deck, "rowbook": rows.rowbook}
        parts["downloads"] = lambda: reference.downloads(
            f"{'../' * self.env.docname.count('/')}{DOWNLOADS}/"
        )
        parts |= {"imprint": self._imprint, "corrections": imprint.corrections}
        name = self.arguments[0]
        if name not in parts:
            raise self.error(f"catalogue {name!r} is not one of {', '.join(parts)}")
        # page_inputs.py reads the page again when what it read has changed.
        self.env.metadata[self.env.docname]["masalih_data"] = True
        try:
            with data.held() as read:
                html = parts[name](**self.options)
            page_inputs.note(self.env.doc2path(self.env.docname), fingerprint.answers_to(read))
        except (data.DataError, ValueError, LookupError, TypeError) as error:
            raise self.error(str(error)) from error
        return [nodes.raw("", FOLDED.sub(r'<\1 class="unsearched">', html), format="html")]

    def _imprint(self):
        """What the configuration and CITATION.cff know, and the data do not."""
        from masalih import imprint

        language, here = self.env.config.language, self.env.docname
        folder = "../" * here.count("/") + f"book/{language}/"
        ways = {"corrections": "corrections", "method": "method"}
        pages = {
            name: f"{folder}{page}.html"
            for name, page in ways.items()
            if f"book/{language}/{page}" in self.env.found_docs
        }
        if "method" in pages:
            pages["method"] += "#corrections"
        contact = self.env.config.html_context.get("corrections") or ""
        return imprint.imprint(self._released(), contact, **pages)

    def _released(self):
        """(version, day) of the last release, as CITATION.cff has them; None without the file."""
        path = Path(self.env.srcdir, "CITATION.cff")
        self.env.note_dependency(str(path))
        found = dict(RELEASE.findall(path.read_text("utf-8"))) if path.is_file() else {}
        return (found["version"], found["date-released"]) if len(found) == 2 else None


class DataRole(SphinxRole):
    """A piece of a sentence that the data give: `module.write(text, base)` says which."""

    def __init__(self, module, write):
        super().__init__()
        self.module, self.write = module, write

    def run(self):
        from masalih import data

        self.env.metadata[self.env.docname]["masalih_data"] = True
        try:
            with data.held() as read:
                html = getattr(import_module(self.module), self.write)(self.text, self.base())
            page_inputs.note(self.env.doc2path(self.env.docname), fingerprint.answers_to(read))
        except (data.DataError, LookupError, ValueError) as error:
            message = self.inliner.reporter.error(str(error), line=self.lineno)
            return [self.inliner.problematic(self.rawtext, self.rawtext, message)], [message]
        return [nodes.raw("", html, format="html")], []

    def base(self):
        """The way from the page to the folder of the edition's pages."""
        return f"{'../' * self.env.docname.count('/')}book/{self.env.config.language}/"


def write_downloads(app, exception):
    from masalih import export, validation

    if exception is None and app.builder.format == "html":
        export.write_downloads(Path(app.outdir, DOWNLOADS), validation.Package(validation.root()))


def setup(app):
    app.add_directive("catalogue", Catalogue)
    # {claim}`C22` is its short name, {value}`ip-262|counted` a value as in the reason of a verdict,
    # {rows}`ip-338 ip-337` what a sentence rests on.
    app.add_role("claim", DataRole("masalih.reference", "claim_link"))
    app.add_role("value", DataRole("masalih.rows", "value"))
    app.add_role("rows", DataRole("masalih.rows", "row_links"))
