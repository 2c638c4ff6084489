"""What of the layers a page gets: enough, never too much, and the credit only where they are shown."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from planner.model.places import Place
from planner.roads.extract import Way, read_extract
from planner.roads.layers import LayerCollector, Layers
from planner.views.escape import remote_refs
from planner.views.ground import Box, Tiles
from planner.views.map_data import plan_data
from planner.views.maps import map_html, place_html, plan_map
from planner.views.reach import Present, reach_html, reach_map
from planner.views.road_ground import COPYRIGHT, ground_data, labels_of
from tests.roads.town import corner, write_town
from tests.views.plans import small_plan

RUTSTAD = Box(south=58.98, west=14.95, north=59.03, east=15.08)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Layers:
    folder = tmp_path_factory.mktemp("town")
    collector = LayerCollector()
    read_extract(write_town(folder / "town.osm.pbf"), [collector])
    collector.write(folder)
    loaded = Layers.load(folder)
    assert loaded is not None
    return loaded


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Layers:
    """A grid of crooked streets on 55 x 57 km, far more than a page may carry; every tenth is a main road."""
    folder, chance = tmp_path_factory.mktemp("city"), np.random.default_rng(5)
    collector = LayerCollector()
    for number in range(250):
        along = np.linspace(0, 1, 400)
        bent = 59.0 + number * 0.002 + chance.normal(0, 2e-4, 400), 17.0 + along
        for turn, (lat, lon) in enumerate(
            (bent, (59.0 + along / 2, 17.0 + number * 0.004 + chance.normal(0, 4e-4, 400)))
        ):
            tags = {"highway": "primary" if number % 10 == 0 else "residential", "name": f"Gata {turn} {number}"}
            refs = np.arange(400) + (2 * number + turn) * 1000
            collector.way(Way(number, tags, refs, lat, lon))
    collector.write(folder)
    loaded = Layers.load(folder)
    assert loaded is not None
    return loaded


def size(data: Any) -> int:
    return len(json.dumps(data, ensure_ascii=False, separators=(",", ":")))


def test_a_town_comes_whole_in_its_streets(town: Layers) -> None:
    data = ground_data(town, RUTSTAD, ())
    assert data is not None
    assert [level["quantum"] for level in data["levels"]] == [2e-5, 1e-5]  # around it, and itself
    names = {name for tile in data["levels"][-1]["tiles"] for _, name, _ in tile["lines"]}
    assert {"Storgatan", "Tvärgatan 10", "E99"} <= names


@pytest.mark.parametrize(
    "box", [Box(south=59.2, west=17.4, north=59.3, east=17.6), Box(south=59, west=17, north=59.5, east=18)]
)
def test_a_page_never_carries_more_than_its_share(city: Layers, box: Box) -> None:
    chance = np.random.default_rng(1)
    points = [(59.0 + 0.5 * y, 17.0 + x) for y, x in chance.random((200, 2))]
    data = ground_data(city, box, points)
    assert data is not None
    assert 50_000 < size(data) < 490_000


def test_streets_come_where_most_stops_are_and_only_for_a_close_look(city: Layers) -> None:
    stop = (59.21, 17.42)
    data = ground_data(city, Box(south=59, west=17, north=59.5, east=18), [stop] * 3 + [(59.41, 17.82)])
    assert data is not None
    streets = data["levels"][-1]
    assert (streets["quantum"], streets["from"] >= 12) == (1e-5, True)
    assert [2960, 435] in [tile["at"] for tile in streets["tiles"]]
    assert len(streets["tiles"]) <= 6
    names = {name for tile in streets["tiles"] for _, name, _ in tile["lines"]}
    assert "Gata 0 105" in names
    assert "Gata 0 105" not in {
        name for level in data["levels"][:-1] for t in level["tiles"] for _, name, _ in t["lines"]
    }


def test_where_no_layers_are_the_page_is_what_it_was(town: Layers) -> None:
    assert ground_data(town, Box(south=59.3, west=18.0, north=59.4, east=18.2), ()) is None
    plain, far = (map_html(small_plan(), language="sv", theme="light", layers=layers) for layers in (None, town))
    assert "OpenStreetMap contributors" not in plain
    assert "OpenStreetMap contributors" not in far


def test_the_credit_and_its_link_stand_on_a_page_that_shows_layers_and_load_nothing(town: Layers) -> None:
    page = place_html(Place(lat=59.005, lon=15.01, label="Torget"), language="sv", theme="dark", layers=town)
    assert "© OpenStreetMap contributors" in page
    assert COPYRIGHT in page
    assert remote_refs(page) == []


def test_names_of_the_layers_and_of_the_country_are_one_list(town: Layers) -> None:
    names = [row[0] for row in labels_of(town, Box(south=58.9, west=14.5, north=59.4, east=15.5))]
    assert {"Rutstad", "Norrstaden", "Örebro"} <= set(names)
    assert len(names) == len(set(names))
    weights = [row[3] for row in labels_of(town, RUTSTAD.grown(3))]
    assert weights == sorted(weights, reverse=True)
    assert "Rutstad" not in {row[0] for row in labels_of(None, RUTSTAD)}


def test_a_tile_server_is_told_with_the_words_for_when_it_fails(town: Layers) -> None:
    tiles = Tiles(url="https://tiles.example/{z}/{x}/{y}.png", attribution="© <b>Somebody</b>")
    page = map_html(small_plan(), language="sv", theme="light", tiles=tiles)
    assert "Kartservern svarar inte. Den egna kartan visas." in page
    assert "<b>Somebody" not in page


def test_a_leg_follows_the_line_it_is_given_and_the_others_stay_straight() -> None:
    plan = small_plan()
    second = plan.of_technician("t1")[3]
    bend = [(59.3326, 18.0649), (59.32, 18.09), (59.3120, 18.0300)]
    shapes = {(second.duty_id, second.sequence): bend}
    data = plan_data(plan, language="sv", theme="light", shapes=shapes)
    anna = next(person for person in data["people"] if person["id"] == "t1")
    assert [bool(leg) for leg in anna["legs"]] == [False, True, False, False]
    assert len(anna["legs"]) == len(anna["line"]) - 1
    assert "Körväg på vägnätet" in map_html(plan, language="sv", theme="light", shapes=shapes)
    assert not any(leg for p in plan_data(plan, language="sv", theme="light")["people"] for leg in p["legs"])


def test_who_can_be_there_comes_with_minutes_the_nearest_first(town: Layers) -> None:
    place = Place(lat=corner(4, 5)[0], lon=corner(4, 5)[1], label="Torget")
    lines = [np.array([corner(4, column) for column in range(10)])]
    people = [
        Present(technician_id="t1", number=1, name="Anna", place=place, drive_s=1201),
        Present(technician_id="t2", number=2, name="Bo", place=place, drive_s=1200),
        Present(technician_id="t3", number=3, name="Ida", place=place, drive_s=None),
    ]
    page = reach_map(place, 1200, lines, people, language="sv", layers=town).get_root().render()
    start = page.index(", ", page.index("faltplanReach(offline_map")) + 2
    data = json.JSONDecoder().raw_decode(page, start)[0]
    assert [(p["id"], p["within"], p["minutes"]) for p in data["people"]] == [
        ("t2", True, "20\u00a0min"), ("t1", False, "20\u00a0min"), ("t3", False, "ingen väg dit"),
    ]  # fmt: skip
    assert len(data["lines"]) == 1
    assert "Inom 20\u00a0min från Torget" in page
    assert remote_refs(reach_html(place, 1200, lines, people, language="en", theme="dark", layers=town)) == []


def test_data_of_a_page_is_kept_apart_from_the_imported_files(town: Layers, tmp_path: Path) -> None:
    made = plan_map(small_plan(), layers=town)
    made.save(str(tmp_path / "plan.html"))
    assert "faltplanGround(" in (tmp_path / "plan.html").read_text(encoding="utf-8")
