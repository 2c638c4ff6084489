"""Values to store: one of each, to change one thing of."""

from datetime import UTC, date, datetime, timedelta

from planner.model.event import Event
from planner.model.job import Job, JobState
from planner.model.places import Place
from planner.model.plan import Plan, PlanTechnician, Stop
from planner.model.price import Price, PriceItem
from planner.model.reasons import Unassigned
from planner.model.request import Request
from planner.model.team import Technician
from planner.model.words import StopKind

DAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)


def request(request_id="007", **changes):
    return Request(request_id=request_id, **({"title": "Skrivaren drar snett"} | changes))


def technician(technician_id="T01", **changes):
    return Technician(technician_id=technician_id, **({"name": "Anna L"} | changes))


def event(client_uuid="e1", **changes):
    plain = {"at": NOW, "recorded_at": NOW, "type": "visit.done", "request_id": "007", "technician_id": "T01"}
    return Event(client_uuid=client_uuid, **(plain | changes))


def job(job_id="j1", **changes):
    return Job(job_id=job_id, **({"day": DAY, "state": JobState.QUEUED, "created_at": NOW, "actor": "Dana"} | changes))


def stop(visit_id="007", **changes):
    start = changes.pop("start", NOW + timedelta(hours=2))
    plain = {
        "technician_id": "T01",
        "duty_id": "T01:1",
        "sequence": 1,
        "number": 1,
        "kind": StopKind.VISIT,
        "visit_id": visit_id,
        "request_id": visit_id,
        "place": Place(lat=59.4, lon=17.9),
        "leave": start - timedelta(minutes=20),
        "arrival": start,
        "start": start,
        "end": start + timedelta(hours=1),
        "travel_s": 1_200,
    }
    return Stop(**(plain | changes))


def plan(plan_id="p1", *stops, day=DAY, **changes):
    duty = PlanTechnician(
        technician_id="T01",
        duty_id="T01:1",
        name="Anna L",
        number=1,
        start=NOW,
        end=NOW + timedelta(hours=9),
        hard_end=NOW + timedelta(hours=10),
    )
    plain = {
        "created_at": NOW,
        "created_by": "Dana",
        "technicians": (duty,),
        "unassigned": (Unassigned(visit_id="left", request_id="left"),),
        "price": Price(items=(PriceItem(term="drive_time", units=18_000 * 312, quantity=1_200),)),
    }
    return Plan(plan_id=plan_id, day=day, stops=stops or (stop(),), **(plain | changes))
