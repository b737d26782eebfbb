"""The data package laid open to a reader, as pieces of a page.

Every series, event, table, source, term and claim, and every piece of evidence left out.
"""

import re
from html import escape

import pandas as pd

from masalih import anchors, audit, citations, data, export, formats
from masalih.citations.markup import frame, link
from masalih.counts import count
from masalih.translation import gettext as _, pgettext, tr

WIDTH = 140


def series(motive):
    """The series of one motive, each with its rows and links to the sources page.

    Also its definition, who counts, its unit, and its coverage as a small timeline.
    """
    known = data.series().query("motive == @motive")
    if known.empty:
        raise ValueError(f"no series of motive {motive!r} in data/series.csv")
    rows = data.observations(*known.index)
    axis = _axis(rows)
    return citations.entries(
        "ul",
        (
            _series_item(id, known.loc[id], own, axis)
            for id, own in rows.groupby("series", sort=False)
        ),
    )


def _series_item(id, row, own, axis):
    links = (_source_link(s, formats.num(n)) for n, s in enumerate(citations.sources_of(own), 1))
    item = citations.series_item(
        anchors.anchor("series", id),
        row,
        own,
        links,
        drawing=f"{_timeline(own, *axis)} ",
        more=f" · <code>{escape(id)}</code>",
    )
    title = _("Every figure")
    return (
        item.removesuffix("</li>")
        + f"<details><summary>{title}</summary>{_rows(row, own)}</details></li>"
    )


def _source_link(id, text):
    return link(anchors.address("source", id, anchors.SOURCES), text)


def _row_links(row):
    found = (row.source, row.corroborates)
    return _("; ").join(_source_link(s, citations.source_label(s)) for s in found if s)


def _rows(about, own):
    """The observations of one series as a table.

    Each has its own anchor, so that a doubt can point at a row.
    """
    columns = {
        _("Id"): lambda row: citations.Html(
            f'<code id="{anchors.anchor("observation", row.id)}">{row.id}</code>'
        ),
        _("Period"): lambda row: formats.period(row.start, row.end),
        _("Figure"): lambda row: citations.figure(row.value, row.low, row.high, row.bound),
        _("Place"): lambda row: formats.name(row.place),
        _("By"): lambda row: formats.name(row.by) if row.by else "",
        _("Source"): lambda row: citations.Html(_row_links(row)),
        _("Checked"): lambda row: "" if formats.missing(row.checked) else formats.date(row.checked),
        _("Note"): lambda row: formats.digits(tr(row.note_ar, row.note_en)) if row.note_en else "",
    }
    cells = pd.DataFrame(
        [[write(row) for write in columns.values()] for row in own.itertuples()],
        columns=list(columns),
        dtype=object,  # else pandas with pyarrow makes plain text of Html, and tags are printed
    )
    telling = [
        name
        for name in cells
        if cells[name].astype(bool).any() and (name != _("Place") or cells[name].nunique() > 1)
    ]
    return citations.html_table(
        telling,
        cells[telling].to_numpy().tolist(),
        formats.digits(about[f"name_{formats.language()}"]),
        hide_caption=True,
    )


def _axis(rows):
    """First and last day of a page's small timelines, which hold the plans that reach furthest."""
    furthest = rows["end"].max() + pd.offsets.YearBegin()
    return pd.Timestamp("2000-01-01"), max(pd.Timestamp("2028-01-01"), furthest)


def _timeline(own, first, last):
    """A drawing of the periods that have a figure, on an axis from first to last.

    The years stand beside it in words, so it is hidden from readers of text.
    """
    whole = (last - first).days
    places = sorted(
        {
            (
                round((max(start, first) - first).days / whole * WIDTH, 1),
                round(max((end - start).days / whole * WIDTH, 2), 1),
            )
            for start, end in zip(own["start"], own["end"], strict=True)
        }
    )
    bars = "".join(f'<rect x="{x:g}" y="1" width="{w:g}" height="6"/>' for x, w in places)
    return (
        f'<svg class="coverage" viewBox="0 0 {WIDTH} 8" width="{WIDTH}" height="8" '
        f'aria-hidden="true">{bars}</svg>'
    )


def sources():
    """Every publication of the package, in the order of its publisher's name."""
    known = data.sources().sort_values(
        ["publisher", "published"],
        key=lambda column: column.astype(str).str.casefold(),
        kind="stable",
    )
    return citations.entries("ol", (citations.source_item(id, row) for id, row in known.iterrows()))


def licences():
    """The terms of the sources: what each allows, and how many sources stand under it."""
    lang, number = formats.language(), data.sources()["licence"].value_counts()
    rows = [
        [row[f"name_{lang}"], row[f"allows_{lang}"], formats.num(number.get(id, 0))]
        for id, row in data.licences().iterrows()
    ]
    return citations.html_table(
        [_("Licence"), _("What it allows"), pgettext("how many", "Sources")],
        [[formats.digits(cell) for cell in row] for row in rows],
        _("Terms of the sources and what they allow"),
    )


def downloads(folder):
    """Links to the files that `export.write_downloads` puts into `folder`.

    folder: an address relative to the page, with its last stroke.
    """
    files = {
        f"{export.NAME}.zip": _("the whole data package (ZIP)"),
        "sources.bib": _("the sources as BibLaTeX"),
        "sources.csl.json": _("the sources as CSL-JSON, for reference managers"),
    }
    links = (
        f'<a href="{escape(folder + file)}" download="">{label}</a>'
        for file, label in files.items()
    )
    return (
        f"<p {frame()}>{pgettext('before a list of files', 'Download')}: {' · '.join(links)}.</p>"
    )


def events(motive):
    """The dated events of one motive, in order, each with its source."""
    rows = data.events(motive=motive).iterrows()
    return citations.entries("ul", (_event_item(id, row) for id, row in rows))


def _event_item(id, row):
    source = _source_link(row["source"], citations.source_label(row["source"]))
    return (
        f'<li id="{escape(anchors.anchor("event", id))}">'
        f"{escape(formats.digits(row[f'name_{formats.language()}']))} "
        f'<span class="facts"><bdi>{escape(_when(row))}</bdi> · <code>{escape(id)}</code></span> '
        f"{_('Source')}: {source}.</li>"
    )


def _when(event):
    month = event["precision"] == "month" and event["start"].to_period("M") == event[
        "end"
    ].to_period("M")
    return (
        formats.date(event["start"], "month")
        if month
        else formats.period(event["start"], event["end"])
    )


def story(ids, base=""):
    """Dated events in the order of their days, each a line that leads to its row.

    ids: of events.csv, separated by spaces; base: as in `claims`. LookupError for an unknown id.
    """
    known, place = data.events(), place_of(base)
    unknown = [id for id in ids.split() if id not in known.index]
    if unknown:
        raise LookupError(f"no event {unknown[0]!r} in data/events.csv: correct the id")
    rows = known.loc[ids.split()].sort_values(["start", "end"], kind="stable")
    return citations.entries(
        "ol",
        (_story_item(row, place("events", id, row)) for id, row in rows.iterrows()),
        more="story",
    )


def _story_item(event, href):
    name = formats.digits(event[f"name_{formats.language()}"])
    exact = "month" if event["precision"] == "month" else "day"
    day = formats.date(event["start"], exact, short=True)
    return f"<li><bdi>{escape(day)}</bdi> {link(href, name)}</li>"


def who(ids):
    """Terms with the first sentence of their definitions, in the order given.

    ids: of terms.csv, separated by spaces.

    LookupError for one that has no definition.
    """
    lang, known = formats.language(), data.terms()
    items = []
    for id in ids.split():
        row = known.loc[id] if id in known.index else None
        if row is None or not row[f"definition_{lang}"]:
            raise LookupError(f"term {id!r} has no definition in data/terms.csv: give it one")
        text = formats.digits(row[f"definition_{lang}"].partition(". ")[0].rstrip(".") + ".")
        items.append(f"<dt>{escape(row[lang])}</dt><dd>{escape(text)}</dd>")
    return citations.entries("dl", items)


def tables():
    """The tables taken from published data sets.

    What they hold, how many rows, where they come from and under which terms.
    """
    return citations.entries(
        "ul", (_table_item(name, row) for name, row in data.tables().iterrows())
    )


def _table_item(name, row):
    links = _(", ").join(_source_link(s, citations.source_label(s)) for s in row["sources"])
    licences = dict.fromkeys(data.sources().loc[row["sources"], "licence"])
    terms = _("; ").join(map(citations.licence_name, licences))
    origin = (
        f"{citations.sources_label(len(row['sources']))}: {links} "
        f'<span class="facts">({_("licence")}: <bdi>{escape(terms)}</bdi>).</span>'
        if links
        else _("Its sources are those of the observations it names.")
    )
    described = formats.digits(row[f"description_{formats.language()}"])
    return (
        f'<li id="{escape(anchors.anchor("table", name))}"><code>{escape(name)}</code>. '
        f"{escape(described)} "
        f'<span class="facts">{escape(count(row["rows"], "row", words=False))}</span> {origin}</li>'
    )


def claims(base=""):
    """The ledger: every claim of the source article with its verdict, the reason, and the evidence.

    base: the way from the page to the folder of the reference pages, such as "reference/".
    """
    place = place_of(base)
    return citations.entries(
        "ul", (citations.claim_item(id, row, place) for id, row in data.claims().iterrows())
    )


def place_of(base):
    """Where a piece of evidence stands: the `place` of citations.claim_item and fact_item."""
    motives = {**data.series()["motive"], **data.events()["motive"]}
    kinds = {"series": "series", "observations": "observation", "events": "event"}

    def place(table, id, row):
        if table == "sources":
            return base + anchors.address("source", id, anchors.SOURCES)
        motive = motives[row["series"]] if table == "observations" else row["motive"]
        return base + anchors.address(kinds[table], id, anchors.series_file(motive))

    return place


def verdicts(chapter, base=""):
    """The claims of one chapter grouped by verdict, as one line.

    base: the way from the page to the page `article`.
    """
    own = data.claims().query("chapter == @chapter")
    if own.empty:
        raise ValueError(f"no claim of chapter {chapter!r} in data/claims.csv")
    parts = (
        f"<span>{citations.verdict_label(verdict)}: "
        f"{_('; ').join(claim_link(id, base) for id in rows.index)}</span>"
        for verdict, rows in own.groupby("verdict", sort=False)
    )
    return f'<p class="verdict-line" {frame()}>{" ".join(parts)}</p>'


def claim_link(id, base=""):
    """A claim's short name, leading to its place in the ledger; base: as in `verdicts`."""
    href = base + anchors.address("claim", id, anchors.ARTICLE)
    return f'<a href="{escape(href)}">{escape(citations.claim_name(id))}</a>'


def facts(ids, base=""):
    """Single observations and events as facts to cite: what, when, how many, who says so.

    ids: separated by spaces; base: as in `claims`.
    """
    place = place_of(base)
    return citations.entries("ul", (citations.fact_item(id, place) for id in ids.split()))


def definitions(ids):
    """What series count, by whom and of which years, without a figure; ids separated by spaces."""
    items = []
    for id in ids.split():
        row = data.entry("series", id)
        if row is None:
            raise LookupError(f"no series {id!r} in data/series.csv: correct the id")
        own, lang = data.observations(id), formats.language()
        span = formats.span(own["start"].min().year, own["end"].max().year)
        items.append(
            f"<li><strong>{escape(formats.digits(row[f'name_{lang}']))}</strong>. "
            f"{escape(formats.digits(row[f'definition_{lang}']))} "
            f'<span class="facts">{escape(formats.name(row["counter"]))}{_(", ")}{span}</span></li>'
        )
    return citations.entries("ul", items)


def statements(ids="", chapter=""):
    """Claims of the article without verdicts: those named, separated by spaces, or a chapter's."""
    own = ids.split() or data.claims().query("chapter == @chapter").index
    if not len(own):
        raise ValueError(f"no claim of chapter {chapter!r} in data/claims.csv")
    return citations.entries("ol", (citations.statement_item(id) for id in own))


def readings(ids):
    """Publications to read, in the order given; ids of sources.csv separated by spaces.

    LookupError for an id that is no source.
    """
    rows = {id: data.entry("sources", id) for id in ids.split()}
    unknown = [id for id, row in rows.items() if row is None]
    if unknown:
        raise LookupError(f"no source {unknown[0]!r} in data/sources.csv: correct the id")
    return citations.entries("ol", (citations.source_item(id, row) for id, row in rows.items()))


def audits(base=""):
    """What somebody found who opened a sample of rows again, each sample with its interval.

    Then every row of them that was not confirmed. base: as in `claims`.
    """
    lang, found = formats.language(), audit.results()
    share = _("Confirmed, with a {share} interval", share=formats.percent(audit.COVERAGE))
    outcomes = map(_outcome, audit.OUTCOMES)
    columns = [_("Sample"), share, _("Rows"), *outcomes, _("Day"), _("Seed")]
    rows = [_audit_cells(row, row[f"name_{lang}"]) for _id, row in found.iterrows()]
    table = citations.html_table(
        columns, rows, _("Rows opened again by somebody who had not entered them")
    )
    drawn = citations.entries(
        "ul",
        (
            f"<li>{escape(row[f'name_{lang}'])} (<code>{escape(id)}</code>). "
            f"{escape(formats.digits(row[f'draw_{lang}']))}</li>"
            for id, row in found.iterrows()
        ),
    )
    return f"{table}{_not_confirmed(place_of(base))}{drawn}"


def _outcome(name):
    return {
        "confirmed": pgettext("rows", "Confirmed"),
        "differs": pgettext("rows", "Differ"),
        "not_found": pgettext("rows", "Not found"),
    }[name]


def _audit_cells(row, name):
    """One line of the table of samples; a seed is a name and not a number."""
    of = formats.num(row.drawn)
    if not formats.missing(row.frame):
        of = _("{count} of {whole}", count=of, whole=formats.num(row.frame))
    share = formats.percent(row.confirmed / row.drawn)
    return [
        name,
        f"{share} ({formats.between(row.low, row.high, share=True)})",
        of,
        *(formats.num(row[outcome]) for outcome in audit.OUTCOMES),
        formats.date(row.day),
        formats.year(row.seed),
    ]


def _not_confirmed(place):
    """The rows of all samples that differ or were not found, the newest sample first."""
    lang, rows = formats.language(), data.table("audit_rows")
    rows = rows[rows["outcome"] != "confirmed"].iloc[::-1]
    words = {"differs": pgettext("a row", "differs"), "not_found": pgettext("a row", "not found")}
    items = []
    for row in rows.itertuples():
        kind, about = data.evidence(row.id)  # none of a row that was left out since
        name = link(place(kind, row.id, about), row.id) if kind else escape(row.id)
        items.append(
            f"<li><code>{name}</code> ({words[row.outcome]}): "
            f"{escape(formats.digits(getattr(row, f'seen_{lang}')))}.</li>"
        )
    title = _("Rows that differ or were not found")
    return f"<details><summary>{title}</summary>{citations.entries('ul', items)}</details>"


def read():
    """How much of the pages was read: of the sources, and behind the figures and the events."""
    known = data.sources()
    resting = [
        known["read"],
        data.observations()["source"].map(known["read"]),
        data.events()["source"].map(known["read"]),
    ]
    kinds = {
        "whole page": _("the whole page"),
        "excerpt": _("an excerpt of the page"),
        "excerpt of a copy": _("an excerpt of a copy at another host"),
        "public mirror": _("the file in a public mirror"),
    }
    rows = [
        [label, *(_number_and_share(int((one == kind).sum()), len(one)) for one in resting)]
        for kind, label in kinds.items()
    ]
    return citations.html_table(
        [
            _("What was read"),
            pgettext("how many", "Sources"),
            pgettext("how many", "Figures"),
            pgettext("how many", "Events"),
        ],
        rows,
        _("What was read of the sources"),
    )


def _number_and_share(number, whole):
    """A number with its share, which is not printed as nothing where it is small."""
    share = number / whole
    return f"{formats.num(number)} ({formats.percent(share, 2 if 0 < share < 0.001 else 1)})"


def excluded():
    """Every piece of evidence that is no row of the package, with the reason."""
    lang = formats.language()
    rows = [
        [citations.Html(f"<code>{escape(id)}</code>"), formats.digits(row[f"reason_{lang}"])]
        for id, row in data.excluded().iterrows()
    ]
    return citations.html_table(
        [pgettext("evidence left out", "Id"), _("Reason")],
        rows,
        _("Evidence left out of the package"),
    )


def glossary():
    """The terms that have a definition, in the order of the alphabet.

    Each stands with its name in the other language.
    """
    known = data.terms()
    defined = _alphabetical(known[known[f"definition_{formats.language()}"] != ""])
    return citations.entries("dl", (_definition(id, row) for id, row in defined.iterrows()))


def _definition(id, row):
    lang, other, way = (("ar", "en", "ltr"), ("en", "ar", "rtl"))[formats.language() == "en"]
    return (
        f'<dt id="{escape(anchors.anchor("term", id))}">'
        f"<dfn>{escape(formats.digits(row[lang]))}</dfn> "
        f'<span class="facts" lang="{other}" dir="{way}">{escape(row[other])}</span></dt>'
        f"<dd>{escape(formats.digits(row[f'definition_{lang}']))}</dd>"
    )


def terms():
    """Every name in both languages, by kind."""
    kinds = {
        "place": _("place"),
        "actor": _("actor"),
        "publisher": _("publisher"),
        "institution": _("institution"),
        "unit": _("unit"),
        "word": _("word"),
    }
    named = data.terms().query("kind != 'noun'")  # what is only counted needs no translation
    known = _alphabetical(named).sort_values("kind", kind="stable")
    rows = [
        [
            citations.Html(f'<span lang="ar" dir="rtl">{escape(formats.digits(row["ar"]))}</span>'),
            citations.Html(f'<span lang="en" dir="ltr">{escape(row["en"])}</span>'),
            kinds[row["kind"]],
        ]
        for _id, row in known.iterrows()
    ]
    return citations.html_table(
        [_("Arabic"), _("English"), _("Kind")],
        rows,
        _("Terms"),
    )


ALIKE = str.maketrans("أإآؤئىة", "اااوييه")


def _alphabetical(known):
    """Terms in the order of their names in this edition.

    The article, vowel signs and the seat of a hamza do not count.
    """
    plain = _plain_arabic if formats.language() == "ar" else _plain_english
    return known.sort_values(formats.language(), key=lambda names: names.map(plain), kind="stable")


def _plain_arabic(name):
    return re.sub("[\u064b-\u0652]", "", name).translate(ALIKE).removeprefix("ال")


def _plain_english(name):
    return re.sub("^(the |al-)", "", name.casefold())
