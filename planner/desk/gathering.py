"""What the statistics need of the database beside the extract: days with all that is of them, and call-outs."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from planner import store
from planner.desk import worktime
from planner.law import Book, CallOut, LawSettings, breaches_in, profile_for, time_of
from planner.law.reach import near
from planner.model.plan import Plan
from planner.model.team import Team
from planner.model.words import PlanStatus
from planner.report.facts import CalledOut, Facts, requests_in
from planner.store import events, people, plans, requests

__all__ = ["called_out", "cars_of", "replaced_on", "with_days"]

_DAY = timedelta(days=1)
_RESTS = ("ATL13.rest_h", "STBY.rest_after_h")
"""What a call-out can cut short: the daily rest, and the rest that is agreed after it."""


def with_days(db: store.Connection, bare: Facts, days: Collection[date]) -> Facts:
    """Return facts with the published plans of days and everything that is of them."""
    valid = plans.published_on_days(db, days)
    ids = requests_in(valid)
    return replace(
        bare,
        plans=valid,
        requests=requests.find(db, ids=ids),
        events=events.find(db, request_ids=ids),
        replaced=replaced_on(db, days),
        g_km=cars_of(people.get_team(db)) if valid else {},
    )


def replaced_on(db: store.Connection, days: Collection[date]) -> dict[date, tuple[Plan, ...]]:
    """Return the plans that were published before the valid one, of the days that have any, in order of version."""
    found = {}
    for day in days:
        if plans.publications(db, day) > 1:
            headers = sorted(plans.headers(db, day), key=lambda one: one.version)
            older = [one.plan_id for one in headers if one.version > 0 and one.status is PlanStatus.SUPERSEDED]
            read = (plans.get(db, one) for one in older)
            found[day] = tuple(one for one in read if one is not None)
    return found


def cars_of(team: Team) -> dict[str, float]:
    """Return the grams of CO2 a kilometre of the car of each technician, of those of whom it is known."""
    cars = {one.vehicle_id: one for one in team.vehicles if one.g_co2_km > 0 or one.fuel == "electric"}
    return {
        one.technician_id: float(cars[one.vehicle_id].g_co2_km) for one in team.technicians if one.vehicle_id in cars
    }


def called_out(db: store.Connection, bare: Facts) -> tuple[CalledOut, ...]:
    """Return the call-outs that began in the period of facts, and whether the rest after each was too short."""
    zone = ZoneInfo(bare.time_zone)
    begin, end = (datetime.combine(one, time(0), zone).astimezone(UTC) for one in (bare.first, bare.last + _DAY))
    told = events.of_types(db, (worktime.CALL_OUT, worktime.WITHDRAWN), first=begin, last=end + _DAY)
    calls = [one for one in worktime.call_outs_in(told) if begin <= one.start < end and one.end <= bare.calls_until]
    if not calls:
        return ()
    team = people.get_team(db)
    settings = store.settings.get(db, worktime.SETTING, LawSettings, LawSettings())
    days = [one.start.astimezone(zone).date() for one in calls]
    book = worktime.book_of(db, near(min(days))[0], near(max(days))[1], zone=bare.time_zone)
    return tuple(
        CalledOut(call=one, is_rest_short=_is_short(one, day, team, book, settings))
        for one, day in zip(calls, days, strict=True)
    )


def _is_short(call: CallOut, day: date, team: Team, book: Book, settings: LawSettings) -> bool:
    """Whether the law or an agreement says that the rest around the end of a call-out is too short."""
    who = next((one for one in team.technicians if one.technician_id == call.technician_id), None)
    if who is None:
        return False
    since, until = near(day)
    mine = time_of(
        who,
        team,
        book,
        profile_for(settings.agreements, call.technician_id, day),
        since=since,
        until=until,
        night_reason=settings.night_reason,
        deviations=settings.deviations_of(call.technician_id),
    )
    broken = (one for one in breaches_in(mine, ("ATL13", "STBY")) if one.parameter in _RESTS)
    return any(one.start <= call.end < one.end for one in broken)
