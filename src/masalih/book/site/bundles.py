"""Makes the site light after Sphinx is done: a page asks for two stylesheets and one script.

They stand in place of two dozen files (head.py says which). One stylesheet names the fonts and
stays as it is when a page is printed: where styles for paper stand beside them, browsers load fonts
anew then, and print in another. The other holds what pages use, and the icon font the icons they
show. What Sphinx wrote stays as it is, and a deck keeps its files.
"""

import hashlib
import posixpath
import re

from masalih.book.base import fonts
from masalih.book.pages import head
from masalih.book.site import used_css

FRAME = "data-content_root="  # near the beginning of every page but decks and our own pages
IMPORT = re.compile(r'@import\s+"([^"]+)"\s*;')
URL = re.compile(r"""url\((["']?)(?!data:|#)([^)"']+)\1\)""")

FAMILY, OURS = "Font Awesome 6 Free", "Book Icons"  # its name is reserved for the whole font
FACE = re.compile(r"@font-face\s*\{[^}]*\}")
CODE = re.compile(r'"(.)"')  # in a stylesheet an icon is a string of one character
SOLID = "_static/vendor/fontawesome/webfonts/fa-solid-900.woff2"


class OutdatedPage(Exception):
    """A page that asks for other files than those built last; str() names it and the remedy."""


def pack(folder, names):
    """{name: content} of the files `names` of an edition's folder that readers get otherwise.

    The content is bytes, of new files too; None for a file that no page asks for any more.
    """
    texts = {
        name: (folder / name).read_text("utf-8")
        for name in sorted(names)
        if name.endswith(".html") or (name.startswith("_static/") and name.endswith(".js"))
    }
    asked = head.Files.read(folder)
    bundles = Bundles(folder, used_css.names(texts))
    bundled = head.Files(bundles.styles(asked.styles), [bundles.script(asked.scripts)])
    changed, others = {}, []
    for name, text in texts.items():
        if not name.endswith(".html"):
            continue
        if FRAME in text[:500]:
            changed[name] = page(text, name, asked, bundled).encode("utf-8")
        else:
            others.append(text)
    return {**changed, **bundles.files, **dict.fromkeys(bundles.spare(others, names))}


def page(html, name, asked, bundled):
    """The page with the Files `bundled` in place of `asked`. OutdatedPage where it has others."""
    way = head.root(name)
    for write, old, new in (
        (head.style_tags, asked.styles, bundled.styles),
        (head.script_tags, asked.scripts, bundled.scripts),
    ):
        if write(old, way) not in html:
            raise OutdatedPage(
                f"{name} asks for other styles or scripts than the page built last. "
                "Remedy: remove the folder _build/.doctrees of its edition and build again"
            )
        html = html.replace(write(old, way), write(new, way), 1)
    return html


class Bundles:
    """The bundles of a folder; `known` is the set of the classes and ids that its pages may have.

    `files` is {path in the folder: content in bytes} of what was written, `sources` the set of the
    paths that went into it.
    """

    def __init__(self, folder, known):
        self.folder, self.known = folder, known
        self.sources, self.files = set(), {}

    def script(self, names):
        """Write the scripts `names` as one; return its path, whose name follows its content."""
        return self._write("js", "".join(map(self._js, names)))

    def styles(self, names):
        """Write the stylesheets `names` as two, the first for the fonts; return their paths."""
        css = used_css.used("".join(map(self._css, names)), self.known)
        own = [face for face in FACE.findall(css) if "Font Awesome" not in face]
        faces, rest = self._with_icons("".join(own), FACE.sub("", css))
        return [self._write("css", faces), self._write("css", rest)]

    def _write(self, kind, text):
        content = text.encode("utf-8")
        path = f"_static/{kind}-{hashlib.sha256(content).hexdigest()[:12]}.{kind}"
        self.files[path] = content
        return path

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

    def _with_icons(self, faces, css):
        """Both stylesheets with one font that has the icons they name."""
        codes = frozenset(map(ord, CODE.findall(css)))
        font = fonts.cut((self.folder / SOLID).read_bytes(), codes, OURS)
        name = f"fonts/icons-{hashlib.sha256(font).hexdigest()[:12]}.woff2"
        self.files[f"_static/{name}"] = font
        face = (
            f'@font-face{{font-family:"{OURS}";font-weight:900;font-display:block;'
            f'src:url({name}) format("woff2")}}'
        )
        css = css.replace(f'"{FAMILY}"', f'"{OURS}"').replace(
            FAMILY.replace(" 6", r"\ 6"), f'"{OURS}"'
        )
        return faces + face, css

    def spare(self, others, names):
        """What went into a bundle, unless one of the pages `others` (HTML) still asks for it.

        So do decks. The theme's icon fonts go with it.
        """
        folder = posixpath.dirname(SOLID)
        icons = {name for name in names if name.startswith(folder) and name.endswith(".woff2")}
        return icons | {name for name in self.sources if not any(name in html for html in others)}
