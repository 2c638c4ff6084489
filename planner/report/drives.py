"""What reported drives teach of travel by time of day: how much longer than on the map they took, part of day by part.

A drive is known where somebody reported that they left for a visit and that they arrived, and where they came from: the
visit they ended last, or the place where their day begins. Drives are set against what the map says today, not against
what a plan said then: so what is learned fits the present engine and its data.

References
----------
Bühlmann, H. (1967). Experience rating and credibility. ASTIN Bulletin 4 (3), 199-207: the weight n / (n + k) of n own
observations beside what was believed before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from planner.model.periods import DrivePeriods, Period
from planner.model.places import Place
from planner.model.plan import Stop
from planner.model.profile import LEAST_PERCENT, MOST_PERCENT
from planner.model.words import StopKind
from planner.report.facts import Facts, reported_by_day

__all__ = [
    "BELIEF",
    "DAYS",
    "LEAST_S",
    "MOST_TIMES",
    "Drive",
    "LearnedPeriod",
    "learned",
    "learned_periods",
    "reported_drives",
]

DAYS = 90
"""How far back drives teach anything: roads and traffic change."""

LEAST_S = 180
"""Shorter drives, by the map, say more about parking than about traffic."""

MOST_TIMES = 3.0
"""A drive that took three times as long as the map says, or a third, is a button pressed late."""

BELIEF = 20
"""How many drives what is in the table weighs as much as."""

_LAST = ("done", "follow_up", "no_access")


@dataclass(frozen=True, slots=True, kw_only=True)
class Drive:
    """A drive as it was reported.

    Parameters
    ----------
    left_at
        Aware moment.
    took_s
        Seconds from leaving to arriving.
    """

    origin: Place
    goal: Place
    left_at: datetime
    took_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnedPeriod:
    """What the drives of one part of the day say.

    Parameters
    ----------
    weekend
        Whether it is a part of Saturdays and Sundays.
    period
        The part of the day as the table has it.
    percent
        What is proposed, in percent of the map's time; the table's own where no drive is known.
    drives
        How many drives it is learned from.
    low, high
        Percentages below which one in ten and nine in ten of them lie; None where there are none.
    aside
        Drives left out because they took three times as long as the map says, or a third.
    """

    weekend: bool
    period: Period
    percent: int
    drives: int = 0
    low: int | None = None
    high: int | None = None
    aside: int = 0


def reported_drives(facts: Facts) -> tuple[Drive, ...]:
    """Return the drives of a period whose start, end and way are known, in order of time.

    Left out are drives from a remote session, from a depot on the way, from a visit whose end nobody reported, and
    those of visits that were not in the plan of their day.
    """
    said = reported_by_day(facts)
    found: list[Drive] = []
    for plan in facts.plans:
        for person in plan.technicians:
            stops = plan.of_duty(person.duty_id)
            reports = {one.visit_id: said.get((plan.day, one.visit_id or ""), {}) for one in stops}
            found.extend(_of_duty(stops, reports, start=person.start_place))
    return tuple(sorted(found, key=lambda one: one.left_at))


def _of_duty(
    stops: Sequence[Stop], reports: dict[str | None, dict[str, datetime]], *, start: Place | None
) -> Iterable[Drive]:
    """Drives of one day in the order in which they were made."""
    depots = [one for one in stops if one.kind is StopKind.DEPOT]
    made = [(moment, one) for one in stops for moment in reports[one.visit_id].values() if one.visit_id]
    at: Place | None = start
    fetched = 0
    for moment, stop in sorted(made, key=lambda one: one[0]):
        own = reports[stop.visit_id]
        if stop.kind is StopKind.REMOTE:
            at = None
        elif own.get("en_route") == moment:
            passed = sum(one.sequence < stop.sequence for one in depots)
            arrived = own.get("arrived")
            if at is not None and stop.place is not None and arrived is not None and passed == fetched:
                yield Drive(origin=at, goal=stop.place, left_at=moment, took_s=(arrived - moment).total_seconds())
            at, fetched = None, passed
        elif any(own.get(one) == moment for one in _LAST):
            at = stop.place


def learned_periods(
    drives: Sequence[Drive], map_s: Sequence[float], periods: DrivePeriods, *, time_zone: str
) -> tuple[LearnedPeriod, ...]:
    """Return what drives say of every part of the day, those of working days first.

    Parameters
    ----------
    drives
        As `reported_drives` returns them.
    map_s
        Seconds that the map says for each, in their order; negative where it knows no way.
    periods
        The table as it is.
    time_zone
        Zone of the table.

    Notes
    -----
    The time of all drives of a part of the day over the time that the map says, drawn towards the table's percentage
    by the weight of 20 drives. A drive belongs to the part of the day that its middle lies in.
    """
    zone = ZoneInfo(time_zone)
    ratios: dict[tuple[bool, int], list[tuple[float, float]]] = defaultdict(list)
    aside: dict[tuple[bool, int], int] = defaultdict(int)
    for drive, by_map in zip(drives, map_s, strict=True):
        if by_map < LEAST_S:
            continue
        middle = (drive.left_at + timedelta(seconds=drive.took_s / 2)).astimezone(zone)
        key = _part(periods, middle)
        if by_map / MOST_TIMES <= drive.took_s <= by_map * MOST_TIMES:
            ratios[key].append((drive.took_s, by_map))
        else:
            aside[key] += 1
    tables = ((False, periods.weekday), (True, periods.weekend))
    return tuple(
        _learned(period, weekend, ratios[weekend, at], aside[weekend, at])
        for weekend, table in tables
        for at, period in enumerate(table)
    )


def _part(periods: DrivePeriods, moment: datetime) -> tuple[bool, int]:
    """Whether a local moment is of a weekend, and in which part of the day it lies."""
    table = periods.of(moment.date())
    return table is periods.weekend, table.index(periods.at(moment))


def _learned(period: Period, weekend: bool, found: Sequence[tuple[float, float]], aside: int) -> LearnedPeriod:
    if not found:
        return LearnedPeriod(weekend=weekend, period=period, percent=period.percent, aside=aside)
    took, by_map = (np.array(column) for column in zip(*found, strict=True))
    own = 100 * took.sum() / by_map.sum()
    percent = round((len(found) * own + BELIEF * period.percent) / (len(found) + BELIEF))
    low, high = (round(one) for one in np.percentile(100 * took / by_map, (10, 90)))
    return LearnedPeriod(
        weekend=weekend, period=period, percent=min(MOST_PERCENT, max(LEAST_PERCENT, percent)), drives=len(found),
        low=low, high=high, aside=aside,
    )  # fmt: skip


def learned(periods: DrivePeriods, found: Iterable[LearnedPeriod]) -> DrivePeriods:
    """Return the table with what was learned in place of its percentages, switched on."""
    told = tuple(found)
    weekday, weekend = (
        tuple(replace(one.period, percent=one.percent) for one in told if one.weekend is kind) for kind in (False, True)
    )
    return periods.replace(on=True, weekday=weekday, weekend=weekend)
