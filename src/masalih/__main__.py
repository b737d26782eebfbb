"""The command line: check the data and look into it, build the book, show it.

`make check`, `make book` and `make serve` call it.
"""

import argparse
import io
import os
import sys
from pathlib import Path

from masalih import checkout

NO_BOOK = "No book here: run this in the checkout (the folder with _config.yml), or say --root."


def book(arguments):
    """The checkout that the command works on; SystemExit, with the remedy, where there is none."""
    return arguments.checkout or sys.exit(NO_BOOK)


def check(arguments):
    from masalih import confirm, validation

    if arguments.confirm and confirm.main(arguments.confirm):
        return 1
    return validation.main()


def printed(listing, *arguments):
    """Print a listing for as long as somebody reads it.

    In `masalih show … | head` that ends early, which is no fault.
    """
    try:
        done = listing(*arguments)
        sys.stdout.flush()
        return done
    except BrokenPipeError:
        # Python writes what is left as it ends
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def status(arguments):
    from masalih import report

    return printed(report.print_status, arguments.motive)


def show(arguments):
    from masalih import report

    return printed(report.print_series, arguments.series)


def sample(arguments):
    from masalih import audit

    return printed(audit.print_sample, arguments.seed, arguments.size, arguments.again)


def add(arguments):
    from masalih import add

    given = {
        name: text
        for columns in COLUMNS.values()
        for name in columns
        if (text := getattr(arguments, name)) is not None
    }
    return add.main(arguments.series, given, arguments.dry_run, arguments.yes)


def make_table(arguments):
    from masalih import recipes

    return printed(recipes.main, arguments.table, arguments.file)


def export(arguments):
    from masalih import export

    return export.main(arguments.folder or book(arguments) / "_build" / "export")


def replay(arguments):
    from masalih.replay import turns

    return turns.main(book(arguments))


def mark(arguments):
    from masalih import translation
    from masalih.exercises import marking, sandbox

    limits = sandbox.Limits(arguments.seconds, arguments.megabytes, not arguments.unprotected)
    with translation.edition(arguments.language or translation.language()):
        return marking.main(
            arguments.notebooks, arguments.out, limits if arguments.run_them else None
        )


def bank(arguments):
    from masalih.exercises import bank

    return bank.main(book(arguments))


def record(arguments):
    from masalih.book.changes import record

    return record.write(book(arguments), arguments.file)


def diff(arguments):
    from masalih.book.changes import report

    return printed(report.main, arguments.old, arguments.new, arguments.format)


def editions(arguments):
    from masalih.book.site import build

    return [arguments.edition] if arguments.edition else build.EDITIONS


def build(arguments):
    from masalih.book.site import build

    return build.main(book(arguments), editions(arguments))


def archive(arguments):
    from masalih.book.site import offline_zip

    return offline_zip.main(book(arguments))


def lab(arguments):
    from masalih.book.site import lab

    return lab.main(book(arguments))


def lite(arguments):
    from masalih.book.lite import make

    return make.main(book(arguments), arguments.pyodide, arguments.look)


def pdf(arguments):
    from masalih.book.paper import pdf

    return pdf.main(book(arguments), editions(arguments))


def epub(arguments):
    from masalih.book.paper import epub

    return epub.main(book(arguments), editions(arguments))


def teach(arguments):
    from masalih.book.teach import make

    return make.main(book(arguments), editions(arguments))


def serve(arguments):
    from masalih.book.site import serve

    return serve.main(book(arguments), arguments.port)


COLUMNS = {  # what `masalih add` can be told
    "an observation": {
        "start": "first day, YYYY-MM-DD",
        "end": "last day (default: the first)",
        "value": "the figure, in plain digits",
        "low": "low end of a printed range",
        "high": "high end of a printed range",
        "bound": "exact, floor, ceiling, rounded or computed (a range needs none)",
        "by": "who gave the figure, where a series has several",
        "place": "a place in terms.csv",
        "source": "id of the source",
        "corroborates": "id of a second source",
        "note_ar": "what a reader should know, in our words",
        "note_en": "the same in English",
        "confidence": "high, medium or low (default: medium)",
        "checked": "day the page was opened again",
        "checked_how": "what was opened",
    },
    "a source": {
        "publisher": "as it calls itself",
        "title": "as printed; in round brackets if only described",
        "published": "YYYY, YYYY-MM or YYYY-MM-DD",
        "url": "address",
        "language": "en, ar, …",
        "primary": "true or false (default: false)",
        "read": "excerpt, excerpt of a copy, whole page or public mirror (default: excerpt)",
        "licence": "default: cited only",
        "note": "what a reader should know",
        "accessed": "day it was read (default: today)",
    },
    "either": {
        "id": "default: the next number of the motive's own rows; "
        "a source needs one, such as unhcr-2024-05-flash-update",
    },
}
EXAMPLE = (
    "Example: masalih add isis_strength --start 2026-06-30 --low 1500 --high 3000 "
    "--place iraq-syria --by un-monitoring-team --source unsc-2026-07-report"
)

MARKING = (
    "Without --run only answers that stand in the code as numbers or texts are marked. Outputs in "
    "a notebook are not read: anybody can write them."
)


def parser():
    """The whole grammar of `masalih`; each command's function is its argument `run`."""
    parent = argparse.ArgumentParser(add_help=False)
    parent.add_argument(
        "--root", type=Path, help="the checkout (default: found from the current folder)"
    )
    commands = argparse.ArgumentParser(
        prog="masalih", description="مصالح مشتركة / Shared Interests: the book's own commands."
    )
    choice = commands.add_subparsers(required=True, metavar="command")

    def command(name, run, about, **more):
        one = choice.add_parser(name, parents=[parent], help=about, **more)
        one.set_defaults(run=run)
        return one

    one = command("check", check, "validate the data package and print every fault")
    about = "first take what changed in these rows or tables as meant (compare them once more)"
    one.add_argument("--confirm", nargs="+", default=[], metavar="ID", help=about)
    about = "what there is of each motive and how old it is, then which series are due for a figure"
    one = command("status", status, about)
    one.add_argument("motive", nargs="?", help="only this one, as in data/series.csv")
    one = command("show", show, "the rows of one series with their sources")
    one.add_argument("series", help="id of a series, as in data/series.csv")
    one = command("sample", sample, "draw rows at random, for somebody else to read again")
    chosen = one.add_mutually_exclusive_group(required=True)
    chosen.add_argument("--seed", type=int, help="the day of the draw, as in 20261130")
    chosen.add_argument("--again", metavar="AUDIT", help="the draw of an audit in audits.csv")
    one.add_argument("--size", type=int, default=120, help="rows to draw (default: %(default)s)")
    about = "add one observation, or one source; a row with a fault changes nothing"
    add_columns(command("add", add, about, epilog=EXAMPLE))
    about = "print a table of data/tables as it is made from its publisher's file (CSV)"
    one = command("make-table", make_table, about)
    one.add_argument("table", help="name of a table, such as us_troops_dmdc")
    one.add_argument("file", type=Path, help="what the publisher, or who collected it, gives out")
    about = "write the package as zip, Parquet and SQLite, and its sources as a bibliography"
    one = command("export", export, about)
    one.add_argument("folder", nargs="?", type=Path, help="where to (default: _build/export)")
    about = "keep what the built book says, to be compared with a later one (.json or .json.gz)"
    command("record", record, about).add_argument("file", type=Path, help="where to")
    about = "every row, verdict, sentence, title and chart that moved between two builds"
    one = command("diff", diff, about)
    places = "a revision of git, a built checkout, or a record of one"
    for name, which in (("old", "the earlier"), ("new", "the later")):
        one.add_argument(name, type=Path, help=f"{which}: {places}")
    one.add_argument("--format", choices=("text", "markdown", "json", "atom"), default="text")
    about = "recompute when each verdict turned, after rows or rules of verdicts have changed"
    command("replay", replay, about)
    one = command("build", build, "build both editions into _build/site")
    one.add_argument(
        "--edition", choices=("ar", "en"), help="only this one (the site keeps the other as it is)"
    )
    command(
        "zip",
        archive,
        "put the built site into one zip that opens from a folder, without a server or a network",
    )
    command("lab", lab, "open the notebooks of the built site in JupyterLab, in _build/lab")
    about = "let the site's notebooks run in the reader's browser: _build/lite, by JupyterLite"
    one = command("lite", lite, about)
    about = "a distribution of Pyodide: a folder, a .tar.bz2 or its address"
    one.add_argument("pyodide", nargs="?", default="", help=about)
    about = "make nothing: only say whether there is such a distribution"
    one.add_argument("--look", action="store_true", help=about)
    command("bank", bank, "write all questions for Moodle and as QTI into _build/teach")
    about = "mark submitted notebooks: a line each, and the commonest mistakes in a second table"
    add_marking(command("mark", mark, about, description=about, epilog=MARKING))
    for name, make, about in (
        ("pdf", pdf, "print each edition into _build/paper/masalih-<edition>.pdf (needs Chromium)"),
        ("epub", epub, "bind each edition as _build/paper/masalih-<edition>.epub"),
        ("teach", teach, "write the teacher's book, sheets and slides into _build/teach"),
    ):
        one = command(name, make, about)
        one.add_argument("--edition", choices=("ar", "en"), help="only this one")
    one = command("serve", serve, "show the built site on 127.0.0.1")
    one.add_argument("--port", type=int, default=8000, help="default: %(default)s")
    return commands


def add_marking(one):
    """What `masalih mark` takes besides the checkout."""
    one.add_argument("notebooks", nargs="+", type=Path, help="what the students handed in")
    about = "table of marks (default: %(default)s); the mistakes go into <name>-mistakes.csv"
    one.add_argument("--out", type=Path, default=Path("marks.csv"), help=about)
    about = "run the notebooks, each shut in by bubblewrap, and mark what they compute as well"
    one.add_argument("--run", dest="run_them", action="store_true", help=about)
    about = "of the clock for a notebook (default: %(default)s)"
    one.add_argument("--seconds", type=int, default=120, help=about)
    about = "of memory for a notebook (default: %(default)s)"
    one.add_argument("--megabytes", type=int, default=4096, help=about)
    about = "run them with your own rights where bubblewrap is not to be had"
    one.add_argument("--unprotected", action="store_true", help=about)
    about = "of the tables (default: BOOK_LANG, else ar)"
    one.add_argument("--language", choices=("ar", "en"), help=about)


def add_columns(one):
    """What `masalih add` takes besides the checkout."""
    one.add_argument("series", help="id of a series, or the word source")
    one.add_argument("--dry-run", action="store_true", help="print the line and write nothing")
    about = "write what the rows of the series agree on and was not said: place, by, bound"
    one.add_argument("--yes", action="store_true", help=about)
    for kind, columns in COLUMNS.items():
        group = one.add_argument_group(kind)
        for name, about in columns.items():
            group.add_argument(f"--{name.replace('_', '-')}", help=about, metavar="TEXT")


def main(arguments=None):
    """Run one command; its exit status."""
    os.environ.setdefault("PYTHONUTF8", "1")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # faults hold Arabic, whatever the locale says; names of files go out as they came in
            stream.reconfigure(encoding="utf-8", errors="surrogateescape")
    chosen = parser().parse_args(arguments)
    try:
        with checkout.chosen(chosen.root) as chosen.checkout:
            return chosen.run(chosen)
    except checkout.NoBook as error:
        sys.exit(str(error))


if __name__ == "__main__":
    sys.exit(main())
