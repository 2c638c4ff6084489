"""Undo and redo of a day: order, locks, splits and what was allowed go back and come again; what others did stays."""

from datetime import timedelta

import pytest

from planner import store
from planner.desk import curing, holding, moving, triage, undoing
from planner.desk import plan as plan_desk
from planner.desk.exceptions import DayExceptions, allowed_on, save_exceptions
from planner.desk.moving import Move
from planner.desk.unit import changing
from planner.model.errors import InputError
from planner.model.words import LockKind, RequestStatus
from tests.desk.firm import DANA, DAY, MAJA, SOLNA, at, drafted, fill, request


@pytest.fixture
def firm(desk):
    fill(desk, request("R1"), request("R2", place=SOLNA, service_min=90), request("R3"))
    return desk, drafted(desk, "p1")


def order(desk):
    plan = plan_desk.current_plan(desk, DANA, DAY)
    return {one.duty_id: tuple(s.visit_id for s in plan.of_duty(one.duty_id) if s.visit_id) for one in plan.technicians}


def stored(desk, request_id):
    return triage.get_request(desk, DANA, request_id)


def out(desk, visit_id):
    return moving.move(desk, DANA, plan_desk.current_plan(desk, DANA, DAY).plan_id, [Move(visit_id=visit_id)])


def test_steps_are_taken_back_one_by_one_and_made_again(firm):
    desk, _ = firm
    seen = [order(desk)]
    for visit_id in ("R1", "R2", "R3"):
        out(desk, visit_id)
        seen.append(order(desk))
    for before in reversed(seen[:-1]):
        undoing.go_back(desk, DANA, DAY)
        assert order(desk) == before
    assert undoing.steps(desk, DANA, DAY).back is None
    for after in seen[1:]:
        undoing.go_on(desk, DANA, DAY)
        assert order(desk) == after
    assert undoing.steps(desk, DANA, DAY).on is None
    assert plan_desk.current_plan(desk, DANA, DAY).version == 10  # nothing of the history is gone


def test_back_on_back_is_back(firm):
    desk, _ = firm
    start = order(desk)
    out(desk, "R1")
    for call in (undoing.go_back, undoing.go_on, undoing.go_back):
        call(desk, DANA, DAY)
    assert order(desk) == start


def test_whoever_goes_another_way_cannot_go_on(firm):
    desk, _ = firm
    out(desk, "R1")
    undoing.go_back(desk, DANA, DAY)
    out(desk, "R2")
    assert undoing.steps(desk, DANA, DAY).on is None
    with pytest.raises(InputError) as refused:
        undoing.go_on(desk, DANA, DAY)
    assert refused.value.message.key == "undoing.nothing"


def test_the_first_version_has_nothing_before_it(firm):
    desk, _ = firm
    with pytest.raises(InputError):
        undoing.go_back(desk, DANA, DAY)


def test_a_lock_goes_back_and_comes_again_with_its_plan(firm):
    desk, _ = firm
    holding.hold(desk, DANA, "p1", "R1", LockKind.BOTH)
    locked = stored(desk, "R1").lock
    back = undoing.go_back(desk, DANA, DAY)
    assert stored(desk, "R1").lock.kind is LockKind.NONE
    assert not back.plan.stop_of("R1").locked
    on = undoing.go_on(desk, DANA, DAY)
    assert stored(desk, "R1").lock == locked
    assert on.plan.stop_of("R1").locked


def test_a_wish_that_was_kept_goes_back(firm):
    desk, _ = firm
    curing.apply_wish(desk, DANA, "p1", "R1", earliest=at(14), latest=at(15))
    undoing.go_back(desk, DANA, DAY)
    assert stored(desk, "R1").lock.kind is LockKind.NONE


def test_a_split_is_joined_again_and_split_again(firm):
    desk, _ = firm
    holding.split(desk, DANA, "p1", "R2", 30)
    back = undoing.go_back(desk, DANA, DAY)
    assert stored(desk, "R2").service_min == 90
    assert stored(desk, "R2-2").status is RequestStatus.CANCELLED
    assert back.plan.stop_of("R2").work_s == 90 * 60
    assert back.plan.stop_of("R2-2") is None
    on = undoing.go_on(desk, DANA, DAY)
    assert [on.plan.stop_of(one).work_s for one in ("R2", "R2-2")] == [30 * 60, 60 * 60]


def test_what_somebody_changed_since_stays_and_is_named(firm):
    desk, _ = firm
    holding.hold(desk, DANA, "p1", "R1", LockKind.BOTH)
    other = stored(desk, "R1")
    later = other.lock.latest + timedelta(hours=1)
    triage.save_request(desk, DANA, other.replace(title="Ny titel", lock=type(other.lock)(
        kind=LockKind.TIME_RANGE, earliest=other.lock.earliest, latest=later)))  # fmt: skip
    back = undoing.go_back(desk, DANA, DAY)
    (said,) = back.kept
    assert said.key == "undoing.kept"
    assert (stored(desk, "R1").lock.kind, stored(desk, "R1").title) == (LockKind.TIME_RANGE, "Ny titel")


def test_a_field_nobody_touched_goes_back_though_another_was_changed(firm):
    desk, _ = firm
    holding.hold(desk, DANA, "p1", "R1", LockKind.BOTH)
    triage.save_request(desk, DANA, stored(desk, "R1").replace(title="Ny titel"))
    back = undoing.go_back(desk, DANA, DAY)
    assert back.kept == ()
    assert (stored(desk, "R1").lock.kind, stored(desk, "R1").title) == (LockKind.NONE, "Ny titel")


def test_what_was_allowed_on_the_day_is_taken_back_with_the_step(firm):
    desk, plan = firm
    allowed = DayExceptions(overtime=((plan.technicians[0].duty_id, 90),))
    with changing(desk, "curing.apply_cure", by=DANA) as db:
        save_exceptions(db, DAY, allowed)
        store.plans.add(db, plan.replace(plan_id="p2"))
    undoing.go_back(desk, DANA, DAY)
    with desk.store.reading() as db:
        assert allowed_on(db, DAY) == DayExceptions()
    undoing.go_on(desk, DANA, DAY)
    with desk.store.reading() as db:
        assert allowed_on(db, DAY) == allowed


def test_a_step_says_what_it_was_and_whose(firm):
    desk, _ = firm
    out(desk, "R1")
    back = undoing.steps(desk, MAJA, DAY).back
    assert (back.call, back.name, back.target) == ("moving.move", "Dana", "p1")
