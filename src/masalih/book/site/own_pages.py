"""Writes what belongs to the site and to neither edition.

That is the door, the page for what is not there, offline reading, the map for search engines and
the list of files for archives.
"""

import json
from pathlib import Path
from urllib.parse import quote, urlsplit
from xml.sax.saxutils import escape

from jinja2 import Template

from masalih import anchors, atomic_files, translation
from masalih.book.base import config, csp, fingerprint
from masalih.book.base.addresses import alternates, clean
from masalih.book.base.edition import OTHER
from masalih.book.lite import offer
from masalih.book.site import crate

HERE = Path(__file__).parent
OWN = {
    "index.html",
    "404.html",
    "offline.js",
    "ar.webmanifest",
    "en.webmanifest",
    "sitemap.xml",
    "robots.txt",
    crate.NAME,
}


def write(root, site):
    """Bring the site's own files up to date; those that need an address go when it goes."""
    found = files(root, site)
    for name in OWN - {*found}:
        (site / name).unlink(missing_ok=True)
    for name, text in found.items():
        atomic_files.renew(site / name, text)


def files(root, site):
    """{name: text} of the site's own files."""
    address = clean(config.read(root, "ar").get("html", {}).get("baseurl"))
    here = quote(urlsplit(address).path or "/", safe="/%")
    found = {
        "index.html": page("landing.html", ""),
        "404.html": page("missing.html", here),
        "offline.js": worker(site, here),
        crate.NAME: crate.crate(root, site),
    }
    found |= {
        f"{language}.webmanifest": manifest(config.read(root, language), language)
        for language in OTHER
        if (site / language).is_dir()
    }
    if address:
        found |= {
            "sitemap.xml": sitemap(site, address),
            "robots.txt": f"User-agent: *\nAllow: /\nSitemap: {address}sitemap.xml\n",
        }
    return found


def page(name, root):
    """One of our own pages, complete in itself; `root` is what leads from it to the site."""
    template = Template((HERE / name).read_text("utf-8"), keep_trailing_newline=True)
    text = template.render(_=translation.translator("ar")).replace(
        "/* style */", (HERE / "landing.css").read_text("utf-8").split("\n", 1)[1].rstrip()
    )
    return csp.seal(text.replace("{root}", root))


def worker(site, root="/"):
    """The script that keeps what was read; it holds the page for what was not, as one string."""
    apart = site / offer.FOLDER  # JupyterLite keeps its files itself
    paths = (
        path
        for path in site.rglob("*")
        if path.relative_to(site).as_posix() not in OWN and not path.is_relative_to(apart)
    )
    return (
        (HERE / "offline.js")
        .read_text("utf-8")
        .replace("{build}", fingerprint.digest(paths, site)[:16])
        .replace("{not_kept}", json.dumps(page("not_kept.html", root), ensure_ascii=False))
    )


def manifest(settings, language):
    """What a device must know to keep the edition as an app."""
    first = f"{language}/book/{language}/index.html"
    return (
        json.dumps(
            {
                "name": settings["title"],
                "short_name": settings["title"],
                "lang": language,
                "dir": "rtl" if language == "ar" else "ltr",
                "id": first,
                "start_url": first,
                "scope": ".",
                "display": "minimal-ui",
                "background_color": "#ffffff",
                "theme_color": "#ffffff",
                "icons": [
                    {
                        "src": f"{language}/_static/favicon.svg",
                        "sizes": "any",
                        "type": "image/svg+xml",
                        "purpose": "any",
                    }
                ],
            },
            ensure_ascii=False,
            indent=1,
        )
        + "\n"
    )


# ---------------------------------------------------------------- for search engines


def sitemap(site, address):
    """Every page of both editions with its twin, as sitemaps.org wants it."""
    names = sorted(
        path.relative_to(site).with_suffix("").as_posix()
        for language in OTHER
        for path in (site / language).rglob("*.html")
    )
    pages = [
        name.split("/", 1) for name in names if name.count("/") > 1 and "/_" not in name
    ]  # without the search page and the doors
    entries = [
        _entry(f"{address}{language}/{name}.html", alternates(name, language, address))
        for language, name in pages
    ]
    folder = f"{address}{anchors.OWN}/"
    for id in sorted(path.stem for path in (site / anchors.OWN).glob("*.csv")):
        ways = {of: folder + anchors.own_file(id, of) for of in sorted(OTHER)}
        twins = [*ways.items(), ("x-default", ways["ar"])]
        entries += [_entry(way, twins) for way in ways.values()]
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        ' xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
        f"{''.join(entries)}</urlset>\n"
    )


def _entry(place, twins):
    """A page of the map; twins: [(hreflang, address)]."""
    links = "".join(
        f'\n  <xhtml:link rel="alternate" hreflang="{of}" href="{escape(way)}"/>'
        for of, way in twins
    )
    return f"<url>\n  <loc>{escape(place)}</loc>{links}\n</url>\n"
