"""`{catalogue}` and `{claim}`: put the data package into a prose page, which follows the data."""

import re
from pathlib import Path

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective, SphinxRole

from masalih.book.base import fingerprint, page_inputs
from masalih.book.base.addresses import DOWNLOADS

# Rows of series, the list of sources: they would outweigh all sentences of the book in a search.
FOLDED = re.compile("<(details|ol)>")


class Catalogue(SphinxDirective):
    """```{catalogue} series``` or another part; `:base:` is the way to the pages that it links to.

    Parts are `series`, `events` (with `:motive: isis`), `verdicts` (with `:chapter:`), `facts` and
    `readings` (with `:ids:`), `tables`, `sources`, `licences`, `claims`, `excluded`, `glossary`,
    `terms`, `read`, `audits` and `downloads`.
    """

    required_arguments = 1
    option_spec = dict.fromkeys(("motive", "chapter", "ids", "base"), directives.unchanged_required)

    def run(self):
        from masalih import data, reference

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
                "facts",
                "readings",
                "excluded",
                "glossary",
                "terms",
                "read",
                "audits",
            )
        }
        parts["downloads"] = lambda: reference.downloads(
            f"{'../' * self.env.docname.count('/')}{DOWNLOADS}/"
        )
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


class Claim(SphinxRole):
    """{claim}`C22`: the claim's short name, leading to its place in the ledger."""

    def run(self):
        from masalih import data, reference

        self.env.metadata[self.env.docname]["masalih_data"] = True
        try:
            with data.held() as read:
                html = reference.claim_link(self.text, self.base())
            page_inputs.note(self.env.doc2path(self.env.docname), fingerprint.answers_to(read))
        except (data.DataError, LookupError) as error:
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
    app.add_role("claim", Claim())
