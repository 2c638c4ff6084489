"""Rounds of ruin and recreate; worse plans are accepted now and then, less and less often (simulated annealing)."""

from __future__ import annotations

from typing import Any

import numpy as np

from planner.solve.ground import FOREVER
from planner.solve.kernel.bonds import begun, let_begin, pin, relax, restore, tied_well
from planner.solve.kernel.chance import share
from planner.solve.kernel.changing import take_out
from planner.solve.kernel.compiled import compiled
from planner.solve.kernel.evaluate import clear
from planner.solve.kernel.keeping import copy_route, route_units
from planner.solve.kernel.layout import DROP, SIZE, Layout, State, Work
from planner.solve.kernel.peaks import note_tops, peaks_matter, tops_units
from planner.solve.kernel.pool import put
from planner.solve.kernel.recreate import order, recreate
from planner.solve.kernel.riding import riders_hold
from planner.solve.kernel.routes import rebuild
from planner.solve.kernel.ruin import ruin
from planner.solve.kernel.tails import cross

__all__ = ["construct", "load", "rounds"]

_TAILS = 0.35
"""Share of the rounds in which two routes exchange their tails instead."""

_BLINK = 0.01
"""Chance that a place is overlooked in a round."""


@compiled
def _peaks(layout: Layout, state: State, work: Work) -> Any:
    """Return the price units of the greatest lateness and the longest idle time of the plan, and keep them."""
    work.total[4] = 0
    if peaks_matter(layout):
        note_tops(layout, state)
        work.total[4] = tops_units(layout, state)
    return work.total[4]


@compiled
def _summed(layout: Layout, state: State, work: Work) -> Any:
    """Return the price of a plan; what must be done and is left out weighs beyond all prices."""
    units = np.int64(0)
    for duty in range(len(state.sum)):
        units += route_units(state, duty)
    for item in range(len(state.seat)):
        if state.seat[item, 0] < 0:
            units += layout.item[0, item, DROP]
    return units + _peaks(layout, state, work)


@compiled
def _note_best(layout: Layout, state: State, work: Work) -> None:
    """Write the present plan down as the cheapest."""
    work.total[1] = work.total[0]
    for duty in range(len(state.sum)):
        if work.dirty[duty]:
            work.dirty[duty] = 0
            work.best_size[duty] = state.sum[duty, SIZE]
            for k in range(state.sum[duty, SIZE]):
                work.best_route[duty, k] = state.route[duty, k]
    for k in range(len(work.linked)):
        item = work.linked[k]
        work.best_agreed[item] = begun(layout, state, item) if state.seat[item, 0] >= 0 else -1


@compiled
def load(layout: Layout, state: State, keep: State, work: Work, route: Any, size: Any, agreed: Any) -> Any:
    """Make a plan the present one and return its price; a route that does not fit is cut to what does.

    Parameters
    ----------
    agreed
        When each linked item begins; -1: as early as its route allows. Bonds whose links do not hold are left out.
    """
    for duty in range(len(state.sum)):
        clear(layout, state, duty)
    for item in range(len(state.seat)):
        state.seat[item, 0] = -1
    for k in range(len(work.linked)):
        item = work.linked[k]
        low, high = np.int64(-FOREVER), np.int64(FOREVER)
        if agreed[item] >= 0:
            low = high = agreed[item]
        let_begin(layout, work, item, low, high)
    for duty in range(len(state.sum)):
        for k in range(size[duty]):
            item = route[duty, k]
            at = state.sum[duty, SIZE]
            if state.seat[item, 0] < 0 and layout.pay[duty, item] >= 0 and at < state.route.shape[1]:
                state.route[duty, at] = item
                state.sum[duty, SIZE] = at + 1
                if not rebuild(layout, state, duty, at):
                    state.sum[duty, SIZE] = at
                    state.seat[item, 0] = -1
                    rebuild(layout, state, duty, 0)
        work.dirty[duty] = 1
    _settle(layout, state, keep, work)
    work.total[0] = _summed(layout, state, work)
    if work.total[1] == 0 or work.total[0] < work.total[1]:
        _note_best(layout, state, work)
    return work.total[0]


@compiled
def _settle(layout: Layout, state: State, keep: State, work: Work) -> None:
    """Take bonds out whose links do not hold, and give room to the others."""
    last, changed = len(work.touched) - 1, True
    for k in range(len(work.linked)):
        if state.seat[work.linked[k], 0] >= 0:
            pin(layout, state, keep, work, work.linked[k])
    while changed:
        changed = False
        for k in range(len(work.linked)):
            item = work.linked[k]
            if state.seat[item, 0] >= 0 and not tied_well(layout, state, item):
                for number in range(layout.member.shape[1]):
                    one = layout.member[layout.bond[item], number]
                    if one >= 0 and state.seat[one, 0] >= 0:
                        take_out(layout, state, one)
                changed = True
    for bond in range(len(layout.member)):
        relax(layout, state, keep, work, bond)
    work.touched[last] = 0


@compiled
def construct(layout: Layout, state: State, keep: State, work: Work) -> Any:
    """Put everything that is left out into its cheapest place; return the price."""
    count = 0
    for item in range(len(state.seat)):
        if state.seat[item, 0] < 0:
            work.items[count] = item
            count += 1
    order(layout, state, work, count)
    recreate(layout, state, keep, work, count, 0.0, 0)
    last = len(work.touched) - 1
    for k in range(work.touched[last]):
        work.dirty[work.touched[k]] = 1
    if not riders_hold(layout, state, work):
        _settle(layout, state, keep, work)
        for duty in range(len(state.sum)):
            work.dirty[duty] = 1
    work.touched[last], work.bonds[len(work.bonds) - 1] = 0, 0
    work.total[0] = _summed(layout, state, work)
    if work.total[1] == 0 or work.total[0] < work.total[1]:
        _note_best(layout, state, work)
    return work.total[0]


@compiled
def rounds(
    layout: Layout, state: State, keep: State, work: Work, count: int, hot: float, cold: float, removed: float,
    longest: float, opening: float,
) -> Any:  # fmt: skip
    """Do so many rounds; return the price of the cheapest plan seen (`Work.best_route`).

    Parameters
    ----------
    hot, cold
        Temperature in price units at the first and the last of these rounds.
    removed, longest
        See `kernel.ruin`.
    opening
        By how many times the heat one more duty with work looks cheaper than it is: a search that is still hot
        then tries more duties than it would find by single items, and this ends as it cools.
    """
    last = len(work.touched) - 1
    for number in range(count):
        heat = hot * (cold / hot) ** (number / count)
        work.touched[last], work.bonds[len(work.bonds) - 1] = 0, 0
        work.total[2] += 1
        out, fits, welcome = 0, True, int(heat * opening)
        if share(state.chance) < _TAILS:
            fits = cross(layout, state, keep, work)
        else:
            out = ruin(layout, state, keep, work, removed, longest)
            order(layout, state, work, out)
            recreate(layout, state, keep, work, out, _BLINK, welcome)
            fits = _bound(layout, state, work, out)
        change, opened = np.int64(0), 0
        for k in range(work.touched[last]):
            change += route_units(state, work.touched[k]) - work.old[work.touched[k]]
            opened += min(1, state.sum[work.touched[k], SIZE]) - min(1, keep.sum[work.touched[k], SIZE])
        for k in range(out):
            item = work.items[k]
            is_left = 1 if state.seat[item, 0] < 0 else 0
            change += (is_left - work.was_left[item]) * layout.item[0, item, DROP]
        before = work.total[4]
        if peaks_matter(layout):
            change += _peaks(layout, state, work) - before
        if fits and change - opened * welcome < -heat * np.log(1.0 - share(state.chance)):
            _accept(layout, state, work, change)
        else:
            _go_back(layout, state, keep, work, out)
            work.total[4] = before
    return work.total[1]


@compiled
def _accept(layout: Layout, state: State, work: Work, change: Any) -> None:
    """Take the plan over, and keep its new routes."""
    last = len(work.touched) - 1
    work.total[0] += change
    work.total[3] += 1
    for k in range(work.touched[last]):
        duty = work.touched[k]
        work.dirty[duty] = 1
        if change != 0:
            put(layout, state, work, duty)
    if work.total[0] < work.total[1]:
        _note_best(layout, state, work)


@compiled
def _bound(layout: Layout, state: State, work: Work, out: Any) -> Any:
    """Whether all links hold of what is in the plan now or was taken out of it in this round."""
    fits = True
    for k in range(out if len(layout.link) else 0):
        fits = fits and tied_well(layout, state, work.items[k])
    return fits and riders_hold(layout, state, work)


@compiled
def _go_back(layout: Layout, state: State, keep: State, work: Work, out: int) -> None:
    """Undo the round."""
    last = len(work.touched) - 1
    for k in range(out):
        state.seat[work.items[k], 0] = -1
    for k in range(work.touched[last]):
        duty = work.touched[k]
        copy_route(keep, state, duty)
        for at in range(state.sum[duty, SIZE]):
            state.seat[state.route[duty, at], 0], state.seat[state.route[duty, at], 1] = duty, at
    restore(layout, work)
