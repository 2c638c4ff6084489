"""``roads build`` imports and says what it has; ``roads show`` says it again; faults are sentences."""

import pytest

from planner.cli import main
from planner.roads.data import current
from tests.roads.town import write_town


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
