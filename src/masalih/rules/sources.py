"""What a source may say of itself: its day, its language, its kind, in line with its publisher's.

A true page may differ from the others of its publisher, so those rules have exceptions.
"""

import re
from collections import Counter, defaultdict

from masalih.rules.addresses import ELSEWHERE, publisher, site
from masalih.rules.cells import as_date, last_day
from masalih.rules.text import ARABIC

MONTH_OF_ID = re.compile(r"(?<!\d)((?:19|20)\d\d)-(0[1-9]|1[0-2])(?!\d)")
MONTH_OF_ADDRESS = re.compile(r"(?<!\d)((?:19|20)\d\d)[/-](0[1-9]|1[0-2])(?=[/-])")
YEAR_OF_ID = re.compile(r"-((?:19|20)\d\d)(?:-(?!\d\d\d\d)|$)")
ARABIC_LETTERS = ("ar", "fa", "ckb", "ur")
EITHER = ("ku",)  # languages of two scripts
LEAST = 3  # others of a publisher that agree, from which one that differs is asked about


def source_rule(package, row):
    published, accessed = row["published"], as_date(row["accessed"])
    if published and last_day(published) is None:
        yield (
            "published",
            f"{published!r} is not a date that exists",
            "write YYYY, YYYY-MM or YYYY-MM-DD",
        )
    elif published and accessed and published[:10] > row["accessed"][: len(published)]:
        yield (
            "published",
            f"{published} comes after the day the page was read",
            "correct published or accessed",
        )
    if not row["url"] and not row["note"]:
        yield (
            "url",
            "there is no address and no note",
            "give the address, or say in the note why there is none",
        )
    if "mirror" in row["read"] and not row["note"]:
        yield "note", "a public mirror is not named", "name the mirror in the note"


def other_days(package, table):
    """A day of publication two months or more from what the id or the address says."""
    for row in table.rows:
        published, id, url = row["published"], row["id"], row["url"]
        found = [MONTH_OF_ID.search(id)]
        if row["read"] not in ELSEWHERE:
            found.append(MONTH_OF_ADDRESS.search(url))
        for said in filter(None, found if len(published) > 4 else ()):
            if abs(months(*said.groups()) - months(published[:4], published[5:7])) > 1:
                yield of_another_day(row, said[0])
        year = YEAR_OF_ID.search(id)
        if published and year and year[1] != published[:4]:
            yield of_another_day(row, year[1])


def months(year, month):
    return int(year) * 12 + int(month)


def of_another_day(row, said):
    return (
        row,
        "published",
        f"it is said to be published {row['published']}, but id or address says {said}",
        "correct the day, or the id",
    )


def other_languages(package, table):
    """A title in letters that the language is not written in; one in brackets is ours."""
    for row in table.rows:
        if row["title"].startswith("(") or row["language"] in EITHER:
            continue
        if bool(ARABIC.search(row["title"])) != (row["language"] in ARABIC_LETTERS):
            problem = f"the title is not written in the letters of {row['language']!r}"
            remedy = "correct the language; a title that is ours stands in brackets"
            yield row, "language", problem, remedy


def unlike_others(package, table):
    """A licence or a primary source that no other page of the publisher's site has."""
    groups = defaultdict(list)
    for row in table.rows:
        if row["url"] and row["read"] not in ELSEWHERE:
            groups[site(row["url"]), publisher(row["publisher"])].append(row)
    for rows in groups.values():
        for name in ("licence", "primary"):
            counts = Counter(row[name] for row in rows)
            (usual, most), *others = counts.most_common()
            if most < LEAST or len(others) != 1 or others[0][1] > 1:
                continue
            row = next(row for row in rows if row[name] != usual)
            problem = f"{row[name]}, but the other {most} pages of {row['publisher']} are {usual}"
            yield row, name, problem, "correct it, or the others"


def same_titles(package, table):
    """One publication under two ids."""
    first: dict[tuple, str] = {}
    for row in table.rows:
        key = publisher(row["publisher"]), row["title"], row["published"]
        if first.setdefault(key, row["id"]) != row["id"]:
            problem = f"{first[key]} has its publisher, title and day"
            yield row, "title", problem, "one publication is one source: cite the earlier id"


def odd_addresses(package, table):
    """An address of a home page, of two pages, or with the end of a sentence."""
    for row in table.rows:
        _, _, rest = row["url"].partition("://")
        if re.fullmatch(r"[^/]+/?(?:[a-z]{2}/?)?", rest):
            yield row, "url", "it is the address of a home page", "give the page's own"
        elif re.search(r"[.,;:]$", rest):
            yield row, "url", f"the address ends in {rest[-1]}", "delete what ended the sentence"
        elif "://" in rest and row["read"] not in ELSEWHERE and ARCHIVED not in rest:
            yield row, "url", "two addresses stand in one", "keep one"
        elif ":~:" in rest:
            yield row, "url", "it leads to a phrase, not to the page", "cut it before the #"


ARCHIVED = "web.archive.org/web/"

OF_SOURCES = {
    "other_day": other_days,
    "other_language": other_languages,
    "unlike_others": unlike_others,
    "same_title": same_titles,
    "odd_address": odd_addresses,
}
