"""Holds the two editions together: every passage and page has a twin that says the same.

The same headings, labels, directives, values, references, citations, links, footnotes and claims.
"""

import functools
import json
import re
from collections import Counter

from masalih.book.editions import cell_code

LANGUAGES = ("ar", "en")
OPTION = re.compile(r"^:label:\s*(\S+)\s*$", re.M)
WRAPPED = re.compile(r'\A\s*<div dir="rtl"[^>\n]*>[ \t]*\n(.*)\n[ \t]*</div>\s*\Z', re.DOTALL)
EXTENSIONS = {"colon_fence", "deflist", "attrs_inline", "attrs_block"}  # as in _config.yml
REFERENCES = {"numref", "ref", "doc", "term", "eq"}
CITATIONS = {"cite", "cite:p", "cite:t"}
LITERAL = ("{code", "{math", "{raw", "{image")  # directives whose body is no Markdown


def check(root):
    """Compare the editions of the book in `root` (a Path).

    Returns a list of faults, each a line that names file and place.
    """
    return [
        *_tocs(root),
        *_pages(root),
        *(f for path in _notebooks(root) for f in notebook(path, root)),
    ]


def _notebooks(root):
    return [
        p
        for p in sorted((root / "notebooks").rglob("*.ipynb"))
        if ".ipynb_checkpoints" not in p.parts
    ]


def _pages(root):
    """Prose pages: book/ar/x.md and book/en/x.md."""
    folders = {language: root / "book" / language for language in LANGUAGES}
    names = {
        language: {p.relative_to(folder).as_posix() for p in folder.rglob("*.md")}
        for language, folder in folders.items()
    }
    for name in sorted(names["ar"] | names["en"]):
        missing = [language for language in LANGUAGES if name not in names[language]]
        if missing:
            here = "en" if missing[0] == "ar" else "ar"
            yield f"book/{here}/{name}: its twin book/{missing[0]}/{name} is missing"
            continue
        texts = [(folders[language] / name).read_text("utf-8") for language in LANGUAGES]
        yield from (f"book/ar/{name}, book/en/{name}: {fault}" for fault in compare(*texts))


def _tocs(root):
    """The two tables of contents must list the same pages in the same order."""
    paths, lists = [root / name for name in ("_toc.yml", "_toc.en.yml")], []
    for path in paths:
        if not path.is_file():
            yield f"{path.name}: the file is missing"
            continue
        lists.append(_entries(path))
        for entry in lists[-1]:
            if not any((root / f"{entry}{suffix}").is_file() for suffix in ("", ".md", ".ipynb")):
                yield f"{path.name}: the page {entry} does not exist"
    if len(lists) < len(paths):
        return
    arabic, english = (
        [re.sub(r"^book/(ar|en)/", "book/*/", entry) for entry in entries] for entries in lists
    )
    for number, (left, right) in enumerate(zip(arabic, english, strict=False), 1):
        if left != right:
            one, two = (entries[number - 1] for entries in lists)
            yield f"_toc.yml, _toc.en.yml: entry {number} is {one} in Arabic but {two} in English"
            return
    if len(arabic) != len(english):
        longer, path = (lists[0], paths[1]) if len(arabic) > len(english) else (lists[1], paths[0])
        page = longer[min(len(arabic), len(english))]
        yield f"{path.name}: the page {page} has no twin entry here"


def _entries(path):
    return re.findall(r"^[\s-]*(?:root|file):\s*(\S+)", path.read_text("utf-8"), re.M)


def notebook(path, root):
    """Faults of one bilingual notebook.

    Lines that start with its path under `root` and the cell's number in the file.
    """
    name = path.relative_to(root).as_posix()
    try:
        cells = json.loads(path.read_text("utf-8"))["cells"]
        kinds = [(cell["cell_type"], _languages(cell), text_of(cell)) for cell in cells]
        code = [f"cell {number}: {fault}" for number, fault in cell_code.faults(cells)]
    except json.JSONDecodeError as error:
        return [f"{name}: line {error.lineno}: not a notebook: {error.msg}"]
    except (KeyError, TypeError, AttributeError, UnicodeDecodeError) as error:
        return [f"{name}: not a notebook of format 4: {type(error).__name__} {error}"]
    return [f"{name}: {fault}" for fault in [*_sequence(kinds), *code]]


def _languages(cell):
    tags = cell.get("metadata", {}).get("tags", [])
    return [language for language in LANGUAGES if f"lang-{language}" in tags]


def text_of(cell):
    """The source of a notebook cell as one string (the format allows a list of lines)."""
    source = cell.get("source", "")
    return source if isinstance(source, str) else "".join(source)


def _sequence(cells):
    """Walk the cells: an Arabic passage, right after it its English twin, and shared code."""
    waiting = None  # the Arabic passage that has no twin yet: (number, text)
    for number, (kind, languages, text) in enumerate(cells, 1):
        language = languages[0] if len(languages) == 1 else None
        if waiting and not (kind == "markdown" and language == "en"):
            yield _missing(*waiting, "English")
            waiting = None
        if kind == "code" and languages:
            tag = f"lang-{languages[0]}"
            yield f"cell {number}: a code cell is shared by both editions; remove its tag {tag}"
        elif kind == "markdown" and len(languages) != 1:
            which = (
                "both tags lang-ar and lang-en" if languages else "neither tag lang-ar nor lang-en"
            )
            yield f"cell {number}: this passage has {which}: {_start(text)}"
        elif kind == "markdown" and language == "ar":
            waiting = (number, text)
            if not WRAPPED.match(text):
                yield (
                    f'cell {number}: wrap the Arabic passage in <div dir="rtl"> … </div>'
                    f" with a blank line inside both: {_start(text)}"
                )
        elif kind == "markdown" and waiting:
            yield from (
                f"cells {waiting[0]} and {number}: {fault}" for fault in compare(waiting[1], text)
            )
            waiting = None
        elif kind == "markdown":
            yield _missing(number, text, "Arabic")
    if waiting:
        yield _missing(*waiting, "English")


def _missing(number, text, language):
    place = "after" if language == "English" else "before"
    return f"cell {number}: its {language} twin is missing {place} it: {_start(text)}"


def _start(text, length=50):
    plain = " ".join(re.sub(r"<[^>]*>", " ", text).split())
    return f"“{plain[:length]}{'…' if len(plain) > length else ''}”"


def compare(arabic, english):
    """What differs in two passages of Markdown, as messages; [] when they are twins."""
    left, right = parts(arabic), parts(english)
    return [fault for what in left for fault in _differ(what, left[what], right[what])]


def _differ(what, arabic, english):
    if isinstance(arabic, Counter):
        for more, language in ((arabic - english, "Arabic"), (english - arabic, "English")):
            if more:
                yield f"{what}: {', '.join(sorted(more.elements()))} only in the {language}"
    elif arabic != english:
        pairs = enumerate(zip(arabic, english, strict=False))
        shorter = min(len(arabic), len(english))
        place = next((i for i, (left, right) in pairs if left != right), shorter)
        one, two = (
            f"“{items[place]}”" if place < len(items) else "nothing" for items in (arabic, english)
        )
        yield f"{what}: number {place + 1} is {one} in the Arabic but {two} in the English"


def parts(text):
    """Everything in a passage that does not depend on its language.

    Lists where the order matters, Counters where it does not.
    """
    ordered = ("headings", "labels", "blocks", "code lines")
    free = ("inline values", "references", "citations", "links", "footnotes", "claims")
    found: dict[str, list] = {what: [] for what in (*ordered, *free)}
    wrapped = WRAPPED.match(text)
    for what, item in _items(wrapped[1] if wrapped else text, {}):
        found[what].append(item)
    return {**{what: found[what] for what in ordered}, **{w: Counter(found[w]) for w in free}}


@functools.cache
def _parser():
    """The Markdown of the book, as MyST reads it."""
    from markdown_it.renderer import RendererHTML
    from myst_parser.config.main import MdParserConfig
    from myst_parser.parsers.mdit import create_md_parser

    return create_md_parser(MdParserConfig(enable_extensions=EXTENSIONS), RendererHTML)


def _items(text, known):
    """(part, item) of everything in a text, bodies of directives included, in order.

    known: what the parser learns of a passage for its parts, such as the addresses of links.
    """
    for token in _parser().parse(text, known):
        if token.type == "heading_open":
            yield "headings", f"level {token.tag[1:]}"
        elif token.type == "myst_target":
            yield "labels", token.content
        elif token.type in ("fence", "colon_fence"):
            yield from _block(token, known)
        elif token.type == "footnote_reference_open":
            yield "footnotes", token.meta["label"]
        elif token.type == "html_block":
            yield from _claims(token.content)
        elif token.type == "inline":
            yield from (("labels", name) for name in OPTION.findall(token.content))
            yield from (item for child in token.children for item in _inline(child))


def _block(token, known):
    kind, _, title = token.info.strip().partition(" ")
    if not kind.startswith("{"):
        return
    yield "blocks", kind
    yield from _items(title, known)
    if kind.startswith("{code-cell"):
        yield from (("code lines", line) for line in token.content.splitlines())
    if not kind.startswith(LITERAL):
        yield from _items(token.content, known)


def _inline(token):
    if token.type == "myst_role":
        yield from _role(token.meta["name"], token.content.strip())
    elif token.type in ("link_open", "image"):
        address = token.attrGet("href") or token.attrGet("src") or ""
        yield "links", re.sub(r"(^|/)book/(ar|en)/", r"\1book/*/", address)
        yield from (item for child in token.children or [] for item in _inline(child))
    elif token.type == "footnote_ref":
        yield "footnotes", token.meta["label"]
    elif token.type in ("text", "html_inline"):
        yield from _claims(token.content)
        # the definition may stand in another passage
        yield from (("footnotes", name) for name in re.findall(r"\[\^([^\]]+)\]", token.content))


def _role(name, content):
    if name == "eval":
        yield "inline values", content
    elif name in REFERENCES:
        yield "references", re.sub(r".*<(.+)>$", r"\1", content, flags=re.DOTALL)
    elif name in CITATIONS:
        yield from (("citations", key.strip()) for key in content.split(","))


def _claims(text):
    return (("claims", claim) for claim in re.findall(r"\bC\d{2}\b", text))
