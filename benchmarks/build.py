"""An editor waits for every build, so its time is held against the same work done plainly.

`python -m benchmarks.build` writes results-build.md.

Plainly: two `jupyter-book build`, one after the other, in a fresh copy. Both ways are measured in
one run and take turns, on the same machine in the same mood. Seconds by the clock say what an
editor waits on this machine; seconds of the processor, all processes of a build together, say what
it costs and depend less on neighbours.
"""

import argparse
import contextlib
import ctypes
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from . import grow

OURS = [sys.executable, "-m", "masalih", "build"]
PLAIN = [str(Path(sys.executable).with_name("jupyter-book")), "build", ".", "-q"]
ENGLISH = [
    "--config",
    "_build/en/_config.yml",
    "--toc",
    "_toc.en.yml",
    "--path-output",
    "_build/en",
]
CONFIGURE = [
    sys.executable,
    "-c",
    "from pathlib import Path; from masalih.book.site import build; "
    "build.configure(Path.cwd(), 'en')",
]
TARGETS = {
    "cold": 0.6,
    "nothing changed": 0.08,
    "one sentence changed": 0.12,
    "one row of data changed": 0.25,
}
RESULTS = grow.ROOT / "benchmarks" / "results-build.md"
RAW = RESULTS.with_suffix(
    ".json"
)  # what was measured, so that a part can be measured again by itself


def run(command, book):
    """(seconds by the clock, seconds of the processor) of a command in a copy of the book.

    It runs with the copy's own library and data.
    """
    environment = {
        **os.environ,
        "PYTHONPATH": str(book / "src"),
        "MASALIH_DATA": str(book / "data"),
    }
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    done = subprocess.run(
        command,
        cwd=book,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    wall = time.monotonic() - start
    with contextlib.suppress(ChildProcessError):  # what a build leaves to end by itself counts too
        while True:
            os.waitpid(-1, 0)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{done.stderr[-3000:]}")
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def tell(name, found):
    print(f"  {name}: {found[0]:.0f} s by the clock, {found[1]:.0f} s of the processor", flush=True)
    return found


# ---------------------------------------------------------------- ratios


def change_sentence(book):
    """One more sentence in a chapter, in both languages."""
    path = book / f"notebooks/{grow.CHAPTER}.ipynb"
    notebook, left = (
        json.loads(path.read_text("utf-8")),
        {"ar": "جملة جديدة.", "en": "A new sentence."},
    )
    for cell in notebook["cells"]:
        text, language = (
            "".join(cell["source"]),
            next(
                (name for name in left if f"lang-{name}" in cell["metadata"].get("tags", [])), None
            ),
        )
        if language and text.count("\n") < 9 and "#" not in text and ":::" not in text:
            cell["source"] = (
                text.replace("\n\n</div>", f" {left[language]}\n\n</div>")
                if language == "ar"
                else f"{text} {left[language]}"
            )
            del left[language]
    if left:
        sys.exit(f"{path}: no passage to change")
    path.write_text(json.dumps(notebook, ensure_ascii=False, indent=1) + "\n", "utf-8")


def change_row(book):
    """Another figure in one observation that a chapter reads."""
    path = book / "data/observations/isis.csv"
    rows = path.read_text("utf-8").splitlines(keepends=True)
    place = next(number for number, row in enumerate(rows) if row.startswith("isis-001,"))
    rows[place] = rows[place].replace(",42,", ",43,", 1)
    path.write_text("".join(rows), "utf-8")


def ratios(folder):
    """{step: (clock, processor)} of the plain builds and of ours."""
    plain, ours = grow.checkout(folder / "plain"), grow.checkout(folder / "ours")
    run(CONFIGURE, plain)
    arabic = tell("plain, Arabic", run(PLAIN, plain))
    found = {"cold": tell("ours, cold", run(OURS, ours))}
    english = tell("plain, English", run([*PLAIN, *ENGLISH], plain))
    found["nothing changed"] = tell("ours, nothing changed", run(OURS, ours))
    change_sentence(ours)
    found["one sentence changed"] = tell("ours, one sentence changed", run(OURS, ours))
    change_row(ours)
    found["one row of data changed"] = tell("ours, one row of data changed", run(OURS, ours))
    return {"plain": tuple(map(sum, zip(arabic, english, strict=True))), **found}


# ---------------------------------------------------------------- growth

WEIGH = """import sys, time
start = time.process_time()
from masalih import validation
faults = validation.check(second_opinion=False)
assert not faults, faults[:3]
checked = time.process_time()
import masalih, masalih.reference
masalih.use("en")
rows = masalih.observations()
loaded = time.process_time()
page = len(masalih.reference.series("priority").encode())
written = time.process_time()
rows = masalih.observations("isis_attacks_iraq_joc")
chart = masalih.Chart("fig-x", "Title", "Subtitle").line(rows)
svg = len(chart._repr_mimebundle_()["application/vnd.masalih.chart+json"]["svg"]["wide"])
print(checked - start, loaded - checked, page, written - loaded, svg, time.process_time() - written)
"""


def size(paths):
    return sum(path.stat().st_size for path in paths)


def more_notebooks(folder, times):
    """What an English book of so many notebooks costs.

    [number, clock, processor, clock without a change, kB a page, kB of the site]; times in seconds.
    """
    book = grow.checkout(folder / f"notebooks-{times}")
    grow.notebooks(book, times)
    cold = tell(f"{times} notebooks, cold", run([*OURS, "--edition", "en"], book))
    again = tell(f"{times} notebooks, nothing changed", run([*OURS, "--edition", "en"], book))
    site = book / "_build/site/en"
    return (
        times,
        *cold,
        again[0],
        size([site / "notebooks/01.html"]) / 1024,
        size(p for p in site.rglob("*") if p.is_file()) / 1024,
    )


def more_observations(folder, times):
    """What a package costs that is so many times as large.

    [times, rows, seconds to check, to load, kB and seconds of a page of the catalogue, kB and
    seconds of a chart].
    """
    book = grow.checkout(folder / f"observations-{times}")
    rows = grow.observations(book / "data", times)
    environment = {
        **os.environ,
        "PYTHONPATH": str(book / "src"),
        "MASALIH_DATA": str(book / "data"),
    }
    done = subprocess.run(
        [sys.executable, "-c", WEIGH], env=environment, capture_output=True, text=True
    )
    if done.returncode:
        sys.exit(f"{times} times the observations: {done.stderr[-3000:]}")
    check, load, page, write, svg, draw = map(float, done.stdout.split())
    print(f"  {rows} observations: checked in {check:.1f} s, loaded in {load:.1f} s", flush=True)
    return times, rows, check, load, page / 1024, write, svg / 1024, draw


# ---------------------------------------------------------------- the report


def table(head, rows):
    return [
        "| " + " | ".join(head) + " |",
        "|---" + "|---:" * (len(head) - 1) + "|",
        *("| " + " | ".join(row) + " |" for row in rows),
        "",
    ]


def numbers(row):
    return [f"{value:,.1f}" if isinstance(value, float) else f"{value:,}" for value in row]


def conditions(part):
    """When and where a part was measured, for its section of the report."""
    return (
        f"{part['when']}, {part['machine']}; load of the machine while measuring "
        f"{part['load']:.0f}. "
        "One build of both editions makes a load of about 2: where it is higher, others were at "
        "work, and the clock shows them too."
    )


def section_ratios(part):
    found = part["found"]
    base = found["plain"]
    rows = [
        ["two plain builds, one after the other", f"{base[0]:.0f}", f"{base[1]:.0f}", "1", "1", ""]
    ]
    rows += [
        [
            f"`masalih build`, {name}",
            f"{found[name][0]:.0f}",
            f"{found[name][1]:.0f}",
            f"{found[name][0] / base[0]:.2f}",
            f"{found[name][1] / base[1]:.2f}",
            f"≤ {target}",
        ]
        for name, target in TARGETS.items()
    ]
    return [
        "## The same work done plainly",
        "",
        conditions(part),
        "",
        *table(
            [
                "",
                "clock, s",
                "processor, s",
                "ratio of the clock",
                "ratio of the processor",
                "target",
            ],
            rows,
        ),
    ]


def section_notebooks(part):
    return [
        "## More notebooks",
        "",
        f"The code and charts of `{grow.CHAPTER}` so many times, one edition. {conditions(part)}",
        "",
        *table(
            [
                "notebooks",
                "cold, clock s",
                "cold, processor s",
                "nothing changed, clock s",
                "a page, kB",
                "the site, kB",
            ],
            map(numbers, part["found"]),
        ),
    ]


def section_observations(part):
    return [
        "## More observations",
        "",
        "The whole package, each row so many times; processor seconds, which neighbours hardly "
        "change. The page is the "
        "catalogue of one motive (`priority`), the chart one line of one series, which grows "
        f"too. {conditions(part)}",
        "",
        *table(
            [
                "times",
                "observations",
                "check, s",
                "load, s",
                "page, kB",
                "page, s",
                "chart, kB",
                "chart, s",
            ],
            map(numbers, part["found"]),
        ),
    ]


def report(parts):
    sections = {
        "ratios": section_ratios,
        "notebooks": section_notebooks,
        "observations": section_observations,
    }
    return "\n".join(
        [
            "<!-- Why: what a build costs, so that a change that makes it slow is seen. Written "
            "by `python -m benchmarks.build`, not by hand. -->",
            "# How long the book takes",
            "",
            *(
                line
                for name, write in sections.items()
                if name in parts
                for line in write(parts[name])
            ),
        ]
    )


def main():
    measures = {
        "ratios": lambda folder, chosen: ratios(folder),
        "notebooks": lambda folder, chosen: [
            more_notebooks(folder, times) for times in chosen.notebooks
        ],
        "observations": lambda folder, chosen: [
            more_observations(folder, times) for times in chosen.observations
        ],
    }
    arguments = argparse.ArgumentParser(
        prog="python -m benchmarks.build", description=__doc__.splitlines()[0]
    )
    arguments.add_argument(
        "parts",
        nargs="*",
        metavar="PART",
        help=f"what to measure: {', '.join(measures)} "
        "(default: all; the others keep their results)",
    )
    arguments.add_argument(
        "--notebooks",
        type=int,
        nargs="+",
        default=[1, 5, 20],
        metavar="N",
        help="how many notebooks (default: 1 5 20)",
    )
    arguments.add_argument(
        "--observations",
        type=int,
        nargs="+",
        default=[1, 10, 100],
        metavar="N",
        help="how many times the data (default: 1 10 100)",
    )
    chosen = arguments.parse_args()
    if set(chosen.parts) - set(measures):
        arguments.error(
            f"there is no part {' '.join(set(chosen.parts) - set(measures))}: choose among "
            f"{', '.join(measures)}"
        )
    if sys.platform == "linux":
        # where kernels are forked (masalih.book.execute.kernels): their common parent is waited for
        # here, where its seconds count
        ctypes.CDLL(None).prctl(36, 1)  # PR_SET_CHILD_SUBREAPER
    parts = json.loads(RAW.read_text("utf-8")) if RAW.exists() else {}
    machine = (
        f"{os.cpu_count()} cores ({platform.machine()}), "
        f"Python {platform.python_version()}, {platform.system()}"
    )
    for name in chosen.parts or measures:
        print(f"{name}:", flush=True)
        with tempfile.TemporaryDirectory(prefix="masalih-benchmark-") as folder:
            found = measures[name](Path(folder), chosen)
        parts[name] = {
            "when": str(date.today()),
            "machine": machine,
            "load": os.getloadavg()[2],
            "found": found,
        }
        RAW.write_text(json.dumps(parts, indent=1) + "\n", "utf-8")
        RESULTS.write_text(report(parts), "utf-8")
    print(f"\n{report(parts)}")


if __name__ == "__main__":
    main()
