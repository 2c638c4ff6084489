"""Which requests concern a day, or several that are planned together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from planner import store
from planner.model.plan import Plan, Stop
from planner.model.request import Request
from planner.model.words import PlanStatus, PromiseKind, RequestStatus
from planner.planning import MOST_DAYS

__all__ = [
    "BEHIND",
    "OPEN",
    "concerns",
    "plans_elsewhere",
    "published_elsewhere",
    "requests_of_day",
    "requests_of_days",
    "starts_elsewhere",
]

OPEN = frozenset(
    {
        RequestStatus.NEW,
        RequestStatus.TRIAGED,
        RequestStatus.PLANNED,
        RequestStatus.PROMISED,
        RequestStatus.DISPATCHED,
        RequestStatus.PAUSED,
    }
)
"""Statuses of requests that still wait for their visit or session."""

BEHIND = frozenset(
    {
        RequestStatus.EN_ROUTE,
        RequestStatus.ON_SITE,
        RequestStatus.DONE,
        RequestStatus.FOLLOW_UP,
        RequestStatus.NO_ACCESS,
    }
)
"""Statuses of requests whose visit is under way or over."""


def concerns(request: Request, day: date, *, zone: str) -> bool:
    """Whether an open request can be done on a day, or should have been done by then; a promise names its day."""
    if request.earliest_date is not None and day < request.earliest_date:
        return False
    local, promise = ZoneInfo(zone), request.promise
    if promise is not None and promise.kind is not PromiseKind.NONE:
        return promise.earliest.astimezone(local).date() <= day
    first = [window.earliest_start.astimezone(local).date() for window in request.time_windows]
    return not first or min(first) <= day


def requests_of_day(db: store.Connection, day: date, *, zone: str, today: date) -> tuple[Request, ...]:
    """Return the requests of one day; as `requests_of_days`."""
    return requests_of_days(db, (day,), zone=zone, today=today)


def requests_of_days(db: store.Connection, days: Sequence[date], *, zone: str, today: date) -> tuple[Request, ...]:
    """Return the open requests that concern some days, and those in their newest or published plans.

    What another day holds (`plans_elsewhere`) is planned there and is none of them, unless a published plan of these
    days holds it too, or a part of it is planned here. What was published but freed since is planned anew. What stands
    in the newest version of a sooner day, even if only as a draft, is none of them either, unless these days' newest
    plans have it: it comes back when that day gives it up or is over.

    Parameters
    ----------
    zone
        Time zone of the days.
    today
        Present day.
    """
    open_ones = store.requests.find(db, status=OPEN)
    newest, published = ([one(db, day) for day in days] for one in (store.plans.newest, store.plans.published_on))
    plans = [plan for plan in (*newest, *published) if plan]
    here = _planned(*(plan for plan in published if plan)) | {stop.request_id or "" for stop in _in_parts(plans)}
    others = plans_elsewhere(db, days, today=today)
    drafted = _planned(*(one for one in others if one.status is not PlanStatus.PUBLISHED))
    told = _planned(*(one for one in others if one.status is PlanStatus.PUBLISHED))
    sooner = _sooner(db, min(days), today=today) - _planned(*plans)
    found = {one.request_id: one for one in open_ones if any(concerns(one, day, zone=zone) for day in days)}
    ids = _planned(*plans) | {one.request_id for plan in plans for one in plan.unassigned}
    found |= {one.request_id: one for one in store.requests.find(db, ids=ids - set(found))}
    kept = (
        one
        for one in found.values()
        if one.request_id in here
        or not (one.request_id in drafted | sooner or (one.request_id in told and one.status not in _FREED))
    )
    return tuple(sorted(kept, key=store.requests.order))


_FREED = frozenset({RequestStatus.NEW, RequestStatus.TRIAGED, RequestStatus.PAUSED})
"""Statuses of requests that no published plan holds, even if one has them: somebody took them out of it."""

_AHEAD, _BESIDE = timedelta(days=62), MOST_DAYS - 1


def plans_elsewhere(db: store.Connection, days: Sequence[date], *, today: date) -> list[Plan]:
    """Return the plans of other days that hold their work: published from today on, or made together with these days.

    What was published for a day that is over and is still open was not done, so it may be planned anew. A draft holds
    its work only if it was made together with one of these days; any other draft may never be published.
    """
    last = max(today, *days) + _AHEAD
    found = [one for one in store.plans.published_between(db, today, last) if one.day not in days]
    beside = {day + timedelta(days=by) for day in days for by in range(-_BESIDE, _BESIDE + 1)} - {*days}
    newest = (store.plans.newest(db, day) for day in sorted(beside) if day >= today)
    return [*found, *(one for one in newest if one is not None and {*one.days} & {*days})]


def _sooner(db: store.Connection, first: date, *, today: date) -> set[str]:
    """Return what stands whole in the newest drafts from today on, before a day; of a job in parts more may follow."""
    newest = (store.plans.newest(db, day) for day in store.plans.days(db, today, first - timedelta(days=1)))
    drafts = (plan for plan in newest if plan is not None and plan.status is PlanStatus.DRAFT)
    return {stop.request_id for plan in drafts for stop in plan.stops if stop.request_id and stop.part is None}


def published_elsewhere(db: store.Connection, days: Sequence[date], *, today: date) -> set[str]:
    """Return the requests that are published, from today on, for other days than these."""
    return set(starts_elsewhere(db, days, today=today))


def starts_elsewhere(db: store.Connection, days: Sequence[date], *, today: date) -> dict[str, datetime]:
    """Return when the requests begin that are published, from today on, for other days than these."""
    last = max(today, *days) + _AHEAD
    others = (one for one in store.plans.published_between(db, today, last) if one.day not in days)
    return {stop.request_id: stop.start for plan in others for stop in plan.stops if stop.request_id is not None}


def _in_parts(plans: Iterable[Plan]) -> Iterator[Stop]:
    return (stop for plan in plans for stop in plan.stops if stop.part is not None)


def _planned(*plans: Plan) -> set[str]:
    return {stop.request_id for plan in plans for stop in plan.stops if stop.request_id is not None}
