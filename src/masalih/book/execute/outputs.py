"""Refuses what no reader should meet in a result: a warning, a path of this machine, a flood."""

import re
import sys
from html.parser import HTMLParser
from pathlib import Path

LONGEST = 20_000  # characters that a cell may print, or a result be long
TOO_LONG = f"more than {LONGEST:,} characters: print a part of it"
ADDRESS = re.compile(r"\bat 0x[0-9a-fA-F]{6,}")
PLACES = [place for place in (str(Path.home()), sys.prefix) if len(place) > 1]
RICHER = ("text/html", "text/markdown", "text/latex")
MARKUP = ("text/html", "image/svg+xml", "text/markdown")
LED = re.compile(r"\]\(\s*<?\s*(?:javascript|vbscript|data):", re.IGNORECASE)  # in Markdown
PROGRAMS = ("application/javascript", "text/javascript")  # put into the page as a script
# What acts by itself: no page of the book holds any, and data typed as markup would.
ACTIVE_TAGS = {
    *("script", "iframe", "object", "embed", "form", "base", "meta", "link", "portal"),
    *("foreignobject", "animate", "set"),  # of SVG: they hold pages, or change a link's address
}
ACTIVE_NAMES = ("srcdoc", "formaction")
LEADING = ("href", "src", "xlink:href", "action", "data")
LED_BY = re.compile(r"[\s\x00-\x20]*(?:javascript|vbscript|data:text/html)\b", re.IGNORECASE)


class Acting(HTMLParser):
    """Collects what acts by itself in a piece of markup, as a browser would read it."""

    def __init__(self, text):
        super().__init__()
        self.found, self.inside = [], ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.inside = tag
        for name, value in attributes:
            led = name in LEADING and LED_BY.match(value or "")
            if name.startswith("on") or name in ACTIVE_NAMES or led:
                self.found.append(f"{name}={value}")
        if tag in ACTIVE_TAGS:
            self.found.append(f"<{tag}")

    def handle_data(self, text):
        if self.inside == "style" and "@import" in text.lower():
            self.found.append("@import")


def complaint(outputs):
    """What is wrong with the outputs of a cell, in words; "" when nothing is."""
    for output in outputs:
        if output.output_type == "stream" and output.name == "stderr":
            return f"it prints a warning or an error: “{_telling_line(output.text)}”"
    for output in outputs:
        kinds = output.get("data", {})
        if any(kind in kinds for kind in PROGRAMS):
            return "its result is a script, and no page runs one: show what it would"
        texts = {kind: "".join(kinds.get(kind, "")) for kind in MARKUP}
        acts = [one for text in texts.values() for one in Acting(text).found]
        acts += LED.findall(texts["text/markdown"])
        if acts:
            return f"its result holds markup that acts by itself: {acts[0][:80]!r}: escape it"
    shown = list(filter(None, map(_shown, outputs)))
    if sum(map(len, shown)) > LONGEST:
        return f"it prints {TOO_LONG}"
    for text in shown:
        if place := next((place for place in PLACES if f"{place}/" in text), ""):
            return f"it shows a path of this machine ({place}/…)"
        if found := ADDRESS.search(text):
            return f"it shows an address in memory ({found[0]}): end the cell with another line"
    return ""


def _shown(output):
    """The plain text of an output that a page prints, "" where it shows something richer."""
    if output.output_type == "stream":
        return output.text
    kinds = output.get("data", {})
    richer = any(kind in kinds for kind in RICHER) or any("+json" in kind for kind in kinds)
    return "" if richer else kinds.get("text/plain", "")


def _telling_line(text):
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    told = [line for line in lines if re.search(r"(Warning|Error|Exception)\b", line)]
    return (told or lines or [""])[0][:200]
