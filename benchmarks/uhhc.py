"""Home care: ratio of our price to the best known, on the public instances that `benchmarks.uhhc_set` can pose.

Every plan is judged by us and checked by the set's own strict checker (``check_uhhc.py`` in the folder of the set).
Terms that we do not know (longest idle, longest lateness, balance) are counted by the checker and not searched for.
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
from benchmarks.uhhc_set import problem_of, solution_of
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
    rows, ratios, broken = [], [], 0
    for path in sorted(root.glob("instances/*/*.json")):
        name = f"{path.parent.name}/{path.stem}"
        if not fnmatch(name, options.instances) or not known.get(name):
            continue
        problem, data, prices = problem_of(path), json.loads(path.read_text()), []
        for seed in range(1, options.seeds + 1):
            found = solve(problem, time_limit_s=options.seconds, seed=seed, workers=options.workers, engine="kernel")
            plan = plan_from(problem, found, plan_id=name, created_at=problem.horizon_start)
            price, _, violations, _ = checker(data, solution_of(plan, problem))
            broken += bool(violations or check(problem, plan).violations)
            prices.append(float(price))
        ratios.append(statistics.fmean(prices) / float(known[name]))
        rows.append((name, f"{statistics.fmean(prices):.1f}", known[name], f"{ratios[-1]:.4f}"))
        print("  ".join(rows[-1]), flush=True)
    mean, worst = (statistics.fmean(ratios), max(ratios)) if ratios else (math.nan, math.nan)
    summary = (
        f"mean ratio to the best known over {len(ratios)} instances, {options.seeds} seeds, {options.seconds:g} s, "
        f"{options.workers} workers: {mean:.4f}, worst {worst:.4f}; plans that break a rule: {broken}"
    )
    met = bool(ratios) and mean <= 1.0 and not broken
    return Report(headings=("instance", "ours", "best known", "ratio"), rows=tuple(rows), summary=summary, met=met)
