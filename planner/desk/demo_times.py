"""When a request of the demo can be done: opening hours, wishes, promises, moved to another day."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from planner.desk.demo_sites import Customer
from planner.model.language import TEAM_ZONE
from planner.model.request import Promise, Request, TimeWindow
from planner.model.words import Priority, PromiseKind

__all__ = ["AT_ONCE", "at_once", "on_day", "with_hours"]

AT_ONCE = {Priority.P1: timedelta(hours=1), Priority.P2: timedelta(hours=3)}
"""Within which part of the morning work on urgent requests should begin."""

_ZONE = ZoneInfo(TEAM_ZONE)


def with_hours(request: Request, customer: Customer, day: date, chance: random.Random) -> Request:
    """Return a visit with the site's hours; wishes and promises for some, and somebody at once for the urgent."""
    opens = datetime.combine(day, customer.opens, _ZONE)
    closes = datetime.combine(day, customer.closes or time(23, 59), _ZONE)
    last = max(opens, closes - timedelta(minutes=request.service_min + request.setup_min))
    hours = TimeWindow(earliest_start=opens, latest_start=last, latest_end=closes if customer.closes else None)
    # Wishes and promises lie in the working day, whatever the opening hours.
    first = max(opens, datetime.combine(day, time(7, 30), _ZONE))
    last = min(last, datetime.combine(day, time(16), _ZONE))
    if first >= last:
        return request.replace(time_windows=(hours,))
    if request.priority in AT_ONCE:
        return request.replace(time_windows=(hours, at_once(request, first.time(), day)))
    kind = chance.choices(("any", "half", "two_hours"), (55, 30, 15))[0]
    wish = _part(first, last, kind, chance)
    told = _part(*wish, "two_hours", chance) if chance.random() < 0.25 else None
    wished = () if kind == "any" else (TimeWindow(earliest_start=wish[0], latest_start=wish[1], hard=False),)
    promise = Promise(kind=PromiseKind.TOLD, earliest=told[0], latest=told[1]) if told else None
    return request.replace(time_windows=(hours, *wished), promise=promise)


def at_once(request: Request, opens: time, day: date) -> TimeWindow:
    """Whoever stands still wants somebody at once, not at an agreed time."""
    first = datetime.combine(day, opens, _ZONE)
    return TimeWindow(earliest_start=first, latest_start=first + AT_ONCE[request.priority], hard=False)


def _part(first: datetime, last: datetime, kind: str, chance: random.Random) -> tuple[datetime, datetime]:
    """A part of a span: all of it, one side of noon, or two hours that begin on the half hour."""
    noon = first.replace(hour=12, minute=0)
    if kind == "half" and first < noon < last:
        return (first, noon) if chance.random() < 0.5 else (noon, last)
    spare = last - first - timedelta(hours=2)
    if kind == "two_hours" and spare > timedelta(0):
        begin = first + timedelta(minutes=30) * chance.randint(0, int(spare / timedelta(minutes=30)))
        return begin, begin + timedelta(hours=2)
    return first, last


def on_day(request: Request, day: date) -> Request:
    """Return a request moved to a later day: windows and promise keep their times of day."""
    days = timedelta(days=(day - (request.earliest_date or day)).days)

    def moved(moment: datetime) -> datetime:
        local = moment.astimezone(_ZONE)
        return datetime.combine(local.date() + days, local.time(), _ZONE)

    windows = tuple(
        replace(
            one,
            earliest_start=moved(one.earliest_start),
            latest_start=moved(one.latest_start),
            latest_end=one.latest_end and moved(one.latest_end),
        )
        for one in request.time_windows
    )
    promise = request.promise
    if promise is not None:
        promise = replace(promise, earliest=moved(promise.earliest), latest=moved(promise.latest))
    return request.replace(earliest_date=day, time_windows=windows, promise=promise)
