"""Beside the data of a figure: what they mean, for programs, and all of it as one ZIP."""

from pathlib import Path

from masalih import validation
from masalih.atomic_files import as_json
from masalih.book.base import addresses
from masalih.book.figures import toolbar
from masalih.export import archive

README = """\
{title}
{subtitle}

{citation}

- {name}.csv: the data, UTF-8 with a byte order mark, so that Excel opens it by double click.
- {name}.json: what the figure says and shows, its series, its sources, its place in the book.
- {name}.svg: the drawing.

Terms: {licence}. The sources keep terms of their own.
"""


def write(builder, about):
    """Write JSON and ZIP of a figure beside its CSV.

    about: its bundle, with the "page" and "id" where it stands.
    """
    package = validation.Package(validation.root())
    found, name = metadata(builder, about, package), about["name"]
    text = as_json(found)
    inside = {
        f"{name}.csv": about["csv"],
        f"{name}.json": text,
        f"{name}.svg": about["svg"]["wide"],
        "README.txt": README.format(**found),
    }
    whole = archive.packed(
        {file: content.encode("utf-8") for file, content in inside.items()}, package
    )
    for kind, content in (("json", text.encode("utf-8")), ("zip", whole)):
        path = Path(builder.outdir, addresses.chart_file(name, kind))
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)


def metadata(builder, about, package):
    """What a program, and the page to embed the figure by, must know of it; as JSON can hold it."""
    head, language = package.descriptor, builder.config.language
    licence = head["licenses"][0]
    label = toolbar.label(builder, about)
    return {
        "name": about["name"],
        "language": language,
        "title": about["title"],
        "subtitle": about["subtitle"],
        "description": about["alt"],
        "notes": about["notes"],
        "label": label,
        "citation": toolbar.citation(builder, about, label, plain=True),
        "asOf": about.get("as_of") or None,
        "page": f"{builder.get_target_uri(about['page'])}#{about['id']}",
        "size": list(map(round, about["sizes"]["wide"])),
        "narrow": list(map(round, about["sizes"]["narrow"])),
        "series": about["series"],
        "sources": about["sources"],
        "version": head["version"],
        "created": head["created"][:10],
        "licence": f"{licence['title']}, {licence['path']}",
    }
