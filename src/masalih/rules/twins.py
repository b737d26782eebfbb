"""A text and its translation name the same numbers, months and places, or one of the two is wrong.

Only what each language has and the other lacks is a fault: a translation may say less.
"""

import re

from masalih.rules.text import ARABIC, MONTHS_AR, REMEMBERED, SPELLING

ZEROS = SPELLING["zeros"] | {"thousand": 3, "million": 6}
NUMERAL = re.compile(rf"\d+(?:[.,]\d+)*(?: (?:{'|'.join(sorted(ZEROS, key=len, reverse=True))}))?")
MONTHS_EN = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September"),
    *("October", "November", "December"),
)
THOUSANDS = re.compile(r"(?<!\d )(?:ألف|آلاف|thousand)")  # told in words, whatever their number
YEAR = re.compile(r"(?:19|20)\d\d")
# An Arabic word with what is written together with it.
PREFIXED = r"(?<![\u0621-\u064a])(?:[وفبكل]|ال|لل)*(?:{})(?![\u0621-\u064a])"

EN_WORD = r"(?<![\w-])(?:{})(?![\w])(?! hundred)"


def one_of(words, form):
    """A pattern of numbered groups that finds any of the words in a text, and which."""
    return re.compile(form.format("|".join(f"({word})" for word in words)), re.IGNORECASE)


UNITS = SPELLING["number_words_ar"]
WHOLE = rf"(?! عشر| و(?:{SPELLING['tens_ar']})(?:ون|ين)|مئة| مئة)"
TEENS = [f"(?:{word}) عشرة?" for word in UNITS[:-1]]
# The longer number first; a word of thousands is that number of thousands.
AR_NUMBERS = [
    *((f"{word} آلاف", f"{number}000") for number, word in enumerate(UNITS, 3)),
    *((word, str(number)) for number, word in enumerate(TEENS, 13)),
    (SPELLING["eleven_ar"], "11"),
    (SPELLING["twelve_ar"], "12"),
    *((f"(?<!ة ){word}{WHOLE}", str(number)) for number, word in enumerate(UNITS, 3)),
]
EN_NUMBERS = [(word, str(number)) for number, word in enumerate(SPELLING["number_words_en"], 3)]
WORDS = [
    (one_of([word for word, _ in AR_NUMBERS], PREFIXED), [digits for _, digits in AR_NUMBERS]),
    (one_of([word for word, _ in EN_NUMBERS], EN_WORD), [digits for _, digits in EN_NUMBERS]),
]
MONTHS = (
    one_of(["|".join(names) for names in MONTHS_AR], PREFIXED),
    one_of(MONTHS_EN, EN_WORD),
)


@REMEMBERED
def twin_problem(arabic, english):
    """(problem, remedy) of numbers or months that one of the two lacks, or None."""
    said = numbers(arabic), numbers(english)
    only = lacking(*said), lacking(*reversed(said))
    if all(only) or (any(map(large, only)) and not THOUSANDS.search(f"{arabic} {english}")):
        return told(*only, "number")
    first, second = (
        {match.lastindex for match in pattern.finditer(text)}
        for pattern, text in zip(MONTHS, (arabic, english), strict=True)
    )
    ours, theirs = (
        [MONTHS_EN[at - 1] for at in sorted(found)] for found in (first - second, second - first)
    )
    return told(ours, theirs, "month") if ours and theirs else None


def place_problem(arabic, english, places):
    """The same of places: {id: (its Arabic name without the article, its English name)}.

    Beside them which places: where their names were exchanged, all texts have one cause.
    """
    ours = {id for id, (name, _) in places.items() if name in arabic and stands(name, arabic)}
    if not ours:
        return None
    theirs = {id for id, (_, name) in places.items() if name in english and stands(name, english)}
    only = sorted(ours - theirs), sorted(theirs - ours)
    if not all(only):
        return None
    return (*told(*only, "place"), f"places:{' '.join(sorted((*only[0], *only[1])))}")


def told(only_ar, only_en, what):
    said = (" and ".join(only) or "nothing of it" for only in (only_ar, only_en))
    return "the Arabic says {}, the English {}".format(*said), f"correct the {what} in one of them"


def large(written):
    """Whether one of the numbers is too large to be left out, and no year."""
    plain = [number.replace(",", "") for number in written]
    return any(len(one) > 3 and one.isdigit() and not YEAR.fullmatch(one) for one in plain)


def stands(name, text):
    """Whether a name stands in a text as a whole word."""
    return whole_word(name).search(text)


@REMEMBERED
def whole_word(name):
    word = re.escape(name)
    return re.compile(rf"\b{word}\b(?!-\d)" if name.isascii() else PREFIXED.format(word))


def numbers(text):
    """{as it is written: {plain digits}} of a text's numbers.

    "30 thousand" is 30 as well as 30,000, and the second year of 2018–19 is 2019 too.
    """
    whole = re.sub(r"\b(\d\d)(\d\d)([–/-])(\d\d)\b", r"\1\2\3\1\4", text)
    found = {}
    for match in NUMERAL.finditer(whole):
        digits, _, unit = match[0].replace(",", "").partition(" ")
        found[match[0]] = {digits} | (
            {f"{float(digits) * 10 ** ZEROS[unit]:.0f}"} if unit else set()
        )
    pattern, values = WORDS[text.isascii() or not ARABIC.search(text)]
    return found | {match[0]: {values[match.lastindex - 1]} for match in pattern.finditer(text)}


def lacking(found, other):
    there = set().union(*other.values())
    return [written for written, plain in found.items() if not plain & there]
