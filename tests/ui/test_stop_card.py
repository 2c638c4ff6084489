"""The card of the visit in focus: looking from one to the next saves nothing."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from planner.desk import Desk, holding
from planner.desk import plan as plan_desk
from planner.model.plan import Plan
from planner.model.words import LockKind
from tests.ui.conftest import opened
from tests.ui.days import at_work_daily, planned
from tests.ui.drawn import values_of
from tests.ui.sample import MARIA


@pytest.fixture
def held(firm: Desk) -> tuple[Desk, Plan, tuple[str, str]]:
    """A draft with two visits, the second held with its technician."""
    at_work_daily(firm)
    first, second, *_ = (stop.visit_id or "" for stop in planned(firm).stops if stop.request_id)
    return firm, holding.hold(firm, MARIA, "p1", second, LockKind.TECHNICIAN), (first, second)


def look(at: AppTest, visit: str) -> AppTest:
    at.query_params["visit"] = visit
    at.run()
    assert not at.exception
    return at


def lock_of(at: AppTest, plan: Plan, visit: str) -> LockKind:
    return LockKind(at.selectbox(key=f"lock-{plan.plan_id}-{visit}").value)


def test_looking_from_a_visit_to_one_that_is_held_saves_nothing(held: tuple[Desk, Plan, tuple[str, str]]) -> None:
    desk, plan, (first, second) = held
    at = opened("board")
    for one in (first, second, first, second):
        assert lock_of(look(at, one), plan, one) is (LockKind.TECHNICIAN if one == second else LockKind.NONE)
    assert plan_desk.current_plan(desk, MARIA, desk.today()) == plan


def test_what_the_browser_repeats_of_a_card_that_is_gone_saves_nothing(
    held: tuple[Desk, Plan, tuple[str, str]],
) -> None:
    desk, plan, visits = held
    at = opened("board")
    for one in visits:
        drawn = values_of(look(at, one))
        look(at, "")
        at._run(drawn)  # the press came before the browser knew that the card is gone
        assert not at.exception
        assert not at.toast
        assert plan_desk.current_plan(desk, MARIA, desk.today()) == plan


def test_a_chosen_lock_is_saved_and_shown(held: tuple[Desk, Plan, tuple[str, str]]) -> None:
    desk, plan, (first, _) = held
    at = look(opened("board"), first)
    at.selectbox(key=f"lock-{plan.plan_id}-{first}").set_value(LockKind.TIME).run()
    assert not at.exception
    draft = plan_desk.current_plan(desk, MARIA, desk.today())
    assert draft is not None
    assert draft.version == plan.version + 1
    assert lock_of(at, draft, first) is LockKind.TIME
