"""Lets a notebook run where people work: its first cell brings the library and its data.

Its page opens it in Colab or Binder. What both need is the book's address, `repository.url` in
`_config.yml`; without it no page shows a link that leads nowhere.
"""

import hashlib
import re
import tomllib
import zipfile
from pathlib import Path
from typing import Any

from masalih import export, validation
from masalih.export import archive
from masalih.notebook_text import NUMBER
from masalih.translation import translator

CHECKOUT = Path(__file__).parents[4]
FIRST, LAST = "masalih-install", "masalih-refresh"  # ids of our cells: never put in twice
INSTALL = """\
# {why}
import importlib.metadata
import importlib.util
import pathlib
import re
import subprocess
import sys

needed, wheel, release = "{version}", "{wheel}", "{release}"


def found():
    if importlib.util.find_spec("masalih") is None:
        return None
    try:
        return importlib.metadata.version("masalih")
    except importlib.metadata.PackageNotFoundError:  # it lies in a folder, and is taken as it is
        return needed


def older(version):
    return [*map(int, re.findall(r"\\d+", version))] < [*map(int, re.findall(r"\\d+", needed))]


before = found()
if before is None or older(before):
    beside = [path for path in (pathlib.Path(wheel), pathlib.Path("..", wheel)) if path.is_file()]
    if not beside and not release:
        raise ModuleNotFoundError("{old}".format(before) if before else "{missing}")
    if sys.platform == "emscripten":
        raise ModuleNotFoundError("{in_browser}")
    if importlib.util.find_spec("pip") is None:
        raise ModuleNotFoundError("{no_pip}")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", str(beside[0]) if beside else release]
    told = subprocess.run(pip, capture_output=True, text=True)
    if told.returncode:
        print(told.stderr, file=sys.stderr)
        signs = ("name resolution", "new connection", "timed out", "unreachable")
        offline = any(sign in told.stderr for sign in signs)
        raise ModuleNotFoundError("{no_network}" if offline else "{failed}")
    importlib.invalidate_caches()
    if "masalih" in sys.modules:
        raise ImportError("{restart}")

import masalih

masalih.use("{language}")"""
REFRESH = """\
# {why}
masalih.refresh()"""
FOLDED = {"jupyter": {"source_hidden": True}}
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


def with_own_cells(notebook, language, release):
    """A notebook to download with the cell that makes it run anywhere, before all its code, and
    the one that renews the numbers in its text, after all.
    """
    cells = [cell for cell in notebook["cells"] if cell.get("id") not in (FIRST, LAST)]
    place = next(
        (number for number, cell in enumerate(cells) if cell["cell_type"] == "code"), len(cells)
    )
    first = _cell(FIRST, first_cell(language, release), FOLDED)
    made = [*cells[:place], first, *cells[place:]]
    if any(NUMBER.search("".join(cell["source"])) for cell in cells):
        _ = translator(language)
        why = _("Writes into the text what the cells give now, after a change of data or code.")
        made.append(_cell(LAST, REFRESH.format(why=why), {}))
    return {**notebook, "cells": made}


def _cell(id, source, metadata) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "id": id,
        "metadata": metadata,
        "outputs": [],
        "execution_count": None,
        "source": source,
    }


def first_cell(language, release):
    """The code that brings the library, and says of each failure what it is and what to do."""
    _, wheel = translator(language), wheel_name()
    return INSTALL.format(
        version=version(),
        wheel=wheel,
        release=release,
        language=language,
        why=_(
            "Installs the book’s library and data where they are missing or too old,"
            " and chooses the language of this notebook."
        ),
        missing=_(
            "The book’s library and data are not installed here: download {wheel} from the page"
            " “The Python library” in the book’s reference, put it beside this notebook,"
            " and run this cell again.",
            wheel=wheel,
        ),
        old=_(
            "This notebook needs masalih {version} and {found} is installed: put {wheel} beside"
            " this notebook, and run this cell again.",
            version=version(),
            found="{}",
            wheel=wheel,
        ),
        in_browser=_(
            "This Python runs in the browser and has no pip: put {wheel} beside this notebook, run"
            " “%pip install emfs:{wheel}” in a cell of its own, and then this cell again.",
            wheel=wheel,
        ),
        no_pip=_(
            "This Python has no pip: in a terminal run “python -m ensurepip”, or in uv’s"
            " environments “uv pip install {wheel}”, and then this cell again.",
            wheel=wheel,
        ),
        no_network=_(
            "The network did not answer: the library needs numpy, pandas and matplotlib, and what"
            " is not here is fetched. Connect, and run this cell again."
        ),
        failed=_("pip did not install the library; what it says stands above."),
        restart=_("The library is new now: restart the kernel, and run this cell again."),
    )


def bundle_name(language):
    return f"{export.NAME}-notebooks-{language}.zip"


def write_bundle(folder, notebooks, language):
    """Put the notebooks of an edition, the wheel and the data package into one zip in `folder`.

    folder: of the downloads, where wheel and package are already; notebooks: their folder. The
    same files give the same bytes.
    """
    files = {
        path.relative_to(notebooks).as_posix(): path.read_bytes()
        for path in sorted(notebooks.rglob("*.ipynb"))
    }
    files[wheel_name()] = (folder / wheel_name()).read_bytes()
    with zipfile.ZipFile(folder / f"{export.NAME}.zip") as package:
        files |= {f"data/{name}": package.read(name) for name in package.namelist()}
    top = bundle_name(language).removesuffix(".zip")
    whole = archive.packed(
        {f"{top}/{name}": content for name, content in files.items()},
        validation.Package(validation.root()),
    )
    (folder / bundle_name(language)).write_bytes(whole)


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
