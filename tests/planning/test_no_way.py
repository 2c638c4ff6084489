"""A place nobody can drive to is left out with a reason of its own, and named."""

from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
import pytest

from planner import rules
from planner.model.costs import Weights
from planner.model.errors import ServiceError
from planner.model.language import render
from planner.model.matrix import Matrix
from planner.model.message import message
from planner.model.places import Place
from planner.model.problem import TravelLabel
from planner.model.words import Priority
from planner.planning import build_problem, plan_problem
from planner.travel import GreatCircle
from planner.travel.falling_back import FallingBack, Stage
from tests.planning.factory import CATALOGUE, DAY, HOME, SITE, built, request, team, technician

ISLAND = Place(lat=59.41, lon=18.9, label="Ön")


@dataclass
class Islands:
    """The great circle, without a way to or from some positions."""

    to: bool = True
    back: bool = True

    def matrix(self, places):
        found = GreatCircle().matrix(places)
        drive_s, distance_m = found.drive_s.copy(), found.distance_m.copy()
        alone = np.array([(place.lat, place.lon) == (ISLAND.lat, ISLAND.lon) for place in places], dtype=bool)
        missing = (self.to & ~alone[:, None] & alone[None, :]) | (self.back & alone[:, None] & ~alone[None, :])
        drive_s[missing], distance_m[missing] = -1, -1
        return Matrix(drive_s, distance_m, TravelLabel(engine="islands", quality="road", data_hash="1"))


def posed(*requests, travel, people=None, **weights):
    return build_problem(
        people or team(), requests, day=DAY, weights=Weights(**weights), catalogue=CATALOGUE, travel=travel
    )


def planned(found):
    return plan_problem(found.problem, iterations=300, time_limit_s=5, engine="routing", notes=found.notes)


@pytest.mark.parametrize(("to", "back"), [(True, True), (True, False), (False, True)])
@pytest.mark.parametrize("mandatory", [False, True])
def test_a_visit_without_a_way_is_left_out_for_that_reason_and_the_others_are_planned(to, back, mandatory):
    found = posed(
        request("R1"),
        request("R2", place=ISLAND, mandatory=mandatory, priority=Priority.P1),
        travel=Islands(to=to, back=back),
    )
    plan = planned(found)
    assert [stop.visit_id for stop in plan.stops if stop.visit_id] == ["R1"]
    (left,) = plan.unassigned
    assert left.visit_id == "R2"
    assert left.reasons[0].code == "place"
    assert left.reasons[0].message == message("explain.no_way")
    assert plan.drive_s < 4 * 3600
    assert rules.check(found.problem, plan).violations == () or mandatory


def test_who_lives_where_no_way_leads_gets_remote_work_only():
    found = posed(request("R1"), travel=Islands(), people=team(technician(start_place=ISLAND, end_place=ISLAND)))
    plan = planned(found)
    assert [left.reasons[0].code for left in plan.unassigned] == ["place"]


def test_places_without_a_way_are_named_and_only_they():
    found = posed(request("R1"), request("R2", place=ISLAND), request("R3", place=ISLAND), travel=Islands())
    (said,) = [note for note in found.notes if note.key == "planning.unreachable"]
    assert render(said, "en") == "No way is known to or from (1): R2/R3. Correct the places on the map."
    assert not [note for note in posed(request("R1"), travel=Islands()).notes if note.key == "planning.unreachable"]


def test_a_home_without_a_way_is_named_by_who_lives_there():
    people = team(technician(), technician("T2", start_place=ISLAND, end_place=ISLAND))
    found = posed(request("R1"), request("R2", place=SITE), travel=Islands(), people=people)
    (said,) = [note for note in found.notes if note.key == "planning.unreachable"]
    assert dict(said.values)["places"] == ("Name T2",)


class Away:
    """An engine whose server does not answer."""

    def matrix(self, places):
        if places:
            raise ServiceError(message("travel.no_answer", server="roads:5000"))
        return Matrix(np.zeros((0, 0)), np.zeros((0, 0)), TravelLabel(engine="osrm-http", quality="road"))


def test_a_plan_made_by_another_engine_says_so_and_one_by_the_first_does_not():
    now = datetime(2026, 5, 4, tzinfo=UTC)
    both = FallingBack([Stage(engine=Away()), Stage(engine=GreatCircle())], now=lambda: now)
    found = posed(request("R1"), travel=both)
    assert found.problem.matrix == GreatCircle().matrix([HOME, SITE])
    (said,) = [note for note in found.notes if note.key == "planning.stand_in"]
    assert "i stället för en OSRM-server" in render(said, "sv")
    assert "roads:5000 svarar inte" in render(said, "sv")
    assert said in planned(found).notes
    assert not [note for note in built(request("R1")).notes if note.key == "planning.stand_in"]
