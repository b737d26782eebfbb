"""What changed since the last release, for readers: one page in both languages, and its feed."""

from html import escape

from masalih import atomic_files
from masalih.book.changes import record, report
from masalih.book.changes.compare import changes
from masalih.formats import date
from masalih.translation import edition, gettext as _

PAGE, FEED = "changes.html", "changes.atom"
DIRECTIONS = {"ar": "rtl", "en": "ltr"}


def publish(old, new, folder, address=""):
    """Write the page and its feed into a folder, such as the built site; the exit status."""
    try:
        before, after = record.of(old), record.of(new)
    except record.NoRecord as error:
        print(error)
        return 1
    found = list(changes(before, after))
    atomic_files.write(folder / PAGE, page(before, after, found))
    atomic_files.write(folder / FEED, report.atom(before, after, found, address))
    return 0


def page(old, new, found):
    """The page as HTML: each language tells of the data and of its own edition."""
    parts = []
    for language, direction in DIRECTIONS.items():
        own = [change for change in found if change.language in ("", language)]
        with edition(language):
            parts.append(
                f'<section lang="{language}" dir="{direction}">{_part(old, new, own)}</section>'
            )
    return (
        '<!DOCTYPE html>\n<html lang="ar"><head><meta charset="utf-8"/>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"/>'
        '<meta name="color-scheme" content="light dark"/>'
        f"<title>{escape(new['version'])}</title>"
        f'<link rel="alternate" type="application/atom+xml" href="{FEED}"/></head>'
        f"<body><main>{''.join(parts)}</main></body></html>\n"
    )


def _part(old, new, found):
    title = _(
        "What changed between {old} ({day}) and {new} ({later})",
        old=old["version"],
        day=date(old["date"]),
        new=new["version"],
        later=date(new["date"]),
    )
    items = "".join(
        f"<li><code>{escape(change.place)}</code>, {escape(report.kind_name(change.kind))}, "
        f"{escape(report.what_name(change.what))}"
        f"{_said('del', change.was)}{_said('ins', change.now)}</li>"
        for change in found
    )
    return f"<h1>{escape(title)}</h1><p>{escape(report.summary(found))}</p><ul>{items}</ul>"


def _said(tag, text):
    return f"<br/><{tag}>{escape(text)}</{tag}>" if text else ""
