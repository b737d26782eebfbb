"""Builds the book of a revision of git, in a folder of its own, so that it can be compared."""

import contextlib
import os
import shutil
import subprocess
import sys
import tarfile

from masalih import atomic_files, checkout


class NoRecord(Exception):
    """There is nothing to compare at an address; str() says what to do."""


def commit(root, name):
    """The full id of what `name`, such as v0.1.0 or HEAD~3, means in the checkout `root`."""
    command = ["git", "-C", str(root), "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}"]
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    if found.returncode:
        raise NoRecord(
            f"{name}: neither a folder, nor a file, nor a revision of git. Remedy: name a built "
            "checkout, a file that `masalih record` wrote, or a revision such as v0.1.0."
        )
    return found.stdout.strip()


@contextlib.contextmanager
def built(root, id, folder):
    """Inside, `folder` holds the commit `id` of `root`, built with the packages of this process."""
    with atomic_files.alone(folder.parent):
        print(f"building {id[:12]}, once (some minutes)", file=sys.stderr, flush=True)
        shutil.rmtree(folder, ignore_errors=True)
        try:
            _unpack(root, id, folder)
            _build(id, folder)
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _unpack(root, id, folder):
    archive = ["git", "-C", str(root), "archive", id]
    with (
        subprocess.Popen(archive, stdout=subprocess.PIPE) as packed,
        tarfile.open(fileobj=packed.stdout, mode="r|") as files,
    ):
        files.extractall(folder, filter="data")


def _build(id, folder):
    """As the revision's own code builds, not ours."""
    environment = os.environ | {"PYTHONPATH": str(folder / "src")}
    environment.pop(checkout.DATA, None)
    command = [sys.executable, "-m", "masalih", "build"]
    ran = subprocess.run(command, cwd=folder, env=environment, stdout=sys.stderr, check=False)
    if ran.returncode:
        raise NoRecord(
            f"{id[:12]}: its book was not built, as said above; it may ask for other packages than "
            f"these. Remedy: git worktree add ../{id[:12]} {id[:12]}, make book there, and name "
            "that folder."
        )
