"""`{catalogue}`: puts a part of the data package into a prose page, and makes the page follow the data."""
from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective


class Catalogue(SphinxDirective):
    """```{catalogue} series``` or `events` (with `:motive: isis`), `tables`, `sources`, `licences`, `claims`, `excluded` or `terms`."""

    required_arguments = 1
    option_spec = {"motive": directives.unchanged_required, "base": directives.unchanged_required}

    def run(self):
        from .. import catalogue, data

        parts = {name: getattr(catalogue, name) for name in ("series", "events", "tables", "sources", "licences", "claims", "excluded", "terms")}
        name = self.arguments[0]
        if name not in parts:
            raise self.error(f"catalogue {name!r} is not one of {', '.join(parts)}")
        self.env.metadata[self.env.docname]["masalih_data"] = True  # fingerprint.py reads the page again when the data change
        try:
            html = parts[name](**self.options)
        except (data.DataError, ValueError) as error:
            raise self.error(str(error)) from error
        return [nodes.raw("", html, format="html")]


def setup(app):
    app.add_directive("catalogue", Catalogue)
