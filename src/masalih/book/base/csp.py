"""Gives every page a Content-Security-Policy that lets nothing run or load but the book's own files, online and from a folder.

A page may only hold what the policy allows, so what extensions write into every page as a script goes into one file. A policy in
a page cannot say who may frame it: a host that can send headers should add `Content-Security-Policy: frame-ancestors 'self'`.
"""

import base64
import hashlib
import re
from html import escape
from pathlib import Path

# file: is for a book opened from a folder, where Firefox finds no 'self'; a page that came over the network may not load from it.
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
SETTINGS = "settings.js"


def rules(scripts=(), styles=(), **changed):
    """The policy as one line; `scripts` and `styles` are inline texts that it lets through by their hash."""
    found = RULES | {name.replace("_", "-"): rule for name, rule in changed.items()}
    for name, texts in (("script-src", scripts), ("style-src", styles)):
        found[name] = " ".join([found[name], *map(fingerprint, texts)])
    return "; ".join(f"{name} {rule}" for name, rule in found.items())


def fingerprint(text):
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode()}'"


def seal(html):
    """One of our own self-contained pages with the policy that lets its inline scripts and styles through, and no others."""
    scripts, styles = (
        re.findall(rf"<{tag}>(.*?)</{tag}>", html, re.DOTALL) for tag in ("script", "style")
    )
    return html.replace(PLACE, meta(rules(scripts, styles)), 1)


def meta(policy):
    return f'<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">'


# ---------------------------------------------------------------- pages of Sphinx


def write_settings(app):
    """Put the settings that extensions write into every page into one file, which loads before their own scripts."""
    if app.builder.format != "html":
        return
    folder = Path(app.outdir).parent / "settings"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / SETTINGS).write_text("\n".join(dict.fromkeys(_bodies(app))) + "\n", "utf-8")
    app.config.html_static_path.append(str(folder))
    app.add_js_file(SETTINGS, priority=300)


def _bodies(app):
    return [
        attributes["body"]
        for name, attributes in app.registry.js_files
        if not name and attributes.get("body")
    ]


def apply(app, pagename, templatename, context, doctree):
    context["scripts_in_page"] = {
        name: (Path(app.srcdir) / f"book/templates/{name}.js").read_text("utf-8")
        for name in ("first", "then")
    }
    context["policy"] = rules(scripts=context["scripts_in_page"].values())
    known = {*_bodies(app)}
    # The theme repeats the page's name and that nothing is searched for as it is typed: nobody reads the one, and the other is so without it.
    spare = lambda body: body in known or body.startswith("DOCUMENTATION_OPTIONS.")  # noqa: E731
    context["script_files"] = [
        file
        for file in context["script_files"]
        if not spare(getattr(file, "attributes", {}).get("body", ""))
    ]
