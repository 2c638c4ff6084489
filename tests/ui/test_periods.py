"""Travel by time of day in the settings: turned on, changed, refused in a sentence, and read by managers."""

from __future__ import annotations

from datetime import time

from streamlit.testing.v1 import AppTest

from planner.desk import Desk
from planner.desk.settings import get_periods
from planner.model.periods import DrivePeriods
from tests.desk.firm import DANA


def card(*, may_edit: bool = True) -> AppTest:
    """The section of the settings alone."""

    def script(may_edit: bool) -> None:
        from planner.model.event import Actor
        from planner.model.words import Role
        from planner.ui.periods_form import periods_card

        periods_card(Actor(actor_id="x", name="X", role=Role.DISPATCHER), may_edit=may_edit)

    return AppTest.from_function(script, kwargs={"may_edit": may_edit}, default_timeout=60).run()


def test_a_dispatcher_turns_it_on_and_changes_a_rush_hour(nothing: Desk) -> None:
    at = card()
    assert not at.exception
    assert at.button(key="periods-save").disabled
    at.toggle(key="periods-on-0").set_value(True)
    at.number_input(key="periods-percent-weekday-1-0").set_value(45)
    at.time_input(key="periods-from-weekday-1-0").set_value(time(6, 30))
    at.run().button(key="periods-save").click().run()
    assert not at.exception
    stored = get_periods(nothing, DANA)
    assert (stored.periods.on, stored.version) == (True, 1)
    assert (stored.periods.weekday[1].start, stored.periods.weekday[1].percent) == (time(6, 30), 145)
    assert stored.periods.weekend == DrivePeriods().weekend
    assert at.button(key="periods-save").disabled


def test_times_out_of_order_are_refused_in_a_sentence(nothing: Desk) -> None:
    at = card()
    at.time_input(key="periods-from-weekday-2-0").set_value(time(6)).run()
    assert not at.exception
    assert len(at.error) == 1
    assert not at.button
    assert get_periods(nothing, DANA).version == 0


def test_a_manager_reads_the_table_and_finds_no_button(nothing: Desk) -> None:
    at = card(may_edit=False)
    assert not at.exception
    assert not at.button
    assert at.toggle(key="periods-on-0").disabled
