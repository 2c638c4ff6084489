"""Every request becomes a visit, or is left out with a reason somebody can act on."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from planner.model.costs import Weights
from planner.model.language import LANGUAGES, render
from planner.model.places import Place
from planner.model.request import Lock, Promise
from planner.model.team import CertificateHeld
from planner.model.words import Channel, Due, LockKind, Precision, Priority, PromiseKind, RequestStatus
from planner.planning import baseline
from tests.planning.factory import (
    DAY,
    HOME,
    OTHER_SITE,
    SITE,
    at,
    built,
    needs,
    reason_of,
    remote,
    request,
    s,
    team,
    technician,
    tomorrow,
    visit_of,
    window,
)  # fmt: skip

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def hours(visit):
    return [(w.earliest_s / 3600, w.latest_s / 3600, w.end_s and w.end_s / 3600) for w in visit.windows]


def test_work_on_site_is_service_and_set_up_beside_it():
    visit = visit_of(request(service_min=60, service_p80_min=100, setup_min=15, load=(("boxes", 2),)))
    assert (visit.service_s, visit.service_p80_s, visit.setup_s) == (60 * 60, 100 * 60, 15 * 60)
    assert visit.load == (("boxes", 2),)
    assert visit.visit_id == visit.request_id == "R1"
    assert visit.windows == ()
    assert visit.late_after_s is None


def test_remote_work_needs_neither_place_nor_set_up():
    visit = visit_of(remote(service_min=30, service_p80_min=30, setup_min=15))
    assert visit.is_remote
    assert (visit.service_s, visit.setup_s) == (30 * 60, 0)
    assert visit_of(remote(channel=Channel.PHONE)).is_remote


def test_requests_at_one_position_share_a_row():
    problem = built(request("A"), request("B"), request("C", place=OTHER_SITE)).problem
    a, b, c = problem.visits
    assert a.place == b.place != c.place
    assert len(problem.places) == len(problem.matrix) == 3  # with the technician's home


@pytest.mark.parametrize("turned", [False, True])
def test_who_shares_a_position_keeps_the_address_of_the_own_request_in_plan_and_left_out(turned):
    town = {"precision": Precision.LOCALITY, "radius_m": 4_000}
    places = {
        "A": replace(SITE, label="Odengatan 61", **town),
        "B": replace(SITE, label="Götgatan 44", source="person", **town),
        "C": replace(HOME, label="Liljeholmsvägen 18", **town),
        "D": replace(SITE, lat=SITE.lat + 1e-8, label="Ringvägen 3", **town),
    }
    asked = [request(one, place=place) for one, place in places.items()]
    problem = built(*asked[:: -1 if turned else 1], request("Z", place=places["A"], **needs("printing", 5))).problem
    plan = baseline(problem, plan_id="p", created_at=NOW)
    assert len(problem.places) == 2
    assert {one: plan.stop_of(one).place.label for one in places} == {one: at.label for one, at in places.items()}
    assert plan.stop_of("B").place == replace(places["B"], lat=problem.places[1].lat)
    assert [one.place.label for one in plan.unassigned] == ["Odengatan 61"]
    assert plan.stops[0].place == plan.stops[-1].place == plan.technicians[0].start_place == HOME
    assert plan.violations == ()


def test_a_hard_window_is_kept_as_it_is():
    assert hours(visit_of(request(time_windows=(window(9, 11, 12),)))) == [(9, 11, 12)]


def test_several_windows_are_cut_to_the_day_and_put_in_order():
    windows = (window(13, 15), window(9, 11), window(9, 11, day=tomorrow()), window(9, 11, day=tomorrow(-1)))
    assert hours(visit_of(request(time_windows=windows))) == [(9, 11, None), (13, 15, None)]


def test_a_window_over_several_days_is_the_whole_of_this_one():
    long = window(9, 11).__class__(earliest_start=at(9, day=tomorrow(-3)), latest_start=at(16, day=tomorrow(3)))
    assert hours(visit_of(request(time_windows=(long,)))) == [(0, 24, None)]


def test_a_preferred_window_is_waited_for_and_late_after_its_latest_start():
    visit = visit_of(request(time_windows=(window(9, 11, hard=False),)))
    assert hours(visit) == [(9, 24, None)]
    assert visit.late_after_s == s(11)


def test_a_preferred_window_raises_the_start_of_a_hard_one():
    visit = visit_of(request(time_windows=(window(8, 15, 16), window(10, 11, hard=False))))
    assert hours(visit) == [(10, 15, 16)]
    assert visit.late_after_s == s(11)


def test_a_preferred_window_that_would_leave_no_time_gives_way():
    kept = visit_of(request(time_windows=(window(8, 9, 10), window(12, 13, hard=False))))
    assert hours(kept) == [(8, 9, 10)]
    too_late_for_all = visit_of(request(time_windows=(window(20, 21, hard=False),)))
    assert hours(too_late_for_all) == []
    assert too_late_for_all.late_after_s == s(21)


def test_between_two_preferred_windows_nobody_comes():
    visit = visit_of(request(time_windows=(window(8, 9, hard=False), window(13, 14, hard=False))))
    assert hours(visit) == [(8, 9, None), (13, 24, None)]
    assert visit.late_after_s == s(14)


def test_a_promise_told_is_a_hard_window_and_the_only_one():
    promise = Promise(kind=PromiseKind.TOLD, earliest=at(10), latest=at(11))
    visit = visit_of(request(promise=promise, time_windows=(window(13, 15),)))
    assert hours(visit) == [(10, 11, None)]
    untold = visit_of(request(promise=Promise(kind=PromiseKind.NONE, earliest=at(10), latest=at(11))))
    assert hours(untold) == []


def test_what_was_due_before_today_is_late_from_the_first_shift_on():
    answer = built(request(due_date=tomorrow(-2)))
    assert answer.problem.visits[0].late_after_s == s(8)
    assert [note.key for note in answer.notes] == ["planning.overdue"]
    assert visit_of(request(due_date=tomorrow())).late_after_s is None
    past_wish = visit_of(request(time_windows=(window(9, 11, hard=False, day=tomorrow(-1)),)))
    assert past_wish.late_after_s == s(8)
    assert hours(past_wish) == []


def test_the_service_level_gives_the_latest_start():
    visit = visit_of(request(sla_policy="standard", created_at=at(9), service_min=60))
    assert visit.late_after_s == s(12)  # 4 h of office time end at 13:00
    overdue = visit_of(request(sla_policy="standard", created_at=at(9, day=tomorrow(-4))))
    assert overdue.late_after_s == s(8)
    assert visit_of(request(sla_policy="standard", created_at=at(16))).late_after_s is None
    assert visit_of(request(sla_policy="unheard of", created_at=at(9))).late_after_s is None
    assert visit_of(request(sla_policy="standard", created_at=at(9), priority=Priority.P5)).late_after_s is None


def test_leaving_out_costs_by_priority():
    weights = Weights(drop_ore=(5, 4, 3, 2, 1))
    assert [visit_of(request(priority=p), weights=weights).drop_ore for p in Priority] == [5, 4, 3, 2, 1]


def test_coming_late_is_never_dearer_than_not_coming():
    weights = Weights()
    visit = visit_of(request(time_windows=(window(8, 8, hard=False),)), weights=weights)
    last_start_late_min = 10 * 60 - 60  # the shift may last until 18:00
    assert visit.drop_ore >= weights.drop(Priority.P3) + last_start_late_min * weights.lateness(Priority.P3)


def test_a_drop_price_given_with_the_request_stays_and_a_mandatory_one_has_none():
    wish = (window(8, 8, hard=False),)
    assert visit_of(request(drop_cost_ore=77, time_windows=wish)).drop_ore == 77
    assert visit_of(request(drop_cost_ore=77, mandatory=True)).drop_ore is None


def test_persons_and_locks_are_passed_on():
    lock = Lock(kind=LockKind.BOTH, technician_id="T1", earliest=at(9), latest=at(9, 30))
    visit = visit_of(
        request(
            lock=lock, preferred_technicians=("T1",), required_technicians=("T1", "T9"), forbidden_technicians=("T8",)
        )
    )
    assert (visit.preferred, visit.required, visit.forbidden) == (("T1",), ("T1", "T9"), ("T8",))
    assert visit.lock.kind is LockKind.BOTH
    assert (visit.lock.technician_id, visit.lock.earliest_s, visit.lock.latest_s) == ("T1", s(9), s(9, 30))


@pytest.mark.parametrize(
    ("left", "code", "key"),
    [
        (request(place=None), "place", "planning.no_address"),
        (request(place=None, address="Storgatan 1"), "place", "planning.address_unknown"),
        (request(place=Place(lat=17.94, lon=59.4)), "place", "geocode.position_swapped"),
        (request(place=Place(lat=0, lon=0)), "place", "geocode.position_zero"),
        (request(status=RequestStatus.PAUSED), "hold", "planning.on_hold"),
        (request(status=RequestStatus.PAUSED, pause_reason="waiting"), "hold", "rule.hold.unassigned"),
        (request(**needs("telepathy")), "skill", "planning.unknown_skill"),
        (request(required_certificates=("pilot",)), "certificate", "planning.unknown_certificate"),
        (request(earliest_date=tomorrow()), "window", "planning.not_before"),
        (request(time_windows=(window(9, 11, day=tomorrow()),)), "window", "planning.window_other_day"),
        (request(time_windows=(window(9, 11, hard=False, day=tomorrow()),)), "window", "planning.window_other_day"),
        (request(time_windows=(window(9, 11, day=tomorrow(-1)),)), "window", "planning.window_before"),
        (request(promise=Promise(kind=PromiseKind.TOLD, earliest=at(9, day=tomorrow()), latest=at(9, day=tomorrow()))),
         "window", "planning.window_other_day"),
        (request(lock=Lock(kind=LockKind.TECHNICIAN, technician_id="T7")), "lock", "planning.locked_unknown"),
        (request(required_technicians=("T7",)), "person", "planning.required_off"),
    ],
)  # fmt: skip
def test_what_cannot_be_posed_is_left_out_with_a_reason_in_both_languages(left, code, key):
    reason = reason_of(left)
    assert (reason.code, reason.message.key) == (code, key)
    assert all(render(reason.message, language) for language in LANGUAGES)


def test_a_request_without_place_can_be_put_on_the_map():
    (cure,) = reason_of(request(place=None)).cures
    assert cure.code == "set_place"
    (swap,) = reason_of(request(place=Place(lat=17.94, lon=59.4))).cures
    assert swap.change == (("lat", "59.4"), ("lon", "17.94"))


def test_a_position_abroad_is_noted_and_planned():
    answer = built(request(place=Place(lat=59.91, lon=10.74)))
    assert len(answer.problem.visits) == 1
    assert [note.key for note in answer.notes] == ["planning.outside"]


def test_a_window_of_this_morning_has_passed_this_afternoon():
    morning = request(time_windows=(window(8, 10),))
    assert built(morning, now=at(9)).left_out == ()
    assert reason_of(morning, now=at(12)).message.key == "planning.window_past"


def test_a_skill_nobody_holds_today_is_no_obstacle_to_posing():
    assert visit_of(request(**needs("wifi", 4))).skills == (("wifi", 4),)


def test_a_skill_only_the_team_knows_is_known():
    assert visit_of(request(**needs("printing", 2)), catalogue=None).skills == (("printing", 2),)
    assert reason_of(request(**needs("wifi")), catalogue=None).message.key == "planning.unknown_skill"


def test_who_is_locked_or_required_but_off_today_is_named():
    off = team(technician("T1"), technician("T2", patterns=()))
    lock = Lock(kind=LockKind.TECHNICIAN, technician_id="T2")
    assert "Name T2" in str(reason_of(request(lock=lock), team=off).message)
    assert "Name T2" in str(reason_of(request(required_technicians=("T2",)), team=off).message)
    assert visit_of(request(required_technicians=("T2", "T1")), team=off).required == ("T2", "T1")


def test_a_certificate_for_one_customer_is_asked_for_that_customer():
    staff = team(
        technician("T1", certificates=(CertificateHeld(certificate="entry_permit", customer_id="K1"),)),
        technician("T2", certificates=(CertificateHeld(certificate="entry_permit"),)),
        technician("T3", certificates=(CertificateHeld(certificate="entry_permit", customer_id="K2"),)),
    )
    needed = {"required_certificates": ("entry_permit",)}
    problem = built(request("A", customer_id="K1", **needed), team=staff).problem
    (visit,) = problem.visits
    assert visit.certificates == ("entry_permit@K1",)
    assert [set(visit.certificates) <= set(duty.certificates) for duty in problem.duties] == [True, True, False]


def test_a_certificate_nobody_holds_for_single_customers_is_asked_plainly():
    staff = team(technician(certificates=(CertificateHeld(certificate="entry_permit"),)))
    visit = visit_of(request(customer_id="K1", required_certificates=("entry_permit",)), team=staff)
    assert visit.certificates == ("entry_permit",)


def test_done_and_cancelled_requests_are_over_and_counted():
    over = [request("A", status=RequestStatus.DONE), request("B", status=RequestStatus.CANCELLED)]
    answer = built(*over, request("C"))
    assert [visit.visit_id for visit in answer.problem.visits] == ["C"]
    assert answer.left_out == ()
    assert str(answer.notes[0]) == "Requests that are done or cancelled are not planned: 2."


def test_done_work_locked_to_its_time_stays_in_the_day():
    lock = Lock(kind=LockKind.BOTH, technician_id="T1", earliest=at(9), latest=at(9))
    assert visit_of(request(status=RequestStatus.DONE, lock=lock)).lock.earliest_s == s(9)


def test_the_second_request_with_an_id_is_left_out():
    answer = built(request("A"), request("A", title="again"))
    assert len(answer.problem.visits) == 1
    assert [(left.title, left.reason.key) for left in answer.left_out] == [("again", "planning.request_twice")]


def test_vague_places_are_noted_and_a_crew_is_nothing_to_note():
    vague = Place(lat=59.386, lon=17.907, precision="locality")
    keys = [note.key for note in built(request("A", place=vague), request("B", crew_size=2)).notes]
    assert keys == ["planning.vague"]


def test_long_lists_in_notes_are_cut():
    note = built(*(request(f"R{n}", due_date=DAY - timedelta(days=1)) for n in range(8))).notes[0]
    assert str(note) == "Were due before today (8): R0, R1, R2, R3, R4 and …."


def test_an_empty_day_is_said():
    answer = built()
    assert answer.problem.visits == ()
    assert [note.key for note in answer.notes] == ["planning.empty_day"]


def test_the_last_second_of_the_day_belongs_to_it():
    midnight = window(22, 23).__class__(earliest_start=at(0, day=tomorrow()), latest_start=at(1, day=tomorrow()))
    assert reason_of(request(time_windows=(midnight,))).message.key == "planning.window_other_day"
    eve = midnight.__class__(
        earliest_start=at(0, day=tomorrow()) - timedelta(seconds=1), latest_start=at(1, day=tomorrow())
    )
    assert hours(visit_of(request(time_windows=(eve,))))[0][0] == pytest.approx(24, abs=1e-3)


@pytest.mark.parametrize(
    ("asked", "against"),
    [
        ({"time_windows": (window(9, 11, hard=False),)}, Due.WISH),
        ({"due_date": DAY, "service_min": 600}, Due.DUE_DATE),
        ({"sla_policy": "standard", "created_at": at(9)}, Due.SERVICE_LEVEL),
        ({"sla_policy": "standard", "created_at": at(9), "time_windows": (window(8, 10, hard=False),)}, Due.WISH),
        ({"sla_policy": "standard", "created_at": at(9), "time_windows": (window(8, 16, hard=False),)},
         Due.SERVICE_LEVEL),
        ({"sla_policy": "standard", "created_at": at(9), "time_windows": (window(8, 12, hard=False),)}, Due.WISH),
        ({"due_date": tomorrow(-1), "time_windows": (window(8, 12, hard=False),)}, Due.DUE_DATE),
        ({}, None),
    ],
)  # fmt: skip
def test_a_visit_says_what_it_would_be_late_against(asked, against):
    assert visit_of(request(**asked)).late_against is against
