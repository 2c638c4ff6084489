"""Where a remote session may be done: at the desk where the day starts or ends, or in the parked van."""

from __future__ import annotations

from collections.abc import Iterator

from planner.model.message import message
from planner.model.reasons import Violation
from planner.model.words import StopKind
from planner.rules.finding import finding, name_of
from planner.rules.reading import Reading

__all__ = ["desk"]


def desk(reading: Reading) -> Iterator[Violation]:
    """A session that needs a desk, or any of somebody who cannot work in the van, is done where the day starts or ends.

    Between two visits, and after the last one before the way home, a technician sits in the van.
    """
    for duty, run in reading.duties:
        here = duty.start_place
        for entry in run.entries:
            if entry.visit is None:
                continue
            if entry.stop.kind is StopKind.VISIT:
                here = entry.visit.place
            elif duty.needs_desk(entry.visit) and duty.is_away(here):
                key = "rule.desk.violation" if entry.visit.desk else "rule.desk.no_van"
                yield finding("desk", message(key, visit=entry.visit.visit_id, technician=name_of(duty)), duty, entry)
