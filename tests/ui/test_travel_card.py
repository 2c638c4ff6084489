"""The settings say where travel times come from, and what answers in whose stead."""

import pytest

from planner.travel import GreatCircle
from planner.web import shared_desk
from tests.travel.faulty import town
from tests.travel.test_http_engines import PLACES
from tests.ui.conftest import opened


@pytest.fixture
def server(monkeypatch):
    with town() as told:
        monkeypatch.setenv("PLANNER_ROUTER_URL", told.url)
        monkeypatch.setenv("PLANNER_TRAVEL_FACTOR", "1.2")
        yield told


def test_a_server_that_fails_is_seen_with_what_answers_in_its_stead(server, firm):
    travel = shared_desk().travel
    before = " ".join(one.proto.body for one in opened("settings", language="en").get("html"))
    assert "an OSRM server" in before
    assert "1.20" in before
    server.always = "500"
    for _ in range(3):
        assert travel.matrix(PLACES) == GreatCircle(factor=1.2).matrix(PLACES)
    at = opened("settings", language="en")
    assert "does not answer, resting" in " ".join(one.proto.body for one in at.get("html"))
    (said,) = [one.value for one in at.warning if "instead of" in one.value]
    assert "an estimate from the straight line answers instead of an OSRM server" in said
    assert "answers with the error 500" in said
