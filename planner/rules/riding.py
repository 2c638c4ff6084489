"""The rule of riders: who rides along is where the driver is, from leaving to coming home."""

from __future__ import annotations

from collections.abc import Iterator

from planner.model.message import message
from planner.model.problem import Duty, Visit
from planner.model.reasons import Violation
from planner.model.words import StopKind
from planner.rules.finding import finding, name_of
from planner.rules.reading import Entry, Reading, Run

__all__ = ["rider"]


def rider(reading: Reading) -> Iterator[Violation]:
    """Who rides along works on site only beside the driver, in a crew, and moves only when the driver does.

    Decided so, because the car is the driver's and one cannot be in two places:

    - each visit of a rider is a seat of a crew of which the driver has another, from the same second on, and the
      driver does not drive away before the rider is done;
    - the rider is there when the driver first leaves and comes home with the driver, in the car or waiting while the
      driver works alone: so the driver may have other visits before, between and after;
    - the driver brings the rider home by the end of the rider's shift: nobody works overtime by waiting in a car;
    - they rest together: no break while the car is driving;
    - on a day on which somebody rides they have no remote sessions, as they are at no desk and do not know when the
      van is parked; on any other day they have remote work as anybody without a licence.

    The way is in the day of the driver: a rider drives no seconds and no metres, and pays for none.
    """
    runs = {duty.duty_id: run for duty, run in reading.duties}
    for duty, run in reading.duties:
        if duty.rides_with:
            yield from _ridden(reading, duty, run, runs.get(duty.rides_with))


def _ridden(reading: Reading, duty: Duty, run: Run, lead: Run | None) -> Iterator[Violation]:
    """Judge the day of one rider; `lead` is that of the driver, None where the driver has none."""
    driver = _driver(reading, duty)
    visits = [(entry, entry.visit) for entry in run.work if entry.visit is not None and not entry.visit.is_remote]
    moves = _moves(lead) if lead else []
    for entry, visit in visits:
        if not any(_is_mate(reading, visit, entry, one) for one in (lead.work if lead else ())):
            said = message(
                "rule.rider.violation", visit=visit.visit_id, technician=name_of(duty), other_technician=driver
            )
            yield finding("rider", said, duty, entry)
        elif any(entry.start_s <= leave < entry.end_s for leave, _ in moves):
            said = message("judge.rider_left", visit=visit.visit_id, technician=name_of(duty), other_technician=driver)
            yield finding("rider", said, duty, entry)
    for entry in run.entries:
        if _is_alone(entry, moves) or (visits and _rests_on_the_way(entry, moves)):
            yield finding(
                "rider", message("judge.rider_way", technician=name_of(duty), other_technician=driver), duty, entry
            )
        if visits and entry.stop.kind is StopKind.REMOTE:
            said = message("judge.rider_remote", visit=entry.stop.visit_id or "–", technician=name_of(duty))
            yield finding("rider", said, duty, entry)
    if visits and lead is not None:
        yield from _begun_and_over(reading, duty, run, lead)


def _begun_and_over(reading: Reading, duty: Duty, run: Run, lead: Run) -> Iterator[Violation]:
    """The rider is there when the driver leaves, is home when the driver is, and within the shift."""
    driver = _driver(reading, duty)
    first = min((leave for leave, _ in _moves(lead)), default=lead.work[0].start_s)
    if run.entries[0].start_s > first or run.end_s < lead.end_s:
        yield finding("rider", message("judge.rider_way", technician=name_of(duty), other_technician=driver), duty)
    if run.end_s > duty.end_s or lead.end_s > duty.end_s:
        time = reading.moment(max(run.end_s, lead.end_s))
        said = message("judge.rider_home", technician=name_of(duty), other_technician=driver, time=time)
        yield finding("rider", said, duty)


def _is_mate(reading: Reading, visit: Visit, entry: Entry, other: Entry) -> bool:
    """Whether another entry is a seat of the same crew, begun at the same second."""
    if other.visit is None or other.start_s != entry.start_s:
        return False
    pair = {visit.visit_id, other.visit.visit_id}
    return any(one.both and one.meets and {one.first, one.second} == pair for one in reading.problem.links)


def _moves(run: Run) -> list[tuple[int, int]]:
    """Return when somebody drives: pairs of leaving and arriving."""
    return [(entry.leave_s, entry.arrival_s) for entry in run.entries if entry.arrival_s > entry.leave_s]


def _is_alone(entry: Entry, moves: list[tuple[int, int]]) -> bool:
    """Whether somebody moves where the driver does not, or claims a way of their own."""
    if entry.stop.travel_s or entry.stop.distance_m:
        return True
    return entry.arrival_s > entry.leave_s and (entry.leave_s, entry.arrival_s) not in moves


def _rests_on_the_way(entry: Entry, moves: list[tuple[int, int]]) -> bool:
    """Whether somebody rests while the car is driving."""
    rests = entry.stop.kind is StopKind.BREAK
    return rests and any(leave < entry.end_s and entry.start_s < arrival for leave, arrival in moves)


def _driver(reading: Reading, duty: Duty) -> str:
    """Return the name of whoever drives a rider."""
    known = reading.problem.duty(duty.rides_with)
    return name_of(known) if known else duty.rides_with
