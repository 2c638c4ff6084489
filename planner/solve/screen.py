"""Where an item could go: all places in all routes at once, ranked by a lower bound of their price.

A place is a position in a duty's route. The bound counts the detour, a non-preferred technician
and the item's own lateness; the times ignore breaks that may still be shifted. So no place is
missed, and the true price (`Fleet.trial`) has to be asked only until it beats the next bound.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from planner.solve.fleet import Fleet
from planner.solve.ground import FOREVER, Ground

__all__ = ["NO_PRICE", "Screen", "Spot"]

NO_PRICE = 1 << 62
"""Price units beyond every price."""

_Ints = NDArray[np.int64]


class Spot(NamedTuple):
    """A place for an item: by how much it makes the routes dearer, the duty, and the position."""

    units: int
    duty: int
    at: int


class Screen:
    """All places of a fleet in arrays of shape (duties, positions), kept up to date.

    Parameters
    ----------
    fleet
        The fleet to watch; its `changed` tells which routes have to be read again.
    """

    def __init__(self, fleet: Fleet) -> None:
        self.fleet, ground = fleet, fleet.ground
        self._speed = np.array(ground.speed, dtype=np.intp).reshape(-1, 1)
        self._per_duty = _PerDuty(ground)
        self._make(12)

    def best(self, item: int, *, cutoff: int = NO_PRICE, tries: int | None = None) -> Spot | None:
        """Return the cheapest place of an item; None if there is none below `cutoff`.

        Parameters
        ----------
        tries
            How many places are timed exactly at most; None: as many as it takes to be sure.
        """
        self._refresh()
        bounds, legs = self._bounds(item)
        open_places = np.flatnonzero(bounds < cutoff)
        order = open_places[np.argsort(bounds[open_places], kind="stable")][:tries]
        best = None
        for place, bound, detour in zip(*(v.tolist() for v in (order, bounds[order], legs[order])), strict=True):
            if bound >= cutoff:
                break
            duty, at = divmod(place, self._width)
            units = self.fleet.trial(duty, item, at, detour, cutoff)
            if units is not None and units < cutoff:
                best, cutoff = Spot(units, duty, at), units
        return best

    def _bounds(self, item: int) -> tuple[_Ints, _Ints]:
        """Return the lower bound (`NO_PRICE` where it cannot be) and the price of the detour of every place, flat."""
        ground, own = self.fleet.ground, self._per_duty
        if ground.row[item] < 0:
            there_s, on_s, legs = np.zeros_like(self._way_s), self._way_s, self._way_units - self._paid
        else:
            there_s, on_s, legs = self._detours(ground.row[item])
        legs = legs + own.other[:, item, None]
        start = np.maximum(self._since + there_s, own.opens[:, item, None])
        late = np.maximum(start - ground.late_after[item], 0) * ground.late_units[item]
        fits = (start <= own.closes[:, item, None]) & (start + own.work[:, item, None] + on_s <= self._due)
        fits &= own.may[:, item, None]
        return np.where(fits, legs + late, NO_PRICE).ravel(), legs.ravel()

    def _detours(self, row: int) -> tuple[_Ints, _Ints, _Ints]:
        """Return seconds to a row, seconds on to the next stop, and the price of the detour."""
        ground, none = self.fleet.ground, self._next < 0
        to_s = ground.travel_array[self._speed, self._row, row].astype(np.int64)
        from_s = np.where(none, 0, ground.travel_array[self._speed, row, self._next]).astype(np.int64)
        metres = ground.distance_array[self._row, row].astype(np.int64)
        metres += np.where(none, 0, ground.distance_array[row, self._next])
        legs = (to_s + from_s) * ground.drive_units + metres * ground.metre_units - self._paid
        return to_s, np.where(self._next_stays, 0, from_s), legs

    def _make(self, width: int) -> None:
        shape = (len(self.fleet.routes), width)
        self._width = width
        self._since = np.full(shape, FOREVER, dtype=np.int64)
        self._due = np.full(shape, -FOREVER, dtype=np.int64)
        self._row, self._next = np.zeros(shape, dtype=np.intp), np.zeros(shape, dtype=np.intp)
        self._next_stays = np.zeros(shape, dtype=bool)
        self._way_s, self._way_units, self._paid = (np.zeros(shape, dtype=np.int64) for _ in range(3))
        self.fleet.changed.update(range(len(self.fleet.routes)))

    def _refresh(self) -> None:
        """Read the routes that have changed."""
        fleet = self.fleet
        longest = max((len(fleet.routes[d].items) for d in fleet.changed), default=0)
        if longest >= self._width:
            self._make(longest + 8)
        for duty in fleet.changed:
            self._read(duty)
        fleet.changed.clear()

    def _read(self, duty: int) -> None:
        fleet, ground = self.fleet, self.fleet.ground
        route, home = fleet.routes[duty], ground.duties[duty].end_place
        size = len(route.items) + 1
        self._since[duty, size:] = FOREVER
        self._since[duty, :size] = [labels[0][0] for labels in route.labels]
        self._due[duty, :size] = fleet.due(duty)
        self._row[duty, :size] = route.rows
        following = [ground.row[item] for item in route.items]
        self._next_stays[duty, :size] = [*(row < 0 for row in following), home is None]
        after = -1 if home is None else home
        for at in range(size - 1, -1, -1):
            here = route.rows[at]
            if at < size - 1 and following[at] >= 0:
                after = following[at]
            self._next[duty, at] = after
            way = after >= 0 and here != after
            self._way_units[duty, at] = units = ground.leg_units(duty, here, after) if way else 0
            self._paid[duty, at] = units if route.items else 0
            stays = self._next_stays[duty, at] or not way
            self._way_s[duty, at] = 0 if stays else ground.travel[ground.speed[duty]][here, after]


class _PerDuty:
    """Tables of shape (duties, items): who may, how long, first and last start, price of not being preferred."""

    def __init__(self, ground: Ground) -> None:
        shape, tempo = (len(ground.work), len(ground.visits)), np.array(ground.tempo, dtype=np.intp)
        opens = [[ranges[0][0] if ranges else FOREVER for ranges in row] for row in ground.begin]
        closes = [[ranges[-1][1] if ranges else -FOREVER for ranges in row] for row in ground.begin]
        self.may = ground.may
        self.work, self.opens, self.closes = (
            np.array(table, dtype=np.int64).reshape(shape)[tempo] for table in (ground.work, opens, closes)
        )
        self.other = np.zeros(ground.may.shape, dtype=np.int64)
        for item in (i for i, wished in enumerate(ground.wished) if wished):
            self.other[:, item] = [ground.other(duty, item) for duty in range(len(ground.duties))]
