"""A small firm to change one thing of: two technicians, three visits, a published plan."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from planner import planning, store
from planner.desk import plan as plan_desk
from planner.desk.snapshot import built_for
from planner.model.event import Actor
from planner.model.places import Place
from planner.model.request import Request, SkillNeed
from planner.model.team import BreakRule, Licence, ShiftPattern, SkillHeld, Technician
from planner.model.words import Channel, RequestStatus, Role

DAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 5, 30, tzinfo=UTC)
ZONE = ZoneInfo("Europe/Stockholm")

DANA = Actor(actor_id="dana", name="Dana", role=Role.DISPATCHER)
MAJA = Actor(actor_id="maja", name="Maja", role=Role.MANAGER)
ADAM = Actor(actor_id="adam", name="Adam", role=Role.ADMINISTRATOR)
ANNA = Actor(actor_id="anna", name="Anna L", role=Role.TECHNICIAN, technician_id="T01")
BO = Actor(actor_id="bo", name="Bo K", role=Role.TECHNICIAN, technician_id="T02")
BY_ROLE = {one.role: one for one in (DANA, MAJA, ADAM, ANNA)}

HOME = Place(lat=59.34, lon=17.94, label="Bromma")
KISTA = Place(lat=59.403, lon=17.944, label="Kista")
SOLNA = Place(lat=59.36, lon=18.0, label="Solna")
OFFICE = ShiftPattern(
    weekdays=(1, 2, 3, 4, 5),
    start=time(8),
    end=time(17),
    max_overtime_min=60,
    breaks=(BreakRule(earliest=time(11), latest=time(13), minutes=45),),
)


def at(hour, minute=0, day=DAY):
    return datetime.combine(day, time(hour, minute), ZONE)


def technician(technician_id="T01", **changes):
    plain = {
        "name": f"Name {technician_id}",
        "number": int(technician_id[1:]),
        "start_place": HOME,
        "end_place": HOME,
        "skills": (SkillHeld(skill="printing", level=3),),
        "licence": Licence(classes=("B",), valid_to=date(2031, 1, 1)),
        "patterns": (OFFICE,),
    }
    return Technician(technician_id=technician_id, **(plain | changes))


def request(request_id="R1", **changes):
    plain = {
        "title": "Skrivaren drar snett",
        "customer": "Sjöviks Tryck",
        "job_type_id": "printer_fault",
        "place": KISTA,
        "service_min": 40,
        "status": RequestStatus.TRIAGED,
        "required_skills": (SkillNeed(skill="printing", level=2),),
    }
    return Request(request_id=request_id, **(plain | changes))


def fill(desk, *requests, people=("T01", "T02")):
    """Put technicians and requests into the database."""
    with desk.store.writing() as db:
        for one in people:
            store.people.save_technician(db, technician(one))
        for one in requests:
            store.requests.add(db, one)


def filled(desk):
    """The firm's usual day: R1 and R2 are visits for Anna, R3 is a session for Bo."""
    own = {"required_technicians": ("T01",)}
    fill(
        desk,
        request("R1", **own),
        request("R2", place=SOLNA, **own),
        request("R3", channel=Channel.REMOTE, required_technicians=("T02",)),
    )
    return desk


def drafted(desk, plan_id="p1", day=DAY):
    """Plan the day without a search, as a draft."""
    built = built_for(desk, day)
    plan = planning.baseline(built.problem, plan_id=plan_id, created_at=desk.clock())
    with desk.store.writing() as db:
        return store.plans.add(db, plan.replace(unassigned=(*plan.unassigned, *built.left_out)))


def published(desk, plan_id="p1", day=DAY):
    """Plan the day without a search and publish it."""
    drafted(desk, plan_id, day)
    before = plan_desk.published_plan(desk, DANA, day)
    return plan_desk.publish(desk, DANA, plan_id, instead_of=before and before.plan_id)


def later(minutes):
    return NOW + timedelta(minutes=minutes)
