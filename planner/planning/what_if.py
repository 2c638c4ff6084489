"""What a plan of a day comes to in figures, and whether two ways of planning the same days differ."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt
from statistics import fmean, stdev

from planner.model.catalogue import Catalogue
from planner.model.costs import CASH_TERMS
from planner.model.plan import Plan
from planner.model.problem import Duty, Problem
from planner.model.request import Lock, Request
from planner.model.scenario import Answer, DayFigures
from planner.model.team import Team
from planner.model.words import PromiseKind, RequestStatus, StopKind
from planner.planning.horizon import Horizon
from planner.planning.visits import is_over
from planner.rules import TERMS
from planner.rules.clocks import Span, dues_of

__all__ = [
    "FEWEST_DAYS",
    "MOST_DAYS_TRIED",
    "Difference",
    "ComparedFigure",
    "as_it_stood",
    "difference",
    "figures_of",
    "money_ore",
    "one_of_each",
    "rows_of",
]

MOST_DAYS_TRIED = 28
"""So many days are tried at most: four weeks, weekends too."""

FEWEST_DAYS = 3
"""Of fewer days nothing is said about whether a difference is clear."""

# 97.5 % quantiles of Student's t distribution for 1 to 27 degrees of freedom.
_T = (
    *(12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228),
    *(2.201, 2.179, 2.160, 2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086),
    *(2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Mean difference a day, and the interval it lies in with 95 %.

    Parameters
    ----------
    low, high
        Ends of the interval; None: too few days for one.
    """

    mean: float
    low: float | None = None
    high: float | None = None

    @property
    def is_clear(self) -> bool | None:
        """Whether the interval leaves zero out; None where there is none."""
        if self.low is None or self.high is None:
            return None
        return self.low > 0 or self.high < 0


def difference(present: Sequence[float], changed: Sequence[float]) -> Difference:
    """Return by how much the second of two values of the same days differs, and how sure that is.

    Parameters
    ----------
    present, changed
        A value for each day, in the same order, of 1 to `MOST_DAYS_TRIED` days.

    References
    ----------
    Interval of paired differences by Student's t distribution: the noise of the search and the unlikeness of the days
    are both in the spread of the differences.
    """
    apart = [after - before for before, after in zip(present, changed, strict=True)]
    mean = fmean(apart)
    if len(apart) < FEWEST_DAYS:
        return Difference(mean=mean)
    half = _T[len(apart) - 2] * stdev(apart) / sqrt(len(apart))
    return Difference(mean=mean, low=mean - half, high=mean + half)


def one_of_each(days: Sequence[date]) -> tuple[date, ...]:
    """Return one of each weekday that some days have, of different weeks where there are several; in order."""
    found = []
    for turn, weekday in enumerate(sorted({day.weekday() for day in days})):
        same = sorted(day for day in days if day.weekday() == weekday)
        found.append(same[turn % len(same)])
    return tuple(sorted(found))


def money_ore(figures: DayFigures) -> int:
    """Return what is paid for a day, in öre: wages and the terms of the price that are paid."""
    return figures.wages_ore + sum(ore for term, ore in figures.terms if term in CASH_TERMS)


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedFigure:
    """A figure of all days tried, as they are and changed.

    Parameters
    ----------
    name
        Field of `DayFigures`, term of the price, or ``money`` and ``price`` for the sums.
    group
        ``work``, ``money`` for what is paid, or ``price`` for what only weighs in the plan.
    unit
        ``count``, ``seconds``, ``metres`` or ``ore``.
    present, changed
        Sums over the days.
    """

    name: str
    group: str
    unit: str
    present: int
    changed: int
    difference: Difference


def rows_of(answer: Answer) -> tuple[ComparedFigure, ...]:
    """Return the figures of an answer in the order they are read; terms that cost nothing on any day are left out."""
    if not answer.pairs:
        return ()
    sides = [[pair.present for pair in answer.pairs], [pair.changed for pair in answer.pairs]]
    work = [_row(name, "work", unit, sides, _field(name)) for name, unit in _WORK]
    there = {term for side in sides for day in side for term, ore in day.terms if ore}
    paid = [_row(term, "money", "ore", sides, _term(term)) for term in CASH_TERMS if term in there]
    weighs = [_row(term, "price", "ore", sides, _term(term)) for term in TERMS if term in there - {*CASH_TERMS}]
    return (
        *work,
        _row("wages_ore", "money", "ore", sides, _field("wages_ore")),
        *paid,
        _row("money", "money", "ore", sides, money_ore),
        *weighs,
        _row("price", "price", "ore", sides, lambda day: sum(ore for _, ore in day.terms)),
    )


_WORK = (
    ("planned", "count"),
    ("left_out", "count"),
    ("promises_missed", "count"),
    ("sla_missed", "count"),
    ("late_s", "seconds"),
    ("drive_s", "seconds"),
    ("distance_m", "metres"),
    ("overtime_s", "seconds"),
    ("paid_s", "seconds"),
)


def _row(
    name: str, group: str, unit: str, sides: list[list[DayFigures]], value: Callable[[DayFigures], int]
) -> ComparedFigure:
    present, changed = ([value(day) for day in side] for side in sides)
    apart = difference(present, changed)
    return ComparedFigure(
        name=name, group=group, unit=unit, present=sum(present), changed=sum(changed), difference=apart
    )


def _field(name: str) -> Callable[[DayFigures], int]:
    return lambda day: int(getattr(day, name))


def _term(name: str) -> Callable[[DayFigures], int]:
    return lambda day: dict(day.terms).get(name, 0)


def as_it_stood(request: Request, plan: Plan, horizon: Horizon) -> Request:
    """Return a request as the published plan of a past day had it: open, whatever became of it since.

    What nobody had triaged, what waits for a customer and is in no plan, and what was cancelled stays so. Locks are
    taken off, as team and order are what is tried. A time told for another day was told later, and what may be done
    on later days only was moved there since: on this one it may be done at any time. A part of a long job that the
    plan has is a job of that length.
    """
    stops = plan.crew_of(request.request_id)
    promise = request.promise
    if promise and promise.kind is not PromiseKind.NONE and horizon.local_day(promise.earliest) != horizon.day:
        promise = None
    was_open = request.status in _STAYS and not (stops and request.status is RequestStatus.PAUSED)
    status = request.status if was_open else RequestStatus.TRIAGED
    over = horizon.start + timedelta(seconds=horizon.length_s)
    moved = bool(request.time_windows) and all(one.earliest_start >= over for one in request.time_windows)
    moved = moved or (request.earliest_date or horizon.day) > horizon.day
    found = request.replace(
        status=status,
        lock=Lock(),
        promise=promise,
        earliest_date=None if moved else request.earliest_date,
        time_windows=() if moved else request.time_windows,
    )
    parts_s = sum(stop.work_s for stop in stops if stop.part is not None)
    if not parts_s:
        return found.replace(done_min=0, parts_done=0)
    minutes = max(1, round(parts_s / 60))
    spread = max(0, request.service_p80_min - request.service_min)
    return found.replace(service_min=minutes, service_p80_min=minutes + spread, split_min=0, done_min=0, parts_done=0)


_STAYS = frozenset({RequestStatus.NEW, RequestStatus.PAUSED, RequestStatus.CANCELLED})


def figures_of(
    plan: Plan,
    problem: Problem,
    requests: Sequence[Request],
    *,
    team: Team,
    catalogue: Catalogue,
    paused: Mapping[str, tuple[Span, ...]],
) -> DayFigures:
    """Return the figures of a judged plan.

    Parameters
    ----------
    problem
        What it plans; its duties are the shifts that are paid.
    requests
        Those the problem was made from.
    team, catalogue
        Give what an hour costs, and the service levels that hold for this plan.
    paused
        While which the clocks of requests stood still, by id.
    """
    horizon = Horizon(day=plan.day, zone=plan.time_zone)
    real = [one for one in requests if not is_over(one)]
    ends = {one: max(stop.end for stop in plan.crew_of(one)) for one in _planned(plan)}
    over = horizon.start + timedelta(seconds=horizon.length_s)
    missed = 0
    for one in real:
        due = dues_of(one, catalogue, paused.get(one.request_id, ()), zone=horizon.zone).resolution
        missed += due is not None and ends.get(one.request_id, max(due, over)) > due
    told = [one for one in real if one.promise and one.promise.kind is not PromiseKind.NONE]
    paid = [(paid_s, wage) for duty in problem.duties for paid_s, wage in [_paid(duty, team)]]
    return DayFigures(
        planned=plan.requests_done,
        left_out=len(plan.left_requests),
        sla_missed=missed,
        promises_missed=sum(one.request_id not in ends for one in told),
        late_s=sum(stop.lateness_s for stop in plan.stops),
        drive_s=plan.drive_s,
        distance_m=plan.distance_m,
        overtime_s=plan.overtime_s,
        paid_s=sum(seconds for seconds, _ in paid),
        wages_ore=sum(round(seconds * wage / 3600) for seconds, wage in paid),
        terms=tuple((term.term, term.ore) for term in plan.price.terms),
        broken=sum(one.hard for one in plan.violations),
    )


def _planned(plan: Plan) -> set[str]:
    work = (StopKind.VISIT, StopKind.REMOTE)
    return {stop.request_id for stop in plan.stops if stop.request_id and stop.kind in work}


def _paid(duty: Duty, team: Team) -> tuple[int, int]:
    """Seconds of a shift of own staff, breaks and absence aside, and what an hour of it costs in öre."""
    person = team.technician(duty.technician_id)
    if duty.vendor is not None or person is None:
        return 0, 0
    seconds = duty.end_s - duty.start_s - sum(pause.duration_s for pause in duty.breaks)
    return max(0, seconds), person.cost_per_hour_ore
