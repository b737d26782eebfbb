"""What the ledgers of our own judgements may say: corrections, exclusions, outlook, turns.

Which rows they may name stands in the descriptor, under `names` of the column.
"""

import re

from masalih.rules.audits import audited, left_out
from masalih.rules.cells import as_date, near
from masalih.rules.records import order_problem

ROW = re.compile(r"\b[a-z]{2,8}-\d{3,}\b")


def correction_rule(package, row):
    """Its rows exist; those of a withdrawn one are in excluded.csv and stand nowhere else."""
    standing = audited(package) | set(package.lookup("claims"))
    withdrawn = row["kind"] == "withdrawn"
    for id in filter(None, row["rows"].split(";")):
        if withdrawn and (id in standing or id not in left_out(package)):
            problem = f"{id} is said to be withdrawn and is not in excluded.csv"
            yield "rows", problem, "move the row there with its reason, or correct the kind"
        elif not withdrawn and id not in standing | package.lost_ids:
            yield "rows", f"{id!r} is no observation, event or claim", near(id, standing)
    for language in ("ar", "en"):
        if row[f"stood_{language}"] == row[f"stands_{language}"]:
            yield f"stands_{language}", "it says what stood before", "say what stands now"


def excluded_rule(package, row):
    """What a row was merged into or corrected by is a row, and not itself."""
    named = {name: set(ROW.findall(row[name])) for name in ("reason_ar", "reason_en")}
    known = audited(package) | left_out(package) | package.lost_ids
    for id in sorted(set().union(*named.values()) - known | named["reason_en"] & {row["id"]}):
        yield "reason_en", f"{id} is no other row", near(id, known - {row["id"]})
    if not (named["reason_ar"] <= named["reason_en"] or named["reason_en"] <= named["reason_ar"]):
        yield "reason_ar", "the two reasons name other rows", "name the same rows in both"


def outlook_rule(package, row):
    yield from order_problem(row, "judged", "look_again", as_date)


def turn_rule(package, row):
    """The turns of a claim are in the order of days, and the last is what the claim says today."""
    turns = [one for one in package.read("verdict_turns").rows if one["claim"] == row["claim"]]
    at = turns.index(row)
    before = turns[at - 1] if at else None
    if before and row["day"] <= before["day"]:
        yield "day", f"{row['day']} does not come after {before['day']}", "run masalih replay"
    if before and row["verdict"] == before["verdict"]:
        yield "verdict", "the verdict was that before", "run masalih replay"
    claim = package.lookup("claims").get(row["claim"])
    if claim and row is turns[-1] and claim["verdict"] != row["verdict"]:
        problem = f"the last turn is {row['verdict']}, but {row['claim']} is {claim['verdict']}"
        yield "verdict", problem, "run masalih replay, or correct claims.csv"


LEDGER_RULES = {
    "corrections": correction_rule,
    "excluded": excluded_rule,
    "outlook": outlook_rule,
    "verdict_turns": turn_rule,
}
