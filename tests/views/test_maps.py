"""Maps: everything of the plan is on them, and nothing foreign is asked for."""

import json

import folium
import pytest

from planner.model.places import Place
from planner.views.escape import remote_refs
from planner.views.ground import Tiles
from planner.views.map_data import depots_of, plan_data
from planner.views.maps import day_map, map_html, place_html, place_map, plan_map
from tests.views.hostile import PAYLOADS, hostile_plan
from tests.views.plans import DEPOT, VAGUE, large_plan


def _person(plan, number, **more):
    data = plan_data(plan, language="sv", theme="light", **more)
    return next(p for p in data["people"] if p["number"] == number)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("assets", [None, "/assets/vendor"])
def test_no_builder_names_a_foreign_host(plan, theme, assets):
    look = {"language": "sv", "theme": theme, "assets": assets}
    pages = (
        plan_map(plan, **look).get_root().render(),
        day_map(plan, "t1", **look).get_root().render(),
        place_map(VAGUE, clickable=True, **look).get_root().render(),
        place_map(None, **look).get_root().render(),
        map_html(plan, focus="t1", **look),
        place_html(VAGUE, **look),
    )
    assert [remote_refs(page) for page in pages] == [[]] * 6


def test_a_map_for_the_disk_carries_its_library_and_one_for_the_app_does_not(plan):
    alone, served = plan_map(plan).get_root().render(), map_html(plan, language="en", theme="light")
    assert "L.Map" in alone or "leaflet" in alone
    assert len(alone) > 150_000 > len(served)
    assert 'src="/assets/vendor/leaflet.js"' in served


def test_a_plan_map_is_a_folium_map_that_saves_itself(plan, tmp_path):
    made = plan_map(plan)
    assert isinstance(made, folium.Map)
    made.save(str(tmp_path / "plan.html"))
    assert "faltplanPlan(" in (tmp_path / "plan.html").read_text(encoding="utf-8")


def test_only_the_named_tile_server_is_asked(plan):
    tiles = Tiles(url="https://tiles.example/{z}/{x}/{y}.png", attribution="© <b>Somebody</b>")
    page = plan_map(plan, tiles=tiles).get_root().render()
    assert "https://tiles.example/{z}/{x}/{y}.png" in page
    assert "<b>Somebody" not in page


def test_every_technician_has_a_route_in_their_colour_and_dash(plan):
    anna, ida = _person(plan, 1), _person(plan, 9)
    assert len(anna["line"]) == 5  # home, three visits, home
    assert (anna["colour"], anna["dash"], anna["square"]) == ("#196DE9", None, False)
    assert (ida["colour"], ida["dash"], ida["square"]) == ("#196DE9", "7 4", True)


def test_visits_carry_the_plans_numbers_and_remote_sessions_are_not_on_the_map(plan):
    assert [s["n"] for s in _person(plan, 1)["stops"]] == [1, 2, 3]
    assert _person(plan, 2)["stops"] == []
    assert _person(plan, 2)["line"] == []


def test_an_uncertain_place_shows_its_true_radius_and_an_exact_one_none(plan):
    assert [s["r"] for s in _person(plan, 1)["stops"]] == [0, VAGUE.radius_m, 0]


def test_what_is_unplanned_stands_on_the_map_where_it_has_a_place(plan):
    data = plan_data(plan, language="sv", theme="light")
    assert [u["id"] for u in data["unplanned"]] == ["V999"]
    assert data["unplanned"][0]["p"] == "P2"


def test_shared_start_places_are_depots_unless_depots_are_given(plan):
    elsewhere = Place(lat=59.4, lon=17.9, label="Lager Kista")
    shared = large_plan(technicians=2, visits=4)
    assert depots_of(shared) == (DEPOT,)
    assert depots_of(plan) == (DEPOT,)
    data = plan_data(plan, language="sv", theme="light", depots=(elsewhere,))
    assert data["depots"] == [[59.4, 17.9, "Lager Kista"]]
    assert _person(plan, 1)["home"] is not None
    assert _person(plan, 9)["home"] is None


def test_the_way_to_the_last_done_visit_is_driven(plan):
    assert _person(plan, 1)["driven"] == 0
    after = _person(plan, 1, done=frozenset({"V101"}))
    assert after["driven"] == 1
    assert [s["done"] for s in after["stops"]] == [True, False, False]


def test_one_technicians_map_shows_nobody_else(plan):
    data = plan_data(plan, language="sv", theme="light", technician_id="t1")
    assert [p["id"] for p in data["people"]] == ["t1"]
    assert data["unplanned"] == []


def test_the_lines_are_called_what_they_are(plan):
    assert "Raka linjer, uppskattad körning" in map_html(plan, language="sv", theme="light")
    assert "Straight lines, estimated driving" in map_html(plan, language="en", theme="light")


def test_an_empty_day_is_a_map_too(plan):
    assert "faltplanPlan(" in plan_map(plan.replace(technicians=(), stops=(), unassigned=())).get_root().render()


def _written(page):
    """Return the data the page hands to the drawing script."""
    start = page.index(", ", page.index("faltplanPlan(offline_map")) + 2
    return json.JSONDecoder().raw_decode(page, start)[0]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_words_arrive_unchanged_as_data_and_nowhere_else(payload):
    written = _written(plan_map(hostile_plan(payload), language="sv").get_root().render())
    assert {p["name"] for p in written["people"]} == {payload}
    assert {s["title"] for p in written["people"] for s in p["stops"]} == {payload}
    assert written["unplanned"][0]["title"] == payload
