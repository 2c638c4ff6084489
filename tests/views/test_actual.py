"""What happened follows from the reports; a report taken back never came."""

from datetime import timedelta

from planner.model.event import Event
from planner.views.actual import actuals
from tests.views.plans import clock, small_plan

PLAN = small_plan()


def _reports(*types, visit="V101", who=None):
    return [
        Event(client_uuid=f"{visit}{i}", at=clock(8) + timedelta(minutes=10 * i), recorded_at=clock(12),
              type=f"visit.{word}", request_id=visit, technician_id=who)
        for i, word in enumerate(types)
    ]  # fmt: skip


def test_work_lasts_from_arrival_to_done():
    (happened,) = actuals(_reports("en_route", "arrived", "started", "done"), PLAN).values()
    assert (happened.start, happened.end) == (clock(8) + timedelta(minutes=10), clock(8.5))
    assert happened.is_done
    assert not happened.is_under_way


def test_on_the_way_nothing_has_begun():
    (happened,) = actuals(_reports("en_route"), PLAN).values()
    assert (happened.start, happened.end, happened.is_under_way) == (None, None, True)


def test_taking_the_last_report_back_leaves_the_one_before():
    happened = actuals(_reports("arrived", "done", "undone"), PLAN)["V101"]
    assert happened.state == "visit.arrived"
    assert happened.end is None


def test_taking_the_only_report_back_leaves_nothing():
    assert actuals(_reports("arrived", "undone"), PLAN) == {}


def test_other_events_say_nothing_of_visits():
    other = Event(client_uuid="x", at=clock(8), recorded_at=clock(8), type="plan.published")
    assert actuals([other], PLAN) == {}


def test_that_somebody_else_is_on_the_way_says_nothing_of_a_visit_until_it_is_over():
    assert actuals(_reports("en_route", who="t2"), PLAN) == {}
    assert actuals(_reports("en_route", who="t1"), PLAN)["V101"].is_under_way
    assert actuals(_reports("arrived", "done", who="t2"), PLAN)["V101"].is_done
