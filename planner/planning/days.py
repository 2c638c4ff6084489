"""Several days planned together, and the plan of each of them by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from planner import rules
from planner.model.message import Message, Money, message
from planner.model.nights import nights_of, slept
from planner.model.plan import Plan
from planner.model.problem import Problem, Visit
from planner.model.team import Team
from planner.planning.build import BuiltProblem
from planner.planning.horizon import Horizon
from planner.planning.lawful import WorkingTime, findings

__all__ = ["by_day", "days_from", "lawful_days"]


def days_from(day: date, days: int) -> tuple[date, ...]:
    """Return so many days in a row."""
    return tuple(day + timedelta(days=number) for number in range(days))


def by_day(built: BuiltProblem, plan: Plan) -> tuple[Plan, ...]:
    """Return the plan of each day of a plan of several; of one day the plan as it is.

    A plan of a day holds its duties and their stops, and is judged and priced by itself. What is left out stands in
    the plan of each day on which it could have been done, so that somebody sees it there and can put it in by hand;
    what could not even be posed stands in the first. A link to work of another day was judged with all of them.

    Parameters
    ----------
    built
        The problem of all days.
    plan
        Its plan; every day's plan names it as its run.
    """
    if built.days == 1:
        return (plan,)
    problem = slept(built.problem, nights_of(plan))
    horizon = Horizon(day=problem.day, zone=problem.time_zone, days=built.days)
    return tuple(_of_day(problem, plan, one, days_from(problem.day, built.days)) for one in horizon.each)


def lawful_days(plans: Sequence[Plan], team: Team, known: WorkingTime) -> tuple[Plan, ...]:
    """Return plans of several days with what the law says of each, all of them together."""
    book = known.book
    for plan in plans:
        book = book.with_plan(plan)
    around = replace(known, book=book)
    return tuple(plan.replace(law=findings(plan, team, around)) for plan in plans)


def _of_day(whole: Problem, plan: Plan, horizon: Horizon, days: tuple[date, ...]) -> Plan:
    first = horizon.day == whole.day
    duties = tuple(duty for duty in whole.duties if duty.day == horizon.day)
    ids = {duty.duty_id for duty in duties}
    stops = tuple(stop for stop in plan.stops if stop.duty_id in ids)
    posed = {visit.visit_id: visit for visit in whole.visits}
    left = tuple(one for one in plan.unassigned if _stands_in(posed.get(one.visit_id), horizon, first=first))
    problem = _problem_of(whole, horizon.day, {stop.visit_id for stop in stops} | {one.visit_id for one in left})
    own = plan.replace(
        plan_id=f"{plan.plan_id}-{horizon.day:%Y%m%d}" if plan.plan_id else "",
        day=horizon.day,
        problem_hash=problem.content_hash(),
        technicians=tuple(one for one in plan.technicians if one.duty_id in ids),
        stops=stops,
        unassigned=left,
        solver=replace(plan.solver, objective_units=None, bound_units=None, bound_of=""),
        notes=(_together(plan, days), *plan.notes),
        law=(),
        run=plan.plan_id,
        days=days,
    )
    # What could not be posed is no part of the problem, so the judge does not look at it.
    verdict = rules.check(problem, own.replace(unassigned=tuple(one for one in left if one.visit_id in posed)))
    return own.replace(price=verdict.price, violations=verdict.violations)


def _problem_of(whole: Problem, day: date, visit_ids: set[str | None]) -> Problem:
    """Return the problem of a day: its duties, some visits, and the links between these."""
    return whole.replace(
        day=day,
        visits=tuple(visit for visit in whole.visits if visit.visit_id in visit_ids),
        duties=tuple(duty for duty in whole.duties if duty.day == day),
        links=tuple(link for link in whole.links if {link.first, link.second} <= visit_ids),
    )


def _stands_in(visit: Visit | None, horizon: Horizon, *, first: bool) -> bool:
    """Whether what is left out of all days is told in the plan of a day."""
    if visit is None:
        return first
    windows = visit.windows
    return not windows or any(w.earliest_s < horizon.length_s and horizon.first_s <= w.latest_s for w in windows)


def _together(plan: Plan, days: tuple[date, ...]) -> Message:
    return message(
        "planning.together",
        from_=days[0],
        to=days[-1],
        price=Money(plan.price.total_ore),
        count=len(plan.left_requests),
    )
