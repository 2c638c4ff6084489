"""Managers' statistics: gather what happened in a period and hand it to the report."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from planner import store
from planner.desk.extract import bare_facts, extract_of
from planner.desk.gathering import called_out, with_days
from planner.desk.opening import Desk
from planner.desk.roles import check
from planner.model.codec import from_data
from planner.model.event import Actor, Event
from planner.model.message import Message
from planner.model.reasons import Unassigned
from planner.model.request import Request
from planner.report import Facts, Filters, Statistics
from planner.report.facts import CalledOut
from planner.report.statistics import overview, views
from planner.store import events, people, plans, requests

__all__ = ["MOST_ROWS", "MOST_ROWS_IN_FILE", "facts_of", "statistics", "statistics_of"]

MOST_ROWS, MOST_ROWS_IN_FILE = 1_000, 20_000
"""So many of the rows behind a figure are shown, and so many stand in a workbook."""


def statistics(
    desk: Desk,
    actor: Actor,
    *,
    first: date,
    last: date,
    filters: Filters | None = None,
    theme: str | None = None,
    rows_of: Collection[str] | None = None,
) -> Statistics:
    """Return the key figures of a period, and of the same weekdays before it.

    Parameters
    ----------
    first, last
        Local days, both inclusive.
    filters
        What to count; None: everything.
    theme
        Only figures and charts of a theme (`planner.report.THEMES`); None: all.
    rows_of
        Of which figures the rows behind are wanted, by id; None: of each.

    Raises
    ------
    NotAllowedError
        If the role may not read statistics.
    """
    check(actor, "report.statistics")
    return statistics_of(desk, first, last, filters, theme, MOST_ROWS, rows_of)


def statistics_of(
    desk: Desk,
    first: date,
    last: date,
    filters: Filters | None,
    theme: str | None,
    most_rows: int,
    rows_of: Collection[str] | None = None,
) -> Statistics:
    """Return the key figures of a period with up to so many rows behind each; for whoever has asked for the right."""
    extract = extract_of(desk)
    with desk.store.reading() as db:
        again = _Stored(db, with_calls=theme in (None, "on_call"))
        seen = views(extract, bare_facts(desk, first, last), again, theme=theme)
        return overview(seen, again, filters=filters, theme=theme, most_rows=most_rows, rows_of=rows_of)


@dataclass(frozen=True)
class _Stored:
    """What has to be looked at anew, from the database; call-outs, which the law is asked about, where they count."""

    db: store.Connection
    with_calls: bool

    def requests_of(self, ids: Collection[str]) -> tuple[tuple[Request, ...], tuple[Event, ...]]:
        return requests.find(self.db, ids=ids), events.find(self.db, request_ids=ids)

    def days_of(self, bare: Facts, days: Collection[date]) -> Facts:
        return with_days(self.db, bare, days)

    def calls_of(self, bare: Facts) -> tuple[CalledOut, ...]:
        return called_out(self.db, bare) if self.with_calls else ()

    def planned_days(self, first: date, last: date) -> tuple[date, ...]:
        return plans.published_days(self.db, first, last)

    def titles_of(self, ids: Collection[str]) -> dict[str, str]:
        return requests.titles(self.db, ids)

    def reasons_of(self, days: Collection[date]) -> dict[tuple[date, str], Message]:
        found: dict[tuple[date, str], Message] = {}
        for body in plans.published_bodies_on(self.db, days):
            plain = json.loads(body)  # of the plans only what is left out: whole ones take ten times as long
            day, told = date.fromisoformat(plain["day"]), from_data(tuple[Unassigned, ...], plain.get("unassigned", []))
            found |= {(day, left.visit_id): left.reason for left in told if left.reasons}
        return found

    def names(self) -> dict[str, str]:
        return self._names

    @cached_property
    def _names(self) -> dict[str, str]:
        return {one.technician_id: one.name for one in people.get_team(self.db).technicians}


def facts_of(desk: Desk, first: date, last: date, *, earliest: date) -> Facts:
    """Return what happened in a period, with what lies before it from a day on."""
    begin, end = _moment(desk, earliest), _moment(desk, last + timedelta(days=1))
    with desk.store.reading() as db:
        valid = plans.published_between(db, earliest, last)
        planned = {stop.request_id for plan in valid for stop in plan.stops if stop.request_id is not None}
        planned |= {left.request_id for plan in valid for left in plan.unassigned}
        created = requests.find(db, created_from=begin, created_to=end)
        known = {one.request_id: one for one in (*created, *requests.find(db, ids=planned))}
        happened = events.find(db, request_ids=known)
    return Facts(
        first=first,
        last=last,
        plans=valid,
        requests=tuple(known.values()),
        events=tuple(one for one in happened if one.at < end),
        catalogue=desk.catalogue,
        now=min(desk.clock(), end),
        time_zone=desk.time_zone,
    )


def _moment(desk: Desk, day: date) -> datetime:
    return datetime.combine(day, time(0), ZoneInfo(desk.time_zone))
