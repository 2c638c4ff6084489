"""The cheapest times for one more visit: best first over days, times, technicians and places in their routes.

Every place is bounded from below, and only the one with the lowest bound is timed; a time whose exact price is the
lowest of all is the cheapest there is (A*: Hart, Nilsson and Raphael 1968). First a place is timed for all times of
its day at once: where that fits nowhere, no single time does; and unless waiting has a price, which a later start
may save, or drives differ by the clock, no time is cheaper than the one in which it starts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from heapq import heappop, heappush

from planner.explain.obstacles import obstacles
from planner.model.costs import minute_units
from planner.model.problem import Problem, Visit, Window
from planner.model.profile import pace_of
from planner.planning.offers.gaps import Line, Sketch, sketch
from planner.rules import TimedRoute, time_route

__all__ = ["Board", "Found", "posed", "ranked"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """A day to be searched.

    Parameters
    ----------
    problem
        What is planned on it, without the visit.
    visit
        The visit, its windows apart.
    slots
        Times it may start in, in order; the search tells them apart.
    lines
        Everybody's work.
    """

    number: int
    problem: Problem
    visit: Visit
    slots: tuple[Window, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The cheapest place for a time: which, in whose route, and what it adds to the price."""

    board: Board
    slot: int
    line: Line
    visit_ids: tuple[str, ...]
    added_units: int


def posed(board: Board, slots: Sequence[int]) -> Problem:
    """Return the problem of a day with the visit in some of the times."""
    visit = replace(board.visit, windows=tuple(board.slots[slot] for slot in slots))
    return board.problem.replace(visits=(*board.problem.visits, visit))


def ranked(boards: Sequence[Board], *, taken: set[tuple[int, int]]) -> Iterator[Found]:
    """Yield times with their cheapest place, the cheapest first; of equals the earliest.

    Parameters
    ----------
    boards
        Days, numbered.
    taken
        Pairs of day and time that are of no interest (any more): whoever reads on may add some.
    """
    search = _Search(boards=tuple(boards), taken=taken)
    search.begin()
    while search.heap:
        if (found := search.step()) is not None:
            yield found


_PLACE, _TIME, _EXACT = range(3)
"""Stages: a place for all times of its day, one time with a better bound, and one whose price is known."""

_Entry = tuple[int, float, int, int, int, int, int]
"""Price units, moment, stage, day, line, position, time."""


@dataclass(kw_only=True)
class _Search:
    boards: tuple[Board, ...]
    taken: set[tuple[int, int]]
    heap: list[_Entry] = field(default_factory=list)
    bounds: dict[tuple[int, int, int], dict[int, int]] = field(default_factory=dict)
    problems: dict[tuple[int, tuple[int, ...]], Problem] = field(default_factory=dict)

    def begin(self) -> None:
        """Bound every place of everybody who may do the work."""
        for day, board in enumerate(self.boards):
            for number, line in enumerate(board.lines):
                if obstacles(line.duty, board.visit):
                    continue
                for gap in line.gaps:
                    drawn = sketch(board.problem, line, gap, board.visit)
                    if drawn is not None and (low := _bounds(board, drawn)):
                        self.bounds[day, number, gap.at] = low
                        self.push(min(low.values()), _PLACE, day, number, gap.at, min(low))

    def push(self, units: int, stage: int, day: int, line: int, at: int, slot: int) -> None:
        board = self.boards[day]
        moment = board.problem.horizon_start.timestamp() + board.slots[slot].earliest_s
        heappush(self.heap, (units, moment, stage, day, line, at, slot))

    def step(self) -> Found | None:
        """Look closer at the place with the lowest bound; return it once its price is known."""
        units, _, stage, day, number, at, slot = heappop(self.heap)
        if stage == _PLACE:
            self._spread(day, number, at)
            return None
        board = self.boards[day]
        if (board.number, slot) in self.taken:
            return None
        line = board.lines[number]
        if stage == _EXACT:
            return Found(board=board, slot=slot, line=line, visit_ids=_order(board, line, at), added_units=units)
        if (timed := self._timed(day, number, at, (slot,))) is not None:
            self.push(timed.units - line.timed.units, _EXACT, day, number, at, slot)
        return None

    def _spread(self, day: int, number: int, at: int) -> None:
        """Time a place for all its times, and go on with each of them."""
        board, line = self.boards[day], self.boards[day].lines[number]
        low = {k: u for k, u in self.bounds[day, number, at].items() if (board.number, k) not in self.taken}
        timed = self._timed(day, number, at, tuple(low)) if low else None
        start = None if timed is None else timed.start_of(board.visit.visit_id)
        if timed is None or start is None:
            return
        if board.problem.weights.waiting_ore_h or pace_of(board.problem.profile):
            # Who starts later may wait less, or drive less: of what a single time costs this says nothing.
            for slot, units in low.items():
                self.push(units, _TIME, day, number, at, slot)
            return
        added = timed.units - line.timed.units
        for slot, units in low.items():
            exact = board.slots[slot].earliest_s <= start <= board.slots[slot].latest_s
            self.push(added if exact else max(added, units), _EXACT if exact else _TIME, day, number, at, slot)

    def _timed(self, day: int, number: int, at: int, slots: tuple[int, ...]) -> TimedRoute | None:
        if (day, slots) not in self.problems:
            self.problems[day, slots] = posed(self.boards[day], slots)
        board, line = self.boards[day], self.boards[day].lines[number]
        return time_route(self.problems[day, slots], line.duty, _order(board, line, at))


def _order(board: Board, line: Line, at: int) -> tuple[str, ...]:
    return (*line.visit_ids[:at], board.visit.visit_id, *line.visit_ids[at:])


def _bounds(board: Board, drawn: Sketch) -> dict[int, int]:
    """What a place adds at least, for each time it could start in."""
    visit, weights = board.visit, board.problem.weights
    late_s = {}
    for number, slot in enumerate(board.slots):
        if (first := drawn.first_in(slot)) is not None:
            late_s[number] = 0 if visit.late_after_s is None else max(0, first - visit.late_after_s)
    ore_min = weights.lateness(visit.priority)
    return {number: drawn.units + minute_units(seconds, ore_min) for number, seconds in late_s.items()}
