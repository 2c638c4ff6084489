"""The technician's day: what is next, what was reported, and nobody else's business."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from planner.desk import Desk
from planner.desk import day as day_desk
from planner.desk import plan as plan_desk
from planner.model.plan import Plan
from planner.views.day import work_of
from tests.ui.conftest import opened
from tests.ui.days import planned
from tests.ui.sample import ANNA, MARIA
from tests.ui.test_board import button, html, texts


@pytest.fixture
def plan(firm: Desk) -> Plan:
    """Today's plan, published."""
    return plan_desk.publish(firm, MARIA, planned(firm).plan_id)


def mine(plan: Plan):
    return work_of(plan.of_technician("T01"))


def anna() -> AppTest:
    return opened(who="technician:T01")


def states(firm: Desk) -> dict[str, str]:
    return day_desk.my_day(firm, ANNA, firm.today()).states


def test_before_the_plan_is_published_there_is_a_sentence(firm: Desk) -> None:
    planned(firm)
    at = anna()
    assert not at.exception
    assert texts(at)[0].startswith("Ingen plan är publicerad ")
    assert button(at, "do-primary") is None


def test_the_next_visit_stands_first_with_times_and_links(firm: Desk, plan: Plan) -> None:
    first = next(s for s in mine(plan) if s.kind == "visit")
    for number, before in enumerate(mine(plan)[: mine(plan).index(first)]):
        for word in ("started", "done"):
            day_desk.report_status(
                firm, ANNA, before.visit_id, f"visit.{word}", client_uuid=f"{number}{word}", at=firm.clock()
            )
    at = anna()
    assert not at.exception
    shown = html(at)
    for words in (first.title, "Nästa besök", "Åk senast", "Framme", "Klar omkring", "Kontakt"):
        assert words in shown
    urls = [one.proto.url for one in at.get("link_button")]
    at_place = f"{first.place.lat:.6f},{first.place.lon:.6f}"
    assert sum(at_place in url for url in urls) >= 4
    assert any(url.startswith("geo:") for url in urls)


def test_the_large_button_walks_through_the_visit_to_the_next_one(firm: Desk, plan: Plan) -> None:
    visit = next(s for s in mine(plan) if s.kind == "visit")
    at = anna()
    at.query_params["visit"] = visit.visit_id
    at.run()
    seen = []
    for _ in range(4):
        seen.append(button(at, "do-primary").label)
        button(at, "do-primary").click().run()
        assert not at.exception
    assert seen == ["Jag åker nu", "Jag är framme", "Jag börjar nu", "Klart"]
    assert states(firm)[visit.visit_id] == "visit.done"
    assert "visit" not in at.query_params


def test_what_does_not_follow_cannot_be_pressed(firm: Desk, plan: Plan) -> None:
    at = anna()
    at.query_params["visit"] = next(s.visit_id for s in mine(plan) if s.kind == "visit")
    at.run()
    assert button(at, "act-done").disabled
    assert button(at, "act-paused").disabled
    assert not button(at, "act-arrived").disabled
    assert button(at, "do-undo") is None


def test_the_last_report_can_be_taken_back(firm: Desk, plan: Plan) -> None:
    at = anna()
    first = next(s for s in mine(plan) if s.visit_id)
    button(at, "do-primary").click().run()
    assert len(states(firm)) == 1
    told = {"remote": "Pågår", "visit": "På väg"}[first.kind]
    assert [one.value for one in at.toast] == [f"{told}: {first.title}"]
    button(at, "do-undo").click().run()
    assert states(firm) == {}
    assert [one.value for one in at.toast] == [f"Tillbakataget: {first.title}"]


def test_a_press_that_comes_twice_is_one_report(firm: Desk, plan: Plan) -> None:
    first, second = anna(), anna()
    button(first, "do-primary").click().run()
    button(second, "do-primary").click().run()  # drawn before the first press was known
    events = [e for e in day_desk.my_day(firm, ANNA, firm.today()).events if e.type.startswith("visit.")]
    assert len(events) == 1
    assert [one.value for one in second.error] == [one.value for one in first.error]  # what the law says of the day


def test_no_access_asks_what_happened(firm: Desk, plan: Plan) -> None:
    visit = next(s for s in mine(plan) if s.kind == "visit")
    at = anna()
    at.query_params["visit"] = visit.visit_id
    at.run()
    button(at, "do-primary").click().run()
    button(at, "act-no_access").click().run()
    button(at, "send-no_access").click().run()
    assert states(firm)[visit.visit_id] == "visit.en_route"
    at.text_area[0].set_value("Dörren var låst.")
    button(at, "send-no_access").click().run()
    assert not at.exception
    assert states(firm)[visit.visit_id] == "visit.no_access"
    (event,) = [e for e in day_desk.my_day(firm, ANNA, firm.today()).events if e.type == "visit.no_access"]
    assert event.get("note") == "Dörren var låst."


def test_a_follow_up_asks_for_minutes_and_parts(firm: Desk, plan: Plan) -> None:
    visit = next(s for s in mine(plan) if s.kind == "visit")
    at = anna()
    at.query_params["visit"] = visit.visit_id
    at.run()
    for press in ("do-primary", "do-primary", "act-follow_up"):
        button(at, press).click().run()
    at.text_area[0].set_value("Switchen byts.")
    button(at, "send-follow_up").click().run()
    assert states(firm)[visit.visit_id] == "visit.arrived"
    assert "Ange hur många minuter som återstår." in [one.value for one in at.warning]
    button(at, "remaining-30").click().run()
    part = at.multiselect[0].options[0]
    at.multiselect[0].select(part).run()
    at.number_input[1].set_value(2).run()
    button(at, "send-follow_up").click().run()
    assert not at.exception
    (event,) = [e for e in day_desk.my_day(firm, ANNA, firm.today()).events if e.type == "visit.follow_up"]
    assert event.get("remaining_min") == "30"
    assert (event.get("parts") or "").endswith("=2")


def test_after_the_end_of_a_visit_the_page_says_so_and_takes_it_back(firm: Desk, plan: Plan) -> None:
    visit = mine(plan)[0]
    at = anna()
    for _ in range(3 if visit.kind == "visit" else 1):
        button(at, "do-primary").click().run()
    assert button(at, "undo-last") is None
    button(at, "act-done").click().run() if button(at, "do-primary") is None else button(at, "do-primary").click().run()
    assert states(firm)[visit.visit_id] == "visit.done"
    assert f"Klar: {visit.title}" in html(at)
    button(at, "undo-last").click().run()
    assert not at.exception
    assert states(firm)[visit.visit_id] != "visit.done"
    assert button(at, "undo-last") is None


def test_the_way_to_the_device_stands_first_and_says_what_is_there(firm: Desk, plan: Plan) -> None:
    at = anna()
    bodies = [one.proto.body for one in at.get("html")]
    (first,) = (body for body in bodies if 'href="/day/" target="_self"' in body)
    assert bodies.index(first) < next(n for n, body in enumerate(bodies) if "fp-title" in body)
    assert "fungerar utan nät" in first
    for word in ("anteckning", "foto", "underskrift", "material", "försening", "rast", "övertid", "dagens slut"):
        assert word in first
    assert 'href="/day/"' not in html(opened("my_day"))  # a dispatcher has none


def test_a_session_says_how_long_it_takes(firm: Desk, plan: Plan) -> None:
    session = next(s for s in plan.stops if s.kind == "remote")
    at = opened("my_day")
    at.query_params["tech"] = session.technician_id
    at.query_params["visit"] = session.visit_id
    at.run()
    assert "<span>Tar</span>" in html(at)
    assert "<span>Körtid</span>" not in html(at)


def test_a_technician_sees_their_own_day_whatever_the_address_says(firm: Desk, plan: Plan) -> None:
    at = anna()
    at.query_params["tech"] = "T02"
    at.run()
    assert not at.exception
    assert mine(plan)[0].title in html(at)
    assert "whose" not in [one.key for one in at.selectbox]


def test_a_dispatcher_chooses_whose_day(firm: Desk, plan: Plan) -> None:
    at = opened("my_day")
    assert at.selectbox(key="whose").options == ["Anna L", "Bo K", "Cecilia R"]
    at.selectbox(key="whose").select("T02").run()
    assert not at.exception
    assert at.query_params["tech"] == "T02"


def test_a_dispatcher_sees_a_draft_and_cannot_report_on_it(firm: Desk) -> None:
    planned(firm)
    at = opened("my_day")
    assert not at.exception
    assert "Utkast v1, inte publicerat" in html(at)
    assert button(at, "do-primary") is None


def test_when_everything_is_finished_the_day_says_so(firm: Desk, plan: Plan) -> None:
    for number, stop in enumerate(mine(plan)):
        for word in ("started", "done"):
            day_desk.report_status(
                firm, ANNA, stop.visit_id, f"visit.{word}", client_uuid=f"{number}{word}", at=firm.clock()
            )
    at = anna()
    assert not at.exception
    assert "Alla besök är avslutade. Bra jobbat i dag." in texts(at)


def test_hostile_words_are_shown_as_text(firm: Desk, plan: Plan) -> None:
    hostile = next(s for s in plan.stops if "<script>" in s.title)
    at = opened("my_day")
    at.query_params["tech"] = hostile.technician_id
    at.query_params["visit"] = hostile.visit_id
    at.run()
    assert not at.exception
    shown = html(at)
    assert "&lt;script&gt;" in shown
    assert "<script>" not in shown
    assert "<img src=x" not in shown


def test_ticks_of_the_checklist_are_counted(firm: Desk, plan: Plan) -> None:
    from dataclasses import replace

    from planner import store

    job = next(one for one in firm.catalogue.job_types.values() if one.checklist)
    stops = tuple(replace(s, job_type_id=job.job_type_id) for s in plan.stops)
    with firm.store.writing() as db:
        store.plans.add(db, plan.replace(plan_id="p2", stops=stops))
    plan_desk.publish(firm, MARIA, "p2", instead_of="p1")
    at = anna()
    assert len(at.checkbox) == len(job.checklist)
    at.checkbox[0].check().run()
    assert any(f"Checklista: 1 av {len(job.checklist)}" in one.label for one in at.expander)
