"""Laws of the judge: it answers every document, finds what falls off the table, and prices to the öre."""

from dataclasses import fields, replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from planner.model.codec import dumps, loads
from planner.model.language import LANGUAGES, render
from planner.model.plan import Plan, Stop
from planner.model.problem import Problem
from planner.model.words import StopKind
from planner.rules import RULES, TERMS, check
from tests.laws.broken_plans import broken_plans, whole_plans
from tests.laws.small_days import problems


@given(problems(), st.data())
def test_every_document_is_judged_without_an_exception_and_in_both_languages(problem, data):
    plan = data.draw(broken_plans(problem), label="plan")
    verdict = check(problem, plan)
    for violation in verdict.violations:
        assert violation.rule in RULES
        for language in LANGUAGES:
            assert "{" not in render(violation.message, language).replace("{x}", "")
    assert verdict.accepted is (verdict.violations == ())
    assert check(problem, plan) == verdict


@given(problems(), st.data())
def test_nothing_falls_off_the_table(problem, data):
    """Law 1: a visit is in the plan or named as left out; if it is not, the judge says so."""
    plan = data.draw(broken_plans(problem), label="plan")
    kinds = (StopKind.VISIT, StopKind.REMOTE)
    named = {s.visit_id for s in plan.stops if s.kind in kinds} | {one.visit_id for one in plan.unassigned}
    lost = {visit.visit_id for visit in problem.visits} - named
    assert {v.visit_id for v in check(problem, plan).violations if v.message.key == "judge.lost"} == lost


@given(problems(), st.data())
def test_the_plan_document_names_every_visit_once(problem, data):
    plan = data.draw(whole_plans(problem), label="plan")
    done = [stop.visit_id for stop in plan.visit_stops + plan.remote_stops]
    assert sorted(done + [one.visit_id for one in plan.unassigned]) == [visit.visit_id for visit in problem.visits]


@given(problems(), st.data())
def test_the_price_is_itemised_and_its_parts_sum_to_the_total(problem, data):
    """Law 3, on sound and broken plans; what the plan says of its own price, travel and lateness changes nothing."""
    plan = data.draw(whole_plans(problem) | broken_plans(problem), label="plan")
    price = check(problem, plan).price
    assert price.total_ore == sum(term.ore for term in price.terms)
    assert price.total_units == sum(item.units for item in price.items) == sum(term.units for term in price.terms)
    assert {item.term for item in price.items} <= set(TERMS)
    stained = tuple(replace(stop, travel_s=7, distance_m=-7, lateness_s=7) for stop in plan.stops)
    assert check(problem, plan.replace(stops=stained, price=price, violations=())).price == price


@given(problems(), st.data())
def test_a_plan_moved_as_a_whole_in_time_keeps_its_drives_and_order(problem, data):
    """Only rules that look at the clock may change their answer."""
    plan = data.draw(whole_plans(problem), label="plan")
    by = timedelta(seconds=data.draw(st.integers(-500, 500), label="by"))
    names = ("leave", "arrival", "start", "end")
    moved = tuple(replace(stop, **{name: getattr(stop, name) + by for name in names}) for stop in plan.stops)
    before, after = (check(problem, plan.replace(stops=stops)).violations for stops in (plan.stops, moved))
    clockless = ("once", "skill", "person")
    assert [v for v in before if v.rule in clockless] == [v for v in after if v.rule in clockless]
    order = ("judge.backwards", "judge.overlap", "judge.travel", "judge.distance", "judge.place", "judge.end")
    assert [v for v in after if v.message.key in order] == [v for v in before if v.message.key in order]


@given(problems(), st.data())
def test_problem_and_plan_survive_a_file(problem, data):
    assert loads(Problem, dumps(problem)) == problem
    assert loads(Problem, dumps(problem)).content_hash() == problem.content_hash()
    plan = data.draw(whole_plans(problem), label="plan")
    judged = plan.replace(violations=check(problem, plan).violations)
    assert loads(Plan, dumps(judged)) == judged
    assert check(problem, loads(Plan, dumps(judged))) == check(problem, judged)


def test_broken_plans_touch_every_field_a_rule_looks_at():
    from tests.laws.broken_plans import CHANGES

    shown_only = {"number", "request_id", "title", "customer", "job_type_id", "priority", "locked", "reason", "part"}
    assert {field.name for field in fields(Stop)} - set(CHANGES) == shown_only
