"""Where a request stands: in which days' plans, when and with whom; and those plans without it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from planner import store
from planner.desk.opening import Desk
from planner.desk.rebase import standing
from planner.desk.roles import check
from planner.desk.snapshot import DayRows, built_of, rows_on
from planner.desk.trying import finished, without
from planner.model.event import Actor
from planner.model.plan import Plan, Stop
from planner.model.request import Request

__all__ = ["GivenBack", "PlannedAt", "given_back", "planned_at"]

_AHEAD = timedelta(days=62)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedAt:
    """A stop of a request, and the newest plan of its day; the plan is published or a draft."""

    plan: Plan
    stop: Stop


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenBack:
    """A day as it was read, and its draft without a request."""

    rows: DayRows
    draft: Plan


def planned_at(desk: Desk, actor: Actor, request_id: str) -> tuple[PlannedAt, ...]:
    """Return where a request stands in the newest plans of today and the days to come, in their order."""
    check(actor, "planned_at.planned_at")
    with desk.store.reading() as db:
        plans = _newest(db, desk.today())
    return tuple(PlannedAt(plan=plan, stop=crew[0]) for plan in plans if (crew := plan.crew_of(request_id)))


def given_back(desk: Desk, request: Request, but: date, *, by: Actor) -> tuple[GivenBack, ...]:
    """Return the drafts of all days but one that held a request, without it; nothing is saved.

    Parameters
    ----------
    request
        As it will be.
    but
        The day on which it stays.
    by
        Who has asked for the right to do so.
    """
    with desk.store.reading() as db:
        plans = [one for one in _newest(db, desk.today()) if one.day != but and one.crew_of(request.request_id)]
        read = [rows_on(db, one.day, zone=desk.time_zone, at=desk.clock(), today=desk.today()) for one in plans]
    return tuple(
        GivenBack(rows=rows, draft=_without(desk, by, rows, plan, request.request_id))
        for rows, plan in zip(read, plans, strict=True)
    )


def _newest(db: store.Connection, today: date) -> list[Plan]:
    days = store.plans.days(db, today, today + _AHEAD)
    return [plan for day in days if (plan := store.plans.newest(db, day)) is not None]


def _without(desk: Desk, actor: Actor, rows: DayRows, plan: Plan, request_id: str) -> Plan:
    others = replace(rows, requests=tuple(one for one in rows.requests if one.request_id != request_id))
    built, gone = built_of(desk, others), {stop.visit_id or "" for stop in plan.crew_of(request_id)}
    return finished(
        others, without(standing(built.problem, plan), gone), plan, desk=desk, actor=actor, built=built
    )  # fmt: skip
