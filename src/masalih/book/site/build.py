"""`masalih build`: both editions side by side, then one site of them.

It prints one line a page, and one clear line a fault.
"""

import filecmp
import os
import re
import secrets
import shutil
import signal
import subprocess
import sys
import threading
import time
import zipfile
from pathlib import Path

from masalih import validation
from masalih.book.base import atomic_files, config
from masalih.book.base.addresses import DOWNLOADS
from masalih.book.base.edition import EDITIONS, PROGRESS
from masalih.book.editions import twins
from masalih.book.lite import offer
from masalih.book.site import bundles

FAULT = re.compile(r"\b(WARNING|ERROR|CRITICAL): ")
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
HANDLER = re.compile(r"^Handler <.*> for event '[\w-]+' threw an exception \(exception: (.*)\)$")
PLAIN = "masalih: "  # starts the one line that says all, where Sphinx would print a traceback


class Faults(Exception):
    """The book cannot be built; args[0] is a list of lines for the editor."""


def output(root, edition):
    """The `_build` folder of an edition; `jupyter-book build .` puts the Arabic one there too."""
    return root / "_build" if edition == "ar" else root / "_build" / edition / "_build"


def configure(root, edition):
    """(configuration file, table of contents) of an edition; English is merged from differences."""
    import yaml

    if edition == "ar":
        return root / "_config.yml", root / "_toc.yml"
    target = output(root, edition).parent / "_config.yml"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(
        yaml.safe_dump(config.read(root, edition), allow_unicode=True, sort_keys=False), "utf-8"
    )
    return target, root / f"_toc.{edition}.yml"


def edition(root, name):
    """Build one edition in this process, as `jupyter-book build` would; return the exit status."""
    from jupyter_book.sphinx import build_sphinx

    settings, toc = configure(root, name)
    overrides = {"external_toc_path": toc.as_posix(), "latex_individualpages": False}
    result = build_sphinx(
        root,
        output(root, name) / "html",
        noconfig=True,
        path_config=settings,
        confoverrides=overrides,
        warningiserror=True,
        keep_going=True,
        quiet=True,
    )
    if isinstance(result, Exception) and atomic_files.refusal(result):
        raise result
    return 0 if result == 0 else 1


class Child:
    """A process of a build: passes on progress, keeps complaints."""

    def __init__(self, root, name, lock, module, *arguments, **more):
        self.name = name
        environment = {
            # kernels.py; whoever wants others says so.
            "JUPYTER_DEFAULT_PROVISIONER_NAME": "masalih-warm",
            **os.environ,
            PROGRESS: "1",
            "BOOK_LANG": name,
            "PYTHONUTF8": "1",
            "PYDEVD_DISABLE_FILE_VALIDATION": "1",
            **more,
        }
        command = [sys.executable, "-m", module, *arguments]
        self.process = subprocess.Popen(
            command,
            cwd=root,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            errors="replace",
            pass_fds=[lock],
        )
        self.errors = []
        self.threads = [
            threading.Thread(target=self._pass_on, args=[self.process.stdout]),
            threading.Thread(target=self._keep, args=[self.process.stderr]),
        ]
        for thread in self.threads:
            thread.start()

    def _pass_on(self, lines):
        for line in lines:
            if line.startswith("["):
                print(line, end="", flush=True)

    def _keep(self, lines):
        self.errors += [COLOUR.sub("", line.rstrip()) for line in lines]

    def faults(self):
        """Wait for the end; return what went wrong as lines, [] when all is well."""
        for thread in self.threads:
            thread.join()
        status = self.process.wait()
        if status == 0:
            return []
        killed = (
            f"the build was killed (signal {-status}; the system does so when memory runs out): "
            "build again"
        )
        return [
            f"[{self.name}] {line}" for line in ([killed] if status < 0 else explain(self.errors))
        ]


def explain(lines):
    """Pick the lines an editor can act on from what was printed; everything, when there is none.

    A full disk is told once, not for each file.
    """
    plain = [line.removeprefix(PLAIN) for line in lines if line.startswith(PLAIN)]
    faults = [FAULT.sub("", line) for line in lines if FAULT.search(line)]
    refused = list(dict.fromkeys(filter(None, map(atomic_files.remedy, faults))))
    if plain or refused:
        return plain or refused
    for number, line in enumerate(lines):
        if line.startswith(("Extension error", "Configuration error", "Sphinx error")):
            faults += (
                [HANDLER.sub(r"\1", text) for text in lines[number + 1 :] if text.strip()]
                if line.rstrip().endswith(":")
                else [line]
            )
            break
    return list(dict.fromkeys(faults)) or [line for line in lines if line.strip()]


def build(root, editions=EDITIONS):
    """Build the editions and the site in `root`/_build/site; raise Faults with one line a fault.

    A build that is already running is waited for.
    """
    with atomic_files.alone(root / "_build") as lock:
        faults = twins.check(root) or list(map(str, validation.check(second_opinion=False)))
        faults = faults or [fault for one in _run(root, editions, lock) for fault in one.faults()]
        faults = faults or _repeat(root, editions, lock).faults()
        if faults:
            raise Faults(faults)
        assemble(root, editions)


def _run(root, editions, lock):
    """The editions, each built to its end by a process; whoever stops this one stops them too."""
    module = "masalih.book.site.build"
    running = [Child(root, name, lock, module, str(root), name) for name in editions]
    try:
        for one in running:
            one.process.wait()
    except BaseException:
        for one in running:
            one.process.terminate()
            one.process.wait()
        raise
    return running


def _repeat(root, editions, lock):
    """The notebooks that ran, run again: of one edition, for the code of both is the same."""
    name = "ar" if "ar" in editions else editions[0]
    seed = str(secrets.randbelow(2**32))  # the order of a set differs from one seed to another
    folder = str(output(root, name) / ".executed")
    return Child(root, name, lock, "masalih.book.execute.repeat", folder, PYTHONHASHSEED=seed)


def assemble(root, editions=EDITIONS):
    """Bring `_build/site` up to date: copy only files that changed, remove what is gone."""
    # Here, because they load Sphinx.
    from masalih.book.changes import page as changes
    from masalih.book.site import figure_pages, own_pages as own, series_pages

    site = root / "_build" / "site"
    for name in editions:
        try:
            mirror(output(root, name) / "html", site / name)
        except bundles.OutdatedPage as error:
            raise Faults([f"[{name}] {error}"]) from error
    # Some hosts leave out folders that start with _ unless they find this.
    if not (site / ".nojekyll").exists():
        (site / ".nojekyll").touch()
    write_data(site / "data")
    series_pages.write(root, site)
    figure_pages.write(root, site)
    offer.place(root / "_build" / offer.FOLDER, site)
    changes.write(root, site)
    own.write(root, site)  # last, for it says what the site holds


def write_data(folder):
    """The data package, a file each, where programs can ask for one table by its address.

    Its files are those of the zip that each edition offers.
    """
    from masalih import export

    offered = folder.parent.glob(f"*/{DOWNLOADS}/{export.NAME}.zip")
    with zipfile.ZipFile(max(offered, key=lambda path: path.stat().st_mtime)) as packed:
        files = {name: packed.read(name) for name in packed.namelist()}
    for path in [path for path in folder.rglob("*") if path.is_file()]:
        if path.relative_to(folder).as_posix() not in files:
            path.unlink()
    for name, content in files.items():
        atomic_files.renew(folder / name, content)


def mirror(source, target):
    """Make the folder `target` hold what readers need of `source`, packed."""
    found = (path.relative_to(source) for path in source.rglob("*") if path.is_file())
    names = {path.as_posix() for path in found if _for_readers(path)}
    packed = bundles.pack(source, names)
    wanted = {name for name in names | packed.keys() if packed.get(name, b"") is not None}
    for path in [
        p
        for p in target.rglob("*")
        if p.is_file() and p.relative_to(target).as_posix() not in wanted
    ]:
        path.unlink()
    for name in wanted:
        if name in packed:
            atomic_files.renew(target / name, packed[name])
        else:
            _copy(source / name, target / name)


def _for_readers(path):
    """False for what the build keeps for itself or the theme ships without using it."""
    own = path.name in {".buildinfo", "searchindex.js"} or path.parts[0] == "reports"
    spare = path.parts[0] == "_static" and (
        path.suffix in {".map", ".html", ".ttf"} or path.name.startswith("fontawesome.js")
    )
    return not own and not spare


def _copy(new, old):
    if not old.exists() or not filecmp.cmp(new, old, shallow=False):
        old.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(new, old)


def main(root, editions=EDITIONS):
    """The command: build, say where to look; return the exit status."""
    start = time.monotonic()
    signal.signal(
        signal.SIGTERM, lambda *_: sys.exit("stopped before the end")
    )  # like Ctrl-C, so that what it started ends with it
    try:
        build(root, editions)
    except (Faults, KeyboardInterrupt, OSError) as error:
        faults = _faults(error)
        print(f"\nThe book was not built: {len(faults)} fault(s).", file=sys.stderr)
        print("\n".join(f"  ✗ {fault}" for fault in faults), file=sys.stderr)
        return 1
    print(
        f"Built in {time.monotonic() - start:.0f} s: {root / '_build' / 'site' / 'index.html'}\n"
        "Show it with: make serve"
    )
    return 0


def _faults(error):
    """What ended a build, as lines for the editor; raises again what is nobody's fault but ours."""
    if isinstance(error, Faults):
        return error.args[0]
    if isinstance(error, KeyboardInterrupt):
        return ["stopped by hand before the end; the next build goes on from here"]
    if atomic_files.refusal(error):
        return [atomic_files.refusal(error)]
    raise error


if __name__ == "__main__":
    try:
        sys.exit(edition(Path(sys.argv[1]), sys.argv[2]))
    except OSError as error:
        sys.exit(f"{PLAIN}{atomic_files.refusal(error) or error}")
