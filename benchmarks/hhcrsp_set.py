"""Home-care routing instances with synchronised pairs as our problems, and our plans as their solutions.

A service of a patient is a visit of ours; the two services of one patient are linked. A minute of the set is a minute
of ours, and a minute of travel or of tardiness, or of the longest tardiness, costs one krona: our price is three times
the set's objective, to the unit.

References
----------
Ceschia, S., Di Gaspero, L., Rosati, R. M. and Schaerf, A. (2026). Multi-neighborhood simulated annealing for the home
healthcare routing and scheduling problem. International Transactions in Operational Research 33, 38-67,
doi 10.1111/itor.13585 (instances: MIT).
"""

from __future__ import annotations

import gzip
import json
from datetime import UTC, date, datetime
from math import ceil
from pathlib import Path
from typing import Any

import numpy as np

from planner.model.costs import Weights
from planner.model.links import Link
from planner.model.places import Place
from planner.model.plan import Plan
from planner.model.problem import Duty, Matrix, Problem, Span, Visit, Window
from planner.model.words import StopKind, Who

__all__ = ["ORE", "data_of", "problem_of", "solution_of"]

ORE = 100
"""Öre of a minute of travel or tardiness."""

_DAY, _START = date(2026, 11, 24), datetime(2026, 11, 24, tzinfo=UTC)
_FAR_S = 600_000
"""A second that is later than everything."""


def data_of(path: Path) -> dict[str, Any]:
    """Read an instance, packed or not."""
    text = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    data: dict[str, Any] = json.loads(text)
    return data


def problem_of(data: dict[str, Any]) -> Problem:
    """Return an instance as a problem: everybody leaves the office at minute 0, and no day ends."""
    minutes = np.array(data["distances"], dtype=np.int64)
    usual = {one["id"]: one["default_duration"] for one in data["services"]}
    visits: list[Visit] = []
    links: list[Link] = []
    for row, patient in enumerate(data["patients"], start=1):
        services = patient["required_caregivers"]
        ids = [f"{patient['id']}|{number}" for number in range(len(services))]
        for visit_id, service in zip(ids, services, strict=True):
            visits.append(_visit(patient, row, visit_id, service, usual))
        if len(ids) == 2:
            links.append(_link(patient["synchronization"], *ids))
    return Problem(
        day=_DAY,
        horizon_start=_START,
        time_zone="UTC",
        places=tuple(Place(lat=45.0, lon=12.0) for _ in minutes),
        matrix=Matrix(minutes * 60, minutes * 0),
        visits=tuple(visits),
        duties=tuple(_duty(one) for one in data["caregivers"]),
        links=tuple(links),
        weights=Weights(
            drive_ore_h=60 * ORE,
            distance_ore_km=0,
            lateness_ore_min=(ORE,) * 5,
            longest_lateness_ore_min=ORE,
        ),
    )


def _visit(patient: dict[str, Any], row: int, visit_id: str, service: dict[str, Any], usual: dict[str, int]) -> Visit:
    opens, closes = patient["time_window"]
    return Visit(
        visit_id=visit_id,
        request_id=patient["id"],
        title=service["service"],
        place=row,
        service_s=round(60 * (service.get("duration") or usual[service["service"]])),
        windows=(Window(earliest_s=ceil(60 * opens), latest_s=_FAR_S),),
        late_after_s=int(60 * closes),
        skills=((service["service"], 1),),
    )


def _link(how: dict[str, Any], first: str, second: str) -> Link:
    """Two people, who begin together or with a gap between their starts."""
    least, most = (0, 0) if how["type"] == "simultaneous" else how["distance"]
    return Link(first=first, second=second, min_s=60 * least, max_s=60 * most, who=Who.DIFFERENT, both=True)


def _duty(caregiver: dict[str, Any]) -> Duty:
    return Duty(
        duty_id=caregiver["id"],
        technician_id=caregiver["id"],
        start_place=0,
        end_place=0,
        start_s=0,
        end_s=_FAR_S,
        hard_end_s=_FAR_S,
        drives=(Span(start_s=0, end_s=_FAR_S),),
        skills=tuple((service, 1) for service in caregiver["abilities"]),
    )


def solution_of(plan: Plan, problem: Problem) -> dict[str, Any]:
    """Return a plan as the set writes it, in minutes."""
    routes = []
    for duty in problem.duties:
        stops = [one for one in plan.of_duty(duty.duty_id) if one.kind is StopKind.VISIT]
        locations = [
            {
                "patient": stop.request_id,
                "service": stop.title,
                "arrival_time": problem.seconds(stop.start) / 60,
                "departure_time": problem.seconds(stop.end) / 60,
            }
            for stop in stops
        ]
        routes.append({"caregiver_id": duty.duty_id, "locations": locations})
    return {"routes": routes}
