"""Travel by time of day in the settings: turned on, changed, refused in a sentence, and read by managers."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from streamlit.testing.v1 import AppTest

from planner import store
from planner.desk import Desk
from planner.desk.road_factors import get_road_factors
from planner.desk.settings import get_periods
from planner.model.event import Event
from planner.model.periods import DrivePeriods
from planner.model.places import Place
from planner.model.plan import Plan, PlanTechnician, Stop
from planner.model.road_factors import RoadFactors
from planner.model.words import StopKind
from planner.roads.importing import build_roads
from tests.desk.firm import DANA, HOME, KISTA, ZONE, fill, request
from tests.roads.making import at as corner
from tests.roads.town import write_town


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
    at = card().button(key="periods-look").click().run()
    assert not at.exception
    assert "Min dag" in at.info[0].value
    assert not [one for one in at.button if one.key == "periods-use"]


def driven_yesterday(desk: Desk, key: str = "p1", start: Place = HOME, goal: Place = KISTA, minutes: int = 30) -> None:
    """One drive, reported, of a published plan."""
    day = desk.today() - timedelta(days=1)
    noon = datetime.combine(day, time(12), ZONE)
    person = PlanTechnician(
        technician_id="T01", duty_id="T01", name="Anna", number=1, start=noon, end=noon, hard_end=noon,
        start_place=start,
    )  # fmt: skip
    stop = Stop(
        technician_id="T01", duty_id="T01", sequence=1, kind=StopKind.VISIT, visit_id=key, request_id=key,
        place=goal, leave=noon, arrival=noon, start=noon, end=noon,
    )  # fmt: skip
    fill(desk, request(key), people=())
    with desk.store.writing() as db:
        plan = store.plans.add(db, Plan(plan_id=key, day=day, created_at=noon, technicians=(person,), stops=(stop,)))
        store.plans.publish(db, plan, at=noon)
        for word, later in (("en_route", 0), ("arrived", minutes)):
            moment = noon + timedelta(minutes=later)
            said = Event(client_uuid=key + word, at=moment, recorded_at=moment, type=f"visit.{word}", request_id=key)
            store.events.add(db, said)


def test_what_drives_say_is_looked_at_and_taken_over(nothing: Desk) -> None:
    driven_yesterday(nothing)
    at = card().button(key="periods-look").click().run()
    assert not at.exception
    shown = at.dataframe[0].value
    assert shown["Körningar"].sum() == 1
    proposed = shown[shown["Körningar"] == 1].iloc[0]
    assert (proposed["I tabellen"], proposed["Åtta av tio inom"] != "–") == ("+0 %", True)
    at.button(key="periods-use").click().run()
    assert not at.exception
    now = get_periods(nothing, DANA).periods
    assert now.on
    assert (
        f"{max(one.percent for one in (*now.weekday, *now.weekend) if one.name == 'midday') - 100:+d} %"
        == (proposed["Förslag"])
    )
    # It is of the table as it was: after that it is looked at anew.
    assert not [one for one in at.button if one.key == "periods-use"]


def roads(*, may_edit: bool = True) -> AppTest:
    """The section of kinds of road alone."""

    def script(may_edit: bool) -> None:
        from planner.model.event import Actor
        from planner.model.words import Role
        from planner.ui.roads_form import roads_card

        roads_card(Actor(actor_id="x", name="X", role=Role.DISPATCHER), may_edit=may_edit)

    return AppTest.from_function(script, kwargs={"may_edit": may_edit}, default_timeout=60).run()


def test_a_kind_of_road_is_changed_and_read_by_managers(nothing: Desk) -> None:
    at = roads()
    assert not at.exception
    assert at.button(key="roads-save").disabled
    at.toggle(key="roads-on-0").set_value(True)
    at.number_input(key="roads-main-0").set_value(25).run().button(key="roads-save").click().run()
    assert not at.exception
    assert get_road_factors(nothing, DANA).factors == RoadFactors(on=True, main=125)
    reader = roads(may_edit=False)
    assert not reader.button
    assert reader.number_input(key="roads-main-1").value == 25


def test_without_imported_roads_it_says_how_to_import_them(nothing: Desk) -> None:
    at = roads().button(key="roads-look").click().run()
    assert not at.exception
    assert "roads build" in at.info[0].value


def test_what_drives_say_of_kinds_of_road_is_taken_over(nothing: Desk) -> None:
    driven_yesterday(nothing)
    write_town(nothing.var / "town.osm.pbf")
    build_roads(nothing.var / "town.osm.pbf", nothing.var / "roads")
    at = roads().button(key="roads-look").click().run()
    assert not at.exception
    assert "Min dag" in at.info[0].value  # the drive of yesterday is in another town
    driven_yesterday(nothing, "p2", corner(0, 0), corner(7, 8), minutes=12)
    at = roads().button(key="roads-look").click().run()
    assert not at.exception
    shown = at.dataframe[0].value
    assert shown["Körningar på dem"].sum() >= 1
    at.button(key="roads-use").click().run()
    assert not at.exception
    now = get_road_factors(nothing, DANA).factors
    assert now.on
    assert now.small > 100
    assert not [one for one in at.button if one.key == "roads-use"]
