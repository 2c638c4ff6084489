"""The demo: an invented firm with a day at work and eight weeks behind it, made from a seed, never from a script."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from planner import store
from planner.desk.demo_accounts import add_demo_accounts
from planner.desk.demo_extra import receive_extra, with_subcontractor
from planner.desk.demo_history import Progress, lived
from planner.desk.demo_org import Organisation, read_organisation
from planner.desk.demo_play import History
from planner.desk.demo_requests import Demand, working_days_before
from planner.desk.demo_today import known_ahead, publish_today, receive_today, working_day
from planner.desk.opening import Desk, open_desk
from planner.desk.problems import refusal
from planner.desk.selection import OPEN
from planner.model.errors import FieldProblem, InputError
from planner.model.message import Message, message
from planner.model.team import Team
from planner.model.words import Channel, RequestStatus

__all__ = ["DemoSummary", "build_demo", "demo_day"]

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
    history_days: int = 40,
    published: bool = True,
    progress: Progress | None = None,
) -> DemoSummary:
    """Fill an empty database with the demo organisation, in one transaction; then make its three accounts.

    The days are planned in this process, which stops its other threads: a server calls this in a process of its own.

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
        Working days before the day that were planned and lived through; eight weeks by default, so that four
        weeks can be compared with the four before.
    published
        Whether the day has a published plan, made early in the morning, before some of its requests came.
    progress
        Called after every past day.

    Raises
    ------
    InputError
        If the database has technicians or requests, or the day is no working day; nothing is changed.
    """
    if isinstance(desk_or_url, str):
        opened = open_desk(desk_or_url)
        try:
            return build_demo(
                opened,
                day=day,
                seed=seed,
                language=language,
                history_days=history_days,
                published=published,
                progress=progress,
            )
        finally:
            opened.store.close()
    desk = desk_or_url
    _refuse_content(desk)
    chosen = day or working_day(desk.today())
    if chosen.weekday() >= _SATURDAY:
        raise refusal("demo.weekend", field="day", value=chosen.isoformat())
    organisation = read_organisation(day=chosen, seed=seed, language=language)
    demand = Demand(organisation=organisation, catalogue=desk.catalogue, day=chosen, seed=seed, language=language)
    history = lived(demand, desk.travel, days=_days_before(chosen, history_days), progress=progress)
    in_plan = receive_today(demand, history)
    today = with_subcontractor(demand)
    in_plan += receive_extra(today, history)
    if published:
        publish_today(today, history, desk.travel, in_plan)
    known_ahead(demand, history)
    _write(desk, today.organisation, history, _Mark(day=chosen, seed=seed))
    _people(desk, organisation.team)
    return _summary(organisation.team, history, chosen)


def _summary(team: Team, history: History, day: date) -> DemoSummary:
    today = [one for one in history.requests.values() if one.earliest_date == day]
    untriaged = [one for one in today if one.status is RequestStatus.NEW]
    work = [one for one in today if one.status in OPEN and one.status is not RequestStatus.NEW]
    visits = sum(one.channel is Channel.ON_SITE for one in work)
    return DemoSummary(
        day=day,
        technicians=len(team.technicians),
        requests=len(history.requests),
        visits=visits,
        remote=len(work) - visits,
        untriaged=len(untriaged),
        history_days=sum(one.day < day for one in history.plans),
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


def _days_before(day: date, count: int) -> tuple[date, ...]:
    return tuple(working_days_before(day, number) for number in range(count, 0, -1))


def _refuse_content(desk: Desk) -> None:
    with desk.store.reading() as db:
        filled = bool(store.people.get_team(db).technicians or store.requests.count(db))
    if filled:
        raise InputError(FieldProblem(message=message("demo.not_empty")))


def _write(desk: Desk, organisation: Organisation, history: History, mark: _Mark) -> None:
    team = organisation.team
    with desk.store.writing() as db:
        store.extracts.clear(db)
        for technician in team.technicians:
            store.people.save_technician(db, technician)
        for absence in team.absences:
            store.people.save_absence(db, absence)
        for depot in team.depots:
            store.people.save_depot(db, depot)
        for vehicle in team.vehicles:
            store.people.save_vehicle(db, vehicle)
        for vendor in organisation.team.vendors:
            store.people.save_vendor(db, vendor)
        for site in organisation.sites:
            store.sites.save(db, site)
        store.requests.add_all(db, history.requests.values())
        for plan in history.plans:
            store.plans.publish(db, store.plans.add(db, plan), at=plan.created_at)
        store.events.add_all(db, sorted(history.events, key=lambda one: one.at))
        store.settings.save(db, "demo", mark)
