"""A server that stops under a running desk: said within three seconds, and the same process goes on once it is back."""

import os
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from planner.desk import open_desk, triage
from planner.model.errors import ServiceError
from tests.databases import own_server
from tests.desk.firm import DANA, NOW, fill, filled, request

SAID_S, BACK_S = 3.0, 5.0


@pytest.fixture
def server():
    with own_server(durable=True) as started:
        yield started


@pytest.fixture
def desk(server, tmp_path):
    opened = filled(open_desk(server.url, var=tmp_path, clock=lambda: NOW))
    yield opened
    opened.store.close()


def refused(desk, call=triage.list_requests):
    """How many seconds it took until the call said that the database is away."""
    begun = time.monotonic()
    with pytest.raises(ServiceError) as error:
        call(desk, DANA)
    assert error.value.message.key == "store.unavailable"
    return time.monotonic() - begun


def save(desk, actor):
    one = request("R1", version=2)
    return triage.save_request(desk, actor, one)


def back(desk):
    """How many seconds until the desk answers again."""
    begun = time.monotonic()
    while time.monotonic() - begun < 30:
        try:
            triage.list_requests(desk, DANA)
        except ServiceError:
            time.sleep(0.05)
        else:
            return time.monotonic() - begun
    raise AssertionError("the desk never came back")


def test_a_server_that_stopped_is_said_at_once_and_used_again_when_it_is_back(server, desk, record_property):
    with ThreadPoolExecutor(8) as pool:  # connections that lie in the pool when the server goes
        list(pool.map(lambda _: triage.list_requests(desk, DANA), range(8)))
    server.stop()
    with ThreadPoolExecutor(8) as pool:
        said = [*pool.map(lambda _: refused(desk), range(16)), refused(desk, save)]
    server.start()
    came_back = back(desk)
    record_property("said_s", round(max(said), 3))
    record_property("back_s", round(came_back, 3))
    assert max(said) < SAID_S
    assert came_back < BACK_S
    assert save(desk, DANA).version == 3


def test_a_server_that_was_started_anew_meanwhile_is_not_even_noticed(server, desk):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: triage.list_requests(desk, DANA), range(8)))
    server.stop()
    server.start()
    with ThreadPoolExecutor(8) as pool:
        assert {len(one) for one in pool.map(lambda _: triage.list_requests(desk, DANA), range(16))} == {3}


def test_a_unit_cut_off_in_the_middle_is_undone_and_said(server, desk):
    begun = []

    def work(db):
        db.exec_driver_sql("UPDATE request SET version = 99")
        server.kill()
        begun.append(time.monotonic())
        db.exec_driver_sql("UPDATE request SET version = 100")

    with pytest.raises(ServiceError), desk.store.writing() as db:
        work(db)
    assert time.monotonic() - begun[0] < SAID_S
    server.start()
    assert back(desk) < BACK_S
    assert {one.version for one in triage.list_requests(desk, DANA)} == {2}


def test_a_server_that_accepts_and_says_nothing_is_given_up_in_time(server, tmp_path):
    first = server.pids()[0]
    open_desk(server.url, var=tmp_path).store.close()
    os.kill(first, signal.SIGSTOP)
    begun = time.monotonic()
    try:
        with pytest.raises(ServiceError):
            open_desk(server.url, var=tmp_path)
        assert time.monotonic() - begun < SAID_S
    finally:
        os.kill(first, signal.SIGCONT)


def test_whoever_waits_too_long_for_a_lock_is_told_that_the_database_is_busy(server, desk):
    held, done = threading.Event(), threading.Event()

    def hold():
        with desk.store.writing() as db:
            db.exec_driver_sql("UPDATE request SET version = version")
            held.set()
            done.wait(20)

    thread = threading.Thread(target=hold)
    thread.start()
    held.wait(10)
    try:
        with pytest.raises(ServiceError) as error:
            save(desk, DANA)
        assert error.value.message.key == "store.busy"
    finally:
        done.set()
        thread.join()
    fill(desk, request("R9"), people=())
