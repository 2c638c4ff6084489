"""Why the parts of a visit cannot be had, and what would help: a fuller van, a depot open longer, an order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from math import ceil

from planner.explain.obstacles import obstacles
from planner.explain.trips import pickups_of
from planner.explain.trying import Day, Spot, spots
from planner.model.catalogue import Catalogue
from planner.model.costs import ore, ore_units
from planner.model.message import Message, Money, Value, message
from planner.model.problem import Duty, Problem, Visit
from planner.model.reasons import Cure, Reason
from planner.model.stock import DepotDay, Van
from planner.rules.timeline import TimedRoute, aboard, time_route

__all__ = ["filled_van", "longer_open", "ordered", "parts_reason", "pickup_sentence"]

_STEP_S = 900
"""Opening hours are offered in quarters of an hour."""


def parts_reason(problem: Problem, visit: Visit, able: Iterable[Duty]) -> Reason | None:
    """Return why nobody who may do a visit can have its parts; None where stock, hours and vans are not the reason.

    Parameters
    ----------
    able
        Whoever may do the visit by everything else.
    """
    duties = list(able)
    if not duties:
        return None
    for part, needed in visit.parts:
        vans = max(dict(duty.van.stock).get(part, 0) if duty.van else 0 for duty in duties)
        depots = [one for one in problem.depots if dict(one.stock).get(part, 0)]
        there = vans + sum(dict(one.stock)[part] for one in depots)
        if there < needed:
            said = message("rule.parts.unassigned", part=_name(problem, part), quantity=needed, has_quantity=there)
            return Reason(code="parts", message=said)
        if vans < needed and (shut := _out_of_reach(problem, part, depots, duties)):
            return shut
    return _too_much(problem, visit, duties) or _for_others(problem, visit)


def _out_of_reach(problem: Problem, part: str, depots: list[DepotDay], duties: list[Duty]) -> Reason | None:
    """The reason where no depot with the part is open while any of them is at work."""
    reachable = {pickup.depot for duty in duties for pickup in pickups_of(problem, duty)}
    if not depots or any(one.depot_id in reachable for one in depots):
        return None
    depot = depots[0]
    said = message(
        "rule.depot.unassigned", part=_name(problem, part), depot=depot.name or depot.depot_id,
        from_=problem.moment(depot.opens_s), to=problem.moment(depot.closes_s), day=problem.day,
    )  # fmt: skip
    return Reason(code="depot", message=said)


def _too_much(problem: Problem, visit: Visit, duties: list[Duty]) -> Reason | None:
    """The reason of a visit whose parts no van has room for."""
    tried = [(aboard(problem, duty, [*pickups_of(problem, duty), visit]), duty) for duty in duties]
    full = [(found, duty) for found, duty in tried if not found.missing]
    if not full or any(found.is_right for found, _ in full):
        return None
    found, duty = min(full, key=lambda one: (one[0].over_ml, one[0].over_g))
    unit, over = ("litres", found.over_ml) if found.over_ml else ("kilograms", found.over_g)
    said = message("rule.load.unassigned", quantity=over / 1000, unit=message(f"judge.{unit}"), vehicle=_van(duty))
    return Reason(code="load", message=said, technician_id=duty.technician_id)


def _for_others(problem: Problem, visit: Visit) -> Reason:
    """The reason of a visit whose parts are there, but used for other visits."""
    names = tuple(_name(problem, part) for part, _ in visit.parts)
    return Reason(code="parts", message=message("explain.parts_for_others", parts=names, visit=visit.visit_id))


def pickup_sentence(problem: Problem, duty: Duty, timed: TimedRoute) -> Message | None:
    """Return the sentence of a trip to a depot that is not open then; None where no trip misses that."""
    pickups = {one.visit_id: one for one in pickups_of(problem, duty)}
    depots = {one.depot_id: one for one in problem.depots}
    for miss in timed.misses:
        if miss.rule == "window" and miss.visit_id in pickups:
            depot = depots[pickups[miss.visit_id].depot]
            return message(
                "explain.depot_missed", technician=duty.name, depot=depot.name or depot.depot_id,
                minutes=ceil(miss.seconds / 60), from_=problem.moment(depot.opens_s), to=problem.moment(depot.closes_s),
            )  # fmt: skip
    return None


def filled_van(problem: Problem, days: Mapping[str, Day], visit: Visit) -> Cure | None:
    """Return the offer to put the parts into a van in the evening before; proven in the days of all who lack them."""
    if not visit.parts:
        return None
    best: Spot | None = None
    for day in days.values():
        if day.timed is None or obstacles(day.duty, visit):
            continue
        fuller = _filled(day.duty, visit)
        if not _holds(problem, fuller):
            continue
        for spot in spots(problem, replace(day, duty=fuller), visit):
            if best is None or spot.added_units < best.added_units:
                best = spot
    if best is None:
        return None
    duty, units = best.day.duty, best.added_units - ore_units(visit.drop_ore or 0)
    parts = tuple(message("explain.so_many", quantity=n, part=_name(problem, part)) for part, n in visit.parts)
    said = message(
        "cure.load_van.text", parts=parts, vehicle=_van(duty), technician=duty.name, cost=Money(ore(units), signed=True)
    )  # fmt: skip
    return Cure(code="load_van", message=said, cost_ore=ore(units), change=(("duty", duty.duty_id),))


def _filled(duty: Duty, visit: Visit) -> Duty:
    """A duty whose van has in the morning also what a visit needs."""
    van = duty.van or Van(van_id=duty.technician_id, name=duty.name)
    stock = Counter(dict(van.stock))
    for part, needed in visit.parts:
        stock[part] += needed
    return replace(duty, van=replace(van, stock=tuple(sorted(stock.items()))))


def _holds(problem: Problem, duty: Duty) -> bool:
    """Whether a van holds what is in it."""
    van, sizes = duty.van, {one.part: one for one in problem.parts}
    if van is None:
        return True
    known = [(sizes[part], number) for part, number in van.stock if part in sizes]
    volume, weight = sum(one.volume_ml * n for one, n in known), sum(one.weight_g * n for one, n in known)
    return (van.load_ml is None or volume <= van.load_ml) and (van.load_g is None or weight <= van.load_g)


def longer_open(problem: Problem, visit: Visit, tried: Iterable[Spot]) -> Cure | None:
    """Return the offer of a depot that opens earlier or closes later, where a trip misses nothing but that."""
    best: tuple[int, DepotDay, int, int] | None = None
    for spot in tried:
        duty = spot.day.duty
        shut = {one.visit_id: one for one in pickups_of(problem, duty)}
        missed = [miss for miss in spot.timed.misses if miss.seconds]
        if len(missed) != 1 or missed[0].rule != "window" or missed[0].visit_id not in shut:
            continue
        pickup = shut[missed[0].visit_id]
        start = spot.timed.start_of(pickup.visit_id) or 0
        depot = next(one for one in problem.depots if one.depot_id == pickup.depot)
        opens = min(depot.opens_s, start // _STEP_S * _STEP_S)
        closes = max(depot.closes_s, -(-(start + duty.work_s(pickup)) // _STEP_S) * _STEP_S)
        window = replace(pickup.windows[0], earliest_s=opens, latest_s=closes, end_s=closes)
        posed = problem.replace(
            visits=tuple(replace(one, windows=(window,)) if one is pickup else one for one in problem.visits)
        )
        timed = time_route(posed, duty, spot.visit_ids)
        if timed is not None and (best is None or timed.units - spot.day.units < best[0]):
            best = timed.units - spot.day.units, depot, opens, closes
    if best is None:
        return None
    units, depot = best[0] - ore_units(visit.drop_ore or 0), best[1]
    said = message(
        "cure.open_depot.text", depot=depot.name or depot.depot_id, from_=problem.moment(best[2]),
        to=problem.moment(best[3]), cost=Money(ore(units), signed=True),
    )  # fmt: skip
    return Cure(code="open_depot", message=said, cost_ore=ore(units), change=(("depot", depot.depot_id),))


def ordered(problem: Problem, visit: Visit, catalogue: Catalogue) -> Cure | None:
    """Return the offer to order what vans and depots together do not have, by the lead time of the catalogue."""
    for part, needed in visit.parts:
        there = sum(dict(duty.van.stock).get(part, 0) for duty in problem.duties if duty.van)
        there += sum(dict(one.stock).get(part, 0) for one in problem.depots)
        known = catalogue.parts.get(part)
        if there < needed and known is not None:
            day = _working_days_on(problem.day, known.lead_time_days)
            said = message("cure.order_part.text", quantity=needed - there, part=known.name, day=day)
            return Cure(code="order_part", message=said, change=(("part", part), ("quantity", f"{needed - there}")))
    return None


def _working_days_on(day: date, count: int) -> date:
    """Return the day so many working days (Monday to Friday) after a day."""
    while count > 0:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day


def _name(problem: Problem, part: str) -> Value:
    return next((one.name for one in problem.parts if one.part == part), part)


def _van(duty: Duty) -> str:
    return (duty.van.name or duty.van.van_id) if duty.van else duty.name
