"""What a cell and a row may say.

The rules know nothing of files: `masalih.validation` reads, applies them and reports.

A cell rule answers (problem, remedy) or None; a row rule yields (field, problem, remedy) for one
row of one table.
"""

import datetime
import difflib
import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable

NOT_WHOLE = {"percent", "incidents_per_day", "attacks_per_quarter", "km2", "kilograms", "usd"}
CAN_FALL = {"change"}
TIV_EDITION = "2026"  # of every series of SIPRI volumes whose id names no other edition


def near(word, known):
    """How to name the nearest known ids in a remedy."""
    found = difflib.get_close_matches(word, list(known), n=3, cutoff=0.5)
    return f"did you mean {' or '.join(found)}?" if found else "nothing known is near it."


# --- cells ----------------------------------------------------------------------------------------

HYGIENE = (
    (
        re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad\u061c]"),
        "an invisible character (zero-width or direction mark)",
        "delete it",
    ),
    (
        re.compile("[\u0660-\u0669\u06f0-\u06f9]"),
        "Arabic-Indic digits",
        "write 0–9; each edition prints its own digits",
    ),
    (re.compile("\u0640"), "a tatweel", "delete it"),
    (
        re.compile("[\ufb50-\ufdff\ufe70-\ufefc]"),
        "pre-shaped Arabic letters",
        "type the plain letters",
    ),
    (
        re.compile("[\u06cc\u06a9\u06c1]"),
        "a Persian or Urdu letter",
        "use the Arabic yeh, kaf or heh",
    ),
    (re.compile("[\uff01-\uff5e]"), "a full-width letter, digit or sign", "type it in plain width"),
    (re.compile("[\x00-\x1f\x7f-\x9f\ufffd]"), "a control or replacement character", "delete it"),
    (re.compile("\u00a0"), "a no-break space", "use a plain space"),
    (re.compile(r"^\s|\s$|\s\s"), "a space too many", "trim it"),
)
# nearly every cell is clean: one look is enough
SUSPECT = re.compile("|".join(pattern.pattern for pattern, _, _ in HYGIENE))
ARABIC = re.compile("[\u0621-\u064a]")
# ASCII: else \d takes the digits of every script, and the figure would be read where a page would
# print it wrong.
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
MONTH = re.compile(r"\d{4}-\d{2}", re.ASCII)
YEAR = re.compile(r"\d{4}", re.ASCII)
# a float holds no more than fifteen digits exactly
NUMBER = re.compile(r"-?\d{1,15}(\.\d+)?", re.ASCII)
WHOLE = re.compile(r"-?\d{1,15}", re.ASCII)


def as_date(text):
    """datetime.date of an ISO day, or None."""
    try:
        return datetime.date.fromisoformat(text) if DAY.fullmatch(text) else None
    except ValueError:
        return None


def as_number(text):
    """float of plain digits, or None."""
    return float(text) if NUMBER.fullmatch(text) else None


def as_whole(text):
    return int(text) if WHOLE.fullmatch(text) else None


def as_month(text):
    return as_date(f"{text}-01") if MONTH.fullmatch(text) else None


def as_bool(text):
    return {"true": True, "false": False}.get(text)


READERS: dict[str, tuple[Callable, str]] = {  # (text → value or None, remedy)
    "string": (str, ""),
    "number": (as_number, "write plain digits with a point for decimals, such as 6.5"),
    "integer": (as_whole, "write plain digits without separators, such as 1470"),
    "date": (as_date, "write a day that exists as YYYY-MM-DD"),
    "yearmonth": (as_month, "write a month as YYYY-MM"),
    "boolean": (as_bool, "write true or false"),
}


def cell_problem(spec, text, today):
    """(problem, remedy) of one cell against its field, or None."""
    limits = spec.get("constraints", {})
    if text == "":
        return ("the cell is blank", "fill it") if limits.get("required") else None
    if SUSPECT.search(text):
        problem, remedy = next(
            (problem, remedy) for pattern, problem, remedy in HYGIENE if pattern.search(text)
        )
        return f"the cell holds {problem}", remedy
    if not unicodedata.is_normalized("NFC", text):
        return "the letters are not composed (NFC)", "retype the cell"
    reader, remedy = READERS[spec["type"]]
    value = reader(text)
    if value is None:
        return f"{text!r} is not a {spec['type']}", remedy
    return (
        limit_problem(limits, value, text, reader)
        or language_problem(spec["name"], text)
        or future_problem(spec, value, today)
    )


def limit_problem(limits, value, text, reader):
    if "enum" in limits and text not in limits["enum"]:
        return (
            f"{text!r} is not one of the values allowed",
            f"use one of {', '.join(map(str, limits['enum']))}",
        )
    if "pattern" in limits and not re.fullmatch(limits["pattern"], text):
        return f"{text!r} is not in the form expected", f"it must match {limits['pattern']}"
    if "minimum" in limits and value < reader(str(limits["minimum"])):
        return f"{text} is below {limits['minimum']}", "check the figure against its source"
    if "maximum" in limits and value > reader(str(limits["maximum"])):
        return f"{text} is above {limits['maximum']}", "check the figure against its source"
    if len(text) > limits.get("maxLength", len(text)):
        return f"{len(text)} characters are too many", f"keep it to {limits['maxLength']}"
    return None


def language_problem(name, text):
    """A name in the wrong language is what swapped cells look like."""
    if (name == "ar" or name.endswith("_ar")) and not ARABIC.search(text):
        return (
            "the cell has no Arabic letter",
            "write the Arabic here, the English in the twin column",
        )
    if (name == "en" or name.endswith("_en")) and ARABIC.search(text):
        return (
            "the cell holds Arabic letters",
            "write the English here, the Arabic in the twin column",
        )
    return None


def future_problem(spec, value, today):
    if spec["type"] in ("date", "yearmonth") and value > today and not spec.get("mayBeAhead"):
        return f"{value} is in the future", "check the date; only what has happened is a row"
    return None


# --- rows -----------------------------------------------------------------------------------------


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
        if figure < 0 and series["measure"] not in CAN_FALL:
            yield (
                name,
                f"{row[name]} is negative, but {series['id']} is a {series['measure']}",
                "check the sign, or the series",
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


def last_day(text):
    """Last day of a day, month or year, or None."""
    if YEAR.fullmatch(text):
        return datetime.date(int(text), 12, 31)
    month = as_month(text)
    return month.replace(day=monthrange(month.year, month.month)[1]) if month else as_date(text)


def source_rule(package, row):
    published, accessed = row["published"], as_date(row["accessed"])
    if published and last_day(published) is None:
        yield (
            "published",
            f"{published!r} is not a date that exists",
            "write YYYY, YYYY-MM or YYYY-MM-DD",
        )
    elif published and accessed and published[:10] > row["accessed"][: len(published)]:
        yield (
            "published",
            f"{published} comes after the day the page was read",
            "correct published or accessed",
        )
    if not row["url"] and not row["note"]:
        yield (
            "url",
            "there is no address and no note",
            "give the address, or say in the note why there is none",
        )
    if "mirror" in row["read"] and not row["note"]:
        yield "note", "a public mirror is not named", "name the mirror in the note"


def series_rule(package, row):
    known = package.lookup("series")
    rivals = [name for name in row["rival_of"].split(";") if name]
    for rival in rivals:
        if rival == row["id"]:
            yield "rival_of", "the series is its own rival", "delete it from the list"
        elif rival not in known:
            yield "rival_of", f"{rival!r} is not a series", near(rival, known)
        elif row["id"] not in known[rival]["rival_of"].split(";"):
            yield "rival_of", f"{rival} does not name this rival", f"add {row['id']} to its rivals"
    if len(set(rivals)) < len(rivals):
        yield "rival_of", "a rival is named twice", "delete one"
    yield from unit_rule(package, row)
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


def claim_rule(package, row):
    names = (*package.observations, "events", "series", "sources")
    known = set().union(*map(package.lookup, names))
    for name in ("supports", "opposes"):
        for item in filter(None, row[name].split(";")):
            if item not in known:
                yield (
                    name,
                    f"{item!r} is not an observation, event, series or source",
                    near(item, known),
                )
    if row["verdict"] and not (row["reason_ar"] and row["reason_en"]):
        yield (
            "reason_ar" if not row["reason_ar"] else "reason_en",
            "a verdict without its reason",
            "give the reason in both languages",
        )


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
        if also and not row[f"definition_{lang}"]:
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


RECORD_RULES = {
    "observations": observation_rule,
    "sources": source_rule,
    "series": series_rule,
    "events": event_rule,
    "claims": claim_rule,
    "terms": term_rule,
}
