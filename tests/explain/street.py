"""One street, one kilometre a minute, 10 kr a kilometre: Anna at km 0, Bo at km 0, visits along it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from planner.model.problem import Break, Duty, Problem, Visit
from planner.model.solution import Route, Solution
from planner.model.words import Channel, Priority
from planner.rules import plan_from
from tests.golden.towns import ALWAYS, DAY, MIDNIGHT, clock, street

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def duty(name: str, **changes: Any) -> Duty:
    """Return a duty 08-16, hard end 17, from km 0."""
    values: dict[str, Any] = {
        "duty_id": f"{name}:1", "technician_id": name, "name": name.title(), "start_place": 0, "end_place": 0,
        "start_s": clock(8), "end_s": clock(16), "hard_end_s": clock(17), "drives": ALWAYS,
    }  # fmt: skip
    return Duty(**(values | changes))


def visit(visit_id: str, place: int | None = 1, minutes: int = 60, **changes: Any) -> Visit:
    """Return a P3 visit at a place that costs 4 000 kr to leave out."""
    values: dict[str, Any] = {
        "visit_id": visit_id, "request_id": visit_id, "customer": "Kund", "place": place, "service_s": minutes * 60,
        "priority": Priority.P3, "drop_ore": 400_000, "channel": Channel.REMOTE if place is None else Channel.ON_SITE,
    }  # fmt: skip
    return Visit(**(values | changes))


def town(visits: tuple[Visit, ...], duties: tuple[Duty, ...] = (duty("anna"),)) -> Problem:
    """Return the problem on a street with posts at 0, 10, 20 and 30 km."""
    places, matrix = street(0, 10, 20, 30)
    return Problem(day=DAY, horizon_start=MIDNIGHT, places=places, matrix=matrix, visits=visits, duties=duties)


def plan(problem: Problem, **orders: tuple[str, ...]) -> Any:
    """Return the plan in which each named technician does this work in this order."""
    routes = tuple(Route(duty_id=f"{name}:1", visit_ids=order) for name, order in orders.items())
    return plan_from(problem, Solution(routes=routes), plan_id="p", created_at=NOW)


LUNCH = (Break(earliest_s=clock(11), latest_s=clock(13), duration_s=1800),)
