"""The teacher's face of the site: a copy of it, its pages and slides with what is the teacher's."""

import re
import shutil

from masalih.book.base.addresses import DECK
from masalih.book.base.edition import EDITIONS
from masalih.book.pages import faces, slides
from masalih.book.paper import gather

# What holds the text of a page, and of slides.
ARTICLE = re.compile(r'(<article class="bd-article">).*?(</article>)', re.DOTALL)
MAIN = re.compile(r"(<main>).*?(</main>)", re.DOTALL)


def write(root, editions=EDITIONS, target=None):
    """Copy the built site into `target` and put the whole pages in; the path of it.

    target: by default _build/teach/site.
    """
    target = target or root / "_build" / "teach" / "site"
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(root / "_build" / "site", target)
    for edition in editions:
        html = gather.folder(root, edition)
        for name in pages(html):
            path = target / edition / f"{name}.html"
            if path.is_file():
                path.write_text(whole(path.read_text("utf-8"), html, name), "utf-8")
    return target


def pages(html):
    """The pages of an edition that have two faces."""
    folder = faces.kept(html, "x").parent
    return sorted(
        path.relative_to(folder).with_suffix("").as_posix() for path in folder.rglob("*.html")
    )


def whole(page, html, name):
    """The public page with the text that the teacher's has."""
    text, around = faces.kept(html, name).read_text("utf-8"), ARTICLE
    if DECK.fullmatch(name):
        text, around = slides.side_by_side(text), MAIN
    return around.sub(lambda found: f"{found[1]}\n{text}\n{found[2]}", page, count=1)
