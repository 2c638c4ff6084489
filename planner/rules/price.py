"""The itemised price of a plan, added up from the problem and the order and times of its stops."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from planner.model.costs import distance_units, hour_units, minute_units, ore_units
from planner.model.plan import Plan
from planner.model.price import Price, PriceItem
from planner.model.problem import Duty, Problem
from planner.rules.giving import GIVING, amounts, duty_fees, way_prices
from planner.rules.peaks import counts_idle, idle_s, unused_idle_s
from planner.rules.reading import Entry, Reading, Run, read
from planner.rules.starting import hinge_of
from planner.rules.times import missing_breaks

__all__ = ["TERMS", "price_of"]

TERMS = (
    *("drive_time", "distance", "vendor_distance", "waiting", "overtime", "unfairness", "unfair_drive", "used"),
    *("call_out", "night", "lateness", "soon", "change_time", "longest_lateness", "missed_break", "longest_idle"),
    "dropped",
    *(term.name for term in GIVING),
)
"""The terms of the price, in the order in which they are shown."""


def price_of(problem: Problem, plan: Plan) -> Price:
    """Return the itemised price of a plan; what the plan itself says about price, travel and lateness is not used.

    Parameters
    ----------
    problem
        Matrix, visits, duties and weights.
    plan
        Stops in order with their times. Work of unknown duties or visits has no price.
    """
    reading = read(problem, plan)
    items = [item for term in _ALL for item in term(reading)]
    return Price(items=tuple(sorted(items, key=lambda item: TERMS.index(item.term))))


def _driving(reading: Reading) -> Iterator[PriceItem]:
    """Every drive costs by its seconds and its metres, and by what fairness adds."""
    for duty, run in reading.duties:
        drive_ore_h, km_ore = way_prices(reading.problem.weights, duty)
        unfair_ore_h = 0 if duty.vendor else duty.unfair_drive_ore_h
        distance = "vendor_distance" if duty.vendor else "distance"
        for entry in run.entries:
            if entry.leg is None:
                continue
            visit_id, leg = (entry.visit.visit_id if entry.visit else None), entry.leg
            if leg.drive_s:
                usual = hour_units(leg.drive_s, drive_ore_h - unfair_ore_h)
                yield _item("drive_time", usual, leg.drive_s, visit_id, duty)
                if unfair_ore_h:
                    yield _item("unfair_drive", hour_units(leg.drive_s, unfair_ore_h), leg.drive_s, visit_id, duty)
            if leg.distance_m:
                yield _item(distance, distance_units(leg.distance_m, km_ore), leg.distance_m, visit_id, duty)


def _waiting(reading: Reading) -> Iterator[PriceItem]:
    """Time between two pieces of work that is neither drive nor set-up nor break costs by the hour.

    Not of who rides along: they are in the car, or wait for its driver.
    """
    ore_h = reading.problem.weights.waiting_ore_h
    for duty, run in ((duty, run) for duty, run in reading.duties if not duty.rides_with):
        work = [number for number, entry in enumerate(run.entries) if entry.is_work]
        for first, last in pairwise(work):
            seconds, visit = _waited(run.entries[first : last + 1]), run.entries[last].visit
            if ore_h and seconds > 0:
                visit_id = visit.visit_id if visit else None
                yield _item("waiting", hour_units(seconds, ore_h), seconds, visit_id, duty)


def _waited(entries: tuple[Entry, ...]) -> int:
    """Return the seconds of waiting from the first of some stops, which is work, to the last, the next work."""
    first, *rests, last = entries
    spent = sum(rest.end_s - rest.start_s for rest in rests)
    if last.leg is not None and last.leg.drive_s is not None:
        spent += last.leg.drive_s + last.leg.setup_s
    return last.start_s - first.end_s - spent


def _overtime(reading: Reading) -> Iterator[PriceItem]:
    """The time after the end of the shift until the technician is back costs overtime, and what fairness adds."""
    for duty, run in reading.duties:
        if (seconds := _overrun(duty, run)) > 0:
            usual = duty.overtime_ore_h - duty.unfair_ore_h
            yield _item("overtime", hour_units(seconds, usual), seconds, None, duty)
            if duty.unfair_ore_h:
                yield _item("unfairness", hour_units(seconds, duty.unfair_ore_h), seconds, None, duty)


def _overrun(duty: Duty, run: Run) -> int:
    return run.end_s - duty.end_s


def _lateness(reading: Reading) -> Iterator[PriceItem]:
    """A start after the agreed time costs by the minute and by priority."""
    for duty, entry, visit in reading.works:
        if (seconds := visit.lateness_s(entry.start_s)) > 0:
            units = minute_units(seconds, reading.problem.weights.lateness(visit.priority))
            yield _item("lateness", units, seconds, visit.visit_id, duty)


def _starting(reading: Reading) -> Iterator[PriceItem]:
    """A visit that waits, or starts later than published, costs by how long."""
    for duty, entry, visit in reading.works:
        hinge = hinge_of(reading.problem.weights, visit)
        if hinge and hinge.units_s and (seconds := hinge.late_s(entry.start_s)) > 0:
            yield _item(hinge.term, seconds * hinge.units_s, seconds, visit.visit_id, duty)


def _longest_lateness(reading: Reading) -> Iterator[PriceItem]:
    """The greatest lateness of all costs by the minute, whatever the priority."""
    ore_min = reading.problem.weights.longest_lateness_ore_min
    late = ((visit.lateness_s(entry.start_s), visit.visit_id, duty) for duty, entry, visit in reading.works)
    seconds, visit_id, duty = max(late, key=lambda one: one[0], default=(0, "", None))
    if ore_min and seconds:
        yield _item("longest_lateness", minute_units(seconds, ore_min), seconds, visit_id, duty)


def _longest_idle(reading: Reading) -> Iterator[PriceItem]:
    """The idle time of whoever has most of it costs by the hour."""
    ore_h, runs = reading.problem.weights.longest_idle_ore_h, dict[str, Run]()
    for duty, run in reading.duties:
        runs[duty.duty_id] = run
    idle = [
        (_idle(duty, runs.get(duty.duty_id)), duty) for duty in reading.problem.duties if counts_idle(duty)
    ]  # fmt: skip
    seconds, most = max(idle, key=lambda one: one[0], default=(0, None))
    if ore_h and seconds:
        yield _item("longest_idle", hour_units(seconds, ore_h), seconds, None, most)


def _idle(duty: Duty, run: Run | None) -> int:
    if run is None:
        return unused_idle_s(duty)
    ways = (entry.leg for entry in run.entries if entry.leg)
    legs = sum(leg.setup_s if leg.drive_s is None else leg.setup_s + leg.drive_s for leg in ways)
    spent = sum(entry.end_s - entry.start_s for entry in run.entries)
    return idle_s(duty, legs + spent, run.end_s)


def _missed(reading: Reading) -> Iterator[PriceItem]:
    """A break that need not be taken costs what it says where it is not."""
    for duty, run in reading.duties:
        for rule in missing_breaks(duty, run):
            if rule.missed_ore:
                yield _item("missed_break", ore_units(rule.missed_ore), 1, None, duty)


def _dropped(reading: Reading) -> Iterator[PriceItem]:
    """A visit that is left out costs what it says; a mandatory one has no price."""
    planned = {entry.visit.visit_id for run in reading.runs for entry in run.work if entry.visit}
    for visit in reading.problem.visits:
        if visit.visit_id not in planned and visit.drop_ore is not None and not visit.is_pickup:
            yield _item("dropped", ore_units(visit.drop_ore), 1, visit.visit_id, None)


def _used(reading: Reading) -> Iterator[PriceItem]:
    """A duty on which there is work at all has a fixed price, and the night away after it has one."""
    for duty, _run in reading.duties:
        for term, amount_ore in duty_fees(reading.problem.weights, duty):
            if amount_ore:
                yield _item(term, ore_units(amount_ore), 1, None, duty)


def _giving(reading: Reading) -> Iterator[PriceItem]:
    """Who does the work costs, by the table of `planner.rules.giving`."""
    for duty, _, visit in reading.works:
        for amount in amounts(reading.problem.weights, duty, visit):
            yield _item(amount.term, amount.units, amount.quantity, visit.visit_id, duty)


def _item(term: str, units: int, quantity: int, visit_id: str | None, duty: Duty | None) -> PriceItem:
    technician_id = None if duty is None else duty.technician_id
    return PriceItem(term=term, units=units, quantity=quantity, visit_id=visit_id, technician_id=technician_id)


_ALL = (
    *(_driving, _waiting, _overtime, _lateness, _starting, _dropped, _used, _giving, _missed),
    *(_longest_lateness, _longest_idle),
)
