"""Many threads at once: no lost update, no "database is locked"."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

from planner.model.errors import StaleError
from planner.store import events, requests
from tests.store.rows import event, request

THREADS, TIMES = 4, 40


def in_threads(work):
    with ThreadPoolExecutor(THREADS) as pool:
        return [future.result() for future in [pool.submit(work, number) for number in range(THREADS)]]


def test_read_modify_write_in_one_unit_loses_nothing(store):
    with store.writing() as db:
        requests.add(db, request(service_min=1))

    def work(_number):
        for _ in range(TIMES):
            while True:
                try:
                    with store.writing() as db:
                        one = requests.get(db, "007")
                        requests.save(db, one.replace(service_min=one.service_min + 1))
                    break
                except StaleError:  # PostgreSQL lets two read the same version; one of them is told
                    continue

    in_threads(work)
    with store.reading() as db:
        assert requests.get(db, "007").service_min == 1 + THREADS * TIMES


def test_edits_between_a_read_and_a_later_save_are_refused_never_lost(store):
    with store.writing() as db:
        requests.add(db, request(service_min=1))

    def work(_number):
        taken = 0
        for _ in range(TIMES):
            with store.reading() as db:
                one = requests.get(db, "007")
            try:
                with store.writing() as db:
                    requests.save(db, one.replace(service_min=one.service_min + 1))
                taken += 1
            except StaleError:
                pass
        return taken

    taken = sum(in_threads(work))
    with store.reading() as db:
        assert requests.get(db, "007").service_min == 1 + taken
    assert taken >= TIMES


def test_the_same_event_from_many_threads_is_stored_once(store):
    ids = [str(uuid4()) for _ in range(TIMES)]

    def work(number):
        for client_uuid in ids:
            with store.writing() as db:
                events.add(db, event(client_uuid, actor=str(number)))

    in_threads(work)
    with store.reading() as db:
        assert sorted(one.client_uuid for one in events.find(db)) == sorted(ids)
