"""The claims of the article with their verdicts, and the evidence that stands for and against."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from urllib.parse import unquote

import pandas as pd

from masalih import anchors, data, formats
from masalih.citations.markup import Html, entries, link
from masalih.citations.page import register
from masalih.citations.provenance import series_name, series_row, source_label, source_row
from masalih.citations.reasons import reason_markup
from masalih.citations.values import counted
from masalih.translation import gettext as _, pgettext

SENTENCE = re.compile(r"(?<=[.;؛]) +")

# The address of a piece of evidence: place(kind, id, row), the kinds being the tables of data.
Place = Callable[[str, str, pd.Series], str]


def verdicts(df: pd.DataFrame) -> Html:
    """The claims of `df` (rows of claims.csv, indexed by id), one item a claim.

    Each with its verdict, its reason and the evidence on both sides. Call it before
    `references()`: the series and sources it names are then listed there.

    ValueError for what is no frame with rows of claims.
    """
    if not isinstance(df, pd.DataFrame) or "verdict" not in df:
        shown = repr(df) if isinstance(df, str) else f"a {type(df).__name__}"
        id = df if isinstance(df, str) and df in data.claims().index else "C07"
        raise ValueError(
            f"verdicts() takes rows of claims(), not {shown}: "
            f'verdicts(claims().loc[["{id}"]]) or verdicts(claims("isis"))'
        )
    items = (claim_item(id, row, _on_this_page) for id, row in df.iterrows())
    title = _("The article’s claims and their verdicts")
    return Html(entries("ul", items, title))


def claim_name(id: str) -> str:
    """What prose and charts call a claim in this edition.

    Args:
        id: as in claims.csv, such as "C22".

    Raises:
        LookupError: for an id that is no claim.

    Examples:
        >>> masalih.claim_name("C22")
        'Missiles for the F-16'
    """
    return formats.digits(_claim(id)[f"name_{formats.language()}"])


def _claim(id):
    row = data.entry("claims", id)
    if row is None:
        from masalih import finder

        remedy = finder.remedy(id, data.claims().index, "claim")
        raise LookupError(f"no claim {id!r} in data/claims.csv. Remedy: {remedy}")
    return row


def claim_item(id: str, row: pd.Series, place: Place) -> str:
    """One claim (a row of claims.csv) with its verdict, reason and evidence."""
    lang = formats.language()
    reason = row[f"reason_{lang}"]
    return (
        f'<li id="{escape(anchors.anchor("claim", id))}">'
        f"<strong>{escape(formats.digits(row[f'name_{lang}']))}</strong>: "
        f"{escape(formats.digits(row[f'claim_{lang}']))}"
        f"<br/>{verdict_label(row['verdict'])} {kind_label(row['kind'])} "
        f"{'' if formats.missing(reason) else reason_markup(reason, place)}"
        f'<br/><span class="facts">{_("For")}: {_evidence(row["supports"], place)}'
        f" · {_('Against')}: {_evidence(row['opposes'], place)}</span></li>"
    )


def _on_this_page(kind: str, id: str, row) -> str:
    """Where a page lists a piece of evidence itself; noted, so that references() does list it."""
    if kind == "series":
        register(series=[id])
        return anchors.address("data", id)
    source = id if kind == "sources" else row["source"]
    register([source], [row["series"]] if kind == "observations" else [])
    return anchors.address("source", source)


def _evidence(ids: list[str], place: Place) -> Html:
    """Links to the series, observations, events or sources that a claim's row names."""
    links = (link(href, text) for text, href, _source in (_piece(id, place) for id in ids))
    return Html(_("; ").join(links)) if ids else Html("—")


def _piece(id: str, place: Place) -> tuple[str, str, str]:
    """(words, address, source id) of a series, observation, event or source.

    A source stands for itself, a series for all its own.
    """
    kind, row = data.evidence(id)
    if kind is None:
        raise LookupError(
            f"{id!r} is no series, observation, event or source of the data package: correct the id"
        )
    href = place(kind, id, row)
    if kind == "sources":
        return source_label(id), href, id
    if kind == "observations":
        return _observation(row), href, row["source"]
    name = formats.digits(row[f"name_{formats.language()}"])
    return name, href, row["source"] if kind == "events" else ""


def _observation(row) -> str:
    what, when = series_name(row["series"]), formats.period(row["start"], row["end"])
    unit = series_row(row["series"])["unit"]
    how_many = counted(row["value"], row["low"], row["high"], row["bound"], unit)
    return f"{what}{_(', ')}{when}: {how_many}"


def fact_item(
    id: str,
    place: Place,
    limits: bool = False,
    until: pd.Timestamp | None = None,
    noted: bool = True,
) -> str:
    """One observation (with its unit and who says so) or event as an item to cite.

    Linked to its row and to its source. limits: with its confidence and its note (noted=False:
    without it), not with what the note says of years after `until`. LookupError for any other id.
    """
    kind, row = data.evidence(id)
    if kind not in ("observations", "events"):
        raise LookupError(
            f"{id!r} is neither an observation nor an event of the data package: correct the id"
        )
    text, href, source = _piece(id, place)
    said = ""
    if kind == "events":
        text += f" ({formats.period(row['start'], row['end'])})"
    elif row["by"]:
        said = f"<bdi>{escape(formats.name(row['by']))}</bdi> · "
    label, more = link(place("sources", source, None), source_label(source)), ""
    if limits:  # a sheet of paper names its sources where it cites them, and lists none
        label, more = Html(escape(source_label(source))), _limits(row, until, noted)
    return (
        f'<li>{escape(text)}. <span class="facts">{said}{_("Source")}: {label} · '
        f'<a href="{escape(href)}"><code>{escape(id)}</code></a></span>{more}</li>'
    )


def _limits(row: pd.Series, until: pd.Timestamp | None, noted: bool) -> str:
    """How sure a row is, and what its note says that it does not say."""
    known = {
        "high": pgettext("confidence", "high"),
        "medium": pgettext("confidence", "medium"),
        "low": pgettext("confidence", "low"),
    }
    note = row[f"note_{formats.language()}"] if noted else ""
    if until is not None and not formats.missing(note):
        note = " ".join(part for part in SENTENCE.split(note) if not _later(part, until.year))
    sure = f"{_('Confidence')}: {known[row['confidence']]}."
    said = f" {escape(formats.digits(note))}" if note and not formats.missing(note) else ""
    return f' <span class="limits">{sure}{said}</span>'


def _later(text: str, year: int) -> bool:
    return any(int(found) > year for found in re.findall(r"\b20\d\d\b", text))


def printed_source(id: str) -> str:
    """A source for a sheet of paper: its title, day and address in full."""
    row = source_row(id)
    day = formats.date(str(row["published"])) if row["published"] else formats.unknown()
    address = f'<bdi lang="en" dir="ltr">{escape(unquote(row["url"] or ""))}</bdi>'
    return (
        f'<span class="facts"><cite lang="{escape(row["language"])}">{escape(row["title"])}'
        f"</cite>{_(', ')}{escape(day)}. {address}</span>"
    )


def statement_item(id: str) -> str:
    """One claim of the article as the article makes it, without what the book found."""
    text = escape(formats.digits(_claim(id)[f"claim_{formats.language()}"]))
    return f"<li><strong>{escape(claim_name(id))}</strong>: {text}</li>"


def verdict_label(word) -> Html:
    """The word of a verdict in this edition, marked for the style sheet.

    ValueError for a word that the ledger of claims does not know.
    """
    known = {
        "supported": _("supported"),
        "supported with a correction": _("supported with a correction"),
        "contested": _("contested"),
        "overtaken": _("overtaken"),
        "not shown": _("not shown"),
        "untestable": _("untestable"),
    }
    if formats.missing(word) or not word:
        return Html(formats.unknown())
    label = _label("verdict", word, known)
    return Html(f'<span class="verdict verdict-{word.replace(" ", "-")}">{label}</span>')


def kind_label(word) -> Html:
    """How a verdict was reached, in this edition; nothing where there is no verdict yet.

    ValueError for a word that the ledger of claims does not know.
    """
    known = {
        "computed": _("computed from figures"),
        "transcribed": _("transcribed from dates and texts"),
        "judged": _("our judgement"),
    }
    if formats.missing(word) or not word:
        return Html("")
    return Html(f'<span class="facts">({_label("kind", word, known)})</span>')


def _label(field: str, word: str, known: dict[str, str]) -> str:
    if word not in known:
        raise ValueError(f"{field} {word!r} is not one of {sorted(known)}: correct data/claims.csv")
    return known[word]
