"""The test bench of the judge: one short day on one street, plans bent by seconds, and violations as one line each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from planner.model.message import Message
from planner.model.plan import Plan, Stop
from planner.model.problem import Duty, Problem, Visit
from planner.model.reasons import Violation
from planner.model.solution import Route, Solution
from planner.model.words import Channel, StopKind
from planner.rules import plan_from
from tests.golden.towns import ALWAYS, DAY, MIDNIGHT, clock, street

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Case:
    """A plan, the rule that is asked, and what it must answer, a line for each violation."""

    name: str
    rule: str
    problem: Problem
    plan: Plan
    expected: tuple[str, ...]


def visit(visit_id: str = "V1", place: int | None = 1, minutes: int = 60, **more: Any) -> Visit:
    """Return an hour's visit at km 10, 20 or 30 (place 1, 2, 3), or a remote session (None)."""
    channel = Channel.REMOTE if place is None else Channel.ON_SITE
    values = {"drop_ore": 400_000, **more}
    return Visit(visit_id=visit_id, request_id=visit_id, channel=channel, place=place, service_s=minutes * 60, **values)


def duty(name: str = "anna", **more: Any) -> Duty:
    """Return a shift 08-17, hard end 18, at home at km 0."""
    values: dict[str, Any] = {
        "start_place": 0,
        "end_place": 0,
        "start_s": clock(8),
        "end_s": clock(17),
        "hard_end_s": clock(18),
        "drives": ALWAYS,
        **more,
    }
    return Duty(duty_id=f"{name}:1", technician_id=name, name=name.capitalize(), **values)


def problem(*visits: Visit, duties: tuple[Duty, ...] = ()) -> Problem:
    """Return a problem on the street with km 0, 10, 20 and 30."""
    places, matrix = street(0, 10, 20, 30)
    return Problem(
        day=DAY,
        horizon_start=MIDNIGHT,
        places=places,
        matrix=matrix,
        visits=visits or (visit(),),
        duties=duties or (duty(),),
    )


def with_duty(posed: Problem, **changes: Any) -> Problem:
    """Return the problem with its first duty changed."""
    return posed.replace(duties=(replace(posed.duties[0], **changes), *posed.duties[1:]))


def with_visit(posed: Problem, **changes: Any) -> Problem:
    """Return the problem with its first visit changed."""
    return posed.replace(visits=(replace(posed.visits[0], **changes), *posed.visits[1:]))


def planned(posed: Problem, *visit_ids: str, duty_id: str = "") -> Plan:
    """Return the plan in which the first duty (or the one named) does all visits, or those named, in order."""
    ids = visit_ids or tuple(one.visit_id for one in posed.visits)
    route = Route(duty_id=duty_id or posed.duties[0].duty_id, visit_ids=ids)
    return plan_from(posed, Solution(routes=(route,)), plan_id="bench", created_at=NOW)


def bent(plan: Plan, what: str | StopKind, **changes: Any) -> Plan:
    """Return the plan with the first stop of a visit or kind changed; moments by so many seconds."""
    number = next(i for i, stop in enumerate(plan.stops) if what in (stop.visit_id, stop.kind))
    stop = plan.stops[number]
    for name in ("leave", "arrival", "start", "end"):
        if isinstance(changes.get(name), int):
            changes[name] = getattr(stop, name) + timedelta(seconds=changes[name])
    return plan.replace(stops=(*plan.stops[:number], replace(stop, **changes), *plan.stops[number + 1 :]))


def without(plan: Plan, what: str | StopKind) -> Plan:
    """Return the plan without the stops of a visit or kind."""
    return plan.replace(stops=tuple(stop for stop in plan.stops if what not in (stop.visit_id, stop.kind)))


def delayed(plan: Plan, seconds: int, *, since: int = 0) -> Plan:
    """Return the plan with every stop from a sequence number on later by some seconds."""
    by = timedelta(seconds=seconds)
    return plan.replace(
        stops=tuple(
            stop
            if stop.sequence < since
            else replace(
                stop, leave=stop.leave + by, arrival=stop.arrival + by, start=stop.start + by, end=stop.end + by
            )
            for stop in plan.stops
        )
    )


def stop(posed: Problem, kind: StopKind, start_s: int, end_s: int, *, sequence: int, **more: Any) -> Stop:
    """Return a stop of the first duty without a drive."""
    first = posed.duties[0]
    moment = posed.moment
    return Stop(
        **{
            "technician_id": first.technician_id,
            "duty_id": first.duty_id,
            "sequence": sequence,
            "kind": kind,
            "leave": moment(start_s),
            "arrival": moment(start_s),
            "start": moment(start_s),
            "end": moment(end_s),
            **more,
        }
    )


def lines(violations: Any) -> tuple[str, ...]:
    """Return violations as one line each: rule, visit/technician, sentence with all its values."""
    return tuple(f"{v.rule} {v.visit_id or '-'}/{v.technician_id or '-'} {_said(v)}" for v in violations)


def _said(violation: Violation) -> str:
    said: Message = violation.message
    return " ".join([said.key, *(f"{name}={_shown(value)}" for name, value in said.values)])


def _shown(value: Any) -> str:
    if isinstance(value, datetime):
        aware = value if value.tzinfo else value.replace(tzinfo=UTC)
        return (aware + timedelta(hours=1)).strftime("%H:%M:%S")
    return str(value)
