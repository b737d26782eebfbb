"""Which signs a cell may hold, and whether its words are of its language.

A rule answers (problem, remedy) or None. What is allowed is listed, not what is forbidden: of the
signs that can hide in a cell nobody knows all.
"""

import functools
import re
import tomllib
import unicodedata
from pathlib import Path

LONGEST = 2000  # characters of a cell; the longest cell has a quarter of them
LONGEST_WORD = 40
FOREIGN = (
    (
        re.compile("[\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\u00ad\u061c\u180e]"),
        "an invisible character (zero-width, line separator or direction mark)",
        "delete it",
    ),
    (
        re.compile("[\u0660-\u0669\u06f0-\u06f9]"),
        "Arabic-Indic digits",
        "write 0–9; each edition prints its own digits",
    ),
    (
        re.compile("[\u066a-\u066c]"),
        "an Arabic per-cent sign or separator",
        "write % . and , with 0–9; each edition prints its own signs",
    ),
    (re.compile("\u0640"), "a tatweel", "delete it"),
    (
        re.compile("[\ufb50-\ufdff\ufe70-\ufefc]"),
        "pre-shaped Arabic letters",
        "type the plain letters",
    ),
    (
        re.compile("[\u06cc\u06a9\u06c1\u067e\u0686\u0698\u06af]"),
        "a Persian or Urdu letter",
        "use the Arabic letters",
    ),
    (re.compile("[\uff01-\uff5e]"), "a full-width letter, digit or sign", "type it in plain width"),
    (re.compile("[\x00-\x1f\x7f-\x9f\ufffd]"), "a control or replacement character", "delete it"),
    (
        re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]"),
        "a no-break space or another odd space",
        "use a plain space",
    ),
    (re.compile(r"^\s|\s$|\s\s"), "a space too many", "trim it"),
)
SIGNS = "«»‘’“”–—…،؛؟£€°×±§·"  # beside those of ASCII
HARAKAT = re.compile("[\u064b-\u0652]")
ARABIC = re.compile("[\u0621-\u064a]")
LATIN = re.compile("[A-Za-z]")
WORD = re.compile(r"[^\W\d_]+")
# Tags, templates, and what a page in Markdown would take for a link, a role, code or a comment.
MARKUP = re.compile(
    r"</?[A-Za-z!][^<>]*>|-->|\{[{%]|`|\]\s*[(\[]|\{\w+\}(?=`)|\\|&#?\w+;|:::|^[#%>]"
)
UNFINISHED = re.compile(r"\b(?:TODO|TBD|FIXME|XXX+|[Ll]orem ipsum)\b|\?\?")
TWICE = re.compile(r"(?<![\w-])([A-Za-z]{2,}) \1(?![\w-])")
PAIRS = {")": "(", "]": "[", "}": "{", "»": "«", "”": "“"}
BRACKETS = re.compile("[][(){}«»“”]")
LATIN_COMMA = re.compile(r"(?<!\d)[,]|[,](?!\d)|[;?]")
SPELLING = tomllib.loads(Path(__file__).with_name("spelling.toml").read_text("utf-8"))
# What a reason may have in figures of its own: values of rows, years, days, names such as F-16.
UNTYPED_NUMBER = re.compile("|".join(SPELLING["untyped_number"]))
FINAL_HEH = re.compile(SPELLING["final_heh"])
TRULY_HEH = re.compile(f".*(?:{'|'.join(SPELLING['truly_heh'])})")


# The loader, the check and the trial of a new row ask about the same texts.
REMEMBERED = functools.lru_cache(maxsize=2**16)


@REMEMBERED
def sign_problem(text):
    """A sign that no cell may hold, or a shape that no cell may have."""
    if text.isascii() and PLAIN.fullmatch(text):
        return None  # nearly every cell of a number, a day or an id
    for pattern, problem, remedy in FOREIGN:
        if pattern.search(text):
            return f"the cell holds {problem}", remedy
    if not unicodedata.is_normalized("NFC", text):
        return "the letters are not composed (NFC)", "retype the cell"
    odd = next(filter(None, map(odd_sign, sorted(set(text)))), None)
    return odd or mixed_word(text)


PLAIN = re.compile(r"[\w.:-]*(?: [\w.:-]+)*")


@functools.cache
def odd_sign(sign):
    """Whether one character is neither a letter, a digit nor an allowed sign."""
    kind = unicodedata.category(sign)
    letter = kind[0] == "L" and unicodedata.normalize("NFKC", sign) == sign
    if sign.isascii() or sign in SIGNS or letter or HARAKAT.match(sign):
        return None
    name = unicodedata.name(sign, "no character").lower()
    return f"the cell holds U+{ord(sign):04X} ({name})", "write it in plain letters and digits"


def mixed_word(text):
    """A word with letters of two scripts: one of them only looks like the other's."""
    for word in () if text.isascii() else WORD.findall(text):
        scripts = {script(sign) for sign in word}
        if len(scripts) > 1 and scripts != {"ARABIC", "LATIN"}:  # a prefix on a name is meant
            return (
                f"the word {word!r} mixes {' and '.join(sorted(scripts)).title()} letters",
                "retype it in one script",
            )
    return None


@functools.cache
def script(sign):
    """The script of a letter, as the first word of its Unicode name says it."""
    return unicodedata.name(sign, "UNKNOWN").split()[0]


@REMEMBERED
def shape_problem(format, text):
    """What a cell of words may not be: markup, a formula, endless, or with one bracket only."""
    if len(text) > LONGEST:
        return f"the cell has {len(text)} characters", f"keep it below {LONGEST}"
    if text[0] in "=+@-":
        return f"a spreadsheet takes a cell that starts with {text[0]} for a formula", "reword it"
    markup = MARKUP.search(text)
    if markup:
        return f"the cell holds markup ({markup[0][:20]})", "write plain words"
    unfinished = UNFINISHED.search(text)
    if unfinished:
        return f"{unfinished[0]} stands for what is still to be written", "write it"
    twice = TWICE.search(text)
    if twice:
        return f"the word {twice[1]!r} stands twice", "delete one"
    long = "" if format == "uri" else max(re.findall(r"[^\W_]+", text), key=len, default="")
    if len(long) > LONGEST_WORD:
        return f"a word of {len(long)} letters ({long[:20]}…)", "correct it, or break it"
    return bracket_problem(text)


def bracket_problem(text):
    """A bracket or a quotation mark without its other half."""
    opened: list[str] = []
    for sign in BRACKETS.findall(text):
        if sign in PAIRS.values():
            opened.append(sign)
        elif sign in PAIRS and (not opened or opened.pop() != PAIRS[sign]):
            return f"{sign} closes what nothing opened", "add the other bracket, or delete this one"
    if opened:
        return f"{opened[-1]} is never closed", "add the other bracket, or delete this one"
    if text.count('"') % 2:
        return "a quotation mark has no other half", "add it, or delete this one"
    return None


# --- languages ------------------------------------------------------------------------------------


def language(name):
    """The language a column is written in by its name, or ""."""
    return name[-2:] if name in ("ar", "en") or name.endswith(("_ar", "_en")) else ""


@REMEMBERED
def language_problem(name, text):
    """A name in the wrong language is what swapped cells look like."""
    if language(name) == "ar":
        return arabic_problem(name, text)
    if language(name) == "en":
        return english_problem(text)
    return None


def english_problem(text):
    if ARABIC.search(text):
        return (
            "the cell holds Arabic letters",
            "write the English here, the Arabic in the twin column",
        )
    foreign = next((s for w in WORD.findall(text) for s in w if script(s) != "LATIN"), None)
    if foreign:
        return f"the cell holds the letter {foreign!r}, which is not Latin", "retype the word"
    return None


def arabic_problem(name, text):
    arabic, latin = len(ARABIC.findall(text)), len(LATIN.findall(text))
    if not arabic:
        return (
            "the cell has no Arabic letter",
            "write the Arabic here, the English in the twin column",
        )
    if latin > 2 * arabic:
        return (
            "most letters of the Arabic cell are Latin",
            "write the Arabic here, the English in the twin column",
        )
    foreign = next(
        (s for w in WORD.findall(text) for s in w if script(s) not in ("LATIN", "ARABIC")), None
    )
    if foreign:
        return f"the cell holds the letter {foreign!r}, which is not Arabic", "retype the word"
    listed = text.replace(";", "") if name.startswith(("also", "forms")) else text
    sign = LATIN_COMMA.search(listed)
    if sign:
        return (
            f"a Latin {sign[0]} stands in the Arabic text",
            "write ، ؛ or ؟; a Latin comma belongs between digits only",
        )
    return spelling_problem(text) or month_problem(text)


def month_problem(text):
    """A month whose two Arabic names are of two months: كانون الثاني/ديسمبر."""
    for first, second in TWO_NAMES.findall(text):
        right = next((one for one, other in MONTHS_AR if other == second), None)
        if right and not first.endswith(right):
            return f"{first}/{second} are two months", f"write {right}/{second}, or the other month"
    return None


def spelling_problem(text):
    for word in WORD_WITH_MARKS.findall(text):
        plain = HARAKAT.sub("", word)
        right = SPELLING["write"].get(word) or SPELLING["write"].get(plain)
        if right:
            return f"{word} is misspelt", f"write {right}"
        if FINAL_HEH.fullmatch(plain) and not TRULY_HEH.fullmatch(plain):
            return f"{word} ends in a heh", f"write {word[:-1]}{SPELLING['teh_marbuta']}"
    return None


WORD_WITH_MARKS = re.compile("[\u0621-\u0652]+")
TWO_NAMES = re.compile("([\u0621-\u064a]+(?: [\u0621-\u064a]+)?)/([\u0621-\u064a]+)")
MONTHS_AR = [tuple(names.split("/")) for names in SPELLING["months"]]
