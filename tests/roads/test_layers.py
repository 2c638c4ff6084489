"""Layers of Rutstad: what is drawn, what a box gets, and how it is kept."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import numpy as np
import pytest

from planner.roads.extract import Area, Node, Way, read_extract
from planner.roads.layers import LayerCollector, Layers
from planner.roads.levels import LEVELS, Level
from planner.roads.mapped import Line, area_kind, line_class, place_weight
from planner.roads.shapes import METRES, decoded
from tests.roads.town import ISLAND, LAKE, PLACES, WOODS, corner, write_town

STREET, TOWN, REGION, COUNTRY = LEVELS
EVERYWHERE = (58.0, 14.0, 60.0, 16.0)
IN_TOWN = (*corner(-1, -1), *corner(8, 10))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("layers")
    collector = LayerCollector()
    read_extract(write_town(made / "town.osm.pbf"), [collector])
    facts = collector.write(made)
    assert facts["lines"]["primary"] == 1
    assert facts["areas"] == {"green": 1, "water": 1}
    return made


@pytest.fixture(scope="module")
def layers(folder: Path) -> Layers:
    loaded = Layers.load(folder)
    assert loaded is not None
    return loaded


def drawn(layers: Layers, level: Level, box=EVERYWHERE) -> list[tuple[Line, str, np.ndarray]]:
    """Every line of a level in a box, read back."""
    found = []
    for position in layers.positions(level, box):
        tile = layers.tile(level, position)
        for kind, name, texts in tile["lines"]:
            found += [(Line(kind), name, decoded(t, level.quantum, tile["corner"])) for t in texts.split(" ")]
    return found


def rings(layers: Layers, level: Level, kind: str) -> list[list[np.ndarray]]:
    """The areas of a kind, tile by tile."""
    tiles = [layers.tile(level, position) for position in layers.positions(level, EVERYWHERE)]
    return [
        [decoded(text, level.quantum, tile["corner"]) for text in shape.split(" ")]
        for tile in tiles
        for shape in tile.get(kind, ())
    ]


def square_metres(ring: np.ndarray) -> float:
    y, x = ((ring - ring[0]) * METRES * (1, np.cos(np.radians(59)))).T
    return abs(float(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y))) / 2


def test_roads_come_by_class_with_the_names_of_their_streets(layers: Layers) -> None:
    names = {kind: {name for k, name, _ in drawn(layers, STREET) if k is kind} for kind in Line}
    assert names[Line.MOTORWAY] == {"E99"}
    assert names[Line.PRIMARY] == {"Storgatan"}
    assert {"Långgatan 1", "Övägen", "Rondellvägen"} <= names[Line.MINOR]
    assert names[Line.RIVER] == {""}
    assert not {"Gångstigen", "Färjeleden"} & {name for _, name, _ in drawn(layers, STREET)}


def test_a_street_lies_where_it_is_and_is_as_long_as_it_is(layers: Layers) -> None:
    pieces = [points for _, name, points in drawn(layers, STREET) if name == "Storgatan"]
    ends = np.array([pieces[0][0], pieces[-1][-1]])
    true = np.array([corner(4, 0), corner(4, 9)])
    assert np.abs(ends[np.argsort(ends[:, 1])] - true).max() < 1e-5
    flat = [np.diff(p, axis=0) * METRES * (1, np.cos(np.radians(59))) for p in pieces]
    assert sum(float(np.hypot(*step.T).sum()) for step in flat) == pytest.approx(1800, abs=5)


def test_a_wider_level_has_fewer_classes_and_fewer_letters(layers: Layers) -> None:
    assert {kind for kind, *_ in drawn(layers, COUNTRY)} == {Line.MOTORWAY, Line.PRIMARY, Line.SECONDARY}
    assert Line.MINOR not in {kind for kind, *_ in drawn(layers, REGION)}
    letters = [layers.letters(level, layers.positions(level, EVERYWHERE)) for level in LEVELS]
    assert letters == sorted(letters, reverse=True)
    assert letters[0] > 3 * letters[-1] > 0


def test_a_lake_and_a_wood_with_a_glade_keep_their_size(layers: Layers) -> None:
    water = sum(square_metres(ring) for shape in rings(layers, STREET, "water") for ring in shape)
    assert water == pytest.approx(square_metres(np.array(LAKE)), rel=0.01)
    green = sum(
        sum(square_metres(ring) * (1 if index == 0 else -1) for index, ring in enumerate(shape))
        for shape in rings(layers, STREET, "green")
    )
    outer, glade = (square_metres(np.array(ring)) for ring in WOODS)
    assert green == pytest.approx(outer - glade, rel=0.01)


def test_a_box_gets_the_tiles_that_meet_it_and_no_other(layers: Layers) -> None:
    island = {name for _, name, _ in drawn(layers, STREET, (59.095, 15.09, 59.105, 15.11))}
    assert island == {"Övägen"}
    assert "Övägen" not in {name for _, name, _ in drawn(layers, STREET, IN_TOWN)}
    assert layers.positions(STREET, (60.0, 18.0, 60.1, 18.1)) == ()


def test_a_box_outside_the_roads_is_not_covered(layers: Layers) -> None:
    assert layers.covers(IN_TOWN)
    assert not layers.covers((59.2, 15.0, 59.3, 15.1))
    assert layers.covers((ISLAND[1][0] - 1e-6, 15.0, 59.3, 15.2))
    assert not layers.covers((ISLAND[1][0] + 1e-4, 15.0, 59.3, 15.2))


def test_names_of_places_come_by_weight(layers: Layers) -> None:
    assert [row[0] for row in layers.places_in(EVERYWHERE)] == [name for name, _, _ in PLACES]
    assert [row[0] for row in layers.places_in(EVERYWHERE, limit=1)] == ["Rutstad"]
    assert [row[0] for row in layers.places_in((59.09, 15.09, 59.11, 15.11))] == ["Lilla Ön"]


def test_what_is_kept_is_plain_text_and_the_same_each_time(folder: Path, tmp_path: Path) -> None:
    again = LayerCollector()
    read_extract(folder / "town.osm.pbf", [again])
    again.write(tmp_path)
    for name in ("layers.bin", "layers.json.gz"):
        assert (tmp_path / name).read_bytes() == (folder / name).read_bytes()
    index = json.loads(gzip.decompress((folder / "layers.json.gz").read_bytes()))
    stored = (folder / "layers.bin").read_bytes()
    for rows in index["levels"].values():
        for first, size, letters in rows.values():
            assert len(gzip.decompress(stored[first : first + size]).decode()) == letters


def test_layers_stay_readable_when_their_folder_is_gone(tmp_path: Path) -> None:
    collector = LayerCollector()
    read_extract(write_town(tmp_path / "town.osm.pbf"), [collector])
    collector.write(tmp_path)
    loaded = Layers.load(tmp_path)
    assert loaded is not None
    (tmp_path / "layers.bin").unlink()
    assert drawn(loaded, STREET)


def test_a_folder_without_layers_and_layers_without_roads(tmp_path: Path) -> None:
    assert Layers.load(tmp_path) is None
    LayerCollector().write(tmp_path)
    empty = Layers.load(tmp_path)
    assert empty is not None
    assert not empty.covers(EVERYWHERE)
    assert empty.positions(STREET, EVERYWHERE) == ()


def way(points: list[tuple[float, float]], **tags: str) -> Way:
    lat, lon = zip(*points, strict=True)
    return Way(1, tags, np.arange(len(points)), np.array(lat), np.array(lon))


def test_the_sea_is_on_the_right_of_a_coast_and_goes_on_into_empty_tiles(tmp_path: Path) -> None:
    collector = LayerCollector()
    collector.way(way([(58.99, 15.02), (59.01, 15.02), (59.05, 15.02)], natural="coastline"))
    collector.way(way([(59.0, 15.0), (59.04, 15.01)], highway="residential"))
    collector.way(way([(59.005, 15.01), (59.005, 15.09)], highway="primary", bridge="yes"))
    collector.way(way([(59.0, 15.09), (59.04, 15.09)], highway="residential"))
    collector.write(tmp_path)
    layers = Layers.load(tmp_path)
    assert layers is not None
    found = [layers.positions(STREET, (59.005, lon, 59.006, lon)) for lon in (15.02, 15.06, 15.09)]  # coast, sea, shore
    at = [layers.tile(STREET, positions[0]) for positions in found]
    assert [("sea" in tile, tile.get("land")) for tile in at] == [(True, 1), (True, 1), (False, 1)]


@pytest.mark.parametrize(
    ("tags", "kind"),
    [
        ({"highway": "trunk"}, Line.MOTORWAY),
        ({"highway": "motorway_link"}, Line.SECONDARY),
        ({"highway": "living_street"}, Line.MINOR),
        ({"highway": "footway"}, None),
        ({"highway": "pedestrian", "area": "yes"}, None),
        ({"highway": "service"}, Line.SERVICE),
        ({"highway": "service", "service": "driveway"}, None),
        ({"railway": "rail"}, Line.RAIL),
        ({"railway": "rail", "service": "yard"}, None),
        ({"railway": "rail", "tunnel": "yes"}, None),
        ({"highway": "primary", "tunnel": "yes"}, Line.PRIMARY),
        ({"waterway": "stream"}, Line.STREAM),
        ({"waterway": "canal", "tunnel": "culvert"}, None),
    ],
)
def test_a_way_is_drawn_in_its_class(tags: dict[str, str], kind: Line | None) -> None:
    assert line_class(tags) is kind


def test_kinds_of_areas_and_weights_of_places() -> None:
    assert [area_kind({"natural": n}) for n in ("water", "wood", "scree")] == ["water", "green", None]
    assert place_weight({"place": "town", "name": "A", "population": "12 345"}) == 12_345
    assert place_weight({"place": "town", "name": "A", "population": "about ten"}) == 20_000
    assert place_weight({"place": "town"}) is None
    assert place_weight({"place": "farm", "name": "A"}) is None


def test_what_is_too_small_to_see_is_left_out(tmp_path: Path) -> None:
    collector = LayerCollector()
    for side, lat in ((13 / METRES, 59.0), (11 / METRES, 59.001)):
        wide = side / np.cos(np.radians(lat))
        ring = np.array([(lat, 15.0), (lat, 15 + wide), (lat + side, 15 + wide), (lat + side, 15.0), (lat, 15.0)])
        collector.area(Area(1, {"natural": "water"}, [(ring, ())]))
    collector.node(Node(1, {"highway": "crossing"}, 59.0, 15.0))
    collector.write(tmp_path)
    layers = Layers.load(tmp_path)
    assert layers is not None
    assert len(rings(layers, STREET, "water")) == 1
