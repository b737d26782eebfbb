"""The search index: the words of every section, so that a result leads to the section and can be ranked. The words come from
the pages as readers see them; search.js ranks and shows. Sphinx's own index knows pages only and holds every word of the code."""

import json
from html.parser import HTMLParser
from pathlib import Path

from sphinx.search.en import SearchEnglish

from masalih.book.base import atomic_files
from masalih.book.search import stemmer

SCRIPT = Path(__file__).with_name("search.js")
INDEX = "search-index.js"  # beside search.html; a script and not JSON, so that a page opened as a file can load it
# Not searched: code, and rows of figures, which would outweigh all the sentences of the book.
SKIPPED_TAGS = {"pre", "script", "style"}
SKIPPED_CLASSES = {"headerlink", "chart-data", "chart-source", "chart-more", "unsearched"}
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
    """Reads a page; `found` is then a list of [id, heading, text], a section without those inside it."""

    def __init__(self):
        super().__init__()
        self.found, self.open, self.part = [], [], 2
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
            self.found.append([attributes.get("id", ""), "", ""])
            self.open.append(self.found[-1])
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
        for id, heading, text in reader.found
    ]


def index(pages):
    """The index of {page: sections}: {pages: [[page, [[id, heading], …]], …], terms: {stem: {word: [numbers of sections]}}}."""
    terms, number = {}, 0
    for found in pages.values():
        for _, _, words in found:
            for word in words:
                terms.setdefault(stemmer.stem(word), {}).setdefault(word, []).append(number)
            number += 1
    return {
        "pages": [
            [page, [[id, heading] for id, heading, _ in found]] for page, found in pages.items()
        ],
        "terms": terms,
    }


def write(app, exception):
    """Write the index; pages that were not written since the last time are not read again, and `nosearch` pages never."""
    if exception or app.builder.name != "html":
        return
    store = Path(app.doctreedir, "search.json")
    kept = json.loads(store.read_text("utf-8")) if store.exists() else {}
    now = {}
    for page in sorted(
        page for page in app.env.found_docs if "nosearch" not in app.env.metadata.get(page, {})
    ):
        path = Path(app.builder.get_outfilename(page))
        written = path.stat().st_mtime_ns
        now[page] = (
            kept[page]
            if kept.get(page, [None])[0] == written
            else [written, sections(path.read_text("utf-8"))]
        )
    atomic_files.write(store, json.dumps(now, ensure_ascii=False))
    found = index({page: found for page, (_, found) in now.items()})
    text = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    Path(app.outdir, INDEX).write_text(f"Search.setIndex({text})\n", "utf-8")


class Search(SearchEnglish):
    """Brings search.js to the search page, and leaves Sphinx's own index empty."""

    lang, language_name = "ar", "Arabic"
    js_stemmer_rawcode = ""

    @property
    def js_stemmer_code(self):
        tables = {
            **stemmer.tables(),
            "skipped": ", ".join(
                [*sorted(SKIPPED_TAGS), *sorted(f".{name}" for name in SKIPPED_CLASSES)]
            ),
            "blocks": ", ".join(sorted(BLOCKS)),
            "headings": ", ".join(sorted(HEADINGS)),
        }
        return f"{SearchEnglish.js_stemmer_code}\nconst TABLES = {json.dumps(tables, ensure_ascii=False)};\n{SCRIPT.read_text('utf-8')}"

    def split(self, input):
        return []


class SearchEnglishEdition(Search):
    lang, language_name = "en", "English"


def setup(app):
    app.add_search_language(Search)
    app.add_search_language(SearchEnglishEdition)
