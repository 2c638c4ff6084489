"""Drives by the clock: how much longer than in the matrix they take, and exact whole-number arithmetic for it.

A drive of so many seconds by the matrix is so much work; every second at the wheel does a part of it that depends
on the time of day. Whoever leaves later can therefore never arrive earlier, which a factor looked up at departure
would not guarantee.

References
----------
Ichoua, S., Gendreau, M. and Potvin, J.-Y. (2003). Vehicle dispatching with time-dependent travel times. European
Journal of Operational Research 144, 379-396.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import lcm
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["FLAT", "LEAST_PERCENT", "MOST_PERCENT", "Pace", "Part", "Profile", "driven", "needed_s", "pace_of"]

LEAST_PERCENT, MOST_PERCENT = 50, 400
"""From half the time of the matrix to four times as much."""

Part = tuple[int, int]
"""Part of a drive: the second it begins, and how many seconds it lasts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """How long drives take over the horizon, in percent of the matrix.

    Parameters
    ----------
    starts_s
        Seconds of the horizon from which on each percentage holds, rising; the first also holds before.
    percents
        130: a drive takes 30 % longer than the matrix says.

    Raises
    ------
    ValueError
        If there is none, seconds do not rise, or a percentage is not from 50 to 400.
    """

    starts_s: tuple[int, ...]
    percents: tuple[int, ...]

    def __post_init__(self) -> None:
        if not self.starts_s or len(self.starts_s) != len(self.percents):
            raise ValueError(f"profile: {len(self.starts_s)} seconds and {len(self.percents)} percentages")
        if any(later <= earlier for earlier, later in pairwise(self.starts_s)):
            raise ValueError(f"profile: seconds {self.starts_s} do not rise")
        if wrong := [one for one in self.percents if not LEAST_PERCENT <= one <= MOST_PERCENT]:
            raise ValueError(f"profile: {wrong[0]} %, expected {LEAST_PERCENT} to {MOST_PERCENT}")

    @property
    def is_flat(self) -> bool:
        """Whether drives always take what the matrix says."""
        return set(self.percents) == {100}


class Pace:
    """A profile made ready for reckoning.

    Work is counted in units of which every percentage makes a whole number each second, so that nothing is rounded
    but the arrival, up to the next whole second.
    """

    __slots__ = ("_rates", "_starts", "_sums", "_turned", "_unit", "least_percent")

    def __init__(self, profile: Profile) -> None:
        whole = lcm(100, *profile.percents)
        self._unit = whole // 100
        self._starts = profile.starts_s
        self._rates = tuple(whole // percent for percent in profile.percents)
        self._sums = [0]
        for rate, (since, until) in zip(self._rates, pairwise(self._starts), strict=False):
            self._sums.append(self._sums[-1] + rate * (until - since))
        self._turned: Pace | None = None
        self.least_percent = min(profile.percents)

    @property
    def turns(self) -> tuple[int, ...]:
        """The seconds at which the pace changes."""
        return self._starts[1:]

    def work(self, drive_s: int) -> int:
        """Return the work of a drive of so many seconds by the matrix."""
        return drive_s * self._unit

    def done(self, since: int, until: int) -> int:
        """Return the work done by driving from one second to another."""
        return self._sum(until) - self._sum(since)

    def arrival(self, leave: int, work: int) -> int:
        """Return the first second at which work is done that begins at a second."""
        if work <= 0:
            return leave
        wanted = self._sum(leave) + work
        piece = max(0, bisect_left(self._sums, wanted) - 1)
        return self._starts[piece] - (self._sums[piece] - wanted) // self._rates[piece]

    def seconds(self, leave: int, drive_s: NDArray[Any]) -> NDArray[np.int64]:
        """Return what drives take that leave at a second, for an array of seconds by the matrix; negative ones stay."""
        far = 1 << 22
        ends = np.array([self._starts[0] - far, *self._starts, self._starts[-1] + far], dtype=np.float64)
        sums = [-far * self._rates[0], *self._sums, self._sums[-1] + far * self._rates[-1]]
        wanted = self._sum(leave) + np.maximum(drive_s, 0).astype(np.float64) * self._unit
        arrivals = np.interp(wanted, np.array(sums, dtype=np.float64), ends)
        taken = np.ceil(arrivals - leave - 1e-6).astype(np.int64)
        return np.where(drive_s < 0, drive_s, taken)

    def mirrored(self) -> Pace:
        """Return the pace of time running backwards: second -5 there is second 5 here."""
        if self._turned is None:
            turns = [-second for second in reversed(self._starts[1:])]
            first = (turns[0] if turns else 0) - 1
            turned = object.__new__(Pace)
            turned._unit, turned.least_percent = self._unit, self.least_percent
            turned._starts, turned._rates = (first, *turns), tuple(reversed(self._rates))
            turned._sums = [0]
            for rate, (since, until) in zip(turned._rates, pairwise(turned._starts), strict=False):
                turned._sums.append(turned._sums[-1] + rate * (until - since))
            turned._turned = self
            self._turned = turned
        return self._turned

    def _sum(self, second: int) -> int:
        piece = max(0, bisect_right(self._starts, second) - 1)
        return self._sums[piece] + (second - self._starts[piece]) * self._rates[piece]


FLAT = Pace(Profile(starts_s=(0,), percents=(100,)))
"""Drives take what the matrix says, whenever they are."""


@lru_cache(maxsize=64)
def pace_of(profile: Profile | None) -> Pace | None:
    """Return a profile made ready, the same for the same profile; None where drives always take what the matrix says.

    Without a pace nothing is reckoned by the clock anywhere.
    """
    return None if profile is None or profile.is_flat else Pace(profile)


def driven(pace: Pace, drive_s: int, leave: int, rests: Sequence[tuple[int, int]] = ()) -> tuple[Part, ...]:
    """Return the parts of a drive, one before each rest and one after the last; the drive is over with the last one.

    The planner times drives with it, and the judge asks it what a drive must have taken.

    Parameters
    ----------
    pace
        How fast the work of driving goes.
    drive_s
        Seconds by the matrix, for whoever drives.
    leave
        Second at which the drive begins.
    rests
        Pairs of start and end of what interrupts it, in order. A part that begins after the work is done lasts 0 s.
    """
    parts, wheel, left = [], leave, pace.work(drive_s)
    for start, end in rests:
        reached = max(wheel, min(start, pace.arrival(wheel, left)))
        parts.append((wheel, reached - wheel))
        left -= pace.done(wheel, reached)
        wheel = end
    return (*parts, (wheel, pace.arrival(wheel, left) - wheel))


def needed_s(profile: Profile | None, drive_s: int | None, told: Sequence[Part]) -> int | None:
    """Return the seconds a drive must have taken that was driven in such parts: between them nobody drove.

    Parameters
    ----------
    profile
        How drives differ from the matrix; None: they do not.
    drive_s
        Seconds by the matrix; None where there is no way.
    told
        Parts as somebody tells them, at least one, in order; the last ends with the arrival.
    """
    pace = pace_of(profile)
    if pace is None or not drive_s:
        return drive_s
    moved = [part for part in told if part[1] > 0] or [told[-1]]
    rests = [(leave + seconds, after) for (leave, seconds), (after, _) in pairwise(moved)]
    return sum(seconds for _, seconds in driven(pace, drive_s, moved[0][0], rests))
