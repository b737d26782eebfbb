"""What every notebook loads, loaded once, and how pandas is set for it.

kernels.py forks kernels from a process that imports this and does nothing else; repeat.py forks
those that run a notebook once more.
"""

import contextlib
import importlib

import pandas as pd

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

# pandas takes these where they are: a page would then hang on what else is installed. (The tests
# bring pyarrow, and all notebooks would run again.)
pd.set_option("mode.string_storage", "python")
pd.set_option("compute.use_numexpr", False)
pd.set_option("compute.use_bottleneck", False)

# A kernel looks whether the files changed, and notes what it reads, as if it had read them itself.
with contextlib.suppress(data.DataError):  # told by the cell that reads it
    data.evidence("")
