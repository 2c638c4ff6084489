"""Moving visits that need parts to where they cost least: to a van that has them, to who fetches them, or out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from planner.model.costs import ore_units
from planner.model.links import linked
from planner.model.problem import Duty, Visit
from planner.rules.timeline import aboard
from planner.solve.pickups import Order, Pickups, Routes, without
from planner.solve.takers import may_do

__all__ = ["improved"]

_PLACES = 4
"""So many places of a day are tried for a visit whose parts have to be fetched: those with the shortest detours."""

_DAYS = 6
"""In the days of so many who lack its parts, the nearest, a visit is tried."""

_PASSES = 4

_SHORT = 6
"""Up to so much work of a route is given to another as a whole."""


def improved(pickups: Pickups, routes: Routes, may_go_on: Callable[[], bool]) -> Routes:
    """Return cheaper routes: visits that need parts go where they cost least, one by one and all of a trip.

    Parameters
    ----------
    pickups
        Of the problem.
    routes
        Right routes. What is linked to other visits stays where it is.
    may_go_on
        Asked before each visit is tried elsewhere; False ends that.
    """
    best, rank = routes, pickups.rank(routes)
    for _ in range(_PASSES):
        before = rank
        for group, together in _groups(pickups, best):
            if not may_go_on():
                return best
            for tried in _again(pickups, best, group, together=together):
                if (new := pickups.rank(tried)) < rank and (not pickups.scarce or pickups.is_right(tried)):
                    best, rank = tried, new
        if rank == before:
            break
    return best


def _groups(pickups: Pickups, routes: Routes) -> Iterator[tuple[Order, bool]]:
    """Yield what is moved at once, and whether it is to be put into one day too.

    Each visit with parts; one that is left out instead of another; the visits of each trip; all work of a short route
    with a trip; and all that is left out.
    """
    tied = linked(pickups.problem.links)
    movable = [v.visit_id for v in pickups.problem.visits if v.parts and v.visit_id not in tied]
    yield from (((visit_id,), False) for visit_id in movable)
    for duty_id, order in routes.items():
        for taken in aboard(pickups.problem, pickups.duties[duty_id], pickups.work(order)).taken.values():
            trip = tuple(dict.fromkeys(one.visit_id for one in taken if one.visit_id not in tied))
            if len(trip) > 1:
                yield trip, True
            whole = pickups.bare(order)
            if taken and len(whole) <= _SHORT and tied.isdisjoint(whole):
                yield whole, True
    planned = {visit_id for order in routes.values() for visit_id in order}
    left = tuple(visit_id for visit_id in movable if visit_id not in planned)
    yield from (((one, other), False) for one in left for other in movable if other in planned)
    if len(left) > 1:
        yield left, True


def _again(pickups: Pickups, routes: Routes, group: Order, *, together: bool) -> Iterator[Routes]:
    """Yield the routes with a group put in anew: each where it costs least, and where asked all of it in one day."""
    rest: Routes = {}
    for duty_id, order in routes.items():
        if not set(group) & set(order):
            rest[duty_id] = order
            continue
        kept = pickups.fetched(duty_id, without(pickups.bare(order), set(group)), pickups.taken(rest))
        if kept is None:
            return
        rest[duty_id] = kept[1]
    ranked = [pickups.visits[one] for one in sorted(group, key=pickups.worth, reverse=True)]
    free = rest
    for visit in ranked:
        free = _put(pickups, free, visit, pickups.duties, must=False)
    yield free
    for duty_id in pickups.duties if together else ():
        one_day = rest
        for visit in ranked:
            one_day = _put(pickups, one_day, visit, (duty_id,), must=True)
        yield one_day


def _put(pickups: Pickups, routes: Routes, visit: Visit, duty_ids: Iterable[str], *, must: bool) -> Routes:
    """Return the routes with a visit where it adds least, if that is worth it or it `must` be; else as they are."""
    worth = None if must or visit.drop_ore is None else ore_units(visit.drop_ore)
    best: tuple[int, str, Order] | None = None
    for duty_id in _near(pickups, visit, duty_ids):
        others = pickups.taken({one: order for one, order in routes.items() if one != duty_id})
        now = pickups.price(duty_id, routes[duty_id], others)
        for order in _orders(pickups, duty_id, routes[duty_id], visit) if now is not None else ():
            found = pickups.fetched(duty_id, order, others)
            if now is not None and found is not None and (best is None or found[0] - now < best[0]):
                best = found[0] - now, duty_id, found[1]
    if best is None or (worth is not None and best[0] >= worth):
        return routes
    return routes | {best[1]: best[2]}


def _near(pickups: Pickups, visit: Visit, duty_ids: Iterable[str]) -> list[str]:
    """Those who may do a visit: all who have its parts in the van, and the nearest of those who can fetch."""
    able = [one for one in duty_ids if may_do(pickups.problem, pickups.duties[one], visit)]
    having = [one for one in able if _has(pickups.duties[one], visit)]
    lacking = [one for one in able if one not in having and pickups.of_duty[one]]
    return [*having, *sorted(lacking, key=lambda one: _far(pickups, one, visit))[:_DAYS]]


def _far(pickups: Pickups, duty_id: str, visit: Visit) -> int:
    start, drive_s = pickups.duties[duty_id].start_place, pickups.problem.matrix.drive_s
    if start is None or visit.place is None or drive_s[start, visit.place] < 0:
        return 1 << 40
    return int(drive_s[start, visit.place])


def _orders(pickups: Pickups, duty_id: str, order: Order, visit: Visit) -> Iterator[Order]:
    """Yield the orders with one more visit: all, or those with the shortest detours where its parts are lacking."""
    bare = pickups.bare(order)
    places: Iterable[int] = range(len(bare) + 1)
    if not _has(pickups.duties[duty_id], visit):
        places = sorted(sorted(places, key=lambda at: _detour(pickups, duty_id, bare, at, visit))[:_PLACES])
    for at in places:
        yield (*bare[:at], visit.visit_id, *bare[at:])


def _detour(pickups: Pickups, duty_id: str, order: Order, at: int, visit: Visit) -> int:
    """The seconds of driving that a visit adds at a position, as far as is known before anything is timed."""
    duty, drive_s = pickups.duties[duty_id], pickups.problem.matrix.drive_s
    rows = [duty.start_place, *(one.place for one in pickups.work(order)), duty.end_place]
    before = next((row for row in reversed(rows[: at + 1]) if row is not None), None)
    after = next((row for row in rows[at + 1 :] if row is not None), None)
    ways = ((before, visit.place, 1), (visit.place, after, 1), (before, after, -1))
    return sum(sign * int(drive_s[a, b]) for a, b, sign in ways if a is not None and b is not None)


def _has(duty: Duty, visit: Visit) -> bool:
    """Whether a van has in the morning what a visit needs."""
    van = dict(duty.van.stock) if duty.van else {}
    return all(van.get(part, 0) >= number for part, number in visit.parts)
