"""A planned day of the small firm, made without a search, for tests of the board and the technician's day."""

from __future__ import annotations

from planner import planning, store
from planner.desk import Desk, triage
from planner.desk import team as team_desk
from planner.desk.snapshot import built_for
from planner.model.plan import Plan
from planner.model.reasons import Violation
from planner.model.team import ShiftPattern
from planner.model.words import RequestStatus
from tests.ui.sample import MARIA

__all__ = ["at_work_daily", "planned", "triaged"]


def triaged(desk: Desk) -> None:
    """Sort every request, so that it can be planned."""
    for one in triage.list_requests(desk, MARIA):
        triage.save_request(desk, MARIA, one.replace(status=RequestStatus.TRIAGED))


def at_work_daily(desk: Desk) -> None:
    """Give everybody the hours of their first shift on every day, so that a test does not depend on the weekday."""
    for one in team_desk.get_team(desk, MARIA).technicians:
        (first, *_) = one.patterns
        daily = ShiftPattern(weekdays=(1, 2, 3, 4, 5, 6, 7), start=first.start, end=first.end, breaks=first.breaks)
        team_desk.save_technician(desk, MARIA, one.replace(patterns=(daily,)))


def planned(desk: Desk, *, plan_id: str = "p1", violations: tuple[Violation, ...] = ()) -> Plan:
    """Save a plan of today as the next version, without a search."""
    triaged(desk)
    built = built_for(desk, desk.today())
    plan = planning.baseline(built.problem, plan_id=plan_id, created_at=desk.clock())
    left = (*plan.unassigned, *built.left_out)
    with desk.store.writing() as db:
        return store.plans.add(db, plan.replace(created_by="Maria E.", unassigned=left, violations=violations))
