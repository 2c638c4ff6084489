"""Reasons for what is left out, with an effort that stays bounded however much is left out.

Explaining tries every place in every day. On a big and overfull day that is more work than planning it, so
there each visit is tried in the days nearest to it. The bound counts tries, not seconds: the same plan has
the same reasons on every machine.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from planner import explain
from planner.explain.obstacles import seat_obstacles
from planner.explain.ties import as_planned
from planner.model.links import Link
from planner.model.message import message
from planner.model.plan import Plan
from planner.model.problem import Duty, Problem, Visit
from planner.model.reasons import Cure, Reason, Unassigned
from planner.planning.crews import together

__all__ = ["TRIES", "near_days", "unassigned_of", "with_times"]

TRIES = 2_000
"""Timed routes for all reasons together, where that leaves each visit at least a few days to be tried in."""

_LEAST_DAYS = 3


def unassigned_of(problem: Problem, plan: Plan, *, time_limit_s: float, tries: int = TRIES) -> tuple[Unassigned, ...]:
    """Return the unassigned visits of a plan, each with a reason.

    Parameters
    ----------
    problem, plan
        The problem and its plan.
    time_limit_s
        Seconds the search had, for the sentence where no other reason is found.
    tries
        Bound of the effort, in timed routes; 0: none.
    """
    if not plan.unassigned:
        return ()
    if not problem.duties:
        nobody = Reason(code="shift", message=message("planning.nobody_works", day=problem.day))
        return tuple(replace(left, reasons=(nobody,)) for left in plan.unassigned)
    ended = Reason(code="search_ended", message=message("rule.search_ended.unassigned", seconds=round(time_limit_s)))
    explained = _explained(problem, plan, tries) if tries else ()
    known = {left.visit_id: left for left in explained if left.reasons}
    return tuple(known.get(left.visit_id) or replace(left, reasons=(ended,)) for left in plan.unassigned)


def with_times(
    problem: Problem, plan: Plan, left_out: Iterable[Unassigned], spare: Iterable[Visit]
) -> tuple[Unassigned, ...]:
    """Return what was left out before the search, with a time that still fits for those whose windows are over.

    Parameters
    ----------
    problem, plan
        The problem and its plan.
    left_out
        What could not become part of the problem.
    spare
        The work of some of it, free in time (`planner.planning.BuiltProblem`).
    """
    problem = as_planned(problem, plan)
    days, now_s = explain.days_of(problem, plan), problem.seconds(plan.created_at)
    cures = {}
    for visit in spare:
        posed = problem.replace(visits=(*problem.visits, visit))
        cures[visit.visit_id] = explain.move_window(posed, days, visit, not_before_s=now_s)
    return tuple(_cured(left, cures.get(left.visit_id)) for left in left_out)


def _cured(left: Unassigned, cure: Cure | None) -> Unassigned:
    if cure is None:
        return left
    first, *others = left.reasons
    return replace(left, reasons=(replace(first, cures=(*first.cures, cure)), *others))


def _explained(problem: Problem, plan: Plan, tries: int) -> Iterable[Unassigned]:
    work = {
        duty.duty_id: tuple(s.visit_id for s in plan.of_duty(duty.duty_id) if s.visit_id) for duty in problem.duties
    }
    missing = {left.visit_id for left in plan.unassigned}
    left = [visit for visit in problem.visits if visit.visit_id in missing]
    able = {
        visit.visit_id: [duty for duty in problem.duties if not seat_obstacles(problem, duty, visit)] for visit in left
    }
    effort = {visit_id: sum(len(work[duty.duty_id]) + 1 for duty in duties) for visit_id, duties in able.items()}
    if sum(effort.values()) <= tries:
        return explain.explain(problem, plan)
    problem, links = as_planned(problem, plan).replace(links=()), problem.links
    longest = 1 + max(map(len, work.values()))
    share = max(_LEAST_DAYS * longest, tries // len(left))
    crews = together(problem.replace(links=links), left)
    tied = {seat.visit_id for seats in crews for seat in seats}
    heavy = [visit for visit in left if effort[visit.visit_id] > share and visit.visit_id not in tied]
    light = {visit.visit_id for visit in left} - {visit.visit_id for visit in heavy} - tied
    found = list(explain.explain(_only(problem, problem.duties, work, light), plan)) if light else []
    for visit in heavy:
        near = near_days(problem, visit, able[visit.visit_id], work, share)
        found += explain.explain(_only(problem, near, work, {visit.visit_id}), plan)
    for seats in crews:
        ids = {seat.visit_id for seat in seats}
        people = {duty.duty_id: duty for seat in seats for duty in able[seat.visit_id]}
        near = near_days(problem, seats[0], tuple(people.values()), work, share)
        found += explain.explain(_with_linked(problem, near, work, ids, links), plan)
    return found


def _with_linked(
    problem: Problem, near: Iterable[Duty], work: Mapping[str, tuple[str, ...]], ids: set[str], links: tuple[Link, ...]
) -> Problem:
    """Return the problem of some days and of those with what a crew is linked to, with the links between them."""
    own = [link for link in links if {link.first, link.second} & ids]
    others = {one for link in own for one in (link.first, link.second)}
    duties = {duty.duty_id for duty in near} | {one for one, order in work.items() if not others.isdisjoint(order)}
    posed = _only(problem, (duty for duty in problem.duties if duty.duty_id in duties), work, ids | others)
    return posed.replace(links=tuple(own))


def near_days(
    problem: Problem, visit: Visit, duties: Sequence[Duty], work: Mapping[str, tuple[str, ...]], share: int
) -> tuple[Duty, ...]:
    """Return the days that pass nearest by (for remote work: the emptiest), as many as a share of tries allows.

    Parameters
    ----------
    duties
        Who could do the visit.
    work
        Ids of the work of each duty, in order.
    share
        Timed routes that may be spent; a few days are returned however small it is.
    """
    rows = {one.visit_id: one.place for one in problem.visits}
    drive_s = problem.matrix.drive_s

    def distance(duty: Duty) -> int:
        if visit.place is None:
            return len(work[duty.duty_id])
        passed = {rows[one] for one in work[duty.duty_id]} | {duty.start_place}
        return min((int(drive_s[row, visit.place]) for row in passed if row is not None), default=1 << 40)

    chosen: list[Duty] = []
    for duty in sorted(duties, key=distance):
        share -= len(work[duty.duty_id]) + 1
        if share < 0 and len(chosen) >= _LEAST_DAYS:
            break
        chosen.append(duty)
    return tuple(chosen)


def _only(problem: Problem, duties: Iterable[Duty], work: Mapping[str, tuple[str, ...]], left: set[str]) -> Problem:
    """Return the problem of some days: their work, visits that are left out, and where parts can be fetched."""
    kept = tuple(duties)
    ids, people = left.union(*(work[duty.duty_id] for duty in kept)), {duty.technician_id for duty in kept}
    visits = (v for v in problem.visits if v.visit_id in ids or (v.is_pickup and not people.isdisjoint(v.required)))
    return problem.replace(duties=kept, visits=tuple(visits))
