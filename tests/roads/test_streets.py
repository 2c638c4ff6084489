"""Streets and doors of an extract: what is together, what is cut, what is found again."""

import sqlite3

import pytest

from planner.roads.streets import StreetIndex
from tests.roads.streets_file import KISTA, SOLNA, at, indexed, ring, write_streets
from tests.roads.town import HOUSE_BUILDING, HOUSES, write_town


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    folder = tmp_path_factory.mktemp("town")
    return indexed(write_town(folder / "town.osm.pbf"), folder / "index")


def built(tmp_path, ways, doors=(), **more):
    return indexed(write_streets(tmp_path / "x.osm.pbf", [ring(), *ways], doors, **more), tmp_path / "index")


def test_streets_and_doors_of_the_town_are_found(town):
    (street,) = town.streets("storg.")
    assert (street.name, street.locality, street.cities, street.postcodes) == (
        "Storgatan", "Rutstad", frozenset({"Rutstad"}), frozenset({"12345"}),
    )  # fmt: skip
    doors = {(one.number, one.letter): (round(one.lat, 6), round(one.lon, 6)) for one in town.doors(street)}
    assert doors == {
        (int(number.rstrip("AB")), number.lstrip("0123456789").lower()): (round(lat, 6), round(lon, 6))
        for name, number, (lat, lon) in HOUSES
        if name == "Storgatan"
    }


def test_a_building_has_its_number_in_its_middle_and_its_own_radius(town):
    name, number, corners = HOUSE_BUILDING
    (street,) = town.streets(name)
    (door,) = town.doors(street)
    assert door.number == int(number)
    assert door.lat == pytest.approx(sum(lat for lat, _ in corners) / 4, abs=1e-6)
    assert 27 <= door.radius_m <= 31  # half the diagonal of 40 m x 40 m, and never less than an entrance is off


def test_ferries_waters_and_unnamed_ways_are_no_streets(town):
    for name in ("Färjeleden", "Sjön", "Ån", "Skogen", "E99"):
        assert town.streets(name) == ()


def test_an_unknown_name_is_no_street(town):
    assert town.streets("Ingenstansgatan") == town.streets("") == ()


def test_ways_close_together_are_one_street_and_far_apart_two(tmp_path):
    def two(gap_m):
        first = [KISTA, at(KISTA, 0, 100)]
        return built(
            tmp_path, [("Storgatan", first), ("Storgatan", [at(KISTA, 0, 100 + gap_m), at(KISTA, 0, 200 + gap_m)])]
        )

    assert len(two(490).streets("Storgatan")) == 1
    assert len(two(520).streets("Storgatan")) == 2


def test_middle_and_radius_cover_the_street(tmp_path):
    (street,) = built(tmp_path, [("Storgatan", [KISTA, at(KISTA, 0, 800)])]).streets("Storgatan")
    assert street.radius_m == pytest.approx(400, abs=25)
    assert (street.lat, street.lon) == pytest.approx(at(KISTA, 0, 400), abs=4e-4)
    assert not street.cut


def test_a_street_near_the_edge_of_the_extract_is_cut(tmp_path):
    def cut(from_edge_m):
        middle = (59.38, 17.97)
        start = at(middle, -8_000 + from_edge_m, 0)
        (street,) = built(tmp_path, [("Kantgatan", [start, at(start, 400, 0)])]).streets("Kantgatan")
        return street.cut

    assert cut(280)
    assert not cut(330)


def test_whole_ways_that_stick_out_do_not_move_the_edge(tmp_path):
    middle = (59.38, 17.97)
    out = ("Utfarten", [at(middle, -8_000, 900), at(middle, -14_000, 900)])
    (street,) = built(tmp_path, [out, ("Kantgatan", [at(middle, -7_900, 0), at(middle, -7_500, 0)])]).streets(
        "Kantgatan"
    )
    assert street.cut


def test_letters_that_are_written_choose_between_streets_of_one_key(tmp_path):
    index = built(tmp_path, [("Åsgatan", [KISTA, at(KISTA, 0, 99)]), ("Asgatan", [SOLNA, at(SOLNA, 0, 99)])])
    assert [one.name for one in index.streets("åsgatan")] == ["Åsgatan"]
    assert [one.name for one in index.streets("ASGATAN")] == ["Asgatan"]


def test_numbers_in_every_writing_become_doors(tmp_path):
    tags = {"addr:street": "Storgatan"}
    doors = [(at(KISTA, 20, 10 * n), tags | {"addr:housenumber": written})
             for n, written in enumerate(("5A", "12-14", "7;9", "no 3"))]  # fmt: skip
    index = built(tmp_path, [("Storgatan", [KISTA, at(KISTA, 0, 99)])], doors)
    (street,) = index.streets("Storgatan")
    assert [(one.number, one.letter) for one in index.doors(street)] == [(5, "a"), (7, ""), (9, ""), (12, ""), (14, "")]


def test_proposed_ways_are_no_streets(tmp_path):
    way = ("Framtidsgatan", [KISTA, at(KISTA, 0, 99)])
    path = write_streets(tmp_path / "x.osm.pbf", [way], kind="proposed")
    assert indexed(path, tmp_path / "index").streets("Framtidsgatan") == ()


def test_no_index_no_streets(tmp_path):
    assert StreetIndex.load(tmp_path) is None


def test_a_broken_index_says_so(tmp_path):
    (tmp_path / "streets.sqlite").write_bytes(b"no database at all" * 100)
    with pytest.raises(sqlite3.Error):
        StreetIndex.load(tmp_path).streets("Storgatan")
