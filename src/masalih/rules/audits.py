"""What the audits may say: chance draws their rows, each has an outcome, and none is lost."""

import hashlib

from masalih.rules.cells import as_date, as_whole, near


def drawn(ids, seed, size):
    """The ids that a seed draws: as good as chance, and the same on every machine.

    A row that is added later moves the others by one place at most.
    """

    def lot(id):
        return hashlib.sha256(f"{seed} {id}".encode()).hexdigest()

    return sorted(ids, key=lot)[:size]


def rows_read(package, audit):
    return [row for row in package.read("audit_rows").rows if row["audit"] == audit]


def audited(package):
    """Ids of the rows that an audit may draw."""
    return set().union(*map(package.lookup, (*package.observations, "events")))


def left_out(package):
    """Ids of excluded rows: what was read of one before it was left out stays on record."""
    return set(package.lookup("excluded"))


def audit_rule(package, row):
    """As many rows have an outcome as were drawn, and they are those of the seed.

    An outcome that is left out, or a row that somebody chose, would improve the share.
    """
    ids = {one["id"] for one in rows_read(package, row["id"])}
    size, frame = as_whole(row["drawn"]), as_whole(row["frame"])
    if size is not None and len(ids) != size:
        problem = f"{size} rows were drawn and {len(ids)} have an outcome"
        yield "drawn", problem, "give each row of audit_rows.csv its outcome, or restore it"
    if None in (size, frame):
        return
    earlier = set()
    for other in package.read("audits").rows:
        if other["id"] == row["id"]:
            break
        earlier |= {one["id"] for one in rows_read(package, other["id"])}
    left = (audited(package) | ids & left_out(package)) - earlier
    strangers = ids & left - set(drawn(left, row["seed"], size + max(len(left) - frame, 0)))
    if strangers:
        problem = f"the seed {row['seed']} does not draw {', '.join(sorted(strangers))}"
        yield "seed", problem, "correct the seed, or read the rows that masalih sample names"


def audit_row_rule(package, row):
    known = audited(package)
    if row["id"] not in known | left_out(package) | package.lost_ids:
        yield "id", f"{row['id']!r} is no observation or event", near(row["id"], known)
    audit, day = package.lookup("audits").get(row["audit"]), as_date(row["day"])
    if audit and day and row["day"] < audit["day"]:
        yield "day", f"{row['day']} is before the draw of {audit['day']}", "correct the day"


AUDIT_RULES = {"audits": audit_rule, "audit_rows": audit_row_rule}
