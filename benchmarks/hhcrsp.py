"""Home care with synchronised pairs: our cost beside the best known, on the instances of `benchmarks.hhcrsp_set`.

Every plan is judged by us and checked by `benchmarks.hhcrsp_check`, which counts the set's own cost; it must be a third
of our price.
"""

from __future__ import annotations

import csv
import math
import statistics
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from benchmarks.frame import Options, Report
from benchmarks.hhcrsp_check import check as set_check
from benchmarks.hhcrsp_set import ORE, data_of, problem_of, solution_of
from planner.rules import check, plan_from
from planner.solve import solve

__all__ = ["run"]

_TARGET = 1.01
"""Mean cost to the mean of the best known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """The cost of a plan and its parts by the set's count, and how many rules it breaks by either judge."""

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
    """Search, judge and count."""
    data = data_of(path)
    problem = problem_of(data)
    found = solve(problem, time_limit_s=options.seconds, seed=seed, workers=options.workers, engine="kernel")
    plan = plan_from(problem, found, plan_id="p", created_at=problem.horizon_start)
    cost, parts, violations = set_check(data, solution_of(plan, problem))
    verdict = check(problem, plan)
    differs = abs(verdict.price.total_ore - 3 * ORE * cost) > ORE
    return _Found(cost=cost, parts=parts, broken=len(violations) + len(verdict.violations) + differs)
