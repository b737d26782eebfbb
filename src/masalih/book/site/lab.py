"""`masalih lab`: the downloads of the built site in a folder of their own, to work in.

Nothing that is done there touches the checkout, and what was changed there is never written over.
"""

import hashlib
import json
import os
import subprocess
import sys

from masalih.book.base import atomic_files
from masalih.book.lite import offer
from masalih.translation import EDITIONS

COPIED = ".copied.json"  # {name: hash of the notebook as it was put there}


def bring(site, folder):
    """Put the notebooks of both editions into `folder`; return names of those that stay changed.

    A notebook that is as it was put there gives way to a newer one.
    """
    record = folder / COPIED
    before = json.loads(record.read_text("utf-8")) if record.is_file() else {}
    now, kept = {}, []
    for name, path in offer.notebooks(site).items():
        content, target = path.read_bytes(), folder / name
        now[name] = _hash(content)
        if target.is_file() and _hash(target.read_bytes()) not in (now[name], before.get(name)):
            now[name] = before.get(name, "")
            kept.append(name)
        else:
            atomic_files.write(target, content)
    atomic_files.write(record, json.dumps(now, indent=1))
    return kept


def _hash(content):
    return hashlib.sha256(content).hexdigest()


def main(root):
    """The command: bring the notebooks, say where, open JupyterLab; return its exit status."""
    site, folder = root / "_build" / "site", root / "_build" / "lab"
    if not all((site / edition / "_sources").is_dir() for edition in EDITIONS):
        print("There is no site of both editions yet: run `make book` first.", file=sys.stderr)
        return 1
    kept = bring(site, folder)
    print(f"Notebooks to work in: {folder} (ar, en); `make clean` leaves them.")
    for name in kept:
        print(f"  {name}: changed by you, kept; delete it there to get the book's own again")
    as_root = ["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    command = [sys.executable, "-m", "jupyterlab", *as_root, str(folder)]
    return subprocess.run(command, check=False).returncode
