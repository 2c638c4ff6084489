"""What reported drives teach of kinds of road: how much longer than on the map one drives on motorways and on streets.

References
----------
Hoerl, A. E. & Kennard, R. W. (1970). Ridge regression: biased estimation for nonorthogonal problems. Technometrics
12 (1), 55-67; drawn towards what was believed before instead of towards zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.model.profile import LEAST_PERCENT, MOST_PERCENT
from planner.model.road_factors import KINDS, RoadFactors
from planner.report.drives import LEAST_S, MOST_TIMES

__all__ = ["LearnedKind", "LearnedKinds", "learned_factors", "learned_kinds"]

_BELIEF = 5
"""How many drives on one kind of road alone what is set for it weighs as much as. Fewer than where the whole day is
learned: most drives are on several kinds, and tell them apart by little."""

_COUNTS = 0.1
"""A drive counts as one on a kind of road where so much of its time by the map is on it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnedKind:
    """What drives say of one kind of road.

    Parameters
    ----------
    kind
        One of `KINDS`.
    percent
        What is proposed, in percent of the map's time; the setting's own where no drive was on such roads.
    drives
        How many drives had a tenth of their time on it, or more.
    hours
        Hours on it by the map, of all drives.
    give
        Half the width of the range in which the percentage lies in about 19 of 20 cases; None where nothing is known.
    """

    kind: str
    percent: int
    drives: int = 0
    hours: float = 0.0
    give: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnedKinds:
    """What drives say of all kinds of road.

    Parameters
    ----------
    kinds
        In the order of `KINDS`.
    drives
        How many drives it is learned from.
    aside
        Drives left out because they took three times as long as the map says, or a third.
    before, after
        Mean difference between what was driven and what the map says with the setting, and with the proposal, as a
        part of what was driven; None without drives.
    """

    kinds: tuple[LearnedKind, ...]
    drives: int = 0
    aside: int = 0
    before: float | None = None
    after: float | None = None


def learned_kinds(
    took_s: Sequence[float], map_s: NDArray[np.float64], pace: Sequence[float], factors: RoadFactors
) -> LearnedKinds:
    """Return what drives say of every kind of road.

    Parameters
    ----------
    took_s
        Seconds each drive took, shape (n,).
    map_s
        Seconds on each kind of road by the map, and last what is of no kind (junctions, ferries), shape
        (n, kinds + 1); NaN where the map knows no way.
    pace
        What the table by time of day multiplies each drive with, shape (n,); 1 where it is off.
    factors
        The setting as it is: what is believed without drives.

    Notes
    -----
    Each drive says: the sum of its times by kind, each with the factor of its kind, is what it took. The factors are
    those with the least squares of the differences, each as a part of the drive's time by the map, and each factor
    drawn towards the setting's with the weight of 5 drives that are on its roads alone.
    """
    by_map, took = np.asarray(map_s, dtype=float), np.asarray(took_s, dtype=float)
    timed = by_map * np.asarray(pace, dtype=float)[:, None]
    known = np.isfinite(timed).all(axis=1) & (np.nansum(by_map, axis=1) >= LEAST_S)
    whole = timed.sum(axis=1)
    with np.errstate(invalid="ignore"):
        kept = known & (took >= whole / MOST_TIMES) & (took <= whole * MOST_TIMES)
    believed = np.array([factors.of(kind) / 100 for kind in KINDS])
    parts, aside = timed[kept] / whole[kept, None], int((known & ~kept).sum())
    if not len(parts):
        return LearnedKinds(kinds=_unchanged(factors), aside=aside)
    shares = parts[:, :-1]
    ratio = took[kept] / whole[kept] - parts[:, -1]
    weight = shares.T @ shares + _BELIEF * np.eye(len(KINDS))
    found = np.linalg.solve(weight, shares.T @ ratio + _BELIEF * believed)
    found = np.clip(found, LEAST_PERCENT / 100, MOST_PERCENT / 100)
    left = ratio - shares @ found
    give = 1.96 * np.sqrt(np.mean(left**2) * np.diag(np.linalg.inv(weight)))
    drives = (shares >= _COUNTS).sum(axis=0)
    hours = by_map[kept, :-1].sum(axis=0) / 3600

    def off(multipliers: NDArray[np.float64]) -> float:
        return float(np.mean(np.abs(ratio - shares @ multipliers) * whole[kept] / took[kept]))

    present = believed if factors.on else np.ones(len(KINDS))
    return LearnedKinds(
        kinds=tuple(
            LearnedKind(kind=kind, percent=round(100 * found[n]), drives=int(drives[n]), hours=float(hours[n]),
                        give=round(100 * give[n]))
            if drives[n] else LearnedKind(kind=kind, percent=factors.of(kind), hours=float(hours[n]))
            for n, kind in enumerate(KINDS)
        ),
        drives=len(parts), aside=aside, before=off(present), after=off(found),
    )  # fmt: skip


def _unchanged(factors: RoadFactors) -> tuple[LearnedKind, ...]:
    return tuple(LearnedKind(kind=kind, percent=factors.of(kind)) for kind in KINDS)


def learned_factors(factors: RoadFactors, found: Iterable[LearnedKind]) -> RoadFactors:
    """Return the setting with what was learned in place of its percentages, switched on."""
    return factors.replace(on=True, **{one.kind: one.percent for one in found})
