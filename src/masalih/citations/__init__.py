"""Numbers, tables and references that lead back to their sources, whichever page they stand on.

provenance (what rows stand on) and values ← markup ← listing (items of lists) ← page (what a page
has cited) ← numbers and claims ← tables.
"""

from masalih.citations.claims import (
    claim_item,
    claim_name,
    fact_item,
    kind_label,
    printed_source,
    statement_item,
    verdict_label,
    verdicts,
)
from masalih.citations.listing import licence_name, series_item, source_item, sources_label
from masalih.citations.markup import Html, direction, entries, html_table
from masalih.citations.numbers import Cited, cited
from masalih.citations.page import references, register, start_page, used
from masalih.citations.provenance import (
    series_entry,
    series_of,
    source_entry,
    source_label,
    sources_of,
    unit_of,
)
from masalih.citations.reasons import reason_markup
from masalih.citations.tables import show
from masalih.citations.values import amount, counted, figure, plain

__all__ = [
    "Cited",
    "Html",
    "amount",
    "cited",
    "claim_item",
    "claim_name",
    "counted",
    "direction",
    "entries",
    "fact_item",
    "figure",
    "html_table",
    "kind_label",
    "licence_name",
    "plain",
    "printed_source",
    "reason_markup",
    "references",
    "register",
    "series_entry",
    "series_item",
    "series_of",
    "show",
    "source_entry",
    "source_item",
    "source_label",
    "sources_label",
    "sources_of",
    "start_page",
    "statement_item",
    "unit_of",
    "used",
    "verdict_label",
    "verdicts",
]
