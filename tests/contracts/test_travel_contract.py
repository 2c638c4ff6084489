"""What every travel engine promises."""

import tempfile
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.model.places import Place
from planner.model.problem import Matrix, TravelLabel
from planner.travel import GraphEngine, GreatCircle, Kept, TravelEngine
from planner.travel.asked import AskedEngine
from planner.travel.falling_back import FallingBack, Stage
from planner.travel.osrm_http import OsrmHttp
from planner.travel.osrm_local import OsrmLocal
from planner.travel.scaled import Scaled
from planner.travel.valhalla_http import ValhallaHttp
from tests.roads.making import at, town_graph
from tests.travel.faulty import town
from tests.travel.test_http_engines import engine as http_engine
from tests.travel.test_osrm_local import Library

in_sweden = st.builds(Place, lat=st.floats(55, 69.1), lon=st.floats(10.9, 24.2))
in_rutstad = st.builds(at, row=st.floats(-2, 9), column=st.floats(-1, 9))
places = st.lists(in_rutstad | in_sweden, max_size=8)

_FOLDER = tempfile.TemporaryDirectory()
_FILE = Path(_FOLDER.name) / "asked.sqlite"

ENGINES = [
    pytest.param(GreatCircle(), id="great_circle"),
    pytest.param(GreatCircle(factor=1.3), id="great_circle_with_factor"),
    pytest.param(lambda url: http_engine(url, OsrmHttp, most=3), id="osrm_http"),
    pytest.param(lambda url: http_engine(url, ValhallaHttp), id="valhalla_http"),
    pytest.param(lambda url: Kept(http_engine(url, OsrmHttp), _FILE), id="osrm_http_kept_on_disk"),
    pytest.param(lambda url: Scaled(http_engine(url, OsrmHttp), 1.3), id="osrm_http_with_factor"),
    pytest.param(
        lambda url: FallingBack([Stage(engine=http_engine(url, OsrmHttp)), Stage(engine=GreatCircle())]),
        id="osrm_http_with_a_stand_in",
    ),
    pytest.param(
        lambda _url: FallingBack(
            [Stage(engine=http_engine("http://127.0.0.1:9", OsrmHttp, tries=1)), Stage(engine=GreatCircle())]
        ),
        id="stand_in_of_a_server_that_is_away",
    ),
    pytest.param(AskedEngine(OsrmLocal(Library(), Path(__file__)), budget_s=5), id="osrm_local"),
    pytest.param(Kept(GreatCircle(), Path(_FOLDER.name) / "travel.sqlite"), id="kept_on_disk"),
    pytest.param(GraphEngine(town_graph()), id="graph"),
    pytest.param(GraphEngine(town_graph(), factor=1.3, class_factor={"primary": 1.5}), id="graph_with_factors"),
    pytest.param(Kept(GraphEngine(town_graph()), Path(_FOLDER.name) / "roads.sqlite"), id="graph_kept_on_disk"),
]


# Asking over HTTP takes milliseconds a question.
few = settings(max_examples=30)


@pytest.fixture(scope="module", params=ENGINES)
def engine(request):
    """Every adapter; those that ask a server ask the small town's, over real HTTP."""
    if not callable(request.param):
        yield request.param
        return
    with town() as server:
        yield request.param(server.url)


class TestTravelContract:
    @few
    @given(places=places)
    def test_one_row_and_one_column_a_place(self, engine: TravelEngine, places):
        assert len(engine.matrix(places)) == len(places)

    @few
    @given(places=places)
    def test_numbers_are_whole_and_negative_only_where_there_is_no_way(self, engine: TravelEngine, places):
        matrix = engine.matrix(places)
        for numbers in (matrix.drive_s, matrix.distance_m):
            assert np.issubdtype(numbers.dtype, np.integer)
            assert (numbers >= -1).all()
        assert np.array_equal(matrix.drive_s < 0, matrix.distance_m < 0)
        assert (matrix.drive_s >= 0).all() or matrix.label.quality == "road"

    @few
    @given(places=places)
    def test_staying_costs_nothing(self, engine: TravelEngine, places):
        matrix = engine.matrix([*places, *places])
        n = len(places)
        for numbers in (matrix.drive_s, matrix.distance_m):
            assert not numbers.diagonal().any()
            assert not numbers[:n, n:].diagonal().any()

    @few
    @given(places=places)
    def test_the_same_places_give_the_same_matrix(self, engine: TravelEngine, places):
        assert engine.matrix(places) == engine.matrix(tuple(places))

    @few
    @given(places=places, more=places)
    def test_one_more_place_is_as_if_it_had_been_there_from_the_beginning(self, engine: TravelEngine, places, more):
        matrix = engine.matrix(places)
        for number, place in enumerate(more):
            matrix = engine.extended(matrix, [*places, *more[:number]], place)
        assert matrix == engine.matrix([*places, *more])

    def test_numbers_of_another_engine_are_never_mixed_in(self, engine: TravelEngine):
        there = [Place(lat=59.3, lon=18.0), Place(lat=57.7, lon=11.9)]
        strange = Matrix([[0, 1], [1, 0]], [[0, 1], [1, 0]], TravelLabel(engine="somebody else"))
        more = Place(lat=58.4, lon=15.6)
        assert engine.extended(strange, there, more) == engine.matrix([*there, more])

    @few
    @given(places=places)
    def test_a_route_has_the_numbers_of_the_matrix_and_a_line_where_there_is_a_way(self, engine: TravelEngine, places):
        matrix, route = engine.matrix(places), engine.route(places)
        assert route.label == matrix.label
        numbers = [(leg.drive_s, leg.distance_m) for leg in route.legs]
        assert numbers == list(
            zip(matrix.drive_s.diagonal(1).tolist(), matrix.distance_m.diagonal(1).tolist(), strict=True)
        )
        for leg, ends in zip(route.legs, pairwise(places), strict=True):
            for place, (lat, lon) in zip(ends, (leg.shape[0], leg.shape[-1]) if leg.shape else (), strict=False):
                assert abs(lat - place.lat) < 0.01
                assert abs(lon - place.lon) < 0.02

    @few
    @given(places=places)
    def test_the_same_places_give_the_same_route(self, engine: TravelEngine, places):
        assert engine.route(places) == engine.route(tuple(places))

    def test_the_label_says_engine_quality_and_data(self, engine: TravelEngine):
        label = engine.matrix(()).label
        assert label.engine
        assert label.quality in ("estimated", "road")
        assert label.data_hash

    def test_a_matrix_can_be_written_and_read_again(self, engine: TravelEngine):
        matrix = engine.matrix([Place(lat=59.3, lon=18.0), Place(lat=57.7, lon=11.9)])
        assert Matrix.from_json(matrix.to_json()) == matrix


def test_the_great_circle_says_that_it_estimates():
    assert GreatCircle().matrix(()).label.quality == "estimated"
