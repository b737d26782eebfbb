"""Draws the picture that a shared link shows: the page's title and what its first chart found.

It is in the letters and the direction of the edition.
"""

from pathlib import Path

SIZE = 1200, 630  # pixels, as the services that show cards want them
MARGIN, PAPER, INK, MUTED = 84, "#ffffff", "#1d2125", "#596068"
CIRCLES = ((0, "#1d5c7d", 1), (1, "#b9682a", 0.8))  # the mark of the book, as in favicon.svg


def draw(path, book, title, finding, language):
    """Write a card as PNG to `path`, the same bytes for the same words.

    `book` stands small beside the mark, `title` large, `finding` below.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.patches import Circle, Rectangle

    from masalih.charts import style

    with style.drawing("card"):
        width, height = SIZE
        figure = Figure(figsize=(width / 100, height / 100), dpi=100, facecolor=PAPER)
        canvas = FigureCanvasAgg(figure)
        rtl = language == "ar"

        def place(x):
            return width - x if rtl else x

        for patch in [
            Rectangle((0, 0), width, 14, color="#1d5c7d"),
            *(
                Circle(
                    (place(MARGIN + 30 + 27 * step), height - 105),
                    30,
                    color=colour,
                    alpha=alpha,
                    lw=0,
                )
                for step, colour, alpha in CIRCLES
            ),
        ]:
            figure.add_artist(patch)
            patch.set_transform(None)
        words = Words(figure, canvas.get_renderer(), rtl, place)
        words.write(book, place(MARGIN + 110), height - 105, 25, MUTED, lines=1, middle=True)
        top = words.write(
            title,
            place(MARGIN),
            height - 190,
            46 if len(title) < 45 else 38,
            INK,
            "semibold",
            lines=3,
        )
        words.write(finding, place(MARGIN), top - 26, 25, MUTED, lines=4)
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        figure.savefig(path, dpi=100, facecolor=PAPER, metadata={"Software": None})


class Words:
    """Writes lines on a card; lengths are pixels from the lower left corner."""

    def __init__(self, figure, renderer, rtl, place):
        self.figure, self.renderer, self.rtl, self.place = figure, renderer, rtl, place

    def write(self, text, x, top, size, colour, weight="regular", lines=3, middle=False):
        """Write `text` in at most so many `lines`, what is over ends in …; return where it ends."""
        for line in self.wrap(text, abs(self.place(SIZE[0] - MARGIN) - x), size, weight, lines):
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
            top -= size * 2.15
        return top

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
