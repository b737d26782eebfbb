"""Holds the two editions together: every passage and page has a twin with the same headings, labels, values and references."""

import json
import re
from collections import Counter

LANGUAGES = ("ar", "en")
WRAPPED = re.compile(r'\A\s*<div dir="rtl"[^>\n]*>[ \t]*\n(.*)\n[ \t]*</div>\s*\Z', re.DOTALL)
FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,}|:{3,})(.*)$")
# A code span, or a role when a name in braces stands before it; read from the left, so that braces inside code stay code.
SPAN = re.compile(r"(?:\{([\w:-]+)\})?(?<!`)(`+)(?!`)(.+?)(?<!`)\2(?!`)", re.DOTALL)

EVAL, REFERENCES, CITATIONS = (
    {"eval"},
    {"numref", "ref", "doc", "term", "eq"},
    {"cite", "cite:p", "cite:t"},
)


def check(root):
    """Compare the editions of the book in `root` (a Path); return a list of faults, each a line naming file and place."""
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
    paths = [root / name for name in ("_toc.yml", "_toc.en.yml")]
    lists = [
        re.findall(r"^[\s-]*(?:root|file):\s*(\S+)", p.read_text("utf-8"), re.M)
        if p.is_file()
        else None
        for p in paths
    ]
    for path, entries in zip(paths, lists):
        if entries is None:
            yield f"{path.name}: the file is missing"
        for entry in entries or []:
            if not any((root / f"{entry}{suffix}").is_file() for suffix in ("", ".md", ".ipynb")):
                yield f"{path.name}: the page {entry} does not exist"
    if None in lists:
        return
    arabic, english = (
        [re.sub(r"^book/(ar|en)/", "book/*/", entry) for entry in entries] for entries in lists
    )
    for number, (left, right) in enumerate(zip(arabic, english), 1):
        if left != right:
            yield f"_toc.yml, _toc.en.yml: entry {number} is {lists[0][number - 1]} in Arabic but {lists[1][number - 1]} in English"
            return
    if len(arabic) != len(english):
        longer, path = (lists[0], paths[1]) if len(arabic) > len(english) else (lists[1], paths[0])
        yield f"{path.name}: the page {longer[min(len(arabic), len(english))]} has no twin entry here"


def notebook(path, root):
    """Faults of one bilingual notebook, as lines that start with its path under `root` and the cell's number in the file."""
    name = path.relative_to(root).as_posix()
    try:
        cells = json.loads(path.read_text("utf-8"))["cells"]
        kinds = [(cell["cell_type"], _languages(cell), text_of(cell)) for cell in cells]
    except json.JSONDecodeError as error:
        return [f"{name}: line {error.lineno}: not a notebook: {error.msg}"]
    except (KeyError, TypeError, AttributeError, UnicodeDecodeError) as error:
        return [f"{name}: not a notebook of format 4: {type(error).__name__} {error}"]
    return [f"{name}: {fault}" for fault in _sequence(kinds)]


def _languages(cell):
    tags = cell.get("metadata", {}).get("tags", [])
    return [language for language in LANGUAGES if f"lang-{language}" in tags]


def text_of(cell):
    """The source of a notebook cell as one string (the format allows a list of lines)."""
    source = cell.get("source", "")
    return source if isinstance(source, str) else "".join(source)


def _sequence(cells):
    """Walk the cells: an Arabic passage, its English twin right after it, code shared between them."""
    waiting = None  # the Arabic passage that has no twin yet: (number, text)
    for number, (kind, languages, text) in enumerate(cells, 1):
        language = languages[0] if len(languages) == 1 else None
        if waiting and not (kind == "markdown" and language == "en"):
            yield _missing(*waiting, "English")
            waiting = None
        if kind == "code" and languages:
            yield f"cell {number}: a code cell is shared by both editions; remove its tag lang-{languages[0]}"
        elif kind == "markdown" and len(languages) != 1:
            which = (
                "both tags lang-ar and lang-en" if languages else "neither tag lang-ar nor lang-en"
            )
            yield f"cell {number}: this passage has {which}: {_start(text)}"
        elif kind == "markdown" and language == "ar":
            waiting = (number, text)
            if not WRAPPED.match(text):
                yield f'cell {number}: wrap the Arabic passage in <div dir="rtl"> … </div> with a blank line inside both: {_start(text)}'
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
    """Compare two passages of Markdown; return what differs as messages ([] when they are twins)."""
    left, right = parts(arabic), parts(english)
    return [fault for what in left for fault in _differ(what, left[what], right[what])]


def _differ(what, arabic, english):
    if isinstance(arabic, Counter):
        for more, language in ((arabic - english, "Arabic"), (english - arabic, "English")):
            if more:
                yield f"{what}: {', '.join(sorted(more.elements()))} only in the {language}"
    elif arabic != english:
        place = next(
            (i for i, pair in enumerate(zip(arabic, english)) if pair[0] != pair[1]),
            min(len(arabic), len(english)),
        )
        one, two = (
            f"“{items[place]}”" if place < len(items) else "nothing" for items in (arabic, english)
        )
        yield f"{what}: number {place + 1} is {one} in the Arabic but {two} in the English"


def parts(text):
    """Everything in a passage that does not depend on its language, as lists (order matters) or Counters (it does not)."""
    prose, blocks = split(text)
    spans = [(m[1], m[3].strip()) for m in SPAN.finditer(prose)]
    plain = SPAN.sub(" ", prose)
    target = [
        re.sub(r".*<(.+)>$", r"\1", content, flags=re.DOTALL)
        for role, content in spans
        if role in REFERENCES
    ]
    return {
        "headings": [f"level {len(m[1])}" for m in re.finditer(r"^ {0,3}(#{1,6})\s", plain, re.M)],
        "labels": [
            a or b for a, b in re.findall(r"^(?:\(([^()\s]+)\)=|:label:\s*(\S+))\s*$", plain, re.M)
        ],
        "blocks": [kind for kind, _ in blocks if kind.startswith("{")],
        "code lines": [
            line
            for kind, body in blocks
            if kind.startswith("{code-cell")
            for line in body.splitlines()
        ],
        "inline values": Counter(content for role, content in spans if role in EVAL),
        "references": Counter(target),
        "citations": Counter(
            k.strip() for role, c in spans if role in CITATIONS for k in c.split(",")
        ),
        "links": Counter(_links(plain)),
        "footnotes": Counter(re.findall(r"\[\^([^\]]+)\]", plain)),
        "claims": Counter(re.findall(r"\bC\d{2}\b", plain)),
    }


def _links(plain):
    for url in re.findall(r"\]\(<?([^()\s<>]*)>?[^()]*\)", plain) + re.findall(
        r"<(https?://[^>\s]+)>", plain
    ):
        yield re.sub(r"(^|/)book/(ar|en)/", r"\1book/*/", url)


def split(text):
    """Take fenced blocks apart: the prose (bodies of colon and admonition blocks included) and [(kind, body)] of all blocks."""
    prose, blocks, open_fences = [], [], []
    for line in text.splitlines():
        fence = FENCE.match(line)
        literal = open_fences and open_fences[-1]["literal"]
        if (
            open_fences
            and fence
            and not fence[2].strip()
            and fence[1].startswith(open_fences[-1]["mark"])
        ):
            closed = open_fences.pop()
            blocks[closed["place"]] = (closed["kind"], "\n".join(closed["body"]))
        elif literal:
            open_fences[-1]["body"].append(line)
        elif fence:
            kind = (fence[2].split() or [""])[0]
            open_fences.append(
                {
                    "mark": fence[1],
                    "kind": kind,
                    "place": len(blocks),
                    "body": [],
                    "literal": _is_literal(kind),
                }
            )
            blocks.append((kind, ""))
            prose.append(fence[2].removeprefix(kind))
        else:
            prose.append(line)
    return "\n".join(prose), blocks


def _is_literal(kind):
    return not kind.startswith("{") or kind.startswith(("{code", "{math", "{raw", "{image"))
