"""The judge of the data package: what the loader refuses, `masalih check` names.

What the descriptor says (types, constraints, keys) is read from `datapackage.json`; what no
descriptor can say (a period that ends before it starts, a running total that falls) is in
`masalih.rules`. The check asks more than the loader: that nothing was changed unseen, and that
nothing lies about.
"""

from masalih.validation.check import check, main, report, root
from masalih.validation.files import DESCRIPTOR, DataError, Fault, Row, Table, read_text
from masalih.validation.map import map_faults
from masalih.validation.package import Package
from masalih.validation.whole import LICENCE

__all__ = [
    "DESCRIPTOR",
    "LICENCE",
    "DataError",
    "Fault",
    "Package",
    "Row",
    "Table",
    "check",
    "main",
    "map_faults",
    "read_text",
    "report",
    "root",
]
