"""Makes one book to print or to carry of an edition's built pages: no code, nothing folded, every number with the number of its source.

`gather()` reads what the site shows, so nothing is executed or drawn again; pdf.py and epub.py bind what it returns.
"""

import datetime
import os
import posixpath
import re
from dataclasses import dataclass
from fnmatch import fnmatch
from html import escape
from urllib.parse import quote, unquote

from masalih import citations, data, formats
from masalih.book.base import release
from masalih.book.editions import interface_text
from masalih.book.site import build

# What stays in the site: what is done at a computer, what is shown on a wall, and the catalogue of every row of the data.
LEFT_OUT = (
    "book/*/seminar/slides/*",
    "book/*/seminar/exercises",
    "notebooks/exercises/*",
    "book/*/reference/*",
)
KEPT = ("book/*/reference/terms",)
SCREEN = (
    ".headerlink, .only-dark, .only-narrow, .cell_input, .toctree-wrapper, .student-notebook, details.hide, "
    "script, style, template, button, nav, form, dialog, iframe, summary svg"
)
# Most of a page's markup, and nothing for paper: the tables behind charts, code, the drawings for the dark. Not even read.
UNREAD = re.compile(
    r'<details class="chart-data">.*?</details>|<div class="highlight-ipython3[^>]*>.*?</pre>\s*</div>\s*</div>|'
    r'<picture class="only-dark">.*?</picture>',
    re.DOTALL,
)
OF_A_FIGURE = (
    "figcaption",
    "picture",
    "img",
    "p",
    "div",
)  # of what stands in a figure, all that paper can show
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
}
LOOSE = (
    "book:"  # scheme of a link into the book, "book:<page>#<id>", until a binder says where that is
)
WORDS = {
    "ar": {
        "direction": "rtl",
        "series": "س",
        "note": "({})",
        "comma": "، ",
        "data": "بيانات هذا الفصل",
        "sources": "مصادر هذا الفصل",
        "end": ("بيانات هذه الصفحة ومصادرها", "بيانات هذا الفصل ومصادره"),
        "more": "ومصادر أخرى",
        "subtitle": "لماذا تعمّق التعاون الأمني بين واشنطن وبغداد؟",
        "edition": "الطبعة العربية",
        "version": "الإصدار {}",
        "opening": "فاتحة الكتاب",
        "read": "المصادر كما قُرئت حتى {}",
        "contents": "المحتويات",
        "about": "عن هذه النسخة",
        "cover": "الغلاف",
        "summary": "نسخة للقراءة من كتاب تنفيذي: لكل رسم نص بديل كُتب من بياناته، ولكل رقم رابط إلى مصدره.",
        "rights": "النص والبيانات: رخصة المشاع الإبداعي نسب المصنّف ٤٫٠ (CC BY 4.0). والشيفرة: رخصة MIT. وخط الكتاب IBM Plex Sans Arabic برخصة SIL المفتوحة.",
        "preface": [
            "هذه نسخة الورق من كتاب تنفيذي. صُنعت من صفحاته المبنية نفسها، فأرقامها ورسومها أرقامه ورسومه.",
            "الرقم الصغير بين قوسين بعد قيمة أو جملة هو رقم مصدرها في قائمة المصادر آخر الفصل، ومعه عنوانه على الشبكة. وإن سبقه حرف السين فهو "
            "رقم سلسلة كاملة في قائمة البيانات، ومعها أرقام مصادرها كلها. وإذا توالت قيم من مصدر واحد كُتب رقمه بعد آخرها.",
            "لم يُطبع ما لا يعمل على الورق: شيفرة الحساب، وجداول البيانات التي رُسمت منها الأشكال، ودفاتر التمارين، والشرائح، وفهرس السلاسل صفاً صفاً، وما استُبعد "
            "من الأدلة، ومرجع المكتبة البرمجية. وهي كلها في موقع الكتاب الذي يبنيه الأمر make book. وحيث يذكر النص زراً أو خلية فالمقصود الموقع.",
        ],
    },
    "en": {
        "direction": "ltr",
        "series": "S",
        "note": "[{}]",
        "comma": ", ",
        "data": "Data of this chapter",
        "sources": "Sources of this chapter",
        "end": ("Data and sources of this page", "Data and sources of this chapter"),
        "more": "and other sources",
        "subtitle": "Why did Washington and Baghdad deepen their security cooperation?",
        "edition": "English edition",
        "version": "Version {}",
        "opening": "Opening",
        "read": "Sources as read up to {}",
        "contents": "Contents",
        "about": "About this copy",
        "cover": "Cover",
        "summary": "A copy to read of an executable book: every chart has an alternative text written from its data, every number a link to its source.",
        "rights": "Text and data: Creative Commons Attribution 4.0 (CC BY 4.0). Code: MIT. The typeface is IBM Plex Sans Arabic, under the SIL Open Font License.",
        "preface": [
            "This is the paper copy of an executable book. It was made of the book’s own built pages, so its numbers and charts are the book’s.",
            "A small number in brackets after a figure or a sentence is that of its source in the list that ends the chapter, where its address stands too. "
            "With an S before it, it is that of a whole series in the list of data, which names all its sources. Where figures in a row come from one source, its number follows the last.",
            "What does not work on paper was not printed: the code, the tables of data behind the charts, the notebooks of exercises, the slides, the catalogue of "
            "the series row by row, the evidence left out, and the reference of the Python library. All of it is in the book’s site, which the command make book builds. "
            "Where the text speaks of a button or a cell, it means the site.",
        ],
    },
}


@dataclass
class Page:
    """A page of the book: its name in addresses, its title, the part it opens (or ""), its part, and its markup as a BeautifulSoup element."""

    slug: str
    title: str
    opens: str
    part: str
    body: object


@dataclass
class Book:
    """What a binder needs: facts for the cover and metadata, the words of this edition, and the pages in their order."""

    edition: str
    title: str
    author: str
    version: str
    day: datetime.date
    words: dict
    pages: list


def stamp(book):
    """Seconds since 1970 that stand as the date of the files: SOURCE_DATE_EPOCH, or the day the sources were last read."""
    given = os.environ.get("SOURCE_DATE_EPOCH")
    return (
        int(given)
        if given
        else int(datetime.datetime.combine(book.day, datetime.time(12), datetime.UTC).timestamp())
    )


def folder(root, edition):
    return build.output(root, edition) / "html"


def prepare(root, edition):
    """Bring the edition's pages up to date and gather them. build.Faults when it cannot be built."""
    build.build(root, [edition])
    return gather(root, edition)


def gather(root, edition):
    """Read the built pages of an edition as a Book. build.Faults where there are none."""
    import yaml

    config, toc = build.configure(root, edition)
    config = yaml.safe_load(config.read_text("utf-8"))
    formats.use(edition)
    try:
        shelf = _Shelf(
            folder(root, edition), edition, list(_order(yaml.safe_load(toc.read_text("utf-8"))))
        )
        day = max(day for day in data.sources()["accessed"] if not formats.missing(day))
        return Book(
            edition,
            config["title"],
            config["author"],
            release.version() or "",
            day.date(),
            shelf.words,
            shelf.bind(),
        )
    finally:
        formats.use(None)


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
    """Markup of the title page and of what a reader should know of this copy; sound as HTML and as XML."""
    lines = "".join(f'<p class="{kind}">{escape(text)}</p>' for kind, text in front(book))
    preface = "".join(f"<p>{escape(text)}</p>" for text in book.words["preface"])
    rights = f"© {digits(book, book.day.year)} {book.author}. {book.words['rights']}"
    return (
        f'<section class="title-page">{lines}</section>\n<section class="about"><h1 id="about">{escape(book.words["about"])}</h1>{preface}'
        f'<p class="rights">{escape(rights)}</p></section>\n'
    )


def digits(book, text):
    """`text` with the digits of the edition, its points left as they are."""
    return str(text).translate(interface_text.DIGITS) if book.edition == "ar" else str(text)


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
    """The pages of one edition while links between them, and from numbers to sources, are being settled."""

    def __init__(self, folder, edition, order):
        from bs4 import BeautifulSoup

        self.edition, self.order, self.words = edition, order, WORDS[edition]
        self.bodies = {}
        for name, _ in order:
            file = folder / f"{name}.html"
            if not file.is_file():
                raise build.Faults([f"{file} is missing: run `make book`"])
            article = (
                file.read_text("utf-8")
                .partition('<article class="bd-article">')[2]
                .partition("</article>")[0]
            )
            self.soup = BeautifulSoup(UNREAD.sub("", article), "html.parser")
            self.bodies[name] = self.soup.section
        self.ids = {
            name: {element["id"] for element in body.find_all(id=True)}
            for name, body in self.bodies.items()
        }
        self.series = {
            item["id"]: name
            for name, body in reversed(self.bodies.items())
            for item in body.select("li[id^=data-]")
        }

    def bind(self):
        pages, last = [], ""
        for name, part in self.order:
            body = self.bodies[name]
            _drop_screen(body)
            self._figures(name, body)
            self._resolve(name, body)
            self._lists(body)
            self._number(self.slug(name), body)
            _unfold(body)
            for heading in body.find_all("h2", string=self.words["end"][0]):
                heading.string = self.words["end"][1]
            for code in body.select("pre, code, kbd, samp"):
                code["dir"] = "ltr"
            for element in body.find_all(True):
                element.attrs = {
                    key: value for key, value in element.attrs.items() if key in ATTRIBUTES
                }
            if not pages:
                body.h1.string = self.words[
                    "opening"
                ]  # the site's first page bears the book's own name
            pages.append(
                Page(
                    self.slug(name),
                    body.h1.get_text().strip(),
                    part if part != last else "",
                    part,
                    body,
                )
            )
            last = part
        return pages

    def slug(self, name):
        return (
            name.removeprefix(f"book/{self.edition}/").removeprefix("notebooks/").replace("/", "-")
        )

    def _figures(self, name, body):
        for figure in body.select("figure.chart"):
            for child in [
                c
                for c in figure.find_all(True, recursive=False)
                if c.name not in OF_A_FIGURE or "chart-tools" in c.get("class", [])
            ]:
                child.decompose()
            for picture in figure.select("picture"):
                picture.replace_with(picture.img.extract())
            for image in figure.select("img"):
                path = posixpath.normpath(posixpath.join(posixpath.dirname(name), image["src"]))
                image.attrs = {
                    "src": path,
                    "alt": image["alt"],
                    "width": image["width"],
                    "height": image["height"],
                }

    # ------------------------------------------------------------ links

    def _resolve(self, name, body):
        """Links into the book become book:<page>#<id>, links to what is left out become their sources or plain words."""
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
        """A link to the catalogue: to a series in the list of a chapter's data, or to the source of a row in this page's own list."""
        kind, _, key = id.partition("-")
        if kind == "series" and f"data-{key}" in self.series:
            link["href"] = f"{LOOSE}{self.slug(self.series[f'data-{key}'])}#data-{key}"
            return
        source = key if kind == "src" else ""
        if kind in ("row", "event") and not link.code:  # a row's bare id stands beside its source
            source = data.evidence(key)[1]["source"]
        if source:
            self._listed(name, body, source)
            link["href"] = f"{LOOSE}{self.slug(name)}#src-{source}"
        else:
            link.unwrap()

    def _listed(self, name, body, id):
        """Have the source in the page's list, which is begun where the page has none."""
        from bs4 import BeautifulSoup

        if f"src-{id}" in self.ids[name]:
            return
        self.ids[name].add(f"src-{id}")
        sources = body.select_one(".references > ol.added")
        if sources is None:
            frame = f'<div class="references" lang="{self.edition}" dir="{self.words["direction"]}"><p class="references-title">{self.words["sources"]}</p><ol class="added"></ol></div>'
            body.append(BeautifulSoup(frame, "html.parser"))
            sources = body.select_one(".references > ol.added")
        sources.append(
            BeautifulSoup(citations.source_item(id, data.sources().loc[id]), "html.parser")
        )

    # ------------------------------------------------------------ sources

    def _lists(self, body):
        """Name the lists of a chapter as paper does, number the series, let a second list of sources count on, and print the addresses."""
        for kind, title in (("src", "sources"), ("data", "data")):
            for number, item in enumerate(body.select(f"li[id^={kind}-]"), 1):
                if item.find_previous_sibling("li") is None:
                    item.parent["class"], item.parent["start"] = title, str(number)
                    heading = item.parent.find_previous_sibling(class_="references-title")
                    if heading is not None:
                        heading.string = self.words[title]
        for list_ in body.select("ul.data, ol.sources[start='1']"):
            del list_["start"]
        for number, item in enumerate(body.select("li[id^=data-]"), 1):
            item.insert(
                0, self._new("span", f"{self.words['series']}{self._digits(number)}", "mark"), " "
            )
        for item in body.select("li[id^=src-]"):
            link = item.select_one("a[href^=http]")
            if link is not None:
                item.append(" ")
                item.append(
                    self._new(
                        "a",
                        _legible(link["href"]),
                        "address",
                        href=link["href"],
                        dir="ltr",
                        lang="en",
                    )
                )

    def _number(self, slug, body):
        """Set the number of the source, or of the series, after what it is the source of."""
        items = {kind: body.select(f"li[id^={kind}-]") for kind in ("src", "data")}
        place = {
            f"{LOOSE}{slug}#{item['id']}": number
            for listed in items.values()
            for number, item in enumerate(listed, 1)
        }
        addresses = [
            (item.select_one("a[href^=http]"), item["id"]) for item in reversed(items["src"])
        ]
        by_address = {
            link["href"]: f"{LOOSE}{slug}#{id}" for link, id in addresses if link is not None
        }
        for credits in body.select("figure .chart-credits"):
            for name in credits.select("bdi"):  # a Latin publisher with an Arabic date
                name["dir"] = self.words["direction"]
            for link in credits.select("a[href^=http]"):
                if link["href"] in by_address:
                    link["href"] = by_address[link["href"]]
            for folded in credits.select("details"):
                if "chart-more" in folded.get("class", []):
                    self._briefly(folded, place)
        of_the_list = {id(link) for item in items["data"] for link in item.select("a")}
        noted = [
            link
            for link in body.select("a[href]")
            if link["href"] in place
            and id(link) not in of_the_list
            and "note" not in link.get("class", [])
        ]
        for number, link in enumerate(noted):
            following = noted[number + 1] if number + 1 < len(noted) else None
            if (
                following is None
                or following["href"] != link["href"]
                or _block(following) is not _block(link)
            ):
                link.insert_after(self._note(link["href"], place[link["href"]]))
        for link in noted:  # only now: each is compared with the next
            link.name, link.attrs = "bdi", {"class": "valued", "dir": self.words["direction"]}

    def _briefly(self, folded, place):
        """The sources that the page folds away under a figure: on paper their numbers, and the names of those that the list lacks."""
        links = folded.select("a[href]")
        known = sorted(
            {place[link["href"]]: link["href"] for link in links if link["href"] in place}.items()
        )
        line = self._new("span", f"{self.words['more']}: ", "more")
        pieces = [
            self._new("a", self._digits(number), "note", href=href, role="doc-noteref")
            for number, href in known
        ]
        for piece in pieces + [link for link in links if link["href"] not in place]:
            line.append(self.words["comma"] if len(line) > 1 else "")
            line.append(piece)
        folded.replace_with(line)

    def _note(self, href, number):
        mark = self.words["series"] if "#data-" in href else ""
        note = self._new("sup", "", "noted", dir=self.words["direction"])
        note.append(
            self._new(
                "a",
                self.words["note"].format(mark + self._digits(number)),
                "note",
                href=href,
                role="doc-noteref",
            )
        )
        return note

    def _digits(self, number):
        return formats.num(number) if number < 1000 else str(number)

    def _new(self, name, text, kind, **attributes):
        element = self.soup.new_tag(name, attrs={"class": kind, **attributes})
        if text:
            element.string = text
        return element


def _drop_screen(body):
    for element in body.select(SCREEN):
        element.decompose()
    for cell in body.select("div.cell"):
        if not cell.get_text(strip=True) and not cell.find("img"):
            cell.decompose()


def _unfold(body):
    for details in body.select("details"):
        details.name = "div"
        details["class"] = "unfolded"
        if details.summary:
            details.summary["class"] = "unfolded-title"
            details.summary.name = "p"
            for inner in details.select("p.unfolded-title p"):
                inner.unwrap()


def _legible(address):
    """An address as a reader would type it: its letters as letters, and what would end or break it still escaped."""
    shown = unquote(address)
    return address if "\ufffd" in shown else re.sub(r"[\s\x00-\x1f]", lambda m: quote(m[0]), shown)


def _block(element):
    return element.find_parent(["p", "li", "td", "th", "dd"])
