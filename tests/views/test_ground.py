"""The offline ground: outlines and names near what is shown, nothing else."""

from planner.views.ground import SWEDEN, Box, Tiles, box_around, labels_in, outlines_in

STOCKHOLM = Box(south=59.25, west=17.9, north=59.42, east=18.2)


def test_only_municipalities_near_the_box_are_taken():
    near = outlines_in(STOCKHOLM)["features"]
    assert 3 <= len(near) <= 30
    assert len(outlines_in(SWEDEN)["features"]) == 290


def test_a_shared_border_stays_shared_when_the_country_is_rounded():
    features = outlines_in(SWEDEN)["features"]
    rings = [set(map(tuple, f["geometry"]["coordinates"][0][0])) for f in features]
    alone = [i for i, ring in enumerate(rings) if not any(ring & other for j, other in enumerate(rings) if j != i)]
    assert len(alone) < 15  # islands


def test_rings_are_closed():
    for feature in outlines_in(STOCKHOLM)["features"]:
        for polygon in feature["geometry"]["coordinates"]:
            assert all(ring[0] == ring[-1] and len(ring) >= 4 for ring in polygon)


def test_names_come_by_size_and_lie_in_the_box():
    names = labels_in(STOCKHOLM, limit=5)
    assert len(names) == 5
    assert names[0][0] == "Stockholm"
    assert all(STOCKHOLM.holds(lat, lon) for _, lat, lon, _ in names)


def test_no_points_show_the_whole_country():
    assert box_around([]) == SWEDEN


def test_a_single_point_grows_to_a_box_one_can_look_at():
    box = box_around([(59.3, 18.0)]).grown(0.1)
    assert box.north - box.south > 0.09


def test_no_tile_server_without_a_setting(monkeypatch):
    monkeypatch.delenv("PLANNER_TILES_URL", raising=False)
    assert Tiles.from_environment() is None


def test_the_settings_name_the_tile_server(monkeypatch):
    monkeypatch.setenv("PLANNER_TILES_URL", "https://tiles.example/{z}/{x}/{y}.png")
    monkeypatch.setenv("PLANNER_TILES_ATTRIBUTION", "© Somebody")
    tiles = Tiles.from_environment()
    assert tiles is not None
    assert (tiles.host, tiles.attribution) == ("https://tiles.example", "© Somebody")
