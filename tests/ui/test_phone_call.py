"""The screen of a telephone call: what is missing is said, times come with the address, a time that is gone is told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from streamlit.testing.v1 import AppTest

from planner import planning, store
from planner.desk import Desk, team, triage
from planner.desk.snapshot import built_for
from planner.model.team import Absence
from planner.model.words import Channel, RequestStatus
from tests.ui.conftest import opened
from tests.ui.sample import MARIA
from tests.ui.test_live import button, moment, texts, turn_clock


def called(at: AppTest, *, address: str = "Almgatan 4, Stockholm", job: str = "workstation_fault") -> AppTest:
    """Somebody rings about a computer that has to be looked at where it stands."""
    button(at, "call-new").click().run()
    at.text_input(key="call.f.title").set_value("Datorn hänger sig").run()
    if address:
        at.text_input(key="call.f.address").set_value(address).run()
    at.selectbox(key="call.job").set_value(job).run()
    at.session_state["call.channel.kept"] = Channel.ON_SITE
    return at.run()


def captions(at: AppTest) -> str:
    return " ".join(one.value for one in at.caption)


def booking(at: AppTest) -> list[Any]:
    return [one for one in at.button if str(one.key).startswith("call-book-")]


@pytest.fixture
def desk(firm: Desk) -> Desk:
    turn_clock(firm, moment(firm, 6))
    return firm


def test_what_is_missing_for_a_time_is_said(desk: Desk) -> None:
    at = opened("requests")
    button(at, "call-new").click().run()
    assert not at.exception
    assert "Välj ärendetyp först." in captions(at)
    at = called(opened("requests"), address="")
    assert "Skriv adressen" in captions(at)
    assert booking(at) == []


def test_times_come_with_the_address_and_booking_tells_what_to_say(desk: Desk) -> None:
    at = called(opened("requests"))
    assert not at.exception
    offers = booking(at)
    assert 0 < len(offers) <= 5
    offers[0].click().run()
    assert not at.exception
    assert "Utlovat:" in texts(at)
    (new,) = [one for one in triage.list_requests(desk, MARIA) if one.title == "Datorn hänger sig"]
    assert new.promise is not None
    assert new.request_id in texts(at)


def test_a_time_in_a_draft_says_that_it_has_to_be_published_and_leads_there(desk: Desk) -> None:
    for ahead in range(16):  # whatever day is offered has a plan
        day = desk.today() + timedelta(days=ahead)
        plan = planning.baseline(built_for(desk, day).problem, plan_id=f"d{ahead}", created_at=desk.clock())
        with desk.store.writing() as db:
            store.plans.add(db, plan)
    at = called(opened("requests"))
    booking(at)[0].click().run()
    assert "Publicera det på tavlan" in texts(at)
    (new,) = [one for one in triage.list_requests(desk, MARIA) if one.title == "Datorn hänger sig"]
    assert new.promise is not None
    button(at, "call-to-board").click().run()
    assert not at.exception
    assert at.session_state["fp.day"] == new.promise.earliest.astimezone(ZoneInfo(desk.time_zone)).date()
    assert button(at, "publish") is not None


def test_a_time_that_is_gone_is_told_and_nothing_is_saved(desk: Desk) -> None:
    at = called(opened("requests"))
    (offer, *_) = booking(at)
    for one in team.get_team(desk, MARIA).technicians:  # meanwhile everybody is reported away
        start = desk.clock()
        away = Absence(technician_id=one.technician_id, start=start, end=start + timedelta(days=15))
        team.save_absence(desk, MARIA, away)
    offer.click().run()
    assert not at.exception
    assert "är inte ledig längre" in " ".join(one.value for one in at.warning)
    assert booking(at) == []
    assert [one for one in triage.list_requests(desk, MARIA) if one.title == "Datorn hänger sig"] == []


def test_it_can_be_saved_without_a_time(desk: Desk) -> None:
    at = called(opened("requests", language="en"))
    button(at, "call-save").click().run()
    assert not at.exception
    (new,) = [one for one in triage.list_requests(desk, MARIA) if one.title == "Datorn hänger sig"]
    assert (new.status, new.promise, new.channel) == (RequestStatus.TRIAGED, None, Channel.ON_SITE)
    assert "saved without a time" in texts(at)
    button(at, "call-next").click().run()
    assert at.text_input(key="call.f.title").value == ""


def test_a_type_of_which_nothing_is_solved_by_phone_says_so(desk: Desk) -> None:
    at = called(opened("requests"), job="ups_service")
    assert "Det här löses på plats." in captions(at)
    assert button(at, "call-solved") is None


def test_dropping_a_call_keeps_nothing_of_it(desk: Desk) -> None:
    at = called(opened("requests"))
    button(at, "call-close").click().run()
    assert not at.exception
    assert [one for one in triage.list_requests(desk, MARIA) if one.title == "Datorn hänger sig"] == []
    button(at, "call-new").click().run()
    assert at.text_input(key="call.f.title").value == ""
