"""Notebooks that run in the browser: what is taken of Pyodide, and when a page offers it."""

import hashlib
import json
import os
import re
import shutil
import zipfile
from types import SimpleNamespace

import pytest
import yaml
from conftest import ROOT, serving

from masalih import checkout
from masalih.__main__ import main
from masalih.book.base import release
from masalih.book.lite import distribution, make, offer
from masalih.book.site import offline_zip, own_pages

LANGUAGES = ("ar", "en")
BRINGS = {"numpy": "2.4.6", "ipython": "9.12.0", "micropip": "0.11.1", "six": "1.17.0"}


def made_wheel(folder, name, version="1.0", requires=()):
    path = folder / f"{name}-{version}-py3-none-any.whl"
    lines = [f"Name: {name}", f"Version: {version}", *(f"Requires-Dist: {one}" for one in requires)]
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{name}/__init__.py", "")
        archive.writestr(f"{name}-{version}.dist-info/METADATA", "\n".join(lines) + "\n\n")
    return path


@pytest.fixture
def pyodide(tmp_path):
    """A distribution, as far as it is looked into: its list, its core, and a file a package."""
    folder = tmp_path / "given" / "pyodide"
    folder.mkdir(parents=True)
    packages = {}
    for name, version in (BRINGS | {"scipy": "1.18.0"}).items():
        file = f"{name}-{version}.whl"
        (folder / file).write_text(name)
        packages[name] = {
            "version": version,
            "file_name": file,
            "sha256": hashlib.sha256(name.encode()).hexdigest(),
            "depends": ["six"] if name == "ipython" else [],
        }
    told = {"info": {"python": "3.14.2"}, "packages": packages}
    (folder / distribution.LOCK).write_text(json.dumps(told))
    for name in (*distribution.CORE, distribution.LOADER[0]):
        (folder / name).touch()
    return folder


# ---------------------------------------------------------------- what is taken of a distribution


def test_what_notebooks_need_is_taken_and_the_library_entered_in_the_list(pyodide, tmp_path):
    ours = made_wheel(tmp_path, "masalih", requires=["numpy>=2", "helper", "rust; extra == 'x'"])
    wheels = [ours, made_wheel(tmp_path, "helper"), made_wheel(tmp_path, "six", "9")]
    target = tmp_path / "taken"
    distribution.take(distribution.opened(str(pyodide.parent), tmp_path), wheels, target, "3.14")
    listed = json.loads((target / distribution.LOCK).read_text())["packages"]
    assert listed.keys() == {*BRINGS, "masalih", "helper"}
    assert listed["six"]["version"] == BRINGS["six"], "Pyodide's own is taken where it has one"
    assert listed["masalih"]["imports"] == ["masalih"]
    assert listed["masalih"]["depends"] == ["numpy", "helper"]
    for entry in listed.values():
        assert distribution.digest(target / entry["file_name"]) == entry["sha256"]
    assert {path.name for path in target.iterdir()} == {
        distribution.LOCK,
        *distribution.CORE,
        distribution.LOADER[0],
        *(entry["file_name"] for entry in listed.values()),
    }


def damaged(folder):
    (folder / "numpy-2.4.6.whl").write_text("cut sho")


def without_packages(folder):
    for path in folder.glob("*.whl"):
        path.unlink()


def of_another_python(folder):
    told = json.loads((folder / distribution.LOCK).read_text())
    told["info"]["python"] = "3.12.7"
    (folder / distribution.LOCK).write_text(json.dumps(told))


@pytest.mark.parametrize(
    "spoil, requires, said",
    [
        (damaged, "numpy", "numpy-2.4.6.whl is damaged"),
        (without_packages, "numpy", "lacks ipython-9.12.0.whl and 3 other files"),
        (of_another_python, "numpy", "has Python 3.12.7, and JupyterLite needs 3.14"),
        (lambda folder: None, "numpy>=3", "has numpy 2.4.6, and masalih needs numpy>=3"),
        (lambda folder: None, "torch", "has no torch, which masalih needs"),
    ],
)
def test_what_cannot_be_used_is_refused_in_one_line(pyodide, tmp_path, spoil, requires, said):
    spoil(pyodide)
    with pytest.raises(distribution.Refused) as refusal:
        ours = made_wheel(tmp_path, "masalih", requires=[requires])
        distribution.take(pyodide, [ours], tmp_path / "taken", "3.14")
    assert said in str(refusal.value) and distribution.ADDRESS in str(refusal.value)
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    "given, said", [("", "Which Pyodide?"), ("no/such", "There is no no/such")]
)
@pytest.mark.parametrize("look", [[], ["--look"]])
def test_the_command_says_what_to_give_and_where_to_get_it(given, said, look, capsys):
    assert main(["lite", "--root", str(ROOT), *look, given]) == 1
    told = capsys.readouterr().err
    assert told.startswith(said) and distribution.ADDRESS in told and told.count("\n") == 1


def test_a_folder_without_pyodide_is_refused(tmp_path):
    with pytest.raises(distribution.Refused, match="There is no Pyodide in"):
        distribution.opened(str(tmp_path), tmp_path)
    (tmp_path / "x.tar.bz2").write_bytes(b"no archive")
    with pytest.raises(distribution.Refused, match="cannot be unpacked"):
        distribution.opened(str(tmp_path / "x.tar.bz2"), tmp_path)


def test_the_published_file_is_known_by_its_hash(tmp_path, monkeypatch):
    (tmp_path / "published").write_bytes(b"another")
    address = (tmp_path / "published").as_uri()
    monkeypatch.setattr(distribution, "ADDRESS", address)
    with pytest.raises(distribution.Refused, match="SHA-256"):
        distribution.opened(address, tmp_path / "scratch")


def test_the_browser_has_all_that_the_library_needs_in_the_versions_of_the_book():
    pins = {
        file: dict(re.findall(r"^([\w-]+)==([\w.]+)", (ROOT / file).read_text("utf-8"), re.M))
        for file in ("requirements/browser.txt", "requirements/book.txt")
    }
    ours, book = pins.values()
    other = {name: ours[name] for name in ours.keys() & book.keys() if ours[name] != book[name]}
    assert other == {"python-bidi": "0.4.2"}, "later ones hold compiled code"
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    needed = re.findall(r'^  "([\w-]+)>=', project.split("dependencies = [")[1].split("]")[0], re.M)
    assert {*needed} - ours.keys() == {"matplotlib", "pandas"}, (
        "what the library needs is in Pyodide, and then here, or in requirements/browser.in"
    )


def test_a_release_fetches_the_published_file_after_its_tests_and_before_it_packs_the_site():
    told = yaml.safe_load((ROOT / ".github/workflows/release.yml").read_text("utf-8"))
    runs = [step.get("run", "") for step in told["jobs"]["build"]["steps"]]
    place = runs.index(f"make lite PYODIDE={distribution.ADDRESS}")
    assert runs.index("make test-all") < place < runs.index("make zip")


def test_in_a_browser_no_folder_is_asked_for_a_checkout(monkeypatch):
    """Each question is a request there, and a chapter has a thousand."""
    monkeypatch.setattr("sys.platform", "emscripten")
    monkeypatch.setattr(checkout, "holding", lambda folder: pytest.fail(f"asked {folder}"))
    assert checkout.current() is None


# ---------------------------------------------------------------- what pages offer

BAR = (
    '<div>\n<a class="btn btn-sm pst-navbar-icon" href="../_sources/notebooks/a.ipynb" download'
    ' title="x"><i></i></a>\n</div>\n'
)


@pytest.fixture
def small(tmp_path):
    """A site of one notebook in both editions, and a JupyterLite made of it."""
    site, made = tmp_path / "site", tmp_path / "made"
    for language in LANGUAGES:
        for name, text in (
            ("_sources/notebooks/a.ipynb", "{}"),
            ("notebooks/a.html", BAR),
            (f"_data/{release.wheel_name()}", "wheel"),
        ):
            path = site / language / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
    (made / "notebooks").mkdir(parents=True)
    (made / "notebooks/index.html").write_text("JupyterLite")
    (made / offer.MARK).write_text(offer.made_of(site))
    return SimpleNamespace(site=site, made=made)


def held(site):
    return {path.relative_to(site): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def test_a_site_without_it_is_as_it_was(small, tmp_path):
    before = held(small.site)
    assert not offer.place(tmp_path / "nothing", small.site)
    assert held(small.site) == before
    assert offer.place(small.made, small.site) and held(small.site) != before
    assert not offer.place(tmp_path / "nothing", small.site)
    assert held(small.site) == before


def test_it_is_offered_where_it_was_made_of_this_site_and_only_there(small):
    for _ in range(2):
        assert offer.place(small.made, small.site)
        for language in LANGUAGES:
            page = (small.site / language / "notebooks/a.html").read_text("utf-8")
            (way,) = re.findall(r'lite-link" href="([^"]+)"', page)
            path, asked = way.split("?")
            assert asked == f"path={language}/a.ipynb"
            assert (small.site / language / "notebooks" / path).read_text() == "JupyterLite"
            assert offer.plain(page) == BAR
    (small.site / "en/_sources/notebooks/a.ipynb").write_text('{"changed": true}')
    assert not offer.place(small.made, small.site)
    assert not (small.site / offer.FOLDER).exists()
    assert (small.site / "ar/notebooks/a.html").read_text("utf-8") == BAR


def test_what_was_made_anew_is_what_the_site_shows(small):
    offer.place(small.made, small.site)
    (small.made / "notebooks/index.html").write_text("newer")
    (small.made / offer.MARK).unlink()
    (small.made / offer.MARK).write_text(offer.made_of(small.site))
    offer.place(small.made, small.site)
    assert (small.site / "lite/notebooks/index.html").read_text() == "newer"


def test_the_zip_to_read_from_a_folder_neither_holds_nor_offers_it(small, tmp_path):
    offer.place(small.made, small.site)
    kept = [name for name in map(str, held(small.site)) if offline_zip.opens_from_a_folder(name)]
    assert kept and not [name for name in kept if name.startswith("lite")]
    assert offline_zip.content(small.site / "ar/notebooks/a.html").decode() == BAR


def test_the_worker_of_the_site_leaves_it_alone(small):
    before = own_pages.worker(small.site)
    (small.site / "lite").mkdir()
    (small.site / "lite/index.html").write_text("JupyterLite")
    assert own_pages.worker(small.site) == before
    assert f"`${{registration.scope}}{offer.FOLDER}/`" in before


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_of_a_notebook_has_a_place_for_the_link(site, language):
    pages = [*(site / language / "notebooks").rglob("*.html")]
    assert pages
    for page in pages:
        text = offer.plain(page.read_text("utf-8"))
        assert offer.linked(text, language).count("lite-link") == 1, page
        assert offer.plain(offer.linked(text, language)) == text, page
    assert {name.split("/", 1)[0] for name in offer.notebooks(site)} == {*LANGUAGES}
    assert offer.wheel(site).name == release.wheel_name()


# ---------------------------------------------------------------- in a browser

PYODIDE = "MASALIH_PYODIDE"  # in the environment: the folder, archive or address of a distribution
CELLS = """() => {
    const shown = jupyterapp.shell.currentWidget;
    const cells = [...shown.content.model.cells].filter(cell => cell.type === "code");
    const outputs = cells.flatMap(cell => cell.toJSON().outputs);
    return {
        cells: cells.length,
        ran: cells.filter(cell => cell.executionCount).length,
        idle: shown.sessionContext.session?.kernel?.status === "idle",
        errors: outputs.filter(one => one.output_type === "error").map(one => one.evalue),
        charts: outputs.filter(one => /<svg/.test(JSON.stringify(one))).length,
    };
}"""


@pytest.fixture(scope="module")
def running(site, tmp_path_factory):
    """A folder with a JupyterLite of the built site, which scripts may look into."""
    given = os.environ.get(PYODIDE)
    if not given:
        pytest.skip(f"{PYODIDE} names no distribution of Pyodide")
    pytest.importorskip("jupyterlite_pyodide_kernel", reason="`make .venv/lite` installs it")
    root = tmp_path_factory.mktemp("lite")
    (root / "_build").mkdir()
    (root / "_build/site").symlink_to(site)
    made = make.make(root, given)
    settings = json.loads((made / "jupyter-lite.json").read_text())
    settings["jupyter-config-data"]["exposeAppInBrowser"] = True
    (made / "jupyter-lite.json").write_text(json.dumps(settings))
    yield made
    shutil.rmtree(root)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_chapter_runs_in_the_browser_and_asks_no_other_host(running, browser, language):
    with serving(running) as url, browser.new_context() as context:
        asked = set()
        context.on("request", lambda request: asked.add(request.url))
        page = context.new_page()
        page.goto(f"{url}notebooks/index.html?path={language}/02-isis.ipynb")
        page.wait_for_selector(".jp-Notebook", timeout=60_000)
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name="Run All Cells").first.click()
        for _ in range(300):
            page.wait_for_timeout(2_000)
            found = page.evaluate(CELLS)
            if found["errors"] or (found["ran"] == found["cells"] and found["idle"]):
                break
        assert found["errors"] == [] and found["ran"] == found["cells"]
        assert found["charts"] >= 10
        foreign = [one for one in asked if not one.startswith((url, "data:", "blob:"))]
        assert foreign == []
