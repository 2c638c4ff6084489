"""Home care with synchronised pairs: our cost beside the best known, on the instances of `benchmarks.hhcrsp_set`.

Every plan is judged by us and checked by `benchmarks.hhcrsp_check`, which counts the set's own cost. The longest
tardiness is no term of our price. So the search is done in rounds: first without it, then from the best plan so far
with nobody later than half of what the latest was; whatever has the lower cost by the set's own count is kept.
"""

from __future__ import annotations

import csv
import math
import statistics
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from benchmarks.frame import Options, Report
from benchmarks.hhcrsp_check import check as set_check
from benchmarks.hhcrsp_set import capped, data_of, problem_of, solution_of, unavoidable_s
from planner.model.problem import Problem
from planner.model.solution import Solution
from planner.rules import check, plan_from
from planner.solve import solve

__all__ = ["run"]

_FREE, _CAPPED = 0.7, (0.15, 0.15)
"""Shares of the time: for the search without the longest tardiness, and for each round after it."""

_WARM = 0.3
"""How freely the later rounds begin."""

_TARGET = 1.01
"""Mean cost to the mean of the best known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """A solution, its cost and parts by the set's count, and how many rules it breaks by either judge."""

    solution: Solution
    cost: float
    parts: dict[str, float]
    broken: int


def run(options: Options) -> Report:
    """Plan every instance once for each seed."""
    if options.set_path is None:
        return Report(headings=("instance",), rows=(), summary="--set FOLDER is needed", met=False)
    root = Path(options.set_path)
    with (root / "best_known.csv").open(newline="") as lines:
        known = {row["instance"]: float(row["total_cost"]) for row in csv.DictReader(lines)}
    rows, means, best, broken = [], [], [], 0
    for path in sorted(root.glob("instances/*.json*")):
        name = path.name.partition(".json")[0]
        if not (fnmatch(name, options.instances) and name in known):
            continue
        found = [_searched(path, options, seed) for seed in range(1, options.seeds + 1)]
        broken += sum(one.broken for one in found)
        means.append(statistics.fmean(one.cost for one in found))
        best.append(known[name])
        rows.append((name, f"{means[-1]:.2f}", f"{best[-1]:.2f}", f"{means[-1] / best[-1]:.4f}", *_parts(found)))
        print("  ".join(rows[-1]), flush=True)
    ours, theirs = (statistics.fmean(means), statistics.fmean(best)) if means else (math.nan, math.nan)
    summary = (
        f"mean cost {ours:.3f} over {len(means)} instances, best known {theirs:.3f}: {ours / theirs:.4f} of it "
        f"({options.seeds} seeds, {options.seconds:g} s, {options.workers} workers); plans that break a rule: {broken}"
    )
    headings = ("instance", "ours", "best known", "ratio", "travel", "late", "latest")
    met = bool(means) and not broken and ours <= _TARGET * theirs
    return Report(headings=headings, rows=tuple(rows), summary=summary, met=met)


def _parts(found: list[_Found]) -> tuple[str, ...]:
    names = ("travel", "total_tardiness", "max_tardiness")
    return tuple(f"{statistics.fmean(one.parts[name] for one in found):.1f}" for name in names)


def _searched(path: Path, options: Options, seed: int) -> _Found:
    """Search in rounds, and return what costs least by the set's count."""
    data = data_of(path)
    problem = problem_of(data)
    least_s = unavoidable_s(problem)

    def search(posed: Problem, share: float, number: int, start: Solution | None) -> _Found:
        solution = solve(
            posed, time_limit_s=share * options.seconds, seed=seed + 1_000 * number, workers=options.workers,
            engine="kernel", start=start, heat=_WARM if start else 1.0,
        )  # fmt: skip
        return _counted(problem, data, solution)

    best = search(problem, _FREE, 0, None)
    for number, share in enumerate(_CAPPED, start=1):
        latest_s = round(60 * best.parts["max_tardiness"])
        posed = problem if latest_s <= least_s else capped(problem, max(least_s, latest_s // 2))
        again = search(posed, share, number, best.solution)
        if (again.broken, again.cost) < (best.broken, best.cost):
            best = again
    return best


def _counted(problem: Problem, data: dict[str, Any], solution: Solution) -> _Found:
    plan = plan_from(problem, solution, plan_id="p", created_at=problem.horizon_start)
    cost, parts, violations = set_check(data, solution_of(plan, problem))
    broken = len(violations) + len(check(problem, plan).violations)
    return _Found(solution=solution, cost=cost, parts=parts, broken=broken)
