"""Tells what moved between two records: to editors, readers, machines and by feed."""

import json
import xml.etree.ElementTree as ET
from collections import Counter

from masalih.book.changes import record
from masalih.book.changes.compare import KINDS, changes
from masalih.formats import num
from masalih.translation import edition, gettext as _, pgettext

ATOM = "http://www.w3.org/2005/Atom"
EDITIONS = {"": "data", "ar": "Arabic edition", "en": "English edition"}
WHAT = ("added", "changed", "withdrawn")


def main(old, new, form):
    """Print what moved; the exit status, 1 where a record is missing."""
    try:
        before, after = record.of(old), record.of(new)
    except record.NoRecord as error:
        print(error)
        return 1
    with edition("en"):
        print(FORMS[form](before, after, list(changes(before, after))))
    return 0


def summary(found):
    """How many changes of each kind, in words of the edition in force."""
    many = Counter((change.kind, change.what) for change in found)
    parts = []
    for kind in KINDS:
        told = [f"{what_name(w)} {num(many[kind, w])}" for w in WHAT if many[kind, w]]
        if told:
            parts.append(f"{kind_name(kind)}: {_(', ').join(told)}")
    return _("; ").join(parts) or _("nothing moved")


def kind_name(kind):
    """What this edition calls a kind of change, of several."""
    return {
        "row": pgettext("changes", "rows"),
        "verdict": pgettext("changes", "verdicts"),
        "title": pgettext("changes", "titles"),
        "chart": pgettext("changes", "charts"),
        "sentence": pgettext("changes", "sentences"),
    }[kind]


def what_name(what):
    """What this edition calls that something came, changed or went."""
    return {
        "added": pgettext("changes", "added"),
        "changed": pgettext("changes", "changed"),
        "withdrawn": pgettext("changes", "withdrawn"),
    }[what]


def _sections(found):
    """(heading, its changes): the data, then each edition."""
    for language, name in EDITIONS.items():
        own = [change for change in found if change.language == language]
        if own:
            yield name, own


def text(old, new, found):
    """For a terminal: a line of place and kind, then what was (-) and what is (+)."""
    lines = [
        f"{old['version']} ({old['date']}) → {new['version']} ({new['date']}): {summary(found)}"
    ]
    for name, own in _sections(found):
        lines += ["", name]
        for change in own:
            lines.append(f"  {change.place}: {change.kind} {change.what}")
            lines += [
                f"    {sign} {said}"
                for sign, said in (("-", change.was), ("+", change.now))
                if said
            ]
    return "\n".join(lines)


def markdown(old, new, found):
    """For a page of changes."""
    lines = [
        f"# {old['version']} ({old['date']}) → {new['version']} ({new['date']})",
        "",
        summary(found),
    ]
    for name, own in _sections(found):
        lines += ["", f"## {name}", ""]
        for change in own:
            lines.append(f"- `{change.place}`: {change.kind} {change.what}")
            said = [("was", change.was), ("now", change.now)]
            lines += [f"  - {word}: {_plain(value)}" for word, value in said if value]
    return "\n".join(lines)


def _plain(said):
    """Words that Markdown does not take for marks."""
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>{}#" else sign for sign in said)


def as_json(old, new, found):
    """For machines: both records' version and day, and the list."""
    ends = {
        name: {k: r[k] for k in ("version", "date")} for name, r in (("old", old), ("new", new))
    }
    listed = [change._asdict() | {"what": change.what} for change in found]
    return json.dumps(ends | {"changes": listed}, ensure_ascii=False, indent=1)


def atom(old, new, found, address="", author="Shared Interests"):
    """A feed with an entry for the data and one for each edition in which something moved.

    address: of the site; without one, ids are of the urn kind and there is no link.
    """
    ET.register_namespace("", ATOM)
    root = address.rstrip("/") or "urn:masalih"
    joint = "/" if address else ":"
    day = f"{new['date']}T00:00:00Z"
    feed = ET.Element(f"{{{ATOM}}}feed")
    _add(feed, "id", f"{root}{joint}changes.atom")
    _add(feed, "title", "Shared Interests: changes")
    _add(feed, "updated", day)
    _add(_add(feed, "author"), "name", author)
    if address:
        _add(feed, "link", rel="self", href=f"{root}/changes.atom")
    for name, own in _sections(found):
        entry = _add(feed, "entry")
        which = own[0].language or "data"
        _add(entry, "id", f"{root}{joint}changes:{old['date']}:{new['date']}:{which}")
        with edition(own[0].language or "en"):
            _add(entry, "title", f"{new['version']} ({new['date']}), {name}: {summary(own)}")
        _add(entry, "updated", day)
        said = "\n".join(
            f"{change.place}: {change.kind} {change.what}\n- {change.was}\n+ {change.now}"
            for change in own
        )
        _add(entry, "content", said, type="text")
    ET.indent(feed)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(feed, encoding="unicode")}'


def _add(parent, name, text=None, **attributes):
    child = ET.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    child.text = text
    return child


FORMS = {"text": text, "markdown": markdown, "json": as_json, "atom": atom}
