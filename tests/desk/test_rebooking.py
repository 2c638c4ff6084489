"""A customer who has a time and wants another one: found by what they say, offered anew, the old time given back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from planner import store
from planner.desk import plan as plan_desk
from planner.desk import searching, triage
from planner.desk.offers import book_slot, offer_again, offer_slots, rebook_slot, wished_grid
from planner.desk.planned_at import planned_at
from planner.desk.selection import requests_of_day
from planner.model.errors import InputError
from planner.model.offer import DayPart, SlotGrid
from planner.model.words import RequestStatus
from tests.desk.firm import DANA, DAY, SOLNA, filled, published, request

TOMORROW = DAY + timedelta(days=1)


@pytest.fixture
def firm(desk):
    published(filled(desk))
    return desk


def stored(desk, request_id):
    return triage.get_request(desk, DANA, request_id)


def test_what_is_published_is_offered_another_day_and_its_old_time_is_given_back(firm):
    (was,) = planned_at(firm, DANA, "R1")
    assert was.plan.day == DAY
    with pytest.raises(InputError):
        offer_slots(firm, DANA, stored(firm, "R1"))  # a new call takes none that has a time
    offer = next(one for one in offer_again(firm, DANA, stored(firm, "R1"), first_day=TOMORROW).offers)
    booking = rebook_slot(firm, DANA, stored(firm, "R1"), offer)
    assert booking.request.promise.earliest == offer.earliest
    (left,) = booking.left
    assert (left.day, left.stop_of("R1")) == (DAY, None)
    assert "R1" not in left.request_ids  # nor does that day say why it is left out
    assert {one.visit_id for one in left.visit_stops} == {one.visit_id for one in was.plan.visit_stops} - {"R1"}
    assert plan_desk.current_plan(firm, DANA, DAY).plan_id == left.plan_id
    with firm.store.reading() as db:
        coming = requests_of_day(db, offer.day, zone=firm.time_zone, today=firm.today())
    assert "R1" in {one.request_id for one in coming}


def test_on_the_same_day_the_new_promise_replaces_the_old_one(firm):
    one = request("N1", place=SOLNA, status=RequestStatus.NEW)
    first, second = (found := offer_slots(firm, DANA, one, grid=SlotGrid(days=1))).offers[:2]
    assert found
    told = book_slot(firm, DANA, one, first).request
    again = offer_again(firm, DANA, told, grid=SlotGrid(days=1))
    other = next(offer for offer in again.offers if offer.earliest == second.earliest)
    booking = rebook_slot(firm, DANA, told, other)
    assert (booking.left, booking.plan.day) == ((), DAY)
    promise = stored(firm, "N1").promise
    assert (promise.earliest, promise.latest) == (other.earliest, other.latest)
    assert promise.earliest <= booking.plan.stop_of("N1").start <= promise.latest


def test_what_is_under_way_keeps_its_time(firm):
    under_way = stored(firm, "R1").replace(status=RequestStatus.ON_SITE)
    with pytest.raises(InputError):
        offer_again(firm, DANA, under_way)
    (offer, *_) = offer_again(firm, DANA, stored(firm, "R1")).offers
    with pytest.raises(InputError):
        rebook_slot(firm, DANA, under_way, offer)


def test_a_part_of_the_day_one_day_and_a_person_can_be_wished_for(firm):
    one = request("N1", place=SOLNA, status=RequestStatus.NEW)
    early, late = (
        offer_slots(firm, DANA, one, grid=wished_grid(firm, DANA, part=part, one_day=True)).offers for part in DayPart
    )
    assert {offer.day for offer in (*early, *late)} == {DAY}
    assert {offer.earliest.astimezone(firm_zone(firm)).hour < 12 for offer in early} <= {True}
    assert {offer.earliest.astimezone(firm_zone(firm)).hour < 12 for offer in late} == {False}
    asked = one.replace(required_technicians=("T02",))
    assert {offer.technician_id for offer in offer_slots(firm, DANA, asked).offers} == {"T02"}
    with firm.store.writing() as db:
        grid = SlotGrid().of_part(DayPart.FORENOON)
        store.settings.save(db, "slot_grid", grid, version=0)
    with pytest.raises(InputError):
        wished_grid(firm, DANA, part=DayPart.AFTERNOON)


def firm_zone(desk):
    from zoneinfo import ZoneInfo

    return ZoneInfo(desk.time_zone)


def test_a_request_is_found_by_number_name_street_and_telephone_on_any_day(firm):
    later = request(
        "K7", customer="Kund 6 AB", address="Storgatan 4", contact_phone="070-123 45 67",
        earliest_date=DAY + timedelta(days=30),
    )  # fmt: skip
    with firm.store.writing() as db:
        store.requests.add(db, later)
    for words in ("k7", "kund ab", "storgatan 4", "0701234567", "+46 70 123 45 67", "123 45"):
        assert "K7" in {one.request_id for one in searching.search(firm, DANA, words)}, words
    assert searching.search(firm, DANA, "nobody of that name") == ()
    assert searching.search(firm, DANA, " ") == ()


def test_what_is_open_is_found_first_then_what_came_last(firm):
    with firm.store.writing() as db:
        for number, (status, days) in enumerate(
            ((RequestStatus.DONE, 1), (RequestStatus.TRIAGED, 9), (RequestStatus.DONE, 5), (RequestStatus.NEW, 20))
        ):
            came = firm.clock() - timedelta(days=days)
            store.requests.add(db, request(f"Z{number}", customer="Zeta", status=status, created_at=came))
    assert [one.request_id for one in searching.search(firm, DANA, "zeta")] == ["Z1", "Z3", "Z0", "Z2"]


def test_who_has_called_before_is_known_with_what_is_open(firm):
    kept = {"customer": "Kund 6 AB", "address": "Storgatan 4"}
    with firm.store.writing() as db:
        store.requests.add(db, request("K7", **kept, contact_phone="070-1", created_at=firm.clock()))
        old = {"contact_name": "Eva", "created_at": firm.clock() - timedelta(days=9), "status": RequestStatus.DONE}
        store.requests.add(db, request("K6", **kept, **old))
    (known,) = [one for one in searching.known_customers(firm, DANA) if one.customer == "Kund 6 AB"]
    assert (known.contact_name, known.contact_phone, known.open_ids) == ("Eva", "070-1", ("K7",))
    assert known.place is not None
