"""Whom to phone: told and published appointments that a plan changes."""

from datetime import timedelta

import pytest

from planner.explain import calls
from planner.model.request import Promise, Request
from planner.model.words import PromiseKind
from tests.explain.street import plan, town, visit
from tests.golden.towns import MIDNIGHT, clock

TOWN = town((visit("V1"), visit("V2", 2)))
FIRST, SECOND = plan(TOWN, anna=("V1", "V2")), plan(TOWN, anna=("V2", "V1"))
# First V1 08:10-09:10 and V2 09:20; then V2 08:20-09:20 and V1 09:30.


def at(hours, minutes=0):
    return MIDNIGHT + timedelta(seconds=clock(hours, minutes))


def asked(name, first=None, last=None, kind=PromiseKind.TOLD):
    promise = first and Promise(kind=kind, earliest=first, latest=last)
    return Request(request_id=name, title="x", customer=f"Kund {name}", contact_phone="08", promise=promise or None)


def said(found):
    return [(one.request_id, one.told.value, one.old, one.new) for one in found]


def test_a_published_start_that_moves_is_called_about():
    found = calls(FIRST, SECOND, [asked("V1"), asked("V2")])
    assert said(found) == [("V1", "published", at(8, 10), at(9, 30)), ("V2", "published", at(9, 20), at(8, 20))]
    assert (found[0].customer, found[0].contact_phone, found[0].old_latest) == ("Kund V1", "08", at(8, 10))


@pytest.mark.parametrize(("minutes", "count"), [(14, 0), (15, 1), (-14, 0), (-15, 1)])
def test_a_quarter_of_an_hour_is_noticed(minutes, count):
    moved = plan(TOWN.replace(horizon_start=MIDNIGHT + timedelta(minutes=minutes)), anna=("V1", "V2"))
    assert len(calls(FIRST, moved, [asked("V1")])) == count


@pytest.mark.parametrize(("first", "last", "broken"), [
    (at(9, 30), at(10), False), (at(9), at(9, 30), False), (at(9, 31), at(10), True), (at(9), at(9, 29), True),
])  # fmt: skip
def test_a_promise_is_called_about_where_the_new_time_breaks_it_only(first, last, broken):
    found = calls(FIRST, SECOND, [asked("V1", first, last)])
    assert said(found) == ([("V1", "told", first, at(9, 30))] if broken else [])


def test_what_is_no_longer_planned_is_called_about():
    less = plan(TOWN, anna=("V1",))
    assert said(calls(FIRST, less, [asked("V1"), asked("V2")])) == [("V2", "published", at(9, 20), None)]
    promised = asked("V2", at(9), at(10), PromiseKind.CONFIRMED)
    assert said(calls(FIRST, less, [promised])) == [("V2", "confirmed", at(9), None)]


def test_without_a_plan_before_only_promises_can_be_broken():
    assert calls(None, FIRST, [asked("V1"), asked("V2", at(9), at(10))]) == ()
    assert said(calls(None, FIRST, [asked("V1", at(10), at(11))])) == [("V1", "told", at(10), at(8, 10))]


def test_a_promise_of_what_neither_plan_holds_is_no_affair_of_theirs():
    assert calls(None, plan(TOWN, anna=("V1",)), [asked("V9", at(9), at(10))]) == ()
    tomorrow = timedelta(days=1)
    assert calls(None, plan(TOWN, anna=("V1",)), [asked("V2", at(9) + tomorrow, at(10) + tomorrow)]) == ()


def test_a_promise_of_the_day_that_is_left_out_is_called_about():
    left = calls(None, plan(TOWN, anna=("V1",)), [asked("V2", at(9), at(10))])
    assert said(left) == [("V2", "told", at(9), None)]


def test_who_waits_on_another_day_or_has_to_agree_is_called_about():
    yesterday = at(9) - timedelta(days=1)
    assert said(calls(None, FIRST, [asked("V1")], elsewhere={"V1": yesterday})) == [
        ("V1", "published", yesterday, at(8, 10))
    ]
    assert calls(FIRST, FIRST, [asked("V1")], elsewhere={"V1": yesterday}) == ()  # they know of this day already
    assert said(calls(None, FIRST, [asked("V1"), asked("V2")], owed={"V1"})) == [("V1", "asked", at(8, 10), at(8, 10))]


def test_no_promise_is_none():
    assert calls(None, FIRST, [asked("V1", at(10), at(11), PromiseKind.NONE)]) == ()


def test_confirmed_ones_come_first_then_told_ones_then_by_time():
    three = town((visit("V1"), visit("V2", 2), visit("V3", 3)))
    before, after = plan(three, anna=("V1", "V2", "V3")), plan(three)
    promised = [
        asked("V1"), asked("V2", at(12), at(13)), asked("V3", at(14), at(15), PromiseKind.CONFIRMED),
    ]  # fmt: skip
    assert [one.request_id for one in calls(before, after, promised)] == ["V3", "V2", "V1"]
