"""When a visit's site is open on the day, and why a visit to a closed one cannot be planned."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from planner.model.message import message
from planner.model.problem import Window
from planner.model.reasons import Cure, Reason
from planner.model.request import Request
from planner.model.sites import Site
from planner.model.words import RequestStatus
from planner.planning.times import Day
from planner.rules.calendar import is_public_holiday

__all__ = ["next_open", "opening_of"]

_THERE = frozenset(
    {
        RequestStatus.EN_ROUTE,
        RequestStatus.ON_SITE,
        RequestStatus.DONE,
        RequestStatus.FOLLOW_UP,
        RequestStatus.NO_ACCESS,
    }
)
_AHEAD_DAYS = 60
"""So many days ahead the next open one is looked for."""

Span = tuple[datetime, datetime]


def opening_of(request: Request, site: Site | None, day: Day) -> tuple[Window, ...] | Reason:
    """Return when the site of a request is open on a day (nothing: always), or that it is closed all day.

    Hours that are over fall away, as windows do. Hours that meet at midnight are one span. Nobody has to go to the
    site for remote work, and whoever is there already is not sent away.

    Parameters
    ----------
    site
        The request's; None: not known, so nothing limits it.
    day
        The day, with the present second.
    """
    if site is None or not request.needs_visit or request.status in _THERE:
        return ()
    if (spans := _spans(site, day)) is None:
        return ()
    over_s, found = max(0, day.now_s or 0), []
    for opens, closes in spans:
        first_s, last_s = day.horizon.seconds(opens), day.horizon.seconds(closes)
        if last_s > over_s and first_s < day.end_s:
            found.append(Window(earliest_s=max(0, first_s), latest_s=last_s, end_s=last_s if site.until_end else None))
    return tuple(found) if found else _closed(request, site, day, was_open=_opens_on(site, day))


def _spans(site: Site, day: Day) -> list[Span] | None:
    """The spans that touch a day, joined where they meet; None where nothing limits them."""
    zone, end_s = ZoneInfo(day.horizon.zone), day.end_s
    last = day.horizon.local_day(day.horizon.start + timedelta(seconds=end_s - 1))
    days = [day.horizon.day + timedelta(days=n) for n in range(-1, (last - day.horizon.day).days + 1)]
    if all(site.hours_on(one, holiday=is_public_holiday(one)) is None for one in days):
        return None
    spans: list[Span] = []
    for opens, closes in sorted(span for one in days for span in _on(site, one, zone)):
        if spans and opens <= spans[-1][1]:
            spans[-1] = spans[-1][0], max(spans[-1][1], closes)
        else:
            spans.append((opens, closes))
    return spans


def _on(site: Site, day: date, zone: ZoneInfo) -> Iterator[Span]:
    """Yield the spans that begin on a local day, in UTC; a day nothing limits is open around the clock."""
    hours = site.hours_on(day, holiday=is_public_holiday(day))
    midnight = datetime.combine(day, datetime.min.time(), zone)
    if hours is None:
        yield midnight.astimezone(UTC), (midnight + timedelta(days=1)).astimezone(UTC)
        return
    for one in hours:
        until = day + timedelta(days=1) if one.closes <= one.opens else day
        opens, closes = datetime.combine(day, one.opens, zone), datetime.combine(until, one.closes, zone)
        yield opens.astimezone(UTC), closes.astimezone(UTC)


def next_open(site: Site, after: date, *, zone: str) -> tuple[date, Span] | None:
    """Return the first day after one on which the site opens, with its first span; None: not in the next weeks."""
    local = ZoneInfo(zone)
    for day in (after + timedelta(days=n) for n in range(1, _AHEAD_DAYS + 1)):
        for span in sorted(_on(site, day, local)):
            return day, span
    return None


def _opens_on(site: Site, day: Day) -> bool:
    return any(True for _ in _on(site, day.horizon.day, ZoneInfo(day.horizon.zone)))


def _closed(request: Request, site: Site, day: Day, *, was_open: bool) -> Reason:
    """That the site is closed, or has closed already, with the next day on which it is open as the cure."""
    key = "planning.site_over" if was_open else "rule.opening.closed"
    said = message(key, site=site.label, day=day.horizon.day)
    found = next_open(site, day.horizon.day, zone=day.horizon.zone)
    if found is None:
        return Reason(code="opening", message=said)
    when, (opens, closes) = found
    offer = message(
        "cure.open_day.text", visit=request.request_id, day=when, from_=opens, to=closes, site=site.label
    )  # fmt: skip
    change = (("visit", request.request_id), ("earliest_date", when.isoformat()))
    return Reason(code="opening", message=said, cures=(Cure(code="open_day", message=offer, change=change),))
