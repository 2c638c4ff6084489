"""Trying a crew in a plan: a time at which every seat has somebody, each another person, timed exactly."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from planner.explain.obstacles import seat_obstacles
from planner.explain.ties import Placed, tied
from planner.explain.trying import Day, Spot
from planner.model.problem import Problem, Visit, Window
from planner.rules import time_route

__all__ = ["Known", "Meeting", "at_second", "changed", "meetings", "times_for"]

_STEP_S = 900
_AROUND = 1
"""Every quarter of an hour is tried, and in a day the position of that time and so many beside it."""

_FEW = 6
"""Of so many for each seat, the cheapest, those are chosen who cost least together."""


Options = list[tuple[tuple[int, int], Spot]]
"""Who can take a seat, the best first: seconds by which rules are missed and what it adds to the price, and where."""

Known = dict[tuple[Visit, frozenset[str]], Options]
"""The same by seat as it is tried, at one second, and by the rules that may be missed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A crew tried at a time.

    Parameters
    ----------
    start_s
        When they begin, in seconds of the horizon.
    spots
        For each seat, in order, who takes it and where in the day; None: nobody can.
    """

    start_s: int
    spots: tuple[Spot | None, ...]

    @property
    def filled(self) -> int:
        """How many seats have somebody."""
        return sum(spot is not None for spot in self.spots)

    @property
    def is_whole(self) -> bool:
        """Whether every seat has somebody."""
        return self.filled == len(self.spots)

    @property
    def added_units(self) -> int:
        """What it adds to the price of the days."""
        return sum(spot.added_units for spot in self.spots if spot)

    @property
    def missed_s(self) -> int:
        """Seconds by which relaxed rules are missed."""
        return sum(spot.missed_s for spot in self.spots if spot)


def changed(problem: Problem, visits: Iterable[Visit]) -> Problem:
    """Return the problem with some of its visits changed."""
    by_id = {visit.visit_id: visit for visit in visits}
    return problem.replace(visits=tuple(by_id.get(one.visit_id, one) for one in problem.visits))


def times_for(days: Iterable[Day], seats: Sequence[Visit], *, not_before_s: int = 0) -> list[int]:
    """Return the starts worth trying: quarters of an hour of the shifts, the edges of windows and opening hours.

    All seats must be open then.
    """
    duties = [day.duty for day in days]
    if not duties:
        return []
    low = max(min(duty.start_s for duty in duties), not_before_s)
    high = max(duty.hard_end_s for duty in duties)
    first = -(-low // _STEP_S) * _STEP_S
    tried = {low, *range(first, high, _STEP_S)}
    limits = [windows for seat in seats for windows in (seat.windows, seat.opening) if windows]
    tried |= {edge for windows in limits for one in windows for edge in (one.earliest_s, one.latest_s)}
    return sorted(
        second
        for second in tried
        if low <= second <= high
        and all(any(one.earliest_s <= second <= one.latest_s for one in windows) for windows in limits)
    )


def meetings(
    problem: Problem,
    days: Mapping[str, Day],
    seats: Sequence[Visit],
    there: Mapping[str, Placed],
    *,
    relaxed: frozenset[str] = frozenset(),
    not_before_s: int = 0,
    known: Known | None = None,
) -> Iterator[Meeting]:
    """Yield for each time that is worth trying the crew that fills most seats, of those the cheapest.

    Parameters
    ----------
    problem, days
        The problem with linked visits as planned (`planner.explain.ties.as_planned`), and its days.
    seats
        The seats of the crew, as they are to be tried.
    there
        Where planned visits are that the seats are linked to.
    relaxed
        Rules that may be missed (see `planner.rules.time_route`).
    not_before_s
        No earlier start is tried.
    known
        Who can take a seat at a second, from other tries in the same days; what is new is added.
    """
    found: Known = {} if known is None else known
    ids = frozenset(seat.visit_id for seat in seats)
    open_seats = [tied(problem.links, seat, there, beside=ids) for seat in seats]
    open_ones = [seat for seat in open_seats if seat is not None]
    if len(open_ones) < len(seats):
        return
    for second in times_for(days.values(), open_ones, not_before_s=not_before_s):
        begun = tuple(at_second(seat, second) for seat in open_ones)
        if fresh := [seat for seat in begun if (seat, relaxed) not in found]:
            posed = changed(problem, begun)
            found |= {(seat, relaxed): _options(posed, days.values(), seat, second, relaxed) for seat in fresh}
        options = [found[seat, relaxed] for seat in begun]
        yield Meeting(start_s=second, spots=_chosen(options))


def at_second(seat: Visit, second: int) -> Visit:
    """Return a seat that begins at one second; an end that its window sets stays."""
    ends = [one.end_s for one in seat.windows if one.earliest_s <= second <= one.latest_s]
    end_s = None if not ends or None in ends else max(end for end in ends if end is not None)
    return replace(seat, windows=(Window(earliest_s=second, latest_s=second, end_s=end_s),))


def _options(problem: Problem, days: Iterable[Day], seat: Visit, second: int, relaxed: frozenset[str]) -> Options:
    """Who can take a seat at a second: the best place of each technician, the best first."""
    best: dict[str, tuple[tuple[int, int], Spot]] = {}
    for day in days:
        if day.timed is None or not day.duty.start_s <= second <= day.duty.hard_end_s:
            continue
        if seat_obstacles(problem, day.duty, seat):
            continue
        for spot in _spots(problem, day, seat, second, relaxed):
            rank, who = (spot.missed_s, spot.added_units), day.duty.technician_id
            if who not in best or rank < best[who][0]:
                best[who] = rank, spot
    return sorted(best.values(), key=lambda one: one[0])[:_FEW]


def _spots(problem: Problem, day: Day, seat: Visit, second: int, relaxed: frozenset[str]) -> Iterator[Spot]:
    """The places in a day around a time of day."""
    starts = [stop.start_s for stop in day.timed.stops if stop.visit_id] if day.timed else []
    here = sum(start < second for start in starts)
    for place in range(max(0, here - _AROUND), min(len(day.visit_ids), here + _AROUND) + 1):
        order = (*day.visit_ids[:place], seat.visit_id, *day.visit_ids[place:])
        timed = time_route(problem, day.duty, order, relaxed=relaxed)
        if timed is not None and timed.start_of(seat.visit_id) == second:
            yield Spot(day=day, visit_ids=order, timed=timed, added_units=timed.units - day.units)


def _chosen(options: Sequence[Options]) -> tuple[Spot | None, ...]:
    """The cheapest choice of different people that fills most seats; whoever rides comes with the driver only."""
    best: tuple[tuple[int, int, int], tuple[Spot | None, ...]] | None = None
    for chosen in _choices(options, frozenset()):
        filled = [spot for spot in chosen if spot]
        if not all(_comes(spot, filled) for spot in filled):
            continue
        rank = -len(filled), sum(spot.missed_s for spot in filled), sum(spot.added_units for spot in filled)
        if best is None or rank < best[0]:
            best = rank, chosen
    assert best is not None
    return best[1]


def _comes(spot: Spot, others: Sequence[Spot]) -> bool:
    """Whether somebody drives there, or rides with one of the others and is home by the end of the shift."""
    duty = spot.day.duty
    beside = (one for one in others if one.day.duty.duty_id == duty.rides_with)
    return not duty.rides_with or any(one.timed.end_s <= duty.end_s for one in beside)


def _choices(options: Sequence[Options], taken: frozenset[str]) -> Iterator[tuple[Spot | None, ...]]:
    """Yield all choices of different people, a seat at a time; a seat may stay empty."""
    if not options:
        yield ()
        return
    for spot in (*(one for _, one in options[0]), None):
        who = spot.day.duty.technician_id if spot else ""
        if spot is None or who not in taken:
            for rest in _choices(options[1:], taken | {who}):
                yield (spot, *rest)
