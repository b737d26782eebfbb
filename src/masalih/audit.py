"""A second pair of eyes: which rows somebody else reads again, and what was found so far."""

import csv
import math
import statistics
import sys

import pandas as pd

from masalih import data
from masalih.rules.audits import drawn

OUTCOMES = ("confirmed", "differs", "not_found")
COVERAGE = 0.95  # of the intervals


def frame(audit=None):
    """Ids of the observations and events that no audit has read, or none before `audit`."""
    order, read = list(data.table("audits").id), data.table("audit_rows")
    earlier = read[read.audit.isin(order[: order.index(audit)])] if audit else read
    return {*data.observations().id, *data.events().index} - set(earlier.id)


def interval(hits, number):
    """The share of hits among `number` that chance allows (Wilson): (low, high)."""
    z = statistics.NormalDist().inv_cdf((1 + COVERAGE) / 2)
    share, spread = hits / number, z**2 / number
    half = z * math.sqrt(share * (1 - share) / number + spread / (4 * number))
    return tuple((share + spread / 2 + side * half) / (1 + spread) for side in (-1, 1))


def results() -> pd.DataFrame:
    """One row an audit, the newest first.

    Columns of audits.csv, a number for each of OUTCOMES, and low and high of the confirmed share.
    """
    rows = data.table("audit_rows")
    counts = pd.crosstab(rows.audit, rows.outcome).reindex(columns=OUTCOMES, fill_value=0)
    found = data.table("audits").set_index("id").join(counts).iloc[::-1]
    bounds = [interval(*pair) for pair in zip(found.confirmed, found.drawn, strict=True)]
    return found.assign(low=[low for low, _ in bounds], high=[high for _, high in bounds])


def print_sample(seed, size, audit=None):
    """`masalih sample`: the rows to read again, as CSV in the order of the draw; 0."""
    if audit:
        known = data.table("audits").set_index("id").dropna(subset="frame")
        if audit not in known.index:
            print(f"masalih sample drew no audit {audit!r}; it drew {', '.join(known.index)}")
            return 1
        seed, size, then = (int(known.at[audit, name]) for name in ("seed", "drawn", "frame"))
    ids = frame(audit)
    print(f"# Seed {seed}: {size:,} of {len(ids):,} rows that no audit had read.")
    if audit and len(ids) != then:
        print(f"# There were {then:,} then: a row that came since may stand in another's place.")
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["id", "what", "start", "end", "figure", "publisher", "address"])
    sources, rows = data.sources(), facts()
    for id in drawn(ids, seed, size):
        row = rows.loc[id]
        source = sources.loc[row.source]
        days = [row.start.date(), row.end.date()]
        out.writerow([id, row.what, *days, row.figure, source.publisher, source.url])
    return 0


def facts():
    """Every observation and event by id: what, start, end, figure and source."""
    counted, dated = data.observations().set_index("id"), data.events()
    ends = counted.low.map("{:.12g}".format) + "–" + counted.high.map("{:.12g}".format)
    figure = counted.value.map("{:.12g}".format).where(counted.value.notna(), ends)
    counted = counted.assign(what=counted.series, figure=figure)
    dated = dated.assign(what=dated.name_en, figure="")
    return pd.concat([counted, dated])[["what", "start", "end", "figure", "source"]]
