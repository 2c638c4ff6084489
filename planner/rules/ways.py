"""The way to a step of a course and home again: where in a gap its drive and breaks lie, and what the drive takes."""

from __future__ import annotations

from planner.model.profile import Part
from planner.rules.course import Course
from planner.rules.gaps import FOREVER, Fit, Gap, Pause, fit, homeward, latest_fit, parts

__all__ = ["driven_s", "gap_home", "gap_to", "parts_of", "way_home", "way_to"]


def gap_to(course: Course, number: int, since: int) -> Gap:
    """Return the gap before a step, from the end of the step before (of the duty's start before the first)."""
    step = course.steps[number]
    rest_from = since if number else -FOREVER
    return Gap(rest_from, since, step.drive_s, course.spans, step.setup_s, pace=course.pace)


def way_to(course: Course, number: int, since: int, start: int, pauses: tuple[Pause, ...]) -> Fit | None:
    """Return the way to a step that starts at a second: as early as it goes, but the first of the day as late."""
    gap = gap_to(course, number, since)
    return (latest_fit if number in (0, course.sets_out) else fit)(gap, pauses, start)


def gap_home(course: Course, since: int) -> Gap:
    """Return the gap after the last step."""
    return Gap(since, since, course.home_s, course.spans, pace=course.pace)


def way_home(course: Course, since: int, pauses: tuple[Pause, ...]) -> Fit | None:
    """Return the earliest way home."""
    return homeward(gap_home(course, since), pauses, course.soft)


def parts_of(course: Course, gap: Gap, way: Fit) -> tuple[Part, ...]:
    """Return the parts of a drive that breaks on the road leave of it: when each begins, and its seconds."""
    return parts(gap, way, [rule.duration_s for rule in course.duty.breaks])


def driven_s(course: Course, gap: Gap, way: Fit) -> int:
    """Return the seconds at the wheel."""
    return gap.drive_s if course.pace is None else sum(seconds for _, seconds in parts_of(course, gap, way))
