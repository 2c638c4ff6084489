"""Hand-made plans: a small one with one of everything, and a day of 15 technicians and 120 visits."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta

from planner.model.costs import ore_units
from planner.model.message import Money, message
from planner.model.places import Place
from planner.model.plan import Plan, PlanTechnician, Stop
from planner.model.price import Price, PriceItem
from planner.model.reasons import Cure, Reason, Unassigned
from planner.model.words import Precision, Priority, StopKind

DAY = date(2026, 11, 24)
MIDNIGHT = datetime(2026, 11, 23, 23, tzinfo=UTC)  # 00:00 in Stockholm in winter
DEPOT = Place(lat=59.3050, lon=18.0260, label="Lager Årsta")
HOME = Place(lat=59.3400, lon=18.0900, label="Hemma hos Anna")
CITY = Place(lat=59.3326, lon=18.0649, label="Hamngatan 1")
SOUTH = Place(lat=59.3150, lon=18.0720, label="Götgatan 50")
VAGUE = Place(lat=59.3120, lon=18.0300, precision=Precision.POSTCODE, label="117 27 Stockholm")


def clock(hours: float) -> datetime:
    """Return the moment at a local hour of the day."""
    return MIDNIGHT + timedelta(hours=hours)


def technician(number: int, name: str, **changes) -> PlanTechnician:
    """Return a duty 07:00-16:00, hard end 18:00."""
    values = {
        "technician_id": f"t{number}",
        "duty_id": f"t{number}:2026-11-24:0700",
        "name": name,
        "number": number,
        "start": clock(7),
        "end": clock(16),
        "hard_end": clock(18),
        "start_place": DEPOT,
        "end_place": DEPOT,
    }
    return PlanTechnician(**(values | changes))


def stop(who: PlanTechnician, sequence: int, kind: StopKind, start: float, end: float, **changes) -> Stop:
    """Return a stop between two local hours; `drive` is seconds of travel before it."""
    drive = changes.pop("drive", 0)
    arrival = clock(changes.pop("arrival", start))
    values = {
        "technician_id": who.technician_id,
        "duty_id": who.duty_id,
        "sequence": sequence,
        "kind": kind,
        "leave": arrival - timedelta(seconds=drive),
        "arrival": arrival,
        "start": clock(start),
        "end": clock(end),
        "travel_s": drive,
        "distance_m": drive * 10,
    }
    return Stop(**(values | changes))


def visit(who: PlanTechnician, sequence: int, number: int, start: float, end: float, **changes) -> Stop:
    """Return a visit with a title."""
    visit_id = changes.pop("visit_id", f"V{who.number}{number:02d}")
    values = {
        "number": number,
        "visit_id": visit_id,
        "request_id": visit_id,
        "title": "Serverbyte",
        "customer": "Skolan Glänta",
        "priority": Priority.P3,
        "place": CITY,
        "drive": 900,
    }
    return stop(who, sequence, changes.pop("kind", StopKind.VISIT), start, end, **(values | changes))


def small_plan() -> Plan:
    """Return a day with a visit of every sort, a remote session, break, absence, overtime and leftovers."""
    bo, ida = technician(2, "Bo K.", drives=False), technician(9, "Ida T.")
    anna = technician(1, "Anna L.", start_place=HOME, end_place=HOME)
    stops = (
        stop(anna, 0, StopKind.START, 7.5, 7.5, place=HOME),
        visit(anna, 1, 1, 8, 9.5, lateness_s=0, locked=True),
        stop(anna, 2, StopKind.BREAK, 11.5, 12),
        visit(anna, 3, 2, 12.5, 14, title="Larm i serverrum", place=VAGUE, lateness_s=1800, priority=Priority.P1),
        visit(anna, 4, 3, 14.5, 16.25, title="Accesspunkt", place=SOUTH, arrival=14.3),
        stop(anna, 5, StopKind.END, 16.75, 16.75, drive=1800, place=HOME),
        stop(bo, 0, StopKind.START, 7, 7, place=None),
        visit(bo, 1, 1, 8, 8.75, kind=StopKind.REMOTE, place=None, drive=0, title="Kontolås"),
        stop(bo, 2, StopKind.ABSENCE, 13, 15),
        stop(bo, 3, StopKind.END, 15, 15),
        stop(ida, 0, StopKind.START, 7, 7, place=DEPOT),
        visit(ida, 1, 1, 9, 10, place=CITY, title="Skrivare"),
        stop(ida, 2, StopKind.END, 10.5, 10.5, drive=1200, place=DEPOT),
    )
    cure = Cure(
        code="allow_overtime",
        message=message("plan.summary_price", price=Money(31_200), violations=0),
        cost_ore=31_200,
    )
    left = Unassigned(
        visit_id="V999",
        request_id="V999",
        title="Switch nere i kassalinjen",
        customer="Kafferosteriet",
        priority=Priority.P2,
        place=Place(lat=59.32, lon=18.05, label="Hornsgatan 3"),
        service_s=3600,
        reasons=(
            Reason(
                code="shift",
                message=message("plan.quality_estimated"),
                technician_id="t1",
                cures=(cure,),
            ),
        ),
    )
    nowhere = Unassigned(
        visit_id="V998",
        request_id="V998",
        title="Utan adress",
        reasons=(Reason(code="place", message=message("plan.quality_road")),),
    )
    items = (
        PriceItem(term="drive_time", units=ore_units(84_000), quantity=6_720),
        PriceItem(term="overtime", units=ore_units(50_600), quantity=2_700, technician_id="t1"),
        PriceItem(term="dropped", units=ore_units(1_400_000), quantity=2),
    )
    return Plan(
        plan_id="p1",
        day=DAY,
        version=2,
        created_at=clock(6),
        technicians=(anna, bo, ida),
        stops=stops,
        unassigned=(left, nowhere),
        price=Price(items=items),
    )


def large_plan(technicians: int = 15, visits: int = 120, seed: int = 7) -> Plan:
    """Return a made-up plan of any size around Stockholm."""
    chance = random.Random(seed)
    people, stops = [], []
    for number in range(1, technicians + 1):
        who = technician(number, f"Tekniker {number}")
        people.append(who)
        stops.append(stop(who, 0, StopKind.START, 7, 7, place=DEPOT))
        now = 7.2
        for order in range(1, visits // technicians + 1):
            place = Place(lat=59.33 + chance.uniform(-0.12, 0.12), lon=18.05 + chance.uniform(-0.2, 0.2))
            stops.append(visit(who, order, order, now, now + 0.75, place=place, visit_id=f"V{number}-{order}"))
            now += 1.05
        stops.append(stop(who, 99, StopKind.END, now, now, drive=900, place=DEPOT))
    return Plan(plan_id="big", day=DAY, created_at=clock(6), technicians=tuple(people), stops=tuple(stops))


def far_flung_plan() -> Plan:
    """Return a day with twelve stops around Stockholm and one in Kiruna."""
    near = large_plan(technicians=3, visits=12)
    who = technician(4, "Långväga")
    far = (
        stop(who, 0, StopKind.START, 7, 7, place=DEPOT),
        visit(who, 1, 1, 12, 13, place=Place(lat=67.8558, lon=20.2253, label="Kiruna")),
        stop(who, 2, StopKind.END, 18, 18, place=DEPOT),
    )
    return near.replace(technicians=(*near.technicians, who), stops=(*near.stops, *far))
