"""Law 2: a brute-force oracle, written from the rules' text, watches the timeline."""

from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from planner.model.costs import ore_units
from planner.model.solution import Route, Solution
from planner.rules import ALL_RULES, check, peak_units, plan_from, time_route
from tests.laws.small_days import problems, squeezed_days
from tests.rules.oracle import cheapest

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
MORE = settings(max_examples=2 * settings().max_examples)


def _any_order(problem, data):
    return data.draw(st.permutations([visit.visit_id for visit in problem.visits]), label="order")


@MORE
@given(problems(), st.data())
def test_timeline_and_oracle_agree_on_feasibility_and_price(problem, data):
    order = _any_order(problem, data)
    for duty in problem.duties:
        timed = time_route(problem, duty, order)
        assert (None if timed is None else timed.units) == cheapest(problem, duty, order)


@MORE
@given(squeezed_days())
def test_where_a_break_costs_least_is_found_exactly(problem):
    order, duty = [visit.visit_id for visit in problem.visits], problem.duties[0]
    timed = time_route(problem, duty, order)
    assert (None if timed is None else timed.units) == cheapest(problem, duty, order)


@MORE
@given(problems(), st.data())
def test_what_the_timeline_schedules_the_judge_accepts_at_the_same_price(problem, data):
    order = _any_order(problem, data)
    for duty in problem.duties:
        timed = time_route(problem, duty, order)
        if timed is None:
            continue
        solution = Solution(routes=(Route(duty_id=duty.duty_id, visit_ids=tuple(order)),))
        verdict = check(problem, plan_from(problem, solution, plan_id="p", created_at=NOW))
        who = {"skill", "person", "lock"}  # the timeline does not ask who may do the work
        assert [v for v in verdict.violations if v.rule not in who] == []
        routes = [timed if one is duty else time_route(problem, one, ()) for one in problem.duties]
        assert verdict.price.total_units == timed.units + peak_units(
            problem.weights, zip(problem.duties, routes, strict=True)
        )


@given(problems(), st.data())
def test_relaxing_rules_never_makes_a_schedule_dearer_in_what_it_misses(problem, data):
    order = _any_order(problem, data)
    some = frozenset(data.draw(st.sets(st.sampled_from(sorted(ALL_RULES)), min_size=1), label="relaxed"))
    # Whoever may drive any time begins the day's work earlier, and so may wait longer.
    problem = problem.replace(weights=problem.weights.replace(waiting_ore_h=0))
    for duty in problem.duties:
        strict, relaxed = time_route(problem, duty, order), time_route(problem, duty, order, relaxed=some)
        if strict is not None:
            assert relaxed is not None
            assert relaxed.units <= strict.units
            assert relaxed.misses == () or "licence" in some
        elif relaxed is not None:
            assert {miss.rule for miss in relaxed.misses} <= some
            assert relaxed.misses


@given(problems(), st.data())
def test_a_schedule_with_relaxed_rules_breaks_what_it_says_and_nothing_else(problem, data):
    order = _any_order(problem, data)
    for duty in problem.duties:
        if time_route(problem, duty, order) or not (relaxed := time_route(problem, duty, order, relaxed=ALL_RULES)):
            continue
        solution = Solution(routes=(Route(duty_id=duty.duty_id, visit_ids=tuple(order)),))
        plan = plan_from(problem, solution, plan_id="p", created_at=NOW)
        found = check(problem, plan).violations
        keys = (violation.message.key.split(".")[1] for violation in found)
        broken = {key if key == "max_drive" else key.split("_")[0] for key in keys}
        missed = {miss.rule for miss in relaxed.misses}
        # Absences that overlap cannot all be scheduled, though nobody works in any of them.
        assert broken - {"skill", "person", "lock"} <= missed - {"lock"} <= broken | {"absence"}


@given(problems(), st.data())
def test_the_price_of_a_plan_is_the_sum_of_its_routes_and_of_what_is_left_out(problem, data):
    order, cut = _any_order(problem, data), data.draw(st.integers(0, 4), label="cut")
    first, second = problem.duties
    orders = {first: tuple(order[:cut]), second: tuple(order[cut:])}
    timed = {duty: time_route(problem, duty, ids) for duty, ids in orders.items()}
    routes = tuple(Route(duty_id=duty.duty_id, visit_ids=orders[duty]) for duty in orders if timed[duty])
    price = plan_from(problem, Solution(routes=routes), plan_id="p", created_at=NOW).price
    planned = {visit_id for route in routes for visit_id in route.visit_ids}
    dropped = sum(ore_units(v.drop_ore or 0) for v in problem.visits if v.visit_id not in planned)
    kept = [route or time_route(problem, duty, ()) for duty, route in timed.items()]
    whole = peak_units(problem.weights, zip(problem.duties, kept, strict=True))
    assert price.total_units == dropped + whole + sum(route.units for route in kept)
    assert price.total_ore == sum(term.ore for term in price.terms)
