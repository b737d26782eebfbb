"""A book of two pages that tests build and break, and a way to build it that loads Sphinx once.

Most of what a tiny build costs is the same for every book: the loading of Sphinx and, for its
kernel, of pandas and matplotlib, the packing of the typeface, the mirroring of the theme's styles.
`fork` has `masalih.book.site.build` fork its editions, and these their kernels, from one process
that has loaded all of it, where an editor's build starts Python anew; packed and mirrored files
are taken from an earlier build. What a build does is the same; test_survive.py asks the command
itself.
"""

import hashlib
import json
import multiprocessing
import os
import runpy
import shutil
import subprocess
import sys
import warnings
from multiprocessing import forkserver, reduction
from pathlib import Path
from types import SimpleNamespace

import pytest
import tinycss2

from masalih.book import PARTS
from masalih.book.base import atomic_files
from masalih.book.editions import rtl
from masalih.book.site import build

ROOT = Path(__file__).parents[1]
MIRRORED = ROOT / ".pytest_cache" / "d" / "mirrored"  # styles as rtl.py has rewritten them

# ---------------------------------------------------------------- a small bilingual notebook


def passage(text, language, tags=()):
    """A Markdown cell of one language, wrapped as authors wrap it."""
    source = f'<div dir="rtl">\n\n{text}\n\n</div>' if language == "ar" else text
    return {
        "cell_type": "markdown",
        "id": f"m{abs(hash((text, language))) % 10**9}",
        "metadata": {"tags": [f"lang-{language}", *tags]},
        "source": source,
    }


def pair(arabic, english):
    return [passage(arabic, "ar"), passage(english, "en")]


def code(source, *tags):
    return {
        "cell_type": "code",
        "id": f"c{abs(hash(source)) % 10**9}",
        "metadata": {"tags": list(tags)} if tags else {},
        "source": source,
        "outputs": [],
        "execution_count": None,
    }


def notebook(*cells):
    return {
        "cells": list(cells),
        "metadata": {
            "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }


GOOD = notebook(
    *pair("(ch)=\n# فصل", "(ch)=\n# Chapter"),
    code("n = 5"),
    *pair("العدد {eval}`n`.", "The number {eval}`n`."),
)

# ---------------------------------------------------------------- the book


def make_tiny(book, root=ROOT):
    """The sources of a book in the folder `book`: a first page and a notebook, in both editions."""
    for name in ("_config.yml", "_config.en.yml"):
        book.mkdir(exist_ok=True)
        shutil.copy(root / name, book / name)
    for name in ("assets", "templates"):
        shutil.copytree(root / "book" / name, book / "book" / name)
    for language, title in (("ar", "كتاب"), ("en", "Book")):
        write(book, f"book/{language}/index.md", f"(home)=\n# {title}\n\n{{ref}}`ch`\n")
        contents(book, language, "notebooks/x")
    write(book, "notebooks/x.ipynb", json.dumps(GOOD))
    for packed in ("_build/fonts", "_build/en/_build/fonts"):
        if (root / packed).is_dir():
            shutil.copytree(root / packed, book / packed)
    return book


@pytest.fixture
def tiny(tmp_path, monkeypatch):
    """The sources of a tiny book; `build.build` builds it by forks."""
    fork(monkeypatch)
    return make_tiny(tmp_path / "كتاب صغير جدا")  # spaces and Arabic belong to a folder's name


def write(book, name, text):
    path = book / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def contents(book, language, *pages, root="index"):
    """Write the table of contents of an edition."""
    chapters = "".join(f"- file: {page}\n" for page in pages)
    text = f"format: jb-book\nroot: book/{language}/{root}\nchapters:\n{chapters}"
    write(book, "_toc.yml" if language == "ar" else f"_toc.{language}.yml", text)


def tell(book, source, arabic="العدد {eval}`n`.", english="The number {eval}`n`."):
    """Let the notebook hold one code cell and one sentence about it."""
    cells = [
        *pair("(ch)=\n# فصل", "(ch)=\n# Chapter"),
        code(source, "remove-output"),
        *pair(arabic, english),
    ]
    write(book, "notebooks/x.ipynb", json.dumps(notebook(*cells)))


def faults_of(book, edition="ar"):
    """The faults of a build that must fail."""
    with pytest.raises(build.Faults) as caught:
        build.build(book, [edition])
    return caught.value.args[0]


def page(book, name="notebooks/x", edition="ar"):
    return (book / "_build" / "site" / edition / f"{name}.html").read_text("utf-8")


# ---------------------------------------------------------------- builds that load Sphinx once

LOADED = [
    "pytest",
    "jupyter_book.sphinx",
    "myst_nb.sphinx_ext",
    "sphinx.builders.html",
    "sphinx_book_theme",
    "sphinx_comments",
    "sphinx_copybutton",
    "sphinx_design",
    "sphinx_exercise",
    "sphinx_external_toc",
    "sphinx_togglebutton",
    "masalih.book.execute.preloaded",
    *(f"masalih.book.{part}" for part in PARTS),
]


class Fork:
    """`python -m module …` as a fork of a process that has loaded Sphinx.

    It has what `build` asks of subprocess.Popen.
    """

    def __init__(self, command, *, cwd, env, pass_fds, **_):
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(LOADED)
        forkserver.ensure_running()
        (out, told), (err, complained) = os.pipe(), os.pipe()
        fds = [Passed(fd) for fd in (told, complained, *pass_fds)]
        address = forkserver._forkserver._forkserver_address
        self._process = context.Process(target=run, args=(command[2:], str(cwd), env, address, fds))
        self._process.start()
        self.terminate = self._process.terminate
        for fd in (told, complained):
            os.close(fd)
        self.stdout, self.stderr = (
            os.fdopen(fd, encoding="utf-8", errors="replace") for fd in (out, err)
        )

    def wait(self):
        self._process.join()
        return self._process.exitcode


class Passed:
    """A file of this process that arrives in the fork under the number it has there."""

    def __init__(self, fd):
        self.fd = fd

    def __reduce__(self):
        return arrived, (reduction.DupFd(self.fd),)


def arrived(passed):
    return passed.detach()


def run(arguments, folder, environment, address, fds):
    """Be `python -m` with these arguments. Kernels are forked from where this process was."""
    own = forkserver._forkserver
    own._forkserver_address, own.ensure_running = address, lambda: None
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    os.dup2(fds[0], 1)
    os.dup2(fds[1], 2)
    for fd in fds[:2]:
        os.close(fd)
    sys.stdout, sys.stderr = (
        os.fdopen(fd, "w", 1, "utf-8", "backslashreplace", closefd=False) for fd in (1, 2)
    )
    rtl.logical = remembered(rtl.logical)
    module, *sys.argv[1:] = arguments
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # the module is loaded already
        runpy.run_module(module, run_name="__main__", alter_sys=True)


def remembered(logical):
    """`rtl.logical`, which takes what it gave for the same styles in an earlier build."""
    code = Path(rtl.__file__).read_bytes() + tinycss2.__version__.encode()

    def mirrored(css):
        kept = MIRRORED / hashlib.sha256(code + css.encode("utf-8")).hexdigest()
        if not kept.exists():
            atomic_files.write(kept, logical(css).encode("utf-8"))
        return kept.read_text("utf-8")

    return mirrored


def fork(monkeypatch):
    """Let `build.build` fork its editions."""
    monkeypatch.setattr(build, "subprocess", SimpleNamespace(Popen=Fork, PIPE=subprocess.PIPE))
