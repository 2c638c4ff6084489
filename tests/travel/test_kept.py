"""Drives kept on disk: one more visit asks one row and one column, and a broken file costs time only."""

import numpy as np
import pytest

from planner.model.matrix import TravelLabel
from planner.model.places import Place
from planner.model.problem import Matrix
from planner.model.route import Route
from planner.travel import GreatCircle, Kept, kept_on_disk
from planner.travel import kept as module

PLACES = [Place(lat=59.30 + n / 100, lon=18.0 + n / 50) for n in range(6)]


class Counting:
    """The great circle, counting how many drives it is asked for."""

    def __init__(self, *, factor=1.0, data_hash="", period="day"):
        self.engine, self.asked, self.calls = GreatCircle(factor=factor), 0, 0
        self.label = TravelLabel(engine="counting", quality="road", data_hash=data_hash, period=period)

    def matrix(self, places):
        self.asked += len(places) ** 2
        self.calls += bool(places)
        return self._mine(self.engine.matrix(places))

    def extended(self, matrix, places, place):
        assert matrix.label == self.label
        self.asked += 2 * len(places) + 1
        self.calls += 1
        return self._mine(
            self.engine.extended(Matrix(matrix.drive_s, matrix.distance_m, self.engine.label), places, place)
        )

    def route(self, places):
        self.legs = getattr(self, "legs", 0) + len(places) - 1
        return Route(legs=self.engine.route(places).legs, label=self.label)

    def _mine(self, matrix):
        return Matrix(matrix.drive_s, matrix.distance_m, self.label)


@pytest.fixture
def file(tmp_path):
    return tmp_path / "travel.sqlite"


def asked(engine, file, places):
    """How many drives the engine is asked for when somebody wants these, and that they are right."""
    before = engine.asked
    assert Kept(engine, file).matrix(places) == Matrix(*_numbers(engine, places), engine.label)
    return engine.asked - before


def _numbers(engine, places):
    found = engine.engine.matrix(places)
    return found.drive_s, found.distance_m


def test_what_was_asked_once_is_not_asked_again(file):
    engine = Counting()
    assert asked(engine, file, PLACES) == 36
    assert asked(engine, file, PLACES) == 0
    assert asked(engine, file, PLACES[4:1:-1]) == 0


def test_one_more_visit_asks_its_row_and_its_column_only(file):
    engine = Counting()
    asked(engine, file, PLACES[:5])
    assert asked(engine, file, PLACES) == 2 * 5 + 1
    assert asked(engine, file, [*PLACES, *PLACES]) == 0


def test_where_most_is_new_everything_is_asked_in_one_call(file):
    engine = Counting()
    asked(engine, file, PLACES[:2])
    calls = engine.calls
    assert asked(engine, file, PLACES) == 36
    assert engine.calls == calls + 1


def test_two_days_that_were_asked_apart_are_put_together(file):
    engine = Counting()
    asked(engine, file, PLACES[:4])
    asked(engine, file, PLACES[3:])
    assert asked(engine, file, PLACES) == (2 * 4 + 1) + (2 * 5 + 1)


@pytest.mark.parametrize("other", [{"data_hash": "2"}, {"period": "morning"}])
def test_other_data_and_another_period_are_kept_apart(file, other):
    asked(Counting(), file, PLACES)
    assert asked(Counting(factor=1.5, **other), file, PLACES) == 36
    assert asked(Counting(), file, PLACES) == 0


def test_one_more_place_may_be_known_already(file):
    engine = Counting()
    kept = Kept(engine, file)
    kept.matrix(PLACES)
    before = engine.asked
    matrix = kept.matrix(PLACES[:5])
    assert kept.extended(matrix, PLACES[:5], PLACES[5]) == kept.matrix(PLACES)
    assert engine.asked == before


def test_the_file_is_bounded_and_forgets_who_was_asked_for_longest_ago(file, monkeypatch):
    engine, kept = Counting(), Kept(Counting(), file, most_pairs=16)
    monkeypatch.setattr(module, "_today", lambda: 100)
    kept.matrix(PLACES[:3])
    monkeypatch.setattr(module, "_today", lambda: 101)
    kept.matrix(PLACES[3:])
    assert asked(engine, file, PLACES[3:]) in (0, 9)
    with kept._open() as db:
        assert db.execute("SELECT count(*) FROM drive").fetchone()[0] <= 16


@pytest.mark.parametrize(("days", "again"), [(90, 0), (91, 9)])
def test_places_nobody_has_asked_for_in_ninety_days_are_forgotten(file, monkeypatch, days, again):
    engine = Counting()
    monkeypatch.setattr(module, "_today", lambda: 100)
    asked(engine, file, PLACES[:3])
    monkeypatch.setattr(module, "_today", lambda: 100 + days)
    asked(engine, file, PLACES[3:])
    assert asked(engine, file, PLACES[:3]) == again


def test_a_broken_file_costs_time_only(file, caplog):
    file.write_bytes(b"no database" * 100)
    engine = Counting()
    assert asked(engine, file, PLACES) == 36
    assert "cannot be read" in caplog.text


def test_estimates_are_reckoned_and_not_kept(file):
    engine = GreatCircle()
    assert kept_on_disk(engine, file) is engine
    assert isinstance(kept_on_disk(Counting(), file), Kept)
    assert not file.exists()


def legs_asked(engine, file, places, **bounds):
    """How many legs the engine is asked for when somebody wants the way through places, and that it is right."""
    engine.legs = 0
    route = Kept(engine, file, **bounds).route(places)
    assert route.label == engine.label
    assert [leg.drive_s for leg in route.legs] == [leg.drive_s for leg in engine.engine.route(places).legs]
    for leg, own in zip(route.legs, engine.engine.route(places).legs, strict=True):
        assert np.array(leg.shape) == pytest.approx(np.array(own.shape), abs=1e-6)
    return engine.legs


def test_legs_that_were_asked_once_are_not_asked_again(file):
    engine = Counting()
    assert legs_asked(engine, file, PLACES) == 5
    assert legs_asked(engine, file, PLACES) == 0
    assert legs_asked(engine, file, PLACES[2:5]) == 0
    assert legs_asked(engine, file, PLACES[::-1]) == 5
    assert legs_asked(engine, file, [PLACES[0], PLACES[1], PLACES[3], PLACES[4]]) == 1


def test_legs_of_other_data_are_kept_apart(file):
    legs_asked(Counting(), file, PLACES)
    assert legs_asked(Counting(data_hash="2", factor=1.5), file, PLACES) == 5
    assert legs_asked(Counting(), file, PLACES) == 0


@pytest.mark.parametrize(("most", "again"), [(5, 0), (4, 1)])
def test_kept_legs_are_bounded(file, most, again):
    engine = Counting()
    legs_asked(engine, file, PLACES, most_legs=most)
    assert legs_asked(engine, file, PLACES, most_legs=most) == again


def test_a_route_by_another_engine_in_between_is_wholly_its_own(file):
    engine = Counting()
    legs_asked(engine, file, PLACES[:3])

    class Falling(Counting):
        """Says at first that it is the one it was, and answers as another."""

        def route(self, places):
            return Route(legs=super().route(places).legs, label=TravelLabel(engine="another"))

    falling = Falling(factor=2.0)
    route = Kept(falling, file).route(PLACES)
    assert route.label.engine == "another"
    assert [leg.drive_s for leg in route.legs] == [leg.drive_s for leg in falling.engine.route(PLACES).legs]


def test_a_broken_file_still_gives_a_route(file, caplog):
    file.write_bytes(b"no database" * 100)
    assert legs_asked(Counting(), file, PLACES) == 5
    assert "cannot be read" in caplog.text
