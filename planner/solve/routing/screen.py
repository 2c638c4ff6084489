"""Where an item could go: all places in all routes at once, ranked by a lower bound of their price.

A place is a position in a duty's route. The bound counts the detour, a non-preferred technician
and the item's own lateness; the times ignore breaks that may still be shifted. So no place is
missed, and the true price (`Fleet.trial`) has to be asked only until it beats the next bound.
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


_SINCE, _DUE, _ROW, _NEXT, _STAYS, _WAY_S, _WAY_UNITS, _PAID = range(8)
"""What is known of a place: earliest end of what is before, second by which one has to be at what is after, matrix
rows before and after (-1: the day ends there), whether what is after needs no drive, seconds and price of the drive
between, and what of that price is paid now."""


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
        if ground.row[item] < 0:
            there_s, on_s = np.zeros((1, 1), dtype=np.int64), known[:, _WAY_S]
            legs = known[:, _WAY_UNITS] - known[:, _PAID]
        else:
            there_s, on_s, legs = self._detours(ground.row[item], known, self._speed[takers, None])
        legs = legs + own.other[takers, item, None]
        start = np.maximum(known[:, _SINCE] + there_s, own.opens[takers, item, None])
        fits = (start <= own.closes[takers, item, None]) & (
            start + own.work[takers, item, None] + on_s <= known[:, _DUE]
        )
        late = np.maximum(start - ground.late_after[item], 0) * ground.late_units[item]
        return np.where(fits, legs + late, NO_PRICE).ravel(), legs.ravel()

    def _detours(self, row: int, known: _Ints, speed: NDArray[np.intp]) -> tuple[_Ints, _Ints, _Ints]:
        """Return seconds to a row, seconds on to the next stop, and the price of the detour."""
        ground, before, after = self.fleet.ground, known[:, _ROW], known[:, _NEXT]
        goes_on = after >= 0
        to_s = ground.travel_array[speed, before, row].astype(np.int64)
        from_s = ground.travel_array[speed, row, after] * goes_on
        metres = ground.distance_array[before, row] + ground.distance_array[row, after] * goes_on
        legs = (to_s + from_s) * ground.drive_units + metres * ground.metre_units - known[:, _PAID]
        return to_s, np.where(known[:, _STAYS], 0, from_s), legs

    def _make(self, width: int) -> None:
        self._width, self._used = width, 1
        self._places = np.zeros((len(self.fleet.routes), 8, width), dtype=np.int64)
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
        following = [ground.row[item] for item in route.items]
        stays = [*(row < 0 for row in following), home is None]
        known[_STAYS, :size] = stays
        after, nexts, seconds, units = (-1 if home is None else home), [], [], []
        for here, row, stay in zip(reversed(route.rows), reversed([*following, -1]), reversed(stays), strict=True):
            after = row if row >= 0 else after
            way = after >= 0 and here != after
            nexts.append(after)
            units.append(ground.leg_units(duty, here, after) if way else 0)
            seconds.append(ground.travel[ground.speed[duty]][here, after] if way and not stay else 0)
        known[[_NEXT, _WAY_S, _WAY_UNITS], :size] = [nexts[::-1], seconds[::-1], units[::-1]]
        known[_PAID, :size] = units[::-1] if route.items else 0


class _PerDuty:
    """Tables of shape (duties, items): how long, first and last start, price of not being preferred."""

    def __init__(self, ground: Ground) -> None:
        shape, tempo = (len(ground.work), len(ground.visits)), np.array(ground.tempo, dtype=np.intp)
        opens = [[ranges[0][0] if ranges else FOREVER for ranges in row] for row in ground.begin]
        closes = [[ranges[-1][1] if ranges else -FOREVER for ranges in row] for row in ground.begin]
        self.work, self.opens, self.closes = (
            np.array(table, dtype=np.int64).reshape(shape)[tempo] for table in (ground.work, opens, closes)
        )
        self.other = np.zeros(ground.may.shape, dtype=np.int64)
        for item in (i for i, wished in enumerate(ground.wished) if wished):
            self.other[:, item] = [ground.other(duty, item) for duty in range(len(ground.duties))]
