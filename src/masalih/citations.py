"""Why: numbers, tables and references in the text must lead back to their sources, whichever page they stand on.

Every number cited and every chart drawn is noted in one register per page (one kernel per page), from which
`references()` writes the list of data and sources at the end of that page.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

import pandas as pd

from masalih import formats
from masalih.formats import digits, tr

_sources: dict[str, None] = {}  # dicts keep the order of first use
_series: dict[str, None] = {}


# ---------------------------------------------------------------- the register of a page


def start_page() -> None:
    """Forget what was cited so far: a new page begins."""
    _sources.clear()
    _series.clear()


def register(sources=(), series=()) -> None:
    """Note that this page uses these source ids and series ids."""
    _sources.update(dict.fromkeys(map(str, sources)))
    _series.update(dict.fromkeys(map(str, series)))


def used() -> tuple[list[str], list[str]]:
    """(source ids, series ids) used on this page so far, in order of first use."""
    return list(_sources), list(_series)


# ---------------------------------------------------------------- what rows stand on


def sources_of(rows) -> list[str]:
    """The source ids that `rows` (DataFrame, Series, id, or list of ids) stand on, in order. Empty when they name none."""
    if isinstance(rows, str):
        return [rows]
    if isinstance(rows, (list, tuple, set, pd.Index)):
        return list(dict.fromkeys(map(str, rows)))
    return _column(rows, "source")


def series_of(rows) -> list[str]:
    """The series ids that `rows` (DataFrame or Series with a `series` field) belong to, in order."""
    return _column(rows, "series") if isinstance(rows, (pd.DataFrame, pd.Series)) else []


def _column(rows, field: str) -> list[str]:
    if field not in (rows.columns if isinstance(rows, pd.DataFrame) else rows.index):
        return []
    cells = rows[field].dropna() if isinstance(rows, pd.DataFrame) else [rows[field]]
    ids = (id.strip() for cell in cells for id in str(cell).split(";") if not formats.missing(cell))
    return list(dict.fromkeys(filter(None, ids)))


# ---------------------------------------------------------------- sources in words


def source_label(id: str) -> str:
    """Publisher and date of a source in this edition: «UCDP، ٢٠٢٥» / "UCDP, 2025". LookupError for an unknown id."""
    row = _source(id)
    published = row.get("published")
    if formats.missing(published) or not str(published).strip():
        return formats.name(row["publisher"])
    return (
        formats.name(row["publisher"])
        + tr("، ", ", ")
        + formats.date(str(published), precision="day")
    )


def source_entry(id: str) -> dict:
    """{id, label, title, url, lang} of a source, as charts and pages link to it."""
    row = _source(id)
    text = {
        field: "" if formats.missing(row.get(field)) else str(row.get(field))
        for field in ("title", "url", "language")
    }
    return {
        "id": id,
        "label": source_label(id),
        "title": text["title"],
        "url": text["url"],
        "lang": _language_of(text["title"], text["language"]),
    }


def _language_of(title: str, language: str) -> str:
    """Of a title as printed, the language of its page; one in round brackets is our description, in English unless its letters are Arabic."""
    ours = title.startswith("(") and not re.search("[\u0600-\u06ff]", title)
    return "en" if ours else language or "en"


def series_entry(id: str) -> dict:
    """{id, motive, name} of a series, as charts lead to its place in the catalogue. LookupError for an unknown id."""
    from masalih import data

    row = data.entry("series", id)
    if row is None:
        raise LookupError(
            f"no series {id!r} in data/series.csv: correct the `series` column of the rows"
        )
    return {
        "id": id,
        "motive": row["motive"],
        "name": formats.digits(row[f"name_{formats.language()}"]),
    }


def _source(id: str) -> dict:
    from masalih import data

    row = data.entry("sources", id)
    if row is None:
        raise LookupError(
            f"no source {id!r} in data/sources.csv: add a row for the publication, or correct the id"
        )
    return row


# ---------------------------------------------------------------- numbers in a sentence


class Cited:
    """A number in a sentence that links to its evidence. str() gives the plain text; the page shows a link."""

    def __init__(self, text: str, href: str, title: str):
        self.text, self.href, self.title = text, href, title

    def __str__(self) -> str:
        return self.text

    __repr__ = __str__

    def _repr_html_(self) -> str:
        return f'<a class="cited" href="{escape(self.href)}" title="{escape(self.title)}">{escape(self.text)}</a>'


def cited(value, rows, digits: int = 0, share: bool = False, text: str | None = None) -> Cited:
    """`value` as this edition writes it, linked to the rows it was computed from.

    rows: DataFrame or row with `source` (and `series`), a source id, or a list of them. share=True prints 0..1 as percent.
    A value that is text already (a date, a range) is printed as it is; text replaces the printed number.
    ValueError when the rows name no source.
    """
    sources, series = sources_of(rows), series_of(rows)
    if not sources:
        raise ValueError(
            f"cited({value!r}): the rows name no source. Pass rows with a `source` column, or a list of source ids"
        )
    register(sources, series)
    href = f"#src-{sources[0]}" if len(sources) == 1 or len(series) != 1 else f"#data-{series[0]}"
    title = tr("؛ ", "; ").join(map(source_label, sources[:3]))
    if len(sources) > 3:
        title += tr(
            f"؛ ومصادر أخرى، عددها {formats.num(len(sources) - 3)}",
            f"; and {formats.num(len(sources) - 3)} more",
        )
    text = value if text is None and isinstance(value, str) else text
    written = (
        text
        if text is not None
        else formats.percent(value, digits)
        if share
        else formats.num(value, digits)
    )
    return Cited(written, href, title)


# ---------------------------------------------------------------- tables


class Html(str):
    """A piece of page that Jupyter and the book show as it is."""

    def _repr_html_(self) -> str:
        return str(self)


def show(
    df: pd.DataFrame,
    caption: str,
    columns: dict[str, str] | None = None,
    formats: dict | None = None,
) -> Html:
    """`df` as a table of this edition: digits, dates and directions right, headers marked, scrolling on a phone.

    columns: {column: label}, the columns to show in their order; without it all are shown under their own names.
    formats: {column: number of decimals, "percent", "year", "date", "month", "term" or a function of one cell}.
    All rows' sources are noted for `references()`, shown or not. ValueError for columns that df lacks or no caption.
    """
    absent = [name for name in (*(columns or {}), *(formats or {})) if name not in df.columns]
    if absent or not caption:
        raise ValueError(
            f"table {caption!r}: "
            + (
                f"no column {absent}; the frame has {list(df.columns)}"
                if absent
                else "give a caption"
            )
        )
    columns = columns or {name: digits(str(name)) for name in df.columns}
    how = {"year": "year"} | (formats or {})
    register(sources_of(df), series_of(df))
    rows = [
        [_cell(value, how.get(name)) for name, value in zip(columns, row)]
        for row in df[list(columns)].itertuples(index=False)
    ]
    numeric = [pd.api.types.is_numeric_dtype(df[name]) for name in columns]
    return Html(html_table(list(columns.values()), rows, caption, numeric))


def html_table(
    labels: list[str], rows: list[list[str]], caption: str, numeric=None, hide_caption: bool = False
) -> str:
    """Markup of a table whose cells are ready text; a cell that is Html is put in as it is."""
    numeric = numeric or [False] * len(labels)
    text = lambda cell: str(cell) if isinstance(cell, Html) else escape(str(cell))
    kind = lambda i: ' class="number"' if numeric[i] else ""
    head = "".join(
        f'<th scope="col"{kind(i)}>{escape(label)}</th>' for i, label in enumerate(labels)
    )
    body = "".join(
        "<tr>"
        + "".join(
            f'<th scope="row">{text(c)}</th>' if i == 0 else f"<td{kind(i)}>{text(c)}</td>"
            for i, c in enumerate(row)
        )
        + "</tr>"
        for row in rows
    )
    hidden = ' class="visually-hidden"' if hide_caption else ""
    return (
        f'<div class="table-scroll" role="region" tabindex="0" aria-label="{escape(caption)}" lang="{formats.language()}" dir="{direction()}">'
        f'<table class="data"><caption{hidden}>{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def direction() -> str:
    return tr("rtl", "ltr")


_WRITERS: dict[str, Callable[..., str]] = {
    "percent": formats.percent,
    "year": formats.year,
    "date": formats.date,
    "term": formats.term,
    "month": lambda v: formats.date(v, "month"),
}


def _cell(value, how) -> str:
    if isinstance(value, (Html, Cited)):
        return Html(value._repr_html_())
    if formats.missing(value):
        return "—"
    if callable(how):
        return how(value)
    if isinstance(how, int) and not isinstance(how, bool):
        return formats.num(value, how)
    if how:
        return _WRITERS[how](value)
    return plain(value)


def plain(value) -> str:
    """Any cell in this edition's writing: numbers grouped with up to two decimals, dates in words, texts with its digits."""
    if formats.missing(value):
        return ""
    if isinstance(value, bool):
        return tr("نعم", "yes") if value else tr("لا", "no")
    if isinstance(value, pd.Timestamp):
        return formats.date(value)
    if pd.api.types.is_number(value):
        return formats.num(
            value, next((d for d in (0, 1) if round(float(value), d) == round(float(value), 2)), 2)
        )
    return formats.digits(str(value))


def figure(value, low, high, bound, share: bool = False) -> str:
    """A published figure in words: its range where a range was printed, «ما لا يقل عن» / "at least" where it is a floor."""
    ends = not formats.missing(low) and not formats.missing(high)
    if ends and (formats.missing(value) or bound == "range"):
        return formats.join(amount(low, share), amount(high, share))
    if formats.missing(value):
        return formats.between(low, high, share=share)
    kind = {"floor": tr("ما لا يقل عن ", "at least "), "ceiling": tr("ما لا يزيد على ", "at most ")}
    return kind.get(bound, "") + amount(value, share)


def amount(value, share: bool = False) -> str:
    """A number with as many decimals as it has, up to two; share=True prints 0..1 as percent."""
    return (
        formats.percent(value, 0 if abs(value * 100 % 1) < 1e-9 else 1) if share else plain(value)
    )


# ---------------------------------------------------------------- data and sources of the page


def references() -> Html:
    """Two lists: the data of this page (`#data-<series>`) and its sources (`#src-<id>`), for everything used so far."""
    from masalih import data

    _, series = used()
    rows = data.observations(*series) if series else None
    if rows is not None:  # a series is cited as a whole, so all its sources are listed
        register(sources_of(rows))
    sources, _ = used()
    parts = (
        [
            entries(
                "ul",
                _data_items(series, rows, sources),
                tr("بيانات هذه الصفحة", "Data of this page"),
            )
        ]
        if series
        else []
    )
    return Html(
        "".join(
            [
                *parts,
                entries(
                    "ol",
                    (source_item(id, _source(id)) for id in sources),
                    tr("مصادر هذه الصفحة", "Sources of this page"),
                ),
            ]
        )
    )


def entries(kind: str, items, title: str = "") -> str:
    """A list ("ul" or "ol") of ready items in this edition's direction; lists, unlike tables, read as well on a phone as on a desk."""
    heading = f'<p class="references-title">{escape(title)}</p>' if title else ""
    return f'<div class="references" lang="{formats.language()}" dir="{direction()}">{heading}<{kind}>{"".join(items)}</{kind}></div>'


def series_item(
    anchor: str, row: pd.Series, own: pd.DataFrame, links, drawing: str = "", more: str = ""
) -> str:
    """One series (a row of series.csv and its observations) as an item: name, definition, facts, and `links` to its sources."""
    lang = formats.language()
    facts = [
        formats.name(row["counter"]),
        formats.name(row["unit"]),
        formats.span(own["start"].min().year, own["end"].max().year),
        tr(f"عدد القيم {formats.num(len(own))}", f"{formats.num(len(own))} values"),
    ]
    return (
        f'<li id="{escape(anchor)}"><strong>{escape(formats.digits(row[f"name_{lang}"]))}</strong>. '
        f"{escape(formats.digits(row[f'definition_{lang}']))} {drawing}"
        f'<span class="facts">{" · ".join(f"<bdi>{escape(fact)}</bdi>" for fact in facts)}{more}</span> '
        f"{tr('المصادر', 'Sources')}: {tr('، ', ', ').join(links)}.</li>"
    )


def _data_items(series: list[str], rows: pd.DataFrame, sources: list[str]):
    from masalih import data

    number = {id: formats.num(place) for place, id in enumerate(sources, 1)}
    for id in series:
        own = rows[rows["series"] == id]
        links = (
            f'<a href="#src-{escape(s)}">{number[s]}</a>'
            for s in sorted(sources_of(own), key=sources.index)
        )
        yield series_item(f"data-{id}", data.entry("series", id), own, links)


def source_item(id: str, row: pd.Series) -> str:
    """One publication (a row of sources.csv) as an item of a list, with `src-<id>` to link to."""
    lang = _language_of(row["title"], row["language"])
    title = f'<cite lang="{escape(lang)}" dir="{"rtl" if lang in ("ar", "fa", "ckb", "ku") else "ltr"}">{escape(row["title"])}</cite>'
    if row["url"]:
        title = f'<a href="{escape(row["url"])}">{title}</a>'
    published = formats.date(str(row["published"])) if row["published"] else formats.unknown()
    kind = (
        tr("مصدر أولي", "primary source")
        if row["primary"] in (True, "true")
        else tr("مصدر ثانوي", "secondary source")
    )
    facts = tr("، ", ", ").join(
        filter(None, [published, kind, _how_read(row.get("read")), _terms_of(row.get("licence"))])
    )
    return f'<li id="src-{escape(id)}"><bdi>{escape(formats.name(row["publisher"]))}</bdi>: {title}. <span class="facts">{escape(facts)}.</span></li>'


def _terms_of(licence) -> str:
    """The name of a source's terms; nothing for the usual case, a page that is only cited."""
    return "" if licence in (None, "cited only") else licence_name(licence)


def licence_name(id: str) -> str:
    """What this edition calls the terms of a source (a row of licences.csv)."""
    from masalih import data

    return formats.digits(data.licences().at[id, f"name_{formats.language()}"])


def _how_read(how) -> str:
    return {
        "excerpt": tr("قُرئ في مقتطف", "read in an excerpt"),
        "whole page": tr("قُرئت الصفحة كاملة", "the whole page was read"),
        "public mirror": tr("قُرئ في نسخة عامة", "read in a public mirror"),
    }.get(how, formats.unknown())


def verdicts(df: pd.DataFrame) -> Html:
    """The claims of `df` (rows of claims.csv, indexed by id) with verdict, reason and the evidence on both sides, one row a claim.

    Call it before `references()`: the series and sources it names are then listed there.
    """
    items = (claim_item(id, row, _on_this_page) for id, row in df.iterrows())
    return Html(
        entries(
            "ul", items, tr("دعاوى المقال والحكم عليها", "The article’s claims and their verdicts")
        )
    )


def claim_item(id: str, row, place) -> str:
    """One claim (a row of claims.csv) with its verdict, reason and evidence; place(kind, id, row) gives the address of a piece of evidence."""
    lang = formats.language()
    reason = row[f"reason_{lang}"]
    return (
        f'<li id="claim-{escape(id)}"><strong><bdi lang="en">{escape(id)}</bdi></strong> {escape(formats.digits(row[f"claim_{lang}"]))}'
        f"<br/>{verdict_label(row['verdict'])} {'' if formats.missing(reason) else escape(formats.digits(reason))}"
        f'<br/><span class="facts">{tr("ما يسندها", "For")}: {_evidence(row["supports"], place)}'
        f" · {tr('ما يعارضها', 'Against')}: {_evidence(row['opposes'], place)}</span></li>"
    )


def _on_this_page(kind: str, id: str, row) -> str:
    """Where a page lists a piece of evidence itself; noted, so that references() does list it."""
    if kind == "series":
        register(series=[id])
        return f"#data-{id}"
    source = id if kind == "sources" else row["source"]
    register([source], [row["series"]] if kind == "observations" else [])
    return f"#src-{source}"


def _evidence(ids: list[str], place) -> Html:
    """Links to the series, observations, events or sources that a claim's row names."""
    links = (
        f'<a href="{escape(href)}">{escape(text)}</a>'
        for text, href, _ in (_piece(id, place) for id in ids)
    )
    return Html(tr("؛ ", "; ").join(links)) if ids else Html("—")


def _piece(id: str, place) -> tuple[str, str, str]:
    """(words, address, source id) of a series, observation, event or source; a source stands for itself, a series for all its own."""
    from masalih import data

    kind, row = data.evidence(id)
    if kind is None:
        raise LookupError(
            f"{id!r} is no series, observation, event or source of the data package: correct the id"
        )
    href, name = place(kind, id, row), f"name_{formats.language()}"
    if kind == "sources":
        return source_label(id), href, id
    if kind == "observations":
        what, when = (
            formats.digits(data.entry("series", row["series"])[name]),
            formats.period(row["start"], row["end"]),
        )
        return (
            f"{what}{tr('، ', ', ')}{when}: {figure(row['value'], row['low'], row['high'], row['bound'])}",
            href,
            row["source"],
        )
    if kind == "events":
        return formats.digits(row[name]), href, row["source"]
    return formats.digits(row[name]), href, ""


def fact_item(id: str, place) -> str:
    """One observation (with its unit and who says so) or event as an item to cite, linked to its row and to its source. LookupError for any other id."""
    from masalih import data

    kind, row = data.evidence(id)
    if kind not in ("observations", "events"):
        raise LookupError(
            f"{id!r} is neither an observation nor an event of the data package: correct the id"
        )
    text, href, source = _piece(id, place)
    if kind == "events":
        text += f" ({formats.period(row['start'], row['end'])})"
        facts = []
    else:
        facts = [
            formats.name(data.entry("series", row["series"])["unit"]),
            formats.name(row["by"]) if row["by"] else "",
        ]
    label = f'<a href="{escape(place("sources", source, None))}">{escape(source_label(source))}</a>'
    said = "".join(f"<bdi>{escape(word)}</bdi> · " for word in facts if word)
    return f'<li>{escape(text)}. <span class="facts">{said}{tr("المصدر", "Source")}: {label} · <a href="{escape(href)}"><code>{escape(id)}</code></a></span></li>'


def verdict_label(word) -> Html:
    """The word of a verdict in this edition, marked for the style sheet; ValueError for a word the ledger does not know."""
    known = {
        "supported": "مؤيَّد",
        "supported with a correction": "مؤيَّد مع تصحيح",
        "contested": "مختلف فيه",
        "overtaken": "تجاوزته الأحداث",
        "not shown": "لم يثبت",
        "untestable": "لا يقبل الاختبار",
    }
    if formats.missing(word) or not word:
        return Html(formats.unknown())
    if word not in known:
        raise ValueError(f"verdict {word!r} is not one of {sorted(known)}: correct data/claims.csv")
    return Html(
        f'<span class="verdict verdict-{word.replace(" ", "-")}">{tr(known[word], word)}</span>'
    )
