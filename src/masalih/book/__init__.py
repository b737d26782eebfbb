"""The Sphinx extension that makes one book of two editions; `_config.yml` names it.

Every part registers here what it brings; `hooks.py` says what is asked of it, when and in which
order.
"""

from importlib import import_module

from masalih.book.base import environment

# The rooms, from the ground up: each may use those below it, and nothing outside uses any of them.
FLOORS = (
    ("base",),
    ("editions",),
    ("execute", "figures"),
    ("lite", "pages"),
    ("changes", "search"),
    ("site",),
    ("paper",),
    ("teach",),
)
# What brings nodes, directives, transforms or configuration values; the strings of the edition come
# first, because the others may fetch some as they register.
PARTS = [
    "editions.interface_text",
    "base.page_inputs",
    "execute.cache",
    "execute.warning_places",
    "editions.notebooks",
    "editions.student",
    "editions.answer_forms",
    "figures.figure_node",
    "figures.finding_node",
    "figures.chart_directive",
    "pages.catalogue_directive",
    "pages.library",
    "pages.code_signs",
    "pages.glossary",
    "pages.number_links",
    "editions.rtl",
    "search.index",
    "editions.language_marks",
    "pages.faces",
    "pages.slides",
    "pages.metadata",
]


def setup(app):
    # Imported here so that tests and `masalih serve` can use a part without Sphinx and MyST-NB.
    for name in PARTS:
        import_module(f"{__name__}.{name}").setup(app)
    import_module(f"{__name__}.hooks").connect(app)
    return {
        "env_version": environment.VERSION,
        "parallel_read_safe": True,
        "parallel_write_safe": True,
    }
