"""An import takes the place of the one before in one moment, or not at all."""

import fcntl
import subprocess
import sys

import pytest

from planner.model.errors import InputError, ServiceError
from planner.model.language import render
from planner.roads import importing
from planner.roads.data import Manifest, current, roads_folder
from planner.roads.graph import RoadGraph
from planner.roads.importing import build_roads
from tests.roads.making import town_graph
from tests.roads.town import write_town

DIES = """
import os, sys
from pathlib import Path
from planner.roads import importing
from planner.roads.collecting import GraphCollector
class Dying(GraphCollector):
    def write(self, folder):
        super().write(folder)
        os._exit(9)
importing.COLLECTORS = (Dying,)
importing.build_roads(Path(sys.argv[1]), Path(sys.argv[2]))
"""


@pytest.fixture
def pbf(tmp_path):
    return write_town(tmp_path / "town.osm.pbf")


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "roads"


def generations(folder):
    return sorted(one.name for one in folder.iterdir() if one.is_dir())


def test_what_was_imported_is_in_use_and_says_what_it_is(pbf, folder):
    said = []
    manifest = build_roads(pbf, folder, said.append)
    generation = current(folder)
    assert generation.name.endswith(manifest.sha256[:12])
    assert Manifest.load(generation) == manifest
    assert RoadGraph.load(generation).digest == town_graph().digest
    assert manifest.source == "town.osm.pbf"
    assert manifest.attribution == "© OpenStreetMap contributors"
    # From the woods' and the ferry's south to the island's north, from the lake to the island.
    assert manifest.bounds == pytest.approx((58.9892, 14.986, 59.1018, 15.1), abs=0.001)
    assert manifest.counts["nodes"] == 12
    assert manifest.facts["graph"]["edges"] == (town_graph().allowed > 0).sum()
    assert [render(one, "en") for one in said] == [
        "Reading town.osm.pbf: 0 things", "Writing the road network", "Writing streets and house numbers",
        "Writing the layers of the map",
    ]  # fmt: skip


def test_the_new_one_replaces_the_old_one_and_nothing_else(pbf, folder):
    build_roads(pbf, folder)
    first = current(folder)
    strange = folder / "20260101-mine"
    strange.mkdir()
    build_roads(pbf, folder)
    assert current(folder) != first
    assert generations(folder) == sorted([current(folder).name, strange.name])


def test_a_build_that_is_killed_leaves_the_old_one_in_use_and_the_next_one_clears_up(pbf, folder):
    build_roads(pbf, folder)
    first = current(folder)
    died = subprocess.run([sys.executable, "-c", DIES, pbf, folder], check=False)
    assert died.returncode == 9
    assert len(generations(folder)) == 2
    assert current(folder) == first
    assert RoadGraph.load(first).digest == town_graph().digest
    build_roads(pbf, folder)
    assert generations(folder) == [current(folder).name] != [first.name]


def test_a_build_that_fails_leaves_the_old_one_and_nothing_of_itself(pbf, folder, tmp_path):
    build_roads(pbf, folder)
    first = current(folder)
    broken = tmp_path / "broken.osm.pbf"
    broken.write_bytes(pbf.read_bytes()[:300])
    with pytest.raises(InputError, match="cannot be read"):
        build_roads(broken, folder)
    with pytest.raises(InputError, match="No such file"):
        build_roads(tmp_path / "none.osm.pbf", folder)
    assert current(folder) == first
    assert generations(folder) == [first.name]


def test_two_builds_at_once_are_one_too_many(pbf, folder):
    build_roads(pbf, folder)
    with (folder / ".building").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(ServiceError, match="running"):
            build_roads(pbf, folder)
    build_roads(pbf, folder)


def test_a_folder_that_cannot_be_written_is_the_fault_of_the_input(pbf, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="cannot be written"):
        build_roads(pbf, tmp_path / "file")


def test_a_generation_that_is_not_whole_is_not_used(pbf, folder):
    build_roads(pbf, folder)
    (current(folder) / "manifest.json").unlink()
    assert current(folder) is None
    assert current(folder / "nowhere") is None


def test_the_folder_is_that_of_the_setting(monkeypatch, tmp_path):
    monkeypatch.delenv("PLANNER_GRAPH", raising=False)
    assert roads_folder(tmp_path) == tmp_path / "roads"
    monkeypatch.setenv("PLANNER_GRAPH", str(tmp_path / "elsewhere"))
    assert roads_folder(tmp_path) == tmp_path / "elsewhere"


def test_the_graph_is_among_what_is_collected():
    assert "graph" in [make().name for make in importing.COLLECTORS]
