"""Draws pictures to share: that of a link, with the page's title, and that of a finding.

They are in the letters and the direction of the edition.
"""

import contextlib
from pathlib import Path

from masalih.book.base import addresses
from masalih.book.figures.finding_node import finding, sources_label
from masalih.translation import gettext as _

SIZE = 1200, 630  # pixels, as the services that show cards want them
MARGIN, PAPER, INK, MUTED = 84, "#ffffff", "#1d2125", "#596068"
LEADING = 2.15  # pixels of a line to each point of its letters
FOOT = 92  # pixels kept free at the foot of a finding, for its sources
CIRCLES = ((0, "#1d5c7d", 1), (1, "#b9682a", 0.8))  # the mark of the book, as in favicon.svg


def draw(path, book, title, finding, language):
    """Write the card of a link as PNG to `path`, the same bytes for the same words.

    `book` stands small beside the mark, `title` large, `finding` below.
    """
    with _drawing() as figure:
        words = _headed(figure, book, language)
        top = words.write(
            title,
            words.place(MARGIN),
            SIZE[1] - 190,
            46 if len(title) < 45 else 38,
            INK,
            "semibold",
            lines=3,
        )
        words.write(finding, words.place(MARGIN), top - 26, 25, MUTED, lines=4)
        _save(figure, path)


def write_findings(app, pagename, templatename, context, doctree):
    """Write the picture to share of every finding that a page brings."""
    for node in doctree.findall(finding) if doctree is not None else ():
        path = Path(app.outdir, addresses.shared_picture(node["chart"]["name"]))
        draw_finding(path, app.config.html_title, node["chart"])


def draw_finding(path, book, found):
    """Write the picture of a finding as PNG to `path`: all that stands on the page, on its own.

    found: the bundle of masalih.Finding.
    """
    from masalih.charts.sparkline import Bar, Box, draw as draw_bars

    width, tall = SIZE
    half = (width - 2 * MARGIN - 60) // 2
    with _drawing() as figure:
        words = _headed(figure, book, found["lang"])
        top = words.write(
            found["title"],
            words.place(MARGIN),
            tall - 160,
            words.fitting(found["title"], width - 2 * MARGIN, (38, 32, 28), "semibold"),
            INK,
            "semibold",
            lines=3,
        )
        below = words.write(
            found["number"],
            words.place(MARGIN),
            top - 16,
            words.fitting(found["number"], half, (54, 44, 34), "semibold", lines=1),
            CIRCLES[0][1],
            "semibold",
            lines=1,
            room=half,
        )
        lines = max(1, int((below - FOOT) // (18 * LEADING)))
        words.write(
            found["subtitle"], words.place(MARGIN), below, 18, MUTED, lines=lines, room=half
        )
        bars = [Bar(*bar) for bar in found["bars"]]
        high = top - 22 - FOOT
        text = 26 if found["kind"] == "columns" else min(26, 0.42 * high / len(bars))
        left = width - MARGIN - half if found["lang"] == "en" else MARGIN
        box = Box(left, FOOT, half, high)
        draw_bars(figure, box, found["kind"], bars, text, words.rtl)
        names = _("; ").join(source["label"] for source in found["sources"]) + found["others"]
        said = f"{sources_label(found)}: {names}"
        words.write(said, words.place(MARGIN), FOOT - 14, 14, MUTED, lines=2)
        _save(figure, path)


@contextlib.contextmanager
def _drawing():
    """An empty picture, inside the settings with which the book draws."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    from masalih.charts import style

    with style.drawing("card"):
        figure = Figure(figsize=(SIZE[0] / 100, SIZE[1] / 100), dpi=100, facecolor=PAPER)
        FigureCanvasAgg(figure)
        yield figure


def _headed(figure, book, language):
    """The Words of a picture that has the book's mark and name at its head."""
    from matplotlib.patches import Circle, Rectangle

    width, height = SIZE
    rtl = language == "ar"

    def place(x):
        return width - x if rtl else x

    marks = (
        Circle((place(MARGIN + 30 + 27 * step), height - 105), 30, color=colour, alpha=alpha, lw=0)
        for step, colour, alpha in CIRCLES
    )
    for patch in (Rectangle((0, 0), width, 14, color=CIRCLES[0][1]), *marks):
        figure.add_artist(patch)
        patch.set_transform(None)
    words = Words(figure, figure.canvas.get_renderer(), rtl, place)
    words.write(book, place(MARGIN + 110), height - 105, 25, MUTED, lines=1, middle=True)
    return words


def _save(figure, path):
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=100, facecolor=PAPER, metadata={"Software": None})


class Words:
    """Writes lines on a card; lengths are pixels from the lower left corner."""

    def __init__(self, figure, renderer, rtl, place):
        self.figure, self.renderer, self.rtl, self.place = figure, renderer, rtl, place

    def write(self, text, x, top, size, colour, weight="regular", lines=3, middle=False, room=None):
        """Write `text` in at most so many `lines`, what is over ends in …; return where it ends.

        room: pixels of a line, by default up to the margin.
        """
        room = room or abs(self.place(SIZE[0] - MARGIN) - x)
        for line in self.wrap(text, room, size, weight, lines):
            self.figure.text(
                x / SIZE[0],
                top / SIZE[1],
                self.shaped(line),
                size=size,
                color=colour,
                weight=weight,
                ha="right" if self.rtl else "left",
                va="center" if middle else "top",
            )
            top -= size * LEADING
        return top

    def fitting(self, text, room, sizes, weight, lines=2):
        """The first of `sizes` in which `text` has at most so many lines, else the last."""
        fits = (size for size in sizes if len(self.wrap(text, room, size, weight, 99)) <= lines)
        return next(fits, sizes[-1])

    def wrap(self, text, room, size, weight, most):
        lines: list[str] = []
        line = ""
        for word in text.split():
            longer = f"{line} {word}".strip()
            if line and self.length(longer, size, weight) > room:
                lines, longer = [*lines, line], word
            line = longer
        lines = [*lines, line] if line else lines
        return (
            lines
            if len(lines) <= most
            else [*lines[: most - 1], lines[most - 1].rstrip("،,؛;:.") + "…"]
        )

    def length(self, text, size, weight):
        probe = self.figure.text(0, 0, self.shaped(text), size=size, weight=weight)
        length = probe.get_window_extent(self.renderer).width
        probe.remove()
        return length

    def shaped(self, text):
        from masalih import arabic

        return arabic.line(text)
