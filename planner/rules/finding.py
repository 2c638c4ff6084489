"""What a rule answers: a violation with its sentence, and the names in it."""

from __future__ import annotations

from planner.model.message import Message
from planner.model.problem import Duty
from planner.model.reasons import Violation
from planner.rules.reading import Entry

__all__ = ["finding", "minutes", "name_of"]


def finding(rule: str, said: Message, duty: Duty | None, entry: Entry | None = None) -> Violation:
    """Return the violation of a rule by a duty at a stop."""
    return Violation(
        rule=rule,
        message=said,
        visit_id=None if entry is None else entry.stop.visit_id,
        technician_id=None if duty is None else duty.technician_id,
    )


def name_of(duty: Duty) -> str:
    """Return how people call whoever has the duty."""
    return duty.name or duty.technician_id


def minutes(seconds: int) -> int:
    """Return whole minutes, rounded up, so that a miss is never said to be 0."""
    return -(-seconds // 60)
