"""Planning runs: two at a time, one for a day, the rest in a queue; what is lost is given up."""

from datetime import timedelta

import pytest

from planner import store
from planner.desk import jobs
from planner.desk import plan as plan_desk
from planner.desk.opening import Desk
from planner.model.errors import InputError
from planner.model.job import JobState
from tests.desk.firm import DANA, DAY, MAJA, NOW, filled


@pytest.fixture
def started(monkeypatch):
    """Ids of runs whose process would have been started."""
    ids = []
    monkeypatch.setattr(jobs, "start", lambda _runs, job_id: ids.append(job_id))
    return ids


def days(count):
    return [DAY + timedelta(days=number) for number in range(count)]


def state(desk, job):
    return plan_desk.get_job(desk, MAJA, job.job_id).state


def ended(desk, job):
    with desk.store.writing() as db:
        store.jobs.finish(db, job.job_id, JobState.DONE, at=NOW)


def at_time(desk, moment):
    return Desk(
        store=desk.store, catalogue=desk.catalogue, geocoder=desk.geocoder, travel=desk.travel,
        clock=lambda: moment, var=desk.var,
    )  # fmt: skip


def test_a_run_is_started_with_what_was_asked(desk, started):
    job = plan_desk.start_planning(filled(desk), DANA, DAY, time_limit_s=3, seed=7)
    assert (job.state, job.time_limit_s, job.seed, job.actor, job.created_at) == (JobState.RUNNING, 3, 7, "Dana", NOW)
    assert started == [job.job_id]
    assert plan_desk.active_job(desk, MAJA, DAY) == job


def test_a_second_start_of_the_same_day_joins_the_run(desk, started):
    first = plan_desk.start_planning(filled(desk), DANA, DAY)
    assert plan_desk.start_planning(desk, DANA, DAY, seed=9) == first
    assert len(started) == 1


def test_two_work_at_once_and_the_next_is_taken_up_when_one_ends(desk, started):
    one, two, three, four = (plan_desk.start_planning(filled_once(desk), DANA, day) for day in days(4))
    assert started == [one.job_id, two.job_id]
    assert (state(desk, three), state(desk, four)) == (JobState.QUEUED, JobState.QUEUED)
    ended(desk, one)
    assert state(desk, three) is JobState.RUNNING
    assert state(desk, four) is JobState.QUEUED
    assert started == [one.job_id, two.job_id, three.job_id]


def filled_once(desk):
    with desk.store.reading() as db:
        empty = store.requests.count(db) == 0
    return filled(desk) if empty else desk


def test_a_run_without_a_sign_of_life_has_failed_and_makes_room(desk, started):
    jobs_ = [plan_desk.start_planning(filled_once(desk), DANA, day) for day in days(3)]
    late = at_time(desk, NOW + jobs.LOST_AFTER + timedelta(seconds=1))
    assert [state(late, job) for job in jobs_] == [JobState.FAILED, JobState.FAILED, JobState.RUNNING]
    lost = plan_desk.get_job(late, MAJA, jobs_[0].job_id)
    assert lost.error.key == "desk.planning_lost"
    assert lost.ended_at == late.clock()


def test_a_run_that_is_alive_is_not_given_up(desk, started):
    job = plan_desk.start_planning(filled(desk), DANA, DAY)
    late = NOW + jobs.LOST_AFTER + timedelta(seconds=1)
    with desk.store.writing() as db:
        store.jobs.beat(db, job.job_id, at=late)
    assert state(at_time(desk, late), job) is JobState.RUNNING


def test_a_waiting_run_that_is_cancelled_never_starts(desk, started):
    jobs_ = [plan_desk.start_planning(filled_once(desk), DANA, day) for day in days(3)]
    assert plan_desk.cancel_job(desk, DANA, jobs_[2].job_id).state is JobState.CANCELLED
    for job in jobs_[:2]:
        ended(desk, job)
    assert plan_desk.active_job(desk, MAJA, DAY) is None
    assert len(started) == 2


def test_cancelling_tells_a_running_one_and_leaves_an_ended_one(desk, started):
    job = plan_desk.start_planning(filled(desk), DANA, DAY)
    assert plan_desk.cancel_job(desk, DANA, job.job_id).cancel_requested
    ended(desk, job)
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
