"""Who can be at a place how soon: where everybody on duty is by the plan and its reports, and the drive from there."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from planner import planning, store
from planner.desk.ground import generation
from planner.desk.opening import Desk
from planner.desk.roles import check
from planner.desk.snapshot import told_on
from planner.model.event import Actor, Event
from planner.model.places import Place
from planner.model.plan import Plan
from planner.roads.graph import RoadGraph
from planner.travel import GraphEngine, GreatCircle
from planner.views.actual import actuals, told_late

__all__ = ["Near", "Nearby", "who_is_near"]

_GRAPH = "graph"


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
    driven, told = _driven(desk, plan) if on else (plan, ())
    reports, late = actuals(told, driven), told_late(told, driven)
    by_duty = {one.duty_id: one for one in driven.technicians}
    known = []
    for one in on:
        where = planning.whereabouts(driven, by_duty.get(one.duty_id, one), reports, now=now, late=late)
        if where.place is not None:
            known.append((one, where.place, where.is_reported))
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


def _driven(desk: Desk, plan: Plan) -> tuple[Plan, tuple[Event, ...]]:
    """The plan that is driven on the day of a plan, and what was told of it; the plan itself where none is."""
    with desk.store.reading() as db:
        published = store.plans.published_on(db, plan.day)
        return (plan, ()) if published is None else (published, told_on(db, (published,), plan.day))


def _lines(desk: Desk, place: Place, limit_s: int) -> tuple[Any, ...]:
    folder = generation(desk)
    factor = GreatCircle.from_settings().factor
    return () if folder is None else _engine(folder).within(place, round(limit_s / factor)).lines


@lru_cache(maxsize=1)
def _engine(folder: Path) -> GraphEngine:
    return GraphEngine(RoadGraph.load(folder))
