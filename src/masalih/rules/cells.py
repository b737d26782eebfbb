"""What one cell may say against its field: its type, its limits, its language, the future.

A rule answers (problem, remedy) or None.
"""

import datetime
import difflib
import re
from calendar import monthrange
from collections.abc import Callable

from masalih.rules.text import language_problem, shape_problem, sign_problem


def near(word, known):
    """How to name the nearest known ids in a remedy."""
    found = difflib.get_close_matches(word, list(known), n=3, cutoff=0.5)
    return f"did you mean {' or '.join(found)}?" if found else "nothing known is near it."


# ASCII: else \d takes the digits of every script, and the figure would be read where a page would
# print it wrong.
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
MONTH = re.compile(r"\d{4}-\d{2}", re.ASCII)
YEAR = re.compile(r"\d{4}", re.ASCII)
# a float holds no more than fifteen digits exactly
NUMBER = re.compile(r"(?!-0(?:\.0*)?$)-?(?:0|[1-9]\d{0,14})(\.\d+)?", re.ASCII)
WHOLE = re.compile(r"(?!-0$)-?(?:0|[1-9]\d{0,14})", re.ASCII)


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


def first_day(text):
    """First day of a day, month or year, or None."""
    return as_date(f"{text}-01-01") if YEAR.fullmatch(text) else as_month(text) or as_date(text)


def last_day(text):
    """Last day of a day, month or year, or None."""
    if YEAR.fullmatch(text):
        return datetime.date(int(text), 12, 31)
    month = as_month(text)
    return month.replace(day=monthrange(month.year, month.month)[1]) if month else as_date(text)


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
    problem = sign_problem(text)
    if problem:
        return problem
    reader, remedy = READERS[spec["type"]]
    value = reader(text)
    if value is None:
        return f"{text!r} is not a {spec['type']}", remedy
    return (
        limit_problem(limits, value, text, reader)
        or (shape_problem(spec.get("format"), text) if spec["type"] == "string" else None)
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


def future_problem(spec, value, today):
    if spec["type"] in ("date", "yearmonth") and value > today and not spec.get("mayBeAhead"):
        return f"{value} is in the future", "check the date; only what has happened is a row"
    return None
