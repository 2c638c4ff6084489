"""Where the time of a search goes: laying out, first plan, rounds, master, telling, judging.

Every part is timed where it is called. Parts that run beside each other (chains, the master) count each for
itself, so shares are of all their seconds; "other" is what is left of the search, waiting for the master most of
all. How busy the chains are is a share of the time on the clock.
"""

from __future__ import annotations

import fnmatch
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from typing import Any

from benchmarks.frame import Options, Report
from benchmarks.school_day import read_sites, scattered_sites
from benchmarks.technician import drawn
from planner import rules
from planner.model.problem import Problem
from planner.solve import conductor, engine, solve
from planner.solve.generator import Generator
from planner.solve.ground import Ground
from planner.solve.kernel import laying
from planner.solve.warm import load

__all__ = ["DAYS", "run"]

DAYS = {"150x22": (150, 22), "500x60": (500, 60), "1000x110": (1_000, 110), "2000x220": (2_000, 220)}
"""Visits and technicians by name."""

_PARTS = ("laying", "first plan", "rounds", "master", "telling", "columns", "judging", "other")


def run(options: Options) -> Report:
    """Time the parts of one search a day and seed."""
    sites = read_sites(options.set_path) if options.set_path else scattered_sites()
    load()
    rows, lines = [], []
    for name in (name for name in DAYS if fnmatch.fnmatch(name, options.instances)):
        spent: dict[str, float] = defaultdict(float)
        for seed in range(1, options.seeds + 1):
            for part, figure in _spent(drawn(sites, *DAYS[name], seed), options, seed).items():
                spent[part] += figure
        whole = sum(spent[part] for part in _PARTS)
        pace = spent["count"] / spent["rounds"]
        busy = 100 * spent["rounds"] / (options.workers * spent["clock"])
        rows.append((name, f"{pace:,.0f}", f"{busy:.0f}", *(f"{100 * spent[part] / whole:.1f}" for part in _PARTS)))
        lines.append(f"{name} {pace:,.0f} rounds/s, chains busy {busy:.0f} %")
        print("  ".join(rows[-1]), flush=True)
    said = f"{options.seeds} seeds, {options.seconds:g} s, {options.workers} workers: {'; '.join(lines)}"
    return Report(
        headings=("day", "rounds/s a chain", "chains busy %", *(f"{part} %" for part in _PARTS)),
        rows=tuple(rows),
        summary=said,
    )


def _spent(problem: Problem, options: Options, seed: int) -> dict[str, float]:
    """Return processor seconds by part, and under ``count`` the rounds done."""
    spent: dict[str, float] = defaultdict(float)
    places: tuple[tuple[Any, str, str], ...] = (
        (Ground, "of", "laying"),
        (laying, "layout_of", "laying"),
        (Generator, "fill", "first plan"),
        (Generator, "anneal", "rounds"),
        (conductor, "choose", "master"),
        (conductor.Conductor, "columns", "columns"),
        (engine._Search, "_tell", "telling"),
    )
    began = time.monotonic()
    with ExitStack() as stack:
        for owner, name, part in places:
            stack.enter_context(_timed(owner, name, spent, part))
        found = solve(
            problem, time_limit_s=options.seconds, seed=seed, workers=options.workers, on_progress=lambda *_: None
        )
    beside = spent["rounds"] * (1 - 1 / options.workers) + spent["master"]
    spent["clock"] = time.monotonic() - began
    spent["other"] = max(0.0, spent["clock"] + beside - sum(spent[part] for part in _PARTS))
    began = time.monotonic()
    plan = rules.plan_from(problem, found, plan_id="p", created_at=datetime(2026, 1, 5, tzinfo=UTC))
    if not rules.check(problem, plan).accepted:
        raise SystemExit("the judge does not accept the plan")
    spent["judging"] += time.monotonic() - began
    return spent


@contextmanager
def _timed(owner: Any, name: str, spent: dict[str, float], part: str) -> Iterator[None]:
    """Time every call of a function for a while."""
    before = vars(owner)[name]
    real: Callable[..., Any] = getattr(owner, name) if isinstance(before, classmethod) else before

    def timed(*given: Any, **named: Any) -> Any:
        began = time.monotonic()
        try:
            return real(*given, **named)
        finally:
            spent[part] += time.monotonic() - began
            spent["count"] += named.get("count", 0)

    setattr(owner, name, timed)
    try:
        yield
    finally:
        setattr(owner, name, before)
