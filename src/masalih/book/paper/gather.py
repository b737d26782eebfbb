"""Makes one book to print or to carry of an edition's built pages.

No code, nothing folded, every number with the numbers of its sources. `gather()` reads what the
site shows, so nothing is executed or drawn again; pdf.py and epub.py bind what it returns.
"""

import datetime
import os
import posixpath
import re
from dataclasses import dataclass
from fnmatch import fnmatch
from html import escape
from urllib.parse import unquote

from bs4 import BeautifulSoup, Tag

from masalih import anchors, citations, data, formats
from masalih.book.base import release
from masalih.book.base.edition import DIGITS
from masalih.book.paper.source_numbers import SourceNumbers
from masalih.book.site import build
from masalih.translation import translator

# What stays in the site: what is done at a computer, what is shown on a wall, and the catalogue of
# every row of the data.
LEFT_OUT = (
    "book/*/seminar/slides/*",
    "book/*/seminar/exercises",
    "book/*/seminar/questions",
    "notebooks/exercises/*",
    "notebooks/seminar/*",
    "notebooks/questions/*",
    anchors.reference_page("*", "*"),
)
KEPT = (anchors.reference_page("terms", "*"),)
SCREEN = (
    ".headerlink, .only-dark, .cell_input, .toctree-wrapper, .student-notebook, "
    ".finding-foot, details.hide, "
    "script, style, template, button, nav, form, fieldset, dialog, iframe, summary svg"
)
# Most of a page's markup, and nothing for paper: the tables behind charts, code, the drawings for
# the dark. Not even read.
UNREAD = re.compile(
    r'<details class="chart-data">.*?</details>|'
    r'<div class="highlight-ipython3[^>]*>.*?</pre>\s*</div>\s*</div>|'
    r'<picture class="only-dark">.*?</picture>',
    re.DOTALL,
)
NARROW = "data-narrow"  # of a drawing: the one for small screens, which only an e-book shows
OF_A_FIGURE = ("figcaption", "picture", "img", "p", "div")  # what paper can show of one
ATTRIBUTES = {
    "id",
    "class",
    "href",
    "src",
    "alt",
    "dir",
    "lang",
    "hreflang",
    "colspan",
    "rowspan",
    "scope",
    "start",
    "role",
    "width",
    "height",
    NARROW,
}
# Scheme of a link into the book, "book:<page>#<id>", until a binder says where that is.
LOOSE = "book:"


@dataclass
class Page:
    """A page of the book: its name in addresses, its title, its part, and its markup.

    opens: the part that begins with this page, or "".
    """

    slug: str
    title: str
    opens: str
    part: str
    body: Tag


@dataclass
class Book:
    """What a binder needs: the pages in their order, the words of this edition, and facts.

    The facts are for the cover and for metadata.
    """

    edition: str
    title: str
    author: str
    version: str
    day: datetime.date
    words: dict
    pages: list


def words_of(edition):
    """The words of the paper copy in one edition: {name: text, or a list of texts}."""
    _ = translator(edition)
    return {
        "direction": "rtl" if edition == "ar" else "ltr",
        "note": "({})" if edition == "ar" else "[{}]",
        "comma": _(", "),
        "series": _("S"),
        "data": _("Data of this chapter"),
        "sources": _("Sources of this chapter"),
        "end": (_("Data and sources of this page"), _("Data and sources of this chapter")),
        "more": _("and other sources"),
        "subtitle": _("Why did Washington and Baghdad deepen their security cooperation?"),
        "edition": _("English edition"),
        "version": _("Version {}"),
        "opening": _("Opening"),
        "read": _("Sources as read up to {}"),
        "contents": _("Contents"),
        "about": _("About this copy"),
        "cover": _("Cover"),
        "summary": _(
            "A copy to read of an executable book: every chart has an alternative text "
            "written from its data, every number a link to its source."
        ),
        "rights": _(
            "Text and data: Creative Commons Attribution 4.0 (CC BY 4.0). Code: MIT. The "
            "typeface is IBM Plex Sans Arabic, under the SIL Open Font License."
        ),
        "preface": [
            _(
                "This is the paper copy of an executable book. It was made of the book’s "
                "own built pages, so its numbers and charts are the book’s."
            ),
            _(
                "A small number in brackets after a figure or a sentence is that of its "
                "source in the list that ends the chapter, where its address stands too. A "
                "figure computed from several sources carries the numbers of all of them. "
                "With an S before it, it is that of a whole series in the list of data, "
                "which names all its sources. Where figures in a row come from the same "
                "sources, the numbers follow the last."
            ),
            _(
                "What does not work on paper was not printed: the code, the tables of "
                "data behind the charts, the notebooks of exercises, the slides, the "
                "catalogue of the series row by row, the evidence left out, and the "
                "reference of the Python library. All of it is in the book’s site, which "
                "the command make book builds. Where the text speaks of a button or a "
                "cell, it means the site."
            ),
        ],
    }


def stamp(book):
    """Seconds since 1970 that stand as the date of the files.

    SOURCE_DATE_EPOCH, or the day the sources were last read.
    """
    given = os.environ.get("SOURCE_DATE_EPOCH")
    noon = datetime.datetime.combine(book.day, datetime.time(12), datetime.UTC)
    return int(given or noon.timestamp())


def folder(root, edition):
    return build.output(root, edition) / "html"


def prepare(root, edition):
    """Bring the edition's pages up to date and gather them.

    build.Faults when it cannot be built.
    """
    build.build(root, [edition])
    return gather(root, edition)


def gather(root, edition, only=("*",)):
    """Read the built pages of an edition as a Book. build.Faults where there are none.

    only: patterns of the pages wanted; the others are left out, as LEFT_OUT's are.
    """
    toc, html = read(build.configure(root, edition)[1]), folder(root, edition)
    order = {
        page: part for page, part in _order(toc) if any(fnmatch(page, wanted) for wanted in only)
    }
    bodies = {page: article(html / f"{page}.html") for page in order}
    if toc["root"] in bodies:  # the site's first page bears the book's own name
        bodies[toc["root"]].select("h1")[0].string = words_of(edition)["opening"]
    return bind(root, edition, bodies, order)


def bind(root, edition, bodies, parts, title="", **words):
    """A Book of pages: {page: its markup, which changes in place} and {page: the part it is of}.

    title: the book's own where it is another than the site's; words: what others `words_of` has.
    """
    config = read(build.configure(root, edition)[0])
    formats.use(edition)
    try:
        shelf = _Shelf(edition, bodies, parts, words)
        day = max(day for day in data.sources()["accessed"] if not formats.missing(day))
        return Book(
            edition,
            title or config["title"],
            config["author"],
            release.version() or "",
            day.date(),
            shelf.words,
            shelf.bind(),
        )
    finally:
        formats.use(None)


def read(file):
    """What a file of YAML says."""
    import yaml

    return yaml.safe_load(file.read_text("utf-8"))


def front(book):
    """[(class, text)] of the title page, and below it the imprint."""
    word, version = book.words, book.words["version"].format(digits(book, book.version))
    return [
        ("title", book.title),
        ("subtitle", word["subtitle"]),
        ("author", book.author),
        ("imprint", f"{word['edition']} · {version}"),
        ("imprint", read_up_to(book)),
    ]


def opening(book):
    """Markup of the title page and of what a reader should know of this copy.

    Sound as HTML and as XML.
    """
    lines = "".join(f'<p class="{kind}">{escape(text)}</p>' for kind, text in front(book))
    preface = "".join(f"<p>{escape(text)}</p>" for text in book.words["preface"])
    rights = f"© {digits(book, book.day.year)} {book.author}. {book.words['rights']}"
    return (
        f'<section class="title-page">{lines}</section>\n'
        f'<section class="about"><h1 id="about">{escape(book.words["about"])}</h1>{preface}'
        f'<p class="rights">{escape(rights)}</p></section>\n'
    )


def digits(book, text):
    """`text` with the digits of the edition, its points left as they are."""
    return in_digits(book.edition, text)


def in_digits(edition, text):
    return str(text).translate(DIGITS) if edition == "ar" else str(text)


def read_up_to(book):
    formats.use(book.edition)
    try:
        return book.words["read"].format(formats.date(book.day))
    finally:
        formats.use(None)


def _order(toc):
    """(page, part) in reading order, without what LEFT_OUT leaves out."""
    yield toc["root"], ""
    for part in toc["parts"]:
        waiting = list(part["chapters"])
        while waiting:
            entry = waiting.pop(0)
            waiting = entry.get("sections", []) + waiting
            if any(fnmatch(entry["file"], kept) for kept in KEPT) or not any(
                fnmatch(entry["file"], out) for out in LEFT_OUT
            ):
                yield entry["file"], part["caption"]


class _Shelf:
    """The pages of one edition while links between them, and to sources, are being settled."""

    def __init__(self, edition, bodies, parts, words):
        self.edition, self.bodies, self.parts = edition, bodies, parts
        self.words: dict = {**words_of(edition), **words}
        self.ids = {
            name: {element["id"] for element in body.find_all(id=True)}
            for name, body in self.bodies.items()
        }
        self.series = {
            item["id"]: name
            for name, body in reversed(self.bodies.items())
            for item in body.select(anchors.selector("data"))
        }

    def bind(self):
        pages: list[Page] = []
        for name, part in self.parts.items():
            body, slug = self.bodies[name], self.slug(name)
            self._settle(name, body)
            heading = body.select("h1")[0]
            opens = "" if pages and pages[-1].part == part else part
            pages.append(Page(slug, heading.get_text().strip(), opens, part, body))
        return pages

    def _settle(self, name, body):
        """Make of a page of the site one of paper."""
        _drop_screen(body)
        self._figures(name, body)
        self._resolve(name, body)
        SourceNumbers(body, f"{LOOSE}{self.slug(name)}", self.words).print()
        _unfold(body)
        for heading in body.find_all("h2", string=self.words["end"][0]):
            heading.string = self.words["end"][1]
        for code in body.select("pre, code, kbd, samp"):
            code["dir"] = "ltr"
        for element in body.find_all(True):
            element.attrs = {
                key: value for key, value in element.attrs.items() if key in ATTRIBUTES
            }

    def slug(self, name):
        return (
            name.removeprefix(f"book/{self.edition}/").removeprefix("notebooks/").replace("/", "-")
        )

    def _figures(self, name, body):
        for figure in body.select("figure.chart, figure.finding"):
            for child in [
                c
                for c in figure.find_all(True, recursive=False)
                if c.name not in OF_A_FIGURE or "chart-tools" in c.get("class", [])
            ]:
                child.decompose()
            for picture in figure.select("picture"):
                picture.img[NARROW] = picture.source["srcset"]
                picture.replace_with(picture.img.extract())
            for image in figure.select("img"):
                kept = {key: image[key] for key in ("alt", "width", "height")}
                for key in {"src", NARROW} & image.attrs.keys():
                    beside = posixpath.join(posixpath.dirname(name), image[key])
                    kept[key] = posixpath.normpath(beside)
                image.attrs = kept

    # ------------------------------------------------------------ links

    def _resolve(self, name, body):
        """Lead the links of a page into the book as it is on paper.

        Links into the book become book:<page>#<id>, links to what is left out become their sources
        or plain words.
        """
        for link in body.select("a[href]"):
            href = link["href"]
            if re.match(r"[a-z][a-z0-9+.-]*:", href):
                continue
            path, _, id = href.partition("#")
            target = (
                posixpath.normpath(
                    posixpath.join(posixpath.dirname(name), unquote(path))
                ).removesuffix(".html")
                if path
                else name
            )
            id = unquote(id)
            if target in self.bodies:
                link["href"] = f"{LOOSE}{self.slug(target)}#{id if id in self.ids[target] else ''}"
            else:
                self._beyond(name, body, link, id)

    def _beyond(self, name, body, link, id):
        """Lead a link to the catalogue into the book.

        To a series in the list of a chapter's data, or to the source of a row in this page's own.
        """
        kind, key = anchors.read(id)
        listed = anchors.anchor("data", key)
        if kind == "series" and listed in self.series:
            link["href"] = f"{LOOSE}{self.slug(self.series[listed])}#{listed}"
            return
        source = key if kind == "source" else ""
        if kind in ("observation", "event") and not link.code:
            source = data.evidence(key)[1]["source"]  # a row's bare id stands beside its source
        if source:
            self._list(name, body, source)
            link["href"] = f"{LOOSE}{self.slug(name)}{anchors.address('source', source)}"
        else:
            link.unwrap()

    def _list(self, name, body, id):
        """Have the source in the page's list, which is begun where the page has none."""
        anchor = anchors.anchor("source", id)
        if anchor in self.ids[name]:
            return
        self.ids[name].add(anchor)
        sources = body.select_one(".references > ol.added")
        if sources is None:
            body.append(_element(self._empty_list()))
            sources = body.select_one(".references > ol.added")
        sources.append(_element(citations.source_item(id, data.sources().loc[id])))

    def _empty_list(self):
        return (
            f'<div class="references" lang="{self.edition}" dir="{self.words["direction"]}">'
            f'<p class="references-title">{self.words["sources"]}</p><ol class="added"></ol></div>'
        )


def article(file):
    """The text of a built page, without what paper has no use for; build.Faults without one."""
    if not file.is_file():
        raise build.Faults([f"{file} is missing: run `make book`"])
    text = file.read_text("utf-8").partition('<article class="bd-article">')[2]
    return text_of(text.partition("</article>")[0])


def text_of(markup):
    """The text of a page, given as markup, without what paper has no use for."""
    return _element(UNREAD.sub("", markup), "section")


def _element(markup, tag=True) -> Tag:
    """The first element (of the name `tag`) of some markup."""
    return BeautifulSoup(markup, "html.parser").find_all(tag, limit=1)[0]


def _drop_screen(body):
    for element in body.select(SCREEN):
        element.decompose()
    for cell in body.select("div.cell"):
        if not cell.get_text(strip=True) and not cell.find("img"):
            cell.decompose()


def _unfold(body):
    for details in body.select(".references > details"):  # paper has nothing to ask with
        details.summary.name = "p"
        details.unwrap()
    for details in body.select("details"):
        details.name = "div"
        details["class"] = "unfolded"
        if details.summary:
            details.summary["class"] = "unfolded-title"
            details.summary.name = "p"
            for inner in details.select("p.unfolded-title p"):
                inner.unwrap()
