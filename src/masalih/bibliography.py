"""Why: whoever cites the book's sources gets them for a reference manager.

They are written from sources.csv and never typed a second time.
"""

from masalih.atomic_files import as_json
from masalih.rules.addresses import COPY
from masalih.rules.cells import near
from masalih.validation import DataError, Fault, Package, root

# What biblatex calls the languages; one that is not here is left out, the title keeps its letters.
LANGUAGES = {
    "ar": "arabic",
    "ckb": "kurdish",
    "da": "danish",
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fa": "persian",
    "fr": "french",
    "he": "hebrew",
    "hi": "hindi",
    "id": "indonesian",
    "is": "icelandic",
    "it": "italian",
    "ko": "korean",
    "ku": "kurmanji",
    "nl": "dutch",
    "nn": "nynorsk",
    "no": "norsk",
    "pl": "polish",
    "pt": "portuguese",
    "ru": "russian",
    "sv": "swedish",
    "tr": "turkish",
    "zh": "chinese",
}
LATEX = str.maketrans(
    {
        **{sign: f"\\{sign}" for sign in "&%$#_{}"},
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)


def bibtex(ids=None, package=None) -> str:
    """The sources as BibLaTeX in UTF-8, one entry a source with its id as key, in order of id.

    Of `ids` only, if given. @online where there is an address, else @misc: that a page is a report
    or an article is not known. The publisher is the organization, never an author. DataError for an
    unknown id or a faulty sources.csv.
    """
    return "\n".join(_entry(row) for row in _rows(ids, package))


def csl_json(ids=None, package=None) -> str:
    """The same sources as CSL-JSON text, for Zotero, pandoc and other citation processors.

    Errors as in `bibtex`.
    """
    return as_json([_item(row) for row in _rows(ids, package)])


def _rows(ids, package):
    package = package or Package(root())
    faults = package.faults_of("sources")
    if faults:
        raise DataError(faults[0])
    known = package.lookup("sources")
    ids = [ids] if isinstance(ids, str) else ids
    for id in [] if ids is None else ids:
        if id not in known:
            raise DataError(
                Fault("sources.csv", None, "id", f"there is no source {id!r}", near(str(id), known))
            )
    return [known[id] for id in sorted(known if ids is None else set(ids))]


def title_and_note(row):
    """A title that the package only describes, in round brackets, stands in square ones.

    Libraries mark it so; the note says so too, and whether the address leads to a copy.
    """
    title, note = row["title"], row["note"]
    if row["read"] == COPY:
        note = f"{note} The address is that of a copy.".strip()
    if not (title.startswith("(") and title.endswith(")")):
        return title, note
    return (
        f"[{title[1:-1]}]",
        note if "title" in note.lower() else f"{note} Title described, not transcribed.".strip(),
    )


def _entry(row):
    title, note, publisher = (
        text.translate(LATEX) for text in (*title_and_note(row), row["publisher"])
    )
    fields = {
        "title": f"{{{title}}}",
        "organization": f"{{{publisher}}}",  # braced twice: printed as they are, never re-cased
        "date": row["published"],
        "url": row["url"].replace("{", "%7B").replace("}", "%7D"),
        "urldate": row["accessed"],
        "langid": LANGUAGES.get(row["language"]),
        "note": note,
    }
    lines = (f"  {name} = {{{value}}}," for name, value in fields.items() if value)
    return "\n".join([f"@{'online' if row['url'] else 'misc'}{{{row['id']},", *lines, "}", ""])


def _item(row):
    title, note = title_and_note(row)
    # Styles print the name of a web site from the first.
    place = "container-title" if row["url"] else "publisher"
    item = {
        "id": row["id"],
        "type": "webpage" if row["url"] else "document",
        "title": title,
        place: row["publisher"],
        "issued": _parts(row["published"]),
        "accessed": _parts(row["accessed"]),
        "URL": row["url"],
        "language": row["language"],
        "note": note,
    }
    return {name: value for name, value in item.items() if value}


def _parts(text):
    return {"date-parts": [[int(part) for part in text.split("-")]]} if text else None
