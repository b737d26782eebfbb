"""The data package laid open to a reader: every series, source and term, and every piece of evidence left out, as pieces of a page."""
from html import escape

import pandas as pd

from . import data, prose, words
from .words import tr

AXIS = (pd.Timestamp("2000-01-01"), pd.Timestamp("2028-01-01"))  # of the small timelines: the package starts in 2000
WIDTH = 140


def series(motive):
    """The series of one motive: definition, who counts, unit, coverage as a small timeline, and links to the sources page."""
    known = data.series().query("motive == @motive")
    if known.empty:
        raise ValueError(f"no series of motive {motive!r} in data/series.csv")
    rows = data.observations(*known.index)
    return prose.entries("ul", (_series_item(id, known.loc[id], own) for id, own in rows.groupby("series", sort=False)))


def _series_item(id, row, own):
    links = (f'<a href="sources.html#src-{escape(s)}">{words.num(n)}</a>' for n, s in enumerate(prose.sources_of(own), 1))
    return prose.series_item(f"series-{id}", row, own, links, drawing=f"{_timeline(own)} ", more=f" · <code>{escape(id)}</code>")


def _timeline(own):
    """A drawing of the periods that have a figure; the years stand beside it in words, so it is hidden from readers of text."""
    whole = (AXIS[1] - AXIS[0]).days
    places = sorted({(round((max(start, AXIS[0]) - AXIS[0]).days / whole * WIDTH, 1), round(max((end - start).days / whole * WIDTH, 2), 1))
                     for start, end in zip(own["start"], own["end"])})
    bars = "".join(f'<rect x="{x:g}" y="1" width="{w:g}" height="6"/>' for x, w in places)
    return f'<svg class="coverage" viewBox="0 0 {WIDTH} 8" width="{WIDTH}" height="8" aria-hidden="true">{bars}</svg>'


def sources():
    """Every publication of the package, in the order of its publisher's name."""
    known = data.sources().sort_values(["publisher", "published"], key=lambda column: column.astype(str).str.casefold(), kind="stable")
    return prose.entries("ol", (prose.source_item(id, row) for id, row in known.iterrows()))


def claims():
    """Every claim of the source article with its verdict, or the word that its chapter is not written yet."""
    lang = words.language()
    pending = f'<span class="facts">({tr("لم يُكتب فصلها بعد", "its chapter is not written yet")})</span>'
    return prose.entries("ul", (
        f'<li id="claim-{escape(id)}"><strong><bdi lang="en">{escape(id)}</bdi></strong> {escape(words.digits(row[f"claim_{lang}"]))} '
        f'{prose.verdict_label(row["verdict"]) if row["verdict"] else pending}</li>'
        for id, row in data.claims().iterrows()))


def excluded():
    """Every piece of evidence that is no row of the package, with the reason."""
    lang = words.language()
    rows = [[prose.Html(f'<code>{escape(id)}</code>'), words.digits(row[f"reason_{lang}"])] for id, row in data.excluded().iterrows()]
    return prose.html_table([tr("الرقم", "Id"), tr("السبب", "Reason")], rows, tr("أدلة لم تدخل الحزمة", "Evidence left out of the package"))


def terms():
    """The glossary: each term in both languages, by kind."""
    kinds = {"place": tr("مكان", "place"), "actor": tr("طرف", "actor"), "publisher": tr("ناشر", "publisher"), "institution": tr("مؤسسة", "institution"),
             "unit": tr("وحدة", "unit"), "word": tr("لفظ", "word")}
    known = data.terms().sort_values(["kind", words.language()], kind="stable")
    rows = [[prose.Html(f'<span lang="ar" dir="rtl">{escape(row["ar"])}</span>'), prose.Html(f'<span lang="en" dir="ltr">{escape(row["en"])}</span>'),
             kinds[row["kind"]]] for _, row in known.iterrows()]
    return prose.html_table([tr("بالعربية", "Arabic"), tr("بالإنكليزية", "English"), tr("نوعه", "Kind")], rows, tr("المصطلحات", "Terms"))
