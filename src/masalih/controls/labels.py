"""A test by shuffling: is a term rarer after a day, or would other labels give as large a fall?"""

from __future__ import annotations

from functools import cache
from itertools import combinations

import numpy as np
import pandas as pd

from masalih import formats
from masalih.controls import words
from masalih.controls.control import Answer, Control, Dial
from masalih.translation import gettext as _

SIDE = 3  # the fewest occasions before the line; after it one less, for one may be left out


def shuffle(name: str, occasions: pd.DataFrame, day: pd.Timestamp) -> Control:
    """A control that hands out the labels "before" and "since" in every way there is.

    Args:
        name: its id in the page.
        occasions: by date, a row an occasion: `words`, and how often each term stands in them, a
            column a term. The first term is the book's.
        day: the last day that the book calls before.
    """
    terms = [column for column in occasions.columns if column != "words"]
    dates = [formats.date(when) for when in occasions.index]
    before = int((occasions.index <= day).sum())
    dials = [
        Dial(_("Term"), [str(term) for term in terms], 0, True),
        Dial(_("“Before” goes up to"), dates[SIDE - 1 : 1 - SIDE], before - SIDE),
        Dial(_("Occasion left out"), [_("no occasion"), *dates], 0, True),
    ]
    facts = {
        "words": [int(n) for n in occasions["words"]],
        "counts": [[int(n) for n in occasions[term]] for term in terms],
        "ways": words.forms("labelling", oblique=True),
        "hits": words.forms("labelling", oblique=True, alone=True),
        "said": {
            "fall": _(
                "“{term}” stands {before} times in a thousand words up to {day}, and {since} after "
                "it. A fall as large, or larger, comes out in {hits} of {ways} ({chance})."
            ),
            "none": _(
                "“{term}” stands {before} times in a thousand words up to {day}, and {since} after "
                "it: there is no fall to be tested."
            ),
        },
    }
    return Control(
        name,
        "shuffle",
        _("What is tested"),
        dials,
        facts,
        answer,
        _(
            "Every setting is a test of its own: whoever tries many finds a rare fall by searching "
            "alone. And a fall that chance seldom gives has not been explained by that."
        ),
    )


def answer(facts: dict, said: list[str], setting: list[int]) -> Answer:
    """The two rates, and in how many ways of labelling the fall is as large."""
    term, line, left_out = setting
    kept = [place for place in range(len(facts["words"])) if place != left_out - 1]
    counts = np.array([facts["counts"][term][place] for place in kept])
    sizes = np.array([facts["words"][place] for place in kept])
    late = np.array([place >= line + SIDE for place in kept])
    ways = _ways(len(kept), int(late.sum()))
    rate = {
        side: formats.num(words.rounded(10_000 * int(n), int(size)) / 10, 1)
        for side, n, size in (
            ("before", counts[~late].sum(), sizes[~late].sum()),
            ("since", counts[late].sum(), sizes[late].sum()),
        )
    }
    top, bottom = _fall(late[None, :].astype(int), counts, sizes)
    if top[0] <= 0:
        return Answer(facts["said"]["none"].format(term=said[0], day=said[1], **rate))
    tops, bottoms = _fall(ways, counts, sizes)
    hits = int((tops * bottom[0] >= top[0] * bottoms).sum())
    return Answer(
        facts["said"]["fall"].format(
            term=said[0],
            day=said[1],
            **rate,
            hits=words.counted(facts["hits"], hits),
            ways=words.counted(facts["ways"], len(ways)),
            chance=words.percent(hits, len(ways), 1),
        )
    )


@cache
def _ways(n: int, late: int) -> np.ndarray:
    """Every way to call `late` of n occasions "since": 0 and 1, a row a way."""
    labels = np.zeros((len(chosen := list(combinations(range(n), late))), n), dtype=int)
    np.put_along_axis(labels, np.array(chosen), 1, axis=1)
    return labels


def _fall(labels: np.ndarray, counts: np.ndarray, sizes: np.ndarray):
    """The fall of the rate as a fraction of whole numbers: nothing is lost by rounding."""
    n, size = labels @ counts, labels @ sizes
    return counts.sum() * size - n * sizes.sum(), size * (sizes.sum() - size)
