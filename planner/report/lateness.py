"""How likely each stop of a plan is late: the day driven a thousand times with drawn drives and drawn work.

Drives and work are lognormal around what is planned, by learned factors and spreads. A route is a recursion that
passes over its stops once; all runs of all routes of the same number go side by side.

References
----------
Law, A. M. (2015). Simulation Modeling and Analysis, 5th ed., chapter 1.8: Monte Carlo simulation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from planner.model.plan import Plan, Stop
from planner.model.words import StopKind

__all__ = ["Spread", "Spreads", "risk_of_lateness"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """How long something takes against what was planned.

    Parameters
    ----------
    factor
        The median, as a factor on what was planned.
    sigma
        Standard deviation of the logarithm of that factor; 0: always the same.
    """

    factor: float = 1.0
    sigma: float = 0.0

    def __post_init__(self) -> None:
        if not (self.factor > 0 and self.sigma >= 0):
            raise ValueError(f"spread: factor {self.factor}, sigma {self.sigma}, expected above 0 and 0 or more")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spreads:
    """Spreads of work by job type, and of drives; what is not named has `other`.

    Parameters
    ----------
    handover_s
        Seconds between the arrival and the start of work that no plan counts.
    ahead_s
        By how many seconds work may begin before its planned start, where somebody is early.
    """

    work: Mapping[str, Spread] = field(default_factory=dict)
    other: Spread = Spread()
    drive: Spread = Spread()
    handover_s: float = 0.0
    ahead_s: float = 0.0


def risk_of_lateness(
    plan: Plan, spreads: Spreads, *, runs: int = 1_000, seed: int = 1, slack_s: float = 0.0
) -> dict[str, float]:
    """Return the probability that each visit and session begins late, by visit id.

    Late is a start of work after the planned start, not counting its own lateness (`Stop.lateness_s`), and a slack.
    Breaks are taken whole; nobody leaves before the duty begins.

    Parameters
    ----------
    plan
        A judged plan.
    spreads
        As learned, or assumed.
    runs
        How often the day is driven.
    seed
        Same plan, spreads, runs and seed: same answer.
    slack_s
        Seconds after the planned start that nobody minds, 15 minutes for a promise of a quarter.
    """
    if runs < 1:
        raise ValueError(f"{runs} runs, expected 1 or more")
    if not plan.technicians:
        return {}
    routes = [plan.of_duty(duty.duty_id) for duty in plan.technicians]
    zero = min(duty.start for duty in plan.technicians).timestamp()
    chance = np.random.default_rng(seed)
    clock = np.array([[duty.start.timestamp() - zero] for duty in plan.technicians]) * np.ones((1, runs))
    found: dict[str, float] = {}
    for at in range(max((len(route) for route in routes), default=0)):
        rows = [row for row, route in enumerate(routes) if at < len(route) and route[at].kind is not StopKind.START]
        if not rows:
            continue
        stops = [routes[row][at] for row in rows]
        ended, began = _driven(stops, clock[rows], spreads, chance, zero)
        clock[rows] = ended
        for stop, starts in zip(stops, began, strict=True):
            if stop.visit_id is not None and stop.kind in (StopKind.VISIT, StopKind.REMOTE):
                due = stop.start.timestamp() - zero - stop.lateness_s + slack_s
                found[stop.visit_id] = float((starts > due + 0.5).mean())
    return found


def _driven(
    stops: list[Stop], clock: np.ndarray, spreads: Spreads, chance: np.random.Generator, zero: float
) -> tuple[np.ndarray, np.ndarray]:
    """Return when the stops of one place in the routes end and begin, one row each and a column for every run."""
    draw = chance.standard_normal((2, len(stops), clock.shape[1]))
    work = [spreads.work.get(stop.job_type_id, spreads.other) if _is_work(stop) else Spread() for stop in stops]
    travel = _column(stops, "travel_s") * spreads.drive.factor * np.exp(spreads.drive.sigma * draw[0])
    setup = _column(stops, "setup_s")
    visit = np.array([[stop.kind is StopKind.VISIT] for stop in stops])
    free = np.array([[stop.kind in (StopKind.BREAK, StopKind.END)] for stop in stops])
    planned = np.array([[stop.start.timestamp() - zero] for stop in stops])
    leaves = np.array([[stop.leave.timestamp() - zero] for stop in stops])
    earliest = np.where(free, -np.inf, leaves - spreads.ahead_s)
    arrived = np.maximum(clock, earliest) + travel
    began = np.maximum(arrived + setup + visit * spreads.handover_s, np.where(free, -np.inf, planned - spreads.ahead_s))
    sigma = np.array([[spread.sigma] for spread in work])
    factor = np.array([[spread.factor] for spread in work])
    took = _column(stops, "work_s") * factor * np.exp(sigma * draw[1])
    return began + took, began


def _column(stops: list[Stop], name: str) -> np.ndarray:
    return np.array([[float(getattr(stop, name))] for stop in stops])


def _is_work(stop: Stop) -> bool:
    return stop.kind in (StopKind.VISIT, StopKind.REMOTE)
