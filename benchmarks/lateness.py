"""How true the risk of lateness is: learned from the earlier days of a simulated history, held against the last ones.

A history is simulated for each seed; what the app itself would have said of its last fifth is put beside what happened
(`planner.desk.risks.held_out`): of stops that were said to be late with 20 %, about 20 % should have been. The score
is Brier's; *always the same* is that of saying the share of late ones of all stops.
"""

from __future__ import annotations

import tempfile
import time
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np

from benchmarks.frame import Options, Report
from planner.desk import open_desk
from planner.desk.risks import held_out, learn_lateness
from planner.desk.simulated import simulate
from planner.model.plan import Plan
from planner.report.calibration import LEAST_IN_BIN, calibration
from planner.report.lateness import Spreads, risk_of_lateness
from planner.store import plans

__all__ = ["run"]

_REQUESTS, _YEARS, _RUNS, _PEOPLE, _STOPS = 12_000, 0.5, 1_000, 15, 120
_MOST_OFF = 0.08
"""By how much a bin may be off, beside chance."""


def run(options: Options) -> Report:
    """Learn and hold out; one history for each seed."""
    said: list[float] = []
    late: list[bool] = []
    took: list[float] = []
    for seed in range(1, options.seeds + 1):
        with tempfile.TemporaryDirectory() as folder:
            desk = open_desk(f"sqlite:///{folder}/x.sqlite", var=Path(folder))
            with closing(desk.store):
                simulate(desk, years=_YEARS, requests=_REQUESTS, seed=seed)
                told = held_out(desk)
                said += told.said
                late += told.late
                spreads = learn_lateness(desk).spreads
                with desk.store.reading() as db:
                    plan = plans.published_between(db, *plans.published_span(db))[-1]
                took += [_seconds(_large(plan), spreads) for _ in range(5)]
    return _report(said, late, took)


def _large(plan: Plan) -> Plan:
    """A day of 15 people and 120 stops, made of the day of some."""
    people = [one for one in plan.technicians if any(stop.visit_id for stop in plan.of_duty(one.duty_id))]
    per = _STOPS // _PEOPLE
    duties, stops = [], []
    for at in range(_PEOPLE):
        duty = people[at % len(people)]
        name = f"{duty.duty_id}-{at}"
        own = [one for one in plan.of_duty(duty.duty_id) if one.visit_id]
        duties.append(replace(duty, duty_id=name, technician_id=name))
        for n in range(per):
            like = own[n % len(own)]
            later = timedelta(hours=n)
            stops.append(replace(
                like, technician_id=name, duty_id=name, sequence=n + 1, visit_id=f"{name}-{n}",
                leave=like.leave + later, arrival=like.arrival + later, start=like.start + later, end=like.end + later,
            ))  # fmt: skip
    return plan.replace(technicians=tuple(duties), stops=tuple(stops))


def _seconds(plan: Plan, spreads: Spreads) -> float:
    begun = time.perf_counter()
    found = risk_of_lateness(plan, spreads, runs=_RUNS)
    assert len(found) == _STOPS
    return time.perf_counter() - begun


def _report(said: list[float], late: list[bool], took: list[float]) -> Report:
    found = calibration(said, late)
    assert found is not None, "a simulated history has days to hold out"
    full = [one for one in found.bins if one.count >= LEAST_IN_BIN]
    seconds = float(np.median(took))
    true = all(abs(one.share - one.said) <= max(_MOST_OFF, one.give) for one in full)
    return Report(
        headings=("said", "stops", "said, mean", "was late"),
        rows=tuple(
            (f"{one.low:.0%} to {one.high:.0%}", str(one.count), f"{one.said:.1%}", f"{one.share:.1%}")
            for one in found.bins
        ),
        summary=f"{found.count} stops of held-out days, {found.late / found.count:.1%} late; Brier {found.brier:.3f}, "
        f"always the same {found.same:.3f}; {seconds:.3f} s for {_PEOPLE} people, {_STOPS} stops and {_RUNS} runs",
        met=true and found.brier < found.same and seconds <= 1,
    )
