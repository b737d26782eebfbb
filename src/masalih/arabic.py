"""Arabic letters in charts must be joined and in order on every matplotlib, old or new.

matplotlib 3.11 and later shape and order text themselves (libraqm), and print already shaped text
reversed. Older ones draw characters one by one from the left, so there `install()` makes every Text
shape and order its own string. Callers always pass plain strings. Do not put $math$ in an Arabic
string: no version draws that right.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from matplotlib import ft2font
from matplotlib.text import Text

from masalih import formats, translation

NATIVE = hasattr(ft2font, "__libraqm_version__")  # the feature itself, not a version number
RLM, LRM = "\u200f", "\u200e"
# Arabic and Hebrew letters, and Arabic-Indic digits
_RIGHT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_SHAPED = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]")
_MARKS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_PAIRS = {")": "(", "]": "[", "}": "{", "»": "«"}


def line(text: str) -> str:
    """`text` ready to be drawn: in the Arabic edition a line with Arabic reads from the right.

    Without it a label such as "CTC: ٢٠١٤" or «٦٨٪» is laid out from the left because it does not
    start with a letter.
    """
    if formats.language() != "ar":
        return text
    return "\n".join(
        RLM + part if _RIGHT.search(part) and part[:1] not in (RLM, LRM) else part
        for part in text.split("\n")
    )


def visual(text: str) -> str:
    """One line, shaped and in the order in which it is drawn from the left.

    It is what matplotlib before 3.11 needs.
    """
    if _SHAPED.search(text) or not _RIGHT.search(text):
        return text  # shaped by the caller, or nothing to shape
    import arabic_reshaper
    from bidi.algorithm import get_display  # this one mirrors brackets; bidi.get_display does not

    base = _base(text)
    shaped = arabic_reshaper.reshape(_steady_brackets(text, base))
    return _MARKS.sub("", get_display(shaped, base_dir=base))


def use(edition: str | None) -> None:
    """Choose the edition: the language of names, numbers, dates and charts.

    The Arabic one also makes every text that matplotlib draws from then on join its Arabic letters,
    in plots of your own too (`masalih.arabic.install`).

    Args:
        edition: "ar" or "en"; None returns the choice to the environment variable BOOK_LANG, whose
            default is "ar".

    Raises:
        ValueError: for anything else.

    Examples:
        >>> masalih.use("en")
        >>> masalih.num(2500)
        '2,500'
    """
    translation.use(edition)
    if translation.language() == "ar":
        install()


def install() -> None:
    """Make every text of matplotlib, in plots of your own too, draw Arabic joined and in order.

    matplotlib 3.11 and later do so by themselves: there it changes nothing. Older ones draw letters
    apart and from the left; there each text shapes its own string from now on. `use("ar")` and
    `Chart` call it, and it is safe to call more than once. Give it plain strings: text that was
    shaped before (arabic_reshaper, python-bidi) is left as it is, and $math$ in an Arabic string is
    drawn right by no version. The default font of matplotlib has Arabic letters; that of the book
    is there once a chart was drawn: `matplotlib.rcParams["font.family"] = "IBM Plex Sans Arabic"`.

    Examples:
        >>> masalih.arabic.install()
    """
    if NATIVE or hasattr(Text, "_shapes_arabic"):
        return
    plain = Text.set_text

    def set_text(self, s):
        # draw() hands a text its own string again; reordering digits twice would reverse a range
        if s is not None and s != getattr(self, "_drawn_text", None):
            s = self._drawn_text = "\n".join(map(visual, str(s).split("\n")))
        plain(self, s)

    set_text.__doc__ = plain.__doc__
    patched: Any = Text
    patched.set_text, patched._shapes_arabic = set_text, True


def _base(text: str) -> str:
    """The direction of the first letter or mark that has one, as matplotlib 3.11 decides.

    "L" when there is none.
    """
    return next(filter(None, map(_strong, text)), "L")


def _strong(character: str) -> str | None:
    return {"L": "L", "R": "R", "AL": "R"}.get(unicodedata.bidirectional(character))


def _steady_brackets(text: str, base: str) -> str:
    """Pin each bracket to the direction that Unicode's rule N0 gives it.

    python-bidi leaves that rule out.
    """
    direction, pinned, opened = _directions(text, base), {}, []
    for i, character in enumerate(text):
        if character in _PAIRS.values():
            opened.append(i)
        elif character in _PAIRS and opened and text[opened[-1]] == _PAIRS[character]:
            start = opened.pop()
            pinned[start] = pinned[i] = _bracket_direction(
                direction[:start], direction[start + 1 : i], base
            )
    mark: dict[str | None, str] = {"L": LRM, "R": RLM}
    return "".join(
        f"{mark[pinned[i]]}{c}{mark[pinned[i]]}" if pinned.get(i) else c for i, c in enumerate(text)
    )


def _directions(text: str, base: str) -> list[str | None]:
    """The way each character pulls its neighbours.

    Letters pull their own way, digits right to left unless they follow Latin.
    """
    found, last = [], base
    for character in text:
        kind, strong = unicodedata.bidirectional(character), _strong(character)
        last = strong or last
        found.append(strong or ("R" if kind == "AN" else last if kind == "EN" else None))
    return found


def _bracket_direction(before: list, inside: list, base: str) -> str | None:
    pulls = set(inside) - {None}
    if base in pulls or not pulls:
        return base if pulls else None
    other = pulls.pop()
    return other if next(filter(None, reversed(before)), base) == other else base
