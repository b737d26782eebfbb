"""The ledger of claims for machines: claims.json, and ClaimReview as schema.org has it.

Both follow the data: verdict, reason and evidence are those of claims.csv on the day.
"""

from masalih import citations, data, formats, translation
from masalih.citations.reasons import reason_text

# ClaimReview asks for a number: the place of the verdict in this list, from the worst to the best.
RATED = ("overtaken", "not shown", "contested", "supported with a correction", "supported")
LANGUAGES = tuple(translation.EDITIONS)


def claims_json(package):
    """The claims as JSON: both languages of each, its verdict, its kind and ids of its evidence."""
    about = package.descriptor
    return {
        "name": f"{about['title']}: claims",
        "version": about["version"],
        "date": about["created"][:10],
        "license": about["licenses"][0]["path"],
        "claims": [_claim(id, row) for id, row in data.claims().iterrows()],
    }


def _claim(id, row):
    said: dict[str, dict[str, str]] = {part: {} for part in ("name", "claim", "reason")}
    for language in LANGUAGES:
        with translation.edition(language):
            said["name"][language] = citations.claim_name(id)
            said["claim"][language] = formats.digits(row[f"claim_{language}"])
            said["reason"][language] = reason_text(row[f"reason_{language}"])
    evidence = {side: list(row[side]) for side in ("supports", "opposes")}
    found = {part: row[part] for part in ("chapter", "verdict", "kind")}
    return {"id": id, **found, **said, **evidence}


def claim_reviews(package, address, author):
    """The claims in the edition in force as a list of schema.org's ClaimReview.

    address: of the page with the ledger; author: who reviews. A claim that cannot be tested has no
    number, only its word.
    """
    language, made = formats.language(), package.descriptor["created"][:10]
    for id, row in data.claims().iterrows():
        yield {
            "@type": "ClaimReview",
            "url": f"{address}#claim-{id}",
            "datePublished": made,
            "inLanguage": language,
            "author": {"@type": "Organization", "name": author},
            "claimReviewed": formats.digits(row[f"claim_{language}"]),
            "itemReviewed": {
                "@type": "Claim",
                "name": citations.claim_name(id),
                "datePublished": "2023-08",
            },
            "reviewRating": _rating(row["verdict"]),
            "reviewBody": reason_text(row[f"reason_{language}"]),
        }


def _rating(verdict):
    word = translation.gettext(verdict)
    rated = {"ratingValue": RATED.index(verdict) + 1} if verdict in RATED else {}
    return {
        "@type": "Rating",
        "alternateName": word,
        **rated,
        "bestRating": len(RATED),
        "worstRating": 1,
    }
