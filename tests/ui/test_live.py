"""The board on a broken day: what is late in front, new work placed, a sick colleague's work handed on; on call."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from streamlit.testing.v1 import AppTest

from planner import planning, store
from planner.desk import Desk, live, team, triage
from planner.desk import day as day_desk
from planner.desk import plan as plan_desk
from planner.desk import receive as receive_desk
from planner.desk.snapshot import built_for
from planner.model.language import TEAM_ZONE, time_text
from planner.model.plan import Plan
from planner.model.request import Promise
from planner.model.team import ShiftPattern
from planner.model.words import Channel, PromiseKind, RequestStatus, ShiftKind
from planner.ui.live_card import expected_in
from planner.ui.plain import plain
from tests.ui.conftest import opened
from tests.ui.drawn import html
from tests.ui.sample import ANNA, MARIA

THEIRS = ("V002", "V003")


def button(at: AppTest, key: str) -> Any:
    return next((one for one in at.button if one.key == key), None)


def texts(at: AppTest) -> str:
    return " ".join(one.value for one in at.text)


def moment(desk: Desk, hour: float) -> datetime:
    return datetime.combine(desk.today(), time(0), ZoneInfo(TEAM_ZONE)) + timedelta(hours=hour)


def turn_clock(desk: Desk, to: datetime) -> None:
    """The day of the test, whenever it runs; the pages share this desk."""
    object.__setattr__(desk, "clock", lambda: to)


def morning(desk: Desk) -> Plan:
    """Anna has two visits today; planned without a search and published."""
    turn_clock(desk, moment(desk, 6))
    for one in triage.list_requests(desk, MARIA):
        hers = one.request_id in THEIRS
        kept = one.replace(status=RequestStatus.TRIAGED if hers else RequestStatus.CANCELLED, time_windows=())
        channel = Channel.ON_SITE if hers else kept.channel
        triage.save_request(
            desk, MARIA, kept.replace(channel=channel, required_technicians=("T01",), service_min=60, setup_min=0)
        )
    built = built_for(desk, desk.today())
    plan = planning.baseline(built.problem, plan_id="p1", created_at=desk.clock())
    with desk.store.writing() as db:
        store.plans.add(db, plan)
    plan = plan_desk.publish(desk, MARIA, "p1", law_reason="test")
    for one in triage.list_requests(desk, MARIA):
        if one.request_id in THEIRS:
            triage.save_request(desk, MARIA, one.replace(required_technicians=()))
    return plan


def order(plan: Plan) -> list[str]:
    return [stop.visit_id for stop in plan.of_technician("T01") if stop.visit_id]


@pytest.fixture
def broken(firm: Desk) -> tuple[Desk, Plan]:
    """Anna is at her first visit an hour longer than planned; the second was promised for when it was planned."""
    plan = morning(firm)
    first, second = (plan.stop_of(one) for one in order(plan))
    assert first is not None
    assert second is not None
    one = triage.get_request(firm, MARIA, second.visit_id or "")
    assert one is not None
    promise = Promise(kind=PromiseKind.TOLD, earliest=second.start, latest=second.start + timedelta(minutes=30))
    triage.save_request(firm, MARIA, one.replace(promise=promise, contact_name="Eva", contact_phone="070-1"))
    turn_clock(firm, first.start)
    day_desk.report_status(firm, ANNA, first.visit_id or "", "visit.arrived", client_uuid="a", at=first.start)
    turn_clock(firm, first.end + timedelta(minutes=60))
    return firm, plan


def test_before_anything_is_reported_the_card_says_so(firm: Desk) -> None:
    morning(firm)
    at = opened("board")
    assert not at.exception
    assert "Inget är rapporterat än i dag." in [one.value for one in at.caption]


def test_what_will_be_late_stands_in_front_and_a_press_selects_it(broken: tuple[Desk, Plan]) -> None:
    _, plan = broken
    late = order(plan)[1]
    at = opened("board")
    risk = button(at, f"risk-{late}")
    assert risk is not None
    assert "lovad till" in risk.label
    risk.click().run()
    assert not at.exception
    assert at.query_params["visit"] in (late, [late])
    assert "Väntas" in " ".join(one.proto.body for one in at.get("html"))


def test_beside_a_draft_the_card_says_which_version_it_speaks_of(broken: tuple[Desk, Plan]) -> None:
    desk, plan = broken
    said = "Läget gäller publicerade v1"
    assert not [one for one in opened("board").caption if one.value.startswith(said)]
    with desk.store.writing() as db:
        draft = store.plans.add(db, plan.replace(plan_id="p2"))
    at = opened("board")
    assert [one for one in at.caption if one.value.startswith(said)]
    now = live.day_now(desk, MARIA, desk.today())
    second = order(plan)[1]
    assert expected_in(draft, now).keys() == {second}
    elsewhere = tuple(replace(one, technician_id="T02") if one.visit_id == second else one for one in draft.stops)
    assert expected_in(draft.replace(stops=elsewhere), now) == {}  # somebody else's: the draft knows better


def test_a_manager_sees_who_is_late_and_can_change_nothing(broken: tuple[Desk, Plan]) -> None:
    _, plan = broken
    at = opened("board", who="manager")
    assert not at.exception
    assert "lovad till" in button(at, f"risk-{order(plan)[1]}").label
    assert button(at, "live-hand-on") is None


def test_who_falls_ill_is_noted_and_a_proposal_waits(broken: tuple[Desk, Plan]) -> None:
    desk, plan = broken
    at = opened("board")
    at.session_state["live-away-0"] = True
    at.run()
    at.selectbox(key="live-away-who").set_value("T01").run()
    assert not at.exception, at.exception
    assert not at.error, at.error
    button(at, "live-hand-on").click().run()
    assert not at.exception
    (away,) = team.get_team(desk, MARIA).absences
    assert away.technician_id == "T01"
    (waiting,) = plan_desk.proposals(desk, MARIA, desk.today())
    stop = waiting.plan.stop_of(order(plan)[1])
    assert stop is not None
    assert stop.technician_id == "T02"
    button(at, f"proposal-take-{waiting.plan.plan_id}").click().run()
    assert "Eva 070-1" in texts(at)


def anna_goes_home() -> AppTest:
    """Open the board, and say that Anna goes home."""
    at = opened("board")
    at.session_state["live-away-0"] = True
    at.run()
    at.selectbox(key="live-away-who").set_value("T01").run()
    return at


def test_who_goes_home_unreported_is_asked_what_they_have_begun(firm: Desk) -> None:
    plan = morning(firm)
    first, second = (plan.stop_of(one) for one in order(plan))
    assert first is not None
    assert second is not None
    turn_clock(firm, second.start + timedelta(minutes=5))
    at = anna_goes_home()
    asked = [one for one in at.checkbox if (one.key or "").startswith("begun-V")]
    assert [one.value for one in asked] == [True, False]  # over by the plan, and under way
    until = plain(time_text(first.end, zone=plan.time_zone))
    assert asked[0].label.endswith(f"planerat klart {until}")
    assert asked[1].label.endswith("kan ha börjat")
    button(at, "live-hand-on").click().run()
    assert not at.exception
    assert not [one for one in at.checkbox if (one.key or "").startswith("begun-")]  # it has closed
    (waiting,) = plan_desk.proposals(firm, MARIA, firm.today())
    kept, given = waiting.plan.stop_of(first.visit_id or ""), waiting.plan.stop_of(second.visit_id or "")
    assert kept is not None
    assert (kept.technician_id, kept.start) == ("T01", first.start)
    assert given is None or given.technician_id == "T02"
    told = day_desk.list_events(firm, MARIA, request_id=first.request_id)
    assert [one.type for one in told if one.type.startswith("visit.")] == ["visit.started", "visit.done"]
    assert "Utan Anna L resten av dagen".lower() in html(at).lower()
    assert "planen räknade med" in html(at)


def test_what_is_unticked_goes_to_others_though_the_plan_says_it_is_over(firm: Desk) -> None:
    plan = morning(firm)
    first, second = (plan.stop_of(one) for one in order(plan))
    assert first is not None
    assert second is not None
    turn_clock(firm, first.end + timedelta(minutes=1))
    at = anna_goes_home()
    at.checkbox(key=f"begun-{first.visit_id}").uncheck().run()
    button(at, "live-hand-on").click().run()
    assert not at.exception
    assert not [one for one in day_desk.list_events(firm, MARIA, request_id=first.request_id)
                if one.type.startswith("visit.")]  # fmt: skip
    (waiting,) = plan_desk.proposals(firm, MARIA, firm.today())
    given = waiting.plan.stop_of(first.visit_id or "")
    assert given is None or given.technician_id == "T02"


def test_a_request_that_came_in_is_placed_with_two_presses(broken: tuple[Desk, Plan]) -> None:
    desk, plan = broken
    known = triage.get_request(desk, MARIA, order(plan)[0])
    assert known is not None
    new = known.replace(request_id="U1", version=1, status=RequestStatus.TRIAGED, title="Kassan står", promise=None)
    receive_desk.add_request(desk, MARIA, new)
    stored = triage.get_request(desk, MARIA, "U1")
    assert stored is not None
    triage.save_request(desk, MARIA, stored.replace(status=RequestStatus.TRIAGED))
    at = opened("board")
    at.session_state["place-U1"] = True
    at.run()
    take = button(at, "take-U1-T02")
    assert take is not None, [one.key for one in at.button]
    take.click().run()
    assert not at.exception
    draft = plan_desk.current_plan(desk, MARIA, desk.today())
    assert draft is not None
    stop = draft.stop_of("U1")
    assert stop is not None
    assert stop.technician_id == "T02"
    assert stop.start >= desk.clock()


def test_nobody_on_call_is_said_with_what_to_do(firm: Desk) -> None:
    at = opened("team")
    at.session_state["team-part"] = "on_call"
    at.run()
    assert not at.exception
    assert "Ingen har beredskap det närmaste dygnet." in texts(at)


def test_the_nearest_on_call_is_named_and_the_table_says_what_rest_is_owed(firm: Desk) -> None:
    night = ShiftPattern(weekdays=(1, 2, 3, 4, 5, 6, 7), start=time(17), end=time(7), kind=ShiftKind.ON_CALL)
    anna = next(one for one in team.get_team(firm, MARIA).technicians if one.technician_id == "T01")
    team.save_technician(firm, MARIA, anna.replace(patterns=(*anna.patterns, night), phone="070-12"))
    turn_clock(firm, moment(firm, 20))
    at = opened("team", language="en")
    at.session_state["team-part"] = "on_call"
    at.run()
    at.selectbox(key="on-duty-request").set_value("V002").run()
    assert not at.exception
    assert "Nearest: Anna L" in texts(at)
    (table,) = (one.value for one in at.dataframe)
    assert next(iter(table["Technician"])) == "1 Anna L"
    assert next(iter(table["Rest"])) == "No rest is owed"


def test_managers_do_not_see_the_rest_of_persons(firm: Desk) -> None:
    at = opened("team", who="manager")
    assert "Beredskap" not in str(at.get("button_group"))
