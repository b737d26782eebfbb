"""Who stands behind the book: how new it is, what was corrected, whom to ask."""

from html import escape

import pandas as pd

from masalih import anchors, citations, data, formats
from masalih.citations.markup import Html, frame, link
from masalih.counts import count
from masalih.translation import gettext as _, pgettext

WHOLE = "whole page"


def imprint(released=None, contact: str = "", corrections: str = "", method: str = "") -> str:
    """What a reader should know of the book before trusting it, as a list.

    Args:
        released: (version, day) of the last release; None where no release is known.
        contact: where to write to the authors; "" where no address is configured.
        corrections: the way to the page of corrections; "" without one.
        method: the way to the page on how the work is done, to its part on corrections.
    """
    said = {_("Last figure"): formats.date(_last_figure()), **_released(released)}
    said |= {_("Corrections"): Html(_corrected(corrections, method))}
    said |= {_("Write to the authors"): Html(_contact(contact)), _("What was read"): _read()}
    items = "".join(
        f"<dt>{name}</dt><dd>{text if isinstance(text, Html) else escape(text)}</dd>"
        for name, text in said.items()
    )
    return f'<dl class="imprint" {frame()}>{items}</dl>'


def _last_figure() -> pd.Timestamp:
    """The last day that a figure or an event is of; what is planned for later does not count."""
    accessed = data.sources()["accessed"].max()
    ends = pd.concat([data.observations()["end"], data.events()["end"]])
    return ends[ends <= pd.Timestamp(accessed)].max()


def _released(released) -> dict[str, str]:
    if released is None:
        return {}
    version, day = released
    text = _("version {version}, {day}", version=formats.version(version), day=formats.date(day))
    return {_("Last release"): text}


def _corrected(page: str, method: str) -> str:
    number = count(len(data.table("corrections")), "correction", words=False)
    record = link(page, number) if page else number
    rules = link(method, _("how errors are corrected")) if method else ""
    return f"{record}{_('; ')}{rules}" if rules else record


def _contact(address: str) -> str:
    if not address:
        return escape(_("No address is configured for this copy of the book."))
    name = address.removeprefix("mailto:")
    return f'<a href="{escape(address)}"><bdi lang="en" dir="ltr">{escape(name)}</bdi></a>'


def _read() -> str:
    read = data.sources()["read"]
    return _(
        "Of {sources} only {whole} were read whole; of most, the passage with the figure.",
        sources=count(len(read), "source", oblique=True, words=False),
        whole=count(int((read == WHOLE).sum()), "source", alone=True),
    )


def corrections(base: str = "", chapters: str = "") -> str:
    """Every correction, the newest first: what stood, what stands now, and why.

    base: the way to the reference pages; chapters: the way to the folder of the chapters.
    """
    rows = data.table("corrections").sort_values(["day", "id"], ascending=[False, True])
    items = (_correction(row, base, chapters) for row in rows.itertuples())
    return citations.entries("ul", items, more="corrections")


def _correction(row, base: str, chapters: str) -> str:
    lang = formats.language()
    labels = {
        "stood": _("It said"),
        "stands": _("It says"),
        "why": pgettext("of a change", "Why"),
    }
    lines = "".join(
        f"<p><strong>{label}:</strong> {escape(formats.digits(getattr(row, f'{name}_{lang}')))}</p>"
        for name, label in labels.items()
    )
    day = escape(formats.date(row.day))
    return f'<li id="{row.id}"><bdi>{day}</bdi> · {_where(row, base, chapters)}{lines}</li>'


def _where(row, base: str, chapters: str) -> str:
    """The chapter of a correction and the rows it changed, each a link where it stands."""
    names = [] if row.page == "data" else [_chapter(row.page, chapters)]
    names += [_row(id, base) for id in row.rows.split(";") if id]
    return _("; ").join(names) or escape(_("the data"))


def _chapter(page: str, chapters: str) -> str:
    number = formats.num(int(page.split("-")[0]))
    return link(f"{chapters}{page}.html", _("chapter {number}", number=number))


def _row(id: str, base: str) -> str:
    if id in data.claims().index:
        return link(
            base + "../" + anchors.address("claim", id, anchors.ARTICLE), citations.claim_name(id)
        )
    kind, row = data.evidence(id)
    if kind is None:  # withdrawn
        return f"<code>{escape(id)}</code>"
    about = data.series().loc[row["series"]] if kind == "observations" else row
    anchor = {"observations": "observation", "events": "event"}[kind]
    href = base + anchors.address(anchor, id, anchors.series_file(about["motive"]))
    return f"<code>{link(href, id)}</code>"
