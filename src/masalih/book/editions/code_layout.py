"""Closes brackets that shorter texts have left open over several lines, as a formatter would.

Cells are laid out by ruff with the texts of both editions in them. With one text gone, a bracket
may fit on a line again; only those without a comma before their end are closed, as ruff does.
"""

import ast
import io
import re
import tokenize

WIDTH = 88  # as in notebooks/ruff.toml
OPEN, CLOSE = "([{", ")]}"
ASSIGNED = re.compile(r"(.*(?:=|\breturn)) \((.*)\)")  # brackets that only held lines together


def closed(code):
    """The code of a cell with every bracket that fits on one line of WIDTH closed into it.

    Code that Python cannot read (magics in it) is left as it is.
    """
    try:
        meant = ast.dump(ast.parse(code))
    except SyntaxError:
        return code
    while (shorter := _next(code)) is not None and ast.dump(ast.parse(shorter)) == meant:
        code = shorter
    return code


def _next(code):
    """The code with one more bracket closed, innermost first; None when none can be."""
    lines = code.split("\n")
    for first, last in _open_brackets(code):
        rows = lines[first : last + 1]
        for shorter in ([_one_line(rows)], [rows[0], _one_line(rows[1:-1]), rows[-1]]):
            if len(shorter) < len(rows) and max(map(len, shorter)) <= WIDTH:
                return "\n".join([*lines[:first], *shorter, *lines[last + 1 :]])
    return None


def _one_line(rows):
    text = "".join(rows[:1])
    for row in map(str.lstrip, rows[1:]):
        tight = text.endswith(tuple(OPEN)) or row.startswith((*CLOSE, "."))
        text += row if tight else f" {row}"
    held = ASSIGNED.fullmatch(text)
    return f"{held[1]} {held[2]}" if held and _is_expression(held[2]) else text


def _is_expression(text):
    try:
        return not isinstance(ast.parse(text, mode="eval").body, (ast.Tuple, ast.GeneratorExp))
    except SyntaxError:  # two pairs of brackets, "(a) + (b)"
        return False


def _open_brackets(code):
    """(first row, last row), from 0, of brackets over several lines that a formatter may close."""
    tokens = [
        token
        for token in tokenize.generate_tokens(io.StringIO(code).readline)
        if token.type not in (tokenize.NL, tokenize.NEWLINE)
    ]
    opened, fixed = [], []  # places of tokens; what lies around a fixed one stays open
    for place, token in enumerate(tokens):
        over_rows = token.start[0] != token.end[0]
        if token.type == tokenize.COMMENT or over_rows or _goes_on(tokens, place):
            fixed.append(place)
        elif token.type == tokenize.OP and token.string in OPEN:
            opened.append(place)
        elif token.type == tokenize.OP and token.string in CLOSE:
            start = opened.pop()
            first, last = tokens[start].start[0], token.start[0]
            if first < last and tokens[place - 1].string == ",":
                fixed.append(place)
            elif first < last and not any(start < other < place for other in fixed):
                yield first - 1, last - 1


def _goes_on(tokens, place):
    """True for a string that continues the one before it."""
    before, this = (tokenize.tok_name[token.type] for token in (tokens[place - 1], tokens[place]))
    return before in ("STRING", "FSTRING_END") and this in ("STRING", "FSTRING_START")
