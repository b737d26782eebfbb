"""Which observations overlap in time, and so must not be summed together."""

import pandas as pd


def overlapping(package):
    """{id of an observation: ids of those that must not be summed with it, with ; between}."""
    additive = package.frame("series").set_index("id")["additive"]
    frame = pd.concat([package.frame(name) for name in package.observations], ignore_index=True)
    pairs = overlapping_pairs(frame[frame.series.map(additive).astype(bool)])
    found: dict[str, list] = {}
    for one, other in pairs:
        found.setdefault(one, []).append(other)
        found.setdefault(other, []).append(one)
    return {id: ";".join(others) for id, others in found.items()}


def overlapping_pairs(rows):
    """(id, id) of the rows of one series and place whose periods have a day in common.

    The one that begins first, or that of two is the longer, stands first.
    """
    found = []
    rows = rows.sort_values(["start", "end"], ascending=[True, False], kind="stable")
    for _, group in rows.groupby(["series", "place"]):
        open_rows: list[tuple] = []
        for id, start, end in zip(group["id"], group["start"], group["end"], strict=True):
            open_rows = [(other, last) for other, last in open_rows if last >= start]
            found += [(other, id) for other, _ in open_rows]
            open_rows.append((id, end))
    return found
