"""A visit moved by hand: tried at every place, made on the newest version, merged with a colleague's, never lost."""

from dataclasses import replace
from datetime import timedelta

import pytest

from planner.desk import handmade, holding, moving, receive, triage, undoing
from planner.desk import plan as plan_desk
from planner.desk.moving import Move
from planner.desk.snapshot import built_for
from planner.model.errors import InputError, NotAllowedError, StaleError
from planner.model.event import Actor
from planner.model.words import LockKind, Role
from tests.desk.firm import BO, DANA, DAY, MAJA, SOLNA, drafted, fill, request

EVA = Actor(actor_id="eva", name="Eva", role=Role.DISPATCHER)


@pytest.fixture
def firm(desk):
    """Four visits that both may do; the plan stands as it was put together, without a search."""
    fill(desk, *(request(f"R{n}", place=SOLNA if n % 2 else request().place) for n in range(1, 5)))
    return desk, drafted(desk, "p1")


def duty(desk, technician_id):
    return next(one.duty_id for one in built_for(desk, DAY).problem.duties if one.technician_id == technician_id)


def orders(plan):
    return {
        who: [one.visit_id for one in plan.of_technician(who) if one.visit_id]
        for who in sorted({one.technician_id for one in plan.technicians})
    }


def newest(desk):
    return plan_desk.current_plan(desk, DANA, DAY)


def to(desk, visit_id, technician_id, after=None):
    return Move(visit_id=visit_id, duty_id=duty(desk, technician_id), after=after)


def test_what_a_place_was_said_to_cost_is_what_the_plan_then_costs(firm):
    desk, plan = firm
    for visit in ("R1", "R4"):
        for who in ("T01", "T02"):
            for place in moving.places(desk, DANA, "p1", visit, who):
                order = [one for one in orders(plan)[who] if one != visit]
                order.insert(order.index(place.after) + 1 if place.after else 0, visit)
                judged = handmade.judge_order(desk, DANA, "p1", {place.duty_id: tuple(order)})
                assert place.added_ore == pytest.approx(judged.cost_ore, abs=3)
                assert place.start == judged.plan.stop_of(visit).start


def test_a_move_is_the_next_draft_with_the_visit_there(firm):
    desk, _ = firm
    made = moving.move(desk, DANA, "p1", [to(desk, "R1", "T02")])
    assert (made.version, made.parent, made.created_by) == (2, "p1", "Dana")
    assert orders(made)["T02"][0] == "R1"
    assert newest(desk).plan_id == made.plan_id


def test_a_visit_that_is_taken_out_is_left_out_with_a_reason(firm):
    desk, _ = firm
    made = moving.move(desk, DANA, "p1", [Move(visit_id="R2")])
    (left,) = made.unassigned
    assert (left.visit_id, bool(left.reasons)) == ("R2", True)
    back = moving.move(desk, DANA, made.plan_id, [to(desk, "R2", "T02")])
    assert back.unassigned == ()


def test_moves_of_two_dispatchers_who_saw_the_same_version_are_both_kept(firm):
    desk, _ = firm
    first = moving.move(desk, DANA, "p1", [to(desk, "R1", "T02")])
    second = moving.move(desk, EVA, "p1", [to(desk, "R2", "T02", after="R1")])
    assert (first.version, second.version) == (2, 3)
    assert {"R1", "R2"} <= set(orders(second)["T02"])


def test_a_visit_that_a_colleague_moved_meanwhile_is_not_moved_twice_unseen(firm):
    desk, _ = firm
    moving.move(desk, EVA, "p1", [Move(visit_id="R1")])
    with pytest.raises(StaleError) as refused:
        moving.move(desk, DANA, "p1", [to(desk, "R1", "T02")])
    assert refused.value.message.key == "moving.met_out"  # Eva took it out
    assert refused.value.theirs.version == 2
    assert newest(desk).version == 2
    moving.move(desk, EVA, newest(desk).plan_id, [to(desk, "R1", "T02")])
    shown = refused.value.theirs.plan_id
    with pytest.raises(StaleError) as refused:
        moving.move(desk, DANA, shown, [to(desk, "R1", "T01")])
    assert refused.value.message.key == "moving.met_in"


def test_a_visit_whose_neighbours_a_colleague_moved_still_goes_where_it_was_put(firm):
    desk, plan = firm
    who = next(one for one, order in orders(plan).items() if len(order) > 2)
    first, second, *_, last = orders(plan)[who]
    moving.move(desk, EVA, "p1", [Move(visit_id=second)])
    made = moving.move(desk, DANA, "p1", [to(desk, last, who, after=second)])  # second is gone: behind the first
    assert orders(made)[who][:2] == [first, last]


def test_a_burst_is_one_version_with_every_move_in_it(firm):
    desk, _ = firm
    made = moving.move(desk, DANA, "p1", [to(desk, f"R{n}", "T02", after=f"R{n - 1}" if n > 1 else None)
                                          for n in range(1, 5)])  # fmt: skip
    assert made.version == 2
    assert orders(made) == {"T01": [], "T02": ["R1", "R2", "R3", "R4"]}


def test_two_visits_change_places_and_back(firm):
    desk, plan = firm
    start = orders(plan)
    all_ones = [one for order in start.values() for one in order]
    made = moving.swap(desk, DANA, "p1", all_ones[0], all_ones[-1])
    there = {all_ones[0]: all_ones[-1], all_ones[-1]: all_ones[0]}
    assert orders(made) == {who: [there.get(one, one) for one in order] for who, order in start.items()}
    assert orders(moving.swap(desk, DANA, made.plan_id, all_ones[0], all_ones[-1])) == start


def test_the_plan_is_read_anew_once_the_day_is_another(firm):
    desk, _ = firm
    moving.places(desk, DANA, "p1", "R1", "T01")
    before = len(moving.places(desk, DANA, "p1", "R1", "T02"))
    receive.add_request(desk, DANA, request("R9"))
    assert moving.places(desk, DANA, "p1", "R9", "T01")
    assert len(moving.places(desk, DANA, "p1", "R1", "T02")) == before


@pytest.mark.parametrize(
    ("visit", "shift", "key"), [("R77", "T01", "handmade.unknown"), ("R1", "night", "handmade.no_duty")]
)
def test_what_the_day_does_not_have_is_refused_with_its_name(firm, visit, shift, key):
    desk, _ = firm
    duty_id = duty(desk, shift) if shift == "T01" else shift
    with pytest.raises(InputError) as refused:
        moving.move(desk, DANA, "p1", [Move(visit_id=visit, duty_id=duty_id)])
    assert refused.value.message.key == key
    assert newest(desk).version == 1


def test_an_older_version_is_not_asked_about(firm):
    desk, _ = firm
    moving.move(desk, DANA, "p1", [Move(visit_id="R1")])
    with pytest.raises(StaleError):
        moving.places(desk, DANA, "p1", "R2", "T01")


@pytest.mark.parametrize("who", [MAJA, BO])
def test_only_dispatchers_move(firm, who):
    desk, _ = firm
    with pytest.raises(NotAllowedError):
        moving.move(desk, who, "p1", [Move(visit_id="R1")])


def test_let_go_later_it_begins_no_sooner_and_undo_lets_go_of_the_time(firm):
    desk, plan = firm
    was = plan.stop_of("R1")
    later = was.start.replace(second=0) + timedelta(hours=3)
    (place,) = moving.place_at(desk, DANA, "p1", "R1", "T02", later)
    assert (place.earliest, place.start) == (later, later)
    one = Move(visit_id="R1", duty_id=place.duty_id, after=place.after, timed=True, earliest=place.earliest)
    made = moving.move(desk, DANA, "p1", [one])
    stop = made.stop_of("R1")
    assert (stop.technician_id, stop.start, stop.locked) == ("T02", later, False)
    assert made.price.total_ore - plan.price.total_ore == pytest.approx(place.added_ore, abs=3)
    lock = triage.get_request(desk, DANA, "R1").lock
    assert (lock.kind, lock.earliest, lock.latest) == (LockKind.EARLIEST, later, None)
    (again,) = moving.place_at(desk, DANA, made.plan_id, "R1", "T02", later)
    assert again.stands  # the day kept ready is the day as it is stored
    assert built_for(desk, DAY).problem.visit("R1").lock.wished_s is not None
    back = undoing.go_back(desk, DANA, DAY).plan
    assert back.stop_of("R1").start == was.start
    assert triage.get_request(desk, DANA, "R1").lock.kind is LockKind.NONE


def test_a_move_without_a_time_keeps_the_wish_and_a_locked_visit_gets_none(firm):
    desk, plan = firm
    later = plan.stop_of("R2").start.replace(second=0) + timedelta(hours=2)
    one = to(desk, "R2", "T01")
    made = moving.move(desk, DANA, "p1", [replace(one, timed=True, earliest=later)])
    kept = moving.move(desk, DANA, made.plan_id, [to(desk, "R2", "T02")])
    assert kept.stop_of("R2").start >= later
    freed = moving.move(desk, DANA, kept.plan_id, [replace(to(desk, "R2", "T02"), timed=True)])
    assert freed.stop_of("R2").start < later
    held = holding.hold(desk, DANA, freed.plan_id, "R2", LockKind.TECHNICIAN)
    with pytest.raises(InputError) as refused:
        moving.move(desk, DANA, held.plan_id, [replace(to(desk, "R2", "T02"), timed=True, earliest=later)])
    assert refused.value.message.key == "moving.held"


def test_everybodys_best_place_breaks_nothing_where_one_does_not_and_a_stale_plan_has_none(firm):
    desk, plan = firm
    found = moving.best_places(desk, DANA, plan, "R1", ["T01", "T02"])
    for who, best in found.items():
        every = moving.places(desk, DANA, "p1", "R1", who)
        assert (bool(best.broken), best.added_ore) == min((bool(one.broken), one.added_ore) for one in every)
    assert set(found) == {"T01", "T02"}
    moving.move(desk, DANA, "p1", [to(desk, "R1", "T02")])
    assert moving.best_places(desk, DANA, plan, "R1", ["T01"]) == {}


def timed(desk, visit_id, technician_id, earliest):
    return replace(to(desk, visit_id, technician_id), timed=True, earliest=earliest)


def test_another_start_that_a_colleague_set_meanwhile_is_not_overwritten_unseen(firm):
    desk, plan = firm
    who = plan.stop_of("R1").technician_id
    after = {one: order[order.index("R1") - 1] if order.index("R1") else None
             for one, order in orders(plan).items() if "R1" in order}[who]  # fmt: skip
    two, three = (plan.stop_of("R1").start.replace(second=0) + timedelta(hours=n) for n in (2, 3))
    stays = replace(to(desk, "R1", who, after=after), timed=True)
    hers = moving.move(desk, EVA, "p1", [replace(stays, earliest=two)])
    for wanted in (three, None):  # another time, or none
        with pytest.raises(StaleError) as refused:
            moving.move(desk, DANA, "p1", [replace(stays, earliest=wanted)])
        said = refused.value.message
        assert (said.key, dict(said.values)["name"], dict(said.values)["time"]) == ("moving.met_time", "Eva", two)
    assert triage.get_request(desk, DANA, "R1").lock.earliest == two
    assert newest(desk).plan_id == hers.plan_id
    same = moving.move(desk, DANA, "p1", [replace(stays, earliest=two)])  # both want the same
    other = moving.move(desk, DANA, "p1", [timed(desk, "R4", "T02", three)])  # another visit
    assert (same.version, other.version) == (3, 4)
    assert moving.move(desk, DANA, other.plan_id, [replace(stays, earliest=three)]).version == 5  # seen


def test_a_start_that_a_colleague_let_go_of_is_told_and_one_taken_back_is_not(firm):
    desk, plan = firm
    later = plan.stop_of("R1").start.replace(second=0) + timedelta(hours=2)
    shown = moving.move(desk, DANA, "p1", [timed(desk, "R1", "T02", later)])
    holding.hold(desk, EVA, shown.plan_id, "R1", LockKind.NONE)
    again = timed(desk, "R1", "T02", later + timedelta(hours=1))
    with pytest.raises(StaleError) as refused:
        moving.move(desk, DANA, shown.plan_id, [again])
    assert refused.value.message.key == "moving.met_freed"
    undoing.go_back(desk, EVA, DAY)
    made = moving.move(desk, DANA, shown.plan_id, [again])
    assert made.stop_of("R1").start >= later + timedelta(hours=1)
