"""Solving a problem to a judged and explained plan."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, cast

from planner import explain, rules, solve
from planner.model.message import Message, message
from planner.model.plan import Plan
from planner.model.problem import Problem, Visit
from planner.model.profile import pace_of
from planner.model.reasons import Unassigned, Violation
from planner.model.solution import Route, Solution
from planner.model.words import StopKind
from planner.planning.by_clock import clock_notes, search_by_clock
from planner.planning.insertion import inserted
from planner.planning.nights import searched
from planner.planning.reasons import TRIES, unassigned_of, with_times
from planner.planning.regional import by_regions, with_kept
from planner.rules.timeline import plan_from

__all__ = ["Finder", "Progress", "ShouldStop", "Stamp", "judged", "judged_plan", "plan_problem", "priced_plan"]

Progress = Callable[[Solution, int], None]
"""Called with every better solution and its price in units."""

ShouldStop = Callable[[], bool]
"""Asked now and then; True ends the search."""

Finder = Callable[[Problem], Solution]
"""Finds a solution, in this process or another."""


def plan_problem(
    problem: Problem,
    *,
    time_limit_s: float = 10.0,
    seed: int = 1,
    start: Solution | None = None,
    on_progress: Progress | None = None,
    should_stop: ShouldStop | None = None,
    iterations: int | None = None,
    workers: int = 1,
    patience_s: float | None = None,
    engine: str | None = None,
    regions: int = 1,
    cluster: str | None = None,
    plan_id: str = "",
    created_at: datetime | None = None,
    created_by: str = "",
    version: int = 1,
    parent: str | None = None,
    left_out: tuple[Unassigned, ...] = (),
    spare: tuple[Visit, ...] = (),
    notes: tuple[Message, ...] = (),
    tries: int = TRIES,
) -> Plan:
    """Return the plan of a problem: solved, timed, judged, every unassigned visit explained.

    The search needs a processor for itself, and while the kernel is not compiled yet it stops the other threads
    of its process: a server calls this in a process of its own.

    Parameters
    ----------
    problem
        What is to be planned. Where its drives differ by the clock it is searched in rounds (`by_clock`).
    time_limit_s
        Seconds of search.
    seed
        Same problem, seed and iterations: same plan.
    start
        A solution to begin from.
    on_progress, should_stop
        See `Progress` and `ShouldStop`; after a stop the best plan found so far is returned.
    iterations
        Ends the search by count instead of by the clock; None: by the clock only.
    workers, engine, patience_s
        How many chains search side by side, which engine, and when a search gives up (see `planner.solve`); a search
        by regions always uses its time.
    regions, cluster
        In how many regions the day is searched (1: as a whole), by as many processes as `workers`, or by those of a
        cluster at an address. A day on which parts are counted is searched as a whole.
    plan_id, created_at, created_by, version, parent
        Go into the document; by default an id made of day, content and seed, and the present.
    left_out, spare, notes
        What `build_problem` said beside the problem; they become part of the plan.
    tries
        Bound of the effort for reasons, in timed routes; 0: every visit left out has the plain one.

    Returns
    -------
    Plan
        Every visit is a stop, a remote session or unassigned with a reason. Work the judge does not accept is
        taken out of the plan; what no removal mends stays in `Plan.violations`.
    """
    asked: dict[str, Any] = {
        "time_limit_s": time_limit_s,
        "seed": seed,
        "start": start,
        "on_progress": on_progress,
        "should_stop": should_stop,
        "iterations": iterations,
        "workers": workers,
        "engine": engine,
    }

    def search(posed: Problem, **changed: Any) -> Solution:
        if (regions > 1 or cluster) and not solve.needs_parts(posed):
            return by_regions(posed, regions=regions, cluster=cluster, **(asked | changed))
        return solve.solve(posed, patience_s=patience_s, **(asked | changed))

    def find(posed: Problem, **changed: Any) -> Solution:
        if pace_of(posed.profile) is None:
            return search(posed, **changed)
        told = {name: asked[name] for name in ("time_limit_s", "iterations", "start", "on_progress", "should_stop")}
        return search_by_clock(posed, search, **(told | {name: changed[name] for name in told if name in changed}))

    stamp = Stamp(plan_id, created_at or datetime.now(UTC), created_by, version, parent, seed)
    posed, finder = problem, cast("Finder", find)
    if problem.lodgings and problem.visits:
        away = searched(problem, find, time_limit_s=time_limit_s, by_clock=iterations is None)
        posed, finder = away.problem, lambda _posed: away.solution
    plan = judged(
        posed,
        finder,
        stamp=stamp,
        time_limit_s=time_limit_s,
        left_out=left_out,
        spare=spare,
        notes=notes,
        tries=tries,
    )
    return with_kept(plan if posed is problem else plan.replace(problem_hash=problem.content_hash()))


def judged_plan(
    problem: Problem,
    solution: Solution,
    *,
    plan_id: str,
    created_at: datetime,
    created_by: str = "",
    left_out: tuple[Unassigned, ...] = (),
    spare: tuple[Visit, ...] = (),
    notes: tuple[Message, ...] = (),
    complete: bool = True,
    tries: int = TRIES,
) -> Plan:
    """Return the judged and explained plan of a known solution, without a search; parameters as in `plan_problem`.

    Routes that lack parts get the pick-ups they need, where there is a way.

    Parameters
    ----------
    complete
        False leaves out what the solution leaves out, also where it would fit.
    """
    stamp = Stamp(plan_id, created_at, created_by, seed=solution.solver.seed)
    limit_s = solution.solver.time_limit_s
    return judged(
        problem,
        lambda posed: solve.with_pickups(posed, solution),
        stamp=stamp,
        time_limit_s=limit_s,
        left_out=left_out,
        spare=spare,
        notes=notes,
        complete=complete,
        tries=tries,
    )


def priced_plan(problem: Problem, solution: Solution, *, plan_id: str, created_at: datetime) -> Plan:
    """Return the plan of a solution as it is, judged and priced: nothing is taken out, put in or explained."""
    plan = plan_from(problem, solution, plan_id=plan_id, created_at=created_at)
    verdict = rules.check(problem, plan)
    return plan.replace(price=verdict.price, violations=explain.named(verdict.violations))


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a plan document says of itself."""

    plan_id: str
    created_at: datetime
    created_by: str = ""
    version: int = 1
    parent: str | None = None
    seed: int = 1


def judged(
    problem: Problem,
    find: Finder,
    *,
    stamp: Stamp,
    time_limit_s: float,
    left_out: tuple[Unassigned, ...],
    spare: tuple[Visit, ...] = (),
    notes: tuple[Message, ...],
    complete: bool = True,
    tries: int = TRIES,
) -> Plan:
    """Return the judged and explained plan of whatever solution a finder finds; `complete` as in `judged_plan`."""
    nobody = not (problem.duties and problem.visits)
    solution = Solution(routes=()) if nobody else find(problem)
    plan, violations, taken_out = _accepted(problem, solution, stamp)
    if complete and (more_in := inserted(problem, plan)) is not None:
        # What the solver minimised is no longer the price of this plan.
        info = replace(solution.solver, objective_units=None)
        found = replace(solution, routes=more_in.routes, agreed=more_in.agreed, solver=info)
        plan, violations, more = _accepted(problem, found, stamp)
        taken_out += more
    if not plan.plan_id:
        plan = plan.replace(plan_id=f"{plan.day:%Y%m%d}-{plan.problem_hash}-{stamp.seed}")
    if taken_out:
        notes = (*notes, message("planning.taken_out", count=taken_out))
    unassigned = unassigned_of(problem, plan, time_limit_s=time_limit_s, tries=tries)
    aside = with_times(problem, plan, left_out, spare) if spare else left_out
    notes = (*notes, *clock_notes(problem, plan))
    plan = plan.replace(unassigned=(*unassigned, *aside), violations=violations, notes=notes)
    return _with_reasons(problem, plan)


def _accepted(problem: Problem, solution: Solution, stamp: Stamp) -> tuple[Plan, tuple[Violation, ...], int]:
    """Time and judge a solution; take out what the judge objects to until it accepts the rest."""
    taken_out = 0
    while True:
        plan = plan_from(
            problem,
            solution,
            plan_id=stamp.plan_id,
            created_at=stamp.created_at,
            created_by=stamp.created_by,
            version=stamp.version,
            parent=stamp.parent,
        )
        verdict = rules.check(problem, plan)
        wrong = _objected(plan, verdict.violations)
        if not wrong:
            return plan.replace(price=verdict.price), explain.named(verdict.violations), taken_out
        taken_out += len(wrong)
        solution = _without_idle_trips(problem, _without(solution, wrong))


def _objected(plan: Plan, violations: Iterable[Violation]) -> set[str]:
    """Return the planned work that breaks a rule: the visits named, else all work of the technicians named."""
    hard = [v for v in violations if v.hard]
    planned = {stop.visit_id for stop in plan.stops if stop.visit_id}
    if named := {v.visit_id for v in hard if v.visit_id in planned}:
        return {visit_id for visit_id in named if visit_id}
    people = {v.technician_id for v in hard if v.technician_id and not v.visit_id}
    return {stop.visit_id for stop in plan.stops if stop.visit_id and stop.technician_id in people}


def _without(solution: Solution, wrong: set[str]) -> Solution:
    kept = (
        Route(duty_id=route.duty_id, visit_ids=tuple(v for v in route.visit_ids if v not in wrong))
        for route in solution.routes
    )
    # A bound is below all plans that do what must be done; of this one that is not sure any more.
    return replace(solution, routes=tuple(kept), solver=replace(solution.solver, bound_units=None, bound_of=""))


def _without_idle_trips(problem: Problem, solution: Solution) -> Solution:
    """A solution in which nobody goes to a depot for nothing."""
    by_id = {visit.visit_id: visit for visit in problem.visits}
    duties = {duty.duty_id: duty for duty in problem.duties}
    idle: set[str] = set()
    for route in solution.routes:
        work = [by_id[one] for one in route.visit_ids]
        if any(one.is_pickup for one in work):
            taken = rules.aboard(problem, duties[route.duty_id], work).taken
            idle |= {one.visit_id for one in work if one.is_pickup and not taken.get(one.visit_id)}
    return _without(solution, idle) if idle else solution


def _with_reasons(problem: Problem, plan: Plan) -> Plan:
    """Give every stop of work its sentence of why it is there."""
    work = (StopKind.VISIT, StopKind.REMOTE)
    stops = (replace(s, reason=explain.stop_reason(problem, plan, s)) if s.kind in work else s for s in plan.stops)
    return plan.replace(stops=tuple(stops))
