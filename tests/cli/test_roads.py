"""``roads build`` imports and says what it has; ``roads show`` says it again; faults are sentences."""

import pytest

from planner.cli import main
from planner.model.codec import loads
from planner.model.plan import Plan
from planner.model.words import Precision
from planner.roads.data import current
from tests.roads.town import CITY, corner, write_town


@pytest.fixture
def said(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("FALTPLAN_VAR", str(tmp_path / "var"))
    monkeypatch.delenv("PLANNER_GRAPH", raising=False)

    def say(*words):
        code = main(["roads", *words, "--language", "en"])
        spoken = capsys.readouterr()
        return code, spoken.out, spoken.err

    return say


def test_what_was_built_is_shown(said, tmp_path):
    pbf = write_town(tmp_path / "town.osm.pbf")
    code, out, err = said("build", str(pbf))
    assert (code, err.splitlines()[0]) == (0, "Reading town.osm.pbf: 0 things")
    assert "© OpenStreetMap contributors" in out
    code, shown, err = said("show")
    assert (code, err) == (0, "")
    assert shown.splitlines()[:-1] == out.splitlines()[:-1]
    assert str(current(tmp_path / "var" / "roads")) in shown
    assert "the road network: ways 26" in shown


def test_a_folder_can_be_named(said, tmp_path):
    pbf = write_town(tmp_path / "town.osm.pbf")
    assert said("build", str(pbf), "--folder", str(tmp_path / "mine"))[0] == 0
    assert said("show", "--folder", str(tmp_path / "mine"))[0] == 0
    assert said("show")[0] == 1


def test_nothing_imported_is_a_no(said, tmp_path):
    code, out, _ = said("show")
    assert (code, out) == (1, f"No roads are imported in {tmp_path / 'var' / 'roads'}.\n")


def test_a_file_that_is_no_extract_is_the_fault_of_the_input(said, tmp_path):
    (tmp_path / "no.osm.pbf").write_text("no extract")
    code, _, err = said("build", str(tmp_path / "no.osm.pbf"))
    assert code == 2
    assert "no.osm.pbf: The file cannot be read as an extract of OpenStreetMap" in err


def test_a_plan_from_files_finds_streets_drives_on_roads_and_draws_them(said, tmp_path, monkeypatch, capsys):
    for name in ("PLANNER_ROUTER", "PLANNER_ROUTER_URL", "PLANNER_GEOCODER"):
        monkeypatch.delenv(name, raising=False)
    assert said("build", str(write_town(tmp_path / "town.osm.pbf")))[0] == 0
    (tmp_path / "requests.csv").write_text(
        "request_id,title,address,city,job_type,channel,day,duration\n"
        f"R1,Skrivaren drar snett,Långgatan 2 9,{CITY},printer_fault,on_site,2026-11-24,30\n",
        encoding="utf-8",
    )
    (lat, lon), head = corner(0, 0), "technician_id,name,skills,licence_classes,licence_valid_to,start_lat,start_lon"
    (tmp_path / "team.csv").write_text(
        f"{head},weekdays,shift_start,shift_end\nT01,Anna L,printing:5,B,2031-05-31,{lat},{lon},1-5,08:00,17:00\n",
        encoding="utf-8",
    )
    files = ("--requests", tmp_path / "requests.csv", "--team", tmp_path / "team.csv", "--out", tmp_path / "out")
    code = main(["plan", *map(str, files), "--time-limit", "3", "--engine", "routing"])
    assert (code, capsys.readouterr().err) == (0, "")
    plan = loads(Plan, (tmp_path / "out" / "plan.json").read_bytes())
    (visit,) = plan.visit_stops
    assert (visit.place.precision, visit.place.source) == (Precision.ADDRESS, "streets")
    assert (plan.travel.engine, plan.travel.quality) == ("graph", "road")
    drawn = (tmp_path / "out" / "map.html").read_text(encoding="utf-8")
    assert "OpenStreetMap" in drawn
    assert "Stadsgatan" in drawn or "E99" in drawn
