"""Another day for what is left out, crews and chains included: tried in plans of the coming days, priced, applied."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

from planner import planning, store
from planner.desk.cure_changes import refuse_fixed
from planner.desk.opening import Desk
from planner.desk.problems import refusal
from planner.desk.rebase import standing
from planner.desk.roles import check
from planner.desk.snapshot import DayRows, basis_in, basis_of, built_of, rows_on
from planner.desk.trying import finished, read_day, request_in
from planner.desk.unit import changing
from planner.model.errors import StaleError
from planner.model.event import Actor, Event
from planner.model.message import Message, Money, message
from planner.model.plan import Plan
from planner.model.request import Lock, Request, TimeWindow
from planner.model.solution import Solution
from planner.model.words import PromiseKind
from planner.planning.offers import fixed_on

__all__ = ["OtherDay", "move_to_day", "other_days"]

_AHEAD = 7
_MOST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherDay:
    """A day on which it would fit.

    Parameters
    ----------
    people, start
        Who would come, and when, as that day is planned now.
    cost_ore
        What it adds to that day, less what leaving it out no longer costs on this one.
    is_planned
        Whether that day has a plan already; else the request waits for it to be planned.
    """

    day: date
    people: tuple[str, ...]
    start: datetime
    cost_ore: int
    is_planned: bool

    @property
    def message(self) -> Message:
        """The offer as a sentence."""
        return message(
            "curing.other_day", day=self.day, technicians=self.people, time=self.start,
            cost=Money(self.cost_ore, signed=True),
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tried:
    """A day that was tried: what it was made from, and its plan with the request in it."""

    rows: DayRows
    request: Request
    newest: Plan | None
    after: Plan
    offer: OtherDay


def other_days(desk: Desk, actor: Actor, plan_id: str, visit_id: str) -> tuple[OtherDay, ...]:
    """Return the cheapest of the coming seven days on which a visit that is left out would fit, at most three.

    Its fixed times move along, at the same hours of the other day. Nothing is saved.

    Raises
    ------
    InputError
        If the plan does not leave it out, its time is promised, or it is under way or over.
    StaleError
        If the plan is not the newest of its day any more.
    """
    check(actor, "other_day.other_days")
    rows, request, saved = _asked(desk, plan_id, visit_id)
    days = (rows.day + timedelta(days=number) for number in range(1, _AHEAD + 1))
    found = [one.offer for day in days for one in _tried(desk, actor, rows.day, request, day, saved)]
    return tuple(sorted(found, key=lambda one: (one.cost_ore, one.day))[:_MOST])


def move_to_day(desk: Desk, actor: Actor, plan_id: str, visit_id: str, day: date) -> Plan | None:
    """Move a visit that is left out to another day; return that day's draft with it, None while it has no plan.

    The plan it was left out of becomes a draft that does not list it any more.

    Raises
    ------
    InputError
        As `other_days`, and where it does not fit on the day.
    StaleError
        As `other_days`, or if somebody changed one of both days at the same moment; nothing is saved.
    """
    check(actor, "other_day.move_to_day")
    rows, request, saved = _asked(desk, plan_id, visit_id)
    tried = next(_tried(desk, actor, rows.day, request, day, saved), None)
    if tried is None:
        raise refusal("curing.not_that_day", field="day", value=request.request_id, day=day)
    now = desk.clock()
    with changing(desk, "other_day.move_to_day", by=actor) as db:
        for one in (rows, tried.rows):
            store.plans.hold_day(db, one.day)
            if basis_of(db, one.day, zone=desk.time_zone, today=desk.today()) != basis_in(one):
                raise StaleError(message("curing.stale"))
        moved = store.requests.save(db, tried.request)
        payload = (("why", "other_day"), ("version", str(moved.version)))
        event = Event(
            client_uuid=str(uuid4()),
            at=now,
            recorded_at=now,
            type="request.changed",
            request_id=moved.request_id,
            actor=actor.actor_id,
            payload=payload,
        )
        store.events.add(db, event)
        newest = store.plans.newest(db, rows.day)
        if newest is not None:
            store.plans.add(db, _without(newest, moved.request_id, at=now, by=actor.name))
        return store.plans.add(db, tried.after) if tried.newest is not None else None


def _asked(desk: Desk, plan_id: str, visit_id: str) -> tuple[DayRows, Request, int]:
    """The day, the request, and the öre that leaving it out costs there."""
    rows, plan = read_day(desk, plan_id)
    left = next((one for one in plan.unassigned if one.visit_id == visit_id), None)
    if left is None:
        raise refusal("curing.outdated", field="visit_id", value=visit_id)
    request = request_in(rows, left.request_id)
    refuse_fixed(request)
    if request.promise is not None and request.promise.kind is not PromiseKind.NONE:
        raise refusal("curing.promised", field="promise", value=request.request_id)
    seats = (one for one in built_of(desk, rows).problem.visits if one.request_id == request.request_id)
    return rows, request, sum(one.drop_ore or 0 for one in seats)


def _tried(desk: Desk, actor: Actor, from_day: date, request: Request, day: date, saved_ore: int) -> Iterator[_Tried]:
    """Give the day with the request in it, where it fits."""
    moved = _moved(request, from_day, day, desk.time_zone)
    with desk.store.reading() as db:
        rows = rows_on(db, day, zone=desk.time_zone, at=desk.clock(), today=desk.today())
        newest = store.plans.newest(db, day)
    held = fixed_on(rows.requests, day, zone=desk.time_zone)
    held |= {one.request_id for one in newest.stops if one.request_id} if newest else set()
    others = tuple(one for one in rows.requests if one.request_id in held and one.request_id != moved.request_id)
    forced = replace(rows, requests=(*others, moved.replace(mandatory=True)))
    posed = built_of(desk, forced)
    seats = {one.visit_id for one in posed.problem.visits if one.request_id == moved.request_id}
    base = standing(posed.problem, newest) if newest else Solution(routes=())
    placed = planning.put_in(posed.problem, base, seats)
    if placed is None:
        return
    before, after = (
        planning.priced_plan(posed.problem, one, plan_id="", created_at=desk.clock()) for one in (base, placed)
    )
    crew = after.crew_of(moved.request_id)
    names = {one.technician_id: one.name for one in after.technicians}
    offer = OtherDay(
        day=day,
        people=tuple(names[one.technician_id] for one in crew),
        start=crew[0].start,
        cost_ore=after.price.total_ore - before.price.total_ore - saved_ore,
        is_planned=newest is not None,
    )
    kept = moved.replace(mandatory=request.mandatory or offer.cost_ore >= 0)
    draft = _draft(desk, actor, rows, kept, placed, newest)
    yield _Tried(rows=rows, request=kept, newest=newest, after=draft, offer=offer)


def _draft(desk: Desk, actor: Actor, rows: DayRows, moved: Request, placed: Solution, newest: Plan | None) -> Plan:
    """The other day's draft: everybody's work as before, and the request."""
    others = (one for one in rows.requests if one.request_id != moved.request_id)
    requests = tuple(sorted((*others, moved), key=store.requests.order))
    return finished(replace(rows, requests=requests), placed, newest, desk=desk, actor=actor)


def _moved(request: Request, from_day: date, day: date, zone: str) -> Request:
    """The request on the other day: its windows at the same hours, no lock to a time of this one."""
    local, days = ZoneInfo(zone), (day - from_day).days

    def later(moment: datetime) -> datetime:
        own = moment.astimezone(local)
        return datetime.combine(own.date() + timedelta(days=days), own.time(), local)

    windows = tuple(
        TimeWindow(
            earliest_start=later(one.earliest_start),
            latest_start=later(one.latest_start),
            latest_end=None if one.latest_end is None else later(one.latest_end),
            hard=one.hard,
        )
        for one in request.time_windows
    )
    lock = Lock() if request.lock.earliest is not None else request.lock
    return request.replace(earliest_date=day, time_windows=windows, lock=lock)


def _without(plan: Plan, request_id: str, *, at: datetime, by: str) -> Plan:
    """The plan without a request that it leaves out, and without its price."""
    gone = {one.visit_id for one in plan.unassigned if one.request_id == request_id}
    price = replace(plan.price, items=tuple(one for one in plan.price.items if one.visit_id not in gone))
    left = tuple(one for one in plan.unassigned if one.visit_id not in gone)
    return plan.replace(plan_id=uuid4().hex, unassigned=left, price=price, created_at=at, created_by=by)
