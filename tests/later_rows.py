"""A later row in every series a chapter reads, and the sentences that then say something else.

`python later_rows.py NOTEBOOK LANGUAGE DATA` runs the notebook, undrawn, on the package at DATA and
on a copy in which each series it reads has a later row. It prints as JSON the sentences that name
a day or year and in which a number changed though no date did, and what stopped a cell:
{"changed": [...], "stopped": [...]}.
An assertion that stops a cell is no fault, for it tells the editor what to write anew; what stops a
cell otherwise is.
"""

import ast
import csv
import io
import json
import os
import re
import shutil
import sys
import tempfile
from html import unescape
from pathlib import Path

from masalih.book.editions.notebooks import keep_language
from masalih.validation import Package

EVAL = re.compile(r"\{eval\}`([^`]+)`")
DAY = re.compile(r"(?<![\d,.٫٬])(?:19|20)\d\d(?![\d,.٬٫]\d)")
SINCE = re.compile(
    r"(?:[Ss]ince|منذ)\s+(?:(?!\d{4})[^\s.,،;؛]+\s+){0,3}(?:19|20)\d\d"
)  # it is open
ARABIC_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")
MISSED = "[not computed]"
LAST_DAY = "2027-06-30"  # later than any row that is there
END_OF_SENTENCE = re.compile(r"(?<=[.؟?!;؛])\s+(?=\S)|\n+")


def passages(notebook, language):
    """Runs the notebook; [(template, {expression: words})] of its passages, and what stopped it."""
    names, found, stopped, told = {"__name__": "__main__"}, [], [], False
    cells = keep_language(json.loads(Path(notebook).read_text("utf-8")), language)["cells"]
    for number, cell in enumerate(cells):
        source = "".join(cell["source"])
        if cell["cell_type"] == "code":
            try:
                exec(compile(source, f"cell {number}", "exec"), names)
            except AssertionError:
                told = True  # what that cell would have named is missed by later ones
            except Exception as error:
                if told and isinstance(error, NameError):
                    continue
                stopped.append(f"cell {number}: {type(error).__name__}: {error}")
        else:
            found.append((source, {e: words(e, names) for e in EVAL.findall(source)}))
    return found, stopped


def words(expression, names):
    try:
        value = eval(expression, names)
    except Exception as error:
        return MISSED if isinstance(error, NameError) else f"[{type(error).__name__}]"
    html = value._repr_html_() if hasattr(value, "_repr_html_") else str(value)
    return unescape(re.sub(r"<[^>]+>", "", html)).translate(ARABIC_DIGITS).strip("'")


def doubtful(before, after):
    """Sentences with a date that stayed and a number that did not."""
    for (source, old), (_source, new) in zip(before, after, strict=True):
        for sentence in END_OF_SENTENCE.split(source):
            names = EVAL.findall(sentence)
            changed = [
                n for n in names if new[n] not in (old[n], MISSED) and re.search(r"\d", old[n])
            ]
            if not changed or any(DAY.search(old[name]) for name in changed):
                continue
            if DAY.search(SINCE.sub("", filled(sentence, old))):
                yield sentence, {name: (old[name], new[name]) for name in changed}


def filled(sentence, values):
    return EVAL.sub(lambda name: values[name[1]], sentence).translate(ARABIC_DIGITS)


def with_later_rows(package, names):
    """Add to each series a row later than all others, its value raised by a third."""
    for file in sorted((package / "observations").glob("*.csv")):
        with file.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines))
        newest = {}
        for row in rows:
            if row["series"] in names and row["end"] >= newest.get(row["series"], row)["end"]:
                newest[row["series"]] = row
        added = [later(row, number) for number, row in enumerate(newest.values(), 1)]
        text = io.StringIO()
        writer = csv.DictWriter(text, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows([*rows, *added])
        file.unlink()
        file.write_text(text.getvalue(), "utf-8")


def later(row, number):
    raised = {
        field: f"{float(row[field]) * 4 / 3:.6g}"
        for field in ("value", "low", "high")
        if row[field]
    }
    whole = {field: text for field, text in raised.items() if "." not in row[field]}
    raised |= {field: str(round(float(text))) for field, text in whole.items()}
    prefix = row["id"].rpartition("-")[0]
    return row | raised | {"id": f"{prefix}-{9000 + number}", "start": LAST_DAY, "end": LAST_DAY}


def in_fork(work, *arguments):
    """The result of work(*arguments), done in a fork: what it loads and keeps stays there."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as result:
        fork = os.fork()
        if not fork:
            try:
                json.dump(work(*arguments), result)
                result.flush()
                os._exit(0)
            finally:
                os._exit(1)
        _, status = os.waitpid(fork, 0)
        if status:
            raise RuntimeError(f"{work.__name__}{arguments} ended with status {status}")
        result.seek(0)
        return json.load(result)


def run(notebook, language, package):
    os.environ["MASALIH_DATA"] = str(package)
    Package._faults_of = lambda *_: []  # made-up rows are no neighbours that a rule could like
    return passages(notebook, language)


def main(notebook, language, package):
    os.environ["BOOK_LANG"] = language
    before, stopped = in_fork(run, notebook, language, package)
    if stopped:
        return {"changed": [], "stopped": stopped}
    read = series_read(notebook, package)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(shutil.copytree(package, Path(folder) / "data"))
        with_later_rows(copy, read)
        after, stopped = in_fork(run, notebook, language, copy)
    return {"changed": list(doubtful(before, after)), "stopped": stopped}


def series_read(notebook, package):
    """The series whose names stand in the code of the notebook."""
    with (Path(package) / "series.csv").open(encoding="utf-8", newline="") as lines:
        known = {row["id"] for row in csv.DictReader(lines)}
    code = (
        "".join(cell["source"])
        for cell in json.loads(Path(notebook).read_text("utf-8"))["cells"]
        if cell["cell_type"] == "code"
    )
    texts = {
        node.value
        for source in code
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    return texts & known


if __name__ == "__main__":
    print(json.dumps(main(*sys.argv[1:]), ensure_ascii=False, indent=1))
