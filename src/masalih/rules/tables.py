"""What a row of each table taken from published data may say.

The rules of the package's own records are in `masalih.rules.records`.

A rule yields (field, problem, remedy) for one row; only what could mislead a chart has one.
"""

import datetime
import re
from calendar import monthrange

from masalih.rules.cells import as_date, as_month, as_number, as_whole, near
from masalih.rules.records import month_number, order_problem

# Tables whose source leaves no year or month out: (column, its reader) of what must follow on.
UNBROKEN = {
    "ucdp_deaths_yearly": ("year", as_whole),
    "coalition_strikes_monthly": ("month", month_number),
}
LAST_DEPLOYED = datetime.date(2017, 9, 30)  # of DMDC: later figures hold assigned forces only


def yearly_rule(package, row):
    year = as_whole(row["year"])
    if year and year > package.today.year:
        yield "year", f"{year} is in the future", "check the year"
    kinds = ("state_based", "non_state", "one_sided")
    for kind in (*kinds, "total"):
        yield from order_problem(row, f"{kind}_low", f"{kind}_best", as_whole)
        yield from order_problem(row, f"{kind}_best", f"{kind}_high", as_whole)
    for bound in ("low", "best", "high"):
        parts = [as_whole(row[f"{kind}_{bound}"]) for kind in (*kinds, "total")]
        if None not in parts and sum(parts[:3]) != parts[3]:
            yield (
                f"total_{bound}",
                f"the total {parts[3]} is not the sum of its parts, {sum(parts[:3])}",
                "check the four figures",
            )


def monthly_deaths_rule(package, row):
    """UCDP prints a few events with low, best and high out of order.

    They are kept as published, but only where the note says so.
    """
    if not row["note"]:
        yield from order_problem(row, "low", "best", as_whole)
        yield from order_problem(row, "best", "high", as_whole)


def strikes_rule(package, row):
    month, days, releases = (
        as_month(row["month"]),
        as_whole(row["days_in_month"]),
        as_whole(row["release_days"]),
    )
    if month and days is not None and days != monthrange(month.year, month.month)[1]:
        yield "days_in_month", f"{row['month']} does not have {days} days", "correct the number"
    if days is not None and releases is not None and releases > days:
        yield "release_days", "more days with a release than the month has", "correct the number"


def troops_rule(package, row):
    names = ("active_duty", "guard_reserve", "civilian")
    yield from quarter_problem(row)
    if row["status"] == "withheld":
        for name in (*names, "total"):
            if row[name]:
                yield (
                    name,
                    "a withheld number is empty, never a figure",
                    "empty the cell, or correct status",
                )
    elif not row["active_duty"]:
        yield (
            "active_duty",
            f"the row is {row['status']} but has no figure",
            "fill it, or write withheld",
        )
    parts = [as_whole(row[name]) for name in (*names, "total")]
    if None not in parts and sum(parts[:3]) != parts[3]:
        yield (
            "total",
            f"the total {parts[3]} is not the sum of its parts, {sum(parts[:3])}",
            "check the four figures",
        )


def quarter_problem(row):
    """DMDC counts at the end of a quarter."""
    if not row["date"].endswith(("-03-31", "-06-30", "-09-30", "-12-31")):
        yield "date", f"{row['date']} ends no quarter", "write the last day of the quarter"


LOANS = {"fmf-loan", "food-credit"}


def aid_rule(package, row):
    """A loan is repaid: it stands in an account of its own, so that no sum of grants holds it."""
    if (row["account"] in LOANS) != (row["kind"] == "loan"):
        yield (
            "kind",
            f"the account {row['account']} is marked {row['kind']}",
            f"loan is for {' and '.join(sorted(LOANS))}, and for nothing else",
        )


def aid_stage_rule(package, row):
    yield from order_problem(row, "of_which_loans_usd", "usd", as_whole)


def sales_rule(package, row):
    """The printed total is what the buyer pays and what US financing pays, even below nothing."""
    parts = {
        other["funding"]: as_whole(other["usd"])
        for other in package.read("fms_implemented").rows
        if (other["fiscal_year"], other["place"]) == (row["fiscal_year"], row["place"])
    }
    if row["funding"] == "total" and None not in parts.values() and len(parts) == 3:
        due = parts["national-funds"] + parts["fmf"]
        if parts["total"] != due:
            yield "usd", f"the total {row['usd']} is not the sum {due}", "check the three figures"
    elif len(parts) != 3:
        yield "funding", "one of the three figures is missing", "restore it"


def training_rule(package, row):
    """A cost that was not printed is empty: a zero would read as training for nothing."""
    if (row["cost_status"] == "not_reported") != (row["cost_usd"] == ""):
        yield (
            "cost_usd",
            "the cost is empty exactly where it was not reported",
            "empty the cell, or correct cost_status",
        )
    without, places = as_whole(row["places_without_cost"]), as_whole(row["places"])
    if without is not None and places is not None and without > places:
        yield (
            "places_without_cost",
            "more places without a cost than places",
            "check the two figures",
        )


def unhcr_rule(package, row):
    """A year's count is al-Hol's only where UNHCR says so.

    A year not reported is empty, never zero, and never left out.

    A year not reported is empty, never zero, and never left out.
    """
    status, counted = row["status"], as_whole(row["al_hol"])
    if (status in ("counted", "governorate")) != (counted is not None):
        yield (
            "al_hol",
            f"the row is {status} but its figure is {row['al_hol'] or 'empty'}",
            "fill or empty the cell, or correct status",
        )
    elif counted is not None and counted != as_whole(row["others_of_concern"]):
        yield (
            "al_hol",
            f"{counted} is not the others of concern, {row['others_of_concern']}",
            "check both against the source",
        )
    if status != "counted" and not row["note"]:
        yield (
            "note",
            f"the row is {status} without a word on it",
            "say in the note what the year lacks",
        )
    yield from sequence_problem(package, row, "unhcr_iraqis_syria", "year")


def sequence_problem(package, row, table, name):
    """A fault of a row whose whole number does not follow one of an earlier row.

    The first row of the table is excepted.
    """
    numbers = [as_whole(other[name]) for other in package.read(table).rows]
    number = as_whole(row[name])
    if None not in (number, numbers[0]) and number != numbers[0] and number - 1 not in numbers:
        yield name, f"nothing stands before {number}", f"restore the missing {name}"


CONVOY_SERIES = {
    "families": "convoy_families",
    "persons": "convoy_persons",
    "rival_families": "convoy_families_alt",
    "rival_persons": "convoy_persons_alt",
}


def convoy_rule(package, row):
    """The ledger holds no figures: it names observations.

    Each is of the right series and, by its own note, of this convoy.
    """
    known: dict[str, dict] = {}
    for name in package.observations:
        known |= package.lookup(name)
    for name, series in CONVOY_SERIES.items():
        for item in filter(None, row[name].split(";")):
            found = known.get(item)
            if item in package.lost_ids:
                continue  # told where it was lost
            if not found or found["series"] != series:
                yield name, f"{item!r} is not an observation of {series}", near(item, known)
            elif not re.match(rf"Convoy {row['number']}\b", found["note_en"]):
                yield (
                    name,
                    f"the note of {item} does not say convoy {row['number']}",
                    "correct the number, or the note of the observation",
                )
    if not (row["families"] and row["persons"]) and not row["note"]:
        yield (
            "note",
            "a figure is missing without a word on it",
            "say in the note what was not published",
        )
    yield from sequence_problem(package, row, "convoys", "number")


def attack_targets_rule(package, row):
    """The table splits a total between two countries.

    Another total, or parts that do not add up to it, would bend the lines.
    """
    whole = package.lookup("observations-iran").get(row["id"])
    if whole and whole["series"] != "attacks_cumulative_oct2023":
        yield (
            "id",
            f"{row['id']} is an observation of {whole['series']}",
            "name a reading of attacks_cumulative_oct2023",
        )
    parts = [
        as_whole(row["iraq"]),
        as_whole(row["syria"]),
        as_whole(whole["value"]) if whole else None,
    ]
    if None not in parts and sum(parts[:2]) != parts[2]:
        yield (
            "iraq",
            f"the parts are {sum(parts[:2])}, the total is {parts[2]}",
            "check the three figures",
        )


def deliveries_rule(package, row):
    if row["order_year_estimated"] == row["delivery_year_estimated"] == "false":
        yield from order_problem(row, "order_year", "delivery_year", as_whole)


def orders_rule(package, row):
    """Nothing delivered has no years, something delivered has them.

    SIPRI lists no more delivered than ordered.
    """
    yield from order_problem(row, "delivered", "ordered", as_whole)
    yield from order_problem(row, "tiv_delivered", "tiv_ordered", as_whole)
    years = row["delivery_years"].split(";") if row["delivery_years"] else []
    if years != sorted(set(years)) or min(years, default="9999") < row["order_year"]:
        yield (
            "delivery_years",
            f"the years {row['delivery_years']} do not follow the order of {row['order_year']}",
            "write each once, in order",
        )
    if (as_whole(row["delivered"]) == 0) != (row["delivery_years"] == ""):
        yield (
            "delivery_years",
            f"{row['delivered']} delivered, in the years {row['delivery_years'] or '(none)'}",
            "correct the number or the years",
        )


def old_edition_rule(package, row):
    if (row["status"] == "below_half_million") != (row["tiv"] == ""):
        yield (
            "tiv",
            "a volume printed as 0 is empty and below_half_million, never a figure",
            "empty the cell, or correct status",
        )


def meetings_rule(package, row):
    yield from order_problem(row, "start", "end", as_date)
    known = {
        name
        for name, term in package.lookup("terms").items()
        if term["note"] == "subject of a meeting"
    }
    for subject in filter(lambda name: name not in known, row["subjects"].split(";")):
        yield "subjects", f"{subject!r} is not a subject of meetings", near(subject, known)


def statement_rule(package, row):
    """A phrase stands in a text at most as often as each of its words.

    A text has more words than terms.
    """
    if not re.match(rf"text-{row['date']}(?!\d)", row["id"]):
        yield "date", f"{row['id']} is not of {row['date']}", "correct the day, or the id"
    inside = [
        ("strategic_partnership", "partnership"),
        ("security_partnership", "partnership"),
        ("strategic_defence_partnership", "defence_partnership"),
        ("partnership", "words"),
        ("security", "words"),
    ]
    for part, whole in inside:
        if (as_whole(row[part]) or 0) > (as_whole(row[whole]) or 0):
            yield part, f"{row[part]} is more than {whole}, {row[whole]}", "count the text again"


def commitment_rule(package, row):
    """What was promised is due, and kept, after the event that promised it."""
    events = package.lookup("events")
    made, kept = events.get(row["made_by"]), events.get(row["kept_by"])
    if made and row["due"] < made["start"]:
        yield (
            "due",
            f"due {row['due']} comes before {row['made_by']} of {made['start']}",
            "correct the day, or the event that set it",
        )
    if made and kept and kept["end"] < made["start"]:
        yield (
            "kept_by",
            f"{row['kept_by']} of {kept['start']} comes before {row['made_by']} of {made['start']}",
            "name the event by which it was done, or correct the day of the event",
        )


def promise_rule(package, row):
    for name in ("due", "done"):
        yield from order_problem(row, "made", name, as_date)
    if bool(row["done"]) != bool(row["source_done"]):
        yield (
            "source_done",
            "a day without its source, or a source without its day",
            "fill done and source_done, or neither",
        )


def white_house_rule(package, row):
    for part, whole in (("naming_iraq", "texts"), ("iraq_in_title", "naming_iraq")):
        yield from order_problem(row, part, whole, as_whole)
    for name in ("start", "end"):
        if not row[name].startswith(row["year"]):
            yield name, f"{row[name]} is not in {row['year']}", "correct the day, or the year"


def region_troops_rule(package, row):
    """From December 2017 DMDC prints no deployed forces.

    Such a figure called counted would be drawn as a withdrawal.
    """
    date, names = as_date(row["date"]), ("active_duty", "guard_reserve", "civilian")
    yield from quarter_problem(row)
    if date and row["status"] == "counted" and date > LAST_DEPLOYED:
        yield (
            "status",
            f"a figure after {LAST_DEPLOYED} holds no deployed forces",
            "write assigned_only, or withheld",
        )
    if (row["status"] == "withheld") != (not row["active_duty"]):
        yield (
            "active_duty",
            f"the row is {row['status']}",
            "a withheld number is empty, any other row has its figure",
        )
    parts = [as_whole(row[name]) for name in (*names, "total")]
    if None not in parts and sum(parts[:3]) != parts[3] and not row["note"]:
        yield (
            "total",
            f"the total {parts[3]} is not the sum of its parts, {sum(parts[:3])}",
            "check the four figures, or say in the note that it was printed so",
        )


def ideal_points_rule(package, row):
    yield from order_problem(row, "low", "ideal_point", as_number)
    yield from order_problem(row, "ideal_point", "high", as_number)
    year = as_whole(row["year"])
    if year and year > package.today.year:
        yield "year", f"{year} is in the future", "check the year"


TABLE_RULES = {
    "ucdp_deaths_yearly": yearly_rule,
    "ucdp_is_deaths_monthly": monthly_deaths_rule,
    "us_aid_iraq_accounts": aid_rule,
    "us_security_aid_stages": aid_stage_rule,
    "fms_implemented": sales_rule,
    "us_training_iraq": training_rule,
    "coalition_strikes_monthly": strikes_rule,
    "us_troops_dmdc": troops_rule,
    "convoys": convoy_rule,
    "attack_targets": attack_targets_rule,
    "unhcr_iraqis_syria": unhcr_rule,
    "arms_deliveries": deliveries_rule,
    "arms_orders": orders_rule,
    "arms_tiv_2022_edition": old_edition_rule,
    "meetings": meetings_rule,
    "statement_terms": statement_rule,
    "commitments": commitment_rule,
    "promises": promise_rule,
    "white_house_iraq": white_house_rule,
    "us_troops_region_dmdc": region_troops_rule,
    "unga_ideal_points": ideal_points_rule,
}
