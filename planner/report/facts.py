"""From plans, requests and events to plain tables: work and shifts (requests: `planner.report.clocks`).

The event log is the only truth of what happened; plans say what was meant. Each row keeps both,
so that a figure can name what it is made of. Durations are seconds, moments aware.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd

from planner.model.catalogue import Catalogue
from planner.model.event import Event
from planner.model.plan import Plan, PlanTechnician, Stop
from planner.model.request import Request
from planner.model.words import StopKind

__all__ = [
    "SHIFT_COLUMNS",
    "WORK_COLUMNS",
    "Facts",
    "reported_by_day",
    "requests_in",
    "shift_rows",
    "shift_table",
    "standing",
    "work_rows",
    "work_table",
]

_OUTCOMES = ("done", "no_access", "follow_up")

WORK_COLUMNS = [
    "day", "visit_id", "request_id", "seat", "kind", "job_type_id", "customer", "technician_id", "technician",
    "priority", "planned_start", "planned_drive_s", "planned_setup_s", "planned_service_s", "distance_m",
    "planned_late_s",
    "en_route_at", "arrived_at", "started_at", "ended_at", "outcome", "drive_s", "service_s", "wait_s", "reason",
    "reason_code",
]  # fmt: skip
SHIFT_COLUMNS = [
    "day", "technician_id", "technician", "paid_s", "service_s", "drive_s", "wait_s", "distance_m", "overtime_s",
    "reported",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the figures of a period are made from.

    Parameters
    ----------
    first, last
        Local days of the period, both inclusive.
    plans
        The valid plan of each day, at most one a day.
    requests
        Requests of those plans and those created in the period.
    events
        Everything reported about them.
    now
        Aware moment up to which is known; a target that fell due before it and was not met is missed.
    """

    first: date
    last: date
    plans: tuple[Plan, ...]
    requests: tuple[Request, ...]
    events: tuple[Event, ...]
    catalogue: Catalogue
    now: datetime
    time_zone: str = "Europe/Stockholm"

    def local_day(self, moment: datetime) -> date:
        """Return the local day of an aware moment."""
        return moment.astimezone(ZoneInfo(self.time_zone)).date()

    @property
    def today(self) -> date:
        """The local day that `now` lies in; it is not over."""
        return self.local_day(self.now)

    def earlier(self, days: int) -> Facts:
        """Return what was known a number of days ago, at the same time of day, of the period as long before."""
        zone = ZoneInfo(self.time_zone)
        local = self.now.astimezone(zone)
        now = datetime.combine(local.date() - timedelta(days=days), local.time(), zone)
        return replace(
            self,
            first=self.first - timedelta(days=days),
            last=self.last - timedelta(days=days),
            events=tuple(one for one in self.events if one.at <= now),
            requests=tuple(one for one in self.requests if one.created_at is None or one.created_at <= now),
            now=now,
        )


def work_table(facts: Facts) -> pd.DataFrame:
    """Return one row for each planned visit, remote session and unassigned request (`WORK_COLUMNS`).

    Of a crew each seat has a row; `seat` is 1 for the first, so that rows of seat 1 count each visit once.
    What is open on a day that is not over is not due yet and has no row.
    """
    return pd.DataFrame(work_rows(facts), columns=WORK_COLUMNS)


def work_rows(facts: Facts) -> list[dict[str, Any]]:
    """Return the rows of `work_table`, each as a dictionary; of those left out, only some columns."""
    reported = reported_by_day(facts)
    rows: list[dict[str, Any]] = []
    for plan in facts.plans:
        names = {t.technician_id: t.name for t in plan.technicians}
        seats = {one.visit_id: n for crew in plan.crews.values() for n, one in enumerate(crew, start=1)}
        for stop in plan.stops:
            if stop.kind in (StopKind.VISIT, StopKind.REMOTE) and stop.visit_id is not None:
                seat = seats.get(stop.visit_id, 1)
                own = stop.request_id or "" if seat == 1 and stop.part is None else stop.visit_id
                seen = reported[plan.day, own]
                row = _work_row(plan, stop, names, seen) | {"seat": seat}
                if row["outcome"] != "open" or plan.day < facts.today:
                    rows.append(row)
        rows.extend(_left_rows(plan))
    return rows


def requests_in(plans: Iterable[Plan]) -> frozenset[str]:
    """Return the ids of all requests that are planned or left out of plans."""
    given = tuple(plans)
    planned = {stop.request_id for plan in given for stop in plan.stops if stop.request_id is not None}
    return frozenset(planned | {left.request_id for plan in given for left in plan.unassigned})


def standing(events: Iterable[Event]) -> list[Event]:
    """Return events in order of time without those that a later ``visit.undone`` of the same visit took back."""
    found: list[Event | None] = []
    reports: dict[str | None, list[int]] = defaultdict(list)
    for event in sorted(events, key=lambda e: e.at):
        if event.type == "visit.undone":
            if own := reports[event.visit_id]:
                found[own.pop()] = None
            continue
        if event.type.startswith("visit."):
            reports[event.visit_id].append(len(found))
        found.append(event)
    return [one for one in found if one is not None]


def reported_by_day(facts: Facts) -> dict[tuple[date, str], dict[str, datetime]]:
    """Moment of each report that stands, by local day and visit."""
    found: dict[tuple[date, str], dict[str, datetime]] = defaultdict(dict)
    for event in standing(facts.events):
        if event.visit_id is not None and event.type.startswith("visit."):
            found[facts.local_day(event.at), event.visit_id][event.type.removeprefix("visit.")] = event.at
    return found


def _work_row(plan: Plan, stop: Stop, names: dict[str, str], seen: dict[str, datetime]) -> dict[str, Any]:
    outcome = next((word for word in _OUTCOMES if word in seen), "open")
    began = seen.get("started") or seen.get("arrived")
    ended = seen.get(outcome)
    return {
        "day": plan.day,
        "visit_id": stop.visit_id,
        "request_id": stop.request_id,
        "kind": stop.kind.value,
        "job_type_id": stop.job_type_id,
        "customer": stop.customer,
        "technician_id": stop.technician_id,
        "technician": names.get(stop.technician_id, stop.technician_id),
        "priority": int(stop.priority or 3),
        "planned_start": stop.start,
        "planned_drive_s": stop.travel_s,
        "planned_setup_s": stop.setup_s,
        "planned_service_s": stop.work_s,
        "distance_m": stop.distance_m,
        "planned_late_s": stop.lateness_s,
        "en_route_at": seen.get("en_route"),
        "arrived_at": seen.get("arrived"),
        "started_at": began,
        "ended_at": ended,
        "outcome": outcome,
        "drive_s": _between(seen.get("en_route"), seen.get("arrived")),
        "service_s": _between(began, ended),
        "wait_s": _between(seen.get("arrived"), seen.get("started")),
        "reason": None,
        "reason_code": None,
    }


def _left_rows(plan: Plan) -> Iterable[dict[str, Any]]:
    for left in plan.left_requests:
        work_s = sum(one.service_s for one in plan.unassigned if one.request_id == left.request_id)
        yield {
            "day": plan.day,
            "visit_id": left.visit_id,
            "request_id": left.request_id,
            "seat": 1,
            "kind": "unassigned",
            "customer": left.customer,
            "priority": int(left.priority),
            "planned_service_s": work_s,
            "outcome": "unassigned",
            "reason": left.reason if left.reasons else None,
            "reason_code": left.reasons[0].code if left.reasons else "search_ended",
        }


def _between(start: datetime | None, end: datetime | None) -> float | None:
    return None if start is None or end is None else max(0.0, (end - start).total_seconds())


def shift_table(facts: Facts, work: Iterable[dict[str, Any]]) -> pd.DataFrame:
    """Return one row for each planned duty that has ended (`SHIFT_COLUMNS`); `work` as of `work_rows`.

    Where the day was reported, service, drive and end are those of the events, with the planned
    drive home; else the plan's, and `reported` is false.
    """
    return pd.DataFrame(shift_rows(facts, work), columns=SHIFT_COLUMNS)


def shift_rows(facts: Facts, work: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the rows of `shift_table`, each as a dictionary, and `ends_at`, the end of the duty."""
    by_person: dict[tuple[date, str], list[dict[str, Any]]] = defaultdict(list)
    for row in work:
        if row.get("technician_id") is not None:
            by_person[row["day"], row["technician_id"]].append(row)
    return [
        _shift_row(plan, duty, plan.of_duty(duty.duty_id), by_person[plan.day, duty.technician_id])
        for plan in facts.plans
        for duty in plan.technicians
        if duty.end <= facts.now
    ]


def _shift_row(plan: Plan, duty: PlanTechnician, stops: tuple[Stop, ...], work: list[dict[str, Any]]) -> dict[str, Any]:
    pauses = sum(s.work_s for s in stops if s.kind in (StopKind.BREAK, StopKind.ABSENCE))
    home = next((s for s in stops if s.kind is StopKind.END), None)
    home_s = home.travel_s if home else 0
    ends = [row["ended_at"] for row in work if row["ended_at"] is not None]
    busy = [s for s in stops if s.kind in (StopKind.VISIT, StopKind.REMOTE)]
    if ends:
        service, drive, wait = (sum(row[name] or 0.0 for row in work) for name in ("service_s", "drive_s", "wait_s"))
        drive += home_s
        ended = max(ends).timestamp() + home_s
    else:
        service, drive = float(sum(s.work_s for s in busy)), float(sum(s.travel_s for s in stops))
        wait = float(sum(max(0, s.wait_s) for s in busy))
        ended = home.end.timestamp() if home else duty.start.timestamp()
    return {
        "day": plan.day,
        "technician_id": duty.technician_id,
        "technician": duty.name,
        "ends_at": duty.end,
        "paid_s": max(0.0, (duty.end - duty.start).total_seconds() - pauses),
        "service_s": service,
        "drive_s": drive,
        "wait_s": wait,
        "distance_m": sum(s.distance_m for s in stops),
        "overtime_s": max(0.0, ended - duty.end.timestamp()),
        "reported": bool(ends),
    }
