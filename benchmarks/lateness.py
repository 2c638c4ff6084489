"""How true the risk of lateness is: learned from the earlier days of a simulated history, held against the last ones.

A history is simulated for each seed; spreads are learned from all days but the last fifth. For every stop of those
that somebody began, what was said is put beside what happened: of stops that were said to be late with 20 %, about
20 % should have been. The score is Brier's; *always the same* is that of saying the share of late ones of all stops.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np

from benchmarks.frame import Options, Report
from planner.desk import open_desk
from planner.desk.extract import extract_of
from planner.desk.simulated import AHEAD_S, simulate
from planner.model.plan import Plan
from planner.model.words import StopKind
from planner.report.columns import NONE
from planner.report.extract import Extract
from planner.report.lateness import Spreads, risk_of_lateness
from planner.report.learning import learned_spreads
from planner.store import plans

__all__ = ["BINS", "run"]

BINS = (0.0, 0.05, 0.15, 0.25, 0.35, 0.5, 0.65, 0.8, 0.95, 1.0001)
"""Edges of what was said."""

_REQUESTS, _YEARS, _HELD_OUT, _RUNS = 12_000, 0.5, 0.2, 1_000
_SLACK_S = 300.0
_MOST_OFF = 0.08
"""By how much a well filled bin may be off."""


def run(options: Options) -> Report:
    """Learn and hold out; one history for each seed."""
    said: list[float] = []
    late: list[bool] = []
    took = []
    for seed in range(1, options.seeds + 1):
        with tempfile.TemporaryDirectory() as folder:
            desk = open_desk(f"sqlite:///{folder}/x.sqlite", var=Path(folder))
            with closing(desk.store):
                simulate(desk, years=_YEARS, requests=_REQUESTS, seed=seed)
                extract = extract_of(desk)
                with desk.store.reading() as db:
                    days = plans.published_days(db, date.min, date.max)
                    split = days[int(len(days) * (1 - _HELD_OUT))]
                    held_out = plans.published_between(db, split, days[-1])
                spreads = _learned(extract, split)
                for plan in held_out:
                    began = time.perf_counter()
                    risks = risk_of_lateness(plan, spreads, runs=_RUNS, seed=seed, slack_s=_SLACK_S)
                    took.append((time.perf_counter() - began) * 120 / max(1, len(risks)))
                    for risk, happened in _beside(plan, risks, extract):
                        said.append(risk)
                        late.append(happened)
    return _report(np.array(said), np.array(late), took)


def _learned(extract: Extract, split: date) -> Spreads:
    before = extract.work["day"] < split.toordinal()
    work = {name: column[before] for name, column in extract.work.items()}
    return learned_spreads(work, extract.words, ahead_s=AHEAD_S)


def _beside(plan: Plan, risks: dict[str, float], extract: Extract) -> Iterator[tuple[float, bool]]:
    work = extract.work
    mine = (work["day"] == plan.day.toordinal()) & (work["started_at"] != NONE)
    started = dict(zip(work["visit_id"][mine].tolist(), work["started_at"][mine].tolist(), strict=True))
    for stop in plan.stops:
        if stop.visit_id is not None and stop.visit_id in started and stop.kind in (StopKind.VISIT, StopKind.REMOTE):
            yield risks[stop.visit_id], started[stop.visit_id] / 1e6 > stop.start.timestamp() + _SLACK_S


def _report(said: np.ndarray, late: np.ndarray, took: list[float]) -> Report:
    rows, met = [], True
    for low, high in pairwise(BINS):
        mine = (said >= low) & (said < high)
        if not mine.any():
            continue
        share, risk, count = float(late[mine].mean()), float(said[mine].mean()), int(mine.sum())
        error = 2 * (share * (1 - share) / count) ** 0.5
        met &= abs(share - risk) <= max(_MOST_OFF, error)
        rows.append((f"{low:.0%} to {min(1, high):.0%}", str(count), f"{risk:.1%}", f"{share:.1%}"))
    brier, same = float(((said - late) ** 2).mean()), float(((late - late.mean()) ** 2).mean())
    return Report(
        headings=("said", "stops", "said, mean", "was late"),
        rows=tuple(rows),
        summary=f"{len(said)} stops of held-out days, {late.mean():.1%} late by more than {_SLACK_S / 60:.0f} min; "
        f"Brier {brier:.3f}, always the same {same:.3f}; {np.median(took):.2f} s for 120 stops and {_RUNS} runs",
        met=met and brier < same,
    )
