"""One attempt from start to end, in this process with a search made to measure."""

import threading
import time

import pytest

from planner import planning, store, worker
from planner.desk import jobs, watch
from planner.desk import plan as plan_desk
from planner.desk.queue import runs_of
from planner.model.codec import dumps
from planner.model.errors import ServiceError
from planner.model.job import JobState, Lease
from planner.model.message import message
from planner.model.solution import Route, Solution
from tests.desk.firm import DANA, DAY, MAJA, drafted, fill, filled, request

ONE = Solution(routes=(Route(duty_id=f"T01:{DAY}:0800", visit_ids=("R1",)),))


@pytest.fixture
def job(desk, monkeypatch):
    """A run that waits; `attempt` takes it up in this process."""
    monkeypatch.setenv("PLANNER_WORKERS", "0")
    return plan_desk.start_planning(filled(desk), DANA, DAY, time_limit_s=1, seed=3)


def attempt(desk, lease=None):
    """Claim the run that waits and work on it to its end."""
    runs = runs_of(desk)
    if lease is None:
        (lease,) = runs.claim(at_once=1)
    return worker.run(runs, lease)


def claimed(desk):
    (lease,) = runs_of(desk).claim(at_once=1)
    return lease


def known(desk, lease, best=ONE, searched_s=0.25):
    """An attempt that was lost after it had found something."""
    with desk.store.writing() as db:
        assert store.jobs.report(db, lease, searched_s=searched_s, best=dumps(best))
    assert runs_of(desk).lost(lease)


def search(monkeypatch, do):
    """Put a search in the place of the real one: `do` is told progress, stop and problem. Returns what it was given."""
    given = []

    def plan_problem(problem, *, on_progress, should_stop, plan_id, created_at, created_by, left_out, notes, **rest):
        given.append(rest)
        do(on_progress, should_stop, problem)
        plan = planning.baseline(problem, plan_id=plan_id, created_at=created_at)
        unassigned = (*plan.unassigned, *left_out)
        return plan.replace(created_by=created_by, unassigned=unassigned, notes=notes)

    monkeypatch.setattr(planning, "plan_problem", plan_problem)
    return given


def better(on_progress, price_ore, *visit_ids):
    on_progress(Solution(routes=(Route(duty_id="T01", visit_ids=visit_ids),)), price_ore * 18_000)


def outcome(desk, job):
    return plan_desk.get_job(desk, MAJA, job.job_id)


def test_a_run_ends_with_a_new_draft_version_that_knows_its_parent(desk, job, monkeypatch):
    with desk.store.writing() as db:
        store.jobs.cancel(db, job.job_id, at=desk.clock())
    drafted(desk, "before")
    job = plan_desk.start_planning(desk, DANA, DAY, time_limit_s=1)
    search(monkeypatch, lambda on_progress, _stop, _problem: better(on_progress, 500, "R1", "fetched", "R2"))
    assert attempt(desk) is JobState.DONE
    done, plan = outcome(desk, job), plan_desk.current_plan(desk, MAJA, DAY)
    assert (done.state, done.plan_id, done.error) == (JobState.DONE, plan.plan_id, None)
    assert (plan.version, plan.parent, plan.created_by, plan.status.value) == (2, "before", "Dana", "draft")
    assert [(one.price_ore, one.planned) for one in done.progress] == [(500, 2)]
    assert done.started_at <= done.ended_at


def test_what_could_not_be_posed_is_in_the_plan(desk, monkeypatch):
    monkeypatch.setenv("PLANNER_WORKERS", "0")
    fill(desk, request("R1"), request("nowhere", place=None))
    plan_desk.start_planning(desk, DANA, DAY)
    search(monkeypatch, lambda *_: None)
    attempt(desk)
    (left,) = plan_desk.current_plan(desk, MAJA, DAY).unassigned
    assert (left.request_id, left.reasons[0].code) == ("nowhere", "place")


def test_progress_is_throttled_and_its_last_word_is_kept(desk, job, monkeypatch):
    def many(on_progress, _stop, _problem):
        for price in range(1_000, 0, -1):
            better(on_progress, price, "R1")

    writes = []
    report = store.jobs.report
    monkeypatch.setattr(store.jobs, "report", lambda *given, **more: (writes.append(1), report(*given, **more))[1])
    search(monkeypatch, many)
    attempt(desk)
    steps = outcome(desk, job).progress
    assert steps[-1].price_ore == 1
    assert len(writes) <= 10
    assert [one.price_ore for one in steps] == sorted((one.price_ore for one in steps), reverse=True)


def test_a_cancelled_run_keeps_the_best_plan_found(desk, job, monkeypatch):
    def until_cancelled(on_progress, should_stop, _problem):
        better(on_progress, 900, "R1")
        plan_desk.cancel_job(desk, DANA, job.job_id)
        deadline = time.monotonic() + 60
        while not should_stop():
            assert time.monotonic() < deadline
            time.sleep(0.01)

    search(monkeypatch, until_cancelled)
    assert attempt(desk) is JobState.CANCELLED
    assert outcome(desk, job).plan_id == plan_desk.current_plan(desk, MAJA, DAY).plan_id


def test_a_run_cancelled_before_it_found_anything_leaves_no_plan(desk, job, monkeypatch):
    search(monkeypatch, lambda _progress, _stop, _problem: plan_desk.cancel_job(desk, DANA, job.job_id))
    assert attempt(desk) is JobState.CANCELLED
    assert outcome(desk, job).plan_id is None
    assert plan_desk.current_plan(desk, MAJA, DAY) is None


def test_the_database_is_asked_rarely_however_often_the_solver_asks(desk, job, monkeypatch):
    looks = []
    look = store.jobs.standing
    monkeypatch.setattr(store.jobs, "standing", lambda db, lease: (looks.append(1), look(db, lease))[1])

    def ask(_progress, should_stop, _problem):
        begun = time.monotonic()
        while time.monotonic() - begun < 0.6:
            should_stop()

    search(monkeypatch, ask)
    attempt(desk)
    assert 2 <= len(looks) <= 6


def test_a_run_that_breaks_says_so_in_words_and_the_rest_in_its_log(desk, job, monkeypatch, caplog):
    def breaks(*_):
        raise RuntimeError("secret detail")

    search(monkeypatch, breaks)
    assert attempt(desk) is JobState.FAILED
    failed = outcome(desk, job)
    assert failed.error == message("desk.planning_failed")
    assert "secret detail" in caplog.text
    assert plan_desk.current_plan(desk, MAJA, DAY) is None


def test_an_error_made_for_people_is_passed_on(desk, job, monkeypatch):
    def refuses(*_):
        raise ServiceError(message("store.unavailable"))

    search(monkeypatch, refuses)
    assert attempt(desk) is JobState.FAILED
    assert outcome(desk, job).error == message("store.unavailable")


def test_an_attempt_that_lost_its_lease_leaves_no_plan_and_the_next_one_does(desk, job, monkeypatch):
    lease, taken = claimed(desk), []

    def taken_over(on_progress, should_stop, _problem):
        better(on_progress, 900, "R1")
        if not taken:
            assert runs_of(desk).lost(lease)
            taken.append(claimed(desk))
            assert should_stop()

    search(monkeypatch, taken_over)
    assert attempt(desk, lease) is None
    assert outcome(desk, job).state is JobState.RUNNING
    assert plan_desk.current_plan(desk, MAJA, DAY) is None
    assert attempt(desk, taken[0]) is JobState.DONE
    assert [one.version for one in plan_desk.list_plans(desk, MAJA, DAY)] == [1]


def test_the_heartbeat_tells_an_attempt_that_its_lease_is_gone(desk, job, monkeypatch):
    monkeypatch.setattr(watch, "_BEAT_S", 0.02)
    monkeypatch.setattr(watch, "_LOOK_S", 60)
    lease = claimed(desk)

    def taken_over(_progress, should_stop, _problem):
        runs_of(desk).lost(lease)
        deadline = time.monotonic() + 60
        while not should_stop():
            assert time.monotonic() < deadline
            time.sleep(0.01)

    search(monkeypatch, taken_over)
    assert attempt(desk, lease) is None


def test_the_lease_is_renewed_while_the_search_is_silent(desk, job, monkeypatch):
    monkeypatch.setattr(watch, "_BEAT_S", 0.02)
    lease, renewals, renew = claimed(desk), threading.Event(), store.jobs.renew
    monkeypatch.setattr(
        store.jobs, "renew", lambda *a, **k: (renew(*a, **k), k["searched_s"] > 0.02 and renewals.set())[0]
    )
    search(monkeypatch, lambda *_: renewals.wait(60))
    assert attempt(desk, lease) is JobState.DONE
    assert renewals.is_set()


def test_the_best_solution_is_kept_at_once_and_then_now_and_then(desk, job, monkeypatch):
    lease, kept = claimed(desk), []

    def found(on_progress, _stop, _problem):
        for number in range(30):
            better(on_progress, 900 - number, "R1")
            with desk.store.reading() as db:
                kept.append(store.jobs.standing(db, lease).best)

    search(monkeypatch, found)
    attempt(desk, lease)
    assert kept[0] is not None
    assert len(set(kept)) == 1


def test_the_heartbeat_keeps_a_best_solution_that_came_too_soon_after_the_last(desk, job, monkeypatch):
    monkeypatch.setattr(watch, "_BEAT_S", 0.02)
    monkeypatch.setattr(watch, "_KEEP_S", 0.05)
    lease = claimed(desk)

    def found(on_progress, _stop, _problem):
        better(on_progress, 900, "R1")
        better(on_progress, 800, "R1", "R2")
        deadline = time.monotonic() + 60
        while True:
            with desk.store.reading() as db:
                if "R2" in store.jobs.standing(db, lease).best:
                    return
            assert time.monotonic() < deadline
            time.sleep(0.01)

    search(monkeypatch, found)
    assert attempt(desk, lease) is JobState.DONE


def test_the_next_attempt_begins_with_the_best_so_far_in_the_time_that_is_left(desk, job, monkeypatch):
    known(desk, claimed(desk), searched_s=0.25)
    given = search(monkeypatch, lambda on_progress, _stop, _problem: better(on_progress, 500, "R1"))
    assert attempt(desk) is JobState.DONE
    assert (given[0]["start"], given[0]["time_limit_s"]) == (ONE, 1)
    assert outcome(desk, job).progress[0].elapsed_s >= 0.25


@pytest.mark.parametrize(("searched_s", "left_s"), [(4, 6), (9.8, 1), (30, 1)])
def test_an_attempt_has_the_time_that_is_left_and_a_second_at_least(desk, monkeypatch, searched_s, left_s):
    monkeypatch.setenv("PLANNER_WORKERS", "0")
    plan_desk.start_planning(filled(desk), DANA, DAY, time_limit_s=10)
    known(desk, claimed(desk), searched_s=searched_s)
    given = search(monkeypatch, lambda *_: None)
    attempt(desk)
    assert given[0]["time_limit_s"] == left_s


def test_a_day_that_is_planned_anew_begins_with_its_newest_version(desk, monkeypatch):
    monkeypatch.setenv("PLANNER_WORKERS", "0")
    filled(desk)
    newest = drafted(desk, "p1")
    plan_desk.start_planning(desk, DANA, DAY, time_limit_s=1)
    given = search(monkeypatch, lambda *_: None)
    attempt(desk)
    order = {route.duty_id: route.visit_ids for route in given[0]["start"].routes}
    assert order == {
        one.duty_id: tuple(s.visit_id for s in newest.of_duty(one.duty_id) if s.visit_id) for one in newest.technicians
    }
    assert any(order.values())


def test_the_first_plan_of_a_day_begins_with_nothing(desk, job, monkeypatch):
    given = search(monkeypatch, lambda *_: None)
    attempt(desk)
    assert given[0]["start"] is None


def test_after_the_third_lost_attempt_the_best_so_far_becomes_the_plan_without_a_search(desk, job, monkeypatch):
    for _ in range(jobs.ATTEMPTS):
        known(desk, claimed(desk))
    given = search(monkeypatch, lambda *_: None)
    assert attempt(desk) is JobState.FAILED
    failed, plan = outcome(desk, job), plan_desk.current_plan(desk, MAJA, DAY)
    assert given == []
    assert (failed.plan_id, failed.error) == (plan.plan_id, message("jobs.kept", attempts=3))
    # R1 was the best so far; R2 still fits and is put in before anybody judges.
    assert {stop.visit_id for stop in plan.visit_stops} == {"R1", "R2"}
    assert plan.violations == ()
    assert plan.price.total_ore > 0


def test_a_cancelled_run_that_is_taken_up_again_is_judged_without_a_search(desk, job, monkeypatch):
    lease = claimed(desk)
    plan_desk.cancel_job(desk, DANA, job.job_id)
    known(desk, lease)
    given = search(monkeypatch, lambda *_: None)
    assert attempt(desk) is JobState.CANCELLED
    assert given == []
    assert outcome(desk, job).plan_id == plan_desk.current_plan(desk, MAJA, DAY).plan_id


def test_a_search_that_breaks_after_it_found_something_still_gives_a_plan(desk, job, monkeypatch):
    def breaks(on_progress, _stop, _problem):
        on_progress(ONE, 900)
        raise RuntimeError("secret detail")

    search(monkeypatch, breaks)
    assert attempt(desk) is JobState.FAILED
    failed, plan = outcome(desk, job), plan_desk.current_plan(desk, MAJA, DAY)
    assert (failed.error, failed.plan_id) == (message("jobs.kept_broken"), plan.plan_id)
    assert plan.stop_of("R1")


@pytest.mark.parametrize("foreign", [{"owner": "other"}, {"attempt": 7}, {"job_id": "unknown"}, {"job_id": ""}])
def test_a_run_nobody_claimed_is_left_alone(desk, job, foreign):
    lease = claimed(desk)
    plain = {"job_id": lease.job_id, "owner": lease.owner, "attempt": lease.attempt}
    assert attempt(desk, Lease(**(plain | foreign))) is None
    assert outcome(desk, job).state is JobState.RUNNING
