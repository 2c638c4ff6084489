"""A start that a hand wished for on the board: the visit begins no sooner, and gives way to no other planning."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from planner import planning, store
from planner.desk.cure_changes import refuse_fixed
from planner.desk.opening import Desk
from planner.desk.problems import refusal
from planner.desk.stood import Stood
from planner.desk.trying import request_in, save_changed
from planner.model.codec import from_data
from planner.model.errors import StaleError
from planner.model.event import Actor
from planner.model.message import Message, message
from planner.model.plan import Plan
from planner.model.problem import Visit, VisitLock
from planner.model.request import Lock, Request
from planner.model.words import LockKind

__all__ = ["Move", "refuse_wished", "saved_wishes", "wishes_in", "with_wishes"]

_FREE = (LockKind.NONE, LockKind.EARLIEST)


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """Where a visit is to stand.

    Parameters
    ----------
    duty_id
        In which shift; None: in none, it is left out.
    after
        The work it comes after; None: it is the first.
    timed, earliest
        Whether the move says when the visit begins at the earliest, and that; None: as soon as it can. A move that
        does not say leaves what was wished for.
    """

    visit_id: str
    duty_id: str | None = None
    after: str | None = None
    timed: bool = False
    earliest: datetime | None = None


def wishes_in(day: Stood, moves: Sequence[Move]) -> dict[str, Request]:
    """Return the requests whose wished start other moves change, as they will be, by id.

    Raises
    ------
    InputError
        If one of them is locked, under way or over.
    """
    found: dict[str, Request] = {}
    for one in moves:
        visit = day.built.problem.visit(one.visit_id)
        if not one.timed or visit is None:
            continue
        request = found.get(visit.request_id) or request_in(day.rows, visit.request_id)
        if request.lock.kind in _FREE:
            wanted = Lock(kind=LockKind.EARLIEST, earliest=one.earliest) if one.earliest else Lock()
        elif one.earliest is None:
            continue
        else:
            raise refusal("moving.held", field="visit_id", value=one.visit_id)
        if wanted != request.lock:
            refuse_fixed(request)
            found[visit.request_id] = request.replace(lock=wanted)
    return found


def refuse_wished(db: store.Connection, base: Plan, newest: Plan, wished: Mapping[str, Request]) -> None:
    """Refuse where somebody set another start for one of the requests between two versions.

    Raises
    ------
    StaleError
        With the newest version.
    """
    if base.plan_id == newest.plan_id:
        return
    between = [one for one in store.plans.headers(db, base.day) if base.version < one.version <= newest.version]
    changes = [
        (change, one.created_by)
        for one in reversed(between)
        for entry in store.audit.entries(db, kind="plan", subject_id=one.plan_id)
        for change in entry.changes or ()
        if change.kind == "request" and "lock" in (change.before or {})
    ]
    for request_id in wished:
        own = [(change, who) for change, who in changes if change.subject_id == request_id]
        if own and own[0][0].before["lock"] != own[-1][0].after["lock"]:
            change, who = own[-1]
            said = _met(request_id, who, from_data(Lock, change.after["lock"]))
            raise StaleError(said, theirs=newest, version=newest.version, by=who)


def _met(request_id: str, name: str, lock: Lock) -> Message:
    """What somebody else did with the start of a visit meanwhile."""
    if lock.earliest is None:
        return message("moving.met_freed", visit=request_id, name=name)
    return message("moving.met_time", visit=request_id, name=name, time=lock.earliest)


def with_wishes(day: Stood, wished: Mapping[str, Request]) -> Stood:
    """Return a day with the starts that are wished for, ready to be asked."""
    if not wished:
        return day
    problem = day.built.problem
    problem = problem.replace(visits=tuple(_visit(one, wished, problem.seconds) for one in problem.visits))
    rows = replace(day.rows, requests=tuple(wished.get(one.request_id, one) for one in day.rows.requests))
    board = planning.standing_of(problem, day.order)
    return replace(day, rows=rows, built=replace(day.built, problem=problem), board=board)


def saved_wishes(
    db: store.Connection, desk: Desk, actor: Actor, day: Stood, wished: Mapping[str, Request]
) -> Stood:  # fmt: skip
    """Save what is wished for; return the day with the requests as they are stored."""
    saved = {one: save_changed(db, desk, actor, request, why="wished_start") for one, request in wished.items()}
    rows = replace(day.rows, requests=tuple(saved.get(one.request_id, one) for one in day.rows.requests))
    return replace(day, rows=rows)


def _visit(visit: Visit, wished: Mapping[str, Request], seconds: Callable[[datetime], int]) -> Visit:
    request = wished.get(visit.request_id)
    if request is None:
        return visit
    earliest = request.lock.earliest
    return replace(visit, lock=VisitLock.not_before(None if earliest is None else seconds(earliest)))
