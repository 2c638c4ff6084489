"""From a solution to a plan document: stops, technicians, what is left out, price."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from planner.model.links import settled
from planner.model.matrix import BY_CLOCK, TravelLabel
from planner.model.places import Place
from planner.model.plan import Plan, PlanTechnician, Stop
from planner.model.problem import Duty, Problem, Visit
from planner.model.profile import pace_of
from planner.model.reasons import Unassigned
from planner.model.solution import Solution
from planner.model.words import StopKind
from planner.rules.aboard import aboard
from planner.rules.carried import carried, riders
from planner.rules.course import ALL_RULES
from planner.rules.price import price_of
from planner.rules.schedule import time_route
from planner.rules.timed import TimedRoute, TimedStop

__all__ = ["plan_from", "stops"]


def stops(problem: Problem, duty: Duty, timed: TimedRoute) -> tuple[Stop, ...]:
    """Return the stops of a timed route as a plan holds them.

    Parameters
    ----------
    problem
        Visits, places and the start of the horizon.
    duty
        The duty that was timed.
    timed
        Its route.
    """
    visits = {visit.visit_id: visit for visit in problem.visits} if timed.stops else {}
    work = [visits[stop.visit_id] for stop in timed.stops if stop.visit_id in visits]
    taken = aboard(problem, duty, work).taken
    found, number = [], 0
    for sequence, (stop, place) in enumerate(zip(timed.stops, _places(problem, duty, timed, visits), strict=True)):
        number += stop.kind is StopKind.VISIT
        visit = visits.get(stop.visit_id or "")
        one = _stop(problem, duty, stop, visit, sequence, number if stop.kind is StopKind.VISIT else 0)
        found.append(replace(one, place=place, taken=taken.get(stop.visit_id or "", ())))
    return tuple(found)


def plan_from(
    problem: Problem,
    solution: Solution,
    *,
    plan_id: str,
    created_at: datetime,
    created_by: str = "",
    version: int = 1,
    parent: str | None = None,
) -> Plan:
    """Return the plan document of a solution; the judge has not seen it, and reasons are still to be found.

    A route that keeps no schedule is timed with its rules relaxed, so that the judge can say what
    it breaks; visits to which no drive is known at all are left out.

    Parameters
    ----------
    problem
        What was to be planned.
    solution
        The order of the work of each duty.
    plan_id, created_at, created_by, version, parent
        Go into the document as they are.

    Raises
    ------
    ValueError
        If the solution names a duty or visit that is not in the problem, or a duty more than once.
    """
    timing = settled(problem, dict(solution.agreed))
    timed = [(duty, _timed(timing, duty, ids)) for duty, ids in _routes(problem, solution)]
    planned = carried(problem, tuple(stop for duty, route in timed for stop in stops(problem, duty, route)))
    done, ridden = {stop.visit_id for stop in planned}, riders(problem, planned)
    plan = Plan(
        plan_id=plan_id,
        day=problem.day,
        version=version,
        parent=parent,
        created_at=created_at,
        created_by=created_by,
        time_zone=problem.time_zone,
        problem_hash=problem.content_hash(),
        technicians=tuple(_technician(problem, duty, ridden.get(duty.duty_id, "")) for duty in problem.duties),
        stops=planned,
        unassigned=tuple(_left_out(problem, visit) for visit in problem.visits if _is_left_out(visit, done)),
        solver=solution.solver,
        travel=_label(problem),
    )
    return plan.replace(price=price_of(problem, plan))


def _is_left_out(visit: Visit, done: set[str | None]) -> bool:
    """Whether a visit is to be named as left out; a pick-up nobody needs is none."""
    return visit.visit_id not in done and not visit.is_pickup


def _routes(problem: Problem, solution: Solution) -> list[tuple[Duty, tuple[str, ...]]]:
    """Return the work of each duty in the problem's order of duties."""
    work = {route.duty_id: route.visit_ids for route in solution.routes}
    if unknown := sorted(set(work) - {duty.duty_id for duty in problem.duties}):
        raise ValueError(f"duty {unknown[0]!r} is not in the problem of {problem.day}")
    if len(work) < len(solution.routes):
        raise ValueError(f"the solution of {problem.day} has more than one route for a duty")
    return [(duty, work.get(duty.duty_id, ())) for duty in problem.duties]


def _label(problem: Problem) -> TravelLabel:
    """Return where the plan's travel times come from; by the clock where the problem has a profile."""
    label = problem.matrix.label
    return label if pace_of(problem.profile) is None else replace(label, period=BY_CLOCK)


def _timed(problem: Problem, duty: Duty, visit_ids: tuple[str, ...]) -> TimedRoute:
    timed = time_route(problem, duty, visit_ids) or time_route(problem, duty, visit_ids, relaxed=ALL_RULES)
    return timed or TimedRoute(duty_id=duty.duty_id, end_s=duty.start_s)


def _stop(problem: Problem, duty: Duty, stop: TimedStop, visit: Visit | None, sequence: int, number: int) -> Stop:
    plain = Stop(
        technician_id=duty.technician_id,
        duty_id=duty.duty_id,
        sequence=sequence,
        kind=stop.kind,
        number=number,
        leave=problem.moment(stop.leave_s),
        arrival=problem.moment(stop.arrival_s),
        start=problem.moment(stop.start_s),
        end=problem.moment(stop.end_s),
        travel_s=stop.travel_s,
        distance_m=stop.distance_m,
        setup_s=stop.setup_s,
        lateness_s=stop.lateness_s,
    )
    if visit is None:
        return plain
    if visit.is_pickup:
        return replace(plain, visit_id=visit.visit_id, title=visit.title)
    return replace(
        plain,
        visit_id=visit.visit_id,
        request_id=visit.request_id,
        title=visit.title,
        customer=visit.customer,
        job_type_id=visit.job_type_id,
        priority=visit.priority,
        late_against=visit.late_against if stop.lateness_s else None,
        locked=visit.lock.holds,
        part=visit.part,
    )


def _places(problem: Problem, duty: Duty, timed: TimedRoute, visits: Mapping[str, Visit]) -> Iterator[Place | None]:
    """Where each stop is; a break or a remote session where somebody is anyhow is at the visit before."""
    row, here = None, None
    for stop in timed.stops:
        visit = visits.get(stop.visit_id or "")
        if visit is not None and not visit.is_remote:
            here = problem.place_of(visit)
        elif stop.row != row or (stop.kind is StopKind.END and duty.end_place is not None):
            here = None if stop.row is None else problem.places[stop.row]
        row = stop.row
        yield here


def _technician(problem: Problem, duty: Duty, rides_with: str) -> PlanTechnician:
    return PlanTechnician(
        technician_id=duty.technician_id,
        duty_id=duty.duty_id,
        name=duty.name,
        number=duty.number,
        kind=duty.kind,
        start=problem.moment(duty.start_s),
        end=problem.moment(duty.end_s),
        hard_end=problem.moment(duty.hard_end_s),
        drives=duty.may_drive(duty.start_s, duty.hard_end_s),
        start_place=None if duty.start_place is None else problem.places[duty.start_place],
        end_place=None if duty.end_place is None else problem.places[duty.end_place],
        night=duty.night,
        rides_with=rides_with,
    )


def _left_out(problem: Problem, visit: Visit) -> Unassigned:
    return Unassigned(
        visit_id=visit.visit_id,
        request_id=visit.request_id,
        title=visit.title,
        customer=visit.customer,
        channel=visit.channel,
        priority=visit.priority,
        place=problem.place_of(visit),
        service_s=visit.service_s,
    )
