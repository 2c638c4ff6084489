"""Laws of a plan, whatever the day: the judge passes it, it is worth its price, and nothing that fits is left out."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import permutations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.explain import explain
from planner.model.links import agreed_in, linked, settled
from planner.model.problem import Window
from planner.model.solution import Route, Solution
from planner.planning import plan_problem
from planner.rules import check, plan_from, time_route
from planner.solve import solve
from tests.golden.towns import clock
from tests.laws.whole_days import whole_days
from tests.solve.town import linked as with_links
from tests.solve.town import make_town

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
FEWER = settings(max_examples=max(1, settings().max_examples // 2))
FEW = settings(max_examples=max(1, settings().max_examples // 4))


def planned(problem, *, iterations, seed=1):
    """Return a plan as everybody gets it, after some rounds of search."""
    return plan_problem(
        problem, time_limit_s=120, iterations=iterations, seed=seed, engine="kernel", plan_id="p", created_at=NOW
    )


@FEWER
@given(whole_days(mandatory=0.1), st.integers(1, 300))
def test_the_judge_passes_what_the_search_finds_at_its_price_but_for_what_must_be_done_and_does_not_fit(
    problem, rounds
):
    found = solve(problem, time_limit_s=120, iterations=rounds, engine="kernel")
    verdict = check(problem, plan_from(problem, found, plan_id="p", created_at=NOW))
    done = {visit_id for route in found.routes for visit_id in route.visit_ids}
    must = {one.visit_id for one in problem.visits if one.drop_ore is None}
    assert {(one.rule, one.visit_id) for one in verdict.violations} == {("once", one) for one in must - done}
    assert found.solver.objective_units == verdict.price.total_units


@FEWER
@given(whole_days(), st.integers(1, 60))
def test_a_plan_keeps_every_rule_and_never_costs_more_than_to_plan_nothing(problem, rounds):
    plan = planned(problem, iterations=rounds)
    verdict = check(problem, plan)
    assert verdict.violations == ()
    assert verdict.price.total_units == plan.price.total_units
    nothing = plan_from(problem, Solution(routes=()), plan_id="p", created_at=NOW)
    assert verdict.price.total_units <= nothing.price.total_units


def orders_with(routes, seats):
    """Yield the routes of a plan with visits at every position, each in any route, all at once."""
    places = [(duty, at) for duty, order in routes.items() for at in range(len(order) + 1)]
    for chosen in product(places, repeat=len(seats)):
        for way in permutations(zip(seats, chosen, strict=True)):
            orders = {duty: list(order) for duty, order in routes.items()}
            for seat, (duty, at) in sorted(way, key=lambda one: -one[1][1]):
                orders[duty].insert(at, seat)
            yield {duty: tuple(order) for duty, order in orders.items()}


def groups_left(problem, plan):
    """Return what is left out and may go in without anything else: single visits, and the two seats of a crew."""
    left = {one.visit_id for one in plan.unassigned}
    there = {stop.visit_id for stop in plan.stops if stop.visit_id}
    wants = {one: set() for one in left}
    for link in problem.links:
        if link.second in left or (link.both and link.first in left):
            wants.setdefault(link.second, set()).add(link.first)
            if link.both:
                wants.setdefault(link.first, set()).add(link.second)
    for one in sorted(left):
        others = wants[one] - there
        if not others:
            yield (one,)
        elif len(others) == 1 and one < (other := others.pop()) and wants.get(other, set()) - there == {one}:
            yield (one, other)


def overlooked(problem, plan):
    """Return what is left out and could be put in at some position, for less, without moving what is linked.

    Everything is tried at every position of every route, and judged: single visits as early as their links allow, the
    two seats of a crew together at the earliest second at which both can begin.
    """
    routes = {d.duty_id: tuple(s.visit_id for s in plan.of_duty(d.duty_id) if s.visit_id) for d in problem.duties}
    for seats in groups_left(problem, plan):
        if any(better(problem, plan, orders, seats) for orders in orders_with(routes, seats)):
            yield seats


def better(problem, plan, orders, seats):
    """Whether some orders are a plan that the judge passes and that costs less."""
    times = dict(agreed_in(problem, plan))
    if not linked(problem.links).isdisjoint(seats):
        meet = meeting(problem, orders, seats, times, since=not_before(problem, plan, seats))
        if meet is None:
            return False
        times |= dict.fromkeys(seats, meet)
    posed = settled(problem, times)
    if any(time_route(posed, duty, orders[duty.duty_id]) is None for duty in problem.duties):
        return False
    routes = tuple(Route(duty_id=duty, visit_ids=order) for duty, order in orders.items())
    found = Solution(routes=routes, agreed=tuple(sorted(times.items())))
    verdict = check(problem, plan_from(problem, found, plan_id="p", created_at=NOW))
    must = any(problem.visit(seat).drop_ore is None for seat in seats)
    return verdict.violations == () and (must or verdict.price.total_units < plan.price.total_units)


def not_before(problem, plan, seats):
    """Return the second before which links to what is planned let none of the seats begin."""
    ends = {s.visit_id: (problem.seconds(s.start), problem.seconds(s.end)) for s in plan.stops if s.visit_id}
    low = [0]
    for link in problem.links:
        if link.second in seats and link.first in ends:
            low.append(ends[link.first][link.from_end] + link.min_s)
        if link.first in seats and link.second in ends and link.max_s is not None:
            own_s = problem.visit(link.first).service_s if link.from_end else 0
            low.append(ends[link.second][0] - link.max_s - own_s)
    return max(low)


def meeting(problem, orders, seats, agreed, *, since):
    """Return the earliest second from `since` on at which all seats can begin in these orders, or None."""
    for _ in range(20):
        posed = settled(problem, agreed)
        late = {seat: from_(problem.visit(seat), since) for seat in seats}
        if None in late.values():
            return None
        posed = posed.replace(visits=tuple(late.get(one.visit_id, one) for one in posed.visits))
        starts = set()
        for duty in problem.duties:
            mine = [seat for seat in seats if seat in orders[duty.duty_id]]
            timed = time_route(posed, duty, orders[duty.duty_id]) if mine else None
            if mine and timed is None:
                return None
            starts |= {timed.start_of(seat) for seat in mine}
        if len(starts) == 1:
            return starts.pop()
        since = max(starts)
    return None


def from_(visit, second):
    """Return a visit that does not begin before a second; None where it never does."""
    windows = visit.windows or (Window(earliest_s=0, latest_s=clock(48)),)
    kept = tuple(replace(one, earliest_s=max(one.earliest_s, second)) for one in windows if one.latest_s >= second)
    return replace(visit, windows=kept) if kept else None


@FEW
@given(whole_days(mandatory=0.1, most_visits=9), st.integers(1, 12))
def test_nothing_is_left_out_that_would_have_fitted_and_the_reasons_say_so(problem, rounds):
    plan = planned(problem, iterations=rounds)
    assert list(overlooked(problem, plan)) == []
    again = explain(problem, plan)
    assert {one.visit_id for one in again} == {one.visit_id for one in plan.unassigned}
    for left in again:
        assert left.reasons, left
        assert "search_ended" not in {reason.code for reason in left.reasons}, left


@pytest.mark.parametrize("seed", range(4))
def test_the_trial_finds_what_was_taken_out_of_a_plan(seed):
    """The law above would hold of a trial that finds nothing: visits and crews of two are taken out of plans."""
    problem = with_links(make_town(seed=seed, visits=9, technicians=3, remote=1), seed=seed, crews=1, chains=1)
    plan = planned(problem, iterations=100)
    crews = {stop.request_id: {one.visit_id for one in plan.crew_of(stop.request_id)} for stop in plan.visit_stops}
    needed = {one for link in problem.links if not link.meets for one in (link.first, link.second)}
    found = 0
    for gone in (one for one in crews.values() if len(one) < 3 and not one & needed):
        routes = tuple(
            Route(
                duty_id=d.duty_id,
                visit_ids=tuple(s.visit_id for s in plan.of_duty(d.duty_id) if s.visit_id and s.visit_id not in gone),
            )
            for d in problem.duties
        )
        agreed = tuple((one, second) for one, second in agreed_in(problem, plan) if one not in gone)
        made = plan_from(problem, Solution(routes=routes, agreed=agreed), plan_id="p", created_at=NOW)
        if made.price.total_units > plan.price.total_units:
            assert gone in [set(seats) for seats in overlooked(problem, made)]
            found += 1
    assert found > 2
