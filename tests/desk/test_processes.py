"""The real processes of planning runs: killed again and again, they leave one plan, the best, in three attempts."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from planner import store
from planner.desk import jobs, open_desk, what_if, workers
from planner.desk import plan as plan_desk
from planner.desk.queue import care, runs_of
from planner.model.job import JobState
from planner.model.scenario import Scenario, Trial
from tests.databases import BACKENDS, empty_database
from tests.desk.firm import DANA, DAY, MAJA, SOLNA, fill, filled
from tests.desk.firm import request as a_request

ROOT = Path(__file__).parents[2]
PATIENCE_S = 60
AGAIN_S = 30
MORE = 40
"""Requests beside the firm's three, so that no search is over before it is killed."""


@pytest.fixture
def real(request, tmp_path):
    """A desk by the real clock, as the processes of its runs have it; SQLite unless the test asks for more."""
    opened = open_desk(empty_database(getattr(request, "param", "sqlite"), tmp_path), var=tmp_path)
    filled(opened)
    fill(opened, *(a_request(f"M{number:02}", place=SOLNA) for number in range(MORE)), people=())
    yield opened
    for thread in [one for one in threading.enumerate() if one.name.startswith("job-")]:
        thread.join(PATIENCE_S)
    opened.store.close()


def seen(desk, job):
    """The run as it stands; unlike a poll of the desk, looking does not care for it."""
    with desk.store.reading() as db:
        return store.jobs.get(db, job.job_id)


def waited(desk, job, until, *, limit_s=PATIENCE_S):
    """The run once `until` holds of it."""
    deadline = time.monotonic() + limit_s
    while time.monotonic() < deadline:
        one = seen(desk, job)
        if until(one):
            return one
        time.sleep(0.05)
    log = desk.var / "jobs" / f"{job.job_id}.log"
    raise AssertionError(f"{one}\n{log.read_text(encoding='utf-8') if log.exists() else ''}")


def over(one):
    return not one.is_active


def column(desk, job, name):
    with desk.store.reading() as db:
        return db.exec_driver_sql(f"SELECT {name} FROM job WHERE job_id = '{job.job_id}'").scalar_one()


def killed(desk, job, attempt):
    """Kill the worker of an attempt as soon as it has found something."""
    waited(desk, job, lambda one: one.attempt == attempt and column(desk, job, "pid") and column(desk, job, "best"))
    os.kill(column(desk, job, "pid"), signal.SIGKILL)


@contextmanager
def process(code, *arguments, **settings):
    """Another process of the same database, as a host of its own or an app; killed at the end."""
    one = subprocess.Popen(
        [sys.executable, *code, *arguments], cwd=ROOT, env=os.environ | settings, stdout=subprocess.PIPE, text=True
    )
    try:
        yield one
    finally:
        one.kill()
        one.communicate()


@contextmanager
def machine(desk, at_once=1):
    """The command that works on runs."""
    command = ["-m", "planner", "worker", "--at-once", str(at_once), "--database", desk.store.url]
    with process(command, FALTPLAN_VAR=str(desk.var)) as one:
        yield one


def test_the_real_process_plans_the_day(real):
    job = plan_desk.start_planning(real, DANA, DAY, time_limit_s=1)
    done = waited(real, job, over)
    assert done.state is JobState.DONE, (real.var / "jobs" / f"{job.job_id}.log").read_text(encoding="utf-8")
    plan = plan_desk.get_plan(real, MAJA, done.plan_id)
    there = [stop.visit_id for stop in (*plan.visit_stops, *plan.remote_stops)] + [
        one.visit_id for one in plan.unassigned
    ]
    assert sorted(there) == sorted(["R1", "R2", "R3", *(f"M{number:02}" for number in range(MORE))])
    assert plan.visit_stops
    assert len(plan.visit_stops) + len(plan.remote_stops) + len(plan.unassigned) == 3 + MORE
    assert plan.violations == ()
    assert abs(done.progress[-1].price_ore - plan.price.total_ore) <= len(plan.price.terms)  # each term is rounded
    assert plan_desk.publish(real, DANA, plan.plan_id).status.value == "published"
    assert (real.var / "jobs").stat().st_mode & 0o777 == 0o700


def test_the_real_process_obeys_cancel_and_keeps_what_it_has(real):
    job = plan_desk.start_planning(real, DANA, DAY, time_limit_s=120)
    waited(real, job, lambda one: one.progress)
    begun = time.monotonic()
    plan_desk.cancel_job(real, DANA, job.job_id)
    ended = waited(real, job, over)
    assert ended.state is JobState.CANCELLED
    assert plan_desk.get_plan(real, MAJA, ended.plan_id).visit_stops
    assert time.monotonic() - begun < 15


def test_a_killed_worker_is_replaced_at_once_three_times_and_its_best_becomes_the_plan(real):
    job = plan_desk.start_planning(real, DANA, DAY, time_limit_s=120)
    for attempt in range(1, jobs.ATTEMPTS + 1):
        killed(real, job, attempt)
        waited(real, job, lambda one, last=attempt: one.attempt > last or over(one), limit_s=AGAIN_S)
    failed = waited(real, job, over)
    assert (failed.state, failed.error.key, failed.attempt) == (JobState.FAILED, "jobs.kept", jobs.ATTEMPTS + 1)
    (only,) = plan_desk.list_plans(real, MAJA, DAY)
    assert (only.plan_id, only.violations) == (failed.plan_id, 0)
    assert only.planned == failed.progress[-1].planned


def _rounds(desk, count):
    """Kill workers at random moments; each run ends with one plan within three attempts, and nothing hangs."""
    draw = random.Random(7)
    for number in range(1, count + 1):
        job = plan_desk.start_planning(desk, DANA, DAY, time_limit_s=1.5)
        kills = draw.randint(0, 2)
        for attempt in range(1, kills + 1):
            waited(desk, job, lambda one, now=attempt: one.attempt == now or over(one))
            time.sleep(draw.uniform(0, 3))
            pid = column(desk, job, "pid")
            if over(seen(desk, job)) or not pid or seen(desk, job).attempt != attempt:
                break
            os.kill(pid, signal.SIGKILL)
            waited(desk, job, lambda one, now=attempt: one.attempt > now or over(one), limit_s=AGAIN_S)
        ended = waited(desk, job, over)
        assert (ended.state, ended.attempt <= jobs.ATTEMPTS) == (JobState.DONE, True)
        assert [one.version for one in plan_desk.list_plans(desk, MAJA, DAY)] == list(range(number, 0, -1))


def test_whenever_workers_are_killed_every_run_ends_with_one_plan(real):
    _rounds(real, 3)


@pytest.mark.nightly
@pytest.mark.timeout(3_000)
def test_however_often_workers_are_killed_every_run_ends_with_one_plan(real):
    _rounds(real, 50)


APP = """
import sys, threading
from planner.desk import open_desk
from planner.desk.queue import runs_of
from planner.desk.workers import care_for

desk = open_desk(sys.argv[1], var=sys.argv[2])
print("ready", flush=True)
care_for(runs_of(desk), over=threading.Event())
"""


@pytest.mark.slow
@pytest.mark.parametrize("real", BACKENDS, indirect=True)
def test_a_run_whose_app_and_worker_are_killed_is_taken_up_by_another_within_30_seconds(real, monkeypatch):
    monkeypatch.setenv("PLANNER_WORKERS", "0")
    job = plan_desk.start_planning(real, DANA, DAY, time_limit_s=4)
    arguments = ("-c", APP, real.store.url, str(real.var))
    with process(arguments, PLANNER_WORKERS="1") as first:
        waited(real, job, lambda one: one.attempt == 1 and column(real, job, "best"))
        best, pid = column(real, job, "best"), column(real, job, "pid")
        first.kill()
        os.kill(pid, signal.SIGKILL)
        begun = time.monotonic()
    with process(arguments, PLANNER_WORKERS="1"):
        again = waited(real, job, lambda one: one.attempt == 2, limit_s=AGAIN_S)
        assert time.monotonic() - begun <= AGAIN_S
        assert (again.state, again.searched_s > 0) == (JobState.RUNNING, True)
        assert best
        assert waited(real, job, over).state is JobState.DONE
    assert len(plan_desk.list_plans(real, MAJA, DAY)) == 1


def test_a_worker_outlives_the_app_that_started_it(real, monkeypatch):
    monkeypatch.setenv("PLANNER_WORKERS", "0")
    job = plan_desk.start_planning(real, DANA, DAY, time_limit_s=3)
    with process(("-c", APP, real.store.url, str(real.var)), PLANNER_WORKERS="1") as app:
        waited(real, job, lambda one: one.progress)
        app.kill()
    done = waited(real, job, over)
    assert (done.state, done.attempt) == (JobState.DONE, 1)


@pytest.mark.parametrize("real", BACKENDS, indirect=True)
def test_another_machine_works_on_what_waits_and_gives_it_back_when_told_to_go(real, monkeypatch):
    monkeypatch.setenv("PLANNER_WORKERS", "0")
    job = plan_desk.start_planning(real, DANA, DAY, time_limit_s=6)
    assert seen(real, job).state is JobState.QUEUED
    with machine(real) as first:
        waited(real, job, lambda one: column(real, job, "best"))
        pid = column(real, job, "pid")
        first.terminate()
        assert first.wait(timeout=10) == 0
        given_back = seen(real, job)
        assert (given_back.state, given_back.attempt) == (JobState.QUEUED, 0)
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
    with machine(real):
        done = waited(real, job, over)
    assert (done.state, done.attempt) == (JobState.DONE, 1)
    assert len(plan_desk.list_plans(real, MAJA, DAY)) == 1


def test_a_worker_that_ignores_its_end_is_stopped(real, monkeypatch):
    monkeypatch.setattr(workers, "GRACE_S", 1.0)
    monkeypatch.setattr(workers, "_LOOK_S", 0.2)
    job = plan_desk.start_planning(real, DANA, DAY, time_limit_s=120)
    waited(real, job, lambda one: column(real, job, "best"))
    os.kill(column(real, job, "pid"), signal.SIGSTOP)  # hears nothing any more
    plan_desk.cancel_job(real, DANA, job.job_id)
    waited(real, job, lambda one: one.attempt == 2)
    monkeypatch.setattr(workers, "GRACE_S", 30.0)  # the next one hears, and needs its time to start
    ended = waited(real, job, over)
    assert ended.state is JobState.CANCELLED
    assert plan_desk.get_plan(real, MAJA, ended.plan_id).visit_stops
    care(real)
    assert runs_of(real).claim(at_once=1) == ()


def test_a_what_if_whose_worker_is_killed_goes_on_with_the_next_day(real):
    days = what_if.days_between(real, MAJA, real.today(), real.today() + timedelta(days=9))[:3]
    trial = Trial(scenario=Scenario(removed=("T02",)), days=days, seconds=1.0)
    job = what_if.start(real, MAJA, trial)
    killed(real, job, 1)
    one = waited(real, job, over, limit_s=2 * PATIENCE_S)
    (run,) = what_if.list_runs(real, MAJA)
    assert (one.state, one.attempt) == (JobState.DONE, 2)
    assert tuple(pair.day for pair in run.answer.pairs) == days
