"""Lets a notebook run where people work: its first cell brings the library and its data.

Its page opens it in Colab or Binder. What both need is the book's address, `repository.url` in
`_config.yml`; without it no page shows a link that leads nowhere.
"""

import hashlib
import re
import tomllib
from pathlib import Path
from typing import Any

from masalih.translation import translator

CHECKOUT = Path(__file__).parents[4]
FIRST = "masalih-install"  # id of the cell, so that it is never put in twice
CODE = """\
# {why}
import importlib.util
import pathlib
import subprocess
import sys

if importlib.util.find_spec("masalih") is None:
    wheel, release = "{wheel}", "{release}"
    wheel = wheel if pathlib.Path(wheel).exists() else release
    install = [sys.executable, "-m", "pip", "install", "--quiet", wheel]
    if not wheel or subprocess.run(install).returncode:
        raise ModuleNotFoundError("{missing}")
    importlib.invalidate_caches()

import masalih

masalih.use("{language}")"""
HOME = re.compile(r"https://github\.com/[\w.-]+/[\w.-]+")


def version():
    """The version in pyproject.toml; None where the library runs without its checkout."""
    file = CHECKOUT / "pyproject.toml"
    return tomllib.loads(file.read_text("utf-8"))["project"]["version"] if file.is_file() else None


def wheel_name():
    return f"masalih-{version()}-py3-none-any.whl"


def write_wheel(folder):
    """Build the wheel of library and data into `folder` and return its path.

    The same checkout gives the same bytes.
    """
    from hatchling.builders.wheel import WheelBuilder

    for old in folder.glob("masalih-*.whl"):
        old.unlink()
    return Path(
        next(WheelBuilder(str(CHECKOUT)).build(directory=str(folder), versions=["standard"]))
    )


def address(home, wheel):
    """Where the release of this version holds this very wheel; "" without a repository.

    pip refuses any other wheel by its hash.
    """
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    return f"{home}/releases/download/v{version()}/{wheel.name}#sha256={digest}" if home else ""


def with_first_cell(notebook, language, release):
    """A notebook to download with the cell that makes it run anywhere, before all its code."""
    _, wheel = translator(language), wheel_name()
    why = _(
        "Installs the book’s library and data where they are missing,"
        " and chooses the language of this notebook."
    )
    missing = _(
        "The book’s library and data are not installed here: download {wheel} from the page"
        " “The Python library” in the book’s reference, put it beside this notebook,"
        " and run this cell again.",
        wheel=wheel,
    )
    cell: dict[str, Any] = {
        "cell_type": "code",
        "id": FIRST,
        "metadata": {},
        "outputs": [],
        "execution_count": None,
        "source": CODE.format(
            why=why, missing=missing, wheel=wheel, release=release, language=language
        ),
    }
    cells = [cell for cell in notebook["cells"] if cell.get("id") != FIRST]
    place = next(
        (number for number, cell in enumerate(cells) if cell["cell_type"] == "code"), len(cells)
    )
    return {**notebook, "cells": [*cells[:place], cell, *cells[place:]]}


def repository(app):
    """(address of the repository, branch with the notebooks of each edition) from `_config.yml`.

    The address is "" while there is none; ValueError when it is not one of GitHub.
    """
    options = app.config.html_theme_options
    home, branch = (
        options.get("repository_url", "").rstrip("/"),
        options.get("repository_branch", ""),
    )
    if home and not HOME.fullmatch(home):
        raise ValueError(
            f"_config.yml: repository.url {home!r} is not like https://github.com/owner/name,"
            " which Colab and Binder need"
        )
    return home, branch


def links(app, notebook):
    """[(name, address)] of the services that open `notebook` in this edition.

    notebook: a path such as notebooks/02-isis.ipynb.
    """
    home, branch = repository(app)
    if not home:
        return []
    owner, path = home.removeprefix("https://github.com/"), f"{app.config.language}/{notebook}"
    return [
        ("Colab", f"https://colab.research.google.com/github/{owner}/blob/{branch}/{path}"),
        ("Binder", f"https://mybinder.org/v2/gh/{owner}/{branch}?urlpath=lab/tree/{path}"),
    ]
