"""The working day as the technician sees and reports it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from planner import store
from planner.desk.opening import Desk
from planner.desk.problems import refusal
from planner.desk.reports import STATUS_TYPES, next_types, state_of
from planner.desk.roles import check, own_technician
from planner.desk.settling import reported, settle, told_of
from planner.desk.unit import changing
from planner.files.privacy import masked
from planner.model.errors import NotAllowedError
from planner.model.event import Actor, Event
from planner.model.message import message
from planner.model.plan import Plan, Stop
from planner.model.price import Price
from planner.model.request import PartNeed, Request
from planner.model.riding import driver_named
from planner.model.team import Technician
from planner.model.words import Role, StopKind

__all__ = ["STATUS_TYPES", "MyDay", "list_events", "my_day", "next_types", "plan_of", "report_status"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MyDay:
    """A technician's published day.

    Parameters
    ----------
    technician
        Whose day.
    plan
        The published plan with this technician's duties and stops only; None: nothing is published.
    stops
        Their stops in order.
    requests
        Requests of the stops by id.
    events
        What has been reported of these stops, in the order it was recorded.
    states
        Last report that stands by visit id (``visit.arrived`` ...); no entry: nothing reported.
    beside
        Names of those who come to a visit too, by visit id.
    driver
        Name of the technician in whose car they ride to their visits; empty: they drive.
    counted
        Parts that vans and depots count: the plan has seen to it that they are there.
    """

    technician: Technician
    plan: Plan | None
    stops: tuple[Stop, ...] = ()
    requests: dict[str, Request] = field(default_factory=dict)
    events: tuple[Event, ...] = ()
    states: dict[str, str] = field(default_factory=dict)
    beside: dict[str, tuple[str, ...]] = field(default_factory=dict)
    driver: str = ""
    counted: frozenset[str] = frozenset()


def my_day(desk: Desk, actor: Actor, day: date, *, technician_id: str | None = None) -> MyDay:
    """Return a technician's day as published.

    Parameters
    ----------
    technician_id
        Whose day; a technician may leave it out and gets their own.

    Raises
    ------
    NotAllowedError
        If a technician asks for somebody else's day.
    InputError
        If the technician is unknown.
    """
    check(actor, "day.my_day")
    whose = own_technician(actor, technician_id)
    with desk.store.reading() as db:
        technician = store.people.get_technician(db, whose)
        if technician is None:
            raise refusal("desk.unknown_technician", field="technician_id", value=whose)
        counted, published = store.people.get_team(db).counted, store.plans.published_on(db, day)
        if published is None:
            return MyDay(technician=technician, plan=None, counted=counted)
        plan = plan_of(published, whose)
        ids = {stop.request_id for stop in plan.stops if stop.request_id is not None}
        requests = {one.request_id: one for one in store.requests.find(db, ids=ids)}
        events = tuple(e for e in store.events.find(db, request_ids=ids) if e.get("day") == day.isoformat())
    own = {stop.visit_id: stop for stop in plan.stops if stop.visit_id is not None}
    states = {visit: state_of((e for e in events if e.visit_id == visit), whose) for visit in own}
    return MyDay(
        technician=technician,
        plan=plan,
        stops=plan.of_technician(whose),
        requests=requests,
        events=events,
        states={visit: state for visit, state in states.items() if state},
        beside={visit: names for visit, stop in own.items() if (names := published.beside(stop))},
        driver=driver_named(published, whose),
        counted=counted,
    )


def plan_of(plan: Plan, technician_id: str) -> Plan:
    """Return a plan with one technician's duties and stops only; prices and what was left out are not theirs."""
    return plan.replace(
        technicians=tuple(one for one in plan.technicians if one.technician_id == technician_id),
        stops=plan.of_technician(technician_id),
        unassigned=(),
        violations=(),
        price=Price(),
        notes=(),
        law=(),
    )


def report_status(
    desk: Desk,
    actor: Actor,
    visit_id: str,
    type: str,  # noqa: A002
    *,
    client_uuid: str,
    at: datetime,
    note: str = "",
    remaining_min: int | None = None,
    parts: Sequence[PartNeed] = (),
    day: date | None = None,
) -> Event:
    """Report what happened at a visit; the same `client_uuid` is stored once.

    Parameters
    ----------
    visit_id
        A visit or remote session of a published plan; each seat of a crew reports for itself.
    type
        One of `STATUS_TYPES`.
    client_uuid
        Id made by the device when the button was pressed.
    at
        Aware moment on the device's clock.
    note
        What the technician wrote.
    remaining_min, parts
        Of a follow-up: minutes that are left (None: not said), and what it needs.
    day
        Day of the plan; None: the published plan with the visit that lies nearest to `at`.

    Raises
    ------
    NotAllowedError
        If a technician reports a stop that is not theirs.
    InputError
        If the visit is in no published plan, the report does not follow on the last one, or the note holds a
        personal identity number.
    """
    check(actor, "day.report_status")
    with changing(desk, "day.report_status", by=actor) as db:
        if (known := store.events.get(db, client_uuid)) is not None:
            _own(actor, known.technician_id)
            return known
        plan, stop = _published_stop(db, visit_id, day, at.astimezone(ZoneInfo(desk.time_zone)).date())
        _own(actor, stop.technician_id)
        request_id = stop.request_id or visit_id
        store.requests.get(db, request_id, alone=True)  # nobody else reports of it before this unit ends
        of_request = reported(db, plan, request_id)
        state = state_of((e for e in of_request if e.visit_id == visit_id), stop.technician_id)
        if type not in next_types(state, remote=stop.kind is StopKind.REMOTE):
            raise refusal("desk.report_order", field="type", value=type, what=message(f"desk.report.{_word(type)}"))
        if (hidden := masked(note, today=desk.today())) is not None:
            raise refusal("privacy.personal_number", field="note", value=hidden)
        event = Event(
            client_uuid=client_uuid,
            at=at,
            recorded_at=desk.clock(),
            type=type,
            request_id=request_id,
            technician_id=stop.technician_id,
            actor=actor.actor_id,
            source="tablet" if actor.role is Role.TECHNICIAN else "desk",
            payload=(*told_of(plan, stop), *_said(remaining_min, parts), *((("note", note),) if note else ())),
        )
        settle(db, plan, stop, (*of_request, event))
        return store.events.add(db, event)


def list_events(
    desk: Desk, actor: Actor, *, day: date | None = None, request_id: str | None = None
) -> tuple[Event, ...]:
    """Return what happened on a day, with a request, or both, in the order it was recorded."""
    check(actor, "day.list_events")
    zone = ZoneInfo(desk.time_zone)
    first = None if day is None else datetime.combine(day, time(0), zone)
    last = None if day is None else datetime.combine(day + timedelta(days=1), time(0), zone)
    ids = None if request_id is None else (request_id,)
    with desk.store.reading() as db:
        return store.events.find(db, first=first, last=last, request_ids=ids)


def _said(remaining_min: int | None, parts: Sequence[PartNeed]) -> tuple[tuple[str, str], ...]:
    """What a device says in the same words."""
    minutes = (("remaining_min", str(remaining_min)),) if remaining_min else ()
    needs = ",".join(f"{one.part}={one.quantity}" for one in parts)
    return (*minutes, *((("parts", needs),) if needs else ()))


def _word(type_: str) -> str:
    return type_.removeprefix("visit.") if type_ in STATUS_TYPES else "unknown"


def _own(actor: Actor, technician_id: str | None) -> None:
    if actor.role is Role.TECHNICIAN and technician_id != actor.technician_id:
        raise NotAllowedError(message("desk.not_yours"))


_NEAR = timedelta(days=31)


def _published_stop(db: store.Connection, visit_id: str, day: date | None, today: date) -> tuple[Plan, Stop]:
    if day is not None:
        plans = store.plans.published_between(db, day, day)
    else:
        # Past midnight a report still belongs to the evening's plan.
        plans = store.plans.published_between(db, today - timedelta(days=1), today)[::-1]
        if not any(plan.stop_of(visit_id) for plan in plans):
            around = store.plans.published_between(db, today - _NEAR, today + _NEAR)
            plans = tuple(sorted(around, key=lambda one: abs(one.day - today)))
    for plan in plans:
        stop = plan.stop_of(visit_id)
        if stop is not None and stop.kind is not StopKind.DEPOT:
            return plan, stop
    raise refusal("desk.not_in_plan", field="visit_id", value=visit_id)
