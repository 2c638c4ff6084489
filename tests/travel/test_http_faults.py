"""Whatever a server does, the caller has a sentence or another engine's answer, in time."""

import socket
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from planner.model.errors import InputError, ServiceError
from planner.model.language import render
from planner.travel import GreatCircle
from planner.travel.breaker import Breaker
from planner.travel.falling_back import FallingBack, Stage, stand_in
from planner.travel.http_calls import RefusedError
from planner.travel.osrm_http import OsrmHttp
from planner.travel.server import Server
from planner.travel.tables import BadAnswerError, number
from planner.travel.valhalla_http import ValhallaHttp, polyline6
from tests.travel.faulty import NONSENSE, encoded, town
from tests.travel.test_http_engines import PLACES, ROUTERS, engine, equal

SILENT = ("hang", "drip", "drip_headers")
BROKEN = ("500", "502", "503", "504", "429", "reset", "400", "404", "301")


@ROUTERS
@pytest.mark.parametrize("fault", [*NONSENSE, *SILENT, *BROKEN])
def test_a_fault_ends_in_a_sentence_in_time(kind, fault):
    with town() as server:
        server.always, server.retry_after = fault, ""
        asked = engine(server.url, kind, timeout_s=0.15, budget_s=0.5)
        began = time.monotonic()
        with pytest.raises(ServiceError) as caught:
            asked.matrix(PLACES)
        assert time.monotonic() - began < 1.5
    for language in ("sv", "en"):
        assert len(render(caught.value.message, language)) > 10


@ROUTERS
@pytest.mark.parametrize("fault", [*NONSENSE, *SILENT, *BROKEN])
def test_after_a_fault_the_next_engine_answers_everything(kind, fault):
    """The fault comes in the last of several tables: what the server has said before is thrown away."""
    with town() as server:
        server.faults = ["", "", "", *[fault] * 5]
        server.retry_after = ""
        first = engine(server.url, kind, most=4, timeout_s=0.15, budget_s=0.8)
        both = FallingBack([Stage(engine=first), Stage(engine=GreatCircle())])
        assert both.matrix(PLACES) == GreatCircle().matrix(PLACES)
        assert len(server.tables) > 3
        failure = stand_in(both, GreatCircle().label)
    assert failure is not None
    assert (failure.engine, failure.instead) == (kind.name, "great_circle")


@ROUTERS
def test_a_closed_port_ends_in_a_sentence(kind):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        asked = engine(f"http://127.0.0.1:{taken.getsockname()[1]}", kind, sleep=lambda _s: None)
        with pytest.raises(ServiceError) as caught:
            asked.matrix(PLACES)
    assert caught.value.message.key == "travel.no_answer"


class Clock:
    """A clock that moves when somebody waits."""

    def __init__(self):
        self.now_s, self.waits = 0.0, []

    def __call__(self):
        return self.now_s

    def sleep(self, seconds):
        self.waits.append(seconds)
        self.now_s += seconds


@pytest.mark.parametrize("fault", ["502", "503", "504", "429", "reset"])
def test_what_may_pass_is_tried_again_with_growing_waits(fault):
    clock = Clock()
    with town() as server:
        server.faults, server.retry_after = [fault, fault], ""
        assert equal(
            engine(server.url, OsrmHttp, clock=clock, sleep=clock.sleep, jitter=lambda: 0.5).matrix(PLACES), PLACES
        )
        assert len(server.paths) == 3
    assert clock.waits == pytest.approx([0.2, 0.4])


@pytest.mark.parametrize("fault", ["400", "404", "500", "501", "nan", "half", "not_json"])
def test_what_will_not_pass_is_asked_once(fault):
    clock = Clock()
    with town() as server:
        server.faults = [fault, fault]
        with pytest.raises(ServiceError):
            engine(server.url, OsrmHttp, clock=clock, sleep=clock.sleep).matrix(PLACES)
        assert len(server.paths) == 1
    assert clock.waits == []


def test_waits_differ_so_that_callers_do_not_come_back_together():
    waits = []
    for jitter in (0.0, 1.0):
        clock = Clock()
        with town() as server:
            server.faults = ["503"]
            engine(server.url, OsrmHttp, clock=clock, sleep=clock.sleep, jitter=lambda one=jitter: one).matrix(PLACES)
        waits += clock.waits
    assert waits == pytest.approx([0.1, 0.3])


@pytest.mark.parametrize(
    ("written", "waits_s"),
    [
        ("7", 7.0),
        ("", 0.2),
        ("soon", 0.2),
        ("nan", 0.2),
        ("-3", 0.2),
        ("date", 20.0),
        ("Mon, 01 Jan 1990 10:00:00 GMT", 0.2),
    ],
)
def test_a_server_that_says_when_is_asked_then(written, waits_s):
    clock = Clock()
    if written == "date":
        written = format_datetime(datetime.now(UTC) + timedelta(seconds=20), usegmt=True)
    with town() as server:
        server.faults, server.retry_after = ["429"], written
        engine(server.url, OsrmHttp, clock=clock, sleep=clock.sleep, jitter=lambda: 0.5, timeout_s=50).matrix(PLACES)
    assert clock.waits == pytest.approx([waits_s], abs=1.5 if waits_s == 20 else 1e-6)


@pytest.mark.parametrize("written", ["61", "inf"])
def test_a_server_that_wants_more_time_than_there_is_is_not_waited_for(written):
    clock = Clock()
    with town() as server:
        server.faults, server.retry_after = ["429", "429"], written
        with pytest.raises(ServiceError) as caught:
            engine(server.url, OsrmHttp, clock=clock, sleep=clock.sleep, budget_s=60).matrix(PLACES)
        assert len(server.paths) == 1
    assert caught.value.message.key == "travel.status"
    assert clock.waits == []


def test_a_refusal_says_what_the_server_says_on_one_short_line():
    with town() as server:
        server.always = "400"
        with pytest.raises(RefusedError) as caught:
            engine(server.url, ValhallaHttp).matrix(PLACES)
    assert "told to" in render(caught.value.message, "en")


def test_half_an_answer_is_called_cut_off():
    with town() as server:
        server.always = "half"
        with pytest.raises(ServiceError) as caught:
            engine(server.url, OsrmHttp).matrix(PLACES)
    assert "cut off" in render(caught.value.message, "en")


@pytest.mark.parametrize("value", [-0.6, -1, float("nan"), float("inf"), 10_000_001, True, "12", None, [1]])
def test_what_is_no_number_of_a_drive_is_refused(value):
    with pytest.raises(BadAnswerError):
        number(value, field="durations")


@pytest.mark.parametrize(("value", "unit", "whole"), [(0, 1, 0), (10_000_000, 1, 10_000_000), (1.2344, 1000, 1234)])
def test_what_is_one_is_made_whole(value, unit, whole):
    assert number(value, field="distances", unit=unit) == whole


def test_tables_share_one_budget():
    """Each table is answered in time; all of them together are not."""
    clock = Clock()
    with town() as server:
        asked = engine(server.url, OsrmHttp, most=2, budget_s=10, clock=clock)
        real = asked.router.caller._tried

        def slow(*given):
            clock.now_s += 4
            return real(*given)

        asked.router.caller._tried = slow
        with pytest.raises(ServiceError) as caught:
            asked.matrix(PLACES)
        assert 2 <= len(server.paths) <= 3
    assert caught.value.message.key == "travel.out_of_time"


def test_a_broken_server_is_left_alone_for_a_while_and_then_tried_once():
    clock, at = Clock(), datetime(2026, 5, 4, 8, tzinfo=UTC)
    breaker = Breaker(failures=3, rest_s=60, clock=clock, now=lambda: at)
    with town() as server:
        server.always = "500"
        asked = engine(server.url, OsrmHttp, breaker=breaker, clock=clock, sleep=clock.sleep)
        for expected in ("closed", "closed", "open"):
            with pytest.raises(ServiceError):
                asked.matrix(PLACES)
            assert breaker.state.name == expected
        assert (breaker.state.failures, breaker.state.since) == (3, at)
        with pytest.raises(ServiceError) as caught:
            asked.matrix(PLACES)
        assert caught.value.message.key == "travel.resting"
        assert len(server.paths) == 3
        clock.now_s += 59.9
        assert breaker.state.name == "open"
        clock.now_s += 0.1
        assert breaker.state.name == "half_open"
        with pytest.raises(ServiceError):
            asked.matrix(PLACES)
        assert (breaker.state.name, len(server.paths)) == ("open", 4)
        clock.now_s += 60
        server.always = ""
        assert equal(asked.matrix(PLACES), PLACES)
        assert breaker.state.name == "closed"


def test_a_server_that_refuses_a_question_works():
    breaker = Breaker(failures=1)
    with town() as server:
        server.faults = ["400"]
        asked = engine(server.url, OsrmHttp, breaker=breaker)
        with pytest.raises(RefusedError):
            asked.matrix(PLACES)
        assert breaker.state.name == "closed"


def test_answers_that_cannot_be_true_count_as_failures():
    breaker = Breaker(failures=2)
    with town() as server:
        server.always = "negative"
        asked = engine(server.url, OsrmHttp, breaker=breaker)
        for _ in range(2):
            with pytest.raises(ServiceError):
                asked.matrix(PLACES)
    assert breaker.state.name == "open"


def test_half_open_lets_one_caller_through():
    clock = Clock()
    breaker = Breaker(failures=1, rest_s=1, clock=clock)
    breaker.failed()
    clock.now_s = 1.0
    assert [breaker.lets_through() for _ in range(3)] == [True, False, False]
    breaker.succeeded()
    assert breaker.lets_through()


@pytest.mark.parametrize(
    "url",
    ["", "ftp://roads", "roads:5000", "http://", "http://roads:port", "http://roads:99999", "http://roads/?a=b",
     "http://roads/#x", "http://[::1", "file:///etc/passwd"],
)  # fmt: skip
def test_an_address_that_is_none_is_refused_without_being_repeated(url):
    with pytest.raises(InputError) as caught:
        Server.at(url, field="PLANNER_ROUTER_URL")
    assert "PLANNER_ROUTER_URL" in str(caught.value)
    assert len(url) < 8 or url not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "name", "folder", "tls"),
    [
        ("http://roads", "roads:80", "", False),
        (" https://roads/ ", "roads:443", "", True),
        ("http://me:secret@roads:5000/sweden/", "roads:5000", "/sweden", False),
    ],
)
def test_an_address_is_taken_apart(url, name, folder, tls):
    server = Server.at(url, field="URL")
    assert (server.name, server.folder, server.tls) == (name, folder, tls)


@pytest.mark.parametrize(
    "line", [[(59_300_000, 18_000_000), (59_300_001, 17_999_999)], [(-33_900_000, -70_600_000)], []]
)
def test_an_encoded_line_is_read_as_it_was_written(line):
    assert polyline6(encoded(line)) == [(lat / 1e6, lon / 1e6) for lat, lon in line]


@pytest.mark.parametrize("written", [None, 5, "å", "_", "?", "_____________", " !", "~" * 40])
def test_a_line_that_is_none_is_refused(written):
    with pytest.raises(BadAnswerError):
        polyline6(written)
