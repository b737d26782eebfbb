"""What the book keeps in Sphinx's environment from one build to the next, all of it, by name.

Collectors fill it (`page_inputs.PageInputs`, `figure_index.FigureIndex`); whoever wants to know
asks `record(env)`. Sphinx saves it with the environment.
"""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from masalih.book.base import addresses

VERSION = 1  # raise it when a field changes: Sphinx then reads every page into a new environment


class Inputs(NamedTuple):
    """What a page was made of: hashes of its code and of the data package, and what it read."""

    code: str
    package: str
    reads: dict[str, str]
    """{what it read of the data: hash of what that gave}"""


@dataclass
class Record:
    """One value an environment; empty where Sphinx starts from nothing."""

    inputs: dict[str, Inputs] = field(default_factory=dict)
    """{page: what it was made of}"""
    titles: str = ""
    """Hash of the titles, numbers and addresses that pages show of others."""
    figures: dict[str, dict[str, Any]] = field(default_factory=dict)
    """{label: where a figure stands and what a second showing of it needs}"""
    showings: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    """{page: [(label, line)] of the figures of other pages that it shows}"""
    figures_shown: str = ""
    """What showings of figures were last written from."""


def on_slides(env):
    """The labels of the figures that slides show: these have a drawing of their own."""
    return {
        label
        for page, shown in record(env).showings.items()
        if addresses.DECK.fullmatch(page)
        for label, _ in shown
    }


def record(env):
    """The record of a Sphinx environment."""
    if not hasattr(env, "masalih"):
        env.masalih = Record()
    return env.masalih
