"""Makes pictures of the drawings of charts, for programs that show no SVG: one print for all."""

import io
import tempfile
from pathlib import Path

from masalih.book.paper import pdf

SHEET = (1600, 900)  # the largest picture, in CSS pixels
DENSITY = 1.5  # pixels of a picture to each of these
EDGE = 8  # pixels of white that are left around a drawing


def png(drawings):
    """{path of an SVG: its picture as PNG bytes}; pdf.Unprinted where Chromium is missing."""
    from pypdfium2 import PdfDocument

    drawings = list(dict.fromkeys(drawings))
    if not drawings:
        return {}
    with tempfile.TemporaryDirectory(prefix="masalih-pictures-") as folder:
        source, printed = Path(folder, "charts.html"), Path(folder, "charts.pdf")
        source.write_text(_sheets(drawings), "utf-8")
        pdf.print_page(source, printed)
        with PdfDocument(printed) as sheets:
            return {
                drawing: _picture(sheet.render(scale=DENSITY * 96 / 72).to_pil())
                for drawing, sheet in zip(drawings, sheets, strict=True)
            }


def _sheets(drawings):
    width, height = SHEET
    style = (
        f"@page{{size:{width}px {height}px;margin:0}}body{{margin:0}}"
        f"img{{display:block;width:{width}px;height:{height - 1}px;object-fit:contain;"
        "break-after:page}img:last-child{break-after:auto}"
    )
    images = "".join(f'<img src="{drawing.as_uri()}">' for drawing in drawings)
    return f"<!doctype html><meta charset=utf-8><style>{style}</style>{images}"


def _picture(image):
    from PIL import Image, ImageChops

    image = image.convert("RGB")
    white = Image.new("RGB", image.size, "white")
    left, top, right, bottom = ImageChops.difference(image, white).getbbox() or (0, 0, 1, 1)
    box = (
        max(left - EDGE, 0),
        max(top - EDGE, 0),
        min(right + EDGE, image.width),
        min(bottom + EDGE, image.height),
    )
    out = io.BytesIO()
    image.crop(box).save(out, "PNG", optimize=True)
    return out.getvalue()
