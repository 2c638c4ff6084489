"""A technician's order made by hand on the board: typed, moved, judged at once, saved as a draft."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from planner.desk import Desk, triage
from planner.desk import plan as plan_desk
from planner.model.plan import Plan
from tests.ui.conftest import opened
from tests.ui.days import planned
from tests.ui.drawn import html
from tests.ui.sample import MARIA


def at_hand(technician_id: str = "T01", **options: str) -> AppTest:
    at = opened("board", **options)
    at.query_params["tech"] = technician_id
    at.session_state["hand"] = True
    return at.run()


def typed(at: AppTest):
    return next(one for one in at.text_input if (one.key or "").endswith(".typed"))


def order(plan: Plan, technician_id: str) -> list[str]:
    return [one.visit_id for one in plan.of_technician(technician_id) if one.visit_id]


def newest(firm: Desk) -> Plan:
    found = plan_desk.current_plan(firm, MARIA, firm.today())
    assert found is not None
    return found


def busiest(plan: Plan) -> str:
    return max(("T01", "T02", "T03"), key=lambda one: len(order(plan, one)))


def test_closed_nothing_is_computed_and_open_the_order_stands_there(firm: Desk) -> None:
    plan = planned(firm)
    who = busiest(plan)
    assert not any((one.key or "").endswith(".typed") for one in opened("board").text_input)
    at = at_hand(who)
    assert not at.exception
    assert typed(at).value.split() == order(plan, who)
    assert not any(one.key == "hand-save" for one in at.button)


def test_a_typed_order_is_timed_and_priced_at_once(firm: Desk) -> None:
    plan = planned(firm)
    who = busiest(plan)
    turned = order(plan, who)[::-1]
    at = at_hand(who)
    typed(at).set_value(" ".join(turned)).run()
    assert not at.exception
    assert "mot planen nu" in html(at)
    assert newest(firm) == plan
    at.button(key="hand-save").click().run()
    assert newest(firm).version == 2
    assert order(newest(firm), who) == turned


def test_a_broken_rule_is_said_by_its_name(firm: Desk) -> None:
    plan = planned(firm)
    assert plan.stop_of("V003")
    request = triage.get_request(firm, MARIA, "V003")
    assert request is not None
    triage.save_request(firm, MARIA, request.replace(forbidden_technicians=("T02",)))
    at = at_hand("T02")
    typed(at).set_value("V003").run()
    assert any(one.value.startswith("Personval: ") for one in at.text)


def test_what_cannot_be_read_is_said_and_changes_nothing(firm: Desk) -> None:
    plan = planned(firm)
    at = at_hand(busiest(plan))
    typed(at).set_value("V999").run()
    assert at.error[0].value.replace("\\", "") == "Dagen har inget besök V999. Kontrollera numret."
    assert not any(one.key == "hand-save" for one in at.button)


def test_buttons_move_a_stop_and_take_it_out(firm: Desk) -> None:
    plan = planned(firm)
    who = busiest(plan)
    first, second, *rest = order(plan, who)
    at = at_hand(who)
    next(one for one in at.button if (one.key or "").endswith(".later.0")).click().run()
    assert typed(at).value.split() == [second, first, *rest]
    next(one for one in at.button if (one.key or "").endswith(".out.0")).click().run()
    assert typed(at).value.split() == [first, *rest]
    assert any(second in one.value for one in at.text)
    at.button(key="hand-undo").click().run()
    assert typed(at).value.split() == [first, second, *rest]


def test_somebody_elses_visit_is_added_at_the_end(firm: Desk) -> None:
    plan = planned(firm)
    who = next(one for one in ("T02", "T01") if one != busiest(plan))
    other = order(plan, busiest(plan))[0]
    at = at_hand(who)
    box = next(one for one in at.selectbox if ".add." in (one.key or ""))
    box.set_value(other).run()
    assert typed(at).value.split() == [*order(plan, who), other]


def test_a_manager_has_no_such_form(firm: Desk) -> None:
    planned(firm)
    at = at_hand(who="manager")
    assert not any(one.label == "Lägg om ordningen för hand" for one in at.expander)
