"""The demo day: planned and published early in the morning, and what came in since."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta

from planner.desk.demo_history import morning_of, planned
from planner.desk.demo_play import History
from planner.desk.demo_requests import Demand, fresh
from planner.desk.demo_times import on_day
from planner.desk.reports import planned_status
from planner.desk.standards import with_standards
from planner.model.request import Request
from planner.model.words import Channel
from planner.travel import TravelEngine

__all__ = ["known_ahead", "publish_today", "receive_today", "working_day"]

_VISITS = 37
_LEFT_OVER = 6
_SINCE = 6
_UNTRIAGED = 10
_WITHOUT_TYPE = 4
_DAYS_AHEAD = 2
_SATURDAY = 5
_ROUNDS = 600


def working_day(day: date) -> date:
    """Return the day if it is a working day, else the next Monday."""
    while day.weekday() >= _SATURDAY:
        day += timedelta(days=1)
    return day


def receive_today(demand: Demand, history: History) -> list[str]:
    """Take in what the demo day brings; return the ids of what the morning's plan takes up.

    Some of what was left over, visits and sessions; the others came in since the plan was made: a handful is
    triaged, and for some nobody has asked a question yet.
    """
    chance = demand.chance("today")
    due = sorted(one for one, (when, _) in history.waiting.items() if when <= demand.day)
    kept = set(chance.sample(due, min(_LEFT_OVER, len(due))))
    for request_id, (when, _) in history.waiting.items():
        later = demand.day if request_id in kept else max(when, demand.day + timedelta(days=1))
        history.requests[request_id] = on_day(history.requests[request_id], working_day(later))
    came = fresh(demand, demand.day)
    visits = [one for one in came if one.channel is Channel.ON_SITE][: _VISITS - len(kept)]
    sessions = [one for one in came if one.channel is Channel.REMOTE]
    calls = [one for one in came if one.channel is Channel.PHONE]
    raw = [*chance.sample(calls, _UNTRIAGED - 4), *sessions[:2], *visits[:2]]
    ready = [*visits[2:], *sessions[2:]]
    untold = [one.request_id for one in ready if one.promise is None]  # who was told a time is in the plan
    since = set(chance.sample(untold, min(_SINCE, len(untold))))
    for request in ready:
        came_at = _since(demand.day, chance) if request.request_id in since else request.created_at
        history.receive(request.replace(created_at=came_at), demand.chance("triage", request.request_id))
    for number, request in enumerate(raw):
        history.receive(_untriaged(demand, request, chance, typed=number >= _WITHOUT_TYPE), chance, triaged=False)
    return [*sorted(kept), *(one.request_id for one in ready if one.request_id not in since)]


def publish_today(demand: Demand, history: History, travel: TravelEngine, ids: list[str]) -> None:
    """Plan and publish the demo day, as every past day, but with a longer search."""
    plan = planned(history, demand, travel, demand.day, ids, rounds=_ROUNDS)
    for stop in plan.stops:
        if stop.request_id:
            request = history.requests[stop.request_id]
            history.requests[stop.request_id] = request.replace(status=planned_status(request))


def known_ahead(demand: Demand, history: History) -> None:
    """Take in visits of the next days that are known already."""
    day = demand.day
    for _ in range(_DAYS_AHEAD):
        day = working_day(day + timedelta(days=1))
        for request in fresh(demand, day):
            came = request.created_at
            if request.channel is Channel.ON_SITE and came is not None and came.date() < demand.day:
                history.receive(request, demand.chance("triage", request.request_id))


def _untriaged(demand: Demand, request: Request, chance: random.Random, *, typed: bool) -> Request:
    """Return a request as it comes in: some do not even say what they are about."""
    plain = Request(
        request_id=request.request_id,
        title=request.title,
        source=request.source,
        customer_id=request.customer_id,
        customer=request.customer,
        site_id=request.site_id,
        address=request.address,
        city=request.city,
        place=request.place,
        contact_name=request.contact_name,
        contact_phone=request.contact_phone,
        access_notes=request.access_notes,
        sla_policy=request.sla_policy,
        created_at=_since(demand.day, chance),
        earliest_date=demand.day,
    )
    return with_standards(demand.catalogue, plain, request.job_type_id) if typed else plain


def _since(day: date, chance: random.Random) -> datetime:
    return morning_of(day) + timedelta(minutes=chance.randint(2, 45))
