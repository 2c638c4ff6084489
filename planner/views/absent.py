"""Who is away, on the rows of the schedule: also what the plan does not know, or has no work around."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from planner.model.language import text, time_text
from planner.model.plan import Plan, PlanTechnician
from planner.model.team import Absence
from planner.model.words import StopKind
from planner.views.paid import duties_of

__all__ = ["absent_bars"]


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
                {"id": f"w:{duty.duty_id}:{_iso(start)}", "row": who.technician_id, "kind": "away",
                 "start": _iso(start), "end": _iso(end), "text": name, "tip": [name, span, who.name]}
            )  # fmt: skip
    return found


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
