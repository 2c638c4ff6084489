"""Riders: whoever may not drive rides along to the work of a crew, in the car of another of the crew.

A rider is a duty that names the duty of its driver (`Duty.rides_with`). On a day on which it rides it leaves with the
driver and is home with them: it sits in the car while they drive and waits where they work alone. So its times are
those of the driver, and its way takes and costs nothing beside theirs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from planner.model.duty import Duty

if TYPE_CHECKING:
    from planner.model.plan import Plan, Stop
    from planner.model.problem import Problem

__all__ = ["brought_home", "driver_named", "drivers", "mates", "riding_in", "routes_in", "seats_to_ride"]


def mates(problem: Problem) -> dict[str, frozenset[str]]:
    """Return for each seat of a crew the ids of its other seats."""
    found: dict[str, set[str]] = {}
    for link in problem.links:
        if link.both and link.meets:
            found.setdefault(link.first, set()).add(link.second)
            found.setdefault(link.second, set()).add(link.first)
    return {seat: frozenset(others) for seat, others in found.items()}


def drivers(duties: Iterable[Duty]) -> dict[str, Duty]:
    """Return the driver of each duty that may ride, by the id of the rider."""
    by_id = {duty.duty_id: duty for duty in duties}
    return {
        duty.duty_id: by_id[duty.rides_with]
        for duty in by_id.values()
        if duty.rides_with in by_id and duty.rides_with != duty.duty_id
    }


def driver_named(plan: Plan, technician_id: str) -> str:
    """Return the name of the technician in whose car somebody rides in a plan; empty: in nobody's."""
    mine = (one.rides_with for one in plan.technicians if one.technician_id == technician_id)
    driver = next((one for one in mine if one), "")
    return next((one.name for one in plan.technicians if one.technician_id == driver and one.name), driver)


def seats_to_ride(problem: Problem) -> dict[str, frozenset[str]]:
    """Return the seats to which each duty that may ride could be brought at all, by the id of the rider.

    None where the pair does not fit together: the shift of the rider begins after that of the driver, their breaks
    differ (they take them together, so none may be an absence or be missed for a price), the rider works slower, or
    the driver does not drive all day. And no seat whose work takes longer than that of another: the car would be gone.
    """
    paired = {rider: driver for rider, driver in drivers(problem.duties).items() if _fits(problem.duty(rider), driver)}
    if not paired:
        return dict.fromkeys((duty.duty_id for duty in problem.duties if duty.rides_with), frozenset())
    length = {visit.visit_id: visit.service_s for visit in problem.visits}
    seats = frozenset(
        seat for seat, others in mates(problem).items() if all(length[one] >= length[seat] for one in others)
    )
    riders = (duty.duty_id for duty in problem.duties if duty.rides_with)
    return {rider: seats if rider in paired else frozenset() for rider in riders}


def _fits(rider: Duty | None, driver: Duty) -> bool:
    """Whether somebody can spend the day of a driver in their car."""
    if rider is None or driver.rides_with or driver.start_place is None or driver.night:
        return False
    rests = rider.breaks == driver.breaks and not any(b.is_absence or b.missed_ore is not None for b in rider.breaks)
    return (
        rests
        and rider.start_s <= driver.start_s
        and rider.job_time_factor <= driver.job_time_factor
        and driver.may_drive(driver.start_s, driver.hard_end_s)
    )


def brought_home(problem: Problem, routes: Mapping[str, Iterable[str]]) -> Problem:
    """Return the problem in which whoever takes somebody along is home when the shift of the rider ends.

    For whatever looks at the day of a driver alone.

    Parameters
    ----------
    routes
        Ids of the work of each duty, by duty id: who has work on site rides.
    """
    riding, ends = riding_in(problem, routes), dict[str, int]()
    for duty in problem.duties:
        if duty.rides_with and duty.technician_id in riding:
            ends[duty.rides_with] = min(duty.end_s, ends.get(duty.rides_with, duty.end_s))
    if not ends:
        return problem
    return problem.replace(duties=tuple(_until(duty, ends.get(duty.duty_id)) for duty in problem.duties))


def routes_in(stops: Iterable[Stop]) -> dict[str, list[str]]:
    """Return the ids of the work of each duty that has stops."""
    routes: dict[str, list[str]] = {}
    for stop in stops:
        routes.setdefault(stop.duty_id, []).append(stop.visit_id or "")
    return routes


def riding_in(problem: Problem, routes: Mapping[str, Iterable[str]]) -> frozenset[str]:
    """Return the technicians who ride: those of the duties that may ride and have work on site."""
    riders = [duty for duty in problem.duties if duty.rides_with and routes.get(duty.duty_id)]
    if not riders:
        return frozenset()
    away = {visit.visit_id for visit in problem.visits if not visit.is_remote}
    return frozenset(duty.technician_id for duty in riders if away.intersection(routes[duty.duty_id]))


def _until(duty: Duty, end_s: int | None) -> Duty:
    """Return a duty that is over by a second."""
    if end_s is None or end_s >= duty.hard_end_s or end_s <= duty.start_s:
        return duty
    return replace(duty, hard_end_s=end_s, end_s=min(duty.end_s, end_s))
