"""Takes what notebooks need out of a Pyodide distribution, and enters the library in its list.

Of some 350 packages a notebook loads thirty. The list, `pyodide-lock.json`, holds their hashes, and
by it a kernel loads what a cell imports.
"""

import email
import hashlib
import json
import shutil
import tarfile
import urllib.request
import zipfile
from pathlib import Path
from typing import NamedTuple

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from masalih.atomic_files import as_json

VERSION = "314.0.7"
ADDRESS = (
    f"https://github.com/pyodide/pyodide/releases/download/{VERSION}/pyodide-{VERSION}.tar.bz2"
)
SHA256 = "192b5864e6e6d30ab074861af800cb8b4acb0998ef0f9342c3367448aeb86645"  # of what it leads to
LOCK = "pyodide-lock.json"
CORE = ("pyodide.mjs", "pyodide.asm.wasm", "python_stdlib.zip")
LOADER = ("pyodide.asm.mjs", "pyodide.asm.js")  # one of them, by the age of the distribution
KERNEL = ("comm", "ipython", "jedi", "micropip", "sqlite3", "ssl")  # what its worker asks for
GIVE = f"give the full distribution, as a folder, a .tar.bz2 or an address such as {ADDRESS}"


class Refused(Exception):
    """What was given cannot be used; str() says in one line why, and what to give."""


class Wheel(NamedTuple):
    """A wheel for every system, as the list describes one."""

    path: Path
    name: str
    version: str
    requires: list[Requirement]
    imports: list[str]


def look(given):
    """Refused where `given` names nothing; what an address leads to is not asked."""
    if not given:
        raise Refused(f"Which Pyodide? Say PYODIDE=…: {GIVE}")
    if "://" not in given and not Path(given).expanduser().exists():
        raise Refused(f"There is no {given}: {GIVE}")


def opened(given, scratch):
    """The folder of the distribution that `given` names: a folder, an archive or an address.

    What is fetched or unpacked lies in the folder `scratch`, and is taken from there the next time.
    """
    if "://" in given:
        given = _fetched(given, scratch)
    path = Path(given).expanduser()
    if path.is_file():
        path = _unpacked(path, scratch)
    for folder in (path, path / "pyodide"):
        if (folder / LOCK).is_file():
            return folder
    raise Refused(f"There is no Pyodide in {given} (no {LOCK}): {GIVE}")


def _fetched(address, scratch):
    target = scratch / address.rsplit("/", 1)[-1]
    if not target.is_file():
        scratch.mkdir(parents=True, exist_ok=True)
        unfinished = target.with_name(f"{target.name}.part")
        try:
            with urllib.request.urlopen(address, timeout=60) as answer, unfinished.open("wb") as to:
                shutil.copyfileobj(answer, to)
        except (OSError, ValueError) as error:
            raise Refused(f"{address} did not come ({error}): {GIVE}") from error
        unfinished.replace(target)
    if address == ADDRESS and digest(target) != SHA256:
        target.unlink()
        raise Refused(f"{address} is not the file it was: its SHA-256 is another than {SHA256}")
    return str(target)


def _unpacked(archive, scratch):
    folder = scratch / "unpacked"
    shutil.rmtree(folder, ignore_errors=True)
    try:
        with tarfile.open(archive) as opened:
            opened.extractall(folder, filter="data")
    except (tarfile.TarError, EOFError, OSError) as error:
        raise Refused(f"{archive} cannot be unpacked ({error}): {GIVE}") from error
    return folder


def digest(path):
    """SHA-256 of a file, in hexadecimal digits."""
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def read(path):
    """The Wheel in a file."""
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        told = email.message_from_bytes(
            archive.read(next(name for name in names if name.endswith(".dist-info/METADATA")))
        )
    code = {name.split("/")[0].removesuffix(".py") for name in names if name.endswith(".py")}
    return Wheel(
        path,
        canonicalize_name(told["Name"]),
        told["Version"],
        [Requirement(one) for one in told.get_all("Requires-Dist", [])],
        sorted(name for name in code if name.isidentifier()),
    )


def take(source, wheels, target, needed):
    """Fill the new folder `target` with what the kernel and `wheels` need of the folder `source`.

    source: of a distribution; wheels: paths of files; needed: the Python of the kernel, as "3.14".
    Where the distribution brings a package, its own is taken. Refused where something is missing,
    damaged or of another version.
    """
    lock = json.loads((source / LOCK).read_text("utf-8"))
    packages = {canonicalize_name(name): entry for name, entry in lock["packages"].items()}
    ours = {one.name: one for one in map(read, wheels) if one.name not in packages}
    python = lock["info"]["python"]
    if python.split(".")[:2] != needed.split("."):
        raise Refused(f"This Pyodide has Python {python}, and JupyterLite needs {needed}: {GIVE}")
    entries = packages | {name: _entry(one, python) for name, one in ours.items()}
    for one in ours.values():
        _check(one, entries, python)
    kept = _closure(entries, [*ours, *(name for name in KERNEL if name in entries)])
    loader = [name for name in LOADER if (source / name).is_file()][:1] or LOADER[:1]
    files = {name: source / name for name in (*CORE, *loader)}
    files |= {
        entries[name]["file_name"]: ours[name].path
        if name in ours
        else source / entries[name]["file_name"]
        for name in kept
    }
    if missing := [name for name, path in files.items() if not path.is_file()]:
        raise Refused(f"{source} lacks {missing[0]} and {len(missing) - 1} other files: {GIVE}")
    target.mkdir(parents=True)
    for name, path in files.items():
        shutil.copyfile(path, target / name)
    for name in kept:
        if digest(target / entries[name]["file_name"]) != entries[name]["sha256"]:
            raise Refused(f"{source / entries[name]['file_name']} is damaged: {GIVE}")
    listed = {**lock, "packages": {name: entries[name] for name in kept}}
    (target / LOCK).write_text(as_json(listed), "utf-8")


def _entry(wheel, python):
    """What the list says of a wheel."""
    return {
        "name": wheel.name,
        "version": wheel.version,
        "file_name": wheel.path.name,
        "install_dir": "site",
        "sha256": digest(wheel.path),
        "package_type": "package",
        "imports": wheel.imports,
        "depends": [canonicalize_name(one.name) for one in _asked(wheel, python)],
        "unvendored_tests": False,
    }


def _asked(wheel, python):
    """What a wheel requires in the browser."""
    there = {
        "extra": "",
        "os_name": "posix",
        "platform_machine": "wasm32",
        "platform_system": "Emscripten",
        "python_full_version": python,
        "python_version": ".".join(python.split(".")[:2]),
        "sys_platform": "emscripten",
    }
    return [one for one in wheel.requires if not one.marker or one.marker.evaluate(there)]


def _check(wheel, entries, python):
    """Refused where the distribution has not what a wheel requires."""
    for one in _asked(wheel, python):
        found = entries.get(canonicalize_name(one.name))
        if not found:
            raise Refused(f"This Pyodide has no {one.name}, which {wheel.name} needs: {GIVE}")
        if not one.specifier.contains(found["version"], prereleases=True):
            has = f"{one.name} {found['version']}"
            raise Refused(f"This Pyodide has {has}, and {wheel.name} needs {one}: {GIVE}")


def _closure(entries, names):
    """`names` and all that they depend on, sorted."""
    found, waiting = set(), list(names)
    while waiting:
        name = canonicalize_name(waiting.pop())
        if name not in found and name in entries:
            found.add(name)
            waiting += entries[name]["depends"]
    return sorted(found)
