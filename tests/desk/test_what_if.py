"""What if: the same days planned anew with one thing changed; what comes out is known by hand, and nothing is saved."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from planner import planning, store, worker
from planner.desk import plan as plan_desk
from planner.desk import team as team_desk
from planner.desk import triage, what_if
from planner.desk.jobs import ATTEMPTS
from planner.desk.queue import runs_of
from planner.model.errors import InputError, NotAllowedError
from planner.model.job import JobKind, JobState
from planner.model.parts import Part
from planner.model.request import Lock, Promise, SkillNeed
from planner.model.scenario import NewStart, NewTarget, NewTechnician, Scenario, Training, Trial
from planner.model.team import Depot
from planner.model.words import LockKind, Priority, PromiseKind, RequestStatus
from tests.desk.firm import ANNA, BY_ROLE, DANA, DAY, HOME, KISTA, MAJA, NOW, at, drafted, fill, published, request

MORE = Scenario(added=(NewTechnician(like="T01", cost_per_hour_ore=40_000),))
NEXT = DAY + timedelta(days=1)


def half_days(count, **changes):
    """Visits of four hours at the door of everybody's home: two fit into a day, and nobody drives."""
    return [request(f"R{number}", place=HOME, service_min=240, **changes) for number in range(1, count + 1)]


@pytest.fixture
def firm(desk, monkeypatch):
    monkeypatch.setenv("PLANNER_WORKERS", "0")
    return desk


def day_after(desk, days=1):
    return replace(desk, clock=lambda: NOW + timedelta(days=days))


def ended(desk, scenario, *days, actor=MAJA):
    """Try a scenario on days, the day itself by default, and return the run."""
    job = what_if.start(desk, actor, Trial(scenario=scenario, days=days or (DAY,), seconds=0.5))
    (lease,) = runs_of(desk).claim(at_once=1)
    assert worker.run(runs_of(desk), lease) is JobState.DONE
    (run,) = (one for one in what_if.list_runs(desk, actor) if one.job.job_id == job.job_id)
    return run


def only(desk, scenario):
    (pair,) = ended(desk, scenario).answer.pairs
    return pair.present, pair.changed


def test_one_technician_more_makes_exactly_two_more_visits_fit_and_costs_her_hours(firm):
    fill(firm, *half_days(4), people=("T01",))
    published(firm)
    present, changed = only(day_after(firm), MORE)
    assert (present.planned, present.left_out) == (2, 2)
    assert (changed.planned, changed.left_out) == (4, 0)
    # Nine hours less 45 minutes of lunch, at 450 kr and 400 kr.
    assert (present.paid_s, changed.paid_s) == (29_700, 59_400)
    assert (present.wages_ore, changed.wages_ore) == (371_250, 371_250 + 330_000)
    assert (dict(present.terms)["dropped"], dict(changed.terms).get("dropped")) == (2 * 400_000, None)
    assert present.broken == changed.broken == 0


def test_one_technician_fewer_leaves_the_known_ones_out(firm):
    fill(firm, *half_days(4))
    published(firm)
    present, changed = only(day_after(firm), Scenario(removed=("T02",)))
    assert (present.planned, present.left_out) == (4, 0)
    assert (changed.planned, changed.left_out) == (2, 2)
    assert changed.paid_s * 2 == present.paid_s


def test_who_is_asked_for_by_name_and_gone_is_left_out(firm):
    fill(firm, *half_days(1, required_technicians=("T02",)))
    published(firm)
    present, changed = only(day_after(firm), Scenario(removed=("T02",)))
    assert (present.left_out, changed.left_out) == (0, 1)


def test_a_skill_that_is_trained_lets_the_visit_in_that_nobody_could_do(firm):
    fill(firm, request("R1", required_skills=(SkillNeed(skill="lan_switching", level=3),)), people=("T01",))
    published(firm)
    skilled = Scenario(trained=(Training(technician_id="T01", skill="lan_switching", level=3),))
    present, changed = only(day_after(firm), skilled)
    assert (present.planned, changed.planned) == (0, 1)
    low = Scenario(trained=(Training(technician_id="T01", skill="lan_switching", level=2),))
    assert only(day_after(firm), low)[1].planned == 0


def test_another_start_shortens_the_drive_by_all_of_it(firm):
    fill(firm, request("R1"), people=("T01",))
    published(firm)
    there_and_back = firm.travel.matrix([HOME, KISTA]).drive_s
    present, changed = only(day_after(firm), Scenario(moved=(NewStart(technician_id="T01", place=KISTA),)))
    assert present.drive_s == there_and_back[0, 1] + there_and_back[1, 0] > 600
    assert (changed.drive_s, changed.distance_m) == (0, 0)


def test_all_who_start_at_a_depot_start_at_the_other_one(firm):
    fill(firm, request("R1", required_technicians=("T01",)), request("R2", required_technicians=("T02",)))
    with firm.store.writing() as db:
        for depot_id, place in (("home", HOME), ("north", KISTA)):
            store.people.save_depot(db, Depot(depot_id=depot_id, name=depot_id, place=place))
    one = team_desk.get_team(firm, DANA).technician("T01")
    team_desk.save_technician(firm, DANA, one.replace(starts_from="north", start_place=HOME, end_place=HOME))
    published(firm)
    present, changed = only(day_after(firm), Scenario(moved=(NewStart(depot_id="north", to_depot_id="north"),)))
    assert changed.drive_s * 2 == present.drive_s > 0


def test_a_tighter_promise_makes_the_second_visit_late(firm):
    told = {"created_at": at(8), "sla_policy": "standard", "priority": Priority.P3}
    fill(firm, *half_days(2, **told), people=("T01",))
    published(firm)
    policy = dict(firm.catalogue.sla_policies["standard"].targets)
    assert policy[Priority.P3].resolution_min > 2 * 9 * 60
    # Five hours from eight: the first is solved at noon or soon after, the second starts then at the earliest.
    target = NewTarget(policy_id="standard", priority=Priority.P3, resolution_min=300)
    present, changed = only(day_after(firm), Scenario(targets=(target,)))
    assert (present.sla_missed, present.late_s) == (0, 0)
    assert (changed.sla_missed, changed.planned) == (1, 2)
    assert changed.late_s >= 3 * 3600
    assert dict(changed.terms)["lateness"] > 0


def test_another_priority_keeps_its_promise(firm):
    fill(firm, *half_days(2, created_at=at(8), sla_policy="standard", priority=Priority.P4), people=("T01",))
    published(firm)
    target = NewTarget(policy_id="standard", priority=Priority.P3, resolution_min=300)
    assert only(day_after(firm), Scenario(targets=(target,)))[1].sla_missed == 0


def test_a_past_day_is_tried_as_it_was_published_whatever_became_of_it(firm):
    fill(firm, *half_days(2), people=("T01",))
    published(firm)
    one, two = (triage.get_request(firm, DANA, key) for key in ("R1", "R2"))
    with firm.store.writing() as db:
        store.requests.save(db, one.replace(status=RequestStatus.DONE))
        lock = Lock(kind=LockKind.BOTH, technician_id="T02", earliest=at(8, day=NEXT), latest=at(8, day=NEXT))
        promise = Promise(kind=PromiseKind.TOLD, earliest=at(8, day=NEXT), latest=at(9, day=NEXT))
        store.requests.save(db, two.replace(status=RequestStatus.FOLLOW_UP, lock=lock, promise=promise))
        store.requests.add(db, request("R9", place=HOME, service_min=10))
    present, _ = only(day_after(firm), MORE)
    assert (present.planned, present.left_out, present.promises_missed) == (2, 0, 0)


def test_a_time_that_was_told_for_the_day_and_cannot_be_kept_is_counted(firm):
    promise = Promise(kind=PromiseKind.TOLD, earliest=at(8), latest=at(8, 30))
    fill(firm, *half_days(2, promise=promise))
    published(firm)
    present, changed = only(day_after(firm), Scenario(removed=("T02",)))
    assert (present.promises_missed, changed.promises_missed) == (0, 1)


def test_what_a_side_has_planned_is_not_planned_again_on_a_later_day(firm):
    fill(firm, *half_days(4), people=("T01",))
    published(firm)
    later = day_after(firm, -1)
    run = ended(later, MORE, DAY, NEXT)
    first, second = run.answer.pairs
    assert (first.present.planned, first.changed.planned) == (2, 4)
    assert (second.present.planned, second.changed.planned) == (2, 0)
    assert sorted(run.answer.present_ids) == sorted(run.answer.changed_ids) == ["R1", "R2", "R3", "R4"]


def test_nothing_in_the_store_is_changed_but_the_run_and_the_audit(firm):
    fill(firm, *half_days(4), people=("T01",))
    published(firm)
    desk, told = day_after(firm), {"job", "progress", "audit", "audit_subject", "audit_head"}

    def content():
        with desk.store.reading() as db:
            tables = [one for one in store.rows.kept_tables(db) if one.name not in told]
            return {one.name: sorted(store.rows.lines(db, one)) for one in tables}

    before = content()
    assert len(before["request"]) == 4
    ended(desk, Scenario(removed=("T01",), trained=(Training(technician_id="T01", skill="lan_switching"),)))
    assert content() == before
    assert plan_desk.proposals(desk, DANA, DAY) == ()


def test_the_answer_stays_and_says_what_was_tried(firm):
    fill(firm, *half_days(1))
    published(firm)
    ended(day_after(firm), Scenario(removed=("T02",)))
    (kept,) = what_if.list_runs(day_after(firm, 3), MAJA)
    assert (kept.job.state, kept.job.kind, kept.job.actor) == (JobState.DONE, JobKind.WHAT_IF, "Maja")
    assert [one.key for one in kept.said] == ["what_if.said.removed"]
    assert dict(kept.said[0].values) == {"technician": "Name T02"}


def test_days_that_can_be_tried_are_published_or_have_shifts(firm):
    fill(firm, *half_days(1))
    published(firm)
    sunday = date(2026, 11, 29)
    assert what_if.days_between(firm, MAJA, DAY, sunday) == tuple(DAY + timedelta(days=k) for k in (1, 2, 3))
    assert what_if.days_between(day_after(firm, 7), MAJA, DAY - timedelta(days=3), sunday) == (DAY,)


def test_a_job_in_parts_has_its_next_part_on_the_next_day(firm):
    """Four hours of it on each of two days: what is planned on the first day takes nothing from the second."""
    fill(firm, *half_days(1), people=("T01",))
    plan, day = drafted(firm), timedelta(days=1)
    for number, (plan_id, on) in enumerate((("d1", timedelta(0)), ("d2", day)), start=1):
        part = Part(number=number, count=2, service_s=4 * 3600)
        moved = tuple(
            replace(
                one, **{name: getattr(one, name) + on for name in ("leave", "arrival", "start", "end")},
                part=part if one.visit_id else None,
            )
            for one in plan.stops
        )  # fmt: skip
        shifts = tuple(
            replace(one, **{name: getattr(one, name) + on for name in ("start", "end", "hard_end")})
            for one in plan.technicians
        )
        with firm.store.writing() as db:
            store.plans.add(db, plan.replace(plan_id=plan_id, day=DAY + on, stops=moved, technicians=shifts))
        before = plan_desk.published_plan(firm, DANA, DAY + on)
        plan_desk.publish(firm, DANA, plan_id, instead_of=before and before.plan_id)
    run = ended(day_after(firm, 3), MORE, DAY, NEXT)
    assert [(pair.present.planned, pair.changed.planned) for pair in run.answer.pairs] == [(1, 1), (1, 1)]


def waits(desk, *days, scenario=MORE):
    return what_if.start(desk, MAJA, Trial(scenario=scenario, days=days, seconds=0.3))


def claimed(desk):
    (lease,) = runs_of(desk).claim(at_once=1)
    return lease


@pytest.fixture
def two_days(firm):
    fill(firm, *half_days(2), people=("T01",))
    return firm


def test_a_killed_worker_loses_the_day_it_was_on_and_no_other(two_days, monkeypatch):
    job = waits(two_days, NEXT, NEXT + timedelta(days=1))
    plan, calls = planning.plan_problem, []

    def dies(*given, **more):
        calls.append(1)
        if len(calls) == 3:
            raise SystemExit  # as a kill: nothing of the attempt runs any more
        return plan(*given, **more)

    monkeypatch.setattr(planning, "plan_problem", dies)
    lease = claimed(two_days)
    with pytest.raises(SystemExit):
        worker.run(runs_of(two_days), lease)
    assert runs_of(two_days).lost(lease)
    (half,) = what_if.list_runs(two_days, MAJA)
    assert (half.job.state, [one.day for one in half.answer.pairs]) == (JobState.QUEUED, [NEXT])
    assert worker.run(runs_of(two_days), claimed(two_days)) is JobState.DONE
    (whole,) = what_if.list_runs(two_days, MAJA)
    assert [one.day for one in whole.answer.pairs] == [NEXT, NEXT + timedelta(days=1)]
    assert whole.answer.pairs[0] == half.answer.pairs[0]
    assert (whole.job.job_id, len(calls)) == (job.job_id, 2 + 1 + 2)


def test_whose_worker_is_killed_again_and_again_ends_with_the_days_it_has(two_days, monkeypatch):
    job = waits(two_days, NEXT, NEXT + timedelta(days=1))
    monkeypatch.setattr(planning, "plan_problem", planning.plan_problem)
    with two_days.store.writing() as db:
        found = '{"pairs":[],"present_ids":[],"changed_ids":[]}'
        for _ in range(ATTEMPTS):
            lease = store.jobs.claim(db, owner="x", at=NOW, until=NOW)
            store.jobs.report(db, lease, searched_s=1, best=found)
            store.jobs.requeue(db, lease)
    assert worker.run(runs_of(two_days), claimed(two_days)) is JobState.FAILED
    assert plan_desk.get_job(two_days, MAJA, job.job_id).error.key == "what_if.lost"


def test_who_stops_a_run_keeps_the_days_it_has_done(two_days, monkeypatch):
    job = waits(two_days, NEXT, NEXT + timedelta(days=1))
    plan, calls = planning.plan_problem, []

    def stopped(*given, **more):
        calls.append(1)
        if len(calls) == 3:
            what_if.cancel(two_days, MAJA, job.job_id)
        return plan(*given, **more)

    monkeypatch.setattr(planning, "plan_problem", stopped)
    assert worker.run(runs_of(two_days), claimed(two_days)) is JobState.CANCELLED
    (run,) = what_if.list_runs(two_days, MAJA)
    assert ([one.day for one in run.answer.pairs], run.job.state) == ([NEXT], JobState.CANCELLED)


def test_who_stops_a_run_that_waits_ends_it_at_once(two_days):
    job = waits(two_days, NEXT)
    what_if.cancel(two_days, MAJA, job.job_id)
    assert plan_desk.get_job(two_days, MAJA, job.job_id).state is JobState.CANCELLED


def test_a_run_of_a_day_is_not_stopped_by_this(two_days):
    job = plan_desk.start_planning(two_days, DANA, DAY)
    what_if.cancel(two_days, MAJA, job.job_id)
    assert plan_desk.get_job(two_days, MAJA, job.job_id).state is JobState.QUEUED


def test_planning_a_day_goes_first_and_is_not_in_its_way(two_days, monkeypatch):
    job = waits(two_days, DAY + timedelta(days=1), DAY + timedelta(days=2))
    assert plan_desk.active_job(two_days, DANA, NEXT) is None
    plan, calls = planning.plan_problem, []

    def asks(*given, **more):
        calls.append(1)
        if len(calls) == 2:
            plan_desk.start_planning(two_days, DANA, DAY, time_limit_s=0.2)
        return plan(*given, **more)

    monkeypatch.setattr(planning, "plan_problem", asks)
    assert worker.run(runs_of(two_days), claimed(two_days)) is None
    assert len(what_if.list_runs(two_days, MAJA)[0].answer.pairs) == 1
    first = claimed(two_days)
    assert plan_desk.get_job(two_days, MAJA, first.job_id).kind is JobKind.PLAN
    assert worker.run(runs_of(two_days), first) is JobState.DONE
    then = claimed(two_days)
    assert (then.job_id, then.attempt) == (job.job_id, 1)
    assert worker.run(runs_of(two_days), then) is JobState.DONE


def test_one_run_at_a_time(two_days):
    job = waits(two_days, NEXT)
    with pytest.raises(InputError, match="under way"):
        waits(two_days, NEXT)
    what_if.cancel(two_days, MAJA, job.job_id)
    assert waits(two_days, NEXT).is_active


@pytest.mark.parametrize("role", sorted(BY_ROLE))
def test_who_may_try(two_days, role):
    actor = BY_ROLE[role]
    if actor is ANNA:
        with pytest.raises(NotAllowedError):
            what_if.start(two_days, actor, Trial(scenario=MORE, days=(NEXT,)))
        with pytest.raises(NotAllowedError):
            what_if.list_runs(two_days, actor)
        with pytest.raises(NotAllowedError):
            what_if.cancel(two_days, actor, "x")
        return
    assert what_if.start(two_days, actor, Trial(scenario=MORE, days=(NEXT,))).is_active
    assert len(what_if.list_runs(two_days, actor)) == 1


@pytest.mark.parametrize(
    ("scenario", "key"),
    [
        (Scenario(), "what_if.nothing"),
        (Scenario(removed=("nobody",)), "what_if.not_there"),
        (Scenario(added=(NewTechnician(like="T01", depot_id="nowhere"),)), "what_if.not_there"),
        (Scenario(trained=(Training(technician_id="T01", skill="juggling"),)), "what_if.not_there"),
        (Scenario(moved=(NewStart(technician_id="T01"),)), "what_if.not_there"),
        (Scenario(targets=(NewTarget(policy_id="x", priority=Priority.P1, resolution_min=1),)), "what_if.not_there"),
        (Scenario(removed=("T01", "T01")), "what_if.twice"),
        (Scenario(moved=2 * (NewStart(technician_id="T01", place=KISTA),)), "what_if.twice"),
        (
            Scenario(trained=tuple(Training(technician_id="T01", skill="wifi", level=n) for n in (2, 3))),
            "what_if.twice",
        ),
    ],
)
def test_what_cannot_be_tried_is_refused(two_days, scenario, key):
    with pytest.raises(InputError) as refused:
        waits(two_days, NEXT, scenario=scenario)
    assert refused.value.problems[0].message.key == key


@pytest.mark.parametrize(
    ("trial", "key"),
    [
        ({"days": ()}, "what_if.days"),
        ({"days": (DAY,)}, "what_if.not_a_day"),
        ({"days": (DAY + timedelta(days=4),)}, "what_if.not_a_day"),
        ({"days": (NEXT,), "seconds": 0.0}, "desk.time_limit"),
        ({"days": tuple(DAY + timedelta(days=k) for k in range(1, 30))}, "what_if.days"),
    ],
)
def test_days_and_seconds_that_cannot_be_tried_are_refused(two_days, trial, key):
    with pytest.raises(InputError) as refused:
        what_if.start(two_days, MAJA, Trial(scenario=MORE, **trial))
    assert refused.value.problems[0].message.key == key


def test_somebody_new_is_there_on_the_days_that_were_chosen(firm):
    fill(firm, *half_days(4), people=("T01",))
    published(firm)
    mondays = Scenario(added=(NewTechnician(like="T01", weekdays=(1,), start=time(8), end=time(17)),))
    assert only(day_after(firm), mondays)[1].planned == 2
