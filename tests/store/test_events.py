"""Events are appended once each, and stay."""

import inspect
from datetime import timedelta

from planner.model.event import Event
from planner.store import events
from tests.store.rows import NOW, event


def test_an_event_comes_back_as_it_was_reported(store):
    one = event(payload=(("note", "Nyckel hos grannen"), ("day", "2026-11-24")))
    with store.writing() as db:
        events.add(db, one)
    with store.reading() as db:
        assert events.find(db) == (one,)
        assert events.get(db, "e1") == one
        assert events.get(db, "e2") is None


def test_the_same_id_is_stored_once_and_the_first_report_stands(store):
    first, again = event(), event(type="visit.no_access")
    for one in (first, again, again):
        with store.writing() as db:
            assert events.add(db, one) == first
    with store.reading() as db:
        assert events.find(db) == (first,)


def test_a_repeated_event_does_not_undo_the_rest_of_its_unit(store):
    with store.writing() as db:
        events.add(db, event("e1"))
    with store.writing() as db:
        events.add(db, event("e0"))
        events.add(db, event("e1"))
        events.add(db, event("e2"))
    with store.reading() as db:
        assert [one.client_uuid for one in events.find(db)] == ["e1", "e0", "e2"]


def test_events_are_found_by_time_and_request_in_the_order_they_were_recorded(store):
    with store.writing() as db:
        events.add_all(
            db,
            [
                event("late", at=NOW + timedelta(hours=2)),
                event("early", at=NOW),
                event("other", request_id="008"),
                event("plan", request_id=None),
            ],
        )
    with store.reading() as db:
        assert [one.client_uuid for one in events.find(db, request_ids={"007"})] == ["late", "early"]
        assert [one.client_uuid for one in events.find(db, first=NOW + timedelta(hours=1))] == ["late"]
        in_time = events.find(db, first=NOW, last=NOW + timedelta(hours=2))
        assert [one.client_uuid for one in in_time] == ["early", "other", "plan"]


def test_no_function_changes_or_removes_an_event():
    assert not [word for word in ("update(", "delete(") if word in inspect.getsource(events)]


def test_requests_are_found_by_what_was_once_told_of_them(store):
    def told(uuid, request_id, *payload):
        return Event(client_uuid=uuid, at=NOW, recorded_at=NOW, type="request.changed", request_id=request_id,
                     payload=payload)  # fmt: skip

    many = [told(f"m{number}", f"M{number}", ("status", "triaged")) for number in range(600)]
    with store.writing() as db:
        events.add_all(
            db,
            (
                told("a", "R1", ("status", "paused"), ("line", "1")),
                told("b", "R1", ("status", "triaged")),
                told("c", "R2", ("note", '["status", "paused"]')),
                told("d", "R3", ("status", "paused_not")),
                told("e", "R4", ("status", "paused")),
                *many,
            ),
        )
        ids = {"R1", "R2", "R3", *(one.request_id for one in many)}
        assert events.once_told(db, ids, "status", "paused") == {"R1"}
        assert events.once_told(db, (), "status", "paused") == frozenset()
