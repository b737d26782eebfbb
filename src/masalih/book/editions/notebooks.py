"""One source, two editions: a build keeps the cells of its language.

It stops if twins disagree.
"""

import json
import os
import shutil
from html import escape
from pathlib import Path

from sphinx.errors import ExtensionError

from masalih.atomic_files import as_json, renew
from masalih.book.base import addresses, csp, environment, release
from masalih.book.base.addresses import DOWNLOADS
from masalih.book.base.edition import OTHER, twin_page
from masalih.book.editions import cell_code, passages, student, twins

PYTHON = {  # nbconvert would write a script that ends in .txt
    "name": "python",
    "file_extension": ".py",
    "mimetype": "text/x-python",
    "nbconvert_exporter": "python",
    "pygments_lexer": "ipython3",
}


def keep_language(notebook, language):
    """Return a copy of a notebook (nbformat 4 dict) without the cells of the other edition."""
    other = f"lang-{OTHER[language]}"
    cells = [
        cell for cell in notebook["cells"] if other not in cell.get("metadata", {}).get("tags", [])
    ]
    return {**notebook, "cells": cells}


def unwrap(text):
    """Drop the <div dir="rtl"> that Jupyter needs.

    Its lines stay blank so that line numbers in messages stay true.
    """
    match = twins.WRAPPED.match(text)
    return f"\n{match[1]}\n" if match else text


def for_sphinx(notebook, language, name=""):
    """The notebook `name` as an edition reads it: its own cells, unwrapped, code in its language.

    Each cell says in its metadata its number in the file and the line there with which it starts,
    for what fails on the page must be found in the file.
    """
    numbered = [
        {**cell, "metadata": {**cell.get("metadata", {}), **_place(cell, number)}}
        for number, cell in enumerate(notebook["cells"], 1)
    ]
    kept = cell_code.in_language(keep_language({**notebook, "cells": numbered}, language), language)
    for cell in kept["cells"]:
        if cell["cell_type"] == "markdown":
            cell["source"] = unwrap(twins.text_of(cell))
    if student.has_solutions(kept):
        kept["cells"] = student.for_page(kept["cells"], name, language)
    if not any(cell["cell_type"] == "code" for cell in kept["cells"]):
        # No kernel is started for a page that has nothing to run.
        kept["metadata"] = {**kept["metadata"], "mystnb": {"execution_mode": "off"}}
    return kept


def _place(cell, number):
    lines = (line.strip() for line in twins.text_of(cell).splitlines())
    return {"cell_number": number, "first_line": next(filter(None, lines), "")}


def for_download(notebook, language, book=passages.UNBUILT, **shown):
    """The notebook as a reader of one language downloads it: its passages readable before anything
    runs, code in that language, without stale outputs or solutions.

    book: what is known of the page, as passages.readable() takes it; shown: name and picture, as
    student.for_student() takes them.
    """
    kept = cell_code.in_language(keep_language(notebook, language), language)
    cells = passages.evaluated(kept["cells"], book)
    if student.has_solutions(kept):
        cells = student.for_student(cells, language, **shown)
    cells = passages.readable(cells, language, book)
    clean: dict = {"outputs": [], "execution_count": None}
    return {
        **kept,
        "metadata": {**kept["metadata"], "language_info": PYTHON},
        "cells": [{**cell, **clean} if cell["cell_type"] == "code" else cell for cell in cells],
    }


def read_source(app, docname, source):
    if Path(app.env.doc2path(docname)).suffix == ".ipynb":
        source[0] = json.dumps(
            for_sphinx(json.loads(source[0]), app.config.language, docname), ensure_ascii=False
        )


def trim_downloads(app, exception):
    """Write what pages offer for download, from the sources and what the cells gave."""
    if exception or app.builder.format != "html":
        return
    language, folder = app.config.language, Path(app.outdir, DOWNLOADS)
    wheel = release.write_wheel(folder) if release.version() else None
    address = release.address(release.repository(app)[0], wheel) if wheel else ""
    for docname in sorted(app.env.found_docs):
        source = Path(app.env.doc2path(docname))
        if source.suffix != ".ipynb":
            continue
        page = passages.Built(app, docname)
        made = for_download(
            json.loads(source.read_text("utf-8")), language, page, **student.from_book(app, page)
        )
        if wheel:
            made = release.with_own_cells(made, language, address)
        renew(Path(app.outdir, "_sources", f"{docname}.ipynb"), as_json(made))


def bundle_downloads(app, exception):
    """Put what pages offer for download into one zip, with the library and the data."""
    if exception or app.builder.format != "html" or not release.version():
        return
    folder = Path(app.outdir, DOWNLOADS)
    release.write_bundle(folder, Path(app.outdir, "_sources", "notebooks"), app.config.language)


def start_without_assets(app, builder):
    """Every writing copies all assets: nothing stays of those that are gone.

    The marks in addresses (?v=) do not hang on who wrote before.
    """
    if builder.name == "html":
        shutil.rmtree(Path(app.outdir, "_static"), ignore_errors=True)


def remove_dropped_files(app, exception):
    """Delete the pages of sources that are gone, and what charts that are gone left.

    Sphinx leaves them, and the site would go on offering them.
    """
    if exception or app.builder.name != "html":
        return
    folder, env = Path(app.outdir), app.env
    pages, charts = (
        env.found_docs,
        tuple(f"{name}{end}" for name in environment.record(env).figures for end in "-."),
    )
    images = {name for _, name in env.images.values()}
    gone = [
        path
        for top in ("book", "notebooks")
        for path in (folder / top).rglob("*.html")
        if path.relative_to(folder).with_suffix("").as_posix() not in pages
    ]
    gone += [
        path
        for path in (folder / "_images").glob("*.svg")
        if path.name not in images and not path.name.startswith(charts)
    ]
    gone += [
        path
        for kind in ("*.csv", "fig-*.json", "fig-*.zip")
        for path in (folder / DOWNLOADS).glob(kind)
        if not path.name.startswith(charts)
    ]
    shared = folder / addresses.shared_picture("x")
    gone += [
        path
        for path in shared.parent.glob("*.png")
        if path.stem not in environment.record(env).figures
    ]
    sources = {str(env.doc2path(name, base=False)) for name in pages}
    copied = folder / "_sources"
    gone += [
        path
        for path in copied.rglob("*")
        if path.is_file() and str(path.relative_to(copied)).removesuffix(".txt") not in sources
    ]
    for path in gone:
        path.unlink()


def write_door(app, exception):
    """The folder's own address opens its first page.

    Without it sphinx-external-toc writes such a page, but without a language.
    """
    if exception or app.builder.name != "html":
        return
    language, page = app.config.language, f"{app.config.root_doc}.html"
    direction = "rtl" if language == "ar" else "ltr"
    text = (
        f'<!doctype html>\n<html lang="{language}" dir="{direction}">\n'
        f'<head><meta charset="utf-8">{csp.meta(csp.rules())}'
        f"<title>{escape(app.config.html_title)}</title>"
        f'<meta http-equiv="refresh" content="0; url={page}"></head>\n'
        f'<body><p><a href="{page}">{escape(app.config.html_title)}</a></p></body>\n</html>\n'
    )
    Path(app.outdir, "index.html").write_text(text, "utf-8")


def check(app):
    faults = twins.check(Path(app.srcdir))
    if faults:
        raise ExtensionError(
            "the two editions disagree:\n" + "\n".join(f"  {fault}" for fault in faults)
        )


def add_links(app, pagename, templatename, context, doctree):
    """Give the templates the link to the same page in the other edition and, for notebooks, the
    download.
    """
    language = app.config.language
    page = twin_page(pagename, language)
    context["twin_url"] = f"{context['content_root']}../{OTHER[language]}/{page}.html"
    notebook = app.env.doc2path(pagename, base=False) if pagename in app.env.found_docs else ""
    context["notebook_url"] = (
        f"{context['content_root']}_sources/{notebook}" if notebook.endswith(".ipynb") else None
    )
    context["notebook_services"] = (
        release.links(app, notebook) if notebook.endswith(".ipynb") else []
    )


def setup(app):
    os.environ["BOOK_LANG"] = app.config.language  # the kernels inherit it
