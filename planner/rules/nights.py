"""The rule of nights away: only for who may, and the next day's work begins at the hotel where the last one ended."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from planner.model.message import message
from planner.model.nights import may_sleep, nights_of
from planner.model.reasons import Violation
from planner.rules.finding import finding, name_of
from planner.rules.reading import Reading

__all__ = ["night"]


def night(reading: Reading) -> Iterator[Violation]:
    """A day ends at a hotel only where that is allowed, and between two days of work.

    That the stops lie there is judged with the places of all stops: reading has moved the duties to the hotel.
    """
    problem, nights = reading.problem, nights_of(reading.plan)
    worked = {duty.duty_id for duty, _ in reading.duties}
    for duty in problem.duties:
        said: dict[str, Any] = {"technician": name_of(duty), "day": duty.day or problem.day}
        if nights.get(duty.duty_id, "") != duty.night:
            yield finding("night", message("rule.night.violation", **said), duty)
        elif duty.night and (after := may_sleep(problem, duty)) and not {duty.duty_id, after.duty_id} <= worked:
            yield finding("night", message("rule.night_idle.violation", **said), duty)
    for duty_id in sorted(nights.keys() - {duty.duty_id for duty in problem.duties}):
        yield finding("night", message("rule.night.violation", technician=duty_id, day=problem.day), None)
