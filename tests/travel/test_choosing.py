"""Which engine the settings want, which stand behind it, and what is said where that cannot be."""

import gc
import warnings
from pathlib import Path

import pytest

from planner.desk import open_desk
from planner.model.errors import InputError
from planner.model.language import render
from planner.planning.from_files import build_from_files
from planner.roads.importing import build_roads
from planner.travel import GreatCircle, chosen_engine, states_of
from planner.travel.choosing import ROUTERS
from tests.roads.town import write_town
from tests.travel.faulty import matrix, town
from tests.travel.test_http_engines import PLACES

DEMO = Path(__file__).resolve().parents[2] / "data" / "demo"
SETTINGS = ("", "_URL", "_MAX_TABLE", "_TIMEOUT", "_DATA")


@pytest.fixture(autouse=True)
def plain(monkeypatch, tmp_path):
    for name in SETTINGS:
        monkeypatch.delenv(f"PLANNER_ROUTER{name}", raising=False)
    for name in ("PLANNER_TRAVEL_FACTOR", "PLANNER_GRAPH", "PLANNER_OSRM_DATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("FALTPLAN_VAR", str(tmp_path))


@pytest.fixture
def roads(tmp_path):
    """A data folder with a road graph of a small town."""
    extract = tmp_path / "town.osm.pbf"
    write_town(extract)
    build_roads(extract, tmp_path / "roads")
    return tmp_path


def names(engine):
    return [state.label.engine for state in states_of(engine)]


def problem_of(var):
    with pytest.raises(InputError) as caught:
        chosen_engine(var)
    (problem,) = caught.value.problems
    return problem.field, render(problem.message, "en")


def test_without_settings_drives_are_estimated(tmp_path):
    assert chosen_engine(tmp_path) == GreatCircle()


def test_a_server_is_asked_where_its_address_is_set_and_the_estimate_stands_behind(tmp_path, monkeypatch):
    with town() as server:
        monkeypatch.setenv("PLANNER_ROUTER_URL", server.url)
        engine = chosen_engine(tmp_path)
        assert names(engine) == ["osrm-http", "great_circle"]
        found = engine.matrix(PLACES)
        assert (found.drive_s == matrix(PLACES)[0]).all()
        server.tables.clear()
        assert chosen_engine(tmp_path).matrix(PLACES) == found
        assert server.tables == []  # kept on disk


def test_a_road_graph_is_used_where_one_has_been_built(roads):
    engine = chosen_engine(roads)
    assert names(engine) == ["graph", "great_circle"]
    assert "town.osm.pbf" in states_of(engine)[0].data


def test_behind_a_server_stands_the_graph_and_behind_it_the_estimate(roads, monkeypatch):
    monkeypatch.setenv("PLANNER_ROUTER", "valhalla-http")
    monkeypatch.setenv("PLANNER_ROUTER_URL", "http://127.0.0.1:9")
    assert names(chosen_engine(roads)) == ["valhalla-http", "graph", "great_circle"]


def test_an_estimate_can_be_wanted_though_there_is_better(roads, monkeypatch):
    monkeypatch.setenv("PLANNER_ROUTER", "estimate")
    monkeypatch.setenv("PLANNER_ROUTER_URL", "http://127.0.0.1:9")
    assert chosen_engine(roads) == GreatCircle()


@pytest.mark.parametrize("router", ["osrm-http", "valhalla-http"])
def test_the_factor_multiplies_what_any_engine_says_once(tmp_path, monkeypatch, router):
    with town() as server:
        monkeypatch.setenv("PLANNER_ROUTER", router)
        monkeypatch.setenv("PLANNER_ROUTER_URL", server.url)
        plain = chosen_engine(tmp_path).matrix(PLACES)
        monkeypatch.setenv("PLANNER_TRAVEL_FACTOR", "2")
        server.tables.clear()
        found = chosen_engine(tmp_path).matrix(PLACES)
        assert server.tables == []  # what is kept is what the server said
    assert (found.drive_s == 2 * plain.drive_s).all()
    assert (found.distance_m == plain.distance_m).all()
    assert found.label.data_hash != plain.label.data_hash


def test_tables_keep_to_the_size_of_the_setting(tmp_path, monkeypatch):
    with town() as server:
        monkeypatch.setenv("PLANNER_ROUTER_URL", server.url)
        monkeypatch.setenv("PLANNER_ROUTER_MAX_TABLE", "2")
        chosen_engine(tmp_path).matrix(PLACES)
        assert max(len(targets) for _, targets in server.tables) == 2


def test_the_timeout_of_the_setting_holds(tmp_path, monkeypatch):
    with town() as server:
        server.always = "hang"
        monkeypatch.setenv("PLANNER_ROUTER_URL", server.url)
        monkeypatch.setenv("PLANNER_ROUTER_TIMEOUT", "0,1")
        engine = chosen_engine(tmp_path)
        for _ in range(3):
            assert engine.matrix(PLACES) == GreatCircle().matrix(PLACES)
        (first, _) = states_of(engine)
        assert (first.breaker.name, first.breaker.failures) == ("open", 3)
        asked = len(server.paths)
        assert engine.matrix(PLACES) == GreatCircle().matrix(PLACES)
        assert len(server.paths) == asked


def test_the_state_names_the_server_and_the_date_of_its_data(tmp_path, monkeypatch):
    with town() as server:
        server.version = "1772753449"
        monkeypatch.setenv("PLANNER_ROUTER", "valhalla-http")
        monkeypatch.setenv("PLANNER_ROUTER_URL", server.url.replace("http://", "http://me:secret@"))
        monkeypatch.setenv("PLANNER_ROUTER_DATA", "sweden")
        engine = chosen_engine(tmp_path)
        engine.matrix(PLACES)
        assert states_of(engine)[0].data == f"127.0.0.1:{server.port}, sweden, 2026-03-05"


@pytest.mark.parametrize(
    ("settings", "field", "said"),
    [
        ({"": "osm"}, "PLANNER_ROUTER", "PLANNER_ROUTER is “osm”. Expected: " + ", ".join(ROUTERS[:-1])),
        ({"": "osrm-http"}, "PLANNER_ROUTER_URL", "osrm-http needs the address of a server"),
        ({"": "valhalla-http", "_URL": " "}, "PLANNER_ROUTER_URL", "valhalla-http needs the address"),
        ({"_URL": "roads:5000"}, "PLANNER_ROUTER_URL", "is no address"),
        ({"": "graph"}, "PLANNER_ROUTER", "python -m planner roads build FILE"),
        ({"": "osrm"}, "PLANNER_OSRM_DATA", "name the file"),
        ({"_URL": "http://x", "_MAX_TABLE": "0"}, "PLANNER_ROUTER_MAX_TABLE", "from 1 to 10"),
        ({"_URL": "http://x", "_MAX_TABLE": "many"}, "PLANNER_ROUTER_MAX_TABLE", "“many”"),
        ({"_URL": "http://x", "_TIMEOUT": "nan"}, "PLANNER_ROUTER_TIMEOUT", "“nan”"),
    ],
)
def test_a_setting_that_cannot_work_is_named(tmp_path, monkeypatch, settings, field, said):
    for name, value in settings.items():
        monkeypatch.setenv(f"PLANNER_ROUTER{name}", value)
    found, sentence = problem_of(tmp_path)
    assert found == field
    assert said in sentence


@pytest.mark.parametrize("part", [0.0, 0.5, 0.99])
def test_a_graph_that_cannot_be_read_is_named(roads, part):
    (file,) = roads.glob("roads/*/graph.npz")
    whole = file.read_bytes()
    file.write_bytes(whole[: int(len(whole) * part)])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # numpy leaves a broken file to the collector
        assert "Build it anew" in problem_of(roads)[1]
        gc.collect()


def test_nothing_is_made_in_a_folder_that_is_not_there(tmp_path, monkeypatch):
    monkeypatch.setenv("FALTPLAN_VAR", str(tmp_path / "none"))
    with town() as server:
        monkeypatch.setenv("PLANNER_ROUTER_URL", server.url)
        assert chosen_engine().matrix(PLACES).label.engine == "osrm-http"
    assert not (tmp_path / "none").exists()


def test_the_desk_asks_the_engine_of_the_settings(tmp_path, monkeypatch):
    monkeypatch.setenv("PLANNER_ROUTER_URL", "http://127.0.0.1:9")
    desk = open_desk(f"sqlite:///{tmp_path / 'x.sqlite'}", var=tmp_path)
    try:
        assert names(desk.travel) == ["osrm-http", "great_circle"]
    finally:
        desk.store.close()


def test_a_day_of_files_asks_the_engine_of_the_settings(monkeypatch):
    with town() as server:
        monkeypatch.setenv("PLANNER_ROUTER_URL", server.url)
        built = build_from_files(DEMO / "requests.csv", DEMO / "team.csv")
    assert built.problem.matrix.label.engine == "osrm-http"
