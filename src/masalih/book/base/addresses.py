"""Where things stand in the site, so that whoever writes a file and whoever links to it agree."""

import re

from masalih.book.base.edition import OTHER, twin_page

DOWNLOADS = "_data"  # below an edition's folder: the data package, the wheel, the tables of charts
DECK = re.compile(r"book/(?:ar|en)/seminar/slides/(session-\d+)")  # docname of slides
TEACHING = re.compile(r"book/(?:ar|en)/teaching/.+")  # docname of a page that only teachers read
SITE = re.compile(r"https?://[^\s/?#]+(?:/[^\s?#]*)?")
CONTACT = re.compile(r"https://[^\s/?#]+(?:[/?#]\S*)?|mailto:[^\s@]+@[^\s@]+\.[^\s@]+")


def drawing(name, variant):
    """Where the drawing `variant` of the chart `name` stands below an edition's folder."""
    return f"_images/{name}-{variant.replace('_', '-')}.svg"


def shared_picture(name):
    """Where the picture to share of the finding `name` stands below an edition's folder."""
    return f"_images/share/{name}.png"


def chart_table(name):
    """Where the data of the chart `name` stand below an edition's folder."""
    return f"{DOWNLOADS}/{name}.csv"


def chart_file(name, kind):
    """Where what says of the chart `name` (json), or holds all of it (zip), stands beside that."""
    return f"{DOWNLOADS}/{name}.{kind}"


def chart_page(name, language):
    """The bare page of the chart `name`, to embed it by, below the folder of the site."""
    return f"figures/{name}.{language}.html"


def clean(address):
    """The public address of the site, ending in /; "" while it has none.

    Raises ValueError when it is not an address.
    """
    like = "https://owner.github.io/name/; leave it empty until the book has an address"
    address = _given("html.baseurl", address, SITE, like)
    return address and address.rstrip("/") + "/"


def contact(address, repository=""):
    """Where a reader reports an error; the issues of the repository where no address is given.

    Raises ValueError when it is not an address.
    """
    like = (
        "https://example.org/errors or mailto:name@example.org; leave it empty until there is "
        "an address"
    )
    address = _given("html_context.corrections", address, CONTACT, like)
    return address or (repository and f"{repository.rstrip('/')}/issues")


def _given(name, address, form, like):
    """An address of `_config.yml`, "" where there is none; ValueError for one of another form."""
    address = (address or "").strip()
    if address and not form.fullmatch(address):
        raise ValueError(f"_config.yml: {name} {address!r} is not like {like}")
    return address


def alternates(pagename, language, address=""):
    """[(hreflang, address)] of a page, its twin, and what other languages get.

    The addresses are absolute where the site's own is given, else relative to the page.
    """
    depth = "../" * (pagename.count("/") + 1)
    pages = {language: pagename, OTHER[language]: twin_page(pagename, language)}
    urls = {edition: f"{address or depth}{edition}/{page}.html" for edition, page in pages.items()}
    home = address or f"{depth}index.html"
    default = home if pagename == f"book/{language}/index" else urls["ar"]
    return [*sorted(urls.items()), ("x-default", default)]
