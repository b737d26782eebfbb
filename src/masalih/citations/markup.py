"""The shapes that data take on a page: a table, a list, a link, each in the edition's direction."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from masalih import formats
from masalih.formats import tr


class Html(str):
    """A piece of page that Jupyter and the book show as it is."""

    def _repr_html_(self) -> str:
        return str(self)

    __html__ = _repr_html_  # for templates, which escape what is not marked so


def direction() -> str:
    return tr("rtl", "ltr")


def frame() -> str:
    """The attributes that every block bears: the language of the edition and its direction."""
    return f'lang="{formats.language()}" dir="{direction()}"'


def link(href: str, text: str, role: str = "") -> str:
    role = f' role="{role}"' if role else ""
    return f'<a href="{escape(href)}"{role}>{escape(text)}</a>'


def html_table(
    labels: list[str],
    rows: list[list[str]],
    caption: str,
    numeric: list[bool] | None = None,
    hide_caption: bool = False,
) -> str:
    """Markup of a table whose cells are ready text; a cell that is Html is put in as it is."""
    kinds = [' class="number"' if number else "" for number in numeric or [False] * len(labels)]
    head = "".join(
        f'<th scope="col"{kind}>{escape(label)}</th>'
        for label, kind in zip(labels, kinds, strict=True)
    )
    body = "".join(_table_row(row, kinds) for row in rows)
    hidden = ' class="visually-hidden"' if hide_caption else ""
    return (
        f'<div class="table-scroll" role="region" tabindex="0" aria-label="{escape(caption)}" '
        f'{frame()}><table class="data"><caption{hidden}>{escape(caption)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _table_row(cells: list[str], kinds: list[str]) -> str:
    texts = [str(cell) if isinstance(cell, Html) else escape(str(cell)) for cell in cells]
    others = zip(texts[1:], kinds[1:], strict=True)
    return (
        f'<tr><th scope="row">{texts[0]}</th>'
        + "".join(f"<td{kind}>{text}</td>" for text, kind in others)
        + "</tr>"
    )


def entries(
    kind: str, items: Iterable[str], title: str = "", more: str = "", folded: bool = False
) -> str:
    """A list ("ul", "ol" or "dl") of ready items in this edition's direction.

    Lists, unlike tables, read as well on a phone as on a desk. more: a further class of the block;
    folded: only title and number of items are seen until somebody asks, or follows a link there.
    """
    if folded:
        rows = [*items]
        summary = f"{escape(title)} ({formats.num(len(rows))})"
        listed = f"<{kind}>{''.join(rows)}</{kind}>"
        heading = (
            f'<details><summary class="references-title">{summary}</summary>{listed}</details>'
        )
        return f'<div class="{f"references {more}".strip()}" {frame()}>{heading}</div>'
    heading = f'<p class="references-title">{escape(title)}</p>' if title else ""
    classes = f"references {more}".strip()
    return f'<div class="{classes}" {frame()}>{heading}<{kind}>{"".join(items)}</{kind}></div>'
