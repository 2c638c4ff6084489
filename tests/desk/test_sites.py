"""Sites at the desk: saved, loaded, taken out; plans and offers keep their hours, and notice when they change."""

from datetime import time, timedelta

import pytest

from planner import files, store
from planner.desk import offers, sites
from planner.desk.snapshot import basis_of, built_for
from planner.model.errors import InputError, NotAllowedError, StaleError
from planner.model.offer import SlotGrid
from planner.model.sites import Hours, OpenHours, Site, SpecialDays
from tests.desk.firm import ANNA, DANA, DAY, KISTA, MAJA, ZONE, at, fill, published, request

MORNINGS = (OpenHours(weekdays=(1, 2, 3, 4, 5), hours=Hours(opens=time(8), closes=time(10))),)


def site(site_id="S1", **changes):
    return Site(site_id=site_id, **({"name": "Sjöviks Tryck", "weekly": MORNINGS} | changes))


def test_a_site_is_saved_changed_and_removed(desk):
    made = sites.save_site(desk, DANA, site())
    changed = sites.save_site(desk, DANA, made.replace(until_end=False))
    assert sites.list_sites(desk, DANA) == (changed,)
    with pytest.raises(StaleError):
        sites.save_site(desk, DANA, made)
    with pytest.raises(StaleError):
        sites.remove_site(desk, DANA, made)
    sites.remove_site(desk, DANA, changed)
    assert sites.list_sites(desk, DANA) == ()


def test_technicians_and_managers_do_not_change_sites(desk):
    for actor in (ANNA, MAJA):
        with pytest.raises(NotAllowedError):
            sites.save_site(desk, actor, site())
    assert sites.list_sites(desk, MAJA) == ()


def test_a_personal_number_is_refused(desk):
    with pytest.raises(InputError):
        sites.save_site(desk, DANA, site(customer="Karin 811228-9874"))


def test_a_file_that_was_taken_out_is_loaded_and_changes_nothing(desk):
    kept = (sites.save_site(desk, DANA, site()), sites.save_site(desk, DANA, site("S2", customer="Kund")))
    paper = sites.sites_file(desk, MAJA, language="sv")
    assert paper.filename.endswith(".csv")
    assert sites.import_sites(desk, DANA, paper.filename, paper.content) == kept
    assert sites.list_sites(desk, DANA) == kept


def test_a_wrong_row_saves_nothing(desk):
    with pytest.raises(InputError):
        sites.import_sites(desk, DANA, "s.csv", b"site_id;opening hours\nS1;1-5 07-16\nS2;x\n")
    assert sites.list_sites(desk, DANA) == ()


def test_the_day_is_built_with_the_hours_and_a_change_of_them_makes_a_plan_old(desk):
    fill(desk, request("R1", site_id="S1"), request("R2"))
    kept = sites.save_site(desk, DANA, site())

    def basis():
        with desk.store.reading() as db:
            return basis_of(db, DAY, zone=desk.time_zone, today=desk.today())

    before = basis()
    with_hours = {one.visit_id: len(one.opening) for one in built_for(desk, DAY).problem.visits}
    assert with_hours == {"R1": 1, "R2": 0}
    sites.save_site(desk, DANA, site("S9"))
    assert basis() == before  # nobody goes there that day
    sites.save_site(desk, DANA, kept.replace(special=(SpecialDays(first=DAY, last=DAY),)))
    assert basis() != before
    (left,) = [one for one in built_for(desk, DAY).left_out if one.visit_id == "R1"]
    assert left.reasons[0].code == "opening"


def test_no_time_is_offered_while_the_site_is_closed(desk):
    fill(desk)
    sites.save_site(desk, DANA, site())
    caller = request("N1", site_id="S1", place=KISTA)
    grid = SlotGrid(opens=time(8), closes=time(16), length_min=60, days=1, offers=8)
    free = offers.offer_slots(desk, DANA, caller.replace(site_id=""), grid=grid).offers
    kept = offers.offer_slots(desk, DANA, caller, grid=grid).offers
    assert max(one.earliest.astimezone(ZONE).hour for one in free) > 9
    assert {one.earliest.astimezone(ZONE).hour for one in kept} <= {8, 9}
    assert kept


def test_a_booked_time_stands_in_the_draft_inside_the_hours(desk):
    fill(desk, request("R1", required_technicians=("T01",)))
    published(desk)
    sites.save_site(desk, DANA, site(weekly=(OpenHours(weekdays=(2,), hours=Hours(opens=time(13), closes=time(15))),)))
    with desk.store.writing() as db:
        caller = store.requests.add(db, request("N1", site_id="S1"))
    offer = offers.offer_slots(desk, DANA, caller, grid=SlotGrid(days=1)).offers[0]
    booking = offers.book_slot(desk, DANA, caller, offer)
    stop = booking.plan.stop_of("N1")
    assert at(13) <= stop.start
    assert stop.end <= at(15)
    assert stop.end - stop.start >= timedelta(minutes=40)
    assert files.plan_to_json(booking.plan)
