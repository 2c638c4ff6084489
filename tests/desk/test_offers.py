"""Times for a caller: offers change nothing, booking one is a promise that every later plan keeps."""

from datetime import time, timedelta

import pytest

from planner import planning, store
from planner.desk import offers as offers_desk
from planner.desk import plan as plan_desk
from planner.desk import settings, team, triage
from planner.desk.offers import book_slot, offer_slots
from planner.desk.selection import concerns
from planner.desk.snapshot import built_for
from planner.model.errors import InputError, StaleError
from planner.model.offer import SlotGrid
from planner.model.request import Promise, TimeWindow
from planner.model.team import Absence
from planner.model.words import PromiseKind, RequestStatus
from tests.desk.firm import ANNA, BO, DANA, DAY, KISTA, NOW, SOLNA, at, drafted, fill, filled, published, request

TOMORROW = DAY + timedelta(days=1)
ZONE = "Europe/Stockholm"


@pytest.fixture
def firm(desk):
    """The firm with its day planned and published; tomorrow is not planned."""
    published(filled(desk))
    return desk


def caller(request_id="N1", **changes):
    return request(request_id, **({"place": SOLNA, "status": RequestStatus.NEW} | changes))


def entries(desk):
    with desk.store.reading() as db:
        return [one.call for one in store.audit.entries(db, newest_first=True)]


def stored(desk, request_id="N1"):
    return triage.get_request(desk, DANA, request_id)


def today(found):
    return next(one for one in found.offers if one.day == DAY)


def test_offers_are_of_planned_and_unplanned_days_and_change_nothing(firm):
    before = entries(firm)
    found = offer_slots(firm, DANA, caller())
    assert {one.day for one in found.offers} & {DAY, TOMORROW}
    assert len(found.offers) == 5
    assert entries(firm) == before
    assert stored(firm) is None


def test_an_address_is_enough(firm):
    found = offer_slots(firm, DANA, caller(place=None, address="Kvarngatan 3, Kista"))
    assert found.offers


def test_times_before_the_notice_are_not_offered(firm):
    found = offer_slots(firm, DANA, caller(), grid=SlotGrid(days=1, notice_min=4 * 60))
    assert at(6, 30) == NOW
    assert {one.earliest for one in found.offers} <= {at(10, 30), at(12), at(14)}
    assert offer_slots(firm, DANA, caller(), grid=SlotGrid(days=1, notice_min=9 * 60 + 15)).offers == ()


class TestBooking:
    def test_it_is_a_promise_and_a_place_in_the_next_draft(self, firm):
        offer = today(offer_slots(firm, DANA, caller()))
        booking = book_slot(firm, DANA, caller(), offer)
        one = stored(firm)
        assert booking.request == one
        assert one.promise == Promise(kind=PromiseKind.TOLD, earliest=offer.earliest, latest=offer.latest)
        assert one.status is RequestStatus.TRIAGED
        draft = plan_desk.current_plan(firm, DANA, DAY)
        assert (booking.plan, draft.version, draft.parent) == (draft, 2, "p1")
        stop = draft.stop_of("N1")
        assert (stop.technician_id, stop.start) == (offer.technician_id, offer.start)
        assert draft.violations == ()
        assert entries(firm)[0] == "offers.book_slot"
        assert entries(firm).count("offers.book_slot") == 1

    def test_everybody_elses_work_stays_as_it_was_and_the_published_plan_stays_published(self, firm):
        before = plan_desk.published_plan(firm, DANA, DAY)
        offer = today(offer_slots(firm, DANA, caller()))
        draft = book_slot(firm, DANA, caller(), offer).plan
        assert plan_desk.published_plan(firm, DANA, DAY) == before
        others = [s for s in before.stops if s.duty_id != offer.duty_id]
        kept = [s for s in draft.stops if s.duty_id != offer.duty_id]
        assert [(s.visit_id, s.start, s.end) for s in kept] == [(s.visit_id, s.start, s.end) for s in others]
        assert draft.price.total_units - before.price.total_units == offer.cost_units

    def test_the_event_tells_the_promise(self, firm):
        offer = today(offer_slots(firm, DANA, caller()))
        book_slot(firm, DANA, caller(), offer)
        with firm.store.reading() as db:
            events = [one for one in store.events.find(db) if one.request_id == "N1"]
        told = next(one for one in events if one.type == "request.promised")
        assert told.get("earliest") == offer.earliest.isoformat()
        assert {one.type for one in events} == {"request.received", "request.promised"}

    def test_what_the_plan_leaves_out_stays_out(self, firm):
        fill(firm, request("R9", place=KISTA), people=())
        offer = today(offer_slots(firm, DANA, caller()))
        draft = book_slot(firm, DANA, caller(), offer).plan
        assert draft.stop_of("R9") is None
        assert "R9" in {left.visit_id for left in draft.unassigned if left.reasons}

    def test_a_day_nobody_has_planned_is_planned_with_it_later(self, firm):
        found = offer_slots(firm, DANA, caller(), first_day=TOMORROW, grid=SlotGrid(days=1))
        offer = found.offers[-1]
        booking = book_slot(firm, DANA, caller(), offer)
        assert booking.plan is None
        assert plan_desk.current_plan(firm, DANA, TOMORROW) is None
        stop = planning.baseline(built_for(firm, TOMORROW).problem).stop_of("N1")
        assert offer.earliest <= stop.start <= offer.latest
        assert "N1" not in {one.visit_id for one in built_for(firm, DAY).problem.visits}
        assert "N1" not in {one.visit_id for one in built_for(firm, DAY).left_out}

    def test_a_search_on_the_booked_day_keeps_the_window(self, firm):
        offer = max(offer_slots(firm, DANA, caller(), grid=SlotGrid(days=1)).offers, key=lambda one: one.earliest)
        book_slot(firm, DANA, caller(), offer)
        built = built_for(firm, DAY)
        plan = planning.plan_problem(built.problem, time_limit_s=5, iterations=30, engine="routing")
        assert offer.earliest <= plan.stop_of("N1").start <= offer.latest

    def test_a_request_that_is_stored_is_saved_with_its_version(self, firm):
        fill(firm, caller(status=RequestStatus.TRIAGED), people=())
        one = stored(firm)
        booking = book_slot(firm, DANA, one, today(offer_slots(firm, DANA, one)))
        assert booking.request.version == one.version + 1
        assert stored(firm).promise is not None

    def test_an_outdated_request_is_refused_and_nothing_is_saved(self, firm):
        fill(firm, caller(status=RequestStatus.TRIAGED), people=())
        one = stored(firm)
        offer = today(offer_slots(firm, DANA, one))
        triage.save_request(firm, DANA, one.replace(title="Annan rubrik"))
        with pytest.raises(StaleError):
            book_slot(firm, DANA, one, offer)
        assert stored(firm).promise is None
        assert plan_desk.current_plan(firm, DANA, DAY).version == 1

    def test_what_has_a_time_already_is_refused(self, firm):
        offer = today(offer_slots(firm, DANA, caller()))
        book_slot(firm, DANA, caller(), offer)
        for one in (stored(firm), triage.get_request(firm, DANA, "R1")):
            with pytest.raises(InputError, match="has a time already"):
                offer_slots(firm, DANA, one)
            with pytest.raises(InputError, match="has a time already"):
                book_slot(firm, DANA, one, offer)

    def test_a_personal_number_is_refused(self, firm):
        offer = today(offer_slots(firm, DANA, caller()))
        with pytest.raises(InputError):
            book_slot(firm, DANA, caller(description="Gäller 19640823-3234"), offer)
        assert stored(firm) is None

    @pytest.mark.parametrize("actor", [ANNA, BO])
    def test_a_technician_promises_nothing(self, firm, actor):
        with pytest.raises(Exception, match="may not"):
            book_slot(firm, actor, caller(), today(offer_slots(firm, DANA, caller())))


class TestADayThatChanged:
    def gone(self, firm, offer, key):
        before, version = entries(firm), plan_desk.current_plan(firm, DANA, DAY).version
        booking = book_slot(firm, DANA, caller(), offer)
        assert booking.message.key == key
        assert (booking.request, booking.plan) == (None, None)
        assert stored(firm) is None
        assert entries(firm) == before
        assert plan_desk.current_plan(firm, DANA, DAY).version == version
        return booking.offers

    def away(self, firm, technician_id, first=8, last=17):
        team.save_absence(firm, DANA, Absence(technician_id=technician_id, start=at(first), end=at(last)))

    def test_a_time_that_is_gone_is_said_so_and_there_are_new_ones(self, firm):
        offer = today(offer_slots(firm, DANA, caller(), grid=SlotGrid(days=1)))
        self.away(firm, "T01")
        self.away(firm, "T02")
        new = self.gone(firm, offer, "offers.gone")
        assert new.offers
        assert DAY not in {one.day for one in new.offers}

    def test_a_time_that_became_dearer_is_not_booked_unasked(self, firm):
        offer = today(offer_slots(firm, DANA, caller(), grid=SlotGrid(days=1)))
        assert offer.technician_id == "T01"
        self.away(firm, "T01")
        new = self.gone(firm, offer, "offers.dearer")
        same = next(one for one in new.offers if one.earliest == offer.earliest)
        assert (same.technician_id, same.cost_ore > offer.cost_ore) == ("T02", True)

    def test_somebody_else_at_no_higher_price_is_booked_and_said(self, firm):
        fill(firm, people=("T03",))
        drafted(firm, "p2")
        one = caller(forbidden_technicians=("T01",))
        offer = today(offer_slots(firm, DANA, one, grid=SlotGrid(days=1)))
        self.away(firm, offer.technician_id)
        booking = book_slot(firm, DANA, one, offer)
        assert booking.message.key == "offers.somebody_else"
        assert booking.plan.stop_of("N1").technician_id != offer.technician_id

    def test_a_change_while_the_booking_is_made_lets_it_look_again(self, firm, monkeypatch):
        """Somebody saves a request of the day between the look and the save: the draft is made anew, once."""
        offer, made, drafts = today(offer_slots(firm, DANA, caller())), offers_desk.draft_with, []

        def slow(*arguments, by):
            draft = made(*arguments, by=by)
            if not drafts:
                triage.set_pin(firm, DANA, "R3", 59.3, 18.0)
            drafts.append(draft)
            return draft

        monkeypatch.setattr(offers_desk, "draft_with", slow)
        booking = book_slot(firm, DANA, caller(), offer)
        assert len(drafts) == 2
        assert booking.plan.plan_id == drafts[1].plan_id
        assert plan_desk.current_plan(firm, DANA, DAY).version == 2

    def test_a_day_that_never_stands_still_is_given_up_and_nothing_is_saved(self, firm, monkeypatch):
        offer, made, rounds = today(offer_slots(firm, DANA, caller())), offers_desk.draft_with, []

        def slow(*arguments, by):
            rounds.append(triage.set_pin(firm, DANA, "R3", 59.3 + len(rounds) / 100, 18.0))
            return made(*arguments, by=by)

        monkeypatch.setattr(offers_desk, "draft_with", slow)
        booking = book_slot(firm, DANA, caller(), offer)
        assert booking.message.key == "offers.busy"
        assert booking.offers.offers
        assert (len(rounds), stored(firm)) == (3, None)
        assert "offers.book_slot" not in entries(firm)

    def test_work_that_keeps_no_rule_any_more_leaves_the_draft_with_a_note(self, firm):
        self.away(firm, "T01", 8, 17)
        offer = today(offer_slots(firm, DANA, caller(), grid=SlotGrid(days=1)))
        draft = book_slot(firm, DANA, caller(), offer).plan
        assert draft.violations == ()
        assert {left.visit_id for left in draft.unassigned} == {"R1", "R2"}
        assert draft.stop_of("N1").technician_id == "T02"


class TestSettings:
    def test_the_grid_of_the_settings_is_offered(self, firm):
        saved = settings.save_grid(
            firm, DANA, SlotGrid(opens=time(9), closes=time(12), length_min=180, days=1), version=0
        )
        (only,) = offer_slots(firm, DANA, caller()).offers
        assert (only.earliest, only.latest) == (at(9), at(12))
        assert settings.get_grid(firm, DANA) == saved

    def test_somebody_elses_grid_is_not_overwritten(self, firm):
        settings.save_grid(firm, DANA, SlotGrid(days=3), version=0)
        with pytest.raises(StaleError):
            settings.save_grid(firm, DANA, SlotGrid(days=2), version=0)
        assert settings.get_grid(firm, DANA).grid.days == 3


@pytest.mark.parametrize(("days", "is_concerned"), [(-1, False), (0, True), (1, True)])
def test_a_promised_request_concerns_its_day_and_those_after_it(days, is_concerned):
    told = Promise(kind=PromiseKind.TOLD, earliest=at(10), latest=at(12))
    assert concerns(request(promise=told), DAY + timedelta(days=days), zone=ZONE) is is_concerned
    window = TimeWindow(earliest_start=at(10, day=DAY - timedelta(days=3)), latest_start=at(12))
    assert (
        concerns(request(promise=told, time_windows=(window,)), DAY + timedelta(days=days), zone=ZONE) is is_concerned
    )


def test_a_promise_of_no_kind_names_no_day():
    none = Promise(kind=PromiseKind.NONE, earliest=at(10), latest=at(12))
    assert concerns(request(promise=none), DAY - timedelta(days=1), zone=ZONE)
