"""`masalih teach`: the teacher's book and the sheets to give out as PDF, and the teacher's site."""

import sys
import time

from masalih.book.paper import gather, pdf
from masalih.book.site import build
from masalih.book.teach import answers, grading, material, powerpoint, site
from masalih.exercises import bank
from masalih.translation import translator


def books(root, edition):
    """(the teacher's book, the sheets to give out) of an edition, as gather.Book."""
    _, bodies = translator(edition), material.pages(root, edition)
    sheets = material.part_sheets(bodies, edition)
    material.name_decks(bodies, edition)
    bodies[f"book/{edition}/teaching/answers"] = gather.text_of(answers.page(edition))
    book = gather.bind(
        root,
        edition,
        bodies,
        dict.fromkeys(bodies, ""),
        _("The teacher’s book"),
        subtitle=_("Plans, notes and keys for the seminar"),
        sources=_("Sources"),
        preface=[
            _(
                "This copy is for those who teach. It holds what students do not see: notes, "
                "keys, verdicts of the session, what a good answer holds. Do not put it where "
                "a class finds it."
            ),
            _(
                "The sheets to give out are in a file of their own, handouts-{edition}.pdf, "
                "numbered as they are named here."
            ).format(edition=edition),
        ],
    )
    pack = gather.bind(
        root,
        edition,
        {sheet.page: _sheet(sheet, edition, _) for sheet in sheets},
        dict.fromkeys((sheet.page for sheet in sheets), ""),
        _("Sheets to give out"),
        sources=_("Sources"),
    )
    return book, pack


def _sheet(sheet, edition, _):
    """The markup of a sheet, with its number above its title."""
    number = _("Sheet {number}").format(number=gather.in_digits(edition, sheet.number))
    kinds = " ".join(sheet.body.get("class", []))
    return gather.text_of(
        f'<section class="{kinds}"><p class="sheet-number">{number}</p>'
        f"{sheet.body.decode_contents()}</section>"
    )


def write(root, edition):
    """Write the files of an edition into _build/teach; their paths."""
    folder = root / "_build" / "teach"
    book, pack = books(root, edition)
    made = [
        pdf.write(root, book, folder / edition, name="teacher"),
        grading.write(folder, edition),
    ]
    if pack.pages:
        made.append(pdf.write(root, pack, folder, name=f"handouts-{edition}", loose=True))
    return made + powerpoint.write(root, edition)


def main(root, editions=build.EDITIONS):
    """The command: build, print, say where the files are; return the exit status."""
    start = time.monotonic()
    try:
        build.build(root, editions)
        for edition in editions:
            for path in write(root, edition):
                print(f"[{edition}] {path}", flush=True)
        print(site.write(root), flush=True)
        bank.main(root)
    except build.Faults as error:
        print("The teacher's face was not made:", *error.args[0], sep="\n  ✗ ", file=sys.stderr)
        return 1
    except pdf.Unprinted as error:
        print(error.args[0], file=sys.stderr)
        return 1
    print(f"Made in {time.monotonic() - start:.0f} s: {root / '_build' / 'teach'}")
    return 0
