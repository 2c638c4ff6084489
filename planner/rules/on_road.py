"""Breaks on the road where drives differ by the clock: taken when they cost least of the way.

Without traffic a break on the road costs its length whenever it is. By the clock it is best taken while driving is
slow: so that somebody who leaves later cannot arrive earlier, breaks are placed for the earliest arrival. What a break
costs changes evenly between the moments at which it begins or ends with a change of pace, so those, and the first and
the last possible moment, are all that need be tried.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, permutations
from typing import NamedTuple

from planner.model.profile import Pace

__all__ = ["Pause", "Placed", "arriving"]

Placed = tuple[tuple[int, int], ...]
"""Breaks with their times: pairs of start and number in the duty."""


class Pause(NamedTuple):
    """A break that starts between two seconds; `number` is its place in the duty's list."""

    earliest: int
    latest: int
    duration: int
    number: int


def arriving(pace: Pace, drive_s: int, out: int, road: Sequence[Pause]) -> tuple[int, Placed] | None:
    """Return when a drive that leaves at a second and takes breaks on the road is over at the earliest, and the breaks.

    Parameters
    ----------
    drive_s
        Seconds by the matrix.
    road
        The breaks, in any order; None is returned where they are too late.
    """
    ways = (_in_order(pace, pace.work(drive_s), out, order) for order in permutations(road))
    return min((way for way in ways if way is not None), default=None)


def _in_order(pace: Pace, work: int, since: int, order: tuple[Pause, ...]) -> tuple[int, Placed] | None:
    if not order:
        return pace.arrival(since, work), ()
    first, *others = order
    best: tuple[int, Placed] | None = None
    for start in _starts(pace, since, pace.arrival(since, work), order):
        left = work - pace.done(since, start)
        rest = _in_order(pace, max(0, left), start + first.duration, tuple(others))
        if rest is not None and (best is None or rest[0] < best[0]):
            best = rest[0], ((start, first.number), *rest[1])
    return best


def _starts(pace: Pace, since: int, arrival: int, order: tuple[Pause, ...]) -> list[int]:
    """Return the starts of the first break worth trying; one after the arrival only where it cannot be earlier."""
    first = order[0]
    earliest = max(since, first.earliest)
    if earliest > first.latest:
        return []
    # The breaks after it may follow at once: then it is their begin or end that meets a change of pace.
    lengths = list(accumulate((pause.duration for pause in order), initial=0))
    moments = {turn - length for turn in pace.turns for length in lengths}
    moments |= {pause.latest - length for pause, length in zip(order, lengths, strict=False)}
    return [earliest, *sorted(one for one in moments if earliest < one <= min(first.latest, arrival))]
