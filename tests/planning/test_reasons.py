"""Reasons keep their effort within bounds, and lose nobody by it."""

import pytest

from planner import explain
from planner.model.words import Priority
from planner.planning import baseline
from planner.planning.reasons import unassigned_of
from tests.planning.factory import HOME, OTHER_SITE, SITE, at, built, needs, remote, request, team, technician


@pytest.fixture
def overfull():
    """Three technicians, thirty visits of two hours, and something nobody can do."""
    places = (SITE, OTHER_SITE, HOME)
    asked = [
        request(f"R{n}", place=places[n % 3], service_min=120, priority=Priority(1 + n % 5), drop_cost_ore=10**7)
        for n in range(30)
    ]
    asked += [remote("C", service_min=400, drop_cost_ore=10**7), request("W", **needs("wifi", 5))]
    problem = built(*asked, team=team(*(technician(f"T{n}") for n in range(3)))).problem
    return problem, baseline(problem, created_at=at(6))


@pytest.fixture
def timed(monkeypatch):
    """Counts the places tried."""
    from planner.explain import trying

    tried = []
    real = trying.time_route
    monkeypatch.setattr(trying, "time_route", lambda *args, **more: tried.append(args) or real(*args, **more))
    return tried


def test_where_there_is_time_for_all_nothing_is_left_untried(overfull):
    problem, plan = overfull
    assert unassigned_of(problem, plan, time_limit_s=1, tries=10**6) == explain.explain(problem, plan)


def test_bounded_effort_still_gives_everybody_a_reason(overfull, timed):
    problem, plan = overfull
    unassigned_of(problem, plan, time_limit_s=1, tries=10**6)
    without_bound = len(timed)
    timed.clear()
    few = unassigned_of(problem, plan, time_limit_s=1, tries=1)
    assert [left.visit_id for left in few] == [left.visit_id for left in plan.unassigned]
    assert all(left.reasons for left in few)
    assert len(timed) <= without_bound
    by_id = {left.visit_id: left.reasons[0].code for left in few}
    assert by_id["W"] == "skill"


def test_with_many_days_only_the_nearest_are_tried(timed):
    staff = team(*(technician(f"T{n}") for n in range(12)))
    asked = [request(f"R{n}", place=(SITE, OTHER_SITE)[n % 2], service_min=150) for n in range(50)]
    problem = built(*asked, team=staff).problem
    plan = baseline(problem, created_at=at(6))
    assert plan.unassigned
    timed.clear()
    unassigned_of(problem, plan, time_limit_s=1, tries=10**6)
    without_bound = len(timed)
    timed.clear()
    few = unassigned_of(problem, plan, time_limit_s=1, tries=1)
    assert len(timed) < without_bound / 2
    assert all(left.reasons for left in few)


def test_the_same_plan_has_the_same_reasons(overfull):
    problem, plan = overfull
    first, second = (unassigned_of(problem, plan, time_limit_s=1, tries=50) for _ in range(2))
    assert first == second
