"""The command line: check the data and look into it, build the book, show it. `make check`, `make book` and `make serve` call it."""

import argparse
import os
import sys
from pathlib import Path


def book_root(start=None):
    """The checkout: the nearest folder at or above `start` (default: here, then this file) that holds _config.yml and _toc.yml."""
    for origin in filter(None, [start] if start else [Path.cwd(), Path(__file__)]):
        for folder in [origin.resolve(), *origin.resolve().parents]:
            if (folder / "_config.yml").is_file() and (folder / "_toc.yml").is_file():
                return folder
    sys.exit("No book here: run this in the checkout (the folder with _config.yml), or say --root.")


def check(arguments):
    from masalih import validation

    return validation.main([arguments.root / "data"] if arguments.root else None)


def printed(listing, *arguments):
    """Print a listing for as long as somebody reads it: in `masalih show … | head` that ends early, which is no fault."""
    try:
        done = listing(*arguments)
        sys.stdout.flush()
        return done
    except BrokenPipeError:
        os.dup2(
            os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno()
        )  # Python writes what is left as it ends
        return 0


def status(arguments):
    from masalih import report

    return printed(report.print_status)


def show(arguments):
    from masalih import report

    return printed(report.print_series, arguments.series)


def add(arguments):
    from masalih import add

    given = {
        name: text
        for columns in COLUMNS.values()
        for name in columns
        if (text := getattr(arguments, name)) is not None
    }
    return add.main(
        arguments.series,
        given,
        arguments.dry_run,
        arguments.root / "data" if arguments.root else None,
    )


def export(arguments):
    from masalih import export

    folder = arguments.folder or book_root(arguments.root) / "_build" / "export"
    return export.main(folder, arguments.root / "data" if arguments.root else None)


def build(arguments):
    from masalih.book.site import build

    return build.main(
        book_root(arguments.root), [arguments.edition] if arguments.edition else build.EDITIONS
    )


def archive(arguments):
    from masalih.book.site import offline_zip

    return offline_zip.main(book_root(arguments.root))


def pdf(arguments):
    from masalih.book.paper import pdf
    from masalih.book.site import build

    return pdf.main(
        book_root(arguments.root), [arguments.edition] if arguments.edition else build.EDITIONS
    )


def epub(arguments):
    from masalih.book.paper import epub
    from masalih.book.site import build

    return epub.main(
        book_root(arguments.root), [arguments.edition] if arguments.edition else build.EDITIONS
    )


def serve(arguments):
    from masalih.book.site import serve

    return serve.main(book_root(arguments.root), arguments.port)


COLUMNS = {  # what `masalih add` can be told
    "an observation": {
        "start": "first day, YYYY-MM-DD",
        "end": "last day (default: the first)",
        "value": "the figure, in plain digits",
        "low": "low end of a printed range",
        "high": "high end of a printed range",
        "bound": "exact, floor, ceiling, rounded or computed (a range needs none)",
        "by": "who gave the figure, where a series has several",
        "place": "a place in terms.csv (default: the series')",
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
        "read": "excerpt, whole page or public mirror (default: excerpt)",
        "licence": "default: cited only",
        "note": "what a reader should know",
        "accessed": "day it was read (default: today)",
    },
    "either": {
        "id": "default: the next number of the motive's own rows; a source needs one, such as unhcr-2024-05-flash-update",
    },
}


def parser():
    parent = argparse.ArgumentParser(add_help=False)
    parent.add_argument(
        "--root", type=Path, help="the checkout (default: found from the current folder)"
    )
    commands = argparse.ArgumentParser(
        prog="masalih", description="مصالح مشتركة / Shared Interests: the book's own commands."
    )
    choice = commands.add_subparsers(required=True, metavar="command")
    one = choice.add_parser(
        "check", parents=[parent], help="validate the data package and print every fault"
    )
    one.set_defaults(run=check)
    one = choice.add_parser(
        "status",
        help="per motive: how much there is, how old it is, how much of it from primary sources",
    )
    one.set_defaults(run=status)
    one = choice.add_parser("show", help="the rows of one series with their sources")
    one.add_argument("series", help="id of a series, as in data/series.csv")
    one.set_defaults(run=show)
    one = choice.add_parser(
        "add",
        parents=[parent],
        help="add one observation, or one source; a row with a fault changes nothing",
        epilog="Example: masalih add isis_strength --start 2026-06-30 --low 1500 --high 3000 --source unsc-2026-07-report",
    )
    one.add_argument("series", help="id of a series, or the word source")
    one.add_argument("--dry-run", action="store_true", help="print the line and write nothing")
    for kind, columns in COLUMNS.items():
        group = one.add_argument_group(kind)
        for name, about in columns.items():
            group.add_argument(f"--{name.replace('_', '-')}", help=about, metavar="TEXT")
    one.set_defaults(run=add)
    one = choice.add_parser(
        "export",
        parents=[parent],
        help="write the package as zip, Parquet and SQLite, and its sources as a bibliography",
    )
    one.add_argument("folder", nargs="?", type=Path, help="where to (default: _build/export)")
    one.set_defaults(run=export)
    one = choice.add_parser("build", parents=[parent], help="build both editions into _build/site")
    one.add_argument(
        "--edition", choices=("ar", "en"), help="only this one (the site keeps the other as it is)"
    )
    one.set_defaults(run=build)
    one = choice.add_parser(
        "zip",
        parents=[parent],
        help="put the built site into one zip that opens from a folder, without a server or a network",
    )
    one.set_defaults(run=archive)
    for name, make, about in (
        ("pdf", pdf, "print each edition into _build/paper/masalih-<edition>.pdf (needs Chromium)"),
        ("epub", epub, "bind each edition as _build/paper/masalih-<edition>.epub"),
    ):
        one = choice.add_parser(name, parents=[parent], help=about)
        one.add_argument("--edition", choices=("ar", "en"), help="only this one")
        one.set_defaults(run=make)
    one = choice.add_parser("serve", parents=[parent], help="show the built site on 127.0.0.1")
    one.add_argument("--port", type=int, default=8000, help="default: %(default)s")
    one.set_defaults(run=serve)
    return commands


def main(arguments=None):
    os.environ.setdefault("PYTHONUTF8", "1")
    for stream in (
        sys.stdout,
        sys.stderr,
    ):  # faults hold Arabic, whatever the locale says; names of files go out as the bytes they came in as
        stream.reconfigure(encoding="utf-8", errors="surrogateescape")
    chosen = parser().parse_args(arguments)
    return chosen.run(chosen)


if __name__ == "__main__":
    sys.exit(main())
