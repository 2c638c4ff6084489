"""A scenario put into a team and a catalogue: from then on they are planned with like any other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial

from planner.model.catalogue import Catalogue, SlaPolicy
from planner.model.licence import Licence
from planner.model.message import Message, message
from planner.model.places import Place
from planner.model.scenario import NewStart, NewTarget, NewTechnician, Scenario, Training
from planner.model.team import Depot, ShiftPattern, SkillHeld, Team, Technician
from planner.model.words import ShiftKind

__all__ = ["said_of", "with_scenario", "with_targets"]

_ALWAYS = Licence(classes=("B",), valid_to=date(2999, 12, 31))


def with_scenario(team: Team, scenario: Scenario) -> Team:
    """Return a team as a scenario has it; whoever it names and the team does not have changes nothing.

    Skills are learned and starts moved before somebody new is taken on, who has what the one they are like has then.
    """
    for one in scenario.trained:
        team = _each(team, one.technician_id, partial(_trained, training=one))
    for start in scenario.moved:
        team = _moved(team, start)
    for number, new in enumerate(scenario.added, start=1):
        team = _with_new(team, new, number)
    gone = frozenset(scenario.removed)
    left = tuple(one.replace(active=False) if one.technician_id in gone else one for one in team.technicians)
    return replace(team, technicians=left)


def with_targets(catalogue: Catalogue, scenario: Scenario) -> Catalogue:
    """Return a catalogue with the promises of a scenario; a service level it does not know changes nothing."""
    policies = dict(catalogue.sla_policies)
    for target in scenario.targets:
        if target.policy_id in policies:
            policies[target.policy_id] = _promised(policies[target.policy_id], target)
    return replace(catalogue, sla_policies=policies)


def said_of(scenario: Scenario, team: Team, catalogue: Catalogue) -> tuple[Message, ...]:
    """Return what a scenario changes, a sentence for each change; people and depots that are gone have their ids."""
    return tuple(_said(scenario, team, catalogue))


def _said(scenario: Scenario, team: Team, catalogue: Catalogue) -> Iterator[Message]:
    people = {one.technician_id: one.name for one in team.technicians}
    depots = {one.depot_id: one.name for one in team.depots}
    for new in scenario.added:
        where = {"depot": depots.get(new.depot_id, new.depot_id)} if new.depot_id else {}
        key = "what_if.said.added_at" if where else "what_if.said.added"
        yield message(
            key, like=people.get(new.like, new.like), from_=f"{new.start:%H:%M}", to=f"{new.end:%H:%M}", **where
        )
    for gone in scenario.removed:
        yield message("what_if.said.removed", technician=people.get(gone, gone))
    for move in scenario.moved:
        to = depots.get(move.to_depot_id, move.place.label if move.place else move.to_depot_id)
        if move.technician_id:
            who = people.get(move.technician_id, move.technician_id)
            yield message("what_if.said.moved", technician=who, place=to)
        else:
            yield message("what_if.said.moved_all", depot=depots.get(move.depot_id, move.depot_id), place=to)
    for skill in scenario.trained:
        who, name = people.get(skill.technician_id, skill.technician_id), catalogue.skill_name(skill.skill)
        yield message("what_if.said.trained", technician=who, skill=name, level=skill.level)
    for target in scenario.targets:
        policy = catalogue.sla_policies.get(target.policy_id)
        yield message(
            "what_if.said.target",
            policy=policy.label if policy else target.policy_id,
            priority=target.priority.name,
            minutes=target.resolution_min,
        )


def _trained(one: Technician, training: Training) -> Technician:
    known = next((held for held in one.skills if held.skill == training.skill), None)
    # One that has run out is learned anew: in the scenario it never does.
    level = max(training.level, known.level if known else 0)
    others = tuple(held for held in one.skills if held.skill != training.skill)
    return one.replace(skills=(*others, SkillHeld(skill=training.skill, level=level)))


def _moved(team: Team, move: NewStart) -> Team:
    depot = team.depot(move.to_depot_id)
    place = depot.place if depot else move.place
    if place is None:
        return team
    moved = partial(_starting, place=place, depot=move.to_depot_id)
    if move.technician_id:
        return _each(team, move.technician_id, moved)
    at_depot = {one.technician_id for one in team.technicians if _starts_at(one, move.depot_id, team)}
    people = tuple(moved(one) if one.technician_id in at_depot else one for one in team.technicians)
    depots = tuple(_placed(one, place) if one.depot_id == move.depot_id and not depot else one for one in team.depots)
    return replace(team, technicians=people, depots=depots)


def _starts_at(one: Technician, depot_id: str, team: Team) -> bool:
    depot = team.start_depot(one)
    return depot is not None and depot.depot_id == depot_id


def _placed(depot: Depot, place: Place) -> Depot:
    return replace(depot, place=place)


def _starting(one: Technician, place: Place, depot: str) -> Technician:
    returns = one.end_place is not None and one.end_place == one.start_place
    end = place if returns else one.end_place
    return one.replace(start_place=place, end_place=end, starts_from=depot or one.starts_from)


def _with_new(team: Team, new: NewTechnician, number: int) -> Team:
    like, depot = team.technician(new.like), team.depot(new.depot_id)
    if like is None:
        return team
    start, end = (depot.place, depot.place) if depot else (like.start_place, like.end_place)
    usual = next((one for one in like.patterns if one.kind is ShiftKind.FIELD), None)
    shift = ShiftPattern(
        weekdays=new.weekdays,
        start=new.start,
        end=new.end,
        max_overtime_min=usual.max_overtime_min if usual else 0,
        breaks=usual.breaks if usual else (),
    )
    added = like.replace(
        technician_id=_free_id(team, number),
        name=f"+{number}",
        number=max(one.number for one in team.technicians) + 1,
        start_place=start,
        end_place=end,
        starts_from=new.depot_id or like.starts_from,
        patterns=(shift,),
        licence=_ALWAYS,
        vehicle_id="",
        vendor_id="",
        rides_with="",
        nights_away=False,
        cost_per_hour_ore=new.cost_per_hour_ore,
        active=True,
        version=1,
    )
    return replace(team, technicians=(*team.technicians, added))


def _free_id(team: Team, number: int) -> str:
    taken, found = {one.technician_id for one in team.technicians}, f"+{number}"
    while found in taken:
        found = f"+{found}"
    return found


def _each(team: Team, technician_id: str, change: Callable[[Technician], Technician]) -> Team:
    people = (change(one) if one.technician_id == technician_id else one for one in team.technicians)
    return replace(team, technicians=tuple(people))


def _promised(policy: SlaPolicy, target: NewTarget) -> SlaPolicy:
    targets = tuple(
        (priority, replace(now, resolution_min=target.resolution_min) if priority is target.priority else now)
        for priority, now in policy.targets
    )
    return replace(policy, targets=targets)
