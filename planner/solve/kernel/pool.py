"""The pool: routes of accepted plans, for the master to choose from; a hash table that forgets what is oldest."""

from __future__ import annotations

from typing import Any

import numpy as np

from planner.solve.kernel.compiled import compiled
from planner.solve.kernel.keeping import route_units
from planner.solve.kernel.layout import KIND, SIZE, Layout, State, Work

__all__ = ["put"]

_PROBES = 8
"""How many places a route may be in."""


@compiled
def put(layout: Layout, state: State, work: Work, duty: int) -> Any:
    """Keep the route of a duty, unless its items are kept in a cheaper order already; return whether it was put."""
    size, items = state.sum[duty, SIZE], len(state.seat)
    if size == 0:
        return False
    name = work.sign[items + layout.duty[duty, KIND]]
    for at in range(size):
        name ^= work.sign[state.route[duty, at]]
    if name == 0:
        return False
    units, mask = route_units(state, duty), len(work.pool_name) - 1
    first, chosen, oldest = np.int64(name & np.uint64(mask)), np.int64(-1), work.total[2] + 1
    for probe in range(_PROBES):
        place = (first + probe) & mask
        if work.pool_name[place] == name:
            work.pool_round[place] = work.total[2]
            if work.pool_units[place] <= units:
                return False
            chosen = place
            break
        if work.pool_name[place] == 0:
            chosen = place
            break
        if work.pool_round[place] < oldest:
            chosen, oldest = place, work.pool_round[place]
    work.pool_name[chosen], work.pool_units[chosen] = name, units
    work.pool_duty[chosen], work.pool_size[chosen], work.pool_round[chosen] = duty, size, work.total[2]
    for at in range(size):
        work.pool_route[chosen, at] = state.route[duty, at]
    return True
