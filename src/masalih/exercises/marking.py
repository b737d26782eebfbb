"""Marks submitted notebooks: a line for each, and a table of the mistakes that were commonest.

Answers that stand in a notebook as they are, numbers and texts, are read without running anything.
What a cell computes is known only to who runs it: `--run` does, shut in (sandbox.py). Outputs that
a notebook brings along are not believed: anybody can write them.
"""

from __future__ import annotations

import ast
import csv
import io
import json
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from masalih import atomic_files, exercises
from masalih.exercises import keys, sandbox
from masalih.translation import gettext as _

LARGEST = 50 * 2**20  # bytes of a notebook that is opened at all
SIGNS = {"right": "✓", "wrong": "✗", "open": "", "unrun": "?"}
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would take such a name for one
DEEPER = object()  # an answer that is computed


@dataclass
class Marked:
    """A notebook marked: {label: state}, {label: what its wrong answer heard}, and a note."""

    name: str
    states: dict[str, str] = field(default_factory=dict)
    heard: dict[str, str] = field(default_factory=dict)
    note: str = ""


def mark(path: Path, limits: sandbox.Limits | None = None) -> Marked:
    """Mark one notebook; whatever is wrong with it stands in the note. limits: run it within."""
    marked = Marked(path.name)
    try:
        cells = _code(path)
    except (OSError, ValueError, LookupError, TypeError, RecursionError, MemoryError) as error:
        marked.note = _("cannot be read ({error})", error=type(error).__name__)
        return marked
    given = _written(cells)
    if limits:
        told, stopped = sandbox.run(cells, limits)
        given = dict.fromkeys(given, None) | _told(told)
        marked.note = _note(told, stopped)
    for label, answer in given.items():
        _judge(marked, label, answer)
    if not marked.states and not marked.note:
        marked.note = _("no exercise of this book in it")
    return marked


def _judge(marked, label, answer):
    try:
        key = keys.key(label)
    except LookupError:
        return  # no exercise of ours
    if answer is DEEPER:
        marked.states[label] = "unrun"
    elif answer is None or answer is ...:
        marked.states[label] = "open"
    elif answer == (DEEPER,):
        marked.states[label], marked.heard[label] = "wrong", exercises.parted_text()
    else:
        told = exercises.judge(answer, key)
        marked.states[label] = told.state
        if told.state == "wrong":
            marked.heard[label] = told.text


def _code(path):
    """Sources of a notebook's code cells. ValueError or LookupError where it is none."""
    if path.stat().st_size > LARGEST:
        raise ValueError("too large")
    cells = json.loads(path.read_bytes())["cells"]
    sources = [cell["source"] for cell in cells if cell["cell_type"] == "code"]
    return ["".join(source) for source in sources]


def _told(lines):
    """{label: answer} of what the notebook told as it ran; the last answer to a label counts."""
    given: dict[str, Any] = {}
    for line in lines:
        if not isinstance(line.get("label"), str):
            continue
        if line.get("parted"):
            given[line["label"]] = (DEEPER,)
        elif line.get("complex"):
            given[line["label"]] = 1j
        else:
            given[line["label"]] = [None, None] if line.get("odd") else line.get("value")
    return given


def _note(lines, stopped):
    if stopped:
        return _("stopped: it took too long")
    errors = Counter(str(line["error"])[:40] for line in lines if "error" in line)
    notes = [f"{name} × {count}" for name, count in errors.items()]
    if not any("ended" in line for line in lines):
        notes.append(_("ended itself before its last cell"))
    return ", ".join(notes)


# ---------------------------------------------------------------- without running


def _written(cells):
    """{label: answer} as it stands in the code; DEEPER where it is computed."""
    given = {}
    for cell in cells:
        try:
            tree = ast.parse(cell)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
        assigned = {}
        for statement in tree.body:
            if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
                assigned[statement.targets[0].id] = _literal(statement.value, {})
            elif keys._is_check(statement):
                label, *answers = statement.value.args or [ast.Constant(None)]
                label = _literal(label, {})
                if isinstance(label, str):
                    answer = _literal(answers[0], assigned) if answers else None
                    given[label] = (DEEPER,) if len(answers) > 1 else answer
    return given


def _literal(node, assigned):
    if isinstance(node, ast.Name):
        return assigned.get(node.id, DEEPER)
    try:
        return ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
        return DEEPER


# ---------------------------------------------------------------- the tables


def main(paths: list[Path], out: Path, limits: sandbox.Limits | None) -> int:
    """`masalih mark`: mark notebooks, write `out` and beside it the table of mistakes; 0, or 1."""
    if limits and limits.shut and not sandbox.works():
        print(_("bubblewrap, which shuts in students’ code, is not here or may not work."))
        print(_("Remedy: install it, or say --unprotected on a machine with nothing to lose."))
        return 1
    marked = []
    for number, path in enumerate(paths, 1):
        one = mark(path, limits)
        marked.append(one)
        right = sum(state == "right" for state in one.states.values())
        line = f"{number}/{len(paths)}  {one.name}  {right}/{len(one.states)}  {one.note}"
        print(line.rstrip(), file=sys.stderr, flush=True)
    mistakes = out.with_name(f"{out.stem}-mistakes.csv")
    _write(out, _lines(marked))
    _write(mistakes, _mistakes(marked))
    print(out, mistakes, sep="\n")
    unrun = sum(state == "unrun" for one in marked for state in one.states.values())
    if unrun:
        print(
            _("Answers that are computed were not marked: {count}. --run runs them.", count=unrun)
        )
    return 0


def _lines(marked):
    labels = sorted({label for one in marked for label in one.states}, key=_in_order)
    states = (_("right"), _("wrong"), _("open"), _("not run"))
    yield [_("notebook"), *states, _("of"), _("note"), *labels]
    for one in marked:
        counted = Counter(one.states.values())
        numbers = [counted[state] for state in SIGNS]
        signs = [SIGNS.get(one.states.get(label, ""), "–") for label in labels]
        yield [one.name, *numbers, len(one.states), one.note, *signs]


def _in_order(label):
    chapter, number = label.rsplit("-", 1)
    return chapter, int(number) if number.isdecimal() else 0


def _mistakes(marked):
    by = defaultdict(list)
    for one in marked:
        for label, text in one.heard.items():
            by[label, text].append(one.name)
    yield [_("exercise"), _("what the answer heard"), _("notebooks"), _("which")]
    for (label, text), names in sorted(
        by.items(), key=lambda item: (-len(item[1]), _in_order(item[0][0]), item[0][1])
    ):
        yield [label, text, len(names), " ".join(names)]


def _write(path, lines):
    """A table that spreadsheets open in its letters, and in which no name is a formula."""
    text = io.StringIO()
    csv.writer(text).writerows([_safe(cell) for cell in line] for line in lines)
    atomic_files.write(path, text.getvalue().encode("utf-8-sig"))


def _safe(cell):
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell
