"""Somebody's paid time in a plan, and how much of it is work and driving."""

from __future__ import annotations

from planner.model.plan import Plan, PlanTechnician
from planner.model.words import StopKind

__all__ = ["duties_of", "fill_of", "paid_s", "used_s"]

_WORK = (StopKind.VISIT, StopKind.REMOTE)


def duties_of(plan: Plan, technician_id: str) -> tuple[PlanTechnician, ...]:
    """Return a technician's shifts of the plan in order."""
    return tuple(sorted((t for t in plan.technicians if t.technician_id == technician_id), key=lambda t: t.start))


def paid_s(plan: Plan, technician_id: str) -> int:
    """Return a technician's seconds of shift on the day, breaks and absence aside."""
    shifts = sum((duty.end - duty.start).total_seconds() for duty in duties_of(plan, technician_id))
    away = (StopKind.BREAK, StopKind.ABSENCE)
    return round(shifts) - sum(s.work_s for s in plan.stops if s.technician_id == technician_id and s.kind in away)


def used_s(plan: Plan, technician_id: str) -> int:
    """Return a technician's seconds of work and driving."""
    mine = [s for s in plan.stops if s.technician_id == technician_id]
    return sum(s.travel_s + (s.work_s if s.kind in _WORK else 0) for s in mine)


def fill_of(plan: Plan, technician_id: str) -> float | None:
    """Return which share of the paid time is work or driving; None without paid time."""
    paid = paid_s(plan, technician_id)
    return used_s(plan, technician_id) / paid if paid > 0 else None
