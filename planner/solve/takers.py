"""Who may do what: kind of work, licence, skills, certificates, persons, loads, locks, and `planner.rules.BARS`."""

from __future__ import annotations

from collections.abc import Hashable, Sequence, Set
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from planner.model.problem import Duty, Problem, Visit
from planner.model.riding import seats_to_ride
from planner.model.words import LockKind
from planner.rules import bars_between, may_table

__all__ = ["allowed", "classes", "drives_all_day", "knows_all", "may_do"]

_Kind = TypeVar("_Kind", bound=Hashable)

_PERSON_LOCKS = (LockKind.TECHNICIAN, LockKind.BOTH)


def drives_all_day(duty: Duty) -> bool:
    """Whether one span of the licence covers the whole duty, overtime included (shorter spans are not used)."""
    return duty.start_place is not None and duty.may_drive(duty.start_s, duty.hard_end_s)


def may_do(problem: Problem, duty: Duty, visit: Visit) -> bool:
    """Whether a duty may take a visit at all: kind of work, licence, skills, certificates, person, load, lock."""
    able = _is_able(problem, duty, visit) and _is_welcome(duty, visit) and not bars_between(duty, visit)
    if not able or visit.is_remote or not duty.rides_with:
        return able
    return _may_ride(problem, duty, visit, seats_to_ride(problem)[duty.duty_id])


def _is_able(problem: Problem, duty: Duty, visit: Visit) -> bool:
    if visit.is_remote:
        stays = not drives_all_day(duty) and _ends_where_it_starts(problem, duty)
        # The order of a route is nothing the search looks at: who may leave the desk gets no work that needs one,
        # unless it is fixed in time. Such work is put in after the search, before the first drive.
        fits = duty.takes_remote and (
            stays
            or (drives_all_day(duty) and (not duty.needs_desk(visit) or not duty.takes_visits or _is_fixed(visit)))
        )
    else:
        fits = duty.takes_visits and (drives_all_day(duty) or bool(duty.rides_with))
    return (
        fits
        and all(duty.level(skill) >= level for skill, level in visit.skills)
        and all(_holds(duty, certificate) for certificate in visit.certificates)
    )


def _may_ride(problem: Problem, duty: Duty, visit: Visit, seats: Set[str]) -> bool:
    """Whether a duty may be brought to a visit; where links are pinned, to what it is pinned to."""
    return visit.visit_id in seats if problem.links else visit.required == (duty.technician_id,)


def _is_fixed(visit: Visit) -> bool:
    return visit.lock.kind is LockKind.BOTH


def _is_welcome(duty: Duty, visit: Visit) -> bool:
    return (
        (not visit.required or duty.technician_id in visit.required)
        and duty.technician_id not in visit.forbidden
        and _carries(duty, visit)
        and (visit.lock.kind not in _PERSON_LOCKS or visit.lock.technician_id == duty.technician_id)
    )


def _holds(duty: Duty, certificate: str) -> bool:
    """A certificate for one customer (``id@customer``) is also held by who holds it for all."""
    return certificate in duty.certificates or certificate.partition("@")[0] in duty.certificates


def _carries(duty: Duty, visit: Visit) -> bool:
    """Whether a visit alone is not too much for a duty in any dimension."""
    most = dict(duty.capacity)
    return all(amount <= most[name] for name, amount in visit.load if name in most)


def _ends_where_it_starts(problem: Problem, duty: Duty) -> bool:
    """Whether somebody who does not drive ends the day where they began it."""
    if duty.end_place is None or duty.end_place == duty.start_place:
        return True
    return duty.start_place is not None and problem.matrix.drive_s[duty.start_place, duty.end_place] == 0


def allowed(problem: Problem, items: Sequence[int]) -> NDArray[np.bool_]:
    """Return `may_do` of all duties and some visits, asked once for each two kinds: of pairs there are millions."""
    duties, visits = problem.duties, [problem.visits[item] for item in items]
    abilities, kind = classes([_ability(problem, duty) for duty in duties])
    wants, want = classes([(v.is_remote, v.skills, v.certificates, v.desk, _is_fixed(v)) for v in visits])
    pairs = [
        [_is_able(problem, duties[kind.index(k)], visits[want.index(w)]) for w in range(len(wants))]
        for k in range(len(abilities))
    ]
    may = np.array(pairs, dtype=bool).reshape(len(abilities), len(wants))[kind][:, want]
    for column, visit in enumerate(visits):
        if visit.required or visit.forbidden or visit.load or visit.lock.kind in _PERSON_LOCKS:
            may[:, column] &= np.array([_is_welcome(duty, visit) for duty in duties], dtype=bool)
    _bar_riders(problem, may, visits)
    return may & may_table(duties, visits)


def _bar_riders(problem: Problem, may: NDArray[np.bool_], visits: Sequence[Visit]) -> None:
    """Let duties that ride have only what they may be brought to, and remote sessions."""
    riders = [(row, duty) for row, duty in enumerate(problem.duties) if duty.rides_with]
    seats = seats_to_ride(problem) if riders else {}
    for row, duty in riders:
        may[row] &= [one.is_remote or _may_ride(problem, duty, one, seats[duty.duty_id]) for one in visits]


def _ability(problem: Problem, duty: Duty) -> tuple[Hashable, ...]:
    """Return everything of a duty that `_is_able` looks at."""
    where = drives_all_day(duty), _ends_where_it_starts(problem, duty)
    rides = bool(duty.rides_with)
    return duty.takes_visits, duty.takes_remote, *where, duty.skills, duty.certificates, duty.in_van, rides


def knows_all(problem: Problem) -> bool:
    """Whether a proof holds: it must know all that a duty may do, and all that a route costs.

    More can be done with a licence for a part of the day, by work where it begins, or at a desk before the first
    drive. Labels are compared without waiting, links and breaks that may be missed, and routes are added up without
    what looks at all of them.
    """
    weights = problem.weights
    free = not (weights.waiting_ore_h or weights.longest_lateness_ore_min or weights.longest_idle_ore_h)
    free = free and not problem.links
    free = free and all(one.missed_ore is None for duty in problem.duties for one in duty.breaks)
    anywhere = not any(duty.needs_desk(visit) for visit in problem.visits for duty in problem.duties)
    return free and anywhere and not any(_could_do_more(problem, duty) for duty in problem.duties)


def _could_do_more(problem: Problem, duty: Duty) -> bool:
    if drives_all_day(duty) or duty.start_place is None:
        return False
    near = problem.matrix.drive_s[duty.start_place]
    here = any(visit.place is not None and near[visit.place] == 0 for visit in problem.visits)
    return here or any(span.start_s < duty.hard_end_s and duty.start_s < span.end_s for span in duty.drives)


def classes(values: Sequence[_Kind]) -> tuple[list[_Kind], list[int]]:
    """Return the distinct values in order of first appearance, and for each value which of them it is."""
    number = {value: index for index, value in enumerate(dict.fromkeys(values))}
    return list(number), [number[value] for value in values]
