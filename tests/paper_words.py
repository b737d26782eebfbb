"""The words of a book as its e-book holds them and as readers of PDF find them."""

import re
import shutil
import subprocess
import unicodedata
from collections import Counter

from bs4 import BeautifulSoup

WORDS = re.compile(r"[\u0621-\u064a\u064b-\u0652]{2,}|[A-Za-z]{4,}")
APART = "p, li, td, th, div, section, h1, h2, h3, h4, dt, dd, caption, pre, br, .caption-number"
SAMPLE = 200


def plain(text):
    """Letters of the alphabet, without the forms of them, the stroke, and marks of direction."""
    return re.sub(r"[\u0640\u200e\u200f\u202a-\u202e]", "", unicodedata.normalize("NFKC", text))


def of_the_epub(files):
    """(the text of its pages, the text of the addresses in them, which lines break anywhere)."""
    texts, addresses = [], []
    for name in re.findall(r'<itemref idref="f-([^"]+)-xhtml"', files["book/package.opf"].decode()):
        if name in ("cover", "front", "nav"):
            continue
        page = BeautifulSoup(files[f"book/{name}.xhtml"], "html.parser").body
        addresses += [link.extract().get_text() for link in page.select("a.address")]
        for hidden in page.select(".visually-hidden"):
            hidden.decompose()
        for block in page.select(APART):
            block.append("\n")
        texts.append(page.get_text())
    return plain("\n".join(texts)), plain("\n".join(addresses))


def sample(text, elsewhere):
    """{word: how often} of some hundred words, from the frequent to the rare, none in addresses."""
    counts = Counter(WORDS.findall(text))
    ranked = sorted(counts, key=lambda word: (-counts[word], word))
    ranked = [word for word in ranked if word not in elsewhere]
    return {word: text.count(word) for word in ranked[:: max(1, len(ranked) // SAMPLE)]}


def pdfium(path, first):
    """The text of the sheets from the one with the number `first`, as Chrome and Edge read it."""
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    texts = [
        document[place].get_textpage().get_text_range() for place in range(first - 1, len(document))
    ]
    document.close()
    return plain("\n".join(texts))


def poppler(path, first):
    """The same as Evince and Okular read it; None where Poppler is not installed."""
    if not shutil.which("pdftotext"):
        return None
    command = ["pdftotext", "-f", str(first), str(path), "-"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
    return plain(done.stdout)


ENGINES = {"pdfium": pdfium, "poppler": poppler}
