"""When nobody works, on the rows of the schedule: outside shifts, and away, also where the plan does not know it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from planner.model.language import text, time_text
from planner.model.plan import Plan, PlanTechnician
from planner.model.team import Absence
from planner.model.words import StopKind
from planner.views.paid import duties_of

__all__ = ["absent_bars", "iso", "off_shift"]


def absent_bars(plan: Plan, who: PlanTechnician, absences: Iterable[Absence], language: str) -> list[dict[str, Any]]:
    """Return a bar for each absence of somebody while they have a shift, where the plan draws none itself."""
    drawn = [one for one in plan.of_technician(who.technician_id) if one.kind is StopKind.ABSENCE and one.work_s]
    found = []
    for duty in duties_of(plan, who.technician_id):
        for one in absences:
            start, end = max(one.start, duty.start), min(one.end, duty.end)
            if one.technician_id != who.technician_id or start >= end:
                continue
            if any(stop.start < end and start < stop.end for stop in drawn):
                continue
            name = text("views.stop.absence", language)
            span = f"{time_text(start, zone=plan.time_zone)}–{time_text(end, zone=plan.time_zone)}"
            found.append(
                {"id": f"w:{duty.duty_id}:{iso(start)}", "row": who.technician_id, "kind": "away",
                 "start": iso(start), "end": iso(end), "text": name, "tip": [name, span, who.name]}
            )  # fmt: skip
    return found


def off_shift(plan: Plan, who: PlanTechnician, low: datetime, high: datetime) -> list[dict[str, Any]]:
    """Return the times outside a technician's shifts between two moments."""
    found, at = [], low
    for duty in duties_of(plan, who.technician_id):
        if duty.start > at:
            found.append((at, duty.start))
        at = max(at, duty.end)
    if at < high:
        found.append((at, high))
    return [{"row": who.technician_id, "start": iso(a), "end": iso(b)} for a, b in found]


def iso(moment: datetime) -> str:
    """Return a moment as the schedule reads it: ISO text in UTC."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
