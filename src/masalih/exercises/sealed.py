"""The key of an exercise as a page may carry it: it knows an answer only when it meets it.

A range is cut out of a scale of cells as wide as it is: kept are the width, where a cell begins,
and a salted hash of the cell's number. What a mistake hears is written over with a stream that its
own answer opens. Whoever tries all numbers finds the right one, as anybody may; whoever reads the
source does not. book/assets/answers.js does the same arithmetic.
"""

from __future__ import annotations

import base64
import hashlib
import itertools
import math

from masalih.exercises import judgement, keys, reading
from masalih.formats import language

ROUNDS = 20  # of the hash; each makes trying all numbers slower
LENGTH = 8  # letters of a hash that are kept


def sealed(label: str, key: keys.Key) -> dict:
    """What the page's script needs to judge answers to an exercise, as JSON can hold it.

    kind, and percent for a number, months for a month, {name: number}. cells: [scale, width,
    begin]. heard: [index of its cells, hash, text], the first match speaks; a text is the index of
    one of the common ones in `said`, or sealed. said: those, first that for the right answer, then
    that for what matches nothing and that for what cannot be read.
    """
    common = [
        judgement.right_text(),
        judgement.other_text(key.kind),
        judgement.unread_text(key.kind),
    ]
    named = {getattr(one, language()) for one in key.mistakes}
    cells: list[list] = []
    heard = []
    for one in judgement.heard(key):
        if one.text not in common and one.text not in named:
            common.append(one.text)
        place, token = _place(one)
        if place not in cells:
            cells.append(place)
        found = _hash(f"{label}|{cells.index(place)}|{token}")
        text = common.index(one.text) if one.text in common else _covered(one.text, found)
        heard.append([cells.index(place), _letters(found)[:LENGTH], text])
    extra = {"percent": key.unit == "percent"} if key.kind == "number" else {}
    if key.kind == "month":
        extra = {"months": reading.month_names()}
    return {"kind": key.kind, **extra, "cells": cells, "heard": heard, "said": common}


def _place(one):
    """([scale, width, begin] of the cells that a range is one of, the name of its own)."""
    if isinstance(one, judgement.Word):
        return ["word", 1, 0], one.value
    width = float(f"{one.high - one.low:.9g}")  # the same for all ranges of a kind
    begin = one.low / width
    # Nine digits of where in its cell a range begins: more would hold the rest of the number.
    part = round(begin - math.floor(begin), 9) % 1
    number = round(begin - part)
    sign = {1: "+", -1: "-", 0: ""}[one.sign]
    return [one.scale, width, part], f"{sign}{number}"


def _hash(token):
    found = token.encode()
    for _ in range(ROUNDS):
        found = hashlib.sha256(found).digest()
    return found


def _letters(content):
    return base64.b64encode(content).decode()


def _covered(text, found):
    """A text that only the whole hash of its answer uncovers."""
    content = text.encode()
    blocks = (hashlib.sha256(found + bytes([number])).digest() for number in itertools.count(1))
    stream = b"".join(itertools.islice(blocks, -(-len(content) // 32)))
    return _letters(bytes(a ^ b for a, b in zip(content, stream, strict=False)))
