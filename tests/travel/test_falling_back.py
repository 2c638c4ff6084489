"""Several engines in a row: one answers each call, and whoever looks sees which and why."""

import logging
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.model.errors import ServiceError
from planner.model.language import render
from planner.model.matrix import Matrix, TravelLabel
from planner.model.message import Message, message
from planner.model.places import Place
from planner.model.route import Leg, Route
from planner.travel import GreatCircle
from planner.travel.breaker import Breaker
from planner.travel.falling_back import FallingBack, Stage, engine_name, stand_in, states_of
from planner.travel.scaled import Scaled
from planner.travel.unreachable import cut_off, unreachable

PLACES = [Place(lat=59 + n / 10, lon=18.0) for n in range(5)]


class Constant:
    """An engine of one number: every drive takes so many seconds; it fails when it is told to."""

    def __init__(self, name, seconds, answers=()):
        self.label = TravelLabel(engine=name, quality="road", data_hash=name)
        self.seconds, self.answers, self.rows = seconds, list(answers), 0

    def _try(self):
        if self.answers and not self.answers.pop(0):
            raise ServiceError(message("travel.no_answer", server=self.label.engine))

    def matrix(self, places):
        if places:
            self._try()
            self.rows += len(places)
        numbers = np.full((len(places), len(places)), self.seconds) * (1 - np.eye(len(places), dtype=int))
        return Matrix(numbers, numbers, self.label)

    def extended(self, matrix, places, place):
        if matrix.label != self.label:
            return self.matrix([*places, place])
        self._try()
        self.rows += 1
        last = len(places)
        numbers = np.full((last + 1, last + 1), self.seconds)
        numbers[:last, :last], numbers[last, last] = matrix.drive_s, 0
        return Matrix(numbers, numbers, self.label)

    def route(self, places):
        self._try()
        leg = Leg(drive_s=self.seconds, distance_m=1, shape=((59.0, 18.0), (60.0, 18.0)))
        return Route(legs=(leg,) * (len(places) - 1), label=self.label)


def in_a_row(*engines, **given):
    return FallingBack([Stage(engine=engine) for engine in engines], **given)


@given(st.lists(st.booleans(), min_size=6, max_size=6), st.lists(st.booleans(), min_size=6, max_size=6))
def test_no_matrix_ever_holds_numbers_of_two_engines(first, second):
    """Engines come and go while places are added one after the other."""
    engines = {one.label.engine: one for one in (Constant("a", 1, first), Constant("b", 2, second), Constant("c", 3))}
    both = in_a_row(*engines.values())
    found = both.matrix(PLACES[:2])
    for number in range(2, len(PLACES)):
        found = both.extended(found, PLACES[:number], PLACES[number])
        off_diagonal = found.drive_s[~np.eye(number + 1, dtype=bool)]
        assert set(off_diagonal.tolist()) == {engines[found.label.engine].seconds}


def test_what_failed_is_seen_until_it_answers_again_and_logged_once(caplog):
    caplog.set_level(logging.INFO, "planner.travel")
    moments = iter(datetime(2026, 5, 4, 8, tzinfo=UTC) + timedelta(minutes=n) for n in range(9))
    first, second = Constant("a", 1, [False, False, True]), Constant("b", 2)
    both = in_a_row(first, second, now=lambda: next(moments))
    assert stand_in(both, both.matrix(PLACES).label).since.minute == 0
    assert both.route(PLACES).label.engine == "b"
    failure = states_of(both)[0].failure
    assert (failure.engine, failure.instead, failure.since.minute) == ("a", "b", 0)
    assert failure.said.key == "travel.no_answer"
    assert len(caplog.records) == 1
    found = both.matrix(PLACES)
    assert stand_in(both, found.label) is None
    assert states_of(both)[0].failure is None
    assert [record.levelname for record in caplog.records] == ["WARNING", "INFO"]


def test_an_answer_without_the_server_does_not_mean_that_it_is_back():
    first, breaker = Constant("a", 1, [False]), Breaker()
    breaker.failed()
    both = FallingBack([Stage(engine=first, breaker=breaker), Stage(engine=Constant("b", 2))])
    both.matrix(PLACES)
    both.matrix(PLACES)
    assert states_of(both)[0].failure is not None
    breaker.succeeded()
    both.matrix(PLACES)
    assert states_of(both)[0].failure is None


def test_where_nobody_answers_the_last_sentence_is_heard():
    with pytest.raises(ServiceError) as caught:
        in_a_row(Constant("a", 1, [False]), Constant("b", 2, [False])).matrix(PLACES)
    assert dict(caught.value.message.values)["server"] == "b"


def test_other_errors_are_not_hidden():
    class Wrong(Constant):
        def _try(self):
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        in_a_row(Wrong("a", 1), Constant("b", 2)).matrix(PLACES)


def test_an_engine_alone_has_a_state_and_none_stands_in_for_it():
    (state,) = states_of(GreatCircle())
    assert (state.label.engine, state.failure, state.breaker) == ("great_circle", None, None)
    assert stand_in(GreatCircle(), GreatCircle().label) is None


@pytest.mark.parametrize("name", ["great_circle", "graph", "osrm", "osrm-http", "valhalla-http"])
def test_every_engine_has_a_name_people_understand(name):
    said = engine_name(name)
    assert isinstance(said, Message)
    assert render(said, "sv") != render(said, "en")


@pytest.mark.parametrize(("factor", "taken"), [(1.5, [0, 150, -1]), (0.1, [0, 10, -1]), (10, [0, 1000, -1])])
def test_a_factor_multiplies_seconds_and_leaves_metres_and_missing_ways(factor, taken):
    class Three(Constant):
        def matrix(self, places):
            numbers = np.array([[0, 100, -1], [7, 0, 7], [7, 7, 0]])[: len(places), : len(places)]
            return Matrix(numbers, numbers, self.label)

    found = Scaled(Three("a", 1), factor).matrix(PLACES[:3])
    assert found.drive_s[0].tolist() == taken
    assert found.distance_m[0].tolist() == [0, 100, -1]
    assert found.label.data_hash != Three("a", 1).label.data_hash
    assert found.label.data_hash != Scaled(Three("a", 1), 2.0).matrix(PLACES).label.data_hash


def test_a_scaled_engine_is_asked_for_one_row_and_scales_nothing_twice():
    inner = Constant("a", 100)
    scaled = Scaled(inner, 2.0)
    found = scaled.matrix(PLACES[:3])
    more = scaled.extended(found, PLACES[:3], PLACES[3])
    assert more == scaled.matrix(PLACES[:4])
    assert inner.rows == 3 + 1 + 4


def test_ways_are_scaled_too():
    route = Scaled(Constant("a", 100), 1.25).route(PLACES)
    assert [leg.drive_s for leg in route.legs] == [125] * 4
    assert [leg.distance_m for leg in route.legs] == [1] * 4


@pytest.mark.parametrize("factor", [0.0, 0.09, 10.1, float("nan")])
def test_a_factor_that_cannot_be_is_refused(factor):
    with pytest.raises(ValueError, match="factor"):
        Scaled(Constant("a", 1), factor)


def test_pairs_without_a_way_are_listed_from_and_to():
    drive_s = np.ones((3, 3), dtype=int)
    drive_s[0, 2] = drive_s[1, 0] = -1
    assert unreachable(PLACES[:3], Matrix(drive_s, drive_s)) == ((PLACES[0], PLACES[2]), (PLACES[1], PLACES[0]))


def test_what_is_cut_off_is_the_island_and_not_the_land():
    drive_s = np.ones((5, 5), dtype=int)
    drive_s[3, :] = drive_s[:, 3] = -1
    drive_s[1, 4] = -1
    assert cut_off(Matrix(drive_s, drive_s)) == (3, 4)
    assert cut_off(Matrix(abs(drive_s), abs(drive_s))) == ()


@given(st.sets(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=12))
def test_every_pair_without_a_way_has_a_row_that_is_named(pairs):
    drive_s = np.ones((6, 6), dtype=int)
    for start, end in pairs:
        drive_s[start, end] = -1
    named = set(cut_off(Matrix(drive_s, drive_s)))
    assert all({start, end} & named for start, end in pairs)
