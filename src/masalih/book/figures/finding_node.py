"""Shows a finding: its sentence, its one number, its small drawing, and a picture to share.

A finding is no numbered figure. It is drawn where a notebook shows it, and shown again as a card.
Its number leads to the sources; only the picture to share, which leaves the page, names them.
"""

from html import escape
from pathlib import Path

from docutils import nodes

from masalih.book.base import addresses
from masalih.translation import gettext as _, pgettext


class finding(nodes.General, nodes.Element):
    """A finding; `node["chart"]` is the bundle of masalih.Finding."""


def visit_html(self, node):
    bundle, root = node["chart"], "../" * self.builder.current_docname.count("/")
    for variant, svg in bundle["svg"].items():
        path = Path(self.builder.outdir, addresses.drawing(bundle["name"], variant))
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(svg.encode("utf-8"))
    self.body.append(
        f'<figure class="finding" id="{node["ids"][0]}">\n'
        f'<figcaption><p class="finding-title">{escape(bundle["title"])}</p>\n'
        f"{number(bundle, bundle['number_html'])}</figcaption>\n"
        f"{drawing(bundle, root)}"
        f'<p class="finding-foot">{_share(bundle, root)}</p>\n'
        "</figure>\n"
    )
    raise nodes.SkipNode


def number(bundle, html):
    """The number of a finding, as `html`, with the words that say what it counts."""
    return (
        f'<p class="finding-number"><strong>{html}</strong> '
        f"<span>{escape(bundle['subtitle'])}</span></p>\n"
    )


def drawing(bundle, root):
    """The small drawing in both colours; `root` leads to the folder of the edition."""
    wide, tall = bundle["size"]
    return "".join(
        f'<img class="only-{mode}" src="{root}{addresses.drawing(bundle["name"], variant)}"'
        f' width="{wide}" height="{tall}" loading="lazy" alt="{escape(bundle["alt"])}">\n'
        for mode, variant in (("light", "card"), ("dark", "card_dark"))
    )


def sources_label(bundle):
    """What stands before the sources of a finding, in the number that there are."""
    few = len(bundle["sources"]) if not bundle["others"] else 0
    return {1: _("Source"), 2: pgettext("two", "Sources")}.get(few, _("Sources"))


def source_link(source):
    """A source by its label, linked where it has an address: some stand on paper only."""
    label, language = escape(source["label"]), escape(source.get("lang") or "en")
    if not source["url"]:
        return label
    return f'<a href="{escape(source["url"])}" hreflang="{language}">{label}</a>'


def _share(bundle, root):
    file = f"{bundle['name'].replace('finding', 'masalih')}-{bundle['lang']}.png"
    return (
        f'<a class="finding-share unsearched" href="{root}'
        f'{addresses.shared_picture(bundle["name"])}" download="{file}">'
        f"{_('Picture to share')}</a>"
    )


def visit_text(self, node):
    bundle = node["chart"]
    self.add_text(f"{bundle['title']}\n{bundle['number']} {bundle['subtitle']}\n")
    raise nodes.SkipNode


def setup(app):
    app.add_node(finding, html=(visit_html, None), text=(visit_text, None))
