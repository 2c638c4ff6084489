"""Another day for what is left out: crews and chains too, in that day's draft, with its hours, for its price."""

from dataclasses import replace
from datetime import timedelta

import pytest

from planner import planning, store
from planner.desk import other_day, triage
from planner.desk import plan as plan_desk
from planner.desk.snapshot import built_for
from planner.model.errors import InputError, StaleError
from planner.model.request import Predecessor, Promise, TimeWindow
from planner.model.words import PromiseKind
from tests.desk.firm import DANA, DAY, MAJA, at, fill, request

NEXT = DAY + timedelta(days=1)


def left(desk, day=DAY, plan_id="p1", *, without=("R1",)):
    """The day planned without a search, but for some visits."""
    built = built_for(desk, day)
    found = planning.baseline_solution(built.problem)
    routes = tuple(replace(r, visit_ids=tuple(v for v in r.visit_ids if v not in without)) for r in found.routes)
    plan = planning.judged_plan(
        built.problem, replace(found, routes=routes), plan_id=plan_id, created_at=desk.clock(),
        left_out=built.left_out, complete=False,
    )  # fmt: skip
    with desk.store.writing() as db:
        return store.plans.add(db, plan)


def stored(desk, request_id="R1"):
    return triage.get_request(desk, MAJA, request_id)


def test_days_on_which_it_fits_are_offered_the_cheapest_first_and_nothing_is_saved(desk):
    fill(desk, request("R1"), people=("T01",))
    left(desk)
    before = stored(desk)
    found = other_day.other_days(desk, DANA, "p1", "R1")
    assert len(found) == 3
    assert [one.cost_ore for one in found] == sorted(one.cost_ore for one in found)
    assert found[0].day == NEXT
    assert all(one.day.isoweekday() <= 5 for one in found)  # nobody works on a Saturday
    assert stored(desk) == before


def test_its_price_is_what_it_adds_there_less_what_leaving_it_out_costs_here(desk):
    fill(desk, request("R1"), people=("T01",))
    plan = left(desk)
    dropped = {one.term: one.ore for one in plan.price.terms}
    (offer, *_) = other_day.other_days(desk, DANA, "p1", "R1")
    other_day.move_to_day(desk, DANA, "p1", "R1", offer.day)
    alone = left(desk, NEXT, "n1", without=())
    assert alone.stop_of("R1") is not None
    assert offer.cost_ore == alone.price.total_ore - sum(dropped.values())


def test_moved_it_stands_in_that_days_draft_and_this_day_lists_it_no_more(desk):
    fill(desk, request("R1"), request("R2", earliest_date=NEXT), people=("T01",))
    left(desk)
    left(desk, NEXT, "n1", without=("R1",))
    draft = other_day.move_to_day(desk, DANA, "p1", "R1", NEXT)
    assert (draft.version, draft.parent) == (2, "n1")
    assert {one.request_id for one in draft.stops if one.request_id} == {"R1", "R2"}
    today = plan_desk.current_plan(desk, MAJA, DAY)
    assert (today.version, today.unassigned, today.price.total_ore) == (2, (), 0)
    assert stored(desk).earliest_date == NEXT


def test_a_day_without_a_plan_takes_it_up_when_it_is_planned(desk):
    fill(desk, request("R1"), people=("T01",))
    left(desk)
    assert other_day.move_to_day(desk, DANA, "p1", "R1", NEXT) is None
    assert left(desk, NEXT, "n1", without=()).stop_of("R1") is not None


def test_fixed_times_move_along_at_the_same_hours(desk):
    window = TimeWindow(earliest_start=at(10), latest_start=at(11))
    fill(desk, request("R1", time_windows=(window,)), people=("T01",))
    left(desk)
    other_day.move_to_day(desk, DANA, "p1", "R1", NEXT)
    (moved,) = stored(desk).time_windows
    assert (moved.earliest_start, moved.latest_start) == (at(10, day=NEXT), at(11, day=NEXT))


def test_a_crew_moves_as_a_whole(desk):
    fill(desk, request("R1", crew_size=2))
    left(desk, without=("R1", "R1/2"))
    left(desk, NEXT, "n1", without=("R1", "R1/2"))
    (offer, *_) = other_day.other_days(desk, DANA, "p1", "R1")
    assert len(offer.people) == 2
    draft = other_day.move_to_day(desk, DANA, "p1", "R1", NEXT)
    assert len(draft.crew_of("R1")) == 2


def test_what_follows_on_a_visit_of_today_may_come_on_another_day(desk):
    fill(desk, request("R1", predecessors=(Predecessor(request_id="R2"),)), request("R2"), people=("T01",))
    plan = left(desk)
    plan_desk.publish(desk, DANA, plan.plan_id)
    (offer, *_) = other_day.other_days(desk, DANA, "p1", "R1")
    assert offer.day == NEXT


def test_a_promised_time_is_not_moved(desk):
    fill(desk, request("R1"), people=("T01",))
    left(desk)
    promise = Promise(kind=PromiseKind.TOLD, earliest=at(8), latest=at(9))
    with desk.store.writing() as db:
        store.requests.save(db, store.requests.get(db, "R1").replace(promise=promise))
    with pytest.raises(InputError) as refused:
        other_day.other_days(desk, DANA, "p1", "R1")
    assert refused.value.message.key == "curing.promised"


def test_what_is_planned_is_not_moved_and_a_day_without_people_is_none(desk):
    fill(desk, request("R1"), request("R2"), people=("T01",))
    left(desk)
    with pytest.raises(InputError) as refused:
        other_day.other_days(desk, DANA, "p1", "R2")
    assert refused.value.message.key == "curing.outdated"
    with pytest.raises(InputError) as refused:
        other_day.move_to_day(desk, DANA, "p1", "R1", DAY + timedelta(days=4))
    assert refused.value.message.key == "curing.not_that_day"


def test_a_plan_that_is_not_the_newest_moves_nothing(desk):
    fill(desk, request("R1"), people=("T01",))
    plan = left(desk)
    with desk.store.writing() as db:
        store.plans.add(db, plan.replace(plan_id="p2"))
    with pytest.raises(StaleError):
        other_day.move_to_day(desk, DANA, "p1", "R1", NEXT)
