"""The package away from its checkout: the wheel alone in an empty folder, and its dependencies.

Downloaded notebooks run in clean environments, the newest and an old one.
"""

import ast
import email
import importlib.metadata
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml
from test_notebooks import GUARD, NOTEBOOKS, RUN, name_of, offline

import masalih
from masalih.book.base import release
from masalih.book.editions.notebooks import for_download

ROOT = Path(__file__).parents[1]
HOME = "https://github.com/someone/a-book"
SOURCES = {
    "newest": ROOT / ".venv",
    "old": ROOT / ".venv/old-matplotlib",
}  # the second has matplotlib and pandas as hosted services ship them


def downloaded(path, language, address=""):
    """The notebook that a reader of one language downloads."""
    return release.with_own_cells(
        for_download(json.loads(path.read_text("utf-8")), language), language, address
    )


# ---------------------------------------------------------------- the wheel


@pytest.fixture(scope="session")
def wheel(tmp_path_factory):
    """The wheel as anybody builds it, without a network; requirements/book.txt pins the builder."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "-q",
        "--no-build-isolation",
        "--no-deps",
        "--no-index",
        "--wheel-dir",
        str(folder),
        str(ROOT),
    ]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_the_library_and_all_the_data(wheel):
    held = {
        name
        for name in zipfile.ZipFile(wheel).namelist()
        if not name.startswith(f"masalih-{release.version()}.dist-info")
    }
    library = {
        f"masalih/{p.relative_to(ROOT / 'src/masalih').as_posix()}"
        for p in (ROOT / "src/masalih").rglob("*")
        if p.suffix in (".py", ".html")
    }
    data = {
        f"masalih/_data/{p.relative_to(ROOT / 'data').as_posix()}"
        for p in (ROOT / "data").rglob("*")
        if p.is_file()
    }
    answers = {
        f"masalih/_{kind}/{p.name}"
        for kind in ("exercises", "questions")
        for p in (ROOT / "notebooks" / kind).glob("*.ipynb")
    }
    known = library | data | answers
    assert known <= held and not [
        name for name in held - known if "__pycache__" in name or name.endswith(".ipynb")
    ]


def test_the_wheel_that_the_book_offers_is_that_wheel(wheel, tmp_path):
    offered = release.write_wheel(tmp_path)
    assert offered.name == wheel.name == release.wheel_name()
    assert offered.read_bytes() == wheel.read_bytes(), (
        "its hash stands in every notebook, so the same checkout must give the same bytes"
    )


@pytest.fixture(scope="session", params=SOURCES)
def clean(request, tmp_path_factory):
    """A clean environment: the packages of one of ours by links, but not the library itself."""
    source, folder = SOURCES[request.param], tmp_path_factory.mktemp(request.param)
    if not (source / "bin/python").exists():
        pytest.fail(
            f"{source.relative_to(ROOT)} is missing: `make test-all` makes it", pytrace=False
        )
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    target = next(folder.glob("lib/python*/site-packages"))
    for entry in next(source.glob("lib/python*/site-packages")).iterdir():
        if "masalih" not in entry.name and entry.name != "__pycache__":
            (target / entry.name).symlink_to(entry)
    return SimpleNamespace(name=request.param, python=str(folder / "bin/python"), packages=target)


@pytest.fixture
def without_library(clean):
    """The environment with the library taken out again afterwards."""
    yield clean
    for entry in clean.packages.glob("masalih*"):
        shutil.rmtree(entry)
    (clean.packages.parents[2] / "bin/masalih").unlink(missing_ok=True)


def run(environment, folder, cells, *options):
    """Run cells in `folder`: no path to the checkout and, if the system lets us, no network.

    cells: of one notebook, or of several: {name: cells}.
    """
    shutil.copy(ROOT / "tests/run_cells.py", folder)
    several = cells if isinstance(cells, dict) else {"cells": cells}
    (folder / "cells.json").write_text(json.dumps(several), "utf-8")
    (folder / "sitecustomize.py").write_text(GUARD)
    strict = ["-W", "error::DeprecationWarning:__main__"]
    if environment.name == "old":
        options += ("--loud",)  # its pandas warns of changes that have come about since
    return subprocess.run(
        [*offline(), environment.python, *strict, "run_cells.py", "cells.json", *options],
        cwd=folder,
        capture_output=True,
        text=True,
        env={
            **here(),
            "PYTHONPATH": str(folder),
            "PIP_NO_INDEX": "1",
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        },
    )


def here():
    """The environment of a process that knows nothing of the checkout."""
    away = ("PYTHONPATH", "BOOK_LANG", "MASALIH_DATA", "VIRTUAL_ENV")
    kept = {name: value for name, value in os.environ.items() if name not in away}
    return {**kept, "PYTHONUTF8": "1"}


def code(notebook):
    return ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]


OFFLINE = "print('failed to establish a new connection', file=__import__('sys').stderr)"
FAILURES = {  # what lies beside the notebook and is installed, and what the first cell then says
    "no library": ({}, "put it beside this notebook", "ضعه بجانب هذا الدفتر"),
    "an older library": (
        {"masalih/__init__.py": "", "masalih-0.0.9.dist-info/METADATA": "Version: 0.0.9"},
        "and 0.0.9 is installed",
        "والمثبّت هنا 0.0.9",
    ),
    "no pip": ({release.wheel_name(): ""}, "This Python has no pip", "لا يوجد pip"),
    "no pip in a browser": (
        {release.wheel_name(): ""},
        f"“%pip install emfs:{release.wheel_name()}”",
        "تعمل نسخة بايثون هذه في المتصفح",
    ),
    "no network": (
        {release.wheel_name(): "", "pip/__main__.py": f"{OFFLINE}; raise SystemExit(1)"},
        "The network did not answer",
        "لم تُجب الشبكة",
    ),
    "another failure of pip": (
        {release.wheel_name(): "", "pip/__main__.py": "raise SystemExit('broken')"},
        "what it says stands above",
        "وما قاله مكتوب أعلاه",
    ),
}


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("failure", FAILURES)
def test_the_first_cell_tells_its_failures_apart(failure, language, tmp_path):
    """In a Python that has nothing but these files."""
    files, *said = FAILURES[failure]
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    if (tmp_path / "pip").is_dir():
        (tmp_path / "pip/__init__.py").touch()
    there = "import sys\nsys.platform = 'emscripten'\n" if "browser" in failure else ""
    done = subprocess.run(
        [sys.executable, "-S", "-c", there + release.first_cell(language, "")],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        env={**here(), "PYTHONPATH": str(tmp_path)},
    )
    last = done.stderr.strip().splitlines()[-1].replace("وضعه", "ضعه")
    assert done.returncode and last.startswith("ModuleNotFoundError: "), done.stderr[-2000:]
    assert said[language == "ar"] in last
    assert ("broken" in done.stderr) == ("another" in failure)


LOOK = """
from pathlib import Path
rows = masalih.observations("isis_attacks_iraq_ctc")
assert len(rows) and masalih.language() == "{language}"
assert masalih.num(2500) == "{number}"
import masalih.validation
root = masalih.validation.root()
assert root == Path(masalih.__file__).parent / "_data", root
"""


@pytest.mark.parametrize("language, number", [("ar", "٢٬٥٠٠"), ("en", "2,500")])
def test_the_first_cell_installs_what_lies_beside_it(
    without_library, wheel, tmp_path, language, number
):
    shutil.copy(wheel, tmp_path)
    done = run(
        without_library,
        tmp_path,
        [
            code(downloaded(NOTEBOOKS[0], language))[0],
            LOOK.format(language=language, number=number),
        ],
    )
    assert done.returncode == 0, done.stderr[-3000:]


def test_the_first_cell_takes_the_release_and_no_other_file(without_library, wheel, tmp_path):
    there = release.address("file://", wheel).rsplit("#", 1)[1]
    cells = [
        code(downloaded(NOTEBOOKS[0], "en", f"{wheel.as_uri()}#{there[:-4]}0000"))[0],
        "import masalih",
    ]
    done = run(without_library, tmp_path, cells)
    assert done.returncode != 0 and "do not match the hashes" in done.stderr.lower(), done.stderr[
        -2000:
    ]
    done = run(
        without_library,
        tmp_path,
        [code(downloaded(NOTEBOOKS[0], "en", f"{wheel.as_uri()}#{there}"))[0], "masalih.sources()"],
    )
    assert done.returncode == 0, done.stderr[-2000:]


TWO = ("02-isis", "exercises/05-f16")  # those of the day


def language_of(path):
    """Each environment meets both; the words do not depend on it."""
    return "ar" if NOTEBOOKS.index(path) % 2 else "en"


@pytest.mark.parametrize("path", RUN, ids=name_of)
def test_a_downloaded_notebook_runs_from_its_first_cell_to_its_last(clean, wheel, tmp_path, path):
    shutil.copy(wheel, tmp_path)
    done = run(clean, tmp_path, code(downloaded(path, language_of(path))))
    assert done.returncode == 0, f"{clean.name}: {done.stderr[-3000:]}"


@pytest.mark.parametrize("some", ["two", "rest"])
def test_downloaded_notebooks_run_undrawn(clean, wheel, tmp_path, some):
    """One after another in one process, which is much cheaper than each drawn by itself."""
    shutil.copy(wheel, tmp_path)
    paths = [path for path in NOTEBOOKS if (name_of(path) in TWO) == (some == "two")]
    cells = {name_of(path): code(downloaded(path, language_of(path))) for path in paths}
    done = run(clean, tmp_path, cells, "--undrawn")
    assert done.returncode == 0, f"{clean.name}: {done.stderr[-3000:]}"


def test_arabic_is_right_with_the_installed_library(clean, wheel, tmp_path):
    shutil.copy(wheel, tmp_path)
    assert run(clean, tmp_path, [code(downloaded(NOTEBOOKS[0], "ar"))[0]]).returncode == 0
    shutil.copy(ROOT / "tests/test_arabic.py", tmp_path)
    old = {"MASALIH_TEST_OLD": "1"} if clean.name == "old" else {}
    done = subprocess.run(
        [
            clean.python,
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:cacheprovider",
            "--deselect",
            "test_arabic.py::test_all_of_this_on_old_matplotlib",
            "test_arabic.py",
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        env={**here(), **old},
    )
    assert done.returncode == 0 and "passed" in done.stdout, (
        done.stdout[-4000:] + done.stderr[-2000:]
    )


# ---------------------------------------------------------------- notebooks and their addresses


def test_every_notebook_gets_the_same_first_cell_and_only_once():
    cells = set()
    for path in NOTEBOOKS:
        once = downloaded(path, "ar")
        assert release.with_own_cells(once, "ar", "") == once, (
            "a page that is not built again keeps its notebook"
        )
        cells.add(next(cell["source"] for cell in once["cells"] if cell["cell_type"] == "code"))
    assert len(cells) == 1 and ast.parse(cells.pop())


def app(url, language="ar"):
    return SimpleNamespace(
        config=SimpleNamespace(
            language=language,
            html_theme_options={"repository_url": url, "repository_branch": "notebooks"},
        )
    )


def test_without_a_repository_no_page_offers_a_service():
    assert (
        release.links(app(""), "notebooks/02-isis.ipynb") == []
        and release.address("", ROOT / "LICENSE") == ""
    )


def test_with_a_repository_a_page_opens_the_notebook_of_its_edition():
    found = dict(release.links(app(f"{HOME}/", "en"), "notebooks/02-isis.ipynb"))
    assert (
        found["Colab"]
        == "https://colab.research.google.com/github/someone/a-book/blob/notebooks/en/notebooks/02-isis.ipynb"
    )
    assert (
        found["Binder"]
        == "https://mybinder.org/v2/gh/someone/a-book/notebooks?urlpath=lab/tree/en/notebooks/02-isis.ipynb"
    )
    assert release.address(HOME, ROOT / "LICENSE").startswith(
        f"{HOME}/releases/download/v{release.version()}/LICENSE#sha256="
    )


def test_an_address_that_the_services_cannot_open_stops_the_build():
    with pytest.raises(ValueError, match=r"_config\.yml: repository\.url"):
        release.links(app("https://example.org/book"), "notebooks/02-isis.ipynb")


# ---------------------------------------------------------------- the page on the library


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_page_on_the_library_holds_all_that_it_offers(document, language):
    page = document(f"{language}/book/{language}/reference/api.html")
    entries = {entry["id"]: entry.find_next_sibling("dd") for entry in page.select(".api dt[id]")}
    functions = [id for id in entries if id.count(".") == 1]
    offered = [name for name in masalih.__all__ if name != "arabic"]
    assert sorted(functions) == [f"masalih.{name}" for name in offered], "each name once"
    assert "masalih.arabic.install" in entries
    assert [id for id, told in entries.items() if not told.get_text(strip=True)] == []
    signature = page.find(id="masalih.Chart.line").get_text()
    assert "line(df, x=" in signature and "'Chart'" not in signature, "types without quotes"
    assert [told for told in entries.values() if " -- " in told.get_text()] == []
    said = {code.get_text() for code in page.select("p code")}
    first = {
        "find",
        "observations",
        "total",
        "Chart",
        "use",
        "tr",
        "cited",
        "show",
        "references",
        "DataError",
    }
    assert first <= said, "the prose says where to begin"


def test_whoever_uses_the_library_hears_of_a_wrong_argument(tmp_path):
    """That the types within the library hold is asked by `make lint`, whose cache this uses."""
    user = tmp_path / "user.py"
    user.write_text("import masalih\nrows = masalih.observations(7)\n", "utf-8")
    command = [sys.executable, "-m", "mypy", "--no-error-summary", str(user)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert "has incompatible type" in done.stdout


# ---------------------------------------------------------------- what it depends on


LICENCES = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["pip-licenses"]


def licences(metadata):
    """The names of a package's licences, as `pip-licenses --from=mixed` reads them."""
    classed = [
        text.split(" :: ")[-1]
        for text in metadata.get_all("Classifier", [])
        if text.startswith("License :: ") and text != "License :: OSI Approved"
    ]
    return classed or [metadata.get("License-Expression") or metadata.get("License") or "UNKNOWN"]


def refused(metadata):
    """True for a package under a licence that nobody has read yet, or that the book may not use."""
    return set(licences(metadata)).isdisjoint(LICENCES["allow-only"].split(";"))


def test_every_dependency_is_under_a_licence_that_the_book_may_use():
    """`make inventory` asks the same of pip-licenses; here it is asked of every change."""
    ignored = {"pip", "setuptools"}
    found = [one.metadata for one in importlib.metadata.distributions()]
    assert len(found) > 100
    assert [
        (told["Name"], licences(told))
        for told in found
        if told["Name"] not in ignored and refused(told)
    ] == [], "Remedy: read its terms, then name them in pyproject.toml, or drop the package"


@pytest.mark.parametrize(
    "told, expected",
    [
        ("Name: thing", True),
        ("License: Proprietary", True),
        ("License-Expression: AGPL-3.0-only", True),
        ("License-Expression: MIT AND Proprietary", True),
        ("Classifier: License :: OSI Approved :: GNU Affero General Public License v3", True),
        ("License-Expression: MIT", False),
        ("Classifier: License :: OSI Approved :: BSD License", False),
    ],
)
def test_a_licence_that_nobody_has_read_is_refused(told, expected):
    assert refused(email.message_from_string(told)) is expected


def test_every_pin_has_a_hash():
    for file in (ROOT / "requirements").glob("*.txt"):
        entries = re.split(r"\n(?=\w)", file.read_text("utf-8").strip())
        assert [
            entry.split()[0]
            for entry in entries
            if "==" not in entry or "--hash=sha256:" not in entry
        ] == [], file.name


# ---------------------------------------------------------------- where it is built and opened

WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
WRITES = {("release.yml", "pages"): {"pages", "id-token"}, ("release.yml", "publish"): {"contents"}}


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda p: p.name)
def test_a_workflow_may_do_no_more_than_it_must(path):
    text = path.read_text("utf-8")
    workflow = yaml.safe_load(text)
    assert (
        workflow["permissions"] == {"contents": "read"}
        and "pull_request_target" not in text
        and "secrets." not in text
    )
    for name, job in workflow["jobs"].items():
        assert set(job.get("permissions", {})) == WRITES.get((path.name, name), set()), name
        for step in job["steps"]:
            assert "${{" not in step.get("run", ""), (
                "an expression in a script can be made to run what a stranger wrote"
            )
    used = re.findall(r"uses: (.*)", text)
    assert (
        used
        and [
            u for u in used if not re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40}  # v\d+\.\d+\.\d+", u)
        ]
        == []
    )


def test_workflows_run_what_the_readme_says():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    ran = {
        target
        for path in WORKFLOWS
        for target in re.findall(r"make ([a-z-]+)", path.read_text("utf-8"))
    }
    readme = set(re.findall(r"make ([a-z-]+)", (ROOT / "README.md").read_text("utf-8")))
    assert {"test", "test-all", "inventory", "audit"} <= ran <= targets & readme


def test_binder_installs_the_pinned_environment_and_this_copy():
    folder = ROOT / ".binder"
    named = re.findall(r"^-r (.+)$", (folder / "requirements.txt").read_text("utf-8"), re.M)
    assert [(folder / name).resolve() for name in named] == [ROOT / "requirements/lab.txt"]
    assert os.access(folder / "postBuild", os.X_OK) and "--no-deps --no-build-isolation ." in (
        folder / "postBuild"
    ).read_text("utf-8")
    minor = re.fullmatch(r"python-3\.(\d+)", (folder / "runtime.txt").read_text("utf-8").strip())[1]
    assert int(minor) >= 11
