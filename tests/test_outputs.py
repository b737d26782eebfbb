"""What a page prints does not warn, tell of the machine, go on without end or change by itself."""

import json
import os
import re
import subprocess
import sys
import time

import pytest
from nbformat.notebooknode import from_dict
from tiny_book import GOOD, code, faults_of, notebook, pair, write

from masalih.book.execute import repeat
from masalih.book.execute.outputs import LONGEST, complaint

SLIPS = {
    "a warning": (
        "import warnings\nwarnings.warn('this goes in version 3', FutureWarning)",
        "FutureWarning: this goes in version 3",
    ),
    "on stderr": ("import sys\nprint('half done', file=sys.stderr)", "“half done”"),
    "a path": ("import sys\nprint(sys.executable)", "a path of this machine"),
    "an address": ("object()", "an address in memory (at 0x"),
    "a long line": ("print('x' * 200_000)", f"more than {LONGEST:,} characters"),
    "a long result": ("'x' * 30_000", f"more than {LONGEST:,} characters"),
    "a script": (
        "from IPython.display import HTML\nHTML('<b>1</b><script>alert(1)</script>')",
        "markup that acts by itself",
    ),
    "a handler": (
        "from IPython.display import HTML\nHTML('<img src=x OnError = alert(1)>')",
        "markup that acts by itself",
    ),
    "no end": ("while True:\n    print('again')", f"more than {LONGEST:,} characters"),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_what_no_reader_should_meet_stops_the_build_at_its_cell(tiny, slip):
    source, told = SLIPS[slip]
    config = (tiny / "_config.yml").read_text("utf-8")
    write(tiny, "_config.yml", re.sub(r"timeout: \d+", "timeout: 40", config))
    write(tiny, "notebooks/x.ipynb", json.dumps(notebook(*GOOD["cells"], code(source))))
    start = time.monotonic()
    [fault] = faults_of(tiny, "en")
    assert "notebooks/x.ipynb: cell 6: " in fault and told in fault
    assert time.monotonic() - start < 30
    assert not (tiny / "_build/site").exists(), "nothing of it is published"


def result(kind, text):
    return from_dict({"output_type": "display_data", "metadata": {}, "data": {kind: text}})


@pytest.mark.parametrize(
    "kind, text",
    [
        ("application/javascript", "alert(1)"),
        ("image/svg+xml", "<svg onload=alert(1)><rect/></svg>"),
        ("image/svg+xml", "<svg><script>alert(1)</script></svg>"),
        ("image/svg+xml", "<svg><a xlink:href='javascript:alert(1)'>x</a></svg>"),
        ("image/svg+xml", "<svg><foreignObject><p>x</p></foreignObject></svg>"),
        ("text/markdown", "[x](javascript:alert(1))"),
        ("text/markdown", "<img src=x onerror=alert(1)>"),
        ("text/html", "<svg/onload=alert(1)>"),
        ("text/html", "<a href=' JaVaScRiPt:alert(1)'>x</a>"),
        ("text/html", "<a href='&#106;avascript:alert(1)'>x</a>"),
        ("text/html", "<button formaction=/x>x</button>"),
        ("text/html", "<link rel=stylesheet href=//x>"),
        ("text/html", "<style>@import '//x'</style>"),
        ("text/html", "<a href='data:text/html,x'>x</a>"),
    ],
)
def test_what_acts_by_itself_is_no_result(kind, text):
    assert re.search("acts by itself|is a script", complaint([result(kind, text)]))


@pytest.mark.parametrize(
    "kind, text",
    [
        ("text/html", "<p>one < two, on = off, a javascript: said</p>"),
        ("text/html", "<style scoped>.dataframe th {}</style><table class='dataframe'></table>"),
        ("text/html", "<img src='data:image/png;base64,AAAA' alt='a &lt;b onerror=x()>'>"),
        ("text/html", "<a download=x.csv href='data:text/csv,a'>CSV</a>"),
        ("image/svg+xml", "<svg><a xlink:href='#x'><text>a set of one</text></a></svg>"),
        ("text/markdown", "a [link](https://example.org/on=x)"),
    ],
)
def test_what_only_shows_is_a_result(kind, text):
    assert complaint([result(kind, text)]) == ""


def test_a_value_in_a_sentence_that_changes_by_itself_stops_the_build(tiny):
    cells = [
        *pair("(ch)=\n# فصل", "(ch)=\n# Chapter"),
        code("import datetime\nn = datetime.date.today().year"),
        *pair("العدد {eval}`n`.", "The number {eval}`n`."),
    ]
    write(tiny, "notebooks/x.ipynb", json.dumps(notebook(*cells)))
    for attempt in ("first build", "second build, nothing changed"):
        [fault] = faults_of(tiny, "en")
        assert "notebooks/x.ipynb: cell 3: run again on a later day it gives" in fault, attempt
    assert not (tiny / "_build/site").exists()


CHANGE = [
    "import time\ntime.time()",
    "import datetime\nprint(datetime.datetime.now())",
    "import datetime\ndatetime.date.today()",
    "import pandas as pd\npd.Timestamp.now().normalize()",
    "import random\nrandom.random()",
    "import numpy as np\nnp.random.default_rng().integers(10**9)",
    "print({f'place {i}' for i in range(30)})",
    "import os\nos.getpid()",
]
STAY = [
    "n = 5\nn",
    "print('first')\nprint('second')",
    "import numpy as np\nnp.random.default_rng(1).integers(10**9)",
    "from IPython.display import HTML, display\ndisplay(HTML('<p>x</p>'))\n'last'",
    "import pandas as pd\npd.DataFrame({'a': [1, 2]})",
    "1 / 1;",
]


def run_cells(folder, sources):
    """A record of cells as a build would keep it: what each gave in a process of its own."""
    (folder / "x.ipynb").touch()
    record = {
        "path": str(folder / "x.ipynb"),
        "name": "notebooks/x.ipynb",
        "sources": {str(place): [place, text] for place, text in enumerate(sources, 1)},
        "values": {},
    }
    script = (
        "import json, sys\n"
        "from IPython.core.interactiveshell import InteractiveShell\n"
        "from masalih.book.execute import repeat\n"
        "shell = InteractiveShell.instance(colors='NoColor')\n"
        "print(json.dumps([repeat.run(shell, text) for text in json.load(sys.stdin)]))"
    )
    gave = subprocess.run(
        [sys.executable, "-c", script],
        input=json.dumps(sources),
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONHASHSEED": "1"},
    )
    assert gave.returncode == 0, gave.stderr
    for place, (printed, *results) in enumerate(json.loads(gave.stdout.splitlines()[-1]), 1):
        outputs = [{"output_type": "stream", "name": "stdout", "text": printed}] if printed else []
        outputs += [{"output_type": "execute_result", "data": {"text/plain": r}} for r in results]
        record.setdefault("cells", {})[str(place)] = {"outputs": outputs}
    (folder / "x.json").write_text(json.dumps(record), "utf-8")


def test_clock_chance_and_order_are_found_and_nothing_else(tmp_path):
    run_cells(tmp_path, [*CHANGE, *STAY])
    command = [sys.executable, "-m", "masalih.book.execute.repeat", str(tmp_path)]
    environment = {**os.environ, "PYTHONHASHSEED": "2"}
    done = subprocess.run(command, capture_output=True, text=True, env=environment)
    found = [line.split(": ")[2] for line in done.stderr.splitlines()]
    assert found == [f"cell {place}" for place in range(1, len(CHANGE) + 1)], done.stderr
    assert done.returncode == 1 and len(repeat.records(tmp_path)) == 1, "it is asked again"


def test_what_was_run_again_once_is_not_run_a_third_time(tmp_path, capsys):
    run_cells(tmp_path, STAY[:2])
    assert len(repeat.records(tmp_path)) == 1
    assert repeat.main(tmp_path) == 0 and capsys.readouterr().err == ""
    assert repeat.records(tmp_path) == []
