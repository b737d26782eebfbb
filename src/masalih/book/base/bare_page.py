"""Fills in the pages that are written after Sphinx is done and do without its theme."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader

from masalih import citations, formats
from masalih.book.base import csp
from masalih.book.base.edition import OTHER
from masalih.translation import edition, gettext as _, pgettext

HERE = Path(__file__).parent


def template(path, way="../"):
    """The template in the file `path`; `way` leads from its pages to the site.

    It knows the edition in force and the other one, the policy of pages and `_`; the rest is given
    as it is rendered: `book`, its title, and what its own blocks ask for.
    """
    language = formats.language()
    with edition(OTHER[language]):
        other_name = pgettext("this language", "English")
    known = {
        "_": _,
        "way": way,
        "policy": csp.rules(),
        "language": language,
        "direction": citations.direction(),
        "other": OTHER[language],
        "other_name": other_name,
    }
    pages = Environment(loader=FileSystemLoader([path.parent, HERE]))
    pages.filters["number"] = formats.num
    return pages.get_template(path.name, globals=known)
