"""From plans to plain rows: what each day's plan costs, how often it was changed, and the ways that are driven.

Durations are seconds, distances metres, money öre.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from math import cos, hypot, radians
from typing import Any

from planner.model.costs import PRICE_UNITS_PER_ORE
from planner.model.places import Place
from planner.model.plan import Plan, PlanTechnician, Stop
from planner.model.words import StopKind
from planner.report.facts import Facts
from planner.report.gain import Ways, ways_of

__all__ = ["METRES_A_DEGREE", "leg_rows", "plan_rows", "term_rows"]

METRES_A_DEGREE = 111_195.0
"""Of latitude; of longitude times the cosine of the latitude."""

_DROPPED = "dropped"
_DRIVES = frozenset({"drive_time", "unfair_drive", "distance", "vendor_distance"})
_MOVED = timedelta(minutes=15)
"""A visit that starts so much earlier or later is another appointment."""

_DRIVEN_TO = (StopKind.VISIT, StopKind.DEPOT)
_WORK = (StopKind.VISIT, StopKind.REMOTE)


def plan_rows(facts: Facts) -> list[dict[str, Any]]:
    """Return a row for each plan: visits, price, changes since it was first published, and its ways."""
    rows = []
    for plan in facts.plans:
        ways = ways_of(plan, facts.of_requests)
        rows.append(_plan_row(plan, facts.replaced.get(plan.day, ())) | _way_columns(plan, ways))
    return rows


def _way_columns(plan: Plan, ways: Ways | None) -> dict[str, Any]:
    if ways is None:
        return {}
    return {
        "own_m": ways.own_m,
        "given_m": ways.given_m,
        "nearest_m": ways.nearest_m,
        "distance_m": plan.distance_m,
        "drive_ore": _ore(plan, _DRIVES) if plan.price.items else None,
    }


def _plan_row(plan: Plan, replaced: tuple[Plan, ...]) -> dict[str, Any]:
    first, later = (replaced or (plan,))[0], (*replaced[1:], plan) if replaced else ()
    stops = _work(first)
    changed = {key for other in later for key, stop in stops.items() if _is_other(stop, _work(other).get(key))}
    every = frozenset(one.term for one in plan.price.terms)
    return {
        "day": plan.day,
        "visits": len({one.request_id for one in plan.visit_stops}),
        "price_ore": _ore(plan, every - {_DROPPED}) if plan.price.items else None,
        "first_visits": len(stops),
        "changed": len(changed),
    }


def _work(plan: Plan) -> dict[str, Stop]:
    return {one.visit_id: one for one in plan.stops if one.kind in _WORK and one.visit_id is not None}


def _is_other(stop: Stop, other: Stop | None) -> bool:
    """Whether a visit has another technician, another time, or no place any more."""
    return other is None or other.technician_id != stop.technician_id or abs(other.start - stop.start) >= _MOVED


def _ore(plan: Plan, terms: frozenset[str]) -> float:
    return sum(one.units for one in plan.price.terms if one.term in terms) / PRICE_UNITS_PER_ORE


def term_rows(facts: Facts) -> Iterator[dict[str, Any]]:
    """Yield a row for each term of the price of each plan."""
    for plan in facts.plans:
        for one in plan.price.terms:
            yield {"day": plan.day, "term": one.term, "ore": one.units / PRICE_UNITS_PER_ORE}


def leg_rows(facts: Facts) -> Iterator[dict[str, Any]]:
    """Yield a row for each drive of each plan whose ends are known; nobody's name is with it."""
    for plan in facts.plans:
        legs = [leg for duty in plan.technicians if not duty.rides_with for leg in _legs(plan, duty)]
        crow = sum(_crow(*leg) for leg in legs)
        detour = max(1.0, plan.distance_m / crow) if crow else 1.0
        for a, b in legs:
            yield {
                "day": plan.day,
                "lat": round(a.lat, 2),
                "lon": round(a.lon, 2),
                "to_lat": round(b.lat, 2),
                "to_lon": round(b.lon, 2),
                "detour": detour,
            }


def _legs(plan: Plan, duty: PlanTechnician) -> list[tuple[Place, Place]]:
    stops = (one.place for one in plan.of_duty(duty.duty_id) if one.kind in _DRIVEN_TO)
    there = [one for one in stops if one is not None]
    places = (duty.start_place, *there, duty.end_place or duty.start_place)
    return list(pairwise(one for one in places if one is not None)) if there else []


def _crow(a: Place, b: Place) -> float:
    east = (b.lon - a.lon) * cos(radians((a.lat + b.lat) / 2))
    return hypot(b.lat - a.lat, east) * METRES_A_DEGREE
