"""Whom to phone when a plan changes: customers whose told or published appointment is another one, or is gone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from planner.model.plan import Plan, Stop
from planner.model.request import Request
from planner.model.words import PromiseKind

__all__ = ["NOTICED", "Call", "Told", "calls"]

NOTICED = timedelta(minutes=15)
"""A published start that nobody was told of may move by less than this without a call."""


class Told(StrEnum):
    """How the customer knows of the appointment that changes."""

    PUBLISHED = "published"
    TOLD = "told"
    CONFIRMED = "confirmed"
    ASKED = "asked"
    """They have not been asked yet: the plan relies on their agreement to another time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A customer to phone.

    Parameters
    ----------
    told
        How they know of the old time.
    old, old_latest
        What they know: the start of the promise and its last moment, or the published start twice; aware, UTC. Of
        those who are still to be asked the time they are asked for.
    new
        When the work starts now; None: it is in the plan no more.
    """

    request_id: str
    customer: str
    title: str
    told: Told
    old: datetime
    old_latest: datetime
    new: datetime | None
    contact_name: str = ""
    contact_phone: str = ""


def calls(
    before: Plan | None,
    after: Plan,
    requests: Iterable[Request],
    *,
    elsewhere: Mapping[str, datetime] | None = None,
    owed: Collection[str] = (),
) -> tuple[Call, ...]:
    """Return whom to phone when `after` takes the place of `before`, those with a promise first, then by old time.

    A promise that the new time keeps needs no call, however far the visit has moved. Without a promise the published
    start is the appointment. A promise of another day than that of the plans concerns them only where `before` held it;
    one of this day also where `after` leaves it out.

    Parameters
    ----------
    before
        The plan customers know of; None: there was none, then only promises can be broken.
    after
        The plan of the same day that is to be published.
    requests
        Requests with their promises and contacts; work of others is not looked at.
    elsewhere
        When requests begin by published plans of other days, by id: whoever waits then is told of this day.
    owed
        Ids of requests whose time was changed on the condition that the customer agrees.
    """
    now = _starts(after)
    was = {one: start for one, start in (elsewhere or {}).items() if one in now} | _starts(before)
    left = {one.request_id for one in after.unassigned}
    found = (
        _call(one, was.get(one.request_id), now.get(one.request_id), after if one.request_id in left else None)
        or _question(one, now.get(one.request_id), owed)
        for one in requests
    )
    return tuple(sorted((one for one in found if one), key=lambda one: (_RANK[one.told], one.old, one.request_id)))


_RANK = {Told.CONFIRMED: 0, Told.TOLD: 1, Told.ASKED: 2, Told.PUBLISHED: 3}


def _starts(plan: Plan | None) -> dict[str, datetime]:
    stops: tuple[Stop, ...] = (*plan.visit_stops, *plan.remote_stops) if plan else ()
    return {stop.request_id: stop.start for stop in stops if stop.request_id is not None}


def _question(request: Request, now: datetime | None, owed: Collection[str]) -> Call | None:
    return _made(request, Told.ASKED, now, now, now) if now is not None and request.request_id in owed else None


def _is_of_day(moment: datetime, left_by: Plan | None) -> bool:
    return left_by is not None and moment.astimezone(ZoneInfo(left_by.time_zone)).date() == left_by.day


def _call(request: Request, was: datetime | None, now: datetime | None, left_by: Plan | None) -> Call | None:
    """The call that a request needs; `left_by` is the plan where that leaves it out."""
    promise = request.promise
    if promise is not None and promise.kind is not PromiseKind.NONE:
        old, latest, told = promise.earliest, promise.latest, Told(promise.kind.value)
        if was is None and now is None and not _is_of_day(old, left_by):  # neither plan has anything to do with it
            return None
        changed = now is None or not old <= now <= latest
    elif was is not None:
        old, latest, told = was, was, Told.PUBLISHED
        changed = now is None or abs(now - was) >= NOTICED
    else:
        return None
    return _made(request, told, old, latest, now) if changed else None


def _made(request: Request, told: Told, old: datetime, latest: datetime, now: datetime | None) -> Call:
    return Call(
        request_id=request.request_id,
        customer=request.customer,
        title=request.title,
        told=told,
        old=old,
        old_latest=latest,
        new=now,
        contact_name=request.contact_name,
        contact_phone=request.contact_phone,
    )
