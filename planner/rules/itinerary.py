"""From a choice of times to stops: when to leave, where each break is taken, which part of a drive comes before it.

The technician drives as soon as the work is done and waits at the next place; but the first drive
of the day leaves as late as the first stop allows, and waiting before it is spent at the start place.
"""

from __future__ import annotations

from typing import NamedTuple

from planner.model.problem import Visit
from planner.model.words import StopKind
from planner.rules.course import MISSED, Course, miss
from planner.rules.gaps import Fit, Gap, Pause
from planner.rules.search import Choice
from planner.rules.timed import Miss, TimedRoute, TimedStop
from planner.rules.ways import gap_home, gap_to, parts_of, way_home, way_to

__all__ = ["itinerary"]


def itinerary(course: Course, choice: Choice) -> TimedRoute:
    """Return the timed route of a choice."""
    walk = _Walk(course)
    for number, (start, pauses) in enumerate(choice.steps):
        walk.work(number, start, pauses)
    walk.go_home(choice.home)
    stops = tuple(walk.stops)
    return TimedRoute(
        duty_id=course.duty.duty_id,
        stops=stops,
        units=choice.units,
        end_s=choice.end_s,
        misses=_misses(course, choice, stops) if course.relaxed else (),
    )


class _Way(NamedTuple):
    """How somebody comes to a stop: the drive (or the part of one) that ends there, and the set-up after it."""

    leave: int
    arrival: int
    travel_s: int = 0
    distance_m: int = 0
    setup_s: int = 0


class _Walk:
    """Walks the day and writes its stops; `clock` is when the last one was over, `row` where the technician is."""

    def __init__(self, course: Course) -> None:
        self.course = course
        self.stops: list[TimedStop] = []
        self.clock = course.duty.start_s
        self.row = course.duty.start_place

    def work(self, number: int, start: int, pauses: tuple[Pause, ...]) -> None:
        """Write the way to a visit or session, with the breaks on it, and the work itself."""
        step = self.course.steps[number]
        way = way_to(self.course, number, self.clock, start, pauses)
        if way is None:  # the search found room, so there is room
            raise AssertionError(f"duty {self.course.duty.duty_id}: no room before visit {step.visit.visit_id}")
        if not number:
            self._start(way)
        came = self._travel(gap_to(self.course, number, self.clock), way, step.distance_m, step.row)
        self._stop(
            _kind(step.visit),
            came,
            start,
            start + step.work_s,
            visit_id=step.visit.visit_id,
            lateness_s=step.visit.lateness_s(start),
        )

    def go_home(self, pauses: tuple[Pause, ...]) -> None:
        """Write the way home; breaks that are taken after the day's work follow the end."""
        course = self.course
        way = way_home(course, self.clock, pauses)
        if way is None:
            raise AssertionError(f"duty {course.duty.duty_id}: no way home")
        came = self._travel(gap_home(course, self.clock), way._replace(after=()), course.home_m, course.home_row)
        self._stop(StopKind.END, came, way.arrival, way.arrival)
        self._breaks(way.after, _Way(self.clock, self.clock))

    def _start(self, way: Fit) -> None:
        begin = min([way.leave, *(start for start, _ in way.before)])
        self._stop(StopKind.START, _Way(begin, begin), begin, begin)

    def _travel(self, gap: Gap, way: Fit, distance_m: int, row: int | None) -> _Way:
        """Write the breaks of a gap; return what is left of the drive and the set-up for the stop itself."""
        self._breaks(way.before, _Way(self.clock, self.clock))
        *broken, (wheel, last_s) = parts_of(self.course, gap, way)
        whole_s, left_m = last_s + sum(part_s for _, part_s in broken), distance_m
        for (leave, part_s), placed in zip(broken, way.road, strict=True):
            part_m = distance_m * part_s // whole_s if whole_s else 0
            begin = leave if gap.drive_s else self.clock
            self.row = None
            self._breaks((placed,), _Way(begin, begin + part_s, part_s, part_m))
            left_m -= part_m
        wheel = wheel if gap.drive_s else self.clock
        self.row = row
        return self._breaks(way.after, _Way(wheel, wheel + last_s, last_s, left_m, gap.setup_s))

    def _breaks(self, placed: tuple[tuple[int, int], ...], way: _Way) -> _Way:
        """Write breaks, with as much of the set-up before each as there is time for; return what is left of the way."""
        for start, number in placed:
            rule = self.course.duty.breaks[number]
            part_s = min(way.setup_s, start - way.arrival)
            kind = StopKind.ABSENCE if rule.is_absence else StopKind.BREAK
            self._stop(kind, way._replace(setup_s=part_s), start, start + rule.duration_s)
            way = _Way(self.clock, self.clock, setup_s=way.setup_s - part_s)
        return way

    def _stop(
        self,
        kind: StopKind,
        way: _Way,
        start: int,
        end: int,
        *,
        visit_id: str | None = None,
        lateness_s: int = 0,
    ) -> None:
        self.stops.append(
            TimedStop(
                kind=kind,
                visit_id=visit_id,
                row=self.row,
                leave_s=way.leave,
                arrival_s=way.arrival,
                start_s=start,
                end_s=end,
                travel_s=way.travel_s,
                distance_m=way.distance_m,
                setup_s=way.setup_s,
                lateness_s=lateness_s,
            )
        )
        self.clock = end


def _kind(visit: Visit) -> StopKind:
    if visit.is_pickup:
        return StopKind.DEPOT
    return StopKind.REMOTE if visit.is_remote else StopKind.VISIT


def _misses(course: Course, choice: Choice, stops: tuple[TimedStop, ...]) -> tuple[Miss, ...]:
    """Say by how much relaxed rules are missed, the worst first."""
    found = []
    for step, (start, _) in zip(course.steps, choice.steps, strict=True):
        for rule, seconds in zip(MISSED, miss(step.visit, start, step.work_s), strict=True):
            found.append(Miss(rule=rule, seconds=seconds, visit_id=step.visit.visit_id))
    found.append(Miss(rule="shift", seconds=choice.end_s - course.duty.hard_end_s))
    found.append(Miss(rule="max_drive", seconds=choice.over_drive_s))
    found += [Miss(rule="capacity", amount=amount, dimension=name) for name, amount in course.over_load]
    found += [
        Miss(rule="parts", amount=one.quantity, dimension=one.part, visit_id=one.visit_id) for one in course.lacking
    ]
    found += [Miss(rule="desk", amount=1, visit_id=visit_id) for visit_id in course.away]
    for pause in course.pauses:
        rule = "absence" if course.duty.breaks[pause.number].is_absence else "break"
        is_missed = choice.skipped & ~course.soft & 1 << pause.number
        found.append(Miss(rule=rule, seconds=pause.duration if is_missed else 0))
    found += [
        Miss(rule="licence", seconds=stop.travel_s, visit_id=stop.visit_id)
        for stop in stops
        if "licence" in course.relaxed and not course.duty.may_drive(stop.leave_s, stop.arrival_s)
    ]
    return tuple(sorted((one for one in found if one.seconds > 0 or one.amount), key=lambda one: -one.seconds))
