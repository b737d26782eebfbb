"""How a table of data/tables is made from the file that its publisher gives out.

A recipe takes the rows of that file, {column: text}, and gives those of the table, in order.
`masalih make-table NAME FILE` prints the table, to be compared with the one in the package.
"""

import csv
import difflib
import io
import json
import sys

from masalih.recipes import (
    aid,
    deliveries,
    governorates,
    orders,
    sipri,
    strikes,
    troops,
    ucdp,
    unga,
    unhcr,
)
from masalih.validation import root

RECIPES = {
    "air_to_air_missiles": deliveries.air_to_air,
    "arms_deliveries": deliveries.to_iraq,
    "arms_orders": orders.orders,
    "arms_tiv_2022_edition": sipri.volumes,
    "coalition_strikes_monthly": strikes.monthly,
    "milex_region_sipri": sipri.spending,
    "ucdp_deaths_yearly": ucdp.yearly,
    "ucdp_is_deaths_monthly": ucdp.monthly,
    "unga_ideal_points": unga.points,
    "unhcr_iraqis_syria": unhcr.iraqis,
    "us_aid_iraq_accounts": aid.accounts,
    "us_aid_iraq_totals": aid.totals,
    "us_military_aid_region": aid.region,
    "us_training_iraq": aid.training,
    "us_troops_dmdc": troops.iraq,
    "us_troops_region_dmdc": troops.region,
}

DRAWINGS = {"iraq_governorates": governorates.drawn}  # from the text of a file that is no table

BY_HAND = "each row is read from its own source, so there is no file to make it from"
COMPUTED = "masalih replay computes it from the rest of the package"
TAKEN = "no raw file was kept: it was taken from {}"
WITHOUT = (
    dict.fromkeys(
        (
            "attack_targets",
            "commitments",
            "contested_dates",
            "convoys",
            "delegations",
            "meetings",
            "notification_purposes",
            "omitted_reasons",
            "outlook",
            "places",
            "promises",
            "statement_terms",
        ),
        BY_HAND,
    )
    | {
        "fms_implemented": TAKEN.format("the pages of DSCA's Historical Sales Book (PDF)"),
        "us_security_aid_stages": TAKEN.format("totals by sector of ForeignAssistance.gov, 2025"),
        "white_house_iraq": TAKEN.format("a count of the texts in a copy of the White House's"),
    }
    | {"verdict_turns": COMPUTED}
)


def made(name, text):
    """The table `name`, as its file stands, from the text of the publisher's file.

    ValueError, with what to do, for a table without a recipe or a column that the file lacks.
    """
    if name in DRAWINGS:
        return DRAWINGS[name](text)
    if name not in RECIPES:
        near = " or ".join(difflib.get_close_matches(name, RECIPES)) or ", ".join(RECIPES)
        why = WITHOUT.get(name, f"there is no such table. Remedy: did you mean {near}?")
        raise ValueError(f"{name} has no recipe: {why}")
    try:
        rows = list(RECIPES[name](list(csv.DictReader(io.StringIO(text)))))
    except KeyError as error:
        about = " ".join((RECIPES[name].__doc__ or "").split())
        raise ValueError(
            f"no {error} in the file. Remedy: {name} is made of this: {about}"
        ) from error
    out = io.StringIO()
    writer = csv.DictWriter(out, columns(name), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def columns(name):
    """The columns of a table, as datapackage.json describes it."""
    described = json.loads((root() / "datapackage.json").read_text("utf-8"))["resources"]
    schema = next(one["schema"] for one in described if one["name"] == name)
    return [field["name"] for field in schema["fields"]]


def main(name, file):
    """`masalih make-table`: print the table made from `file`; 0, or 1 where that cannot be."""
    try:
        sys.stdout.write(made(name, file.read_text("utf-8-sig")))
    except (OSError, ValueError) as error:
        print(f"{file}: {error}", file=sys.stderr)
        return 1
    return 0
