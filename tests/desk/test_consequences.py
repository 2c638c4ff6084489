"""What was before a plan at the desk, whom a plan makes us phone, and what it buys."""

from dataclasses import replace
from datetime import timedelta

import pytest

from planner import store
from planner.desk import consequences
from planner.desk import plan as plan_desk
from planner.desk.before import before_of
from planner.desk.snapshot import basis_of, built_for
from planner.model.errors import InputError, NotAllowedError
from planner.model.event import Event
from planner.model.vendors import PriceList, Vendor
from tests.desk.firm import ANNA, DANA, DAY, NOW, drafted, fill, filled, request

FEES = PriceList(call_out_ore=10_000)


def planned(desk):
    return drafted(filled(desk))


def published(desk):
    return plan_desk.publish(desk, DANA, "p1", instead_of=None)


def happened(desk, kind, technician_id, *, minutes=0, request_id="R0"):
    at = NOW + timedelta(minutes=minutes)
    event = Event(
        client_uuid=f"{kind}{technician_id}{minutes}", at=at, recorded_at=at, type=kind, request_id=request_id,
        technician_id=technician_id,
    )  # fmt: skip
    with desk.store.writing() as db:
        store.events.add(db, event)


def before(desk, *requests, day=DAY):
    with desk.store.reading() as db:
        return before_of(db, [day], requests, at=NOW, today=DAY)


def test_who_did_an_earlier_request_is_the_last_who_reported_work_on_it(desk):
    asked = request("R9", same_technician_as="R0")
    assert before(desk, asked).done_by == {}
    happened(desk, "visit.started", "T02", minutes=5)
    happened(desk, "visit.done", "T01", minutes=3)
    happened(desk, "visit.en_route", "T03", minutes=9)
    assert before(desk, asked).done_by == {"R0": "T02"}
    assert before(desk, request("R9")).done_by == {}


def test_else_it_is_who_has_it_in_todays_plan(desk):
    made = planned(desk)
    asked = request("R9", same_technician_as="R1")
    mine = next(stop.technician_id for stop in made.stops if stop.request_id == "R1")
    assert before(desk, asked).done_by == {"R1": mine}
    happened(desk, "visit.done", "T77", request_id="R1")
    assert before(desk, asked).done_by == {"R1": "T77"}


def test_what_is_published_is_known_a_week_around_and_no_further(desk):
    planned(desk)
    assert before(desk).told == {}
    made = published(desk)
    told = {stop.request_id: (stop.technician_id, DAY) for stop in made.stops if stop.request_id}
    for days, found in ((0, told), (7, told), (-7, told), (8, {}), (-8, {})):
        known = before(desk, day=DAY + timedelta(days=days)).told
        assert {one: (who.technician_id, who.day) for one, who in known.items()} == found


def test_a_day_is_built_with_what_was_before_and_the_present(desk):
    planned(desk)
    made = published(desk)
    firm = Vendor(vendor_id="malar", name="Mälar AB", prices=FEES, lead_min=60 * 24)
    with desk.store.writing() as db:
        known = {stop.request_id: stop.technician_id for stop in made.stops if stop.request_id}
        team = store.people.get_team(db)
        store.people.save_vendor(db, firm)
        first = next(one for one in team.technicians if one.technician_id in known.values())
        store.people.save_technician(db, first.replace(vendor_id="malar"))
    problem = built_for(desk, DAY).problem
    assert {one.visit_id: one.told_technician for one in problem.visits if one.told_technician} == known
    duty = next(one for one in problem.duties if one.technician_id == first.technician_id)
    assert duty.vendor.ordered == tuple(sorted(one for one, who in known.items() if who == first.technician_id))


def test_a_plan_depends_on_the_subcontractors(desk):
    fill(desk)
    with desk.store.writing() as db:
        was = basis_of(db, DAY, zone="Europe/Stockholm", today=DAY).settings
        store.people.save_vendor(db, Vendor(vendor_id="malar", name="Mälar AB"))
        assert basis_of(db, DAY, zone="Europe/Stockholm", today=DAY).settings != was


def test_whom_a_plan_makes_us_phone(desk):
    planned(desk)
    made = published(desk)
    assert consequences.calls_of(desk, DANA, made.plan_id) == ()
    with desk.store.writing() as db:
        later = tuple(replace(one, start=one.start + timedelta(hours=1)) for one in made.stops)
        moved = store.plans.add(db, made.replace(plan_id="p9", stops=later))
    found = consequences.calls_of(desk, DANA, moved.plan_id)
    assert {one.request_id for one in found} == {stop.request_id for stop in made.stops if stop.request_id}
    assert all(one.new - one.old == timedelta(hours=1) for one in found)


def test_what_a_plan_buys(desk):
    made = planned(desk)
    assert consequences.orders_of(desk, DANA, made.plan_id, language="sv") == ()
    with desk.store.writing() as db:
        store.people.save_vendor(db, Vendor(vendor_id="malar", name="Mälar AB", prices=FEES))
        for one in store.people.get_team(db).technicians:
            store.people.save_technician(db, one.replace(vendor_id="malar"))
    (found,) = consequences.orders_of(desk, DANA, made.plan_id, language="en")
    assert found.order.vendor.vendor_id == "malar"
    assert found.text.startswith("Order to Mälar AB")


@pytest.mark.parametrize("call", [consequences.calls_of, lambda *a: consequences.orders_of(*a, language="sv")])
def test_it_is_the_desks_affair_and_of_known_plans(desk, call):
    with pytest.raises(NotAllowedError):
        call(desk, ANNA, "p1")
    with pytest.raises(InputError):
        call(desk, DANA, "p1")
