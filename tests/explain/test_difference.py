"""How two plans differ."""

from datetime import timedelta

from planner.explain import difference
from planner.model.price import Price, PriceItem
from planner.model.words import StopKind
from tests.store.rows import plan, stop


def later(minutes, **changes):
    one = stop(**changes)
    return stop(start=one.start + timedelta(minutes=minutes), **changes)


def test_the_same_plan_has_no_difference_but_its_price():
    found = difference(plan("p1"), plan("p2"))
    assert (found.moved, found.added, found.dropped) == ((), (), ())
    assert (found.before_ore, found.after_ore) == (312, 312)


def test_another_time_or_another_technician_is_a_move():
    for other in (later(1), stop(technician_id="T02", duty_id="T02:1")):
        (moved,) = difference(plan("p1"), plan("p2", other)).moved
        assert (moved.before, moved.after) == (stop(), other)


def test_less_than_a_minute_is_no_move():
    assert difference(plan("p1"), plan("p2", later(0.9))).moved == ()


def test_what_only_one_of_them_has_is_added_or_dropped_in_order_of_time():
    early, late = later(-30, visit_id="a"), stop("z", kind=StopKind.REMOTE)
    found = difference(plan("p1", stop("gone")), plan("p2", late, early))
    assert [one.visit_id for one in found.added] == ["a", "z"]
    assert [one.visit_id for one in found.dropped] == ["gone"]


def test_against_nothing_everything_is_added():
    price = Price(items=(PriceItem(term="drive_time", units=18_000 * 5, quantity=1),))
    found = difference(None, plan("p1", price=price))
    assert ([one.visit_id for one in found.added], found.before_ore, found.after_ore) == (["007"], None, 5)


def test_breaks_are_no_work():
    pause = stop(None, kind=StopKind.BREAK, request_id=None)
    assert difference(plan("p1"), plan("p2", stop(), pause)).added == ()
