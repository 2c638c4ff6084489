"""Rules about parts: what a visit needs is in the van then, the van holds it, the depot is open and has it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from planner.model.message import Message, Value, message
from planner.model.problem import Duty, Problem
from planner.model.reasons import Violation
from planner.model.stock import Amounts, DepotDay
from planner.rules.finding import finding, name_of
from planner.rules.reading import Entry, Reading

__all__ = ["depot", "load", "parts"]


def parts(reading: Reading) -> Iterator[Violation]:
    """Every part that a visit needs is in the van when it begins: from the morning, or fetched before, and not used."""
    for duty, run in reading.duties:
        inside = _in_the_morning(duty)
        for entry in run.work:
            inside.update(_fetched(entry))
            for part, needed in _needs(entry):
                lacking = needed - inside[part]
                inside[part] = max(0, -lacking)
                if lacking > 0:
                    said = message(
                        "rule.parts.violation",
                        technician=name_of(duty),
                        quantity=lacking,
                        part=_name(reading.problem, part),
                        visit=str(entry.stop.visit_id),
                    )
                    yield finding("parts", said, duty, entry)


def load(reading: Reading) -> Iterator[Violation]:
    """After every pick-up the parts in the van are no more, by volume and by weight, than it may carry."""
    for duty, run in reading.duties:
        inside = _in_the_morning(duty)
        for entry in run.work:
            fetched = _fetched(entry)
            inside.update(fetched)
            for said in _too_much(reading.problem, duty, inside) if fetched else ():
                yield finding("load", said, duty, entry)
            for part, needed in _needs(entry):
                inside[part] = max(0, inside[part] - needed)


def depot(reading: Reading) -> Iterator[Violation]:
    """Whoever fetches parts is at a depot from its opening to its close, and all together take no more than it has."""
    depots = {one.depot_id: one for one in reading.problem.depots}
    left = {one.depot_id: Counter(dict(one.stock)) for one in reading.problem.depots}
    for duty, entry, visit in reading.works:
        if not visit.is_pickup:
            continue
        there = depots[visit.depot]
        if entry.start_s < there.opens_s or entry.end_s > there.closes_s:
            said = message(
                "rule.depot.violation",
                technician=name_of(duty),
                depot=_called(there),
                time=reading.moment(entry.start_s),
                from_=reading.moment(there.opens_s),
                to=reading.moment(there.closes_s),
            )
            yield finding("depot", said, duty, entry)
        for part, number in _fetched(entry).items():
            lacking = number - left[visit.depot][part]
            left[visit.depot][part] = max(0, -lacking)
            if lacking > 0:
                said = message(
                    "judge.depot_stock",
                    depot=_called(there),
                    part=_name(reading.problem, part),
                    quantity=lacking,
                    technician=name_of(duty),
                )
                yield finding("depot", said, duty, entry)


def _in_the_morning(duty: Duty) -> Counter[str]:
    return Counter(dict(duty.van.stock) if duty.van else {})


def _needs(entry: Entry) -> Amounts:
    return entry.visit.parts if entry.visit else ()


def _fetched(entry: Entry) -> Counter[str]:
    """What the plan says is taken up at a stop: at a pick-up at a depot, and nowhere else."""
    found: Counter[str] = Counter()
    if entry.visit and entry.visit.is_pickup:
        for one in entry.stop.taken:
            found[one.part] += one.quantity
    return found


def _too_much(problem: Problem, duty: Duty, inside: Counter[str]) -> Iterator[Message]:
    """Say by volume and by weight what is beyond a van's limits."""
    van = duty.van
    if van is None:
        return
    volume = sum(one.volume_ml * inside[one.part] for one in problem.parts)
    weight = sum(one.weight_g * inside[one.part] for one in problem.parts)
    for amount, most, unit in ((volume, van.load_ml, "litres"), (weight, van.load_g, "kilograms")):
        if most is not None and amount > most:
            yield message(
                "rule.load.violation",
                quantity=amount / 1000,
                limit=most / 1000,
                vehicle=van.name or van.van_id,
                unit=message(f"judge.{unit}"),
            )


def _called(there: DepotDay) -> str:
    return there.name or there.depot_id


def _name(problem: Problem, part: str) -> Value:
    return next((one.name for one in problem.parts if one.part == part), part)
