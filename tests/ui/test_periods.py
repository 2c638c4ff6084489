"""Travel by time of day in the settings: turned on, changed, refused in a sentence, and read by managers."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from streamlit.testing.v1 import AppTest

from planner import store
from planner.desk import Desk
from planner.desk.settings import get_periods
from planner.model.event import Event
from planner.model.periods import DrivePeriods
from planner.model.plan import Plan, PlanTechnician, Stop
from planner.model.words import StopKind
from tests.desk.firm import DANA, HOME, KISTA, ZONE, fill, request


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


def test_without_reported_drives_it_says_how_they_come_about(nothing: Desk) -> None:
    at = card().button(key="learned-look").click().run()
    assert not at.exception
    assert "Min dag" in at.info[0].value
    assert not [one for one in at.button if one.key == "learned-use"]


def driven_yesterday(desk: Desk) -> None:
    """One drive of half an hour, reported, of a published plan."""
    day = desk.today() - timedelta(days=1)
    noon = datetime.combine(day, time(12), ZONE)
    person = PlanTechnician(
        technician_id="T01", duty_id="T01", name="Anna", number=1, start=noon, end=noon, hard_end=noon, start_place=HOME
    )
    stop = Stop(
        technician_id="T01", duty_id="T01", sequence=1, kind=StopKind.VISIT, visit_id="R1", request_id="R1",
        place=KISTA, leave=noon, arrival=noon, start=noon, end=noon,
    )  # fmt: skip
    fill(desk, request("R1"), people=("T01",))
    with desk.store.writing() as db:
        plan = store.plans.add(db, Plan(plan_id="p1", day=day, created_at=noon, technicians=(person,), stops=(stop,)))
        store.plans.publish(db, plan, at=noon)
        for word, minutes in (("en_route", 0), ("arrived", 30)):
            moment = noon + timedelta(minutes=minutes)
            store.events.add(
                db, Event(client_uuid=word, at=moment, recorded_at=moment, type=f"visit.{word}", request_id="R1")
            )


def test_what_drives_say_is_looked_at_and_taken_over(nothing: Desk) -> None:
    driven_yesterday(nothing)
    at = card().button(key="learned-look").click().run()
    assert not at.exception
    shown = at.dataframe[0].value
    assert shown["Körningar"].sum() == 1
    proposed = shown[shown["Körningar"] == 1].iloc[0]
    assert (proposed["I tabellen"], proposed["Åtta av tio inom"] != "–") == ("+0 %", True)
    at.button(key="learned-use").click().run()
    assert not at.exception
    now = get_periods(nothing, DANA).periods
    assert now.on
    assert (
        f"{max(one.percent for one in (*now.weekday, *now.weekend) if one.name == 'midday') - 100:+d} %"
        == (proposed["Förslag"])
    )
    # It is of the table as it was: after that it is looked at anew.
    assert not [one for one in at.button if one.key == "learned-use"]
