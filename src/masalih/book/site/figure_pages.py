"""Writes a bare page for every figure in both editions, to show it inside another page."""

import json
from pathlib import Path

from masalih import atomic_files, citations, translation
from masalih.book.base import addresses, bare_page, config
from masalih.book.base.edition import OTHER
from masalih.translation import gettext as _

HERE = Path(__file__).parent
FOLDER = Path(addresses.chart_page("", "")).parent.name
ROOM = 420  # pixels that title, notes and sources take in a narrow frame


def write(root, site):
    """Bring the folder of bare pages up to date with the figures that the site holds."""
    found: dict[str, str] = {}
    for language in OTHER:
        with translation.edition(language):
            found |= pages(root, site, language)
    for path in (site / FOLDER).glob("*"):
        if f"{FOLDER}/{path.name}" not in found:
            path.unlink()
    for name, text in found.items():
        atomic_files.renew(site / name, text)


def pages(root, site, language):
    """{path below the site: HTML} of the figures of one edition, which must be in force."""
    settings = config.read(root, language)
    address = addresses.clean(settings.get("html", {}).get("baseurl"))
    template = bare_page.template(HERE / "embed.html")
    found = {}
    for path in sorted((site / language / addresses.DOWNLOADS).glob("fig-*.json")):
        about = json.loads(path.read_text("utf-8"))
        name = about["name"]
        place = addresses.chart_page(name, language)
        found[place] = template.render(
            about,
            book=settings["title"],
            canonical=address and f"{address}{language}/{about['page']}",
            here=address and address + place,
            page=f"../{language}/{about['page']}",
            files=f"../{language}/{addresses.chart_file(name, 'x')}".removesuffix(".x"),
            drawings={
                kind: f"../{language}/{addresses.drawing(name, kind)}"
                for kind in ("wide", "narrow", "wide_dark", "narrow_dark")
            },
            tall=about["narrow"][1] + ROOM,
            sources_title=citations.sources_label(len(about["sources"])),
            credits=_("; ").join(source["label"] for source in about["sources"]),
        )
    return found
