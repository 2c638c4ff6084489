"""The home-care yardstick: what it counts is what the set counts, and its checker finds what is wrong."""

import copy
from datetime import UTC, datetime

import pytest

from benchmarks.hhcrsp_check import check as set_check
from benchmarks.hhcrsp_set import ORE, problem_of, solution_of
from planner.rules import check, plan_from
from planner.solve import solve

NOW = datetime(2026, 11, 24, tzinfo=UTC)
DATA = {
    "distances": [[0, 10, 20, 50], [10, 0, 12, 45], [20, 12, 0, 30], [50, 45, 30, 0]],
    "services": [{"id": "s1", "default_duration": 30}, {"id": "s2", "default_duration": 20}],
    "caregivers": [{"id": "c1", "abilities": ["s1", "s2"]}, {"id": "c2", "abilities": ["s2"]}],
    "patients": [
        {
            "id": "p1",
            "time_window": [60, 90],
            "required_caregivers": [{"service": "s1"}, {"service": "s2", "duration": 40}],
            "synchronization": {"type": "sequential", "distance": [30, 45]},
        },
        {
            "id": "p2",
            "time_window": [30, 60],
            "required_caregivers": [{"service": "s1"}, {"service": "s2"}],
            "synchronization": {"type": "simultaneous"},
        },
        {"id": "p3", "time_window": [10, 40], "required_caregivers": [{"service": "s2"}]},
    ],
}


@pytest.fixture(scope="module")
def planned():
    problem = problem_of(DATA)
    found = solve(problem, time_limit_s=60, iterations=200, engine="kernel")
    plan = plan_from(problem, found, plan_id="p", created_at=NOW)
    assert check(problem, plan).violations == ()
    return problem, plan, solution_of(plan, problem)


def test_our_price_is_three_times_the_cost_of_the_set(planned):
    """Nobody can be at p3, 50 minutes away, by minute 40; p2 needs both, and p1 both again."""
    _, plan, solution = planned
    cost, parts, broken = set_check(DATA, solution)
    assert broken == []
    assert plan.price.total_ore == ORE * sum(parts.values())
    assert cost == pytest.approx(plan.price.total_ore / ORE / 3)
    assert parts["total_tardiness"] >= parts["max_tardiness"] >= 10


def stop_at(solution, patient, service):
    return next(
        (route, stop)
        for route in solution["routes"]
        for stop in route["locations"]
        if (stop["patient"], stop["service"]) == (patient, service)
    )


def too_soon(solution):
    stop_at(solution, "p3", "s2")[1]["arrival_time"] = 49.0


def before_the_window(solution):
    stop_at(solution, "p2", "s1")[1]["arrival_time"] = 29.0


def apart(solution):
    stop = stop_at(solution, "p2", "s1")[1]
    stop["departure_time"] += 1
    stop["arrival_time"] += 1


def short(solution):
    stop_at(solution, "p1", "s2")[1]["departure_time"] -= 1


def left_out(solution):
    route, stop = stop_at(solution, "p3", "s2")
    route["locations"].remove(stop)


def unable(solution):
    first, second = solution["routes"]
    first["caregiver_id"], second["caregiver_id"] = second["caregiver_id"], first["caregiver_id"]


def gap(solution):
    stop = stop_at(solution, "p1", "s2")[1]
    stop["arrival_time"] += 40
    stop["departure_time"] += 40


@pytest.mark.parametrize("bend", [too_soon, before_the_window, apart, short, left_out, unable, gap])
def test_the_checker_finds_what_is_wrong(planned, bend):
    bent = copy.deepcopy(planned[2])
    bend(bent)
    assert set_check(DATA, bent)[2]


def test_the_checker_wants_two_people_for_two_services():
    one = {"patient": "p1", "service": "s1", "arrival_time": 60.0, "departure_time": 90.0}
    two = {"patient": "p1", "service": "s2", "arrival_time": 90.0, "departure_time": 130.0}
    alone = {"routes": [{"caregiver_id": "c1", "locations": [one, two]}]}
    assert "p1 is served by one person, and two are asked for" in set_check(DATA, alone)[2]
