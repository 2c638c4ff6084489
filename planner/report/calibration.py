"""Whether what was said of lateness came true: of stops that were said to be late with 20 %, about 20 % should be.

References
----------
Brier, G. W. (1950). Verification of forecasts expressed in terms of probability. Monthly Weather Review 78 (1), 1-3.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

__all__ = ["BINS", "LEAST_IN_BIN", "Bin", "Calibration", "calibration"]

BINS = (0.0, 0.05, 0.15, 0.25, 0.35, 0.5, 0.65, 0.8, 0.95, 1.0001)
"""Edges of what was said."""

LEAST_IN_BIN = 20
"""A bin with fewer stops shows chance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """Stops that were said to be late with about the same probability.

    Parameters
    ----------
    low, high
        Edges, 0 to 1; the upper one is not in it.
    count
        How many stops.
    said
        Mean of what was said of them.
    late
        How many were late.
    """

    low: float
    high: float
    count: int
    said: float
    late: int

    @property
    def share(self) -> float:
        """Part of the stops that were late."""
        return self.late / self.count

    @property
    def give(self) -> float:
        """Half the width of the range in which that part lies in about 19 of 20 cases (Wilson), by chance alone."""
        spread = self.share * (1 - self.share) / self.count + 1 / self.count**2
        return float(1.96 * np.sqrt(spread) / (1 + 3.84 / self.count))


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """What was said, beside what happened.

    Parameters
    ----------
    bins
        Those with stops in them, upwards.
    count, late
        Stops in all, and how many were late.
    brier, same
        Brier's score (mean square of what was said less what happened; 0 is perfect), and that of saying of every
        stop the share of all.
    """

    bins: tuple[Bin, ...]
    count: int
    late: int
    brier: float
    same: float


def calibration(said: Sequence[float], late: Sequence[bool]) -> Calibration | None:
    """Return what was said of stops beside what happened; None without stops."""
    told, happened = np.asarray(said, dtype=float), np.asarray(late, dtype=float)
    if not len(told):
        return None
    bins = []
    for low, high in pairwise(BINS):
        mine = (told >= low) & (told < high)
        if mine.any():
            bins.append(Bin(low=low, high=min(1.0, high), count=int(mine.sum()), said=float(told[mine].mean()),
                            late=int(happened[mine].sum())))  # fmt: skip
    return Calibration(
        bins=tuple(bins), count=len(told), late=int(happened.sum()), brier=float(((told - happened) ** 2).mean()),
        same=float(((happened.mean() - happened) ** 2).mean()),
    )  # fmt: skip
