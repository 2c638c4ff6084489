"""Why nobody may do a visit at any time of the day: sentences that are true of everybody on duty."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial

from planner.explain.needs import gap, holders, lacks, needs_of, nobody_has
from planner.explain.obstacles import TIME_LOCKS, obstacles, overweight
from planner.model.catalogue import Catalogue
from planner.model.message import Message, message
from planner.model.problem import Duty, Problem, Visit
from planner.model.reasons import Reason
from planner.model.words import LockKind
from planner.rules import BARS, Bar, bar_sentence

__all__ = ["barred", "lock_sentence", "name_of"]

_ORDER = (
    "person",
    "lock_technician",
    *(bar.rule for bar in BARS),
    "capacity",
    "rider",
    "licence",
    "certificate",
    "skill",
    "shift",
)
"""Which obstacle is named when several technicians have one obstacle each: the easiest to do something about."""

_CODES = {"certificate": "skill", "lock_technician": "lock"}
"""Reasons by the rule of the plan they belong to, where it has another name."""


def barred(problem: Problem, visit: Visit, catalogue: Catalogue) -> Reason:
    """Return why nobody may do a visit: what would have to change, for those with the fewest obstacles.

    Parameters
    ----------
    problem
        Holds everybody on duty; what is said of "nobody" is true of all of them.
    visit
        The visit.
    catalogue
        Names of skills and certificates.
    """
    found = {duty.duty_id: obstacles(duty, visit) for duty in problem.duties}
    if not all(found.values()):  # somebody may, but no way leads there
        return Reason(code="place", message=message("explain.no_way"))
    fewest = min(map(len, found.values()))
    if fewest > 1:
        return _several(problem, visit, catalogue)
    single = [duty for duty in problem.duties if len(found[duty.duty_id]) == 1]
    rule = min((found[duty.duty_id][0] for duty in single), key=_ORDER.index)
    people = [duty for duty in single if found[duty.duty_id] == (rule,)]
    return _SAY[rule](problem, visit, people, catalogue)


def name_of(problem: Problem, technician_id: str | None) -> str:
    """Return a technician's name, or the id of one who is not on duty."""
    named = (d.name for d in problem.duties if d.technician_id == technician_id)
    return next(named, technician_id or "")


def lock_sentence(problem: Problem, visit: Visit) -> Message:
    """Return the sentence of a lock that cannot be kept: of its time where it has one, else of its technician."""
    lock = visit.lock
    if lock.kind not in TIME_LOCKS or lock.earliest_s is None or lock.latest_s is None:
        return message(
            "rule.lock_technician.unassigned", visit=visit.visit_id, technician=name_of(problem, lock.technician_id),
            day=problem.day,
        )  # fmt: skip
    return message(
        "rule.lock_time.unassigned", visit=visit.visit_id, from_=problem.moment(lock.earliest_s),
        to=problem.moment(lock.latest_s),
    )  # fmt: skip


def _reason(rule: str, said: Message, named: Duty | None = None) -> Reason:
    """A reason; its technician is the one the sentence names first."""
    technician_id = named.technician_id if named else None
    return Reason(code=_CODES.get(rule, rule), message=said, technician_id=technician_id)


def _several(problem: Problem, visit: Visit, catalogue: Catalogue) -> Reason:
    """Everybody has two obstacles or more: one that all share, else those of the technician with the fewest."""
    if all("shift" in obstacles(duty, visit) for duty in problem.duties):
        return _say_shift(problem, visit, [], catalogue)
    if needs_of(visit, catalogue) and not holders(problem, visit):
        return _say_needs(problem, visit, list(problem.duties), catalogue)
    best = min(problem.duties, key=lambda duty: len(obstacles(duty, visit)))
    rules = obstacles(best, visit)
    said = message("explain.several", day=problem.day, technician=best.name, rules=_names(rules))
    return _reason(rules[0], said, best)


def _names(rules: Iterable[str]) -> tuple[Message, ...]:
    return tuple(message(f"rule.{rule}.name") for rule in dict.fromkeys(rules))


def _say_needs(problem: Problem, visit: Visit, people: list[Duty], catalogue: Catalogue) -> Reason:
    """Skills and certificates: nobody has one of them, nobody has all of them, or those who have are barred."""
    missing = nobody_has(problem, visit, catalogue)
    if missing is not None:
        return _reason(missing.rule, missing.message, missing.nearest)
    all_needs = tuple(need.name for need in needs_of(visit, catalogue))
    if able := holders(problem, visit):
        rules = [rule for duty in able for rule in obstacles(duty, visit)]
        said = message(
            "explain.skilled_barred", day=problem.day, technicians=_people(able), needs=all_needs, rules=_names(rules)
        )  # fmt: skip
        return _reason(rules[0], said, able[0])
    best = min(people, key=lambda duty: gap(duty, visit))
    said = message(
        "explain.not_together", day=problem.day, needs=all_needs, technician=best.name,
        lacking=lacks(best, visit, catalogue),
    )  # fmt: skip
    return _reason("skill", said, best)


def _people(duties: Iterable[Duty]) -> tuple[str, ...]:
    return tuple({duty.technician_id: duty.name for duty in duties}.values())


def _say_licence(problem: Problem, _visit: Visit, people: list[Duty], _catalogue: Catalogue) -> Reason:
    said = message("rule.licence.unassigned", technicians=_people(people), day=problem.day)
    return _reason("licence", said, people[0])


def _say_rider(problem: Problem, _visit: Visit, people: list[Duty], _catalogue: Catalogue) -> Reason:
    driver = problem.duty(people[0].rides_with)
    said = message(
        "rule.rider.unassigned", technician=people[0].name, day=problem.day,
        other_technician=driver.name if driver else people[0].rides_with,
    )  # fmt: skip
    return _reason("rider", said, people[0])


def _say_person(problem: Problem, visit: Visit, people: list[Duty], _catalogue: Catalogue) -> Reason:
    if visit.required:
        named = tuple(name_of(problem, one) for one in visit.required)
        return _reason("person", message("rule.person.unassigned", technicians=named, day=problem.day))
    if all(duty.technician_id in visit.forbidden for duty in problem.duties):
        return _reason("person", message("explain.all_forbidden", visit=visit.visit_id))
    said = message("explain.forbidden", technicians=_people(people), visit=visit.visit_id)
    return _reason("person", said, people[0])


def _say_lock(problem: Problem, visit: Visit, _people: list[Duty], _catalogue: Catalogue) -> Reason:
    said = lock_sentence(problem, replace(visit, lock=replace(visit.lock, kind=LockKind.TECHNICIAN)))
    return Reason(code="lock", message=said, technician_id=visit.lock.technician_id)


def _say_bar(bar: Bar, problem: Problem, visit: Visit, people: list[Duty], _catalogue: Catalogue) -> Reason:
    said = bar_sentence(problem, bar, "unassigned", people[0], visit, day=problem.day)
    return _reason(bar.rule, said, people[0])


def _say_capacity(_problem: Problem, visit: Visit, people: list[Duty], _catalogue: Catalogue) -> Reason:
    name, amount = overweight(people[0], visit)[0]
    said = message(
        "explain.overweight", visit=visit.visit_id, technicians=_people(people), dimension=name, quantity=amount
    )  # fmt: skip
    return _reason("capacity", said, people[0])


def _say_shift(problem: Problem, visit: Visit, people: list[Duty], _catalogue: Catalogue) -> Reason:
    kind = "remote" if visit.is_remote else "field"
    if all("shift" in obstacles(duty, visit) for duty in problem.duties):
        return _reason("shift", message(f"explain.no_{kind}_shift", day=problem.day))
    said = message(f"explain.other_shift_{kind}", technicians=_people(people), day=problem.day)
    return _reason("shift", said, people[0])


_SAY: dict[str, Callable[[Problem, Visit, list[Duty], Catalogue], Reason]] = {
    "skill": _say_needs,
    "certificate": _say_needs,
    "licence": _say_licence,
    "rider": _say_rider,
    "person": _say_person,
    "lock_technician": _say_lock,
    **{bar.rule: partial(_say_bar, bar) for bar in BARS},
    "capacity": _say_capacity,
    "shift": _say_shift,
}
