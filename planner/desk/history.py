"""What was done at the same site before: for who comes there next, also without network."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from planner import store
from planner.desk.reports import standing
from planner.model.event import Event
from planner.model.request import Request
from planner.model.told import still_told

__all__ = ["MOST", "Before", "before_at"]

MOST = 3
"""Visits of a site that are shown, the last first."""
_FAR_DEGREES = 0.0005
"""Two places of a customer this near each other, some 50 m, are one site."""
_NOTED = ("visit.done", "visit.follow_up", "visit.no_access", "work.note", "work.report")
_MOST_KEPT = 500
_kept: dict[tuple[str, ...], dict[str, tuple[Before, ...]]] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """A visit at the site before.

    Parameters
    ----------
    at
        When it ended.
    word
        How: ``done``, ``follow_up`` or ``no_access``.
    notes
        What was written there, oldest first.
    """

    request_id: str
    title: str
    at: datetime
    word: str
    notes: tuple[str, ...]


def before_at(
    db: store.Connection, requests: Collection[Request], day: date, *, known_as: tuple[str, ...]
) -> dict[str, tuple[Before, ...]]:
    """Return the last visits at the sites of some requests before a day, by request id.

    Parameters
    ----------
    day
        What was reported on it or later is no history.
    known_as
        Under which the answer is kept: database, plan, and whatever else it depends on.
    """
    key = (*known_as, day.isoformat(), *sorted(one.request_id for one in requests))
    if key not in _kept:
        if len(_kept) >= _MOST_KEPT:
            _kept.pop(next(iter(_kept)))
        _kept[key] = _found(db, requests, day)
    return _kept[key]


def _found(db: store.Connection, requests: Collection[Request], day: date) -> dict[str, tuple[Before, ...]]:
    ours = {one.request_id for one in requests}
    customers = {one.customer for one in requests if one.customer}
    there = [one for one in store.requests.of_customers(db, customers) if one.request_id not in ours]
    sites = {one.request_id: [other for other in there if _same_site(one, other)] for one in requests}
    ids = {other.request_id for found in sites.values() for other in found}
    told: dict[str, list[Event]] = {}
    for event in store.events.find(db, request_ids=ids):
        told.setdefault(event.request_id or "", []).append(event)
    return {
        request_id: tuple(_last(_before(other, told.get(other.request_id, ()), day) for other in found))
        for request_id, found in sites.items()
        if found
    }


def _same_site(one: Request, other: Request) -> bool:
    if one.customer != other.customer:
        return False
    if one.site_id and other.site_id:
        return one.site_id == other.site_id
    if one.place is None or other.place is None:
        return False
    return (
        abs(one.place.lat - other.place.lat) <= _FAR_DEGREES
        and abs(one.place.lon - other.place.lon) <= 2 * _FAR_DEGREES
    )


def _before(request: Request, events: Iterable[Event], day: date) -> Before | None:
    told = tuple(events)
    ended = [one for one in standing(told) if one.type in _NOTED]
    if not ended or (ended[-1].get("day") or ended[-1].at.date().isoformat()) >= day.isoformat():
        return None
    notes = [one.get("note") for one in still_told(told) if one.type in _NOTED and one.get("note")]
    return Before(
        request_id=request.request_id,
        title=request.title,
        at=ended[-1].at,
        word=ended[-1].type.removeprefix("visit."),
        notes=tuple(note for note in notes if note),
    )


def _last(found: Iterable[Before | None]) -> list[Before]:
    return sorted((one for one in found if one is not None), key=lambda one: one.at, reverse=True)[:MOST]
