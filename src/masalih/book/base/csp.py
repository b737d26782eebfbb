"""Writes the Content-Security-Policy of a page: nothing runs or loads but the book's own files.

That holds online and from a folder. A policy in a page cannot say who may frame it: README says
what a host that can send headers should add, and for which pages not.
"""

import base64
import hashlib
import re
from html import escape

# file: is for a book opened from a folder, where Firefox finds no 'self'; a page that came over the
# network may not load from it.
OWN = "'self' file:"
RULES = {
    "default-src": OWN,
    "script-src": OWN,
    "style-src": OWN,
    "img-src": f"{OWN} data:",  # the stylesheets hold small pictures as data:
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": OWN,
}
PLACE = "<!-- policy -->"  # in our own pages: replaced by seal()


def rules(scripts=(), styles=(), **changed):
    """The policy as one line; texts of inline `scripts` and `styles` get through by their hash."""
    found = RULES | {name.replace("_", "-"): rule for name, rule in changed.items()}
    for name, texts in (("script-src", scripts), ("style-src", styles)):
        found[name] = " ".join([found[name], *map(fingerprint, texts)])
    return "; ".join(f"{name} {rule}" for name, rule in found.items())


def fingerprint(text):
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode()}'"


def seal(html):
    """One of our own pages with the policy that lets through its inline scripts and styles."""
    scripts, styles = (
        re.findall(rf"<{tag}>(.*?)</{tag}>", html, re.DOTALL) for tag in ("script", "style")
    )
    return html.replace(PLACE, meta(rules(scripts, styles)), 1)


def meta(policy):
    return f'<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">'
