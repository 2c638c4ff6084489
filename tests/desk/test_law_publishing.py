"""A plan that breaks a binding rule of working time is published by nobody who does not say why."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from planner import store
from planner.desk import audit, worktime
from planner.desk import plan as plan_desk
from planner.model.errors import InputError, StaleError, UnlawfulError
from planner.model.words import PlanStatus, StopKind
from tests.desk.firm import ADAM, DANA, DAY, OFFICE, at, drafted, filled
from tests.desk.test_law import BEFORE, anna, late_yesterday

SECOND = timedelta(seconds=1)


def today_then(desk, over):
    """Today is drafted from eight on; then it turns out when Anna came home yesterday."""
    plan = drafted(filled(desk), "p1")
    late_yesterday(desk, over)
    return plan


def told(desk):
    """What the audit says of departures from the law: who, and what."""
    entries = audit.entries(desk, ADAM, kind="law").entries
    return [(one.actor_id, change.after) for one in entries for change in one.changes if change.kind == "law"]


def test_eleven_hours_of_rest_and_not_a_second_less(desk):
    today_then(desk, at(21, day=BEFORE))
    assert plan_desk.publish(desk, DANA, "p1").status is PlanStatus.PUBLISHED
    assert told(desk) == []


def test_one_second_less_is_refused_and_nothing_changes(desk):
    today_then(desk, at(21, day=BEFORE) + SECOND)
    for reason in ("", "  \n"):
        with pytest.raises(UnlawfulError) as refused:
            plan_desk.publish(desk, DANA, "p1", law_reason=reason)
        assert {(one.rule, one.technician_id) for one in refused.value.findings} == {("ATL13", "T01")}
    assert plan_desk.published_plan(desk, DANA, DAY) is None
    assert told(desk) == []


def test_whoever_says_why_publishes_it_and_the_audit_says_who_which_and_why(desk):
    today_then(desk, at(21, day=BEFORE) + SECOND)
    done = plan_desk.publish(desk, DANA, "p1", law_reason=" Vattenskada i serverhallen ")
    assert done.status is PlanStatus.PUBLISHED
    assert told(desk) == [
        ("dana", {"plan_id": "p1", "reason": "Vattenskada i serverhallen", "rules": ["ATL13 T01"]})
    ]  # fmt: skip
    with desk.store.reading() as db:
        assert "Vattenskada" not in str(store.events.find(db))


def test_a_reason_that_was_not_needed_leaves_no_mark(desk):
    today_then(desk, at(20, day=BEFORE))
    plan_desk.publish(desk, DANA, "p1", law_reason="för säkerhets skull")
    assert told(desk) == []


def test_a_personal_number_in_the_reason_is_refused(desk):
    today_then(desk, at(22, day=BEFORE))
    with pytest.raises(InputError):
        plan_desk.publish(desk, DANA, "p1", law_reason="sjuk, 811228-9874")
    assert plan_desk.published_plan(desk, DANA, DAY) is None


def test_a_rule_from_a_secondary_source_does_not_bind(desk):
    """Anna's licence was never checked: that is pointed out, and publishing goes on."""
    plan = drafted(filled(desk), "p1")
    with desk.store.reading() as db:
        found = worktime.judged(db, plan).law
    assert [one.hard for one in found if one.rule == "LIC"] == [False, False]
    assert plan_desk.publish(desk, DANA, "p1").status is PlanStatus.PUBLISHED


def test_an_outdated_look_is_refused_whatever_the_reason(desk):
    today_then(desk, at(21, day=BEFORE) + SECOND)
    plan_desk.publish(desk, DANA, "p1", law_reason="brand")
    with desk.store.writing() as db:
        old = store.plans.get(db, "p1")
        store.plans.add(db, replace(old, plan_id="p2", status=PlanStatus.DRAFT))
    with pytest.raises(StaleError):
        plan_desk.publish(desk, DANA, "p2", law_reason="brand")
    assert len(told(desk)) == 1


def test_what_the_weekly_hours_break_by_themselves_is_no_reason_against_a_plan(desk):
    """41 h 15 min of ordinary time a week are in Anna's hours, whatever is planned; it is shown all the same."""
    plan = drafted(filled(desk), "p1")
    longer = replace(OFFICE, end=time(17, 30))
    anna(desk, patterns=(longer,))
    with desk.store.reading() as db:
        assert "ATL5" in {one.rule for one in worktime.judged(db, plan).law if one.hard}
    assert plan_desk.publish(desk, DANA, "p1").status is PlanStatus.PUBLISHED


def test_overtime_into_the_weekly_rest_is_the_plans(desk):
    """The free Wednesday gives 39 h of rest in the week; coming home three hours and a minute late leaves 35 h 59."""
    filled(desk)
    week = replace(OFFICE, weekdays=(1, 2, 4, 5, 6, 7))
    anna(desk, patterns=(week,))
    plan = drafted(desk, "p1")
    over = at(20, 1)
    stops = tuple(
        replace(one, start=over, end=over) if one.kind is StopKind.END and one.technician_id == "T01" else one
        for one in plan.stops
    )
    with desk.store.writing() as db:
        store.plans.add(db, plan.replace(plan_id="late", stops=stops))
    with pytest.raises(UnlawfulError) as refused:
        plan_desk.publish(desk, DANA, "late")
    assert "ATL14" in {one.rule for one in refused.value.findings}
    assert plan_desk.publish(desk, DANA, "p1").status is PlanStatus.PUBLISHED
