"""What makes two forms of a word one for the search.

Python applies these tables to the book, the browser (search.js) applies them to the query.
"""

import functools
import re

import snowballstemmer

from masalih import spelling
from masalih.spelling import AFFIXES, ARABIC, SPELLING, rewrite, split

__all__ = ["irregular", "split", "stem", "tables"]

LATIN = [("(log|bl)i$", "$1")]  # here Python's Porter stemmer and the browser's differ
_porter = snowballstemmer.stemmer("porter")


def _light(word):
    if re.search(ARABIC, word):
        return rewrite(AFFIXES, word)
    return rewrite(LATIN, _porter.stemWord(word)) if len(word) > 2 else word


@functools.cache
def irregular():
    """{stem of an irregular form: stem of its word}"""
    return spelling.irregular(_light)


@functools.cache
def stem(word):
    """What a word of split() has in common with its other forms."""
    light = _light(word)
    return irregular().get(light, light)


def tables():
    """The same for search.js."""
    return {
        "spelling": SPELLING,
        "affixes": AFFIXES,
        "latin": LATIN,
        "arabic": ARABIC,
        "irregular": irregular(),
    }
