"""What was fetched at depots on a day under way: the trip is over, and what it was for lies in the van."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from itertools import groupby

from planner.model.duty import Duty
from planner.model.plan import Plan, Stop
from planner.model.problem import Problem, Visit
from planner.model.stock import Amounts, Taken, Van
from planner.model.words import StopKind

__all__ = ["fetched", "trips_of", "with_trips"]

_WORK = (StopKind.VISIT, StopKind.REMOTE)


def trips_of(stops: Iterable[Stop], driven: Collection[str], *, until: datetime | None = None) -> tuple[Stop, ...]:
    """Return the trips to depots of a published duty that are over.

    They are those before work that was driven; and, as nobody reports trips, those after it that the plan has over by
    then and before other work.

    Parameters
    ----------
    until
        Moment up to which the plan is believed: now, less how late the duty is; None: not at all.
    """
    found: list[Stop] = []
    waiting: list[Stop] = []
    for stop in stops:
        if stop.kind is StopKind.DEPOT:
            waiting.append(stop)
        elif stop.visit_id in driven:
            found, waiting = [*found, *waiting], []
        elif stop.kind in _WORK:
            break
    return (*found, *(one for one in waiting if until is not None and one.end <= until))


def fetched(
    problem: Problem, published: Plan, driven: Collection[str], *, until: Mapping[str, datetime]
) -> tuple[Problem, tuple[Stop, ...]]:
    """Return the problem in which what was fetched is aboard, and the trips that are over.

    What was driven needs no parts any more, what was fetched for later work is in the van, and depots have so much
    less. Whoever has to go to the same depot once more makes another trip.

    Parameters
    ----------
    published
        The plan that is driven.
    driven
        Ids of its work that is over, under way or driven to.
    until
        As of `trips_of`, of the duties that have begun.
    """
    over = {
        duty.duty_id: trips_of(published.of_duty(duty.duty_id), driven, until=until.get(duty.duty_id))
        for duty in problem.duties
    }
    trips = tuple(stop for stops in over.values() for stop in stops)
    if not trips and not any(visit.parts for visit in problem.visits if visit.visit_id in driven):
        return problem, ()
    gone: dict[str, Counter[str]] = {}
    pickups = {visit.visit_id: visit for visit in problem.visits if visit.is_pickup}
    for trip in trips:
        if (pickup := _pickup_of(pickups.values(), trip)) is not None:
            gone.setdefault(pickup.depot, Counter()).update(_pieces(trip.taken, ()))
    visits = {visit.visit_id: visit for visit in problem.visits}
    duties = tuple(_loaded(one, over[one.duty_id], published, visits, driven) for one in problem.duties)
    depots = tuple(
        replace(one, stock=_less(one.stock, gone[one.depot_id])) if one.depot_id in gone else one
        for one in problem.depots
    )
    posed = (_after_trips(visit, trips, gone, driven) for visit in problem.visits)
    return problem.replace(visits=tuple(posed), duties=duties, depots=depots), trips


def with_trips(plan: Plan, trips: Iterable[Stop]) -> Plan:
    """Return a plan that shows trips that are over where they were driven."""
    known = {stop.visit_id for stop in plan.stops}
    more: dict[str, list[Stop]] = {}
    for trip in trips:
        if trip.visit_id not in known:
            more.setdefault(trip.duty_id, []).append(trip)
    if not more:
        return plan
    stops: list[Stop] = []
    for duty_id, group in groupby(plan.stops, key=lambda one: one.duty_id):
        stops += _merged(list(group), more.pop(duty_id, []))
    return plan.replace(stops=tuple(stops))


def _merged(stops: list[Stop], trips: list[Stop]) -> list[Stop]:
    """The stops of a duty with its trips before what began after them; the start stays first."""
    for trip in trips:
        at = next((n for n, one in enumerate(stops) if n and one.start > trip.start), len(stops))
        stops.insert(at, trip)
    return [replace(one, sequence=stops[0].sequence + n) for n, one in enumerate(stops)] if trips else stops


def _pickup_of(pickups: Iterable[Visit], trip: Stop) -> Visit | None:
    """The pick-up that a trip was: another trip to the same depot has an @ more in its name."""
    name = (trip.visit_id or "").rstrip("@")
    return next((one for one in pickups if one.visit_id.rstrip("@") == name), None)


def _after_trips(
    visit: Visit, trips: tuple[Stop, ...], gone: Mapping[str, Counter[str]], driven: Collection[str]
) -> Visit:
    if not visit.is_pickup:
        return replace(visit, parts=()) if visit.visit_id in driven else visit
    so_often = sum(_pickup_of((visit,), trip) is not None for trip in trips)
    stock = _less(visit.stock, gone.get(visit.depot, Counter()))
    return replace(visit, visit_id=visit.visit_id + "@" * so_often, stock=stock)


def _loaded(
    duty: Duty, trips: tuple[Stop, ...], published: Plan, visits: Mapping[str, Visit], driven: Collection[str]
) -> Duty:
    """A duty whose van has what was fetched for later work, and no more what was used of its own."""
    taken = tuple(one for trip in trips for one in trip.taken)
    aboard = Counter(dict(duty.van.stock) if duty.van else {})
    aboard.update(_pieces(taken, driven))
    for stop in published.of_duty(duty.duty_id):
        if stop.visit_id in driven and (visit := visits.get(stop.visit_id or "")) is not None:
            used = Counter(dict(visit.parts))
            used.subtract(Counter(_pieces((one for one in taken if one.visit_id == visit.visit_id), ())))
            aboard.subtract(+used)
    stock = tuple(sorted((part, max(0, number)) for part, number in aboard.items()))
    if duty.van is None and not any(number for _, number in stock):
        return duty
    return replace(duty, van=replace(duty.van or Van(van_id=duty.duty_id), stock=stock))


def _pieces(taken: Iterable[Taken], without: Collection[str]) -> Counter[str]:
    """How much was taken of each part, for other visits than some."""
    found: Counter[str] = Counter()
    for one in taken:
        if one.visit_id not in without:
            found[one.part] += one.quantity
    return found


def _less(stock: Amounts, gone: Counter[str]) -> Amounts:
    return tuple((part, max(0, number - gone[part])) for part, number in stock)
