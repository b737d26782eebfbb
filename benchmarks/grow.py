"""Makes larger books and data packages out of the real ones, to see how time and weight grow.

In temporary copies only.
"""

import csv
import datetime
import json
import re
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CHAPTER = "02-isis"


def checkout(folder):
    """A copy of the book as an editor has it: sources, data and library, nothing built."""
    left_out = shutil.ignore_patterns(
        "_build", ".venv", ".git", "__pycache__", ".*_cache", ".ipynb_checkpoints"
    )
    return shutil.copytree(ROOT, folder, ignore=left_out, symlinks=True)


def notebooks(book, times):
    """Turn a copy into a book of `times` notebooks and one page of prose.

    Each has the code of one chapter, with figures of its own names.
    """
    source = json.loads((book / f"notebooks/{CHAPTER}.ipynb").read_text("utf-8"))
    cells = [cell for cell in source["cells"] if cell["cell_type"] == "code"]
    shutil.rmtree(book / "notebooks")
    for language in ("ar", "en"):
        shutil.rmtree(book / "book" / language)
        _write(book / f"book/{language}/index.md", "# Growth\n")
    for number in range(1, times + 1):
        grown = [
            cell | {"source": re.sub(r'"(fig-[\w-]+)"', rf'"\1-{number}"', "".join(cell["source"]))}
            for cell in cells
        ]
        titles = [
            _title("ar", f'<div dir="rtl">\n\n# Growth {number}\n\n</div>'),
            _title("en", f"# Growth {number}"),
        ]
        _write(
            book / f"notebooks/{number:02}.ipynb",
            json.dumps(source | {"cells": [*titles, *grown]}, ensure_ascii=False),
        )
    for toc, language in (("_toc.yml", "ar"), ("_toc.en.yml", "en")):
        pages = "".join(f"- file: notebooks/{number:02}\n" for number in range(1, times + 1))
        _write(book / toc, f"format: jb-book\nroot: book/{language}/index\nchapters:\n{pages}")


def _title(language, text):
    return {
        "cell_type": "markdown",
        "id": f"title-{language}",
        "metadata": {"tags": [f"lang-{language}"]},
        "source": text,
    }


def _write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def observations(data, times):
    """Write every observation of a copied package `times` times.

    Each copy has an id of its own and starts a day earlier than the one before.
    """
    ids = (
        f"grow{chr(97 + block // 26)}{chr(97 + block % 26)}-{number:03}"
        for block in range(26 * 26)
        for number in range(1, 1000)
    )
    total = 0
    for file in sorted((data / "observations").glob("*.csv")):
        with file.open(encoding="utf-8", newline="") as opened:
            names, *rows = list(csv.reader(opened))
        start = names.index("start")
        grown = [_earlier(row, next(ids), start, copy) for copy in range(1, times) for row in rows]
        with file.open("a", encoding="utf-8", newline="") as opened:
            csv.writer(opened, lineterminator="\n").writerows(grown)
        total += len(rows) + len(grown)
    return total


def _earlier(row, id, start, days):
    begun = datetime.date.fromisoformat(row[start]) - datetime.timedelta(days)
    return [id, *row[1:start], begun.isoformat(), *row[start + 1 :]]
