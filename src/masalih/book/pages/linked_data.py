"""What schema.org calls a page: Book, Chapter, Dataset with its tables, ClaimReview."""

import re

from masalih import anchors, formats
from masalih.book.base import addresses
from masalih.book.base.addresses import DOWNLOADS
from masalih.book.base.edition import OTHER
from masalih.translation import gettext as _

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
CHAPTER = re.compile(r"notebooks/\d\d-[\w-]+")
LEDGER = re.compile(r"book/(?:ar|en)/article")
DATASET = re.compile(anchors.reference_page("series", "(?:ar|en)"))


def here(app, pagename, language=""):
    """The address of a page; relative to the site's door while the site has no address."""
    ways = dict(addresses.alternates(pagename, app.config.language, app.config.masalih_address))
    return ways[language or app.config.language]


def about(app, pagename, title, description):
    """What schema.org calls the page, as a dict; None where it has no word of use."""
    found = {
        "name": title,
        "description": description,
        "inLanguage": app.config.language,
        "license": LICENCE,
        "url": here(app, pagename),
    }
    if pagename == app.config.root_doc:
        return {"@type": "Book", "bookFormat": "https://schema.org/EBook", **found, **book(app)}
    if CHAPTER.fullmatch(pagename):
        whole = {
            "@type": "Book",
            "name": app.config.html_title,
            "url": here(app, app.config.root_doc),
        }
        return {
            "@type": ["Chapter", "LearningResource"],
            "position": position(pagename),
            **found,
            "isPartOf": whole,
        }
    if DATASET.fullmatch(pagename):
        return {"@type": "Dataset", **found, **dataset(app)}
    return {"@graph": [*claim_reviews(app, pagename)]} if LEDGER.fullmatch(pagename) else None


def position(chapter):
    """The number of a chapter, from its page, such as notebooks/02-isis."""
    return int(chapter.rsplit("/", 1)[1][:2])


def book(app):
    pages = [page for page in sorted(app.env.found_docs) if CHAPTER.fullmatch(page)]
    other = OTHER[app.config.language]
    chapters = [
        {
            "@type": "Chapter",
            "name": app.env.titles[page].astext(),
            "position": position(page),
            "url": here(app, page),
        }
        for page in pages
    ]
    turned = "workTranslation" if app.config.language == "ar" else "translationOfWork"
    return {
        "author": {"@type": "Organization", "name": app.config.author},
        "isAccessibleForFree": True,
        "hasPart": chapters,
        turned: {
            "@type": "Book",
            "inLanguage": other,
            "url": here(app, app.config.root_doc, other),
        },
    }


def claim_reviews(app, pagename):
    from masalih import export, validation

    package = validation.Package(validation.root())
    return export.claim_reviews(package, here(app, pagename), app.config.author)


def dataset(app):
    """What schema.org says of the data package: each table with its size and hash."""
    from masalih import data, export, validation

    package = export.published(validation.Package(validation.root()))
    site = app.config.masalih_address or "../../../../"
    events = data.events()["start"]
    zipped = f"{site}{app.config.language}/{DOWNLOADS}/{export.NAME}.zip"
    made = {"@type": "Organization", "name": app.config.author}
    return {
        "name": f"{app.config.html_title}: {_('the data package')}",
        "description": _("The data of the book: one row a fact, and every row with its source."),
        "identifier": package["name"],
        "version": package["version"],
        "datePublished": package["created"][:10],
        "dateModified": package["created"][:10],
        "creator": made,
        "publisher": made,
        "keywords": sorted({formats.name(one) for one in data.series()["counter"]}),
        "temporalCoverage": f"{events.min():%Y-%m-%d}/{package['created'][:10]}",
        "spatialCoverage": [{"@type": "Place", "name": formats.term("iraq")}],
        "variableMeasured": sorted({formats.name(one) for one in data.series()["unit"]}),
        "isAccessibleForFree": True,
        "isBasedOn": sorted(
            {one["path"] for table in package["resources"] for one in table.get("sources", [])}
        ),
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": "application/zip", "contentUrl": zipped},
            *(table_file(one, f"{site}data/") for one in package["resources"]),
        ],
    }


def table_file(resource, folder):
    return {
        "@type": "DataDownload",
        "name": resource["name"],
        "encodingFormat": resource.get("mediatype", "application/geo+json"),
        "contentUrl": folder + resource["path"],
        "contentSize": f"{resource['bytes']} B",
        "sha256": resource["hash"].removeprefix("sha256:"),
    }
