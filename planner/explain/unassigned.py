"""Unassigned visits: the nearest miss in words, and the cures that were proven by trying."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from math import ceil

from planner.explain.cures import cures, search_longer
from planner.explain.obstacles import TIME_LOCKS, missing_skills, obstacles
from planner.explain.trying import RELAXED, Day, Spot, days_of, nearest, spots
from planner.files import load_catalogue
from planner.model.catalogue import Catalogue
from planner.model.costs import ore, ore_units
from planner.model.message import Message, Money, Text, message
from planner.model.plan import Plan
from planner.model.problem import Duty, Problem, Visit
from planner.model.reasons import Cure, Reason, Unassigned
from planner.model.words import LockKind

__all__ = ["explain"]

_ENOUGH = 600
_PLACES = 4
"""Up to so many tries for all visits together, every place of every day is tried; beyond, this many of each day."""

_FAR_S = 3600
"""A miss beyond this says little; where only an absence stands in the way, that is said instead."""

_ORDER = ("person", "lock_technician", "licence", "certificate", "skill", "shift")
"""Which obstacle is named when several technicians have one obstacle each: the easiest to do something about."""


def explain(problem: Problem, plan: Plan, *, catalogue: Catalogue | None = None) -> tuple[Unassigned, ...]:
    """Return the unassigned visits of a plan with reasons and cures.

    Parameters
    ----------
    problem
        What was to be planned.
    plan
        Its plan; visits that are neither planned nor listed are listed here.
    catalogue
        Names of skills and certificates; None: the one Fältplan ships with.

    Returns
    -------
    tuple of Unassigned
        In the problem's order; each with the nearest miss first. The first reason carries the cures.
    """
    names = catalogue or load_catalogue()
    days = days_of(problem, plan)
    planned = {visit_id for day in days.values() for visit_id in day.visit_ids}
    listed = {left.visit_id: left for left in plan.unassigned}
    left = [visit for visit in problem.visits if visit.visit_id not in planned]
    efforts = (len(day.visit_ids) + 1 for day in days.values() for visit in left if not obstacles(day.duty, visit))
    most = None if sum(efforts) <= _ENOUGH else _PLACES
    ended_s = plan.solver.time_limit_s
    return tuple(
        replace(
            listed.get(visit.visit_id) or _listed(problem, visit),
            reasons=_reasons(problem, days, visit, names, most=most, ended_s=ended_s),
        )
        for visit in left
    )


def _listed(problem: Problem, visit: Visit) -> Unassigned:
    place = None if visit.place is None else problem.places[visit.place]
    return Unassigned(
        visit_id=visit.visit_id, request_id=visit.request_id, title=visit.title, customer=visit.customer,
        channel=visit.channel, priority=visit.priority, place=place, service_s=visit.service_s,
    )  # fmt: skip


def _reasons(
    problem: Problem, days: Mapping[str, Day], visit: Visit, catalogue: Catalogue, *, most: int | None, ended_s: float
) -> tuple[Reason, ...]:
    if not days:
        return (Reason(code="shift", message=message("rule.nobody.unassigned", day=problem.day)),)
    able = [day for day in days.values() if not obstacles(day.duty, visit)]
    tried = [spot for day in able for spot in spots(problem, day, visit, relaxed=RELAXED, most=most)]
    near = nearest(tried, visit)
    first = _nearest_miss(problem, visit, near) if near else _obstacle(problem, visit, catalogue)
    if near and near[0].missed_s > _FAR_S and (away := _only_absent(problem, able, visit, most)):
        first = _absent(problem, away)
    if first.code == "search_ended":
        helps: tuple[Cure, ...] = (search_longer(ended_s),)
    else:
        helps = cures(problem, days, visit, tried, near, catalogue)
    others = (_missed(problem, visit, spot) for spot in near[1:3] if spot.missed_s)
    return (replace(first, cures=helps), *others)


def _nearest_miss(problem: Problem, visit: Visit, near: tuple[Spot, ...]) -> Reason:
    """The best place anybody has: too dear, overlooked by the search, or missing a rule by least."""
    best, duty = near[0], near[0].day.duty
    if best.missed_s:
        return _missed(problem, visit, best)
    extra = best.added_units - ore_units(visit.drop_ore or 0)
    if visit.drop_ore is not None and extra >= 0:
        said = message("explain.dearer", visit=visit.visit_id, technician=duty.name, amount=Money(ore(extra)))
        return Reason(code="price", message=said, technician_id=duty.technician_id)
    said = message("explain.overlooked", technician=duty.name)
    return Reason(code="search_ended", message=said, technician_id=duty.technician_id)


def _only_absent(problem: Problem, able: list[Day], visit: Visit, most: int | None) -> list[Duty]:
    """Who could take a visit but for an absence."""
    only_absence = frozenset({"absence"})
    return [
        day.duty
        for day in able
        if any(away.is_absence for away in day.duty.breaks)
        and any(True for _ in spots(problem, day, visit, relaxed=only_absence, most=most))
    ]


def _absent(problem: Problem, away: list[Duty]) -> Reason:
    said = message("rule.absence.unassigned", technicians=tuple(duty.name for duty in away), day=problem.day)
    return Reason(code="shift", message=said, technician_id=away[0].technician_id)


def _missed(problem: Problem, visit: Visit, spot: Spot) -> Reason:
    """The sentence of the rule a place misses most."""
    worst, duty = spot.timed.misses[0], spot.day.duty
    if worst.rule == "absence":
        return _absent(problem, [duty])
    minutes = ceil(spot.missed_s / 60)
    said = {
        "shift": lambda: message("rule.shift.unassigned", day=problem.day, technician=duty.name, minutes=minutes),
        "break": lambda: message("rule.break.unassigned", technician=duty.name),
        "lock": lambda: _lock_sentence(problem, visit),
        "window": lambda: _window_sentence(problem, visit, spot, minutes),
    }[worst.rule]()
    return Reason(code=worst.rule, message=said, technician_id=duty.technician_id)


def _lock_sentence(problem: Problem, visit: Visit) -> Message:
    lock = visit.lock
    if lock.kind not in TIME_LOCKS or lock.earliest_s is None or lock.latest_s is None:
        return message(
            "rule.lock_technician.unassigned", visit=visit.visit_id, technician=_name(problem, lock.technician_id),
            day=problem.day,
        )  # fmt: skip
    return message(
        "rule.lock_time.unassigned", visit=visit.visit_id, from_=problem.moment(lock.earliest_s),
        to=problem.moment(lock.latest_s),
    )  # fmt: skip


def _window_sentence(problem: Problem, visit: Visit, spot: Spot, minutes: int) -> Message:
    """The window that is missed: that of the visit, or of another visit that would be pushed out of its own."""
    own = any(miss.rule == "window" and miss.visit_id == visit.visit_id for miss in spot.timed.misses)
    missed = next((miss.visit_id for miss in spot.timed.misses if miss.rule == "window"), visit.visit_id)
    if not own and missed is not None:
        return message("explain.pushes_out", technician=spot.day.duty.name, other_visit=missed, minutes=minutes)
    last = max(visit.windows, key=lambda window: window.latest_s)
    return message(
        "rule.window.unassigned", from_=problem.moment(last.earliest_s), to=problem.moment(last.latest_s),
        technician=spot.day.duty.name, minutes=minutes,
    )  # fmt: skip


def _obstacle(problem: Problem, visit: Visit, catalogue: Catalogue) -> Reason:
    """Nobody may do it at any time: name what would have to change, for the person with the fewest obstacles."""
    found = {duty.duty_id: obstacles(duty, visit) for duty in problem.duties}
    fewest = min((len(rules) for rules in found.values() if rules), default=0)
    single = [(rules, duty) for duty in problem.duties if len(rules := found[duty.duty_id]) == fewest and rules]
    if not single:  # somebody may, but no way leads there
        return Reason(code="place", message=message("explain.no_way"))
    rule = min((rules[0] for rules, _ in single), key=_ORDER.index)
    people = [duty for rules, duty in single if rules[0] == rule]
    code = {"certificate": "skill", "lock_technician": "lock"}.get(rule, rule)
    said = _SENTENCES[rule](problem, visit, people, catalogue)
    return Reason(code=code, message=said, technician_id=people[0].technician_id)


def _say_skill(problem: Problem, visit: Visit, people: list[Duty], catalogue: Catalogue) -> Message:
    def lacking(duty: Duty) -> int:
        return sum(level - duty.level(skill) for skill, level in missing_skills(duty, visit))

    best = min(people, key=lacking)
    skill, level = missing_skills(best, visit)[0]
    return message(
        "rule.skill.unassigned", day=problem.day, skill=catalogue.skill_name(skill), level=level,
        technician=best.name, has_level=best.level(skill),
    )  # fmt: skip


def _say_certificate(problem: Problem, visit: Visit, people: list[Duty], catalogue: Catalogue) -> Message:
    missing = next(one for one in visit.certificates if obstacles(people[0], replace(visit, certificates=(one,))))
    known = catalogue.certificates.get(missing.partition("@")[0])
    name = known.name if known else Text(missing, missing)
    return message("rule.certificate.unassigned", day=problem.day, certificate=name)


def _say_licence(problem: Problem, _visit: Visit, people: list[Duty], _catalogue: Catalogue) -> Message:
    return message("rule.licence.unassigned", technicians=tuple(duty.name for duty in people), day=problem.day)


def _say_person(problem: Problem, visit: Visit, _people: list[Duty], _catalogue: Catalogue) -> Message:
    if not visit.required:
        return message("explain.all_forbidden", visit=visit.visit_id)
    named = tuple(_name(problem, one) for one in visit.required)
    return message("rule.person.unassigned", technicians=named, day=problem.day)


def _say_lock(problem: Problem, visit: Visit, _people: list[Duty], _catalogue: Catalogue) -> Message:
    return _lock_sentence(problem, replace(visit, lock=replace(visit.lock, kind=LockKind.TECHNICIAN)))


def _say_shift(problem: Problem, visit: Visit, _people: list[Duty], _catalogue: Catalogue) -> Message:
    return message(f"explain.no_{'remote' if visit.is_remote else 'field'}_shift", day=problem.day)


_SENTENCES = {
    "skill": _say_skill,
    "certificate": _say_certificate,
    "licence": _say_licence,
    "person": _say_person,
    "lock_technician": _say_lock,
    "shift": _say_shift,
}


def _name(problem: Problem, technician_id: str | None) -> str:
    named: Iterator[str] = (d.name for d in problem.duties if d.technician_id == technician_id)
    return next(named, technician_id or "")
