"""A chart that leaves its page takes its words along: title, measure, notes and sources."""

from __future__ import annotations

from pathlib import Path

from masalih import citations, formats
from masalih.charts import output, style
from masalih.charts.canvas import MARGIN, Line, Picture
from masalih.charts.render import compose, signs
from masalih.translation import edition, gettext as _

# How each kind of file names the title and the words that describe it.
KINDS = {
    "png": {"title": "Title", "alt": "Description", "none": ["Software"]},
    "svg": {"title": "Title", "alt": "Description", "none": ["Date", "Creator"]},
    "pdf": {"title": "Title", "alt": "Subject", "none": ["Creator", "Producer", "CreationDate"]},
}
DPI = 144  # of a figure that a notebook shows


def figure(chart, size: str) -> Picture:
    """The chart with its words as a figure of matplotlib; `size` is one of `style.sizes`."""
    with edition(chart.language), style.drawing(chart.name):
        known = style.sizes()
        if size not in known:
            raise ValueError(f"chart {chart.name}: size {size!r} is not one of {', '.join(known)}")
        own = known[size]
        _sheet, panels = compose(chart, own)
        sheet, _panels = compose(chart, own, _head(chart, own), _foot(chart, own, signs(panels)))
    sheet.figure.set(facecolor=style.PAPER, dpi=DPI)
    return sheet.figure


def save(chart, path, size: str, dpi: float) -> Path:
    """Write the figure as the kind of file that the name ends in."""
    path = Path(path)
    kind = path.suffix.lower().removeprefix(".")
    if kind not in KINDS:
        raise ValueError(
            f"chart {chart.name}: {path.name!r} is no picture that can be written. Remedy: let "
            f"the name end in {', '.join(f'.{name}' for name in KINDS)}"
        )
    if not path.parent.is_dir():
        raise FileNotFoundError(
            f"chart {chart.name}: there is no folder {str(path.parent)!r}. Remedy: make it, or "
            "give another"
        )
    drawn, names = figure(chart, size), KINDS[kind]
    with edition(chart.language), style.drawing(chart.name):
        said = {names["title"]: chart.title, names["alt"]: chart.alt_given or output.alt(chart)}
        said |= dict.fromkeys(names["none"])
        drawn.savefig(path, format=kind, dpi=dpi, facecolor=style.PAPER, metadata=said, **MARGIN)
    return path


def _head(chart, size: style.Size) -> list[Line]:
    return [
        Line(chart.title, size.text + 2.6, "bold"),
        Line(chart.subtitle, size.text, colour=style.MUTED),
    ]


def _foot(chart, size: style.Size, said) -> list[Line]:
    sources = _("; ").join(map(citations.source_label, chart.sources))
    as_of = formats.date(chart.as_of) if chart.as_of is not None else ""
    ending = " " + _("Data to {day}.", day=as_of) if as_of else ""
    texts = [
        *output.key(size.name, *said),
        *output.notes(chart),
        f"{_('Source')}: {sources}.{ending}",
    ]
    return [Line(text, size.text - 1, colour=style.MUTED) for text in texts]
