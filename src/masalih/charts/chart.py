"""One builder holds a figure's data, words and sources together: none of them can be left out.

    Chart(name="fig-x", title=tr("…", "…"), subtitle=tr("…", "…"), y=tr("…", "…"))
    .line(rows, label="CTC")
    .edge("2024-12-31", tr("…", "…"))

Each layer takes a DataFrame and the names of its columns. Rows carry a `source` column (or the
layer gets `sources=`). The chart is drawn when it is shown, never before, so layers may be added in
any order.
"""

from __future__ import annotations

import re
from functools import cached_property
from os import PathLike
from pathlib import Path

import pandas as pd
from matplotlib.figure import Figure
from pandas.api.types import is_datetime64_any_dtype

from masalih import citations, formats
from masalih.charts import columns, style
from masalih.charts.kinds import WORDS
from masalih.charts.layers import Layer, Panel, clash
from masalih.translation import gettext as _


class Chart:
    """A figure to the book's contract.

    Every argument is checked when given; ValueError names the chart and the remedy. A notebook
    shows it where it is the last line of a cell; `figure` gives matplotlib's own, `save` writes a
    file. `color` of a layer is one of the book's (blue, red, purple, teal, wine, grey), whose
    twins for the dark page are chosen, or any other that matplotlib knows ("olive", "#2f719e",
    (0.2, 0.4, 0.6)), which is drawn as given, its words darker where they could not be read, and
    lighter on the dark page.

    Args:
        name: slug, unique on its page, e.g. "fig-isis-rise".
        title: the finding, as a sentence.
        subtitle: what is measured, in which unit, over which period.
        sources: ids for layers whose rows have no `source` column.
        as_of: date of the last look at the data; by default the last date that the data reach.
        height: of one plot in inches, at the wide size.
        log: logarithmic value axis.
        percent: values are shares (0–1) shown as percentages.
        zero: False lets the axis start elsewhere than at zero.
        y: label of the value axis.
        x: label of the other axis.
        ylim: (from, to) of the value axis.
        xlim: (from, to) of the other axis.
        unchanged: the amount at which nothing changed, drawn as a line of its own; on a horizontal
            axis with amounts on both sides of zero it is zero, on one of ratios say 1.
        ways: what less and more mean there, (less, more): by default these two words.
        columns: panels side by side at the wide size (by default 2, and 3 for maps).
        share_y: all panels have the same value axis.
        share_x: all panels have the same dates.
        alt: text that replaces the one written from the data.
        notes: sentences printed under the figure.

    Examples:
        >>> rows = masalih.observations("isis_attacks_iraq_joc")
        >>> chart = masalih.Chart("fig-attacks", "Attacks fell", "attacks a year, Iraq")
        >>> chart.line(rows, label="Joint Operations", color="olive").series
        ['isis_attacks_iraq_joc']
    """

    def __init__(
        self,
        name: str,
        title: str,
        subtitle: str,
        *,
        sources=(),
        as_of=None,
        height: float = 2.9,
        log: bool = False,
        percent: bool = False,
        zero: bool = True,
        y: str | None = None,
        x: str | None = None,
        ylim=None,
        xlim=None,
        unchanged: float | None = None,
        ways: tuple[str, str] | None = None,
        columns: int | None = None,
        share_y: bool = True,
        share_x: bool = True,
        alt: str | None = None,
        notes=(),
    ):
        if not re.fullmatch(r"[a-z][a-z0-9-]*", name or ""):
            raise ValueError(
                f"chart name {name!r}: use small Latin letters, digits and hyphens, e.g. "
                "fig-isis-rise"
            )
        for what, text in (("title", title), ("subtitle", subtitle)):
            if not (text or "").strip():
                raise ValueError(
                    f"chart {name}: no {what}. "
                    + (
                        "Say the finding in one sentence"
                        if what == "title"
                        else "Say what is measured, in which unit, over which period"
                    )
                )
        self.name, self.title, self.subtitle = name, title.strip(), subtitle.strip()
        given = sources if isinstance(sources, str) else list(sources)
        self.given_sources, self.as_of_given = citations.sources_of(given), as_of
        self.height, self.log, self.percent, self.zero = height, log, percent, zero and not log
        self.y, self.x, self.ylim, self.xlim = y, x, ylim, xlim
        self.unchanged, self.ways = unchanged, ways
        self.columns, self.share_y, self.share_x = columns, share_y, share_x
        self.alt_given, self.notes_given = alt, list(notes)
        self.panels = [Panel()]
        self.language = formats.language()

    # ------------------------------------------------------------ layers

    def line(
        self,
        df,
        x="middle",
        y="value",
        label=None,
        *,
        low=None,
        high=None,
        color=None,
        dashed=None,
        markers=True,
        sources=None,
    ) -> Chart:
        """A line through the rows. A gap in `y` breaks the line.

        A `bound` column draws floors and ceilings as arrows. A value between two gaps keeps its
        marker.

        Args:
            dashed: True or False to force it, None for the series' own pattern.
            low: column of lower ends (default: `low`), which draws a bar for each range.
            high: column of upper ends (default: `high`).
        """
        return self._add_series(
            "line", df, x, y, label, low, high, color, sources, dashed=dashed, markers=markers
        )

    def steps(
        self,
        df,
        x="start",
        y="value",
        label=None,
        *,
        color=None,
        dashed=None,
        markers=False,
        sources=None,
    ) -> Chart:
        """A stair: each value holds until the next row's date.

        The last one until its own `end`, if rows have that column.
        """
        return self._add_series(
            "steps", df, x, y, label, None, None, color, sources, dashed=dashed, markers=markers
        )

    def points(
        self,
        df,
        x="middle",
        y="value",
        label=None,
        *,
        low=None,
        high=None,
        color=None,
        periods=False,
        sources=None,
    ) -> Chart:
        """Separate marks; periods=True draws each row's period as a thin line through its mark."""
        return self._add_series(
            "points", df, x, y, label, low, high, color, sources, periods=periods
        )

    def bars(
        self,
        df,
        x="year",
        y="value",
        label=None,
        *,
        horizontal=False,
        stacked=False,
        error=None,
        color=None,
        values=None,
        sources=None,
    ) -> Chart:
        """Bars from zero; where nothing is known, the word for unknown instead of a bar.

        A second bars layer stands beside the first, or on it with stacked=True.

        Args:
            error: names of (low, high) columns.
            values: print each value at its bar, those of a stack on it (by default if horizontal).
        """
        low, high = error or (None, None)
        values = horizontal if values is None else values
        return self._add_series(
            "bars_horizontal" if horizontal else "bars",
            df,
            x,
            y,
            label,
            low,
            high,
            color,
            sources,
            stacked=stacked,
            values=values,
            ranges=False,
        )

    def ranges(
        self,
        df,
        category="label",
        low="low",
        high="high",
        value=None,
        label=None,
        *,
        color=None,
        sources=None,
    ) -> Chart:
        """One horizontal bar a row from low to high: rival counts side by side.

        Args:
            value: column of amounts drawn as marks.
        """
        return self._add_series("ranges", df, category, value, label, low, high, color, sources)

    def band(
        self, df, x="middle", low="low", high="high", label=None, *, color=None, sources=None
    ) -> Chart:
        """A shaded band between two columns: the uncertainty of a line drawn over it."""
        return self._add_series("band", df, x, None, label, low, high, color, sources)

    def rules(self, events, date="start", label=None, *, sources=None) -> Chart:
        """Thin vertical lines at events: a frame of events, or a list of (date, label).

        Put the most important first: where there is no room for all words these keep theirs, and
        on a phone only two lines are drawn.

        Args:
            label: column of words (default: a frame's names in this edition).
        """
        if isinstance(events, pd.DataFrame):
            column = label or f"name_{formats.language()}"
            rows = self._take(events, {"x": date, "text": column}, sources, "event_lines")
        else:
            rows = pd.DataFrame(
                [(pd.Timestamp(when), text) for when, text in events], columns=["x", "text"]
            )
        return self._add(Layer("event_lines", rows))

    def note(self, x, y, text) -> Chart:
        """A short remark at a point of the plot.

        It is moved aside, with a thin line to its point, rather than over the data.
        """
        rows = pd.DataFrame({"x": [x], "value": [float(y)], "text": [text]})
        dated = any(is_datetime64_any_dtype(layer.rows["x"]) for layer in self.panels[-1].layers)
        rows["x"] = columns.position(rows["x"], "year" if dated else "")[0]
        return self._add(Layer("note", rows))

    def edge(self, date, label=None) -> Chart:
        """The visible edge where evidence ends: a dotted line.

        By default it says «آخر رقم: …» / "last figure: …".
        """
        date = pd.Timestamp(date)
        label = label or _("last figure: {month}", month=formats.date(date, "month", short=True))
        return self._add(Layer("edge", pd.DataFrame({"x": [date], "text": [label]})))

    def panel(self, title: str) -> Chart:
        """Start the next small multiple; layers after this call go into it."""
        if not (title or "").strip():
            raise ValueError(f"chart {self.name}: a panel needs a title")
        if self.panels == [Panel()]:
            self.panels = []
        self.panels.append(Panel(formats.digits(title)))
        return self

    def map(
        self,
        df,
        place="place",
        value="value",
        label=None,
        *,
        top=4,
        breaks=None,
        absent=None,
        geography=None,
        sources=None,
    ) -> Chart:
        """Governorates shaded by value.

        Rows without a value, and places without a row, are marked "no data", never as zero.

        Args:
            place: column of term ids.
            top: how many places are named with their value.
            breaks: rising upper limits of the first classes (default: from the data).
            absent: words for places without a value, instead of "no data".
            geography: GeoJSON whose features carry `id` (default: Iraq's 18 governorates).
        """
        rows = self._take(df, {"x": place, "value": value}, sources, "map")
        if rows["x"].duplicated().any():
            raise ValueError(
                f"chart {self.name}: map has {rows['x'][rows['x'].duplicated()].iloc[0]!r} twice; "
                "sum or choose rows first"
            )
        return self._add(
            Layer(
                "map",
                rows,
                label,
                None,
                {"top": top, "breaks": breaks, "absent": absent, "geography": geography},
            )
        )

    def places(self, df, label, place="place", *, color=None, sources=None) -> Chart:
        """Named points on the governorates of Iraq.

        Args:
            df: rows with `latitude` and `longitude` in degrees.
            label: what the layer's colour and mark mean.
            place: column of term ids.
        """
        names = {"x": place, "latitude": "latitude", "longitude": "longitude"}
        rows = self._take(df, names, sources, "places", label)
        taken = len(self.panels[-1].layers)
        return self._add(Layer("places", rows, label, style.mark(color, taken)))

    def timeline(
        self, df, start="start", end="end", label="label", lane=None, status=None, *, sources=None
    ) -> Chart:
        """Periods as bars and single days as diamonds, with their words above.

        Rows with the same label share one line. An open end (no date) fades out at the right edge.

        Args:
            lane: column that groups rows under a heading.
            status: column holding "promised" (hollow) or "actual" (filled).
        """
        names = (
            {"start": start, "end": end, "text": label}
            | ({"lane": lane} if lane else {})
            | ({"status": status} if status else {})
        )
        rows = self._take(df, names, sources, "timeline")
        rows["start"], rows["end"] = pd.to_datetime(rows["start"]), pd.to_datetime(rows["end"])
        unknown = set(rows.get("status", [])) - {"promised", "actual"}
        if unknown:
            raise ValueError(
                f"chart {self.name}: timeline status {sorted(map(str, unknown))} is not promised "
                "or actual"
            )
        rows["x"] = rows["start"]
        return self._add(Layer("timeline", rows))

    def tiles(
        self, df, row="row", text="text", label=None, *, at=None, color=None, sources=None
    ) -> Chart:
        """One tile a row of `df`, bearing `text`, on the line named `row`.

        Args:
            label: what the layer's colour and mark mean.
            at: column of numbers that sets the tiles of a line in order, over all layers, and the
                lines by their first tile (default: the words on the tiles).
        """
        if not label:
            raise ValueError(
                f"chart {self.name}: tiles need a label that says what their colour and mark mean"
            )
        rows = self._take(
            df, {"x": row, "tile": text} | ({"value": at} if at else {}), sources, "tiles"
        )
        rows["tile"] = rows["tile"].map(formats.digits)
        if not at:
            rows["value"] = rows["tile"]
        return self._add(
            Layer("tiles", rows, label, style.mark(color, len(self.panels[-1].layers)))
        )

    # ------------------------------------------------------------ what the chart says

    @property
    def layers(self) -> list[Layer]:
        return [layer for panel in self.panels for layer in panel.layers]

    @property
    def sources(self) -> list[str]:
        """Ids of the sources that the figure stands on, in order of use."""
        ids = [id for layer in self.layers for id in citations.sources_of(layer.rows)]
        return list(dict.fromkeys([*ids, *self.given_sources]))

    @property
    def series(self) -> list[str]:
        """Ids of the series that the figure draws, in order of use.

        [] where it draws tables or computed rows only.
        """
        return list(
            dict.fromkeys(id for layer in self.layers for id in citations.series_of(layer.rows))
        )

    @property
    def as_of(self) -> pd.Timestamp | None:
        """The date the data reach: as given, else the last end or date of any row.

        None for charts without dates.
        """
        if self.as_of_given is not None:
            return pd.Timestamp(self.as_of_given)
        ends = [
            pd.to_datetime(layer.rows[c], errors="coerce").max()
            for layer in self.layers
            if layer.kind not in WORDS
            for c in ("end", "x")
            if c in layer.rows and is_datetime64_any_dtype(layer.rows[c])
        ]
        ends = [end for end in ends if not pd.isna(end)]
        return max(ends) if ends else None

    def figure(self, size: str = "wide") -> Figure:
        """The chart as a figure of matplotlib, with its title, notes and sources, to go on with.

        A notebook shows it where it is the last line of a cell. It is yours: what you change in it
        changes neither the chart nor the next figure.

        Args:
            size: "wide" (518 points), "narrow" (266 points, for a phone or a column) or "slide"
                (fewer words and larger letters, to be read from the back of a room).

        Returns:
            A matplotlib.figure.Figure; its `axes` are the plots, in order of the panels. Lengths in
            it are those of the book's pages, 144 dots an inch.

        Raises:
            ValueError: for whatever the chart still lacks, or another size.

        Examples:
            >>> rows = masalih.observations("isis_attacks_iraq_joc")
            >>> chart = masalih.Chart("fig-x", "Attacks fell", "attacks a year").line(rows)
            >>> axes = chart.figure().axes[0]
            >>> _ = axes.set_facecolor("#f7f7f2")
        """
        from masalih.charts import picture

        self.check()
        return picture.figure(self, size)

    def save(self, path: str | PathLike[str], size: str = "wide", dpi: float = 200) -> Path:
        """Write the chart with its title, notes and sources as a picture that stands alone.

        Letters are those of the edition's typeface, as shapes in SVG and embedded in PDF. The title
        and the description in words are in the file too. The same chart gives the same bytes.

        Args:
            path: a name that ends in .png, .svg or .pdf, in a folder that exists.
            size: "wide", "narrow" or "slide".
            dpi: dots an inch of a PNG.

        Returns:
            The path that was written.

        Raises:
            ValueError: for another ending or size, or whatever the chart still lacks.
            FileNotFoundError: where the folder does not exist.

        Examples:
            >>> rows = masalih.observations("isis_attacks_iraq_joc")
            >>> chart = masalih.Chart("fig-x", "Attacks fell", "attacks a year").line(rows)
            >>> chart.save(folder / "attacks.svg").name
            'attacks.svg'
        """
        from masalih.charts import picture

        self.check()
        return picture.save(self, path, size, dpi)

    def bundle(self) -> dict:
        """Everything a page needs to show the figure.

        The keys are those of application/vnd.masalih.chart+json.
        """
        self.check()
        return self._bundle

    def check(self) -> None:
        """Raise ValueError for whatever the figure contract still lacks."""
        if all(layer.kind in WORDS for layer in self.layers):
            raise ValueError(f"chart {self.name}: nothing to draw. Add a layer such as .line(rows)")
        if not self.sources:
            raise ValueError(
                f"chart {self.name}: no sources. Give rows with a `source` column, or sources=[ids]"
            )
        for panel in self.panels:
            if not panel.layers:
                raise ValueError(
                    f"chart {self.name}: panel {panel.title!r} is empty. Add a layer after .panel()"
                )
            kinds = {layer.kind for layer in panel.layers}
            if clash(kinds):
                raise ValueError(
                    f"chart {self.name}: {', '.join(sorted(kinds))} do not go together in one "
                    "panel. Use .panel() or a second chart"
                )

    @cached_property
    def _bundle(self) -> dict:
        from masalih.charts import output

        citations.register(self.sources, self.series)
        return output.bundle(self)

    def __repr__(self) -> str:
        return f"Chart({self.name!r}): {self.title}"

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict:
        from masalih.charts import output

        data = self.bundle()
        return {
            "text/plain": f"{self.title}\n{data['alt']}",
            "text/html": output.html(data),
            "application/vnd.masalih.chart+json": data,
        }

    # ------------------------------------------------------------ taking data in

    def _add_series(self, kind, df, x, y, label, low, high, color, sources, **options) -> Chart:
        columns.refuse_no_frame(self.name, kind, df)
        if options.pop("ranges", True):  # ranges that rows carry are never hidden
            low, high = (
                name or (default if default in df.columns else None)
                for name, default in ((low, "low"), (high, "high"))
            )
        names = (
            {"x": x}
            | ({"value": y} if y else {})
            | ({"low": low} if low else {})
            | ({"high": high} if high else {})
        )
        rows = self._take(df, names, sources, kind, label)
        rows["x"], periods = columns.position(rows["x"], x)
        if periods is not None and "start" not in rows:
            rows["start"], rows["end"] = periods
        for name in ("value", "low", "high"):
            rows[name] = columns.numbers(rows[name]) if name in rows else float("nan")
        if rows[["value", "low", "high"]].isna().all(axis=None):
            raise ValueError(
                f"chart {self.name}: {kind} {label or ''} has no values at all in column "
                f"{y or low!r}"
            )
        if is_datetime64_any_dtype(rows["x"]):
            rows = rows.sort_values("x", kind="stable", ignore_index=True)
        columns.bounds(self.name, rows)
        taken = sum(layer.mark is not None for layer in self.panels[-1].layers)
        return self._add(
            Layer(
                kind,
                rows,
                formats.digits(label) if label else label,
                style.mark(color, taken),
                options,
            )
        )

    def _take(self, df, names, sources, kind, label=None) -> pd.DataFrame:
        rows = columns.take(self.name, df, names, kind, label)
        columns.attribute(self.name, rows, sources, kind, bool(self.given_sources))
        return rows

    def _add(self, layer: Layer) -> Chart:
        if "text" in layer.rows:
            layer.rows["text"] = layer.rows["text"].map(formats.digits)
        self.panels[-1].layers.append(layer)
        self.__dict__.pop("_bundle", None)
        return self
