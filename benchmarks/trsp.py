"""Technicians with skills, tools and spare parts: our working time beside the best known.

Every plan is judged by us and checked by `benchmarks.trsp_check`, which counts the set's own working time. The search
goes in rounds (see `benchmarks.trsp_set`): an open one, and then settled ones, each from the best routes so far with
the requests after the depot as these have them; after a round without gain some requests change sides, drawn.
"""

from __future__ import annotations

import csv
import math
import random
import statistics
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from benchmarks.frame import Options, Report
from benchmarks.trsp_check import DEPOT, Instance, read
from benchmarks.trsp_check import check as set_check
from benchmarks.trsp_set import can_be_before, open_problem, routes_of, settled_problem, start_of
from planner.model.problem import Problem
from planner.model.solution import Solution
from planner.rules import check, plan_from
from planner.solve import solve

__all__ = ["run"]

_OPEN, _SETTLED = 0.25, 9
"""Share of the time for the open round, and how many settled ones share the rest."""

_FLIPPED = 0.12
"""Share of the requests that change sides after a round without gain."""

_WARM = 0.3
"""How freely the settled rounds begin."""

_TARGET = 1.01
"""Mean ratio to the best known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """Routes, their working time by the set's count, and how many rules they break by either judge."""

    time: float
    routes: dict[int, tuple[int, ...]]
    broken: int


def run(options: Options) -> Report:
    """Plan every instance once for each seed."""
    if options.set_path is None:
        return Report(headings=("instance",), rows=(), summary="--set FOLDER is needed", met=False)
    root = Path(options.set_path)
    with (root / "best_known.csv").open(newline="") as lines:
        known = {row["instance"]: float(row["total_working_time"]) for row in csv.DictReader(lines)}
    rows, ratios, broken = [], [], 0
    for path in sorted(root.glob("instances/*.txt")):
        if not (fnmatch(path.stem, options.instances) and path.stem in known):
            continue
        found = [_searched(read(path), options, seed) for seed in range(1, options.seeds + 1)]
        broken += sum(one.broken for one in found)
        mean, best = statistics.fmean(one.time for one in found), known[path.stem]
        ratios.append(mean / best)
        people = statistics.fmean(len(one.routes) for one in found)
        refills = statistics.fmean(sum(DEPOT in route for route in one.routes.values()) for one in found)
        rows.append((path.stem, f"{mean:.1f}", f"{best:.1f}", f"{ratios[-1]:.4f}", f"{people:.1f}", f"{refills:.1f}"))
        print("  ".join(rows[-1]), flush=True)
    mean, worst = (statistics.fmean(ratios), max(ratios)) if ratios else (math.nan, math.nan)
    summary = (
        f"mean ratio to the best known over {len(ratios)} instances, {options.seeds} seeds, {options.seconds:g} s, "
        f"{options.workers} workers: {mean:.4f}, worst {worst:.4f}; plans that break a rule: {broken}"
    )
    headings = ("instance", "ours", "best known", "ratio", "people", "refills")
    met = bool(ratios) and not broken and mean <= _TARGET
    return Report(headings=headings, rows=tuple(rows), summary=summary, met=met)


def _searched(instance: Instance, options: Options, seed: int) -> _Found:
    """Search in rounds, and return what takes least by the set's count."""
    draw, before = random.Random(seed), can_be_before(instance)

    def search(problem: Problem, share: float, number: int, start: Solution | None) -> Solution:
        return solve(
            problem, time_limit_s=share * options.seconds, seed=seed + 1_000 * number, workers=options.workers,
            engine="kernel", start=start, heat=_WARM if start else 1.0,
        )  # fmt: skip

    best = _counted(instance, open_problem(instance), search(open_problem(instance), _OPEN, 0, None), is_open=True)
    gained = True
    for number in range(1, _SETTLED + 1):
        after = _after(best.routes) if gained else _flipped(instance, best.routes, before, draw)
        after |= set(instance.requests) - before
        problem = settled_problem(instance, after)
        solution = search(problem, (1 - _OPEN) / _SETTLED, number, start_of(best.routes))
        found = _counted(instance, problem, solution)
        gained = (found.broken, found.time) < (best.broken, best.time)
        best = found if gained else best
    return best


def _after(routes: dict[int, tuple[int, ...]]) -> set[int]:
    """Return the requests that come after the depot."""
    return {one for route in routes.values() if DEPOT in route for one in route[route.index(DEPOT) + 1 :]}


def _flipped(
    instance: Instance, routes: dict[int, tuple[int, ...]], before: frozenset[int], draw: random.Random
) -> set[int]:
    """Return the requests that come after the depot when some have changed sides."""
    after = _after(routes)
    for one in instance.requests:
        if draw.random() < _FLIPPED and (one in before or one not in after):
            after ^= {one}
    return after


def _counted(instance: Instance, problem: Problem, solution: Solution, *, is_open: bool = False) -> _Found:
    """Count a solution; one of an open problem may have somebody twice, and then misses requests by the set's count."""
    routes = routes_of(instance, solution)
    time, violations = set_check(instance, routes)
    plan = plan_from(problem, solution, plan_id="p", created_at=problem.horizon_start)
    judged = [] if is_open else check(problem, plan).violations
    return _Found(time=time, routes=routes, broken=len(violations) + len(judged))
