"""What a row may say, where no descriptor can state it.

The rules know nothing of files: `masalih.validation` reads, applies them and reports.

A row rule yields (field, problem, remedy) for one row of one table.
"""

import datetime
import re

from masalih.rules.cells import as_date, as_month, as_number, last_day, near
from masalih.rules.claims import claim_rule
from masalih.rules.nouns import noun_rule
from masalih.rules.sources import source_rule

NOT_WHOLE = {"percent", "incidents_per_day", "attacks_per_quarter", "km2", "kilograms", "usd"}
LONGEST_EVENT = 90  # days, where its first and last are known
CAN_FALL = {"change"}
TIV_EDITION = "2026"  # of every series of SIPRI volumes whose id names no other edition


def record_number(id):
    """(prefix, number) of an observation's or event's id, by which ids are in order.

    cp-1000 is after cp-999.
    """
    prefix, _, number = id.rpartition("-")
    return prefix, int(number)


def order_problem(row, low, high, reader):
    """A fault of `high` where both cells can be read and high comes before low."""
    first, last = reader(row[low]), reader(row[high])
    if first is not None and last is not None and last < first:
        yield (
            high,
            f"{high} {row[high]} comes before {low} {row[low]}",
            f"swap or correct {low} and {high}",
        )


def month_number(text):
    month = as_month(text)
    return month.year * 12 + month.month if month else None


def observation_rule(package, row):
    series = package.lookup("series").get(row["series"])
    yield from order_problem(row, "start", "end", as_date)
    yield from order_problem(row, "low", "high", as_number)
    value, low, high = (as_number(row[name]) for name in ("value", "low", "high"))
    if value is None and (low is None or high is None):
        yield (
            "value",
            "there is neither a value nor a whole range",
            "fill value, or both low and high",
        )
    if value is not None and (low is None) != (high is None):
        yield (
            "high" if high is None else "low",
            "a range has one end only",
            "fill both low and high, or neither",
        )
    if low is not None and low == high:
        yield "high", f"the range from {row['low']} to {row['high']} is one figure", "write value"
    if (row["bound"] == "range") != (row["value"] == ""):
        yield (
            "bound",
            "bound is range exactly where value is empty",
            "set bound to range, or to how the value was printed",
        )
    if value is not None and (
        (low is not None and value < low) or (high is not None and value > high)
    ):
        yield (
            "value",
            f"{row['value']} lies outside its range {row['low']}–{row['high']}",
            "correct the value or the range",
        )
    if row["corroborates"] and row["corroborates"] == row["source"]:
        yield (
            "corroborates",
            "the second source is the first",
            "name another source or leave it empty",
        )
    if bool(row["checked"]) != bool(row["checked_how"]):
        yield (
            "checked_how",
            "a check needs both its day and what was opened",
            "fill checked and checked_how, or neither",
        )
    yield from note_rule(row)
    yield from checked_rule(package, row)
    if series:
        yield from figure_rule(row, series)
    if series and series["unit"] == "sipri_tiv":
        yield from edition_rule(package, row)
    if series and series["measure"] != "plan":
        yield from published_rule(package, row)
        for name in ("start", "end"):
            if (as_date(row[name]) or datetime.date.min) > package.today:
                yield (
                    name,
                    f"{row[name]} is in the future",
                    "check the date; only a series of plans may look ahead",
                )


def note_rule(row):
    """Whoever reads one edition is told what the other is told."""
    if bool(row["note_ar"]) != bool(row["note_en"]):
        yield (
            "note_en" if row["note_ar"] else "note_ar",
            "a note in one language only",
            "write it in both",
        )


def figure_rule(row, series):
    """What the unit and the measure of the series allow a figure to be."""
    for name in ("value", "low", "high"):
        figure = as_number(row[name])
        if figure is None:
            continue
        if series["unit"] == "percent" and 0 < abs(figure) < 1:
            yield (
                name,
                f"{row[name]} looks like a share, the unit is per cent",
                f"write {figure * 100:g}; if it is less than one in a hundred, give the series "
                "another unit",
            )
        if series["unit"] == "percent" and (
            figure < -100 or (figure > 100 and series["measure"] not in CAN_FALL)
        ):
            yield (
                name,
                f"{row[name]} per cent is not possible",
                "check the figure, or the unit of the series",
            )
        if series["unit"] not in NOT_WHOLE and figure != int(figure):
            yield (
                name,
                f"{row[name]} {series['unit']} is not a whole number",
                "check the figure, or the unit of the series",
            )


def edition_rule(package, row):
    """SIPRI revises every year of its volumes in each edition.

    A series holds one edition, the one its id names.
    """
    source = package.lookup("sources").get(row["source"])
    named = re.search(r"_(\d{4})_edition$", row["series"])
    wanted = named[1] if named else TIV_EDITION
    if source and not source["published"].startswith(wanted):
        yield (
            "source",
            f"{row['series']} is of the edition of {wanted}, the source is of "
            f"{source['published'] or 'no date'}",
            "put the figure in a series of its own edition",
        )


def published_rule(package, row):
    """A page cannot report a period that begins after it was published."""
    source = package.lookup("sources").get(row["source"])
    start, published = as_date(row["start"]), last_day(source["published"]) if source else None
    if start and published and start > published:
        yield (
            "start",
            f"the period starts after its source was published ({source['published']})",
            "check the dates and the source",
        )


def checked_rule(package, row):
    """A page cannot be compared before it was there."""
    source = package.lookup("sources").get(row["source"])
    if source and row["checked"] and row["checked"] < source["published"][:10]:
        yield (
            "checked",
            f"{row['checked']} comes before the source was published ({source['published']})",
            "correct the day of the check, or the source",
        )


def series_rule(package, row):
    known = package.lookup("series")
    rivals = [name for name in row["rival_of"].split(";") if name]
    for rival in rivals:
        if rival == row["id"]:
            yield "rival_of", "the series is its own rival", "delete it from the list"
        elif rival not in known:
            yield "rival_of", f"{rival!r} is not a series", near(rival, known)
    if len(set(rivals)) < len(rivals):
        yield "rival_of", "a rival is named twice", "delete one"
    wrong_units = list(unit_rule(package, row))
    yield from wrong_units
    if known.keys() >= set(rivals) and not wrong_units:
        yield from rival_rule(package, row, rivals)
    if row["additive"] == "true" and row["measure"] in (
        "rate",
        "level",
        "cumulative",
        "share",
        "change",
        "plan",
    ):
        yield (
            "additive",
            f"a {row['measure']} cannot be summed over periods",
            "write false, or correct measure",
        )


def rival_rule(package, row, rivals):
    """Rivals name each other, and measure things that can be set against each other."""
    known = package.lookup("series")
    unnamed = [
        id
        for id in package.named_as_rival.get(row["id"], ())
        if id not in rivals and comparable(package, row, known[id])
    ]
    if unnamed:
        yield (
            "rival_of",
            f"{' and '.join(unnamed)} names it as a rival, but it does not name them",
            "add what is missing here, or delete it there",
        )
    share = unlike(package, row)
    for rival in map(known.get, rivals):
        theirs = unlike(package, rival)
        # told once, at the row that is unlike more of its rivals
        if not comparable(package, row, rival) and (share, row["id"]) > (theirs, rival["id"]):
            yield (
                "rival_of",
                f"{row['unit']} cannot be compared with the {rival['unit']} of {rival['id']}",
                "delete the rival, or correct the unit",
            )
        elif row["place"] != rival["place"] and row["motive"] != rival["motive"]:
            yield (
                "rival_of",
                f"{rival['id']} has neither the place nor the motive of {row['id']}",
                "delete the rival, or correct the place",
            )


def unlike(package, row):
    """The share of a series' rivals whose unit cannot be compared with its own."""
    known = package.lookup("series")
    rivals = [known[name] for name in row["rival_of"].split(";") if name in known]
    return sum(not comparable(package, row, rival) for rival in rivals) / max(len(rivals), 1)


def comparable(package, row, rival):
    """Whether the units of two series can be compared; of one that is no unit nothing is said."""
    units = {row["unit"], rival["unit"]}
    alike = "percent" in units or kinds_of(row["unit"]) & kinds_of(rival["unit"])
    return bool(alike) or not units <= package.units


# Units that say how much of one thing there is: rivals count it by different measures.
COMPARABLE = (
    {"attacks", "incidents", "incidents_per_day", "attacks_per_quarter", "deaths", "strikes"},
    {"persons", "families", "enrolments"},
    {"usd", "usd_per_month", "usd_per_year", "iqd", "eur", "krw"},
)


def kinds_of(unit):
    """The numbers of the groups a unit is in, or itself where it is in none."""
    return {number for number, group in enumerate(COMPARABLE) if unit in group} or {unit}


MONEY = {"usd": "dollar", "iqd": "dinar", "eur": "euro", "krw": "won"}


def money_rule(row):
    """Money of another kind than dollars is named, and a count of things is no money."""
    currency = row["unit"].split("_")[0]
    said = f"{row['id']} {row['name_en']} {row['definition_en']}".lower()
    others = [word for unit, word in MONEY.items() if unit not in (currency, "usd")]
    if currency in MONEY and currency not in row["id"].split("_"):
        named = re.search(rf"\b{MONEY[currency]}s?\b", said)
        if currency != "usd" and not named:
            problem = f"neither id nor name nor definition speaks of {MONEY[currency]}s"
            yield "unit", problem, "correct the unit, or name the currency in both languages"
        elif currency == "usd" and re.search(
            rf"\b(?:{'|'.join(others)})s\b", row["name_en"].lower()
        ):
            yield "unit", "the name speaks of another currency than dollars", "correct the unit"
        elif not MONEY_WORDS.search(said):
            yield "unit", "neither id nor name nor definition speaks of money", "correct the unit"


# What money is called in the names of series: a unit of money without one is a slip.
MONEY_WORDS = re.compile(
    "value|cost|fund|aid|grant|budget|sale|contract|stipend|price|financ|deal|dollar|usd|money|"
    "salar|pay|spend|worth|fee|allot|revenue|debt|expend|obligat|disburs|export|authoris|request|"
    "reserve|invest|trade|appropriat"
)


def unit_rule(package, row):
    """A unit suits the measure, and the id where the id names a unit (…_deaths_…, …_per_day_…)."""
    unit, measure = row["unit"], row["measure"]
    if (unit == "percent") != (measure in ("share", "change")):
        yield (
            "unit",
            f"the unit {unit} does not suit a {measure}",
            "percent is the unit of share and change, and of nothing else",
        )
    elif ("_per_" in unit) != (measure == "rate"):
        yield (
            "unit",
            f"the unit {unit} does not suit a {measure}",
            "a unit per day or per quarter is the unit of a rate, and of nothing else",
        )
    yield from money_rule(row)
    named = package.units & set(row["id"].split("_"))
    if (
        named
        and unit != "percent"
        and not any(unit == name or unit.startswith(f"{name}_per_") for name in named)
    ):
        yield (
            "unit",
            f"the unit {unit} is not the one its id names ({', '.join(sorted(named))})",
            "correct the unit, or rename the series",
        )


def event_rule(package, row):
    yield from note_rule(row)
    yield from order_problem(row, "start", "end", as_date)
    start, end = as_date(row["start"]), as_date(row["end"])
    if (
        row["precision"] == "month"
        and start
        and end
        and (start.day != 1 or end != last_day(row["end"][:7]))
    ):
        yield (
            "precision",
            "a month's event must run from a first to a last day of a month",
            "widen start and end, or write day",
        )
    if row["precision"] == "day" and start and end and (end - start).days > LONGEST_EVENT:
        yield "end", f"the event lasts {(end - start).days} days", "check both days, or write month"
    publisher = package.lookup("sources").get(row["source"], {}).get("publisher")
    if publisher in digests(package):
        for name in ("name_ar", "name_en"):
            if not row[name].endswith(")"):
                yield (
                    name,
                    f"the event rests on a digest alone, {publisher}",
                    "cite who said it first, or end the name with who reports it, in brackets",
                )


def digests(package):
    """Publishers on whom alone no event may rest without its name saying so."""
    fields = package.resource("sources")["schema"]["fields"]
    return next(one.get("digests", []) for one in fields if one["name"] == "publisher")


BODIES = ("actor", "institution", "publisher")  # sources write their names in many ways


def term_rule(package, row):
    """A definition stands in both languages, and each form of a term leads to one definition."""
    if bool(row["definition_ar"]) != bool(row["definition_en"]):
        yield (
            "definition_en" if row["definition_ar"] else "definition_ar",
            "a definition in one language only",
            "write it in both",
        )
    for lang in ("ar", "en"):
        also = row[f"also_{lang}"].split(";") if row[f"also_{lang}"] else []
        if also and not row[f"definition_{lang}"] and row["kind"] not in BODIES:
            yield (
                f"also_{lang}",
                "other forms of a term without a definition",
                "define the term, or leave the cell empty",
            )
        if any(form != form.strip() or not form for form in also):
            yield (
                f"also_{lang}",
                "a form is empty or has a space too many",
                "write the forms with nothing but ; between them",
            )
        for form in (row[lang], *also) if row[f"definition_{lang}"] else ():
            if len(package.forms[form]) > 1:
                yield (
                    f"also_{lang}",
                    f"{form!r} stands for {' and '.join(package.forms[form])}",
                    "leave it to one of them",
                )
    yield from noun_rule(package, row)


RECORD_RULES = {
    "observations": observation_rule,
    "sources": source_rule,
    "series": series_rule,
    "events": event_rule,
    "claims": claim_rule,
    "terms": term_rule,
}
