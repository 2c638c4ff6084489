"""What the start of a visit costs beside its lateness: waiting for it, and a later start than was published."""

from __future__ import annotations

from typing import NamedTuple

from planner.model.costs import Weights, hour_units, minute_units
from planner.model.problem import Visit

__all__ = ["Hinge", "hinge_of"]


class Hinge(NamedTuple):
    """A start after `after_s` costs `units_s` price units for every second, under the name of `term`."""

    after_s: int
    units_s: int
    term: str

    def late_s(self, start_s: int) -> int:
        """Return the seconds that a start is after it."""
        return max(0, start_s - self.after_s)


def hinge_of(weights: Weights, visit: Visit) -> Hinge | None:
    """Return what a late start of a visit costs, whatever was agreed; None: nothing.

    A published visit has a start that somebody counts on; for any other it counts how long it waits.
    """
    if visit.told_s is not None:
        return Hinge(visit.told_s, minute_units(1, weights.change_ore_min), "change_time")
    if visit.soon_after_s is None:
        return None
    return Hinge(visit.soon_after_s, hour_units(1, weights.soon(visit.priority)), "soon")
