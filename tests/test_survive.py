"""A build gives the same bytes wherever, whenever and however it runs.

What stops it ends in one sentence, never in a traceback. `works`, `fails` and `start` are the
command itself; where the question is only what comes of a build, its editions are forked.
"""

import errno
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import tiny_book
from tiny_book import GOOD, code, make_tiny, notebook, pair, tell, write

from masalih import confirm, validation
from masalih.book.base import atomic_files
from masalih.book.site import build

DRAWS = """from masalih import data
from masalih.charts import Chart
rows = data.observations("isis_attacks_iraq_joc")
n = len(rows)
Chart("fig-x", "Attacks fell", "attacks a year").line(rows)
"""
OTHER = {
    "PYTHONHASHSEED": "2",
    "TZ": "Asia/Baghdad",
    "LC_ALL": "C",
    "PYTHONUTF8": "0",
    "PYTHONCOERCECLOCALE": "0",
}  # not even UTF-8


def start(book, *options, before=(), **environment):
    """A running `masalih build`, leader of its own group of processes."""
    plain = {
        name: value
        for name, value in os.environ.items()
        if name not in ("PYTHONUTF8", "PYTHONHASHSEED", "SOURCE_DATE_EPOCH")
    }
    command = [*before, sys.executable, "-m", "masalih", "build", "--root", str(book), *options]
    return subprocess.Popen(
        command,
        cwd=book,
        env={**plain, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def finish(process):
    """(status, output, errors) of a build, as text."""
    out, err = process.communicate()
    return process.returncode, out.decode("utf-8"), err.decode("utf-8")


def works(book, *options, **environment):
    status, out, err = finish(start(book, *options, **environment))
    assert status == 0, err
    return out


def fails(book, *options, **environment):
    """The faults of a build that must fail, in plain words."""
    return refused(start(book, *options, **environment))


def refused(running):
    status, out, err = finish(running)
    assert status == 1, out + err
    return told(err)


def told(err):
    """The faults that a build printed, in plain words."""
    assert "The book was not built" in err
    assert "Traceback" not in err and "Exception" not in err, err
    return [line.removeprefix("  ✗ ") for line in err.splitlines() if line.startswith("  ✗ ")]


@pytest.fixture
def forked(monkeypatch):
    tiny_book.fork(monkeypatch)


def builds(book, edition):
    """Build one edition here; {name: bytes} of its site."""
    build.build(book, [edition])
    return contents(book / "_build/site" / edition)


def contents(folder):
    """{name: bytes} of everything in a site."""
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()
    }


def assert_same(found, expected):
    assert sorted(found) == sorted(expected)
    assert [name for name in found if found[name] != expected[name]] == []


def fill(book):
    """Let a tiny book hold all that a build makes: a chart, shown twice; words; downloads."""
    write(
        book,
        "notebooks/x.ipynb",
        json.dumps(
            notebook(*GOOD["cells"][:2], code(DRAWS), *GOOD["cells"][3:]), ensure_ascii=False
        ),
    )
    for language in ("ar", "en"):
        write(
            book,
            f"book/{language}/index.md",
            "(home)=\n# Book\n\n```{chart} fig-x\n```\n\n{numref}`fig-x` {ref}`ch`\n\n"
            "```{catalogue} downloads\n```\n",
        )
    return book


def hold(book, source):
    """Let the book hold one code cell and a sentence about its `n`, and nothing else."""
    tell(book, source)
    for language in ("ar", "en"):
        write(book, f"book/{language}/index.md", "(home)=\n# Book\n\n{ref}`ch`\n")


@pytest.fixture
def book(tmp_path, built):
    """The sources of that book, not built yet."""
    return shutil.copytree(
        built, tmp_path / "كتاب صغير جدا", ignore=shutil.ignore_patterns("_build")
    )


@pytest.fixture(scope="module")
def built(tmp_path_factory, root):
    """That book, built once; nobody changes it."""
    made = fill(make_tiny(tmp_path_factory.mktemp("built") / "book", root))
    with pytest.MonkeyPatch.context() as patched:
        tiny_book.fork(patched)
        build.build(made)
    return made


@pytest.fixture
def ready(built, tmp_path):
    """A copy of the built book: pages are read again in another folder, but no cell runs again."""
    return shutil.copytree(built, tmp_path / "book", symlinks=True)


# ---------------------------------------------------------------- the same


def test_the_same_bytes_in_another_folder_zone_locale_and_order(book, built):
    works(book, **OTHER)
    expected = contents(built / "_build/site")
    assert (
        len(expected) > 100
        and {"ar/search-index.js", "ar/_images/fig-x-wide.svg", "en/_data/shared-interests.zip"}
        <= expected.keys()
    )
    assert any(name.endswith(".whl") for name in expected) and any(
        name.endswith(".woff2") for name in expected
    )
    assert_same(contents(book / "_build/site"), expected)
    text = b"".join(
        content
        for name, content in expected.items()
        if name.endswith((".html", ".js", ".svg", ".ipynb", ".json"))
    )
    assert str(built).encode() not in text and str(Path.home()).encode() + b"/" not in text, (
        "no page tells where it was built"
    )


def test_ordinary_kernels_give_the_same_bytes(book, built, forked, monkeypatch):
    monkeypatch.setenv("JUPYTER_DEFAULT_PROVISIONER_NAME", "local-provisioner")
    assert_same(builds(book, "en"), contents(built / "_build/site/en"))


def test_a_kernel_listens_on_no_port_that_was_chosen_before_it_started(book, forked):
    """Another program could have taken it by then.

    (A kernel's pipe to itself has a port, chosen and taken at once.)
    """
    hold(
        book,
        "import psutil\nfrom ipykernel.connect import get_connection_info\n"
        "if type(get_ipython()).__name__ == 'ZMQInteractiveShell':  # not when it is run again\n"
        "    told = get_connection_info(unpack=True).items()\n"
        "    chosen = {port for name, port in told if name.endswith('_port')}\n"
        "    assert len(chosen) == 5\n"
        "    taken = {one.laddr.port for one in psutil.Process().net_connections('inet')}\n"
        "    assert not chosen & taken\nn = 1",
    )
    builds(book, "en")


def test_a_changed_book_equals_one_built_anew(ready, tmp_path, forked):
    """A title, a figure and a page go: nothing of them may stay, on any page."""
    for name in ("ar", "en"):
        write(ready, f"book/{name}/more.md", "# More\n\n{numref}`fig-x`\n")
        tiny_book.contents(ready, name, "notebooks/x", f"book/{name}/more")
    first = (
        'Chart("fig-0", "Another", "attacks a year")'
        '.line(data.observations("isis_attacks_iraq_joc"))\n'
    )
    draws = code(DRAWS.replace("Chart(", f"{first}\nChart("))
    cells = notebook(*GOOD["cells"][:2], draws, *GOOD["cells"][3:])
    write(ready, "notebooks/x.ipynb", json.dumps(cells))
    builds(ready, "ar")
    later = DRAWS.replace("fig-x", "fig-z").replace("Attacks fell", "Attacks rose")
    time.sleep(1.1)  # Sphinx compares times of whole seconds on some file systems
    for name in ("ar", "en"):
        (ready / f"book/{name}/more.md").rename(ready / f"book/{name}/less.md")
        write(ready, f"book/{name}/less.md", "# Less\n\n{numref}`fig-z`\n")
        write(ready, f"book/{name}/index.md", "(home)=\n# Title\n\n{ref}`ch`\n")
        tiny_book.contents(ready, name, "notebooks/x", f"book/{name}/less")
    cells = notebook(*pair("(ch)=\n# باب", "(ch)=\n# Part"), code(later), *GOOD["cells"][3:])
    write(ready, "notebooks/x.ipynb", json.dumps(cells))
    found = builds(ready, "ar")
    anew = shutil.copytree(ready, tmp_path / "anew", ignore=shutil.ignore_patterns("_build"))
    assert_same(found, builds(anew, "ar"))


def test_the_book_itself_built_anew_elsewhere_is_the_same(site, root, tmp_path):
    """Every cell runs again there, so what earlier builds left in the site meets a cold one."""
    left_out = shutil.ignore_patterns("_build", ".venv", ".git", "__pycache__", ".*_cache")
    other = shutil.copytree(root, tmp_path / "الكتاب مرة أخرى", ignore=left_out)
    works(other, **OTHER, PYTHONPATH=str(other / "src"))
    assert_same(contents(other / "_build/site"), contents(site))


# ---------------------------------------------------------------- stopped


def test_a_build_killed_at_any_moment_goes_on_to_the_same_bytes(book, built):
    expected = contents(built / "_build/site/en")
    moments = random.Random(8)
    for stop in (signal.SIGKILL, signal.SIGTERM, signal.SIGKILL, signal.SIGKILL):
        running = start(book, "--edition", "en")
        # Pages of two; then some time more, so that it is killed while it reads, runs, writes
        # and copies.
        progress = moments.randint(0, 1)
        while progress and running.poll() is None:
            progress -= running.stdout.readline().startswith(b"[")
        time.sleep(moments.random() * 2)
        (os.killpg if stop == signal.SIGKILL else os.kill)(running.pid, stop)
        running.communicate()
    works(book, "--edition", "en")
    assert_same(contents(book / "_build/site/en"), expected)


def test_a_build_killed_while_it_writes_leaves_no_page_behind_its_data(ready, data_copy, forked):
    tell(
        ready,
        "from masalih import data\n"
        'rows = data.observations("isis_attacks_iraq_joc").set_index("id")\n'
        'n = int(rows.value["isis-001"])\n',
    )
    for language in ("ar", "en"):
        text = "(home)=\n# Book\n\n{ref}`ch`\n\n```{catalogue} downloads\n```\n"
        write(ready, f"book/{language}/index.md", text)
    builds(ready, "en")
    rows = data_copy / "observations/isis.csv"
    rows.write_text(re.sub(r"(?m)^(isis-001,.*?),42,", r"\1,43,", rows.read_text("utf-8")), "utf-8")
    confirm.confirm(validation.Package(data_copy), ["isis-001"])
    left = ready / "_build/en/_build/.doctrees/unsettled.json"
    running = start(ready, "--edition", "en")
    while running.poll() is None and not (
        left.exists() and '"write": true' in left.read_text("utf-8")
    ):
        time.sleep(0.005)
    os.killpg(running.pid, signal.SIGKILL)
    running.communicate()
    assert left.exists(), "the build was killed before its end"
    builds(ready, "en")
    assert "The number 43" in re.sub(
        "<.*?>", "", (ready / "_build/site/en/notebooks/x.html").read_text("utf-8")
    )


def test_two_builds_at_once_take_turns(ready):
    expected = contents(ready / "_build/site")
    done = [finish(one) for one in [start(ready, "--edition", "en") for _ in range(2)]]
    assert [status for status, *_ in done] == [0, 0], done
    assert sum("waiting for its end" in out for _, out, _ in done) == 1
    assert_same(contents(ready / "_build/site"), expected)


def parent(pid):
    return int(Path("/proc", str(pid), "stat").read_text().rsplit(")", 1)[1].split()[1])


def sleeping(book, folder):
    """A build of the English edition that runs a cell.

    Gives the build, and by number its kernel, what that was forked from, what started that.
    """
    told = folder / "kernel"
    hold(
        book,
        "import os, pathlib, time\n"
        f"pathlib.Path({str(told)!r}).write_text(f'{{os.getpid()}}.')\n"
        "time.sleep(120)",
    )
    running = start(book, "--edition", "en")
    while not (told.exists() and told.read_text().endswith(".")):
        assert running.poll() is None, "the build ended before its cell ran"
        time.sleep(0.05)
    kernel = int(told.read_text().rstrip("."))
    return running, kernel, parent(kernel), parent(parent(kernel))


def assert_they_end(*processes):
    last = time.monotonic() + 30
    while left := [pid for pid in processes if Path("/proc", str(pid)).exists()]:
        assert time.monotonic() < last, f"still running: {left}"
        time.sleep(0.05)


def test_a_build_process_that_is_killed_is_no_success_and_leaves_no_kernel(book, tmp_path):
    running, kernel, kernels, process = sleeping(book, tmp_path)
    os.kill(process, signal.SIGKILL)
    [fault] = refused(running)
    assert fault.startswith("[en] the build was killed (signal 9")
    assert_they_end(kernel, kernels)


def test_a_build_that_is_killed_with_all_it_started_leaves_no_kernel(book, tmp_path):
    running, kernel, kernels, _ = sleeping(book, tmp_path)
    os.killpg(running.pid, signal.SIGKILL)
    running.communicate()
    assert_they_end(kernel, kernels)


# ---------------------------------------------------------------- a disk that refuses


@pytest.mark.parametrize(
    "file",
    [
        "_build/en/_build/html/_images/fig-x-wide.svg",
        "_build/en/_build/.doctrees/environment.pickle",
        "_build/site/en/notebooks/x.html.part",  # of what is written whole or not at all
    ],
)
def test_a_full_disk_is_told_once(ready, file, forked, capsys):
    expected = contents(ready / "_build/site")
    (ready / file.removesuffix(".part")).unlink()
    (ready / file).symlink_to("/dev/full")
    write(ready, "book/en/index.md", (ready / "book/en/index.md").read_text("utf-8"))
    assert build.main(ready, ["en"]) == 1
    [fault] = told(capsys.readouterr().err)
    assert "the disk is full: free some space" in fault
    (ready / file).unlink(missing_ok=True)
    builds(ready, "en")
    assert_same(contents(ready / "_build/site"), expected)


def test_a_full_disk_is_one_fault_for_all_its_files():
    full = "WARNING: error writing file /x/{}.html: [Errno 28] No space left on device"
    assert build.explain([full.format(1), full.format(2), "something else"]) == [
        atomic_files.REMEDIES[errno.ENOSPC]
    ]


def without_rights():
    """What to run a command with so that modes of files hold for it: without root's power."""
    powers = "-dac_override,-dac_read_search"
    return (
        ["setpriv", f"--bounding-set={powers}", f"--inh-caps={powers}"] if os.geteuid() == 0 else []
    )


def lock_away(folder):
    for path in [folder, *folder.rglob("*")]:
        if "_build" not in path.relative_to(folder).parts:
            path.chmod(0o555 if path.is_dir() else 0o444)


def test_sources_may_be_read_only_but_the_folder_of_the_build_may_not(book, ready):
    expected = contents(ready / "_build/site")
    lock_away(ready)
    lock_away(book)
    try:
        [fault] = fails(book, before=without_rights())
        assert f"{book}/_build could not be written: you may not write there" in fault
        works(ready, "--edition", "en", before=without_rights())
    finally:
        for folder in (book, ready):
            for path in [folder, *folder.rglob("*")]:
                if path.is_dir():
                    path.chmod(0o755)
    assert_same(contents(ready / "_build/site"), expected)


# ---------------------------------------------------------------- another system


def test_windows_line_ends_give_the_same_pages(ready, forked):
    expected = contents(ready / "_build/site/ar")
    for path in [
        *ready.glob("*.yml"),
        *(ready / "notebooks").glob("*.ipynb"),
        *(p for p in (ready / "book").rglob("*") if p.suffix in {".md", ".css", ".js", ".html"}),
    ]:
        path.write_bytes(path.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
    found = builds(ready, "ar")
    pages = [name for name in expected if name.startswith(("book", "notebooks"))]
    pages += [name for name in expected if name.endswith(".ipynb")]
    assert len(pages) > 2
    assert [n for n in pages if unversioned(found[n]) != unversioned(expected[n])] == []


def unversioned(content):
    """A page without the hashes in the addresses of its files."""
    return re.sub(rb'\?v=[^"]*', b"", content)


def test_windows_line_ends_in_a_table_are_named(book, data_copy):
    rows = data_copy / "observations/isis.csv"
    rows.write_bytes(rows.read_bytes().replace(b"\n", b"\r\n"))
    [fault] = fails(book)
    assert fault.startswith("observations/isis.csv:1: the line ends in a carriage return. Remedy:")


def test_a_locale_without_arabic_does_not_hide_a_fault(book):
    write(book, "notebooks/x.ipynb", json.dumps(notebook(*GOOD["cells"][:4])))
    [fault] = fails(book, **OTHER)
    assert "cell 4: its English twin is missing after it: “العدد" in fault


def test_a_missing_font_is_named(book, tmp_path):
    hides = tmp_path / "hides"
    write(
        hides,
        "sitecustomize.py",
        "import importlib.metadata as m\nfound = m.entry_points\n"
        "hidden = ('fontpkg.family', 'fonts_ttf')\n"
        "m.entry_points = lambda **of: [] if of.get('group') in hidden else found(**of)\n",
    )
    [fault] = fails(
        book,
        "--edition",
        "ar",
        PYTHONPATH=os.pathsep.join([str(hides), os.environ.get("PYTHONPATH", "")]),
    )
    assert "font family 'ibm-plex-sans-arabic' is not installed" in fault
