"""Random numbers of the kernel: a small generator whose state is part of the plan's, so that a search can be repeated.

References
----------
Vigna, S. (2016). An experimental exploration of Marsaglia's xorshift generators, scrambled.
ACM Transactions on Mathematical Software 42(4). (xorshift64*)
"""

from __future__ import annotations

from typing import Any

import numpy as np

from planner.solve.kernel.compiled import inlined

__all__ = ["share", "whole"]

_FACTOR = np.uint64(2685821657736338717)
_A, _B, _C, _D = np.uint64(12), np.uint64(25), np.uint64(27), np.uint64(11)


@inlined
def share(chance: Any) -> Any:
    """Return a number from 0 (included) to 1 (not included)."""
    bits = chance[0]
    bits ^= bits >> _A
    bits ^= bits << _B
    bits ^= bits >> _C
    chance[0] = bits
    return np.float64((bits * _FACTOR) >> _D) * (1.0 / 9007199254740992.0)


@inlined
def whole(chance: Any, below: Any) -> Any:
    """Return a whole number from 0 (included) to `below` (not included)."""
    return np.int64(share(chance) * below)
