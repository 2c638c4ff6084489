"""One run from start to end: in this process with a search made to measure, and in the real process."""

import os
import signal
import threading
import time

import pytest

from planner import planning, store, worker
from planner.desk import jobs, open_desk
from planner.desk import plan as plan_desk
from planner.model.errors import ServiceError
from planner.model.job import JobState
from planner.model.message import message
from planner.model.solution import Route, Solution
from tests.desk.firm import DANA, DAY, MAJA, drafted, fill, filled, request

PATIENCE_S = 40


@pytest.fixture
def job(desk, monkeypatch):
    """A run that was claimed and whose process is this one."""
    monkeypatch.setattr(jobs, "start", lambda _runs, _job_id: None)
    return plan_desk.start_planning(filled(desk), DANA, DAY, time_limit_s=1, seed=3)


def runs(desk):
    return jobs.Runs(store=desk.store, clock=desk.clock, var=desk.var)


def search(monkeypatch, do):
    """Put a search in the place of the real one: `do` is told progress, stop and problem."""

    def plan_problem(problem, *, on_progress, should_stop, plan_id, created_at, created_by, left_out, notes, **_rest):
        do(on_progress, should_stop, problem)
        plan = planning.baseline(problem, plan_id=plan_id, created_at=created_at)
        unassigned = (*plan.unassigned, *left_out)
        return plan.replace(created_by=created_by, unassigned=unassigned, notes=notes)

    monkeypatch.setattr(planning, "plan_problem", plan_problem)


def better(on_progress, price_ore, *visit_ids):
    on_progress(Solution(routes=(Route(duty_id="T01", visit_ids=visit_ids),)), price_ore * 18_000)


def outcome(desk, job):
    return plan_desk.get_job(desk, MAJA, job.job_id)


def test_a_run_ends_with_a_new_draft_version_that_knows_its_parent(desk, job, monkeypatch):
    drafted(desk, "before")
    search(monkeypatch, lambda on_progress, _stop, _problem: better(on_progress, 500, "R1", "R2"))
    assert worker.run(runs(desk), job.job_id) is JobState.DONE
    done, plan = outcome(desk, job), plan_desk.current_plan(desk, MAJA, DAY)
    assert (done.state, done.plan_id, done.error) == (JobState.DONE, plan.plan_id, None)
    assert (plan.version, plan.parent, plan.created_by, plan.status.value) == (2, "before", "Dana", "draft")
    assert [(one.price_ore, one.planned) for one in done.progress] == [(500, 2)]
    assert done.started_at <= done.ended_at


def test_what_could_not_be_posed_is_in_the_plan(desk, monkeypatch):
    monkeypatch.setattr(jobs, "start", lambda _runs, _job_id: None)
    fill(desk, request("R1"), request("nowhere", place=None))
    job = plan_desk.start_planning(desk, DANA, DAY)
    search(monkeypatch, lambda *_: None)
    worker.run(runs(desk), job.job_id)
    (left,) = plan_desk.current_plan(desk, MAJA, DAY).unassigned
    assert (left.request_id, left.reasons[0].code) == ("nowhere", "place")


def test_a_run_works_on_the_day_as_it_was_when_it_started(desk, job, monkeypatch):
    with desk.store.writing() as db:
        store.requests.add(db, request("R9"))
    search(monkeypatch, lambda *_: None)
    worker.run(runs(desk), job.job_id)
    assert plan_desk.current_plan(desk, MAJA, DAY).stop_of("R9") is None


def test_progress_is_throttled_and_its_last_word_is_kept(desk, job, monkeypatch):
    def many(on_progress, _stop, _problem):
        for price in range(1_000, 0, -1):
            better(on_progress, price, "R1")

    writes = []
    report = store.jobs.report
    monkeypatch.setattr(store.jobs, "report", lambda db, job_id, steps: (writes.append(1), report(db, job_id, steps)))
    search(monkeypatch, many)
    worker.run(runs(desk), job.job_id)
    steps = outcome(desk, job).progress
    assert steps[-1].price_ore == 1
    assert len(writes) <= 10
    assert [one.price_ore for one in steps] == sorted((one.price_ore for one in steps), reverse=True)


def test_a_cancelled_run_keeps_the_best_plan_found(desk, job, monkeypatch):
    def until_cancelled(on_progress, should_stop, _problem):
        better(on_progress, 900, "R1")
        plan_desk.cancel_job(desk, DANA, job.job_id)
        deadline = time.monotonic() + 5
        while not should_stop():
            assert time.monotonic() < deadline
            time.sleep(0.01)

    search(monkeypatch, until_cancelled)
    assert worker.run(runs(desk), job.job_id) is JobState.CANCELLED
    assert outcome(desk, job).plan_id == plan_desk.current_plan(desk, MAJA, DAY).plan_id


def test_a_run_cancelled_before_it_found_anything_leaves_no_plan(desk, job, monkeypatch):
    search(monkeypatch, lambda _progress, _stop, _problem: plan_desk.cancel_job(desk, DANA, job.job_id))
    assert worker.run(runs(desk), job.job_id) is JobState.CANCELLED
    assert outcome(desk, job).plan_id is None
    assert plan_desk.current_plan(desk, MAJA, DAY) is None


def test_the_database_is_asked_rarely_however_often_the_solver_asks(desk, job, monkeypatch):
    looks = []
    look = store.jobs.shall_stop
    monkeypatch.setattr(store.jobs, "shall_stop", lambda db, job_id: (looks.append(1), look(db, job_id))[1])

    def ask(_progress, should_stop, _problem):
        begun = time.monotonic()
        while time.monotonic() - begun < 0.6:
            should_stop()

    search(monkeypatch, ask)
    worker.run(runs(desk), job.job_id)
    assert 2 <= len(looks) <= 5


def test_a_run_that_breaks_says_so_in_words_and_the_rest_in_its_log(desk, job, monkeypatch, caplog):
    def breaks(*_):
        raise RuntimeError("secret detail")

    search(monkeypatch, breaks)
    assert worker.run(runs(desk), job.job_id) is JobState.FAILED
    failed = outcome(desk, job)
    assert failed.error == message("desk.planning_failed")
    assert "secret detail" in caplog.text
    assert plan_desk.current_plan(desk, MAJA, DAY) is None


def test_an_error_made_for_people_is_passed_on(desk, job, monkeypatch):
    def refuses(*_):
        raise ServiceError(message("store.unavailable"))

    search(monkeypatch, refuses)
    assert worker.run(runs(desk), job.job_id) is JobState.FAILED
    assert outcome(desk, job).error == message("store.unavailable")


def test_a_run_that_was_given_up_meanwhile_leaves_no_plan(desk, job, monkeypatch):
    def given_up(on_progress, should_stop, _problem):
        better(on_progress, 900, "R1")
        with desk.store.writing() as db:
            store.jobs.finish(db, job.job_id, JobState.FAILED, at=desk.clock())
        assert should_stop()

    search(monkeypatch, given_up)
    assert worker.run(runs(desk), job.job_id) is None
    assert outcome(desk, job).state is JobState.FAILED
    assert plan_desk.current_plan(desk, MAJA, DAY) is None


@pytest.mark.parametrize("job_id", ["unknown", ""])
def test_a_run_nobody_claimed_is_left_alone(desk, job_id):
    assert worker.run(runs(desk), job_id) is None


@pytest.fixture
def real(tmp_path):
    """A desk by the real clock, as the processes of its runs have it."""
    opened = open_desk(f"sqlite:///{tmp_path / 'faltplan.sqlite'}", var=tmp_path)
    yield filled(opened)
    for thread in [one for one in threading.enumerate() if one.name.startswith("job-")]:
        thread.join(PATIENCE_S)
    opened.store.close()


def waited(desk, job, until):
    """The run once `until` holds of it."""
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        seen = plan_desk.get_job(desk, MAJA, job.job_id)
        if until(seen):
            return seen
        time.sleep(0.1)
    log = (desk.var / "jobs" / f"{job.job_id}.log").read_text(encoding="utf-8")
    raise AssertionError(f"{seen}\n{log}")


def test_the_real_process_plans_the_day(real):
    job = plan_desk.start_planning(real, DANA, DAY, time_limit_s=1)
    done = waited(real, job, lambda one: not one.is_active)
    assert done.state is JobState.DONE, (real.var / "jobs" / f"{job.job_id}.log").read_text(encoding="utf-8")
    plan = plan_desk.get_plan(real, MAJA, done.plan_id)
    assert {stop.visit_id for stop in (*plan.visit_stops, *plan.remote_stops)} == {"R1", "R2", "R3"}
    assert plan.violations == ()
    assert abs(done.progress[-1].price_ore - plan.price.total_ore) <= len(plan.price.terms)  # each term is rounded
    assert plan_desk.publish(real, DANA, plan.plan_id).status.value == "published"
    assert (real.var / "jobs").stat().st_mode & 0o777 == 0o700


def test_the_real_process_obeys_cancel_and_keeps_what_it_has(real):
    job = plan_desk.start_planning(real, DANA, DAY, time_limit_s=120)
    waited(real, job, lambda one: one.progress)
    begun = time.monotonic()
    plan_desk.cancel_job(real, DANA, job.job_id)
    ended = waited(real, job, lambda one: not one.is_active)
    assert ended.state is JobState.CANCELLED
    assert plan_desk.get_plan(real, MAJA, ended.plan_id).visit_stops
    assert time.monotonic() - begun < 15


def test_a_killed_process_has_failed_at_once(real):
    job = plan_desk.start_planning(real, DANA, DAY, time_limit_s=120)
    waited(real, job, lambda one: one.progress)
    with real.store.reading() as db:
        (pid,) = db.exec_driver_sql("SELECT pid FROM job").one()
    os.kill(pid, signal.SIGKILL)
    failed = waited(real, job, lambda one: not one.is_active)
    assert (failed.state, failed.error.key) == (JobState.FAILED, "desk.planning_lost")
    assert plan_desk.active_job(real, MAJA, DAY) is None
