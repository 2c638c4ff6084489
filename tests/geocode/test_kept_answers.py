"""Answers of services kept on disk, and turns over all processes."""

import itertools
import multiprocessing
import time

import pytest

from planner.geocode.kept import KeptAnswers
from planner.model.places import Place
from planner.model.words import Precision

PLACE = Place(lat=59.4, lon=17.9, precision=Precision.ADDRESS, source="nominatim", label="Storgatan 1")
DAY = 86_400


class Clock:
    now = 1_000_000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


def test_an_answer_is_kept_by_provider_and_address(tmp_path, clock):
    kept = KeptAnswers(tmp_path / "g.sqlite", clock=clock)
    kept.put("nominatim", "storgatan 1", PLACE)
    assert KeptAnswers(tmp_path / "g.sqlite", clock=clock).get("nominatim", "storgatan 1") == (PLACE,)
    assert kept.get("photon", "storgatan 1") is None
    assert kept.get("nominatim", "storgatan 2") is None


@pytest.mark.parametrize(("place", "days"), [(PLACE, 180), (None, 7)])
def test_what_was_not_found_is_asked_again_sooner(tmp_path, clock, place, days):
    kept = KeptAnswers(tmp_path / "g.sqlite", clock=clock)
    kept.put("nominatim", "x", place)
    clock.now += days * DAY
    assert kept.get("nominatim", "x") == (place,)
    clock.now += 1
    assert kept.get("nominatim", "x") is None


def test_the_file_is_bounded_and_forgets_what_nobody_asks_for(tmp_path, clock):
    kept = KeptAnswers(tmp_path / "g.sqlite", most=20, clock=clock)
    for number in range(21):
        clock.now += 1
        kept.put("p", str(number), PLACE)
        kept.get("p", "0")
    assert kept.get("p", "0") is not None
    assert kept.get("p", "1") is None
    assert sum(kept.get("p", str(number)) is not None for number in range(21)) <= 20


def test_a_broken_file_keeps_nothing_and_gives_no_turns(tmp_path):
    (tmp_path / "g.sqlite").write_bytes(b"no database at all" * 100)
    kept = KeptAnswers(tmp_path / "g.sqlite")
    kept.put("p", "x", PLACE)
    assert kept.get("p", "x") is None
    assert kept.turn("p", every_s=1) is None


def test_turns_come_one_after_the_other(tmp_path, clock):
    kept = KeptAnswers(tmp_path / "g.sqlite", clock=clock)
    assert [kept.turn("p", every_s=1.0) for _ in range(3)] == [0.0, 1.0, 2.0]
    clock.now += 10
    assert kept.turn("p", every_s=1.0) == 0.0


def test_a_clock_that_was_put_back_makes_nobody_wait_for_hours(tmp_path, clock):
    kept = KeptAnswers(tmp_path / "g.sqlite", clock=clock)
    kept.turn("p", every_s=1.0)
    clock.now -= DAY
    assert kept.turn("p", every_s=1.0) == 0.0


def _turns(file, times):
    for _ in range(4):
        times.put(time.time() + KeptAnswers(file).turn("p", every_s=1.0))


def test_processes_share_their_turns(tmp_path):
    context = multiprocessing.get_context("spawn")
    times = context.Queue()
    others = [context.Process(target=_turns, args=(tmp_path / "g.sqlite", times)) for _ in range(2)]
    for one in others:
        one.start()
    for one in others:
        one.join(120)
    found = sorted(times.get(timeout=10) for _ in range(8))
    assert all(later - earlier > 0.9 for earlier, later in itertools.pairwise(found))
