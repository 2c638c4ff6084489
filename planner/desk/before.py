"""What was before the plan of a day: who did the requests that others go on from, and what is published around it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from planner import planning, store
from planner.desk.parts import parts_of_days
from planner.desk.reports import STATUS_TYPES
from planner.model.plan import Plan
from planner.model.request import Request

__all__ = ["AROUND", "before_of", "nights_around"]

AROUND = timedelta(days=7)
"""Published plans of so many days before and after are looked at."""

_DOES = frozenset(STATUS_TYPES) - {"visit.en_route", "visit.no_access"}
"""Happenings that say that somebody has worked on a request."""


def before_of(
    db: store.Connection, days: Sequence[date], requests: Sequence[Request], *, at: datetime, today: date
) -> planning.Before:
    """Return what was before the plan of a day, or of several in a row.

    Parameters
    ----------
    days
        The days, in order.
    requests
        Those of the day; what they go on from is looked up in what happened, else in the published plans and the
        newest plan of the first day.
    at, today
        Present moment and day.
    """
    day = days[0]
    newest = store.plans.newest(db, day)
    plans = store.plans.published_between(db, day - AROUND, days[-1] + AROUND)
    named = set(filter(None, map(planning.goes_on_from, requests)))
    planned = {
        stop.visit_id: stop.technician_id  # of a crew the first seat, whose visit has the id of the request
        for plan in (*((newest,) if newest else ()), *plans)
        for stop in plan.stops
        if stop.visit_id in named
    }
    done = {one: who for one, who in planned.items() if one is not None} | _happened(db, named)
    parts = parts_of_days(db, days, requests, today=today)
    return replace(nights_around(db, days), done_by=done, told=_told(plans, day), at=at, parts=parts)


def nights_around(db: store.Connection, days: Sequence[date]) -> planning.Before:
    """Return who sleeps at which hotel before the first and after the last of some days, by the newest plans.

    A night stays where it is until both days beside it are planned together.
    """
    before, last = (store.plans.newest(db, day) for day in (days[0] - timedelta(days=1), days[-1]))
    return planning.Before(slept=_nights(before), sleeps=_nights(last))


def _nights(plan: Plan | None) -> dict[str, str]:
    return {one.technician_id: one.night for one in plan.technicians if one.night} if plan else {}


def _happened(db: store.Connection, named: Collection[str]) -> dict[str, str]:
    """Return the last technician who worked on each request, as it was reported."""
    events = store.events.find(db, request_ids=named) if named else ()
    return {
        one.request_id: one.technician_id
        for one in sorted(events, key=lambda event: event.at)
        if one.request_id and one.technician_id and one.type in _DOES
    }


def _told(plans: Sequence[Plan], day: date) -> dict[str, planning.Told]:
    """Return what is published of each visit; of one on several days, the day itself, else the last."""
    ordered = sorted(plans, key=lambda plan: (plan.day == day, plan.day))
    return {
        stop.visit_id: planning.Told(technician_id=stop.technician_id, day=plan.day, start=stop.start)
        for plan in ordered
        for stop in plan.stops
        if stop.visit_id is not None
    }
