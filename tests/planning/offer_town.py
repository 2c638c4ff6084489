"""A street to offer times on: a kilometre takes a minute and costs 10 kr; Anna starts at km 0, Bo at km 50."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from planner.model.costs import Weights
from planner.model.matrix import Matrix, TravelLabel
from planner.model.offer import SlotGrid
from planner.model.places import Place
from planner.model.team import ShiftPattern, Team
from planner.planning import baseline, build_problem
from planner.planning.offers import DayAhead, fixed_on, slot_offers
from tests.planning.factory import CATALOGUE, DAY, request, technician

SHIFT = ShiftPattern(weekdays=(1, 2, 3, 4, 5), start=time(8), end=time(15), max_overtime_min=60)
GRID = SlotGrid(days=2, offers=20)


@dataclass
class Street:
    """A travel engine: one street through the country; it counts what it is asked."""

    asked: int = 0

    def matrix(self, places: Sequence[Place]) -> Matrix:
        self.asked += len(places) ** 2
        km = np.array([self._km(place) for place in places], dtype=np.int64)
        apart = np.abs(np.subtract.outer(km, km))
        return Matrix(apart * 60, apart * 1000, TravelLabel(engine="street", data_hash="1"))

    def extended(self, matrix: Matrix, places: Sequence[Place], place: Place) -> Matrix:
        self.asked += 2 * len(places) + 1
        apart = np.array([abs(self._km(place) - self._km(one)) for one in (*places, place)], dtype=np.int64)
        drive_s, distance_m = (
            np.block([[old, new[:-1, None]], [new[None, :]]])
            for old, new in ((matrix.drive_s, apart * 60), (matrix.distance_m, apart * 1000))
        )
        return Matrix(drive_s, distance_m, matrix.label)

    @staticmethod
    def _km(place: Place) -> int:
        return round((place.lat - 59) * 1000)


def post(km: int, label: str = "") -> Place:
    return Place(lat=59 + km / 1000, lon=18, label=label)


def anna(**changes):
    plain = {"name": "Anna", "start_place": post(0), "end_place": post(0), "patterns": (SHIFT,)}
    return technician("anna", **(plain | changes))


def two() -> Team:
    bo = technician("bo", name="Bo", start_place=post(50), end_place=post(50), patterns=(SHIFT,))
    return Team(technicians=(anna(), bo))


def at_km(request_id: str, km: int, **changes):
    return request(request_id, **({"place": post(km)} | changes))


def ahead(team: Team, *requests, day: date = DAY, travel=None, planned: bool = True, weights=None) -> DayAhead:
    """A day with its requests, planned one after the other, or not planned at all."""
    built = build_problem(
        team, requests, day=day, weights=weights or Weights(), catalogue=CATALOGUE, travel=travel or Street()
    )
    plan = baseline(built.problem) if planned else None
    return DayAhead(problem=built.problem, plan=plan, fixed=fixed_on(requests, day, zone=team.time_zone))


def offers(new, *days: DayAhead, team: Team, grid: SlotGrid = GRID, travel=None, now=None):
    return slot_offers(new, days, team=team, catalogue=CATALOGUE, travel=travel or Street(), grid=grid, now=now)


def clock(offer, zone="Europe/Stockholm"):
    """From and to as local hours, as people read them."""
    return tuple(f"{moment.astimezone(ZoneInfo(zone)):%H:%M}" for moment in (offer.earliest, offer.latest))


def following(days: int) -> date:
    return DAY + timedelta(days=days)
