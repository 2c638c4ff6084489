"""Who can be at a place how soon: where everybody on duty is by the plan and its reports, and the drive from there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from planner.desk.day import list_events
from planner.desk.ground import generation
from planner.desk.opening import Desk
from planner.desk.roles import check
from planner.model.event import Actor, Event
from planner.model.places import Place
from planner.model.plan import Plan, PlanTechnician
from planner.model.words import StopKind
from planner.report.facts import standing
from planner.roads.graph import RoadGraph
from planner.travel import GraphEngine, GreatCircle

__all__ = ["Near", "Nearby", "who_is_near"]

_GRAPH = "graph"
_THERE = ("visit.arrived", "visit.started", "visit.done", "visit.follow_up", "visit.no_access")
_ON_ROAD = (StopKind.VISIT, StopKind.DEPOT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """Somebody on duty.

    Parameters
    ----------
    place
        Where they are: the place of the visit they reported last, or else are at by the plan; before it, where the day
        begins. No position of a device is asked.
    drive_s
        Seconds from there to the place asked for; None where there is no way.
    is_reported
        Whether the place is that of a report; else the plan's.
    """

    technician_id: str
    number: int
    name: str
    place: Place
    drive_s: int | None
    is_reported: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearby:
    """Everybody on duty, the nearest first, and the roads within a time.

    Parameters
    ----------
    lines
        Roads from which one is there within the time: arrays of (lat, lon), shape (n, 2); none without a road graph.
    quality
        Where the drives come from: ``road`` or ``estimated``.
    """

    place: Place
    limit_s: int
    people: tuple[Near, ...]
    lines: tuple[Any, ...] = ()
    quality: str = "estimated"


def who_is_near(desk: Desk, actor: Actor, plan: Plan, place: Place, *, limit_s: int = 1200) -> Nearby:
    """Return how soon everybody who is on duty and may drive can be at a place, now.

    Parameters
    ----------
    plan
        The plan of the day.
    place
        Where somebody is needed.
    limit_s
        Time for the roads to show.

    Raises
    ------
    ServiceError
        If the travel engine does not answer.
    """
    check(actor, "near.who_is_near")
    now = desk.clock()
    on = [one for one in plan.technicians if one.drives and one.start <= now < one.hard_end]
    said = _last_reports(standing(list_events(desk, actor, day=plan.day))) if on else {}
    known = [found for one in on if (found := _where(plan, one, said, now)) is not None]
    matrix = desk.travel.matrix([*(where for _, where, _ in known), place])
    people = [
        Near(
            technician_id=one.technician_id, number=one.number, name=one.name, place=where, is_reported=reported,
            drive_s=int(matrix.drive_s[row, -1]) if matrix.drive_s[row, -1] >= 0 else None,
        )
        for row, (one, where, reported) in enumerate(known)
    ]  # fmt: skip
    return Nearby(
        place=place,
        limit_s=limit_s,
        people=tuple(sorted(people, key=lambda one: (one.drive_s is None, one.drive_s or 0, one.number))),
        lines=_lines(desk, place, limit_s) if matrix.label.engine == _GRAPH else (),
        quality=matrix.label.quality,
    )


def _last_reports(events: Sequence[Event]) -> dict[str, str]:
    """Visit at which a technician was last, by technician."""
    return {
        one.technician_id: one.visit_id
        for one in sorted(events, key=lambda e: e.at)
        if one.type in _THERE and one.technician_id and one.visit_id
    }


def _where(
    plan: Plan, one: PlanTechnician, said: Mapping[str, str], now: datetime
) -> tuple[PlanTechnician, Place, bool] | None:
    reported = plan.stop_of(said[one.technician_id]) if one.technician_id in said else None
    if reported is not None and reported.kind is StopKind.VISIT and reported.place is not None:
        return one, reported.place, True
    begun = [stop for stop in plan.of_duty(one.duty_id) if stop.kind in _ON_ROAD and stop.place and stop.arrival <= now]
    place = begun[-1].place if begun else one.start_place
    return None if place is None else (one, place, False)


def _lines(desk: Desk, place: Place, limit_s: int) -> tuple[Any, ...]:
    folder = generation(desk)
    factor = GreatCircle.from_settings().factor
    return () if folder is None else _engine(folder).within(place, round(limit_s / factor)).lines


@lru_cache(maxsize=1)
def _engine(folder: Path) -> GraphEngine:
    return GraphEngine(RoadGraph.load(folder))
