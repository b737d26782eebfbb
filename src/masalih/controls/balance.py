"""The weights of the balance: who comes first when a reader weighs the questions."""

from __future__ import annotations

from collections import Counter
from itertools import product

import pandas as pd

from masalih import formats
from masalih.controls import words
from masalih.controls.control import Answer, Control, Dial
from masalih.translation import gettext as _

UNKNOWN = "?"
GRADES = "012"  # no, in part, yes
MOST, EVEN = 10, 5  # the greatest weight, and the one that each question begins with
PLACE = 60  # parts of a first place: however many of five motives share it, each has whole ones


def weights(name: str, answers: dict[tuple[str, str], pd.DataFrame], book: tuple) -> Control:
    """A control that weighs the questions of a balance.

    Args:
        name: its id in the page.
        answers: {(reading, year): frame of grades 0, 1, 2 or missing, a row a motive, a column a
            question}; the same motives and questions in each, every reading for every year.
        book: the (reading, year) that it begins with; every question then weighs the same.

    Raises:
        ValueError: for a reading that lacks a year, and for any other grade.
    """
    readings, years = (list(dict.fromkeys(names)) for names in zip(*answers, strict=True))
    if set(product(readings, years)) != set(answers):
        raise ValueError("a reading lacks a year: give answers to every reading for every year")
    grades = [[_grades(answers[reading, year]) for year in years] for reading in readings]
    frame = answers[book]
    levels = [formats.num(weight) for weight in range(MOST + 1)]
    dials = [Dial(str(question), levels, EVEN) for question in frame.columns]
    dials.append(Dial(_("How the measures are read"), readings, readings.index(book[0]), True))
    dials.append(Dial(_("The year asked about"), years, years.index(book[1]), True))
    facts = {
        "motives": [str(motive) for motive in frame.index],
        "grades": grades,
        "and": [_(", "), _(" and ")],
        "span": formats.join("{low}", "{high}", short=True),
        "said": {
            "none": _("No question has a weight, so no motive comes first."),
            "sole": _("With these weights {names} comes first, whatever is not known."),
            "tie": _("With these weights the first place is shared by {names}."),
            "open": _(
                "With these weights the first place depends on answers that are not known. Over "
                "all that these may be, the motives come first in these shares: {names}."
            ),
        },
    }
    return Control(
        name,
        "weights",
        _("Weights of the questions"),
        dials,
        facts,
        answer,
        _(
            "The weights are the reader’s and no evidence. Equal ones are only where it begins: "
            "the chapter counts over thousands of weightings. What is not known may be yes, in "
            "part or no, each as likely."
        ),
        begins=_("equal weights, “{reading}”, “{year}”", reading=book[0], year=book[1]),
        bars=_("Each motive’s share of the marks; lighter, what is not known"),
    )


def _grades(frame: pd.DataFrame) -> list[str]:
    """A text a motive, a letter a question."""
    lines = [
        "".join(UNKNOWN if formats.missing(grade) else f"{grade:g}" for grade in row)
        for row in frame.to_numpy()
    ]
    if set("".join(lines)) - {*GRADES, UNKNOWN}:
        raise ValueError(f"a grade is 0, 1, 2 or missing: {lines}")
    return lines


def answer(facts: dict, said: list[str], setting: list[int]) -> Answer:
    """Who comes first, and what share of the marks each motive has."""
    *weights, reading, year = setting
    grades, full = facts["grades"][reading][year], 2 * sum(weights)
    if not full:
        return Answer(facts["said"]["none"])
    scores = [_scores(line, weights) for line in grades]
    bars = [
        _bar(facts, motive, min(found), max(found), full)
        for motive, found in zip(facts["motives"], scores, strict=True)
    ]
    return Answer(_sentence(facts, *_firsts(scores)), bars)


def _scores(line: str, weights: list[int]) -> Counter:
    """{score: in how many ways the unknown answers give it}."""
    found = Counter([0])
    for grade, weight in zip(line, weights, strict=True):
        found = sum(
            (
                Counter({score + int(one) * weight: ways for score, ways in found.items()})
                for one in (GRADES if grade == UNKNOWN else grade)
            ),
            Counter(),
        )
    return found


def _firsts(scores: list[Counter]) -> tuple[list[int], set[tuple[int, ...]]]:
    """(parts of the first place that each motive has, every set of motives that holds it)."""
    parts, holders = [0] * len(scores), set()
    for one in product(*(found.items() for found in scores)):
        best, ways = max(score for score, _ways in one), 1
        for _score, number in one:
            ways *= number
        first = tuple(place for place, (score, _ways) in enumerate(one) if score == best)
        holders.add(first)
        for place in first:
            parts[place] += ways * (PLACE // len(first))
    return parts, holders


def _sentence(facts: dict, parts: list[int], holders: set[tuple[int, ...]]) -> str:
    motives, (comma, last) = facts["motives"], facts["and"]
    if len(holders) == 1:
        names = [motives[place] for place in next(iter(holders))]
        text = last.join(filter(None, [comma.join(names[:-1]), names[-1]]))
        return facts["said"]["tie" if len(names) > 1 else "sole"].format(names=text)
    order = sorted((-part, place) for place, part in enumerate(parts) if part)
    shares = [(motives[place], words.rounded(-100 * part, sum(parts))) for part, place in order]
    names = [f"{name} {words.percent(min(max(part, 1), 99), 100)}" for name, part in shares]
    return facts["said"]["open"].format(names=comma.join(names))


def _bar(facts: dict, motive: str, low: int, high: int, full: int) -> tuple[str, str, int, int]:
    ends = [words.rounded(100 * score, full) for score in (low, high)]
    texts = [words.percent(end, 100) for end in ends]
    text = texts[0] if low == high else facts["span"].format(low=texts[0], high=texts[1])
    return motive, text, ends[0], ends[1]
