"""A figure must also reach those who cannot see it or want its numbers.

It comes in words, as a table and as a file, with links to its sources.
"""

from __future__ import annotations

import base64
from html import escape

import pandas as pd

from masalih import citations, formats
from masalih.charts import style
from masalih.charts.maps import absent_words, places_without, shapes_of
from masalih.charts.marks import gaps, unknown
from masalih.charts.render import render
from masalih.translation import edition, gettext as _

FIELDS = (
    "panel",
    "label",
    "place",
    "category",
    "tile",
    "x",
    "date",
    "start",
    "end",
    "event",
    "lane",
    "status",
    "latitude",
    "longitude",
    "value",
    "low",
    "high",
    "bound",
    "unit",
    "source",
    "source_name",
    "series",
    "id",
)
# Excel takes a file without it for the system's own letters, and Arabic is lost.
BYTE_ORDER_MARK = "\ufeff"


def bundle(chart) -> dict:
    """The dict of application/vnd.masalih.chart+json.

    svg: text; sizes: CSS pixels; csv: the text of a file that spreadsheets open: raw values with
    ISO dates, units, names, and the ids of series and rows in the data package.
    """
    with edition(chart.language):  # a chart keeps the edition it was made in
        drawings = {name: render(chart, size) for name, size in style.sizes().items()}
        data = records(chart)
        columns, rows = written(data, chart)
        svg = {name: drawing.svg for name, drawing in drawings.items()}
        chosen = [layer.mark for layer in chart.layers if layer.mark]
        return {
            "name": chart.name,
            "title": chart.title,
            "subtitle": chart.subtitle,
            "alt": chart.alt_given or alt(chart),
            "as_of": formats.date(chart.as_of) if chart.as_of is not None else "",
            "lang": chart.language,
            "svg": svg | {f"{name}_dark": style.dark(text, chosen) for name, text in svg.items()},
            "sizes": {name: [drawing.width, drawing.height] for name, drawing in drawings.items()},
            "columns": columns,
            "rows": rows,
            "csv": _csv(data),
            "sources": [citations.source_entry(id) for id in chart.sources],
            "series": [citations.series_entry(id) for id in chart.series],
            "notes": notes(chart),
            "keys": {name: key(name, d.unnamed, d.questioned) for name, d in drawings.items()},
        }


# ---------------------------------------------------------------- data


def csv(chart) -> str:
    """The text of the figure's file, as `bundle` has it, without drawing."""
    with edition(chart.language):
        return _csv(records(chart))


def _csv(data: pd.DataFrame) -> str:
    return BYTE_ORDER_MARK + data.to_csv(index=False, lineterminator="\n", float_format="%.15g")


def records(chart) -> pd.DataFrame:
    """The data behind the figure, one row a drawn value, in machine-readable form."""
    frames = [_records(chart, panel, layer) for panel, layer in _recorded(chart)]
    data = pd.concat(frames, ignore_index=True)
    data = data[[field for field in FIELDS if field in data and data[field].notna().any()]]
    for name in ("start", "end", "date"):
        if name in data:
            data[name] = pd.to_datetime(data[name]).dt.strftime("%Y-%m-%d")
    return data


def _recorded(chart):
    """(panel, layer) of the layers whose rows are data, in the order of the table."""
    for panel in chart.panels:
        for layer in panel.layers:
            bare = layer.kind == "event_lines" and "source" not in layer.rows
            if layer.kind not in ("note", "edge") and not bare:
                yield panel, layer


def _unknown(layer) -> list[bool]:
    """Of each row, whether it should have a figure and nothing is known of it."""
    if layer.kind == "map":
        return list(layer.rows["value"].isna())
    figures = {"value", "low", "high"} <= set(layer.rows)
    return list(unknown(layer.rows)) if figures else [False] * len(layer.rows)


def _records(chart, panel, layer) -> pd.DataFrame:
    rows = layer.rows.copy()
    x = rows.pop("x")
    dated = pd.api.types.is_datetime64_any_dtype(x)
    if "start" not in rows:
        rows[
            "date"
            if dated
            else "place"
            if layer.kind in ("map", "places")
            else "x"
            if x.dtype.kind in "if"
            else "category"
        ] = x
    elif not dated:
        rows["category"] = x
    if "text" in rows:
        rows = rows.rename(columns={"text": "event"})
    if {"bound", "low", "high"} <= set(
        rows
    ):  # a place chosen for the mark of a published range is not a figure anybody published
        rows.loc[
            (rows["bound"] == "range") & rows["low"].notna() & rows["high"].notna(), "value"
        ] = float("nan")
    if layer.kind == "tiles":
        rows = rows.drop(columns="value")  # only their order
    rows["panel"], rows["label"] = panel.title, layer.label if layer.label else None
    if "source" not in rows:
        rows["source"] = ";".join(chart.given_sources)
    names = {ids: _source_names(ids) for ids in rows["source"].dropna().unique()}
    rows["source_name"] = rows["source"].map(names)
    if {"value", "low", "high"} & set(rows):
        rows["unit"] = _units(chart, rows)
    return rows.dropna(axis=1, how="all")


def _source_names(ids: str) -> str:
    return _("; ").join(map(citations.source_label, ids.split(";")))


def _units(chart, rows) -> list[str]:
    """The unit of each row: of its series, where the row is a figure of the package unchanged."""
    if chart.percent:
        return [_("share, 0 to 1")] * len(rows)
    said = chart.y or chart.subtitle
    if not {"id", "value"} <= set(rows):
        return [said] * len(rows)
    figures = zip(rows["id"], rows["value"], strict=True)
    return [citations.unit_of(id, value) or said for id, value in figures]


def written(data: pd.DataFrame, chart) -> tuple[list[str], list[list[str]]]:
    """(labels, rows) of the same data as this edition writes it."""
    names = {
        "panel": _("Panel"),
        "label": _("Series"),
        "place": _("Place"),
        "category": _("Item"),
        "tile": _("Tile"),
        "x": chart.x or _("Position"),
        "period": _("Period"),
        "event": _("Event"),
        "lane": _("Lane"),
        "status": _("Status"),
        "value": chart.y or _("Value"),
        "low": _("Low"),
        "high": _("High"),
        "bound": _("Kind of value"),
        "source_name": _("Source"),
    }
    shown = data.copy()
    shown["period"] = [_period(row) for row in data.to_dict("records")]
    if not shown["period"].any():
        shown = shown.drop(columns="period")
    order = [field for field in names if field in shown]
    write = {
        "value": lambda v: citations.amount(v, chart.percent),
        "low": lambda v: citations.amount(v, chart.percent),
        "high": lambda v: citations.amount(v, chart.percent),
        "place": formats.term,
        "bound": lambda v: bound_words().get(v, v),
        "source_name": lambda v: v,
        "status": lambda v: {
            "promised": _("promised"),
            "actual": _("actual"),
        }.get(v, v),
    }
    rows = [
        {
            field: "" if formats.missing(v) else str(write.get(field, citations.plain)(v))
            for field, v in zip(order, row, strict=True)
        }
        for row in shown[order].itertuples(index=False)
    ]
    blank = [row for _, layer in _recorded(chart) for row in _unknown(layer)]
    for row, lacking in zip(rows, blank, strict=True):
        if lacking:
            row[next(f for f in ("value", "low", "high") if f in row)] = formats.unknown()
    return [names[field] for field in order], [list(row.values()) for row in rows]


def _period(row: dict) -> str:
    start, end = row.get("start"), row.get("end")
    if not formats.missing(start):
        return (
            _("since {day}", day=formats.date(start))
            if formats.missing(end)
            else formats.period(start, end)
        )
    return "" if formats.missing(row.get("date")) else formats.date(row["date"])


def bound_words() -> dict[str, str]:
    return {
        "exact": _("exact"),
        "floor": _("at least"),
        "ceiling": _("at most"),
        "rounded": _("rounded"),
        "computed": _("computed"),
        "midpoint": _("midpoint"),
        "range": _("range"),
    }


# ---------------------------------------------------------------- words


def notes(chart) -> list[str]:
    """Sentences under the figure: the chart's own, then what arrows, bars and dots mean."""
    found = list(chart.notes_given)
    bounds = {
        bound
        for layer in chart.layers
        if "bound" in layer.rows and layer.kind in ("line", "points", "steps")
        for bound in layer.rows["bound"].dropna()
    }
    arrows = [_("Arrow up: the number is a minimum.")] if "floor" in bounds else []
    arrows += [_("Arrow down: the number is a maximum.")] if "ceiling" in bounds else []
    if any(layer.kind == "line" and _has_gap(layer) for layer in chart.layers):
        arrows.append(_("Thin dotted line: no figure between its ends."))
    if any(
        layer.kind in ("line", "points")
        and (layer.rows["low"].notna() & layer.rows["high"].notna()).any()
        for layer in chart.layers
    ):
        arrows.append(_("Vertical bar: a range published with both its ends."))
    return [*found, *arrows]


def key(size: str, unnamed, questioned: bool) -> list[str]:
    """What the signs of one drawing stand for, a sentence each: lines without words, «؟»."""
    found = []
    if unnamed and size != "wide":
        found.append(_("Not all events are drawn at this width."))
    elif unnamed:
        found.append(_("Lines without words: {events}.", events=_("; ").join(unnamed)))
    if questioned:
        found.append(_("“?”: the value is unknown, not zero."))
    return found


def _has_gap(layer) -> bool:
    x = layer.rows["x"]
    return (
        bool(gaps((x.astype("int64") if x.dtype.kind == "M" else x).to_numpy()).any())
        if x.dtype.kind in "Mif"
        else False
    )


def alt(chart) -> str:
    """The figure in words: its title, then what each layer shows.

    Of a series over time the first, last and highest value with their dates, and what is unknown.
    """
    parts = [_stop(chart.title)]
    for panel in chart.panels:
        if panel.title:
            parts.append(panel.title + ":")
        for layer in panel.layers:
            sentence = {
                "event_lines": _alt_events,
                "edge": _alt_text,
                "note": _alt_text,
                "map": _alt_ranked,
                "places": _alt_places,
                "timeline": _alt_timeline,
                "tiles": _alt_tiles,
            }.get(layer.kind, _alt_series)
            parts.append(_stop(sentence(chart, layer)))
    return " ".join(parts)


def _stop(text: str) -> str:
    return text if text[-1] in ".؟?!:" else text + "."


def _at(row) -> str:
    if not formats.missing(row.get("start")):
        return formats.period(row["start"], row.get("end"))
    return (
        formats.date(row["x"]) if isinstance(row["x"], pd.Timestamp) else citations.plain(row["x"])
    )


def _value(chart, row) -> str:
    return citations.figure(row["value"], row["low"], row["high"], row.get("bound"), chart.percent)


def _alt_series(chart, layer) -> str:
    rows = layer.rows.assign(
        middle=layer.rows["value"].fillna((layer.rows["low"] + layer.rows["high"]) / 2)
    )
    name = layer.label or chart.y or chart.subtitle
    if layer.kind == "ranges" or rows["x"].dtype.kind not in "Mif":
        return _listed(chart, name, rows)
    blank = _alt_unknown(rows)
    rows = rows.dropna(subset="middle")
    first, last, top = rows.iloc[0], rows.iloc[-1], rows.loc[rows["middle"].idxmax()]
    if len(rows) == 1:
        return f"{name}: {_value(chart, first)} ({_at(first)}){blank}"
    text = _(
        "{name}: {first} ({first_date}), then {last} ({last_date})",
        name=name,
        first=_value(chart, first),
        first_date=_at(first),
        last=_value(chart, last),
        last_date=_at(last),
    )
    if top.name in (first.name, last.name):
        return text + blank
    highest = _("; highest {top} ({date})", top=_value(chart, top), date=_at(top))
    return text + highest + blank


def _alt_unknown(rows) -> str:
    """The rows of which nothing is known, by their places if they are few, else their number."""
    blank = rows[unknown(rows)]
    if blank.empty:
        return ""
    places = [_at(row) for _, row in blank.iterrows()]
    return _lacking(formats.unknown(), places, formats.num(len(rows)))


def _lacking(words: str, places: list[str], whole: str) -> str:
    """A clause on places of which nothing is known: their names, or how many of the whole."""
    number = _("{number} of {whole}", number=formats.num(len(places)), whole=whole)
    return _("; ") + f"{words}: {_(', ').join(places) if len(places) <= 4 else number}"


def _listed(chart, name, rows) -> str:
    known = rows[~unknown(rows)]
    top = known.sort_values("middle", ascending=False) if len(rows) > 12 else rows
    items = [
        f"{_at(row) if isinstance(row['x'], pd.Timestamp) else citations.plain(row['x'])} "
        f"{_value(chart, row)}"
        for _, row in top.head(12).iterrows()
    ]
    more = _(", and others") + _alt_unknown(rows) if len(rows) > 12 else ""
    return f"{name}: " + _(", ").join(items) + more


def _alt_ranked(chart, layer) -> str:
    rows = layer.rows.dropna(subset="value").sort_values("value", ascending=False)
    items = _(", ").join(
        f"{formats.term(row.x)} {citations.amount(row.value, chart.percent)}"
        for row in rows.head(5).itertuples()
    )
    name = layer.label or chart.y or _("Map")
    text = _("{name}, highest: {items}", name=name, items=items)
    absent = [formats.term(place) for place in places_without(layer)]
    if not absent:
        return text
    return text + _lacking(absent_words(layer), absent, formats.num(len(shapes_of(layer))))


def _alt_places(chart, layer) -> str:
    return f"{layer.label}: " + _(", ").join(map(formats.term, layer.rows["x"]))


def _alt_events(chart, layer) -> str:
    items = _("; ").join(f"{formats.date(row.x)} {row.text}" for row in layer.rows.itertuples())
    return _("Vertical lines: {items}", items=items)


def _alt_timeline(chart, layer) -> str:
    status = {"promised": _("promised: "), "actual": _("actual: ")}
    return _("; ").join(
        f"{row['text']} ({status.get(row.get('status'), '')}{_period(row)})"
        for row in layer.rows.to_dict("records")
    )


def _alt_tiles(chart, layer) -> str:
    lines = (
        f"{name} ({_(', ').join(rows['tile'])})"
        for name, rows in layer.rows.groupby("x", sort=False)
    )
    return _("{name}, {count}: ", name=layer.label, count=formats.num(len(layer.rows))) + _(
        "; "
    ).join(lines)


def _alt_text(chart, layer) -> str:
    return str(layer.rows["text"].iloc[0])


# ---------------------------------------------------------------- Jupyter


def html(data: dict) -> str:
    """The figure for Jupyter: title, drawing, sources, and the data as a table and a CSV file."""
    image = "data:image/svg+xml;base64," + base64.b64encode(data["svg"]["wide"].encode()).decode()
    csv = "data:text/csv;charset=utf-8;base64," + base64.b64encode(data["csv"].encode()).decode()
    sources = _("; ").join(map(_link, data["sources"]))
    as_of = _("Data to {day}.", day=data["as_of"]) if data["as_of"] else ""
    width, height = data["sizes"]["wide"]
    small = "font-size:.85em;color:#596068;margin:.3em 0;text-align:start"
    remarks = "".join(
        f'<p style="{small}">{escape(note)}</p>' for note in [*data["keys"]["wide"], *data["notes"]]
    )
    table = citations.html_table(data["columns"], data["rows"], data["title"], hide_caption=False)
    return (
        f'<figure dir="{citations.direction()}" lang="{data["lang"]}" style="margin:1em 0;'
        'max-width:720px;background:#fff;color:#1d2125;padding:.8em">'
        f"<figcaption><strong>{escape(data['title'])}</strong><br>"
        f"<span>{escape(data['subtitle'])}</span></figcaption>"
        f'<img alt="{escape(data["alt"])}" src="{image}" width="{width}" height="{height}" '
        'style="max-width:100%;height:auto">'
        f'{remarks}<p style="{small}">{_("Source")}: {sources}. {as_of}</p>'
        f"<details><summary>{_('Data')}</summary>"
        f'<p><a download="{data["name"]}.csv" href="{csv}">CSV</a></p>{table}</details></figure>'
    )


def _link(source: dict) -> str:
    label = escape(source["label"])
    return f'<a href="{escape(source["url"])}">{label}</a>' if source["url"] else label
