"""Makes the site light after Sphinx is done: a page asks for one stylesheet and two scripts in place of two dozen files, the stylesheet
holds what pages use, and the icon font the icons they show. What Sphinx wrote stays as it is; a deck keeps its few own files."""

import functools
import hashlib
import io
import posixpath
import re

from masalih.book.site import used_css

THEN = "<script data-site="  # then.js, as it stands in a page (layout.html)
THEME = "_static/styles/pydata-sphinx-theme.css"  # a page without it has its own head
STYLE = re.compile(
    r'\s*<link\b(?=[^>]*rel="stylesheet")[^>]*\bhref="(?P<to>[^"?]*_static/[^"?]+)[^>]*>'
)
SCRIPT = re.compile(
    r'\s*<script\b(?![^>]*type="text/plain")[^>]*\bsrc="(?P<to>[^"?]*_static/[^"?]+)[^>]*></script>'
)
# Of no use once the scripts are two: hints to fetch them early, the icon script that is not loaded, what the page is called.
SPARE = re.compile(
    r'\s*<link rel="preload" as="script"[^>]*>|\s*<script type="text/plain"[^>]*></script>|\s*<script>DOCUMENTATION_OPTIONS\.[^<]*</script>'
)
IMPORT = re.compile(r'@import\s+"([^"]+)"\s*;')
URL = re.compile(r"""url\((["']?)(?!data:|#)([^)"']+)\1\)""")

FAMILY, OURS = "Font Awesome 6 Free", "Book Icons"  # its name is reserved for the whole font
FACE = re.compile(r"@font-face\s*\{[^}]*Font Awesome[^}]*\}")
CODE = re.compile(r'"(.)"')  # in a stylesheet an icon is a string of one character
SOLID = "_static/vendor/fontawesome/webfonts/fa-solid-900.woff2"


def pack(folder, names):
    """{name: content in bytes} of the files `names` of an edition's folder that readers get otherwise than they stand there, and of new ones;
    None for a file that no page asks for any more."""
    texts = {
        name: (folder / name).read_text("utf-8")
        for name in sorted(names)
        if name.endswith(".html") or (name.startswith("_static/") and name.endswith(".js"))
    }
    bundles = Bundles(folder, used_css.names(texts))
    pages = {
        name: page(text, name, bundles) for name, text in texts.items() if name.endswith(".html")
    }
    changed = {name: text.encode("utf-8") for name, text in pages.items() if text != texts[name]}
    return {**changed, **bundles.files, **dict.fromkeys(bundles.spare(pages, names))}


def page(html, name, bundles):
    """The page with its stylesheets, the scripts of its head and those at its end asked for as one each, in their order; then.js
    asks for the scripts after the first paint, so that none holds up what is shown first."""
    cut = html.index("</head>")
    head, body = html[:cut], html[cut:]
    if THEME not in head:
        return html
    start = STYLE.search(
        head
    ).start()  # what stands before the first stylesheet must run before the first paint, and stays
    before, head = head[:start], SPARE.sub("", head[start:])
    here = posixpath.dirname(name)

    def bundle(kind, pattern, text):
        names = [posixpath.normpath(posixpath.join(here, to)) for to in pattern.findall(text)]
        return posixpath.relpath(bundles.write(kind, names), here or ".")

    style, script, late = (
        bundle("css", STYLE, head),
        bundle("js", SCRIPT, head),
        bundle("js", SCRIPT, body),
    )
    head, body = SCRIPT.sub("", STYLE.sub("", head)), SCRIPT.sub("", body)
    if (
        "<script src=" in head
    ):  # a page with a script of its own, the index of the search, runs its scripts in order
        head = f'\n<script src="{script}"></script>\n<script defer src="{late}"></script>{head}'
    else:
        at = head.index(THEN) + len("<script")
        head = f'{head[:at]} data-scripts="{script} {late}"{head[at:]}'
    return f'{before}\n<link rel="stylesheet" href="{style}">{head}{body}'


class Bundles:
    """The bundles of a folder; `known` is the set of the classes and ids that its pages may have."""

    def __init__(self, folder, known):
        self.folder, self.known, self.sources, self.written, self.files = (
            folder,
            known,
            set(),
            {},
            {},
        )

    def write(self, kind, names):
        """Write the files `names` (paths in the folder) as one, once; return its path. Its name follows its content."""
        key = (kind, *names)
        if key not in self.written:
            text = "".join(getattr(self, f"_{kind}")(name) for name in names)
            text = self._with_icons(used_css.used(text, self.known)) if kind == "css" else text
            self.written[key] = (
                f"_static/{kind}-{hashlib.sha256(text.encode('utf-8')).hexdigest()[:12]}.{kind}"
            )
            self.files[self.written[key]] = text.encode("utf-8")
        return self.written[key]

    def _js(self, name):
        self.sources.add(name)
        return f"{(self.folder / name).read_text('utf-8')}\n;\n"

    def _css(self, name):
        """A stylesheet with what it imports, its addresses written from _static."""
        self.sources.add(name)
        base = posixpath.dirname(name)
        text = (self.folder / name).read_text("utf-8").removeprefix('@charset "UTF-8";')
        text = IMPORT.sub(lambda m: self._css(posixpath.normpath(posixpath.join(base, m[1]))), text)
        if base != "_static":
            text = URL.sub(
                lambda m: f"url({posixpath.relpath(posixpath.join(base, m[2]), '_static')})", text
            )
        return text + "\n"

    def _with_icons(self, css):
        """The stylesheet with one font that has the icons it names."""
        codes = frozenset(map(ord, CODE.findall(css)))
        font = subset((self.folder / SOLID).read_bytes(), codes)
        name = f"fonts/icons-{hashlib.sha256(font).hexdigest()[:12]}.woff2"
        self.files[f"_static/{name}"] = font
        face = f'@font-face{{font-family:"{OURS}";font-weight:900;font-display:block;src:url({name}) format("woff2")}}'
        css = FACE.sub("", css)
        return face + css.replace(f'"{FAMILY}"', f'"{OURS}"').replace(
            FAMILY.replace(" 6", r"\ 6"), f'"{OURS}"'
        )

    def spare(self, pages, names):
        """What went into a bundle, unless a page of {name: HTML} still asks for it, as a deck does; and the theme's icon fonts."""
        asked = set()
        for name, html in pages.items():
            here, head = posixpath.dirname(name), html[: html.index("</head>")]
            asked |= {
                posixpath.normpath(posixpath.join(here, to))
                for pattern in (STYLE, SCRIPT)
                for to in pattern.findall(head)
            }
        return self.sources - asked | {
            name
            for name in names
            if name.startswith(posixpath.dirname(SOLID)) and name.endswith(".woff2")
        }


@functools.cache
def subset(font, codes):
    """The WOFF2 `font` (bytes) with the characters `codes` only, under our own name, its authors and licence kept."""
    from fontTools import subset as tool
    from fontTools.ttLib import TTFont

    options = tool.Options(flavor="woff2", name_IDs=["*"], notdef_outline=True, desubroutinize=True)
    found = TTFont(io.BytesIO(font), recalcTimestamp=False)
    worker = tool.Subsetter(options)
    worker.populate(unicodes=codes)
    worker.subset(found)
    for record in found["name"].names:
        if record.nameID in (1, 3, 4, 6, 16):
            record.string = OURS.replace(" ", "") if record.nameID == 6 else OURS
    out = io.BytesIO()
    found.save(out)
    return out.getvalue()
