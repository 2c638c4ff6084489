"""Administrators write agreements down, technicians report call-outs, and the board says what the law says."""

from __future__ import annotations

from datetime import time

from streamlit.testing.v1 import AppTest

from planner import store
from planner.desk import Desk
from planner.desk.settings import get_law
from planner.law import KEEPABLE
from planner.model.team import ShiftPattern, Technician
from planner.model.words import ShiftKind
from tests.desk.firm import ADAM


def law(role: str) -> AppTest:
    """The section of the settings alone, as a role sees it."""

    def script(role: str) -> None:
        from planner.model.event import Actor
        from planner.model.words import Role
        from planner.ui.law_form import law_card

        law_card(Actor(actor_id="x", name="X", role=Role(role)))

    return AppTest.from_function(script, args=(role,), default_timeout=60).run()


def test_an_administrator_adds_an_agreement_and_takes_it_away(nothing: Desk) -> None:
    at = law("administrator")
    at.text_input(key="law-name").set_value("IT-avtalet")
    at.text_input(key="law-clause").set_value("4 §")
    at.selectbox(key="law-key").set_value("ATL13.rest_h")
    at.text_input(key="law-value").set_value("9,5")
    at.button(key="law-add").click().run()
    assert not at.exception
    (agreement,) = get_law(nothing, ADAM).law.agreements
    assert [(one.key, one.value, one.clause) for one in agreement.overrides] == [("ATL13.rest_h", 9.5, "4 §")]
    rows = at.dataframe[0].value
    changed = rows[rows["Källa"] == "IT-avtalet, 4 §"]
    assert list(changed["Gäller nu"]) == ["9.5 h"]
    at.button(key="law-drop-0").click().run()
    assert get_law(nothing, ADAM).law.agreements == ()


def test_a_value_of_another_kind_is_refused_in_a_sentence(nothing: Desk) -> None:
    at = law("administrator")
    at.selectbox(key="law-key").set_value("ATL13.rest_h")
    at.text_input(key="law-value").set_value("nio")
    at.button(key="law-add").click().run()
    assert not at.exception
    assert at.error
    assert get_law(nothing, ADAM).version == 0


def test_dispatchers_read_the_law_and_find_no_button(nothing: Desk) -> None:
    at = law("dispatcher")
    assert not at.button
    assert at.text_input[0].disabled
    assert get_law(nothing, ADAM).law.keeps == KEEPABLE


def test_a_technician_reports_a_call_out_of_the_night_and_takes_it_back(nothing: Desk) -> None:
    always = ShiftPattern(weekdays=(1, 2, 3, 4, 5, 6, 7), start=time(0), end=time(0), kind=ShiftKind.ON_CALL)
    with nothing.store.writing() as db:
        store.people.save_technician(db, Technician(technician_id="T1", name="Anna L", patterns=(always,)))

    def script() -> None:
        from datetime import timedelta

        from planner import store
        from planner.ui.on_call_card import on_call_card
        from planner.ui.session import desk

        with desk().store.reading() as db:
            known = store.people.get_technician(db, "T1")
        assert known is not None
        on_call_card(known, desk().today() - timedelta(days=1))

    at = AppTest.from_function(script, default_timeout=60)
    from planner.web import shared_desk
    from tests.ui.sample import token_for

    at.session_state["fp.token"] = token_for(shared_desk(), "dispatcher")
    at.run()
    assert not at.exception
    at.time_input(key="call-start").set_value(time(2))
    at.time_input(key="call-end").set_value(time(3, 15))
    at.button(key="call-report").click().run()
    assert not at.exception
    assert not at.error
    assert any("02:00" in one.value and "03:15" in one.value for one in at.text)
    next(one for one in at.button if one.label == "Ta tillbaka").click().run()
    assert not any("02:00" in one.value for one in at.text)
