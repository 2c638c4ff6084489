"""Which times may be offered: to the minute on both sides of every limit."""

from datetime import date, time

import pytest

from planner.model.offer import SlotGrid
from planner.model.request import TimeWindow
from planner.model.team import Team
from planner.planning.horizon import Horizon
from planner.planning.offers.slots import slots_on
from tests.planning.factory import DAY, at, request, s, window
from tests.planning.offer_town import ahead, anna, at_km, clock, offers

GRID = SlotGrid()


def slots(new=None, *, day=DAY, grid=GRID, now=None, longest_s=3600, zone="Europe/Stockholm"):
    found = slots_on(new or request(), Horizon(day=day, zone=zone), grid, now=now, longest_s=longest_s)
    return [(one.earliest_s, one.latest_s) for one in found]


def own(first, latest, end=None):
    return request(time_windows=(TimeWindow(earliest_start=first, latest_start=latest, latest_end=end),))


def test_the_grid_is_two_hours_each_from_eight_to_four():
    assert slots() == [(s(8), s(10)), (s(10), s(12)), (s(12), s(14)), (s(14), s(16))]


def test_the_last_time_ends_when_the_hours_do_or_before():
    assert slots(grid=GRID.replace(closes=time(15, 59)))[-1] == (s(12), s(14))
    assert slots(grid=GRID.replace(opens=time(9), length_min=90))[-1] == (s(13, 30), s(15))


@pytest.mark.parametrize(("day", "count"), [(date(2026, 11, 28), 0), (date(2026, 11, 27), 4), (date(2026, 12, 25), 0)])
def test_weekends_and_public_holidays_are_closed(day, count):
    assert len(slots(day=day)) == count


def test_saturday_is_offered_where_the_settings_say_so():
    assert len(slots(day=date(2026, 11, 28), grid=GRID.replace(weekdays=(6,)))) == 4


@pytest.mark.parametrize(("day", "first"), [(date(2026, 3, 29), 7), (date(2026, 10, 25), 9), (DAY, 8)])
def test_times_are_those_of_the_clock_on_the_wall_also_where_it_changes(day, first):
    assert slots(day=day, grid=GRID.replace(weekdays=(2, 7)))[0] == (s(first), s(first + 2))


class TestNotice:
    def test_what_begins_before_the_notice_is_cut_to_the_next_quarter(self):
        assert slots(now=at(7, 0))[0] == (s(8), s(10))
        assert slots(now=at(7, 1))[0] == (s(8, 15), s(10))
        assert slots(now=at(7, 15))[0] == (s(8, 15), s(10))

    def test_less_than_half_an_hour_is_not_offered(self):
        assert slots(now=at(8, 30))[0] == (s(9, 30), s(10))
        assert slots(now=at(8, 31))[0] == (s(10), s(12))

    def test_a_day_that_is_over_has_nothing_left(self):
        assert slots(now=at(14, 30)) == [(s(15, 30), s(16))]
        assert slots(now=at(14, 31)) == []


class TestOwnWindows:
    def test_a_hard_window_cuts_the_times(self):
        assert slots(own(at(9), at(11))) == [(s(9), s(10)), (s(10), s(11))]

    def test_what_is_left_must_be_half_an_hour(self):
        assert slots(own(at(9, 30), at(10, 30))) == [(s(9, 30), s(10)), (s(10), s(10, 30))]
        assert slots(own(at(9, 31), at(10, 29))) == []

    def test_work_is_over_by_the_latest_end_also_with_the_slowest(self):
        assert slots(own(at(8), at(12), at(11)), longest_s=3600) == [(s(8), s(10))]
        assert slots(own(at(8), at(12), at(11)), longest_s=1800) == [(s(8), s(10)), (s(10), s(10, 30))]
        assert slots(own(at(8), at(12), at(11)), longest_s=1801) == [(s(8), s(10))]

    def test_each_of_several_windows_gives_its_times(self):
        both = request(time_windows=(window(8, 9), window(13, 14)))
        assert slots(both) == [(s(8), s(9)), (s(13), s(14))]

    def test_a_wish_cuts_nothing(self):
        assert len(slots(request(time_windows=(window(8, 9, hard=False),)))) == 4

    def test_a_window_of_another_day_leaves_none(self):
        assert slots(own(at(8, day=date(2026, 11, 25)), at(9, day=date(2026, 11, 25)))) == []


class TestTheLastSecond:
    """Anna leaves km 0 at 8:00:00; a kilometre takes a minute."""

    def first(self, km, **changes):
        team = Team(technicians=(anna(end_place=None),))
        found = offers(at_km("N", km, service_min=30, **changes), ahead(team), team=team).offers
        return clock(found[0]), found[0].start

    def test_a_start_at_the_last_second_of_a_time_is_offered(self):
        assert self.first(120) == (("08:00", "10:00"), at(10))

    def test_a_minute_later_is_the_next_time(self):
        assert self.first(121) == (("10:00", "12:00"), at(10, 1))

    def test_set_up_counts_before_the_start(self):
        assert self.first(115, setup_min=5) == (("08:00", "10:00"), at(10))
        assert self.first(115, setup_min=6) == (("10:00", "12:00"), at(10, 1))


@pytest.mark.parametrize(
    "wrong",
    [
        {"length_min": 14}, {"length_min": 481}, {"opens": time(14), "closes": time(15, 59)}, {"weekdays": (0,)},
        {"notice_min": -1}, {"days": 0}, {"days": 32}, {"offers": 0}, {"offers": 51},
    ],
)  # fmt: skip
def test_a_grid_that_cannot_be_is_refused(wrong):
    with pytest.raises(ValueError, match="offered times"):
        SlotGrid(**wrong)


def test_a_grid_at_its_limits_is_taken():
    for right in ({"length_min": 15}, {"length_min": 480}, {"notice_min": 0}, {"days": 31}, {"offers": 50}):
        assert SlotGrid(**right)
