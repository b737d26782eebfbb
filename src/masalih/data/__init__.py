"""Notebooks and charts read the data package through these few functions.

They get an error they can act on, not a bad number.

Every function returns a fresh pandas object, or raises DataError, which says
`file:row:field: problem. Remedy: …`. `frames` reads the files and notes what was asked of them,
`queries` answers by name, `sums` adds up what may be added.
"""

from masalih.data.frames import (
    READS,
    TypedPackage,
    current,
    entry,
    evidence,
    held,
    named,
    note,
    noun,
    reread,
    standing_in,
)
from masalih.data.queries import (
    claims,
    events,
    excluded,
    governorates,
    licences,
    observations,
    series,
    sources,
    table,
    tables,
    terms,
)
from masalih.data.sums import overlaps, total
from masalih.validation import DataError, Fault, check, root

__all__ = [
    "READS",
    "DataError",
    "Fault",
    "TypedPackage",
    "check",
    "claims",
    "current",
    "entry",
    "events",
    "evidence",
    "excluded",
    "governorates",
    "held",
    "licences",
    "named",
    "note",
    "noun",
    "observations",
    "overlaps",
    "reread",
    "root",
    "series",
    "sources",
    "standing_in",
    "table",
    "tables",
    "terms",
    "total",
]
