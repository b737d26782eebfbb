"""The house as DESIGN.md draws it: data flows one way, and no room knows more than it needs."""

import ast

import pytest

from masalih import book

FLOOR = {room: number for number, rooms in enumerate(book.FLOORS) for room in rooms}


def imports(path, package):
    """[(line, module)] of every import in a file of `package`, those inside functions too.

    `from a import b` counts as a.b, which may be a module.
    """
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = package.split(".")[: len(package.split(".")) - node.level + 1]
            base = [*(start if node.level else []), *([node.module] if node.module else [])]
            yield from ((node.lineno, ".".join([*base, alias.name])) for alias in node.names)


@pytest.fixture(scope="module")
def house(root):
    """[(file below src, line, imported module)] of the whole library."""
    source = root / "src"
    return [
        (path.relative_to(source).as_posix(), line, module)
        for path in sorted((source / "masalih").rglob("*.py"))
        for line, module in imports(path, ".".join(path.relative_to(source).parent.parts))
    ]


def inside(module, *packages):
    return any(f"{module}.".startswith(f"{package}.") for package in packages)


def test_every_room_of_the_book_has_a_floor(root):
    folder = root / "src/masalih/book"
    assert {path.parent.name for path in folder.glob("*/__init__.py")} == FLOOR.keys()


def test_no_room_of_the_book_imports_upward(house):
    """Nor from its own floor: two rooms that need each other's things are one room."""
    wrong = []
    for file, line, module in house:
        here, there = file.split("/")[2:3], module.split(".")[2:3]
        rooms = [*here, *there] if inside(module, "masalih.book") else []
        if len(rooms) == 2 and FLOOR.keys() >= {*rooms} and rooms[0] != rooms[1]:
            wrong += [f"{file}:{line}: {module}"] * (FLOOR[rooms[0]] <= FLOOR[rooms[1]])
    assert wrong == []


def test_only_the_commands_know_the_book(house):
    assert [
        f"{file}:{line}: {module}"
        for file, line, module in house
        if inside(module, "masalih.book")
        and not file.startswith("masalih/book/")
        and file != "masalih/__main__.py"
    ] == []


@pytest.mark.parametrize(
    "room, foreign",
    [
        ("masalih/data/", ("masalih.charts", "masalih.book", "matplotlib", "sphinx", "docutils")),
        ("masalih/charts/", ("masalih.book", "sphinx", "docutils", "myst_nb", "jupyter_book")),
        ("masalih/exercises/", ("masalih.book", "sphinx", "docutils", "myst_nb")),
        ("masalih/controls/", ("masalih.charts", "masalih.book", "sphinx", "docutils", "myst_nb")),
    ],
)
def test_a_room_knows_nothing_of_what_is_made_of_it(house, room, foreign):
    files = [one for one in house if one[0].startswith(room)]
    assert files, f"no such room: {room}"
    assert [one for one in files if inside(one[2], *foreign)] == []


@pytest.mark.parametrize(
    "source, package, expected",
    [
        ("def f():\n    from masalih.book.site import build", "masalih", "masalih.book.site.build"),
        ("from ..site import build", "masalih.book.base", "masalih.book.site.build"),
        ("from . import fonts", "masalih.book.base", "masalih.book.base.fonts"),
        ("import masalih.book.paper.pdf as pdf", "masalih", "masalih.book.paper.pdf"),
    ],
)
def test_an_import_is_seen_however_it_is_written(tmp_path, source, package, expected):
    path = tmp_path / "x.py"
    path.write_text(source)
    assert [module for _, module in imports(path, package)] == [expected]
