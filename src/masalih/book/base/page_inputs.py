"""Tells Sphinx what else a page is made of, so that a change rebuilds what it touches."""

import functools
from collections import defaultdict
from pathlib import Path

from sphinx.environment.collectors import EnvironmentCollector

from masalih import data
from masalih.book.base import fingerprint
from masalih.book.base.environment import Inputs, record

_reads: dict[str, dict[str, str]] = defaultdict(dict)  # by source, of pages that are being read


def note(source, reads):
    """Keep what the page made of the file `source` read of the data: {read: hash of its answer}."""
    _reads[str(Path(source))].update(reads)


class PageInputs(EnvironmentCollector):
    """Keeps what every page was made of, and compares."""

    def clear_doc(self, app, env, docname):
        record(env).inputs.pop(docname, None)

    def merge_other(self, app, env, docnames, other):
        inputs = record(other).inputs
        record(env).inputs.update({name: inputs[name] for name in docnames if name in inputs})

    def process_doc(self, app, doctree):
        name = app.env.docname
        reads = _reads.pop(str(Path(app.env.doc2path(name))), {})
        record(app.env).inputs[name] = Inputs(_code(name), app.config.masalih_inputs, reads)

    def get_outdated_docs(self, app, env, added, changed, removed):
        """Pages made by other code than today's, or of rows that have changed."""
        pages = [name for name in env.found_docs - added if _made_of_data(env, name)]
        with data.held():
            answer = functools.cache(fingerprint.answer)
            return [name for name in sorted(pages) if not _is_current(app, env, name, answer)]

    def get_updated_docs(self, app, env):
        """All pages, where a title, number or address changed that another page may show.

        They are written again; none is read.
        """
        std = env.domaindata["std"]
        titles = [
            {name: str(title) for name, title in env.titles.items()},
            {name: list(map(str, place)) for name, place in std["labels"].items()},
            std["anonlabels"],
            env.toc_fignumbers,
            env.toctree_includes,
        ]
        before, record(env).titles = record(env).titles, fingerprint.hash_of(titles)
        return [] if before == record(env).titles else env.found_docs


def _made_of_data(env, docname):
    return bool(
        getattr(env, "nb_metadata", {}).get(docname, {}).get("exec_data")
    ) or "masalih_data" in env.metadata.get(docname, {})


def _is_current(app, env, docname, answer):
    """Whether a page would be made of the same today; if so, that holds for today's package too."""
    inputs, package = record(env).inputs.get(docname), app.config.masalih_inputs
    if inputs is None or inputs.code != _code(docname):
        return False
    if inputs.package != package:
        if any(answer(read) != before for read, before in inputs.reads.items()):
            return False
        record(env).inputs[docname] = inputs._replace(package=package)
    return True


def _code(docname):
    exercises = {fingerprint.EXERCISES, fingerprint.QUESTIONS} & {*docname.split("/")[:-1]}
    return fingerprint.hash_of(
        [
            fingerprint.library(),
            fingerprint.packages(),
            fingerprint.descriptor(),
            fingerprint.answers() if exercises else "",
        ]
    )


def setup(app):
    # "html": a change writes every page again; "env": a change reads every page again.
    app.add_config_value("masalih_look", fingerprint.look(Path(app.srcdir)), "html")
    app.add_config_value("masalih_code", fingerprint.page_code(), "env")
    app.add_config_value("masalih_inputs", fingerprint.inputs(), "")
