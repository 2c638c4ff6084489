"""Several days at the desk: what each day holds, a run that plans them together, and jobs that take more than one."""

from dataclasses import replace
from datetime import time, timedelta
from uuid import uuid4

import pytest

from planner import planning, rules, store, worker
from planner.desk import day as day_desk
from planner.desk import hotels as hotels_desk
from planner.desk import plan as plan_desk
from planner.desk import team as team_desk
from planner.desk import triage
from planner.desk.queue import runs_of
from planner.desk.selection import requests_of_day
from planner.desk.snapshot import freeze
from planner.model.errors import InputError, StaleError
from planner.model.job import JobState
from planner.model.parts import Part
from planner.model.places import Place
from planner.model.solution import Route, Solution
from planner.model.team import Hotel, ShiftPattern
from planner.model.words import LockKind, PlanStatus, RequestStatus
from tests.desk.firm import ANNA, DANA, DAY, HOME, MAJA, at, drafted, fill, published, request, technician

TOMORROW, AFTER = DAY + timedelta(days=1), DAY + timedelta(days=2)
UPPSALA = Place(lat=59.86, lon=17.64, label="Uppsala")
HOTEL = Hotel(hotel_id="H1", name="Strand", place=UPPSALA, night_ore=90_000)
PLAIN = ShiftPattern(weekdays=(1, 2, 3, 4, 5), start=time(8), end=time(17), max_overtime_min=60)


def held(desk, day, days=1):
    """What is planned on a day: ids of the visits of its problem, and of what is left out of that."""
    built = freeze(desk, day, days=days).built
    return {one.request_id for one in (*built.problem.visits, *built.left_out)}


def status(desk, request_id="R1"):
    return triage.get_request(desk, DANA, request_id).status


def together(desk, days=2, *, plan_id="p", publish=True, **routes):
    """Plan some days together without a search: work of T01 as given on d0, d1, d2."""
    frozen = freeze(desk, DAY, days=days)
    problem = frozen.built.problem
    duties = {f"d{(one.day - DAY).days}": one.duty_id for one in problem.duties if one.technician_id == "T01"}
    work = tuple(Route(duty_id=duties[day], visit_ids=ids) for day, ids in routes.items())
    solution = Solution(routes=work, agreed=rules.earliest_agreed(problem, work))
    plan = planning.judged_plan(
        problem, solution, plan_id=plan_id, created_at=desk.clock(), left_out=frozen.built.left_out, complete=False
    )
    plans = planning.by_day(frozen.built, plan)
    with desk.store.writing() as db:
        for one in plans:
            store.plans.add(db, one)
    for one in plans if publish else ():
        before = plan_desk.published_plan(desk, DANA, one.day)
        plan_desk.publish(desk, DANA, one.plan_id, instead_of=before and before.plan_id)
    return plans


# What a day holds


def test_what_is_published_for_another_day_is_not_planned_twice(desk):
    fill(desk, request("R1"), request("R2"))
    together(desk, days=2, d1=("R1",))
    assert held(desk, DAY) == {"R2"}
    assert held(desk, TOMORROW) == {"R1", "R2"}
    assert held(desk, AFTER) == {"R2"}
    assert held(desk, DAY, days=2) == {"R1", "R2"}
    assert {one.request_id for one in triage.list_requests(desk, DANA, day=DAY)} == {"R2"}


def test_what_was_published_for_a_day_that_is_over_is_planned_anew(desk):
    fill(desk, request("R1"))
    yesterday = DAY - timedelta(days=1)
    drafted(desk, "old", yesterday)
    plan_desk.publish(desk, DANA, "old")
    assert plan_desk.published_plan(desk, DANA, yesterday).stop_of("R1")
    assert held(desk, DAY) == {"R1"}


def test_a_draft_of_a_later_day_holds_nothing_unless_it_was_made_together_with_this_one(desk):
    fill(desk, request("R1"), request("R2"))
    drafted(desk, "alone", TOMORROW)
    assert held(desk, DAY) == {"R1", "R2"}
    together(desk, days=2, publish=False, d0=("R2",), d1=("R1",))
    assert held(desk, DAY) == {"R2"}
    assert held(desk, TOMORROW) == {"R1"}


def test_what_stands_in_the_draft_of_a_sooner_day_is_not_asked_for_again(desk):
    fill(desk, request("R1"), request("R2"))
    published(desk)
    with desk.store.writing() as db:
        store.requests.add(db, request("R3"))
    assert held(desk, TOMORROW) == {"R3"}
    drafted(desk, "placed")
    assert plan_desk.current_plan(desk, DANA, DAY).stop_of("R3")
    assert held(desk, DAY) == {"R1", "R2", "R3"}
    assert held(desk, TOMORROW) == held(desk, AFTER) == set()
    assert held(desk, TOMORROW, days=2) == set()


def test_what_a_sooner_draft_gives_up_or_leaves_undone_comes_back(desk):
    fill(desk, request("R1"))
    plan = drafted(desk, "placed")
    with desk.store.reading() as db:
        assert requests_of_day(db, TOMORROW, zone=desk.time_zone, today=DAY) == ()
        (over,) = requests_of_day(db, TOMORROW, zone=desk.time_zone, today=TOMORROW)
    assert over.request_id == "R1"
    with desk.store.writing() as db:
        store.plans.add(db, plan.replace(plan_id="without", stops=()))
    assert held(desk, TOMORROW) == {"R1"}


def test_a_part_of_a_job_in_a_sooner_draft_leaves_the_rest_of_it_to_be_asked_for(desk):
    fill(desk, request("R1"))
    plan = drafted(desk, "placed")
    part = Part(number=1, count=2, service_s=600)
    with desk.store.writing() as db:
        stops = tuple(replace(stop, part=part) if stop.request_id else stop for stop in plan.stops)
        store.plans.add(db, plan.replace(plan_id="part", stops=stops))
    assert held(desk, TOMORROW) == {"R1"}


def test_a_day_keeps_what_its_own_newest_plan_has_though_a_sooner_draft_has_it_too(desk):
    fill(desk, request("R1"))
    drafted(desk, "later", TOMORROW)
    drafted(desk, "sooner")
    assert held(desk, DAY) == held(desk, TOMORROW) == {"R1"}
    assert held(desk, AFTER) == set()


def test_a_visit_that_moved_to_another_day_stays_planned(desk):
    fill(desk, request("R1"), request("R2"))
    together(desk, plan_id="a", d0=("R1",), d1=("R2",))
    assert status(desk) is RequestStatus.PLANNED
    first, second = together(desk, plan_id="b", publish=False, d0=("R2",), d1=("R1",))
    plan_desk.publish(desk, DANA, second.plan_id, instead_of="a-20261125")
    assert (status(desk, "R1"), status(desk, "R2")) == (RequestStatus.PLANNED, RequestStatus.TRIAGED)
    plan_desk.publish(desk, DANA, first.plan_id, instead_of="a-20261124")
    assert (status(desk, "R1"), status(desk, "R2")) == (RequestStatus.PLANNED, RequestStatus.PLANNED)


# A run of several days


@pytest.fixture
def waiting(desk, monkeypatch):
    monkeypatch.setenv("PLANNER_WORKERS", "0")
    fill(desk, request("R1"), request("R2", earliest_date=TOMORROW), request("R3", place=None))
    return desk


def ended(desk, job):
    (lease,) = runs_of(desk).claim(at_once=1)
    assert worker.run(runs_of(desk), lease) is JobState.DONE
    return plan_desk.get_job(desk, MAJA, job.job_id)


def test_a_run_of_two_days_leaves_a_draft_of_each(waiting):
    job = ended(waiting, plan_desk.start_planning(waiting, DANA, DAY, days=2, time_limit_s=0.5))
    first, second = (plan_desk.current_plan(waiting, DANA, day) for day in (DAY, TOMORROW))
    assert (job.plan_id, first.status, second.status) == (first.plan_id, PlanStatus.DRAFT, PlanStatus.DRAFT)
    assert {stop.request_id for plan in (first, second) for stop in plan.visit_stops} == {"R1", "R2"}
    assert [stop.request_id for stop in second.visit_stops if stop.request_id == "R2"] == ["R2"]
    assert [left.request_id for left in first.unassigned] == ["R3"]
    assert first.run == second.run != ""
    assert first.days == (DAY, TOMORROW)
    assert first.notes[0].key == "planning.together"
    assert plan_desk.current_plan(waiting, DANA, AFTER) is None


def test_one_day_is_planned_as_ever(waiting):
    ended(waiting, plan_desk.start_planning(waiting, DANA, DAY, time_limit_s=0.5))
    plan = plan_desk.current_plan(waiting, DANA, DAY)
    assert (plan.run, plan.days) == ("", ())


@pytest.mark.parametrize("days", [0, 6])
def test_one_to_five_days_are_planned_in_a_run(waiting, days):
    with pytest.raises(InputError, match="1 to 5 days"):
        plan_desk.start_planning(waiting, DANA, DAY, days=days)


def test_a_day_that_moved_on_gets_a_proposal_and_the_other_its_draft(waiting):
    job = plan_desk.start_planning(waiting, DANA, DAY, days=2, time_limit_s=0.5)
    fill(waiting, request("R4", earliest_date=TOMORROW), people=())
    ended(waiting, job)
    first = plan_desk.current_plan(waiting, DANA, DAY)
    assert {stop.request_id for stop in first.visit_stops} >= {"R1"} or first.visit_stops == ()
    assert plan_desk.current_plan(waiting, DANA, TOMORROW) is None
    (proposal,) = plan_desk.proposals(waiting, DANA, TOMORROW)
    assert {"R2", "R4"} <= {stop.request_id for stop in proposal.plan.visit_stops}
    both = [stop.request_id for plan in (first, proposal.plan) for stop in plan.visit_stops]
    assert len(both) == len(set(both))


def test_days_that_are_planned_anew_begin_where_they_stand(waiting):
    together(waiting, publish=False, d0=("R1",), d1=("R2",))
    job = plan_desk.start_planning(waiting, DANA, DAY, days=2)
    with waiting.store.reading() as db:
        content = store.jobs.input_of(db, job.job_id)
    from planner.desk.snapshot import Frozen
    from planner.model.codec import loads

    start = loads(Frozen, content).start
    assert {ids for route in start.routes for ids in route.visit_ids} == {"R1", "R2"}
    assert len({route.duty_id for route in start.routes}) == len(start.routes)


# Nights away


def test_hotels_are_saved_as_one_setting(desk):
    fill(desk)
    assert hotels_desk.get_hotels(desk, DANA).hotels == ()
    saved = hotels_desk.save_hotels(desk, DANA, (HOTEL,), version=0)
    assert team_desk.get_team(desk, DANA).hotels == (HOTEL,)
    with pytest.raises(StaleError):
        hotels_desk.save_hotels(desk, DANA, (), version=0)
    with pytest.raises(InputError):
        hotels_desk.save_hotels(desk, DANA, (HOTEL, HOTEL), version=saved.version)
    nowhere = replace(HOTEL, place=Place(lat=0, lon=0))
    with pytest.raises(InputError):
        hotels_desk.save_hotels(desk, DANA, (nowhere,), version=saved.version)


def slept_away(desk):
    """T01 sleeps at the hotel between today and tomorrow, by drafts that were planned together."""
    fill(desk, request("R1", place=UPPSALA), request("R2", place=UPPSALA), people=())
    with desk.store.writing() as db:
        store.people.save_technician(db, technician("T01", nights_away=True))
    hotels_desk.save_hotels(desk, DANA, (HOTEL,), version=0)
    plans = together(desk, publish=False, d0=("R1",), d1=("R2",))
    with desk.store.writing() as db:
        for plan in plans:
            away = plan.day == DAY
            people = tuple(replace(one, night="H1" if away else "") for one in plan.technicians)
            store.plans.add(db, plan.replace(plan_id=f"{plan.plan_id}-n", technicians=people))


def test_a_night_stays_when_a_day_is_planned_by_itself(desk):
    slept_away(desk)
    today, tomorrow = (freeze(desk, day).built.problem for day in (DAY, TOMORROW))
    assert [(today.places[one.end_place], one.night_ore) for one in today.duties] == [(UPPSALA, 90_000)]
    assert [tomorrow.places[one.start_place] for one in tomorrow.duties] == [UPPSALA]
    assert [tomorrow.places[one.end_place] for one in tomorrow.duties] == [HOME]
    both = freeze(desk, DAY, days=2).built.problem
    assert [one.night for one in both.duties] == ["", ""]
    assert [one.hotel_id for one in both.lodgings] == ["H1"]


def test_a_plan_depends_on_the_hotels_and_the_night_before(desk):
    fill(desk)
    before = freeze(desk, TOMORROW).basis
    hotels_desk.save_hotels(desk, DANA, (HOTEL,), version=0)
    assert freeze(desk, TOMORROW).basis.settings != before.settings


# Long jobs


@pytest.fixture
def long_job(desk):
    """R1 takes 15 hours; with a break after 5 hours at the latest: three parts, published for Anna on three days."""
    one = request("R1", place=HOME, service_min=900)
    fill(desk, one, request("R2", place=HOME), people=())
    with desk.store.writing() as db:
        store.people.save_technician(db, technician("T01", patterns=(PLAIN,)))
    together(desk, days=3, d0=("R1#1",), d1=("R1#2",), d2=("R1#3",))
    return desk


def report(desk, word, number, day, hour=9):
    event = day_desk.report_status(
        desk, ANNA, f"R1#{number}", f"visit.{word}", client_uuid=str(uuid4()), at=at(hour, day=day), day=day
    )
    return event, triage.get_request(desk, DANA, "R1")


def test_every_day_shows_its_part(long_job):
    for number, day in enumerate((DAY, TOMORROW, AFTER), start=1):
        (stop,) = day_desk.my_day(long_job, ANNA, day).plan.visit_stops
        assert stop.part == Part(number=number, count=3, service_s=18_000)
        assert stop.named("en").endswith(f"(part {number} of 3)")
    assert status(long_job) is RequestStatus.PLANNED


def test_a_job_stays_open_until_its_last_part_is_done(long_job):
    seen = []
    for number, day in enumerate((DAY, TOMORROW, AFTER), start=1):
        report(long_job, "started", number, day)
        assert status(long_job) is RequestStatus.ON_SITE
        event, now = report(long_job, "done", number, day, 16)
        seen.append((now.status, now.parts_done, now.done_min, event.ends_request))
    assert seen == [
        (RequestStatus.PLANNED, 1, 300, False),
        (RequestStatus.PLANNED, 2, 600, False),
        (RequestStatus.DONE, 3, 900, True),
    ]


def test_a_report_of_a_part_can_be_taken_back(long_job):
    report(long_job, "started", 1, DAY)
    report(long_job, "done", 1, DAY, 15)
    _, now = report(long_job, "undone", 1, DAY, 16)
    assert (now.status, now.parts_done, now.done_min) == (RequestStatus.ON_SITE, 0, 0)


def test_parts_of_a_day_stay_while_the_others_are_on_days_that_are_not_planned(long_job):
    (visit,) = [one for one in freeze(long_job, TOMORROW).built.problem.visits if one.request_id == "R1"]
    assert (visit.visit_id, visit.required, visit.service_s) == ("R1#2", ("T01",), 18_000)
    assert visit.told_day == TOMORROW
    assert held(long_job, AFTER + timedelta(days=1)) == {"R2"}


def test_a_job_whose_parts_all_lie_on_the_days_is_split_anew(long_job):
    problem = freeze(long_job, DAY, days=3).built.problem
    parts = [one for one in problem.visits if one.request_id == "R1"]
    assert [one.visit_id for one in parts] == ["R1#1", "R1#2", "R1#3"]
    assert [one.told_day for one in parts] == [DAY, TOMORROW, AFTER]
    assert [one.required for one in parts] == [()] * 3
    assert len(problem.links) == 2


def test_a_part_that_is_done_keeps_its_place_and_the_rest_is_planned_on(long_job):
    report(long_job, "started", 1, DAY)
    report(long_job, "done", 1, DAY, 15)
    problem = freeze(long_job, DAY, days=3).built.problem
    done, *rest = [one for one in problem.visits if one.request_id == "R1"]
    assert (done.visit_id, done.lock.kind, done.lock.technician_id) == ("R1#1", LockKind.BOTH, "T01")
    assert [(one.visit_id, one.service_s) for one in rest] == [("R1#2", 18_000), ("R1#3", 18_000)]
    assert rest[0].same_as == "T01"
    (today,) = [one for one in freeze(long_job, DAY).built.problem.visits if one.request_id == "R1"]
    assert (today.visit_id, today.lock.kind) == ("R1#1", LockKind.BOTH)


def test_a_part_under_way_holds_all_of_them(long_job):
    report(long_job, "started", 2, TOMORROW)
    parts = [one for one in freeze(long_job, DAY, days=3).built.problem.visits if one.request_id == "R1"]
    assert [one.visit_id for one in parts] == ["R1#1", "R1#2", "R1#3"]
    assert {one.required for one in parts} == {("T01",)}


def test_exports_and_tables_name_the_part(long_job):
    from planner import files
    from planner.views.board import schedule

    plan = plan_desk.published_plan(long_job, DANA, TOMORROW)
    assert "(part 2 of 3)" in files.plan_to_csv(plan, language="en").decode("utf-8-sig")
    titles = [bar.get("title", "") for bar in schedule(plan, language="sv", theme="dark")["bars"]]
    assert any(title and title.endswith("(del 2 av 3)") for title in titles)


def test_a_single_day_still_publishes_as_before(desk):
    fill(desk, request("R1"))
    assert published(desk).stop_of("R1")
    assert status(desk) is RequestStatus.PLANNED
