"""Home care: ratio of our price to the best known, on the public instances that `benchmarks.uhhc_set` can pose.

Every plan is judged by us and checked by the set's own strict checker (``check_uhhc.py`` in the folder of the set).
The balance of work is counted by the checker and not searched for. Instances without a published value are priced.
"""

from __future__ import annotations

import csv
import json
import math
import runpy
import statistics
from fnmatch import fnmatch
from pathlib import Path

from benchmarks.frame import Options, Report
from benchmarks.uhhc_set import ORE, problem_of, solution_of
from planner.model.costs import PRICE_UNITS_PER_ORE
from planner.rules import check, plan_from
from planner.solve import solve

__all__ = ["run"]


def run(options: Options) -> Report:
    """Plan every instance (``folder/name``) once for each seed."""
    if options.set_path is None:
        return Report(headings=("instance",), rows=(), summary="--set FOLDER is needed", met=False)
    root = Path(options.set_path)
    checker = runpy.run_path(str(root / "check_uhhc.py"))["check"]
    with (root / "best_known.csv").open(newline="") as lines:
        known = {f"{row['set']}/{row['instance']}": row["best_known"] for row in csv.DictReader(lines)}
    rows, ratios, broken, apart = [], [], 0, 0.0
    for path in sorted(root.glob("instances/*/*.json")):
        name = f"{path.parent.name}/{path.stem}"
        if not fnmatch(name, options.instances):
            continue
        problem, data, prices = problem_of(path), json.loads(path.read_text()), []
        for seed in range(1, options.seeds + 1):
            found = solve(problem, time_limit_s=options.seconds, seed=seed, workers=options.workers, engine="kernel")
            plan = plan_from(problem, found, plan_id=name, created_at=problem.horizon_start)
            price, _, violations, _ = checker(data, solution_of(plan, problem))
            verdict = check(problem, plan)
            broken += bool(violations or verdict.violations)
            prices.append(float(price))
            apart = max(apart, abs(verdict.price.total_units / PRICE_UNITS_PER_ORE / ORE / float(price or 1) - 1))
        mean, best = statistics.fmean(prices), known.get(name)
        if best:
            ratios.append(mean / float(best))
        rows.append((name, f"{mean:.1f}", best or "-", f"{ratios[-1]:.4f}" if best else "-"))
        print("  ".join(rows[-1]), flush=True)
    mean, worst = (statistics.fmean(ratios), max(ratios)) if ratios else (math.nan, math.nan)
    apart_said = f"our price and the checker's at most {100 * apart:.2f} % apart"
    summary = (
        f"mean ratio to the best known over {len(ratios)} instances, {options.seeds} seeds, {options.seconds:g} s, "
        f"{options.workers} workers: {mean:.4f}, worst {worst:.4f}; plans that break a rule: {broken}; {apart_said}"
    )
    met = not broken and (not ratios or mean <= 1.0)
    return Report(headings=("instance", "ours", "best known", "ratio"), rows=tuple(rows), summary=summary, met=met)
