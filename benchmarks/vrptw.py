"""Routing alone: gap to the best known solutions of the public sets, beside PyVRP, VROOM and OR-Tools routing.

Every solver gets the same seconds on the same machine, one after the other; every solution is checked
here. Peers that are not installed are left out with a word. Ours runs as many chains as ``--workers`` says,
VROOM as many threads; PyVRP and OR-Tools have one.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from benchmarks.frame import Options, Report
from benchmarks.vrptw_set import Instance, checked, found_in, read_instance
from benchmarks.vrptw_solvers import ours, pyvrp, routing, vroom

__all__ = ["run"]

_SOLVERS: dict[str, tuple[str | None, Callable[[Instance, float, int, int], list[list[int]]]]] = {
    "ours": (None, ours),
    "pyvrp": ("pyvrp", pyvrp),
    "vroom": ("vroom", vroom),
    "ortools": (None, routing),
}


def run(options: Options) -> Report:
    """Measure every solver on every instance once for each seed."""
    if options.set_path is None:
        return Report(headings=("instance",), rows=(), summary="--set FOLDER is needed", met=False)
    asked = {"ours", *options.solvers.split(",")} if options.solvers else set(_SOLVERS)
    solvers = {
        name: solve
        for name, (module, solve) in _SOLVERS.items()
        if name in asked and (module is None or find_spec(module))
    }
    instances = [read_instance(path) for path in found_in(Path(options.set_path), options.instances)]
    ours(instances[0], 0.5, 1, 1)  # loads the compiled kernel
    gaps: dict[str, list[float]] = {name: [] for name in solvers}
    rows = []
    for instance in instances:
        cells = [instance.name]
        for name, solve in solvers.items():
            found = [_gap(instance, solve, options, seed) for seed in range(1, options.seeds + 1)]
            known = [gap for gap in found if gap is not None]
            gaps[name].append(statistics.fmean(known) if len(known) == len(found) else float("inf"))
            cells.append(f"{gaps[name][-1]:.3f}" if known else "no plan")
        rows.append(tuple(cells))
        print("  ".join(cells), flush=True)
    means = {name: statistics.fmean(values) for name, values in gaps.items()}
    worse = sum(one > other for one, other in zip(gaps["ours"], gaps.get("vroom", ()), strict=False))
    said = ", ".join(f"{name} {mean:.3f} %" for name, mean in means.items())
    left_out = sorted((asked & set(_SOLVERS)) - set(solvers))
    summary = (
        f"mean gap over {len(instances)} instances, {options.seeds} seeds, {options.seconds:g} s, "
        f"{options.workers} workers: {said}"
        + (f"; worse than VROOM on {worse}" if "vroom" in gaps else "")
        + (f"; not installed: {', '.join(left_out)}" if left_out else "")
    )
    better = means["ours"] <= min(mean for name, mean in means.items())
    return Report(
        headings=("gap %", *solvers), rows=(*rows, ("mean", *(f"{m:.3f}" for m in means.values()))), summary=summary,
        met=better and not worse,
    )  # fmt: skip


def _gap(instance: Instance, solve: Callable[..., list[list[int]]], options: Options, seed: int) -> float | None:
    routes = solve(instance, options.seconds, seed, options.workers)
    if not routes:
        return None
    cost, best = checked(instance, routes), instance.best_known
    return 100 * (cost / best - 1) if best else float(cost)
