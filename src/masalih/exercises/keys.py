"""The key of an exercise is what its worked solution gives, so that the two cannot drift apart.

In `notebooks/exercises` the cells of a solution carry the tag `solution`, and the cell after them,
tagged `mistakes`, names the answers that the usual mistakes give, in the words of the solution:

    decimals = 1  # how many the exercise asks for; left out where the answer is no number
    unit = "percent"  # a percentage is asked for; left out where it is not
    choices = {"fell": ("هبط", "It fell"), …}  # the words to choose from, where it has some
    argued = True  # it takes a reason, or a sum that neither unit nor decimals show
    mistakes = [(value, "Arabic reason", "English reason"), UNCHANGED, …]

UNCHANGED stands for what the student's cell gives before anything is changed in it. The cells are
run here as they stand, on today's data: when the data change, the key changes.
"""

from __future__ import annotations

import ast
import contextlib
import functools
import io
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from masalih import data
from masalih.exercises import reading

SOLUTION, MISTAKES = "solution", "mistakes"  # tags of cells
OPTIONS = ("decimals", "unit", "choices", "argued")  # what that of the mistakes may say besides
UNCHANGED = object()  # among the mistakes, alone or as the value of one with its own reason
UNCHANGED_REASON = (
    "هذا جواب الخلية قبل تغييرها.",
    "This is the answer of the cell before any change.",
)


@dataclass(frozen=True)
class Mistake:
    """An answer that a usual mistake gives, and what to say to it, in both languages."""

    value: Any
    ar: str
    en: str


@dataclass(frozen=True)
class Key:
    """The right answer of an exercise, the usual mistakes, and how many decimals are asked for.

    decimals is None where the answer is no number: a month, or one of the choices, {word: (Arabic,
    English)}. unit is "percent" where a percentage is asked for, else empty.
    """

    right: Any
    mistakes: tuple[Mistake, ...]
    decimals: int | None = None
    unit: str = ""
    choices: dict[str, tuple[str, str]] = field(default_factory=dict)
    argued: bool = False

    @property
    def level(self) -> int:
        """1 where the answer is found as it stands, 2 where it takes a sum or a reason."""
        return 2 if self.argued or self.unit or self.decimals else 1

    @property
    def kind(self) -> str:
        """What is asked for: "number", "month" or "choice"."""
        if self.decimals is not None:
            return "number"
        return "month" if not self.choices and reading.month(self.right) else "choice"

    def choice(self, text: str) -> str | None:
        """The choice that a text names, by its word or in either language; None for none."""
        said = reading.folded(text)
        named = {one: (one,) for one in (self.right, *(str(one.value) for one in self.mistakes))}
        for word, names in (named | {w: (w, *n) for w, n in self.choices.items()}).items():
            if said in map(reading.folded, names):
                return word
        return None


def folder(kind: str = "exercises") -> Path:
    """Where the notebooks of the exercises, or of the "questions" of the bank, are.

    In the checkout, else in the installed library.
    """
    package = Path(__file__).resolve().parents[1]
    checkout = package.parents[1] / "notebooks" / kind
    return checkout if checkout.is_dir() else package / f"_{kind}"


def key(label: str) -> Key:
    """The key of an exercise, such as "ex-isis-1", on the data as they are now.

    LookupError when no notebook has it, or its solution is followed by no cell of mistakes.
    """
    path = notebook(label)
    # No package of data is the same object after one of its files has changed.
    found, rest = _opened(path, path.stat().st_mtime_ns, data.current())
    while label not in found:
        try:
            found.update([next(rest)])
        except StopIteration:
            problem = f"no cell tagged {MISTAKES!r} follows the solution of {label}"
            raise LookupError(f"{path.name}: {problem}") from None
    return found[label]


def fresh(path: Path) -> dict[str, Key]:
    """{label: Key} of a whole notebook, run anew: what asks which rows it reads hears of all."""
    return dict(_keys(path))


def notebooks(kind: str = "exercises") -> dict[str, Path]:
    """{chapter: notebook of its exercises, or questions}, in the order of the book."""
    return {path.stem[3:]: path for path in sorted(folder(kind).glob("[0-9][0-9]-*.ipynb"))}


def notebook(label: str) -> Path:
    """The notebook of an exercise or question. LookupError when there is none."""
    kind = "questions" if label.startswith("q-") else "exercises"
    chapter, found = label.split("-")[1] if label.count("-") > 1 else label, notebooks(kind)
    if chapter not in found:
        raise LookupError(
            f"no exercise {label!r}: the chapters that have some are {', '.join(found)}"
        )
    return found[chapter]


def labels(chapter: str) -> list[str]:
    """The labels of a chapter's exercises in their order. LookupError for an unknown chapter.

    chapter: its name, or the label of one of them; those of a question are the chapter's questions.
    """
    found = (_checked(tree) for tags, tree in _cells(notebook(chapter)) if SOLUTION in tags)
    return [label for label, _ in filter(None, found)]


@functools.lru_cache(maxsize=16)
def _opened(path, _, package):
    """({label: Key} so far, the keys to come): a student waits for no more cells than needed."""
    return {}, _keys(path)


def _keys(path):
    """(label, Key) of one exercise after another, the cells of the notebook run in their order."""
    names: dict[str, Any] = {"__name__": "exercises"}
    given: dict[str, Any] = {}
    right: dict[str, Any] = {}
    for tags, tree in _cells(path):
        _run(tree, path, names)
        if MISTAKES in tags:
            label = next(reversed(right))
            listed = [_mistake(one, given.get(label)) for one in names.pop("mistakes")]
            # Of a list of choices, the one that today's data make right is no mistake.
            mistakes = tuple(one for one in listed if not _equal(one.value, right[label]))
            rest = {name: names.pop(name) for name in OPTIONS if name in names}
            yield label, Key(right[label], mistakes, **rest)
        elif asked := _checked(tree):
            label, answer = asked
            value = eval(compile(ast.Expression(answer), str(path), "eval"), names)
            (right if SOLUTION in tags else given)[label] = _plain(value)


def _mistake(listed, unchanged):
    value, *reason = (listed, *UNCHANGED_REASON) if listed is UNCHANGED else listed
    return Mistake(_plain(unchanged if value is UNCHANGED else value), *reason)


def _equal(one, other):
    return isinstance(other, str) and one == other


def _plain(value):
    """A month as YYYY-MM, a number out of numpy, anything else as it is."""
    if isinstance(value, (pd.Timestamp, pd.Period)):
        return value.strftime("%Y-%m")
    return value.item() if hasattr(value, "item") else value


def _cells(path):
    """[(tags, syntax tree)] of the code cells of a notebook, parsed once until it changes."""
    return _parsed(path, path.stat().st_mtime_ns)


@functools.lru_cache(maxsize=16)
def _parsed(path, _):
    cells = json.loads(path.read_text("utf-8"))["cells"]
    return [
        (cell["metadata"].get("tags", []), ast.parse("".join(cell["source"])))
        for cell in cells
        if cell["cell_type"] == "code"
    ]


def _is_check(statement):
    return (
        isinstance(statement, ast.Expr)
        and isinstance(statement.value, ast.Call)
        and isinstance(statement.value.func, ast.Name)
        and statement.value.func.id == "check"
    )


def _checked(tree):
    """(label, expression of the answer) that a cell hands to `check`; None if it does not."""
    for statement in filter(_is_check, tree.body):
        label, answer = statement.value.args
        return ast.literal_eval(label), answer
    return None


def _run(tree, path, names):
    """Run a cell without its call of `check`, which would ask for the key again."""
    body = [statement for statement in tree.body if not _is_check(statement)]
    with contextlib.redirect_stdout(io.StringIO()):
        exec(compile(ast.Module(body, tree.type_ignores), str(path), "exec"), names)
