"""`masalih lite`: the notebooks of the built site as a JupyterLite, which needs no server.

It is made by JupyterLite's own command, with the wheel of the site and what notebooks need of the
Pyodide that was given.
"""

import shutil
import subprocess
import sys
from pathlib import Path

from masalih import export, validation
from masalih.atomic_files import as_json
from masalih.book.base import atomic_files
from masalih.book.lite import distribution, offer
from masalih.translation import EDITIONS, translator

KERNEL = "@jupyterlite/pyodide-kernel-extension"
APPS = ("lab", "notebooks", "tree")
WHEELS = Path(sys.prefix, "browser")  # of requirements/browser.txt: `make lite` brings them


def settings():
    """What JupyterLite is told of this book; nothing comes from another host."""
    name = " · ".join(translator(edition)("Shared Interests") for edition in EDITIONS)
    kernel = {f"{KERNEL}:kernel": {"disablePyPIFallback": True}}
    return {
        "jupyter-lite-schema-version": 0,
        "jupyter-config-data": {"appName": name, "litePluginSettings": kernel},
    }


def make(root, given):
    """Make `_build/lite` of the site in `root` and of the Pyodide that `given` names.

    Refused where that cannot be used; CalledProcessError, with what it printed, where JupyterLite
    fails.
    """
    site, scratch = root / "_build" / "site", root / "_build" / ".lite"
    from jupyterlite_pyodide_kernel.constants import PYODIDE_PYTHON_VERSION  # `make lite` has it

    source = distribution.opened(given, scratch)
    work = scratch / "work"
    shutil.rmtree(work, ignore_errors=True)
    wheels = [offer.wheel(site), *sorted(WHEELS.glob("*.whl"))]
    distribution.take(source, wheels, work / "static" / "pyodide", PYODIDE_PYTHON_VERSION)
    for name, path in offer.notebooks(site).items():
        target = work / "files" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    (work / "jupyter-lite.json").write_text(as_json(settings()), "utf-8")
    build(work, work / "made")
    (work / "made" / offer.MARK).write_text(offer.made_of(site), "utf-8")
    target = root / "_build" / offer.FOLDER
    shutil.rmtree(target, ignore_errors=True)
    (work / "made").rename(target)
    shutil.rmtree(work)
    return target


def build(work, out):
    """Run JupyterLite's own command in the folder `work`; it writes into the new folder `out`."""
    moment = export.moment(validation.Package(validation.root()))
    extension = Path(sys.prefix, "share/jupyter/labextensions", KERNEL)
    options = {
        "--lite-dir": work,
        "--contents": work / "files",
        "--output-dir": out,
        "--source-date-epoch": int(moment.timestamp()),
        "--LiteBuildConfig.federated_extensions": extension,
    }
    command = [sys.executable, "-m", "jupyterlite_core", "build"]
    command += [f"{name}={value}" for name, value in options.items()]
    command += [f"--apps={name}" for name in APPS]
    # What else lies in the environment is no business of the book's.
    command += ["--ignore-sys-prefix", "--no-sourcemaps", "--no-unused-shared-packages"]
    subprocess.run(command, cwd=work, check=True, capture_output=True, text=True)


def main(root, given, look=False):
    """The command: make it, offer it on the pages of the site; return the exit status."""
    site = root / "_build" / "site"
    try:
        distribution.look(given)
        if look:
            return 0
        if not (offer.notebooks(site) and offer.wheel(site)):
            raise distribution.Refused("There is no site of both editions yet: run `make book`.")
        with atomic_files.alone(root / "_build"):
            made = make(root, given)
            offer.place(made, site)
    except distribution.Refused as error:
        print(error, file=sys.stderr)
        return 1
    except subprocess.CalledProcessError as error:
        print(f"{error.stdout}{error.stderr}\nJupyterLite was not built.", file=sys.stderr)
        return 1
    size = sum(path.stat().st_size for path in made.rglob("*") if path.is_file())
    print(f"{size / 1e6:.0f} MB: {made}; the pages of the site offer it. Show it with: make serve")
    return 0
