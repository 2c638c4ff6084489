"""From a choice of times to stops: when to leave, where each break is taken, which part of a drive comes before it.

The technician drives as soon as the work is done and waits at the next place; but the first drive
of the day leaves as late as the first stop allows, and waiting before it is spent at the start place.
"""

from __future__ import annotations

from planner.model.words import StopKind
from planner.rules.course import Course, Step, miss
from planner.rules.gaps import FOREVER, Fit, Gap, Pause, fit, homeward, latest_fit
from planner.rules.search import Choice
from planner.rules.timed import Miss, TimedRoute, TimedStop

__all__ = ["itinerary"]


def itinerary(course: Course, choice: Choice) -> TimedRoute:
    """Return the timed route of a choice."""
    walk = _Walk(course)
    for step, (start, pauses) in zip(course.steps, choice.steps, strict=True):
        walk.work(step, start, pauses)
    walk.go_home(choice.home)
    stops = tuple(walk.stops)
    return TimedRoute(
        duty_id=course.duty.duty_id,
        stops=stops,
        units=choice.units,
        end_s=choice.end_s,
        misses=_misses(course, choice, stops) if course.relaxed else (),
    )


class _Walk:
    """Walks the day and writes its stops; `clock` is when the last one was over, `row` where the technician is."""

    def __init__(self, course: Course) -> None:
        self.course = course
        self.stops: list[TimedStop] = []
        self.clock = course.duty.start_s
        self.row = course.duty.start_place
        self.at_start = True

    def work(self, step: Step, start: int, pauses: tuple[Pause, ...]) -> None:
        """Write the way to a visit or session, with the breaks on it, and the work itself."""
        first = not self.stops
        gap = Gap(-FOREVER if first else self.clock, self.clock, step.drive_s, self.course.spans)
        just_in_time = first or (self.at_start and step.drive_s > 0)
        way = (latest_fit if just_in_time else fit)(gap, pauses, start)
        if way is None:  # the search found room, so there is room
            raise AssertionError(f"duty {self.course.duty.duty_id}: no room before visit {step.visit.visit_id}")
        if first:
            self._start(way)
        drive = self._travel(way, step.drive_s, step.distance_m, step.row)
        self._stop(
            StopKind.REMOTE if step.visit.is_remote else StopKind.VISIT,
            drive,
            start,
            start + step.work_s,
            visit_id=step.visit.visit_id,
            lateness_s=max(0, start - step.late_after_s),
        )
        self.at_start = self.at_start and step.drive_s == 0

    def go_home(self, pauses: tuple[Pause, ...]) -> None:
        """Write the way home; breaks that are taken after the day's work follow the end."""
        course = self.course
        way = homeward(Gap(self.clock, self.clock, course.home_s, course.spans), pauses)
        if way is None:
            raise AssertionError(f"duty {course.duty.duty_id}: no way home")
        drive = self._travel(way._replace(after=()), course.home_s, course.home_m, course.home_row)
        self._stop(StopKind.END, drive, way.arrival, way.arrival)
        self._breaks(way.after, (self.clock, self.clock, 0, 0))

    def _start(self, way: Fit) -> None:
        begin = min([way.leave, *(start for start, _ in way.before)])
        self._stop(StopKind.START, (begin, begin, 0, 0), begin, begin)

    def _travel(self, way: Fit, drive_s: int, distance_m: int, row: int | None) -> tuple[int, int, int, int]:
        """Write the breaks of a gap; return what is left of the drive for the stop itself."""
        self._breaks(way.before, (self.clock, self.clock, 0, 0))
        left_s, left_m, wheel = drive_s, distance_m, way.leave if drive_s else self.clock
        for start, number in way.road:
            part_s = min(left_s, start - wheel)
            part_m = distance_m * part_s // drive_s
            self.row = None
            self._breaks(((start, number),), (wheel, wheel + part_s, part_s, part_m))
            left_s, left_m, wheel = left_s - part_s, left_m - part_m, self.clock
        self.row = row
        if not way.after:
            return wheel, wheel + left_s, left_s, left_m
        self._breaks(way.after, (wheel, wheel + left_s, left_s, left_m))
        return self.clock, self.clock, 0, 0

    def _breaks(self, placed: tuple[tuple[int, int], ...], drive: tuple[int, int, int, int]) -> None:
        for start, number in placed:
            rule = self.course.duty.breaks[number]
            self._stop(StopKind.ABSENCE if rule.is_absence else StopKind.BREAK, drive, start, start + rule.duration_s)
            drive = (self.clock, self.clock, 0, 0)

    def _stop(
        self,
        kind: StopKind,
        drive: tuple[int, int, int, int],
        start: int,
        end: int,
        *,
        visit_id: str | None = None,
        lateness_s: int = 0,
    ) -> None:
        leave, arrival, travel_s, distance_m = drive
        self.stops.append(
            TimedStop(
                kind=kind,
                visit_id=visit_id,
                row=self.row,
                leave_s=leave,
                arrival_s=arrival,
                start_s=start,
                end_s=end,
                travel_s=travel_s,
                distance_m=distance_m,
                lateness_s=lateness_s,
            )
        )
        self.clock = end


def _misses(course: Course, choice: Choice, stops: tuple[TimedStop, ...]) -> tuple[Miss, ...]:
    """Say by how much relaxed rules are missed, the worst first."""
    found = []
    for step, (start, _) in zip(course.steps, choice.steps, strict=True):
        for rule, seconds in zip(("window", "lock"), miss(step.visit, start, step.work_s), strict=True):
            found.append(Miss(rule=rule, seconds=seconds, visit_id=step.visit.visit_id))
    found.append(Miss(rule="shift", seconds=choice.end_s - course.duty.hard_end_s))
    for pause in course.pauses:
        rule = "absence" if course.duty.breaks[pause.number].is_absence else "break"
        found.append(Miss(rule=rule, seconds=pause.duration if choice.skipped >> pause.number & 1 else 0))
    found += [
        Miss(rule="licence", seconds=stop.travel_s, visit_id=stop.visit_id)
        for stop in stops
        if "licence" in course.relaxed and not course.duty.may_drive(stop.leave_s, stop.arrival_s)
    ]
    return tuple(sorted((one for one in found if one.seconds > 0), key=lambda one: -one.seconds))
