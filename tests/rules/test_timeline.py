"""Where things happen in a schedule: departures, waiting, breaks on the way, what relaxed rules miss."""

import numpy as np
import pytest

from planner.model.problem import Break, Matrix, Span, VisitLock, Window
from planner.model.words import LockKind
from planner.rules import time_route
from tests.golden.towns import clock
from tests.rules.bench import duty, problem, visit, with_duty, with_visit


def rest(first, last, minutes=30, *, is_absence=False):
    return Break(earliest_s=first, latest_s=last, duration_s=minutes * 60, is_absence=is_absence)


def opens(hours, minutes=0, until=17):
    return (Window(earliest_s=clock(hours, minutes), latest_s=clock(until)),)


def timed(posed, *order, **options):
    return time_route(posed, posed.duties[0], order or [one.visit_id for one in posed.visits], **options)


def told(route):
    """Every stop as kind, leave-arrival of its drive (or a dash), and start-end."""
    return [
        f"{s.kind} {_span(s.leave_s, s.arrival_s) if s.travel_s else '-'} {_span(s.start_s, s.end_s)}"
        for s in route.stops
    ]


def _span(first, last):
    return "-".join(f"{second // 3600:02}:{second // 60 % 60:02}" for second in (first, last))


def test_the_first_drive_leaves_as_late_as_the_first_visit_allows():
    assert told(timed(problem(visit(windows=opens(10))))) == [
        "start - 09:50-09:50",
        "visit 09:50-10:00 10:00-11:00",
        "end 11:00-11:10 11:10-11:10",
    ]


def test_after_remote_sessions_at_home_the_first_drive_still_leaves_just_in_time():
    posed = problem(visit("R1", None), visit("V1", windows=opens(12)))
    assert told(timed(posed))[1:3] == ["remote - 08:00-09:00", "visit 11:50-12:00 12:00-13:00"]


def test_later_drives_leave_at_once_and_wait_at_the_customers():
    posed = problem(visit("V1"), visit("V2", 2, windows=opens(12)))
    second = timed(posed).stops[2]
    assert (second.leave_s, second.arrival_s, second.start_s) == (clock(9, 10), clock(9, 20), clock(12))


def test_a_break_before_the_first_drive_is_taken_at_home_as_late_as_it_may():
    posed = with_duty(problem(visit(windows=opens(14))), breaks=(rest(clock(11), clock(13)),))
    assert told(timed(posed))[:3] == ["start - 13:00-13:00", "break - 13:00-13:30", "visit 13:50-14:00 14:00-15:00"]


def test_a_break_is_taken_on_arrival_where_it_may():
    posed = with_duty(problem(visit("V1"), visit("V2", 3)), breaks=(rest(clock(9), clock(9, 40)),))
    assert told(timed(posed))[2:4] == ["break 09:10-09:30 09:30-10:00", "visit - 10:00-11:00"]


def test_else_it_is_taken_before_driving():
    posed = with_duty(problem(visit("V1"), visit("V2", 3)), breaks=(rest(clock(9), clock(9, 20)),))
    assert told(timed(posed))[2:4] == ["break - 09:10-09:40", "visit 09:40-10:00 10:00-11:00"]


def test_else_it_is_taken_on_the_road_and_carries_the_part_of_the_drive_before_it():
    posed = with_duty(problem(visit("V1"), visit("V2", 3)), breaks=(rest(clock(9, 15), clock(9, 15)),))
    route = timed(posed)
    assert told(route)[2:4] == ["break 09:10-09:15 09:15-09:45", "visit 09:45-10:00 10:00-11:00"]
    road, second = route.stops[2:4]
    assert (road.row, road.travel_s, road.distance_m) == (None, 300, 5_000)
    assert (second.row, second.travel_s, second.distance_m) == (3, 900, 15_000)


def test_a_break_that_fits_after_the_days_work_follows_the_end():
    posed = with_duty(problem(visit()), breaks=(rest(clock(11), clock(13)),))
    assert told(timed(posed))[-2:] == ["end 09:10-09:20 09:20-09:20", "break - 11:00-11:30"]


def test_an_absence_before_the_shift_does_not_hold_anybody_up():
    posed = with_duty(problem(visit()), breaks=(rest(clock(6), clock(6), 120, is_absence=True),))
    assert told(timed(posed))[:3] == ["start - 06:00-06:00", "absence - 06:00-08:00", "visit 08:00-08:10 08:10-09:10"]


def test_remote_sessions_stay_where_the_technician_is():
    posed = problem(visit("V1"), visit("R1", None), visit("V2", 2))
    route = timed(posed)
    assert [(stop.row, stop.travel_s) for stop in route.stops] == [(0, 0), (1, 600), (1, 0), (2, 600), (0, 1200)]


def test_the_day_ends_with_the_last_work_where_no_end_place_is_given():
    route = timed(with_duty(problem(visit()), end_place=None))
    assert (route.end_s, route.stops[-1].row, route.stops[-1].travel_s) == (clock(9, 10), 1, 0)


def test_no_work_is_no_route_and_costs_nothing():
    posed = problem()
    route = time_route(posed, posed.duties[0], ())
    assert (route.stops, route.units, route.misses) == ((), 0, ())


def test_the_break_is_where_lateness_is_cheapest_though_the_day_is_longer():
    """After V1 nobody is late, though V2 starts half an hour later than with the break before V1."""
    morning = visit("V1", windows=opens(8, 40), late_after_s=clock(8, 40))
    posed = with_duty(problem(morning, visit("V2")), breaks=(rest(clock(8), clock(9, 50), 45),))
    assert told(timed(posed))[1:4] == ["visit 08:30-08:40 08:40-09:40", "break - 09:40-10:25", "visit - 10:25-11:25"]


def test_the_break_makes_one_visit_late_to_keep_another_from_being_later():
    """Before V1 it makes V1 15 min late and V2 none; after it V2 would be 25 min late."""
    morning = visit("V1", windows=opens(8, 40), late_after_s=clock(8, 40))
    posed = problem(morning, visit("V2", late_after_s=clock(10)))
    posed = with_duty(posed, breaks=(rest(clock(8), clock(9, 50), 45),))
    assert told(timed(posed))[1:4] == ["break - 08:00-08:45", "visit 08:45-08:55 08:55-09:55", "visit - 09:55-10:55"]


def test_a_visit_that_is_not_in_the_problem_is_the_programmers_fault():
    with pytest.raises(ValueError, match="'V9' is not in the problem"):
        timed(problem(), "V9")


def test_a_rule_that_timing_does_not_keep_cannot_be_relaxed():
    with pytest.raises(ValueError, match="'skill' is not one of absence"):
        timed(problem(), relaxed=frozenset({"skill"}))


def test_where_no_way_is_known_nothing_is_scheduled_whatever_is_relaxed():
    posed = problem().replace(matrix=Matrix(np.full((4, 4), -1), np.zeros((4, 4))))
    assert timed(posed) is None
    assert timed(posed, relaxed=frozenset({"licence", "shift", "window"})) is None


RELAXED = {
    "shift": (with_duty(problem(), end_s=clock(9), hard_end_s=clock(9)), 20 * 60, None),
    "window": (with_visit(problem(), windows=opens(7, until=8)), 10 * 60, "V1"),
    "opening": (with_visit(problem(), opening=opens(7, until=8)), 10 * 60, "V1"),
    "lock": (with_visit(problem(), lock=VisitLock(kind=LockKind.TIME, earliest_s=0, latest_s=clock(8))), 600, "V1"),
    "licence": (with_duty(problem(), drives=(Span(start_s=0, end_s=clock(9)),)), 600, None),
    "break": (with_duty(problem(), breaks=(rest(clock(11), clock(11)), rest(clock(11), clock(11)))), 1800, None),
    "absence": (
        with_duty(problem(), breaks=(rest(clock(11), clock(11), 60, is_absence=True), rest(clock(11), clock(11)))),
        3600,
        None,
    ),
}


@pytest.mark.parametrize("rule", RELAXED)
def test_a_relaxed_rule_is_missed_by_as_little_as_possible_and_the_route_says_by_how_much(rule):
    posed, seconds, visit_id = RELAXED[rule]
    assert timed(posed) is None
    missed = timed(posed, relaxed=frozenset({rule})).misses
    assert [(miss.rule, miss.seconds, miss.visit_id) for miss in missed] == [(rule, seconds, visit_id)]


@pytest.mark.parametrize("rule", ["shift", "window", "opening", "lock", "licence"])
def test_relaxing_other_rules_does_not_help(rule):
    posed, _, _ = RELAXED[rule]
    assert timed(posed, relaxed=frozenset(RELAXED) - {rule}) is None


def test_who_comes_too_late_for_a_window_starts_at_once_where_waiting_for_the_next_misses_more():
    """V1 is 10 min late for its morning; waiting for the afternoon would make the shift end three hours late."""
    windows = (Window(earliest_s=clock(7), latest_s=clock(8)), Window(earliest_s=clock(20), latest_s=clock(21)))
    posed = with_visit(problem(), windows=windows)
    route = timed(posed, relaxed=frozenset({"shift", "window"}))
    assert [(miss.rule, miss.seconds) for miss in route.misses] == [("window", 600)]
    assert route.start_of("V1") == clock(8, 10)


def test_who_is_early_waits_for_a_relaxed_window():
    route = timed(with_visit(problem(), windows=opens(10)), relaxed=frozenset({"window"}))
    assert route.start_of("V1") == clock(10)
    assert route.start_of("V9") is None


def test_work_begins_where_the_window_and_the_opening_hours_meet():
    """The window is 08-12, the site opens at ten and wants everybody out at noon: 10:00-11:00."""
    posed = with_visit(
        problem(),
        windows=opens(8, until=12),
        opening=(Window(earliest_s=clock(10), latest_s=clock(11), end_s=clock(11)),),
    )
    assert timed(posed).start_of("V1") == clock(10)
    short = with_visit(posed, opening=(Window(earliest_s=clock(10), latest_s=clock(11), end_s=clock(11) - 1),))
    assert timed(short) is None


def test_a_stretched_shift_does_not_end_a_licence_that_covers_the_shift():
    posed = with_duty(problem(), end_s=clock(9), hard_end_s=clock(9), drives=(Span(start_s=0, end_s=clock(9)),))
    assert [miss.rule for miss in timed(posed, relaxed=frozenset({"shift"})).misses] == ["shift"]


def test_the_duty_that_is_timed_need_not_be_the_problems_own():
    posed = with_duty(problem(), end_s=clock(9), hard_end_s=clock(9))
    assert time_route(posed, duty(), ["V1"]) is not None


def set_up(route):
    """Every stop as its row, seconds of set-up, and arrival-start."""
    return [f"{s.row} {s.setup_s} {_span(s.arrival_s, s.start_s)}" for s in route.stops]


def test_set_up_comes_once_per_site_between_arrival_and_start_and_no_factor_scales_it():
    posed = problem(visit("V1", setup_s=600), visit("R1", None, setup_s=600), visit("V2", setup_s=600))
    route = timed(with_duty(posed, job_time_factor=2.0))
    assert set_up(route) == ["0 0 08:00-08:00", "1 600 08:10-08:20", "1 0 10:20-10:20", "1 0 12:20-12:20",
                             "0 0 14:30-14:30"]  # fmt: skip
    assert route.units == timed(problem(visit("V1"), visit("R1", None), visit("V2"))).units


def test_nobody_sets_up_where_the_day_starts():
    assert set_up(timed(problem(visit(place=0, setup_s=600))))[1] == "0 0 08:00-08:00"


def test_a_window_is_of_the_start_and_not_of_the_set_up():
    posed = with_visit(problem(visit(setup_s=600, windows=opens(10))))
    assert set_up(timed(posed))[:2] == ["0 0 09:40-09:40", "1 600 09:50-10:00"]


def test_later_set_up_follows_the_arrival_and_the_waiting_the_set_up():
    posed = problem(visit("V1"), visit("V2", 2, setup_s=600, windows=opens(12)))
    second = timed(posed).stops[2]
    assert (second.arrival_s, second.setup_s, second.start_s) == (clock(9, 20), 600, clock(12))


def test_a_break_is_taken_after_set_up_where_it_may_else_it_interrupts_it():
    posed = problem(visit("V1"), visit("V2", 2, setup_s=1200))  # arrival 09:20, set-up -09:40
    after = timed(with_duty(posed, breaks=(rest(clock(9, 30), clock(9, 40)),)))
    assert set_up(after)[2:4] == ["2 1200 09:20-09:40", "2 0 10:10-10:10"]
    between = timed(with_duty(posed, breaks=(rest(clock(9, 30), clock(9, 30)),)))
    assert set_up(between)[2:4] == ["2 600 09:20-09:30", "2 600 10:00-10:10"]
    assert after.units == between.units


def test_the_most_driving_and_the_capacity_are_kept_or_said_to_be_missed():
    posed = problem(visit("V1", load=(("boxes", 2),)), visit("V2", 2, load=(("boxes", 1),)))  # drives 40 min
    for limits, missed in (({"max_drive_s": 2399}, [("max_drive", 1, 0, "")]),
                           ({"capacity": (("boxes", 2),)}, [("capacity", 0, 1, "boxes")])):  # fmt: skip
        assert timed(with_duty(posed, **limits)) is None
        found = timed(with_duty(posed, **limits), relaxed=frozenset({missed[0][0]}))
        assert [(one.rule, one.seconds, one.amount, one.dimension) for one in found.misses] == missed
    assert timed(with_duty(posed, max_drive_s=2400, capacity=(("boxes", 3),))).misses == ()


def test_waiting_between_stops_has_a_price_and_breaks_are_no_waiting():
    first = visit("V1", windows=opens(8, until=9))
    posed = problem(first, visit("V2", 2, setup_s=600, windows=opens(12)))  # 09:30 ready, 12:00 open
    dear = posed.replace(weights=posed.weights.replace(waiting_ore_h=1_000))
    assert timed(dear).units - timed(posed).units == 150 * 60 * 1_000 * 5
    rested = with_duty(dear, breaks=(rest(clock(10), clock(11)),))
    assert timed(rested).units - timed(posed).units == 120 * 60 * 1_000 * 5


def test_a_break_goes_where_it_saves_waiting():
    posed = problem(visit("V1", windows=opens(8, until=9)), visit("V2", 2, windows=opens(12)))
    posed = with_duty(posed, breaks=(rest(clock(9, 10), clock(15)),))
    assert [stop.kind for stop in timed(posed).stops][-1] == "break"
    dear = posed.replace(weights=posed.weights.replace(waiting_ore_h=1_000))
    assert [stop.kind for stop in timed(dear).stops] == ["start", "visit", "break", "visit", "end"]
