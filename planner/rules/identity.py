"""Rules about identity: nothing twice, nothing lost, and what is locked stays where it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from planner.model.message import Message, message
from planner.model.problem import Duty, Visit, VisitLock
from planner.model.reasons import Violation
from planner.model.words import LockKind
from planner.rules.finding import finding, name_of
from planner.rules.reading import Entry, Reading

__all__ = ["lock", "once"]


def once(reading: Reading) -> Iterator[Violation]:
    """Every visit is in the plan once, or left out and named as such; a mandatory one is not left out."""
    planned = Counter(entry.stop.visit_id for run in reading.runs for entry in run.work)
    left_out = Counter(one.visit_id for one in reading.plan.unassigned)
    for visit in reading.problem.visits:
        yield from _counted(visit, planned[visit.visit_id], left_out[visit.visit_id])
    known = {visit.visit_id for visit in reading.problem.visits}
    for visit_id in sorted({visit_id or "–" for visit_id in planned if visit_id not in known}):
        said = message("rule.unknown_visit.violation", visit=visit_id)
        yield Violation(rule="once", message=said, visit_id=visit_id)


def _counted(visit: Visit, planned: int, left_out: int) -> Iterator[Violation]:
    """Judge one visit by how often it is planned and how often it is named as left out; nobody misses a pick-up."""
    visit_id = visit.visit_id
    if planned > 1 or left_out > 1:
        said = message("rule.once.violation", visit=visit_id, count=max(planned, left_out))
        yield Violation(rule="once", message=said, visit_id=visit_id)
    if planned and left_out:
        yield Violation(rule="once", message=message("judge.both", visit=visit_id), visit_id=visit_id)
    if not planned and not left_out and not visit.is_pickup:
        yield Violation(rule="once", message=message("judge.lost", visit=visit_id), visit_id=visit_id)
    if not planned and visit.drop_ore is None:
        yield Violation(rule="once", message=message("rule.mandatory.violation", visit=visit_id), visit_id=visit_id)


def lock(reading: Reading) -> Iterator[Violation]:
    """A locked visit stays with its technician and starts within its times, as far as each is locked."""
    for duty, entry, visit in reading.works:
        if _is_moved(visit.lock, duty):
            yield finding("lock", _moved(reading, visit, duty), duty, entry)
        if _is_shifted(visit.lock, entry):
            moment = reading.moment
            first, last = visit.lock.earliest_s, visit.lock.latest_s
            said = message(
                "rule.lock_time.violation",
                visit=visit.visit_id,
                from_="" if first is None else moment(first),
                to="" if last is None else moment(last),
                time=moment(entry.start_s),
            )
            yield finding("lock", said, duty, entry)


def _is_moved(locked: VisitLock, duty: Duty) -> bool:
    """Whether the visit is locked to another technician."""
    if locked.kind not in (LockKind.TECHNICIAN, LockKind.BOTH) or locked.technician_id is None:
        return False
    return locked.technician_id != duty.technician_id


def _is_shifted(locked: VisitLock, entry: Entry) -> bool:
    """Whether the visit is locked to other times."""
    if locked.kind not in (LockKind.TIME, LockKind.BOTH, LockKind.TIME_RANGE):
        return False
    if locked.earliest_s is not None and entry.start_s < locked.earliest_s:
        return True
    return locked.latest_s is not None and entry.start_s > locked.latest_s


def _moved(reading: Reading, visit: Visit, duty: Duty) -> Message:
    owner, first = visit.lock.technician_id, visit.lock.earliest_s
    name = next((name_of(d) for d in reading.problem.duties if d.technician_id == owner), str(owner))
    if visit.lock.kind is LockKind.BOTH and first is not None:
        time = reading.moment(first)
        return message("rule.lock.violation", visit=visit.visit_id, technician=name, time=time)
    return message(
        "rule.lock_technician.violation", visit=visit.visit_id, technician=name, other_technician=name_of(duty)
    )
