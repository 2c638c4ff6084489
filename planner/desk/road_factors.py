"""How long drives take on each kind of road: the setting, and what reported drives say of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from planner import store
from planner.desk.drives import recent_drives
from planner.desk.opening import ROAD_FACTORS, Desk, road_factors
from planner.desk.roles import check
from planner.desk.settings import get_periods
from planner.desk.unit import changing
from planner.model.event import Actor
from planner.model.periods import DrivePeriods
from planner.model.road_factors import KINDS, RoadFactors
from planner.report.drives import Drive
from planner.report.road_kinds import LearnedKinds, learned_factors, learned_kinds
from planner.roads.driving import CLASSES, KIND_OF_CLASS
from planner.travel import GraphEngine, GreatCircle, map_engine

__all__ = ["LearnedRoads", "StoredRoadFactors", "get_road_factors", "learn_roads", "save_road_factors"]

_MOST = 2_000
"""Drives that are looked at: the newest. Each is a search on the roads, some 30 ms."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRoadFactors:
    """The setting, and the version that whoever changes it has read; 0 while nobody has saved any."""

    factors: RoadFactors
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnedRoads:
    """What drives say, and of which setting.

    Parameters
    ----------
    first, last
        Local days whose drives were looked at.
    stored
        The setting as it was read.
    found
        What is learned; None where no roads have been imported.
    """

    first: date
    last: date
    stored: StoredRoadFactors
    found: LearnedKinds | None

    @property
    def taken_over(self) -> RoadFactors:
        """The setting with what was learned in it, switched on."""
        return learned_factors(self.stored.factors, self.found.kinds if self.found else ())


def get_road_factors(desk: Desk, actor: Actor) -> StoredRoadFactors:
    """Return how long drives take on each kind of road; as on the map until somebody saved something else."""
    check(actor, "road_factors.get_road_factors")
    factors, version = road_factors(desk.store)
    return StoredRoadFactors(factors=factors, version=version)


def save_road_factors(desk: Desk, actor: Actor, factors: RoadFactors, *, version: int) -> StoredRoadFactors:
    """Save how long drives take on each kind of road, for every drive reckoned on imported roads from now on.

    Parameters
    ----------
    version
        Version that was read.

    Raises
    ------
    StaleError
        If somebody saved others since.
    """
    check(actor, "road_factors.save_road_factors")
    with changing(desk, "road_factors.save_road_factors", by=actor) as db:
        saved = store.settings.save(db, ROAD_FACTORS, factors, version=version)
    return StoredRoadFactors(factors=factors, version=saved)


def learn_roads(desk: Desk, actor: Actor) -> LearnedRoads:
    """Return what the newest drives of the last 90 days say of the kinds of road; nothing is saved.

    Raises
    ------
    NotAllowedError
        If the role may not see it.
    InputError
        If the imported roads cannot be read.
    """
    check(actor, "road_factors.learn_roads")
    stored = get_road_factors(desk, actor)
    roads = map_engine(desk.var)
    if roads is None:
        return LearnedRoads(first=desk.today(), last=desk.today(), stored=stored, found=None)
    first, last, drives = recent_drives(desk)
    drives = drives[-_MOST:]
    periods = get_periods(desk, actor).periods
    found = learned_kinds(
        [one.took_s for one in drives],
        _by_kind(roads, drives, stored.factors.multipliers) * GreatCircle.from_settings().factor,
        [_pace(periods, one, desk.time_zone) for one in drives],
        stored.factors,
    )
    return LearnedRoads(first=first, last=last, stored=stored, found=found)


def _by_kind(roads: GraphEngine, drives: Sequence[Drive], multipliers: Mapping[str, float]) -> NDArray[np.float64]:
    """Seconds of each drive by kind of road, and last the rest; on the way that is the fastest with the setting."""
    present = {name: multipliers[kind] for name, kind in KIND_OF_CLASS.items() if kind in multipliers}
    seconds = roads.with_classes(present).class_seconds([(one.origin, one.goal) for one in drives])
    kind_of = [KINDS.index(KIND_OF_CLASS[name]) if name in KIND_OF_CLASS else len(KINDS) for name in CLASSES]
    summed = np.zeros((len(drives), len(KINDS) + 1))
    for column, kind in enumerate((*kind_of, len(KINDS))):
        summed[:, kind] += seconds[:, column]
    return summed


def _pace(periods: DrivePeriods, drive: Drive, time_zone: str) -> float:
    """What the table by time of day multiplies a drive with: by its middle, as where the table is learned."""
    if not periods.on:
        return 1.0
    middle = (drive.left_at + timedelta(seconds=drive.took_s / 2)).astimezone(ZoneInfo(time_zone))
    return periods.at(middle).percent / 100
