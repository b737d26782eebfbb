"""An editor runs the check after every row and a reader waits for the first cell: how long?

`python -m benchmarks` says so, and writes results.md.

Each number is the median of several runs, each in a process of its own, because what counts is the
first call. It is time of the processor: nothing here waits or runs in parallel, so on an idle
machine a clock shows the same, and on a busy one it would show the neighbours. Every round measures
plain pandas.read_csv of the same files too: that ratio holds on other machines.
"""

import argparse
import os
import platform
import statistics
import subprocess
import sys
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CLOCK = "import time; start = time.process_time()\n{}\nprint(time.process_time() - start)"
SETUP = (
    "import pandas, masalih.validation\nfiles = sorted(masalih.validation.root().rglob('*.csv'))\n"
)
# What is measured, in order: (name, what is loaded before the clock starts, what it measures, the
# target in seconds).
MEASURED = [
    ("pandas.read_csv of every table", SETUP, "for file in files: pandas.read_csv(file)", None),
    ("import pandas", "", "import pandas", None),
    (
        "observations(), first call, pandas loaded",
        "import pandas",
        "import masalih; masalih.observations()",
        0.3,
    ),
    (
        "our own rules, whole package",
        "",
        "from masalih import validation; assert not validation.check(second_opinion=False)",
        None,
    ),
    (
        "masalih check, with frictionless",
        "",
        "from masalih import validation; assert not validation.main([])",
        3.0,
    ),
    (
        "masalih export: zip and bibliography",
        "import tempfile, pathlib",
        "from masalih import export, validation\n"
        "package = validation.Package(validation.root())\n"
        "export.write_downloads(pathlib.Path(tempfile.mkdtemp()), package)",
        None,
    ),
]


def seconds(before, code):
    """Processor seconds of `code` in a fresh Python, its start and `before` not counted."""
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(
            filter(None, [str(ROOT / "src"), os.environ.get("PYTHONPATH")])
        ),
    }
    done = subprocess.run(
        [sys.executable, "-c", f"{before}\n{CLOCK.format(code)}"],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return float(done.stdout.split()[-1])


def measure(runs):
    """{name: median seconds}; the rounds take turns, so that a busy moment falls on all alike."""
    found = {name: [] for name, *_ in MEASURED}
    for _ in range(runs):
        for name, before, code, _ in MEASURED:
            found[name].append(seconds(before, code))
    return {name: statistics.median(times) for name, times in found.items()}


def table(medians, runs):
    base = medians[MEASURED[0][0]]
    rows = [
        f"| {name} | {medians[name]:.2f} | {medians[name] / base:.1f} | "
        f"{f'< {target:g}' if target else ''} |"
        for name, _, _, target in MEASURED
    ]
    return "\n".join(
        [
            "<!-- Why: what the commands cost, so that a change that makes them slow is seen. "
            "Written by `python -m benchmarks`, not by hand. -->",
            "# How long the data package takes",
            "",
            f"{date.today()}, {os.cpu_count()} cores ({platform.machine()}), Python "
            f"{platform.python_version()}, {platform.system()}; "
            f"processor time, median of {runs} runs in fresh processes. The ratio is to the first "
            "row.",
            "",
            "| | seconds | ratio | target |",
            "|---|---:|---:|---:|",
            *rows,
            "",
        ]
    )


def main():
    arguments = argparse.ArgumentParser(
        prog="python -m benchmarks", description=__doc__.splitlines()[0]
    )
    arguments.add_argument("--runs", type=int, default=7, help="default: %(default)s")
    runs = arguments.parse_args().runs
    text = table(measure(runs), runs)
    (ROOT / "benchmarks" / "results.md").write_text(text, "utf-8")
    print(text)


if __name__ == "__main__":
    main()
