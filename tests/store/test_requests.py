"""Requests are kept as they are, found by what they are asked for, and never overwritten unseen."""

from datetime import UTC, datetime, timedelta

import pytest

from planner.model.errors import InputError, StaleError
from planner.model.words import Priority, RequestStatus
from planner.store import requests
from tests.store.rows import NOW, request


def saved(store, *values):
    with store.writing() as db:
        return [requests.add(db, one) for one in values]


def test_a_request_comes_back_as_it_was_saved(store):
    (one,) = saved(store, request(customer="NA", description="å, ä, ö och “citat” ' ; --", created_at=NOW))
    with store.reading() as db:
        assert requests.get(db, "007") == one
        assert requests.get(db, "7") is None


def test_a_save_on_an_outdated_version_writes_nothing(store):
    (first,) = saved(store, request())
    with store.writing() as db:
        second = requests.save(db, first.replace(title="Nytt"))
    with pytest.raises(StaleError) as refused, store.writing() as db:
        requests.save(db, first.replace(title="Gammalt"))
    assert "007" in str(refused.value)
    with store.reading() as db:
        assert requests.get(db, "007") == second
    assert second.version == first.version + 1


def test_a_new_request_never_overwrites_one_with_its_id(store):
    saved(store, request(title="Den första"))
    with pytest.raises(StaleError), store.writing() as db:
        requests.add(db, request(title="Den andra"))
    with store.reading() as db:
        assert requests.get(db, "007").title == "Den första"


def test_a_value_that_was_never_read_cannot_save_over_a_stored_one(store):
    saved(store, request())
    with pytest.raises(StaleError), store.writing() as db:
        requests.save(db, request(title="Utan att läsa"))


def test_a_unit_that_fails_leaves_nothing_behind(store):
    with pytest.raises(StaleError):
        saved(store, request("1"), request("2"), request("1"))
    with store.reading() as db:
        assert requests.count(db) == 0


def test_requests_are_found_by_status_and_time_and_listed_most_urgent_first(store):
    saved(
        store,
        request("a", priority=Priority.P3, created_at=NOW, status=RequestStatus.DONE),
        request("b", priority=Priority.P1, created_at=NOW + timedelta(hours=1)),
        request("c", priority=Priority.P3, created_at=NOW - timedelta(hours=1)),
    )
    with store.reading() as db:
        assert [one.request_id for one in requests.find(db)] == ["b", "c", "a"]
        assert [one.request_id for one in requests.find(db, status={RequestStatus.DONE})] == ["a"]
        window = requests.find(db, created_from=NOW, created_to=NOW + timedelta(hours=1))
        assert [one.request_id for one in window] == ["a"]
        assert requests.find(db, ids=()) == ()


def test_moments_are_found_whatever_zone_they_were_written_in(store):
    stockholm = datetime.fromisoformat("2026-11-24T07:30:00+01:00")
    saved(store, request(created_at=stockholm))
    with store.reading() as db:
        before = requests.find(db, created_to=datetime(2026, 11, 24, 6, 30, tzinfo=UTC))
        after = requests.find(db, created_from=datetime(2026, 11, 24, 6, 30, tzinfo=UTC))
    assert (len(before), len(after)) == (0, 1)


def test_more_ids_than_a_statement_may_have_parameters_are_found(store):
    with store.writing() as db:
        requests.add_all(db, [request(f"{n:05d}") for n in range(1_200)])
    with store.reading() as db:
        ids = [f"{n:05d}" for n in range(2_400)]
        assert len(requests.find(db, ids=ids)) == 1_200
        assert len(requests.known_ids(db, ids)) == 1_200


@pytest.mark.parametrize("request_id", ["x" * 201, "a\x00b", "a\ud800"])
def test_an_id_that_one_of_the_databases_could_not_keep_is_refused_by_all_in_words(store, request_id):
    for refused in (requests.add, requests.save):
        with pytest.raises(InputError, match="cannot be kept"), store.writing() as db:
            refused(db, request(request_id))
    with store.reading() as db:
        assert requests.count(db) == 0


def test_the_longest_id_and_every_other_letter_are_kept_alike(store):
    ids = ("x" * 200, "å\t\n'\";--%s", "\U0001f697" * 200)
    saved(store, *(request(one, title="a\x00b", description="x" * 100_000) for one in ids))
    with store.reading() as db:
        assert {one.request_id: one.title for one in requests.find(db)} == dict.fromkeys(ids, "a\x00b")
