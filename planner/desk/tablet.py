"""A technician's day on a device that is often without network: the day to keep there, and what comes back from it.

Nothing that arrives is refused for its clock or its place in the plan. What cannot become the state of a visit (it was
given to somebody else, cancelled, or reported from the desk meanwhile) is kept as ``work.kept`` and answered with a
sentence, at every delivery: the answer to the first may have been lost on its way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from planner import store
from planner.desk.day import MyDay, my_day
from planner.desk.device_clock import clock_error, happened
from planner.desk.opening import Desk
from planner.desk.reports import STATUS_TYPES
from planner.desk.risks import risks_of
from planner.desk.roles import check, own_technician
from planner.desk.tablet_around import around_of
from planner.desk.tablet_document import KeptDay, day_shown, document_of
from planner.desk.tablet_ground import ground_name
from planner.desk.tablet_judge import Judge, said_of
from planner.desk.taps import Tap
from planner.desk.unit import changing
from planner.files.privacy import masked
from planner.model.event import Actor, Event
from planner.model.message import Message
from planner.model.words import Role
from planner.views.actual import actuals, told_late
from planner.views.lateness import Chance

__all__ = ["Answer", "keep_day", "take_events"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What became of one event.

    Parameters
    ----------
    result
        ``stored``, ``known`` (it was here before), or ``kept`` (stored, but it is not the state of the visit).
    said
        Sentence the technician has to see; None: nothing is amiss.
    """

    client_uuid: str
    result: str
    said: Message | None = None


def keep_day(desk: Desk, actor: Actor, *, technician_id: str | None = None) -> KeptDay:
    """Return the day a device keeps: one's own stops only, and of their customers only what the work needs.

    It holds the next day too, where that is published.

    Parameters
    ----------
    technician_id
        Whose; a technician may leave it out and gets their own.
    """
    check(actor, "tablet.keep_day")
    whose, now = own_technician(actor, technician_id), desk.clock()
    zone = ZoneInfo(desk.time_zone)
    day = day_shown(desk, whose)
    then_on = day + timedelta(days=1)
    mine, then = (my_day(desk, actor, one, technician_id=whose) for one in (day, then_on))
    with desk.store.reading() as db:
        around = around_of(db, mine, day, now=now, zone=zone.key, ground=ground_name(desk, mine))
        later = around_of(db, then, then_on, now=now, zone=zone.key, ground="") if then.plan else None
    return document_of(
        mine,
        day,
        catalogue=desk.catalogue,
        zone=zone,
        around=around,
        chances=_chances(desk, actor, mine),
        ahead=(then, later) if later else None,
    )


def _chances(desk: Desk, actor: Actor, mine: MyDay) -> dict[str, Chance]:
    """How likely stops become late, by the last report: a day of which nothing new is told is not sent again."""
    if mine.plan is None or not mine.plan.technicians:
        return {}
    known = max([min(one.start for one in mine.plan.technicians), *(one.at for one in mine.events)])
    late = told_late(mine.events, mine.plan)
    return risks_of(desk, actor, mine.plan, mine.requests, reports=actuals(mine.events, mine.plan), late=late, at=known)


def take_events(
    desk: Desk,
    actor: Actor,
    taps: Sequence[Tap],
    *,
    sent_at: datetime | None,
    device_id: str = "",
    technician_id: str | None = None,
) -> tuple[Answer, ...]:
    """Store what a device tells, in its order, each once, and answer each.

    Parameters
    ----------
    sent_at
        The device's time as it sent; None: it did not say.
    device_id
        Kept with each event; empty: not known.
    technician_id
        Whose events; a technician may leave it out.
    """
    check(actor, "tablet.take_events")
    whose, now = own_technician(actor, technician_id), desk.clock()
    zone, error = ZoneInfo(desk.time_zone), clock_error(sent_at, now)
    ordered = sorted(taps, key=lambda one: one.seq)
    first = [min(now, datetime.combine(one.day, time(0), zone).astimezone(now.tzinfo)) for one in ordered]
    moments = happened([one.at for one in ordered], first, error=error, now=now)
    source = "tablet" if actor.role is Role.TECHNICIAN else "desk"
    answers: dict[str, Answer] = {}
    with changing(desk, "tablet.take_events", by=actor) as db:
        store.events.hold_reports(db, whose)
        judge = Judge(db, whose)
        for tap, at in zip(ordered, moments, strict=True):
            known = store.events.get(db, tap.client_uuid)
            if known is not None:
                told = said_of(known) if known.technician_id == whose else None
                answers[tap.client_uuid] = Answer(client_uuid=tap.client_uuid, result="known", said=told)
                continue
            clean, hidden = _without_personal_number(desk, tap)
            found = judge.judged(clean)
            kept = bool(found.why) and clean.type in STATUS_TYPES
            event = Event(
                client_uuid=clean.client_uuid,
                at=max(at, judge.not_before(clean, found)),
                recorded_at=now,
                type="work.kept" if kept else clean.type,
                request_id=found.request_id,
                technician_id=whose,
                actor=actor.actor_id,
                source=source,
                payload=(*found.head, *found.why, *_told(clean), *_beside(clean, error, device_id, hidden)),
            )
            stored = judge.keep(event, found)
            answers[tap.client_uuid] = Answer(
                client_uuid=tap.client_uuid, result="kept" if kept else "stored", said=said_of(stored)
            )
    return tuple(answers[one.client_uuid] for one in taps)


def _without_personal_number(desk: Desk, tap: Tap) -> tuple[Tap, bool]:
    """Words with a personal identity number are kept without it; refusing them would lose what was done."""
    today = desk.today()
    told = tuple((name, masked(value, today=today) or value) for name, value in tap.told)
    clean = tap.replace(note=masked(tap.note, today=today) or tap.note, told=told)
    return clean, clean != tap


def _told(tap: Tap) -> tuple[tuple[str, str], ...]:
    """What the technician said, and what they pressed."""
    undoes = (("undoes", tap.undoes),) if tap.undoes else ()
    note = (("note", tap.note),) if tap.note else ()
    return (("was", tap.type), *undoes, *tap.told, *note)


def _beside(tap: Tap, error: timedelta, device_id: str, hidden: bool) -> tuple[tuple[str, str], ...]:
    """What a device says of itself: its own time and order, and how wrong its clock was in seconds."""
    clock = (("clock_s", str(round(error.total_seconds()))),) if error else ()
    device = (("device", device_id),) if device_id else ()
    return (("device_at", tap.said_at), ("seq", str(tap.seq)), *clock, *device, *((("masked", "1"),) if hidden else ()))
