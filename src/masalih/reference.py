"""The data package laid open to a reader: every series, source and term, and every piece of evidence left out, as pieces of a page."""

import re
from html import escape

import pandas as pd

from masalih import citations, data, export, formats
from masalih.formats import tr

AXIS = (
    pd.Timestamp("2000-01-01"),
    pd.Timestamp("2028-01-01"),
)  # of the small timelines: the package starts in 2000
WIDTH = 140


def series(motive):
    """The series of one motive: definition, who counts, unit, coverage as a small timeline, its rows, and links to the sources page."""
    known = data.series().query("motive == @motive")
    if known.empty:
        raise ValueError(f"no series of motive {motive!r} in data/series.csv")
    rows = data.observations(*known.index)
    return citations.entries(
        "ul",
        (_series_item(id, known.loc[id], own) for id, own in rows.groupby("series", sort=False)),
    )


def _series_item(id, row, own):
    links = (_source_link(s, formats.num(n)) for n, s in enumerate(citations.sources_of(own), 1))
    item = citations.series_item(
        f"series-{id}",
        row,
        own,
        links,
        drawing=f"{_timeline(own)} ",
        more=f" · <code>{escape(id)}</code>",
    )
    return (
        item.removesuffix("</li>")
        + f"<details><summary>{tr('الأرقام رقماً رقماً', 'Every figure')}</summary>{_rows(row, own)}</details></li>"
    )


def _source_link(id, text):
    return f'<a href="sources.html#src-{escape(id)}">{escape(text)}</a>'


def _rows(about, own):
    """The observations of one series as a table, each with its own anchor, so that a doubt can point at a row."""
    links = lambda row: tr("؛ ", "; ").join(
        _source_link(s, citations.source_label(s)) for s in (row.source, row.corroborates) if s
    )
    columns = {
        tr("الرمز", "Id"): lambda row: citations.Html(f'<code id="row-{row.id}">{row.id}</code>'),
        tr("المدة", "Period"): lambda row: formats.period(row.start, row.end),
        tr("الرقم", "Figure"): lambda row: citations.figure(
            row.value, row.low, row.high, row.bound
        ),
        tr("المكان", "Place"): lambda row: formats.name(row.place),
        tr("القائل", "By"): lambda row: formats.name(row.by) if row.by else "",
        tr("المصدر", "Source"): lambda row: citations.Html(links(row)),
        tr("روجع", "Checked"): lambda row: (
            "" if formats.missing(row.checked) else formats.date(row.checked)
        ),
        tr("ملاحظة", "Note"): lambda row: (
            formats.digits(tr(row.note_ar, row.note_en)) if row.note_en else ""
        ),
    }
    cells = pd.DataFrame(
        [[write(row) for write in columns.values()] for row in own.itertuples()],
        columns=list(columns),
        dtype=object,
    )  # else pandas with pyarrow makes plain text of Html, and tags are printed
    telling = [
        name
        for name in cells
        if cells[name].astype(bool).any()
        and (name != tr("المكان", "Place") or cells[name].nunique() > 1)
    ]
    return citations.html_table(
        telling,
        cells[telling].to_numpy().tolist(),
        formats.digits(about[f"name_{formats.language()}"]),
        hide_caption=True,
    )


def _timeline(own):
    """A drawing of the periods that have a figure; the years stand beside it in words, so it is hidden from readers of text."""
    whole = (AXIS[1] - AXIS[0]).days
    places = sorted(
        {
            (
                round((max(start, AXIS[0]) - AXIS[0]).days / whole * WIDTH, 1),
                round(max((end - start).days / whole * WIDTH, 2), 1),
            )
            for start, end in zip(own["start"], own["end"])
        }
    )
    bars = "".join(f'<rect x="{x:g}" y="1" width="{w:g}" height="6"/>' for x, w in places)
    return f'<svg class="coverage" viewBox="0 0 {WIDTH} 8" width="{WIDTH}" height="8" aria-hidden="true">{bars}</svg>'


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
        [tr("الرخصة", "Licence"), tr("ما تسمح به", "What it allows"), tr("عدد المصادر", "Sources")],
        [[formats.digits(cell) for cell in row] for row in rows],
        tr("رخص المصادر وما تسمح به", "Terms of the sources and what they allow"),
    )


def downloads(folder):
    """Links to the files that `export.write_downloads` puts into `folder` (an address relative to the page, with its last stroke)."""
    files = {
        f"{export.NAME}.zip": tr("حزمة البيانات كاملة (ZIP)", "the whole data package (ZIP)"),
        "sources.bib": tr(
            'المصادر بصيغة <span lang="en">BibLaTeX</span>', "the sources as BibLaTeX"
        ),
        "sources.csl.json": tr(
            "المصادر بصيغة CSL-JSON لبرامج إدارة المراجع",
            "the sources as CSL-JSON, for reference managers",
        ),
    }
    links = (
        f'<a href="{escape(folder + file)}" download="">{label}</a>'
        for file, label in files.items()
    )
    return f'<p lang="{formats.language()}" dir="{citations.direction()}">{tr("للتنزيل", "Download")}: {" · ".join(links)}.</p>'


def events(motive):
    """The dated events of one motive, in order, each with its source."""
    lang = formats.language()
    return citations.entries(
        "ul",
        (
            f'<li id="event-{escape(id)}">{escape(formats.digits(row[f"name_{lang}"]))} '
            f'<span class="facts"><bdi>{escape(_when(row))}</bdi> · <code>{escape(id)}</code></span> '
            f"{tr('المصدر', 'Source')}: {_source_link(row['source'], citations.source_label(row['source']))}.</li>"
            for id, row in data.events(motive=motive).iterrows()
        ),
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


def tables():
    """The tables taken from published data sets: what they hold, how many rows, where they come from and under which terms."""
    return citations.entries(
        "ul", (_table_item(name, row) for name, row in data.tables().iterrows())
    )


def _table_item(name, row):
    rows = formats.num(row["rows"])
    links = tr("، ", ", ").join(_source_link(s, citations.source_label(s)) for s in row["sources"])
    licences = dict.fromkeys(data.sources().loc[row["sources"], "licence"])
    terms = tr("؛ ", "; ").join(map(citations.licence_name, licences))
    origin = (
        f'{tr("المصادر", "Sources")}: {links} <span class="facts">({tr("الرخصة", "licence")}: <bdi>{escape(terms)}</bdi>).</span>'
        if links
        else tr(
            "مصادره مصادر المشاهدات التي يسمّيها.",
            "Its sources are those of the observations it names.",
        )
    )
    return (
        f'<li id="table-{escape(name)}"><code>{escape(name)}</code>. {escape(formats.digits(row[f"description_{formats.language()}"]))} '
        f'<span class="facts">{tr(f"عدد الصفوف {rows}", f"{rows} rows")}</span> {origin}</li>'
    )


def claims(base=""):
    """The ledger: every claim of the source article with its verdict, the reason, and the evidence on both sides.

    base: the way from the page to the folder of the reference pages, such as "reference/".
    """
    place = _place(base)
    return citations.entries(
        "ul", (citations.claim_item(id, row, place) for id, row in data.claims().iterrows())
    )


def _place(base):
    """Where a piece of evidence stands: a function of its kind, its id and its row, for prose.claim_item and `facts`."""
    motives = {**data.series()["motive"], **data.events()["motive"]}
    pages = {
        "series": lambda id, row: f"series-{row['motive']}.html#series-{id}",
        "observations": lambda id, row: f"series-{motives[row['series']]}.html#row-{id}",
        "events": lambda id, row: f"series-{row['motive']}.html#event-{id}",
        "sources": lambda id, row: f"sources.html#src-{id}",
    }
    return lambda kind, item, about: base + pages[kind](item, about)


def verdicts(chapter, base=""):
    """The claims of one chapter grouped by verdict, as one line. base: the way from the page to the page `article`."""
    own = data.claims().query("chapter == @chapter")
    if own.empty:
        raise ValueError(f"no claim of chapter {chapter!r} in data/claims.csv")
    link = lambda id: (
        f'<a href="{escape(base)}article.html#claim-{escape(id)}"><bdi lang="en">{escape(id)}</bdi></a>'
    )
    parts = (
        f"<span>{citations.verdict_label(verdict)} {tr('، ', ', ').join(map(link, rows.index))}</span>"
        for verdict, rows in own.groupby("verdict", sort=False)
    )
    return f'<p class="verdict-line" lang="{formats.language()}" dir="{citations.direction()}">{" ".join(parts)}</p>'


def facts(ids, base=""):
    """Single observations and events as facts to cite: what, when, how many, who says so. ids: separated by spaces; base: as in `claims`."""
    place = _place(base)
    return citations.entries("ul", (citations.fact_item(id, place) for id in ids.split()))


def readings(ids):
    """Publications to read, in the order given; ids of sources.csv separated by spaces. LookupError for an id that is no source."""
    rows = {id: data.entry("sources", id) for id in ids.split()}
    unknown = [id for id, row in rows.items() if row is None]
    if unknown:
        raise LookupError(f"no source {unknown[0]!r} in data/sources.csv: correct the id")
    return citations.entries("ol", (citations.source_item(id, row) for id, row in rows.items()))


def excluded():
    """Every piece of evidence that is no row of the package, with the reason."""
    lang = formats.language()
    rows = [
        [citations.Html(f"<code>{escape(id)}</code>"), formats.digits(row[f"reason_{lang}"])]
        for id, row in data.excluded().iterrows()
    ]
    return citations.html_table(
        [tr("الرقم", "Id"), tr("السبب", "Reason")],
        rows,
        tr("أدلة لم تدخل الحزمة", "Evidence left out of the package"),
    )


def glossary():
    """The terms that have a definition, in the order of the alphabet, each with its name in the other language."""
    lang, other, way = (("ar", "en", "ltr"), ("en", "ar", "rtl"))[formats.language() == "en"]
    known = data.terms()
    return citations.entries(
        "dl",
        (
            f'<dt id="term-{escape(id)}"><dfn>{escape(formats.digits(row[lang]))}</dfn> '
            f'<span class="facts" lang="{other}" dir="{way}">{escape(row[other])}</span></dt>'
            f"<dd>{escape(formats.digits(row[f'definition_{lang}']))}</dd>"
            for id, row in _alphabetical(known[known[f"definition_{lang}"] != ""]).iterrows()
        ),
    )


def terms():
    """Every name in both languages, by kind."""
    kinds = {
        "place": tr("مكان", "place"),
        "actor": tr("طرف", "actor"),
        "publisher": tr("ناشر", "publisher"),
        "institution": tr("مؤسسة", "institution"),
        "unit": tr("وحدة", "unit"),
        "word": tr("لفظ", "word"),
    }
    known = _alphabetical(data.terms()).sort_values("kind", kind="stable")
    rows = [
        [
            citations.Html(f'<span lang="ar" dir="rtl">{escape(formats.digits(row["ar"]))}</span>'),
            citations.Html(f'<span lang="en" dir="ltr">{escape(row["en"])}</span>'),
            kinds[row["kind"]],
        ]
        for _, row in known.iterrows()
    ]
    return citations.html_table(
        [tr("بالعربية", "Arabic"), tr("بالإنكليزية", "English"), tr("نوعه", "Kind")],
        rows,
        tr("المصطلحات", "Terms"),
    )


def _alphabetical(known):
    """Terms in the order of their names in this edition; the article, vowel signs and the seat of a hamza do not count."""
    alike = str.maketrans("أإآؤئىة", "اااوييه")
    plain = lambda name: re.sub("[\u064b-\u0652]", "", name).translate(alike).removeprefix("ال")
    bare = lambda name: re.sub("^(the |al-)", "", name.casefold())
    return known.sort_values(
        formats.language(), key=lambda names: names.map(tr(plain, bare)), kind="stable"
    )
