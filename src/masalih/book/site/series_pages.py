"""Writes a page for every series in both editions, with its files beside it.

They are made after Sphinx, of one template, and only when the data, the code or the words changed:
as pages of Sphinx they would double the time of a build.
"""

from pathlib import Path

import pandas as pd

from masalih import (
    anchors,
    atomic_files,
    citations,
    data,
    formats,
    reference,
    translation,
    validation,
)
from masalih.book.base import bare_page, config, fingerprint
from masalih.book.base.addresses import clean
from masalih.book.base.edition import OTHER
from masalih.book.site import series_drawing
from masalih.counts import count
from masalih.export import archive, series as series_files
from masalih.rhythm import rhythm
from masalih.translation import gettext as _, pgettext

HERE = Path(__file__).parent
ASSETS = ("series.css", "series.js")
STAMP = "series-pages.sha256"  # in _build: what the pages were made of


def write(root, site):
    """Bring the folder `series` of the site up to date; nothing is done where nothing changed.

    A book without the catalogue, to which each of them leads back, has none of them.
    """
    folder, stamp = site / anchors.OWN, root / "_build" / STAMP
    motives = {row["motive"] for row in data.reread("series")}
    lists = (f"{of}/{anchors.series_page(motive, of)}.html" for of in OTHER for motive in motives)
    if not all((site / name).is_file() for name in lists):
        return
    made_of = _inputs(root)
    if folder.is_dir() and stamp.is_file() and stamp.read_text("utf-8") == made_of:
        return
    stamp.unlink(missing_ok=True)  # a write that is cut short is begun again
    found = files(root)
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.iterdir():
        if path.name not in found:
            path.unlink()
    for name, content in found.items():
        atomic_files.renew(folder / name, content)
    stamp.write_text(made_of, "utf-8")


def _inputs(root):
    package = fingerprint.PACKAGE
    code = [*package.rglob("*.py"), *package.rglob("*.po"), *package.rglob("*.html")]
    code += HERE.glob("series.*s")
    settings = [config.read(root, language) for language in sorted(OTHER)]
    clock = str(archive.moment(validation.Package(validation.root())))  # it stands in the ZIPs
    made = [fingerprint.inputs(), fingerprint.digest(code, package), settings, clock]
    return fingerprint.hash_of(made)


def files(root):
    """{name: bytes} of the folder of series: pages in both editions, CSV, JSON, ZIP, and looks."""
    package = validation.Package(validation.root())
    found = {name: (HERE / name).read_bytes() for name in ASSETS}
    with data.held():
        cells: dict[str, list[dict]] = {}
        for row in data.reread("observations"):
            cells.setdefault(row["series"], []).append(row)
        known = data.series()
        rows: dict[str, list] = {}
        for row in data.observations().itertuples():
            rows.setdefault(row.series, []).append(row)
        for id in known.index:
            for kind, content in series_files.files(id, cells[id], package).items():
                found[f"{id}.{kind}"] = content
        for language in OTHER:
            with translation.edition(language):
                make = Pages(root, language, package, known, rows)
                for id in known.index:
                    found[anchors.own_file(id, language)] = make.page(id).encode("utf-8")
    return found


class Pages:
    """What the pages of one edition share, which must be the edition in force.

    known: `data.series()`; rows: {id: its observations, as `itertuples` gives them}.
    """

    def __init__(self, root, language, package, known, rows):
        self.language, self.package, self.known, self.rows = language, package, known, rows
        self.sources = data.sources().to_dict("index")
        settings = config.read(root, language)
        self.book = settings["title"]
        self.address = clean(settings.get("html", {}).get("baseurl"))
        self.today = package.descriptor["created"][:10]
        self.base = f"../{language}/{anchors.reference_page('', language)}"
        self.template = bare_page.template(HERE / "series.html")

    def page(self, id):
        """The page of a series as HTML."""
        row, own, lang = self.known.loc[id], self.rows[id], self.language
        name = formats.digits(row[f"name_{lang}"])
        beat = rhythm([row.end for row in own], self.today)
        files = {of: anchors.own_file(id, of) for of in sorted(OTHER)}
        place = f"{self.address}{anchors.OWN}/" if self.address else ""
        ids = series_files.sources_with_second([row._asdict() for row in own])
        return self.template.render(
            id=id,
            book=self.book,
            name=name,
            definition=formats.digits(row[f"definition_{lang}"]),
            alternates=[
                *((of, place + file) for of, file in files.items()),
                ("x-default", place + files["ar"]),
            ],
            canonical=place and place + files[lang],
            twin=files[OTHER[lang]],
            catalogue=self.base + anchors.address("series", id, anchors.series_file(row["motive"])),
            axis=_axis(own, row["unit"]),
            drawing=series_drawing.svg(own, row["unit"], joined=beat is not None),
            facts=self._facts(row, own),
            next=_next(beat, pd.Timestamp(self.today)),
            rivals=[self._rival(other) for other in row["rival_of"]],
            rows=reference.figures(row, own, page=""),
            citation=self._citation(id, name),
            sources_title=citations.sources_label(len(ids)),
            sources=citations.entries(
                "ul", (citations.source_item(source, self.sources[source]) for source in ids)
            ),
        )

    def _facts(self, row, own):
        facts = {
            _("Counted by"): formats.name(row["counter"]),
            _("Unit"): formats.name(row["unit"]),
            _("Place"): formats.name(row["place"]),
            _("Period"): _span(own),
            pgettext("how many", "Figures"): count(len(own), "value", words=False),
        }
        return [(label, text) for label, text in facts.items() if text]

    def _rival(self, id):
        row, own = self.known.loc[id], self.rows[id]
        facts = f"{formats.name(row['counter'])}{_(', ')}{_span(own)}"
        return (
            anchors.own_file(id, self.language),
            formats.digits(row[f"name_{self.language}"]),
            facts,
        )

    def _citation(self, id, name):
        return _(
            "“{name}”, series {id} of the data package of “{book}”, version {version}, {day}.",
            name=name,
            id=id,
            book=self.book,
            version=formats.version(self.package.descriptor["version"]),
            day=formats.date(self.today),
        )


def _span(own):
    return formats.span(min(row.start.year for row in own), max(row.end.year for row in own))


def _axis(own, unit):
    """What the axis of the drawing counts."""
    _size, name = series_drawing.scale(own)
    unit = formats.name(unit)
    return {
        "billion": _("{unit}, in billions", unit=unit),
        "million": _("{unit}, in millions", unit=unit),
    }.get(name, unit)


def _next(beat, today):
    """What the rhythm of the rows says of the next figure, said to be computed."""
    if beat is None:
        return _("None is expected: the figures keep no rhythm.")
    step = _step(beat)
    if beat.stopped:
        return _(
            "None is expected: the figures came {step}, and for longer than three such steps there"
            " has been none.",
            step=step,
        )
    values = {"day": formats.date(beat.next), "step": step}
    if beat.next <= today:
        return _(
            "One for the period that ended on {day} is due and not in the data. Computed from the"
            " rhythm of the figures ({step}); nobody announced it.",
            **values,
        )
    return _(
        "One for the period that ends on {day}. Computed from the rhythm of the figures ({step});"
        " nobody announced it.",
        **values,
    )


def _step(beat):
    """How often figures come."""
    known = {1: _("every month"), 3: _("every quarter"), 12: _("every year")}
    if beat.months in known:
        return known[beat.months]
    if beat.months:
        return _("every {time}", time=count(beat.months, "months", oblique=True, words=True))
    return _("about every {time}", time=count(beat.days, "days", oblique=True, words=True))
