"""What changed since the last release, for readers: a page in each edition, and their feed.

A build makes them where it finds the record that the last release kept, and says that it found
none where it did not; so a link to them always leads somewhere.
"""

from itertools import groupby
from pathlib import Path

from masalih import anchors, atomic_files, formats
from masalih.book.base import bare_page, config
from masalih.book.base.addresses import clean
from masalih.book.base.edition import OTHER
from masalih.book.changes import record, report
from masalih.book.changes.compare import changes
from masalih.translation import edition, gettext as _

HERE = Path(__file__).parent
LAST = "last-release.json.gz"  # in _build: the record of the last release, put there before a build
FEED = "changes.atom"


def name(language):
    """The page of an edition, in the folder of the site."""
    return f"changes.{language}.html"


def write(root, site):
    """Bring the pages of changes and their feed up to date in a site that holds both editions."""
    last = root / "_build" / LAST
    old = record.of(last) if last.is_file() else None
    new = record.taken(root) if old else None
    found = list(changes(old, new)) if old else []
    address = clean(config.read(root, "ar").get("html", {}).get("baseurl"))
    if old:
        atomic_files.renew(site / FEED, report.atom(old, new, found, address))
    else:
        (site / FEED).unlink(missing_ok=True)
    for language in OTHER:
        with edition(language):
            title = config.read(root, language)["title"]
            atomic_files.renew(site / name(language), page(old, new, found, title))


def page(old, new, found, book):
    """The page of the edition in force: `book` is its title; without an old record, that is said.

    Places become ways and names: a claim its short name, a page its title.
    """
    language = formats.language()
    own = [change for change in found if change.language in ("", language)]
    return bare_page.template(HERE / "changes.html", way="").render(
        book=book,
        twin=name(OTHER[language]),
        feed=FEED if old else "",
        heading=_heading(old, new),
        summary=report.summary(own) if old else _no_release(),
        parts=list(_parts(own, new, language)),
        rows=list(_rows(own, new, language)),
    )


def _heading(old, new):
    if not old:
        return _("What changed")
    return _(
        "What changed between {old} ({day}) and {new} ({later})",
        old=formats.version(old["version"]),
        day=formats.date(old["date"]),
        new=formats.version(new["version"]),
        later=formats.date(new["date"]),
    )


def _no_release():
    return _(
        "This copy of the book knows of no earlier release. From the second release on, every row,"
        " verdict, sentence, title and chart that moved is listed here."
    )


def _parts(own, new, language):
    """The verdicts, then each page: its name, the way to it, its changes with label and way."""
    verdicts = [change for change in own if change.kind == "verdict"]
    if verdicts:
        yield {
            "name": _("Verdicts"),
            "changes": [(_claim(c.place, new, language), "", _worded(c)) for c in verdicts],
        }
    said = [change for change in own if change.kind not in ("row", "verdict")]
    for page, of_page in groupby(said, lambda change: change.place.partition("#")[0]):
        known = new["pages"].get(language, {}).get(page)
        titles = known["titles"] if known else []
        yield {
            "name": titles[0] if titles else page,
            "way": known and f"{language}/{page}.html",
            "changes": [_labelled(change, language) for change in of_page],
        }


def _labelled(change, language):
    page, _sign, chart = change.place.partition("#")
    label = f"{report.kind_name(change.kind)}: {report.what_name(change.what)}"
    return label, chart and change.now and f"{language}/{page}.html#{chart}", change


def _claim(id, new, language):
    return formats.digits(new["rows"]["claims"].get(id, {}).get(f"name_{language}", id))


def _worded(change):
    from masalih.citations.claims import verdict_label

    was, now = (word and verdict_label(word) for word in (change.was, change.now))
    return change._replace(was=was, now=now)


def _rows(own, new, language):
    """(table, its changes with id and way) of the rows."""
    rows = [change for change in own if change.kind == "row"]
    for table, of_table in groupby(rows, lambda change: change.place.partition("/")[0]):
        yield table, [(*_row(change, new, language), change) for change in of_table]


def _row(change, new, language):
    """(id, the way to it in the reference) of a row; "" where it is gone or stands in no page."""
    table, _sign, id = change.place.partition("/")
    row = new["rows"].get(table, {}).get(id)
    kind = {"observations": "observation", "events": "event", "claims": "claim"}.get(table)
    if row and table == "series":
        return id, f"{anchors.OWN}/{anchors.own_file(id, language)}"
    if not row or not kind:
        return id, ""
    base = f"{language}/{anchors.reference_page('', language)}"
    if kind == "claim":
        return id, f"{base}../{anchors.address(kind, id, anchors.ARTICLE)}"
    of = new["rows"]["series"].get(row["series"], {}) if kind == "observation" else row
    return id, base + anchors.address(kind, id, anchors.series_file(of.get("motive", "")))
