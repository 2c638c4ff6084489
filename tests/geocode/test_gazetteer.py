"""The gazetteer finds Swedish addresses however they are written, and never claims to know more than it does."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.geocode import AddressQuery, Gazetteer
from planner.geocode.places_se import metres_between, sweden
from planner.model.words import Precision

GAZETTEER = Gazetteer.load()
SPANGA = (59.386, 17.907)


def at(place):
    return place and (place.lat, place.lon)


@pytest.mark.parametrize(
    "written",
    ["163 70", "SE-163 70", "S-16370", "16370", "16370 SPÅNGA", "Storgatan 1, 163 70 Spånga",
     "Storgatan 1 163 70 spånga", "Storgatan 1\n163 70 SPÅNGA\nSverige", "Spånga", "SPÅNGA", "Spanga", "SpÃ¥nga",
     "Sp?nga", "Sp\N{REPLACEMENT CHARACTER}nga",
     "Spa\N{COMBINING RING ABOVE}nga", "Storgatan 1 Spånga", "Storgatan 1, Spånga, Stockholm", "Spånga, Sweden"],
)  # fmt: skip
def test_one_suburb_however_it_is_written(written):
    assert at(GAZETTEER.find(AddressQuery(address=written))) == SPANGA


@pytest.mark.parametrize(
    "query",
    [
        AddressQuery(postcode="163 70"),
        AddressQuery(postcode="16370 SPÅNGA"),
        AddressQuery(city="163 70 Spånga"),
        AddressQuery(address="Storgatan 1", city="Spånga"),
        AddressQuery(address="Storgatan 1", postcode="SE 163 70", city="STOCKHOLM"),
        AddressQuery(address="Skolvägen 53-55 m fl", postcode="SE", city="spånga"),
    ],
)
def test_the_parts_may_stand_in_any_field(query):
    assert at(GAZETTEER.find(query)) == SPANGA


@pytest.mark.parametrize("written", ["Göteborg", "Gothenburg", "GOTEBORG", "Goeteborg", "göteborg, sverige"])
def test_gothenburg_has_many_names(written):
    place = GAZETTEER.find(AddressQuery(city=written))
    assert metres_between(place.lat, place.lon, 57.707, 11.967) < 500


def test_the_postcode_tells_parts_of_big_towns_apart():
    centre, south = (GAZETTEER.find(AddressQuery(postcode=code, city="Stockholm")) for code in ("111 20", "118 20"))
    assert metres_between(centre.lat, centre.lon, south.lat, south.lon) > 1_500
    assert max(centre.radius_m, south.radius_m) < 3_000


def test_places_are_labelled_with_precision_radius_source_and_the_written_address():
    place = GAZETTEER.find(AddressQuery(address="Storgatan 1", postcode="163 70", city="Spånga"))
    assert (place.precision, place.radius_m, place.source) == (Precision.LOCALITY, 3_000, "gazetteer")
    assert place.label == "Storgatan 1, 163 70 Spånga"


def test_a_municipality_without_a_town_of_its_name_is_labelled_as_such():
    place = GAZETTEER.find(AddressQuery(city="Hammarö"))
    assert place.precision is Precision.MUNICIPALITY
    assert place.radius_m > 5_000


@pytest.mark.parametrize(
    "written",
    [
        "",
        " ",
        "Storgatan 1",
        "Storgatan 1 A",
        "Box 12345",
        "xyz",
        "99999",
        "123",
        "12",
        "Sverige",
        "?",
        "53-55 m fl",
        ",",
    ],
)
def test_what_says_nothing_is_not_placed(written):
    assert GAZETTEER.find(AddressQuery(address=written)) is None


def test_a_box_number_is_no_postcode():
    boxed = GAZETTEER.find(AddressQuery(address="Box 16370, 211 20 Malmö"))
    assert metres_between(boxed.lat, boxed.lon, 55.606, 13.0) < 500


def test_an_ambiguous_name_is_placed_only_where_the_county_settles_it():
    assert GAZETTEER.find(AddressQuery(city="Viken")) is None
    in_skane = GAZETTEER.find(AddressQuery(city="Viken", county="Skåne län"))
    by_postcode = GAZETTEER.find(AddressQuery(city="Viken", postcode="263 62"))
    assert at(in_skane) == at(by_postcode)
    assert in_skane.lat < 57
    assert GAZETTEER.find(AddressQuery(city="Viken", county="AC")).lat > 64


def test_a_postcode_and_a_town_far_apart_are_not_believed():
    assert GAZETTEER.find(AddressQuery(postcode="163 70", city="Malmö")) is None
    assert GAZETTEER.find(AddressQuery(address="Storgatan 1, 163 70 Umeå")) is None


def test_a_company_name_before_the_address_does_not_move_it():
    place = GAZETTEER.find(AddressQuery(address="Lund & Co, Storgatan 1, Malmö"))
    assert metres_between(place.lat, place.lon, 55.606, 13.0) < 500


def test_nearly_all_swedish_postcodes_are_placed_near_their_neighbours():
    towns = sweden().postcodes
    found = {code: place for code in towns if (place := GAZETTEER.find(AddressQuery(postcode=code)))}
    assert len(found) >= 0.99 * len(towns)
    stray = [
        code
        for code, place in found.items()
        if (centre := found.get(code[:3] + "00") or found.get(code[:3] + "30"))
        and metres_between(place.lat, place.lon, centre.lat, centre.lon) > 170_000
    ]
    assert stray == []


@given(st.text(), st.text(), st.text(), st.text(max_size=4))
def test_no_text_is_too_odd_to_ask(address, postcode, city, county):
    place = GAZETTEER.find(AddressQuery(address=address, postcode=postcode, city=city, county=county))
    assert place is None or 55 < place.lat < 69.1


@given(st.sampled_from(sorted(sweden().postcodes.items())))
def test_case_and_spacing_of_an_address_do_not_matter(row):
    code, town = row
    plain = GAZETTEER.find(AddressQuery(address=f"Storgatan 1, {code} {town}"))
    spaced = GAZETTEER.find(AddressQuery(address=f"STORGATAN 1,  SE-{code[:3]} {code[3:]}  {town.lower()} "))
    assert at(plain) == at(spaced)


def test_a_day_of_addresses_is_found_in_a_moment():
    codes = list(sweden().postcodes)[:1_000]
    started = time.process_time()
    for code in codes:
        GAZETTEER.find(AddressQuery(address="Storgatan 1", postcode=code))
    assert time.process_time() - started < 1.0
