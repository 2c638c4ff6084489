"""Rules about limits of a day: how much load and how much driving a duty may have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from planner.model.message import message
from planner.model.reasons import Violation
from planner.rules.finding import finding, minutes, name_of
from planner.rules.reading import Reading

__all__ = ["capacity", "max_drive"]


def capacity(reading: Reading) -> Iterator[Violation]:
    """The loads of a duty's work do not exceed its capacity in any dimension that it names."""
    for duty, run in reading.duties:
        loads: Counter[str] = Counter()
        for visit in (entry.visit for entry in run.work if entry.visit is not None):
            loads.update(dict(visit.load))
        for dimension, most in duty.capacity:
            if loads[dimension] > most:
                said = message(
                    "rule.capacity.violation",
                    technician=name_of(duty),
                    dimension=dimension,
                    quantity=loads[dimension],
                    limit=most,
                )
                yield finding("capacity", said, duty)


def max_drive(reading: Reading) -> Iterator[Violation]:
    """Nobody drives longer in a day than the duty allows, the way home included."""
    for duty, run in reading.duties:
        legs = (entry.leg for entry in run.entries if entry.leg is not None)
        driven_s = sum(leg.drive_s for leg in legs if leg.drive_s is not None)
        if duty.max_drive_s is not None and driven_s > duty.max_drive_s:
            said = message(
                "rule.max_drive.violation",
                technician=name_of(duty),
                minutes=minutes(driven_s),
                limit=duty.max_drive_s // 60,
            )
            yield finding("max_drive", said, duty)
