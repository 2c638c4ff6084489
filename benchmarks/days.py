"""Three days of the demo organisation planned together, and one after the other, in the same seconds of search.

The requests of Tuesday to Thursday are known on Tuesday morning. What was promised, and what is urgent (P1, P2), has
its own day; anything else may be done within the site's hours on any of the three. One after the other means that
every day is planned by itself, with all that may be done on it and is not planned yet. Both plans are timed, judged
and priced by the judge as plans of the three days together, so a visit left out counts once. ``--set`` is not used.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from benchmarks.frame import Options, Report
from planner import files, planning, rules, solve
from planner.desk.demo_org import read_organisation
from planner.desk.demo_requests import Demand, fresh
from planner.desk.demo_times import on_day
from planner.model.costs import Weights
from planner.model.plan import Plan
from planner.model.request import Request
from planner.model.solution import Route, Solution
from planner.model.words import Channel, Priority
from planner.planning import BuiltProblem
from planner.travel import GreatCircle

__all__ = ["asked_for", "one_after_the_other", "run", "together"]

_FIRST, _DAYS = date(2026, 11, 24), 3
_HEADINGS = ("seed", "requests", "plan", "search s", "price kr", "left", "broken", "km", "overtime h", "saved %")


@dataclass(frozen=True, slots=True)
class _Made:
    plan: Plan
    search_s: float
    broken: int


def run(options: Options) -> Report:
    """Plan the three days both ways, once for each seed."""
    rows: list[tuple[str, ...]] = []
    saved, broken = [], 0
    for seed in range(1, options.seeds + 1):
        demand = _demand(seed)
        requests = asked_for(demand)
        whole = _built(demand, requests, _FIRST, _DAYS)
        single = one_after_the_other(demand, requests, whole, options, seed)
        both = together(whole, options, seed)
        less = 100 * (1 - both.plan.price.total_units / single.plan.price.total_units)
        saved.append(less)
        broken += single.broken + both.broken
        rows += [_row(seed, requests, "single days", single, 0.0), _row(seed, requests, "together", both, less)]
    said = (
        f"{options.seeds} seeds, {options.seconds:g} s for each day, {options.workers} workers: three days together "
        f"are {statistics.fmean(saved):.1f} % cheaper than one after the other, {broken} rules broken"
    )
    return Report(headings=_HEADINGS, rows=tuple(rows), summary=said, met=not broken and min(saved) >= 0)


def asked_for(demand: Demand) -> tuple[Request, ...]:
    """Return what is to be done in the three days."""
    days = planning.days_from(_FIRST, _DAYS)
    found = []
    for day in days:
        for one in fresh(demand, day):
            if one.channel is Channel.PHONE:
                continue
            if one.promise is None and one.priority > Priority.P2:
                windows = tuple(w for other in days for w in on_day(one, other).time_windows if w.hard)
                found.append(one.replace(earliest_date=_FIRST, time_windows=windows))
            else:
                found.append(one)
    return tuple(found)


def one_after_the_other(
    demand: Demand, requests: Sequence[Request], whole: BuiltProblem, options: Options, seed: int
) -> _Made:
    """Plan each day by itself, and return all of it as a plan of the three."""
    routes: list[Route] = []
    agreed: dict[str, int] = {}
    waiting, begun = list(requests), time.perf_counter()
    for day in planning.days_from(_FIRST, _DAYS):
        built = _built(demand, waiting, day, 1)
        found = solve.solve(built.problem, time_limit_s=options.seconds, seed=seed, workers=options.workers)
        routes += found.routes
        offset_s = whole.problem.seconds(built.problem.horizon_start)
        agreed |= {visit: second + offset_s for visit, second in found.agreed}
        done = {built.problem.visit(one) for route in found.routes for one in route.visit_ids}
        ids = {visit.request_id for visit in done if visit}
        waiting = [one for one in waiting if one.request_id not in ids]
    elapsed = time.perf_counter() - begun
    return _judged(whole, Solution(routes=tuple(routes), agreed=tuple(sorted(agreed.items()))), elapsed)


def together(whole: BuiltProblem, options: Options, seed: int) -> _Made:
    """Plan the three days together, in the seconds of three days."""
    begun = time.perf_counter()
    found = solve.solve(whole.problem, time_limit_s=_DAYS * options.seconds, seed=seed, workers=options.workers)
    return _judged(whole, found, time.perf_counter() - begun)


def _demand(seed: int) -> Demand:
    organisation = read_organisation(day=_FIRST, seed=seed, language="sv")
    return Demand(organisation=organisation, catalogue=files.load_catalogue(), day=_FIRST, seed=seed)


def _built(demand: Demand, requests: Sequence[Request], day: date, days: int) -> BuiltProblem:
    return planning.build_problem(
        demand.organisation.team,
        tuple(requests),
        day=day,
        days=days,
        weights=Weights(),
        catalogue=demand.catalogue,
        travel=GreatCircle(),
    )


def _judged(whole: BuiltProblem, found: Solution, elapsed: float) -> _Made:
    plan = rules.plan_from(whole.problem, found, plan_id="", created_at=datetime.now(UTC))
    verdict = rules.check(whole.problem, plan)
    return _Made(plan.replace(price=verdict.price), elapsed, sum(one.hard for one in verdict.violations))


def _row(seed: int, requests: Sequence[Request], name: str, made: _Made, saved: float) -> tuple[str, ...]:
    plan = made.plan
    return (
        f"{seed}",
        f"{len(requests)}",
        name,
        f"{made.search_s:.1f}",
        f"{plan.price.total_ore / 100:,.0f}",
        f"{len(plan.left_requests)}",
        f"{made.broken}",
        f"{plan.distance_m / 1000:,.0f}",
        f"{plan.overtime_s / 3600:.1f}",
        f"{saved:.1f}",
    )
