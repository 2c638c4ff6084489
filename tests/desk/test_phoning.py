"""Customers ticked off as phoned: a tick holds while the time they were told does, and can be taken back."""

from dataclasses import replace
from datetime import timedelta

import pytest

from planner import explain, store
from planner.desk import consequences, handmade, phoning, triage
from planner.desk import plan as plan_desk
from planner.desk.phoning import Phoned
from planner.model.errors import InputError, NotAllowedError
from planner.model.request import Lock, Promise
from planner.model.words import LockKind, PromiseKind
from tests.desk.firm import ANNA, DANA, DAY, MAJA, at, fill, published, request


@pytest.fixture
def changed(desk):
    """R1 was promised early; the published plan comes later."""
    fill(desk, request("R1"), request("R2"), people=("T01",))
    plan = published(desk)
    one = triage.get_request(desk, DANA, "R1")
    early = Promise(kind=PromiseKind.TOLD, earliest=at(7), latest=at(7, 5))
    triage.save_request(desk, DANA, one.replace(promise=early))
    return desk, plan


def ticked(desk):
    return phoning.phoned_on(desk, DANA, DAY, ("R1", "R2"))


def only(desk, plan):
    """The call to the customer of R1."""
    return next(one for one in consequences.calls_of(desk, DANA, plan.plan_id) if one.request_id == "R1")


def test_who_was_phoned_stands_with_the_time_they_were_told_and_by_whom(changed):
    desk, plan = changed
    assert ticked(desk) == {}
    assert not phoning.knows_of(None, only(desk, plan))
    phoning.mark_phoned(desk, DANA, plan.plan_id, "R1")
    (found,) = ticked(desk).values()
    assert (found.request_id, found.new, found.at) == ("R1", plan.stop_of("R1").start, desk.clock())
    assert found.by
    assert phoning.knows_of(found, only(desk, plan))


def test_a_tick_is_of_its_day(changed):
    desk, plan = changed
    phoning.mark_phoned(desk, DANA, plan.plan_id, "R1")
    assert phoning.phoned_on(desk, DANA, DAY + timedelta(days=1), ("R1",)) == {}


def test_a_tick_taken_back_is_gone_and_can_be_set_again(changed):
    desk, plan = changed
    phoning.mark_phoned(desk, DANA, plan.plan_id, "R1")
    phoning.take_back_phoned(desk, DANA, DAY, "R1")
    assert ticked(desk) == {}
    phoning.take_back_phoned(desk, DANA, DAY, "R1")
    phoning.mark_phoned(desk, DANA, plan.plan_id, "R1")
    assert set(ticked(desk)) == {"R1"}
    with desk.store.reading() as db:
        kinds = [one.type for one in store.events.find(db, request_ids=("R1",)) if one.type.startswith("customer.")]
    assert kinds == ["customer.phoned", "customer.phoned_undone", "customer.phoned"]


def moved(desk, plan, hour):
    """R1 is put to an hour, and that is published."""
    one = triage.get_request(desk, DANA, "R1")
    lock = Lock(kind=LockKind.TIME, earliest=at(hour), latest=at(hour))
    triage.save_request(desk, DANA, one.replace(lock=lock))
    draft = handmade.save_order(desk, DANA, plan.plan_id, {plan.stop_of("R1").duty_id: ("R2", "R1")})
    return plan_desk.publish(desk, DANA, draft.plan_id, instead_of=plan.plan_id)


def test_a_customer_whose_time_moves_again_has_to_be_phoned_again(desk):
    fill(desk, request("R1"), request("R2"), people=("T01",))
    first = moved(desk, published(desk), 14)
    phoning.mark_phoned(desk, DANA, first.plan_id, "R1")
    assert phoning.knows_of(ticked(desk)["R1"], only(desk, first))
    second = moved(desk, first, 15)
    assert only(desk, second).new == at(15)
    assert not phoning.knows_of(ticked(desk)["R1"], only(desk, second))


@pytest.mark.parametrize(
    ("told", "comes", "holds"),
    [
        (at(9), at(9, 14, day=DAY), True),
        (at(9), at(9, 15, day=DAY), False),
        (at(9), None, False),
        (None, at(9), False),
        (None, None, True),
    ],
)
def test_a_quarter_of_an_hour_needs_another_call(told, comes, holds):
    call = explain.Call(
        request_id="R1", customer="", title="", told="told", old=at(8), old_latest=at(8), new=comes
    )  # fmt: skip
    assert phoning.knows_of(Phoned(request_id="R1", new=told, by="Dana", at=at(8)), call) is holds


def test_who_needs_no_call_cannot_be_ticked_off(changed):
    desk, plan = changed
    for request_id in ("R2", "nobody"):
        with pytest.raises(InputError):
            phoning.mark_phoned(desk, DANA, plan.plan_id, request_id)
    assert ticked(desk) == {}


def test_only_the_desk_ticks_off(changed):
    desk, plan = changed
    for who in (ANNA, MAJA):
        with pytest.raises(NotAllowedError):
            phoning.mark_phoned(desk, who, plan.plan_id, "R1")
        with pytest.raises(NotAllowedError):
            phoning.take_back_phoned(desk, who, DAY, "R1")
        with pytest.raises(NotAllowedError):
            phoning.phoned_on(desk, who, DAY, ())


def test_the_clock_says_when(changed):
    desk, plan = changed
    later = replace(desk, clock=lambda: at(10, 12))
    assert phoning.mark_phoned(later, DANA, plan.plan_id, "R1").at == at(10, 12)
