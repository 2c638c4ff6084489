"""How likely each stop of a plan is late: the day driven a thousand times with drawn drives and drawn work.

Drives and work are lognormal around what is planned, by learned factors and spreads: drives by the hour of the day,
work with a part that all of a duty has in common. A route is a recursion that passes over its stops once; all runs of
all routes of the same number go side by side. Each duty has chance of its own, so that a technician's day alone says
the same as the day of everybody.

Of a day under way, what was reported is taken as it happened, and nothing else begins before now. Not simulated: who
waits for somebody of another route (crews, linked visits, riders), and doors that stay shut, which only make earlier.

References
----------
Law, A. M. (2015). Simulation Modeling and Analysis, 5th ed., chapter 1.8: Monte Carlo simulation.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from planner.model.plan import Plan, Stop
from planner.model.words import StopKind

__all__ = ["Risk", "Seen", "Spread", "Spreads", "risk_of_lateness"]

_FEW = 20
"""Of fewer runs that are still possible nothing is drawn: the work has taken longer than anybody knows of."""
_PACE = 1
"""Names the chance of the paces beside that of the stops."""
_LONGER = 0.1
"""Part of the planned time that such work is taken to need on top."""


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
    hours
        By how much longer drives take than `drive` says by the local hour of leaving, 24 factors; empty: at all hours
        as long.
    pace
        Standard deviation of the logarithm of a factor that all work of a duty has in common, beside each one's own:
        one person has it all day long.
    handover_s
        Seconds between the arrival and the start of work that no plan counts.
    ahead_s
        By how many seconds work may begin before its planned start, where somebody is early.
    """

    work: dict[str, Spread] = field(default_factory=dict)
    other: Spread = Spread()
    drive: Spread = Spread()
    hours: tuple[float, ...] = ()
    pace: float = 0.0
    handover_s: float = 0.0
    ahead_s: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What is known of a stop on a day under way; aware moments, None: not reported.

    Parameters
    ----------
    left, start, end
        When somebody set out for it, began and ended.
    not_before
        Somebody said that they will not be there before.
    """

    left: datetime | None = None
    start: datetime | None = None
    end: datetime | None = None
    not_before: datetime | None = None

    @property
    def is_begun(self) -> bool:
        """Whether the work has begun, or is over."""
        return self.start is not None or self.end is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk:
    """When work that has not begun may begin.

    Parameters
    ----------
    late
        Probability that it begins after the moment that was asked of, 0 to 1.
    start_p80
        Aware moment at which it has begun in four of five cases.
    """

    late: float
    start_p80: datetime


_UNSEEN = Seen()


def risk_of_lateness(
    plan: Plan,
    spreads: Spreads,
    *,
    runs: int = 1_000,
    seed: int = 1,
    slack_s: float = 0.0,
    due: Mapping[str, datetime] | None = None,
    seen: Mapping[str, Seen] | None = None,
    now: datetime | None = None,
) -> dict[str, Risk]:
    """Return how likely each visit and session that has not begun begins late, by visit id.

    Late is a start of work after the moment named in `due`, else after the planned start, not counting its own
    lateness (`Stop.lateness_s`), and a slack. Breaks are taken whole; nobody leaves before the duty begins.

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
    due
        The last moment at which work may begin, by visit id.
    seen
        What has happened, by visit id.
    now
        Present moment: what is not in `seen` begins after it. None: the day has not begun.
    """
    if runs < 1:
        raise ValueError(f"{runs} runs, expected 1 or more")
    if not plan.technicians:
        return {}
    zero = min(duty.start for duty in plan.technicians)
    day = _Day(spreads=spreads, seen=seen or {}, now_s=-np.inf if now is None else (now - zero).total_seconds(),
               zero=zero, zone=ZoneInfo(plan.time_zone), runs=runs)  # fmt: skip
    routes = [day.order(plan.of_duty(duty.duty_id)) for duty in plan.technicians]
    names = [zlib.crc32(duty.duty_id.encode()) for duty in plan.technicians]
    chances = [np.random.default_rng([seed, name]) for name in names]
    paces = np.exp(
        spreads.pace * np.stack([np.random.default_rng([seed, name, _PACE]).standard_normal(runs) for name in names])
    )
    clock = np.array([[day.seconds(duty.start)] for duty in plan.technicians]) * np.ones((1, runs))
    found: dict[str, Risk] = {}
    for at in range(max((len(route) for route in routes), default=0)):
        rows = [row for row, route in enumerate(routes) if at < len(route)]
        stops = [routes[row][at] for row in rows]
        ended, began = day.driven(stops, clock[rows], [chances[row] for row in rows], paces[rows])
        clock[rows] = ended
        for stop, starts in zip(stops, began, strict=True):
            if stop.visit_id is None or not _is_work(stop) or day.of(stop).is_begun:
                continue
            last = (due or {}).get(stop.visit_id)
            last_s = day.seconds(stop.start) - stop.lateness_s + slack_s if last is None else day.seconds(last)
            p80 = zero + timedelta(seconds=round(float(np.quantile(starts, 0.8))))
            found[stop.visit_id] = Risk(late=float((starts > last_s + 0.5).mean()), start_p80=p80)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Day:
    """What a simulation knows; seconds since `zero`."""

    spreads: Spreads
    seen: Mapping[str, Seen]
    now_s: float
    zero: datetime
    zone: ZoneInfo
    runs: int

    def seconds(self, moment: datetime) -> float:
        return (moment - self.zero).total_seconds()

    def of(self, stop: Stop) -> Seen:
        return self.seen.get(stop.visit_id or "", _UNSEEN)

    def order(self, route: Sequence[Stop]) -> list[Stop]:
        """The stops of a route as they are driven: what has begun in its order, then the rest in that of the plan."""
        stops = [stop for stop in route if stop.kind is not StopKind.START]
        begun = sorted((one for one in stops if self._began_s(one) < np.inf), key=self._began_s)
        last = max((stops.index(one) for one in begun), default=0)
        over = [one for one in stops[:last] if not _is_work(one)]  # breaks before what was begun last are over
        return begun + [one for one in stops if one not in begun and one not in over]

    def _began_s(self, stop: Stop) -> float:
        seen = self.of(stop)
        first = next((one for one in (seen.start, seen.end, seen.left) if one is not None), None)
        return np.inf if first is None else self.seconds(first)

    def driven(
        self, stops: list[Stop], clock: np.ndarray, chances: list[np.random.Generator], paces: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return when the stops of one place in the routes end and begin, one row each and a column for every run."""
        draw = np.stack([chance.standard_normal((2, self.runs)) for chance in chances], axis=1)
        spreads = self.spreads
        work = [spreads.work.get(one.job_type_id, spreads.other) if _is_work(one) else Spread() for one in stops]
        longer = spreads.drive.factor * np.array([[self._of_hour(stop)] for stop in stops])
        travel = _column(stops, "travel_s") * longer * np.exp(spreads.drive.sigma * draw[0])
        visit = np.array([[stop.kind is StopKind.VISIT] for stop in stops])
        free = np.array([[stop.kind in (StopKind.BREAK, StopKind.END)] for stop in stops])
        planned = np.array([[self.seconds(stop.start)] for stop in stops])
        leaves = np.array([[self.seconds(stop.leave)] for stop in stops])
        earliest = np.maximum(np.where(free, -np.inf, leaves - spreads.ahead_s), self.now_s)
        gone = np.maximum(clock, earliest)
        arrived = np.maximum(_told(gone, stops, self, "left") + travel, self.now_s)
        ready = arrived + _column(stops, "setup_s") + visit * spreads.handover_s
        began = np.maximum(ready, np.where(free, -np.inf, planned - spreads.ahead_s))
        began = _told(np.maximum(began, self._promised_s(stops)), stops, self, "start")
        factor, sigma = (np.array([[getattr(spread, name)] for spread in work]) for name in ("factor", "sigma"))
        took = _column(stops, "work_s") * factor * paces * np.exp(sigma * draw[1])
        for row, stop in enumerate(stops):
            if (start := self.of(stop).start) is not None and self.of(stop).end is None:
                took[row] = _going_on(took[row], self.now_s - self.seconds(start), stop.work_s, chances[row])
        return _told(began + took, stops, self, "end"), began

    def _of_hour(self, stop: Stop) -> float:
        return self.spreads.hours[stop.leave.astimezone(self.zone).hour] if self.spreads.hours else 1.0

    def _promised_s(self, stops: list[Stop]) -> np.ndarray:
        said = [self.of(stop).not_before for stop in stops]
        return np.array([[-np.inf if one is None else self.seconds(one)] for one in said])


def _told(drawn: np.ndarray, stops: list[Stop], day: _Day, name: str) -> np.ndarray:
    """What was drawn, and where it was reported, what was reported."""
    for row, stop in enumerate(stops):
        moment = getattr(day.of(stop), name)
        if moment is not None:
            drawn[row] = day.seconds(moment)
    return drawn


def _going_on(took: np.ndarray, gone_s: float, planned_s: float, chance: np.random.Generator) -> np.ndarray:
    """How long work takes that is not over after `gone_s`: as work of its kind that takes so long at least."""
    longer = took[took > gone_s]
    if len(longer) == len(took):
        return took
    if len(longer) >= _FEW:
        return chance.choice(longer, len(took))
    return max(gone_s, 0.0) + _LONGER * planned_s * chance.standard_exponential(len(took))


def _column(stops: list[Stop], name: str) -> np.ndarray:
    return np.array([[float(getattr(stop, name))] for stop in stops])


def _is_work(stop: Stop) -> bool:
    return stop.kind in (StopKind.VISIT, StopKind.REMOTE)
