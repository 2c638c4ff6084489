"""From a request for several persons to one visit for each seat of the crew."""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import replace

from planner.model.links import Link, crew
from planner.model.message import message
from planner.model.problem import Visit, VisitLock
from planner.model.reasons import Reason
from planner.model.request import Request, SkillNeed
from planner.model.words import LockKind

__all__ = ["MOST_SEATS", "crew_links", "seat_ids", "seats_of", "too_many"]

MOST_SEATS = 4
"""So many people are planned to one place and time at most."""


def too_many(request: Request) -> Reason | None:
    """Return why a crew cannot be planned: it has more seats than are planned together."""
    if request.crew_size <= MOST_SEATS:
        return None
    return Reason(code="crew", message=message("planning.crew_too_big", count=request.crew_size, most=MOST_SEATS))


def seat_ids(request: Request, taken: Set[str]) -> tuple[str, ...]:
    """Return the visit ids of the seats of a request: its own, then ``R/2``, ``R/3``; none that is taken.

    Parameters
    ----------
    taken
        Ids that are not free: customers may have a request called ``R/2``.
    """
    ids = [request.request_id]
    for seat in range(2, request.crew_size + 1):
        mark = "/"
        while f"{request.request_id}{mark}{seat}" in taken:
            mark += "/"
        ids.append(f"{request.request_id}{mark}{seat}")
    return tuple(ids)


def seats_of(first: Visit, request: Request, ids: tuple[str, ...], *, late_ore: int = 0) -> tuple[Visit, ...]:
    """Return the visits of a crew; of one person the visit as it is.

    All seats have the place, the times and the certificates. The wish for a technician or a language, the load and the
    cost of coming late are of the first seat: the request has them once. So has it its drop price: the seats share it,
    what is in it for lateness stays with the first.

    Parameters
    ----------
    first
        The visit of the request as if one person did it.
    ids
        Visit ids of the seats.
    late_ore
        What of the drop price is there because coming late costs.
    """
    if len(ids) == 1:
        return (first,)
    share = None if first.drop_ore is None else max(0, first.drop_ore - late_ore) // len(ids)
    own = None if first.drop_ore is None or share is None else first.drop_ore - share * (len(ids) - 1)
    others = (
        replace(
            first,
            visit_id=visit_id,
            drop_ore=share,
            skills=_pairs(request.skills_of_seat(seat)),
            late_after_s=None,
            late_against=None,
            soon_after_s=None,
            preferred=(),
            required=(),
            wished_languages=(),
            same_as="",
            load=(),
            parts=(),
            lock=_lock_of_seat(first.lock, request, seat),
        )
        for seat, visit_id in enumerate(ids[1:], start=2)
    )
    return (replace(first, drop_ore=own), *others)


def crew_links(visits: Iterable[Visit]) -> tuple[Link, ...]:
    """Return the links of all crews among visits: the seats of a request begin together."""
    seats: dict[str, list[str]] = {}
    for visit in (one for one in visits if one.part is None):
        seats.setdefault(visit.request_id, []).append(visit.visit_id)
    return tuple(link for ids in seats.values() if len(ids) > 1 for link in crew(ids))


def _pairs(needs: Iterable[SkillNeed]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted((need.skill, need.level) for need in needs))


def _lock_of_seat(lock: VisitLock, request: Request, seat: int) -> VisitLock:
    """The time of a lock holds for every seat; the technician only where the lock names one for the seat."""
    named = request.lock.others[seat - 2 : seat - 1]
    if lock.kind is LockKind.NONE:
        return lock
    if named and lock.kind in (LockKind.TECHNICIAN, LockKind.BOTH):
        return replace(lock, technician_id=named[0])
    if lock.kind is LockKind.TECHNICIAN:
        return VisitLock()
    kind = LockKind.TIME if lock.kind is LockKind.BOTH else lock.kind
    return replace(lock, kind=kind, technician_id=None)
