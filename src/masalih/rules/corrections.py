"""What a correction may say: it names rows that stand, or one that was left out."""

from masalih.rules.audits import audited, left_out
from masalih.rules.cells import near


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


CORRECTION_RULES = {"corrections": correction_rule}
