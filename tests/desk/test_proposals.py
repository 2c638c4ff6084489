"""A run that ends on a day that has moved on leaves a proposal: nothing made meanwhile is lost."""

from datetime import timedelta

import pytest

from planner import store, worker
from planner.desk import day as day_desk
from planner.desk import outcome, receive, settings, team, triage
from planner.desk import plan as plan_desk
from planner.desk.queue import runs_of
from planner.desk.snapshot import basis_of
from planner.model.costs import PROFILES
from planner.model.errors import InputError, StaleError
from planner.model.job import JobState
from planner.model.message import message
from planner.model.team import Absence
from planner.model.words import PlanStatus, RequestStatus
from tests.desk.firm import ANNA, DANA, DAY, HOME, KISTA, MAJA, at, drafted, fill, filled, published, request


@pytest.fixture
def firm(desk, monkeypatch):
    """The firm with a draft; runs are worked on in this process only, when the test says so."""
    monkeypatch.setenv("PLANNER_WORKERS", "0")
    filled(desk)
    drafted(desk, "p1")
    return desk


def run(desk, *meanwhile):
    """Plan the day; everything in `meanwhile` happens after the run was started and before it ends."""
    job = plan_desk.start_planning(desk, DANA, DAY, time_limit_s=0.3)
    for happens in meanwhile:
        happens()
    return ended(desk, job)


def ended(desk, job):
    (lease,) = runs_of(desk).claim(at_once=1)
    assert worker.run(runs_of(desk), lease) is JobState.DONE
    return plan_desk.get_job(desk, MAJA, job.job_id)


def proposal(desk):
    (only,) = plan_desk.proposals(desk, MAJA, DAY)
    return only


def changed(desk, request_id="R1", **changes):
    one = triage.get_request(desk, DANA, request_id)
    return triage.save_request(desk, DANA, one.replace(**changes))


def keys(plan):
    return {note.key.removeprefix("proposal.") for note in plan.notes if note.key.startswith("proposal.")}


def note(plan, key):
    return dict(next(one for one in plan.notes if one.key == f"proposal.{key}").values)


def test_a_run_on_a_day_that_stood_still_is_the_next_draft(firm):
    done = run(firm)
    current = plan_desk.current_plan(firm, MAJA, DAY)
    assert (current.plan_id, current.version, current.parent) == (done.plan_id, 2, "p1")
    assert current.status is PlanStatus.DRAFT
    assert plan_desk.proposals(firm, MAJA, DAY) == ()


def test_the_version_of_the_input_stands_with_the_run(firm):
    plan_desk.start_planning(firm, DANA, DAY)
    with firm.store.reading() as db:
        stored = db.exec_driver_sql("SELECT input_version FROM job").scalar_one()
        assert stored == basis_of(db, DAY, zone=firm.time_zone, today=firm.today()).version
    changed(firm, service_min=41)
    with firm.store.reading() as db:
        assert stored != basis_of(db, DAY, zone=firm.time_zone, today=firm.today()).version


def test_what_other_days_are_about_makes_no_proposal(firm):
    run(firm, lambda: fill(firm, request("far", earliest_date=DAY + timedelta(days=9)), people=()))
    assert plan_desk.proposals(firm, MAJA, DAY) == ()


def test_an_edited_request_makes_the_result_a_proposal_with_the_edit_in_it(firm):
    done = run(firm, lambda: changed(firm, service_min=95))
    one = proposal(firm)
    assert (one.plan.plan_id, one.plan.status, one.plan.parent) == (done.plan_id, PlanStatus.PROPOSAL, "p1")
    assert plan_desk.current_plan(firm, MAJA, DAY).plan_id == "p1"
    assert [header.plan_id for header in plan_desk.list_plans(firm, MAJA, DAY)] == ["p1"]
    assert triage.get_request(firm, DANA, "R1").service_min == 95
    assert one.plan.stop_of("R1").work_s == 95 * 60
    assert one.plan.violations == ()
    assert keys(one.plan) == {"requests_changed"}
    assert note(one.plan, "requests_changed") == {"count": 1, "names": ("Sjöviks Tryck",)}
    assert not one.outdated


@pytest.mark.parametrize("known_to_a_plan", [True, False])
def test_a_cancelled_request_drops_out(firm, known_to_a_plan):
    if not known_to_a_plan:
        receive.add_request(firm, DANA, request("R9", customer="Nio AB"))
    gone = "R1" if known_to_a_plan else "R9"
    run(firm, lambda: changed(firm, gone, status=RequestStatus.CANCELLED))
    one = proposal(firm)
    assert one.plan.stop_of(gone) is None
    assert gone not in {left.request_id for left in one.plan.unassigned}
    assert [stop.visit_id for stop in one.difference.dropped] == ([gone] if known_to_a_plan else [])
    assert (keys(one.plan), one.plan.violations) == ({"requests_gone"}, ())


def test_a_new_request_is_inserted(firm):
    run(firm, lambda: fill(firm, request("R9", customer="Nio AB"), people=()))
    one = proposal(firm)
    assert one.plan.stop_of("R9") is not None
    assert [stop.visit_id for stop in one.difference.added] == ["R9"]
    assert note(one.plan, "requests_new") == {"count": 1, "names": ("Nio AB",)}
    assert one.difference.before_ore == plan_desk.current_plan(firm, MAJA, DAY).price.total_ore
    assert one.difference.after_ore == one.plan.price.total_ore
    assert one.plan.violations == ()


def test_somebody_who_falls_ill_is_given_nothing(firm):
    away = Absence(technician_id="T01", start=at(0), end=at(23))
    run(firm, lambda: team.save_absence(firm, DANA, away))
    one = proposal(firm)
    assert one.plan.visit_stops == ()
    assert {left.request_id for left in one.plan.unassigned} == {"R1", "R2"}
    assert {stop.visit_id for stop in one.difference.dropped} == {"R1", "R2"}
    assert note(one.plan, "people_changed") == {"count": 1, "names": ("Name T01",)}
    assert one.plan.violations == ()


def test_a_plan_published_meanwhile_stays_the_published_and_the_current_one(firm):
    run(firm, lambda: plan_desk.publish(firm, DANA, "p1"))
    assert plan_desk.published_plan(firm, MAJA, DAY).plan_id == "p1"
    assert plan_desk.current_plan(firm, MAJA, DAY).status is PlanStatus.PUBLISHED
    assert triage.get_request(firm, DANA, "R1").status is RequestStatus.PLANNED
    assert {"requests_changed", "published"} == keys(proposal(firm).plan)


def test_a_version_made_meanwhile_stays_the_current_one_and_says_whose_it_is(firm):
    run(firm, lambda: drafted(firm, "p2"))
    one = proposal(firm)
    assert plan_desk.current_plan(firm, MAJA, DAY).plan_id == "p2"
    assert (one.plan.parent, one.against.plan_id, one.outdated) == ("p2", "p2", False)
    assert note(one.plan, "newer_plan") == {"version": 2, "name": message("proposal.somebody")}


def test_what_is_driven_meanwhile_keeps_technician_and_time(firm):
    plan = plan_desk.publish(firm, DANA, "p1")
    late = plan.visit_stops[-1].visit_id

    def reported():
        day_desk.report_status(firm, ANNA, late, "visit.en_route", client_uuid="1", at=at(8))

    run(firm, reported)
    one = proposal(firm)
    assert one.plan.stop_of(late).start == plan.stop_of(late).start
    assert one.plan.stop_of(late).technician_id == "T01"
    assert one.plan.violations == ()
    assert {stop.visit_id for stop in one.plan.visit_stops} == {"R1", "R2"}


def test_new_costs_are_named(firm):
    run(firm, lambda: settings.save_weights(firm, DANA, PROFILES["cheapest"], version=0))
    assert keys(proposal(firm).plan) == {"settings_changed"}


def test_the_first_plan_of_a_day_can_be_a_proposal_too(desk, monkeypatch):
    monkeypatch.setenv("PLANNER_WORKERS", "0")
    filled(desk)
    run(desk, lambda: fill(desk, request("R9"), people=()))
    one = proposal(desk)
    assert (one.against, one.plan.parent, one.difference.before_ore) == (None, None, None)
    assert len(one.difference.added) == 4
    assert plan_desk.take_proposal(desk, DANA, one.plan.plan_id).version == 1


def test_a_taken_proposal_is_the_next_draft(firm):
    run(firm, lambda: changed(firm, service_min=95))
    offered = proposal(firm).plan
    taken = plan_desk.take_proposal(firm, DANA, offered.plan_id)
    assert (taken.version, taken.parent, taken.status) == (2, "p1", PlanStatus.DRAFT)
    assert taken.stops == offered.stops
    assert plan_desk.current_plan(firm, DANA, DAY) == taken
    assert plan_desk.current_plan(firm, MAJA, DAY) == taken.replace(law=())  # whose hours break a rule is not shown
    assert plan_desk.proposals(firm, MAJA, DAY) == ()
    assert plan_desk.publish(firm, DANA, taken.plan_id).status is PlanStatus.PUBLISHED
    with pytest.raises(InputError):
        plan_desk.take_proposal(firm, DANA, offered.plan_id)


def test_a_discarded_proposal_leaves_everything_as_it_was(firm):
    run(firm, lambda: changed(firm, service_min=95))
    offered = proposal(firm).plan
    plan_desk.discard_proposal(firm, DANA, offered.plan_id)
    assert plan_desk.proposals(firm, MAJA, DAY) == ()
    assert plan_desk.current_plan(firm, MAJA, DAY).plan_id == "p1"
    with pytest.raises(InputError):
        plan_desk.discard_proposal(firm, DANA, offered.plan_id)


@pytest.mark.parametrize("call", [plan_desk.take_proposal, plan_desk.discard_proposal, plan_desk.renew_proposal])
def test_a_version_is_no_proposal(firm, call):
    with pytest.raises(InputError):
        call(firm, DANA, "p1")


def test_a_proposal_is_not_published_before_it_is_taken(firm):
    run(firm, lambda: changed(firm, service_min=95))
    with pytest.raises(InputError):
        plan_desk.publish(firm, DANA, proposal(firm).plan.plan_id)


def test_a_proposal_for_a_plan_that_moved_on_is_refused_and_can_be_brought_up_to_date(firm):
    run(firm, lambda: changed(firm, service_min=95))
    old = proposal(firm).plan
    drafted(firm, "p2")
    assert proposal(firm).outdated
    with pytest.raises(StaleError):
        plan_desk.take_proposal(firm, DANA, old.plan_id)
    assert plan_desk.current_plan(firm, MAJA, DAY).plan_id == "p2"
    ended(firm, plan_desk.renew_proposal(firm, DANA, old.plan_id))
    new = proposal(firm)
    assert (new.plan.plan_id != old.plan_id, new.outdated, new.plan.parent) == (True, False, "p2")
    assert plan_desk.take_proposal(firm, DANA, new.plan.plan_id).version == 3


def test_a_day_that_keeps_moving_gets_a_proposal_for_its_newest_state(firm, monkeypatch):
    rebased, times = outcome.rebased, []

    def slow(desk, present, plan, job, *, since):
        times.append(1)
        made = rebased(desk, present, plan, job, since=since)
        if len(times) == 1:
            changed(firm, "R2", service_min=33)
        return made

    monkeypatch.setattr(outcome, "rebased", slow)
    run(firm, lambda: changed(firm, service_min=95))
    assert len(times) == 2
    assert proposal(firm).plan.stop_of("R2").work_s == 33 * 60
    assert note(proposal(firm).plan, "requests_changed")["count"] == 2


def test_many_changes_are_counted_and_some_of_them_named(firm):
    def many():
        for number in range(6):
            receive.add_request(firm, DANA, request(f"N{number}", customer=f"Kund {number}", place=KISTA))

    run(firm, many)
    said = note(proposal(firm).plan, "requests_new")
    assert said["count"] == 6
    assert said["names"] == ("Kund 0", "Kund 1", "Kund 2", "Kund 3", message("proposal.more", count=2))


def test_every_answer_to_a_proposal_stands_in_the_audit(firm):
    for answer in (plan_desk.take_proposal, plan_desk.discard_proposal):
        run(firm, lambda: changed(firm, service_min=triage.get_request(firm, DANA, "R1").service_min + 5))
        answer(firm, DANA, proposal(firm).plan.plan_id)
    with firm.store.reading() as db:
        calls = [entry.call for entry in store.audit.entries(db)]
    assert calls.count("plan.take_proposal") == calls.count("plan.discard_proposal") == 1


def test_nothing_the_firm_knows_is_touched_by_a_proposal(firm):
    """Requests, team and plans are the same before and after the run but for the proposal itself."""

    def rows():
        with firm.store.reading() as db:
            return store.requests.find(db), store.people.get_team(db), store.plans.newest(db, DAY)

    before = []
    run(firm, lambda: changed(firm, place=HOME), lambda: published(firm, "p2"), lambda: before.append(rows()))
    assert before == [rows()]
