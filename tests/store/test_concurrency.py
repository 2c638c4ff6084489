"""Many threads at once: no lost update, no "database is locked"."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest

from planner.model.errors import ServiceError, StaleError
from planner.model.words import PlanStatus
from planner.store import events, plans, requests, settings
from tests.store.rows import DAY, NOW, event, plan, request

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


def test_plans_of_one_day_saved_at_once_are_all_kept_and_numbered_in_a_row(store):
    def work(number):
        for one in range(TIMES // 4):
            with store.writing() as db:
                plans.add(db, plan(f"{number}.{one}"))

    in_threads(work)
    with store.reading() as db:
        headers = plans.headers(db, DAY)
    assert [one.version for one in headers] == list(range(THREADS * (TIMES // 4), 0, -1))
    assert [one.parent for one in headers] == [*(one.plan_id for one in headers[1:]), None]


@pytest.mark.parametrize("published_before", [0, 3])
def test_of_those_who_publish_a_day_on_the_same_knowledge_one_is_first(store, published_before):
    with store.writing() as db:
        for number in range(published_before):
            plans.publish(db, plans.add(db, plan(f"before{number}")), at=NOW)
        made = [plans.add(db, plan(f"p{number}")) for number in range(THREADS)]

    def work(number):
        try:
            with store.writing() as db:
                requests.add(db, request(f"of p{number}"))
                plans.publish(db, made[number], at=NOW, seen=published_before)
            return made[number].plan_id
        except StaleError:
            return None

    (first,) = [one for one in in_threads(work) if one]
    with store.reading() as db:
        assert plans.published_on(db, DAY).plan_id == first
        assert plans.publications(db, DAY) == published_before + 1
        status = {one.plan_id: one.status for one in plans.headers(db, DAY)}
        assert [one.request_id for one in requests.find(db)] == [f"of {first}"]
    assert [one for one, is_ in status.items() if is_ is PlanStatus.PUBLISHED] == [first]
    assert sum(is_ is PlanStatus.SUPERSEDED for is_ in status.values()) == bool(published_before) * published_before


def test_the_same_new_thing_from_two_who_do_not_know_of_each_other_is_refused_in_words(store):
    together = Barrier(THREADS)

    def work(number):
        try:
            with store.writing() as db:
                settings.get(db, "weights", int, 0)
                if store.url.startswith("postgresql"):  # SQLite lets one in at a time
                    together.wait()
                settings.save(db, "weights", number)
        except StaleError as error:
            return error.message.key
        return "saved"

    assert set(in_threads(work)) <= {"saved", "store.collided"}


def test_a_reader_sees_one_moment_however_many_statements_it_takes(store):
    with store.reading() as view:
        assert requests.count(view) == 0
        with store.writing() as db:
            requests.add(db, request())
        assert requests.find(view) == ()
    with store.reading() as view:
        assert requests.count(view) == 1


def test_a_reader_cannot_write_on_a_server(store):
    if store.url.startswith("postgresql"):
        with pytest.raises(ServiceError), store.reading() as view:
            requests.add(view, request())
    with store.reading() as view:
        assert requests.count(view) == 0
