"""Golden towns of several days: a visit that moves to another day, and a night at a hotel, proven by trying all plans.

Every town lies along one street: a kilometre takes a minute and costs 10 kr (see `tests.golden.towns`).
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import combinations, permutations, product

import pytest

from planner import planning
from planner.model.costs import ore, ore_units
from planner.model.nights import Lodging, nights_of, slept
from planner.model.problem import Duty, Problem, Span, Visit, Window
from planner.model.solution import Route, Solution
from planner.planning.nights import sleeping
from planner.rules import check, plan_from, time_route
from tests.golden.towns import DAY, MIDNIGHT, H, M, street

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
DAY_S = 24 * H
ALL_WEEK = (Span(start_s=0, end_s=8 * DAY_S),)


def shift(day, name="anna", **more):
    """A shift 08-17, hard end 18, at home at km 0, on the first, second, ... day."""
    begin = day * DAY_S
    return Duty(
        duty_id=f"{name}:{day}", technician_id=name, name=name.capitalize(), day=DAY + timedelta(days=day),
        start_place=0, end_place=0, start_s=begin + 8 * H, end_s=begin + 17 * H, hard_end_s=begin + 18 * H,
        drives=ALL_WEEK, **more,
    )  # fmt: skip


def work(name, place, minutes, *windows, drop_ore=400_000):
    return Visit(
        visit_id=name, request_id=name, place=place, service_s=minutes * M, drop_ore=drop_ore,
        windows=tuple(Window(earliest_s=a, latest_s=b) for a, b in windows),
    )  # fmt: skip


def morning(day):
    return (day * DAY_S + 9 * H, day * DAY_S + 10 * H)


def two_sides():
    """A on Tuesday at km 10, B on Wednesday at km 60, F at km 62 on either day.

    Tuesday 20 km, Wednesday 62 km out and back: 144 km, 1 440 kr. F on Tuesday would be 124 and 120 km, 2 440 kr.
    """
    places, matrix = street(0, 10, 60, 62)
    return Problem(
        day=DAY, horizon_start=MIDNIGHT, places=places, matrix=matrix, duties=(shift(0), shift(1)),
        visits=(work("A", 1, 60, morning(0)), work("B", 2, 60, morning(1)), work("F", 3, 60)),
    )  # fmt: skip


def far_away(night_ore=90_000, *, may_stay=True):
    """Two jobs of four hours at km 95 and 105, a hotel at km 100.

    From home every day: 190 + 210 km, 4 000 kr. By the hotel: 95 + 5 + 5 + 105 km, 2 100 kr and the night: 1 900 kr
    are saved.
    """
    places, matrix = street(0, 95, 105, 100)
    return Problem(
        day=DAY, horizon_start=MIDNIGHT, places=places, matrix=matrix,
        duties=(shift(0, may_stay=may_stay), shift(1, may_stay=may_stay)),
        visits=(work("A", 1, 240), work("B", 2, 240)),
        lodgings=(Lodging(hotel_id="H1", name="Strand", place=3, night_ore=night_ore),),
    )  # fmt: skip


def out_of_reach():
    """A job of eight hours at km 290: nobody gets there and back in a day; with two nights at km 280 it is done.

    It costs 10 000 kr to leave out; 280 + 10 + 10 + 280 km are 5 800 kr, two nights 2 000 kr. A job at km 270 on
    Tuesday and one on Thursday give the days beside it their work: 20 km more between them.
    """
    places, matrix = street(0, 270, 290, 280)
    return Problem(
        day=DAY, horizon_start=MIDNIGHT, places=places, matrix=matrix,
        duties=tuple(shift(day, may_stay=True) for day in range(3)),
        visits=(
            work("A", 1, 60, (0, DAY_S), drop_ore=200_000),
            work("B", 2, 480, (DAY_S, 2 * DAY_S), drop_ore=1_000_000),
            work("C", 1, 60, (2 * DAY_S, 3 * DAY_S), drop_ore=200_000),
        ),
        lodgings=(Lodging(hotel_id="H1", name="Fjäll", place=3, night_ore=100_000),),
    )  # fmt: skip


def every_plan(problem):
    """Every visit to every duty or to nobody, in every order: pairs of price units and solution."""
    cheapest = {}

    def route(duty, ids):
        if (duty.duty_id, ids) not in cheapest:
            timed = [(one.units, order) for order in permutations(ids) if (one := time_route(problem, duty, order))]
            cheapest[duty.duty_id, ids] = min(timed, default=None)
        return cheapest[duty.duty_id, ids]

    for chosen in product([None, *problem.duties], repeat=len(problem.visits)):
        given = list(zip(problem.visits, chosen, strict=True))
        if any(visit.drop_ore is None and duty is None for visit, duty in given):
            continue
        routes = [(d, route(d, tuple(v.visit_id for v, c in given if c is d))) for d in problem.duties]
        if all(one for _, one in routes):
            dropped = sum(ore_units(v.drop_ore) for v, c in given if c is None)
            solution = Solution(routes=tuple(Route(duty_id=d.duty_id, visit_ids=one[1]) for d, one in routes))
            yield sum(one[0] for _, one in routes) + dropped, solution


def exhaustive(problem, _start=None):
    """The cheapest plan of a problem: a search that finds it for sure."""
    return min(every_plan(problem), key=lambda one: one[0])[1]


def best_of_all(problem):
    """The cheapest lawful plan with any nights, and where is slept in it."""
    found = []
    ids = [duty.duty_id for duty in problem.duties]
    for count in range(len(ids) + 1):
        for away in combinations(ids, count):
            posed = slept(problem, dict.fromkeys(away, "H1"))
            for units, solution in every_plan(posed):
                plan = plan_from(posed, solution, plan_id="", created_at=NOW)
                if check(posed, plan).accepted:
                    found.append((units, tuple(sorted(nights_of(plan)))))
    return min(found)


def planned(problem, **more):
    return planning.plan_problem(problem, time_limit_s=5, iterations=200, created_at=NOW, **more)


def test_a_visit_moves_to_the_day_on_which_somebody_is_near():
    best = min(units for units, _ in every_plan(two_sides()))
    assert ore(best) == 144_000
    plan = planned(two_sides())
    assert plan.violations == ()
    assert plan.price.total_units == best
    assert {stop.visit_id: stop.duty_id for stop in plan.visit_stops} == {"A": "anna:0", "B": "anna:1", "F": "anna:1"}


def test_one_day_after_the_other_is_dearer():
    """The same town planned on Tuesday, which takes F, and then on Wednesday."""
    whole = two_sides()
    tuesday = whole.replace(duties=whole.duties[:1], visits=(whole.visits[0], whole.visits[2]))
    wednesday = whole.replace(duties=whole.duties[1:], visits=whole.visits[1:2])
    assert sum(planned(one).price.total_ore for one in (tuesday, wednesday)) == 244_000


def test_a_night_at_a_hotel_saves_two_long_drives():
    best, nights = best_of_all(far_away())
    assert (ore(best), nights) == (300_000, ("anna:0",))
    plan = planned(far_away())
    assert plan.violations == ()
    assert check(far_away(), plan).violations == ()
    assert (plan.price.total_units, nights_of(plan)) == (best, {"anna:0": "H1"})
    assert {term.term: term.ore for term in plan.price.terms} == {
        "drive_time": 157_500, "distance": 52_500, "night": 90_000,
    }  # fmt: skip
    there, back = plan.of_duty("anna:0")[-1], plan.of_duty("anna:1")[0]
    assert there.place == back.place == far_away().places[3]
    assert plan.problem_hash == far_away().content_hash()


@pytest.mark.parametrize(("night_ore", "away"), [(189_999, {"anna:0": "H1"}), (190_000, {}), (190_001, {})])
def test_a_night_is_kept_only_if_the_whole_price_falls(night_ore, away):
    problem = far_away(night_ore)
    found = sleeping(problem, exhaustive(problem), exhaustive)
    assert dict(found.nights) == away
    plan = plan_from(found.problem, found.solution, plan_id="", created_at=NOW)
    assert plan.price.total_units == best_of_all(problem)[0]


@pytest.mark.parametrize(("night_ore", "away"), [(189_999, {"anna:0": "H1"}), (190_000, {}), (190_001, {})])
def test_a_night_that_promises_more_than_it_saves_is_not_kept(night_ore, away):
    """Work beside the hotel that nobody can do, as it is longer than any shift, makes the night look better."""
    plain = far_away(night_ore)
    problem = plain.replace(visits=(*plain.visits, work("D", 3, 700)))
    assert dict(sleeping(problem, exhaustive(problem), exhaustive).nights) == away


def test_who_may_not_stay_away_sleeps_at_home():
    problem = far_away(may_stay=False)
    assert best_of_all(problem)[1] == ()
    plan = planned(problem)
    assert (plan.price.total_ore, nights_of(plan)) == (400_000, {})


def test_work_that_is_out_of_reach_in_a_day_is_done_by_staying():
    best, nights = best_of_all(out_of_reach())
    assert nights == ("anna:0", "anna:1")
    problem = out_of_reach()
    found = sleeping(problem, exhaustive(problem), exhaustive)
    assert tuple(sorted(found.nights)) == nights
    assert plan_from(found.problem, found.solution, plan_id="", created_at=NOW).price.total_units == best


def test_a_search_that_leaves_one_of_the_two_days_empty_is_asked_again():
    """With one job and a hotel beside it the first day alone would be cheapest at the hotel and never come home."""
    problem = far_away()
    asked = []

    def search(posed, _start):
        asked.append(posed)
        if len(asked) == 1:  # all on the second day, from a hotel that nobody has come to
            return Solution(routes=(Route(duty_id="anna:1", visit_ids=("A", "B")),))
        return exhaustive(posed)

    found = sleeping(problem, exhaustive(problem), search)
    assert dict(found.nights) == {"anna:0": "H1"}
    assert [visit.required for visit in asked[1].visits] == [("anna",), ("anna",)]


def test_the_nights_of_two_people_are_settled_one_by_one():
    problem = far_away()
    other = tuple(replace(shift(day, "bo"), may_stay=False) for day in (0, 1))
    both = problem.replace(duties=(*problem.duties, *other), visits=(*problem.visits, work("C", 1, 240, (0, DAY_S))))
    found = sleeping(both, exhaustive(both), exhaustive)
    plan = plan_from(found.problem, found.solution, plan_id="", created_at=NOW)
    assert check(both, plan).accepted
    assert plan.price.total_units == best_of_all(both)[0]
