"""The checker of the home-care set, written from its description alone: nothing of ours is used.

Every service of every patient is done once, by somebody able to; nobody begins before the window opens or before they
can be there (all leave the office at minute 0); the two services of one patient are done by two people, together or
with the gap that is asked for. Tardiness counts from the end of the window, to the start.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

__all__ = ["check"]

_CLOSE = 1e-6

Data = dict[str, Any]


def check(data: Data, solution: Data) -> tuple[float, dict[str, float], list[str]]:
    """Return the cost of a solution, its three parts in minutes, and what it breaks (one sentence each)."""
    row = {patient["id"]: number for number, patient in enumerate(data["patients"], start=1)}
    patients = {patient["id"]: patient for patient in data["patients"]}
    broken = [*_routes(data, solution, row, patients), *_services(data, solution)]
    late = [
        max(0.0, stop["arrival_time"] - patients[stop["patient"]]["time_window"][1])
        for route in solution["routes"]
        for stop in route["locations"]
    ]
    travel = 0.0
    for route in solution["routes"]:
        walk = [0, *(row[stop["patient"]] for stop in route["locations"]), 0]
        travel += sum(data["distances"][a][b] for a, b in itertools.pairwise(walk))
    parts = {"travel": travel, "total_tardiness": sum(late), "max_tardiness": max(late, default=0.0)}
    return sum(parts.values()) / 3, parts, broken


def _routes(data: Data, solution: Data, row: dict[str, int], patients: dict[str, Data]) -> Iterator[str]:
    """What single caregivers do wrong."""
    able = {one["id"]: set(one["abilities"]) for one in data["caregivers"]}
    names = [route["caregiver_id"] for route in solution["routes"]]
    if len(names) != len(set(names)) or not set(names) <= able.keys():
        yield "a caregiver has two routes, or is not known"
    for route in solution["routes"]:
        name, here, free = route["caregiver_id"], 0, 0.0
        for stop in route["locations"]:
            patient, start = patients[stop["patient"]], stop["arrival_time"]
            if stop["service"] not in able.get(name, set()):
                yield f"{name} is not able to do {stop['service']} at {patient['id']}"
            if start < patient["time_window"][0] - _CLOSE:
                yield f"{name} begins at {patient['id']} before the window opens"
            if start < free + data["distances"][here][row[patient["id"]]] - _CLOSE:
                yield f"{name} cannot be at {patient['id']} at {start:g}"
            if stop["departure_time"] < start + _lasts(data, patient, stop["service"]) - _CLOSE:
                yield f"{name} leaves {patient['id']} too soon"
            here, free = row[patient["id"]], stop["departure_time"]


def _lasts(data: Data, patient: Data, service: str) -> float:
    """Minutes of a service at a patient."""
    usual = {one["id"]: one["default_duration"] for one in data["services"]}
    asked = {one["service"]: one.get("duration") or usual[one["service"]] for one in patient["required_caregivers"]}
    return float(asked.get(service, 0))


def _services(data: Data, solution: Data) -> Iterator[str]:
    """What is not done, done twice, or done at the wrong time towards the other service of the patient."""
    done: dict[tuple[str, str], list[tuple[str, float]]] = {}
    for route in solution["routes"]:
        for stop in route["locations"]:
            found = done.setdefault((stop["patient"], stop["service"]), [])
            found.append((route["caregiver_id"], stop["arrival_time"]))
    for patient in data["patients"]:
        asked = [one["service"] for one in patient["required_caregivers"]]
        here = [done.pop((patient["id"], service), []) for service in asked]
        if any(len(found) != 1 for found in here):
            yield f"{patient['id']} does not get each service once"
        elif len(here) == 2:
            yield from _together(patient, here[0][0], here[1][0])
    yield from (f"{service} at {patient} was not asked for" for patient, service in done)


def _together(patient: Data, first: tuple[str, float], second: tuple[str, float]) -> Iterator[str]:
    how, gap = patient["synchronization"], second[1] - first[1]
    least, most = (0, 0) if how["type"] == "simultaneous" else how["distance"]
    if first[0] == second[0]:
        yield f"{patient['id']} is served by one person, and two are asked for"
    if not least - _CLOSE <= gap <= most + _CLOSE:
        yield f"{patient['id']}: {gap:g} minutes between the starts, {least:g} to {most:g} are asked for"
