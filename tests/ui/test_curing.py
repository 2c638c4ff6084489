"""Cures on the board: the price first, then one press; why not somebody else, answered and applied."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from streamlit.testing.v1 import AppTest

from planner import planning, store
from planner.desk import Desk, triage
from planner.desk import plan as plan_desk
from planner.desk.snapshot import built_for
from planner.model.language import TEAM_ZONE
from planner.model.message import message
from planner.model.plan import Plan
from planner.model.reasons import Cure, Reason
from planner.model.request import Lock, Promise, TimeWindow
from planner.model.words import PromiseKind, RequestStatus
from planner.ui import cure_dialog
from planner.ui.unplanned import unplanned_rows
from tests.ui.conftest import opened
from tests.ui.days import planned, triaged
from tests.ui.drawn import html
from tests.ui.sample import MARIA


def left_out(firm: Desk) -> Plan:
    """V002 waits at an hour when nobody works; the plan says what would help."""
    triaged(firm)
    one = triage.get_request(firm, MARIA, "V002")
    assert one is not None
    at = datetime.combine(firm.today(), time(23), ZoneInfo(TEAM_ZONE))
    triage.save_request(
        firm, MARIA, one.replace(time_windows=(TimeWindow(earliest_start=at, latest_start=at.replace(minute=10)),))
    )
    built = built_for(firm, firm.today())
    plan = planning.judged_plan(
        built.problem, planning.baseline_solution(built.problem), plan_id="p1", created_at=built.problem.horizon_start,
        left_out=built.left_out, spare=built.spare,
    )  # fmt: skip
    with firm.store.writing() as db:
        return store.plans.add(db, plan)


def pressed(plan: Plan, code: str) -> AppTest:
    """Open the board as after a press on a cure of V002: the list itself is not run in page tests."""
    left = next(one for one in plan.unassigned if one.visit_id == "V002")
    number = next(n for n, cure in enumerate(cure_dialog.cures_of(left)) if cure.code == code)
    at = opened("board")
    at.session_state["board.cure"] = cure_dialog._Asked(plan_id=plan.plan_id, visit_id="V002", number=number)
    return at.run()


def test_the_list_offers_each_cure_in_words(firm: Desk) -> None:
    plan = left_out(firm)
    row = next(one for one in unplanned_rows(plan, {}) if one["id"] == "V002")
    assert row["cures"]


def test_the_price_comes_first_and_nothing_is_saved_by_looking(firm: Desk) -> None:
    plan = left_out(firm)
    at = pressed(plan, "move_window")
    assert not at.exception
    assert 'class="fp-weigh"' in html(at)
    assert all(f"<th scope='col'>{head}</th>" in html(at) for head in ("Post", "Efteråt", "Skillnad"))
    assert at.button(key="cure-apply").label == "Flytta fönstret"
    assert plan_desk.current_plan(firm, MARIA, firm.today()) == plan


def test_what_came_since_the_plan_is_said_where_it_changes_the_price(firm: Desk) -> None:
    plan = left_out(firm)
    assert "utan ändringen" not in " ".join(one.value for one in pressed(plan, "move_window").text)
    one = triage.get_request(firm, MARIA, "V001")
    assert one is not None
    with firm.store.writing() as db:
        store.requests.add(db, one.replace(request_id="N9", lock=Lock(), promise=None, version=0))
    said = " ".join(one.value for one in pressed(plan, "move_window").text)
    assert "räknas med (1): utan ändringen är priset nu" in said


def test_one_press_applies_it(firm: Desk) -> None:
    at = pressed(left_out(firm), "move_window")
    at.button(key="cure-apply").click().run()
    assert not at.exception
    newest = plan_desk.current_plan(firm, MARIA, firm.today())
    assert newest is not None
    assert newest.version == 2
    assert newest.stop_of("V002") is not None
    assert "board.cure" not in at.session_state


def test_a_cure_can_be_left(firm: Desk) -> None:
    at = pressed(left_out(firm), "move_window")
    at.button(key="cure-leave").click().run()
    assert "board.cure" not in at.session_state
    newest = plan_desk.current_plan(firm, MARIA, firm.today())
    assert newest is not None
    assert newest.version == 1


def test_a_cure_that_people_have_to_do_says_so(firm: Desk) -> None:
    plan = left_out(firm)
    cure = Cure(code="order_part", message=message("cure.triage.text", visit="V002"))
    reasons = (Reason(code="parts", message=message("desk.not_triaged"), cures=(cure,)),)
    unassigned = tuple(
        one if one.visit_id != "V002" else type(one)(visit_id="V002", request_id="V002", reasons=reasons)
        for one in plan.unassigned
    )
    with firm.store.writing() as db:
        plan = store.plans.add(db, plan.replace(plan_id="p2", unassigned=unassigned))
    at = pressed(plan, "order_part")
    assert "Den här åtgärden gör du själv: appen vet inte det som behövs." in [one.value for one in at.text]
    assert not any(one.key == "cure-apply" for one in at.button)


def test_a_manager_reads_cures_and_cannot_press_them(firm: Desk) -> None:
    left_out(firm)
    at = opened("board", who="manager")
    assert not at.exception
    assert not any(one.proto.popover.label == "Varför inte …" for one in at.get("popover"))


def asking(visit_id: str) -> AppTest:
    at = opened("board")
    at.query_params["visit"] = visit_id
    at.session_state["why-not"] = True
    return at.run()


def test_why_not_somebody_else_is_answered_with_the_price_and_applied(firm: Desk) -> None:
    plan = planned(firm)
    stop = plan.stop_of("V002")
    assert stop is not None
    other = {"T01": "T02", "T02": "T01"}[stop.technician_id]
    at = asking("V002")
    at.selectbox(key="wish-V002-who").set_value(other).run()
    at.button(key="wish-V002-try").click().run()
    assert not at.exception
    assert at.success[0].value.replace("\\", "").startswith("Det går: ")
    at.button(key="wish-V002-apply").click().run()
    newest = plan_desk.current_plan(firm, MARIA, firm.today())
    assert newest is not None
    moved = newest.stop_of("V002")
    assert moved is not None
    assert (moved.technician_id, moved.locked) == (other, True)


def test_why_not_somebody_who_may_not_is_answered_by_the_rule(firm: Desk) -> None:
    planned(firm)
    at = asking("V002")
    at.selectbox(key="wish-V002-who").set_value("T03").run()
    at.button(key="wish-V002-try").click().run()
    assert at.error[0].value.replace("\\", "").startswith("Som dagen ligger nu går det inte: ")
    assert not any(one.key == "wish-V002-apply" for one in at.button)


def test_what_is_promised_names_whom_to_phone_and_leads_to_another_time(firm: Desk) -> None:
    start = datetime.combine(firm.today(), time(13), ZoneInfo(TEAM_ZONE))
    plan = left_out(firm)
    one = triage.get_request(firm, MARIA, "V002")
    assert one is not None
    promise = Promise(kind=PromiseKind.TOLD, earliest=start, latest=start + timedelta(minutes=90))
    saved = triage.save_request(
        firm,
        MARIA,
        one.replace(promise=promise, contact_name="Eva", contact_phone="070-1", status=RequestStatus.TRIAGED),
    )
    (row,) = (row for row in unplanned_rows(plan, {"V002": saved}) if row["id"] == "V002")
    assert row["sub"].endswith("utlovat 13–14:30")
    at = asking("V002")
    assert not at.exception
    assert not any(one.key == "wish-V002-days" for one in at.button)
    assert {"Utlovat 13–14:30", f"{one.customer} Eva 070-1"} <= {one.value for one in at.text}
    at.button(key="wish-V002-again").click().run()
    assert not at.exception
    assert "Den nya tiden ersätter den som är lovad. Den gamla blir ledig." in [one.value for one in at.caption]
