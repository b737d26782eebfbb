"""The first use of each defined term on a page leads to its definition on the page of terms."""

import functools
import re
from pathlib import Path

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from masalih import anchors
from masalih.book.base import fingerprint

MARKS = "[\u064b-\u0652\u0670]"  # vowel signs, which print may leave out
EDGE = "[\\w\u064b-\u0652\u0670\u0640-]"  # what a whole word has on neither side
DIGITS = dict(zip("0123456789", "٠١٢٣٤٥٦٧٨٩", strict=True))
# Sentences stand in these and in nothing else: what is new to the book (a card, a chart, a table)
# stays without links.
SENTENCE = (nodes.paragraph, nodes.emphasis, nodes.strong)
PLACE = (
    nodes.document,
    nodes.section,
    nodes.bullet_list,
    nodes.enumerated_list,
    nodes.list_item,
    nodes.definition_list,
    nodes.definition_list_item,
    nodes.definition,
    nodes.block_quote,
    nodes.Admonition,
)


def spelled(form):
    """A pattern for a form as print may spell it.

    With or without vowel signs, over a line's end, with the digits of either edition.
    """
    letters = re.sub(MARKS, "", form)
    return "".join(
        r"\s+" if c == " " else f"[{c}{DIGITS[c]}]" if c in DIGITS else re.escape(c) + f"{MARKS}*"
        for c in letters
    )


def arabic(form):
    """A form with the particles that are written onto it.

    After ل the article loses its alif (للتحالف), and its lam before a lam (للجنة).
    """
    if not form.startswith("ال"):
        return f"[وف]?[بكل]?{spelled(form)}"
    return f"[وف]?(?:[بك]?{spelled(form)}|{spelled('لل' + form[2:].removeprefix('ل'))})"


def english(form):
    """A form that may start a sentence.

    Capitals are kept, so that an acronym is not found in a word.
    """
    return (
        f"[{form[0]}{form[0].upper()}]{spelled(form[1:])}" if form[0].islower() else spelled(form)
    )


@functools.lru_cache(maxsize=8)
def matcher(forms, language):
    """One pattern for all the forms; the longest is tried first.

    The number of the group that matched is the place of the form.
    """
    write = arabic if language == "ar" else english
    return re.compile(f"(?<!{EDGE})(?:{'|'.join(f'({write(form)})' for form in forms)})(?!{EDGE})")


def forms_of(terms, language):
    """{form: id} of the terms that have a definition, the longest form first."""
    defined = terms[terms[f"definition_{language}"] != ""]
    found = {
        form: id
        for id, row in defined.iterrows()
        for form in (row[language].removeprefix("the "), *row[f"also_{language}"])
    }
    return dict(sorted(found.items(), key=lambda item: (-len(item[0]), item[0])))


def first_uses(texts, forms, language):
    """For each text the first uses of terms not used before: [(start, end, id), …]."""
    ids, pattern, seen = list(forms.values()), matcher(tuple(forms), language), set()
    for text in texts:
        uses = []
        for match in pattern.finditer(text) if forms else ():
            id = ids[match.lastindex - 1]
            if id not in seen:
                seen.add(id)
                uses.append((*match.span(), id))
        yield uses


def in_a_sentence(text):
    """Is this text node part of a plain sentence?

    Not in a heading, link, code, chart, table, caption or computed value.
    """
    node = text
    while isinstance(node.parent, SENTENCE):
        node = node.parent
    place = node.parent if isinstance(node, nodes.paragraph) else nodes.raw()
    while isinstance(place, PLACE):
        place = place.parent
    return place is None


def link_terms(document, terms, language, address):
    """Make the first use of each defined term in `document` a link to it on the page `address`."""
    texts = [text for text in document.findall(nodes.Text) if in_a_sentence(text)]
    found = first_uses([t.astext() for t in texts], forms_of(terms, language), language)
    for text, uses in zip(texts, found, strict=True):
        pieces: list[nodes.Node] = []
        done, passage = 0, text.astext()
        for start, end, id in uses:
            link = nodes.reference(
                "",
                passage[start:end],
                refuri=anchors.address("term", id, address),
                internal=True,
                classes=["term"],
                reftitle=terms.at[id, f"definition_{language}"],
            )
            pieces, done = [*pieces, nodes.Text(passage[done:start]), link], end
        if uses:
            text.parent.replace(
                text, [piece for piece in (*pieces, nodes.Text(passage[done:])) if piece.astext()]
            )


class LinkTerms(SphinxPostTransform):
    default_priority = 900  # when references and computed values stand where they will stand
    formats = ("html",)

    def run(self, **_):
        from masalih import data, formats

        language, page = self.config.language, self.env.docname
        glossary = anchors.reference_page("terms", language)
        inside = page.startswith(anchors.reference_page("", language))
        if inside or glossary not in self.env.found_docs:
            return
        terms = data.terms()
        terms[f"definition_{language}"] = terms[f"definition_{language}"].map(formats.digits)
        link_terms(
            self.document,
            terms,
            language,
            self.app.builder.get_relative_uri(page, glossary),
        )


def setup(app):
    # "html": other definitions write every page again and execute nothing.
    app.add_config_value(
        "masalih_terms",
        fingerprint.digest([Path(app.srcdir, "data/terms.csv")], app.srcdir),
        "html",
    )
    app.add_post_transform(LinkTerms)
