"""OSRM in this process: asked as its library wants it, and read as strictly as a server."""

import importlib.util
import os

import numpy as np
import pytest

from planner.model.errors import InputError, ServiceError
from planner.model.language import render
from planner.travel.asked import AskedEngine
from planner.travel.osrm_local import OsrmLocal
from tests.travel.faulty import At, Town, _Handler, at, matrix
from tests.travel.test_http_engines import PLACES


class Parameters:
    """What the library's parameters take: nothing but these names."""

    def __init__(self, *, coordinates, annotations=(), sources=None, destinations=None, steps=False,
                 continue_straight=None, geometries="", overview=""):  # fmt: skip
        assert all(-180 <= lon <= 180 and -90 <= lat <= 90 for lon, lat in coordinates)
        self.points: list[At] = [(round(lat * 1e6), round(lon * 1e6)) for lon, lat in coordinates]
        self.sources = self.points if sources is None else [self.points[row] for row in sources]
        self.targets = self.points if destinations is None else [self.points[row] for row in destinations]
        self.annotations, self.steps, self.geometries = list(annotations), steps, geometries


class Array:
    """A list as the library gives it: it can be gone through, and nothing else."""

    def __init__(self, values):
        self._values = values

    def __iter__(self):
        return iter(self._values)


class Told(Array):
    """An object as the library gives it: its names one by one, values by name, no ``keys``."""

    def __getitem__(self, name):
        return self._values[name]

    def __contains__(self, name):
        return name in self._values


def told(value):
    """What the library makes of JSON."""
    if isinstance(value, dict):
        return Told({name: told(one) for name, one in value.items()})
    return Array([told(one) for one in value]) if isinstance(value, list) else value


class Library:
    """The small town behind the calls of the module `osrm`."""

    TableParameters = RouteParameters = Parameters

    def __init__(self):
        self.town = Town()

    def OSRM(self, *, storage_config, use_shared_memory, algorithm, **_limits):  # noqa: N802
        if not os.path.exists(storage_config):  # noqa: PTH110
            raise RuntimeError("Could not find any metrics")
        self.handler = _Handler.__new__(_Handler)
        self.handler.town = self.town
        return self

    def Table(self, asked):  # noqa: N802
        assert asked.annotations == ["duration", "distance"]
        answer = self.handler._osrm_table(asked.sources, asked.targets)
        return told(answer)

    def Route(self, asked):  # noqa: N802
        assert (asked.steps, asked.geometries) == (True, "geojson")
        status, answer = self.handler._osrm_route(asked.points)
        if status != 200:
            raise RuntimeError(f"{answer['code']} - {answer['message']}")
        return told(answer)


@pytest.fixture
def region(tmp_path):
    file = tmp_path / "region.osrm"
    file.write_bytes(b"1")
    return file


def test_a_matrix_and_a_way_are_what_the_library_says(region):
    library = Library()
    library.town.islands = {at(PLACES[2])}
    engine = AskedEngine(OsrmLocal(library, region), budget_s=5)
    found, (drive_s, distance_m) = engine.matrix(PLACES), matrix(PLACES, library.town.islands)
    assert np.array_equal(found.drive_s, drive_s)
    assert np.array_equal(found.distance_m, distance_m)
    assert engine.extended(engine.matrix(PLACES[:-1]), PLACES[:-1], PLACES[-1]) == found
    assert [leg.is_reachable for leg in engine.route(PLACES).legs] == [True, False, False, True, True, True]
    assert found.label.engine == "osrm"


def test_data_prepared_anew_are_another_label(region):
    first = AskedEngine(OsrmLocal(Library(), region), budget_s=5).label
    region.with_suffix(".osrm.cells").write_bytes(b"22")
    assert AskedEngine(OsrmLocal(Library(), region), budget_s=5).label.data_hash != first.data_hash


def test_what_goes_wrong_in_the_library_is_a_service_error(region):
    router = OsrmLocal(Library(), region)
    router._engine = None
    with pytest.raises(ServiceError) as caught:
        AskedEngine(router, budget_s=5).matrix(PLACES)
    assert caught.value.message.key == "travel.osrm_failed"


def test_data_that_are_not_there_are_named(tmp_path):
    with pytest.raises(InputError) as caught:
        OsrmLocal(Library(), tmp_path / "none.osrm")
    assert "none.osrm" in str(caught.value)
    with pytest.raises(InputError) as caught:
        OsrmLocal.opened("")
    assert "PLANNER_OSRM_DATA" in str(caught.value)


@pytest.mark.skipif(importlib.util.find_spec("osrm") is not None, reason="the library is installed here")
def test_without_the_library_a_sentence_says_what_it_needs(region):
    with pytest.raises(InputError) as caught:
        OsrmLocal.opened(str(region))
    said = render(caught.value.problems[0].message, "en")
    assert "Python 3.12" in said
    assert "requirements-osrm.txt" in said


@pytest.mark.skipif(
    importlib.util.find_spec("osrm") is None or not os.environ.get("PLANNER_OSRM_DATA"),
    reason="needs Python 3.12 or later with osrm-bindings, and PLANNER_OSRM_DATA: a region with Stockholm in it",
)
def test_the_real_library_answers():
    engine = AskedEngine(OsrmLocal.opened(os.environ["PLANNER_OSRM_DATA"]), budget_s=30)
    places = [at_ for at_ in PLACES if at_.lat < 59.34]
    found, route = engine.matrix(places), engine.route(places)
    assert (found.drive_s >= 0).all()
    assert len(route.legs) == len(places) - 1
    assert abs(route.legs[0].drive_s - found.drive_s[0, 1]) <= 1
