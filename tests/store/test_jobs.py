"""Planning runs: claimed once, cancelled, given up, ended once."""

from datetime import timedelta

from planner.model.job import JobState, Progress
from planner.model.message import message
from planner.store import jobs
from tests.store.rows import DAY, NOW, job


def queued(store, *ids):
    with store.writing() as db:
        for number, job_id in enumerate(ids):
            jobs.add(db, job(job_id, created_at=NOW + timedelta(seconds=number)), content=f"input of {job_id}")


def state(store, job_id="j1"):
    with store.reading() as db:
        return jobs.get(db, job_id).state


def test_a_run_waits_with_its_input_until_it_is_claimed_once(store):
    queued(store, "j1", "j2")
    with store.writing() as db:
        assert jobs.waiting(db) == ("j1", "j2")
        assert jobs.input_of(db, "j1") == "input of j1"
        assert jobs.claim(db, "j1", at=NOW)
        assert not jobs.claim(db, "j1", at=NOW)
        assert (jobs.running(db), jobs.waiting(db)) == (1, ("j2",))
    with store.reading() as db:
        assert jobs.get(db, "j1").started_at == NOW
        assert jobs.get(db, "j3") is None


def test_runs_of_the_same_moment_wait_in_the_order_they_came(store):
    ids = ("z", "a", "m")
    with store.writing() as db:
        for job_id in ids:
            jobs.add(db, job(job_id), content="")
        assert jobs.waiting(db) == ids


def test_progress_comes_back_in_order(store):
    queued(store, "j1")
    steps = [Progress(elapsed_s=n / 10, price_ore=1_000 - n, planned=n) for n in range(5)]
    with store.writing() as db:
        jobs.report(db, "j1", steps[:2])
        jobs.report(db, "j1", steps[2:])
        jobs.report(db, "j1", [])
    with store.reading() as db:
        assert jobs.get(db, "j1").progress == tuple(steps)


def test_cancelling_a_waiting_run_ends_it_and_a_running_one_is_told(store):
    queued(store, "j1", "j2")
    with store.writing() as db:
        jobs.claim(db, "j2", at=NOW)
        assert not jobs.shall_stop(db, "j2")
        for job_id in ("j1", "j2"):
            jobs.cancel(db, job_id, at=NOW)
        assert jobs.shall_stop(db, "j2")
    assert state(store, "j1") is JobState.CANCELLED
    assert state(store, "j2") is JobState.RUNNING


def test_a_run_ends_once(store):
    queued(store, "j1")
    with store.writing() as db:
        jobs.claim(db, "j1", at=NOW)
        assert jobs.finish(db, "j1", JobState.DONE, at=NOW, plan_id="p1")
        assert not jobs.finish(db, "j1", JobState.FAILED, at=NOW, error=message("desk.planning_lost"))
        jobs.cancel(db, "j1", at=NOW)
        ended = jobs.get(db, "j1")
    assert (ended.state, ended.plan_id, ended.error, ended.cancel_requested) == (JobState.DONE, "p1", None, False)


def test_a_failed_run_says_why(store):
    queued(store, "j1")
    why = message("desk.time_limit", longest=3_600, value="0")
    with store.writing() as db:
        jobs.finish(db, "j1", JobState.FAILED, at=NOW, error=why)
        assert jobs.get(db, "j1").error == why


def test_only_a_run_without_signs_of_life_is_lost(store):
    queued(store, "silent", "alive", "waiting")
    with store.writing() as db:
        for job_id in ("silent", "alive"):
            jobs.claim(db, job_id, at=NOW)
        jobs.beat(db, "alive", at=NOW + timedelta(seconds=50), pid=42)
        assert jobs.lost(db, before=NOW + timedelta(seconds=40)) == ("silent",)
        assert jobs.lost(db, before=NOW) == ()


def test_a_run_that_was_given_up_is_told_to_stop(store):
    queued(store, "j1")
    with store.writing() as db:
        jobs.claim(db, "j1", at=NOW)
        jobs.finish(db, "j1", JobState.FAILED, at=NOW)
        assert jobs.shall_stop(db, "j1")
        assert jobs.shall_stop(db, "unknown")


def test_the_active_run_of_a_day_is_found(store):
    queued(store, "j1")
    with store.writing() as db:
        assert jobs.active_on(db, DAY).job_id == "j1"
        assert jobs.active_on(db, DAY + timedelta(days=1)) is None
        jobs.finish(db, "j1", JobState.DONE, at=NOW)
        assert jobs.active_on(db, DAY) is None
