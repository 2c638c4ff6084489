"""Services over HTTP: their answers are believed as far as they go, their faults cost an answer, never the plan."""

from datetime import UTC, datetime, timedelta

import pytest

from planner.geocode import AddressQuery, Gazetteer, OfflineChain, Searching
from planner.geocode.kept import KeptAnswers
from planner.geocode.services import Service, asking, one_line
from planner.model.words import Precision
from tests.geocode.faulty_service import HOUSE, serving

GAZETTEER = Gazetteer.load()
CHAIN = OfflineChain(lambda: None, GAZETTEER)
QUERY = AddressQuery(address="Danmarksgatan 46, lgh 1101", postcode="164 40", city="Kista")
PROVIDERS = ("nominatim", "photon", "pelias")


class Clock:
    now = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)

    def __call__(self):
        return self.now


@pytest.fixture
def served(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with serving() as server:
        yield server


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def service(served, tmp_path, clock):
    def made(provider="nominatim", *, public=False, timeout_s=5.0):
        ask = asking(
            provider, host=f"127.0.0.1:{served.port}", scheme="http", user_agent="test-faltplan", timeout_s=timeout_s
        )
        kept = KeptAnswers(tmp_path / "geocode.sqlite", clock=lambda: clock.now.timestamp())
        return Service(provider, ask, chain=CHAIN, gazetteer=GAZETTEER, kept=kept, public=public, clock=clock)

    return made


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_house_of_the_address_is_an_address(service, served, provider):
    place = service(provider).find(QUERY)
    assert (place.precision, place.radius_m, place.source) == (Precision.ADDRESS, 30, provider)
    assert (place.lat, place.lon) == HOUSE["at"]
    ((_, said, agent),) = served.asked
    assert agent == "test-faltplan"
    assert "Danmarksgatan 46, 164 40 Kista" in said.values()
    assert said.get("countrycodes", said.get("boundary.country", "SE")).upper() == "SE"


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize(("key", "value"), [("number", "48"), ("street", "Norgegatan")])
def test_another_house_than_was_asked_is_no_address(service, served, provider, key, value):
    served.house[key] = value
    place = service(provider).find(QUERY)
    expected = (Precision.STREET, provider) if key == "number" else (Precision.LOCALITY, "gazetteer")
    assert (place.precision, place.source) == expected


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_street_claims_the_kilometre_its_other_pieces_may_reach(service, served, provider):
    served.kind = "street"
    place = service(provider).find(QUERY)
    assert (place.precision, place.radius_m) == (Precision.STREET, 1_000)


def test_a_wide_street_claims_its_box_and_the_yards_behind(service, served):
    served.kind, served.reach = "street", 0.01
    place = service().find(QUERY)
    assert 1_540 < place.radius_m < 1_560  # half the diagonal, 1 249 m, and 300 m


@pytest.mark.parametrize(("reach", "precision"), [(0.00075, Precision.ADDRESS), (0.0009, Precision.STREET)])
def test_a_building_of_more_than_a_hundred_metres_is_no_address(service, served, reach, precision):
    served.reach = reach
    assert service().find(QUERY).precision is precision


def test_a_number_that_was_guessed_is_no_address(service, served):
    served.sure = False
    assert service("pelias").find(QUERY).precision is Precision.STREET


@pytest.mark.parametrize("provider", PROVIDERS)
def test_an_answer_far_from_the_area_of_the_address_is_not_believed(service, served, provider):
    served.house["at"] = (59.8586, 17.6389)  # Uppsala
    place = service(provider).find(QUERY)
    assert (place.precision, place.source) == (Precision.LOCALITY, "gazetteer")


def test_an_answer_outside_the_country_is_not_believed(service, served):
    served.house["at"] = (59.9139, 10.7522)
    assert service().find(AddressQuery(address="Danmarksgatan 46", city="Ingenstansby")) is None


def test_where_no_area_is_known_the_answers_town_must_be_that_of_the_address(service, served):
    served.house["city"], served.house["postcode"] = "Ingenstansby", ""
    assert service().find(AddressQuery(address="Danmarksgatan 46", city="Ingenstansby")).precision is Precision.ADDRESS
    assert service().find(AddressQuery(address="Danmarksgatan 46", city="Annanstansby")) is None


def test_an_address_that_contradicts_itself_is_not_asked(service, served):
    assert service().find(AddressQuery(address="Danmarksgatan 46", postcode="211 20", city="Kista")) is None
    assert not served.asked


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize("fault", ["500", "429", "half", "shape", "hang"])
def test_a_fault_leaves_the_offline_answer_and_is_shown_and_rests(service, served, clock, provider, fault):
    served.fault = fault
    asker = service(provider, timeout_s=0.4)
    assert asker.find(QUERY) == CHAIN.find(QUERY)
    assert asker.state().failed_at == clock.now
    assert asker.state().detail
    served.fault = ""
    clock.now += timedelta(seconds=59)
    assert asker.find(QUERY).source == "gazetteer"
    assert len(served.asked) == 1
    clock.now += timedelta(seconds=1)
    assert asker.find(QUERY).precision is Precision.ADDRESS
    assert asker.state().failed_at is None


def test_nobody_at_the_door_is_a_fault(service, served, clock):
    asker = service()
    asker._ask = asking("nominatim", host="127.0.0.1:9", scheme="http", user_agent="x", timeout_s=0.5)
    assert asker.find(QUERY).source == "gazetteer"
    assert asker.state().failed_at == clock.now


@pytest.mark.parametrize("provider", PROVIDERS)
def test_nothing_found_is_no_fault_and_is_kept(service, served, provider):
    served.fault = "empty"
    for _ in range(2):
        assert service(provider).find(QUERY).source == "gazetteer"
    assert len(served.asked) == 1
    assert service(provider).state().failed_at is None


def test_an_answer_is_asked_once_however_it_is_written(service, served):
    service().find(QUERY)
    service().find(AddressQuery(address="DANMARKSGATAN 46", postcode="16440", city="kista"))
    service().candidates(QUERY)
    assert len({said["q"].casefold().replace(" ", "") for _, said, _ in served.asked}) == 1
    assert len(served.asked) <= 2


def test_a_fault_is_not_kept(service, served, tmp_path):
    served.fault = "500"
    service().find(QUERY)
    served.fault = ""
    assert service().find(QUERY).precision is Precision.ADDRESS


def test_what_names_no_street_is_not_asked(service, served):
    for query in (AddressQuery(city="Kista"), AddressQuery(address="Box 12", city="Kista")):
        assert service().find(query).source == "gazetteer"
    assert not served.asked


def test_lists_do_not_burden_a_public_service(service, served):
    assert service(public=True).for_lists().find(QUERY).source == "gazetteer"
    assert not served.asked
    own = service()
    assert own.for_lists() is own


def test_a_public_service_is_asked_once_a_second(service, served, monkeypatch):
    waited = []
    monkeypatch.setattr("planner.geocode.services.sleep", waited.append)
    for number in range(9):
        service(public=True).find(AddressQuery(address=f"Danmarksgatan {number + 1}", city="Kista"))
    assert waited == [0, 1, 2, 3, 4, 5]  # whoever would wait longer is answered offline
    assert len(served.asked) == 6


def test_no_person_and_no_flat_is_told_to_a_service():
    query = AddressQuery(address="c/o Anna Berg, Danmarksgatan 46, lgh 1101", postcode="164 40", city="Kista")
    assert one_line(query) == "Danmarksgatan 46, 164 40 Kista"


def test_a_service_can_be_searched_with(service):
    assert isinstance(service(), Searching)
    assert isinstance(CHAIN, Searching)
    assert not isinstance(GAZETTEER, Searching)
