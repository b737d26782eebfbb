"""The order in which the book's parts are asked at each event of Sphinx: no import shows it.

`HOOKS` reads from top to bottom as a build runs. At each event the handlers stand in the order in
which they are called; `OTHERS` stands for Sphinx and every other extension. The numbers that Sphinx
wants are counted from these places: a handler is moved by moving its line. What else a part brings
(nodes, directives, transforms, configuration values) its own `setup` registers.
"""

from importlib import import_module
from typing import NamedTuple

from sphinx.environment.collectors import EnvironmentCollector

OTHERS = "Sphinx and the other extensions"  # they take the numbers from 400 to 900
FIRST, LAST = 0, 1000  # where counting starts before and after them


class Hook(NamedTuple):
    """A handler below `masalih.book`, why it stands there, and its edition where it has one.

    A method, `room.module.Class.method`, is that of the one object that an application has of it.
    Collectors of Sphinx's environment stand here too, and not in `app.add_env_collector`: that
    would call them amid the others, before figures have the numbers that they compare.
    """

    handler: str
    reason: str
    edition: str = ""


HOOKS: dict[str, list[Hook | str]] = {
    # The configuration has been read.
    "config-inited": [
        Hook(
            "editions.interface_text.translate_config",
            "before the extension turns its default texts into a script",
            "ar",
        ),
        OTHERS,
        Hook("pages.metadata.settle_address", "when html_baseurl has its final type"),
    ],
    # The builder exists; nothing is read.
    "builder-inited": [
        Hook("editions.notebooks.check", "a book whose editions disagree is refused at once"),
        OTHERS,
        Hook("base.fonts.add", "anywhere: brings files of its own"),
        Hook("pages.slides.add_reveal", "anywhere: brings files of its own"),
        Hook("pages.metadata.clear_cards", "anywhere: removes cards of a former address"),
        Hook("pages.head.write_settings", "when the extensions have said what scripts they need"),
    ],
    # Which pages must be read again? Each answer adds to the others'.
    "env-get-outdated": [
        OTHERS,
        Hook("base.page_inputs.PageInputs.get_outdated_docs", "anywhere: pages of other inputs"),
        Hook(
            "execute.unfinished.UnfinishedPages.read_again",
            "anywhere: pages that the last build left undone",
        ),
    ],
    "env-before-read-docs": [
        OTHERS,
        Hook(
            "execute.unfinished.UnfinishedPages.start_reading",
            "when it is settled which pages are read",
        ),
        Hook("execute.progress.Progress.count", "when it is settled how many these are"),
    ],
    # A page is forgotten, because it is gone or about to be read.
    "env-purge-doc": [
        OTHERS,
        Hook("base.page_inputs.PageInputs.clear_doc", "anywhere: forgets only its own"),
        Hook("figures.figure_index.FigureIndex.clear_doc", "anywhere: forgets only its own"),
    ],
    # The text of a page, before it is parsed.
    "source-read": [
        Hook("execute.progress.Progress.begin", "the clock starts before all work"),
        Hook("editions.notebooks.read_source", "one edition's cells are what everybody is to see"),
        OTHERS,
    ],
    # A page is parsed, and a notebook run.
    "doctree-read": [
        OTHERS,
        Hook(
            "base.page_inputs.PageInputs.process_doc",
            "when the page has read all it reads of the data",
        ),
        Hook("figures.figure_index.FigureIndex.process_doc", "when figures have their ids"),
        Hook("pages.library.set_dashes", "when Sphinx has set out the arguments of functions"),
        Hook("pages.slides.leave_out_of_search", "after Sphinx has stored the page's metadata"),
        Hook("pages.faces.mark_teaching", "after Sphinx has stored the page's metadata"),
        Hook("execute.progress.Progress.end", "the clock stops after all work"),
    ],
    # Pages were read by another process; what it keeps comes here.
    "env-merge-info": [
        OTHERS,
        Hook("base.page_inputs.PageInputs.merge_other", "anywhere: takes over only its own"),
        Hook("figures.figure_index.FigureIndex.merge_other", "anywhere: takes over only its own"),
    ],
    # All pages are read. Which must be written, besides those that were read?
    "env-get-updated": [
        OTHERS,
        Hook(
            "execute.unfinished.UnfinishedPages.start_writing",
            "anywhere: pages that may be half written",
        ),
        Hook(
            "editions.student.number_as_labelled",
            "when Sphinx has numbered the exercises, before their numbers get their digits",
        ),
        Hook(
            "editions.interface_text.arabic_numbers",
            "when Sphinx has numbered the figures, before anybody compares or prints a number",
            "ar",
        ),
        Hook("base.page_inputs.PageInputs.get_updated_docs", "when titles and numbers are final"),
        Hook(
            "figures.figure_index.FigureIndex.get_updated_docs", "when titles and numbers are final"
        ),
    ],
    "env-check-consistency": [
        OTHERS,
        Hook("figures.figure_index.FigureIndex.name_unknown", "when all figures are known"),
    ],
    "write-started": [
        Hook("editions.notebooks.start_without_assets", "before anybody copies a file there"),
        OTHERS,
    ],
    # A page is about to be put into its template.
    "html-page-context": [
        Hook(
            "editions.notebooks.add_links", "the theme drops parts that are empty when it is asked"
        ),
        Hook("pages.seminar_links.add_links", "the theme drops parts that are empty, as above"),
        OTHERS,
        Hook("editions.language_marks.mark_page", "when the body is final"),
        Hook("pages.head.compose", "when the scripts of the page are known"),
        Hook("pages.metadata.add", "when title and body are final"),
        Hook("pages.faces.part_faces", "when the body is final, before it is put into a deck"),
        Hook("pages.share_card.write_findings", "anywhere: writes files of its own"),
        Hook(
            "pages.slides.use_template",
            "last: its answer ends the event, and it changes policy and body",
        ),
    ],
    # All pages are written.
    "build-finished": [
        OTHERS,
        Hook("editions.notebooks.trim_downloads", "when Sphinx has copied the sources"),
        Hook("editions.notebooks.remove_dropped_files", "before the index of what is left"),
        Hook("pages.faces.remove_teaching", "before the index of what is left"),
        Hook("pages.catalogue_directive.write_downloads", "after its folder was tidied up"),
        Hook("editions.notebooks.bundle_downloads", "when notebooks, library and data are there"),
        Hook("search.index.write", "when pages are written and those of gone sources removed"),
        Hook(
            "editions.interface_text.translate_scripts",
            "when every extension has written its scripts",
            "ar",
        ),
        Hook("editions.notebooks.write_door", "sphinx-external-toc has written a page there"),
        Hook("editions.rtl.rewrite", "when every extension has written its stylesheets"),
        Hook("execute.unfinished.UnfinishedPages.end", "last: only now is nothing left undone"),
    ],
}


def connect(app):
    """Connect every handler of `HOOKS` to the application, in the order of its line."""
    objects: dict[str, object] = {}
    for event, hooks in HOOKS.items():
        others = hooks.index(OTHERS)
        for place, hook in enumerate(hooks):
            if isinstance(hook, Hook) and hook.edition in ("", app.config.language):
                priority = place + (FIRST if place < others else LAST)
                app.connect(event, _handler(app, hook.handler, objects), priority)


def _handler(app, path, objects):
    """The function or bound method that `path` names; `objects` holds those made so far."""
    owner, name = path.rsplit(".", 1)
    module, kind = owner.rsplit(".", 1)
    if kind.islower():
        return getattr(import_module(f"{__package__}.{owner}"), name)
    if owner not in objects:
        make = getattr(import_module(f"{__package__}.{module}"), kind)
        objects[owner] = make() if issubclass(make, EnvironmentCollector) else make(app)
    return getattr(objects[owner], name)
