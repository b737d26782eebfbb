"""The search index: the words of every section, so that a result leads to it and can be ranked.

The words come from the pages as readers see them; search.js ranks and shows. Sphinx's own index
knows pages only and holds every word of the code.
"""

import json
from html.parser import HTMLParser
from pathlib import Path

from sphinx.search.en import SearchEnglish

from masalih.book.base import atomic_files
from masalih.book.search import stemmer

SCRIPT = Path(__file__).with_name("search.js")
# Beside search.html; a script and not JSON, so that a page opened as a file can load it.
INDEX = "search-index.js"
# Not searched: code, rows of figures, which would outweigh all the sentences of the book, and
# solutions, which nobody should meet without having asked for them.
SKIPPED_TAGS = {"pre", "script", "style", "template"}
SKIPPED_CLASSES = {
    "headerlink",
    "chart-data",
    "chart-source",
    "chart-more",
    "unsearched",
    "solution",
}
HEADINGS = {f"h{level}" for level in range(1, 7)}
BLOCKS = HEADINGS | {
    "p",
    "div",
    "section",
    "li",
    "dt",
    "dd",
    "th",
    "td",
    "tr",
    "br",
    "figcaption",
    "summary",
    "details",
}


class Sections(HTMLParser):
    """Reads a page; `sections` is then a list of [id, heading, text].

    The text of a section is without that of sections inside it.
    """

    def __init__(self):
        super().__init__()
        self.sections: list[list[str]] = []
        self.open: list[list[str]] = []
        self.part = 2  # of a section, what the next text belongs to: 1 heading, 2 text
        self.skipped, self.depth = None, 0  # the tag being skipped, and how often it is open

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if self.skipped:
            self.depth += tag == self.skipped
        elif tag in SKIPPED_TAGS or SKIPPED_CLASSES.intersection(
            (attributes.get("class") or "").split()
        ):
            self.skipped, self.depth = tag, 1
        elif tag == "section":
            self.sections.append([attributes.get("id", ""), "", ""])
            self.open.append(self.sections[-1])
        if tag in BLOCKS and self.open:
            self.open[-1][2] += "\n"
            self.part = 1 if tag in HEADINGS else self.part

    def handle_endtag(self, tag):
        if self.skipped:
            self.depth -= tag == self.skipped
            self.skipped = self.skipped if self.depth else None
        elif self.open:
            if tag == "section":
                self.open.pop()
            elif tag in BLOCKS:
                self.open[-1][2] += "\n"
                self.part = 2 if tag in HEADINGS else self.part

    def handle_data(self, data):
        if self.open and not self.skipped:
            self.open[-1][self.part] += data


def sections(html):
    """[[id, heading, words]] of a page."""
    reader = Sections()
    reader.feed(html)
    return [
        [id, " ".join(heading.split()), sorted({*stemmer.split(heading), *stemmer.split(text)})]
        for id, heading, text in reader.sections
    ]


def index(pages):
    """The index of {page: sections}, as search.js reads it.

    {pages: [[page, [[id, heading], …]], …], terms: {stem: {word: steps}}}: the first section that
    has the word, by its number, and how many further on each next one stands, in `letters`. Where
    a stem is its only word, its steps stand alone. In the order of the alphabet it packs better.
    """
    terms: dict[str, dict[str, str]] = {}
    last: dict[str, int] = {}
    every = (section for page in pages.values() for section in page)
    for number, (_, _, words) in enumerate(every):
        for word in words:
            forms = terms.setdefault(stemmer.stem(word), {})
            forms[word] = forms.get(word, "") + letters(number - last.get(word, 0))
            last[word] = number
    return {
        "pages": [
            [page, [[id, heading] for id, heading, _ in parts]] for page, parts in pages.items()
        ],
        "terms": {
            stem: forms[stem] if [*forms] == [stem] else dict(sorted(forms.items()))
            for stem, forms in sorted(terms.items())
        },
    }


def letters(number):
    """A number to the base of 26, its last digit small and the others capital: 0 a, 27 Bb."""
    text = chr(ord("a") + number % 26)
    while number := number // 26:
        text = chr(ord("A") + number % 26) + text
    return text


def write(app, exception):
    """Write the index of all pages but those that are marked `nosearch`.

    Pages that were not written since the last time are not read again.
    """
    if exception or app.builder.name != "html":
        return
    store = Path(app.doctreedir, "search.json")
    before = json.loads(store.read_text("utf-8")) if store.exists() else {}
    pages = {}  # {page: [time of its file, sections]}
    for page in sorted(app.env.found_docs):
        if "nosearch" in app.env.metadata.get(page, {}):
            continue
        path = Path(app.builder.get_outfilename(page))
        written = path.stat().st_mtime_ns
        if before.get(page, [None])[0] == written:
            pages[page] = before[page]
        else:
            pages[page] = [written, sections(path.read_text("utf-8"))]
    atomic_files.write(store, json.dumps(pages, ensure_ascii=False))
    content = index({page: parts for page, (_, parts) in pages.items()})
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    Path(app.outdir, INDEX).write_text(f"Search.setIndex({text})\n", "utf-8")


class Search(SearchEnglish):
    """Brings search.js to the search page, and leaves Sphinx's own index empty."""

    lang, language_name = "ar", "Arabic"
    js_stemmer_rawcode = ""

    def init(self, options):
        super().init(options)
        tables = {
            **stemmer.tables(),
            "skipped": ", ".join(
                [*sorted(SKIPPED_TAGS), *sorted(f".{name}" for name in SKIPPED_CLASSES)]
            ),
            "blocks": ", ".join(sorted(BLOCKS)),
            "headings": ", ".join(sorted(HEADINGS)),
        }
        constants = f"const TABLES = {json.dumps(tables, ensure_ascii=False)};"
        script = SCRIPT.read_text("utf-8")
        self.js_stemmer_code = f"{SearchEnglish.js_stemmer_code}\n{constants}\n{script}"

    def split(self, input):
        return []


class SearchEnglishEdition(Search):
    lang, language_name = "en", "English"


def setup(app):
    app.add_search_language(Search)
    app.add_search_language(SearchEnglishEdition)
