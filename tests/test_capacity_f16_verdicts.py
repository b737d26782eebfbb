"""The transcribed verdicts of the chapters on capacity and on arms turn with dates and texts.

The computed ones are asked in test_verdicts.py.
"""

import ast
import json
from pathlib import Path

import pandas as pd

from masalih import events

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
DIALOGUE = pd.Timestamp("2023-08-08")


def rules(chapter):
    """The functions of a chapter's verdicts, c13, c14 …, as its cells define them."""
    names = {"dialogue": DIALOGUE}
    for cell in json.loads((NOTEBOOKS / f"{chapter}.ipynb").read_text("utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            for node in ast.parse("".join(cell["source"])).body:
                if isinstance(node, ast.FunctionDef) and node.name[1:].isdigit():
                    exec(compile(ast.Module([node], []), chapter, "exec"), names)
    return names


def test_an_aim_that_was_stated_before_and_named_by_both_sessions():
    c14 = rules("03-capacity")["c14"]
    before, days = pd.Timestamp("2018-12-31"), [DIALOGUE, pd.Timestamp("2024-07-22")]
    assert c14(before, days) == "supported"
    assert c14(pd.Timestamp("2024-01-01"), days) == "not shown"
    assert c14(before, days[:1]) == "not shown"


def test_a_wish_in_the_words_that_were_read():
    c23 = rules("05-f16")["c23"]
    wishes = events().loc[["fa-458", "fa-349"]]
    wording = {"fa-458": "converted to US aircraft", "fa-349": "Washington warns Baghdad"}
    assert c23(wishes, wording) == "supported"
    assert c23(wishes.assign(name_en="no wish"), wording) == "not shown"
    assert c23(wishes.assign(end=DIALOGUE), wording) == "not shown"
