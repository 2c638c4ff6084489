"""A problem with parts as a search that knows nothing of them can solve it: by persons, loads and links.

Before there are trips to depots (`before_trips`), everybody may do a visit who can have its parts, or only those who
have them in the van, or as good as there: who starts at a depot that opens then. Around known trips (`around`), visits
are linked to the pick-up where their parts are fetched.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace

from planner.model.links import Link, linked, settled
from planner.model.problem import Duty, Problem, Visit
from planner.model.solution import Solution
from planner.model.words import Who
from planner.rules.timeline import aboard, time_route
from planner.solve.takers import may_do

__all__ = ["agreed_around", "around", "before_trips"]

_SOON_S = 1_800
"""Who starts at a depot that opens within this has its parts as good as aboard."""

_PART = "part:"
"""Parts become dimensions of load with this before their name: the team may have a dimension of the same name."""


def before_trips(problem: Problem, *, fetching: bool) -> Problem:
    """Return the problem without parts and pick-ups, in which only those may do a visit who can have its parts.

    Parameters
    ----------
    fetching
        Whether those may who would have to fetch them, as if a trip cost nothing. False: only where vans have too
        little for all, or nobody who has them may do the visit.
    """
    reach = _reach(problem)
    needed, there = Counter[str](), Counter[str]()
    for visit in problem.visits:
        needed.update(dict(visit.parts))
    for one in reach.values():
        there.update(one.own)
    short = {part for part, number in needed.items() if fetching or there[part] < number}
    visits = tuple(_posed(problem, visit, reach, short) for visit in problem.visits if not visit.is_pickup)
    duties = tuple(_limited(duty, reach[duty.duty_id], needed, short) for duty in problem.duties)
    return problem.replace(visits=visits, duties=duties)


def around(problem: Problem, plan: Solution) -> Problem:
    """Return the problem around the trips of a plan: without parts, what is fetched linked to where it is fetched.

    Visits served from a van stay with vans that have their parts; what is left out may go to those.

    Parameters
    ----------
    problem
        With parts.
    plan
        A plan of it that is right.
    """
    by_id = {visit.visit_id: visit for visit in problem.visits}
    duties = {duty.duty_id: duty for duty in problem.duties}
    fetched: dict[str, Counter[str]] = {}
    links: dict[tuple[str, str], Link] = {}
    for route in plan.routes:
        work = [by_id[one] for one in route.visit_ids]
        for pickup, rows in aboard(problem, duties[route.duty_id], work).taken.items():
            for one in rows:
                fetched.setdefault(one.visit_id, Counter())[one.part] += one.quantity
                links[pickup, one.visit_id] = Link(first=pickup, second=one.visit_id, from_end=True, who=Who.SAME)
    used, needed, visits = {pickup for pickup, _ in links}, Counter[str](), []
    for visit in problem.visits:
        if visit.is_pickup and visit.visit_id not in used:
            continue
        got = fetched.get(visit.visit_id, Counter())
        own = {part: number - got[part] for part, number in visit.parts}
        needed.update(own)
        load = tuple((_PART + part, number) for part, number in own.items() if number)
        visits.append(replace(visit, parts=(), stock=(), load=(*visit.load, *load)))
    limited = tuple(_limited(duty, _Reach(_in_van(duty)), needed, set()) for duty in problem.duties)
    return problem.replace(visits=tuple(visits), duties=limited, links=(*problem.links, *links.values()))


def agreed_around(problem: Problem, posed: Problem, plan: Solution) -> Solution:
    """Return a plan of a problem with parts as one of that `around` its trips: it says when what is linked begins.

    Parameters
    ----------
    problem, posed
        The problem with parts, and that around the trips of the plan.
    """
    timing, found = settled(problem, dict(plan.agreed)), dict(plan.agreed)
    tied, duties = linked(posed.links), {duty.duty_id: duty for duty in problem.duties}
    for route in plan.routes:
        timed = time_route(timing, duties[route.duty_id], route.visit_ids)
        for stop in timed.stops if timed else ():
            if stop.visit_id is not None and stop.visit_id in tied:
                found[stop.visit_id] = stop.start_s
    return replace(plan, agreed=tuple(sorted(found.items())))


@dataclass(frozen=True, slots=True)
class _Reach:
    """What somebody has in the van, as good as there, and what they could fetch beside."""

    own: Counter[str]
    early: Counter[str] = field(default_factory=Counter)
    later: Counter[str] = field(default_factory=Counter)

    def has(self, visit: Visit, fetched: set[str]) -> bool:
        """Whether all parts of a visit can be there; those of `fetched` may be fetched on the way."""
        return all(self.room(part, fetched) >= number for part, number in visit.parts)

    def room(self, part: str, fetched: set[str]) -> int:
        """How many of a part can be there."""
        return self.own[part] + self.early[part] + (self.later[part] if part in fetched else 0)


def _reach(problem: Problem) -> dict[str, _Reach]:
    opens = {one.depot_id: one.opens_s for one in problem.depots}
    pickups: dict[str, list[Visit]] = {}
    for one in problem.visits:
        if one.is_pickup:
            for technician_id in one.required:
                pickups.setdefault(technician_id, []).append(one)
    found = {}
    for duty in problem.duties:
        early, later = Counter[str](), Counter[str]()
        for one in pickups.get(duty.technician_id, ()):
            if may_do(problem, duty, one):
                soon = one.place == duty.start_place and opens.get(one.depot, 0) <= duty.start_s + _SOON_S
                (early if soon else later).update(dict(one.stock))
        found[duty.duty_id] = _Reach(_in_van(duty), early, later)
    return found


def _in_van(duty: Duty) -> Counter[str]:
    return Counter(dict(duty.van.stock) if duty.van else {})


def _posed(problem: Problem, visit: Visit, reach: dict[str, _Reach], short: set[str]) -> Visit:
    """A visit without parts, forbidden to those who will not have them."""
    if not visit.parts:
        return visit
    able = [duty for duty in problem.duties if may_do(problem, duty, visit)]
    load = tuple((_PART + part, number) for part, number in visit.parts)
    fetched = short
    if not any(reach[duty.duty_id].has(visit, short) for duty in able):
        # Nobody who may do it has what it needs: whoever can fetches it, and no van is emptied for it.
        fetched, load = {part for part, _ in visit.parts}, ()
    having = {duty.technician_id for duty in able if reach[duty.duty_id].has(visit, fetched)}
    others = sorted({duty.technician_id for duty in problem.duties} - having)
    return replace(
        visit, parts=(), forbidden=tuple(dict.fromkeys((*visit.forbidden, *others))), load=(*visit.load, *load)
    )


def _limited(duty: Duty, reach: _Reach, needed: Counter[str], short: set[str]) -> Duty:
    """A duty that has no more of each part than it can have, where that is less than all need."""
    rooms = ((part, reach.room(part, short)) for part in sorted(needed))
    limits = tuple((_PART + part, room) for part, room in rooms if room < needed[part])
    return replace(duty, van=None, capacity=(*duty.capacity, *limits))
