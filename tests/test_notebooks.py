"""The notebooks as a re-runner and a reader meet them.

They run from clean without a network, and no number is typed into a sentence.
"""

import csv
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from masalih.book.editions import twins
from masalih.book.editions.notebooks import for_sphinx, keep_language
from masalih.book.site import build

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted(
    p for p in (ROOT / "notebooks").rglob("*.ipynb") if ".ipynb_checkpoints" not in p.parts
)
RUN = [path for path in NOTEBOOKS if path.parent.name != "questions"]  # those show no code
PAGES = sorted((ROOT / "book").glob("[ae][rn]/*.md"))


def name_of(path):
    return path.relative_to(ROOT / "notebooks").with_suffix("").as_posix()


GUARD = """
import socket
connect, lookup = socket.socket.connect, socket.getaddrinfo
HERE = ("127.0.0.1", "::1", "localhost", "0.0.0.0", "")
def local(address):
    return not isinstance(address, tuple) or str(address[0]) in HERE
def guarded_connect(self, address):
    if not local(address):
        raise OSError(f"the notebook reached for the network: {address}")
    return connect(self, address)
def guarded_lookup(host, *rest, **more):
    if not local((host or "",)):
        raise OSError(f"the notebook reached for the network: {host}")
    return lookup(host, *rest, **more)
socket.socket.connect, socket.getaddrinfo = guarded_connect, guarded_lookup
"""


# ---------------------------------------------------------------- running without a network


LOOPBACK = """
import fcntl, socket, struct
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
    fcntl.ioctl(control, 0x8914, struct.pack("16sh", b"lo", 0x41))  # SIOCSIFFLAGS: up and running
"""


def offline():
    """Command prefix that takes the network away altogether, where the system lets us.

    The guard above is there in any case. The new network has only its own loopback, which a
    kernel needs and which comes up by LOOPBACK.
    """
    if not shutil.which("unshare"):
        return []
    command = ["unshare", "--net"] if os.geteuid() == 0 else ["unshare", "--map-root-user", "--net"]
    return (
        command
        if subprocess.run(
            [*command, sys.executable, "-c", LOOPBACK], capture_output=True
        ).returncode
        == 0
        else []
    )


def execute(path, language):
    """In the child process: run a notebook of an edition; print what a reader should not see."""
    import nbformat
    from nbclient import NotebookClient

    kept = keep_language(json.loads(path.read_text("utf-8")), language)
    notebook = nbformat.reads(json.dumps(kept), as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    NotebookClient(
        notebook, timeout=180, resources={"metadata": {"path": str(path.parent)}}
    ).execute()
    for number, cell in enumerate(notebook.cells, 1):
        for output in cell.get("outputs", []):
            if output.output_type == "stream" and output.name == "stderr":
                print(f"cell {number} prints on standard error: {output.text[:300]}")


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("path", RUN, ids=name_of)
def test_a_notebook_runs_from_clean_without_a_network(path, language, tmp_path):
    network = offline()
    alone = ["--alone"] if network else []
    done = python(tmp_path, __file__, path, language, *alone, before=network, BOOK_LANG=language)
    assert done.returncode == 0, done.stderr[-3000:]
    assert done.stdout == ""


@pytest.mark.parametrize("language", ["ar", "en"])
def test_no_cell_of_the_built_book_prints_on_standard_error(site, language):
    """`site` has run every cell with its kernel and drawn its charts; here is what came of it.

    Solutions stand on the page unrun; test_exercises.py runs them.
    """
    for path in RUN:
        kept = build.output(ROOT, language) / ".executed" / f"{name_of(path)}.json"
        cells = json.loads(kept.read_text("utf-8"))["cells"]
        page = for_sphinx(
            json.loads(path.read_text("utf-8")), language, f"notebooks/{name_of(path)}"
        )
        assert len(cells) == sum(cell["cell_type"] == "code" for cell in page["cells"]), path
        printed = {
            number: output["text"]
            for number, cell in cells.items()
            for output in cell["outputs"]
            if output.get("name") == "stderr"
        }
        assert printed == {}, path


def cells_of(path, language):
    """The code of a notebook as its edition sees it."""
    cells = keep_language(json.loads(path.read_text("utf-8")), language)["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]


def run_cells(folder, cells, *options, **environment):
    """Run {name: code cells} undrawn, and guarded from the network, by run_cells.py."""
    (folder / "cells.json").write_text(json.dumps(cells), "utf-8")
    script = Path(__file__).with_name("run_cells.py")
    return python(folder, script, folder / "cells.json", "--undrawn", *options, **environment)


def python(folder, *arguments, before=(), **environment):
    """Run Python with these arguments, guarded from the network by a module in `folder`."""
    (folder / "sitecustomize.py").write_text(GUARD)
    own = {"PYTHONPATH": str(folder), "PYTHONUTF8": "1"}
    return subprocess.run(
        [*before, sys.executable, *map(str, arguments)],
        capture_output=True,
        text=True,
        env={**os.environ, **own, **environment},
    )


def test_a_cell_that_prints_on_standard_error_is_named(tmp_path):
    cells = {
        "good": ["import sys", "1 + 1"],
        "bad": ["print('careful', file=sys.stderr)"],
        "broken": ["1 / 0"],
    }
    cells["bad"].insert(0, "import sys")
    done = run_cells(tmp_path, cells)
    assert done.returncode == 1 and "bad: careful" in done.stderr
    assert "broken: Traceback" in done.stderr and "good" not in done.stderr
    done = run_cells(tmp_path, cells, "--loud")
    assert done.returncode == 1 and "bad: " not in done.stderr and "broken: " in done.stderr


# A chapter, the rows that say something else, and what the ledger must then say.
MOVED = {
    "C04 down": (
        "01-dialogue",
        {"tables/contested_dates.csv": {"date-06": {"day": "2021-07-26"}}},
        "'C04': 'supported with a correction'",
    ),
    "C05 up": (
        "01-dialogue",
        {
            "tables/contested_dates.csv": {
                id: {"day": "2023-02-15", "source": "agsiw-2023-02-expanded-ties"}
                for id in ("date-12", "date-13", "date-14")
            }
        },
        "'C05': 'supported'",
    ),
    "C07 level": (
        "02-isis",
        # Wing's count for Iraq alone has then lost less than half of its 2023.
        {"observations/isis.csv": {"ip-251": {"value": "130"}}},
        "'C07': 'contested'",
    ),
    "C09 up": (
        "02-isis",
        {"observations/isis.csv": {id: {"value": "0"} for id in ("isis-018", "isis-019")}},
        "'C09': 'supported with a correction'",
    ),
    "C30 up": (
        "07-priority",
        {"observations/priority.csv": {"pri-005": {"value": "20000"}}},
        "'C30': 'contested'",
    ),
    "C29 down": (
        "07-priority",
        {"observations/isis.csv": {"ip-486": {"value": "2000"}}},
        "'C29': 'not shown'",
    ),
}


def rewrite(package, name, changes):
    """Change cells of a table, {id: {field: cell}}; what holds a whole table fast is renewed."""
    file = package / name
    with file.open(encoding="utf-8", newline="") as found:
        rows = list(csv.DictReader(found))
    assert {row["id"] for row in rows} >= set(changes)
    for row in rows:
        row.update(changes.get(row["id"], {}))
    with file.open("w", encoding="utf-8", newline="") as written:
        table = csv.DictWriter(written, list(rows[0]), lineterminator="\n")
        table.writeheader()
        table.writerows(rows)
    descriptor = json.loads((package / "datapackage.json").read_text("utf-8"))
    for resource in descriptor["resources"]:
        if resource["path"] == name and "hash" in resource:
            resource["hash"] = "sha256:" + hashlib.sha256(file.read_bytes()).hexdigest()
    (package / "datapackage.json").write_text(json.dumps(descriptor), "utf-8")


@pytest.mark.parametrize("turn", MOVED)
def test_a_verdict_that_the_data_no_longer_carry_stops_the_notebook(turn, tmp_path):
    chapter, tables, now = MOVED[turn]
    package = shutil.copytree(ROOT / "data", tmp_path / "data")
    for file, changes in tables.items():
        rewrite(package, file, changes)
    cells = {chapter: cells_of(ROOT / "notebooks" / f"{chapter}.ipynb", "en")}
    done = run_cells(tmp_path, cells, BOOK_LANG="en", MASALIH_DATA=str(package))
    assert done.returncode != 0
    assert "data/claims.csv must now say" in done.stderr and now in done.stderr


def test_the_guard_refuses_the_network(tmp_path):
    reach = "import urllib.request; urllib.request.urlopen('http://192.0.2.1/', timeout=3)"
    done = python(tmp_path, "-c", reach)
    assert "the notebook reached for the network" in done.stderr


# ---------------------------------------------------------------- twins


def test_there_are_notebooks_and_pages():
    assert NOTEBOOKS and PAGES


@pytest.mark.parametrize("path", NOTEBOOKS, ids=name_of)
def test_the_twin_passages_agree(path):
    assert twins.notebook(path, ROOT) == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=name_of)
def test_no_output_is_kept_in_the_repository(path):
    cells = json.loads(path.read_text("utf-8"))["cells"]
    kept = [
        n for n, cell in enumerate(cells, 1) if cell.get("outputs") or cell.get("execution_count")
    ]
    assert kept == [], f"clear the outputs of cells {kept}"


# ---------------------------------------------------------------- no typed number in prose

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
    "كانون",
    "شباط",
    "آذار",
    "نيسان",
    "أيار",
    "حزيران",
    "تموز",
    "آب",
    "أيلول",
    "تشرين",
    "يناير",
    "فبراير",
    "مارس",
    "أبريل",
    "مايو",
    "يونيو",
    "يوليو",
    "أغسطس",
    "سبتمبر",
    "أكتوبر",
    "نوفمبر",
    "ديسمبر",
]
D = "[0-9٠-٩]"
ALLOWED = [
    rf"(?<!{D})(?:1[89]|20|١[٨٩]|٢٠){D}{{2}}(?!{D})",  # years
    rf"(?<!{D}){D}{{1,2}}\s+(?=(?:من\s+)?(?:{'|'.join(MONTHS)}))",  # a day before its month
    rf"(?<=\b)(?:{'|'.join(MONTHS)})\s+{D}{{1,2}}(?!{D})",  # or after it
    r"\bC\d{2}\b",  # claims
    r"(?<![A-Za-z0-9])(?:[A-Z]+-?\d+[A-Z]*|[A-Z][a-z]-\d+)s?\b",  # F-16s, M1A1; Mi-17, وSu-25
    rf"\b(?:[اإأ]ف|سي|إم|يو إتش)[-–‑ ]?{D}+",  # إف-١٦
    r"\bCC BY 4\.0\b",
]
NOISE = [
    r"^\s*:[\w-]+:.*$",
    r"\[\^[^\]]+\]",
    r"https?://\S+",
    r"^\s*(?:fig|finding)-[\w-]+$",
]


def typed_numbers(text):
    """What holds a digit in a passage and is neither computed nor allowed, with what is near it."""
    prose = prose_of(text)
    for pattern in (*NOISE, *ALLOWED):
        prose = re.sub(pattern, " ", prose, flags=re.M)
    return [
        " ".join(prose[max(m.start() - 25, 0) : m.end() + 25].split())
        for m in re.finditer(rf"{D}+", prose)
    ]


def prose_of(text):
    """The sentences of a passage and of its directives: no code, no roles, no addresses."""
    found = []
    for token in twins._parser().parse(text, {}):
        if token.type == "inline":
            found.append("".join(map(words_of, token.children)))
        elif token.type in ("fence", "colon_fence"):
            kind, _, title = token.info.strip().partition(" ")
            if kind.startswith("{") and not kind.startswith(twins.LITERAL):
                found += [prose_of(title), prose_of(token.content)]
    return "\n".join(found)


def words_of(token):
    """The words of a part of a line; a break keeps its line, so that options stay apart."""
    if token.type in ("softbreak", "hardbreak"):
        return "\n"
    if token.type == "image":
        return "".join(map(words_of, token.children))
    return token.content if token.type == "text" else " "


def passages():
    for path in NOTEBOOKS:
        for number, cell in enumerate(json.loads(path.read_text("utf-8"))["cells"], 1):
            if cell["cell_type"] == "markdown":
                yield f"{path.relative_to(ROOT)}: cell {number}", "".join(cell["source"])
    for path in PAGES:
        yield str(path.relative_to(ROOT)), path.read_text("utf-8")


def test_no_number_is_typed_into_prose():
    faults = [
        f"{place}: “…{found}…”" for place, text in passages() for found in typed_numbers(text)
    ]
    assert faults == [], "compute these in a cell and place them with {eval}:\n" + "\n".join(faults)


@pytest.mark.parametrize(
    "text",
    [
        "بلغ العدد ٢٥٠٠ جنديّ",
        "about 2,500 troops",
        "68% of attacks",
        "ارتفع بنسبة ٦٨٪",
        "in 12 provinces",
        "a 3-year plan",
        "the 9 governorates in 2019",
    ],
)
def test_a_typed_number_is_seen(text):
    assert typed_numbers(text)


@pytest.mark.parametrize(
    "text",
    [
        "In 2014 and 2014–2018",
        "عام ٢٠١٤",
        "on 8 August 2014",
        "في ٨ آب/أغسطس ٢٠٢٣",
        "{eval}`n_2` troops, `df[0]`",
        "claim C07",
        "the F-16",
        "Su-25s and F-16s",
        "ضربت Mi-28 وF-16",
        "طائرات إف-١٦",
        "1. first\n2. second",
        "(sec-2)=\n## Title",
        "[text](https://example.org/12)",
        "```python\nx = 5\n```",
        "note[^1]",
        "{numref}`fig-2`",
        ":::{note}\n:name: a-1\nText\n:::",
        "```{chart} fig-f16-fleet\n```",
    ],
)
def test_an_allowed_number_is_let_through(text):
    assert typed_numbers(text) == []


if __name__ == "__main__":
    if "--alone" in sys.argv:
        exec(LOOPBACK)
    execute(Path(sys.argv[1]), sys.argv[2])
