"""What the teacher's face is made of: whole pages of the seminar, and the sheets to give out.

A sheet is a `{handout}` of any page, or a section of a page book/<edition>/teaching/handout-*.md.
"""

import copy
from dataclasses import dataclass
from fnmatch import fnmatch

from bs4 import Tag

from masalih.book.base.addresses import DECK
from masalih.book.pages import faces
from masalih.book.paper import gather
from masalih.book.site import build
from masalih.translation import translator

SHEETS = "book/*/teaching/handout-*"  # pages that are sheets and nothing else
LEFT_OUT = ("book/*/seminar/slides/index", "book/*/seminar/exercises")


@dataclass
class Sheet:
    """A sheet to give out: its number, its title, and its markup, which begins with that title.

    page: a name in the folder of the page it stands in, so that its links can be settled.
    """

    number: int
    title: str
    page: str
    body: Tag


def pages(root, edition):
    """{page: its markup with what only teachers read} of the seminar, in reading order.

    build.Faults where one was not built.
    """
    html = gather.folder(root, edition)
    teaching = sorted(
        path.relative_to(root).with_suffix("").as_posix()
        for path in (root / "book" / edition / "teaching").glob("*.md")
    )
    return {name: whole(html, name) for name in [*_seminar(root, edition), *teaching]}


def _seminar(root, edition):
    toc = gather.read(build.configure(root, edition)[1])
    for part in toc["parts"]:
        for entry in part["chapters"]:
            for one in [entry, *entry.get("sections", [])]:
                name = one["file"]
                if name.startswith(f"book/{edition}/seminar/") and not any(
                    fnmatch(name, out) for out in LEFT_OUT
                ):
                    yield name


def whole(html, name):
    """The markup of a page with what only teachers read."""
    face = faces.kept(html, name)
    if face.is_file():
        return gather.text_of(face.read_text("utf-8"))
    return gather.article(html / f"{name}.html")


def part_sheets(bodies, edition):
    """Take the sheets out of the pages, which name them instead; return them in order.

    bodies: {page: markup}; pages that are sheets only are taken out whole.
    """
    _ = translator(edition)
    found: list[Sheet] = []

    def add(name, title, body):
        page = f"{name.rsplit('/', 1)[0]}/sheet-{len(found) + 1}"
        found.append(Sheet(len(found) + 1, title, page, body))
        return found[-1]

    for name in list(bodies):
        body = bodies[name]
        if fnmatch(name, SHEETS):
            for section in body.select("section:has(> h2)"):
                heading = section.select("h2")[0]
                heading.name = "h1"
                for link in heading.select(".headerlink"):
                    link.decompose()
                add(name, heading.get_text().strip(), copy.copy(section))
            del bodies[name]
            continue
        for block in body.select(".handout"):
            heading = block.select_one(".handout-title")
            heading.name = "h1"
            title = heading.get_text().strip()
            sheet = add(name, title, copy.copy(block))
            line = _("Sheet {number}: {title}").format(
                number=gather.in_digits(edition, sheet.number), title=title
            )
            block.clear()
            block.name, block["class"], block.string = "p", "sheet-line", line
    return found


def name_decks(bodies, edition):
    """Call the slides so, and leave of their charts the titles: they stand on the wall."""
    _ = translator(edition)
    for name, body in bodies.items():
        if DECK.fullmatch(name):
            body.select("h1")[0].insert(0, f"{_('Slides')}. ")
            for figure in body.select("figure.chart"):
                for child in figure.find_all(True, recursive=False):
                    if child.name != "figcaption":
                        child.decompose()
