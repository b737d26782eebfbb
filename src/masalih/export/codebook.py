"""What a stranger reads before the data: README.md and a codebook in each language.

All of it stands in the descriptor; here it is set out for people.
"""

import re

from masalih import translation
from masalih.export.descriptor import MISSING
from masalih.translation import gettext as _

README = """\
# {title}

{description}

Version {version}, {date}. Licence: {licence}; the publications behind the figures keep terms of
their own (LICENSE.txt).

- `datapackage.json` describes every table, column and empty cell (Data Package 2.0);
  `croissant.json` says the same for machines that learn.
- `codebook-en.md`, `codebook-ar.md`: the same for people, in English and Arabic.
- `observations/*.csv` hold one figure a row, `series.csv` what it measures, `sources.csv` where it
  was printed, `events.csv` what happened, `claims.csv` the claims and their verdicts,
  `excluded.csv` what was left out and why, `tables/*.csv` published data sets, cut to Iraq.
- `CHANGELOG.md`: what was corrected, added and withdrawn.

A figure has a bound: `exact`, `floor` (at least), `ceiling` (at most), `rounded`, `computed` or
`range` (`low` and `high` in place of `value`). Rival counts are rows of rival series, never
averaged; rows of a series may be summed only where `additive` is true and no two overlap.

    import pandas as pd
    rows = pd.read_csv("observations/isis.csv").merge(
        pd.read_csv("series.csv"), left_on="series", right_on="id", suffixes=("", "_series"))

Files are UTF-8 with commas. Excel opens them rightly by Data > From Text/CSV.
"""


def readme(package):
    """README.md of the package, in English."""
    about = package.descriptor
    licence = about["licenses"][0]
    return README.format(
        title=about["title"],
        description=about["description"],
        version=about["version"],
        date=about["created"][:10],
        licence=f"{licence['title']} ({licence['path']})",
    )


def codebook(package, language):
    """Every table and column in one language, as Markdown."""
    with translation.edition(language):
        parts = [f"# {_('Codebook')}: {_('the data package')}", _about()]
        parts += [_table(one, language) for one in package.descriptor["resources"]]
        text = "\n\n".join(parts) + "\n"
    return f'<div dir="rtl">\n\n{text}\n</div>\n' if language == "ar" else text


def _about():
    return _(
        "A table a section, a column a line: its type, whether a cell may be empty and what an "
        "empty cell then means, and what it holds."
    )


def _table(resource, language):
    lines = [f"## `{resource['path']}`", described(resource, language)]
    if "schema" in resource:
        head = [_("Column"), _("Type"), _("If empty"), _("What it holds")]
        rows = [_column(field, language) for field in resource["schema"]["fields"]]
        lines.append("\n".join(map(_line, [head, ["---"] * len(head), *rows])))
    return "\n\n".join(lines)


def _column(field, language):
    constraints = field.get("constraints", {})
    empty = _("never") if constraints.get("required") else why_empty(field)
    words = described(field, language)
    if "enum" in constraints:
        words = f"{words} ({', '.join(f'`{one}`' for one in constraints['enum'])})".strip()
    return [f"`{field['name']}`", f"`{field['type']}`", empty, words]


def why_empty(field):
    """What an empty cell of a column means; LookupError for a reason that is not known."""
    reasons = {
        MISSING: _("not applicable"),
        "not found": _("not found"),
        "withheld": _("withheld"),
        "not checked": _("not checked again"),
        "below half a million": _("below half a million"),
    }
    given = field.get("missing", MISSING)
    if given not in reasons:
        raise LookupError(
            f"{field['name']}: missing {given!r} is none of {', '.join(reasons)}: "
            "correct datapackage.json, or name the reason in masalih.export.codebook"
        )
    return reasons[given]


def described(thing, language):
    """What the descriptor says of a table or column in a language."""
    return thing.get("description" if language == "en" else f"description_{language}", "")


def _line(cells):
    plain = (re.sub(r"[|\n]", " ", cell) for cell in cells)
    return f"| {' | '.join(plain)} |"
