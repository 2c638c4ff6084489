"""Overtime is asked for before it is worked: what technicians ask, what the law would say of it, and the answer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from planner import planning, store
from planner.desk.opening import Desk
from planner.desk.problems import refusal
from planner.desk.roles import check
from planner.desk.timesheet import ANSWER, book_with, told_on
from planner.desk.unit import changing
from planner.desk.worktime import known
from planner.model.event import Actor, Event
from planner.model.finding import Finding
from planner.model.team import Team
from planner.model.told import UNDONE, still_told
from planner.planning import WorkingTime

__all__ = ["Asked", "answer", "asked_on"]

_ASK = "work.overtime"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Overtime somebody asks for.

    Parameters
    ----------
    asked_id
        Id of the question.
    minutes
        How long, beyond the end of the shift.
    answer
        ``granted``, ``declined``, or empty while nobody has answered.
    findings
        What the law would say of the day then, and does not say of it as planned.
    """

    asked_id: str
    technician_id: str
    name: str
    at: datetime
    minutes: int
    note: str
    answer: str
    findings: tuple[Finding, ...] = ()


def asked_on(desk: Desk, actor: Actor, day: date) -> tuple[Asked, ...]:
    """Return what was asked for a day, the oldest first."""
    check(actor, "overtime.asked_on")
    with desk.store.reading() as db:
        found = still_told(told_on(db, day, desk.time_zone, (_ASK, ANSWER, UNDONE)))
        asks = [one for one in found if one.type == _ASK and one.technician_id and one.get("minutes")]
        if not asks:
            return ()
        team = store.people.get_team(db)
        around = known(db, team, day)
    answers = {one.get("of"): one.get("answer") or "" for one in found if one.type == ANSWER}
    names = {one.technician_id: one.name for one in team.technicians}
    return tuple(
        Asked(
            asked_id=one.client_uuid,
            technician_id=one.technician_id or "",
            name=names.get(one.technician_id or "", one.technician_id or ""),
            at=one.at,
            minutes=int(one.get("minutes") or 0),
            note=one.get("note") or "",
            answer=answers.get(one.client_uuid, ""),
            findings=_more_said(around, team, one, day),
        )
        for one in asks
    )


def answer(desk: Desk, actor: Actor, asked_id: str, *, granted: bool, client_uuid: str) -> None:
    """Grant or decline overtime somebody asks for; the last answer stands. The same `client_uuid` is stored once.

    Raises
    ------
    InputError
        If nobody asked so.
    """
    check(actor, "overtime.answer")
    with changing(desk, "overtime.answer", by=actor) as db:
        asked = store.events.get(db, asked_id)
        if asked is None or asked.type != _ASK:
            raise refusal("overtime.unknown", field="asked_id", value=asked_id)
        now = desk.clock()
        word = "granted" if granted else "declined"
        event = Event(
            client_uuid=client_uuid,
            at=now,
            recorded_at=now,
            type=ANSWER,
            technician_id=asked.technician_id,
            actor=actor.actor_id,
            source="desk",
            payload=(("day", asked.get("day") or ""), ("of", asked_id), ("answer", word)),
        )
        store.events.add(db, event)


def _more_said(around: WorkingTime, team: Team, ask: Event, day: date) -> tuple[Finding, ...]:
    """What the law says of the day with the overtime that is asked for, and does not say without it."""
    one = team.technician(ask.technician_id or "")
    worked = next((w for w in around.book.worked_by(ask.technician_id or "") if w.day == day), None)
    if one is None or worked is None:
        return ()
    longer = replace(worked, over=max(worked.over, worked.end + timedelta(minutes=int(ask.get("minutes") or 0))))
    before = planning.findings_in(one, day, team, around)
    after = planning.findings_in(one, day, team, replace(around, book=book_with(around.book, longer)))
    said = {(found.parameter, found.message) for found in before}
    return tuple(found for found in after if (found.parameter, found.message) not in said)
