"""What stands between a technician and a visit whatever the time: licence, skills, persons, load and more."""

from __future__ import annotations

from planner.model.problem import Duty, Problem, Visit
from planner.model.riding import seats_to_ride
from planner.model.words import LockKind
from planner.rules import bars_between, holds

__all__ = [
    "PERSON_LOCKS",
    "TIME_LOCKS",
    "lacks_certificates",
    "missing_skills",
    "obstacles",
    "overweight",
    "seat_obstacles",
]

PERSON_LOCKS = (LockKind.TECHNICIAN, LockKind.BOTH)
TIME_LOCKS = (LockKind.TIME, LockKind.BOTH, LockKind.TIME_RANGE)


def obstacles(duty: Duty, visit: Visit) -> tuple[str, ...]:
    """Return the ids of the rules that keep a technician from a visit at any time of the day.

    ``shift`` means that the shift is for other work (a phone shift takes no visits), ``rider`` that the technician goes
    nowhere alone: seats of crews are asked for with `seat_obstacles`.
    """
    found = []
    if not (duty.takes_remote if visit.is_remote else duty.takes_visits):
        found.append("shift")
    elif not visit.is_remote and not duty.may_drive(duty.start_s, duty.hard_end_s):
        found.append("rider" if duty.rides_with else "licence")
    if missing_skills(duty, visit):
        found.append("skill")
    if lacks_certificates(duty, visit):
        found.append("certificate")
    if duty.technician_id in visit.forbidden or (visit.required and duty.technician_id not in visit.required):
        found.append("person")
    found += [bar.rule for bar in bars_between(duty, visit)]
    if overweight(duty, visit):
        found.append("capacity")
    if visit.lock.kind in PERSON_LOCKS and visit.lock.technician_id != duty.technician_id:
        found.append("lock_technician")
    return tuple(found)


def seat_obstacles(problem: Problem, duty: Duty, seat: Visit) -> tuple[str, ...]:
    """Return the same of a seat of a crew: whoever rides may take it if their driver takes another."""
    found = obstacles(duty, seat)
    if "rider" not in found:
        return found
    can_ride = seat.visit_id in seats_to_ride(problem).get(duty.duty_id, ())
    return tuple(rule for rule in found if rule != "rider" or not can_ride)


def overweight(duty: Duty, visit: Visit) -> tuple[tuple[str, int], ...]:
    """Return the dimensions in which a visit alone is more than a technician can take, and its amounts."""
    most = dict(duty.capacity)
    return tuple((name, amount) for name, amount in visit.load if amount > most.get(name, amount))


def missing_skills(duty: Duty, visit: Visit) -> tuple[tuple[str, int], ...]:
    """Return the skills and levels that a visit needs and a technician does not have."""
    return tuple((skill, level) for skill, level in visit.skills if duty.level(skill) < level)


def lacks_certificates(duty: Duty, visit: Visit) -> tuple[str, ...]:
    """Return the certificates that a visit needs and a technician does not hold."""
    return tuple(certificate for certificate in visit.certificates if not holds(duty, certificate))
