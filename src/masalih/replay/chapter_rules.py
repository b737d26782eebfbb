"""The rule of a computed verdict, cNN(), out of the chapter's cells as readers see them there."""

import ast
import builtins
import json
import symtable

import numpy as np
import pandas as pd

LIBRARIES = {"pd": pd, "np": np}


def code_cells(path):
    """The code of a notebook, a text a cell."""
    cells = json.loads(path.read_text("utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]


def cells_by_chapter(notebooks):
    """{chapter, as claims.csv names it: its code cells}."""
    found = sorted(notebooks.glob("[0-9]*.ipynb"))
    return {path.stem.partition("-")[2]: code_cells(path) for path in found}


def rule(id, cells):
    """(the function of a claim, the statements that it stands on) from the cells of a chapter.

    LookupError where there is none, or where it reads what only the data could give.
    """
    name = id.lower()
    known = statements(cells)
    if name not in known:
        raise LookupError(f"no cell defines {name}()")
    stands_on, scope = needed(name, known), dict(LIBRARIES)
    exec(compile(ast.Module(stands_on, []), name, "exec"), scope)
    return scope[name], stands_on


def statements(cells):
    """{name: the statement of a cell's first level that binds it}, for functions and constants."""
    found: dict[str, ast.stmt] = {}
    for source in cells:
        for statement in ast.parse(source).body:
            if isinstance(statement, ast.FunctionDef):
                found[statement.name] = statement
            elif isinstance(statement, ast.Assign):
                targets = [n for t in statement.targets for n in ast.walk(t)]
                found |= {n.id: statement for n in targets if isinstance(n, ast.Name)}
    return found


def reads(statement):
    """The names that a statement takes from outside itself; a function's own are none of them."""
    table = symtable.symtable(ast.unparse(statement), "cell", "exec")
    bound = {s.get_name() for s in table.get_symbols() if s.is_assigned() or s.is_namespace()}
    return {name for name in _outer(table) if name not in bound and not hasattr(builtins, name)}


def _outer(table):
    own = {
        symbol.get_name()
        for symbol in table.get_symbols()
        if symbol.is_referenced() and (symbol.is_global() or table.get_type() == "module")
    }
    return own.union(*map(_outer, table.get_children()))


def needed(name, known, above=()):
    """What a function stands on, in order: other functions, and constants that no data makes.

    LookupError for a name that only the data, or the library, could give.
    """
    statement, order = known[name], []
    for other in sorted(reads(statement) - set(LIBRARIES) - {name, *above}):
        if other not in known:
            raise LookupError(f"{above[0] if above else name}() reads {other}: make it an argument")
        order += needed(other, known, (*above, name))
    return [*order, statement]
