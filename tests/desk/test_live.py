"""The day as it happens: expected by the reports, urgent work placed, a sick colleague's work handed on."""

from dataclasses import replace
from datetime import timedelta

import pytest

from planner import store
from planner.desk import consequences, day, handmade, live, team, triage
from planner.desk import plan as plan_desk
from planner.model.errors import InputError, NotAllowedError, StaleError
from planner.model.event import Actor, Event
from planner.model.request import Lock, Promise, TimeWindow
from planner.model.words import LockKind, PlanStatus, PromiseKind, RequestStatus
from planner.planning import Expected
from tests.desk.firm import ANNA, DANA, DAY, MAJA, SOLNA, at, fill, published, request
from tests.desk.tapping import hand_in, row


def anna(request_id, **changes):
    return request(request_id, required_technicians=("T01",), **changes)


@pytest.fixture
def driven(desk):
    """Anna has R1 and R2, Bo is free; the plan is published."""
    fill(desk, anna("R1"), anna("R2", place=SOLNA))
    return desk, published(desk)


def at_time(desk, moment):
    return replace(desk, clock=lambda: moment)


def anyone(desk, request_id):
    """Bo may do it too."""
    one = triage.get_request(desk, DANA, request_id)
    triage.save_request(desk, DANA, one.replace(required_technicians=()))


def order(plan):
    return [stop.visit_id for stop in plan.of_technician("T01") if stop.visit_id]


def tell(desk, visit_id, kind, moment):
    day.report_status(
        at_time(desk, moment), ANNA, visit_id, f"visit.{kind}", client_uuid=f"{visit_id}{kind}", at=moment
    )


def promised(desk, request_id, first, last):
    one = triage.get_request(desk, DANA, request_id)
    told = Promise(kind=PromiseKind.TOLD, earliest=first, latest=last)
    triage.save_request(desk, DANA, one.replace(promise=told))


def overrun(desk, plan, minutes=90):
    """Anna is still at her first visit, so long after it was to be over; return the desk then."""
    first = plan.stop_of(order(plan)[0])
    tell(desk, first.visit_id, "arrived", first.start)
    return at_time(desk, first.end + timedelta(minutes=minutes))


def test_nothing_is_expected_before_anybody_has_reported(driven):
    desk, plan = driven
    assert live.day_now(at_time(desk, plan.stop_of("R1").end), MAJA, DAY) is None


def test_nothing_is_expected_of_another_day(driven):
    desk, plan = driven
    later = overrun(desk, plan)
    assert live.day_now(at_time(later, later.clock() + timedelta(days=1)), MAJA, DAY) is None


def test_who_is_still_at_work_comes_later_to_the_next_by_the_drive(driven):
    desk, plan = driven
    later = overrun(desk, plan)
    second = plan.stop_of(order(plan)[1])
    found = live.day_now(later, MAJA, DAY).expected
    assert list(found) == [second.visit_id]
    assert abs(found[second.visit_id].start - later.clock() - timedelta(seconds=second.travel_s + second.setup_s)) < (
        timedelta(seconds=2)
    )


def test_a_break_under_way_is_kept_to_its_end(driven):
    """Done at 11:10 with lunch at 11:10 in the plan: at 11:30 nobody leaves before 11:55."""
    desk, plan = driven
    orders = {plan.stop_of("R1").duty_id: ("R1", "R2")}
    one = triage.get_request(desk, DANA, "R1")
    triage.save_request(desk, DANA, one.replace(lock=Lock(kind=LockKind.TIME, earliest=at(10, 30), latest=at(10, 30))))
    two = triage.get_request(desk, DANA, "R2")
    triage.save_request(desk, DANA, two.replace(time_windows=(TimeWindow(earliest_start=at(12), latest_start=at(16)),)))
    draft = handmade.save_order(desk, DANA, plan.plan_id, orders)
    plan = plan_desk.publish(desk, DANA, draft.plan_id, instead_of=plan.plan_id)
    tell(desk, "R1", "arrived", at(10, 30))
    tell(desk, "R1", "done", at(11, 10))
    found = live.day_now(at_time(desk, at(11, 30)), MAJA, DAY).expected["R2"]
    assert found.start >= at(12)
    assert found.start < at(12, 30)


def late(desk, visit_id, minutes, moment):
    """Anna tells from her device that she will be late at a visit."""
    plan = plan_desk.published_plan(desk, DANA, DAY)
    payload = (("day", DAY.isoformat()), ("plan_id", plan.plan_id), ("minutes", str(minutes)))
    with desk.store.writing() as db:
        store.events.add(
            db,
            Event(
                client_uuid=f"late-at-{minutes}", at=moment, recorded_at=moment, type="work.late", request_id=visit_id,
                technician_id="T01", actor="anna", source="tablet", payload=payload,
            ),
        )  # fmt: skip


@pytest.mark.parametrize("minutes", [0, 20, 45])
def test_who_says_they_will_be_late_is_expected_so_much_after_the_plan(driven, minutes):
    desk, plan = driven
    first, second = (plan.stop_of(one) for one in order(plan))
    late(desk, first.visit_id, minutes, first.leave)
    found = live.day_now(at_time(desk, first.leave), MAJA, DAY).expected
    assert abs(found[first.visit_id].behind_s - 60 * minutes) < 2
    assert found[second.visit_id].start >= found[first.visit_id].start + timedelta(seconds=first.work_s)


def test_whoever_told_last_how_late_counts(driven):
    desk, plan = driven
    first = plan.stop_of(order(plan)[0])
    late(desk, first.visit_id, 60, first.leave - timedelta(minutes=10))
    late(desk, first.visit_id, 30, first.leave)
    found = live.day_now(at_time(desk, first.leave), MAJA, DAY).expected
    assert abs(found[first.visit_id].behind_s - 30 * 60) < 2


def test_a_delay_that_was_taken_back_is_none(driven):
    desk, plan = driven
    first = plan.stop_of(order(plan)[0])
    late(desk, first.visit_id, 60, first.leave - timedelta(minutes=10))
    late(desk, first.visit_id, 30, first.leave)
    taken = row(1, "work.taken_back", first.visit_id, undoes="late-at-30", at=first.leave.isoformat())
    assert [one.result for one in hand_in(at_time(desk, first.leave), taken, sent_at=first.leave)] == ["stored"]
    found = live.day_now(at_time(desk, first.leave), MAJA, DAY).expected
    assert abs(found[first.visit_id].behind_s - 60 * 60) < 2


def test_late_on_the_way_and_late_after_work_that_is_over(driven):
    desk, plan = driven
    first, second = (plan.stop_of(one) for one in order(plan))
    tell(desk, first.visit_id, "en_route", first.leave)
    late(desk, first.visit_id, 25, first.leave)
    found = live.day_now(at_time(desk, first.leave), MAJA, DAY).expected
    assert abs(found[first.visit_id].behind_s - 25 * 60) < 2
    tell(desk, first.visit_id, "arrived", first.start)
    tell(desk, first.visit_id, "done", first.end)
    late(desk, second.visit_id, 40, first.end)
    found = live.day_now(at_time(desk, first.end), MAJA, DAY).expected
    assert abs(found[second.visit_id].behind_s - 40 * 60) < 2


def test_late_after_the_plan_has_begun_the_visit_is_not_there_yet(driven):
    desk, plan = driven
    first = plan.stop_of(order(plan)[0])
    late(desk, first.visit_id, 30, first.leave)
    found = live.day_now(at_time(desk, first.start + timedelta(minutes=5)), MAJA, DAY).expected
    assert abs(found[first.visit_id].behind_s - 30 * 60) < 2


def test_whoever_takes_a_visit_over_is_not_late_because_the_other_was(driven):
    desk, plan = driven
    second = plan.stop_of(order(plan)[1])
    anyone(desk, second.visit_id)
    first = plan.stop_of(order(plan)[0])
    tell(desk, first.visit_id, "arrived", first.start)
    late(desk, second.visit_id, 240, first.start)
    now = at_time(desk, first.start + timedelta(minutes=1))
    assert live.day_now(now, MAJA, DAY).expected[second.visit_id].behind_s > 230 * 60
    draft = plan_desk.take_proposal(now, DANA, live.hand_on(now, DANA, DAY, "T01").plan_id)
    taken = plan_desk.publish(now, DANA, draft.plan_id, instead_of=plan.plan_id).stop_of(second.visit_id)
    assert taken.technician_id == "T02"
    assert live.day_now(now, MAJA, DAY).expected[second.visit_id].start == taken.start


def test_an_urgent_request_is_not_offered_to_who_is_late_before_they_are_free(driven):
    desk, plan = driven
    first = plan.stop_of(order(plan)[0])
    fill(desk, request("U1"), people=())
    late(desk, first.visit_id, 90, first.leave)
    later = at_time(desk, first.leave)
    (anna_s,) = (one for one in live.places_for(later, DANA, plan.plan_id, "U1") if one.technician_id == "T01")
    assert anna_s.start >= first.leave + timedelta(minutes=90)


def test_work_that_was_promised_earlier_is_at_risk_and_stays_in_every_draft(driven):
    desk, plan = driven
    second = plan.stop_of(order(plan)[1])
    promised(desk, second.visit_id, second.start - timedelta(minutes=5), second.start + timedelta(minutes=30))
    fill(desk, request("U1"), people=())
    later = overrun(desk, plan)
    (risk,) = live.day_now(later, MAJA, DAY).at_risk
    assert (risk.visit_id, risk.is_promised) == (second.visit_id, True)
    assert 0 < risk.late_s < 90 * 60
    draft = live.insert(later, DANA, plan.plan_id, "U1", "T02")
    late = draft.stop_of(second.visit_id)
    assert (late.technician_id, late.lateness_s) == ("T01", risk.late_s)
    assert not [one for one in draft.violations if one.hard]
    assert [one.request_id for one in consequences.calls_of(later, DANA, draft.plan_id)] == [second.visit_id]


def test_what_was_driven_stands_in_the_draft_as_it_was_published(driven):
    desk, plan = driven
    fill(desk, request("U1"), people=())
    later = overrun(desk, plan)
    draft = live.insert(later, DANA, plan.plan_id, "U1", "T02")
    first = plan.stop_of(order(plan)[0])
    shown = draft.stop_of(first.visit_id)
    assert (shown.start, shown.end, shown.technician_id) == (first.start, first.end, "T01")


@pytest.mark.parametrize("reported", [True, False], ids=["reported", "nothing reported"])
def test_urgent_work_begins_now_at_the_earliest_and_the_cheapest_comes_first(driven, reported):
    desk, plan = driven
    fill(desk, request("U1"), people=())
    later = overrun(desk, plan) if reported else at_time(desk, at(10))
    offers = live.places_for(later, DANA, plan.plan_id, "U1")
    assert {one.technician_id for one in offers} == {"T01", "T02"}
    assert [one.added_ore for one in offers] == sorted(one.added_ore for one in offers)
    assert all(one.start >= later.clock() for one in offers)
    draft = live.insert(later, DANA, plan.plan_id, "U1", offers[0].technician_id)
    stop = draft.stop_of("U1")
    assert (stop.technician_id, stop.start) == (offers[0].technician_id, offers[0].start)


def test_work_that_is_under_way_or_needs_a_crew_is_placed_nowhere(driven):
    desk, plan = driven
    fill(desk, request("U1", crew_size=2), people=())
    later = overrun(desk, plan)
    for request_id in ("U1", order(plan)[0], "nobody"):
        with pytest.raises(InputError):
            live.places_for(later, DANA, plan.plan_id, request_id)
    with pytest.raises(InputError, match="no place"):
        live.insert(later, DANA, plan.plan_id, "R2" if order(plan)[0] == "R1" else "R1", "T02")


@pytest.mark.parametrize("reached", [False, True], ids=["time over", "time left"])
def test_nothing_is_put_into_an_hour_that_has_passed(driven, reached):
    """Anna was done early and waited an hour before she set out; the hour is over."""
    desk, plan = driven
    first, second = (plan.stop_of(one) for one in order(plan))
    tell(desk, first.visit_id, "arrived", first.start)
    done = first.start + timedelta(minutes=10)
    tell(desk, first.visit_id, "done", done)
    left = done + timedelta(hours=1)
    tell(desk, second.visit_id, "en_route", left)
    latest = left + timedelta(hours=3) if reached else done + timedelta(minutes=30)
    fill(desk, request("U1", time_windows=(TimeWindow(earliest_start=at(8), latest_start=latest),)), people=())
    now = at_time(desk, left + timedelta(minutes=1))
    offers = live.places_for(now, DANA, plan.plan_id, "U1")
    assert all(one.start >= now.clock() for one in offers)
    assert bool(offers) is reached


def test_an_old_plan_is_refused(driven):
    desk, plan = driven
    fill(desk, request("U1"), people=())
    live.insert(desk, DANA, plan.plan_id, "U1", "T02")
    with pytest.raises(StaleError):
        live.places_for(desk, DANA, plan.plan_id, "U1")


def test_the_work_of_who_goes_home_is_proposed_to_others_and_what_was_driven_stays(driven):
    desk, plan = driven
    first, second = order(plan)
    anyone(desk, second)
    later = overrun(desk, plan)
    proposal = live.hand_on(later, DANA, DAY, "T01")
    assert proposal.status is PlanStatus.PROPOSAL
    assert proposal.stop_of(first).start == plan.stop_of(first).start
    taken = proposal.stop_of(second)
    assert taken.technician_id == "T02"
    assert taken.start >= later.clock()
    assert not [one for one in proposal.violations if one.hard]
    (away,) = team.get_team(desk, DANA).absences
    assert (away.technician_id, away.kind, away.start) == ("T01", "sick", later.clock())
    draft = plan_desk.take_proposal(later, DANA, proposal.plan_id)
    assert plan_desk.publish(later, DANA, draft.plan_id, instead_of=plan.plan_id).stop_of(second) is not None


def test_who_was_on_the_way_and_goes_home_leaves_the_visit_to_others(driven):
    desk, plan = driven
    first = order(plan)[0]
    for one in order(plan):
        anyone(desk, one)
    leave = plan.stop_of(first).leave
    tell(desk, first, "en_route", leave)
    proposal = live.hand_on(at_time(desk, leave + timedelta(minutes=1)), DANA, DAY, "T01")
    assert {stop.technician_id for stop in proposal.stops if stop.visit_id} == {"T02"}


def test_who_goes_home_in_the_second_they_arrive_has_been_there(driven):
    desk, plan = driven
    first = order(plan)[0]
    for one in order(plan):
        anyone(desk, one)
    start = plan.stop_of(first).start
    tell(desk, first, "arrived", start)
    proposal = live.hand_on(at_time(desk, start), DANA, DAY, "T01")
    assert (proposal.stop_of(first).technician_id, proposal.stop_of(first).start) == ("T01", start)
    assert proposal.stop_of(order(plan)[1]).technician_id == "T02"


def test_what_only_they_may_do_is_left_out_with_a_reason(driven):
    desk, plan = driven
    second = order(plan)[1]
    proposal = live.hand_on(overrun(desk, plan), DANA, DAY, "T01")
    (left,) = proposal.unassigned
    assert left.visit_id == second
    assert left.reasons


def test_promised_work_chooses_its_place_before_more_urgent_work(driven):
    """Bo has room for one of the two before his shift ends."""
    desk, _ = driven
    day_long = {"service_min": 200, "service_p80_min": 200}
    fill(desk, anna("R8", **day_long), anna("R9", **day_long), people=())
    later = at_time(desk, at(12, 30))
    promised(desk, "R9", at(13), at(16))
    with desk.store.writing() as db:
        found = store.plans.newest(db, DAY)
        stops = [replace(found.stop_of("R1"), visit_id=one, request_id=one, sequence=90) for one in ("R8", "R9")]
        store.plans.add(db, found.replace(plan_id="p9", stops=(*found.stops, *stops)))
    for one in ("R8", "R9"):
        anyone(desk, one)
    proposal = live.hand_on(later, DANA, DAY, "T01")
    assert proposal.stop_of("R9").technician_id == "T02"
    assert proposal.stop_of("R8") is None


def test_only_the_desk_places_and_hands_on(driven):
    desk, plan = driven
    for who in (ANNA, MAJA):
        for call in (
            lambda who: live.places_for(desk, who, plan.plan_id, "R1"),
            lambda who: live.insert(desk, who, plan.plan_id, "R1", "T02"),
            lambda who: live.hand_on(desk, who, DAY, "T01"),
        ):
            with pytest.raises(NotAllowedError):
                call(who)
    with pytest.raises(InputError):
        live.hand_on(desk, DANA, DAY, "T77")
    with pytest.raises(InputError):
        live.hand_on(desk, DANA, DAY + timedelta(days=1), "T01")


def test_after_publishing_the_list_says_whom_to_phone_because_of_it(driven):
    desk, plan = driven
    second = order(plan)[1]
    anyone(desk, second)
    later = overrun(desk, plan)
    draft = plan_desk.take_proposal(later, DANA, live.hand_on(later, DANA, DAY, "T01").plan_id)
    before = consequences.calls_of(later, DANA, draft.plan_id)
    assert [one.request_id for one in before] == [second]
    plan_desk.publish(later, DANA, draft.plan_id, instead_of=plan.plan_id)
    assert consequences.calls_of(later, DANA, draft.plan_id) == before


def test_late_in_more_than_one_of_five_cases_is_at_risk():
    start = at(10)
    plain = {"visit_id": "V", "technician_id": "T", "customer": "", "title": "", "planned": start, "start": start}
    edge = start + timedelta(minutes=10)
    assert not Expected(start_p80=edge, latest=edge, **plain).is_at_risk
    assert Expected(start_p80=edge, latest=edge - timedelta(seconds=1), **plain).is_at_risk
    assert not Expected(start_p80=edge, **plain).is_at_risk


def test_a_visit_nobody_opened_frees_the_time_at_once(driven):
    desk, plan = driven
    first = plan.stop_of(order(plan)[0])
    tell(desk, first.visit_id, "arrived", first.start)
    tell(desk, first.visit_id, "no_access", first.start + timedelta(minutes=5))
    later = at_time(desk, first.start + timedelta(minutes=6))
    (found,) = live.day_now(later, MAJA, DAY).expected.values()
    assert found.start < found.planned - timedelta(minutes=20)
    assert triage.get_request(desk, DANA, first.visit_id).status is RequestStatus.NO_ACCESS


def test_somebody_else_reports_nothing_of_hers(driven):
    desk, plan = driven
    bo = Actor(actor_id="bo", name="Bo", role=ANNA.role, technician_id="T02")
    with pytest.raises(NotAllowedError):
        day.report_status(desk, bo, "R1", "visit.arrived", client_uuid="x", at=plan.stop_of("R1").start)
