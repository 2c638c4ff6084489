"""Publishing from the board: who is told first, and that nothing is ever refused without a word."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from planner import store
from planner.desk import Desk, triage
from planner.desk import plan as plan_desk
from planner.model.errors import PlannerError, ServiceError, StaleError
from planner.model.language import text
from planner.model.message import message
from planner.model.plan import Plan
from planner.model.reasons import Violation
from planner.model.request import Promise
from planner.model.words import PromiseKind
from tests.ui.conftest import opened
from tests.ui.days import planned
from tests.ui.sample import MARIA

BROKEN = Violation(rule="time", message=message("plan.quality_estimated"))


def button(at: AppTest, key: str) -> Any:
    return next((one for one in at.button if one.key == key), None)


def errors(at: AppTest) -> list[str]:
    return [one.value.replace("\\", "") for one in at.error]


def published_now(firm: Desk) -> str | None:
    found = plan_desk.published_plan(firm, MARIA, firm.today())
    return found.plan_id if found else None


def moved(firm: Desk, plan: Plan, plan_id: str, *violations: Violation) -> Plan:
    """The plan with all work an hour later, as the next draft: customers and technicians have to be told."""
    later = timedelta(hours=1)
    stops = tuple(replace(one, start=one.start + later, end=one.end + later) for one in plan.stops)
    with firm.store.writing() as db:
        return store.plans.add(db, plan.replace(plan_id=plan_id, stops=stops, violations=violations))


def first_published(firm: Desk) -> Plan:
    return plan_desk.publish(firm, MARIA, planned(firm).plan_id)


def test_broken_rules_are_said_by_name_and_stay_until_they_were_read(firm: Desk) -> None:
    moved(firm, first_published(firm), "p2", BROKEN)
    at = opened("board")
    assert button(at, "publish").label == "Publicera v2: 1 regelbrott"
    assert button(at, "publish").proto.type == "secondary"
    button(at, "publish").click().run()
    assert not at.exception
    assert errors(at) == ["Brutna regler: 1. Rätta dem innan du publicerar."]
    assert button(at, "publish-told") is None  # nobody is phoned about a plan that cannot be published
    at.run()
    assert len(at.error) == 1
    button(at, "publish-back-failed").click().run()
    assert not at.error
    assert published_now(firm) == "p1"


def test_the_first_plan_of_a_day_too_asks_whom_to_tell_where_it_breaks_a_promise(firm: Desk) -> None:
    plan = planned(firm)
    stop = next(one for one in plan.stops if one.request_id)
    one = triage.get_request(firm, MARIA, stop.request_id or "")
    assert one is not None
    late = stop.start + timedelta(hours=2)
    told = Promise(kind=PromiseKind.TOLD, earliest=late, latest=late + timedelta(hours=1))
    triage.save_request(firm, MARIA, one.replace(promise=told))
    at = opened("board")
    button(at, "publish").click().run()
    assert published_now(firm) is None
    button(at, "publish-told").click().run()
    assert not at.exception
    assert published_now(firm) == plan.plan_id


@pytest.mark.parametrize("failure", [StaleError(message("curing.stale")), ServiceError(message("desk.unknown_plan"))])
def test_any_other_refusal_behind_the_list_has_its_words_too(
    firm: Desk, monkeypatch: pytest.MonkeyPatch, failure: PlannerError
) -> None:
    moved(firm, first_published(firm), "p2")
    at = opened("board")
    button(at, "publish").click().run()
    assert not at.error

    def refused(*_: object, **__: object) -> Plan:
        raise failure

    monkeypatch.setattr(plan_desk, "publish", refused)
    button(at, "publish-told").click().run()
    assert not at.exception
    assert errors(at) == [text(failure.message.key, "sv")]
    assert published_now(firm) == "p1"
