"""Long jobs: what no shift can hold is split into parts on successive days, all of them or none.

A job is split into as few equal parts as fit into the regular time of somebody who may do it, one part a day, with the
drive there and back and the breaks. A job that may be split by its own word (`Request.split_min`) is split as soon as
it would need overtime; any other only when it does not fit with overtime either. Parts hang together by links: the
same technician, on days in a row on which the team works.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from planner.explain.obstacles import obstacles
from planner.model.links import Link
from planner.model.message import Message, message
from planner.model.parts import Part, part_id
from planner.model.problem import Duty, Problem, Visit, VisitLock, Window
from planner.model.request import Request
from planner.model.words import LockKind, Who
from planner.planning.before import HeldPart, Told
from planner.planning.horizon import Horizon
from planner.rules import time_route

__all__ = ["LEAST_MIN", "as_told", "held_visits", "room_s", "split", "split_problem"]

LEAST_MIN = 60
"""A part of a job that says nothing of it is not shorter than so many minutes."""

_LONG_S = 2 * 3600
"""What takes less is never split: where it fits nowhere, that is not for its length."""

_DAY_S, _APART_S = 24 * 3600, 12 * 3600
"""A day, and the least time from the start of a part to the next: half a day lies between two days' shifts."""


def room_s(problem: Problem, duty: Duty, visit: Visit) -> int:
    """Return the seconds of standard work, in whole minutes, that a duty holds in its regular time.

    It holds nothing but the visit, whenever the duty likes, with the drive there and back and the breaks; a break is
    taken before or after the work, never in it.
    """
    low, high = 0, visit.service_s // 60
    while low < high:
        middle = (low + high + 1) // 2
        if _fits(problem, duty, visit, middle * 60, with_overtime=False):
            low = middle
        else:
            high = middle - 1
    return low * 60


def _fits(problem: Problem, duty: Duty, visit: Visit, service_s: int, *, with_overtime: bool) -> bool:
    free = replace(visit, service_s=service_s, windows=(), lock=VisitLock(), late_after_s=None)
    alone = problem.replace(visits=(free,), duties=(duty,), links=())
    timed = time_route(alone, duty, (free.visit_id,))
    return timed is not None and (with_overtime or timed.end_s <= duty.end_s)


def split(service_s: int, most_s: int, *, least_s: int, days: int) -> tuple[int, ...]:
    """Return the lengths of the parts of a job: equal ones, as few as there can be; one alone where it cannot be split.

    Parameters
    ----------
    service_s, most_s
        Seconds of work in all, and of a part at most.
    least_s
        Seconds of a part at least.
    days
        On how many days somebody could do a part.
    """
    if service_s <= most_s or most_s <= 0:
        return (service_s,)
    count = -(-service_s // most_s)
    if count > days or service_s // count < least_s:
        return (service_s,)
    short, more = divmod(service_s, count)
    return tuple(short + (number < more) for number in range(count))


def split_problem(
    problem: Problem, requests: Iterable[Request], told: Mapping[str, Told]
) -> tuple[Problem, tuple[Message, ...]]:
    """Return the problem with its long jobs in parts, and notes on those that are too long for the days planned.

    Parameters
    ----------
    problem
        With a visit for each request.
    requests
        What they come from.
    told
        What is published, by visit id.
    """
    by_id = {one.request_id: one for one in requests}
    seats = Counter(one.request_id for one in problem.visits if one.part is None)
    parts: dict[str, tuple[Visit, ...]] = {}
    notes = []
    for visit in problem.visits:
        request = by_id.get(visit.request_id)
        if request is None or seats[visit.request_id] > 1 or visit.part is not None:
            continue
        lengths, too_long = _lengths(problem, visit, request)
        if len(lengths) > 1 or request.parts_done:
            parts[visit.visit_id] = tuple(as_told(one, told) for one in _parts(visit, request, lengths))
        if too_long:
            notes.append(message("planning.too_long", visit=visit.visit_id, days=too_long))
    if not parts:
        return problem, tuple(notes)
    visits = tuple(one for visit in problem.visits for one in parts.get(visit.visit_id, (visit,)))
    links = (*_relinked(problem.links, parts), *_chains(problem, parts.values()))
    return problem.replace(visits=visits, links=links), tuple(notes)


def held_visits(visit: Visit, held: Sequence[HeldPart], horizon: Horizon) -> tuple[Visit, ...]:
    """Return the parts of a job that stay where they are: each on its day, with its technician.

    Parameters
    ----------
    visit
        The request as if it were done at once.
    horizon
        The days that are planned.
    """
    share = None if visit.drop_ore is None else visit.drop_ore // len(held)
    return tuple(_held(visit, one, horizon, share) for one in held)


def as_told(part: Visit, told: Mapping[str, Told]) -> Visit:
    """Return a part with who does it and when by the published plan."""
    one = told.get(part.visit_id)
    return replace(part, told_technician=one.technician_id if one else "", told_day=one.day if one else None)


def _held(visit: Visit, one: HeldPart, horizon: Horizon, share: int | None) -> Visit:
    first_s, last_s = (horizon.seconds(horizon.midnight(day)) for day in (one.day, one.day + timedelta(days=1)))
    windows = tuple(
        replace(w, earliest_s=max(w.earliest_s, first_s), latest_s=min(w.latest_s, last_s))
        for w in visit.windows
        if w.earliest_s < last_s and first_s <= w.latest_s
    )
    lock = VisitLock()
    if one.start is not None:
        start_s = horizon.seconds(one.start)
        lock = VisitLock(kind=LockKind.BOTH, technician_id=one.technician_id, earliest_s=start_s, latest_s=start_s)
    return replace(
        visit,
        visit_id=part_id(visit.request_id, one.part.number),
        part=one.part,
        service_s=one.part.service_s,
        service_p80_s=one.part.service_s,
        windows=windows or (Window(earliest_s=first_s, latest_s=last_s - 1),),
        late_after_s=None,
        late_against=None,
        required=(one.technician_id,),
        drop_ore=None if one.start is not None else share,
        lock=lock,
    )


def _lengths(problem: Problem, visit: Visit, request: Request) -> tuple[tuple[int, ...], int]:
    """Return the lengths of the parts of a visit, and the days it would take where those planned are not enough."""
    able = [duty for duty in problem.duties if not obstacles(duty, visit)]
    with_overtime = not request.split_min
    if visit.service_s < _LONG_S or any(
        _fits(problem, duty, visit, visit.service_s, with_overtime=with_overtime) for duty in able
    ):
        return (visit.service_s,), 0
    rooms = {duty.duty_id: room_s(problem, duty, visit) for duty in able}
    most_s = max(rooms.values(), default=0)
    if most_s <= 0:
        return (visit.service_s,), 0
    least_s = 60 * (request.split_min or LEAST_MIN)
    wanted = -(-visit.service_s // most_s)
    share_s = -(-visit.service_s // wanted)
    days: dict[str, set[date | None]] = {}
    for duty in able:
        if rooms[duty.duty_id] >= share_s:
            days.setdefault(duty.technician_id, set()).add(duty.day)
    lengths = split(visit.service_s, most_s, least_s=least_s, days=max(map(len, days.values()), default=0))
    return lengths, wanted if len(lengths) == 1 else 0


def _parts(visit: Visit, request: Request, lengths: tuple[int, ...]) -> tuple[Visit, ...]:
    """Return the visits of the parts; what the job costs once, it costs with the first.

    The drop price is shared, as no part is planned without the others.
    """
    before, count = request.parts_done, request.parts_done + len(lengths)
    share = None if visit.drop_ore is None else visit.drop_ore // len(lengths)
    spread_s = visit.service_p80_s - visit.service_s
    found = []
    for number, service_s in enumerate(lengths):
        part = Part(number=before + number + 1, count=count, service_s=service_s)
        one = replace(
            visit,
            visit_id=part_id(visit.request_id, part.number),
            part=part,
            service_s=service_s,
            service_p80_s=service_s + max(0, spread_s) // len(lengths),
            drop_ore=share,
        )
        found.append(one if number == 0 else _later_part(one, visit, request))
    if visit.drop_ore is not None and share is not None:
        found[0] = replace(found[0], drop_ore=visit.drop_ore - share * (len(lengths) - 1))
    return tuple(found)


def _later_part(part: Visit, visit: Visit, request: Request) -> Visit:
    """Return a part after the first: an appointment, a lock in time and lateness are for the first one."""
    told = request.promise is not None
    lock = visit.lock
    if lock.kind is LockKind.BOTH:
        lock = VisitLock(kind=LockKind.TECHNICIAN, technician_id=lock.technician_id)
    elif lock.kind in (LockKind.TIME, LockKind.TIME_RANGE):
        lock = VisitLock()
    return replace(
        part, windows=() if told else part.windows, late_after_s=None, late_against=None, lock=lock, same_as="", load=()
    )


def _relinked(links: Iterable[Link], parts: Mapping[str, tuple[Visit, ...]]) -> list[Link]:
    """Return links whose visits may be in parts: what comes before is before the first, what follows after the last."""
    return [
        replace(
            link,
            first=parts[link.first][-1].visit_id if link.first in parts else link.first,
            second=parts[link.second][0].visit_id if link.second in parts else link.second,
        )
        for link in links
    ]


def _chains(problem: Problem, parts: Iterable[tuple[Visit, ...]]) -> list[Link]:
    """Return the links between each part and the next: another day, the next on which anybody works."""
    days = sorted({duty.day for duty in problem.duties if duty.day is not None and duty.takes_visits})
    free = max((((after - day).days - 1) for day, after in pairwise(days)), default=0)
    longest_s = max((duty.hard_end_s - duty.start_s for duty in problem.duties), default=0)
    return [
        Link(
            first=first.visit_id,
            second=second.visit_id,
            min_s=max(_APART_S, longest_s),
            max_s=_DAY_S + _APART_S + free * _DAY_S,
            who=Who.SAME,
            both=True,
        )
        for ones in parts
        for first, second in pairwise(ones)
    ]
