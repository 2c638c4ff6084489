"""A day of a whole country, 20 000 visits and 2 000 technicians, by regions on this machine.

No process ever has the whole matrix: each region's is made where the region is searched. The plan is judged in
regions too, cut anew. What is printed are the figures of the paper in CONTRIBUTING.
"""

from __future__ import annotations

import json
import random
import resource
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.frame import Options, Report
from benchmarks.school_day import DAY, Site, write_day
from planner import planning, rules
from planner.model.places import Place
from planner.model.problem import Matrix, Problem
from planner.model.route import Route as Way
from planner.model.solution import Route, Solution
from planner.solve import solve_by_regions
from planner.solve.regions import cut, part_of, unmeasured
from planner.travel import GreatCircle

__all__ = ["run"]

_VISITS, _TECHNICIANS, _A_REGION = 20_000, 2_000, 500
_PLACES = Path(__file__).resolve().parents[1] / "data" / "geo_se" / "se_places.json"


class _Later:
    """A travel engine that leaves the matrix to the regions."""

    def matrix(self, places: Sequence[Place]) -> Matrix:
        return unmeasured(len(places))

    def extended(self, matrix: Matrix, places: Sequence[Place], place: Place) -> Matrix:
        return unmeasured(len(places) + 1)

    def route(self, places: Sequence[Place]) -> Way:
        return GreatCircle().route(places)


def run(options: Options) -> Report:
    """Draw, plan and judge the day once for each seed."""
    rows = [_row(options, seed) for seed in range(1, options.seeds + 1)]
    broken = sum(int(row[-3]) for row in rows)
    said = f"{options.seconds:g} s, {options.workers} workers: {_VISITS} visits, {_TECHNICIANS} technicians, "
    headings = (
        "seed",
        "built s",
        "cut s",
        "largest task kB",
        "search s",
        "first s",
        "price kr",
        "left",
        "broken",
        "MB",
    )
    return Report(
        headings=(*headings, "MB of a worker"),
        rows=tuple(rows),
        summary=said + f"{_VISITS // _A_REGION} regions, {broken} rules broken",
        met=not broken,
    )


def _row(options: Options, seed: int) -> tuple[str, ...]:
    began = time.monotonic()
    problem, measure = _drawn(seed), GreatCircle.from_settings().matrix
    built_s, began = time.monotonic() - began, time.monotonic()
    pieces = cut(problem, {}, regions=_VISITS // _A_REGION, chance=random.Random(seed))
    cut_s = time.monotonic() - began
    told: list[int] = []
    found = solve_by_regions(
        problem,
        regions=len(pieces),
        time_limit_s=options.seconds,
        seed=seed,
        workers=options.workers,
        measure=measure,
        on_progress=lambda _plan, units: told.append(units),
    )
    price_ore, left, broken = _judged(problem, found, measure, seed)
    figures = [built_s, cut_s, _largest_kb(problem, found, seed), found.solver.elapsed_s]
    megabytes = [resource.getrusage(who).ru_maxrss / 1_024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    first_s = found.solver.first_plan_s
    return (
        str(seed), *(f"{one:.1f}" for one in figures), "-" if first_s is None else f"{first_s:.1f}",
        f"{price_ore / 100:,.0f}", str(left), str(broken), *(f"{one:.0f}" for one in megabytes),
    )  # fmt: skip


def _drawn(seed: int) -> Problem:
    """Return the day: sites around the towns of Sweden, as many as people live there."""
    chance = random.Random(f"national:{seed}")
    towns = json.loads(_PLACES.read_text(encoding="utf-8"))
    chosen = chance.choices(towns, weights=[max(1, town[4]) for town in towns], k=_VISITS // 2)
    sites = tuple(
        Site(
            name=f"Kund {number}",
            address=f"Storgatan {number}",
            postcode="",
            city=name,
            lat=round(lat + chance.gauss(0, 0.03), 6),
            lon=round(lon + chance.gauss(0, 0.06), 6),
        )
        for number, (name, _county, lat, lon, _people) in enumerate(chosen)
    )
    with tempfile.TemporaryDirectory(prefix="faltplan-bench-") as folder:
        asked, staff = write_day(Path(folder), sites, requests=_VISITS, technicians=_TECHNICIANS, seed=seed)
        return planning.build_from_files(asked, staff, day=DAY, travel=_Later()).problem


def _largest_kb(problem: Problem, found: Solution, seed: int) -> float:
    from planner.solve.regions.task import Task, packed

    routes = {route.duty_id: route.visit_ids for route in found.routes}
    pieces = cut(problem, routes, regions=_VISITS // _A_REGION, chance=random.Random(seed))
    part = part_of(problem, max(pieces, key=lambda piece: len(piece.visits)))
    mine = tuple(Route(duty_id=duty.duty_id, visit_ids=routes[duty.duty_id]) for duty in part.duties)
    task = Task(problem=part, measure=None, routes=mine, seconds=1, iterations=1, seed=1, heat=1.0, engine=None)
    return len(packed(task)) / 1_000


def _judged(problem: Problem, found: Solution, measure: object, seed: int) -> tuple[int, int, int]:
    """Return price, work left out and rules broken, judged region by region with matrices made for the judge."""
    assert callable(measure)
    routes = {route.duty_id: route.visit_ids for route in found.routes}
    price_ore, broken = 0, 0
    for piece in cut(problem, routes, regions=_VISITS // _A_REGION, chance=random.Random(f"judge:{seed}")):
        part = part_of(problem, piece)
        part = part.replace(matrix=measure(part.places))
        mine = (Route(duty_id=duty.duty_id, visit_ids=routes[duty.duty_id]) for duty in part.duties)
        plan = rules.plan_from(
            part, Solution(routes=tuple(mine)), plan_id="p", created_at=datetime(2026, 1, 5, tzinfo=UTC)
        )
        verdict = rules.check(part, plan)
        price_ore += verdict.price.total_ore
        broken += sum(violation.hard for violation in verdict.violations)
    return price_ore, _VISITS - sum(len(ids) for ids in routes.values()), broken
