"""What was taken back counts as if it had never come, and nothing else goes with it."""

from datetime import UTC, datetime

from planner.model.event import Event
from planner.model.told import still_told

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)


def event(uuid, type_, *, whose="T01", request="R1", **told):
    return Event(
        client_uuid=uuid, at=NOW, recorded_at=NOW, type=type_, request_id=request, technician_id=whose,
        payload=tuple(told.items()),
    )  # fmt: skip


def left(*events):
    return [one.client_uuid for one in still_told(events)]


def test_a_word_is_taken_back_by_its_id():
    told = (event("a", "work.note", note="x"), event("b", "work.note", note="y"))
    assert left(*told, event("c", "work.taken_back", undoes="a")) == ["b"]
    assert left(*told, event("c", "work.taken_back", undoes="z")) == ["a", "b"]


def test_nobody_takes_back_what_somebody_else_told():
    assert left(event("a", "work.note"), event("c", "work.taken_back", whose="T02", undoes="a")) == ["a"]


def test_an_undone_step_takes_the_last_of_its_visit_alone():
    told = (event("a", "visit.started"), event("b", "visit.no_access"), event("c", "visit.started", request="R2"))
    assert left(*told, event("d", "visit.undone")) == ["a", "c"]
    assert left(*told, event("d", "visit.undone"), event("e", "visit.undone"), event("f", "visit.undone")) == ["c"]


def test_what_was_told_of_the_day_is_taken_back_by_its_id():
    told = (event("a", "work.overtime", request=None), event("b", "work.time", request=None))
    assert left(*told, event("c", "work.undone", request=None, undoes="a")) == ["b"]
