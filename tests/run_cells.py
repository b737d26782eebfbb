"""Runs notebooks as a script: each in a fork of a process that has loaded the library.

Apart from the tests, so that it also runs where nothing leads back to the checkout:
`python run_cells.py cells.json [--loud] [--undrawn]`, where cells.json holds {name: [code cells]}.
The first cell of the first notebook runs before the forks: in a download it brings the library.
What a notebook prints on standard error, and what stops it, is printed after its name; then the
exit status is 1.

--loud: let notebooks print on standard error, as old packages do; only what stops one is a fault.
--undrawn: results are not shown, so no chart is drawn, which is most of a chapter's time.
"""

import ast
import contextlib
import importlib
import json
import os
import sys
import tempfile
import traceback

SHOWS = ("_repr_mimebundle_", "_repr_html_")


def cell(source, number, names):
    """Run one cell; the value of its last line."""
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, f"cell {number}", "exec"), names)
    if last:
        return eval(compile(ast.Expression(last.value), f"cell {number}", "eval"), names)
    return None


def run(cells, drawn):
    names = {"__name__": "__main__"}
    for number, source in enumerate(cells, 1):
        result = cell(source, number, names)
        shows = [getattr(result, show) for show in SHOWS if hasattr(result, show)]
        if drawn and shows:
            shows[0]()


def told(cells, drawn, loud):
    """What a notebook prints on standard error, run in a fork; if `loud`, only where it stops."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as errors:
        fork = os.fork()
        if not fork:
            os.dup2(errors.fileno(), 2)
            try:
                run(cells, drawn)
                os._exit(0)
            except BaseException:
                traceback.print_exc()
            finally:
                sys.stderr.flush()
                os._exit(1)
        _, status = os.waitpid(fork, 0)
        errors.seek(0)
        printed = "" if loud and not status else errors.read()
        return printed + (f"it ended with status {status}\n" if status else "")


def main(file, *options):
    with open(file, encoding="utf-8") as found:
        notebooks = json.load(found)
    cell(next(iter(notebooks.values()))[0], 1, {"__name__": "__main__"})
    with contextlib.suppress(ImportError):
        importlib.import_module("masalih.charts")  # and with it matplotlib, once
    how = {"drawn": "--undrawn" not in options, "loud": "--loud" in options}
    faults = {name: told(cells, **how) for name, cells in notebooks.items()}
    for name, text in faults.items():
        if text:
            print(f"{name}: {text}", file=sys.stderr)
    return int(any(faults.values()))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
