"""The weeks before the demo day: each working day planned, published and lived through, so that figures have rows.

A day takes the requests that came for it and what earlier days left over, plans them with the product's own
planner (a short search, counted in rounds), and plays it: service times are lognormal through P50 and P80
of the job type, drives have noise, one visit in thirty meets a locked door, one in twelve needs a second visit.

The search stops the other threads of its process: the demo is made by a command, never by a server.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from planner import planning
from planner.desk.demo_play import History, again, drawn, play_duty
from planner.desk.demo_requests import PLANNED_AT, Demand, fresh
from planner.desk.demo_times import on_day
from planner.model.costs import Weights
from planner.model.language import TEAM_ZONE
from planner.model.plan import Plan
from planner.model.request import Request
from planner.model.words import Channel, PlanStatus, RequestStatus
from planner.travel import TravelEngine

__all__ = ["Progress", "lived", "morning_of", "planned"]

_ZONE = ZoneInfo(TEAM_ZONE)
_ROUNDS, _TIME_LIMIT_S = 120, 60.0
"""A day's search ends after so many rounds, the same on every machine; the seconds are an emergency stop."""


Progress = Callable[[int, int], None]
"""Told how many of how many days are done."""


def lived(demand: Demand, travel: TravelEngine, *, days: tuple[date, ...], progress: Progress | None = None) -> History:
    """Return what happened on past working days, in order.

    Parameters
    ----------
    demand
        What comes in.
    travel
        Travel times of the plans.
    days
        Working days, oldest first.
    progress
        Called after every day.
    """
    history = History()
    for number, day in enumerate(days, start=1):
        came = fresh(demand, day)
        for request in came:
            sorted_at = history.receive(request, demand.chance("triage", request.request_id))
            if request.channel is Channel.PHONE:
                _on_the_phone(history, request, sorted_at, demand.chance("phone", request.request_id))
        due = [one.request_id for one in came if one.channel is not Channel.PHONE]
        due += [one for one, (when, _) in history.waiting.items() if when <= day]
        plan = planned(history, demand, travel, day, due)
        for left in plan.left_requests:
            again(history, left.request_id, day, days=1, at=plan.created_at)
        for duty in plan.technicians:
            play_duty(history, plan, duty, demand.chance("played", plan.day, duty.duty_id))
        if progress:
            progress(number, len(days))
    return history


def _on_the_phone(history: History, request: Request, sorted_at: datetime, chance: random.Random) -> None:
    minutes = drawn(request.service_min, request.service_p80_min, chance)
    waited = chance.lognormvariate(math.log(20), 1.0)
    history.say("request.done", sorted_at + timedelta(minutes=waited + minutes), request.request_id, channel="phone")
    history.requests[request.request_id] = request.replace(status=RequestStatus.DONE)


def morning_of(day: date) -> datetime:
    """When the plan of a day is made and published."""
    return datetime.combine(day, PLANNED_AT, _ZONE)


def planned(
    history: History, demand: Demand, travel: TravelEngine, day: date, ids: Iterable[str], *, rounds: int = _ROUNDS
) -> Plan:
    """Plan requests for a day, publish the plan early in the morning, and return it.

    Same requests, seed and rounds: same plan, on every machine.
    """
    for one in ids:
        history.requests[one] = on_day(history.requests[one], day).replace(status=RequestStatus.TRIAGED)
    built = planning.build_problem(
        demand.organisation.team,
        tuple(sorted((history.requests[one] for one in ids), key=lambda one: (one.priority, one.request_id))),
        day=day,
        weights=Weights(),
        catalogue=demand.catalogue,
        travel=travel,
        sites=demand.organisation.sites,
    )
    made = planning.plan_problem(
        built.problem,
        time_limit_s=_TIME_LIMIT_S,
        iterations=rounds,
        seed=demand.seed,
        plan_id=f"demo-{day.isoformat()}",
        created_at=morning_of(day),
        created_by="Demo",
        left_out=built.left_out,
        notes=built.notes,
        tries=0,
    )
    plan = made.replace(status=PlanStatus.PUBLISHED, solver=replace(made.solver, elapsed_s=0.0, first_plan_s=None))
    history.plans.append(plan)
    history.say("plan.published", plan.created_at, day=day.isoformat(), plan_id=plan.plan_id)
    return plan
