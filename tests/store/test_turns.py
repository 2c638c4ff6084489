"""Writers of one process take turns in the order in which they came; nobody waits for ever."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Thread

import pytest

from planner.store.turns import Turns


def test_threads_come_in_one_at_a_time_in_their_order():
    turns, order, inside = Turns(), [], []
    first, threads = Event(), []

    def enter(number):
        with turns.mine():
            inside.append(number)
            first.wait(10)
            order.append(number)
            assert len(inside) == len(order)

    for number in range(8):
        threads.append(Thread(target=enter, args=(number,)))
        threads[-1].start()
        while len(turns._waiting) < number and number:
            time.sleep(0.001)
        while not inside:
            time.sleep(0.001)
    first.set()
    for one in threads:
        one.join(10)
    assert order == list(range(8))


def test_a_turn_that_ends_in_an_error_is_given_on():
    turns = Turns()
    with pytest.raises(ZeroDivisionError), turns.mine():
        raise ZeroDivisionError
    with turns.mine():
        pass


def test_a_thread_in_a_tight_loop_keeps_nobody_out():
    turns, stop, greedy = Turns(), Event(), [0]

    def loop():
        while not stop.is_set():
            with turns.mine():
                greedy[0] += 1
                time.sleep(0.0005)

    with ThreadPoolExecutor(4) as pool:
        for _ in range(3):
            pool.submit(loop)
        before = greedy[0]
        with turns.mine():
            waited = greedy[0] - before
        stop.set()
    assert waited <= 8
