"""A visit held where it stands, or split in two: the request is changed, and the plan is judged anew as it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from planner import planning, store
from planner.desk.cure_changes import Change, refuse_fixed
from planner.desk.opening import Desk
from planner.desk.problems import refusal
from planner.desk.rebase import standing
from planner.desk.roles import check
from planner.desk.snapshot import DayRows, built_of
from planner.desk.trying import Made, Trial, finished, read_day, request_in, saved_change
from planner.desk.unit import changing
from planner.desk.worktime import judged
from planner.model.event import Actor
from planner.model.plan import Plan, Stop
from planner.model.request import Lock, Predecessor, Request
from planner.model.words import LockKind

__all__ = ["LEAST_MIN", "ROOM_MIN", "hold", "split"]

ROOM_MIN = 30
"""A lock of kind ``TIME_RANGE`` leaves the start so many minutes of room, before and after."""
LEAST_MIN = 10
"""No part of a split visit is shorter."""
_REST = timedelta(seconds=59)
_PERSON = (LockKind.TECHNICIAN, LockKind.BOTH)


def hold(desk: Desk, actor: Actor, plan_id: str, visit_id: str, kind: LockKind) -> Plan:
    """Lock a planned visit where it stands, in one of the ways of `LockKind`, or let it go; return the next draft.

    Of a crew all seats are held. A visit that is held so already stays as it is: the plan itself comes back.

    Raises
    ------
    InputError
        If the plan is unknown, the visit is not planned, or its work is under way or over.
    StaleError
        If the plan is not the newest of its day any more, or somebody changed the day at the same moment.
    """
    check(actor, "holding.hold")
    rows, plan = read_day(desk, plan_id)
    request = _request(rows, plan, visit_id)
    asked = request.replace(lock=_lock(plan.crew_of(request.request_id), kind))
    if asked == request:
        return plan
    changed = replace(rows, requests=_with(rows, asked))
    draft = _as_it_stands(desk, actor, changed, plan)
    made = Made(rows=rows, change=Change(request=asked), trial=Trial(before=plan, after=draft))
    with changing(desk, "holding.hold", by=actor) as db:
        return saved_change(db, desk, actor, made, draft, why="lock")


def split(desk: Desk, actor: Actor, plan_id: str, visit_id: str, minutes: int) -> Plan:
    """Split a visit in two: so many minutes now, the rest as a request of its own that follows; return the next draft.

    The second part is put in where it adds least, with anybody; where it fits nowhere it is left out with its reasons.

    Raises
    ------
    InputError
        If the plan is unknown, several come to the visit, its work is under way or over, or a part would be shorter
        than `LEAST_MIN`.
    StaleError
        As `hold`.
    """
    check(actor, "holding.split")
    rows, plan = read_day(desk, plan_id)
    request = _request(rows, plan, visit_id)
    if request.crew_size > 1 or request.done_min:
        raise refusal("holding.no_split", field="visit_id", value=visit_id)
    if not LEAST_MIN <= minutes <= request.service_min - LEAST_MIN:
        raise refusal("holding.too_short", field="minutes", value=str(minutes), least=LEAST_MIN)
    first, second = _halves(desk, request, minutes)
    changed = replace(rows, requests=(*_with(rows, first), second))
    draft = _put_in(desk, actor, changed, plan, second.request_id)
    made = Made(rows=rows, change=Change(request=first), trial=Trial(before=plan, after=draft))
    with changing(desk, "holding.split", by=actor) as db:
        draft = saved_change(db, desk, actor, made, draft, why="split")
        store.requests.add(db, second)
        return draft


def _request(rows: DayRows, plan: Plan, visit_id: str) -> Request:
    stop = plan.stop_of(visit_id)
    if stop is None or stop.request_id is None:
        raise refusal("handmade.unknown", field="visit_id", value=visit_id)
    request = request_in(rows, stop.request_id)
    refuse_fixed(request)
    return request


def _with(rows: DayRows, asked: Request) -> tuple[Request, ...]:
    return tuple(asked if one.request_id == asked.request_id else one for one in rows.requests)


def _lock(seats: tuple[Stop, ...], kind: LockKind) -> Lock:
    first, *others = seats
    room = timedelta(minutes=ROOM_MIN if kind is LockKind.TIME_RANGE else 0)
    minute = first.start.replace(second=0, microsecond=0)  # the time people see
    timed = kind in (LockKind.TIME, LockKind.BOTH, LockKind.TIME_RANGE, LockKind.EARLIEST)
    person = kind in _PERSON
    return Lock(
        kind=kind,
        technician_id=first.technician_id if person else None,
        earliest=minute - room if timed else None,
        latest=minute + room + _REST if timed and kind is not LockKind.EARLIEST else None,
        others=tuple(one.technician_id for one in others) if person else (),
    )


def _as_it_stands(desk: Desk, actor: Actor, rows: DayRows, plan: Plan) -> Plan:
    """The plan on changed rows, in the order it has."""
    built = built_of(desk, rows)
    made = planning.handmade_plan(
        built.problem,
        standing(built.problem, plan),
        plan_id=uuid4().hex,
        created_at=desk.clock(),
        created_by=actor.name,
        left_out=built.left_out,
        spare=built.spare,
        notes=built.notes,
        before=plan,
    )
    with desk.store.reading() as db:
        return judged(db, planning.as_told(made, built.told), before=plan)


def _halves(desk: Desk, request: Request, minutes: int) -> tuple[Request, Request]:
    share = minutes / request.service_min
    rest, likely = request.service_min - minutes, request.service_p80_min
    first = request.replace(service_min=minutes, service_p80_min=max(minutes, round(likely * share)), follow_ups=())
    second = request.replace(
        request_id=_free_id(desk, request.request_id),
        title=request.title,
        external_ref="",
        service_min=rest,
        service_p80_min=max(rest, likely - first.service_p80_min),
        lock=Lock(),
        promise=None,
        time_windows=(),
        predecessors=(Predecessor(request_id=request.request_id),),
        version=1,
    )
    return first, second


def _free_id(desk: Desk, request_id: str) -> str:
    with desk.store.reading() as db:
        taken = store.requests.known_ids(db, [f"{request_id}-{number}" for number in range(2, 50)])
    return next(one for number in range(2, 50) if (one := f"{request_id}-{number}") not in taken)


def _put_in(desk: Desk, actor: Actor, rows: DayRows, plan: Plan, request_id: str) -> Plan:
    forced = tuple(one.replace(mandatory=True) if one.request_id == request_id else one for one in rows.requests)
    posed = built_of(desk, replace(rows, requests=forced))
    seats = {visit.visit_id for visit in posed.problem.visits if visit.request_id == request_id}
    base = standing(posed.problem, plan)
    found = planning.put_in(posed.problem, base, seats) if seats else None
    return finished(rows, found or base, plan, desk=desk, actor=actor)
