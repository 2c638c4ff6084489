"""A customer who has a time already: found on any day, seen where it stands, offered another; known callers."""

from __future__ import annotations

from datetime import timedelta

import pytest

from planner import store
from planner.desk import Desk, triage
from planner.desk.planned_at import planned_at
from tests.ui.conftest import opened
from tests.ui.days import planned
from tests.ui.sample import MARIA
from tests.ui.test_live import button, moment, texts, turn_clock


@pytest.fixture
def desk(firm: Desk) -> Desk:
    turn_clock(firm, moment(firm, 6))
    planned(firm)
    return firm


def html(at) -> str:
    return " ".join(str(one.proto.body) for one in at.get("html"))


def test_a_search_goes_through_all_days_and_the_panel_says_where_a_request_stands(desk: Desk) -> None:
    every = triage.list_requests(desk, MARIA)
    one = next(one for one in every if planned_at(desk, MARIA, one.request_id))
    at = opened("requests")
    at.query_params["day"] = (desk.today() + timedelta(days=20)).isoformat()
    at.text_input(key="rq-words").set_value(one.request_id.lower()).run()
    assert not at.exception
    assert "utkast 1" in html(at)
    assert any(str(one.key).startswith("planned-") for one in at.button)
    at.session_state[f"again.{one.request_id}.open"] = True
    at.run()
    books = [b for b in at.button if str(b.key).startswith(f"again.{one.request_id}-book")]
    assert books, (
        texts(at),
        [one.label for one in at.expander],
        [one.value for one in at.error],
        [one.value for one in at.caption],
    )
    books[0].click().run()
    assert not at.exception
    assert "Utlovat" in texts(at)
    assert "Publicera utkast" in texts(at)
    assert triage.get_request(desk, MARIA, one.request_id).promise is not None


def test_a_known_customer_fills_the_call_and_shows_what_is_open(desk: Desk) -> None:
    one = next(one for one in triage.list_requests(desk, MARIA) if one.customer and one.address)
    with desk.store.writing() as db:
        store.requests.save(
            db, store.requests.get(db, one.request_id).replace(contact_name="Eva", contact_phone="070-1")
        )
    at = opened("requests")
    button(at, "call-new").click().run()
    known = at.selectbox(key="call.known")
    at_customer = next(n for n, words in enumerate(known.options) if one.customer in words and one.address in words)
    known.set_value(at_customer).run()
    assert not at.exception
    assert at.text_input(key="call.f.customer").value == one.customer
    assert at.text_input(key="call.f.address").value.startswith(one.address)
    assert at.text_input(key="call.f.contact_phone").value == "070-1"
    assert button(at, f"call-known-{one.request_id}")
