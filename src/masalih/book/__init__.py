"""The Sphinx extension that makes one book of two editions; `_config.yml` names it and every part registers itself here."""

from importlib import import_module

# In the order in which they register: of two that wait for the same event, the first is asked first.
PARTS = [
    "editions.interface_text",
    "base.fingerprint",
    "execute.cache",
    "execute.failures",
    "editions.notebooks",
    "editions.student",
    "figures.figure_node",
    "figures.chart_directive",
    "pages.catalogue_directive",
    "pages.api",
    "pages.glossary",
    "pages.number_links",
    "base.fonts",
    "editions.rtl",
    "search.index",
    "pages.seminar_links",
    "editions.language_marks",
    "pages.slides",
    "pages.first_screen",
    "base.csp",
    "pages.metadata",
]


def setup(app):
    # Imported here so that tests and `masalih serve` can use one part without loading Sphinx and MyST-NB.
    for name in PARTS:
        import_module(f"{__name__}.{name}").setup(app)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
