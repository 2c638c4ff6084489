"""What if: the same days planned anew with one thing changed, in the background, and the answers that were found.

Only reading: team, requests and plans stay as they are. The runs stand in the queue of planning runs, behind those of
days, and are kept as long as these.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import uuid4

from planner import planning, store
from planner.desk.opening import Desk
from planner.desk.problems import refusal
from planner.desk.queue import care, runs_of
from planner.desk.roles import check
from planner.desk.unit import changing
from planner.desk.workers import take_up
from planner.model.catalogue import Catalogue
from planner.model.codec import dumps, loads
from planner.model.event import Actor
from planner.model.hours import shifts_on
from planner.model.job import Job, JobKind, JobState
from planner.model.message import Message
from planner.model.scenario import Answer, NewStart, Scenario, Trial
from planner.model.team import Team
from planner.model.words import ShiftKind

__all__ = ["MOST_SECONDS", "Run", "cancel", "days_between", "list_runs", "start"]

MOST_SECONDS = 60.0
"""Seconds of search for a plan at most."""

_KEPT = 20
_AHEAD = timedelta(days=62)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A what-if that runs or ran: what is tried, in words too, and what was found so far."""

    job: Job
    trial: Trial
    answer: Answer
    said: tuple[Message, ...]


def days_between(desk: Desk, actor: Actor, first: date, last: date) -> tuple[date, ...]:
    """Return the days from one to another that can be tried: past ones with a published plan, coming ones with shifts.

    Today is none of them: it is under way.
    """
    check(actor, "what_if.days_between")
    with desk.store.reading() as db:
        return _days(db, first, last, today=desk.today(), zone=desk.time_zone)


def _days(db: store.Connection, first: date, last: date, *, today: date, zone: str) -> tuple[date, ...]:
    past = store.plans.published_days(db, first, min(last, today - timedelta(days=1)))
    if last <= today:
        return past
    team, last = store.people.get_team(db), min(last, today + _AHEAD)
    ahead = max(first, today + timedelta(days=1))
    coming = (ahead + timedelta(days=number) for number in range(max(0, (last - ahead).days + 1)))
    return (*past, *(day for day in coming if _is_worked(team, day, zone)))


def _is_worked(team: Team, day: date, zone: str) -> bool:
    field = (shift for one in team.technicians if one.active for shift in shifts_on(one, day, zone=zone))
    return any(shift.kind is ShiftKind.FIELD for shift in field)


def start(desk: Desk, actor: Actor, trial: Trial) -> Job:
    """Start a run that tries a scenario on days; where one is under way already, that one must end first.

    Raises
    ------
    InputError
        If nothing is changed, something is changed twice or is not there, a day cannot be tried, there are more than
        `planner.planning.MOST_DAYS_TRIED`, the seconds are not between 0.1 and `MOST_SECONDS`, or another run is under
        way.
    """
    check(actor, "what_if.start")
    job = Job(
        job_id=uuid4().hex,
        kind=JobKind.WHAT_IF,
        day=min(trial.days, default=desk.today()),
        state=JobState.QUEUED,
        actor=actor.name,
        created_at=desk.clock(),
        time_limit_s=trial.longest_s,
        seed=trial.seed,
    )
    with changing(desk, "what_if.start", by=actor) as db:
        _refuse(desk, db, trial)
        if any(one.is_active for one, *_ in store.jobs.inputs_of_kind(db, JobKind.WHAT_IF, most=_KEPT)):
            raise refusal("what_if.one_at_a_time")
        store.jobs.add(db, job, content=dumps(trial))
    take_up(runs_of(desk))
    with desk.store.reading() as db:
        return store.jobs.get(db, job.job_id) or job


def cancel(desk: Desk, actor: Actor, job_id: str) -> None:
    """Ask a run to stop; the days it has done are kept. A run that is over, or is none of these, stays as it is."""
    check(actor, "what_if.cancel")
    with changing(desk, "what_if.cancel", by=actor) as db:
        job = store.jobs.get(db, job_id)
        if job is not None and job.kind is JobKind.WHAT_IF and job.is_active:
            store.jobs.cancel(db, job_id, at=desk.clock())


def list_runs(desk: Desk, actor: Actor) -> tuple[Run, ...]:
    """Return the newest runs, newest first; those whose content was erased with somebody's data are left out."""
    check(actor, "what_if.list_runs")
    care(desk)
    with desk.store.reading() as db:
        kept = store.jobs.inputs_of_kind(db, JobKind.WHAT_IF, most=_KEPT)
        team = store.people.get_team(db)
    return tuple(_run(job, content, found, team, desk.catalogue) for job, content, found in kept if content)


def _run(job: Job, content: str, found: str | None, team: Team, catalogue: Catalogue) -> Run:
    trial = loads(Trial, content)
    answer = Answer() if found is None else loads(Answer, found)
    return Run(job=job, trial=trial, answer=answer, said=planning.said_of(trial.scenario, team, catalogue))


def _refuse(desk: Desk, db: store.Connection, trial: Trial) -> None:
    if not 0.1 <= trial.seconds <= MOST_SECONDS:
        raise refusal("desk.time_limit", field="seconds", value=str(trial.seconds), longest=round(MOST_SECONDS))
    most = planning.MOST_DAYS_TRIED
    if not 1 <= len(trial.days) <= most:
        raise refusal("what_if.days", field="days", value=str(len(trial.days)), most=most)
    first, last = min(trial.days), max(trial.days)
    able = _days(db, first, last, today=desk.today(), zone=desk.time_zone)
    for day in trial.days:
        if day not in able:
            raise refusal("what_if.not_a_day", field="days", value=day.isoformat(), day=day)
    if tuple(sorted(set(trial.days))) != trial.days:
        raise ValueError(f"days {trial.days} are not in order")
    if not trial.scenario.size:
        raise refusal("what_if.nothing", field="scenario")
    if missing := _missing(trial.scenario, store.people.get_team(db), desk.catalogue):
        raise refusal("what_if.not_there", field="scenario", value=missing)
    if _twice(trial.scenario):
        raise refusal("what_if.twice", field="scenario")


def _twice(scenario: Scenario) -> bool:
    """Whether two changes are of the same thing, so that one of them would be lost."""
    told = (
        *scenario.removed,
        *((one.technician_id, one.depot_id) for one in scenario.moved),
        *((one.technician_id, one.skill) for one in scenario.trained),
        *((one.policy_id, one.priority) for one in scenario.targets),
    )
    return len(set(told)) < len(told)


def _missing(scenario: Scenario, team: Team, catalogue: Catalogue) -> str:
    """Return the first id a scenario names that is not there any more; empty where all are."""
    people = {one.technician_id for one in team.technicians if one.active}
    depots, skills = {one.depot_id for one in team.depots}, _skills(team, catalogue)
    asked = [
        *((one.like, people) for one in scenario.added),
        *((one.depot_id, depots) for one in scenario.added if one.depot_id),
        *((one, people) for one in scenario.removed),
        *((one.technician_id, people) for one in scenario.moved if one.technician_id),
        *((one.depot_id, depots) for one in scenario.moved if not one.technician_id),
        *((_target(one), depots | {_PLACE}) for one in scenario.moved),
        *((one.technician_id, people) for one in scenario.trained),
        *((one.skill, skills) for one in scenario.trained),
        *((one.policy_id, set(catalogue.sla_policies)) for one in scenario.targets),
    ]
    return next((one or "–" for one, known in asked if one not in known), "")


_PLACE = "\0place"


def _target(move: NewStart) -> str:
    return _PLACE if move.place is not None and not move.to_depot_id else move.to_depot_id


def _skills(team: Team, catalogue: Catalogue) -> set[str]:
    return {held.skill for one in team.technicians for held in one.skills} | set(catalogue.skills)
