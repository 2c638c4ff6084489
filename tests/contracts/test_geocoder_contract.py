"""What every geocoder promises."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.geocode import AddressQuery, Gazetteer, Geocoder, OfflineChain, check_position
from planner.model.words import Precision

CHAIN = OfflineChain(lambda: None, Gazetteer.load())
GEOCODERS = [pytest.param(Gazetteer.load(), id="gazetteer"), pytest.param(CHAIN, id="chain without streets")]

queries = st.builds(AddressQuery, address=st.text(), postcode=st.text(), city=st.text(), county=st.text())
real_towns = st.sampled_from(["Stockholm", "Malmö", "Kiruna", "Visby", "Solna", "Hägersten", "Västra Frölunda"])


@pytest.mark.parametrize("geocoder", GEOCODERS)
class TestGeocoderContract:
    @given(query=queries)
    def test_any_text_is_answered_with_a_place_or_none(self, geocoder: Geocoder, query):
        place = geocoder.find(query)
        assert place is None or check_position(place.lat, place.lon) is None

    @given(town=real_towns)
    def test_a_place_says_how_well_it_is_known_and_who_says_so(self, geocoder: Geocoder, town):
        place = geocoder.find(AddressQuery(city=town))
        assert place.precision is not Precision.PIN  # only a person sets a pin
        assert place.radius_m > 0
        assert place.source not in ("", "file", "person")
        assert place.label

    @given(town=real_towns)
    def test_the_same_question_has_the_same_answer(self, geocoder: Geocoder, town):
        assert geocoder.find(AddressQuery(city=town)) == geocoder.find(AddressQuery(city=town))

    def test_an_empty_question_has_no_answer(self, geocoder: Geocoder):
        assert geocoder.find(AddressQuery()) is None
