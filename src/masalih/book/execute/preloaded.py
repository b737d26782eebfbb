"""What every notebook loads, loaded once: kernels.py forks kernels from a process that imports it.

That process does nothing else.
"""

import contextlib
import importlib

from masalih import data

MODULES = (
    "ipykernel.kernelapp",
    "matplotlib.backends.backend_agg",
    "matplotlib.backends.backend_svg",
    "matplotlib.pyplot",
    "masalih.charts",
    "masalih.citations",
    "masalih.exercises",
)

for name in MODULES:
    importlib.import_module(name)

# A kernel looks whether the files changed, and notes what it reads, as if it had read them itself.
with contextlib.suppress(data.DataError):  # told by the cell that reads it
    data.evidence("")
