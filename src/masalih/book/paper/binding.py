"""Finishes a printed PDF: outline, what it is, and what letters.py and tags.py mend."""

import io
import re
import textwrap
from datetime import UTC, datetime
from typing import Any

import pikepdf

from masalih.book.paper import gather, letters, tags

NODE = re.compile(rb"\(node\d{8}\)")


def place(slug, id):
    """An id of a page as it is in the one file that is printed, where ids of several pages meet."""
    return f"{slug}--{id}" if id else slug


def page_numbers(printed, entries):
    """{id: number of the sheet} of the contents' entries, read from the places of a printed PDF."""
    with pikepdf.open(printed) as pdf:
        sheets: dict[Any, int] = {page.objgen: number for number, page in enumerate(pdf.pages, 1)}
        places = pdf.Root.Dests
        return {
            id: sheets[places[f"/{id}"][0].objgen] for _, _, id, _ in entries if f"/{id}" in places
        }


def renumbered(content):
    """A PDF of Chromium whose structure elements are numbered from 1, in as many bytes.

    Chromium numbers on from what else it had to do, never twice the same.
    """
    new = {
        old: b"(node%08d)" % place
        for place, old in enumerate(sorted(set(NODE.findall(content))), 1)
    }
    return NODE.sub(lambda match: new[match[0]], content)


def finish(book, printed, entries, target):
    """Give the PDF its letters, tags, outline, author and date; letters.Unreadable if it cannot.

    The same bytes for the same book and Chromium. Chromium's own outline repeats the words of a
    heading that is laid out twice.
    """
    with pikepdf.open(io.BytesIO(renumbered(printed.read_bytes()))) as pdf:
        found = letters.store(pdf)
        tags.mend(pdf, descriptions(book, entries).__getitem__, found)
        _outline(pdf, entries)
        _describe(pdf, book)
        # It shows the title, and the contents beside the pages. It does not say that it is read
        # from the right: PDFium would turn round the words of addresses and of English titles.
        pdf.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        pdf.Root.PageMode = pikepdf.Name.UseOutlines
        pdf.save(
            target,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )


def _outline(pdf, entries):
    places = pdf.Root.Dests
    with pdf.open_outline() as outline:
        for level, title, id, _ in entries:
            item = pikepdf.OutlineItem(title, places[f"/{id}"])
            item.is_closed = True
            (outline.root if level == 1 else outline.root[-1].children).append(item)


def _describe(pdf, book):
    """Say what the PDF is, in its old fields and in XMP."""
    day = datetime.fromtimestamp(gather.stamp(book), UTC)
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as about:
        about["dc:title"] = book.title
        about["dc:creator"] = [book.author]
        about["dc:description"] = book.words["subtitle"]
        about["dc:language"] = [book.edition]
        about["xmp:CreatorTool"] = f"masalih {book.version}"
        about["xmp:CreateDate"] = about["xmp:ModifyDate"] = day.isoformat()
        about["pdfuaid:part"] = "1"
    del pdf.docinfo
    moment = day.strftime("D:%Y%m%d%H%M%S+00'00'")
    for key, text in {
        "/Title": book.title,
        "/Author": book.author,
        "/Subject": book.words["subtitle"],
        "/Creator": f"masalih {book.version}",
        "/CreationDate": moment,
        "/ModDate": moment,
    }.items():
        pdf.docinfo[key] = text


def descriptions(book, entries):
    """{id of a place in the printed file: its title, or the first words that stand there}."""
    found = {}
    for page in book.pages:
        for element in page.body.find_all(id=True):
            told = element if element.get_text(strip=True) else element.find_next(["h2", "h3", "p"])
            words = " ".join((told or element.parent).get_text(" ").split())
            found[place(page.slug, element["id"])] = textwrap.shorten(words, 160, placeholder=" …")
    return found | {id: title for _, title, id, _ in entries}
