"""When a duty's work can be done: the earliest times of a route, with every choice of where breaks are taken.

A route's state after a stop is a short list of *labels* (second, lateness in price units, breaks
taken as bits). A label is dropped when another has at least its breaks, no later and no dearer, also
after waiting until then and through the breaks that the other has still before it.
Written for speed and for inserting one item into a known route; `rules.timeline` has the last word.
"""

from __future__ import annotations

from itertools import chain, combinations, permutations
from typing import NamedTuple

from planner.model.problem import Break, Duty
from planner.rules import Hinge
from planner.solve.ground import FOREVER, Ranges

__all__ = ["Clock", "Label", "Labels", "Starting"]

Label = tuple[int, int, int]
Labels = list[Label]
_Pauses = tuple[tuple[int, int, int], ...]


class Starting(NamedTuple):
    """What a start costs: lateness by range of starts, and the hinge beside it."""

    late_after: tuple[int, ...]
    late_units: int
    hinge: Hinge

    def units(self, begin: Ranges, start: int) -> int:
        """Return the price units of a start that is in one of the ranges."""
        number = 0
        while start > begin[number][1]:
            number += 1
        late, beside = start - self.late_after[number], self.hinge.units_s and self.hinge.late_s(start)
        return (late * self.late_units if late > 0 else 0) + self.hinge.units_s * beside


class Clock:
    """Timing of one duty.

    Parameters
    ----------
    duty
        The duty.
    over_units
        Price units of each second past its `end_s`.
    wait_units
        Price units of each second of waiting.
    missed_units
        Price units of missing the break that may be missed.
    """

    __slots__ = (
        *("_home", "_moves", "_rested", "deadlines"),
        *("hard_end_s", "missed_units", "over_units", "soft", "soft_end_s", "start", "wait_units"),
    )

    def __init__(self, duty: Duty, over_units: int, wait_units: int = 0, missed_units: int = 0) -> None:
        self.wait_units, self.missed_units = wait_units, missed_units
        self.soft = sum(1 << k for k, one in enumerate(duty.breaks) if one.missed_ore is not None)
        self.start: Labels = [(duty.start_s, 0, 0)]
        self.soft_end_s, self.hard_end_s, self.over_units = duty.end_s, duty.hard_end_s, over_units
        everything = (1 << len(duty.breaks)) - 1
        self._rested = [_rested(duty.breaks, taken) for taken in range(everything + 1)]
        self._moves = [_moves(duty.breaks, taken) for taken in range(everything + 1)]
        self._home = [_homeward(duty.breaks, everything & ~taken) for taken in range(everything + 1)]
        self.deadlines = [_deadline(duty.breaks, everything & ~taken) for taken in range(everything + 1)]

    def after(
        self, labels: Labels, drive_s: int, begin: Ranges, work_s: int, starting: Starting, *, first: bool
    ) -> Labels:
        """Return the labels after one more stop (`drive_s`: set-up included); empty if it cannot be reached in time."""
        found: Labels = []
        opens, closes = begin[0]
        many, rested = len(begin) > 1, self._rested
        wait_units = 0 if first else self.wait_units
        for since, cost, taken in labels:
            for now, pauses in self._moves[taken]:
                start = since + drive_s if not pauses else _ready(-FOREVER if first else since, since, drive_s, pauses)
                if start < opens:
                    start = opens
                elif start > closes:
                    if not many:
                        continue
                    start = _next_start(begin, start)
                end = start + work_s
                if end <= self.hard_end_s and end <= self.deadlines[now]:
                    units = cost + starting.units(begin, start)
                    if wait_units:
                        units += wait_units * (start - since - drive_s - rested[now] + rested[taken])
                    found.append((end, units, now))
        return self._kept(found, first=first) if len(found) > 1 else found

    def _kept(self, labels: Labels, *, first: bool) -> Labels:
        """Drop labels that another one beats in time, price and breaks taken.

        The first work begins as early as its breaks allow, even where a later start would spare waiting.
        """
        labels.sort(key=_by_time)
        kept: Labels = []
        worths: list[tuple[int, int]] = []
        for label in labels:
            time, cost, taken = label
            worth = cost + self.wait_units * (self._rested[taken] - time)
            if not any((w <= worth and t & taken == taken) or (first and t == taken) for w, t in worths):
                kept.append(label)
                worths.append((worth, taken))
        return kept

    def home(self, labels: Labels, drive_s: int) -> int | None:
        """Return the price units of lateness and overtime of going home now; None if it is too late."""
        best: int | None = None
        missing = [(s, c + self.missed_units, t | self.soft) for s, c, t in labels if self.soft & ~t]
        for since, cost, taken in (*labels, *missing):
            if taken + 1 == len(self._home):
                end = since + drive_s
            else:
                end = min((_end(since, drive_s, order, soft) for order, soft in self._home[taken]), default=FOREVER)
            if end <= self.hard_end_s:
                units = cost + (end - self.soft_end_s) * self.over_units if end > self.soft_end_s else cost
                if best is None or units < best:
                    best = units
        return best


def _moves(breaks: tuple[Break, ...], taken: int) -> list[tuple[int, _Pauses]]:
    """Return every way to take some of the breaks that are left: breaks taken then, and the order."""
    left = [k for k in range(len(breaks)) if not taken >> k & 1]
    chosen = chain.from_iterable(combinations(left, size) for size in range(len(left) + 1))
    return [
        (taken | sum(1 << k for k in order), _pauses(breaks, order))
        for group in chosen
        for order in permutations(group)
    ]


def _rested(breaks: tuple[Break, ...], taken: int) -> int:
    """Return the seconds of some breaks."""
    return sum(one.duration_s for k, one in enumerate(breaks) if taken >> k & 1)


def _homeward(breaks: tuple[Break, ...], left: int) -> list[tuple[_Pauses, int]]:
    """Return every order of the breaks that are left, and from when on it may be taken: the soft one at once."""
    orders = permutations(k for k in range(len(breaks)) if left >> k & 1)
    soft = {k for k, one in enumerate(breaks) if one.missed_ore is not None}
    return [
        (_pauses(breaks, order), breaks[order[0]].earliest_s if soft & {*order} else -FOREVER)
        for order in orders
        if not soft & {*order[1:]}
    ]


def _pauses(breaks: tuple[Break, ...], order: tuple[int, ...]) -> _Pauses:
    return tuple((breaks[k].earliest_s, breaks[k].latest_s, breaks[k].duration_s) for k in order)


def _deadline(breaks: tuple[Break, ...], left: int) -> int:
    must = (b.latest_s for k, b in enumerate(breaks) if left >> k & 1 and b.missed_ore is None)
    return min(must, default=FOREVER)


def _ready(rest_from: int, drive_from: int, drive_s: int, pauses: _Pauses) -> int:
    """Return when a drive with breaks before, on, or after it is over; `FOREVER` if a break comes too late.

    Every break is taken as early as it goes, and the time between breaks is used for driving.
    """
    driven = 0
    for earliest, latest, duration in pauses:
        start = max(rest_from, earliest)
        if start > latest:
            return FOREVER
        driven += max(0, start - max(rest_from, drive_from))
        rest_from = start + duration
    return max(rest_from, drive_from) + max(0, drive_s - driven)


def _end(since: int, drive_s: int, order: _Pauses, soft_from: int) -> int:
    """Return the arrival at home when the breaks that are left are taken in an order, on the way or afterwards."""
    best = FOREVER
    for count in range(0 if soft_from == -FOREVER else 1, len(order) + 1 if since >= soft_from else 0):
        arrival = _ready(since, since, drive_s, order[:count])
        if arrival < best and _ready(arrival, arrival, 0, order[count:]) < FOREVER:
            best = arrival
    return best


def _next_start(begin: Ranges, since: int) -> int:
    for opens, closes in begin:
        if since <= closes:
            return max(since, opens)
    return FOREVER


def _by_time(label: Label) -> tuple[int, int, int]:
    return label[0], label[1], -label[2]
