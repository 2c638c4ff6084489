"""Who starts at a depot by the word of a file is shown at that depot in the team form."""

import pytest

from planner.desk import stores
from planner.desk import team as team_desk
from planner.model.places import Place
from planner.model.team import Depot
from tests.ui.conftest import opened
from tests.ui.sample import MARIA

SOUTH = Place(lat=59.2, lon=18.1, label="Lager Syd")


@pytest.mark.parametrize(("starts_from", "place", "shown"), [("depot", SOUTH, "south"), ("home", SOUTH, "home")])
def test_the_form_knows_the_depot_somebody_starts_at(firm, starts_from, place, shown):
    stores.save_depot(firm, MARIA, Depot(depot_id="south", name="Lager Syd", place=SOUTH))
    first = team_desk.get_team(firm, MARIA).technicians[0]
    team_desk.save_technician(firm, MARIA, first.replace(starts_from=starts_from, start_place=place))
    at = opened("team")
    assert not at.exception
    (field,) = [one for one in at.selectbox if (one.key or "").endswith(".starts")]
    assert field.value == shown
