"""Home health care instances as our problems, and our plans as their solutions.

A visit of the set is a place with one or two services, each of which becomes a visit of ours; two services of one
patient are linked. A minute of the set is a minute of ours, and a unit of its price is a krona.

References
----------
Ceschia, S., Da Ros, F., Di Gaspero, L., Mancini, S., Maniezzo, V., Montemanni, R., Rosati, R. M. and Schaerf, A.
(2026). A Unified Formulation for Home Healthcare Routing and Scheduling Problems. International Transactions in
Operational Research, doi 10.1111/itor.70140 (instances and published values: CC BY 4.0).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np

from planner.model.costs import Weights
from planner.model.links import Link
from planner.model.places import Place
from planner.model.plan import Plan, Stop
from planner.model.problem import Break, Duty, Matrix, Problem, Span, Visit, Window
from planner.model.words import StopKind, Who

__all__ = ["ORE", "problem_of", "solution_of"]

ORE = 100
"""Öre of a unit of the set's price."""

_DAY, _START = date(2026, 11, 24), datetime(2026, 11, 24, tzinfo=UTC)
_FAR_MIN = 10_000
"""Minutes that are later than everything."""


def problem_of(path: Path) -> Problem:
    """Read an instance."""
    data = json.loads(path.read_text())
    cost = {name: 0 if weight in (None, "HARD") else int(weight) for name, weight in _costs(data).items()}
    minutes = np.array(data["distances"], dtype=np.int64)
    visits, links = _visits(data, cost)
    late = ORE * cost.get("total_tardiness", 0)
    return Problem(
        day=_DAY,
        horizon_start=_START,
        time_zone="UTC",
        places=tuple(Place(lat=59.0, lon=18.0) for _ in minutes),
        matrix=Matrix(minutes * 60, minutes * 0),
        visits=visits,
        duties=_duties(data, cost),
        links=links,
        weights=Weights(
            drive_ore_h=60 * ORE * cost.get("travel_time", 0),
            distance_ore_km=0,
            lateness_ore_min=(late,) * 5,
            longest_lateness_ore_min=ORE * cost.get("highest_tardiness", 0),
            longest_idle_ore_h=60 * ORE * cost.get("max_idle_time", 0),
            waiting_ore_h=60 * ORE * cost.get("total_waiting_time", 0),
            non_preferred_ore=ORE * cost.get("caregiver_preferences", 0),
        ),
    )


def _costs(data: dict[str, Any]) -> dict[str, Any]:
    costs: dict[str, Any] = data["metadata"]["cost_components"]
    return costs


def _visits(data: dict[str, Any], cost: dict[str, int]) -> tuple[tuple[Visit, ...], tuple[Link, ...]]:
    usual = {one["id"]: one.get("default_duration") for one in data["services"]}
    visits: list[Visit] = []
    links: list[Link] = []
    for patient in data["patients"]:
        services = [
            (one["service"], int(one.get("duration") or usual[one["service"]])) for one in patient["required_services"]
        ]
        ids = [f"{patient['id']}|{service}" for service, _ in services]
        for visit_id, (service, minutes) in zip(ids, services, strict=True):
            visits.append(_visit(data, patient, visit_id, service, minutes, cost, first=visit_id == ids[0]))
        if len(ids) == 2:
            links.append(_link(patient, *ids))
    return tuple(visits), tuple(links)


def _visit(
    data: dict[str, Any],
    patient: dict[str, Any],
    visit_id: str,
    service: str,
    minutes: int,
    cost: dict[str, int],
    *,
    first: bool,
) -> Visit:
    drop = ORE * cost.get("optional_patients", 0) if first else 0
    return Visit(
        visit_id=visit_id,
        request_id=patient["id"],
        place=int(patient["distance_matrix_index"]),
        service_s=60 * minutes,
        windows=tuple(_windows(data, patient["time_windows"], minutes)),
        drop_ore=drop if patient.get("optional") else None,
        skills=((service, 1),),
        preferred=tuple(patient.get("preferred_caregivers") or ()),
        forbidden=tuple(patient.get("incompatible_caregivers") or ()),
    )


def _windows(data: dict[str, Any], given: list[dict[str, Any]], minutes: int) -> Iterator[Window]:
    """A start belongs to the last window that is open by then; it is late after that one's end, or may not be."""
    lasts = minutes if data["metadata"]["time_window_met"] != "at_service_start" else 0
    is_hard = _costs(data).get("total_tardiness") in (None, "HARD")
    ordered = sorted(given, key=lambda one: int(one["start"]))
    for number, one in enumerate(ordered):
        first, last = int(one["start"]), int(one["end"]) - lasts
        until = int(ordered[number + 1]["start"]) - 1 if number + 1 < len(ordered) else _FAR_MIN
        if is_hard and first <= min(last, until):
            yield Window(earliest_s=60 * first, latest_s=60 * min(last, until))
        elif not is_hard and first <= until:
            yield Window(earliest_s=60 * first, latest_s=60 * until, late_after_s=60 * last)


def _link(patient: dict[str, Any], first: str, second: str) -> Link:
    """Two services of a patient are done by two people; together, after each other, or whenever."""
    how = patient.get("synchronization") or {"type": "independent"}
    if how["type"] == "simultaneous":
        least, most = 0, 0
    elif how["type"] == "sequential":
        gap = how["distance"]
        least, most = (gap["min"], gap["max"]) if isinstance(gap, dict) else gap
    else:
        least, most = -_FAR_MIN, _FAR_MIN
    return Link(first=first, second=second, min_s=60 * int(least), max_s=60 * int(most), who=Who.DIFFERENT, both=True)


def _duties(data: dict[str, Any], cost: dict[str, int]) -> tuple[Duty, ...]:
    row = {one["id"]: int(one["distance_matrix_index"]) for one in data["terminal_points"]}
    is_hard = _costs(data).get("total_extra_time") == "HARD"
    lunch = data.get("lunch_breaks")
    by_end = data["metadata"]["time_window_met"] != "at_service_start"
    duties = []
    for one in data["caregivers"]:
        shift = one.get("working_shift") or {"start": 0, "end": _FAR_MIN}
        breaks: tuple[Break, ...] = ()
        if lunch and one.get("lunch_break"):
            lasts = int(lunch["min_duration"])
            latest = int(lunch["end"]) - (lasts if by_end else 0)
            missed = _costs(data).get("missed_lunch_break")
            breaks = (
                Break(
                    earliest_s=60 * int(lunch["start"]),
                    latest_s=60 * latest,
                    duration_s=60 * lasts,
                    missed_ore=None if missed == "HARD" else ORE * int(missed or 0),
                ),
            )
        end_s = 60 * int(shift["end"])
        duties.append(
            Duty(
                duty_id=one["id"],
                technician_id=one["id"],
                start_place=row[one["departing_point"]],
                end_place=row[one["arrival_point"]],
                start_s=60 * int(shift["start"]),
                end_s=end_s,
                hard_end_s=end_s if is_hard else 60 * _FAR_MIN,
                drives=(Span(start_s=0, end_s=60 * _FAR_MIN),),
                skills=tuple((skill, 1) for skill in one["abilities"]),
                breaks=breaks,
                overtime_ore_h=60 * ORE * cost.get("total_extra_time", 0),
            )
        )
    return tuple(duties)


def solution_of(plan: Plan, problem: Problem) -> dict[str, Any]:
    """Return a plan as the set writes it.

    A lunch is taken where somebody is, so one on the road is moved to a stop. We begin the day's first work as early
    as it goes; the set does not ask for that, so whoever waits begins later instead, as far as that costs nothing.
    """
    routes = []
    for duty in problem.duties:
        stops = [stop for stop in plan.stops if stop.duty_id == duty.duty_id]
        work = [stop for stop in stops if stop.kind is StopKind.VISIT]
        located = [_located(stop, problem) for stop in work]
        kinds = [one.kind for one in stops]
        taken = stops[kinds.index(StopKind.BREAK)] if StopKind.BREAK in kinds else None
        if taken and work and kinds.index(StopKind.BREAK) > kinds.index(StopKind.END):
            lunch = [_lunch_at("", _minutes(problem, taken)[0], duty.breaks[0].duration_s // 60)]
        else:
            lunch = _lunch(problem, duty, work, taken)
        located = sorted(located + lunch, key=lambda one: _span(one)[0])
        if problem.weights.waiting_ore_h:
            _begin_later(problem, duty, located)
        routes.append({"caregiver_id": duty.duty_id, "locations": located})
    return {"routes": routes}


def _span(location: dict[str, Any]) -> tuple[int, int]:
    """Return start and end of a visit or a lunch."""
    names = ("start_time", "end_time") if "start_time" in location else ("arrival_time", "departure_time")
    return int(location[names[0]]), int(location[names[1]])


def _begin_later(problem: Problem, duty: Duty, route: list[dict[str, Any]]) -> None:
    """Move what comes before a wait later, from the last to the first, as far as it costs nothing."""
    linked = {end for link in problem.links for end in (link.first, link.second)}
    rows = [_row_of(problem, duty, one["patient"]) for one in route]
    for at in range(len(route) - 2, -1, -1):
        one, (start, end) = route[at], _span(route[at])
        room = _span(route[at + 1])[0] - end - int(problem.matrix.drive_s[rows[at], rows[at + 1]]) // 60
        visit = problem.visit(f"{one['patient']}|{one['service']}")
        if visit is None:
            room = min(room, duty.breaks[0].latest_s // 60 - start)
        elif visit.visit_id in linked:
            room = 0
        else:
            window = max((w for w in visit.windows if w.earliest_s <= 60 * start), key=lambda w: w.earliest_s)
            last_s = window.latest_s if window.late_after_s is None else min(window.latest_s, window.late_after_s)
            room = min(room, last_s // 60 - start)
        if room > 0:
            for name in set(one) & {"start_time", "end_time", "arrival_time", "departure_time"}:
                one[name] += room


def _row_of(problem: Problem, duty: Duty, patient: str) -> int:
    visit = next((one for one in problem.visits if one.request_id == patient), None) if patient else None
    row = duty.start_place if visit is None else visit.place
    return 0 if row is None else row


def _located(stop: Stop, problem: Problem) -> dict[str, Any]:
    patient, service = (stop.visit_id or "|").split("|")
    start, end = _minutes(problem, stop)
    return {"patient": patient, "service": service, "arrival_time": start, "departure_time": end}


def _minutes(problem: Problem, stop: Stop) -> tuple[int, int]:
    start, end = (round(problem.seconds(moment) / 60) for moment in (stop.start, stop.end))
    return start, end


def _lunch(problem: Problem, duty: Duty, work: list[Stop], taken: Stop | None) -> list[dict[str, Any]]:
    """Return a lunch: at the stop before it, at the one after it, or at home; none where it fits nowhere."""
    if not duty.breaks or (work and taken is None):
        return []
    rule = duty.breaks[0]
    first, last, lasts = rule.earliest_s // 60, rule.latest_s // 60, rule.duration_s // 60
    start = max(first, duty.start_s // 60) if taken is None else _minutes(problem, taken)[0]
    before = [stop for stop in work if _minutes(problem, stop)[0] < start]
    after = work[len(before) :]
    here, there = (_row(problem, duty, side, at) for side, at in ((before, -1), (after, 0)))
    way = int(problem.matrix.drive_s[here, there]) // 60
    free = _minutes(problem, before[-1])[1] if before else duty.start_s // 60
    then = _minutes(problem, after[0])[0] if after else _FAR_MIN
    for at, way_to, stop in ((max(free, first), 0, before[-1:]), (max(free + way, first), way, after[:1])):
        leaves = at + lasts + (0 if way_to or not after else way)
        if at <= last and leaves <= then:
            patient = (stop[0].visit_id or "|").split("|")[0] if stop else ""
            return [_lunch_at(patient, at, lasts)]
    return []


def _lunch_at(patient: str, start: int, lasts: int) -> dict[str, Any]:
    return {"patient": patient, "service": "lunch_break", "start_time": start, "end_time": start + lasts}


def _row(problem: Problem, duty: Duty, stops: list[Stop], at: int) -> int:
    """Return the row of a stop, or of where the duty starts and ends."""
    visit = problem.visit(stops[at].visit_id or "") if stops else None
    home = duty.start_place if at else duty.end_place
    row = visit.place if visit else home
    return 0 if row is None else row
