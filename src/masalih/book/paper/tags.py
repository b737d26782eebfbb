"""Mends the tags of a printed PDF for those who hear the book, as PDF/UA asks.

Chromium writes most of them; here is what it leaves out. (Its rules: ISO 14289-1, clauses 7.2, 7.3
and 7.18.)
"""

import re
from collections.abc import Callable
from typing import Any

import pikepdf
from pikepdf import Name

ARABIC = re.compile(r"[\u0620-\u064a]")
LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
LETTER = re.compile(f"{ARABIC.pattern}|{LATIN.pattern}")


def mend(pdf: pikepdf.Pdf, describe: Callable[[str], str], letters: list[dict[int, str]]):
    """Give every link its description and its tag, every drawing one alternative text.

    And to words of the other edition's script their language, as HTML has it for spans.
    describe: {name of a place in the PDF: what stands there}; letters: of letters.store().
    """
    _describe_links(pdf, describe)
    _name_languages(pdf, letters)
    # Elements of PDF 2.0, by those that readers of today's PDF know.
    pdf.Root.StructTreeRoot.RoleMap = pikepdf.Dictionary(Strong=Name.Span, Em=Name.Span)
    for element in [item for item in pdf.objects if _is(item, "/StructElem")]:
        if Name.Figure == element.S and "/Alt" not in element:
            element.S = Name.Div  # HTML's figure: its drawing is a Figure in it, with the text
        elif element.S == Name.LI:
            _give_body(pdf, element)
        elif any(_is(kid, "/OBJR") for kid in _kids(element)):
            element.S = Name.Link


def _describe_links(pdf, describe):
    for page in pdf.pages:
        for link in page.get("/Annots", []):
            if link.Subtype == Name.Link:
                place = link.get("/Dest")
                text = str(link.A.URI) if place is None else describe(str(place).lstrip("/"))
                link.Contents = pikepdf.String(text)


def _name_languages(pdf, letters):
    """Name the language of each element whose letters are all of the other script."""
    edition = str(pdf.Root.Lang)
    other, own = ("en", ARABIC) if edition == "ar" else ("ar", LATIN)
    parents = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)
    said: dict[Any, str] = {}
    elements = {}
    for page, texts in zip(pdf.pages, letters, strict=True):
        for place, text in texts.items():
            element = parents[int(page.StructParents)][place]
            elements[element.objgen] = element
            said[element.objgen] = said.get(element.objgen, "") + text
    for key, text in said.items():
        if LETTER.search(text) and not own.search(text):
            elements[key].Lang = pikepdf.String(other)


def _give_body(pdf, item):
    """An item of a list holds its label, and all the rest in a body."""
    rest = [kid for kid in _kids(item) if not (_is(kid, "/StructElem") and Name.Lbl == kid.S)]
    body = pdf.make_indirect(
        pikepdf.Dictionary(Type=Name.StructElem, S=Name.LBody, P=item, K=pikepdf.Array(rest))
    )
    for kid in rest:
        kid.P = body
    labels = [kid for kid in _kids(item) if _is(kid, "/StructElem") and Name.Lbl == kid.S]
    item.K = pikepdf.Array([*labels, body])


def _kids(element) -> list[Any]:
    kids = element.get("/K")
    if isinstance(kids, pikepdf.Array):
        return list(kids)
    return [] if kids is None else [kids]


def _is(thing, kind: str) -> bool:
    return isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == kind
