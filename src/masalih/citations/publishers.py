"""What a publisher is called in this edition, also where a source names two of them.

sources.csv writes who says it and where, in English: "Alsumaria (Reuters)".
"""

import re

from masalih import formats
from masalih.translation import gettext as _

BETWEEN = re.compile(r"( \(|\)|; | / |, (?=citing |via |on |quoting )| (?=via ))")
RELATION = re.compile(
    r"(via|citing|cites|quoting|on|carrying|relaying|reposting|reporting|from) (.+)"
)
COPY = re.compile(r"(.+) (?:copy|mirror|repost|reprint)")


def publisher_name(text: str) -> str:
    """A publisher of sources.csv in this edition; names that have no term stay in Latin letters."""
    whole = formats.name(text)
    if formats.language() == "en" or whole != text:
        return whole
    found = "".join(map(_part, BETWEEN.split(text)))
    return found if found == text else found.replace(", ", _(", ")).replace("; ", _("; "))


def _part(text):
    if found := RELATION.fullmatch(text):
        says = _("via {publisher}") if found[1] == "via" else _("citing {publisher}")
        return says.format(publisher=_part(found[2]))
    if text in ("copy", "mirror", "repost", "reposted", "reprint"):
        return _("copy")
    if found := COPY.fullmatch(text):
        return _("copy of {publisher}", publisher=_part(found[1]))
    return formats.name(text)
