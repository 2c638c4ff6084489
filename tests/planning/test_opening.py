"""Opening hours of sites: what they are on a day, and what of them a visit gets."""

from dataclasses import replace
from datetime import date, datetime, time

import pytest

from planner.model.costs import Weights
from planner.model.problem import Window
from planner.model.request import Lock, Promise
from planner.model.sites import Hours, OpenHours, Site, SpecialDays
from planner.model.team import Team
from planner.model.words import LockKind, PromiseKind, RequestStatus
from planner.planning import build_problem, plan_day
from planner.planning.horizon import Horizon
from planner.planning.opening import next_open, opening_of
from planner.planning.times import Day
from planner.travel import GreatCircle
from tests.planning.factory import CATALOGUE, DAY, at, remote, request, s, team, technician, tomorrow, window

TUESDAY = DAY
WEEKDAYS = OpenHours(weekdays=(1, 2, 3, 4, 5), hours=Hours(opens=time(8), closes=time(16)))


def site(*weekly, **more):
    return Site(site_id="S1", name="Sjöviks Tryck", weekly=weekly or (WEEKDAYS,), **more)


def hours(opens, closes, *weekdays):
    return OpenHours(weekdays=weekdays or (1, 2, 3, 4, 5, 6, 7), hours=Hours(opens=time(opens), closes=time(closes)))


def day(when=TUESDAY, *, now_s=None, last_s=0):
    return Day(horizon=Horizon(day=when, zone="Europe/Stockholm"), last_s=last_s, now_s=now_s)


def opening(one, when=TUESDAY, asked=None, **more):
    return opening_of(asked or request(site_id="S1"), one, day(when, **more))


def spans(one, when=TUESDAY, **more):
    return [(w.earliest_s / 3600, w.latest_s / 3600, w.end_s and w.end_s / 3600) for w in opening(one, when, **more)]


def built(*requests, sites=(), people=None):
    return build_problem(
        people or Team(technicians=(technician(),)), requests, day=DAY, weights=Weights(), catalogue=CATALOGUE,
        travel=GreatCircle(), sites=sites,
    )  # fmt: skip


def test_a_site_is_open_as_its_week_says_and_work_is_over_when_it_closes():
    assert spans(site()) == [(8, 16, 16)]


def test_where_only_the_start_must_be_within_there_is_no_end():
    assert spans(site(until_end=False)) == [(8, 16, None)]


def test_several_spans_of_a_day_come_in_order():
    assert spans(site(hours(13, 16), hours(8, 12))) == [(8, 12, 12), (13, 16, 16)]


def test_spans_that_meet_or_overlap_are_one():
    assert spans(site(hours(8, 12), hours(12, 16))) == [(8, 16, 16)]
    assert spans(site(hours(8, 13), hours(12, 16))) == [(8, 16, 16)]
    assert spans(site(hours(6, 7), hours(8, 12), hours(12, 16))) == [(6, 7, 7), (8, 16, 16)]


def test_who_is_open_around_the_clock_is_open_across_midnight():
    (found,) = opening(site(hours(0, 0)), last_s=30 * 3600)
    assert (found.earliest_s, found.end_s) == (0, 48 * 3600)


def test_hours_past_midnight_belong_to_the_day_they_begin_on():
    night = site(hours(22, 6))
    assert spans(night) == [(0, 6, 6), (22, 30, 30)]
    assert spans(site(OpenHours(weekdays=(2,), hours=Hours(opens=time(22), closes=time(6))))) == [(22, 30, 30)]


def test_the_night_the_clocks_change_has_its_true_hours():
    assert spans(site(hours(0, 8)), date(2026, 10, 25)) == [(0, 9, 9)]


def test_a_site_without_hours_is_always_open_but_on_special_days():
    plain = Site(site_id="S1", special=(SpecialDays(first=tomorrow(), last=tomorrow(2)),))
    assert opening(plain) == ()
    assert opening(plain, tomorrow()).message.key == "rule.opening.closed"
    assert opening(plain, tomorrow(2)).message.key == "rule.opening.closed"
    assert spans(plain, tomorrow(3)) == [(0, 24, 24)]  # closed until midnight: that limits the day


def test_a_special_day_takes_the_place_of_the_week_and_the_later_of_two_counts():
    half = SpecialDays(first=DAY, last=DAY, hours=(Hours(opens=time(9), closes=time(12)),))
    assert spans(site(special=(half,))) == [(9, 12, 12)]
    shut = SpecialDays(first=DAY, last=DAY)
    assert opening(site(special=(half, shut))).message.key == "rule.opening.closed"
    assert spans(site(special=(shut, half))) == [(9, 12, 12)]


def test_public_holidays_are_closed_where_the_site_says_so_unless_a_special_day_opens_it():
    christmas = date(2026, 12, 25)  # a Friday
    assert spans(site(), christmas) == [(8, 16, 16)]
    shut = site(closed_on_holidays=True)
    assert opening(shut, christmas).message.key == "rule.opening.closed"
    half = SpecialDays(first=christmas, last=christmas, hours=(Hours(opens=time(9), closes=time(12)),))
    assert spans(shut.replace(special=(half,)), christmas) == [(9, 12, 12)]


@pytest.mark.parametrize(("now_s", "kept"), [(s(12) - 1, 2), (s(12), 1), (s(16) - 1, 1)])
def test_hours_that_are_over_fall_away(now_s, kept):
    assert len(opening(site(hours(8, 12), hours(13, 16)), now_s=now_s)) == kept


def test_a_day_on_which_it_was_open_says_that_it_is_not_any_more():
    found = opening(site(), now_s=s(16))
    assert (found.code, found.message.key) == ("opening", "planning.site_over")


def test_a_closed_day_names_the_next_open_one_as_the_cure():
    saturday = date(2026, 11, 28)
    found = opening(site(), saturday)
    assert (found.code, found.message.key) == ("opening", "rule.opening.closed")
    (cure,) = found.cures
    assert (cure.code, dict(cure.change)) == ("open_day", {"visit": "R1", "earliest_date": "2026-11-30"})


def test_a_site_that_never_opens_offers_no_day():
    shut = SpecialDays(first=date(2026, 1, 1), last=date(2027, 12, 31))
    assert opening(site(special=(shut,))).cures == ()
    assert next_open(site(special=(shut,)), DAY, zone="Europe/Stockholm") is None


def test_the_next_open_day_is_another_day_and_looked_for_sixty_days_ahead():
    assert next_open(site(), TUESDAY, zone="Europe/Stockholm")[0] == tomorrow()
    for closed, found in ((59, tomorrow(60)), (60, None)):
        shut = SpecialDays(first=tomorrow(), last=tomorrow(closed))
        answer = next_open(site(hours(8, 16), special=(shut,)), DAY, zone="Europe/Stockholm")
        assert (answer and answer[0]) == found


def test_hours_that_begin_after_the_last_shift_are_not_of_the_day():
    assert spans(site(), last_s=26 * 3600) == [(8, 16, 16)]
    assert spans(site(hours(2, 6)), last_s=26 * 3600) == [(2, 6, 6)]
    assert spans(site(hours(2, 6)), last_s=26 * 3600 + 1) == [(2, 6, 6), (26, 30, 30)]


def test_remote_work_and_unknown_sites_know_no_hours():
    assert opening(site(), date(2026, 11, 28), asked=remote(site_id="S1")) == ()
    assert opening(None, date(2026, 11, 28)) == ()


@pytest.mark.parametrize("status", ["en_route", "on_site", "done", "follow_up", "no_access"])
def test_whoever_is_there_already_is_not_sent_away(status):
    assert opening(site(), date(2026, 11, 28), asked=request(site_id="S1", status=RequestStatus(status))) == ()


def test_a_visit_has_the_windows_of_its_request_and_the_hours_of_its_site():
    (visit,) = built(request(site_id="S1", time_windows=(window(7, 10),)), sites=(site(),)).problem.visits
    assert visit.windows == (Window(earliest_s=s(7), latest_s=s(10)),)
    assert visit.opening == (Window(earliest_s=s(8), latest_s=s(16), end_s=s(16)),)


def test_every_seat_of_a_crew_has_the_hours():
    visits = built(request(site_id="S1", crew_size=2), sites=(site(),), people=team(technician(), technician("T2")))
    assert {one.opening for one in visits.problem.visits} == {(Window(earliest_s=s(8), latest_s=s(16), end_s=s(16)),)}


def test_a_promise_does_not_open_the_site():
    promise = Promise(kind=PromiseKind.TOLD, earliest=at(6), latest=at(7))
    (visit,) = built(request(site_id="S1", promise=promise), sites=(site(),)).problem.visits
    assert [one.earliest_s for one in visit.opening] == [s(8)]


def test_a_request_at_a_closed_site_is_left_out_with_the_reason():
    shut = site(special=(SpecialDays(first=DAY, last=DAY),))
    answer = built(request(site_id="S1"), request("R2", site_id="S2"), sites=(shut,))
    assert [one.visit_id for one in answer.problem.visits] == ["R2"]
    assert [reason.code for reason in answer.left_out[0].reasons] == ["opening"]


def test_the_plan_waits_for_the_site_to_open():
    asked = request(site_id="S1", time_windows=(window(8, 12),))
    plan = plan_day(team(), [asked], day=DAY, iterations=20, time_limit_s=30, catalogue=CATALOGUE,
                    sites=(site(hours(10, 16)),))  # fmt: skip
    (stop,) = [one for one in plan.stops if one.visit_id == "R1"]
    assert stop.start == at(10)
    assert plan.violations == ()


def test_window_and_hours_that_do_not_meet_leave_it_out_with_a_time_that_does():
    asked = request(site_id="S1", time_windows=(window(8, 9),))
    plan = plan_day(team(), [asked], day=DAY, iterations=20, time_limit_s=30, catalogue=CATALOGUE,
                    sites=(site(hours(10, 16)),), clock=lambda: at(6))  # fmt: skip
    (left,) = plan.unassigned
    assert left.reasons[0].code in ("window", "opening")
    moved = next(cure for cure in left.reasons[0].cures if cure.code == "move_window")
    assert datetime.fromisoformat(dict(moved.change)["earliest_start"]) == at(10)


def test_a_driven_visit_stays_in_the_plan_of_a_site_that_has_closed_since():
    lock = Lock(kind=LockKind.BOTH, technician_id="T1", earliest=at(17), latest=at(17))
    driven = request(site_id="S1", status=RequestStatus.ON_SITE, lock=lock)
    (visit,) = built(driven, sites=(site(hours(8, 10)),)).problem.visits
    assert visit.opening == ()


def test_special_days_in_the_wrong_order_are_refused():
    with pytest.raises(ValueError, match="is before the first"):
        SpecialDays(first=DAY, last=tomorrow(-1))
    with pytest.raises(ValueError, match="expected 1 to 7"):
        replace(WEEKDAYS, weekdays=(0,))
