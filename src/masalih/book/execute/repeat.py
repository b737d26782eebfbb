"""Runs what a build has run once more, in another process and on a later day.

What then gives another result hangs on time, chance, or the order in which Python happened to keep
things: a reader who runs the notebook would see something else than the page. No chart is drawn
again; its data, title and subtitle are compared.
"""

import contextlib
import datetime
import importlib
import json
import os
import re
import sys
from itertools import zip_longest
from multiprocessing import active_children, current_process, get_context
from pathlib import Path
from unittest import mock

from masalih.book.base import atomic_files

CHART = "application/vnd.masalih.chart+json"
COMPARED = ("title", "subtitle", "csv")  # of a chart: what needs no drawing
LATER = datetime.timedelta(days=400, hours=5)
PRELOADED = "masalih.book.execute.preloaded"
SHOWN = 60  # characters of a result in a fault


def records(folder):
    """The records below `folder` (cache.py) that were not run again yet."""
    found = ((path, json.loads(path.read_text("utf-8"))) for path in sorted(folder.rglob("*.json")))
    return [(path, record) for path, record in found if not record.get("repeated")]


def main(folder):
    """Complain of each cell below `folder` that gives another result; return the exit status."""
    waiting = records(Path(folder))
    if not waiting:
        return 0
    faulty = False
    importlib.import_module(PRELOADED)  # once, for all that are forked
    context = get_context("fork" if sys.platform == "linux" else "spawn")
    workers = min(len(waiting), os.cpu_count() or 1)
    with context.Pool(workers, maxtasksperchild=1) as pool:  # each notebook in a process of its own
        answers = pool.imap(differences, [record for _, record in waiting])
        for (path, record), faults in zip(waiting, answers, strict=True):
            for fault in faults:
                print(f"masalih: {fault}", file=sys.stderr)
            faulty |= bool(faults)
            if not faults:
                record["repeated"] = True
                atomic_files.write(path, json.dumps(record, ensure_ascii=False))
    return int(faulty)


def differences(record):
    """One sentence for each cell of a record whose results, run again here, are others."""
    import time_machine
    from IPython.core.interactiveshell import InteractiveShell

    from masalih import data

    importlib.import_module(PRELOADED)
    current_process().daemon = False  # so that a cell may start processes of its own
    os.chdir(Path(record["path"]).parent)
    InteractiveShell.clear_instance()
    shell = InteractiveShell.instance(colors="NoColor")
    later = datetime.datetime.now(datetime.UTC) + LATER
    try:
        with time_machine.travel(later), undrawn(), data.held():
            found = (difference(shell, record, place) for place in record["cells"])
            return list(filter(None, found))
    finally:
        for left in active_children():  # they would be waited for
            left.kill()


def difference(shell, record, place):
    """A sentence on the first result of a cell that is another now; "" where all are the same."""
    number, source = record["sources"][place]
    before = [*said(record["cells"][place]["outputs"]), *values(record, place)]
    after = [*run(shell, source), *evaluate(shell, record, place)]
    pairs = zip_longest(before, after, fillvalue="")
    one, other = next((pair for pair in pairs if pair[0] != pair[1]), ("", ""))
    if one == other:
        return ""
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), 0)
    shown = [repr(text[max(0, start - 10) :][:SHOWN]) for text in (one, other)]
    return (
        f"{record['name']}: cell {number}: run again on a later day it gives {shown[1]} "
        f"in place of {shown[0]}. Let it not depend on the clock, on chance without a seed or on "
        "the order of a set"
    )


# ---------------------------------------------------------------- what a page shows, as texts


def said(outputs):
    """What the outputs of a cell say: all that it printed as one text, then each result."""
    printed = "".join(text_of(o["text"]) for o in outputs if o["output_type"] == "stream")
    results = [told(o["data"]) for o in outputs if "data" in o and not drawn(o["data"])]
    return [printed, *results]


def values(record, place):
    """What sentences say of the values that they ask for after a cell."""
    asked = record["values"]
    return [
        told(output["data"])
        for key, outputs in sorted(asked.items())
        for output in outputs
        if key.partition(":")[0] == place and "data" in output
    ]


def drawn(bundle):
    """Whether a result is a picture of matplotlib's, which only a kernel shows by itself."""
    return any(kind.startswith("image/") for kind in bundle)


def told(bundle):
    """A result as text: of a chart its words and data, else its HTML, else its plain text."""
    if CHART in bundle:
        return "\n".join(bundle[CHART][part] for part in COMPARED)
    kind = next((one for one in ("text/html", "text/plain") if one in bundle), None)
    return text_of(bundle[kind]) if kind else ""


def text_of(text):
    """Text without the numbers that pandas gives the parts of a table anew each time."""
    text = text if isinstance(text, str) else "".join(text)
    return re.sub(r"\bT_[0-9a-f]{5}", "T_", text)


# ---------------------------------------------------------------- running


@contextlib.contextmanager
def undrawn():
    """Inside, a chart shows its words and data without drawing."""
    from masalih import citations
    from masalih.charts import Chart, output

    def words(chart, include=None, exclude=None):
        chart.check()
        citations.register(chart.sources, chart.series)
        texts = {"title": chart.title, "subtitle": chart.subtitle, "csv": output.csv(chart)}
        return {"text/plain": "", CHART: texts}

    with mock.patch.object(Chart, "_repr_mimebundle_", words):
        yield


def run(shell, source):
    """What a cell says when it is run in `shell`, as `said` says of its outputs."""
    from IPython.utils.capture import capture_output

    with capture_output() as captured:
        shell.display_trap.hook = (
            sys.displayhook
        )  # else the shell prints results as a terminal does
        result = shell.run_cell(source)
    shown = [told(output.data) for output in captured.outputs if not drawn(output.data)]
    failed = result.error_before_exec or result.error_in_exec
    if failed:
        return ["", f"{type(failed).__name__}: {failed}"]
    return [captured.stdout, *shown]


def evaluate(shell, record, place):
    names = [
        key.partition(":")[2] for key in sorted(record["values"]) if key.startswith(f"{place}:")
    ]
    return [told(shell.user_expressions({"it": name})["it"].get("data", {})) for name in names]


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
