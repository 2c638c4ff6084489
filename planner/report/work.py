"""From plans and events to plain rows: each visit, session and visit left out, and each shift.

Durations are seconds, moments aware.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from planner.model.costs import PRICE_UNITS_PER_ORE
from planner.model.event import Event
from planner.model.plan import Plan, PlanTechnician, Stop
from planner.model.words import StopKind
from planner.report.facts import Facts, Traits, reported_by_day, standing
from planner.report.fairness import night_and_weekend

__all__ = ["shift_rows", "work_rows"]

_OUTCOMES = ("done", "no_access", "follow_up")
_REPORTS = frozenset(f"visit.{word}" for word in _OUTCOMES)
_PROMISED = "request.promised"
_DECIMALS = 2
_DAY, _AFTER = timedelta(days=1), timedelta(hours=2)
"""So long after the end of a shift that lies after midnight, a report still belongs to it."""
_WORK = (StopKind.VISIT, StopKind.REMOTE)
_BARE = Traits()

Promise = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class _Told:
    """What the events of some days say: moments of reports, who reported, and what customers were told."""

    reported: Mapping[tuple[date, str], Mapping[str, datetime]]
    by: Mapping[tuple[str, datetime | None], str | None]
    promised: Mapping[str, list[Promise]]

    def seen(self, day: date, visit_id: str, until: datetime | None) -> Mapping[str, datetime]:
        """Return the reports of a visit of a day; where its shift goes on after midnight, also those until a moment."""
        found = self.reported.get((day, visit_id), {})
        if until is None:
            return found
        later = self.reported.get((day + _DAY, visit_id), {})
        return {**{word: at for word, at in later.items() if at <= until}, **found}


def work_rows(facts: Facts) -> list[dict[str, Any]]:
    """Return a row for each planned visit, remote session and unassigned request; of those left out, some columns.

    Of a crew each seat has a row; `seat` is 1 for the first, so that rows of seat 1 count each visit once.
    What is open on a day that is not over is not due yet and has no row. A report counts on the day it was made; where
    the shift goes on after midnight, on the day of the shift.
    """
    told = _told(facts)
    traits = facts.of_requests
    rows: list[dict[str, Any]] = []
    for plan in facts.plans:
        names = {t.technician_id: t.name for t in plan.technicians}
        seats = {one.visit_id: n for crew in plan.crews.values() for n, one in enumerate(crew, start=1)}
        nights = {t.duty_id: t.hard_end + _AFTER for t in plan.technicians if facts.local_day(t.end) > plan.day}
        costs = _own_costs(plan)
        found: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for stop in plan.stops:
            if stop.kind in _WORK and stop.visit_id is not None:
                seat = seats.get(stop.visit_id, 1)
                own = stop.request_id or "" if seat == 1 and stop.part is None else stop.visit_id
                of = traits.get(stop.request_id or "", _BARE)
                until = nights.get(stop.duty_id)
                row = _work_row(facts, plan, stop, told.seen(plan.day, own, until), of)
                row["technician"] = names.get(stop.technician_id, stop.technician_id)
                promise = _promise(facts, plan.day, told.promised.get(stop.request_id or "", []), of)
                row |= {"seat": seat, "promise_from": promise[0], "promise_to": promise[1], "sequence": stop.sequence}
                row |= {"cost_ore": costs.get(stop.visit_id) if costs else None}
                row["is_theirs"] = told.by.get((own, row["ended_at"])) in (None, stop.technician_id)
                if row["outcome"] != "open" or (plan.day < facts.today and (until is None or until <= facts.now)):
                    found[stop.duty_id].append(row)
        for of_duty in found.values():
            _mark_order(of_duty)
        rows.extend(row for of_duty in found.values() for row in of_duty)
        rows.extend(_left_rows(facts, plan, told, traits))
    return rows


def _told(facts: Facts) -> _Told:
    by: dict[tuple[str, datetime | None], str | None] = {}
    promised: dict[str, list[Promise]] = defaultdict(list)
    for event in standing(facts.events):
        if event.type in _REPORTS and event.visit_id is not None:
            by[event.visit_id, event.at] = event.technician_id
        elif event.type == _PROMISED and event.request_id is not None:
            promised[event.request_id].append(_promise_in(event))
    return _Told(reported_by_day(facts), by, promised)


def _promise_in(event: Event) -> Promise:
    first, last = (datetime.fromisoformat(event.get(name) or event.at.isoformat()) for name in ("earliest", "latest"))
    return first, last


def _promise(facts: Facts, day: date, events: list[Promise], of: Traits) -> tuple[datetime | None, datetime | None]:
    """What the customer was last told for a day: by the log, else by the request."""
    known = ([of.promise] if of.promise else []) + events
    return next((one for one in reversed(known) if facts.local_day(one[0]) == day), (None, None))


def _own_costs(plan: Plan) -> dict[str, float]:
    """What of the price of a plan each visit has for its own, in öre; empty where the plan has no price."""
    costs: dict[str, float] = defaultdict(float)
    for item in plan.price.items:
        if item.visit_id is not None:
            costs[item.visit_id] += item.units / PRICE_UNITS_PER_ORE
    return costs


def _mark_order(rows: list[dict[str, Any]]) -> None:
    """Mark what was done as planned: by whom it was planned, and begun after everything planned before it."""
    latest: datetime | None = None
    for row in sorted(rows, key=lambda row: row["sequence"]):
        began = row["started_at"] or row["ended_at"]
        in_order = began is not None and (latest is None or began >= latest)
        row["as_planned"] = int(row["outcome"] != "open" and row["is_theirs"] and in_order)
        latest = began if latest is None or (began is not None and began > latest) else latest


def _work_row(facts: Facts, plan: Plan, stop: Stop, seen: Mapping[str, datetime], of: Traits) -> dict[str, Any]:
    outcome = next((word for word in _OUTCOMES if word in seen), "open")
    began = seen.get("started") or seen.get("arrived")
    ended = seen.get(outcome)
    job = facts.catalogue.job_types.get(stop.job_type_id)
    return {
        "day": plan.day,
        "visit_id": stop.visit_id,
        "request_id": stop.request_id,
        "kind": stop.kind.value,
        "job_type_id": stop.job_type_id,
        "customer": stop.customer,
        "technician_id": stop.technician_id,
        "priority": int(stop.priority or 3),
        "line": of.line,
        "territory": of.territory,
        "planned_start": stop.start,
        "planned_drive_s": stop.travel_s,
        "planned_setup_s": stop.setup_s,
        "planned_service_s": stop.work_s,
        "p80_s": stop.work_s * job.service_p80_min / job.service_min if job else None,
        "distance_m": stop.distance_m,
        "planned_late_s": stop.lateness_s,
        "lat": None if stop.place is None else round(stop.place.lat, _DECIMALS),
        "lon": None if stop.place is None else round(stop.place.lon, _DECIMALS),
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


def _left_rows(facts: Facts, plan: Plan, told: _Told, traits: Mapping[str, Traits]) -> Iterable[dict[str, Any]]:
    for left in plan.left_requests:
        work_s = sum(one.service_s for one in plan.unassigned if one.request_id == left.request_id)
        of = traits.get(left.request_id, _BARE)
        promise = _promise(facts, plan.day, told.promised.get(left.request_id, []), of)
        yield {
            "day": plan.day,
            "visit_id": left.visit_id,
            "request_id": left.request_id,
            "seat": 1,
            "kind": "unassigned",
            "customer": left.customer,
            "priority": int(left.priority),
            "line": of.line,
            "territory": of.territory,
            "planned_service_s": work_s,
            "outcome": "unassigned",
            "as_planned": -1,
            "promise_from": promise[0],
            "promise_to": promise[1],
            "reason": left.reason if left.reasons else None,
            "reason_code": left.reasons[0].code if left.reasons else "search_ended",
        }


def _between(start: datetime | None, end: datetime | None) -> float | None:
    return None if start is None or end is None else max(0.0, (end - start).total_seconds())


def shift_rows(facts: Facts, work: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return a row for each planned duty that has ended, with `ends_at`, the end of the duty; `work` as of `work_rows`.

    Where the day was reported, service, drive and end are those of the events, with the planned
    drive home; else the plan's, and `reported` is false.
    """
    by_person: dict[tuple[date, str], list[dict[str, Any]]] = defaultdict(list)
    for row in work:
        if row.get("technician_id") is not None:
            by_person[row["day"], row["technician_id"]].append(row)
    return [
        _shift_row(facts, plan, duty, by_person[plan.day, duty.technician_id])
        for plan in facts.plans
        for duty in plan.technicians
        if duty.end <= facts.now
    ]


def _shift_row(facts: Facts, plan: Plan, duty: PlanTechnician, work: list[dict[str, Any]]) -> dict[str, Any]:
    stops = plan.of_duty(duty.duty_id)
    pauses = sum(s.work_s for s in stops if s.kind in (StopKind.BREAK, StopKind.ABSENCE))
    home = next((s for s in stops if s.kind is StopKind.END), None)
    home_s = home.travel_s if home else 0
    ends = [row["ended_at"] for row in work if row["ended_at"] is not None]
    busy = [s for s in stops if s.kind in _WORK]
    if ends:
        service, drive, wait = (sum(row[name] or 0.0 for row in work) for name in ("service_s", "drive_s", "wait_s"))
        drive += home_s
        ended = max(ends).timestamp() + home_s
    else:
        service, drive = float(sum(s.work_s for s in busy)), float(sum(s.travel_s for s in stops))
        wait = float(sum(max(0, s.wait_s) for s in busy))
        ended = home.end.timestamp() if home else duty.start.timestamp()
    over = max(0.0, ended - duty.end.timestamp())
    night, weekend = night_and_weekend(duty.start, duty.end, over, zone=facts.time_zone)
    return {
        "day": plan.day,
        "technician_id": duty.technician_id,
        "technician": duty.name,
        "kind": duty.kind.value,
        "ends_at": duty.end,
        "paid_s": max(0.0, (duty.end - duty.start).total_seconds() - pauses),
        "service_s": service,
        "drive_s": drive,
        "wait_s": wait,
        "distance_m": sum(s.distance_m for s in stops),
        "overtime_s": over,
        "night_s": night,
        "weekend_s": weekend,
        "g_km": facts.g_km.get(duty.technician_id),
        "reported": bool(ends),
    }
