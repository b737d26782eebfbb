"""What every notebook loads, loaded once: the process that kernels.py forks kernels from imports this module and does nothing else."""

import contextlib

import ipykernel.kernelapp  # noqa: F401
import matplotlib.backends.backend_agg
import matplotlib.backends.backend_svg
import matplotlib.pyplot  # noqa: F401

from masalih import charts, citations, data, exercises  # noqa: F401

with contextlib.suppress(data.DataError):  # told by the cell that reads it
    data.evidence(
        ""
    )  # a kernel looks whether the files changed, and notes what it reads, as if it had read them itself
