"""Undo and redo of a day: every draft of its history can be gone back to, with what was changed of requests for it.

Nothing is taken out of the history: going back saves a new version with the order of an earlier one, judged on the day
as it is now. What somebody changed since stays changed, and is named.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import uuid4

from planner import planning, store
from planner.desk.exceptions import DayExceptions, allowed_on, save_exceptions, setting_of
from planner.desk.opening import Desk
from planner.desk.problems import refusal
from planner.desk.rebase import standing
from planner.desk.roles import check
from planner.desk.selection import BEHIND
from planner.desk.snapshot import built_of, rows_on
from planner.desk.unit import changing
from planner.desk.worktime import judged
from planner.model.audit import AuditEntry, Change
from planner.model.codec import dumps, loads
from planner.model.event import Actor
from planner.model.message import Message, message
from planner.model.plan import Plan
from planner.model.request import Request
from planner.model.words import RequestStatus
from planner.store import PlanHeader

__all__ = ["Back", "Steps", "go_back", "go_on", "steps"]

_GOES_HOME = "proposal.goes_home"
_PLANNED = "planning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step that can be undone or redone.

    Parameters
    ----------
    leaves, target
        The version whose work it takes back (or brings back), and the version whose order the day has afterwards.
    call
        The call of the desk that made it; ``planning`` for a run.
    name
        Who made it.
    """

    leaves: str
    target: str
    call: str
    name: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """What a day can go back to, and on to; None where there is nothing."""

    back: Step | None = None
    on: Step | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Back:
    """The version that going back made, and what could not be taken back because somebody changed it since."""

    plan: Plan
    kept: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """Pairs of a version that brought an order back, and the version it brought back."""

    pairs: tuple[tuple[str, str], ...] = ()


def steps(desk: Desk, actor: Actor, day: date) -> Steps:
    """Return what can be undone and redone on a day."""
    check(actor, "undoing.steps")
    with desk.store.reading() as db:
        return _steps(db, day)


def go_back(desk: Desk, actor: Actor, day: date) -> Back:
    """Undo the last step of a day, whoever made it: its order and what it changed of requests and of the day.

    Raises
    ------
    InputError
        If there is nothing to undo.
    """
    check(actor, "undoing.go_back")
    with changing(desk, "undoing.go_back", by=actor) as db:
        return _gone(db, desk, actor, day, undo=True)


def go_on(desk: Desk, actor: Actor, day: date) -> Back:
    """Redo the step that was undone last.

    Raises
    ------
    InputError
        If there is nothing to redo: nothing was undone, or somebody planned on since.
    """
    check(actor, "undoing.go_on")
    with changing(desk, "undoing.go_on", by=actor) as db:
        return _gone(db, desk, actor, day, undo=False)


def _steps(db: store.Connection, day: date) -> Steps:
    headers = sorted(store.plans.headers(db, day), key=lambda one: one.version)
    restored = dict(store.settings.get(db, _name(day), Restored, Restored()).pairs)
    line, at = _line(headers, restored)
    back = _step(db, line[at], line[at - 1]) if at > 0 else None
    on = _step(db, line[at + 1], line[at + 1]) if 0 <= at < len(line) - 1 else None
    return Steps(back=back, on=on)


def _line(headers: list[PlanHeader], restored: Mapping[str, str]) -> tuple[list[PlanHeader], int]:
    """The versions one can go along, oldest first, and where the day is among them; -1 without any."""
    line: list[PlanHeader] = []
    at = -1
    for one in headers:
        known = [other.plan_id for other in line]
        if (target := restored.get(one.plan_id)) in known:
            at = known.index(target)
        else:
            line = [*line[: at + 1], one]
            at = len(line) - 1
    return line, at


def _step(db: store.Connection, leaves: PlanHeader, target: PlanHeader) -> Step:
    entry = _entry(db, leaves.plan_id)
    return Step(
        leaves=leaves.plan_id,
        target=target.plan_id,
        call=entry.call if entry else _PLANNED,
        name=leaves.created_by,
        at=leaves.created_at,
    )


def _entry(db: store.Connection, plan_id: str) -> AuditEntry | None:
    """The entry of the call that made a version."""
    return next(iter(store.audit.entries(db, kind="plan", subject_id=plan_id, limit=1, newest_first=False)), None)


def _gone(db: store.Connection, desk: Desk, actor: Actor, day: date, *, undo: bool) -> Back:
    store.plans.hold_day(db, day)
    found = _steps(db, day)
    step = found.back if undo else found.on
    if step is None:
        raise refusal("undoing.nothing", field="day", value=day.isoformat())
    entry = _entry(db, step.leaves)
    changes = (entry.changes if entry else None) or ()
    kept = [said for one in changes if (said := _reverted(db, day, one, undo=undo)) is not None]
    if undo and (left := store.plans.get(db, step.leaves)) is not None:
        kept += [message("undoing.absence", **dict(one.values)) for one in left.notes if one.key == _GOES_HOME]
    plan = store.plans.add(db, _judged(desk, actor, db, day, step))
    _note(db, day, plan.plan_id, step.target)
    return Back(plan=plan, kept=tuple(kept))


def _judged(desk: Desk, actor: Actor, db: store.Connection, day: date, step: Step) -> Plan:
    """The order of the target on the day as it is now."""
    target = store.plans.get(db, step.target)
    if target is None:
        raise refusal("desk.unknown_plan", field="plan_id", value=step.target)
    rows = rows_on(db, day, zone=desk.time_zone, at=desk.clock(), today=desk.today())
    built = built_of(desk, rows)
    made = planning.handmade_plan(
        built.problem,
        replace(standing(built.problem, target), solver=target.solver),
        plan_id=uuid4().hex,
        created_at=desk.clock(),
        created_by=actor.name,
        left_out=built.left_out,
        spare=built.spare,
        notes=(*built.notes, message("undoing.brought_back", version=target.version, name=actor.name)),
        before=target,
    )
    return judged(db, planning.as_told(made, built.told), before=target)


def _note(db: store.Connection, day: date, plan_id: str, target: str) -> None:
    known, version = store.settings.read(db, _name(day), Restored, Restored())
    pairs = (*known.pairs, (plan_id, dict(known.pairs).get(target, target)))
    store.settings.save(db, _name(day), Restored(pairs=pairs), version=version)


def _name(day: date) -> str:
    return f"restored.{day.isoformat()}"


def _reverted(db: store.Connection, day: date, change: Change, *, undo: bool) -> Message | None:
    """Take one change back, or make it again; return what to say where somebody changed the same since."""
    if change.kind == "request":
        return _request(db, change, undo=undo)
    if change.kind == "setting" and change.subject_id == setting_of(day):
        return _exceptions(db, day, change, undo=undo)
    return None


def _request(db: store.Connection, change: Change, *, undo: bool) -> Message | None:
    """Fields that are as the step left them go back; others were changed since and stay."""
    current = store.requests.get(db, change.subject_id)
    if current is None or current.status in BEHIND:
        return message("undoing.kept", value=change.subject_id)
    if not isinstance(change.before, dict) or not isinstance(change.after, dict):
        _added(db, current, change, undo=undo)
        return None
    was, wanted = (change.after, change.before) if undo else (change.before, change.after)
    body = json.loads(dumps(current))
    mine = {name for name in was if body.get(name) == was[name]}
    for name in mine:
        body[name] = wanted[name]
    store.requests.save(db, loads(Request, json.dumps(body)))
    return message("undoing.kept", value=change.subject_id) if mine < set(was) else None


def _added(db: store.Connection, current: Request, change: Change, *, undo: bool) -> None:
    """A request that the step made is cancelled; made again it is as it was."""
    made = change.after if isinstance(change.after, dict) else {}
    status = RequestStatus.CANCELLED if undo else RequestStatus(made.get("status", RequestStatus.TRIAGED))
    if current.status is not status:
        store.requests.save(db, current.replace(status=status))


def _exceptions(db: store.Connection, day: date, change: Change, *, undo: bool) -> Message | None:
    known, nothing = allowed_on(db, day), json.loads(dumps(DayExceptions()))
    was, wanted = (change.after, change.before) if undo else (change.before, change.after)
    body = json.loads(dumps(known))
    if any(body[name] != value for name, value in (was or nothing).items()):
        return message("undoing.kept_exceptions")
    save_exceptions(db, day, loads(DayExceptions, json.dumps(body | (wanted or nothing))))
    return None
