"""Routing servers give whole matrices, in tables they can take, and ways with their lines."""

import base64
import socket
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.model.errors import ServiceError
from planner.model.places import Place
from planner.model.words import Precision
from planner.travel.asked import AskedEngine
from planner.travel.breaker import Breaker
from planner.travel.http_calls import Caller
from planner.travel.osrm_http import OsrmHttp
from planner.travel.server import Server
from planner.travel.valhalla_http import ValhallaHttp
from tests.travel.faulty import at, matrix, town

ROUTERS = pytest.mark.parametrize("kind", [OsrmHttp, ValhallaHttp])
PLACES = [Place(lat=59.30 + n * n / 1000, lon=18.0 + n / 50) for n in range(7)]


def engine(url, kind, *, most=100, timeout_s=5.0, budget_s=20.0, data="", clock=time.monotonic, **caller):
    asked = Caller(Server.at(url, field="URL"), timeout_s=timeout_s, clock=clock, **caller)
    return AskedEngine(kind(asked, most=most, data=data), budget_s=budget_s, clock=clock)


def equal(found, places, islands=()):
    drive_s, distance_m = matrix(places, islands)
    return np.array_equal(found.drive_s, drive_s) and np.array_equal(found.distance_m, distance_m)


@ROUTERS
def test_a_matrix_is_what_the_server_says_in_seconds_and_metres_there_and_back(kind):
    with town() as server:
        found = engine(server.url, kind).matrix(PLACES)
    assert equal(found, PLACES)
    assert not np.array_equal(found.drive_s, found.drive_s.T)
    assert found.label.engine == kind.name
    assert found.label.quality == "road"


@ROUTERS
@given(count=st.integers(0, 8), most=st.integers(1, 9))
@settings(max_examples=25, deadline=None)
def test_every_pair_is_asked_exactly_once_in_tables_within_the_limit(kind, count, most):
    places = [Place(lat=59 + n / 100, lon=18 + n * n / 1000) for n in range(count)]
    with town() as server:
        assert equal(engine(server.url, kind, most=most).matrix(places), places)
        asked = server.pairs()
        assert all(len(sources) <= most and len(targets) <= most for sources, targets in server.tables)
    points = [at(place) for place in places]
    assert sorted(asked) == sorted((a, b) for a in points for b in points if count > 1)


@ROUTERS
@pytest.mark.parametrize("most", [2, 3, 100])
def test_one_more_place_asks_its_row_and_its_column_only(kind, most):
    *before, new = PLACES
    with town() as server:
        asked = engine(server.url, kind, most=most)
        found = asked.matrix(before)
        server.tables.clear()
        more = asked.extended(found, before, new)
        assert more == asked.matrix(PLACES)
        pairs = server.pairs()[: 2 * len(before)]
    assert sorted(pairs) == sorted(pair for one in before for pair in ((at(one), at(new)), (at(new), at(one))))


@ROUTERS
def test_places_without_a_way_are_negative_and_nothing_else_is(kind):
    with town() as server:
        server.islands = {at(PLACES[2])}
        found = engine(server.url, kind, most=3).matrix(PLACES)
    assert equal(found, PLACES, {at(PLACES[2])})
    assert (found.drive_s[2, [0, 1, 3]] == -1).all()
    assert found.drive_s[2, 2] == 0


@pytest.mark.parametrize(("away_m", "radius_m", "has_way"), [(1000, 0, True), (1001, 0, False), (1001, 5000, True)])
def test_a_road_too_far_from_a_place_is_no_way_to_it(away_m, radius_m, has_way):
    places = [*PLACES[:2], Place(lat=59.9, lon=18.9, precision=Precision.PIN, radius_m=radius_m)]
    with town() as server:
        server.aside = {at(places[2]): away_m}
        asked = engine(server.url, OsrmHttp)
        assert equal(asked.matrix(places), places, () if has_way else {at(places[2])})
        assert [leg.is_reachable for leg in asked.route(places).legs] == [True, has_way]


@ROUTERS
def test_a_way_has_the_numbers_of_the_matrix_and_a_line_from_place_to_place(kind):
    with town() as server:
        asked = engine(server.url, kind)
        found, route = asked.matrix(PLACES), asked.route(PLACES)
    for row, leg in enumerate(route.legs):
        start, end = PLACES[row], PLACES[row + 1]
        assert (leg.drive_s, leg.distance_m) == (found.drive_s[row, row + 1], found.distance_m[row, row + 1])
        corner = (start.lat, end.lon)
        np.testing.assert_allclose(leg.shape, [(start.lat, start.lon), corner, (end.lat, end.lon)], atol=1e-6)
    assert len(route.legs) == 6
    assert route.label == found.label


@ROUTERS
def test_a_long_way_is_asked_in_pieces_and_a_leg_without_a_way_leaves_the_others(kind):
    places = [Place(lat=59 + n / 100, lon=18 + n / 100) for n in range(45)]
    with town() as server:
        server.islands = {at(places[30])}
        legs = engine(server.url, kind).route(places).legs
    assert [number for number, leg in enumerate(legs) if not leg.is_reachable] == [29, 30]
    assert len(legs) == 44


@ROUTERS
def test_nothing_is_asked_for_no_place_or_one(kind):
    with town() as server:
        asked = engine(server.url, kind)
        assert [len(asked.matrix(PLACES[:n])) for n in (0, 1)] == [0, 1]
        assert asked.route(PLACES[:1]).legs == ()
        assert server.paths == []


@ROUTERS
def test_a_way_from_a_place_to_itself_is_a_line_of_no_length(kind):
    with town() as server:
        (leg,) = engine(server.url, kind).route([PLACES[0], PLACES[0]]).legs
    assert (leg.drive_s, leg.distance_m, len(leg.shape)) == (0, 0, 2)


@ROUTERS
def test_other_data_of_the_server_are_another_label_and_never_mixed(kind):
    ticks = [0.0]
    with town() as server:
        asked = engine(server.url, kind, most=4, clock=lambda: ticks[0])
        server.version = "2026-05-01"
        found = asked.matrix(PLACES[:6])
        assert asked.version == "2026-05-01"
        server.version, ticks[0] = "2026-06-01", 31.0
        server.tables.clear()
        more = asked.extended(found, PLACES[:6], PLACES[6])
        assert more.label.data_hash != found.label.data_hash
        assert {(at(a), at(b)) for a in PLACES for b in PLACES} <= set(server.pairs())


def test_data_that_change_between_two_tables_are_asked_once_more_and_then_given_up():
    with town() as server:
        asked = engine(server.url, OsrmHttp, most=4)
        changes = iter(range(100))
        type(server).version = property(lambda _self: str(next(changes)), lambda _self, _value: None)
        try:
            with pytest.raises(ServiceError) as caught:
                asked.matrix(PLACES)
        finally:
            del type(server).version
    assert caught.value.message.key == "travel.changing"
    assert len(server.tables) == 8


@ROUTERS
def test_the_label_tells_servers_and_data_sets_apart_and_not_passwords(kind):
    url = "http://127.0.0.1:1/roads"
    labels = {engine(one, kind, data=data).label.data_hash for one, data in ((url, ""), (url, "may"), (url + "2", ""))}
    assert len(labels) == 3
    assert engine("http://me:secret@127.0.0.1:1/roads", kind).label == engine(url, kind).label


@ROUTERS
def test_one_connection_serves_many_questions_and_a_password_is_sent_but_not_shown(kind):
    with town() as server:
        server.folder = "/roads"
        asked = engine(server.url.replace("http://", "http://me:s%C3%A4g%20inget@"), kind, most=2)
        asked.matrix(PLACES)
        assert len(server.connections) == 1
        assert len(server.tables) == 16
        told = server.headers[0]["Authorization"].removeprefix("Basic ")
        assert base64.b64decode(told).decode() == "me:säg inget"
        assert "inget" not in repr(asked.router.caller.server)


def test_a_connection_that_the_server_has_closed_meanwhile_is_no_failure():
    breaker = Breaker()
    with town() as server:
        asked = engine(server.url, OsrmHttp, breaker=breaker, tries=1)
        asked.matrix(PLACES)
        server.connections[0].shutdown(socket.SHUT_RDWR)
        assert equal(asked.matrix(PLACES), PLACES)
    assert breaker.state.failures == 0
