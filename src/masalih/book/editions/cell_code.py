"""Puts a notebook's shared code into one language, so that nobody reads code in two.

Code cells are shared by the editions and hold their texts side by side, in `tr("…", "…")`. What an
edition shows, runs and offers to download has the text of that edition in the place of every such
call, and no `tr`. Calls are found in the syntax tree; a cell so changed is parsed again and held
against the tree in which the same calls were replaced by their arguments, so it does what the
shared cell does in that edition.
"""

import ast
import functools
import re

from masalih.book.editions import code_layout
from masalih.exercises import keys

ARGUMENTS = ("ar", "en")  # of tr(), in their order
ARABIC = re.compile("[\u0600-\u06ff]")
MODULES = {"masalih", "masalih.formats", "masalih.translation"}  # what tr() can be imported from
EVAL = re.compile(r"\{eval\}`([^`]+)`")
# What IPython reads and Python does not: %magic, !shell, name = %magic, name?
FOREIGN_LINE = re.compile(r"^(\s*)(?:[%!?]|[\w., ]+=\s*[%!]|[\w.%]+\?+\s*$).*$", re.M)
ATOMS = (
    ast.Constant,
    ast.JoinedStr,
    ast.Name,
    ast.Attribute,
    ast.Subscript,
    ast.Call,
    ast.List,
    ast.Dict,
    ast.Set,
    ast.ListComp,
    ast.DictComp,
    ast.SetComp,
)


class CodeFault(ValueError):
    """A cell that cannot be put into one language; says why and what to write instead."""


# ---------------------------------------------------------------- a whole notebook


def in_language(notebook, language):
    """A copy of a notebook (nbformat 4 dict) whose code cells hold the texts of `language` only.

    A cell that cannot be put into one language stays as it is; faults() names it.
    """
    shared = [_source(cell) for cell in notebook["cells"]]
    code = [number for number, cell in enumerate(notebook["cells"]) if cell["cell_type"] == "code"]
    names = translators([shared[number] for number in code])
    single = {number: _or_shared(shared[number], language, names) for number in code}
    passages = "".join(
        text for number, text in enumerate(shared) if number not in single
    )  # a sentence may ask for a name too
    spared = _used(shared[number] for number in code) - _used(single.values())
    spared -= set(re.findall(r"\w+", " ".join(EVAL.findall(passages))))
    cells = [
        {**cell, "source": without_imports(single[number], spared)} if number in single else cell
        for number, cell in enumerate(notebook["cells"])
    ]
    return {**notebook, "cells": cells}


def faults(cells):
    """What keeps code from being put into one language, as [(number of the cell, what)]."""
    code = {
        number: _source(cell)
        for number, cell in enumerate(cells, 1)
        if cell["cell_type"] == "code" and not _stays_as_it_is(cell)
    }
    names, found = translators(code.values()), []
    for number, text in code.items():
        try:
            for language in ARGUMENTS:
                single = translate(text, language, names)
                if language == "en" and ARABIC.search(single):
                    raise CodeFault(
                        "Arabic stands outside tr(…): write both texts in one tr('…', '…')"
                    )
        except CodeFault as error:
            found.append((number, str(error)))
    return found


def _source(cell):
    return "".join(cell.get("source", ""))


def _stays_as_it_is(cell):
    """True for what fails on purpose, and for named mistakes, which no page has."""
    return bool({"raises-exception", keys.MISTAKES} & {*cell.get("metadata", {}).get("tags", [])})


def _or_shared(text, language, names):
    try:
        return translate(text, language, names)
    except CodeFault:
        return text


# ---------------------------------------------------------------- names


def translators(texts):
    """The names under which the cells' imports know `tr`, as written before its bracket."""
    found = set()
    for tree in [_tree(text) for text in texts if "import" in text]:
        for node in tree.body if tree else []:
            if isinstance(node, ast.ImportFrom) and node.module in MODULES:
                found |= {n.asname or "tr" for n in node.names if n.name in ("tr", "*")}
                found |= {
                    f"{n.asname or n.name}.tr" for n in node.names if f"masalih.{n.name}" in MODULES
                }
            elif isinstance(node, ast.Import):
                found |= {f"{n.asname or n.name}.tr" for n in node.names if n.name in MODULES}
    return frozenset(found)


def _dotted(node):
    """A name as it is written, with what it is an attribute of; "" for anything else."""
    if isinstance(node, ast.Attribute):
        before = _dotted(node.value)
        return before and f"{before}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def _used(texts):
    """Names that code asks for; every word of a cell that is not Python."""
    found = set()
    for text in texts:
        tree = _tree(text)
        if tree is None or FOREIGN_LINE.search(text):
            found |= set(re.findall(r"\w+", text))
        if tree is not None:
            found |= {
                node.id
                for node in ast.walk(tree)
                if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
            }
    return found


def without_imports(text, names):
    """The code without the import of `names`; a statement that is left with none is gone."""
    tree = _tree(text)
    lines = text.split("\n")
    for node in reversed(tree.body if tree else []):
        if not isinstance(node, (ast.Import, ast.ImportFrom)):
            continue
        kept = [n for n in node.names if (n.asname or n.name.partition(".")[0]) not in names]
        if len(kept) < len(node.names):
            lines[node.lineno - 1 : node.end_lineno] = _import_lines(node, kept, lines)
    return "\n".join(lines).strip("\n")


def _import_lines(node, kept, lines):
    if not kept:
        return []
    own = [alias.lineno for alias in node.names]
    if len({node.lineno, *own}) == len(own) + 1:  # one name a line
        gone = {alias.lineno for alias in node.names if alias not in kept}
        rows = range(node.lineno, node.end_lineno + 1)
        return [lines[row - 1] for row in rows if row not in gone]
    node.names = kept
    return [ast.unparse(node)]


# ---------------------------------------------------------------- a cell


@functools.lru_cache(maxsize=4096)  # a build asks for a fault first, then for the page
def translate(text, language, names):
    """The code of one cell with every call of `names` replaced by its text in `language`.

    CodeFault when that cannot be done.
    """
    tree = _tree(text)
    if tree is None:
        if text.lstrip().startswith("%%"):  # another language: %%html, %%bash
            return text
        raise CodeFault("this is not Python (nor a magic that starts with %%)")
    if not any(name in text for name in names):
        return text
    single, calls = text, _outermost(tree, names)
    while calls:
        edits = [_edit(single, call, parents, language) for call, parents in calls]
        single = _edited(single, edits)
        calls = _outermost(_tree(single) or ast.Module([], []), names)
    _hold_against(tree, _tree(single), language, names)
    return single if single == text else code_layout.closed(single)


def _tree(text):
    """Syntax tree of a cell; lines for IPython count as `pass`. None if it is not Python."""
    for python in (text, FOREIGN_LINE.sub(r"\1pass", text)):
        try:
            return ast.parse(python)
        except (SyntaxError, ValueError):  # the second: a null byte
            continue
    return None


def _outermost(tree, names):
    """[(call of tr, its ancestors from the module down)], without calls inside such calls."""
    found = []

    def walk(node, parents):
        if isinstance(node, ast.Call) and _dotted(node.func) in names:
            found.append((node, parents))
            return
        for child in ast.iter_child_nodes(node):
            walk(child, [*parents, node])

    if names:
        walk(tree, [])
    return found


def chosen(call, language):
    """The argument of a call of tr() for `language`; CodeFault unless there are two texts."""
    given = dict(zip(ARGUMENTS, call.args, strict=False))
    given |= {keyword.arg: keyword.value for keyword in call.keywords}
    plain = len(call.args) + len(call.keywords) == 2
    if not plain or set(given) != set(ARGUMENTS) or any(map(_starred, call.args)):
        raise CodeFault(f"write {ast.unparse(call)[:60]} with two texts, tr('…', '…')")
    argument = given[language]
    if isinstance(argument, ast.Constant) and argument.value == "":
        raise CodeFault(f"{ast.unparse(call)[:60]} has no text for the edition {language!r}")
    return argument


def _starred(node):
    return isinstance(node, ast.Starred)


# ---------------------------------------------------------------- places in the text


def _edit(text, call, parents, language):
    """(start, end, replacement) in bytes of `text` for one call."""
    argument = chosen(call, language)
    strings = [parent for parent in parents if isinstance(parent, ast.JoinedStr)]
    if not strings:
        start, end = _span(text, call)
        return start, end, _replacement(text, call, argument, parents[-1])
    start, end = _span_in_string(text, call, strings[0])
    value = parents[-1]
    around = text.encode()
    if isinstance(value, ast.FormattedValue) and _goes_without_braces(value, argument):
        left, right = around[:start].rstrip(), around[end:].lstrip()
        if left.endswith(b"{") and right.startswith(b"}"):
            return len(left) - 1, len(around) - len(right) + 1, argument.value.encode()
    inner = around[start:end].decode()
    again = ast.parse(inner, mode="eval").body  # positions inside a string hold from 3.12 on
    return start, end, _replacement(inner, again, chosen(again, language), value)


def _goes_without_braces(value, argument):
    """True for a text that an f-string may hold as it is, in place of {tr('…', '…')}."""
    text = argument.value if isinstance(argument, ast.Constant) else None
    plain = isinstance(text, str) and not re.search(r"[{}\\\n\"']", text)
    return plain and value.conversion == -1 and value.format_spec is None


def _span(text, node):
    """Where a node stands in the text, in bytes, as ast counts columns."""
    lines = [0]
    for line in text.encode().split(b"\n"):
        lines.append(lines[-1] + len(line) + 1)
    return (
        lines[node.lineno - 1] + node.col_offset,
        lines[node.end_lineno - 1] + node.end_col_offset,
    )


def _span_in_string(text, call, string):
    """Where a call inside an f-string stands, found by what it says.

    Python 3.11 misplaces nodes in f-strings.
    """
    start, end = _span(text, string)
    code, wanted = text.encode(), ast.dump(call)
    same = [node for node in ast.walk(string) if ast.dump(node) == wanted]
    place = next(number for number, node in enumerate(same) if node is call)
    spans = [
        (first, last)
        for first in _matches(rb"(?<![\w.])" + re.escape(ast.unparse(call.func)).encode(), code)
        for last in _matches(rb"(?<=\))", code)
        if start < first < last <= end and _says(code[first:last], wanted)
    ]
    if len(spans) != len(same):
        raise CodeFault("tr(…) in this f-string cannot be placed: give it a name before the string")
    return spans[place]


def _matches(pattern, code):
    return [match.start() for match in re.finditer(pattern, code)]


def _says(code, wanted):
    try:
        return ast.dump(ast.parse(code.decode().strip(), mode="eval").body) == wanted
    except (SyntaxError, UnicodeDecodeError):
        return False


def _edited(text, edits):
    code = text.encode()
    for start, end, replacement in sorted(edits, reverse=True):
        code = code[:start] + replacement + code[end:]
    return code.decode()


# ---------------------------------------------------------------- what stands there instead


def _replacement(text, call, argument, parent):
    """The argument as written, moved to where the call stood; in brackets where it needs them."""
    start, end = _span(text, argument)
    words = text.encode()[start:end].decode()
    outer, inner = (_indent(text, node.lineno) for node in (call, argument))
    if not _stands_alone(words, argument):
        body = _moved(words, outer + 4 - inner, argument)
        return f"(\n{' ' * (outer + 4)}{body}\n{' ' * outer})".encode()
    words = _moved(words, outer - inner, argument)
    return (f"({words})" if _needs_brackets(argument, parent, call) else words).encode()


def _indent(text, row):
    line = text.split("\n")[row - 1]
    return len(line) - len(line.lstrip(" "))


def _stands_alone(words, argument):
    """False for what goes over several lines and is held together by the brackets of the call."""
    try:
        last = ast.parse(f"_ = {words}").body[-1]
    except SyntaxError:
        return False
    return isinstance(last, ast.Assign) and ast.dump(last.value) == ast.dump(argument)


def _moved(words, by, argument):
    """`words`, its further lines indented by so much more; as is if a string goes over lines."""
    first, *rest = words.split("\n")
    moved = [
        " " * max(len(line) - len(line.lstrip(" ")) + by, 0) + line.lstrip(" ") for line in rest
    ]
    text = "\n".join([first, *moved])
    return text if _says(f"({text})".encode(), ast.dump(argument)) else words


def _needs_brackets(argument, parent, call):
    if isinstance(argument, ATOMS):
        number = isinstance(argument, ast.Constant) and not isinstance(argument.value, (str, bytes))
        braces = isinstance(argument, (ast.Dict, ast.Set, ast.DictComp, ast.SetComp))
        return (number and isinstance(parent, ast.Attribute)) or (
            braces and isinstance(parent, ast.FormattedValue)
        )
    if isinstance(argument, (ast.Tuple, ast.GeneratorExp)):
        return False  # their brackets are part of them
    apart = isinstance(parent, (ast.keyword, ast.Assign, ast.Return, ast.List, ast.Dict)) or (
        isinstance(parent, ast.Call) and parent.func is not call
    )
    return isinstance(argument, ast.NamedExpr) or not apart


# ---------------------------------------------------------------- the proof


class _Chosen(ast.NodeTransformer):
    """Replaces calls of tr() in a tree by their argument."""

    def __init__(self, language, names):
        self.language, self.names = language, names

    def visit_Call(self, node):
        if _dotted(node.func) in self.names:
            return self.visit(chosen(node, self.language))
        return self.generic_visit(node)


class _Joined(ast.NodeTransformer):
    """Takes a constant text in an f-string for part of it: f"{', '}" says the same as f", "."""

    def visit_JoinedStr(self, node):
        self.generic_visit(node)
        values: list = []
        for value in node.values:
            if _is_text(value):
                value = value.value
            if values and isinstance(value, ast.Constant) and isinstance(values[-1], ast.Constant):
                value = ast.Constant(values.pop().value + value.value)
            values.append(value)
        return ast.JoinedStr([value for value in values if getattr(value, "value", None) != ""])


def _is_text(value):
    return (
        isinstance(value, ast.FormattedValue)
        and isinstance(value.value, ast.Constant)
        and isinstance(value.value.value, str)
        and value.conversion == -1
        and value.format_spec is None
    )


def _hold_against(shared, single, language, names):
    """CodeFault unless the single-language tree does what the shared one does in that language."""
    wanted = _Joined().visit(_Chosen(language, names).visit(shared))
    if single is None or ast.dump(wanted) != ast.dump(_Joined().visit(single)):
        raise CodeFault("it does not say the same in one language: keep tr('…', '…') simple here")
    for node in ast.walk(single):
        if _is_bare(node, names):
            raise CodeFault("tr stands without its two texts: write tr('…', '…') where it is meant")


def _is_bare(node, names):
    """True where a name of tr() is neither called nor imported: rebound, or handed on."""
    if isinstance(node, ast.Attribute):
        return _dotted(node) in names
    if isinstance(node, (ast.alias, ast.keyword)):
        return False
    return any(getattr(node, field, None) in names for field in ("id", "arg", "name"))
