"""Administrators change how long things are kept; others read it."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from planner.desk import Desk
from planner.desk.privacy import get_retention
from planner.model.privacy import Retention
from tests.desk.firm import ADAM


def card(role: str) -> AppTest:
    """The section alone, as a role sees it."""

    def script(role: str) -> None:
        from planner.model.event import Actor
        from planner.model.words import Role
        from planner.ui.privacy_form import retention_card

        retention_card(Actor(actor_id="x", name="X", role=Role(role)))

    at = AppTest.from_function(script, args=(role,), default_timeout=60)
    return at.run()


def test_an_administrator_saves_other_times(nothing: Desk) -> None:
    at = card("administrator")
    assert at.button[0].disabled
    at.number_input[0].set_value(36).run()
    at.button[0].click().run()
    assert not at.exception
    assert get_retention(nothing, ADAM).kept == Retention(notes_months=36)
    assert at.number_input[0].value == 36


def test_others_read_the_times_and_find_no_button(nothing: Desk) -> None:
    at = card("dispatcher")
    assert [one.value for one in at.number_input] == [24, 24, 90, 30]
    assert all(one.disabled for one in at.number_input)
    assert not at.button
    assert "Administratörer" in at.caption[0].value
