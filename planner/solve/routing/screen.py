"""Where an item could go: all places in all routes at once, ranked by a lower bound of their price.

A place is a position in a duty's route. The bound counts the detour, who does the work
and the item's own lateness; the times ignore breaks that may still be shifted. Where waiting has a price,
an item can save as much of it as it takes time, and before the first stop whatever the route's times cost.
So no place is missed, and the true price (`Fleet.trial`) has to be asked only until it beats the next bound.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from planner.solve.ground import FOREVER, Ground
from planner.solve.routing.fleet import Fleet

__all__ = ["NO_PRICE", "Screen", "Spot"]

NO_PRICE = 1 << 62
"""Price units beyond every price."""

_Ints = NDArray[np.int64]


class Spot(NamedTuple):
    """A place for an item: by how much it makes the routes dearer, the duty, and the position."""

    units: int
    duty: int
    at: int


_SINCE, _DUE, _ROW, _NEXT, _STAYS, _WAY_S, _WAY_UNITS, _PAID, _DRIVE, _DRIVEN, _SETUP, _TIMES = range(12)
"""What is known of a place: earliest end of what is before, second by which one has to be at what is after, matrix
rows before and after (-1: the day ends there), whether what is after needs no drive, seconds (with set-up) and price of
the way between, and what of that price is paid now (below zero: what a first item has to pay besides); seconds of
driving between, and what of them is driven now; set-up of what is after for whoever comes from elsewhere; and what
waiting can be saved before the first stop."""


class Screen:
    """All places of a fleet in one array of shape (duties, fields, positions), kept up to date.

    Parameters
    ----------
    fleet
        The fleet to watch; its `changed` tells which routes have to be read again.
    """

    def __init__(self, fleet: Fleet) -> None:
        self.fleet, ground = fleet, fleet.ground
        self._speed = np.array(ground.speed, dtype=np.intp)
        self._drive_units = np.array(ground.drive_units, dtype=np.int64)
        self._metre_units = np.array(ground.metre_units, dtype=np.int64)
        self._takers = [np.array(duties, dtype=np.intp) for duties in ground.takers]
        self._per_duty = _PerDuty(ground)
        self._make(12)

    def best(
        self, item: int, *, cutoff: int = NO_PRICE, tries: int | None = None, duties: NDArray[np.bool_] | None = None
    ) -> Spot | None:
        """Return the cheapest place of an item; None if there is none below `cutoff`.

        Parameters
        ----------
        tries
            How many places are timed exactly at most; None: as many as it takes to be sure.
        duties
            Marks the duties to look at; None: all.
        """
        self._refresh()
        takers = self._takers[item] if duties is None else self._takers[item][duties[self._takers[item]]]
        bounds, legs = self._bounds(item, takers)
        open_places = np.flatnonzero(bounds < cutoff)
        order = open_places[np.argsort(bounds[open_places], kind="stable")][:tries]
        best = None
        for place, bound, detour in zip(*(v.tolist() for v in (order, bounds[order], legs[order])), strict=True):
            if bound >= cutoff:
                break
            number, at = divmod(place, self._used)
            duty = int(takers[number])
            units = self.fleet.trial(duty, item, at, detour, cutoff)
            if units is not None and units < cutoff:
                best, cutoff = Spot(units, duty, at), units
        return best

    def _bounds(self, item: int, takers: NDArray[np.intp]) -> tuple[_Ints, _Ints]:
        """Return the lower bound (`NO_PRICE` where it cannot be) and the price of the detour of every place, flat."""
        ground, own = self.fleet.ground, self._per_duty
        known = self._places[takers, :, : self._used]
        detour = self._session(known) if ground.row[item] < 0 else self._detours(item, known, self._speed[takers, None])
        legs, work_s = detour.units + ground.pay[takers, item, None], own.work[takers, item, None]
        start = np.maximum(known[:, _SINCE] + detour.there_s, own.opens[takers, item, None])
        fits = (start <= own.closes[takers, item, None]) & (
            start + work_s + np.where(known[:, _STAYS], 0, detour.on_s) <= known[:, _DUE]
        )
        fits &= self._driven[takers, None] + detour.more_s <= own.max_drive[takers, None]
        fits &= (self._load[takers] + ground.load[item] <= ground.capacity[takers]).all(axis=1)[:, None]
        after = max((second for row in ground.late_after for second in row[item]), default=FOREVER)
        hinge = ground.hinge[item]
        bounds = legs + np.maximum(start - after, 0) * ground.late_units[item]
        bounds += np.maximum(start - hinge.after_s, 0) * hinge.units_s
        if ground.wait_units:
            longer_s = np.maximum(0, work_s + detour.there_s + detour.on_s - known[:, _WAY_S])
            longer_s[:, 0] = 0
            bounds -= ground.wait_units * longer_s + known[:, _TIMES]
        return np.where(fits, bounds, NO_PRICE).ravel(), legs.ravel()

    def _session(self, known: _Ints) -> _Detour:
        """Return the detour of a remote session: none, but in an empty route the way home."""
        units, more_s = known[:, _WAY_UNITS] - known[:, _PAID], known[:, _DRIVE] - known[:, _DRIVEN]
        return _Detour(np.zeros((1, 1), dtype=np.int64), known[:, _WAY_S], units, more_s)

    def _detours(self, item: int, known: _Ints, speed: NDArray[np.intp]) -> _Detour:
        """Return the detours to a visit."""
        ground, before, after = self.fleet.ground, known[:, _ROW], known[:, _NEXT]
        row, goes_on = ground.row[item], after >= 0
        to_s = ground.travel_array[speed, before, row].astype(np.int64)
        from_s = ground.travel_array[speed, row, after] * goes_on
        metres = ground.distance_array[before, row] + ground.distance_array[row, after] * goes_on
        units = (to_s + from_s) * self._drive_units[speed] + metres * self._metre_units[speed] - known[:, _PAID]
        there_s = to_s + ground.setup[item] * (before != row)
        on_s = from_s + known[:, _SETUP] * (after != row)
        return _Detour(there_s, on_s, units, to_s + from_s - known[:, _DRIVEN])

    def _make(self, width: int) -> None:
        self._width, self._used = width, 1
        duties, dimensions = self.fleet.ground.capacity.shape
        self._places = np.zeros((duties, 12, width), dtype=np.int64)
        self._driven = np.zeros(duties, dtype=np.int64)
        self._load = np.zeros((duties, dimensions), dtype=np.int64)
        self._places[:, _SINCE] = FOREVER
        self.fleet.changed.update(range(len(self.fleet.routes)))

    def _refresh(self) -> None:
        """Read the routes that have changed."""
        fleet = self.fleet
        if not fleet.changed:
            return
        longest = max((len(route.items) for route in fleet.routes), default=0)
        if longest >= self._width:
            self._make(longest + 8)
        self._used = longest + 1
        for duty in fleet.changed:
            self._read(duty)
        fleet.changed.clear()

    def _read(self, duty: int) -> None:
        fleet, ground = self.fleet, self.fleet.ground
        route, home, known = fleet.routes[duty], ground.duties[duty].end_place, self._places[duty]
        size = len(route.items) + 1
        known[_SINCE, size:] = FOREVER
        known[_SINCE, :size] = [labels[0][0] for labels in route.labels]
        known[_DUE, :size] = fleet.due(duty)
        known[_ROW, :size] = route.rows
        known[_STAYS, :size] = [*(ground.row[item] < 0 for item in route.items), home is None]
        self._driven[duty], self._load[duty] = route.drive_s, ground.load[list(route.items)].sum(axis=0)
        after, setup_s, ways = -1 if home is None else home, 0, []
        for here, item in zip(reversed(route.rows), reversed([*route.items, -1]), strict=True):
            if item >= 0 and ground.row[item] >= 0:
                after, setup_s = ground.row[item], ground.setup[item]
            goes = after >= 0 and here != after
            drive_s = ground.travel[ground.speed[duty]][here, after] if goes else 0
            units = ground.leg_units(duty, here, after) if goes else 0
            ways.append((after, drive_s + setup_s * goes, units, drive_s, setup_s))
        known[[_NEXT, _WAY_S, _WAY_UNITS, _DRIVE, _SETUP], :size] = np.array(ways[::-1]).T
        known[_PAID, :size] = known[_WAY_UNITS, :size] if route.items else -ground.used_units[duty]
        known[_DRIVEN, :size] = known[_DRIVE, :size] if route.items else 0
        known[_TIMES, 0] = route.time_units


class _Detour(NamedTuple):
    """Seconds to an item and on to the next place, set-up included; price, and seconds of driving, that are more."""

    there_s: _Ints
    on_s: _Ints
    units: _Ints
    more_s: _Ints


class _PerDuty:
    """Tables of shape (duties, items): how long, first and last start; most driving."""

    def __init__(self, ground: Ground) -> None:
        shape, tempo = (len(ground.work), len(ground.visits)), np.array(ground.tempo, dtype=np.intp)
        opens = [[ranges[0][0] if ranges else FOREVER for ranges in row] for row in ground.begin]
        closes = [[ranges[-1][1] if ranges else -FOREVER for ranges in row] for row in ground.begin]
        self.work, self.opens, self.closes = (
            np.array(table, dtype=np.int64).reshape(shape)[tempo] for table in (ground.work, opens, closes)
        )
        self.max_drive = np.array(ground.max_drive, dtype=np.int64)
