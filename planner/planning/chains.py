"""What has to be done before something else: links within a day, and hard times from what was done before it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from planner.model.links import Link
from planner.model.message import Value, message
from planner.model.problem import Visit, Window
from planner.model.reasons import Reason, Unassigned
from planner.model.request import Predecessor, Request
from planner.model.words import RequestStatus, Who
from planner.planning.times import Day

__all__ = ["Earlier", "Posed", "chained", "links_of_chains"]

_OVER = frozenset({RequestStatus.DONE, RequestStatus.FOLLOW_UP})

Posed = Sequence[Visit] | Unassigned
"""The seats of a request, or why it is left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """A request that is done, or planned, before the day.

    Parameters
    ----------
    end
        Aware moment at which it ends; None: it is done, nobody knows when.
    technician_ids
        Who does it, the first seat first.
    """

    end: datetime | None = None
    technician_ids: tuple[str, ...] = ()


def chained(
    requests: Sequence[Request], posed: Mapping[str, Posed], earlier: Mapping[str, Earlier], day: Day
) -> dict[str, Posed]:
    """Return what was posed with the times and persons that predecessors ask for.

    A predecessor that is over before the day makes hard times; one of the day becomes a link
    (`links_of_chains`). A request whose predecessor is neither is left out, and with it what follows on it.

    Parameters
    ----------
    requests
        All that was handed in, also what is over.
    posed
        The seats of each request of the day, or why it is left out.
    earlier
        What is known of other days, by request id.
    """
    by_id = {request.request_id: request for request in requests}
    known = dict(earlier) | {
        one.request_id: Earlier()
        for one in requests
        if one.status in _OVER and one.request_id not in posed and one.request_id not in earlier
    }
    found = dict(posed)
    in_circle = _circles(by_id, found)
    waiting = True
    while waiting:
        waiting = False
        for request_id, seats in list(found.items()):
            if isinstance(seats, Unassigned) or request_id not in by_id:
                continue
            reason = _why_not(by_id[request_id], found, known, in_circle)
            if reason is not None:
                found[request_id] = _left(seats[0], by_id[request_id], reason)
                waiting = True
    for request_id, seats in list(found.items()):
        if not isinstance(seats, Unassigned) and request_id in by_id:
            found[request_id] = _after(seats, by_id[request_id], known, day)
    return found


def links_of_chains(requests: Iterable[Request], posed: Mapping[str, Posed], earlier: Iterable[str]) -> list[Link]:
    """Return the links between requests of the day and their predecessors on it.

    The least gap counts from the end of every seat of the predecessor; the most, and the same technician, of its
    first; a different technician is none of them.

    Parameters
    ----------
    earlier
        Ids of what is over before the day: it needs no link.
    """
    past = set(earlier)
    found = []
    for request in requests:
        second = posed.get(request.request_id)
        if second is None or isinstance(second, Unassigned):
            continue
        for before in request.predecessors:
            first = posed.get(before.request_id)
            if first is not None and not isinstance(first, Unassigned) and before.request_id not in past:
                found += [_link(before, seat, second[0], is_first=n == 0) for n, seat in enumerate(first)]
    return found


def _link(before: Predecessor, first: Visit, second: Visit, *, is_first: bool) -> Link:
    most = before.most_min if is_first else None
    return Link(
        first=first.visit_id,
        second=second.visit_id,
        min_s=before.least_min * 60,
        max_s=None if most is None else most * 60,
        from_end=True,
        who=before.who if is_first or before.who is Who.DIFFERENT else Who.ANY,
    )


def _why_not(
    request: Request, found: Mapping[str, Posed], known: Mapping[str, Earlier], in_circle: set[str]
) -> Reason | None:
    """Why a request cannot be planned for what has to come before it."""
    if request.request_id in in_circle:
        return Reason(code="link", message=message("planning.link_circle", visit=request.request_id))
    for before in request.predecessors:
        one = found.get(before.request_id)
        if before.request_id not in known and (one is None or isinstance(one, Unassigned)):
            said = message("rule.link.unassigned", visit=request.request_id, other_visit=before.request_id)
            return Reason(code="link", message=said)
    return None


def _circles(by_id: Mapping[str, Request], posed: Mapping[str, Posed]) -> set[str]:
    """Return the requests that wait, by way of others or not, for themselves."""
    waits = {one: {before.request_id for before in request.predecessors} for one, request in by_id.items()}
    found = set()
    for start in posed:
        seen: set[str] = set()
        open_ones = list(waits.get(start, ()))
        while open_ones:
            one = open_ones.pop()
            if one not in seen:
                seen.add(one)
                open_ones += waits.get(one, ())
        if start in seen:
            found.add(start)
    return found


def _after(seats: Sequence[Visit], request: Request, known: Mapping[str, Earlier], day: Day) -> Posed:
    """The seats of a request after what is over before the day, or why there is no time left for it."""
    for before in request.predecessors:
        past = known.get(before.request_id)
        if past is None:
            continue
        seats = [_by(seats[0], before, past.technician_ids), *seats[1:]]
        if past.end is None:
            continue
        first = past.end + timedelta(minutes=before.least_min)
        last = None if before.most_min is None else past.end + timedelta(minutes=before.most_min)
        first_s, last_s = day.horizon.seconds(first), None if last is None else day.horizon.seconds(last)
        if first_s <= 0 and last_s is None:
            continue
        windows = _within(seats[0].windows, first_s, day.end_s if last_s is None else last_s)
        if not windows:
            return _left(seats[0], request, _no_time(request, before, first, last))
        seats = [replace(seat, windows=windows) for seat in seats]
    return seats


def _no_time(request: Request, before: Predecessor, first: datetime, last: datetime | None) -> Reason:
    values: dict[str, Value] = {"visit": request.request_id, "other_visit": before.request_id, "from_": first}
    if last is None:
        return Reason(code="link", message=message("planning.link_after", **values))
    return Reason(code="link", message=message("planning.link_between", **values, to=last))


def _by(seat: Visit, before: Predecessor, people: tuple[str, ...]) -> Visit:
    """The first seat, by the one who did what came before, or by somebody else."""
    if not people or before.who is Who.ANY:
        return seat
    if before.who is Who.DIFFERENT:
        return replace(seat, forbidden=tuple(dict.fromkeys((*seat.forbidden, *people))))
    if seat.required and people[0] not in seat.required:
        return replace(seat, forbidden=tuple(dict.fromkeys((*seat.forbidden, *seat.required))))
    return replace(seat, required=(people[0],))


def _within(windows: tuple[Window, ...], low: int, high: int) -> tuple[Window, ...]:
    """Cut windows to those starts that a gap allows; where there are none, any time is cut."""
    low = max(low, 0)
    if not windows:
        return (Window(earliest_s=low, latest_s=high),) if low <= high else ()
    kept = []
    for window in windows:
        first, last = max(window.earliest_s, low), min(window.latest_s, high)
        if first <= last and (window.end_s is None or first < window.end_s):
            kept.append(replace(window, earliest_s=first, latest_s=last))
    return tuple(kept)


def _left(first: Visit, request: Request, reason: Reason) -> Unassigned:
    return Unassigned(
        visit_id=request.request_id,
        request_id=request.request_id,
        title=request.title,
        customer=request.customer,
        channel=request.channel,
        priority=request.priority,
        place=request.place,
        service_s=first.service_s,
        reasons=(reason,),
    )
