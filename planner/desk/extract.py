"""The extract that statistics are counted from: kept in the database, brought up to date when somebody looks.

Each process keeps it in memory too. What changed since is known from the audit, which names every request, report and
publication; what is written past it (the demo, a simulated history, a person erased, a backup restored) clears the
parts, and they are made anew.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from planner import store
from planner.desk.gathering import cars_of, replaced_on
from planner.desk.opening import Desk
from planner.model.codec import dumps
from planner.model.errors import ServiceError
from planner.report import Facts
from planner.report.columns import TABLES
from planner.report.extract import Extract, day_columns, month_of, over_when_they_came, request_columns
from planner.report.facts import Traits, requests_in, traits_of
from planner.store import events, extracts, people, plans, requests

__all__ = ["Progress", "bare_facts", "extract_of", "make_extract"]

Progress = Callable[[int, int], None]
"""Told how many of how many months are done."""

_FORMAT = 4
"""Goes up when rows are made otherwise than before."""

_FAR = datetime(2999, 1, 1, tzinfo=UTC)
_WORTH_SAVING = 2_000
"""So many changed requests are saved; fewer are looked at again by the next process that starts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Touched:
    """Months of which something is new, and how many requests."""

    months: frozenset[str] = frozenset()
    rows: int = 0


@dataclass(slots=True)
class _Kept:
    """What this process knows of a database."""

    extract: Extract | None = None
    seen: extracts.Head | None = None
    unsaved: int = 0
    months: set[str] = field(default_factory=set)
    lock: threading.RLock = field(default_factory=threading.RLock)


_KEPT: dict[str, _Kept] = {}
_LOCK = threading.Lock()


def bare_facts(desk: Desk, first: date, last: date) -> Facts:
    """Return the facts of a period without what happened."""
    return Facts(
        first=first, last=last, plans=(), requests=(), events=(), catalogue=desk.catalogue,
        now=min(desk.clock(), _moment(desk, last + timedelta(days=1))), time_zone=desk.time_zone,
    )  # fmt: skip


def extract_of(desk: Desk) -> Extract:
    """Return the extract of a database, with everything in it that has been saved; it is not changed any more."""
    with _LOCK:
        kept = _KEPT.setdefault(desk.store.url, _Kept())
    with kept.lock:
        return _current(desk, kept, None)


def make_extract(desk: Desk, *, progress: Progress | None = None) -> int:
    """Make the extract anew, also where there is one; return how many requests are in it."""
    with desk.store.writing() as db:
        extracts.clear(db)
    kept = _Kept()
    made = _current(desk, kept, progress)
    with _LOCK:
        _KEPT[desk.store.url] = kept
    return len(made.requests["created"])


def _current(desk: Desk, kept: _Kept, progress: Progress | None) -> Extract:
    with desk.store.reading() as db:
        there = extracts.head(db)
        if kept.extract is None or there != kept.seen:
            kept.extract, kept.seen, kept.unsaved, kept.months = _loaded(desk, db, there), there, 0, set()
        number = extracts.newest_change(db)
        before = kept.extract
        made, touched = (_made(desk, db, progress), None) if before is None else _updated(desk, db, before)
        made.number = number
    kept.extract = made
    if touched is None:
        _save(desk, kept, None)
        return made
    kept.unsaved, kept.months = kept.unsaved + touched.rows, kept.months | touched.months
    if kept.unsaved >= _WORTH_SAVING or (before is not None and made.upto > before.upto):
        _save(desk, kept, kept.months)
    return made


def _loaded(desk: Desk, db: store.Connection, there: extracts.Head | None) -> Extract | None:
    if there is None or there.meaning != _meaning(desk):
        return None
    found = Extract(number=there.number, upto=date.fromisoformat(there.upto))
    contents = extracts.load(db)
    for name in TABLES:
        found.load(name, [content for (kind, _), content in sorted(contents.items()) if kind == name])
    return found


def _meaning(desk: Desk) -> str:
    """Hash of what decides what rows say: service levels, calendars, pauses, work times, and the zone of the days."""
    one = desk.catalogue
    times = {key: (job.service_min, job.service_p80_min) for key, job in one.job_types.items()}
    said = "".join(dumps(part) for part in (one.sla_policies, one.calendars, one.pause_reasons, times))
    return hashlib.sha256(f"{_FORMAT} {desk.time_zone} {said}".encode()).hexdigest()


def _made(desk: Desk, db: store.Connection, progress: Progress | None) -> Extract:
    made, traits = Extract(upto=desk.today()), dict[str, Traits]()
    _add(desk, db, made, traits, ids=requests.undated(db), days=())
    months = _months(desk, db)
    for at, (first, following) in enumerate(months, start=1):
        came = requests.find_ids(db, created_from=_moment(desk, first), created_to=_moment(desk, following))
        _add(desk, db, made, traits, ids=came, days=plans.published_days(db, first, following - timedelta(days=1)))
        if progress:
            progress(at, len(months))
    return made


def _months(desk: Desk, db: store.Connection) -> list[tuple[date, date]]:
    """The months in which something came or was planned."""
    zone = ZoneInfo(desk.time_zone)
    days = [one.astimezone(zone).date() for one in requests.span(db)] + list(plans.published_span(db))
    if not days:
        return []
    found, first = [], min(days).replace(day=1)
    while first <= max(days):
        following = (first + timedelta(days=32)).replace(day=1)
        found.append((first, following))
        first = following
    return found


def _updated(desk: Desk, db: store.Connection, old: Extract) -> tuple[Extract, _Touched]:
    """Return an extract brought up to date, and what of it is new; the old one stays as it is."""
    changed = extracts.changed_since(db, old.number)
    today = desk.today()
    days = {date.fromisoformat(one) for one in changed.days} | old.days_with(changed.requests)
    days |= set(plans.published_days(db, old.upto, today - timedelta(days=1)))
    if not changed.requests and not days and today <= old.upto:
        return old, _Touched()
    new = replace(old, upto=max(old.upto, today))
    months = {month_of(one.toordinal()) for one in days} | new.drop_requests(changed.requests)
    new.drop_days(days)
    months |= _add(desk, db, new, {}, ids=changed.requests, days=days)
    return new, _Touched(months=frozenset(months), rows=len(changed.requests))


def _add(
    desk: Desk,
    db: store.Connection,
    made: Extract,
    traits: dict[str, Traits],
    *,
    ids: Collection[str],
    days: Collection[date],
) -> set[str]:
    """Add requests, and those of some days that are over, to an extract; return the months of the requests.

    Parameters
    ----------
    traits
        Those of requests that are known already; what is read is put in.
    """
    came = requests.find(db, ids=ids)
    valid = plans.published_on_days(db, [one for one in days if one < made.upto])
    planned = requests_in(valid)
    traits |= {one.request_id: traits_of(one) for one in came}
    traits |= {one.request_id: traits_of(one) for one in requests.find(db, ids=planned - traits.keys())}
    happened = events.find(db, request_ids=planned | set(ids))
    over = over_when_they_came(came, happened)
    whole = replace(bare_facts(desk, date.min, desk.today()), now=desk.clock(), events=happened, over=over)
    columns = request_columns(replace(whole, requests=came), made.words)
    made.take("requests", [columns])
    of_days = replace(
        whole,
        plans=valid,
        now=_FAR,
        traits=traits,
        replaced=replaced_on(db, [one.day for one in valid]),
        g_km=cars_of(people.get_team(db)) if valid else {},
    )
    for name, table in day_columns(of_days, made.words).items():
        made.take(name, [table])
    return {month_of(day) for day in set(columns["created_day"].tolist())}


def _save(desk: Desk, kept: _Kept, months: Collection[str] | None) -> None:
    """Save the parts of some months, None: all; that it cannot be saved hinders nobody from looking."""
    made = kept.extract
    if made is None:
        return
    wanted = made.months() if months is None else set(months)
    parts = {(name, month): made.part(name, month) for name in TABLES for month in sorted(wanted)}
    new = extracts.Head(meaning=_meaning(desk), number=made.number, upto=made.upto.isoformat())
    with suppress(ServiceError), desk.store.writing() as db:
        if extracts.save(db, parts, new, seen=kept.seen, all_of_it=months is None):
            kept.seen, kept.unsaved, kept.months = new, 0, set()


def _moment(desk: Desk, day: date) -> datetime:
    return datetime.combine(day, time(0), ZoneInfo(desk.time_zone))
