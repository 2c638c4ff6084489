"""Hotels are added and removed in the settings, and the board plans several days."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from planner.desk import plan as plan_desk
from planner.desk.hotels import get_hotels
from planner.desk.opening import Desk
from planner.desk.snapshot import Frozen
from planner.model.codec import loads
from planner.store import jobs
from tests.desk.firm import ADAM
from tests.ui.conftest import opened
from tests.ui.sample import MARIA


def card() -> AppTest:
    """The section of the settings alone."""

    def script() -> None:
        from planner.model.event import Actor
        from planner.model.words import Role
        from planner.ui.hotels_form import hotels_card

        hotels_card(Actor(actor_id="x", name="X", role=Role.DISPATCHER))

    return AppTest.from_function(script, default_timeout=60).run()


def test_a_hotel_is_added_and_removed(nothing: Desk) -> None:
    at = card()
    at.text_input(key="hotel-name").set_value("Strand")
    at.number_input(key="hotel-lat").set_value(59.86)
    at.number_input(key="hotel-lon").set_value(17.64)
    at.number_input(key="hotel-night").set_value(1_290)
    at.button(key="hotel-add").click().run()
    assert not at.exception
    (hotel,) = get_hotels(nothing, ADAM).hotels
    assert (hotel.hotel_id, hotel.name, hotel.place.lat, hotel.night_ore) == ("H1", "Strand", 59.86, 129_000)
    at.button(key="hotel-drop-0").click().run()
    assert get_hotels(nothing, ADAM).hotels == ()


def test_a_hotel_without_a_place_is_not_saved(nothing: Desk) -> None:
    at = card()
    at.text_input(key="hotel-name").set_value("Strand")
    at.button(key="hotel-add").click().run()
    assert [one.value for one in at.warning] == ["Ange namn, latitud och longitud."]
    assert get_hotels(nothing, ADAM).version == 0


def test_the_board_plans_as_many_days_as_are_chosen(firm: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANNER_WORKERS", "0")
    at = opened("board")
    at.selectbox(key="days").set_value(3).run()
    next(one for one in at.button if one.key == "plan").click().run()
    assert not at.exception
    job = plan_desk.active_job(firm, MARIA, firm.today())
    assert job is not None
    with firm.store.reading() as db:
        assert loads(Frozen, jobs.input_of(db, job.job_id)).built.days == 3
