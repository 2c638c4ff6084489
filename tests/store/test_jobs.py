"""Planning runs: claimed by a lease, written under it only, cancelled, given back, ended once."""

from datetime import timedelta

import pytest

from planner.model.job import JobState, Lease, Progress
from planner.model.message import message
from planner.store import jobs
from tests.store.rows import DAY, NOW, job

UNTIL = NOW + timedelta(seconds=15)
LATER = UNTIL + timedelta(seconds=1)


def queued(store, *ids):
    with store.writing() as db:
        for number, job_id in enumerate(ids):
            jobs.add(db, job(job_id, created_at=NOW + timedelta(seconds=number)), content=f"input of {job_id}")


def claimed(store, owner="host:1", at=NOW):
    with store.writing() as db:
        return jobs.claim(db, owner=owner, at=at, until=at + timedelta(seconds=15))


def seen(store, job_id="j1"):
    with store.reading() as db:
        return jobs.get(db, job_id)


def test_a_run_waits_with_its_input_until_it_is_claimed_once(store):
    queued(store, "j1", "j2")
    with store.reading() as db:
        assert jobs.waiting(db) == ("j1", "j2")
        assert jobs.input_of(db, "j1") == "input of j1"
    assert claimed(store) == Lease(job_id="j1", owner="host:1", attempt=1)
    with store.reading() as db:
        assert (jobs.running(db), jobs.waiting(db)) == (1, ("j2",))
    assert claimed(store, "host:2").job_id == "j2"
    assert claimed(store) is None
    assert (seen(store).started_at, seen(store).attempt) == (NOW, 1)
    assert seen(store, "j3") is None


def test_runs_of_the_same_moment_wait_in_the_order_they_came(store):
    ids = ("z", "a", "m")
    with store.writing() as db:
        for job_id in ids:
            jobs.add(db, job(job_id), content="")
        assert jobs.waiting(db) == ids
    assert tuple(claimed(store).job_id for _ in ids) == ids


def test_runs_are_counted_by_who_works_on_them(store):
    queued(store, "j1", "j2", "j3")
    for owner in ("host:1", "host:2", "ho_t:3"):
        claimed(store, owner)
    with store.reading() as db:
        assert jobs.running(db, owners="host:") == 2
        assert jobs.running(db, owners="ho_t:") == 1
        assert jobs.running(db) == 3


def test_progress_comes_back_in_order(store):
    queued(store, "j1")
    lease = claimed(store)
    steps = [Progress(elapsed_s=n / 10, price_ore=1_000 - n, planned=n) for n in range(5)]
    with store.writing() as db:
        assert jobs.report(db, lease, steps[:2], searched_s=0.1)
        assert jobs.report(db, lease, steps[2:], searched_s=0.4)
        assert jobs.report(db, lease, searched_s=0.5)
    assert (seen(store).progress, seen(store).searched_s) == (tuple(steps), 0.5)


def test_the_best_so_far_stays_until_a_better_one_comes(store):
    queued(store, "j1")
    lease = claimed(store)
    with store.writing() as db:
        jobs.report(db, lease, searched_s=1, best="{1}")
        jobs.report(db, lease, searched_s=2)
        assert jobs.standing(db, lease).best == "{1}"
        jobs.report(db, lease, searched_s=3, best="{2}")
        assert jobs.standing(db, lease).best == "{2}"


def test_cancelling_a_waiting_run_ends_it_and_a_running_one_is_told(store):
    queued(store, "j1", "j2")
    lease = claimed(store)
    with store.writing() as db:
        assert not jobs.standing(db, lease).cancelled
        for job_id in ("j1", "j2"):
            jobs.cancel(db, job_id, at=NOW)
        assert jobs.standing(db, lease).cancelled
    assert seen(store, "j1").state is JobState.RUNNING
    assert seen(store, "j2").state is JobState.CANCELLED


def test_cancelling_a_waiting_run_that_has_found_something_leaves_it_to_be_judged(store):
    queued(store, "j1")
    lease = claimed(store)
    with store.writing() as db:
        jobs.report(db, lease, searched_s=1, best="{}")
        jobs.requeue(db, lease)
        jobs.cancel(db, "j1", at=NOW)
    assert (seen(store).state, seen(store).cancel_requested) == (JobState.QUEUED, True)


def test_a_run_ends_once(store):
    queued(store, "j1")
    lease = claimed(store)
    with store.writing() as db:
        assert jobs.finish(db, lease, JobState.DONE, at=NOW, plan_id="p1")
        assert not jobs.finish(db, lease, JobState.FAILED, at=NOW, error=message("jobs.lost", attempts=3))
        jobs.cancel(db, "j1", at=NOW)
    ended = seen(store)
    assert (ended.state, ended.plan_id, ended.error, ended.cancel_requested) == (JobState.DONE, "p1", None, False)


def test_a_failed_run_says_why(store):
    queued(store, "j1")
    why = message("desk.time_limit", longest=3_600, value="0")
    with store.writing() as db:
        jobs.finish(db, jobs.claim(db, owner="x", at=NOW, until=UNTIL), JobState.FAILED, at=NOW, error=why)
    assert seen(store).error == why


def test_only_a_lease_that_nobody_renewed_runs_out(store):
    queued(store, "silent", "alive", "waiting")
    silent, alive = claimed(store), claimed(store)
    with store.writing() as db:
        assert jobs.expired(db, at=UNTIL) == ()
        assert jobs.renew(db, alive, at=UNTIL, until=LATER + timedelta(seconds=15), pid=42, searched_s=3)
        assert jobs.expired(db, at=LATER) == (silent,)
        assert jobs.standing(db, alive).pid == 42
    assert seen(store, "alive").searched_s == 3


def test_a_run_is_taken_up_again_as_its_next_attempt_with_what_it_has(store):
    queued(store, "j1")
    first = claimed(store)
    with store.writing() as db:
        jobs.renew(db, first, at=NOW, until=UNTIL, pid=42)
        jobs.report(db, first, [Progress(elapsed_s=1, price_ore=9, planned=1)], searched_s=1.5, best="{}")
        assert jobs.requeue(db, first)
    second = claimed(store, "other:7", at=LATER)
    assert second == Lease(job_id="j1", owner="other:7", attempt=2)
    with store.reading() as db:
        standing = jobs.standing(db, second)
    assert (standing.best, standing.pid) == ("{}", None)
    assert (seen(store).searched_s, seen(store).started_at, len(seen(store).progress)) == (1.5, NOW, 1)


def test_a_run_that_is_given_back_has_not_used_up_an_attempt(store):
    queued(store, "j1")
    lease = claimed(store)
    with store.writing() as db:
        assert jobs.give_back(db, lease)
    assert (seen(store).state, seen(store).attempt) == (JobState.QUEUED, 0)
    assert claimed(store, "other:2").attempt == 1


@pytest.mark.parametrize("foreign", [{"owner": "other:2"}, {"attempt": 2}, {"job_id": "unknown"}])
def test_whoever_holds_another_lease_writes_nothing(store, foreign):
    queued(store, "j1")
    lease = claimed(store)
    plain = {"job_id": lease.job_id, "owner": lease.owner, "attempt": lease.attempt}
    other = Lease(**(plain | foreign))
    with store.writing() as db:
        assert jobs.standing(db, other) is None
        assert not jobs.renew(db, other, at=LATER, until=LATER)
        assert not jobs.report(db, other, [Progress(elapsed_s=1, price_ore=9, planned=1)], searched_s=9, best="{}")
        assert not jobs.requeue(db, other)
        assert not jobs.give_back(db, other)
        assert not jobs.finish(db, other, JobState.DONE, at=NOW, plan_id="p9")
        assert jobs.expired(db, at=LATER) == (lease,)
        assert jobs.standing(db, lease).best is None
    one = seen(store)
    assert (one.state, one.progress, one.plan_id, one.searched_s) == (JobState.RUNNING, (), None, 0)


def test_an_ended_run_is_nobodys(store):
    queued(store, "j1")
    lease = claimed(store)
    with store.writing() as db:
        jobs.finish(db, lease, JobState.FAILED, at=NOW)
        assert jobs.standing(db, lease) is None
        assert not jobs.requeue(db, lease)
        assert jobs.expired(db, at=LATER) == ()


def test_the_active_run_of_a_day_is_found(store):
    queued(store, "j1")
    with store.writing() as db:
        assert jobs.active_on(db, DAY).job_id == "j1"
        assert jobs.active_on(db, DAY + timedelta(days=1)) is None
    lease = claimed(store)
    with store.writing() as db:
        jobs.finish(db, lease, JobState.DONE, at=NOW)
        assert jobs.active_on(db, DAY) is None
