"""The offline chain: never a wrong exact position, and no more claimed than can be defended."""

import sqlite3

import pytest

from planner.geocode import AddressQuery, Gazetteer, OfflineChain
from planner.geocode.chain import written_position
from planner.geocode.places_se import metres_between
from planner.model.words import Precision
from planner.roads.street_index import StreetIndex
from tests.roads.streets_file import KISTA, SOLNA, at, indexed, ring, write_streets

GAZETTEER = Gazetteer.load()


def door(street, number, position, **more):
    return position, {"addr:street": street, "addr:housenumber": number, **more}


def straight(start, length_m=400):
    return [start, at(start, 0, length_m)]


@pytest.fixture(scope="module")
def chain(tmp_path_factory):
    """Kista and Solna with streets of the same names, and Lundaby, which no gazetteer knows."""
    folder = tmp_path_factory.mktemp("chain")
    lundaby = at(SOLNA, 3_000, 3_000)
    ways = [
        ring(),
        ("Storgatan", straight(KISTA)),
        ("Storgatan", straight(SOLNA)),
        ("Parkgatan", straight(at(SOLNA, -300, 0))),
        ("Parkgatan", straight(at(SOLNA, -300, 3_050))),
        ("Torggatan", straight(at(SOLNA, -600, 0))),
        ("Torggatan", straight(at(SOLNA, -600, 2_550))),
        ("Långa vägen", straight(at(KISTA, 300, -1_000), 3_000)),
        ("Åvägen", straight(at(lundaby, 0, 0))),
        ("Kantgatan", [at((59.38, 17.97), 7_950, -1_000), at((59.38, 17.97), 7_700, -1_000)]),
    ]
    doors = [
        door("Storgatan", "2", at(KISTA, 20, 20), **{"addr:city": "Kista"}),
        door("Storgatan", "6", at(KISTA, 20, 120)),
        door("Storgatan", "9A", at(KISTA, -20, 200)),
        door("Storgatan", "9B", at(KISTA, -20, 230)),
        door("Storgatan", "11A", at(KISTA, -20, 300)),
        door("Storgatan", "11B", at(KISTA, -20, 800)),
        door("Storgatan", "20", at(KISTA, 20, 700)),
        door("Parkgatan", "1", at(SOLNA, -280, 10), **{"addr:postcode": "171 31"}),
        door("Åvägen", "3", at(lundaby, 10, 10), **{"addr:city": "Lundaby", "addr:postcode": "99999"}),
    ]
    places = [(lundaby, {"place": "village", "name": "Lundaby"})]
    index = indexed(write_streets(folder / "x.osm.pbf", ways, [*doors, *places]), folder / "index")
    return OfflineChain(lambda: index, GAZETTEER)


def off_m(place, position):
    return metres_between(place.lat, place.lon, *position)


def test_a_known_door_is_an_address(chain):
    place = chain.find(AddressQuery(address="STORG. 2, lgh 1101", city="Kista"))
    assert (place.precision, place.radius_m, place.source) == (Precision.ADDRESS, 30, "streets")
    assert off_m(place, at(KISTA, 20, 20)) < 2
    assert place.label.startswith("Storgatan 2")


def test_a_street_of_the_same_name_elsewhere_is_not_meant(chain):
    kista, solna = (chain.find(AddressQuery(address="Storgatan", city=city)) for city in ("Kista", "Solna"))
    assert off_m(kista, at(KISTA, 0, 400)) <= kista.radius_m
    assert off_m(solna, at(SOLNA, 0, 200)) < 30
    door = chain.find(AddressQuery(address="Storgatan 2", city="Solna"))  # 2 is known in Kista only
    assert door.precision is Precision.STREET
    assert off_m(door, at(SOLNA, 0, 200)) < 30


def test_a_street_without_its_town_is_not_placed(chain):
    assert chain.find(AddressQuery(address="Storgatan 2")) is None


def test_a_street_of_another_town_than_the_address_says_is_not_placed(chain):
    place = chain.find(AddressQuery(address="Storgatan 2", city="Uppsala"))
    assert (place.source, place.precision) == ("gazetteer", Precision.LOCALITY)


def test_postcode_and_town_that_contradict_each_other_place_nothing(chain):
    assert chain.find(AddressQuery(address="Storgatan 2", postcode="211 20", city="Kista")) is None


def test_two_streets_of_a_name_in_one_town_are_settled_by_the_postcode_only(chain):
    assert chain.find(AddressQuery(address="Parkgatan", city="Solna")).source == "gazetteer"
    place = chain.find(AddressQuery(address="Parkgatan 1", postcode="171 31", city="Solna"))
    assert place.precision is Precision.ADDRESS


def test_parts_of_a_street_within_a_radius_are_one_and_the_radius_covers_both(chain):
    place = chain.find(AddressQuery(address="Torggatan", city="Solna"))  # 1 475 m from the middle to both ends
    assert place.precision is Precision.STREET
    assert 1_760 <= place.radius_m <= 1_800


def test_a_letter_that_is_not_known_makes_no_address(chain):
    place = chain.find(AddressQuery(address="Storgatan 9C", city="Kista"))
    assert (place.precision, place.radius_m) == (Precision.STREET, 300)
    assert chain.find(AddressQuery(address="Storgatan 9B", city="Kista")).radius_m == 30
    without = chain.find(AddressQuery(address="Storgatan 9", city="Kista"))
    assert without.precision is Precision.ADDRESS
    assert 44 <= without.radius_m <= 46  # half of the 30 m between the letters, and an entrance's 30 m


def test_doors_of_one_number_far_apart_are_no_address(chain):
    place = chain.find(AddressQuery(address="Storgatan 11", city="Kista"))
    assert place.precision is Precision.STREET
    assert place.radius_m >= 280


def test_a_number_between_near_neighbours_is_placed_no_more_exactly_than_they_lie_apart(chain):
    place = chain.find(AddressQuery(address="Storgatan 4", city="Kista"))
    assert (place.precision, off_m(place, at(KISTA, 20, 70)) < 3) == (Precision.STREET, True)
    assert 100 < place.radius_m <= 132
    far = chain.find(AddressQuery(address="Storgatan 12", city="Kista"))  # between 6 and 20: 580 m apart
    assert far.radius_m == chain.find(AddressQuery(address="Storgatan", city="Kista")).radius_m


def test_a_range_is_found_by_either_end(chain):
    assert chain.find(AddressQuery(address="Storgatan 6-8", city="Kista")).precision is Precision.ADDRESS


def test_the_radius_of_a_street_covers_it_and_the_yards_behind(chain):
    place = chain.find(AddressQuery(address="Långa vägen", city="Kista"))
    assert 1_800 <= place.radius_m <= 1_830
    assert not place.is_near_enough


def test_a_street_that_the_edge_cuts_is_not_placed(chain):
    query = AddressQuery(address="Kantgatan 1", city="Sollentuna")
    assert chain.find(query).source == "gazetteer"
    assert [one.source for one in chain.candidates(query)] == ["gazetteer"]


def test_a_town_that_only_the_extract_knows_places_its_streets(chain):
    place = chain.find(AddressQuery(address="Avagen 3", city="LUNDABY"))
    assert place.precision is Precision.ADDRESS
    assert chain.find(AddressQuery(address="Avagen 3", city="Ingenstansby")) is None


def test_a_box_is_its_towns(chain):
    assert chain.find(AddressQuery(address="Box 2", city="Kista")).source == "gazetteer"


def test_candidates_are_all_streets_of_the_name_nearest_first_and_then_the_area(chain):
    found = chain.candidates(AddressQuery(address="Storgatan 2", city="Solna"))
    assert [one.precision for one in found] == [Precision.STREET, Precision.ADDRESS, Precision.LOCALITY]
    assert off_m(found[0], at(SOLNA, 0, 200)) < 30


def test_without_an_import_the_gazetteer_answers():
    chain = OfflineChain(lambda: None, GAZETTEER)
    query = AddressQuery(address="Storgatan 2", city="Kista")
    assert chain.find(query) == GAZETTEER.find(query)
    assert not chain.state().streets


def test_a_broken_index_leaves_the_area(tmp_path, caplog):
    (tmp_path / "streets.sqlite").write_bytes(b"no database at all" * 100)
    chain = OfflineChain(lambda: StreetIndex.load(tmp_path), GAZETTEER)
    assert chain.find(AddressQuery(address="Storgatan 2", city="Kista")).source == "gazetteer"
    assert "cannot be read" in caplog.text
    with pytest.raises(sqlite3.Error):
        StreetIndex.load(tmp_path).streets("Storgatan")


@pytest.mark.parametrize(
    ("written", "precision", "radius_m"),
    [
        ("59.4035, 17.9443", Precision.PIN, 0),
        ("59.403, 17.944", Precision.ADDRESS, 100),
        ("59.40, 17.94", Precision.STREET, 800),
        ("6580822 674032", Precision.PIN, 0),
        ("59°24'13\"N 17°56'39\"E", Precision.ADDRESS, 30),
    ],
)
def test_coordinates_in_the_address_are_as_exact_as_their_decimals(chain, written, precision, radius_m):
    place = chain.find(AddressQuery(address=written, city="Kista"))
    assert (place.precision, place.radius_m, place.source) == (precision, radius_m, "coordinates")


@pytest.mark.parametrize("written", ["59 18", "59.4, 17.9", "17.9443, 59.4035", "0.000, 0.000", "48.8584, 2.2945"])
def test_coordinates_that_say_too_little_or_cannot_be_right_are_no_place(written):
    assert written_position(written) is None
