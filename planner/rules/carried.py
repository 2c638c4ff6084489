"""The stops of who rides along, taken from those of the driver: they leave, drive, rest and come home together."""

from __future__ import annotations

from dataclasses import replace

from planner.model.plan import Stop
from planner.model.problem import Duty, Problem
from planner.model.riding import drivers, mates
from planner.model.words import StopKind

__all__ = ["carried", "riders"]

_WITH_DRIVER = (StopKind.START, StopKind.BREAK, StopKind.END)


def carried(problem: Problem, planned: tuple[Stop, ...]) -> tuple[Stop, ...]:
    """Return the stops of a plan, those of riders with the times at which their drivers bring them.

    A rider whose driver is not with them at all of their visits keeps the stops as they are: the judge says so.

    Parameters
    ----------
    problem
        Duties and links.
    planned
        The stops of all duties, as each was timed by itself.
    """
    paired = drivers(problem.duties)
    if not paired:
        return planned
    by_duty: dict[str, list[Stop]] = {}
    for stop in planned:
        by_duty.setdefault(stop.duty_id, []).append(stop)
    beside = mates(problem)
    for duty in problem.duties:
        if duty.duty_id in paired and any(stop.kind is StopKind.VISIT for stop in by_duty.get(duty.duty_id, ())):
            lead = by_duty.get(paired[duty.duty_id].duty_id, [])
            found = _brought(duty, by_duty[duty.duty_id], lead, beside)
            by_duty[duty.duty_id] = found or by_duty[duty.duty_id]
    return tuple(stop for stops in by_duty.values() for stop in stops)


def riders(problem: Problem, planned: tuple[Stop, ...]) -> dict[str, str]:
    """Return the technician in whose car each rider with visits rides, by the id of the rider's duty."""
    away = {stop.duty_id for stop in planned if stop.kind is StopKind.VISIT}
    paired = drivers(problem.duties)
    return {rider: driver.technician_id for rider, driver in paired.items() if rider in away}


def _brought(duty: Duty, own: list[Stop], lead: list[Stop], beside: dict[str, frozenset[str]]) -> list[Stop] | None:
    """Return the stops of a rider by those of the driver; None where they are not together at all of the work."""
    work = [stop for stop in own if stop.visit_id is not None]
    with_driver: dict[str | None, Stop] = {}
    for stop in work:
        seats = beside.get(stop.visit_id or "", frozenset())
        there = next((one for one in lead if one.visit_id in seats and one.start == stop.start), None)
        if there is None:
            return None
        with_driver[there.visit_id] = stop
    found: list[Stop] = []
    for one in lead:
        mine = with_driver.get(one.visit_id) if one.visit_id else None
        if mine is None and one.kind not in _WITH_DRIVER:
            continue
        base = replace(one, technician_id=duty.technician_id, duty_id=duty.duty_id) if mine is None else mine
        brought = replace(base, leave=one.leave, arrival=one.arrival, setup_s=one.setup_s, sequence=len(found))
        found.append(replace(brought, travel_s=0, distance_m=0))
    return found
