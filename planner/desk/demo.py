"""The demo: an invented firm with a day to plan and four weeks behind it, made from a seed, never from a script."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from planner import store
from planner.desk.demo_accounts import add_demo_accounts
from planner.desk.demo_history import History, lived
from planner.desk.demo_org import read_organisation
from planner.desk.demo_requests import Demand, fresh, on_day, working_days_before
from planner.desk.opening import Desk, open_desk
from planner.desk.problems import refusal
from planner.desk.standards import with_standards
from planner.model.errors import FieldProblem, InputError
from planner.model.language import TEAM_ZONE
from planner.model.message import Message, message
from planner.model.request import Request
from planner.model.team import Team
from planner.model.words import Channel, RequestStatus

__all__ = ["DemoSummary", "build_demo", "demo_day"]

_VISITS = 37
_LEFT_OVER = 6
_UNTRIAGED = 10
_WITHOUT_TYPE = 4
_DAYS_AHEAD = 2
_SATURDAY = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoSummary:
    """What the demo holds.

    Parameters
    ----------
    visits, remote, untriaged
        What there is to plan and to triage on the demo day.
    history_days
        Past days with a published plan and events.
    """

    day: date
    technicians: int
    requests: int
    visits: int
    remote: int
    untriaged: int
    history_days: int
    events: int

    @property
    def message(self) -> Message:
        """The summary as a sentence."""
        return message(
            "demo.summary",
            day=self.day,
            requests=self.requests,
            visits=self.visits,
            untriaged=self.untriaged,
            technicians=self.technicians,
            days=self.history_days,
            events=self.events,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mark:
    day: date
    seed: int


def build_demo(
    desk_or_url: Desk | str,
    *,
    day: date | None = None,
    seed: int = 1,
    language: str = "sv",
    history_days: int = 20,
) -> DemoSummary:
    """Fill an empty database with the demo organisation, in one transaction; then make its three accounts.

    Parameters
    ----------
    desk_or_url
        The desk, or the address of the database.
    day
        The day to plan, on which the organisation's example day falls; None: today if it is a working day, else the
        next Monday.
    seed
        Same seed and day, same demo.
    language
        Language of notes and of what customers write, ``sv`` or ``en``.
    history_days
        Working days before the day that were planned and lived through; four weeks by default.

    Raises
    ------
    InputError
        If the database has technicians or requests, or the day is no working day; nothing is changed.
    """
    if isinstance(desk_or_url, str):
        opened = open_desk(desk_or_url)
        try:
            return build_demo(opened, day=day, seed=seed, language=language, history_days=history_days)
        finally:
            opened.store.close()
    desk = desk_or_url
    _refuse_content(desk)
    chosen = day or _working_day(desk.today())
    if chosen.weekday() >= _SATURDAY:
        raise refusal("demo.weekend", field="day", value=chosen.isoformat())
    organisation = read_organisation(day=chosen, seed=seed, language=language)
    demand = Demand(organisation=organisation, catalogue=desk.catalogue, day=chosen, seed=seed, language=language)
    history = lived(demand, desk.travel, days=_days_before(chosen, history_days))
    today = _today(demand, history)
    _ahead(demand, history)
    _write(desk, organisation.team, history, _Mark(day=chosen, seed=seed))
    _people(desk, organisation.team)
    return DemoSummary(
        day=chosen,
        technicians=len(organisation.team.technicians),
        requests=len(history.requests),
        visits=sum(one.channel is Channel.ON_SITE and one.status is RequestStatus.TRIAGED for one in today),
        remote=sum(one.channel is not Channel.ON_SITE and one.status is RequestStatus.TRIAGED for one in today),
        untriaged=sum(one.status is RequestStatus.NEW for one in today),
        history_days=len(history.plans),
        events=len(history.events),
    )


def _people(desk: Desk, team: Team) -> None:
    """Those who sign in to the demo, unless somebody has made accounts before."""
    with desk.store.reading() as db:
        if store.accounts.count(db):
            return
    first = min(team.technicians, key=lambda one: one.number)
    add_demo_accounts(desk, first.technician_id, first.name)


def demo_day(desk: Desk) -> date | None:
    """Return the day the demo in the database was made for; None without a demo."""
    with desk.store.reading() as db:
        mark = store.settings.get(db, "demo", _Mark, _Mark(day=date.min, seed=0))
    return None if mark.day == date.min else mark.day


def _working_day(day: date) -> date:
    while day.weekday() >= _SATURDAY:
        day += timedelta(days=1)
    return day


def _days_before(day: date, count: int) -> tuple[date, ...]:
    return tuple(working_days_before(day, number) for number in range(count, 0, -1))


def _today(demand: Demand, history: History) -> list[Request]:
    """What the demo day holds: some of what was left over, visits and sessions to plan, and some not yet triaged."""
    chance = demand.chance("today")
    due = sorted(one for one, (when, _) in history.waiting.items() if when <= demand.day)
    kept = set(chance.sample(due, min(_LEFT_OVER, len(due))))
    for request_id, (when, _) in history.waiting.items():
        later = demand.day if request_id in kept else max(when, demand.day + timedelta(days=1))
        history.requests[request_id] = on_day(history.requests[request_id], _working_day(later))
    came = fresh(demand, demand.day)
    visits = [one for one in came if one.channel is Channel.ON_SITE][: _VISITS - len(kept)]
    sessions = [one for one in came if one.channel is Channel.REMOTE]
    calls = [one for one in came if one.channel is Channel.PHONE]
    untriaged = _untriaged(demand, [*chance.sample(calls, _UNTRIAGED - 4), *sessions[:2], *visits[:2]], chance)
    new_ids = {one.request_id for one in untriaged}
    for request in (one for one in (*visits, *sessions) if one.request_id not in new_ids):
        history.receive(request, demand.chance("triage", request.request_id))
    for request in untriaged:
        history.receive(request, chance, triaged=False)
    return [one for one in history.requests.values() if one.earliest_date == demand.day]


def _untriaged(demand: Demand, requests: list[Request], chance: random.Random) -> list[Request]:
    """Requests as they come in: nobody has asked a question yet, some do not even say what they are about."""
    found = []
    for number, request in enumerate(requests):
        plain = Request(
            request_id=request.request_id,
            title=request.title,
            source=request.source,
            customer_id=request.customer_id,
            customer=request.customer,
            site_id=request.site_id,
            address=request.address,
            city=request.city,
            place=request.place,
            contact_name=request.contact_name,
            contact_phone=request.contact_phone,
            access_notes=request.access_notes,
            sla_policy=request.sla_policy,
            created_at=_this_morning(demand.day, chance),
            earliest_date=demand.day,
        )
        typed = with_standards(demand.catalogue, plain, request.job_type_id)
        found.append(plain if number < _WITHOUT_TYPE else typed)
    return found


def _this_morning(day: date, chance: random.Random) -> datetime:
    return datetime.combine(day, time(6), ZoneInfo(TEAM_ZONE)) + timedelta(minutes=chance.randint(0, 80))


def _ahead(demand: Demand, history: History) -> None:
    """Some visits of the next days are known already."""
    day = demand.day
    for _ in range(_DAYS_AHEAD):
        day = _working_day(day + timedelta(days=1))
        known = [one for one in fresh(demand, day) if one.channel is Channel.ON_SITE and _came_by(one, demand.day)]
        for request in known:
            history.receive(request, demand.chance("triage", request.request_id))


def _came_by(request: Request, day: date) -> bool:
    return request.created_at is not None and request.created_at.date() < day


def _refuse_content(desk: Desk) -> None:
    with desk.store.reading() as db:
        filled = bool(store.people.get_team(db).technicians or store.requests.count(db))
    if filled:
        raise InputError(FieldProblem(message=message("demo.not_empty")))


def _write(desk: Desk, team: Team, history: History, mark: _Mark) -> None:
    with desk.store.writing() as db:
        for technician in team.technicians:
            store.people.save_technician(db, technician)
        for absence in team.absences:
            store.people.save_absence(db, absence)
        for depot in team.depots:
            store.people.save_depot(db, depot)
        for vehicle in team.vehicles:
            store.people.save_vehicle(db, vehicle)
        store.requests.add_all(db, history.requests.values())
        for plan in history.plans:
            store.plans.publish(db, store.plans.add(db, plan), at=plan.created_at)
        store.events.add_all(db, sorted(history.events, key=lambda one: one.at))
        store.settings.save(db, "demo", mark)
