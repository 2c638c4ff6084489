"""What giving a visit to a duty costs, kept: explaining times thousands of routes of the same visits."""

from __future__ import annotations

from planner.model.costs import Weights
from planner.model.problem import Duty, Visit
from planner.rules.giving import units_of

__all__ = ["kept_units"]

_MOST = 200_000
"""So many pairs are kept at most. What is kept holds duty and visit, so that neither's `id` is given away anew."""

_Kept = dict[tuple[int, int], tuple[Duty, Visit, int]]

_last: tuple[Weights | None, _Kept] = (None, {})


def kept_units(weights: Weights, duty: Duty, visit: Visit) -> int:
    """Return `planner.rules.giving.units_of`; prices of the last weights are kept."""
    global _last
    known, units = _last
    if known is not weights or len(units) > _MOST:
        units = {}
        _last = (weights, units)
    key = (id(duty), id(visit))
    if key not in units:
        units[key] = duty, visit, units_of(weights, duty, visit)
    return units[key][2]
