"""Settings choose the geocoder; a public service is asked only after an opt-in, and under a name of one's own."""

import pytest

from planner.geocode import AddressQuery, chosen_geocoder
from planner.model.errors import InputError
from planner.roads.extract import read_extract
from planner.roads.streets import StreetCollector
from tests.roads.streets_file import KISTA, at, ring, write_streets

NAMES = ("", "_URL", "_USER_AGENT", "_PUBLIC", "_TIMEOUT")


@pytest.fixture
def chosen(tmp_path, monkeypatch):
    def made(**settings):
        for name in NAMES:
            monkeypatch.delenv(f"PLANNER_GEOCODER{name}", raising=False)
        for name, value in settings.items():
            monkeypatch.setenv(f"PLANNER_GEOCODER{'_' + name if name != 'PROVIDER' else ''}", value)
        return chosen_geocoder(tmp_path, tmp_path / "roads")

    return made


def test_without_settings_nobody_is_asked(chosen):
    assert chosen().state().provider == "offline"


@pytest.mark.parametrize("provider", ["nominatim", "photon", "pelias"])
def test_a_service_of_ones_own_needs_its_address_only(chosen, provider):
    state = chosen(PROVIDER=provider, URL="http://127.0.0.1:8080/nominatim").state()
    assert (state.provider, state.public) == (provider, False)


def test_public_nominatim_needs_the_opt_in_and_a_name(chosen):
    assert chosen(PROVIDER="nominatim", PUBLIC="1", USER_AGENT="sjoviks-it/1.0 it@example.org").state().public


@pytest.mark.parametrize(
    ("settings", "field"),
    [
        ({"PROVIDER": "google"}, ""),
        ({"PROVIDER": "nominatim"}, "_URL"),
        ({"PROVIDER": "photon", "PUBLIC": "1", "USER_AGENT": "x"}, "_URL"),
        ({"PROVIDER": "pelias", "URL": "127.0.0.1:4000"}, "_URL"),
        ({"PROVIDER": "nominatim", "PUBLIC": "1"}, "_USER_AGENT"),
        ({"PROVIDER": "nominatim", "URL": "https://nominatim.openstreetmap.org", "USER_AGENT": "x"}, "_PUBLIC"),
        ({"PROVIDER": "photon", "URL": "https://photon.komoot.io", "PUBLIC": "1", "USER_AGENT": "x"}, "_PUBLIC"),
        ({"PROVIDER": "photon", "URL": "http://127.0.0.1:1", "TIMEOUT": "0"}, "_TIMEOUT"),
        ({"PROVIDER": "photon", "URL": "http://127.0.0.1:1", "TIMEOUT": "fort"}, "_TIMEOUT"),
    ],
)
def test_a_wrong_setting_is_named(chosen, settings, field):
    with pytest.raises(InputError) as wrong:
        chosen(**settings)
    assert wrong.value.problems[0].field == f"PLANNER_GEOCODER{field}"


def test_streets_are_used_as_soon_as_they_are_imported_and_exchanged(chosen, tmp_path):
    geocoder, roads = chosen(), tmp_path / "roads"
    query = AddressQuery(address="Danmarksgatan", city="Kista")
    assert geocoder.find(query).source == "gazetteer"
    for number, name in enumerate(("Danmarksgatan", "Norgegatan")):
        folder = roads / f"generation{number}"
        folder.mkdir(parents=True)
        collector = StreetCollector()
        way = (name, [at(KISTA, 0, 0), at(KISTA, 0, 300)])
        read_extract(write_streets(tmp_path / "x.osm.pbf", [ring(), way]), [collector])
        collector.write(folder)
        (folder / "manifest.json").write_text("{}", encoding="utf-8")
        (roads / "current").write_text(folder.name, encoding="utf-8")
        assert (geocoder.find(query).source == "streets") == (name == "Danmarksgatan")
    assert geocoder.state().streets
