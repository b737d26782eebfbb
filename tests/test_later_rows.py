"""A later row may add a sentence, it may not falsify one: what names a day keeps its number."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CHAPTERS = sorted((ROOT / "notebooks").glob("*.ipynb"))


def later_rows(notebook, language="en"):
    script = Path(__file__).with_name("later_rows.py")
    command = [sys.executable, script, notebook, language, ROOT / "data"]
    done = subprocess.run([*map(str, command)], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


@pytest.mark.parametrize("notebook", CHAPTERS, ids=lambda path: path.stem)
def test_a_sentence_that_names_a_day_keeps_its_numbers(notebook):
    found = later_rows(notebook)
    assert found["stopped"] == []
    assert found["changed"] == []


def test_a_value_by_position_under_a_typed_year_is_found(tmp_path):
    code = """
from masalih import observations
rows = observations("isis_attacks_iraq_joc").sort_values("start")
by_place = rows["value"].iloc[-1]
by_date = rows[rows["start"].dt.year == 2025]["value"].sum()
newest = rows.loc[rows["end"].idxmax()]
then = f"{newest['end']:%d %B %Y}"
latest = newest["value"]
"""
    passages = [
        "In 2025 there were {eval}`by_place` attacks.",
        "In 2025 there were {eval}`by_date` attacks.",
        "Since 2025, up to {eval}`then`, there were {eval}`latest`.",
    ]
    cells = [{"cell_type": "code", "source": code, "metadata": {}}]
    cells += [
        {"cell_type": "markdown", "source": text, "metadata": {"tags": ["lang-en"]}}
        for text in passages
    ]
    notebook = tmp_path / "some.ipynb"
    notebook.write_text(json.dumps({"cells": cells, "metadata": {}}), "utf-8")
    found = later_rows(notebook)
    assert found["stopped"] == []
    assert [sentence for sentence, _ in found["changed"]] == [passages[0]]
