"""A year of work: 250 days, 15 technicians, six visits each, every visit reported from leaving to done."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from planner import store
from planner.model.event import Event
from planner.model.places import Place
from planner.model.plan import Plan, PlanTechnician, Stop
from planner.model.request import Request
from planner.model.team import Technician
from planner.model.words import Priority, RequestStatus, StopKind

FIRST = date(2026, 1, 5)
REPORTS = ("visit.en_route", "visit.arrived", "visit.started", "visit.done")


def fill_year(opened: store.Store, *, days: int = 250, technicians: int = 15, visits: int = 6) -> None:
    """Put a year of published plans with their requests and events into an empty database."""
    team = [Technician(technician_id=f"T{n:02d}", name=f"Tekniker {n}", number=n) for n in range(1, technicians + 1)]
    with opened.writing() as db:
        for one in team:
            store.people.save_technician(db, one)
    for number in range(days):
        day = FIRST + timedelta(days=number)
        stops = list(_stops(day, team, visits))
        plan = _plan(day, team, stops)
        with opened.writing() as db:
            store.requests.add_all(db, [_request(stop) for stop in stops])
            store.plans.publish(db, store.plans.add(db, plan), at=plan.created_at)
            store.events.add_all(db, [event for stop in stops for event in _events(day, stop)])


def _stops(day: date, team: list[Technician], visits: int) -> Iterator[Stop]:
    for one in team:
        for place in range(visits):
            start = datetime.combine(day, time(7 + place), UTC)
            name = f"{day}-{one.technician_id}-{place}"
            yield Stop(
                technician_id=one.technician_id,
                duty_id=f"{one.technician_id}:{day}",
                sequence=place + 1,
                number=place + 1,
                kind=StopKind.VISIT,
                visit_id=name,
                request_id=name,
                title="Skrivaren på plan 3 drar snett och lämnar ränder",
                customer=f"Kund {place} AB",
                priority=Priority.P3,
                place=Place(lat=59.3 + place / 100, lon=18.0, label=f"Storgatan {place}, Solna"),
                leave=start - timedelta(minutes=20),
                arrival=start,
                start=start,
                end=start + timedelta(minutes=40),
                travel_s=1_200,
                distance_m=14_000,
            )


def _plan(day: date, team: list[Technician], stops: list[Stop]) -> Plan:
    morning = datetime.combine(day, time(6), UTC)
    duties = tuple(
        PlanTechnician(
            technician_id=one.technician_id,
            duty_id=f"{one.technician_id}:{day}",
            name=one.name,
            number=one.number,
            start=morning,
            end=morning + timedelta(hours=9),
            hard_end=morning + timedelta(hours=10),
        )
        for one in team
    )
    return Plan(plan_id=f"plan-{day}", day=day, created_at=morning, technicians=duties, stops=tuple(stops))


def _request(stop: Stop) -> Request:
    return Request(
        request_id=str(stop.request_id),
        title=stop.title,
        description="Det började i går. Ring innan ni kommer, dörren är låst efter klockan fyra.",
        customer=stop.customer,
        place=stop.place,
        status=RequestStatus.DONE,
        created_at=stop.start - timedelta(days=1),
    )


def _events(day: date, stop: Stop) -> Iterator[Event]:
    for number, report in enumerate(REPORTS):
        at = stop.start + timedelta(minutes=10 * number)
        yield Event(
            client_uuid=f"{stop.request_id}-{report}",
            at=at,
            recorded_at=at,
            type=report,
            request_id=stop.request_id,
            technician_id=stop.technician_id,
            actor=stop.technician_id,
            source="tablet",
            payload=(("day", f"{day}"), ("plan_id", f"plan-{day}")),
        )
