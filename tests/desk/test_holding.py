"""Locks and splits from the board: the request says so, the plan stands as it stood."""

from datetime import timedelta

import pytest

from planner.desk import audit, holding, triage
from planner.desk import plan as plan_desk
from planner.model.errors import InputError, StaleError
from planner.model.words import LockKind, RequestStatus
from tests.desk.firm import ADAM, DANA, DAY, SOLNA, drafted, fill, request


@pytest.fixture
def firm(desk):
    fill(desk, request("R1"), request("R2", place=SOLNA, service_min=90))
    return desk, drafted(desk, "p1")


def stored(desk, request_id):
    return triage.get_request(desk, DANA, request_id)


@pytest.mark.parametrize("kind", [one for one in LockKind if one is not LockKind.NONE])
def test_a_lock_says_who_and_when_as_it_stands_and_moves_nothing(firm, kind):
    desk, plan = firm
    stop = plan.stop_of("R1")
    made = holding.hold(desk, DANA, "p1", "R1", kind)
    lock = stored(desk, "R1").lock
    assert lock.kind is kind
    assert lock.technician_id == (stop.technician_id if kind in (LockKind.TECHNICIAN, LockKind.BOTH) else None)
    room = timedelta(minutes=holding.ROOM_MIN if kind is LockKind.TIME_RANGE else 0)
    timed = kind in (LockKind.TIME, LockKind.BOTH, LockKind.TIME_RANGE)
    minute = stop.start.replace(second=0)
    last = minute + timedelta(seconds=59)
    times = (minute, None) if kind is LockKind.EARLIEST else (minute - room, last + room) if timed else (None, None)
    assert (lock.earliest, lock.latest) == times
    assert made.version == 2
    assert made.stop_of("R1").locked is (kind is not LockKind.EARLIEST)
    assert made.violations == ()
    assert [(one.visit_id, one.start) for one in made.stops] == [(one.visit_id, one.start) for one in plan.stops]


@pytest.mark.parametrize("kind", LockKind)
def test_a_lock_that_is_there_makes_no_version_and_nothing_in_the_log(firm, kind):
    desk, _ = firm
    held = holding.hold(desk, DANA, "p1", "R1", kind)
    known = audit.entries(desk, ADAM)
    assert holding.hold(desk, DANA, held.plan_id, "R1", kind) == held
    assert plan_desk.current_plan(desk, DANA, DAY) == held
    assert held.version == (1 if kind is LockKind.NONE else 2)
    assert audit.entries(desk, ADAM) == known


def test_a_lock_is_let_go(firm):
    desk, _ = firm
    held = holding.hold(desk, DANA, "p1", "R1", LockKind.BOTH)
    free = holding.hold(desk, DANA, held.plan_id, "R1", LockKind.NONE)
    assert not free.stop_of("R1").locked
    assert stored(desk, "R1").lock.kind is LockKind.NONE


def test_a_split_visit_is_two_that_follow_on_each_other(firm):
    desk, _ = firm
    made = holding.split(desk, DANA, "p1", "R2", 30)
    first, second = stored(desk, "R2"), stored(desk, "R2-2")
    assert (first.service_min, second.service_min) == (30, 60)
    assert [one.request_id for one in second.predecessors] == ["R2"]
    parts = [made.stop_of(one) for one in ("R2", "R2-2")]
    assert all(parts)
    assert parts[1].start >= parts[0].end
    assert sum(one.work_s for one in parts) == 90 * 60
    assert made.violations == ()


@pytest.mark.parametrize(("minutes", "goes"), [(9, False), (10, True), (80, True), (81, False)])
def test_no_part_is_shorter_than_ten_minutes(firm, minutes, goes):
    desk, _ = firm
    if goes:
        assert holding.split(desk, DANA, "p1", "R2", minutes).version == 2
        return
    with pytest.raises(InputError) as refused:
        holding.split(desk, DANA, "p1", "R2", minutes)
    assert refused.value.message.key == "holding.too_short"
    assert stored(desk, "R2-2") is None


def test_a_second_split_finds_a_name_that_is_free(firm):
    desk, _ = firm
    made = holding.split(desk, DANA, "p1", "R2", 30)
    holding.split(desk, DANA, made.plan_id, "R2", 10)
    assert stored(desk, "R2-3").service_min == 20


def test_crews_are_not_split(desk):
    fill(desk, request("R1", crew_size=2))
    drafted(desk, "p1")
    with pytest.raises(InputError) as refused:
        holding.split(desk, DANA, "p1", "R1", 20)
    assert refused.value.message.key == "holding.no_split"


def test_a_crew_is_held_with_all_who_come(desk):
    fill(desk, request("R1", crew_size=2))
    plan = drafted(desk, "p1")
    holding.hold(desk, DANA, "p1", "R1", LockKind.BOTH)
    lock = stored(desk, "R1").lock
    assert [lock.technician_id, *lock.others] == [one.technician_id for one in plan.crew_of("R1")]


def test_what_is_under_way_is_not_held(firm):
    desk, _ = firm
    triage.save_request(desk, DANA, stored(desk, "R1").replace(status=RequestStatus.ON_SITE))
    with pytest.raises(InputError) as refused:
        holding.hold(desk, DANA, "p1", "R1", LockKind.TIME)
    assert refused.value.message.key == "curing.under_way"


def test_an_older_version_is_refused(firm):
    desk, _ = firm
    holding.hold(desk, DANA, "p1", "R1", LockKind.TIME)
    with pytest.raises(StaleError):
        holding.hold(desk, DANA, "p1", "R2", LockKind.TIME)
    assert plan_desk.current_plan(desk, DANA, DAY).version == 2
