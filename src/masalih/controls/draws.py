"""Draws by lot that a page makes exactly as Python does: a hash of their place, and no state."""

from __future__ import annotations

import numpy as np

SEED = 2023 * 0x9E3779B1


def lots(rows: int, columns: int, n: int) -> np.ndarray:
    """Whole numbers from 0 to n - 1, each as likely as any other: an array of rows x columns.

    The same every time, whatever `n`: a draw that is 0.7 of the way up among ten is so among
    twenty.
    """
    x = np.arange(rows * columns, dtype=np.uint64) + np.uint64(SEED)
    x = x.astype(np.uint32)  # from here on as MurmurHash3 ends
    x = (x ^ (x >> np.uint32(16))) * np.uint32(0x85EBCA6B)
    x = (x ^ (x >> np.uint32(13))) * np.uint32(0xC2B2AE35)
    x = x ^ (x >> np.uint32(16))
    drawn = (x.astype(np.uint64) * np.uint64(n)) >> np.uint64(32)
    return drawn.astype(np.int64).reshape(rows, columns)
