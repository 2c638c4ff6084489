"""The list of places to settle, and publishing a plan with visits whose place nobody knows well."""

from __future__ import annotations

from planner import store
from planner.desk import Desk, receive, sites, triage
from planner.desk import plan as plan_desk
from planner.model.places import Place
from planner.model.request import Request
from planner.model.words import Precision
from tests.desk.firm import DANA
from tests.ui.conftest import opened
from tests.ui.days import planned

VAGUE = Place(lat=59.4, lon=17.95, precision=Precision.LOCALITY, source="gazetteer", label="Kista")


def vague_request(desk: Desk, request_id: str = "K1", site_id: str = "S1") -> None:
    one = Request(request_id=request_id, title="Skrivare", customer="Sjöviks", address="Danmarksgatan 46", city="Kista",
                  site_id=site_id, place=VAGUE)  # fmt: skip
    receive.add_request(desk, DANA, one)


def texts(at) -> str:
    return " ".join(str(one.value) for kind in (at.text, at.caption, at.warning, at.header) for one in kind)


def test_a_place_is_settled_by_a_pasted_position_and_the_list_is_empty_then(nothing: Desk) -> None:
    vague_request(nothing)
    at = opened("requests")
    assert at.button(key="pl-open").label == "Platser att fastställa: 1"
    at.button(key="pl-open").click().run()
    assert "Sjöviks" in texts(at)
    assert "Arbetsplats S1 K1" in texts(at)
    assert "Inga gator är inlästa" in texts(at)
    box = next(one for one in at.text_input if one.key.endswith(".position"))
    box.set_value("6589150 668600").run()
    at.button(key="pl-paste").click().run()
    assert not at.exception
    (site,) = sites.list_sites(nothing, DANA)
    assert site.place is not None
    assert site.place.precision is Precision.PIN
    assert triage.get_request(nothing, DANA, "K1").place == site.place
    assert "Alla öppna besök har en plats" in texts(at)
    at.button(key="pl-back").click().run()
    assert not [one for one in at.button if one.key == "pl-open"]


def test_a_position_outside_the_country_is_refused_with_its_reason(nothing: Desk) -> None:
    vague_request(nothing)
    at = opened("requests", language="en")
    at.button(key="pl-open").click().run()
    next(one for one in at.text_input if one.key.endswith(".position")).set_value("48.8584, 2.2945").run()
    at.button(key="pl-paste").click().run()
    assert "outside Sweden" in texts(at)
    assert sites.list_sites(nothing, DANA) == ()


def test_publishing_asks_for_consent_where_a_place_is_vague(firm: Desk) -> None:
    with firm.store.writing() as db:
        request = store.requests.get(db, "V002")
        store.requests.save(db, request.replace(place=VAGUE))
    plan = planned(firm)
    at = opened("board")
    at.button(key="publish").click().run()
    assert not at.exception
    assert "sämre kända än till gatan" in texts(at)
    assert at.button(key="publish-vague").disabled
    assert plan_desk.published_plan(firm, DANA, plan.day) is None
    at.checkbox(key="publish-consent").check().run()
    at.button(key="publish-vague").click().run()
    assert not at.exception
    done = plan_desk.published_plan(firm, DANA, plan.day)
    assert done is not None
    assert done.plan_id == plan.plan_id
