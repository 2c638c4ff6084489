"""Examples of calls that change something, as in `tests.desk.mutations`: plans by hand, cures, weights, orders."""

from datetime import timedelta

from planner import files, planning, store
from planner.desk import (
    curing,
    exceptions,
    handmade,
    holding,
    live,
    moving,
    other_day,
    phoning,
    profiles,
    team,
    triage,
    undoing,
    vendors,
    weighing,
    what_if,
)
from planner.desk import plan as plan_desk
from planner.desk.snapshot import built_for
from planner.model.codec import dumps
from planner.model.costs import PROFILES
from planner.model.job import Job, JobKind, JobState
from planner.model.request import Promise, TimeWindow
from planner.model.scenario import Scenario, Trial
from planner.model.solution import Solution
from planner.model.vendors import Vendor
from planner.model.words import LockKind, PromiseKind
from tests.desk.firm import DANA, DAY, MAJA, at, drafted, fill, filled, published, request, technician


def _nothing(_desk):
    pass


def save_profile(desk):
    profiles.save_profile(
        desk, DANA, "Punktlig", PROFILES["calm_day"], version=profiles.get_profiles(desk, DANA).version
    )


def rename_profile(desk):
    profiles.rename_profile(desk, DANA, "Punktlig", "I tid", version=1)


def remove_profile(desk):
    profiles.remove_profile(desk, DANA, "Punktlig", version=1)


def start_trial(desk):
    weighing.start_trial(desk, DANA, DAY, PROFILES["cheapest"], time_limit_s=0.1)


TRIAL = Trial(scenario=Scenario(removed=("T02",)), days=(DAY + timedelta(days=1),), seconds=0.1)


def start_what_if(desk):
    what_if.start(desk, MAJA, TRIAL)


def _what_if_waits(desk):
    filled(desk)
    job = Job(
        job_id="j2", kind=JobKind.WHAT_IF, day=TRIAL.days[0], state=JobState.QUEUED, created_at=desk.clock()
    )  # fmt: skip
    with desk.store.writing() as db:
        store.jobs.add(db, job, content=dumps(TRIAL))


def cancel_what_if(desk):
    what_if.cancel(desk, MAJA, "j2")


def _vendor(desk):
    team.save_vendor(desk, DANA, Vendor(vendor_id="malar", name="Mälarservice AB"))


def remove_vendor(desk):
    vendors.remove_vendor(desk, DANA, team.get_team(desk, DANA).vendors[0])


def import_vendors(desk):
    content = files.vendors_to_csv((Vendor(vendor_id="malar", name="Mälarservice AB"),), language="sv")
    vendors.import_vendors(desk, DANA, "firmor.csv", content)


def _bought(desk):
    """R1 is for a subcontractor's person, in a draft."""
    _vendor(desk)
    fill(desk, request("R1", required_technicians=("T02",)), people=("T01",))
    with desk.store.writing() as db:
        store.people.save_technician(db, technician("T02", vendor_id="malar"))
    drafted(desk)


def mark_ordered(desk):
    vendors.mark_ordered(desk, DANA, "p1", "malar", language="sv")


def _ordered(desk):
    _bought(desk)
    mark_ordered(desk)


def take_back_order(desk):
    vendors.take_back_order(desk, DANA, DAY, "malar")


def save_order(desk):
    handmade.save_order(desk, DANA, "p1", {})


def move(desk):
    moving.move(desk, DANA, "p1", [moving.Move(visit_id="R1")])


def _moved(desk):
    _drafted(desk)
    move(desk)


def swap(desk):
    moving.swap(desk, DANA, "p1", "R1", "R2")


def hold(desk):
    holding.hold(desk, DANA, "p1", "R1", LockKind.BOTH)


def split(desk):
    holding.split(desk, DANA, "p1", "R1", 20)


def go_back(desk):
    undoing.go_back(desk, DANA, DAY)


def _gone_back(desk):
    _moved(desk)
    go_back(desk)


def go_on(desk):
    undoing.go_on(desk, DANA, DAY)


def _drafted(desk):
    drafted(filled(desk))


def apply_wish(desk):
    curing.apply_wish(desk, DANA, "p1", "R1", earliest=at(14), latest=at(15))


def insert(desk):
    live.insert(desk, DANA, "p1", "R1", "T01")


def hand_on(desk):
    live.hand_on(desk, DANA, DAY, "T02")


def _to_phone(desk):
    """R1 was promised a time that the published plan does not keep."""
    early = Promise(kind=PromiseKind.TOLD, earliest=at(7), latest=at(7, 5))
    fill(desk, request("R1"), people=("T01",))
    published(desk)
    one = triage.get_request(desk, DANA, "R1")
    triage.save_request(desk, DANA, one.replace(promise=early))


def mark_phoned(desk):
    phoning.mark_phoned(desk, DANA, "p1", "R1")


def _phoned(desk):
    _to_phone(desk)
    mark_phoned(desk)


def take_back_phoned(desk):
    phoning.take_back_phoned(desk, DANA, DAY, "R1")


def search_wish(desk):
    curing.search_wish(desk, DANA, "p1", "R1", earliest=at(14), latest=at(15), time_limit_s=0.1)


def _left_out(desk):
    """R1 waits at an hour when nobody works, and the plan says what would help."""
    night = TimeWindow(earliest_start=at(5), latest_start=at(5, 30))
    fill(desk, request("R1", time_windows=(night,)), people=("T01",))
    built = built_for(desk, DAY)
    plan = planning.judged_plan(built.problem, Solution(routes=()), plan_id="p1", created_at=desk.clock())
    with desk.store.writing() as db:
        store.plans.add(db, plan)


def apply_cure(desk):
    (left,) = plan_desk.current_plan(desk, DANA, DAY).unassigned
    curing.apply_cure(desk, DANA, "p1", "R1", left.reasons[0].cures[0])


def move_to_day(desk):
    other_day.move_to_day(desk, DANA, "p1", "R1", DAY + timedelta(days=1))


def _waiting_for_room(desk):
    """R1 is left out, although it would fit tomorrow as well as today."""
    fill(desk, request("R1"), people=("T01",))
    built = built_for(desk, DAY)
    plan = planning.judged_plan(
        built.problem, Solution(routes=()), plan_id="p1", created_at=desk.clock(), complete=False
    )
    with desk.store.writing() as db:
        store.plans.add(db, plan)


def _allowed(desk):
    with desk.store.writing() as db:
        exceptions.save_exceptions(db, DAY, exceptions.DayExceptions(overtime=(("T01", 30),)))


def take_back(desk):
    exceptions.take_back(desk, DANA, DAY)


PLANNING = {
    # as EXAMPLES of tests.desk.mutations
    "profiles.save_profile": (_nothing, save_profile, ("setting", "profiles"), DANA),
    "profiles.rename_profile": (save_profile, rename_profile, ("setting", "profiles"), DANA),
    "profiles.remove_profile": (save_profile, remove_profile, ("setting", "profiles"), DANA),
    "weighing.start_trial": (filled, start_trial, ("job", None), DANA),
    "what_if.start": (filled, start_what_if, ("job", None), MAJA),
    "what_if.cancel": (_what_if_waits, cancel_what_if, ("job", "j2"), MAJA),
    "vendors.remove_vendor": (_vendor, remove_vendor, ("vendor", "malar"), DANA),
    "vendors.import_vendors": (_nothing, import_vendors, ("vendor", "malar"), DANA),
    "vendors.mark_ordered": (_bought, mark_ordered, ("setting", "orders.2026-11-24"), DANA),
    "vendors.take_back_order": (_ordered, take_back_order, ("setting", "orders.2026-11-24"), DANA),
    "phoning.mark_phoned": (_to_phone, mark_phoned, ("event", None), DANA),
    "phoning.take_back_phoned": (_phoned, take_back_phoned, ("event", None), DANA),
    "handmade.save_order": (_drafted, save_order, ("plan", None), DANA),
    "moving.move": (_drafted, move, ("plan", None), DANA),
    "moving.swap": (_drafted, swap, ("plan", None), DANA),
    "holding.hold": (_drafted, hold, ("request", "R1"), DANA),
    "holding.split": (_drafted, split, ("request", "R1-2"), DANA),
    "undoing.go_back": (_moved, go_back, ("plan", None), DANA),
    "undoing.go_on": (_gone_back, go_on, ("plan", None), DANA),
    "curing.apply_wish": (_drafted, apply_wish, ("request", "R1"), DANA),
    "live.insert": (_drafted, insert, ("plan", None), DANA),
    "live.hand_on": (_drafted, hand_on, ("absence", None), DANA),
    "curing.search_wish": (_drafted, search_wish, ("job", None), DANA),
    "curing.apply_cure": (_left_out, apply_cure, ("plan", None), DANA),
    "other_day.move_to_day": (_waiting_for_room, move_to_day, ("request", "R1"), DANA),
    "exceptions.take_back": (_allowed, take_back, ("setting", "exceptions.2026-11-24"), DANA),
}
