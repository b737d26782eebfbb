"""One series to take away: its rows as CSV, what they mean as JSON, both with their sources as ZIP.

The CSV begins with a byte order mark, without which Excel reads Arabic in another alphabet.
"""

import csv
import io
import json

from masalih import bibliography, data
from masalih.atomic_files import as_json
from masalih.export.archive import packed
from masalih.rhythm import rhythm

MARK = "\ufeff"
KINDS = ("csv", "json", "zip")
ROWS = (
    *("id", "series", "start", "end", "value", "low", "high", "bound"),
    *("by", "place", "source", "corroborates", "confidence", "checked"),
)
README = """\
{name}

Series {id} of the data package "{title}", version {version}.

- {id}.csv: one row a figure, UTF-8 with a byte order mark, so that Excel opens it by double click.
- {id}.json: what it measures, who counts, unit, rivals, the next figure by its rhythm, sources.
- {id}.bib: its sources as BibLaTeX.

Terms: {licence}. The sources keep terms of their own.
"""


def files(id, rows, package):
    """{"csv", "json", "zip": bytes} of a series of a sound package.

    rows: its observations as {field: text}, in the order of the CSV.
    """
    table = (MARK + _csv(id, rows)).encode("utf-8")
    about = metadata(id, rows, package)
    described = as_json(about).encode("utf-8")
    sources = bibliography.bibtex([s["id"] for s in about["sources"]], package).encode("utf-8")
    readme = README.format(
        name=about["name"]["en"],
        id=id,
        title=package.descriptor["title"],
        version=about["version"],
        licence=about["licence"],
    )
    inside = {
        f"{id}.csv": table,
        f"{id}.json": described,
        f"{id}.bib": sources,
        "README.txt": readme.encode("utf-8"),
    }
    return {"csv": table, "json": described, "zip": packed(inside, package)}


def _csv(id, rows):
    about = data.entry("series", id)
    unit = data.entry("terms", about["unit"]) or {"en": about["unit"], "ar": about["unit"]}
    more = {
        "unit": about["unit"],
        "unit_en": unit["en"],
        "unit_ar": unit["ar"],
        "name_en": about["name_en"],
        "name_ar": about["name_ar"],
    }
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow([*ROWS, *more, "note_en", "note_ar"])
    for row in rows:
        cells = [row[name] for name in ROWS]
        table.writerow([*cells, *more.values(), row["note_en"], row["note_ar"]])
    return out.getvalue()


def metadata(id, rows, package):
    """What a program must know of a series to use its CSV, as JSON can hold it."""
    about, head = data.entry("series", id), package.descriptor
    licence = head["licenses"][0]
    term = {name: data.entry("terms", about[name]) or {} for name in ("unit", "counter", "place")}
    return {
        "id": id,
        "name": {"ar": about["name_ar"], "en": about["name_en"]},
        "definition": {"ar": about["definition_ar"], "en": about["definition_en"]},
        **{
            name: {"id": about[name], "ar": row.get("ar", ""), "en": row.get("en", "")}
            for name, row in term.items()
        },
        "measure": about["measure"],
        "additive": about["additive"] == "true",
        "motive": about["motive"],
        "rivals": [other for other in about["rival_of"].split(";") if other],
        "rows": len(rows),
        "start": min(row["start"] for row in rows),
        "end": max(row["end"] for row in rows),
        "nextExpected": _next(rows, package),
        "version": head["version"],
        "created": head["created"][:10],
        "licence": f"{licence['title']}, {licence['path']}",
        "files": {kind: f"{id}.{kind}" for kind in KINDS},
        "sources": json.loads(bibliography.csl_json(sources_with_second(rows), package)),
    }


def sources_with_second(rows):
    """Ids of all sources of rows: those they rest on, then those that bear them out."""
    cells = [row[name] for name in ("source", "corroborates") for row in rows]
    return list(dict.fromkeys(id.strip() for cell in cells for id in cell.split(";") if id))


def _next(rows, package):
    found = rhythm([row["end"] for row in rows], package.descriptor["created"][:10])
    if found is None:
        return None
    return {
        "periodEnd": None if found.stopped else str(found.next.date()),
        "stepMonths": found.months or None,
        "stepDays": found.days,
        "kept": f"{found.kept} of the last {found.gaps} gaps",
        "how": "computed from the rhythm of the rows; nobody announced it",
    }
