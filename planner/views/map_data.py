"""What a map shows, as plain data: routes, numbered stops, unplanned requests, depots, homes, words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from planner.model.language import duration_text, km_text, text, time_text
from planner.model.places import Place
from planner.model.plan import Plan, PlanTechnician, Stop
from planner.model.reasons import Unassigned
from planner.model.words import StopKind
from planner.roads.shapes import encoded, simplified
from planner.views.icons import ICONS
from planner.views.lateness import late_words
from planner.views.tokens import priority_mark, technician_style, tokens

__all__ = ["Shapes", "depots_of", "people_of", "plan_data", "points_of", "stops_of", "words_of"]

_ON_ROAD = (StopKind.START, StopKind.VISIT, StopKind.DEPOT, StopKind.END)
_WORDS = ("unplanned", "depot", "home", "uncertain", "straight", "roads", "whole", "people", "outside")
Shapes = Mapping[tuple[str, int], Sequence[tuple[float, float]]]
"""Lines (lat, lon) that legs follow, by the shift's id and the sequence of the stop a leg leads to."""

SHAPE_QUANTUM = 1e-5
"""Degrees of a step in a leg's line, about a metre."""
_SHAPE_M = 3.0
"""Metres by which a leg's line on the map may leave the one given."""
_OPEN = {"outside": {"count": "{count}"}}
"""Values the script puts in."""


def plan_data(
    plan: Plan,
    *,
    language: str,
    theme: str,
    depots: Iterable[Place] = (),
    done: frozenset[str] = frozenset(),
    technician_id: str | None = None,
    shapes: Shapes | None = None,
) -> dict[str, Any]:
    """Return everything the map's script draws.

    Parameters
    ----------
    plan
        The plan.
    language, theme
        ``sv`` or ``en``; ``light`` or ``dark``.
    depots
        Depots to mark; where none are given, start places that several technicians share.
    done
        Visits that are done: their badge carries a check, the way to them is pale.
    technician_id
        Show only this technician, without what is unplanned.
    shapes
        Lines of legs; a leg without one is straight.
    """
    stores = tuple(depots) or depots_of(plan)
    people = [who for who in people_of(plan) if technician_id in (None, who.technician_id)]
    left = plan.left_requests if technician_id is None else ()
    known = {} if shapes is None else shapes
    return {
        "colours": {name: colour for name, colour in tokens(theme).items() if name != "on-primary"},
        "words": words_of(language),
        "icons": {name: ICONS[name] for name in ("house", "box", "check")},
        "people": [
            _person(plan, who, language=language, theme=theme, stores=stores, done=done, shapes=known) for who in people
        ],
        "unplanned": [_unplanned(u, language=language, theme=theme) for u in left if u.place is not None],
        "depots": [[p.lat, p.lon, p.label] for p in stores],
    }


def words_of(language: str) -> dict[str, str]:
    """Return the words the map's script writes."""
    return {word: text(f"views.map.{word}", language, **_OPEN.get(word, {})) for word in _WORDS}


def people_of(plan: Plan) -> tuple[PlanTechnician, ...]:
    """Return each technician once, by number; somebody with two shifts shows the first."""
    first: dict[str, PlanTechnician] = {}
    for who in sorted(plan.technicians, key=lambda t: (t.number, t.technician_id, t.start)):
        first.setdefault(who.technician_id, who)
    return tuple(first.values())


def stops_of(plan: Plan, technician_id: str) -> tuple[Stop, ...]:
    """Return a technician's stops of all shifts of the day in order of time."""
    return tuple(sorted(plan.of_technician(technician_id), key=lambda s: (s.start, s.sequence)))


def depots_of(plan: Plan) -> tuple[Place, ...]:
    """Return the start places that at least two technicians share."""
    starts = Counter(who.start_place for who in people_of(plan) if who.start_place is not None)
    return tuple(place for place, count in starts.items() if count > 1)


def points_of(data: dict[str, Any]) -> tuple[tuple[float, float], ...]:
    """Return every (lat, lon) of the data, to find the box a map has to show."""
    points = [(lat, lon) for person in data["people"] for lat, lon in person["line"]]
    points += [(s["lat"], s["lon"]) for person in data["people"] for s in person["stops"]]
    points += [(u["lat"], u["lon"]) for u in data["unplanned"]]
    return tuple(points)


def _person(
    plan: Plan,
    who: PlanTechnician,
    *,
    language: str,
    theme: str,
    stores: tuple[Place, ...],
    done: frozenset[str],
    shapes: Shapes,
) -> dict[str, Any]:
    style = technician_style(who.number, theme)
    stops = stops_of(plan, who.technician_id)
    visits = [s for s in stops if s.kind is StopKind.VISIT and s.place is not None]
    road = [s for s in stops if s.kind in _ON_ROAD and s.place is not None] if visits else []
    reached = max((i for i, s in enumerate(road) if s.visit_id in done), default=0)
    home = who.start_place if who.start_place and who.start_place not in stores else None
    return {
        "id": who.technician_id,
        "number": who.number,
        "name": who.name,
        "colour": style.colour,
        "ink": style.text,
        "dash": style.dash,
        "square": style.shape == "square",
        "summary": _summary(stops, language),
        "line": [[s.place.lat, s.place.lon] for s in road if s.place],
        "legs": [_leg(shapes.get((s.duty_id, s.sequence), ())) for s in road[1:]],
        "driven": reached,
        "home": [home.lat, home.lon] if home else None,
        "stops": [_stop(s, language=language, zone=plan.time_zone, done=s.visit_id in done) for s in visits],
    }


def _leg(shape: Sequence[tuple[float, float]]) -> str:
    """Return a leg's line as the script reads it; empty where it is straight."""
    if len(shape) < 2:
        return ""
    return encoded(simplified(np.array(shape, dtype=np.float64), _SHAPE_M), SHAPE_QUANTUM)


def _summary(stops: tuple[Stop, ...], language: str) -> str:
    drive = sum(s.travel_s for s in stops)
    visits = sum(1 for s in stops if s.kind is StopKind.VISIT)
    return text(
        "views.map.summary",
        language,
        visits=visits,
        distance=km_text(sum(s.distance_m for s in stops), language),
        drive=duration_text(drive, language),
    )


def _stop(stop: Stop, *, language: str, zone: str, done: bool) -> dict[str, Any]:
    assert stop.place is not None
    times = f"{time_text(stop.start, zone=zone)}–{time_text(stop.end, zone=zone)}"
    late = late_words(stop, language)
    return {
        "id": stop.visit_id,
        "n": stop.number,
        "lat": stop.place.lat,
        "lon": stop.place.lon,
        "r": 0 if stop.place.is_exact else stop.place.radius_m,
        "title": stop.named(language),
        "lines": [line for line in (times, stop.customer, stop.place.label, late) if line],
        "late": stop.lateness_s > 0,
        "done": done,
    }


def _unplanned(left: Unassigned, *, language: str, theme: str) -> dict[str, Any]:
    assert left.place is not None
    mark = priority_mark(left.priority, theme)
    return {
        "id": left.visit_id,
        "p": mark.label,
        "urgent": left.priority <= 2,
        "lat": left.place.lat,
        "lon": left.place.lon,
        "r": 0 if left.place.is_exact else left.place.radius_m,
        "title": left.title or left.visit_id,
        "lines": [line for line in (text("views.map.unplanned", language), left.customer, left.place.label) if line],
    }
