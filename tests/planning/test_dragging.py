"""What a dragged visit is told of a place is what the judge says of the whole plan once it stands there."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta

import pytest

from planner import planning, rules
from planner.model.problem import Problem, VisitLock, Window
from planner.model.solution import Route, Solution
from planner.model.words import LockKind
from planner.planning import Place, place_at, places_in, standing_of
from tests.planning.dragged import day_of

SEEDS = range(6)


def judged(problem: Problem, solution: Solution):
    plan = planning.priced_plan(problem, solution, plan_id="p", created_at=problem.horizon_start)
    return plan, {(one.rule, one.visit_id, one.technician_id) for one in plan.violations if one.hard}


def moved(problem: Problem, solution: Solution, visit_id: str, place: Place) -> Solution:
    """The solution with the visit at a place, made without what is tried."""
    orders = {route.duty_id: [one for one in route.visit_ids if one != visit_id] for route in solution.routes}
    order = orders.setdefault(place.duty_id, [])
    order.insert(order.index(place.after) + 1 if place.after else 0, visit_id)
    return replace(solution, routes=tuple(Route(duty_id=one, visit_ids=tuple(ids)) for one, ids in orders.items()))


@pytest.mark.parametrize("seed", SEEDS)
def test_price_time_and_rules_of_every_place_are_the_judges(seed: int) -> None:
    problem, solution = day_of(seed)
    board, before = standing_of(problem, solution), judged(problem, solution)
    chance, asked = random.Random(seed), 0
    for visit in chance.sample(problem.visits, 6):
        for duty in problem.duties:
            for place in places_in(board, visit.visit_id, duty.technician_id):
                after, broken = judged(problem, moved(problem, solution, visit.visit_id, place))
                assert place.added_ore == pytest.approx(after.price.total_ore - before[0].price.total_ore, abs=5)
                stop = after.stop_of(visit.visit_id)
                assert (place.start, place.end) == (stop.start, stop.end)
                wrong = (broken - before[1]) | {one for one in broken if one[1] == visit.visit_id}
                assert bool(place.broken) is bool(wrong), (visit.visit_id, place, wrong)
                assert place.is_exact
                asked += 1
    assert asked > 30


def test_its_own_place_costs_nothing_and_breaks_nothing() -> None:
    problem, solution = day_of(3)
    assert judged(problem, solution)[1] == set()
    board = standing_of(problem, solution)
    for route in solution.routes:
        technician = problem.duty(route.duty_id).technician_id
        for before, visit_id in zip((None, *route.visit_ids), route.visit_ids, strict=False):
            own = next(one for one in places_in(board, visit_id, technician) if one.after == before)
            assert (own.added_ore, own.broken, own.late_s, own.overtime_s) == (0, (), 0, 0)


def test_a_window_is_kept_at_its_last_second_and_broken_one_later() -> None:
    problem, solution = day_of(2)
    route = next(one for one in solution.routes if len(one.visit_ids) > 2)
    visit_id, technician = route.visit_ids[1], problem.duty(route.duty_id).technician_id
    start = problem.seconds(places_in(standing_of(problem, solution), visit_id, technician)[-1].start)
    said = []
    for last in (start, start - 1):
        window = Window(earliest_s=0, latest_s=last)
        posed = problem.replace(
            visits=tuple(replace(one, windows=(window,), opening=()) if one.visit_id == visit_id else one
                         for one in problem.visits)
        )  # fmt: skip
        place = places_in(standing_of(posed, solution), visit_id, technician)[-1]
        said.append({(one.rule, one.seconds) for one in place.broken if one.visit_id == visit_id})
    assert ("window", 1) not in said[0]
    assert ("window", 1) in said[1]


def test_a_lock_to_somebody_else_is_named_lock() -> None:
    problem, solution = day_of(3)
    route = next(one for one in solution.routes if one.visit_ids)
    own = problem.duty(route.duty_id).technician_id
    lock = VisitLock(kind=LockKind.TECHNICIAN, technician_id=own)
    posed = problem.replace(
        visits=tuple(replace(one, lock=lock) if one.visit_id == route.visit_ids[0] else one for one in problem.visits)
    )
    other = next(one.technician_id for one in problem.duties if one.technician_id != own)
    place = places_in(standing_of(posed, solution), route.visit_ids[0], other)[0]
    assert "lock" in {one.rule for one in place.broken}


def test_linked_work_says_that_others_move_with_it() -> None:
    problem, solution = day_of(4, linked=True)
    first = problem.links[0].first
    place = places_in(standing_of(problem, solution), first, problem.duties[0].technician_id)[0]
    assert not place.is_exact


def test_nobody_asked_about_has_no_place() -> None:
    problem, solution = day_of(1)
    assert places_in(standing_of(problem, solution), problem.visits[0].visit_id, "nobody") == ()
    assert places_in(standing_of(problem, solution), "nothing", problem.duties[0].technician_id) == ()


def test_terms_of_the_whole_plan_are_counted_where_they_have_a_price() -> None:
    problem, solution = day_of(5)
    weights = replace(problem.weights, longest_idle_ore_h=9_000, longest_lateness_ore_min=700)
    priced = problem.replace(weights=weights)
    board, before = standing_of(priced, solution), judged(priced, solution)[0]
    visit = next(one for route in solution.routes for one in route.visit_ids)
    for duty in priced.duties:
        for place in places_in(board, visit, duty.technician_id):
            after = judged(priced, moved(priced, solution, visit, place))[0]
            assert place.added_ore == pytest.approx(after.price.total_ore - before.price.total_ore, abs=5)
    assert rules.price_of(priced, before).total_ore == before.price.total_ore


def wished(problem: Problem, visit_id: str, second: int | None) -> Problem:
    lock = VisitLock.not_before(second)
    return problem.replace(
        visits=tuple(replace(one, lock=lock) if one.visit_id == visit_id else one for one in problem.visits)
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_let_go_later_in_a_day_it_waits_there_and_the_judge_says_the_same(seed: int) -> None:
    problem, solution = day_of(seed)
    board, before, waited = standing_of(problem, solution), judged(problem, solution), 0
    for visit in random.Random(seed).sample(problem.visits, 6):
        if visit.lock.holds:
            continue
        for duty in problem.duties:
            for second in range(duty.start_s, duty.end_s, 2700):
                place = place_at(board, visit.visit_id, duty.technician_id, problem.moment(second))
                assert place.start >= problem.moment(second)
                held = None if place.earliest is None else problem.seconds(place.earliest)
                assert held in (None, second)
                posed = wished(problem, visit.visit_id, held)
                after, broken = judged(posed, moved(posed, solution, visit.visit_id, place))
                stop = after.stop_of(visit.visit_id)
                assert (place.start, place.end) == (stop.start, stop.end)
                assert place.added_ore == pytest.approx(after.price.total_ore - before[0].price.total_ore, abs=5)
                assert {one for one in broken - before[1] if one[1] == visit.visit_id} == set() or place.broken
                waited += held is not None
    assert waited > 10


def test_let_go_where_it_stands_nothing_would_change_and_a_wish_is_let_go_by_an_earlier_one() -> None:
    problem, solution = day_of(3)
    route = next(one for one in solution.routes if len(one.visit_ids) > 1)
    visit_id, who = route.visit_ids[-1], problem.duty(route.duty_id).technician_id
    own = next(one for one in places_in(standing_of(problem, solution), visit_id, who) if one.stands)
    sooner = place_at(standing_of(problem, solution), visit_id, who, own.start - timedelta(minutes=1))
    assert (sooner.stands, sooner.earliest, sooner.start) == (True, None, own.start)
    later = own.start + timedelta(minutes=5)
    held = wished(problem, visit_id, problem.seconds(later))
    board = standing_of(held, solution)
    kept, freed = (place_at(board, visit_id, who, moment) for moment in (later, own.start))
    assert (kept.stands, kept.start, kept.added_ore) == (True, later, 0)
    assert (freed.stands, freed.earliest, freed.start) == (False, None, own.start)
