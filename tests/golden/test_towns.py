"""The golden towns: the plans worked out by hand are what the rules make of them, and nothing is cheaper."""

from datetime import UTC, date, datetime
from itertools import permutations, product
from zoneinfo import ZoneInfo

import pytest

from planner.model.costs import ore, ore_units
from planner.model.solution import Route, Solution
from planner.rules import check, peak_units, plan_from, time_route
from planner.solve import solve
from tests.golden.fair_town import fair_golden
from tests.golden.prover import may, proven
from tests.golden.rule_towns import chain_golden, crew_golden, limits_golden, locks_golden, persons_golden
from tests.golden.rush import rush_golden
from tests.golden.shared_town import shared_golden
from tests.golden.towns import hired_golden, laden_golden, night_town, small_golden, tiny_golden

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
TRIED = {
    "tiny": tiny_golden(),
    "small": small_golden(),
    "laden": laden_golden(),
    "hired": hired_golden(),
    "shared": shared_golden(),
    "rush": rush_golden(),
    "fair": fair_golden(),
}
"""Towns small enough to try every plan of."""

PROVEN = {
    "crew": crew_golden(),
    "chain": chain_golden(),
    "persons": persons_golden(),
    "locks": locks_golden(),
    "limits": limits_golden(),
}
"""Towns whose best plan CP-SAT proves."""

TOWNS = TRIED | PROVEN


@pytest.fixture(params=TOWNS)
def golden(request):
    return TOWNS[request.param]


def plan(golden):
    return plan_from(golden.problem, golden.best, plan_id="golden", created_at=NOW)


def test_the_best_plan_breaks_no_rule(golden):
    assert check(golden.problem, plan(golden)).violations == ()


def test_the_price_is_the_one_worked_out_by_hand_term_by_term(golden):
    price = plan(golden).price
    assert {term.term: term.ore for term in price.terms} == golden.price
    assert price.total_ore == sum(golden.price.values())


def test_work_starts_when_worked_out_by_hand(golden):
    made = plan(golden)
    starts = {stop.visit_id: golden.problem.seconds(stop.start) for stop in made.visit_stops + made.remote_stops}
    assert starts == golden.starts


def test_what_is_left_out_is_named(golden):
    assert tuple(one.visit_id for one in plan(golden).unassigned) == golden.left_out


@pytest.mark.parametrize("golden", TRIED.values(), ids=TRIED)
def test_no_other_plan_is_cheaper(golden):
    """Every visit to everybody who may do it or to nobody, in every order."""
    problem, cheapest = golden.problem, {}

    def route(duty, ids):
        if (duty.duty_id, ids) not in cheapest:
            timed = [time_route(problem, duty, order) for order in permutations(ids)]
            cheapest[duty.duty_id, ids] = min((one for one in timed if one), key=lambda one: one.units, default=None)
        return cheapest[duty.duty_id, ids]

    choices = [[None, *(duty for duty in problem.duties if may(problem, duty, visit))] for visit in problem.visits]
    prices = []
    for chosen in product(*choices):
        work = {
            d: tuple(v.visit_id for v, c in zip(problem.visits, chosen, strict=True) if c is d) for d in problem.duties
        }
        routes = [route(duty, ids) for duty, ids in work.items()]
        dropped = sum(ore_units(v.drop_ore) for v, c in zip(problem.visits, chosen, strict=True) if c is None)
        if None not in routes:
            whole = peak_units(problem.weights, zip(work, routes, strict=True))
            prices.append(sum(one.units for one in routes) + whole + dropped)
    assert ore(min(prices)) == sum(golden.price.values())
    assert prices.count(min(prices)) == 1


@pytest.mark.parametrize("name", [*PROVEN, "tiny", "small", "hired"])
def test_nothing_is_cheaper_by_a_model_of_the_rules_of_its_own(name):
    """CP-SAT, which knows no price of waiting and so not the laden town, proves the price worked out by hand."""
    golden = TOWNS[name]
    found = proven(golden.problem)
    assert found.units == plan(golden).price.total_units
    assert ore(found.units) == sum(golden.price.values())


@pytest.mark.parametrize("engine", ["kernel", "routing"])
@pytest.mark.parametrize("name", PROVEN)
def test_both_engines_find_the_proven_plan_where_they_know_all_its_rules(name, engine):
    """The routing engine leaves linked visits where they are, and so begins with the best plan's."""
    golden = PROVEN[name]
    start = golden.best if engine == "routing" and golden.problem.links else None
    found = solve(golden.problem, time_limit_s=60, iterations=600, engine=engine, start=start)
    made = plan_from(golden.problem, found, plan_id="p", created_at=NOW)
    assert check(golden.problem, made).violations == ()
    assert found.solver.objective_units == made.price.total_units == plan(golden).price.total_units


@pytest.mark.parametrize(("day", "hours", "opens"), [("2026-03-28", 7, 5), ("2026-10-24", 9, 7), ("2026-11-24", 8, 6)])
def test_a_night_shift_over_a_clock_change_is_exact_to_the_second(day, hours, opens):
    """R13: 22-06 has 7 hours when the clock goes forward and 9 when it goes back; 04:00 is 04:00 on the wall."""
    problem = night_town(date.fromisoformat(day))
    nils = problem.duties[0]
    assert nils.end_s == hours * 3600
    solution = Solution(routes=(Route(duty_id="nils:1", visit_ids=("N1", "N2")),))
    made = plan_from(problem, solution, plan_id="night", created_at=NOW)
    assert check(problem, made).violations == ()
    second = made.stop_of("N2")
    assert (second.start - made.technicians[0].start).total_seconds() == opens * 3600
    assert second.start.astimezone(ZoneInfo("Europe/Stockholm")).strftime("%H:%M:%S") == "04:00:00"
    assert second.wait_s == opens * 3600 - (10 + 60 + 10) * 60
    home = made.of_duty("nils:1")[-1]
    assert (home.end - second.end).total_seconds() == 20 * 60
    assert made.overtime_s == 0
    assert problem.horizon_start.utcoffset().total_seconds() == 0
