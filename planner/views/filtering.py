"""What of a day is shown: people by territory, name and skill, work by priority and how far it has come."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from planner.model.plan import Plan, Stop
from planner.model.reasons import Unassigned
from planner.model.request import Request
from planner.model.team import Team
from planner.model.words import StopKind
from planner.views.actual import Actual

__all__ = ["STATES", "Shown", "apart", "people_shown", "state_of", "thinned"]

STATES = ("open", "under_way", "done", "late", "at_risk", "locked", "unplanned")
"""How far work has come, and what is the matter with it; a visit may be in several."""
_WORK = (StopKind.VISIT, StopKind.REMOTE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What somebody wants to see; an empty choice is all of it.

    Parameters
    ----------
    technicians, territories, skills
        Ids of technicians, names of territories, ids of skills: of people, any of each, all three together.
    priorities, states
        Numbers 1 to 5, and of `STATES`: of work.
    """

    technicians: tuple[str, ...] = ()
    territories: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    priorities: tuple[int, ...] = ()
    states: tuple[str, ...] = ()

    @property
    def is_all(self) -> bool:
        """Whether everything is shown."""
        return self == Shown()

    @property
    def count(self) -> int:
        """How many of the five choices are made."""
        return sum(map(bool, (self.technicians, self.territories, self.skills, self.priorities, self.states)))


def people_shown(team: Team, plan: Plan, shown: Shown) -> frozenset[str]:
    """Return the technicians of a plan that are shown; of somebody who left the team nothing but the name is known."""
    known = {one.technician_id: one for one in team.technicians}
    found = set()
    for who in {one.technician_id for one in plan.technicians}:
        one = known.get(who)
        territories = set(one.territories) if one else set()
        skills = {held.skill for held in one.skills} if one else set()
        if shown.technicians and who not in shown.technicians:
            continue
        if shown.territories and territories.isdisjoint(shown.territories):
            continue
        if shown.skills and skills.isdisjoint(shown.skills):
            continue
        found.add(who)
    return frozenset(found)


def state_of(stop: Stop, happened: Actual | None, *, at_risk: Collection[str] = ()) -> frozenset[str]:
    """Return what a planned visit is: open, under way or done; late, one of those that may become late, or locked."""
    how = "open"
    if happened is not None and (happened.is_done or happened.is_under_way):
        how = "done" if happened.is_done else "under_way"
    found = {how}
    if stop.lateness_s > 0:
        found.add("late")
    if stop.visit_id in at_risk:
        found.add("at_risk")
    if stop.locked:
        found.add("locked")
    return frozenset(found)


def apart(plan: Plan, shown: Shown, actual: Mapping[str, Actual], *, at_risk: Collection[str] = ()) -> frozenset[str]:
    """Return the planned visits that are not asked for: they stay where they are, pale.

    Parameters
    ----------
    at_risk
        Visits that may become late.
    """
    return frozenset(
        stop.visit_id
        for stop in plan.stops
        if stop.kind in _WORK and stop.visit_id and not _is_wanted(stop, shown, actual.get(stop.visit_id), at_risk)
    )


def _is_wanted(stop: Stop, shown: Shown, happened: Actual | None, at_risk: Collection[str]) -> bool:
    if shown.priorities and (stop.priority is None or int(stop.priority) not in shown.priorities):
        return False
    return not shown.states or not state_of(stop, happened, at_risk=at_risk).isdisjoint(shown.states)


def thinned(
    plan: Plan, shown: Shown, people: frozenset[str], pale: frozenset[str], requests: Mapping[str, Request]
) -> Plan:
    """Return a plan of what is asked for alone, for a map or a list: no other people, and no other work."""
    if shown.is_all:
        return plan
    stops = (one for one in plan.stops if one.technician_id in people and one.visit_id not in pale)
    return plan.replace(
        technicians=tuple(one for one in plan.technicians if one.technician_id in people),
        stops=tuple(stops),
        unassigned=tuple(one for one in plan.unassigned if _left_is_wanted(one, shown, requests.get(one.request_id))),
    )


def _left_is_wanted(left: Unassigned, shown: Shown, request: Request | None) -> bool:
    """Work that nobody has: by its priority, its territory and what it needs."""
    skills = {need.skill for need in request.required_skills} if request else set[str]()
    asked: tuple[tuple[tuple[Any, ...], set[Any]], ...] = (
        (shown.priorities, {int(left.priority)}),
        (shown.states, {"unplanned"}),
        (shown.territories, {request.territory if request else ""}),
        (shown.skills, skills),
    )
    return all(not wanted or not has.isdisjoint(wanted) for wanted, has in asked)
