"""Requests that name others: those have to exist, and none may wait for the request in turn."""

from planner.desk import ordering
from planner.model.message import message
from planner.model.request import Predecessor
from tests.desk.firm import DANA, fill, request


def after(*ids):
    return {"predecessors": tuple(Predecessor(request_id=one) for one in ids)}


def test_a_request_may_come_after_others_that_exist(desk):
    fill(desk, request("R1"), request("R2", **after("R1")))
    assert ordering.wrong_order(desk, DANA, request("R3", **after("R1", "R2"))) is None


def test_a_predecessor_nobody_knows_is_named(desk):
    fill(desk, request("R1"))
    found = ordering.wrong_order(desk, DANA, request("R3", **after("R1", "R9")))
    assert found == message("desk.no_such_request", value="R9")


def test_what_is_not_stored_yet_exists_too(desk):
    fill(desk)
    assert ordering.wrong_order(desk, DANA, request("R3", **after("R9")), others=[request("R9")]) is None


def test_a_request_may_not_wait_for_itself_by_way_of_others(desk):
    fill(desk, request("R1"), request("R2", **after("R1")), request("R3", **after("R2")))
    found = ordering.wrong_order(desk, DANA, request("R1", **after("R3")))
    assert found == message("desk.waits_in_turn", value="R2")
    assert ordering.wrong_order(desk, DANA, request("R1", **after("R2"))) == message("desk.waits_in_turn", value="R2")


def test_a_ring_of_others_is_no_endless_search(desk):
    fill(desk, request("R1", **after("R2")), request("R2", **after("R1")))
    assert ordering.wrong_order(desk, DANA, request("R3", **after("R1"))) is None


def test_the_request_whose_technician_comes_again_has_to_exist(desk):
    fill(desk, request("R1"))
    assert ordering.wrong_order(desk, DANA, request("R2", same_technician_as="R1")) is None
    found = ordering.wrong_order(desk, DANA, request("R2", same_technician_as="R7"))
    assert found == message("desk.no_such_request", value="R7")
