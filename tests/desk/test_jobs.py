"""Planning runs: two at a time on a host, one for a day, the rest in a queue; what is lost is taken up again."""

from datetime import timedelta

import pytest

from planner import store
from planner.desk import jobs, workers
from planner.desk import plan as plan_desk
from planner.desk.opening import Desk
from planner.desk.queue import runs_of
from planner.model.errors import InputError
from planner.model.job import JobState
from tests.desk.firm import DANA, DAY, MAJA, NOW, filled


@pytest.fixture
def started(monkeypatch):
    """Leases of runs whose process would have been started."""
    leases = []
    monkeypatch.setattr(workers, "start", lambda _runs, lease, **_rest: leases.append(lease))
    return leases


def days(count):
    return [DAY + timedelta(days=number) for number in range(count)]


def ids(leases):
    return [lease.job_id for lease in leases]


def state(desk, job):
    return plan_desk.get_job(desk, MAJA, job.job_id).state


def ended(desk, lease):
    with desk.store.writing() as db:
        assert store.jobs.finish(db, lease, JobState.DONE, at=NOW)


def found(desk, lease, best="{}"):
    with desk.store.writing() as db:
        assert store.jobs.report(db, lease, searched_s=1.0, best=best)


def at_time(desk, moment):
    return Desk(
        store=desk.store, catalogue=desk.catalogue, geocoder=desk.geocoder, travel=desk.travel,
        clock=lambda: moment, var=desk.var,
    )  # fmt: skip


def times_out(desk, count=1):
    """The desk after so many leases have run out, one after the other."""
    return at_time(desk, desk.clock() + count * (jobs.LEASE + timedelta(seconds=1)))


def filled_once(desk):
    with desk.store.reading() as db:
        empty = store.requests.count(db) == 0
    return filled(desk) if empty else desk


def test_a_run_is_started_with_what_was_asked(desk, started):
    job = plan_desk.start_planning(filled(desk), DANA, DAY, time_limit_s=3, seed=7)
    assert (job.state, job.time_limit_s, job.seed, job.actor, job.created_at) == (JobState.RUNNING, 3, 7, "Dana", NOW)
    assert (ids(started), job.attempt) == ([job.job_id], 1)
    assert plan_desk.active_job(desk, MAJA, DAY) == job


def test_a_second_start_of_the_same_day_joins_the_run(desk, started):
    first = plan_desk.start_planning(filled(desk), DANA, DAY)
    assert plan_desk.start_planning(desk, DANA, DAY, seed=9) == first
    assert len(started) == 1


def test_two_work_at_once_and_the_next_is_taken_up_when_one_ends(desk, started):
    one, two, three, four = (plan_desk.start_planning(filled_once(desk), DANA, day) for day in days(4))
    assert ids(started) == [one.job_id, two.job_id]
    assert (state(desk, three), state(desk, four)) == (JobState.QUEUED, JobState.QUEUED)
    ended(desk, started[0])
    assert state(desk, three) is JobState.RUNNING
    assert state(desk, four) is JobState.QUEUED
    assert ids(started) == [one.job_id, two.job_id, three.job_id]


@pytest.mark.parametrize(("setting", "running"), [("0", 0), ("1", 1), ("3", 3), ("", 2)])
def test_the_setting_says_how_many_work_at_once_on_this_host(desk, started, monkeypatch, setting, running):
    monkeypatch.setenv("PLANNER_WORKERS", setting)
    for day in days(4):
        plan_desk.start_planning(filled_once(desk), DANA, day)
    assert len(started) == running


@pytest.mark.parametrize("setting", ["two", "-1", "65", "1.5"])
def test_a_setting_nobody_can_mean_is_refused_in_words(desk, started, monkeypatch, setting):
    monkeypatch.setenv("PLANNER_WORKERS", setting)
    with pytest.raises(InputError) as refused:
        jobs.at_once_here()
    assert refused.value.problems[0].value == setting


def test_what_other_hosts_work_on_takes_no_room_here(desk, started, monkeypatch):
    monkeypatch.setenv("PLANNER_WORKERS", "0")
    for day in days(3):
        plan_desk.start_planning(filled_once(desk), DANA, day)
    elsewhere = jobs.Runs(store=desk.store, clock=desk.clock, var=desk.var, owner="elsewhere:1:a")
    assert len(elsewhere.claim(at_once=1)) == 1
    assert elsewhere.claim(at_once=1) == ()
    assert len(runs_of(desk).claim(at_once=2)) == 2


def test_a_run_whose_lease_ran_out_is_taken_up_again(desk, started):
    job = plan_desk.start_planning(filled(desk), DANA, DAY)
    late = times_out(desk)
    seen = plan_desk.get_job(late, MAJA, job.job_id)
    assert (seen.state, seen.attempt, seen.error) == (JobState.RUNNING, 2, None)
    assert [lease.attempt for lease in started] == [1, 2]


def test_a_run_that_found_nothing_in_three_attempts_has_failed(desk, started):
    job = plan_desk.start_planning(filled(desk), DANA, DAY)
    for count in (1, 2, 3):
        late = times_out(desk, count)
        seen = plan_desk.get_job(late, MAJA, job.job_id)
    assert len(started) == jobs.ATTEMPTS == 3
    assert (seen.state, seen.error.key, seen.ended_at) == (JobState.FAILED, "jobs.lost", late.clock())
    assert plan_desk.active_job(late, MAJA, DAY) is None


def test_a_run_that_found_something_is_judged_once_more_after_three_attempts(desk, started):
    job = plan_desk.start_planning(filled(desk), DANA, DAY)
    found(desk, started[0])
    for count in (1, 2, 3):
        seen = plan_desk.get_job(times_out(desk, count), MAJA, job.job_id)
    assert (seen.state, seen.attempt) == (JobState.RUNNING, 4)
    assert plan_desk.get_job(times_out(desk, 4), MAJA, job.job_id).state is JobState.FAILED
    assert len(started) == 4


def test_a_run_that_is_alive_is_not_taken_up_again(desk, started):
    job = plan_desk.start_planning(filled(desk), DANA, DAY)
    late = times_out(desk)
    with desk.store.writing() as db:
        store.jobs.renew(db, started[0], at=late.clock(), until=late.clock() + jobs.LEASE)
    assert state(late, job) is JobState.RUNNING
    assert len(started) == 1


@pytest.mark.parametrize(("best", "then"), [(None, JobState.CANCELLED), ("{}", JobState.RUNNING)])
def test_a_cancelled_run_whose_worker_is_lost_ends_or_has_what_it_found_judged(desk, started, best, then):
    job = plan_desk.start_planning(filled(desk), DANA, DAY)
    plan_desk.cancel_job(desk, DANA, job.job_id)
    if best:
        found(desk, started[0], best)
    assert state(times_out(desk), job) is then


def test_a_worker_that_is_gone_is_noticed_at_once_and_only_once(desk, started):
    job = plan_desk.start_planning(filled(desk), DANA, DAY)
    runs = runs_of(desk)
    assert runs.lost(started[0])
    assert not runs.lost(started[0])
    assert state(desk, job) is JobState.RUNNING
    assert [lease.attempt for lease in started] == [1, 2]
    assert not runs.lost(started[0])


def test_a_waiting_run_that_is_cancelled_never_starts(desk, started):
    jobs_ = [plan_desk.start_planning(filled_once(desk), DANA, day) for day in days(3)]
    assert plan_desk.cancel_job(desk, DANA, jobs_[2].job_id).state is JobState.CANCELLED
    for lease in tuple(started):
        ended(desk, lease)
    assert plan_desk.active_job(desk, MAJA, DAY) is None
    assert len(started) == 2


def test_cancelling_tells_a_running_one_and_leaves_an_ended_one(desk, started):
    job = plan_desk.start_planning(filled(desk), DANA, DAY)
    assert plan_desk.cancel_job(desk, DANA, job.job_id).cancel_requested
    ended(desk, started[0])
    assert plan_desk.cancel_job(desk, DANA, job.job_id).state is JobState.DONE
    assert plan_desk.cancel_job(desk, DANA, "unknown") is None
    assert plan_desk.get_job(desk, MAJA, "unknown") is None


def test_a_poll_writes_nothing_when_there_is_nothing_to_do(desk, started):
    job = plan_desk.start_planning(filled(desk), DANA, DAY)
    with desk.store.writing():  # a poll that wrote would wait for this unit
        assert state(desk, job) is JobState.RUNNING


@pytest.mark.parametrize("time_limit_s", [0, -1, 3_601, float("nan"), float("inf")])
def test_a_time_limit_nobody_can_mean_is_refused(desk, started, time_limit_s):
    with pytest.raises(InputError):
        plan_desk.start_planning(filled(desk), DANA, DAY, time_limit_s=time_limit_s)
    assert started == []
