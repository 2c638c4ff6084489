"""Cures applied by the desk: each does what it says, for the price it says, in one unit; or says why it cannot."""

import pytest

from planner import planning, store, worker
from planner.desk import curing, exceptions, triage
from planner.desk import plan as plan_desk
from planner.desk.queue import runs_of
from planner.desk.snapshot import built_for
from planner.model.errors import InputError, StaleError
from planner.model.job import JobState
from planner.model.message import message
from planner.model.reasons import Cure
from planner.model.request import Lock, Predecessor, Promise, SkillNeed, TimeWindow
from planner.model.words import Channel, LockKind, Priority, PromiseKind, RequestStatus
from tests.desk.firm import DANA, DAY, MAJA, at, fill, request, technician


def window(first, last):
    return (TimeWindow(earliest_start=first, latest_start=last),)


def needs(level):
    return {"required_skills": (SkillNeed(skill="printing", level=level),)}


def long(request_id, priority):
    """Two of these are a little more than a day; no type, so that nobody offers to do it from a desk."""
    return request(request_id, service_min=270, job_type_id="", priority=priority, priority_override="x")


CASES = {
    # code of the cure: who works, and the day's requests; R1 is the one that is left out
    "allow_overtime": (("T01",), [long("R1", Priority.P3), long("R2", Priority.P2)]),
    "widen_window": (("T01",), [request("R1", time_windows=window(at(7, 45), at(8, 1)))]),
    "move_window": (("T01",), [request("R1", time_windows=window(at(5), at(5, 30)))]),
    "free_person_choice": (("T01",), [request("R1", required_technicians=("T02",))]),
    "unlock": (
        ("T01",),
        [request("R1", lock=Lock(kind=LockKind.TIME, earliest=at(8), latest=at(8)))],
    ),
    "solve_remotely": (("T01",), [request("R1", time_windows=window(at(8), at(8, 1)))]),
    "lower_level": (("T01",), [request("R1", **needs(4))]),
    "make_mandatory": (("T01",), [request("R1", drop_cost_ore=1)]),
    "leave_out_other": (("T01",), [long("R1", Priority.P1), long("R2", Priority.P5)]),
}  # fmt: skip


def explained(desk, *, without=()):
    """The day planned without a search, everything that is left out explained."""
    built = built_for(desk, DAY)
    kept = tuple(one for one in built.problem.visits if one.visit_id not in without)
    found = planning.baseline_solution(built.problem.replace(visits=kept) if without else built.problem)
    plan = planning.judged_plan(
        built.problem, found, plan_id="p1", created_at=desk.clock(), left_out=built.left_out,
        spare=built.spare, complete=False,
    )  # fmt: skip
    with desk.store.writing() as db:
        return store.plans.add(db, plan)


def day_of(desk, code):
    people, requests = CASES[code]
    fill(desk, *requests, people=people)
    if code == "free_person_choice":
        with desk.store.writing() as db:
            store.people.save_technician(db, technician("T02", skills=()))
    return explained(desk, without=("R1",) if code == "leave_out_other" else ())


def cure_of(plan, code, visit_id="R1"):
    left = next(one for one in plan.unassigned if one.visit_id == visit_id)
    found = {cure.code: cure for reason in left.reasons for cure in reason.cures}
    assert code in found, sorted(found)
    return found[code]


def stored(desk, request_id="R1"):
    return triage.get_request(desk, MAJA, request_id)


@pytest.mark.parametrize("code", CASES)
def test_a_cure_costs_what_it_says_and_nothing_is_saved_by_asking(desk, code):
    plan = day_of(desk, code)
    before = stored(desk)
    trial = curing.try_cure(desk, DANA, "p1", "R1", cure_of(plan, code))
    assert trial.after is not None, trial.reasons
    assert trial.after.stop_of("R1") is not None
    assert not [one for one in trial.after.violations if one.hard]
    assert abs(trial.cost_ore - cure_of(plan, code).cost_ore) <= 2
    assert (stored(desk), plan_desk.current_plan(desk, DANA, DAY).plan_id) == (before, "p1")


@pytest.mark.parametrize("code", CASES)
def test_an_applied_cure_is_a_draft_that_can_be_published(desk, code):
    plan = day_of(desk, code)
    draft = curing.apply_cure(desk, DANA, "p1", "R1", cure_of(plan, code))
    assert (draft.version, draft.parent) == (2, "p1")
    assert plan_desk.current_plan(desk, MAJA, DAY).stop_of("R1") is not None
    assert plan_desk.publish(desk, DANA, draft.plan_id).stop_of("R1") is not None


@pytest.mark.parametrize("code", CASES)
def test_planning_anew_keeps_what_a_cure_brought_in(desk, code, monkeypatch):
    monkeypatch.setenv("PLANNER_WORKERS", "0")
    plan = day_of(desk, code)
    curing.apply_cure(desk, DANA, "p1", "R1", cure_of(plan, code))
    plan_desk.start_planning(desk, DANA, DAY, time_limit_s=0.3)
    (lease,) = runs_of(desk).claim(at_once=1)
    assert worker.run(runs_of(desk), lease) is JobState.DONE
    newest = plan_desk.current_plan(desk, MAJA, DAY)
    assert newest.version == 3
    assert newest.stop_of("R1") is not None


def test_each_cure_changes_what_it_names_and_nothing_else(desk):
    for code, (_, (one, *_others)) in CASES.items():
        with desk.store.writing() as db:
            db.exec_driver_sql("DELETE FROM plan")
            db.exec_driver_sql("DELETE FROM setting")
            db.exec_driver_sql("DELETE FROM request")
            db.exec_driver_sql("DELETE FROM technician")
        plan = day_of(desk, code)
        curing.apply_cure(desk, DANA, "p1", "R1", cure_of(plan, code))
        now = stored(desk).replace(version=1, mandatory=one.mandatory, place=one.place)
        changed = {
            "widen_window": {"time_windows"}, "move_window": {"time_windows"}, "lower_level": {"required_skills"},
            "free_person_choice": {"required_technicians"}, "unlock": {"lock"}, "solve_remotely": {"channel"},
        }.get(code, set())  # fmt: skip
        assert {n for n in one.__dataclass_fields__ if getattr(now, n) != getattr(one, n)} == changed, code
        if code == "solve_remotely":
            assert now.channel is Channel.REMOTE
        if code == "lower_level":
            assert now.required_skills == (SkillNeed(skill="printing", level=3),)
        if code == "widen_window":
            assert now.time_windows[0].earliest_start == at(7, 45)
            assert now.time_windows[0].latest_start > at(8, 1)


def test_overtime_is_allowed_on_that_day_to_that_person_only(desk):
    plan = day_of(desk, "allow_overtime")
    before, version = built_for(desk, DAY).problem.duties, stored(desk).version
    curing.apply_cure(desk, DANA, "p1", "R1", cure_of(plan, "allow_overtime"))
    built = built_for(desk, DAY)
    assert [one.hard_end_s > was.hard_end_s for one, was in zip(built.problem.duties, before, strict=True)] == [True]
    said = {note.key for note in built.notes}
    assert "planning.exception_overtime" in said
    assert stored(desk).version == version  # the request itself is as it was
    exceptions.take_back(desk, DANA, DAY)
    assert built_for(desk, DAY).problem.duties == before


def test_more_driving_is_allowed_on_that_day(desk):
    fill(desk, request("R1"), people=())
    with desk.store.writing() as db:
        store.people.save_technician(db, technician("T01", max_drive_min=5))
    plan = explained(desk)
    cure = cure_of(plan, "raise_drive_limit")
    curing.apply_cure(desk, DANA, "p1", "R1", cure)
    (duty,) = built_for(desk, DAY).problem.duties
    assert duty.max_drive_s == int(dict(cure.change)["max_drive_min"]) * 60
    assert plan_desk.current_plan(desk, MAJA, DAY).stop_of("R1") is not None


def test_a_longer_gap_lets_a_follower_in(desk):
    after = (Predecessor(request_id="R1", most_min=1),)
    fill(desk, request("R1"), request("R2", predecessors=after, time_windows=window(at(14), at(15))), people=("T01",))
    with desk.store.writing() as db:
        first = store.requests.get(db, "R1")
        store.requests.save(db, first.replace(time_windows=window(at(9), at(9, 30))))
    plan = explained(desk)
    cure = cure_of(plan, "relax_link", "R2")
    draft = curing.apply_cure(desk, DANA, "p1", "R2", cure)
    assert draft.stop_of("R2") is not None
    assert stored(desk, "R2").predecessors[0].most_min == int(dict(cure.change)["most_min"])


def test_a_crew_gets_the_level_of_one_seat_lowered_and_the_other_keeps_its_own(desk):
    fill(desk, request("R1", crew_size=2, crew_skills=((SkillNeed(skill="printing", level=4),),)))
    plan = explained(desk)
    draft = curing.apply_cure(desk, DANA, "p1", "R1", cure_of(plan, "lower_level"))
    assert len(draft.crew_of("R1")) == 2
    now = stored(desk)
    assert now.required_skills == (SkillNeed(skill="printing", level=2),)
    assert now.crew_skills == ((SkillNeed(skill="printing", level=3),),)


def test_what_costs_more_than_leaving_it_out_has_to_be_planned_from_now_on(desk):
    plan = day_of(desk, "make_mandatory")
    cure = cure_of(plan, "make_mandatory")
    assert cure.cost_ore > 0
    assert curing.try_cure(desk, DANA, "p1", "R1", cure).wanted
    curing.apply_cure(desk, DANA, "p1", "R1", cure)
    assert stored(desk).mandatory


def test_what_costs_less_stays_one_that_may_be_left_out(desk):
    plan = day_of(desk, "move_window")
    assert cure_of(plan, "move_window").cost_ore < 0
    assert not curing.try_cure(desk, DANA, "p1", "R1", cure_of(plan, "move_window")).wanted
    curing.apply_cure(desk, DANA, "p1", "R1", cure_of(plan, "move_window"))
    assert not stored(desk).mandatory


def refused(desk, code, *, key, **changes):
    plan = day_of(desk, code)
    with desk.store.writing() as db:
        store.requests.save(db, store.requests.get(db, "R1").replace(**changes))
    with pytest.raises(InputError) as error:
        curing.try_cure(desk, DANA, "p1", "R1", cure_of(plan, code))
    assert error.value.message.key == key


def test_a_promised_time_is_not_moved_behind_the_customers_back(desk):
    promise = Promise(kind=PromiseKind.TOLD, earliest=at(5), latest=at(5, 30))
    refused(desk, "move_window", key="curing.promised", promise=promise)


def test_what_is_under_way_is_not_changed(desk):
    refused(desk, "move_window", key="curing.under_way", status=RequestStatus.EN_ROUTE)


def test_a_cure_that_the_plan_does_not_offer_is_refused(desk):
    day_of(desk, "move_window")
    made_up = Cure(code="make_mandatory", message=message("cure.make_mandatory.text", visit="R1", cost=""))
    with pytest.raises(InputError) as error:
        curing.try_cure(desk, DANA, "p1", "R1", made_up)
    assert error.value.message.key == "curing.outdated"


def test_a_cure_that_is_for_people_to_do_says_so(desk):
    fill(desk, request("R1", status=RequestStatus.NEW), people=("T01",))
    plan = explained(desk)
    assert not curing.is_applied_here("triage")
    with pytest.raises(InputError) as error:
        curing.apply_cure(desk, DANA, "p1", "R1", cure_of(plan, "triage"))
    assert error.value.message.key == "curing.by_hand"


def test_a_cure_of_an_older_version_is_refused(desk):
    plan = day_of(desk, "move_window")
    with desk.store.writing() as db:
        store.plans.add(db, plan.replace(plan_id="p2"))
    with pytest.raises(StaleError):
        curing.apply_cure(desk, DANA, "p1", "R1", cure_of(plan, "move_window"))


def test_an_applied_cure_is_one_entry_in_the_audit(desk):
    plan = day_of(desk, "move_window")
    curing.apply_cure(desk, DANA, "p1", "R1", cure_of(plan, "move_window"))
    with desk.store.reading() as db:
        calls = [one.call for one in store.audit.entries(db)]
    assert calls.count("curing.apply_cure") == 1


# --- why not somebody else, why not another time ---


def two(desk):
    fill(desk, request("R1"), request("R2", **needs(3)))
    return explained(desk)


def test_a_visit_goes_to_somebody_else_for_its_price_and_stays_there(desk):
    plan = two(desk)
    other = {"T01": "T02", "T02": "T01"}[plan.stop_of("R1").technician_id]
    trial = curing.try_wish(desk, DANA, "p1", "R1", technician_id=other)
    assert trial.after.stop_of("R1").technician_id == other
    assert trial.cost_ore == trial.after.price.total_ore - plan.price.total_ore
    assert plan_desk.current_plan(desk, MAJA, DAY).plan_id == "p1"
    draft = curing.apply_wish(desk, DANA, "p1", "R1", technician_id=other)
    assert draft.stop_of("R1").locked
    assert stored(desk).lock == Lock(kind=LockKind.TECHNICIAN, technician_id=other)


def test_a_visit_begins_in_the_asked_span_to_the_minute(desk):
    two(desk)
    trial = curing.try_wish(desk, DANA, "p1", "R1", earliest=at(14), latest=at(14))
    assert trial.after.stop_of("R1").start == at(14)
    draft = curing.apply_wish(desk, DANA, "p1", "R1", earliest=at(14), latest=at(14, 30))
    assert at(14) <= draft.stop_of("R1").start <= at(14, 30)


def test_why_not_is_answered_by_the_rule_that_stands_against_it(desk):
    fill(desk, request("R1", **needs(3)), people=())
    with desk.store.writing() as db:
        store.people.save_technician(db, technician("T01"))
        store.people.save_technician(db, technician("T02", skills=()))
    explained(desk)
    trial = curing.try_wish(desk, DANA, "p1", "R1", technician_id="T02")
    assert trial.after is None
    assert trial.reasons
    with pytest.raises(InputError) as error:
        curing.apply_wish(desk, DANA, "p1", "R1", technician_id="T02")
    assert error.value.message.key == "curing.fits_nowhere"
    assert stored(desk).lock == Lock()


def test_a_wish_names_a_technician_or_a_time(desk):
    two(desk)
    with pytest.raises(ValueError, match="technician"):
        curing.try_wish(desk, DANA, "p1", "R1")


def test_a_wish_that_others_stand_in_the_way_of_is_found_by_planning_the_whole_day(desk, monkeypatch):
    monkeypatch.setenv("PLANNER_WORKERS", "0")
    fill(desk, request("R1", service_min=270), request("R2", service_min=270))
    plan = explained(desk)
    mine, other = (plan.stop_of(one).technician_id for one in ("R1", "R2"))
    assert mine != other
    assert curing.try_wish(desk, DANA, "p1", "R1", technician_id=other).after is None
    curing.search_wish(desk, DANA, "p1", "R1", technician_id=other, time_limit_s=0.3)
    (lease,) = runs_of(desk).claim(at_once=1)
    assert worker.run(runs_of(desk), lease) is JobState.DONE
    (only,) = plan_desk.proposals(desk, MAJA, DAY)
    assert {one: only.plan.stop_of(one).technician_id for one in ("R1", "R2")} == {"R1": other, "R2": mine}
    assert plan_desk.current_plan(desk, MAJA, DAY).plan_id == "p1"
    assert stored(desk).lock == Lock()


@pytest.mark.parametrize("limit_s", [0.09, 600.5])
def test_a_search_for_a_wish_has_a_limit_of_time(desk, limit_s):
    two(desk)
    with pytest.raises(InputError):
        curing.search_wish(desk, DANA, "p1", "R1", technician_id="T01", time_limit_s=limit_s)
