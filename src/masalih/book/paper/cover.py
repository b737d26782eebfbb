"""Draws the cover of the PDF and the EPUB of an edition.

Title, question and the book's mark, two circles that share a part.
"""

import textwrap

from matplotlib.figure import Figure
from matplotlib.patches import Circle, Rectangle

from masalih import arabic, formats
from masalih.book.paper import gather
from masalih.charts import style

WIDTH, HEIGHT = 210, 297  # millimetres; all measures below are too
GROUND, LEFT, RIGHT, INK, MUTED = "#0d2c3f", "#2f83ad", "#d5823f", "#ffffff", "#c9d6de"


def draw(book, path):
    """Write the cover to `path`, as its ending says; the same bytes every time.

    svg is for print, png for readers that know no other.
    """
    formats.use(book.edition)
    try:
        with style.drawing(f"cover-{book.edition}"):
            _compose(book).savefig(
                path,
                dpi=1600 / (WIDTH / 25.4),
                metadata={"Date": None} if path.suffix == ".svg" else {"Software": None},
            )
    finally:
        formats.use(None)


def _compose(book):
    figure = Figure(figsize=(WIDTH / 25.4, HEIGHT / 25.4), facecolor=GROUND)
    sheet = figure.add_axes((0, 0, 1, 1), xlim=(0, WIDTH), ylim=(0, HEIGHT))
    sheet.set_axis_off()
    sheet.add_patch(Rectangle((0, 0), WIDTH, HEIGHT, color=GROUND))
    for x, colour in ((78, LEFT), (132, RIGHT)):
        sheet.add_patch(Circle((x, 122), 49, color=colour, alpha=0.82, linewidth=0))
    rtl = book.edition == "ar"
    side = WIDTH - 22 if rtl else 22
    large, small = (50, 19) if rtl else (46, 17)  # points
    text = dict(gather.front(book))

    def put(y, string, size, colour=INK, weight="regular", place="baseline"):
        sheet.text(
            side,
            y,
            arabic.line(string),
            size=size,
            color=colour,
            weight=weight,
            ha="right" if rtl else "left",
            va=place,
            linespacing=1.1,
        )

    put(245, text["title"], large, weight="semibold")
    put(230, "\n".join(textwrap.wrap(text["subtitle"], 48)), small, MUTED, place="top")
    put(43, text["author"], 15)
    put(33, book.words["edition"], 12, MUTED)
    put(25, gather.read_up_to(book), 12, MUTED)
    return figure
