"""Which duties are looked at for an item: those with work near it, and one of each kind of idle ones."""

from __future__ import annotations

from typing import Any

from planner.solve.kernel.chance import whole
from planner.solve.kernel.compiled import compiled
from planner.solve.kernel.layout import KIND, SIZE, Layout, State, Work

__all__ = ["candidates", "others", "sort_duties"]

_ALL_ROUTES, _NEAR = 250, 70
"""Up to so many items all routes are looked at, above only those that hold one of so many nearest items."""

_IDLE = 6
"""Of large teams so many kinds of idle duties are looked at."""


@compiled
def sort_duties(layout: Layout, state: State, work: Work) -> None:
    """Write down which duties that may change have work, and of idle ones that are alike one: that is enough."""
    duties, stamps = layout.pay.shape[0], work.stamps
    stamps[2 * duties] += 1
    used, idle = 0, 0
    for duty in range(duties):
        if not work.mine[duty]:
            continue
        if state.sum[duty, SIZE]:
            work.used[used] = duty
            used += 1
        elif stamps[duties + layout.duty[duty, KIND]] != stamps[2 * duties]:
            stamps[duties + layout.duty[duty, KIND]] = stamps[2 * duties]
            work.idle[idle] = duty
            idle += 1
    work.used[duties], work.idle[duties] = used, idle


@compiled
def candidates(layout: Layout, state: State, work: Work, item: int) -> Any:
    """Write down the duties worth a look; return how many."""
    duties, items = layout.pay.shape
    count, stamps, idle = 0, work.stamps, work.idle[duties]
    stamps[2 * duties] += 1
    stamp = stamps[2 * duties]
    most = idle if items <= _ALL_ROUTES else _IDLE
    if items <= _ALL_ROUTES:
        for k in range(work.used[duties]):
            duty = work.used[k]
            if layout.pay[duty, item] >= 0:
                stamps[duty] = stamp
                work.duties[count] = duty
                count += 1
    else:
        for k in range(min(layout.near.shape[1], _NEAR)):
            duty = state.seat[layout.near[item, k], 0]
            if duty >= 0 and work.mine[duty] and stamps[duty] != stamp and layout.pay[duty, item] >= 0:
                stamps[duty] = stamp
                work.duties[count] = duty
                count += 1
    first = whole(state.chance, idle) if idle > most else 0
    for k in range(idle):
        duty = work.idle[first + k if first + k < idle else first + k - idle]
        if most > 0 and layout.pay[duty, item] >= 0:
            stamps[duty] = stamp
            work.duties[count] = duty
            count += 1
            most -= 1
    return count


@compiled
def others(layout: Layout, state: State, work: Work, item: int, count: int) -> Any:
    """Write down all duties not yet looked at."""
    stamps, duties = work.stamps, layout.pay.shape[0]
    stamp = stamps[2 * duties]
    for k in range(work.used[duties] + work.idle[duties]):
        duty = work.used[k] if k < work.used[duties] else work.idle[k - work.used[duties]]
        if stamps[duty] != stamp and layout.pay[duty, item] >= 0:
            stamps[duty] = stamp
            work.duties[count] = duty
            count += 1
    return count
