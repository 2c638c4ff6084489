"""How far it goes: days of 1 000, 2 000 and 5 000 visits, as a whole and by regions, each in a process of its own.

Seconds from files to the problem and from there to the first complete plan, the price after the seconds
given, and memory; every plan is judged. ``python -m benchmarks.scale REQUESTS TEAM SEED SECONDS WORKERS REGIONS`` is
one run and prints its figures as JSON.
"""

from __future__ import annotations

import fnmatch
import json
import resource
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.frame import Options, Report
from benchmarks.school_day import DAY, read_sites, scattered_sites, write_day
from benchmarks.speed import Run, run_of

__all__ = ["DAYS", "run"]

DAYS = {"1000x110": (1_000, 110), "2000x220": (2_000, 220), "5000x550": (5_000, 550)}
"""Visits and technicians by name."""

_TARGET = "2000x220"
_TARGET_FIRST_S, _TARGET_MB = 2.0, 1_500
_MODES = ("whole", "regions")
_HEADINGS = ("day", "built s", "first s", "price kr", "left", "broken", "MB", "MB of a worker", "saved %")


def run(options: Options) -> Report:
    """Measure every day as a whole and by regions, once for each seed."""
    rows: list[tuple[str, ...]] = []
    firsts, megabytes, broken = [], [], 0
    for name in (name for name in DAYS if fnmatch.fnmatch(name, options.instances)):
        found = {mode: [_run(name, mode, seed, options) for seed in range(1, options.seeds + 1)] for mode in _MODES}
        whole = _mean(found["whole"], "price_ore")
        for mode, runs in found.items():
            rows.append(_row(f"{name} {mode}", runs, 100 * (1 - _mean(runs, "price_ore") / whole)))
            print("  ".join(rows[-1]), flush=True)
            broken += sum(one.figures["broken"] for one in runs)
            if name == _TARGET:
                firsts += [one.figures["first_s"] for one in runs]
                megabytes += [_megabytes(one, options.workers) for one in runs]
    met = not broken and (not firsts or (statistics.median(firsts) <= _TARGET_FIRST_S and max(megabytes) <= _TARGET_MB))
    said = f"{options.seeds} seeds, {options.seconds:g} s, {options.workers} workers: {broken} rules broken"
    if firsts:
        said += (
            f"; at 2 000 visits the first plan after {statistics.median(firsts):.1f} s (target {_TARGET_FIRST_S:g}), "
            f"{max(megabytes):.0f} MB with all processes (target {_TARGET_MB})"
        )
    return Report(headings=_HEADINGS, rows=tuple(rows), summary=said, met=met)


def _mean(runs: list[Run], figure: str) -> float:
    return statistics.fmean(one.figures[figure] for one in runs)


def _megabytes(one: Run, workers: int) -> float:
    """Peak of the process and, where there are any, of all its workers; what they share is counted each time."""
    own: float = one.figures["own_mb"]
    return own + workers * float(one.figures["worker_mb"])


def _row(name: str, runs: list[Run], saved: float) -> tuple[str, ...]:
    return (
        name,
        f"{statistics.median(one.figures['built_s'] for one in runs):.2f}",
        f"{statistics.median(one.figures['first_s'] for one in runs):.2f}",
        f"{_mean(runs, 'price_ore') / 100:,.0f}",
        str(sum(one.figures["left"] for one in runs)),
        str(sum(one.figures["broken"] for one in runs)),
        f"{max(one.figures['own_mb'] for one in runs):.0f}",
        f"{max(one.figures['worker_mb'] for one in runs):.0f}",
        f"{saved:.1f}",
    )


def _run(name: str, mode: str, seed: int, options: Options) -> Run:
    visits, technicians = DAYS[name]
    # As many sites as visits: a matrix as large as it may become.
    sites = read_sites(options.set_path) if options.set_path else scattered_sites(visits)
    with tempfile.TemporaryDirectory(prefix="faltplan-bench-") as folder:
        asked, staff = write_day(Path(folder), sites, requests=visits, technicians=technicians, seed=seed)
        words = [sys.executable, "-m", "benchmarks.scale", str(asked), str(staff), str(seed), str(options.seconds)]
        return run_of([*words, str(options.workers), mode])


def _child(asked: str, staff: str, seed: int, seconds: float, workers: int, mode: str) -> dict[str, float]:
    """One run."""
    from planner import planning, rules, solve
    from planner.solve.warm import load

    began = time.monotonic()
    problem = planning.build_from_files(asked, staff, day=DAY).problem
    built_s, first = time.monotonic() - began, list[float]()
    load()
    began = time.monotonic()

    def tell(_solution: object, _units: int) -> None:
        first.append(time.monotonic() - began)

    if mode == "regions":
        regions = max(2 * workers, planning.regions_for(problem, workers, float("inf")))
        found = solve.solve_by_regions(
            problem, regions=regions, time_limit_s=seconds, seed=seed, workers=workers, on_progress=tell
        )
    else:
        found = solve.solve(problem, time_limit_s=seconds, seed=seed, workers=workers, on_progress=tell)
    plan = rules.plan_from(problem, found, plan_id="p", created_at=datetime(2026, 1, 5, tzinfo=UTC))
    verdict = rules.check(problem, plan)
    wrong = verdict.price.total_units != found.solver.objective_units
    return {
        "built_s": built_s,
        "first_s": first[0],
        "price_ore": verdict.price.total_ore,
        "left": len(problem.visits) - sum(len(route.visit_ids) for route in found.routes),
        "broken": sum(violation.hard for violation in verdict.violations) + wrong,
        "own_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024,
        "worker_mb": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1_024,
    }


if __name__ == "__main__":
    one, other, *numbers, how = sys.argv[1:]
    sys.stdout.write(json.dumps(_child(one, other, int(numbers[0]), float(numbers[1]), int(numbers[2]), how)))
