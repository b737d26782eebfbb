"""What a verdict may say: its evidence on one side each, its reason in values of rows."""

import re

from masalih.rules.cells import near
from masalih.rules.nouns import SCALES
from masalih.rules.text import UNTYPED_NUMBER

REASON_VALUES = re.compile(r"\{([^{}]*)\}")  # of a verdict: {cp-539|million}, {cp-1 / cp-2|percent}
# The forms in which `masalih.citations.reasons` prints a value, beside any counted noun.
DATES = ("day", "month", "year")
RATIOS = ("percent", "times")
COUNTED = ("counted", "oblique")
FORMS = {*SCALES, *(f"{scale}s" for scale in SCALES), *DATES, *RATIOS, *COUNTED}
WITHOUT_SCALE = re.compile(r"(\{[a-z]+-\d+)\} (مليون|ملايين|مليار)")


def reason_problems(package, row):
    """The values that a reason takes: from rows that there are, the same in both editions."""
    rows = set().union(*map(package.lookup, (*package.observations, "events")))
    taken = {name: REASON_VALUES.findall(row[name]) for name in ("reason_ar", "reason_en")}
    for name, values in taken.items():
        ids = {id for value in values for id in value.split("|")[0].split(" / ")}
        for id in sorted(ids - rows - set(package.lost_ids)):
            yield name, f"{{{id}}} is no observation or event", near(id, rows)
    # The forms and scales of the English are those of the Arabic, or told below.
    forms = {form for value in taken["reason_ar"] for form in value.split("|")[1:]}
    for form in sorted(forms - FORMS - package.nouns.keys()):
        yield "reason_ar", f"nothing is printed as {form!r}", near(form, FORMS)
    bare = WITHOUT_SCALE.search(row["reason_ar"])
    if bare:
        problem = f"a whole number stands before {bare[2]!r}"
        yield "reason_ar", problem, f"write {bare[1]}|million}} in both"
    # After an Arabic preposition the dual has another form: the same value all the same.
    same = [
        sorted(value.replace("|oblique", "|counted") for value in values)
        for values in taken.values()
    ]
    if same[0] != same[1]:
        yield "reason_ar", "the two reasons take other values", "name the same rows in both"
    for name in taken:
        yield from typed_number(name, row[name])


def typed_number(name, text):
    """A number that a reason does not take from a row stays when the row becomes another."""
    left = UNTYPED_NUMBER.sub(" ", text)
    found = re.search(r"\S*\d\S*(?:\s+\S+)?", left)
    if found:
        yield (
            name,
            f"a number is typed, {found[0]!r}",
            "name the row that has it, {id}, {id|million} or {id / id|percent}",
        )


def claim_rule(package, row):
    both = set(row["supports"].split(";")) & set(row["opposes"].split(";")) - {""}
    for item in sorted(both):
        yield "opposes", f"{item} both supports and opposes the claim", "leave it on one side"
    if row["verdict"] and not (row["supports"] or row["opposes"]):
        yield "supports", "a verdict without evidence", "name what it rests on"
    for name in ("claim_ar", "claim_en"):
        twin = next(one for one in package.read("claims").rows if one[name] == row[name])
        if twin["id"] != row["id"]:
            yield name, f"the claim is the same as {twin['id']}", "restore its own words"
    yield from reason_problems(package, row)
    if bool(row["verdict"]) != bool(row["kind"]):
        yield "kind", "a verdict and its kind go together", "say how the verdict was reached"
    if row["verdict"] and not (row["reason_ar"] and row["reason_en"]):
        yield (
            "reason_ar" if not row["reason_ar"] else "reason_en",
            "a verdict without its reason",
            "give the reason in both languages",
        )
